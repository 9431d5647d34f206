//! Words and signs of expressions, and what they stand for.

use casp_wire::v1::{AttributeValue, Constraint, Operator, Provenance, attribute_value::Value};

use crate::filter::Filters;
use crate::violation::DiscoveryViolation;

/// Stands before a grain.
pub(super) const GRAIN: char = '~';

/// Stands before a number of samples.
pub(super) const OVER: &str = "over";

/// Operators as they are written, but for EXISTS.
pub(super) const OPERATORS: [(&str, Operator); 9] = [
    ("=", Operator::Equal),
    ("!=", Operator::NotEqual),
    ("<", Operator::Less),
    ("<=", Operator::AtMost),
    (">", Operator::Greater),
    (">=", Operator::AtLeast),
    ("in", Operator::In),
    ("contains", Operator::Contains),
    ("prefix", Operator::Prefix),
];

/// EXISTS, with its value.
pub(super) const PRESENCE: [(&str, bool); 2] = [("exists", true), ("absent", false)];

pub(super) const DEMANDS: [(&str, Provenance); 3] = [
    ("declared", Provenance::SelfDeclared),
    ("observed", Provenance::Observed),
    ("witnessed", Provenance::Witnessed),
];

pub(super) fn symbol(operator: Operator) -> &'static str {
    let found = OPERATORS.iter().find(|(_, each)| *each == operator);
    found.map_or("", |(symbol, _)| symbol)
}

pub(super) const fn is_comparing(letter: char) -> bool {
    matches!(letter, '<' | '>' | '=' | '!')
}

/// Whether INT-2 admits the operator for the attribute.
pub(super) fn admits(attribute: &str, operator: Operator) -> bool {
    let without_value = Constraint {
        attribute: attribute.into(),
        operator: operator.into(),
        ..Constraint::default()
    };
    let mismatch = DiscoveryViolation::OperatorMismatch { constraint: 0 };
    Filters::of(&[without_value]).err() != Some(mismatch)
}

/// The operators that an attribute has, as they are written.
pub(super) fn admitted(attribute: &str) -> String {
    let comparing = OPERATORS.iter().filter(|(_, operator)| admits(attribute, *operator));
    let words = comparing.map(|(word, _)| *word);
    let all: Vec<_> = words.chain(PRESENCE.iter().map(|(word, _)| *word)).collect();
    all.join(" ")
}

pub(super) fn wire(value: Value) -> AttributeValue {
    AttributeValue { value: Some(value) }
}

pub(super) fn is_bare(letter: char) -> bool {
    !letter.is_whitespace() && !matches!(letter, ',' | '"')
}
