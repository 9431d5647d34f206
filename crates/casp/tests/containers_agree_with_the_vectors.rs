//! Of every published vector about packages, disclosures, fork proofs, canary cases and canaries, the commands say what it expects.

#![allow(clippy::restriction, reason = "test code")]

mod support;
#[path = "support/vectors.rs"]
mod vectors;

use std::collections::BTreeSet;

use casp_identity::AgentId;
use casp_wire::v1::{Canary, CanaryOpening, Oracle};
use casp_wire::{Layer, decode};
use serde_json::Value;
use support::Sandbox;
use vectors::{bytes, number, of_operation, on_every_core};

/// Asks of every vector with this operation whether what the commands say is what it expects; if not, what they said stands beside it.
fn compare(operation: &str, at_least: usize, said: impl Fn(&Sandbox, &Value, &Value) -> (Value, bool) + Sync) {
    let all = of_operation(operation);
    let disagreements = on_every_core(&all, |sandbox, (arguments, vector)| {
        let (page, holds) = said(sandbox, arguments, vector);
        let said: String = page.to_string().chars().take(300).collect();
        (!holds).then(|| format!("{} {}: {said}", vector["id"], vector["expect"]))
    });
    let compared = disagreements.len();
    assert!(compared >= at_least, "only {compared} vectors were compared");
    let disagreements: Vec<_> = disagreements.into_iter().flatten().collect();
    let count = disagreements.len();
    assert!(count == 0, "{count} disagreements:\n{}", disagreements.join("\n"));
}

/// Runs a command on the bytes of a vector. What it said, and whether verdict, stage and code are those that the vector expects.
fn judged(sandbox: &Sandbox, command: &str, input: &Value, vector: &Value) -> (Value, bool) {
    sandbox.write("file", bytes(input));
    let network = vector["begin"]["network_id"].as_str().unwrap();
    let output = sandbox.run(&format!("--json {command} file --network {network}"));
    let page: Value = serde_json::from_slice(&output.stdout).unwrap();
    let expected = &vector["expect"];
    let same = page["verdict"] == expected["verdict"];
    let holds = if expected["verdict"] == "ACCEPT" {
        output.status.code() == Some(0)
    } else {
        let codes = expected["codes"].as_array().unwrap();
        output.status.code() == Some(1)
            && page["error"]["stage"] == expected["stage"]
            && codes.contains(&page["error"]["code"])
    };
    (page, same && holds)
}

/// Nothing at all, a package that is the encoding of a canary case with every statement in its place, and those that fit a dispute bundle
/// as well.
const FIT_ANOTHER: [&str; 4] = [
    "dispute/outcome-record/result-in-the-place-of-the-report",
    "evidence/package-members/empty",
    "evidence/package-record/result-of-another-type",
    "evidence/package-record/ack-of-another-type",
];

/// Whether `inspect` takes for this message what is encoded as one.
fn recognised(sandbox: &Sandbox, message: &str, vector: &Value) -> bool {
    let stage = vector["expect"]["stage"].as_str().unwrap_or("CHAIN");
    let is_encoded = stage == "CHAIN" || stage == "ATTESTATION";
    let is_small = sandbox.read("file").len() < 100_000;
    if !is_encoded || !is_small || FIT_ANOTHER.iter().any(|id| vector["id"] == *id) {
        return true;
    }
    let output = sandbox.run("--json inspect file");
    let page: Value = serde_json::from_slice(&output.stdout).unwrap();
    page["message"] == message
}

/// Members at fault, with their positions.
fn at_fault(faults: &Value) -> BTreeSet<(String, u64)> {
    let faults = faults.as_array().into_iter().flatten();
    let pair = |fault: &Value| {
        (
            fault["member"].as_str().unwrap().into(),
            fault["index"].as_u64().unwrap_or(0),
        )
    };
    faults.map(pair).collect()
}

#[test]
fn packages() {
    compare("check_package", 450, |sandbox, arguments, vector| {
        let (page, mut holds) = judged(sandbox, "evidence verify --as package", &arguments["package"], vector);
        let expected = &vector["expect"]["output"]["package"];
        if expected.is_object() {
            holds &= at_fault(&page["faults"]) == at_fault(&expected["faults"]);
            let delivery = &page["shown"]["contract"]["delivery"];
            holds &= delivery.is_null() || (delivery == "BILATERAL") == (expected["bilateral"] == true);
        }
        holds &= recognised(sandbox, "EvidencePackage", vector);
        (page, holds)
    });
}

#[test]
fn disclosures() {
    compare("check_disclosure", 100, |sandbox, arguments, vector| {
        let command = "evidence verify --as disclosure";
        let (page, holds) = judged(sandbox, command, &arguments["disclosure"], vector);
        (page, holds && recognised(sandbox, "EventDisclosure", vector))
    });
}

#[test]
fn fork_proofs() {
    compare("check_fork", 100, |sandbox, arguments, vector| {
        let (page, holds) = judged(sandbox, "evidence verify --as fork", &arguments["proof"], vector);
        (page, holds && recognised(sandbox, "ForkProof", vector))
    });
}

#[test]
fn canary_cases() {
    compare("check_canary_case", 200, |sandbox, arguments, vector| {
        let (page, mut holds) = judged(sandbox, "canary judge --case", &arguments["canary_case"], vector);
        let expected = &vector["expect"]["output"]["canary_case"];
        if expected.is_object() {
            let judgement = if expected["passed"] == true { "passed" } else { "failed" };
            holds &= page["shown"]["judgement"] == judgement;
            holds &= page["shown"]["rederivable"] == expected["rederivable"];
        }
        (page, holds && recognised(sandbox, "CanaryCase", vector))
    });
}

