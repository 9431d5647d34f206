//! What goes into the funnel and what comes out of it: engagements, free of envelopes.

use std::sync::Arc;

use casp_discovery::Entry;
use casp_identity::{AgentId, ObjectId};
use casp_trust::probe::PassCache;
use casp_trust::{Policy, Standing, Subject};

use super::stage::Reason;

/// The funnel's name for one engagement: from 1, in the order in which they were begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u32);

/// A candidate as a verified answer gives it.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its entry, verified for the living.
    pub entry: Entry,
    /// The registries' opinion, parts per million.
    pub relevance_ppm: u32,
}

/// A candidate in the order of fallback: what an offer needs to name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// What would do the work.
    pub subject: Subject,
    /// Version of its capability.
    pub version: String,
    /// What is probed in its place, and its version, where the work's own must not be.
    pub sibling: Option<(Subject, String)>,
    /// Object id of the descriptor.
    pub descriptor: ObjectId,
    /// Its Pareto front, from 1.
    pub front: u32,
    /// The answer that named it, from 0.
    pub round: u32,
}

impl Seat {
    /// The agent.
    #[must_use]
    pub const fn agent(&self) -> AgentId {
        self.subject.agent
    }

    /// What canaries are sent to.
    #[must_use]
    pub fn probed(&self) -> &Subject {
        self.sibling.as_ref().map_or(&self.subject, |(subject, _)| subject)
    }
}

/// What an engagement is for. A provider must not be able to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The task.
    Work,
    /// A canary.
    Probe(Probe),
}

/// How a canary is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Probe {
    /// As a task of the work's own capability, or of the sibling where the seat names one.
    Canary,
    /// The work's own capability is irreversible and no sibling is named: the prepared plan is what is judged, then the contract is
    /// cancelled (SPEC.md section 19.6). A commit is never said.
    PrepareOnly,
}

/// The terms to offer, beside those of the seat's capability.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Offer this much at most, micro-units.
    pub price_micros: u64,
    /// Kinds of evidence to ask for, ascending.
    pub evidence: Vec<String>,
    /// When no quote is waited for any more. Milliseconds since the Unix epoch.
    pub quote_by_ms: i64,
    /// The contract's deadline. Milliseconds since the Unix epoch.
    pub deadline_ms: i64,
}

/// What a candidate did, to be kept in reputation and among canary passes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A canary was answered rightly.
    CanaryPassed,
    /// A canary was answered wrongly.
    CanaryFailed,
    /// The work was delivered.
    Good {
        /// Whether evidence was demanded, and held.
        is_verified: bool,
    },
    /// The work was delivered and its evidence, or its answer, has this fault.
    Bad {
        /// The rule, or whatever else names the fault.
        fault: String,
    },
    /// A result says that a part was done, which was not enough.
    Partial,
    /// A result says that nothing came of it.
    Failed,
    /// A result says that nobody knows what came of it.
    Indeterminate,
    /// There was a contract, and no result in time.
    NoResult,
}

impl Outcome {
    /// A stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::CanaryPassed => "canary-passed",
            Self::CanaryFailed => "canary-failed",
            Self::Good { .. } => "good",
            Self::Bad { .. } => "bad",
            Self::Partial => "partial",
            Self::Failed => "failed",
            Self::Indeterminate => "indeterminate",
            Self::NoResult => "no-result",
        }
    }
}

/// What the caller is to do, in this order.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Ask a registry, or several; answer with [`Event::Found`] or [`Event::NotFound`].
    Discover {
        /// Which answer, from 0. From 1 on only a sample is of use: the ranked candidates are known.
        round: u32,
        /// The query's nonce, which draws the sample.
        nonce: [u8; 16],
    },
    /// The order of fallback, before anyone is engaged. It does not change any more.
    OrderFixed {
        /// Which answer, from 0.
        round: u32,
        /// Best first.
        order: Vec<AgentId>,
    },
    /// Offer; answer with [`Event::Quoted`], [`Event::QuoteRefused`] or [`Event::NoQuote`], or with [`Event::NoCanary`].
    Engage {
        /// Its name from now on.
        ticket: Ticket,
        /// With whom.
        with: Arc<Seat>,
        /// What for.
        purpose: Purpose,
        /// On what terms.
        wanted: Wanted,
    },
    /// Accept the quote, and say the request with it.
    Accept {
        /// Which engagement.
        ticket: Ticket,
    },
    /// Look at the prepared plan; answer with [`Event::PlanJudged`].
    CheckPlan {
        /// Which engagement.
        ticket: Ticket,
    },
    /// Say the commit: from now on the effect may happen.
    Commit {
        /// Which engagement.
        ticket: Ticket,
    },
    /// Nobody waits for this canary any more. Let it end as work would: a cancel for every canary would give them away. What comes
    /// of it still belongs into reputation and among the passes; the funnel is not told.
    Release {
        /// Which engagement.
        ticket: Ticket,
    },
    /// No result of it is wanted any more: let an offer lapse, cancel a contract while it can be cancelled.
    Cancel {
        /// Which engagement.
        ticket: Ticket,
        /// Why.
        why: Reason,
    },
    /// Verify the evidence ([`crate::Requester::check_evidence`]) and hold it against [`super::Funnel::demands`] ([`crate::meets_demand`]); answer
    /// with [`Event::EvidenceVerified`] or [`Event::EvidenceFailed`].
    CheckEvidence {
        /// Which engagement.
        ticket: Ticket,
    },
    /// Keep what came of a contract.
    Record {
        /// Which engagement.
        ticket: Ticket,
        /// About whom.
        subject: Subject,
        /// What.
        outcome: Outcome,
    },
    /// The end; nothing follows.
    Done(Ending),
}

