//! Durations as a person writes them: a whole number, a space, a unit.

use crate::engine::Span;

/// What a duration looks like, for an error's words.
pub(super) const FORM: &str = "a whole number, a space, and us, ms, s, min, h or d";

/// Microseconds of each, from the longest.
const UNITS: [(&str, i64); 6] = [
    ("d", 86_400_000_000),
    ("h", 3_600_000_000),
    ("min", 60_000_000),
    ("s", 1_000_000),
    ("ms", 1_000),
    ("us", 1),
];

/// `None` for what is not in this form, or longer than 64 bits count.
pub(super) fn parse(text: &str) -> Option<Span> {
    let (number, unit) = text.split_once(' ')?;
    let is_plain = number.len() <= 15 && number.bytes().all(|byte| byte.is_ascii_digit());
    let canonical = is_plain && (number == "0" || !number.starts_with('0'));
    let (_, factor) = UNITS.iter().find(|(name, _)| *name == unit)?;
    let number: i64 = number.parse().ok().filter(|_| canonical)?;
    number.checked_mul(*factor).map(Span)
}

/// A duration as this module reads it, in the longest unit of which it is a whole number.
///
/// ```
/// # use casp_sim::{document::shown, engine::Span};
/// assert_eq!(shown(Span(90_000_000)), "90 s");
/// ```
#[must_use]
pub fn shown(span: Span) -> String {
    let whole = |factor: i64| span.0.checked_rem(factor) == Some(0) && span.0 >= factor;
    let found = UNITS.into_iter().find(|(_, factor)| whole(*factor));
    let (name, factor) = found.unwrap_or(if span == Span(0) { ("s", 1) } else { ("us", 1) });
    format!("{} {name}", span.0.checked_div(factor).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn durations_have_one_form() {
        let known = [
            ("7 us", 7),
            ("250 ms", 250_000),
            ("90 s", 90_000_000),
            ("10 min", 600_000_000),
            ("24 h", 86_400_000_000),
            ("7 d", 604_800_000_000),
        ];
        for (text, us) in known {
            assert_eq!(parse(text), Some(Span(us)), "{text}");
        }
        for text in [
            "",
            "10",
            "10min",
            "10  min",
            " 10 min",
            "10 min ",
            "1.5 h",
            "-1 h",
            "+1 h",
            "01 h",
            "10 M",
            "10 minutes",
            "1 h 30 min",
            "999999999999999 d",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_shown_duration_is_read_as_what_it_was(us in 0..=1_i64 << 49, ms in 0..=1_i64 << 40, minutes in 0..1_000_000_i64) {
            for us in [us, ms.saturating_mul(1_000), minutes.saturating_mul(60_000_000)] {
                prop_assert_eq!(parse(&shown(Span(us))), Some(Span(us)));
            }
        }
    }
}
