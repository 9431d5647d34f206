//! Durations as a policy writes them: a whole number, a space, a unit.

/// What a duration looks like, for an error's words.
pub(super) const FORM: &str =
    "a duration: a whole number, a space, and ms, s, min, h or d, such as \"10 min\" or \"24 h\"";

/// From the longest.
const UNITS: [(&str, u64); 5] = [
    ("d", 86_400_000),
    ("h", 3_600_000),
    ("min", 60_000),
    ("s", 1_000),
    ("ms", 1),
];

/// Milliseconds; `None` for what is not in this form, or longer than 64 bits count.
pub(super) fn parse(text: &str) -> Option<u64> {
    let (number, unit) = text.split_once(' ')?;
    let is_plain = number.len() <= 15 && number.bytes().all(|byte| byte.is_ascii_digit());
    let canonical = is_plain && (number == "0" || !number.starts_with('0'));
    let (_, factor) = UNITS.iter().find(|(name, _)| *name == unit)?;
    let number: u64 = number.parse().ok().filter(|_| canonical)?;
    number.checked_mul(*factor)
}

/// In the longest unit of which it is a whole number.
pub(crate) fn shown(ms: u64) -> String {
    let whole = |factor: u64| ms.checked_rem(factor) == Some(0) && ms >= factor;
    let (name, factor) = UNITS
        .into_iter()
        .find(|(_, factor)| whole(*factor))
        .unwrap_or(("ms", 1));
    format!("{} {name}", ms.checked_div(factor).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn durations_have_one_form() {
        let known = [
            ("250 ms", 250),
            ("90 s", 90_000),
            ("10 min", 600_000),
            ("24 h", 86_400_000),
            ("7 d", 604_800_000),
        ];
        for (text, ms) in known {
            assert_eq!(parse(text), Some(ms), "{text}");
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
        fn a_shown_duration_is_read_as_what_it_was(ms in 0..=u64::from(u32::MAX) * 1_000) {
            prop_assert_eq!(parse(&shown(ms)), Some(ms));
        }
    }
}
