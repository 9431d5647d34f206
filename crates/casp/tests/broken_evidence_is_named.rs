//! Whatever is cut off or altered in evidence, the commands say which rule that breaks, and end by themselves.

#![allow(clippy::restriction, reason = "test code")]

#[path = "support/dispute.rs"]
mod dispute;
#[path = "support/evidence.rs"]
mod evidence;
mod support;

use std::collections::BTreeMap;

use serde_json::Value;
use support::Sandbox;

/// Every kind, and the command that judges it.
const KINDS: [(&str, &str); 7] = [
    ("package", "evidence verify"),
    ("unilateral", "evidence verify"),
    ("trace", "evidence verify"),
    ("disclosure", "evidence verify"),
    ("fork", "evidence verify"),
    ("fork-of-one-size", "evidence verify"),
    ("case", "canary judge --case"),
];

/// The same, of what is shown after an engagement, and holds no evidence.
const SHOWN: [(&str, &str); 4] = [
    ("wrong", "dispute judge"),
    ("not-delivered", "dispute judge"),
    ("outcome", "evidence verify"),
    ("no-result", "evidence verify"),
];

/// Judges bytes that should not hold. What they were taken for, and the rule.
fn refusal(sandbox: &Sandbox, command: &str, bytes: &[u8]) -> (String, String) {
    sandbox.write("file", bytes);
    let output = sandbox.run(&format!("--json {command} file"));
    let page: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one document");
    assert_eq!(output.status.code(), Some(1), "{page}");
    assert_eq!(page["verdict"], "REJECT");
    let rule = page["error"]["rule"].as_str().expect("a rule is named");
    let stage = page["error"]["stage"].as_str().unwrap();
    let faults = page["faults"].as_array().unwrap();
    // What is encoded as it should be has faults in members, and one of them decides.
    assert_eq!(faults.is_empty(), stage == "ENCODING" || stage == "SIZE", "{page}");
    assert!(faults.is_empty() || faults.iter().any(|fault| fault["rule"] == rule));
    (page["message"].as_str().unwrap().to_owned(), rule.to_owned())
}

/// `inspect` comes to the same, where it takes the file for the same.
fn inspected(sandbox: &Sandbox, message: &str, rule: &str) {
    let output = sandbox.run("--json inspect file");
    let page: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one document");
    assert_eq!(output.status.code(), Some(1));
    if page["contained"].is_object() && page["message"] == message {
        assert_eq!(page["error"]["rule"], rule);
    }
}

/// Where the file holds what no rule looks into: kind and report of an attestation.
fn unjudged(sandbox: &Sandbox, name: &str) -> Vec<std::ops::Range<usize>> {
    let page: serde_json::Value = serde_json::from_str(&sandbox.ok(&format!("--json inspect {name}"))).unwrap();
    let fields = page["fields"].as_array().unwrap().iter();
    let opaque = fields.filter(|field| {
        let named = field["field"] == "kind" || field["field"] == "report";
        named && field["message"] == "AttestationEvidence"
    });
    let number = |value: &serde_json::Value| value.as_u64().unwrap() as usize;
    opaque
        .map(|field| number(&field["offset"])..number(&field["offset"]) + number(&field["length"]))
        .collect()
}

/// Alters one byte here and there, and looks for the rule that it breaks.
fn alter(sandbox: &Sandbox, kinds: &[(&str, &str)]) {
    for (name, command) in kinds {
        let whole = sandbox.read(name);
        // A prime, so that every field is met in one file or another.
        let step = (whole.len() / 35).max(1) | 1;
        let unjudged = unjudged(sandbox, name);
        let judged = |at: &usize| !unjudged.iter().any(|range| range.contains(at));
        for at in (0..whole.len()).step_by(step).filter(judged) {
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << (at % 7);
            let (message, rule) = refusal(sandbox, command, &bytes);
            inspected(sandbox, &message, &rule);
        }
    }
}

#[test]
fn one_byte_altered_anywhere() {
    alter(&evidence::furnished(), &KINDS);
    alter(&dispute::furnished(), &SHOWN);
}

/// What a bundle is judged to show; nothing for one that is refused, of which a rule is named.
fn judgement(sandbox: &Sandbox, bytes: &[u8]) -> Option<Value> {
    sandbox.write("file", bytes);
    let output = sandbox.run("--json dispute judge file");
    let page: Value = serde_json::from_slice(&output.stdout).expect("one document");
    if output.status.code() == Some(0) {
        assert_eq!(page["verdict"], "ACCEPT");
        return Some(page["shown"].clone());
    }
    assert_eq!(output.status.code(), Some(1), "{page}");
    assert!(page["error"]["rule"].is_string(), "{page}");
    None
}

