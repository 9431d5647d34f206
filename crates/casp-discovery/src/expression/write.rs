//! From a constraint, an objective or a figure to its text.

use std::fmt;

use casp_wire::v1::{Constraint, Objective, Operator, attribute_value::Value};

use super::measure::{Measure, measure_of_objective};
use super::words::{DEMANDS, GRAIN, OVER, is_bare, symbol};
use super::{Expression, Preference};
use crate::attribute::Attribute;

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Constraint { attribute, values, .. } = &self.0;
        write!(f, "{attribute} ")?;
        let operator = self.0.operator();
        if operator == Operator::Exists {
            let there = values.iter().any(|value| value.value == Some(Value::Flag(true)));
            return f.write_str(if there { "exists" } else { "absent" });
        }
        f.write_str(symbol(operator))?;
        let measure = match Attribute::named(attribute) {
            Some(Attribute::Number(number)) => Some(Measure::of(&number)),
            _ => None,
        };
        for (index, value) in values.iter().enumerate() {
            f.write_str(if index == 0 { " " } else { ", " })?;
            match (&value.value, measure) {
                (Some(Value::Text(text)), _) => write_text(f, text)?,
                (Some(Value::Flag(flag)), _) => f.write_str(if *flag { "yes" } else { "no" })?,
                (Some(Value::Number(number)), Some(measure)) => measure.write(f, *number)?,
                (Some(Value::Number(number)), None) => write!(f, "{number}")?,
                (None, _) => {}
            }
        }
        if self.0.provenance.is_some() {
            let provenance = self.0.provenance();
            let word = DEMANDS.iter().find(|(_, each)| *each == provenance);
            write!(f, " {}", word.map_or("", |(word, _)| word))?;
        }
        if self.0.min_samples != 0 {
            write!(f, " {OVER} {}", self.0.min_samples)?;
        }
        Ok(())
    }
}

impl fmt::Display for Preference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Objective { name, grain } = &self.0;
        f.write_str(name)?;
        match measure_of_objective(name) {
            Some(measure) if *grain != 0 => {
                write!(f, "{GRAIN}")?;
                measure.write(f, *grain)
            }
            _ => Ok(()),
        }
    }
}

/// A figure of an attribute or an objective as it is written: `800ms`, `0.02`, `99.5%`. The bare number where there is none of this
/// name.
#[must_use]
pub fn figure(name: &str, value: u64) -> String {
    struct Figure(Option<Measure>, u64);
    impl fmt::Display for Figure {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            match self.0 {
                Some(measure) => measure.write(f, self.1),
                None => write!(f, "{}", self.1),
            }
        }
    }
    let of_attribute = || match Attribute::named(name)? {
        Attribute::Number(number) => Some(Measure::of(&number)),
        _ => None,
    };
    Figure(measure_of_objective(name).or_else(of_attribute), value).to_string()
}

/// A text, in quotes where it would be read otherwise without.
fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    if !text.is_empty() && text.chars().all(is_bare) {
        return f.write_str(text);
    }
    f.write_str("\"")?;
    for letter in text.chars() {
        if matches!(letter, '"' | '\\') {
            f.write_str("\\")?;
        }
        write!(f, "{letter}")?;
    }
    f.write_str("\"")
}
