//! What can go wrong with a process, and the cases that it may be the doing of.

use std::time::Duration;

use crate::driver::FrameError;

use super::garbage::Garbage;
use super::process::Death;
use super::{Outcome, Position};

/// Why a session cannot go on.
#[derive(Clone, Debug)]
pub(super) enum Trouble {
    /// The peer ended.
    Died(Death),
    /// No answer within the deadline; so many bytes of one had arrived.
    Silent { arrived: u64 },
    /// Something else came.
    Garbage(Garbage),
}

impl Trouble {
    /// One line for people.
    pub(super) fn describe(&self, deadline: Duration) -> String {
        match self {
            Self::Died(death) => death.to_string(),
            Self::Silent { arrived: 0 } => format!("no answer within {} ms", deadline.as_millis()),
            Self::Silent { arrived } => {
                format!(
                    "no answer within {} ms; {arrived} bytes of one had arrived",
                    deadline.as_millis()
                )
            }
            Self::Garbage(garbage) => garbage.to_string(),
        }
    }

    /// What becomes of the case that is to blame.
    pub(super) fn outcome(self, at: Position, deadline: Duration, certain: bool) -> Outcome {
        match self {
            Self::Died(death) => Outcome::Crashed { death, certain },
            Self::Silent { arrived } => Outcome::Hung {
                at,
                deadline,
                arrived,
                certain,
            },
            Self::Garbage(garbage) => Outcome::Garbage { garbage, certain },
        }
    }
}

/// A trouble, and the cases that may have caused it.
pub(super) struct Incident {
    pub(super) trouble: Trouble,
    /// The case whose answer was due, and the request.
    pub(super) head: (usize, Position),
    /// Who may have caused it, in the order in which they were sent: all that are unanswered, and those that had been
    /// answered but may have come back to it. Contains the head.
    pub(super) suspects: Vec<usize>,
    pub(super) elapsed: Duration,
    pub(super) stderr: String,
}

/// Why a replay stopped.
pub(super) enum Stop {
    /// The peer's doing.
    Incident(Box<Incident>),
    /// A request that no codec can carry.
    Unsendable(usize, FrameError),
}
