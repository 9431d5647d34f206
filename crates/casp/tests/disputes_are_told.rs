//! What a person reads of disputes and outcome records, as it was last looked at.
//!
//! Review a change with `INSTA_UPDATE=always cargo test -p casp --test disputes_are_told` and `git diff`.

#![allow(clippy::restriction, reason = "test code")]

#[path = "support/dispute.rs"]
mod dispute;
#[path = "support/evidence.rs"]
mod evidence;
mod support;

use casp_wire::v1::{DisputeBundle, OutcomeReport};
use casp_wire::{Layer, decode, encode};
use serde_json::Value;
use support::Sandbox;

fn told(sandbox: &Sandbox, commands: &[&str]) -> String {
    commands.iter().map(|command| sandbox.told(command) + "\n").collect()
}

#[test]
fn help_of_each_command() {
    let commands = [
        "dispute --help",
        "dispute judge --help",
        "dispute bundle --help",
        "dispute inspect --help",
    ];
    insta::assert_snapshot!(told(&Sandbox::new(), &commands));
}

#[test]
fn who_broke_which_rule_and_what_nobody_can_tell() {
    let commands = [
        "dispute judge settled --network test",
        "dispute judge both",
        "dispute judge both --fail-on-findings",
        "dispute judge settled --fail-on-findings",
        "dispute judge not-requested",
        "dispute judge not-delivered --fail-on-findings",
        "dispute judge open",
        "dispute judge wrong",
        "dispute judge unproven",
    ];
    insta::assert_snapshot!(told(&dispute::furnished(), &commands));
}

#[test]
fn outcome_records_and_committed_packages_are_verified() {
    let commands = [
        "evidence verify outcome",
        "evidence verify opinion",
        "evidence verify no-result --as outcome",
        "evidence verify committed-package",
    ];
    insta::assert_snapshot!(told(&dispute::furnished(), &commands));
}

#[test]
fn what_is_not_of_one_engagement_is_refused_with_its_member_and_the_cause() {
    let sandbox = dispute::furnished();
    dispute::refused(&sandbox);
    sandbox.write("cut", &sandbox.read("both")[..1_000]);
    sandbox.write("empty", []);
    sandbox.write("text", "a text\n");
    let commands = [
        "dispute judge settled --network elsewhere",
        "dispute judge two-contracts",
        "dispute judge spoilt-acceptance",
        "dispute judge other-request",
        "dispute judge spoilt-event",
        "dispute judge unordered-events",
        "dispute judge ack-of-a-stranger",
        "dispute judge same-again",
        "dispute judge spoilt-second",
        "dispute judge spoilt-fork-in-dispute",
        "dispute judge cut",
        "dispute judge empty",
        "dispute judge text",
        "dispute judge nothing",
        "dispute judge committed-package",
        "dispute judge outcome",
        "evidence verify settled",
        "evidence verify both --as outcome",
        "evidence verify outcome-without-verdict",
        "evidence verify outcome-otherwise",
        "evidence verify spoilt-report",
        "evidence verify outcome-of-other-input",
        "evidence verify outcome-of-wrong-verdict",
    ];
    insta::assert_snapshot!(told(&sandbox, &commands));
}

/// Of what `inspect` shows the lines that something is marked at, and what comes after the fields.
#[test]
fn findings_and_faults_are_marked_at_their_lines() {
    let sandbox = dispute::furnished();
    dispute::refused(&sandbox);
    let mut out = String::new();
    for command in ["inspect both", "dispute inspect spoilt-event", "inspect spoilt-report"] {
        let told = sandbox.told(command);
        let (fields, rest) = told.split_once("\n\n").unwrap().1.split_once("\n\n").unwrap();
        out += &format!("$ casp {command}\n…\n");
        let marked = fields.lines().filter(|line| line.contains("<- "));
        marked.for_each(|line| out += &format!("{line}\n…\n"));
        out += &format!("\n{rest}\n");
    }
    insta::assert_snapshot!(out);
}

