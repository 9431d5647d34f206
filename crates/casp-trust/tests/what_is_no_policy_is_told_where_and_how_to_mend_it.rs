//! Ten slips, as they are told, and bounds on what is read.

#![allow(clippy::restriction, reason = "test code")]

mod fixtures;

use casp_trust::TieredPolicy;
use casp_trust::policy::{Fault, MAX_POLICY_BYTES, PolicyError};
use fixtures::FULL;

fn error(text: &str) -> PolicyError {
    TieredPolicy::parse(text).expect_err("an error")
}

/// The full policy with one thing changed.
fn with(from: &str, to: &str) -> String {
    assert!(FULL.contains(from), "{from}");
    FULL.replacen(from, to, 1)
}

#[test]
fn slips_are_told_with_line_column_key_and_a_way_out() {
    let slips = [
        ("a typing error", with("max_uncertainty", "max_uncertanty")),
        (
            "a key that nothing reads",
            with("[background]\n", "[background]\ncolour = \"blue\"\n"),
        ),
        ("a duration without its unit", with("\"24 h\"", "24")),
        ("a duration with another unit", with("\"24 h\"", "\"1 day\"")),
        ("a number beyond its range", with("passes = 3", "passes = 40")),
        ("a word that is mistyped", with("\"irreversible\"]", "\"ireversible\"]")),
        ("a missing key", with("floor = 0.5, ", "")),
        ("no TOML", with("name = \"full\"", "name = full")),
        ("fewer probes than passes", with("probes = 8", "probes = 2")),
        (
            "an irreversible capability with nothing to probe",
            with(
                "parallel = 2, prepare_phase = true",
                "parallel = 2, prepare_phase = false",
            ),
        ),
        (
            "an override that leaves nothing to probe",
            with("sibling = \"org.example/render\"\n", ""),
        ),
        (
            "risks without a row",
            with("[\"public\", \"private\", \"regulated\"]", "[\"public\", \"private\"]"),
        ),
        (
            "two rows for one",
            format!("{FULL}\n[[row]]\nname = \"again\"\nside_effects = [\"none\"]\nrisks = [\"public\"]\n"),
        ),
        (
            "attestation of no kind",
            with("attestation_kinds = [\"tdx\"]\nmeasurements", "# measurements"),
        ),
        (
            "an identical pattern",
            with("\"org.example/*\"", "\"org.example/publish\""),
        ),
        ("an item twice", with("[\"none\", ", "[\"none\", \"none\", ")),
        ("less for more risk", inverted()),
    ];
    let told: Vec<_> = slips
        .iter()
        .map(|(name, text)| format!("{name}\n  {}", error(text)))
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

/// The default, in which regulated tasks get fewer canaries than private ones.
fn inverted() -> String {
    let (_, text) = fixtures::SHIPPED[0];
    assert!(text.contains("passes = 5"));
    text.replace("passes = 5", "passes = 2")
}

#[test]
fn columns_are_counted_in_characters() {
    let place = error(&with("name = \"all\"", "name = \"äöü\", nam = 1")).place;
    let syntax = (place.line, place.column);
    assert_eq!(syntax, (5, 13));
    let inline = with(
        "reputation = { floor = 0.5",
        "reputation = { \"größe\" = 1, floor = 0.5",
    );
    let place = error(&inline).place;
    assert_eq!(
        (place.line, place.column, place.key.as_str()),
        (8, 16, "row[1].reputation.größe")
    );
}

#[test]
fn no_more_is_read_than_is_stated() {
    let padded = |bytes: usize| format!("{FULL}#{}", "x".repeat(bytes - FULL.len() - 1));
    assert!(TieredPolicy::parse(&padded(MAX_POLICY_BYTES)).is_ok());
    assert_eq!(
        error(&padded(MAX_POLICY_BYTES + 1)).fault,
        Fault::TooLong {
            bytes: MAX_POLICY_BYTES + 1
        }
    );
    let deep = format!("x = {}", "[".repeat(20_000));
    assert!(matches!(error(&deep).fault, Fault::Syntax { .. }));
    let overrides: String = (0..257)
        .map(|number| format!("[[override]]\ncapability = \"a.b/c{number}\"\nwithout = [\"evidence\"]\n"))
        .collect();
    assert_eq!(
        error(&format!("{}\n{overrides}", fixtures::SHIPPED[0].1)).fault,
        Fault::Items { found: 257 }
    );
}

#[test]
fn an_error_repeats_little_of_what_a_text_says() {
    let long = "y".repeat(30_000);
    let texts = [
        with("name = \"full\"", &format!("{long} = 1")),
        with("name = \"full\"", &format!("name = \"{long}\"")),
        with("name = \"full\"", &format!("name = \"\\u001b[31m{long}\"")),
        with("\"24 h\"", &format!("\"{long}\"")),
        with("passes = 3", &format!("passes = {}", "9".repeat(30_000))),
        with("name = \"full\"", &format!("name = {long}")),
    ];
    for text in texts {
        let told = error(&text).to_string();
        assert!(told.len() < 600, "{} bytes", told.len());
        assert!(!told.contains('\u{1b}'), "{told}");
    }
}
