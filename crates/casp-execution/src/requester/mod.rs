//! The requester's side of many engagements (SPEC.md chapter 19), without I/O.
//!
//! Statements that arrive, times and decisions go in; [`Requester::poll`] gives records to be written, statements to be sent and
//! events. Nothing is sent or told before every record made earlier is on disk: see [`Requester::persisted`]. A requester
//! that is made anew from its records ([`Requester::restore`]) goes on where it was.

mod decide;
mod ending;
mod event;

use std::sync::Arc;

use casp_canary::CanaryVerdictKind;
use casp_evidence::VerifiedPackage;
use casp_identity::{AdmittedKeys, AgentId, Kind, KnownAgentsFull, ObjectId, Signed, Signer, Verified};
use casp_task::record::Parties;
use casp_task::{BookLimits, Engagement, EngagementState, Said, TaskViolation};
use casp_wire::v1::{OutcomeReport, Prepared, TaskEvent, TaskResult};

use crate::dispute::DisputeBundleBuilder;
use crate::evidence::EvidenceFailure;
use crate::party::{
    ActError, Action, Bounds, Dossier, Pacing, Party, Randomness, Received, RestoreError, Side, Speaker, Statement,
    Ticket,
};

pub(crate) use decide::LIFE_MS;
pub use decide::{Accepting, Acknowledging, Offering};
pub use event::{Ended, Ending, EvidenceVerdict, RequesterEvent};

/// Bounds and habits of a [`Requester`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequesterLimits {
    /// Engagements at a time. Default 16,384. Each takes about eight kilobytes and what its input and output take.
    pub engagements: usize,
    /// Agents whose epochs are remembered. Default 16,384.
    pub agents: usize,
    /// Whether a result is acknowledged at once where no evidence was agreed. Default `false`.
    pub acknowledge_unasked: bool,
    /// How fast it repeats.
    pub pacing: Pacing,
}

impl Default for RequesterLimits {
    fn default() -> Self {
        Self {
            engagements: 16_384,
            agents: 16_384,
            acknowledge_unasked: false,
            pacing: Pacing::default(),
        }
    }
}

impl RequesterLimits {
    fn bounds(&self) -> Bounds {
        Bounds {
            // It takes no offers.
            book: BookLimits {
                engagements: 0,
                engagements_per_requester: 0,
                own_engagements: self.engagements,
            },
            agents: self.agents,
            pacing: self.pacing,
        }
    }
}

/// What a requester remembers of an engagement beside the book.
#[derive(Debug, Default)]
struct Course {
    /// Whether it was told how it ended.
    is_ended: bool,
    evidence: EvidenceVerdict,
}

/// The requester as a side.
enum Asks {}

impl Side for Asks {
    type Event = RequesterEvent;
    type Course = Course;
    const NUMBER: u8 = 0;
    const HEARS: &'static [Statement] = &[
        Statement::Quote,
        Statement::TaskEvent,
        Statement::Prepared,
        Statement::TaskResult,
        Statement::OutcomeReport,
    ];

    fn own(parties: &Parties) -> AgentId {
        parties.requester
    }

    fn is_quiet(dossier: &Dossier<Course>) -> bool {
        dossier.has_mark(ending::DECLINED)
    }
}

/// See the module's description.
pub struct Requester<S, R> {
    party: Party<S, R, Asks>,
    limits: RequesterLimits,
}

impl<S: Signer, R: Randomness> Requester<S, R> {
    /// A requester without engagements.
    #[must_use]
    pub fn new(speaker: Speaker<S>, random: R, limits: RequesterLimits) -> Self {
        Self {
            party: Party::new(speaker, random, &limits.bounds()),
            limits,
        }
    }

    /// Knows keys that were admitted before: see [`casp_identity::Verifier::share`].
    pub fn share(&mut self, keys: Arc<AdmittedKeys>) {
        self.party.verifier.share(keys);
    }

