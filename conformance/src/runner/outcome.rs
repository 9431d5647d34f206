//! What became of a vector.

use std::fmt;
use std::time::Duration;

use crate::vector::{Expect, Step, Vector};

use super::answer::{Difference, Got};
use super::garbage::Garbage;
use super::kind::Kind;
use super::process::Death;

/// A vector's outcome and what surrounds it.
#[derive(Clone, Debug)]
pub struct CaseResult {
    /// What became of it. Every selected vector has exactly one outcome.
    pub outcome: Outcome,
    /// Whether the code that came with a due refusal was an admissible one; `None` where no code could be due.
    pub code_matched: Option<bool>,
    /// Time from the case's turn to its last answer, or until it was given up.
    pub elapsed: Duration,
    /// The end of what the peer wrote to standard error during the case. Empty for a case that passed.
    pub stderr: String,
}

impl CaseResult {
    /// A case that was never put to the peer.
    pub(super) fn unsent(outcome: Outcome) -> Self {
        Self {
            outcome,
            code_matched: None,
            elapsed: Duration::ZERO,
            stderr: String::new(),
        }
    }
}

/// What became of a vector.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The peer answered as it must.
    Passed,
    /// The peer answered something else.
    Failed {
        /// What it answered so.
        at: Position,
        /// Its answer.
        got: Got,
        /// In what it differs; not empty.
        differences: Vec<Difference>,
    },
    /// The peer refused too early: what the vector is about was never reached.
    Untestable {
        /// What was refused.
        at: Position,
        /// The refusal.
        got: Got,
    },
    /// The peer ended, or closed its output, before it had answered.
    Crashed {
        /// How it ended.
        death: Death,
        /// Whether it is this vector's doing: alone it does the same.
        certain: bool,
    },
    /// No answer within the deadline.
    Hung {
        /// What was unanswered.
        at: Position,
        /// The deadline.
        deadline: Duration,
        /// Bytes of an answer that had arrived.
        arrived: u64,
        /// Whether it is this vector's doing: alone it does the same.
        certain: bool,
    },
    /// What came on standard output was not the answer that was due.
    Garbage {
        /// What came instead.
        garbage: Garbage,
        /// Whether it is this vector's doing: alone it does the same.
        certain: bool,
    },
    /// The peer's hello declared an operation that it then answered with `unsupported`.
    Overclaim {
        /// The operation.
        at: Position,
    },
    /// The peer's hello does not declare the operation.
    NotServed {
        /// The operation.
        operation: &'static str,
    },
    /// The runner gave the peer up before this vector's turn.
    NotRun {
        /// Why.
        reason: String,
    },
}

impl Outcome {
    /// The kind, which is what reports and lists of known failures name.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Passed => Kind::Passed,
            Self::Failed { .. } => Kind::Failed,
            Self::Untestable { .. } => Kind::Untestable,
            Self::Crashed { .. } => Kind::Crashed,
            Self::Hung { .. } => Kind::Hung,
            Self::Garbage { .. } => Kind::Garbage,
            Self::Overclaim { .. } => Kind::Overclaim,
            Self::NotServed { .. } => Kind::NotServed,
            Self::NotRun { .. } => Kind::NotRun,
        }
    }
}

/// One line for people.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Passed => f.write_str("as expected"),
            Self::Failed { at, differences, .. } => {
                if matches!(at, Position::Prior(..)) {
                    write!(f, "{at}: ")?;
                }
                for (index, difference) in differences.iter().enumerate() {
                    write!(f, "{}{difference}", if index == 0 { "" } else { "; " })?;
                }
                Ok(())
            }
            Self::Untestable {
                at: Position::Step(_),
                got,
            } => write!(f, "refused too early: {got}"),
            Self::Untestable { at, got } => write!(f, "{at} was answered {got}"),
            Self::Crashed { death, certain } => write!(f, "{death}{}", alone(*certain)),
            Self::Hung {
                at,
                deadline,
                arrived,
                certain,
            } => {
                write!(f, "no answer to {at} within {} ms", deadline.as_millis())?;
                if *arrived > 0 {
                    write!(f, "; {arrived} bytes of one had arrived")?;
                }
                f.write_str(alone(*certain))
            }
            Self::Garbage { garbage, certain } => write!(f, "{garbage}{}", alone(*certain)),
            Self::Overclaim { at: Position::Begin } => {
                f.write_str("`begin`, which every peer serves, was answered `unsupported`")
            }
            Self::Overclaim { at } => write!(f, "{at} was answered `unsupported`, although hello declares it"),
            Self::NotServed { operation } => write!(f, "hello does not declare `{operation}`"),
            Self::NotRun { reason } => f.write_str(reason),
        }
    }
}

fn alone(certain: bool) -> &'static str {
    if certain {
        ""
    } else {
        " (not so when a fresh process is given this vector alone)"
    }
}

/// Which request of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// `begin`.
    Begin,
    /// A prior operation: its number from 1 on, and its name.
    Prior(usize, &'static str),
    /// The operation that is judged.
    Step(&'static str),
}

impl Position {
    /// The operation of a vector at this place, and what must come of it exactly, if that is asked. `begin` is none.
    pub fn within(self, vector: &Vector) -> Option<(&Step, Option<&Expect>)> {
        match self {
            Self::Begin => None,
            Self::Prior(number, _) => {
                let step = vector.prior.get(number.checked_sub(1)?)?;
                Some((step, step.expect.as_ref()))
            }
            Self::Step(_) => Some((&vector.step, Some(&vector.expect))),
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Begin => f.write_str("`begin`"),
            Self::Prior(number, name) => write!(f, "prior operation {number} (`{name}`)"),
            Self::Step(name) => write!(f, "`{name}`"),
        }
    }
}
