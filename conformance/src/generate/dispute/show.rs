//! What one party shows of an engagement: the statements of a plan, and those that a plan has not.

use casp_wire::v1;
use prost::Message as _;

use crate::generate::engagement;
use crate::generate::evidence::package::plan::{Plan, begins};
use crate::generate::forge::{Key, Payload, Statement, object_id};
use crate::generate::world::{HOUR, SECOND, World};

/// A bundle in the making. Alice provides, Bob requests. Statements are added in the order of their fields: each names those
/// that are there by then.
#[derive(Clone)]
pub(super) struct Show<'w> {
    pub(super) world: &'w World,
    pub(super) bundle: v1::DisputeBundle,
}

impl<'w> Show<'w> {
    /// Everything that a plan makes.
    pub(super) fn of(plan: &Plan<'w>) -> Self {
        let package = plan.make().package;
        let bundle = v1::DisputeBundle {
            offer: package.offer,
            quote: package.quote,
            acceptance: package.acceptance,
            request: package.request,
            prepared: package.prepared,
            commit: package.commit,
            result: package.result,
            ack: package.ack,
            receipts: package.receipts,
            trace: package.events,
            checkpoints: package.checkpoints,
            attestations: package.attestations,
            ..v1::DisputeBundle::default()
        };
        Self {
            world: plan.world,
            bundle,
        }
    }

    /// The encoded bundle.
    pub(super) fn bytes(&self) -> Vec<u8> {
        self.bundle.encode_to_vec()
    }

    /// The same without some of it.
    pub(super) fn with(mut self, edit: impl FnOnce(&mut v1::DisputeBundle)) -> Self {
        edit(&mut self.bundle);
        self
    }

    /// Without all that follows the request.
    pub(super) fn undelivered(self) -> Self {
        self.with(|it| {
            it.result = None;
            it.ack = None;
        })
    }

    pub(super) fn contract(&self) -> Vec<u8> {
        id(&self.bundle.acceptance)
    }

    pub(super) fn result(&self) -> Vec<u8> {
        id(&self.bundle.result)
    }

    pub(super) fn verdict(&self) -> Vec<u8> {
        id(&self.bundle.verdict)
    }

    /// Sets when a message is issued, in milliseconds after the offer; what ends, ends an hour later.
    pub(super) fn at<T: Payload>(&self, message: &mut T, after: i64) {
        let at = begins(self.world) + after;
        let header = message.header();
        header.issued_at_ms = at;
        if header.expires_at_ms > 0 {
            header.expires_at_ms = at + HOUR;
        }
    }

    /// Signed by its issuer's root key.
    pub(super) fn signed<T: Payload>(&self, message: &T) -> Statement {
        let issuer = message.clone().header().issuer.clone();
        let World { alice, bob, carol, .. } = self.world;
        let key = [alice, bob, carol].into_iter().find(|key| key.multikey() == issuer);
        message.signed(key.expect("an agent of this world"))
    }

    /// The requester cancels, 5 s after the offer.
    pub(super) fn cancelled(mut self, edit: impl FnOnce(&mut v1::Cancel)) -> Self {
        let World { alice, bob, .. } = self.world;
        let mut cancel = engagement::cancel(self.world, bob, alice);
        cancel.contract = self.contract();
        self.at(&mut cancel, 5 * SECOND);
        edit(&mut cancel);
        self.bundle.cancel = Some(self.signed(&cancel).bundle());
        self
    }

    /// An event with the next number, so many seconds after the offer.
    pub(super) fn event(mut self, edit: impl FnOnce(&mut v1::TaskEvent)) -> Self {
        let event = self.next_event(edit);
        self.bundle.events.push(self.signed(&event).bundle());
        self
    }

    pub(super) fn next_event(&self, edit: impl FnOnce(&mut v1::TaskEvent)) -> v1::TaskEvent {
        let World { alice, bob, .. } = self.world;
        let mut event = engagement::event(self.world, alice, bob);
        event.contract = self.contract();
        event.seq = self.bundle.events.len() as u64 + 1;
        self.at(&mut event, 6 * SECOND);
        edit(&mut event);
        event
    }

