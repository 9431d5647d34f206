//! What two parties say to each other about one task, in good order.

use casp_wire::v1;

use crate::generate::engagement;
use crate::generate::forge::{Key, Kind, Payload, Statement};
use crate::generate::world::{HOUR, SECOND, World};

/// A statement and when it is issued, in milliseconds after [`World::issued`].
#[derive(Clone)]
pub(crate) struct Said {
    pub(crate) at: i64,
    pub(crate) statement: Statement,
    /// Whether the verifier is told that its own agent says this; else it has received it. What the verifier's agent issues is
    /// its own, unless a story says otherwise.
    pub(crate) own: bool,
}

impl Said {
    /// The object id.
    pub(crate) fn id(&self) -> Vec<u8> {
        self.statement.object_id()
    }

    /// The same statement, as it arrives.
    pub(crate) fn received(&self) -> Self {
        Self {
            own: false,
            ..self.clone()
        }
    }

    /// The same statement, taken for one of the verifier's own.
    pub(crate) fn as_own(&self) -> Self {
        Self {
            own: true,
            ..self.clone()
        }
    }
}

/// An engagement to be. Offer and quote have its terms; every statement is issued a second after the one before.
#[derive(Clone)]
pub(crate) struct Deal<'a> {
    pub(crate) world: &'a World,
    pub(crate) requester: &'a Key,
    pub(crate) provider: &'a Key,
    pub(crate) terms: v1::Terms,
    pub(crate) input: v1::Content,
    /// Tells its nonces from those of another deal.
    pub(crate) name: &'static str,
    /// An agent's operational key, if it uses one, and its delegation.
    by: Option<(&'a Key, Statement)>,
}

impl<'a> Deal<'a> {
    /// Alice asks the verifier.
    pub(crate) fn as_provider(world: &'a World) -> Self {
        Self::between(world, &world.alice, &world.verifier)
    }

    /// The verifier asks Alice.
    pub(crate) fn as_requester(world: &'a World) -> Self {
        Self::between(world, &world.verifier, &world.alice)
    }

    pub(crate) fn between(world: &'a World, requester: &'a Key, provider: &'a Key) -> Self {
        Self {
            world,
            requester,
            provider,
            terms: engagement::terms(world),
            input: engagement::input(world),
            name: "deal",
            by: None,
        }
    }

