//! What requester and provider have in common: a book with its bytes, its journal, and what goes out.

mod again;
mod codec;
mod dossier;
mod journal;
mod misconduct;
mod outbox;
mod outcome;
mod pacing;
mod receive;
mod restore;
mod show;
mod speaker;
mod statement;
mod wake;

use std::collections::{BTreeMap, BTreeSet};

use casp_identity::{
    AgentId, AgentMemory as _, Kind, KnownAgents, KnownAgentsFull, ObjectId, Signer, Verified, Verifier,
};
use casp_task::record::Parties;
use casp_task::{Book, BookLimits, Engagement, Said, TaskViolation};
use casp_wire::v1::Header;

pub(crate) use codec::{Reader, Writer};
pub(crate) use dossier::{Dossier, Mark};
pub(crate) use journal::Entry;
pub(crate) use misconduct::Proof;
pub(crate) use statement::Facts;

pub use journal::RestoreError;
pub use misconduct::{MAX_PROOFS, Misconduct};
pub use outbox::{Action, Outgoing, Persist, Ticket};
pub use outcome::{ActError, Received};
pub use pacing::Pacing;
pub use speaker::{Randomness, Speaker};
pub use statement::Statement;

use dossier::Kept;
use outbox::Outbox;
use pacing::Repeat;

/// What makes a party a requester or a provider.
pub(crate) trait Side {
    /// What it tells its caller.
    type Event: From<Misconduct>;
    /// What it remembers of an engagement beside the book.
    type Course: Default;
    /// Number of the side in a journal.
    const NUMBER: u8;
    /// What the other side says.
    const HEARS: &'static [Statement];

    /// The party that is on this side.
    fn own(parties: &Parties) -> AgentId;

    /// Whether it repeats nothing of this engagement, whatever the book says: it wants no answer any more.
    fn is_quiet(_dossier: &Dossier<Self::Course>) -> bool {
        false
    }
}

/// The bounds of what both sides have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) book: BookLimits,
    pub(crate) agents: usize,
    pub(crate) pacing: Pacing,
}

/// See the module's description.
pub(crate) struct Party<S, R, D: Side> {
    pub(crate) speaker: Speaker<S>,
    pub(crate) random: R,
    pub(crate) verifier: Verifier,
    known: KnownAgents,
    pub(crate) book: Book,
    dossiers: BTreeMap<ObjectId, Dossier<D::Course>>,
    wakes: BTreeSet<(i64, ObjectId)>,
    outbox: Outbox<D::Event>,
    next_order: u64,
    pacing: Pacing,
}

impl<S: Signer, R: Randomness, D: Side> Party<S, R, D> {
    pub(crate) fn new(mut speaker: Speaker<S>, random: R, bounds: &Bounds) -> Self {
        let agent = speaker.author.agent;
        let delegation = speaker.delegation.as_ref();
        speaker.author.delegation = delegation.and_then(|delegation| delegation.object_id().ok());
        let mut verifier = Verifier::new(speaker.author.network_id.as_str(), Some(agent));
        verifier.dangerous_take(speaker.signer.stand_in());
        Self {
            verifier,
            known: KnownAgents::new(bounds.agents),
            book: Book::new(Some(agent), bounds.book),
            dossiers: BTreeMap::new(),
            wakes: BTreeSet::new(),
            outbox: Outbox::default(),
            next_order: 0,
            pacing: bounds.pacing,
            speaker,
            random,
        }
    }

    pub(crate) fn agent(&self) -> AgentId {
        self.speaker.author.agent
    }

    /// Takes note of a statement from elsewhere that may void others, such as a delegation of a higher epoch.
    pub(crate) fn observe<K: Kind>(&mut self, statement: &Verified<K>, now_ms: i64) -> Result<(), KnownAgentsFull> {
        self.known.note(statement, now_ms)
    }

    /// The time that counts: a clock that goes back stands still.
    pub(crate) fn advance(&mut self, now_ms: i64) -> i64 {
        self.book.expire(now_ms);
        self.book.now_ms()
    }

    pub(crate) fn engagement(&self, statement: &ObjectId) -> Result<&Engagement, ActError> {
        self.book.engagement(statement).ok_or(ActError::Unknown)
    }

    /// The engagement of a contract, and the offer that it began with.
    pub(crate) fn contract(&self, contract: &ObjectId) -> Result<(ObjectId, &Engagement), ActError> {
        let engagement = self.engagement(contract)?;
        let is_its = engagement.contract() == Some(*contract);
        is_its
            .then(|| (engagement.offer(), engagement))
            .ok_or(ActError::Unknown)
    }

    pub(crate) fn dossier(&self, offer: &ObjectId) -> Option<&Dossier<D::Course>> {
        self.dossiers.get(offer)
    }

    pub(crate) fn course(&self, offer: &ObjectId) -> Option<&D::Course> {
        self.dossiers.get(offer).map(|dossier| &dossier.course)
    }

    pub(crate) fn course_mut(&mut self, offer: &ObjectId) -> Option<&mut D::Course> {
        self.dossiers.get_mut(offer).map(|dossier| &mut dossier.course)
    }

    pub(crate) fn poll(&mut self) -> Option<Action<D::Event>> {
        self.outbox.poll()
    }

    pub(crate) fn persisted(&mut self, ticket: Ticket) {
        self.outbox.persisted(ticket);
    }

