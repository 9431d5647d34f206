//! Where a candidate stands.

use std::sync::Arc;

use casp_identity::AgentId;
use casp_trust::probe::ProbeId;

use super::message::{Seat, Ticket};
use super::stage::{Reason, Stage};

/// A candidate that an answer named, and what has become of it.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) agent: AgentId,
    pub(super) round: u32,
    /// Nothing for those that never came into the order.
    pub(super) seat: Option<Arc<Seat>>,
    /// The stage that it has entered last.
    pub(super) stage: Stage,
    pub(super) state: State,
    /// What is beside the reason.
    pub(super) detail: String,
}

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Its turn, or its next probe's.
    Waiting,
    /// A quote.
    Quoting(Engaged),
    /// A canary's verdict.
    Probing(Engaged),
    /// A result.
    Working(Engaged, Plan),
    /// The caller's word on the evidence.
    Checking(Engaged, Delivery),
    /// Nothing: it is out.
    Out(Reason),
    /// Nothing: it did the work.
    Chosen,
}

/// An engagement under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Engaged {
    pub(super) ticket: Ticket,
    /// The probe that it is; nothing for the work.
    pub(super) probe: Option<ProbeId>,
    /// The most that was offered; once there is a quote, what that asks.
    pub(super) price_micros: u64,
    /// Of the contract.
    pub(super) deadline_ms: i64,
    /// When it is not waited for any more.
    pub(super) by_ms: i64,
}

/// What an irreversible effect waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plan {
    /// No plan was shown.
    None,
    /// The caller looks at it.
    Shown,
    /// The commit was said: the effect may have happened.
    Committed,
}

/// How the work was delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Delivery {
    Whole,
    Part,
}

impl Slot {
    /// The engagement under way, if there is one.
    pub(super) const fn engaged(&self) -> Option<Engaged> {
        match self.state {
            State::Quoting(engaged)
            | State::Probing(engaged)
            | State::Working(engaged, _)
            | State::Checking(engaged, _) => Some(engaged),
            State::Waiting | State::Out(_) | State::Chosen => None,
        }
    }

    /// Whether it has a contract for the work that nothing has come of yet.
    pub(super) const fn is_at_work(&self) -> bool {
        matches!(self.state, State::Working(..) | State::Checking(..))
    }

    pub(super) const fn is_out(&self) -> bool {
        matches!(self.state, State::Out(_))
    }
}
