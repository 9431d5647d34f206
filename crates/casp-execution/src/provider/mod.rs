//! The provider's side of many engagements (SPEC.md chapter 19), without I/O.
//!
//! Statements that arrive, times, and what the caller did go in; [`Provider::poll`] gives records to be written, statements to be
//! sent and events. Nothing is sent or told before every record made earlier is on disk: see [`Provider::persisted`]. So the four
//! marks of section 19.5 are each on disk before what follows: *taken* is the record of the request, *begun* and *ended* are
//! records of their own, *said* is the record of the result. A provider that is made anew from any prefix of its records
//! ([`Provider::restore`]) does what that section says.

mod ending;
mod event;
mod quote;
mod work;

use std::collections::BTreeMap;
use std::sync::Arc;

use casp_identity::{AdmittedKeys, AgentId, Kind, KnownAgentsFull, ObjectId, Signer, Verified};
use casp_task::record::Parties;
use casp_task::{BookLimits, Engagement, Said, TaskViolation};
use casp_wire::v1::TaskResult;

use crate::dispute::DisputeBundleBuilder;
use crate::party::{
    ActError, Action, Bounds, Pacing, Party, Randomness, Received, RestoreError, Side, Speaker, Statement, Ticket,
};

pub use event::{ProviderEvent, Stop};
pub use quote::{Asked, Places, QuotePolicy, Quoting};
pub use work::{Effect, Finish};

/// Bounds and habits of a [`Provider`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProviderLimits {
    /// Engagements at a time, in all. Default 16,384.
    pub engagements: usize,
    /// Engagements at a time of one requester. Default 1,024.
    pub engagements_per_requester: usize,
    /// Tasks at a time: a place is taken from the quote until it lapses, or the task has its result or no time left. Default 64.
    pub places: usize,
    /// Tasks at a time of one requester. Default 8.
    pub places_per_requester: usize,
    /// Agents whose epochs are remembered. Default 16,384.
    pub agents: usize,
    /// How fast it repeats and answers again.
    pub pacing: Pacing,
}

impl Default for ProviderLimits {
    fn default() -> Self {
        Self {
            engagements: 16_384,
            engagements_per_requester: 1_024,
            places: 64,
            places_per_requester: 8,
            agents: 16_384,
            pacing: Pacing::default(),
        }
    }
}

impl ProviderLimits {
    fn bounds(&self) -> Bounds {
        Bounds {
            book: BookLimits {
                engagements: self.engagements,
                engagements_per_requester: self.engagements_per_requester,
                own_engagements: 0,
            },
            agents: self.agents,
            pacing: self.pacing,
        }
    }
}

/// What a provider remembers of an engagement beside the book.
#[derive(Debug, Default)]
struct Course {
    /// Of which requester it takes a place, if it takes one.
    place_of: Option<AgentId>,
    /// What came of the task, until its result is in the book.
    ended: Option<TaskResult>,
    is_told_to_stop: bool,
    /// Whether it was told that it is over.
    is_over: bool,
}

/// The provider as a side.
enum Works {}

impl Side for Works {
    type Event = ProviderEvent;
    type Course = Course;
    const NUMBER: u8 = 1;
    const HEARS: &'static [Statement] = &[
        Statement::Offer,
        Statement::Acceptance,
        Statement::TaskRequest,
        Statement::Commit,
        Statement::Cancel,
        Statement::DeliveryAck,
        Statement::OutcomeReport,
    ];

    fn own(parties: &Parties) -> AgentId {
        parties.provider
    }
}

/// See the module's description.
pub struct Provider<S, R> {
    party: Party<S, R, Works>,
    limits: ProviderLimits,
    /// Places taken by each requester; none has none.
    taken: BTreeMap<AgentId, usize>,
    places_taken: usize,
}

impl<S: Signer, R: Randomness> Provider<S, R> {
    /// A provider without engagements.
    #[must_use]
    pub fn new(speaker: Speaker<S>, random: R, limits: ProviderLimits) -> Self {
        Self {
            party: Party::new(speaker, random, &limits.bounds()),
            limits,
            taken: BTreeMap::new(),
            places_taken: 0,
        }
    }

    /// Knows keys that were admitted before: see [`casp_identity::Verifier::share`].
    pub fn share(&mut self, keys: Arc<AdmittedKeys>) {
        self.party.verifier.share(keys);
    }