    pub(crate) fn event(&mut self, event: impl Into<D::Event>) {
        self.outbox.event(event.into());
    }

    pub(crate) fn bundle(&self, statement: &ObjectId) -> Option<&[u8]> {
        let offer = self.book.engagement(statement)?.offer();
        self.dossier(&offer)?
            .by_id(statement)
            .map(|kept| kept.facts.bundle.as_ref())
    }

    pub(crate) fn nonce(&mut self) -> [u8; 16] {
        let mut nonce = [0; 16];
        self.random.fill(&mut nonce);
        nonce
    }

    pub(crate) fn one_shot(&mut self, audience: AgentId, now_ms: i64, life_ms: i64) -> Header {
        let nonce = self.nonce();
        self.speaker.author.one_shot(audience, nonce, now_ms, life_ms)
    }

    pub(crate) fn lasting(&self, audience: AgentId, now_ms: i64) -> Header {
        self.speaker.author.lasting(Some(audience), now_ms)
    }

    /// Signs a statement and verifies it as one's own; it is in no book yet.
    pub(crate) fn sealed<K>(&mut self, message: &K::Message, now_ms: i64) -> Result<Verified<K>, ActError>
    where
        K: Kind<Violation = TaskViolation>,
    {
        let signed = self.speaker.seal::<K>(message)?;
        Ok(self.verifier.verify_own(signed, &self.known, now_ms)?)
    }

    /// Enters what one says oneself. It is neither recorded nor sent yet.
    pub(crate) fn say(&mut self, said: impl Into<Said>, now_ms: i64) -> Result<(ObjectId, ObjectId), TaskViolation> {
        let said = said.into();
        let facts = Facts::of(&said);
        let id = facts.id;
        let offer = self.enter(facts, said, now_ms)?;
        let repeat = Repeat::begin(&self.pacing, &mut self.random, now_ms);
        if let Some(dossier) = self.dossiers.get_mut(&offer) {
            dossier.repeat = repeat;
        }
        Ok((offer, id))
    }

    fn enter(&mut self, facts: Facts, said: Said, now_ms: i64) -> Result<ObjectId, TaskViolation> {
        let offer = self.book.apply(said, &mut self.known, now_ms)?.offer();
        self.file(offer, facts, now_ms);
        Ok(offer)
    }

    fn file(&mut self, offer: ObjectId, facts: Facts, applied_at_ms: i64) {
        let order = self.order();
        let dossier = self.dossiers.entry(offer).or_default();
        dossier.file(Kept {
            facts,
            applied_at_ms,
            order,
            is_recorded: false,
        });
    }

    fn order(&mut self) -> u64 {
        self.next_order = self.next_order.saturating_add(1);
        self.next_order
    }

    /// Notes a mark of the side.
    pub(crate) fn mark(&mut self, offer: &ObjectId, number: u8, detail: Vec<u8>, now_ms: i64) {
        let order = self.order();
        if let Some(dossier) = self.dossiers.get_mut(offer) {
            dossier.marks.retain(|mark| mark.number != number);
            self.outbox.persist(journal::record(
                D::NUMBER,
                [Entry::Mark {
                    number,
                    at_ms: now_ms,
                    engagement: *offer,
                    detail: &detail,
                }],
            ));
            dossier.marks.push(Mark {
                number,
                at_ms: now_ms,
                order,
                detail,
            });
        }
    }

    /// Gives out a record of everything of an engagement that none holds yet: as one, so that it is read back whole. But of the
    /// other side's events none: they bind to nothing, a thousand may come, and one that is recorded late is read back too late
    /// (CTR-10).
    pub(crate) fn record(&mut self, offer: &ObjectId) {
        let Some(dossier) = self.dossiers.get_mut(offer) else {
            return;
        };
        let agent = self.speaker.author.agent;
        let is_heard_event = |facts: &Facts| facts.statement == Statement::TaskEvent && facts.issuer != agent;
        let new = dossier.kept.iter_mut();
        let new = new.filter(|kept| !kept.is_recorded && !is_heard_event(&kept.facts));
        let entries: Vec<_> = new
            .map(|kept| {
                kept.is_recorded = true;
                kept.entry()
            })
            .collect();
        if !entries.is_empty() {
            self.outbox.persist(journal::record(D::NUMBER, entries));
        }
    }

    /// Sends statements of an engagement to its other party.
    pub(crate) fn send(&mut self, offer: &ObjectId, ids: impl IntoIterator<Item = ObjectId>) {
        let (Some(engagement), Some(dossier)) = (self.book.engagement(offer), self.dossiers.get(offer)) else {
            return;
        };
        let parties = engagement.parties();
        let is_requester = parties.requester == self.speaker.author.agent;
        let to = if is_requester {
            parties.provider
        } else {
            parties.requester
        };
        for kept in ids.into_iter().filter_map(|id| dossier.by_id(&id)) {
            self.outbox.send(Outgoing {
                to,
                statement: kept.facts.statement,
                id: kept.facts.id,
                bundle: kept.facts.bundle.clone(),
            });
        }
    }
}

impl Kept {
    fn entry(&self) -> Entry<'_> {
        Entry::Said {
            statement: self.facts.statement,
            applied_at_ms: self.applied_at_ms,
            bundle: &self.facts.bundle,
        }
    }
}