/// What happened. Whatever is late, repeated or of an unknown ticket changes nothing.
#[derive(Clone, Debug)]
pub enum Event {
    /// An answer came, and was verified.
    Found {
        /// Which.
        round: u32,
        /// Its candidates.
        candidates: Arc<[Found]>,
    },
    /// No answer came.
    NotFound {
        /// Which.
        round: u32,
    },
    /// A quote came that fits the offer (CTR-6).
    Quoted {
        /// Of which engagement.
        ticket: Ticket,
        /// What it asks, micro-units.
        price_micros: u64,
    },
    /// It does not quote.
    QuoteRefused {
        /// In which engagement.
        ticket: Ticket,
    },
    /// No quote can come any more.
    NoQuote {
        /// In which engagement.
        ticket: Ticket,
    },
    /// There is no canary for this candidate: nothing was offered.
    NoCanary {
        /// In which engagement.
        ticket: Ticket,
    },
    /// A canary was judged.
    ProbeEnded {
        /// Of which engagement.
        ticket: Ticket,
        /// How.
        verdict: ProbeVerdict,
    },
    /// Everything but an irreversible effect is done.
    Prepared {
        /// In which engagement.
        ticket: Ticket,
    },
    /// The caller has looked at the plan.
    PlanJudged {
        /// Of which engagement.
        ticket: Ticket,
        /// Whether it is what was wanted.
        is_wanted: bool,
    },
    /// A result came.
    Delivered {
        /// Of which engagement.
        ticket: Ticket,
        /// What it says.
        status: DeliveredAs,
    },
    /// The evidence holds.
    EvidenceVerified {
        /// Of which engagement.
        ticket: Ticket,
    },
    /// The evidence has a fault, or an oracle shows that the answer is wrong.
    EvidenceFailed {
        /// Of which engagement.
        ticket: Ticket,
        /// The rule, such as `PKG-6`, or another short name.
        fault: String,
    },
    /// No result can come any more.
    EngagementEnded {
        /// Which engagement.
        ticket: Ticket,
    },
    /// The caller wants no more.
    Stop,
}

/// What became of a canary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProbeVerdict {
    /// The answer is the oracle's.
    Passed,
    /// The answer is another.
    Failed,
    /// There is no answer to judge: the result says FAILED, CANCELLED, PARTIAL or INDETERMINATE.
    Unanswered,
    /// No result came in time.
    NoResult,
}

/// What a result says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveredAs {
    /// All of it.
    Completed,
    /// A part.
    Partial,
    /// Nothing, and nothing happened.
    Failed,
    /// It stopped, and nothing happened.
    Cancelled,
    /// Nobody knows what happened.
    Indeterminate,
}

/// How a task ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The work is done, and its evidence holds where the task demands any.
    Completed {
        /// The engagement.
        ticket: Ticket,
        /// Who did it.
        by: AgentId,
        /// Whether the result says PARTIAL.
        is_partial: bool,
    },
    /// Nobody could do it. Nothing has happened in the world.
    Exhausted {
        /// What ended the search.
        why: Exhaustion,
    },
    /// The effect may have happened: somebody has to find out before the task is tried again.
    NeedsLook {
        /// The engagement.
        ticket: Ticket,
        /// With whom.
        with: AgentId,
        /// What is open.
        why: Reason,
    },
    /// The caller stopped it. Nothing has happened in the world.
    Stopped,
}

/// Why nobody was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exhaustion {
    /// No answer named a candidate that could be tried.
    NoCandidates,
    /// All were tried and abandoned.
    AllAbandoned,
    /// Verification's budget was used up.
    Budget,
    /// The task's deadline came.
    Deadline,
}

impl Exhaustion {
    /// A stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoCandidates => "no-candidates",
            Self::AllAbandoned => "all-abandoned",
            Self::Budget => "budget",
            Self::Deadline => "deadline",
        }
    }
}

/// What the requester thinks of others: kept by whoever calls the funnel, from one task to the next.
pub trait Memory {
    /// Where a subject stands.
    fn standing(&self, subject: &Subject, now_ms: i64) -> Standing;
}

/// What the funnel judges by.
pub struct Advice<'a> {
    /// What a standing is good for.
    pub policy: &'a dyn Policy,
    /// What is thought of others.
    pub memory: &'a dyn Memory,
    /// Canaries that were passed, by subject: those of earlier tasks count, and those of this one are added.
    pub passes: &'a mut PassCache,
}

impl std::fmt::Debug for Advice<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Advice")
    }
}