    /// The requester acknowledges.
    pub(super) fn acknowledged(mut self, edit: impl FnOnce(&mut v1::DeliveryAck)) -> Self {
        let World { alice, bob, .. } = self.world;
        let mut ack = engagement::ack(self.world, bob, alice);
        ack.contract = self.contract();
        ack.result = self.result();
        self.at(&mut ack, 25 * SECOND);
        edit(&mut ack);
        self.bundle.ack = Some(self.signed(&ack).bundle());
        self
    }

    /// A report on the other party, 40 s after the offer, of the result that is there.
    pub(super) fn said_by(&self, party: &Key, outcome: v1::Outcome) -> v1::OutcomeReport {
        let World { alice, bob, .. } = self.world;
        let other = if party.multikey() == bob.multikey() { alice } else { bob };
        let mut report = engagement::report(self.world, party, other);
        report.contract = self.contract();
        report.outcome = outcome.into();
        report.result = if outcome == v1::Outcome::NoResult {
            vec![]
        } else {
            self.result()
        };
        self.at(&mut report, 40 * SECOND);
        report
    }

    /// The requester reports.
    pub(super) fn reported(self, outcome: v1::Outcome, edit: impl FnOnce(&mut v1::OutcomeReport)) -> Self {
        let report = self.said_by(&self.world.bob, outcome);
        self.reporting(report, edit)
    }

    /// The provider reports.
    pub(super) fn answered(self, outcome: v1::Outcome, edit: impl FnOnce(&mut v1::OutcomeReport)) -> Self {
        let report = self.said_by(&self.world.alice, outcome);
        self.reporting(report, edit)
    }

    fn reporting(mut self, mut report: v1::OutcomeReport, edit: impl FnOnce(&mut v1::OutcomeReport)) -> Self {
        edit(&mut report);
        self.bundle.reports.push(self.signed(&report).bundle());
        self
    }

    /// Second statements, in the order of their object ids.
    pub(super) fn again(mut self, seconds: &[Statement]) -> Self {
        let mut seconds = seconds.to_vec();
        seconds.sort_by_key(Statement::object_id);
        self.bundle.seconds = seconds.iter().map(Statement::bundle).collect();
        self
    }

    /// Whether any bundle has a proof.
    pub(super) fn has_proofs(&self) -> bool {
        let it = &self.bundle;
        let first = [&it.offer, &it.quote, &it.acceptance, &it.request, &it.prepared];
        let later = [&it.commit, &it.cancel, &it.result, &it.ack, &it.verdict];
        let single = first.into_iter().chain(later).flatten();
        let lists = [&it.events, &it.reports, &it.seconds, &it.receipts, &it.checkpoints];
        let mut all = single.chain(lists.into_iter().flatten());
        all.any(|bundle| !bundle.proofs.is_empty())
    }

    /// The record of the first report.
    pub(super) fn record(&self) -> v1::OutcomeRecord {
        let it = self.bundle.clone();
        v1::OutcomeRecord {
            offer: it.offer,
            quote: it.quote,
            acceptance: it.acceptance,
            request: it.request,
            prepared: it.prepared,
            commit: it.commit,
            result: it.result,
            report: it.reports.into_iter().next(),
            verdict: it.verdict,
        }
    }
}

/// The object id of what a bundle carries; some other where there is none.
pub(super) fn id(bundle: &Option<v1::Bundle>) -> Vec<u8> {
    let envelope = bundle.as_ref().and_then(|bundle| bundle.subject.as_ref());
    envelope.map_or(vec![7; 32], |it| object_id(&it.payload_type, &it.payload))
}

/// A statement as it came, with a signature that is none.
pub(super) fn altered(bundle: &mut Option<v1::Bundle>) {
    alter(bundle.as_mut().expect("a member"));
}

/// The same of an item.
pub(super) fn alter(bundle: &mut v1::Bundle) {
    bundle.subject.get_or_insert_default().signatures[0].sig[40] ^= 1;
}