#[test]
fn every_file_is_taken_for_what_it_is() {
    let sandbox = dispute::furnished();
    dispute::refused(&sandbox);
    for (name, message, judgement) in [
        ("settled", "DisputeBundle", "accepted"),
        ("both", "DisputeBundle", "accepted"),
        ("open", "DisputeBundle", "accepted"),
        ("wrong", "DisputeBundle", "accepted"),
        ("spoilt-event", "DisputeBundle", "refused"),
        ("not-requested", "DisputeBundle", "accepted"),
        ("not-delivered", "DisputeBundle", "accepted"),
        ("outcome", "OutcomeRecord", "accepted"),
        ("opinion", "OutcomeRecord", "accepted"),
        ("no-result", "OutcomeRecord", "accepted"),
        ("spoilt-report", "OutcomeRecord", "refused"),
        ("committed-package", "EvidencePackage", "accepted"),
    ] {
        let page: Value = serde_json::from_slice(&sandbox.run(&format!("--json inspect {name}")).stdout).unwrap();
        assert_eq!(page["message"], message, "{name}");
        assert_eq!(page["judgement"], judgement, "{name}");
    }
}

#[test]
fn json_documents() {
    let sandbox = dispute::furnished();
    dispute::refused(&sandbox);
    let commands = [
        "--json dispute judge settled",
        "--json dispute judge both --fail-on-findings",
        "--json dispute judge not-delivered",
        "--json dispute judge spoilt-event",
        "--json evidence verify outcome",
        "--json evidence verify spoilt-report",
        "--json dispute bundle committed-package -o made",
    ];
    insta::assert_snapshot!(told(&sandbox, &commands));
}

/// Files of the statements in a bundle, each by itself.
fn scattered(sandbox: &Sandbox, bundle: &DisputeBundle) -> Vec<String> {
    let one = [
        &bundle.cancel,
        &bundle.ack,
        &bundle.verdict,
        &bundle.result,
        &bundle.commit,
    ];
    let one = one
        .into_iter()
        .chain([&bundle.prepared, &bundle.request, &bundle.acceptance]);
    let one = one.chain([&bundle.quote, &bundle.offer]).flatten();
    let lists = bundle
        .events
        .iter()
        .rev()
        .chain(&bundle.reports)
        .chain(&bundle.receipts);
    let all = one.chain(lists).chain(&bundle.checkpoints).chain(&bundle.seconds);
    let names = all.enumerate().map(|(number, statement)| {
        let name = format!("statement-{number}");
        sandbox.write(&name, encode(statement));
        name
    });
    names.collect()
}

#[test]
fn a_bundle_is_made_of_what_is_held_in_whatever_order() {
    let sandbox = dispute::furnished();
    let both = dispute::both_at_fault();
    let mut names = scattered(&sandbox, &both);
    sandbox.write("fork-of-both", encode(&both.forks[0]));
    names.push("fork-of-both".into());
    // The trace and the attestations come with a package alone.
    let package = casp_wire::v1::EvidencePackage {
        offer: both.offer.clone(),
        quote: both.quote.clone(),
        acceptance: both.acceptance.clone(),
        request: both.request.clone(),
        result: both.result.clone(),
        events: both.trace.clone(),
        attestations: both.attestations.clone(),
        ..Default::default()
    };
    sandbox.write("package-of-both", encode(&package));
    names.push("package-of-both".into());
    let told = sandbox.ok(&format!("dispute bundle {} -o made", names.join(" ")));
    assert_eq!(sandbox.read("made"), sandbox.read("both"), "{told}");
    // Made of itself, and of a bundle twice.
    sandbox.ok("dispute bundle made both both -o again");
    assert_eq!(sandbox.read("again"), sandbox.read("both"));
    sandbox.ok("dispute bundle outcome -o of-record");
    let of_record: DisputeBundle = decode(&sandbox.read("of-record"), Layer::Envelope).unwrap();
    assert!(of_record.verdict.is_some() && of_record.reports.len() == 1);
}

#[test]
fn what_cannot_be_one_bundle_is_not_written() {
    let sandbox = dispute::furnished();
    let settled: DisputeBundle = decode(&sandbox.read("settled"), Layer::Envelope).unwrap();
    sandbox.write("request", encode(settled.request.as_ref().unwrap()));
    let mut report = settled.clone();
    report.reports = vec![dispute::report(&settled, 1, |_: &mut OutcomeReport| ())];
    sandbox.write("report", encode(&report.reports[0]));
    sandbox.write("text", "a text\n");
    sandbox.write("empty", []);
    let commands = [
        "dispute bundle settled report -o with-report",
        "dispute bundle settled outcome -o x",
        "dispute bundle request -o x",
        "dispute bundle text -o x",
        "dispute bundle empty -o x",
        "dispute bundle settled -o settled",
        "dispute bundle settled --network elsewhere -o x",
        "dispute bundle -o x",
        "--json dispute bundle settled -o -",
    ];
    insta::assert_snapshot!(told(&sandbox, &commands));
    assert!(!sandbox.path("x").exists(), "nothing is written of what is refused");
}