/// Receipts, trace, checkpoints and attestations are not asked for (SPEC.md section 20.2): what is altered in one is no longer shown.
#[test]
fn one_byte_altered_in_a_dispute_bundle_is_refused_or_opens_a_question() {
    const EVIDENCE: [&str; 4] = ["receipts", "trace", "checkpoints", "attestations"];
    let sandbox = dispute::furnished();
    let whole = sandbox.read("settled");
    let page: Value = serde_json::from_str(&sandbox.ok("--json inspect settled")).unwrap();
    let members: Vec<_> = page["fields"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|field| field["depth"] == 0)
        .collect();
    let member_at = |at: u64| {
        let begins_before = |field: &&&Value| field["offset"].as_u64().unwrap() <= at;
        members.iter().rfind(begins_before).unwrap()["field"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let unjudged = unjudged(&sandbox, "settled");
    let (mut refused, mut opened) = (BTreeMap::new(), BTreeMap::new());
    for at in (0..whole.len()).step_by(53) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 7);
        let member = member_at(at as u64);
        let Some(shown) = judgement(&sandbox, &bytes) else {
            *refused.entry(member).or_insert(0) += 1;
            continue;
        };
        assert!(
            EVIDENCE.contains(&member.as_str()),
            "byte {at} of {member} is altered unseen"
        );
        assert_eq!(
            shown["findings"],
            serde_json::json!([]),
            "byte {at}: nobody signed that"
        );
        let open: Vec<_> = shown["unresolved"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| &it["reason"])
            .collect();
        if unjudged.iter().any(|range| range.contains(&at)) {
            assert!(open.is_empty(), "byte {at}: {shown}");
        } else {
            assert_eq!(open, ["evidence-not-shown"], "byte {at} of {member}");
            *opened.entry(member).or_insert(0) += 1;
        }
    }
    assert!(refused.len() >= 8, "{refused:?}: every statement is met");
    assert_eq!(opened.len(), 4, "{opened:?}");
}

#[test]
fn a_dispute_bundle_cut_off_anywhere_is_refused_or_leaves_open_what_is_gone() {
    let sandbox = dispute::furnished();
    let whole = sandbox.read("settled");
    let page: Value = serde_json::from_str(&sandbox.ok("--json inspect settled")).unwrap();
    let fields = page["fields"].as_array().unwrap().iter();
    // Between members what is left is a smaller bundle.
    let begins = fields
        .filter(|field| field["depth"] == 0)
        .map(|field| field["offset"].as_u64().unwrap() as usize);
    for length in begins.chain((0..whole.len()).step_by(whole.len() / 25)) {
        let Some(shown) = judgement(&sandbox, &whole[..length]) else {
            continue;
        };
        assert_eq!(
            shown["findings"],
            serde_json::json!([]),
            "nothing follows from what is missing"
        );
        assert_ne!(shown["unresolved"], serde_json::json!([]), "cut at {length}");
    }
}

#[test]
fn cut_off_anywhere() {
    let sandbox = evidence::furnished();
    for (name, command) in KINDS {
        let whole = sandbox.read(name);
        for length in (0..whole.len()).step_by(whole.len() / 25) {
            let (_, rule) = refusal(&sandbox, command, &whole[..length]);
            // At the end of a member what is left is a smaller package, which lacks something.
            let expected = ["ENC-2", "ENC-9", "PKG-1", "PKG-3", "TRC-4", "TRC-6", "RCP-7"];
            assert!(expected.contains(&rule.as_str()), "{name} cut at {length}: {rule}");
        }
    }
}

#[test]
fn too_large_or_made_of_noise() {
    let sandbox = Sandbox::new();
    for bytes in [vec![0; 11_000_000], vec![0xff; 500_000], [0x42, 0x00].repeat(1_000_000)] {
        for command in [
            "evidence verify",
            "evidence verify --as disclosure",
            "evidence verify --as fork",
            "evidence verify --as outcome",
            "canary judge --case",
            "dispute judge",
        ] {
            refusal(&sandbox, command, &bytes);
        }
    }
}

#[test]
fn a_fault_is_marked_at_the_line_of_the_altered_field() {
    let sandbox = evidence::furnished();
    let whole = sandbox.read("package");
    let page: serde_json::Value = serde_json::from_str(&sandbox.ok("--json inspect package")).unwrap();
    let fields = page["fields"].as_array().unwrap();
    // The signature of each statement in it: 64 bytes after a tag and a length.
    let signatures = fields.iter().filter(|field| field["field"] == "sig");
    let mut marked = 0;
    for offset in signatures.map(|field| field["offset"].as_u64().unwrap() as usize) {
        let mut bytes = whole.clone();
        bytes[offset + 10] ^= 1;
        sandbox.write("file", &bytes);
        let told = sandbox.told("inspect file");
        let line = told
            .lines()
            .find(|line| line.contains("sig: ") && line.contains("<- REC-1 (SIG-"));
        // A proof in a bundle is told by the rule of the proof (DEL-4).
        if let Some(line) = line {
            assert!(line.trim_start().starts_with(&offset.to_string()), "{line}");
            marked += 1;
        } else {
            assert!(told.contains("DEL-4"), "{told}");
        }
    }
    assert!(marked > 9, "only {marked} signatures are marked");
}
