//! Adequacy of the test bed: with each of these rules switched off, `casp-sim faults` fails, and prints the command that replays it.
//!
//! Exists in builds with `--cfg casp_fault` alone: `.ci/faults` makes one. A process has one set of rules that are off, so each rule is
//! tried in a process of its own. `.ci/faults CTR-15` tries that rule alone.
#![cfg(casp_fault)]
#![allow(clippy::restriction, reason = "test code")]

use std::process::{Command, Output};

/// The rules whose absence is noticed, in these many seeds at the most.
const FOUND: &[&str] = &[
    // signature, delegation
    "SIG-3", "DEL-1", // header: network, audience, fields, life, extensions
    "HDR-1", "HDR-2", "HDR-3", "HDR-4", "HDR-5", "HDR-6", "HDR-7", // time
    "FRS-1", "FRS-2", // encoding and shape
    "ENC-9", "ENC-11", "ENC-13", "ENC-14", "FMT-2", "FMT-5", "FMT-8", // tasks and contents
    "TSK-1", "TSK-3", "TSK-5", "TSK-6",
    // contract: nonce, parties, order, terms, deadline, evidence, media type, commit
    "CTR-2", "CTR-4", "CTR-5", "CTR-6", "CTR-7", "CTR-8", "CTR-9", "CTR-10", "CTR-11", "CTR-12", "CTR-13", "CTR-15",
    "CTR-16", "CTR-17", "CTR-18", "CTR-19", "CTR-20", // descriptors
    "DSC-1", "DSC-2", "DSC-3", "DSC-4", "DSC-5", "DSC-6", "DSC-7", "DSC-8",
    // registrations: sequence, equivocation, refresh
    "SST-3", "SST-4", "SST-5", "SST-7", // queries
    "INT-6", "INT-8", // answers
    "ANS-2", "ANS-3", "ANS-4", "ANS-6", "DRS-2", // evidence packages
    "RCP-6", "CHK-1", "CHK-3", // canaries: opening, time, verdict
    "CAN-2", "CAN-6", "CAN-8",
];

const MOST_SEEDS: &str = "640";

fn faults(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_casp-sim"));
    command.arg("faults").args(arguments).output().expect("it runs")
}

#[test]
fn with_any_of_these_rules_switched_off_the_bed_fails_and_the_replay_fails_again() {
    let missed: Vec<String> = tried().iter().filter_map(|rule| is_missed(rule).err()).collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

/// Those that `CASP_RULES` names; all, if it names none.
fn tried() -> Vec<String> {
    let named = std::env::var("CASP_RULES").unwrap_or_default();
    let named: Vec<String> = named.split_whitespace().map(str::to_owned).collect();
    if named.is_empty() {
        return FOUND.iter().copied().map(str::to_owned).collect();
    }
    named
}

/// # Errors
/// What is wrong, if the absence of a rule is not noticed, or the replay does not show it.
fn is_missed(rule: &str) -> Result<(), String> {
    let found = faults(&["--seeds", MOST_SEEDS, "--until-broken", "--without", rule]);
    let said = String::from_utf8_lossy(&found.stdout);
    if found.status.code() != Some(1) {
        return Err(format!("{rule} is not missed: {said}"));
    }
    let command = said.lines().last().unwrap_or_default().trim();
    let arguments = command.strip_prefix("RUSTFLAGS=\"--cfg casp_fault\" cargo run --release -p casp-sim -- faults ");
    let arguments = arguments.ok_or(format!("{rule}: no command: {command}"))?;
    let again = faults(&arguments.split(' ').collect::<Vec<_>>());
    if again.status.code() != Some(1) {
        return Err(format!("{rule}: {command} breaks nothing"));
    }
    println!("{rule}: {arguments}");
    Ok(())
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
