//! Numbers as they are written, compared by their exact value.

use super::{JsonError, work};

/// Digits of an exponent, leading zeros left out, at most.
const MAX_EXPONENT_DIGITS: usize = 9;

/// A number in the parts of its text: whole and fraction, times ten to the exponent. Nothing computes it.
#[derive(Clone, Copy)]
pub(super) struct Number<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
    exponent: i64,
}

impl<'a> Number<'a> {
    /// Reads a number from the beginning of a text; gives it and the rest.
    pub(super) fn scan(text: &'a str) -> Result<(Self, &'a str), JsonError> {
        let unsigned = text.strip_prefix('-');
        let (whole, mut rest) = digits(unsigned.unwrap_or(text))?;
        if whole.len() > 1 && whole.starts_with('0') {
            return Err(JsonError::Syntax);
        }
        let (mut fraction, mut exponent) = ("", 0);
        if let Some(after) = rest.strip_prefix('.') {
            (fraction, rest) = digits(after)?;
        }
        if let Some(after) = rest.strip_prefix(['e', 'E']) {
            (exponent, rest) = scan_exponent(after)?;
        }
        let number = Self {
            negative: unsigned.is_some(),
            whole,
            fraction,
            exponent,
        };
        Ok((number, rest))
    }

    /// The same number with no zeros at the end of its digits and none at the beginning, and the exponent of the last
    /// digit. Zero has no digits.
    fn normal(self) -> (impl Iterator<Item = u8>, i64) {
        let fraction = self.fraction.trim_end_matches('0');
        let whole = if fraction.is_empty() {
            self.whole.trim_end_matches('0')
        } else {
            self.whole
        };
        // Lengths are bounded by that of the text, and exponents by their digits: no sum comes near the limits.
        let moved = length(self.whole)
            .saturating_sub(length(whole))
            .saturating_sub(length(fraction));
        let digits = whole.bytes().chain(fraction.bytes()).skip_while(|digit| *digit == b'0');
        (digits.inspect(|_| work::step()), self.exponent.saturating_add(moved))
    }

    fn is_zero(self) -> bool {
        self.normal().0.next().is_none()
    }
}

impl PartialEq for Number<'_> {
    fn eq(&self, other: &Self) -> bool {
        if self.is_zero() || other.is_zero() {
            return self.is_zero() && other.is_zero();
        }
        let ((digits, exponent), (other_digits, other_exponent)) = (self.normal(), other.normal());
        self.negative == other.negative && exponent == other_exponent && digits.eq(other_digits)
    }
}

fn scan_exponent(text: &str) -> Result<(i64, &str), JsonError> {
    let negative = text.starts_with('-');
    let (digits, rest) = digits(text.strip_prefix(['-', '+']).unwrap_or(text))?;
    let digits = digits.trim_start_matches('0');
    if digits.len() > MAX_EXPONENT_DIGITS {
        return Err(JsonError::Exponent);
    }
    let magnitude = digits.bytes().fold(0_i64, |value, digit| {
        let digit = i64::from(digit.saturating_sub(b'0'));
        value.saturating_mul(10).saturating_add(digit)
    });
    Ok((
        if negative {
            0_i64.saturating_sub(magnitude)
        } else {
            magnitude
        },
        rest,
    ))
}

/// One digit or more, and the rest.
fn digits(text: &str) -> Result<(&str, &str), JsonError> {
    let length = text
        .bytes()
        .take_while(u8::is_ascii_digit)
        .inspect(|_| work::step())
        .count();
    let parts = text.split_at_checked(length).filter(|(digits, _)| !digits.is_empty());
    parts.ok_or(JsonError::Syntax)
}

fn length(text: &str) -> i64 {
    i64::try_from(text.len()).unwrap_or(i64::MAX)
}
