//! What a requester tells its caller.

use casp_identity::ObjectId;
use casp_trust::Subject;
use casp_wire::v1::{Content, Outcome, TaskResult, TaskState, TaskStatus, Terms};

use crate::party::Misconduct;

/// Something that happened, or that the caller has to decide. After a restart what is still to be decided is asked again, and how
/// an engagement ended is told again while the book holds it: count by its names.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum RequesterEvent {
    /// There is a quote, which grants no less and asks no more than the offer (CTR-6): accept it, decline it, or let it lapse.
    Quoted {
        /// Object id of the offer.
        offer: ObjectId,
        /// What the provider binds itself to.
        terms: Box<Terms>,
        /// The acceptance comes before, milliseconds since the Unix epoch.
        until_ms: i64,
    },
    /// The provider says how the task fares. It binds to nothing.
    Progress {
        /// The contract.
        contract: ObjectId,
        /// Number of the event, 1 to 1,024.
        seq: u64,
        /// What the task is doing.
        state: TaskState,
        /// How much is done, parts per million.
        progress_ppm: u32,
        /// For people; to a model it is untrusted input.
        note: String,
    },
    /// Everything is done but the effect, which cannot be undone: look at the plan, then commit, cancel, or let it lapse.
    Prepared {
        /// The contract.
        contract: ObjectId,
        /// What will be done.
        plan: Box<Content>,
        /// The commit comes before, milliseconds since the Unix epoch.
        until_ms: i64,
    },
    /// There is a result: verify its evidence, judge the answer, then acknowledge or withhold.
    Delivered {
        /// The contract.
        contract: ObjectId,
        /// The result.
        result: Box<TaskResult>,
    },
    /// The provider signed what it should not have.
    Broke(Misconduct),
    /// The provider says how it went.
    Reported {
        /// The contract.
        contract: ObjectId,
        /// What it says.
        outcome: Outcome,
    },
    /// It is over.
    Ended(Box<Ended>),
}

impl From<Misconduct> for RequesterEvent {
    fn from(misconduct: Misconduct) -> Self {
        Self::Broke(misconduct)
    }
}

/// How an engagement ended, with what reputation needs of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Object id of the offer.
    pub offer: ObjectId,
    /// The contract, if it came to one: nothing else may be counted.
    pub contract: Option<ObjectId>,
    /// Whom and what it is about: provider, capability and behaviour digest, as the terms give them.
    pub subject: Subject,
    /// How.
    pub ending: Ending,
    /// When, milliseconds since the Unix epoch.
    pub at_ms: i64,
}

/// See [`Ended`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// No quote came before the offer ended. Nothing was owed.
    NoQuote,
    /// The caller did not want the quote.
    Declined,
    /// The quote lapsed while nobody decided.
    Lapsed,
    /// There is a result.
    Answered {
        /// Its object id.
        result: ObjectId,
        /// How the task ended.
        status: TaskStatus,
        /// What was found of the evidence.
        evidence: EvidenceVerdict,
        /// Whether it was acknowledged.
        acknowledged: bool,
        /// From the acceptance to the arrival of the result, milliseconds.
        took_ms: i64,
    },
    /// No result came until the deadline and 30 s.
    NoResult {
        /// Whether an irreversible effect had been let happen: it may have.
        committed: bool,
        /// Whether the requester had cancelled.
        cancelled: bool,
    },
}

/// What a requester found of the evidence of a result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum EvidenceVerdict {
    /// None was agreed, or there is no output that it would go with.
    NotOwed,
    /// It was agreed, and nobody looked.
    #[default]
    Unchecked,
    /// A package without fault, of this contract and this result.
    Sound,
    /// It is missing, too much, or inconsistent.
    Faulty {
        /// Id of the rule that decides.
        rule: String,
    },
}
