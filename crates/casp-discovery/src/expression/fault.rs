//! What is wrong with a text, in words that say what would be right.

use std::fmt;

use casp_wire::table::Format;

use super::{MAX_EXPRESSION_BYTES, MAX_VALUE_BYTES, MAX_VALUES};

/// What is wrong with a text, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{fault}")]
pub struct ExpressionError {
    /// Byte of the text at which something else was expected.
    pub at: usize,
    /// What is wrong.
    pub fault: ExpressionFault,
}

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExpressionFault {
    /// It has more than [`MAX_EXPRESSION_BYTES`].
    #[error("it is longer than {MAX_EXPRESSION_BYTES} bytes")]
    TooLong,
    /// Nothing is there that a name could be.
    #[error("a name is missing")]
    NameMissing,
    /// There is no such attribute.
    #[error("there is no attribute of this name{}", did_you_mean(closest.as_deref()))]
    AttributeUnknown {
        /// The attribute that is most like it.
        closest: Option<String>,
    },
    /// There is no such objective.
    #[error("there is no objective of this name{}", did_you_mean(closest.as_deref()))]
    ObjectiveUnknown {
        /// The objective that is most like it.
        closest: Option<String>,
    },
    /// No operator follows, or one that the attribute does not have.
    #[error("expected an operator of this attribute: {admitted}")]
    Operator {
        /// Those that it has.
        admitted: String,
    },
    /// A value is missing or not of the attribute's type.
    #[error("expected {0}")]
    Value(Expected),
    /// Several values where one is wanted.
    #[error("expected one value; several go with `in`, and a value with a comma stands in quotes")]
    SeveralValues,
    /// More values than `in` takes.
    #[error("more than {MAX_VALUES} values")]
    TooManyValues,
    /// A value is longer than values may be.
    #[error("the value has more than {MAX_VALUE_BYTES} bytes")]
    ValueTooLong,
    /// A value has control characters, or such that change the direction of writing.
    #[error("the value has characters that do not print")]
    ValueUnprintable,
    /// A number is greater than 2^53 − 1 in the attribute's unit.
    #[error("the number is too great")]
    NumberTooGreat,
    /// A quote is not closed.
    #[error("the quote is not closed")]
    QuoteOpen,
    /// A backslash in quotes stands before something else than a quote or a backslash.
    #[error("expected \" or \\ after a backslash")]
    Escape,
    /// A provenance where none can be.
    #[error("provenance and samples are demanded of qos/ attributes that are compared, and of nothing else")]
    DemandMisplaced,
    /// After `over` there is no number of samples from 1 to 2^32 − 1.
    #[error("expected a number of samples from 1 on")]
    Samples,
    /// `declared over`.
    #[error("a declared figure has no samples; `observed over` and `witnessed over` have")]
    SamplesOfDeclared,
    /// Something follows that has no place.
    #[error("expected nothing more")]
    Surplus,
}

/// What a value has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Any text that a value begins with.
    Text,
    /// A text of a grammar of SPEC.md section 4.5.
    Form(Format),
    /// A did:key.
    Agent,
    /// Yes or no.
    Flag,
    /// One of these names.
    OneOf(&'static [&'static str]),
    /// An amount of money.
    Money,
    /// A span of time; whether its unit can be left out.
    Time {
        /// Whether milliseconds are meant where no unit is.
        bare: bool,
    },
    /// A share.
    Share,
    /// A rate.
    Rate,
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "a text",
            Self::Form(Format::CapabilityId) => "a capability id such as org.example/translate",
            Self::Form(Format::MediaType) => "a media type such as text/plain",
            Self::Form(Format::Skill) => "a skill path such as natural_language_processing/translation",
            Self::Form(Format::Country) => "a country's two capitals such as CH",
            Self::Form(Format::Semver) => "a semantic version such as 1.2.0",
            Self::Form(_) => "an identifier: lower-case letters and digits, and . _ - : / between them",
            Self::Agent => "exactly the did:key of an Ed25519 key",
            Self::Flag => "yes or no",
            Self::OneOf(names) => return write!(f, "one of {}", names.join(", ")),
            Self::Money => "an amount in units of the currency such as 0.02, with 6 decimals at most",
            Self::Time { bare: true } => "whole milliseconds, with or without a unit: 800, 800ms, 1.5s, 10min, 12h, 7d",
            Self::Time { bare: false } => "whole milliseconds with a unit: 800ms, 1.5s, 10min, 12h, 7d",
            Self::Share => "a share with a unit: 99.5% or 995000ppm",
            Self::Rate => "a whole number per minute with a unit: 120/min, 2/s",
        })
    }
}

fn did_you_mean(closest: Option<&str>) -> String {
    closest.map_or_else(String::new, |name| format!("; did you mean {name}?"))
}

impl ExpressionFault {
    pub(super) const fn at(self, at: usize) -> ExpressionError {
        ExpressionError { at, fault: self }
    }
}
