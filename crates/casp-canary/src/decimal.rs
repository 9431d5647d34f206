//! Decimal numbers, compared exactly (SPEC.md section 16.2).

/// Digits before the point, and after it, at most.
const MAX_DIGITS: usize = 18;

/// A decimal number with at most 18 digits before the point and 18 after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decimal {
    /// Times 10^18. Below 10^36 either way, so that differences fit too.
    scaled: i128,
}

impl Decimal {
    /// Reads `[ "-" ] whole [ "." 1*18digit ]`, where whole is `0` or up to 18 digits that do not begin with `0`.
    /// `None` for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let unsigned = text.strip_prefix('-');
        let (whole, fraction) = match unsigned.unwrap_or(text).split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (unsigned.unwrap_or(text), None),
        };
        let is_whole = is_digits(whole) && (whole == "0" || !whole.starts_with('0'));
        if !is_whole || !fraction.is_none_or(is_digits) {
            return None;
        }
        let padding = core::iter::repeat_n(b'0', MAX_DIGITS);
        let fraction = fraction.unwrap_or_default().bytes().chain(padding).take(MAX_DIGITS);
        let magnitude = whole.bytes().chain(fraction).fold(0_i128, |value, digit| {
            let digit = i128::from(digit.saturating_sub(b'0'));
            value.saturating_mul(10).saturating_add(digit)
        });
        let scaled = if unsigned.is_some() {
            magnitude.saturating_neg()
        } else {
            magnitude
        };
        Some(Self { scaled })
    }

    /// Reads a tolerance: as [`Decimal::parse`], without sign.
    #[must_use]
    pub fn parse_unsigned(text: &str) -> Option<Self> {
        Self::parse(text).filter(|_| !text.starts_with('-'))
    }

    /// Whether the two differ by `tolerance` at most.
    #[must_use]
    pub const fn is_within(self, tolerance: Self, other: Self) -> bool {
        self.scaled.saturating_sub(other.scaled).saturating_abs() <= tolerance.scaled
    }
}

/// 1 to 18 digits.
fn is_digits(text: &str) -> bool {
    (1..=MAX_DIGITS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}