    /// Another deal of the same parties.
    pub(crate) fn named(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    /// The same deal, with an operational key that speaks for the issuer of its delegation.
    pub(crate) fn by(mut self, key: &'a Key, proof: &Statement) -> Self {
        self.by = Some((key, proof.clone()));
        self
    }

    /// The same deal on other terms.
    pub(crate) fn on(mut self, edit: impl FnOnce(&mut v1::Terms)) -> Self {
        edit(&mut self.terms);
        self
    }

    /// The same deal about what cannot be undone.
    pub(crate) fn irreversible(self) -> Self {
        self.on(|terms| terms.side_effect = v1::SideEffect::Irreversible.into())
    }

    /// Signs as the issuer.
    pub(crate) fn say<T: Payload>(&self, message: &T) -> Said {
        let world = self.world;
        let issuer = message.clone().header().issuer.clone();
        let keys = [&world.verifier, &world.alice, &world.bob, &world.carol];
        let root = keys.into_iter().find(|key| key.multikey() == issuer);
        let statement = match &self.by {
            Some((key, proof)) if issuer == proof.issuer => message.delegated(key, proof),
            _ => message.signed(root.expect("an agent of this world")),
        };
        Said {
            at: self.issued(message),
            statement,
            own: issuer == world.verifier.multikey(),
        }
    }

    fn issued<T: Payload>(&self, message: &T) -> i64 {
        message.clone().header().issued_at_ms - self.world.issued
    }

    /// Sets when a message is issued; what ends, ends an hour later.
    pub(crate) fn at<T: Payload>(&self, message: &mut T, at: i64) {
        let header = message.header();
        header.issued_at_ms = self.world.issued + at;
        if header.expires_at_ms > 0 {
            header.expires_at_ms = header.issued_at_ms + HOUR;
        }
    }

    /// Gives a message its time and, if it is one-shot, a nonce of its own.
    fn made<T: Payload>(&self, mut message: T, nth: i64, edit: impl FnOnce(&mut T)) -> Said {
        self.at(&mut message, nth * SECOND);
        if T::KIND.is_one_shot() {
            message.header().nonce = self.nonce(T::KIND);
        }
        edit(&mut message);
        self.say(&message)
    }

    /// The nonce of the deal's statement of a kind.
    pub(crate) fn nonce(&self, kind: Kind) -> Vec<u8> {
        let issuer = if matches!(kind, Kind::Quote | Kind::Prepared) {
            self.provider
        } else {
            self.requester
        };
        let name = format!("nonce of {} {} {}", self.name, kind.name(), issuer.did());
        self.world.draw(&name).bytes(16)
    }

    pub(crate) fn offer(&self, edit: impl FnOnce(&mut v1::Offer)) -> Said {
        let mut offer = engagement::offer(self.world, self.requester, self.provider);
        offer.terms = Some(self.terms.clone());
        offer.input_media_type.clone_from(&self.input.media_type);
        offer.input_bytes = self.input.size_bytes;
        self.made(offer, 0, edit)
    }

    pub(crate) fn quote(&self, offer: &Said, edit: impl FnOnce(&mut v1::Quote)) -> Said {
        let mut quote = engagement::quote(self.world, self.provider, self.requester);
        quote.offer = offer.id();
        quote.terms = Some(self.terms.clone());
        self.made(quote, 1, edit)
    }

    pub(crate) fn acceptance(&self, quote: &Said, edit: impl FnOnce(&mut v1::Acceptance)) -> Said {
        let mut acceptance = engagement::acceptance(self.world, self.requester, self.provider);
        acceptance.quote = quote.id();
        acceptance.input_digest.clone_from(&self.input.digest);
        self.made(acceptance, 2, edit)
    }

    pub(crate) fn request(&self, contract: &Said, edit: impl FnOnce(&mut v1::TaskRequest)) -> Said {
        let mut request = engagement::request(self.world, self.requester, self.provider);
        request.contract = contract.id();
        request.input = Some(self.input.clone());
        self.made(request, 3, edit)
    }

    pub(crate) fn event(&self, contract: &Said, edit: impl FnOnce(&mut v1::TaskEvent)) -> Said {
        let mut event = engagement::event(self.world, self.provider, self.requester);
        event.contract = contract.id();
        self.made(event, 4, edit)
    }

    pub(crate) fn prepared(&self, contract: &Said, request: &Said, edit: impl FnOnce(&mut v1::Prepared)) -> Said {
        let mut prepared = engagement::prepared(self.world, self.provider, self.requester);
        prepared.contract = contract.id();
        prepared.request = request.id();
        self.made(prepared, 4, edit)
    }

    pub(crate) fn commit(&self, contract: &Said, prepared: &Said, edit: impl FnOnce(&mut v1::Commit)) -> Said {
        let mut commit = engagement::commit(self.world, self.requester, self.provider);
        commit.contract = contract.id();
        commit.prepared = prepared.id();
        self.made(commit, 5, edit)
    }

    pub(crate) fn cancel(&self, contract: &Said, edit: impl FnOnce(&mut v1::Cancel)) -> Said {
        let mut cancel = engagement::cancel(self.world, self.requester, self.provider);
        cancel.contract = contract.id();
        self.made(cancel, 5, edit)
    }

    pub(crate) fn result(&self, contract: &Said, request: &Said, edit: impl FnOnce(&mut v1::TaskResult)) -> Said {
        let mut result = engagement::result(self.world, self.provider, self.requester);
        result.contract = contract.id();
        result.request = request.id();
        self.made(result, 6, edit)
    }

    pub(crate) fn ack(&self, contract: &Said, result: &Said, edit: impl FnOnce(&mut v1::DeliveryAck)) -> Said {
        let mut ack = engagement::ack(self.world, self.requester, self.provider);
        ack.contract = contract.id();
        ack.result = result.id();
        self.made(ack, 7, edit)
    }

    /// The requester's report on the provider.
    pub(crate) fn report(&self, contract: &Said, result: &Said, edit: impl FnOnce(&mut v1::OutcomeReport)) -> Said {
        let mut report = engagement::report(self.world, self.requester, self.provider);
        report.contract = contract.id();
        report.result = result.id();
        self.made(report, 8, edit)
    }

    /// A party's report that there was no result, issued at a given time.
    pub(crate) fn no_result(&self, contract: &Said, by: &Key, at: i64) -> Said {
        let of_whom = if by.multikey() == self.provider.multikey() {
            self.requester
        } else {
            self.provider
        };
        let mut report = engagement::report(self.world, by, of_whom);
        report.contract = contract.id();
        report.outcome = v1::Outcome::NoResult.into();
        report.result.clear();
        self.made(report, 8, |it| self.at(it, at))
    }

    /// Everything, as it should be.
    pub(crate) fn whole(&self) -> Whole {
        let offer = self.offer(|_| ());
        let quote = self.quote(&offer, |_| ());
        self.whole_of(offer, quote)
    }

    /// What is done in two steps, from offer to result.
    pub(crate) fn committed(&self) -> Committed {
        let offer = self.offer(|_| ());
        let quote = self.quote(&offer, |_| ());
        let acceptance = self.acceptance(&quote, |_| ());
        let request = self.request(&acceptance, |_| ());
        let prepared = self.prepared(&acceptance, &request, |_| ());
        let commit = self.commit(&acceptance, &prepared, |_| ());
        let result = self.result(&acceptance, &request, |it| it.commit = commit.id());
        Committed {
            cancel: self.cancel(&acceptance, |_| ()),
            ack: self.ack(&acceptance, &result, |_| ()),
            offer,
            quote,
            acceptance,
            request,
            prepared,
            commit,
            result,
        }
    }

    /// Everything that follows a quote.
    pub(crate) fn whole_of(&self, offer: Said, quote: Said) -> Whole {
        let acceptance = self.acceptance(&quote, |_| ());
        let request = self.request(&acceptance, |_| ());
        let result = self.result(&acceptance, &request, |_| ());
        let answer = |report: &mut v1::OutcomeReport| {
            report.header().issuer = self.provider.multikey();
            report.subject = self.requester.multikey();
        };
        Whole {
            event: self.event(&acceptance, |_| ()),
            cancel: self.cancel(&acceptance, |_| ()),
            ack: self.ack(&acceptance, &result, |_| ()),
            report: self.report(&acceptance, &result, |_| ()),
            answer: self.report(&acceptance, &result, answer),
            offer,
            quote,
            acceptance,
            request,
            result,
        }
    }
}

/// The statements of a whole engagement, one of each.
#[derive(Clone)]
pub(crate) struct Whole {
    pub(crate) offer: Said,
    pub(crate) quote: Said,
    pub(crate) acceptance: Said,
    pub(crate) request: Said,
    pub(crate) event: Said,
    /// Before the result, if at all.
    pub(crate) cancel: Said,
    pub(crate) result: Said,
    pub(crate) ack: Said,
    /// The requester's.
    pub(crate) report: Said,
    /// The provider's report.
    pub(crate) answer: Said,
}

impl Whole {
    /// Everything but the cancel, in order.
    pub(crate) fn in_order(&self) -> [&Said; 9] {
        [
            &self.offer,
            &self.quote,
            &self.acceptance,
            &self.request,
            &self.event,
            &self.result,
            &self.ack,
            &self.report,
            &self.answer,
        ]
    }

