//! Kinds of outcomes: what reports count and lists of known failures name.

use std::fmt;
use std::str::FromStr;

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
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == name)
            .ok_or(UnknownKind)
    }
}

/// Not the name of an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such outcome")]
pub struct UnknownKind;
