//! Two texts of one value are the same however they are written, and two values never are (SPEC.md section 16.2).

#![allow(clippy::restriction, reason = "test code")]

#[path = "support/tree.rs"]
mod tree;

use casp_canary::json::Json;
use proptest::prelude::*;
use tree::{Choices, tree};

fn read(text: &str) -> Json<'_> {
    Json::read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn same(a: &str, b: &str) -> bool {
    let (a, b) = (read(a), read(b));
    let (forth, back) = (a == b, b == a);
    assert_eq!(forth, back);
    forth
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3_000) })]

    #[test]
    fn every_spelling_of_a_value_is_the_same(tree in tree(), first: u64, second: u64) {
        let (a, b) = (tree.spell(first), tree.spell(second));
        prop_assert!(same(&a, &a));
        prop_assert!(same(&a, &b), "{a}\n{b}");
    }

    #[test]
    fn a_value_is_the_same_as_its_neighbour_only_if_it_is_that_one(tree in tree(), first: u64, second: u64) {
        let mut other = tree.clone();
        other.alter(&mut Choices(second));
        let (a, b) = (tree.spell(first), other.spell(second));
        prop_assert_eq!(same(&a, &b), tree == other, "{}\n{}", a, b);
    }

    #[test]
    fn unrelated_values_are_the_same_only_if_they_are(a in tree(), b in tree(), choices: u64) {
        prop_assert_eq!(same(&a.spell(choices), &b.spell(!choices)), a == b);
    }
}

#[test]
fn numbers_are_compared_by_their_exact_value() {
    let classes: &[&[&str]] = &[
        &["1", "1.0", "10e-1", "1E0", "0.1e1", "100e-2", "1.000e+000"],
        &["0", "-0", "0e5", "0.000", "-0.0e-99", "0e999999999"],
        &["-1", "-1.0"],
        &["0.1", "1e-1", "0.10"],
        &["0.10000000000000001"],
        &["9007199254740993", "9007199254740993.0"],
        &["9007199254740992"],
        &["1e400", "10e399", "0.1e401"],
        &["1e999999999", "1e0000999999999", "1E+999999999", "10e999999998"],
        &["1e999999998", "0.1e999999999"],
        &["1e-999999999"],
        &["123456789012345678901234567890"],
        &["123456789012345678901234567891"],
        &["100", "1e2", "1.00e2"],
        &["10", "1e1"],
    ];
    for (index, class) in classes.iter().enumerate() {
        for (other_index, other) in classes.iter().enumerate() {
            for (a, b) in class.iter().flat_map(|a| other.iter().map(move |b| (a, b))) {
                assert_eq!(same(a, b), index == other_index, "{a} {b}");
            }
        }
    }
}

#[test]
fn kinds_of_values_never_meet() {
    let values = [
        "null", "true", "false", "0", "\"\"", "[]", "{}", "\"null\"", "[null]", "\"0\"", "[0]", "{\"\":0}",
    ];
    for (index, a) in values.iter().enumerate() {
        for (other, b) in values.iter().enumerate() {
            assert_eq!(same(a, b), index == other, "{a} {b}");
        }
    }
}

#[test]
fn names_and_nesting_count() {
    assert!(same(
        r#"{"a":{"x":1,"y":[2]},"b":3}"#,
        r#"{"b":3.0,"a":{"y":[2],"x":1}}"#
    ));
    for other in [
        r#"{"a":{"x":1,"y":[2]}}"#,
        r#"{"a":{"x":1,"y":[2]},"c":3}"#,
        r#"{"a":{"x":1,"y":[3]},"b":3}"#,
        r#"{"a":{"x":1},"b":3,"y":[2]}"#,
        r#"{"a":3,"b":{"x":1,"y":[2]}}"#,
        r#"{"A":{"x":1,"y":[2]},"b":3}"#,
        r#"{"a":{"x":1,"y":[2]},"b":3,"c":null}"#,
    ] {
        assert!(!same(r#"{"a":{"x":1,"y":[2]},"b":3}"#, other), "{other}");
    }
    assert!(!same("[[],[]]", "[[[]]]") && !same("[1,2]", "[2,1]") && !same("[1]", "[1,1]"));
}

#[test]
fn text_is_not_normalised() {
    assert!(same("\"\\u00e9\\ud83d\\ude00\"", "\"é😀\""));
    assert!(!same("\"\u{e9}\"", "\"e\u{301}\""));
    assert!(!same("\"a\"", "\"A\""));
    assert!(same(
        r#""\/\b\f\n\r\t\"\\""#,
        r#""/\u0008\u000c\u000a\u000d\u0009\u0022\u005C""#
    ));
}
