//! The report as a badge: that it says no more than was shown.

use std::process::Command;

use tempfile::NamedTempFile;

use crate::stage::Play;

crate::tests!(
    a_badge_counts_what_is_not_served,
    a_badge_is_of_its_own_elements_alone,
    a_badge_names_known_failures,
    a_badge_of_a_profile_says_so,
    a_badge_of_all_published_vectors_says_conformant,
    a_badge_of_nothing_says_so,
    a_badge_of_other_vectors_says_so,
    a_badge_of_some_vectors_measures_by_all,
    a_badge_of_unpublished_vectors_says_so,
    a_badge_tells_what_failed,
);

fn a_badge_of_all_published_vectors_says_conformant() {
    let (label, badge) = of_reference(&[]);
    let numbers = label.strip_prefix("CASP v1: conformant ").expect(&label);
    let (passed, all) = numbers.split_once('/').expect("of how many");
    assert_eq!(passed, all);
    assert!(badge.contains("<title>CASP version 1, casp-reference "), "{badge}");
}

fn a_badge_of_a_profile_says_so() {
    assert!(
        of_reference(&["--profile", "keys"])
            .0
            .starts_with("CASP v1: keys only ")
    );
}

fn a_badge_of_some_vectors_measures_by_all() {
    let (label, badge) = of_reference(&["--id", "keys/did-key/decode-base16"]);
    assert!(
        label.starts_with("CASP v1: partial 1/") && label.len() > "CASP v1: partial 1/1".len(),
        "{label}"
    );
    assert!(badge.contains("vectors were selected"), "{badge}");
}

fn a_badge_of_unpublished_vectors_says_so() {
    let (label, _) = of_reference(&["--fresh-seed", "3", "--area", "keys"]);
    assert!(label.starts_with("CASP v1: unpublished vectors "), "{label}");
}

fn a_badge_of_nothing_says_so() {
    assert_eq!(
        of_reference(&["--filter", "no such vector"]).0,
        "CASP v1: nothing tested"
    );
}

fn a_badge_of_other_vectors_says_so() {
    let (_, badge) = Play::new().peer("").report("badge");
    assert_eq!(label(&badge), "CASP v1: other vectors 11/11");
}

fn a_badge_counts_what_is_not_served() {
    let (_, badge) = Play::new().peer("--hide pae --refuse pae").report("badge");
    assert_eq!(label(&badge), "CASP v1: other vectors 6/11");
    let (_, badge) = Play::new()
        .peer("--hide pae --refuse pae")
        .with_arguments(&["--profile", "all"])
        .report("badge");
    assert_eq!(label(&badge), "CASP v1: not enough tested 6/11");
}

fn a_badge_tells_what_failed() {
    let (_, badge) = Play::new().peer("--fault abort").report("badge");
    assert_eq!(label(&badge), "CASP v1: not conformant 10/11");
}

fn a_badge_names_known_failures() {
    let play = Play::new().peer("--fault abort");
    let list = play.path("known");
    std::fs::write(&list, format!("{}\tcrashed\tnot done yet\n", crate::stage::TRIGGER)).expect("a list");
    let (played, badge) = play
        .with_arguments(&["--known-failures", &list.display().to_string()])
        .report("badge");
    played.exits(0);
    assert_eq!(label(&badge), "CASP v1: 1 known failure 10/11");
    assert!(badge.contains("CONFORMANT SAVE FOR KNOWN FAILURES"), "{badge}");
}

fn a_badge_is_of_its_own_elements_alone() {
    let (_, badge) = Play::new().peer("--hostile").report("badge");
    let names = badge.split('<').skip(1).map(|tag| tag.trim_start_matches('/'));
    for tag in names {
        let name = tag.split([' ', '>']).next().unwrap_or_default();
        assert!(["svg", "title", "rect", "path", "text"].contains(&name), "<{tag}");
    }
    assert!(badge.contains(r"&lt;script&gt;"), "{badge}");
    assert!(
        !badge.trim_end().contains(|c: char| c.is_control() || c == '\u{202e}'),
        "{badge:?}"
    );
}

/// The badge of the reference peer, its label first.
fn of_reference(arguments: &[&str]) -> (String, String) {
    let file = NamedTempFile::new().expect("a file");
    let report = format!("badge={}", file.path().display());
    let output = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .arg("run")
        .args(arguments)
        .args(["--report", &report])
        .output();
    output.expect("the runner");
    let badge = std::fs::read_to_string(file.path()).expect("a badge");
    (label(&badge), badge)
}

fn label(badge: &str) -> String {
    let (_, rest) = badge.split_once("aria-label=\"").expect("a label");
    rest.split('"').next().unwrap_or_default().to_owned()
}
