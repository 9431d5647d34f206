//! Adequacy of the test bed: with each of these rules switched off, `casp-sim faults` fails, and prints the command that replays it.
//!
//! Exists in builds with `--cfg casp_fault` alone: `.ci/faults` makes one. A process has one set of rules that are off, so each rule is
//! tried in a process of its own.
#![cfg(casp_fault)]
#![allow(clippy::restriction, reason = "test code")]

use std::process::{Command, Output};

/// The rules whose absence is noticed, in these many seeds at the most.
const FOUND: &[&str] = &[
    // signature and delegation
    "SIG-3", "DEL-1", // header: network, audience, fields, life, extensions
    "HDR-1", "HDR-2", "HDR-3", "HDR-4", "HDR-5", "HDR-6", "HDR-7", // time
    "FRS-1", "FRS-2",
];

const MOST_SEEDS: &str = "1500";

fn faults(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_casp-sim"));
    command.arg("faults").args(arguments).output().expect("it runs")
}

#[test]
fn with_any_of_these_rules_switched_off_the_bed_fails_and_the_replay_fails_again() {
    for rule in FOUND {
        let found = faults(&["--seeds", MOST_SEEDS, "--until-broken", "--without", rule]);
        let said = String::from_utf8_lossy(&found.stdout);
        assert_eq!(found.status.code(), Some(1), "{rule} is not missed: {said}");
        let command = said.lines().last().expect("a command").trim();
        assert!(command.starts_with("RUSTFLAGS=\"--cfg casp_fault\" "), "{command}");
        let (_, arguments) = command.split_once(" -- faults ").expect("a command");
        let again = faults(&arguments.split(' ').collect::<Vec<_>>());
        assert_eq!(again.status.code(), Some(1), "{rule}: {command} breaks nothing");
        println!("{rule}: {arguments}");
    }
}

#[test]
fn with_every_rule_on_nothing_is_found() {
    let found = faults(&["--seeds", "64"]);
    assert_eq!(
        found.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&found.stdout)
    );
}
