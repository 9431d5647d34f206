//! What became of what was asked for, or arrived.

use casp_identity::ObjectId;
use casp_task::{EngagementState, TaskViolation};

use super::Statement;

/// Why something was not done. Nothing has changed then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ActError {
    /// The book holds no such engagement: it never did, or it is over and forgotten.
    #[error("no such engagement")]
    Unknown,
    /// It stands otherwise.
    #[error("the engagement is {state}")]
    NotNow {
        /// How it stands.
        state: EngagementState,
    },
    /// Every place for tasks is taken, in all or for this requester.
    #[error("there is no place for a further task")]
    NoPlace,
    /// It was said that the effect is about to be tried.
    #[error("the effect has begun")]
    Begun,
    /// It was not said, and the task has an effect.
    #[error("the effect has not begun")]
    NotBegun,
    /// The effect cannot be undone, and the requester has not let it happen.
    #[error("the requester has not committed")]
    NotCommitted,
    /// The task has no effect, or none that is prepared.
    #[error("the task has no such effect")]
    NoEffect,
    /// The requester wants it no more.
    #[error("the requester cancelled")]
    Cancelled,
    /// What came of the task has been said, or is about to be.
    #[error("the task has ended")]
    Ended,
    /// No result is taken after this.
    #[error("the deadline has passed")]
    TooLate,
    /// A contract has 1,024 events at the most.
    #[error("there have been 1,024 events")]
    TooMuchProgress,
    /// Evidence was agreed, and no package without fault has been shown.
    #[error("the evidence that was agreed has not been found sound")]
    EvidenceUnchecked,
    /// The signer made no signature.
    #[error("the signer failed")]
    Signer,
    /// The rule that the statement would break.
    #[error("{0}")]
    Task(TaskViolation),
}

impl From<TaskViolation> for ActError {
    fn from(violation: TaskViolation) -> Self {
        Self::Task(violation)
    }
}

/// What became of a statement that arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// It is in the book.
    Taken {
        /// What it was.
        statement: Statement,
        /// The offer that its engagement began with.
        offer: ObjectId,
    },
    /// It was there before (CTR-1); what answers it is sent once more.
    Again {
        /// What it was.
        statement: Statement,
        /// The offer that its engagement began with.
        offer: ObjectId,
    },
}
