//! A peer's answer, and in what it differs from the one that is due.

use std::fmt;

use casp_wire::Stage;

use crate::driver::v1;
use crate::vector::{Output, Verdict};

use super::garbage::Garbage;

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
        Ok(Self {
            verdict,
            stage,
            code: answer.code,
            output,
        })
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
        expected: Box<Output>,
        /// The peer's.
        got: Option<Box<Output>>,
    },
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Verdict { expected, got } => {
                write!(
                    f,
                    "verdict {} instead of {}",
                    verdict_name(*got),
                    verdict_name(*expected)
                )
            }
            Self::Stage { expected, got } => {
                let got = got.map_or("none", Stage::name);
                write!(f, "stage {got} instead of {}", expected.as_deref().unwrap_or("none"))
            }
            Self::Code { admissible, got } => {
                let due = if admissible.is_empty() {
                    "none".to_owned()
                } else {
                    admissible.join(" or ")
                };
                let got = if got.is_empty() {
                    "none".to_owned()
                } else {
                    got.escape_debug().to_string()
                };
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
