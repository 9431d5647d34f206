//! Constraints and objectives as people write them: `price/eur/call <= 0.02`, `qos/latency-p95 <= 800ms observed over 20`.
//!
//! ```text
//! constraint = attribute operator [ value *( "," value ) ] [ provenance [ "over" count ] ]
//! operator   = "=" / "!=" / "<" / "<=" / ">" / ">=" / "in" / "contains" / "prefix" / "exists" / "absent"
//! provenance = "declared" / "observed" / "witnessed"
//! objective  = name [ "~" grain ]
//! ```
//!
//! A value with white space, a comma, a quote or nothing in it stands in `"…"`, where `\"` and `\\` are a quote and a backslash.
//! `exists` and `absent` take no value, `in` takes several. A number has the unit that its attribute is measured in:
//!
//! | attribute | written | stands for |
//! |---|---|---|
//! | `price/C/U` | `0.02` | units of the currency, in millionths |
//! | times | `800ms`, `1.5s`, `10min`, `12h`, `7d` | milliseconds |
//! | `qos/availability`, `qos/success-rate`, `relevance`, `trust` | `99.5%`, `995000ppm` | parts per million |
//! | `qos/throughput` | `120/min`, `2/s` | per minute |
//!
//! Where the attribute's name says the unit, as `retention-ms` does, and for 0 it can be left out; elsewhere a number without unit
//! is refused, so that nobody takes 99 parts per million for 99 per cent. The provenance is the least that counts, and the count
//! the fewest samples.

mod closest;
mod fault;
mod measure;
mod read;
mod words;
mod write;

use casp_wire::Layer;
use casp_wire::table::Described as _;
use casp_wire::v1::{Constraint, Objective};

use crate::filter::Filters;
use crate::rank::{Objectives, Ranker};
use crate::violation::DiscoveryViolation;

pub use fault::{Expected, ExpressionError, ExpressionFault};
pub use write::figure;

/// Greatest text of a constraint or an objective, bytes: room for 64 values of 256 letters that are all escaped.
pub const MAX_EXPRESSION_BYTES: usize = 40_960;

/// Most values of `in`.
const MAX_VALUES: usize = 64;

/// Greatest text of a value, bytes.
const MAX_VALUE_BYTES: usize = 256;

/// A constraint that INT-1 to INT-4 admit, and that is read from and written as text.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression(Constraint);

/// An objective that INT-5 admits of a requester, and that is read from and written as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preference(Objective);

impl Expression {
    /// A constraint that may be written.
    ///
    /// # Errors
    /// Rules ENC and FMT, INT-1 to INT-4.
    pub fn new(constraint: Constraint) -> Result<Self, DiscoveryViolation> {
        casp_wire::scan(Constraint::TABLE, &casp_wire::encode(&constraint), Layer::Payload)?;
        Filters::of(std::slice::from_ref(&constraint))?;
        Ok(Self(constraint))
    }

    /// The constraint.
    #[must_use]
    pub const fn constraint(&self) -> &Constraint {
        &self.0
    }

    /// The constraint.
    #[must_use]
    pub fn into_constraint(self) -> Constraint {
        self.0
    }
}

impl Preference {
    /// An objective that may be written.
    ///
    /// # Errors
    /// Rules ENC and FMT, INT-5.
    pub fn new(objective: Objective) -> Result<Self, DiscoveryViolation> {
        casp_wire::scan(Objective::TABLE, &casp_wire::encode(&objective), Layer::Payload)?;
        Objectives::of(std::slice::from_ref(&objective), Ranker::Requester)?;
        Ok(Self(objective))
    }

    /// The objective.
    #[must_use]
    pub const fn objective(&self) -> &Objective {
        &self.0
    }

    /// The objective.
    #[must_use]
    pub fn into_objective(self) -> Objective {
        self.0
    }
}

impl From<Expression> for Constraint {
    fn from(expression: Expression) -> Self {
        expression.0
    }
}

#[cfg(test)]
mod tests;
