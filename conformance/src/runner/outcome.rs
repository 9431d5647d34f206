//! What became of a vector.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use casp_wire::Stage;

use crate::driver::v1;
use crate::vector::{Output, Verdict};

use super::garbage::Garbage;
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
        Self { outcome, code_matched: None, elapsed: Duration::ZERO, stderr: String::new() }
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
            Self::Failed { differences, .. } => {
                for (index, difference) in differences.iter().enumerate() {
                    write!(f, "{}{difference}", if index == 0 { "" } else { "; " })?;
                }
                Ok(())
            }
            Self::Untestable { at: Position::Step(_), got } => write!(f, "refused too early: {got}"),
            Self::Untestable { at, got } => write!(f, "{at} was answered {got}"),
            Self::Crashed { death, certain } => write!(f, "{death}{}", alone(*certain)),
            Self::Hung { at, deadline, arrived, certain } => {
                write!(f, "no answer to {at} within {} ms", deadline.as_millis())?;
                if *arrived > 0 {
                    write!(f, "; {arrived} bytes of one had arrived")?;
                }
                f.write_str(alone(*certain))
            }
            Self::Garbage { garbage, certain } => write!(f, "{garbage}{}", alone(*certain)),
            Self::Overclaim { at } => write!(f, "{at} was answered `unsupported`, although hello declares it"),
            Self::NotServed { operation } => write!(f, "hello does not declare `{operation}`"),
            Self::NotRun { reason } => f.write_str(reason),
        }
    }
}

fn alone(certain: bool) -> &'static str {
    if certain { "" } else { " (not so when a fresh process is given this vector alone)" }
}

/// Kinds of outcomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Kind {
    Passed,
    Failed,
    Untestable,
    Crashed,
    Hung,
    Garbage,
    Overclaim,
    NotRun,
    NotServed,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Passed,
        Self::Failed,
        Self::Untestable,
        Self::Crashed,
        Self::Hung,
        Self::Garbage,
        Self::Overclaim,
        Self::NotRun,
        Self::NotServed,
    ];

    /// The name in reports and lists.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Untestable => "untestable",
            Self::Crashed => "crashed",
            Self::Hung => "hung",
            Self::Garbage => "garbage",
            Self::Overclaim => "overclaim",
            Self::NotRun => "not-run",
            Self::NotServed => "not-served",
        }
    }

    /// Whether a peer with such an outcome does not conform.
    pub const fn is_red(self) -> bool {
        !matches!(self, Self::Passed | Self::NotServed)
    }

    /// Whether the peer had its chance.
    pub const fn is_tested(self) -> bool {
        !matches!(self, Self::NotRun | Self::NotServed)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(name: &str) -> Result<Self, UnknownKind> {
        Self::ALL.into_iter().find(|kind| kind.name() == name).ok_or(UnknownKind)
    }
}

/// Not the name of an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such outcome")]
pub struct UnknownKind;

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

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Begin => f.write_str("`begin`"),
            Self::Prior(number, name) => write!(f, "prior operation {number} (`{name}`)"),
            Self::Step(name) => write!(f, "`{name}`"),
        }
    }
}

/// A peer's answer, with numbers turned into what they name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Got {
    /// The verdict.
    pub verdict: Verdict,
    /// The stage.
    pub stage: Option<Stage>,
    /// The code; may be empty.
    pub code: String,
    /// The output.
    pub output: Option<Output>,
}

impl TryFrom<v1::Answer> for Got {
    type Error = Garbage;

    fn try_from(answer: v1::Answer) -> Result<Self, Garbage> {
        let verdict = match v1::Verdict::try_from(answer.verdict) {
            Ok(v1::Verdict::Accept) => Verdict::Accept,
            Ok(v1::Verdict::Ignore) => Verdict::Ignore,
            Ok(v1::Verdict::Reject) => Verdict::Reject,
            Ok(v1::Verdict::Unspecified) | Err(_) => return Err(Garbage::NoVerdict { number: answer.verdict }),
        };
        let stage = match usize::try_from(answer.stage) {
            Ok(0) => None,
            Ok(number) if number <= Stage::ALL.len() => Some(Stage::ALL[number - 1]),
            _ => return Err(Garbage::NoStage { number: answer.stage }),
        };
        let output = answer.output.and_then(|output| output.value).map(Output::from);
        Ok(Self { verdict, stage, code: answer.code, output })
    }
}

impl fmt::Display for Got {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(verdict_name(self.verdict))?;
        if let Some(stage) = self.stage {
            write!(f, " at {stage}")?;
        }
        if !self.code.is_empty() {
            write!(f, " (`{}`)", self.code.escape_debug())?;
        }
        Ok(())
    }
}

/// One way in which an answer is not the one that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Another verdict.
    Verdict {
        /// The due one.
        expected: Verdict,
        /// The peer's.
        got: Verdict,
    },
    /// Another stage.
    Stage {
        /// The due one; none with ACCEPT.
        expected: Option<String>,
        /// The peer's.
        got: Option<Stage>,
    },
    /// No admissible code, from a peer that declares `codes`.
    Code {
        /// The admissible ones; none with ACCEPT.
        admissible: Vec<String>,
        /// The peer's; may be empty.
        got: String,
    },
    /// Another output.
    Output {
        /// The due one.
        expected: Output,
        /// The peer's.
        got: Option<Output>,
    },
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Verdict { expected, got } => {
                write!(f, "verdict {} instead of {}", verdict_name(*got), verdict_name(*expected))
            }
            Self::Stage { expected, got } => {
                let got = got.map_or("none", Stage::name);
                write!(f, "stage {got} instead of {}", expected.as_deref().unwrap_or("none"))
            }
            Self::Code { admissible, got } => {
                let due = if admissible.is_empty() { "none".to_owned() } else { admissible.join(" or ") };
                let got = if got.is_empty() { "none".to_owned() } else { got.escape_debug().to_string() };
                write!(f, "code {got} instead of {due}")
            }
            Self::Output { got: None, .. } => f.write_str("no output"),
            Self::Output { .. } => f.write_str("another output"),
        }
    }
}

/// The name that SPEC.md uses.
pub const fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accept => "ACCEPT",
        Verdict::Ignore => "IGNORE",
        Verdict::Reject => "REJECT",
    }
}