    /// A provider made anew from the records that one gave out before, in their order, or from any first part of them; or from those of
    /// [`Provider::compacted`].
    ///
    /// # Errors
    /// [`RestoreError`]: these are not those, or the bounds are narrower than they were.
    pub fn restore<'a>(
        speaker: Speaker<S>,
        random: R,
        limits: ProviderLimits,
        records: impl IntoIterator<Item = &'a [u8]>,
        now_ms: i64,
    ) -> Result<Self, RestoreError> {
        let mut provider = Self::new(speaker, random, limits);
        provider.party.restore(records)?;
        let now_ms = provider.party.advance(now_ms);
        for offer in provider.party.settle() {
            provider.resume(&offer, now_ms);
            provider.look(&offer, now_ms);
        }
        Ok(provider)
    }

    /// What to do next; `None` when there is nothing, or what there is waits for [`Provider::persisted`].
    pub fn poll(&mut self) -> Option<Action<ProviderEvent>> {
        self.party.poll()
    }

    /// Says that a record, and every one before it, is on disk and stays there. A record that cannot be written holds back
    /// everything after it: write it again, or begin anew from those that were written.
    pub fn persisted(&mut self, ticket: Ticket) {
        self.party.persisted(ticket);
    }

    /// When to call [`Provider::handle_timeout`] next, milliseconds since the Unix epoch.
    #[must_use]
    pub fn next_timeout_ms(&self) -> Option<i64> {
        self.party.next_timeout_ms()
    }

    /// Does what is due: repeats, ends what was not committed, stops what is too late, forgets.
    pub fn handle_timeout(&mut self, now_ms: i64) {
        let now_ms = self.party.advance(now_ms);
        for offer in self.party.due(now_ms) {
            self.look(&offer, now_ms);
        }
    }

    /// Takes a bundle that arrived. What it says it is chooses among the statements of a requester alone, and it is verified as that.
    ///
    /// # Errors
    /// The rule that is broken, from SIZE to CHAIN; CTR-14 when there is no room. A remote peer is told the verdict and the stage
    /// at most.
    pub fn receive(&mut self, bundle: &[u8], now_ms: i64) -> Result<Received, TaskViolation> {
        let now_ms = self.party.advance(now_ms);
        let received = self.party.receive(bundle, now_ms)?;
        self.taken(received, now_ms);
        Ok(received)
    }

    /// Takes a statement that was verified elsewhere, for this agent.
    ///
    /// # Errors
    /// As [`Provider::receive`], from FRESHNESS on.
    pub fn receive_verified(&mut self, said: impl Into<Said>, now_ms: i64) -> Result<Received, TaskViolation> {
        let now_ms = self.party.advance(now_ms);
        let received = self.party.receive_verified(said.into(), now_ms)?;
        self.taken(received, now_ms);
        Ok(received)
    }

    /// Takes note of a statement from elsewhere that may void others, such as a delegation of a higher epoch. It is in no record
    /// of this engine.
    ///
    /// # Errors
    /// [`KnownAgentsFull`].
    pub fn observe<K: Kind>(&mut self, statement: &Verified<K>, now_ms: i64) -> Result<(), KnownAgentsFull> {
        self.party.observe(statement, now_ms)
    }

    /// The engagement that a statement belongs to.
    #[must_use]
    pub fn engagement(&self, statement: &ObjectId) -> Option<&Engagement> {
        self.party.book.engagement(statement)
    }

    /// Every engagement.
    pub fn engagements(&self) -> impl Iterator<Item = &Engagement> {
        self.party.book.engagements()
    }

    /// The encoded bundle of a statement that the book holds, given its object id.
    #[must_use]
    pub fn bundle(&self, statement: &ObjectId) -> Option<&[u8]> {
        self.party.bundle(statement)
    }

    /// Everything that it holds of the engagement of a contract, ready to be completed and shown to anyone: statements, and
    /// proofs against the requester.
    ///
    /// # Errors
    /// [`ActError::Unknown`].
    pub fn dispute_bundle(&self, contract: &ObjectId) -> Result<DisputeBundleBuilder, ActError> {
        self.party.dispute_bundle(contract)
    }

    /// The evidence package of a contract that has its result, with its statements in place: receipts, events, checkpoints and
    /// attestations are the caller's to add.
    ///
    /// # Errors
    /// [`ActError::Unknown`]; [`ActError::NotNow`] without a result.
    pub fn evidence_package(&self, contract: &ObjectId) -> Result<casp_evidence::PackageBuilder, ActError> {
        self.party.evidence_package(contract)
    }

    /// Records that make this provider anew, to be written in place of all that it gave out before: as a whole, or not at all.
    #[must_use]
    pub fn compacted(&self) -> Vec<Vec<u8>> {
        self.party.compacted()
    }
}

impl<S, R> std::fmt::Debug for Provider<S, R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let engagements = self.party.book.engagements().count();
        write!(
            f,
            "Provider({engagements} engagements, {} places taken)",
            self.places_taken
        )
    }
}