    /// What makes the contract.
    pub(crate) fn contract(&self) -> [&Said; 3] {
        [&self.offer, &self.quote, &self.acceptance]
    }

    /// The contract and its task request.
    pub(crate) fn begun(&self) -> [&Said; 4] {
        [&self.offer, &self.quote, &self.acceptance, &self.request]
    }

    /// The contract, its task request and its result.
    pub(crate) fn done(&self) -> [&Said; 5] {
        [&self.offer, &self.quote, &self.acceptance, &self.request, &self.result]
    }
}

/// The statements of an engagement in which the requester lets the effect happen.
#[derive(Clone)]
pub(crate) struct Committed {
    pub(crate) offer: Said,
    pub(crate) quote: Said,
    pub(crate) acceptance: Said,
    pub(crate) request: Said,
    pub(crate) prepared: Said,
    pub(crate) commit: Said,
    /// Before the result, if at all.
    pub(crate) cancel: Said,
    /// Names the commit.
    pub(crate) result: Said,
    pub(crate) ack: Said,
}

impl Committed {
    /// The contract and its task request.
    pub(crate) fn begun(&self) -> [&Said; 4] {
        [&self.offer, &self.quote, &self.acceptance, &self.request]
    }

    /// Until the provider is prepared.
    pub(crate) fn prepared(&self) -> [&Said; 5] {
        [
            &self.offer,
            &self.quote,
            &self.acceptance,
            &self.request,
            &self.prepared,
        ]
    }

    /// Until the requester commits.
    pub(crate) fn allowed(&self) -> [&Said; 6] {
        [
            &self.offer,
            &self.quote,
            &self.acceptance,
            &self.request,
            &self.prepared,
            &self.commit,
        ]
    }

    /// Until the provider ends.
    pub(crate) fn done(&self) -> [&Said; 7] {
        [
            &self.offer,
            &self.quote,
            &self.acceptance,
            &self.request,
            &self.prepared,
            &self.commit,
            &self.result,
        ]
    }
}