    /// A requester made anew from the records that one gave out before, in their order; or from those of [`Requester::compacted`].
    ///
    /// # Errors
    /// [`RestoreError`]: these are not those, or the bounds are narrower than they were.
    pub fn restore<'a>(
        speaker: Speaker<S>,
        random: R,
        limits: RequesterLimits,
        records: impl IntoIterator<Item = &'a [u8]>,
        now_ms: i64,
    ) -> Result<Self, RestoreError> {
        let mut requester = Self::new(speaker, random, limits);
        requester.party.restore(records)?;
        let now_ms = requester.advance(now_ms);
        for offer in requester.party.settle() {
            requester.resume(&offer);
            requester.look(&offer, now_ms);
        }
        Ok(requester)
    }

    /// What to do next; `None` when there is nothing, or what there is waits for [`Requester::persisted`].
    pub fn poll(&mut self) -> Option<Action<RequesterEvent>> {
        self.party.poll()
    }

    /// Says that a record, and every one before it, is on disk and stays there. A record that cannot be written holds back
    /// everything after it: write it again, or begin anew from those that were written.
    pub fn persisted(&mut self, ticket: Ticket) {
        self.party.persisted(ticket);
    }

    /// When to call [`Requester::handle_timeout`] next, milliseconds since the Unix epoch.
    #[must_use]
    pub fn next_timeout_ms(&self) -> Option<i64> {
        self.party.next_timeout_ms()
    }

    /// Does what is due: repeats, ends, forgets.
    pub fn handle_timeout(&mut self, now_ms: i64) {
        let now_ms = self.advance(now_ms);
        for offer in self.party.due(now_ms) {
            self.look(&offer, now_ms);
        }
    }

    /// Takes a bundle that arrived. What it says it is chooses among the statements of a provider alone, and it is verified as that.
    ///
    /// # Errors
    /// The rule that is broken, from SIZE to CHAIN. A remote peer is told the verdict and the stage at most.
    pub fn receive(&mut self, bundle: &[u8], now_ms: i64) -> Result<Received, TaskViolation> {
        let now_ms = self.advance(now_ms);
        let received = self.party.receive(bundle, now_ms)?;
        self.taken(received, now_ms);
        Ok(received)
    }

    /// Takes a statement that was verified elsewhere, for this agent.
    ///
    /// # Errors
    /// As [`Requester::receive`], from FRESHNESS on.
    pub fn receive_verified(&mut self, said: impl Into<Said>, now_ms: i64) -> Result<Received, TaskViolation> {
        let now_ms = self.advance(now_ms);
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
    /// proofs against the provider.
    ///
    /// # Errors
    /// [`ActError::Unknown`].
    pub fn dispute_bundle(&self, contract: &ObjectId) -> Result<DisputeBundleBuilder, ActError> {
        self.party.dispute_bundle(contract)
    }

    /// Its report on a contract ([`Requester::report`]) beside everything that the report rests on: an encoded `OutcomeRecord`
    /// (SPEC.md section 20.1), by which the report counts for others, who check it with [`casp_canary::verify_outcome`]. `verdict` is
    /// the canary verdict that the report names, which no engine holds.
    ///
    /// `None` where the engagement is over and forgotten, where nothing was reported, where the report names another verdict than
    /// this one (or one, and there is none here), and where the record would be larger than any that is read.
    #[must_use]
    pub fn outcome_record(&self, contract: &ObjectId, verdict: Option<&Signed<CanaryVerdictKind>>) -> Option<Vec<u8>> {
        self.party.outcome_record(contract, verdict)
    }

    /// Holds an evidence package against contract and result, and remembers what was found. Call it before
    /// [`Requester::acknowledge`] where evidence was agreed.
    ///
    /// # Errors
    /// [`EvidenceFailure`], which names the faults and keeps the proof.
    pub fn check_evidence<'a>(
        &mut self,
        contract: &ObjectId,
        package: &'a [u8],
    ) -> Result<VerifiedPackage<'a>, Box<EvidenceFailure>> {
        let joined = self.party.join_evidence(contract, package);
        let verdict = match &joined {
            Ok(_) => Some(EvidenceVerdict::Sound),
            Err(failure) => failure.rule().map(|rule| EvidenceVerdict::Faulty { rule: rule.into() }),
        };
        let offer = self.party.contract(contract).map(|(offer, _)| offer);
        let course = offer.ok().and_then(|offer| self.party.course_mut(&offer));
        if let (Some(course), Some(verdict)) = (course, verdict) {
            course.evidence = verdict;
        }
        joined
    }

    /// Records that make this requester anew, to be written in place of all that it gave out before: as a whole, or not at all.
    #[must_use]
    pub fn compacted(&self) -> Vec<Vec<u8>> {
        self.party.compacted()
    }

    fn taken(&mut self, received: Received, now_ms: i64) {
        let Received::Taken { statement, offer } = received else {
            return;
        };
        self.party.record(&offer);
        self.tell(&offer, statement);
        if statement == Statement::TaskResult && self.limits.acknowledge_unasked {
            self.acknowledge_unasked(&offer, now_ms);
        }
        self.look(&offer, now_ms);
    }

    /// Tells the caller what a statement says.
    fn tell(&mut self, offer: &ObjectId, statement: Statement) {
        if let Some(event) = self.event_of(offer, statement) {
            self.party.event(event);
        }
    }

    fn event_of(&self, offer: &ObjectId, statement: Statement) -> Option<RequesterEvent> {
        let engagement = self.party.book.engagement(offer)?;
        let dossier = self.party.dossier(offer)?;
        let kept = dossier.of(statement)?;
        let until_ms = kept.facts.ends_ms;
        Some(match statement {
            Statement::Quote => RequesterEvent::Quoted {
                offer: *offer,
                terms: Box::new(engagement.terms().clone()),
                until_ms: until_ms.min(engagement.terms().deadline_ms.saturating_add(1)),
            },
            Statement::TaskEvent => {
                let event: TaskEvent = kept.facts.message()?;
                RequesterEvent::Progress {
                    contract: engagement.contract()?,
                    seq: event.seq,
                    state: event.state(),
                    progress_ppm: event.progress_ppm,
                    note: event.note,
                }
            }
            Statement::Prepared => {
                let prepared: Prepared = kept.facts.message()?;
                RequesterEvent::Prepared {
                    contract: engagement.contract()?,
                    plan: Box::new(prepared.plan?),
                    until_ms,
                }
            }
            Statement::TaskResult => {
                let result: TaskResult = kept.facts.message()?;
                RequesterEvent::Delivered {
                    contract: engagement.contract()?,
                    result: Box::new(result),
                }
            }
            Statement::OutcomeReport => {
                let theirs = engagement.reports().get(1).copied().flatten()?;
                let report: OutcomeReport = dossier.by_id(&theirs)?.facts.message()?;
                RequesterEvent::Reported {
                    contract: engagement.contract()?,
                    outcome: report.outcome(),
                }
            }
            _ => return None,
        })
    }

    /// Asks again, after a restart, what was still to be decided.
    fn resume(&mut self, offer: &ObjectId) {
        self.recall_evidence(offer);
        let Some(state) = self.state(offer) else { return };
        let is_decided = self.is_declined(offer) || self.is_withheld(offer);
        match state {
            EngagementState::Quoted if !is_decided => self.tell(offer, Statement::Quote),
            EngagementState::Prepared => self.tell(offer, Statement::Prepared),
            EngagementState::Delivered | EngagementState::Indeterminate if !is_decided => {
                let is_acknowledged = self.engagement(offer).is_some_and(|it| it.ack().is_some());
                if !is_acknowledged {
                    self.tell(offer, Statement::TaskResult);
                }
            }
            _ => {}
        }
    }

    fn state(&self, offer: &ObjectId) -> Option<EngagementState> {
        let book = &self.party.book;
        book.engagement(offer).map(|it| it.state_at(book.now_ms()))
    }

    /// Ends what is over, repeats what is due.
    fn look(&mut self, offer: &ObjectId, now_ms: i64) {
        self.end_if_over(offer, now_ms);
        self.party.pace(offer, now_ms);
        if !self.is_ended(offer) {
            self.call_last(offer, now_ms);
        }
    }
}

impl<S, R> std::fmt::Debug for Requester<S, R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Requester({} engagements)", self.party.book.engagements().count())
    }
}