/// The did:key of multikey bytes in hex.
fn did_key(agent: &Value) -> Value {
    AgentId::from_multikey(&bytes(agent)).unwrap().to_did_key().into()
}

#[test]
fn outcome_records() {
    compare("check_outcome_record", 150, |sandbox, arguments, vector| {
        let (page, mut holds) = judged(sandbox, "evidence verify --as outcome", &arguments["record"], vector);
        let expected = &vector["expect"]["output"]["outcome_record"];
        if expected.is_object() {
            let shown = &page["shown"];
            holds &= shown["issuer"] == did_key(&expected["issuer"]);
            holds &= shown["subject"] == did_key(&expected["subject"]);
            holds &= shown["contract"] == expected["contract"];
            holds &= shown["rederivable"] == expected["rederivable"];
        }
        (page, holds && recognised(sandbox, "OutcomeRecord", vector))
    });
}

/// Who broke which rule where, as a vector says it or as the command does.
fn findings(findings: &Value, party: impl Fn(&Value) -> Value) -> Vec<(Value, Value, u64, Value)> {
    let found = findings.as_array().unwrap().iter().map(|finding| {
        let index = finding["index"].as_u64().unwrap_or(0);
        let (member, rule) = (finding["member"].clone(), finding["rule"].clone());
        (party(&finding["party"]), member, index, rule)
    });
    found.collect()
}

#[test]
fn disputes() {
    compare("judge", 400, |sandbox, arguments, vector| {
        let (page, mut holds) = judged(sandbox, "dispute judge", &arguments["bundle"], vector);
        let expected = &vector["expect"]["output"]["judgement"];
        if expected.is_object() {
            let shown = &page["shown"];
            holds &= findings(&shown["findings"], Value::clone) == findings(&expected["findings"], did_key);
            let open: Vec<_> = shown["unresolved"]
                .as_array()
                .unwrap()
                .iter()
                .map(|it| &it["reason"])
                .collect();
            holds &= open == expected["unresolved"].as_array().unwrap().iter().collect::<Vec<_>>();
            // Every finding has words, and a place in the file.
            holds &= shown["findings"].as_array().unwrap().iter().all(|finding| {
                finding["at_byte"].is_u64() && finding["code"] != "" && finding["message"] != "broke the rule"
            });
        }
        // What is refused holds another kind of statement often.
        let is_taken_for_one = !expected.is_object() || recognised(sandbox, "DisputeBundle", vector);
        (page, holds && is_taken_for_one)
    });
}

#[test]
#[cfg(unix)]
fn derived_canaries() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::new();
    let mut compared = 0;
    for (arguments, vector) in of_operation("derive_canary") {
        let family = arguments["family"].as_str().unwrap();
        if vector["expect"]["verdict"] != "ACCEPT" {
            continue;
        }
        sandbox.write(
            "bank",
            format!("casp canary bank {}\n", arguments["bank_seed"].as_str().unwrap()),
        );
        std::fs::set_permissions(sandbox.path("bank"), std::fs::Permissions::from_mode(0o600)).unwrap();
        let (provider, index) = (arguments["provider"].as_str().unwrap(), number(&arguments["index"]));
        let output = sandbox.run(&format!(
            "--json canary make --family {family} --bank bank --provider {provider} --index {index} -o derived-{compared}"
        ));
        let id = &vector["id"];
        assert!(output.status.success(), "{id}: {output:?}");
        let expected = &vector["expect"]["output"]["derived"];
        assert_eq!(
            sandbox.read(&format!("derived-{compared}.input")),
            bytes(&expected["input"]),
            "{id}"
        );
        let opening: CanaryOpening =
            decode(&sandbox.read(&format!("derived-{compared}.opening")), Layer::Envelope).unwrap();
        let canary = opening.canary.unwrap();
        assert_eq!(opening.salt, bytes(&expected["salt"]), "{id}");
        assert_eq!(canary.generator.unwrap().seed, bytes(&expected["seed"]), "{id}");
        compared += 1;
    }
    assert!(compared > 60, "only {compared} were compared");
}

#[test]
fn judged_answers() {
    let all: Vec<_> = of_operation("judge_answer")
        .into_iter()
        .filter(|(_, vector)| vector["expect"]["output"]["text"].is_string())
        .collect();
    let compared = on_every_core(&all, |sandbox, (arguments, vector)| {
        let expected = &vector["expect"]["output"]["text"];
        sandbox.write("opening", opening(&bytes(&arguments["oracle"])));
        sandbox.write("answer", arguments.get("answer").map(bytes).unwrap_or_default());
        let output = sandbox.run("--json canary judge --opening opening answer");
        let page: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(page["judgement"], *expected, "{}: {page}", vector["id"]);
        let status = i32::from(expected == "failed");
        assert_eq!(output.status.code(), Some(status), "{}", vector["id"]);
    });
    let compared = compared.len();
    assert!(compared > 500, "only {compared} were compared");
}

/// An opening with this oracle.
fn opening(oracle: &[u8]) -> Vec<u8> {
    let oracle: Oracle = decode(oracle, Layer::Envelope).unwrap();
    casp_wire::encode(&CanaryOpening {
        salt: vec![1; 32],
        canary: Some(Canary {
            provider: hex::decode("ed01beed8bf093fd8e9ccefcaf726054ddf63efcbd9c5ea6d57c05b7749f0c0ef577").unwrap(),
            input_digest: vec![2; 32],
            oracle: Some(oracle),
            generator: None,
        }),
    })
}
