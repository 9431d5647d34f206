//! What a provider tells its caller.

use casp_identity::{AgentId, ObjectId};
use casp_wire::v1::{Offer, Outcome, TaskRequest, TaskStatus};

use crate::party::Misconduct;

/// Something that happened, or that the caller has to do. After a restart what is still to be done is asked again.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ProviderEvent {
    /// Somebody asks for a quote: quote, or say nothing. It is not on disk before there is a quote.
    Offered {
        /// Object id of the offer.
        offer: ObjectId,
        /// Whoever asks.
        requester: AgentId,
        /// What it asks.
        message: Box<Offer>,
    },
    /// There is a task, and its request is on disk: work. Where the effect cannot be undone, do everything but it, then
    /// [`super::Provider::prepare`]; where it can, [`super::Provider::begin`] before it; in the end [`super::Provider::finish`].
    Work {
        /// The contract: the task's idempotency key.
        contract: ObjectId,
        /// The input.
        request: Box<TaskRequest>,
        /// Whether it was asked before, and a restart came between: nothing has happened since.
        again: bool,
    },
    /// The requester lets happen what was prepared: [`super::Provider::begin`], and when that is on disk, act.
    Committed {
        /// The contract.
        contract: ObjectId,
    },
    /// It is on disk that the effect is about to be tried: try it, once, with the contract as idempotency key where the tool
    /// takes one.
    Act {
        /// The contract: the task's idempotency key.
        contract: ObjectId,
    },
    /// A restart found that the effect had begun, and the tool can be asked whether a call under this key took place: ask, and
    /// finish with what it says; with INDETERMINATE if it says nothing.
    Inquire {
        /// The contract: the task's idempotency key.
        contract: ObjectId,
    },
    /// Stop what can be stopped.
    Stop {
        /// The contract.
        contract: ObjectId,
        /// Why.
        why: Stop,
    },
    /// The requester signed what it should not have.
    Broke(Misconduct),
    /// The requester says how it went.
    Reported {
        /// The contract.
        contract: ObjectId,
        /// What it says.
        outcome: Outcome,
    },
    /// It is over: nothing is sent of itself any more.
    Ended {
        /// The contract.
        contract: ObjectId,
        /// Whoever had it done.
        requester: AgentId,
        /// How the task ended; `None` without a result.
        status: Option<TaskStatus>,
        /// Whether the requester has said that the result arrived.
        acknowledged: bool,
    },
}

/// Why a task is to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The requester cancelled. Finish with what there is, or with CANCELLED; unless nothing had begun, when that has been said.
    Cancelled,
    /// Nobody takes a result any more.
    TooLate,
}

impl From<Misconduct> for ProviderEvent {
    fn from(misconduct: Misconduct) -> Self {
        Self::Broke(misconduct)
    }
}
