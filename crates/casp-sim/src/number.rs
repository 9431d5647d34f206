//! Numbers from one kind to another, and as people read them.

/// A float of a whole number: rounded to the nearest, exact up to 2^53.
pub(crate) fn float(whole: u64) -> f64 {
    let high = u32::try_from(whole >> 32).unwrap_or(u32::MAX);
    let low = u32::try_from(whole & 0xffff_ffff).unwrap_or(u32::MAX);
    f64::from(high) * 4_294_967_296.0 + f64::from(low)
}

/// How many there are, as a float.
pub(crate) fn count(length: usize) -> f64 {
    float(u64::try_from(length).unwrap_or(u64::MAX))
}

/// A float of a whole number with a sign.
pub(crate) fn signed(whole: i64) -> f64 {
    let size = float(whole.unsigned_abs());
    if whole < 0 { -size } else { size }
}

/// The nearest whole number; what lies outside becomes the nearest that fits, and no number becomes 0.
#[expect(
    clippy::as_conversions,
    reason = "the language defines this one: it saturates, and NaN becomes 0"
)]
pub(crate) fn whole(float: f64) -> i64 {
    libm::rint(float) as i64
}

/// Zero without its sign.
pub(crate) fn no_zero_sign(number: f64) -> f64 {
    number + 0.0
}

/// For people: with a comma between thousands, `1,066`.
#[must_use]
pub fn grouped(whole: u64) -> String {
    let digits = whole.to_string();
    let mut text = String::new();
    for (nth, digit) in digits.chars().enumerate() {
        if nth > 0 && digits.len().saturating_sub(nth).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_survive_the_way_there_and_back() {
        for whole_number in [0, 1, -1, 1 << 31, (1 << 33) + 7, -(1 << 52) - 1, (1 << 53) - 1] {
            assert_eq!(whole(signed(whole_number)), whole_number);
        }
        assert_eq!(float(u64::MAX), 18_446_744_073_709_551_616.0);
        assert_eq!(whole(f64::INFINITY), i64::MAX);
        assert_eq!(whole(f64::NEG_INFINITY), i64::MIN);
        assert_eq!(whole(f64::NAN), 0);
    }
}
