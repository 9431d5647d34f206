//! JSON at its limits: depth, length of text, length of numbers.

use super::MAX_ANSWER;
use super::json::Bench;
use crate::vector::Vector;

/// How deep arrays and objects may nest.
const DEPTH: usize = 64;
/// Longest text of an oracle, bytes.
const MAX_ORACLE: usize = 65_536;

pub(super) fn vectors(bench: &Bench<'_>) -> Vec<Vector> {
    let mut vectors = depths(bench);
    vectors.extend(lengths(bench));
    vectors.extend(long_numbers(bench));
    vectors
}

/// So many arrays around a text.
fn arrays(depth: usize, inner: &str) -> String {
    format!("{}{inner}{}", "[".repeat(depth), "]".repeat(depth))
}

fn objects(depth: usize, inner: &str) -> String {
    format!("{}{inner}{}", "{\"a\":".repeat(depth), "}".repeat(depth))
}

fn both(depth: usize, inner: &str) -> String {
    format!("{}{inner}{}", "[{\"a\":".repeat(depth / 2), "}]".repeat(depth / 2))
}

fn depths(bench: &Bench<'_>) -> Vec<Vector> {
    let same = |name: &str, text: String| {
        let text = bench.with_word(name, &text);
        bench.judged(name, text.clone(), text.into_bytes(), true)
    };
    let fails = |name: &str, oracle: String, answer: String| {
        let [oracle, answer] = [oracle, answer].map(|text| bench.with_word(name, &text));
        bench.judged(name, oracle, answer.into_bytes(), false)
    };
    vec![
        same("depth-64-of-arrays", arrays(DEPTH, r#""~""#)),
        same(
            "depth-64-of-arrays-with-an-empty-one",
            format!(r#"["~",{}]"#, arrays(DEPTH - 1, "")),
        ),
        same("depth-64-of-objects", objects(DEPTH, r#""~""#)),
        same("depth-64-of-both", both(DEPTH, r#""~""#)),
        same(
            "depth-64-many-times",
            format!(r#"["~",{0},{0}]"#, arrays(DEPTH - 1, r#""~""#)),
        ),
        fails(
            "depth-65-of-arrays",
            arrays(DEPTH, r#""~""#),
            arrays(DEPTH + 1, r#""~""#),
        ),
        fails(
            "depth-65-of-objects",
            objects(DEPTH, r#""~""#),
            objects(DEPTH + 1, r#""~""#),
        ),
        fails(
            "depth-65-of-an-empty-array",
            r#"["~"]"#.to_owned(),
            arrays(DEPTH + 1, ""),
        ),
        fails(
            "depth-of-the-longest-answer",
            r#"["~"]"#.to_owned(),
            "[".repeat(MAX_ANSWER),
        ),
        fails(
            "depth-of-a-closed-answer",
            r#"["~"]"#.to_owned(),
            arrays(MAX_ANSWER / 2, ""),
        ),
    ]
}

fn lengths(bench: &Bench<'_>) -> Vec<Vector> {
    let padded = |name: &str, before: usize, length: usize, passed| {
        let text = bench.with_word(name, r#"{"~":1}"#);
        let after = length - before - text.len();
        let answer = format!("{}{text}{}", " ".repeat(before), "\n".repeat(after));
        bench.judged(name, text, answer.into_bytes(), passed)
    };
    let longest = format!(r#""{}""#, "x".repeat(MAX_ORACLE - 2));
    let name = "length-of-the-longest-oracle";
    let numbered = format!("{} ", bench.judge.world.draw(name).number(100_000, 999_999));
    let spaced = numbered.clone() + &" ".repeat(MAX_ORACLE - numbered.len());
    vec![
        padded("length-at-the-limit", 0, MAX_ANSWER, true),
        padded("length-at-the-limit-white-space-before", 1_000, MAX_ANSWER, true),
        padded("length-past-the-limit", 0, MAX_ANSWER + 1, false),
        padded("length-past-the-limit-white-space-before", 1_000, MAX_ANSWER + 1, false),
        bench.judged(name, spaced, numbered.into_bytes(), true),
        bench.judged(
            "length-of-the-longest-text",
            longest.clone(),
            longest.into_bytes(),
            true,
        ),
    ]
}

fn long_numbers(bench: &Bench<'_>) -> Vec<Vector> {
    let zeros = |count: usize| "0".repeat(count);
    let pair = |name: &str, oracle: &str, answer: String, passed| {
        // A digit of the suite's own; none of these numbers depends on which.
        let digit = bench.judge.world.draw(name).number(1, 9).to_string();
        let [oracle, answer] = [oracle, &answer].map(|text| text.replace('#', &digit));
        bench.judged(name, oracle, answer.into_bytes(), passed)
    };
    let most = MAX_ANSWER - 1;
    vec![
        pair(
            "digits-zeros-and-exponent",
            "#e1000",
            format!("#{}", zeros(1_000)),
            true,
        ),
        pair(
            "digits-to-the-limit",
            &format!("#e{most}"),
            format!("#{}", zeros(most)),
            true,
        ),
        pair(
            "digits-past-the-limit",
            &format!("#e{}", most + 1),
            format!("#{}", zeros(most + 1)),
            false,
        ),
        pair(
            "digits-one-zero-short",
            &format!("#e{most}"),
            format!("#{}", zeros(most - 1)),
            false,
        ),
        pair("digits-of-a-fraction", "#e-1001", format!("0.{}#", zeros(1_000)), true),
        pair(
            "digits-of-a-fraction-one-zero-more",
            "#e-1001",
            format!("0.{}#", zeros(1_001)),
            false,
        ),
        pair(
            "digits-far-apart",
            &format!("#.{}#", zeros(1_000)),
            format!("#{0}#e-1001", zeros(1_000)),
            true,
        ),
        pair(
            "digits-far-apart-one-less",
            &format!("#.{}#", zeros(1_000)),
            format!("#{0}#e-1000", zeros(999)),
            false,
        ),
        pair(
            "digits-zeros-after-a-fraction",
            "#.5",
            format!("#.5{}", zeros(1_000)),
            true,
        ),
        pair(
            "digits-zeros-and-nothing",
            "0",
            format!("-0.{}e999999999", zeros(1_000)),
            true,
        ),
        pair("digits-of-the-exponent", "#", format!("#e-{}", zeros(1_000)), true),
        pair("digits-all-nines", &"9".repeat(1_000), "9".repeat(1_001), false),
    ]
}
