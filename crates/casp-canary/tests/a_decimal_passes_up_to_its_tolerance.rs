//! Decimals are exact: at the tolerance an answer passes, a billionth of a billionth past it no longer (SPEC.md section
//! 16.2).

#![allow(clippy::restriction, reason = "test code")]

use casp_canary::decimal::Decimal;
use casp_canary::{AnswerKey, Judgement};
use casp_wire::v1::oracle::Form;
use casp_wire::v1::{DecimalOracle, Oracle};
use proptest::prelude::*;

const ONE: i128 = 1_000_000_000_000_000_000;

fn passes(expected: &str, tolerance: &str, answer: &str) -> bool {
    let oracle = Oracle {
        form: Some(Form::Decimal(DecimalOracle {
            expected: expected.into(),
            tolerance: tolerance.into(),
        })),
    };
    AnswerKey::of(&oracle).unwrap().judge(answer.as_bytes()) == Judgement::Passed
}

/// The text of a number in units of 10^-18, with all its decimals.
fn text(scaled: i128) -> String {
    let sign = if scaled < 0 { "-" } else { "" };
    let magnitude = scaled.unsigned_abs();
    format!("{sign}{}.{:018}", magnitude / ONE as u128, magnitude % ONE as u128)
}

/// Magnitudes of every size.
fn scaled(most: i128) -> impl Strategy<Value = i128> {
    (0..=36_u32, -most..=most).prop_map(|(size, number)| number / 10_i128.pow(36 - size))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn at_the_tolerance_passes_and_one_unit_past_it_does_not(
        expected in scaled(ONE * ONE / 4),
        tolerance in scaled(ONE * ONE / 4).prop_map(i128::abs),
    ) {
        let within = |answer: i128| passes(&text(expected), &text(tolerance), &text(answer));
        for direction in [1, -1] {
            prop_assert!(within(expected + direction * tolerance));
            prop_assert!(!within(expected + direction * (tolerance + 1)));
        }
    }

    #[test]
    fn zeros_at_the_end_and_white_space_around_change_nothing(
        number in -999_999_999_i64..=999_999_999,
        zeros in 0..=18_usize,
        before in "[ \t\r\n]{0,3}",
        after in "[ \t\r\n]{0,3}",
    ) {
        let point = if zeros == 0 { "" } else { "." };
        let answer = format!("{before}{number}{point}{}{after}", "0".repeat(zeros));
        prop_assert!(passes(&number.to_string(), "0", &answer));
        prop_assert!(!passes(&(number + 1).to_string(), "0.999999999999999999", &answer));
    }

    #[test]
    fn what_matches_the_grammar_and_nothing_else_is_a_decimal(text in "-?[0-9]{0,19}(\\.[0-9]{0,19})?|[-+0-9.e ]{0,8}") {
        let body = text.strip_prefix('-').unwrap_or(&text);
        let (whole, fraction) = body.split_once('.').map_or((body, None), |(whole, fraction)| (whole, Some(fraction)));
        let digits = |part: &str| (1..=18).contains(&part.len()) && part.chars().all(|digit| digit.is_ascii_digit());
        let is_decimal = digits(whole) && (whole == "0" || !whole.starts_with('0')) && fraction.is_none_or(digits);
        prop_assert_eq!(Decimal::parse(&text).is_some(), is_decimal);
        prop_assert_eq!(Decimal::parse_unsigned(&text).is_some(), is_decimal && !text.starts_with('-'));
    }
}

#[test]
fn the_greatest_numbers_differ_without_overflow() {
    let most = format!("{0}.{0}", "9".repeat(18));
    let least = format!("-{most}");
    assert!(passes(&most, "0", &most) && !passes(&most, &most, &least));
    assert!(passes("0", &most, &least) && passes("0", &most, &most));
    assert!(!passes("0.000000000000000001", &most, &least));
}

#[test]
fn zero_has_no_sign() {
    for zero in ["0", "-0", "0.0", "-0.000"] {
        assert!(passes("-0", "0", zero) && passes("0", "0.0", zero), "{zero}");
    }
}
