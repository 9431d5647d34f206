//! Of every published vector about packages, disclosures, fork proofs, canary cases and canaries, the commands say what it expects.

#![allow(clippy::restriction, reason = "test code")]

mod support;
#[path = "support/vectors.rs"]
mod vectors;

use casp_wire::v1::{Canary, CanaryOpening, Oracle};
use casp_wire::{Layer, decode};
use serde_json::Value;
use support::Sandbox;
use vectors::{bytes, of_operation};

/// Runs a command on the bytes of a vector and holds verdict, stage and code against what the vector expects.
fn page(sandbox: &Sandbox, command: &str, input: &Value, vector: &Value) -> Value {
    sandbox.write("file", bytes(input));
    let network = vector["begin"]["network_id"].as_str().unwrap();
    let output = sandbox.run(&format!("--json {command} file --network {network}"));
    let page: Value = serde_json::from_slice(&output.stdout).unwrap();
    let (id, expected) = (&vector["id"], &vector["expect"]);
    assert_eq!(page["verdict"], expected["verdict"], "{id}: {page}");
    if expected["verdict"] == "ACCEPT" {
        assert_eq!(output.status.code(), Some(0), "{id}");
    } else {
        assert_eq!(output.status.code(), Some(1), "{id}");
        assert_eq!(page["error"]["stage"], expected["stage"], "{id}: {page}");
        let codes = expected["codes"].as_array().unwrap();
        assert!(codes.contains(&page["error"]["code"]), "{id}: {page}");
    }
    page
}

/// `inspect` takes what is encoded as it should be for what it is.
fn recognised(sandbox: &Sandbox, message: &str, vector: &Value) {
    let stage = vector["expect"]["stage"].as_str().unwrap_or("CHAIN");
    if stage == "CHAIN" || stage == "ATTESTATION" {
        let output = sandbox.run("--json inspect file");
        let page: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(page["message"], message, "{}", vector["id"]);
    }
}

#[test]
fn packages() {
    let sandbox = Sandbox::new();
    let all = of_operation("check_package");
    assert!(all.len() > 400);
    for (arguments, vector) in all {
        let as_of_ms = arguments["as_of_ms"].as_str().unwrap();
        let command = format!("evidence verify --as package --as-of {as_of_ms}");
        let page = page(&sandbox, &command, &arguments["package"], &vector);
        let expected = &vector["expect"]["output"]["package"];
        let pairs = |faults: &Value| -> std::collections::BTreeSet<(String, u64)> {
            let faults = faults.as_array().into_iter().flatten();
            let pair = |fault: &Value| {
                (
                    fault["member"].as_str().unwrap().into(),
                    fault["index"].as_u64().unwrap(),
                )
            };
            faults.map(pair).collect()
        };
        assert_eq!(pairs(&page["faults"]), pairs(&expected["faults"]), "{}", vector["id"]);
        if expected["bilateral"] == true && page["verdict"] == "ACCEPT" {
            assert_eq!(page["shown"]["contract"]["delivery"], "BILATERAL", "{}", vector["id"]);
        }
        recognised(&sandbox, "EvidencePackage", &vector);
    }
}

#[test]
fn disclosures_and_fork_proofs() {
    let sandbox = Sandbox::new();
    for (operation, argument, kind, message) in [
        ("check_disclosure", "disclosure", "disclosure", "EventDisclosure"),
        ("check_fork", "proof", "fork", "ForkProof"),
    ] {
        let all = of_operation(operation);
        assert!(all.len() > 80);
        for (arguments, vector) in all {
            let command = format!("evidence verify --as {kind}");
            page(&sandbox, &command, &arguments[argument], &vector);
            recognised(&sandbox, message, &vector);
        }
    }
}

#[test]
fn canary_cases() {
    let sandbox = Sandbox::new();
    let all = of_operation("check_canary_case");
    assert!(all.len() > 200);
    for (arguments, vector) in all {
        let page = page(&sandbox, "canary judge --case", &arguments["canary_case"], &vector);
        if let Some(text) = vector["expect"]["output"]["text"].as_str() {
            let judgement = page["shown"]["judgement"].as_str().unwrap();
            let said = if page["shown"]["rederivable"] == true {
                format!("{judgement} rederivable")
            } else {
                judgement.to_owned()
            };
            assert_eq!(said, text, "{}", vector["id"]);
        }
        recognised(&sandbox, "CanaryCase", &vector);
    }
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
        let (provider, index) = (
            arguments["provider"].as_str().unwrap(),
            arguments["index"].as_str().unwrap_or("0"),
        );
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
    let sandbox = Sandbox::new();
    let mut compared = 0;
    for (arguments, vector) in of_operation("judge_answer") {
        let Some(expected) = vector["expect"]["output"]["text"].as_str() else {
            continue;
        };
        sandbox.write("opening", opening(&bytes(&arguments["oracle"])));
        sandbox.write("answer", arguments.get("answer").map(bytes).unwrap_or_default());
        let output = sandbox.run("--json canary judge --opening opening answer");
        let page: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(page["judgement"], expected, "{}: {page}", vector["id"]);
        assert_eq!(
            output.status.code(),
            Some(i32::from(expected == "failed")),
            "{}",
            vector["id"]
        );
        compared += 1;
    }
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
