//! Holding an answer against an oracle (SPEC.md section 16.2).

use alloc::vec::Vec;

use casp_task::content::{content_digest, inline_bytes};
use casp_wire::check;
use casp_wire::v1::oracle::Form;
use casp_wire::v1::{CanaryOutcome, Oracle, TaskResult, TaskStatus};

use crate::decimal::Decimal;
use crate::json::Json;
use crate::violation::CanaryViolation;

/// Greatest answer that is read, bytes. A longer one fails every form but `exact_digest`.
pub const MAX_ANSWER_BYTES: usize = 524_288;

/// How an answer fared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Judgement {
    /// The oracle is satisfied.
    Passed,
    /// It is not.
    Failed,
}

impl Judgement {
    /// `passed` or `failed`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
        }
    }

    const fn of(is_satisfied: bool) -> Self {
        if is_satisfied { Self::Passed } else { Self::Failed }
    }
}

impl From<Judgement> for CanaryOutcome {
    fn from(judgement: Judgement) -> Self {
        match judgement {
            Judgement::Passed => Self::Passed,
            Judgement::Failed => Self::Failed,
        }
    }
}

/// An oracle that was found valid, ready to be held against any number of answers.
#[derive(Clone, Debug)]
pub struct AnswerKey<'a>(Right<'a>);

/// Which answers are right.
#[derive(Clone, Debug)]
enum Right<'a> {
    Digest(&'a [u8]),
    Json(Json<'a>),
    Decimal {
        expected: Decimal,
        tolerance: Decimal,
    },
    OneOf(Vec<&'a str>),
    Contains(&'a str),
    Prefix(&'a str),
    /// Of an oracle that is not valid, where a test build skips CAN-1.
    None,
}

impl<'a> AnswerKey<'a> {
    /// Checks an oracle.
    ///
    /// # Errors
    /// CAN-1.
    pub fn of(oracle: &'a Oracle) -> Result<Self, CanaryViolation> {
        let right = oracle.form.as_ref().and_then(Right::of);
        check(right.is_some(), CanaryViolation::OracleForm)?;
        Ok(Self(right.unwrap_or(Right::None)))
    }

    /// Holds an answer against the oracle. An answer that cannot be read as the form asks has failed. Time and memory
    /// are bounded by those of reading [`MAX_ANSWER_BYTES`], and of digesting the answer for `exact_digest`.
    #[must_use]
    pub fn judge(&self, answer: &[u8]) -> Judgement {
        if let Right::Digest(digest) = self.0 {
            return Judgement::of(content_digest(answer) == digest);
        }
        Judgement::of(answer.len() <= MAX_ANSWER_BYTES && self.0.admits(answer))
    }

    /// Holds a result against the oracle: its inline output, if it is COMPLETED. Any other result has failed, but that
    /// the digest of an output that is not inline is taken for it, as SPEC.md 16.2 says of `exact_digest`.
    #[must_use]
    pub fn judge_result(&self, result: &TaskResult) -> Judgement {
        let output = result
            .output
            .as_ref()
            .filter(|_| result.status() == TaskStatus::Completed);
        match (output, &self.0) {
            (None, _) => Judgement::Failed,
            (Some(output), Right::Digest(digest)) => Judgement::of(output.digest == *digest),
            (Some(output), _) => inline_bytes(output).map_or(Judgement::Failed, |answer| self.judge(answer)),
        }
    }
}

impl<'a> Right<'a> {
    fn of(form: &'a Form) -> Option<Self> {
        Some(match form {
            Form::ExactDigest(digest) => Self::Digest(digest),
            Form::Json(text) => Self::Json(Json::read(text.as_bytes()).ok()?),
            Form::Decimal(oracle) => Self::Decimal {
                expected: Decimal::parse(&oracle.expected)?,
                tolerance: Decimal::parse_unsigned(&oracle.tolerance)?,
            },
            Form::OneOf(set) => Self::OneOf(set.values.iter().map(|value| value.as_str()).collect()),
            Form::Contains(part) => Self::Contains(part),
            Form::Prefix(part) => Self::Prefix(part),
        })
    }

    fn admits(&self, answer: &[u8]) -> bool {
        if let Self::Json(expected) = self {
            return Json::read(answer).is_ok_and(|answer| answer == *expected);
        }
        text_of(answer).is_some_and(|text| match self {
            Self::Decimal { expected, tolerance } => {
                Decimal::parse(text).is_some_and(|number| number.is_within(*tolerance, *expected))
            }
            Self::OneOf(values) => values.contains(&text),
            Self::Contains(part) => text.contains(part),
            Self::Prefix(part) => text.starts_with(part),
            Self::Digest(_) | Self::Json(_) | Self::None => false,
        })
    }
}

/// The answer without white space at both ends, if it is UTF-8.
fn text_of(answer: &[u8]) -> Option<&str> {
    let text = core::str::from_utf8(answer).ok()?;
    Some(text.trim_matches([' ', '\t', '\n', '\r']))
}
