//! Parts of intents.

use casp_wire::v1::{self, attribute_value::Value};

/// A value that is a text.
pub(super) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Values that are texts.
pub(super) fn texts(all: &[&str]) -> Vec<Value> {
    all.iter().map(|each| text(each)).collect()
}

/// Values that are numbers.
pub(super) fn numbers(all: &[u64]) -> Vec<Value> {
    all.iter().copied().map(Value::Number).collect()
}

/// A constraint.
pub(super) fn constraint(attribute: &str, operator: v1::Operator, values: Vec<Value>) -> v1::Constraint {
    let value = |value| v1::AttributeValue { value: Some(value) };
    v1::Constraint {
        attribute: attribute.to_owned(),
        operator: operator.into(),
        provenance: None,
        min_samples: 0,
        values: values.into_iter().map(value).collect(),
    }
}

/// A constraint on a metric of at least this provenance, and so many samples.
pub(super) fn demanding(
    constraint: v1::Constraint,
    provenance: Option<v1::Provenance>,
    min_samples: u32,
) -> v1::Constraint {
    v1::Constraint {
        provenance: provenance.map(i32::from),
        min_samples,
        ..constraint
    }
}

/// An intent that is constraints alone.
pub(super) fn asks(constraints: Vec<v1::Constraint>) -> v1::Intent {
    v1::Intent {
        constraints,
        ..v1::Intent::default()
    }
}

/// Objectives with their grains.
pub(super) fn objectives(all: &[(&str, u64)]) -> Vec<v1::Objective> {
    let objective = |(name, grain): &(&str, u64)| v1::Objective {
        name: (*name).to_owned(),
        grain: *grain,
    };
    all.iter().map(objective).collect()
}
