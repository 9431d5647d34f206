//! What the parties of a dialogue say, and the facts of it by which the model goes.

use casp_wire::v1::{self, TaskState, TaskStatus};

use crate::generate::deal::{Deal, Said};
use crate::generate::forge::{Key, Kind, Payload};
use crate::generate::world::{HOUR, SECOND, World};

/// How long most statements live, milliseconds.
pub(super) const LIFE: i64 = HOUR;

/// When most tasks are due, milliseconds after the offer.
pub(super) const DUE: i64 = 2 * HOUR;

/// A statement, with what was put into it. Times are in milliseconds after [`World::issued`], facts since the Unix epoch.
#[derive(Clone)]
pub(super) struct Line {
    /// The engagement that it belongs to.
    pub(super) talk: &'static str,
    pub(super) said: Said,
    pub(super) facts: Facts,
}

/// What the state of an engagement depends on.
#[derive(Clone, Default)]
pub(super) struct Facts {
    pub(super) audience: Vec<u8>,
    /// `expires_at_ms`; 0 for a kind that has none.
    pub(super) ends_ms: i64,
    /// A quote's.
    pub(super) deadline_ms: i64,
    /// Of an event.
    pub(super) is_queued: bool,
    /// Of a result.
    pub(super) is_indeterminate: bool,
}

impl Line {
    pub(super) fn at(&self) -> i64 {
        self.said.at
    }

    pub(super) fn kind(&self) -> Kind {
        self.said.statement.kind
    }

    pub(super) fn id(&self) -> Vec<u8> {
        self.said.id()
    }

    pub(super) fn issuer(&self) -> &[u8] {
        &self.said.statement.issuer
    }

    pub(super) fn bundle(&self) -> Option<v1::Bundle> {
        Some(self.said.statement.bundle())
    }
}

/// One engagement of two parties, in which anything can be said at any time.
#[derive(Clone)]
pub(super) struct Talk<'a> {
    pub(super) deal: Deal<'a>,
    /// Tells it from others, whatever nonces are drawn for.
    name: &'static str,
}

impl<'a> Talk<'a> {
    /// Alice asks Bob.
    pub(super) fn new(world: &'a World) -> Self {
        Self::between(world, &world.alice, &world.bob, "talk")
    }

    /// An irreversible task.
    pub(super) fn irreversible(world: &'a World) -> Self {
        let talk = Self::new(world);
        Self {
            deal: talk.deal.irreversible(),
            ..talk
        }
    }

    pub(super) fn between(world: &'a World, requester: &'a Key, provider: &'a Key, name: &'static str) -> Self {
        let deal = Deal::between(world, requester, provider).named(name);
        Self { deal, name }.due(DUE)
    }

    /// The task is due so long after the first offer.
    pub(super) fn due(self, at: i64) -> Self {
        let deadline = self.deal.world.issued + at;
        self.on(|terms| terms.deadline_ms = deadline)
    }

    /// The same talk on other terms.
    pub(super) fn on(mut self, edit: impl FnOnce(&mut v1::Terms)) -> Self {
        self.deal = self.deal.on(edit);
        self
    }

    /// The same engagement, in which things are said a second time: with nonces of their own.
    pub(super) fn anew(&self, name: &'static str) -> Self {
        Self {
            deal: self.deal.clone().named(name),
            name: self.name,
        }
    }

    fn line(&self, said: Said, facts: Facts) -> Line {
        Line {
            talk: self.name,
            said,
            facts,
        }
    }

    /// Gives a message its time and, if it ends, its life; and notes both.
    fn timed<T: Payload>(&self, message: &mut T, at: i64, life: i64) -> Facts {
        let header = message.header();
        header.issued_at_ms = self.deal.world.issued + at;
        if header.expires_at_ms > 0 {
            header.expires_at_ms = header.issued_at_ms + life;
        }
        Facts {
            audience: header.audience.clone(),
            ends_ms: header.expires_at_ms,
            ..Facts::default()
        }
    }

    pub(super) fn offer(&self, at: i64, life: i64) -> Line {
        let mut facts = Facts::default();
        let said = self.deal.offer(|it| facts = self.timed(it, at, life));
        self.line(said, facts)
    }

    pub(super) fn quote(&self, at: i64, life: i64, offer: &Line) -> Line {
        let mut facts = Facts::default();
        let said = self.deal.quote(&offer.said, |it| facts = self.timed(it, at, life));
        facts.deadline_ms = self.deal.terms.deadline_ms;
        self.line(said, facts)
    }

    pub(super) fn acceptance(&self, at: i64, life: i64, quote: &Line) -> Line {
        self.blind_acceptance(at, life, quote, None)
    }

