//! Numbers with their units.

use std::fmt;

use casp_descriptor::registered_unit;
use casp_wire::limits::MAX_INTEGER;

use super::fault::{Expected, ExpressionFault};
use crate::attribute::{Attribute, NumberAttribute};

/// What numbers of an attribute measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    /// Millionths of a unit of a currency.
    Money,
    /// Milliseconds.
    Time,
    /// Parts per million.
    Share,
    /// Per minute.
    Rate,
}

pub(super) fn measure_of_objective(name: &str) -> Option<Measure> {
    if matches!(name, "relevance" | "trust") {
        return Some(Measure::Share);
    }
    match Attribute::named(name)? {
        Attribute::Number(number @ (NumberAttribute::Qos(_) | NumberAttribute::Price(_) | NumberAttribute::AgeMs)) => {
            Some(Measure::of(&number))
        }
        _ => None,
    }
}

impl Measure {
    pub(super) fn of(number: &NumberAttribute) -> Self {
        match number {
            NumberAttribute::Price(_) => Self::Money,
            NumberAttribute::RetentionMs | NumberAttribute::AgeMs | NumberAttribute::LifeMs => Self::Time,
            NumberAttribute::Qos(metric) => match registered_unit(metric.name()) {
                Some("ppm") => Self::Share,
                Some("per-min") => Self::Rate,
                _ => Self::Time,
            },
        }
    }

    /// Units, the greatest first, and how many of the measure's own units they are.
    pub(super) const fn units(self) -> &'static [(&'static str, u64)] {
        match self {
            Self::Money => &[("", 1_000_000)],
            Self::Time => &[
                ("d", 86_400_000),
                ("h", 3_600_000),
                ("min", 60_000),
                ("s", 1_000),
                ("ms", 1),
            ],
            Self::Share => &[("%", 10_000), ("ppm", 1)],
            Self::Rate => &[("/s", 60), ("/min", 1)],
        }
    }

    pub(super) fn expected(self, name: &str) -> Expected {
        match self {
            Self::Money => Expected::Money,
            Self::Time => Expected::Time {
                bare: name.ends_with("-ms"),
            },
            Self::Share => Expected::Share,
            Self::Rate => Expected::Rate,
        }
    }

    pub(super) fn read(self, text: &str, name: &str) -> Result<u64, ExpressionFault> {
        let expected = self.expected(name);
        let unfit = ExpressionFault::Value(expected);
        let end = text
            .find(|letter: char| !letter.is_ascii_digit() && letter != '.')
            .unwrap_or(text.len());
        let (number, unit) = text.split_at_checked(end).unwrap_or((text, ""));
        let is_zero = number == "0";
        let bare = unit.is_empty() && (is_zero || expected == Expected::Time { bare: true });
        let found = self.units().iter().find(|(each, _)| *each == unit);
        let factor = match found {
            Some((_, factor)) => *factor,
            None if bare => 1,
            None => return Err(unfit),
        };
        let value = scaled(number, factor).ok_or(unfit)?;
        u64::try_from(value)
            .ok()
            .filter(|value| *value <= MAX_INTEGER)
            .ok_or(ExpressionFault::NumberTooGreat)
    }

    pub(super) fn write(self, f: &mut fmt::Formatter<'_>, value: u64) -> fmt::Result {
        match self {
            Self::Money => write_fraction(f, value, 1_000_000, 6),
            Self::Share => {
                write_fraction(f, value, 10_000, 4)?;
                f.write_str("%")
            }
            Self::Rate => write!(f, "{value}/min"),
            Self::Time => {
                let whole = |(_, factor): &&(&str, u64)| value != 0 && value.checked_rem(*factor) == Some(0);
                let (unit, factor) = self.units().iter().find(whole).unwrap_or(&("ms", 1));
                write!(f, "{}{unit}", value.checked_div(*factor).unwrap_or(value))
            }
        }
    }
}

/// A decimal fraction times a factor, where that is whole. Greater than any number that may be for one with too many digits.
fn scaled(number: &str, factor: u64) -> Option<u128> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let (whole, fraction) = (digits(whole)?, digits(fraction)?.trim_end_matches('0'));
    let whole = whole.trim_start_matches('0');
    if whole.len() > 20 {
        return Some(u128::MAX);
    }
    if fraction.len() > 12 {
        return None;
    }
    let read = |digits: &str| {
        if digits.is_empty() {
            Some(0)
        } else {
            digits.parse::<u128>().ok()
        }
    };
    let tenths = 10_u128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let parts = read(fraction)?.checked_mul(factor.into())?;
    let exact = parts.checked_rem(tenths)? == 0;
    let below = parts.checked_div(tenths).filter(|_| exact)?;
    read(whole)?.checked_mul(factor.into())?.checked_add(below)
}

/// A text of nothing but digits, and not empty.
pub(super) fn digits(text: &str) -> Option<&str> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(text)
}

fn write_fraction(f: &mut fmt::Formatter<'_>, value: u64, one: u64, places: usize) -> fmt::Result {
    let (whole, rest) = (value.checked_div(one).unwrap_or(0), value.checked_rem(one).unwrap_or(0));
    write!(f, "{whole}")?;
    if rest == 0 {
        return Ok(());
    }
    let fraction = format!("{rest:0places$}");
    write!(f, ".{}", fraction.trim_end_matches('0'))
}