    /// With a blind that commits to something.
    pub(super) fn blind_acceptance(&self, at: i64, life: i64, quote: &Line, blind: Option<Vec<u8>>) -> Line {
        let mut facts = Facts::default();
        let said = self.deal.acceptance(&quote.said, |it| {
            facts = self.timed(it, at, life);
            if let Some(blind) = blind {
                it.blind = blind;
            }
        });
        self.line(said, facts)
    }

    pub(super) fn request(&self, at: i64, life: i64, contract: &Line) -> Line {
        let mut facts = Facts::default();
        let said = self.deal.request(&contract.said, |it| facts = self.timed(it, at, life));
        self.line(said, facts)
    }

    pub(super) fn event(&self, at: i64, contract: &Line, seq: u64, state: TaskState) -> Line {
        let mut facts = Facts::default();
        let said = self.deal.event(&contract.said, |it| {
            facts = self.timed(it, at, 0);
            (it.seq, it.state) = (seq, state.into());
        });
        facts.is_queued = state == TaskState::Queued;
        self.line(said, facts)
    }

    pub(super) fn prepared(&self, at: i64, life: i64, contract: &Line, request: &Line) -> Line {
        let mut facts = Facts::default();
        let said = self
            .deal
            .prepared(&contract.said, &request.said, |it| facts = self.timed(it, at, life));
        self.line(said, facts)
    }

    pub(super) fn commit(&self, at: i64, life: i64, contract: &Line, prepared: &Line) -> Line {
        let mut facts = Facts::default();
        let said = self
            .deal
            .commit(&contract.said, &prepared.said, |it| facts = self.timed(it, at, life));
        self.line(said, facts)
    }

    pub(super) fn cancel(&self, at: i64, life: i64, contract: &Line) -> Line {
        let mut facts = Facts::default();
        let said = self.deal.cancel(&contract.said, |it| facts = self.timed(it, at, life));
        self.line(said, facts)
    }

    /// A result that has an output exactly when its status asks for one.
    pub(super) fn result(
        &self,
        at: i64,
        [contract, request]: [&Line; 2],
        status: TaskStatus,
        edit: impl FnOnce(&mut v1::TaskResult),
    ) -> Line {
        let mut facts = Facts::default();
        let said = self.deal.result(&contract.said, &request.said, |it| {
            facts = self.timed(it, at, 0);
            it.status = status.into();
            if !matches!(status, TaskStatus::Completed | TaskStatus::Partial) {
                it.output = None;
            }
            edit(it);
        });
        facts.is_indeterminate = status == TaskStatus::Indeterminate;
        self.line(said, facts)
    }

    pub(super) fn ack(&self, at: i64, contract: &Line, result: &Line) -> Line {
        let mut facts = Facts::default();
        let said = self
            .deal
            .ack(&contract.said, &result.said, |it| facts = self.timed(it, at, 0));
        self.line(said, facts)
    }

    /// The requester's report.
    pub(super) fn report(
        &self,
        at: i64,
        contract: &Line,
        result: &Line,
        edit: impl FnOnce(&mut v1::OutcomeReport),
    ) -> Line {
        let mut facts = Facts::default();
        let said = self.deal.report(&contract.said, &result.said, |it| {
            facts = self.timed(it, at, 0);
            edit(it);
        });
        self.line(said, facts)
    }

    /// The requester's report that there was no result.
    pub(super) fn no_result(&self, at: i64, contract: &Line) -> Line {
        let said = self.deal.no_result(&contract.said, self.deal.requester, at);
        self.line(said, Facts::default())
    }

    /// From offer to request, a second apart.
    pub(super) fn opened(&self) -> Opened {
        self.opened_at(0, [LIFE; 4])
    }

    /// From offer to request, a second apart, each with its life.
    pub(super) fn opened_at(&self, at: i64, [offer, quote, acceptance, request]: [i64; 4]) -> Opened {
        let offer = self.offer(at, offer);
        let quote = self.quote(at + SECOND, quote, &offer);
        let acceptance = self.acceptance(at + 2 * SECOND, acceptance, &quote);
        let request = self.request(at + 3 * SECOND, request, &acceptance);
        Opened {
            offer,
            quote,
            acceptance,
            request,
        }
    }
}

/// How every task begins.
#[derive(Clone)]
pub(super) struct Opened {
    pub(super) offer: Line,
    pub(super) quote: Line,
    pub(super) acceptance: Line,
    pub(super) request: Line,
}

impl Opened {
    pub(super) fn all(&self) -> [&Line; 4] {
        [&self.offer, &self.quote, &self.acceptance, &self.request]
    }

    pub(super) fn contract(&self) -> [&Line; 3] {
        [&self.offer, &self.quote, &self.acceptance]
    }

    /// Contract and request, as a result names them.
    pub(super) fn task(&self) -> [&Line; 2] {
        [&self.acceptance, &self.request]
    }
}
