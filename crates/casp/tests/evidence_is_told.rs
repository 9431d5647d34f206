//! What a person reads of canaries and evidence, as it was last looked at.
//!
//! Review a change with `INSTA_UPDATE=always cargo test -p casp --test evidence_is_told` and `git diff`.

#![allow(clippy::restriction, reason = "test code")]

#[path = "support/evidence.rs"]
mod evidence;
mod support;

use casp_wire::encode;
use casp_wire::v1::{SideEffect, TaskStatus};
use evidence::canary_scene::Script;
use evidence::evidence_scene::scene::{Scene, spoil};
use support::{NOON, Sandbox};

fn told(sandbox: &Sandbox, commands: &[&str]) -> String {
    commands.iter().map(|command| sandbox.told(command) + "\n").collect()
}

/// The same, of what `inspect` shows only the lines that something is marked at, and what comes after the fields.
fn marked(sandbox: &Sandbox, commands: &[&str]) -> String {
    let mut out = String::new();
    for command in commands {
        let told = sandbox.told(command);
        let (fields, rest) = told.split_once("\n\n").unwrap().1.split_once("\n\n").unwrap();
        let lines = fields.lines().filter(|line| line.contains("<- "));
        out += &format!("$ casp {command}\n…\n");
        lines.for_each(|line| out += &format!("{line}\n…\n"));
        out += &format!("\n{rest}\n");
    }
    out
}

/// Files that are wrong in one way each, or in several.
fn faulty() -> Sandbox {
    let sandbox = evidence::furnished();
    let mut package = Scene::default().package();
    spoil(package.result.as_mut().unwrap());
    sandbox.write("spoilt-result", encode(&package));

    let mut package = Scene::default().package();
    package.quote = None;
    package.ack = None;
    sandbox.write("without-quote", encode(&package));

    let scene = Scene {
        receipt: Box::new(|index, receipt| {
            if index == 1 {
                receipt.seq = 7;
            }
        }),
        event: Box::new(|index, event| {
            if index == 2 {
                event.seq = 9;
            } else if index == 4 {
                event.salt = vec![0; 16];
            }
        }),
        attestation: Box::new(|_, attestation| attestation.binding = vec![3; 32]),
        ..Scene::default()
    };
    sandbox.write("several-faults", encode(&scene.package()));

    let mut package = evidence::trace(5);
    package.events[3].data = b"another".to_vec();
    sandbox.write("altered-trace", encode(&package));
    package.checkpoints.clear();
    sandbox.write("without-checkpoint", encode(&package));

    let script = Script {
        answer: b"{}".to_vec(),
        verdict: Box::new(|verdict| verdict.outcome = casp_wire::v1::CanaryOutcome::Passed.into()),
        ..Script::sound()
    };
    sandbox.write("wrong-verdict", encode(&script.play()));
    let script = Script {
        acceptance: Box::new(|acceptance| acceptance.blind = vec![1; 32]),
        ..Script::sound()
    };
    sandbox.write("other-blind", encode(&script.play()));
    let script = Script {
        quote: Box::new(|quote| quote.terms.as_mut().unwrap().side_effect = SideEffect::Irreversible.into()),
        ..Script::sound()
    };
    sandbox.write("other-terms", encode(&script.play()));
    let script = Script {
        result: Box::new(|result| result.status = TaskStatus::Failed.into()),
        ..Script::sound()
    };
    let mut case = script.play();
    sandbox.write("result-out-of-order", encode(&case));
    case = Script::sound().play();
    spoil(case.request.as_mut().unwrap());
    sandbox.write("spoilt-request", encode(&case));

    let mut fork: casp_wire::v1::ForkProof =
        casp_wire::decode(&sandbox.read("fork"), casp_wire::Layer::Envelope).unwrap();
    std::mem::swap(&mut fork.first, &mut fork.second);
    std::mem::swap(&mut fork.first_leaf, &mut fork.second_leaf);
    sandbox.write("swapped-fork", encode(&fork));
    spoil(fork.second.as_mut().unwrap());
    sandbox.write("spoilt-fork", encode(&fork));

    let package = sandbox.read("package");
    sandbox.write("cut", &package[..1_000]);
    sandbox.write("empty", []);
    sandbox.write("text", "a text\n");
    sandbox
}

#[test]
fn evidence_that_holds() {
    let commands = [
        "evidence verify package",
        "evidence verify unilateral --network test",
        "evidence verify trace",
        "evidence verify disclosure --network test",
        "evidence verify fork",
        "evidence verify fork-of-one-size",
        "canary judge --case case",
        "canary judge --case past-case --network test",
    ];
    insta::assert_snapshot!(told(&evidence::furnished(), &commands));
}

#[test]
fn evidence_that_holds_is_inspected() {
    let sandbox = evidence::furnished();
    let commands = [
        "inspect trace",
        "evidence inspect disclosure",
        "inspect fork-of-one-size",
    ];
    insta::assert_snapshot!(told(&sandbox, &commands));
    for name in ["package", "unilateral", "fork", "case", "past-case"] {
        let shown = sandbox.ok(&format!("inspect {name}"));
        assert!(!shown.contains("<- "), "{shown}");
        assert!(shown.contains("\naccepted    "), "{shown}");
    }
}

#[test]
fn every_fault_is_told_with_its_member_its_rule_and_the_way_out() {
    let commands = [
        "evidence verify spoilt-result",
        "evidence verify without-quote",
        "evidence verify several-faults",
        "evidence verify altered-trace",
        "evidence verify without-checkpoint",
        "evidence verify package --network elsewhere",
        "evidence verify package --contract 0000000000000000000000000000000000000000000000000000000000000000",
        "evidence verify trace --contract 0000000000000000000000000000000000000000000000000000000000000000",
        "evidence verify package --contract zero",
        "evidence verify swapped-fork",
        "evidence verify spoilt-fork",
        "canary judge --case wrong-verdict",
        "canary judge --case other-blind",
        "canary judge --case other-terms",
        "canary judge --case spoilt-request",
        "canary judge --case result-out-of-order",
        "canary judge --case case --network elsewhere",
    ];
    insta::assert_snapshot!(told(&faulty(), &commands));
}

#[test]
fn faults_are_marked_at_their_lines() {
    let commands = [
        "inspect spoilt-result",
        "inspect without-quote",
        "inspect several-faults",
        "inspect altered-trace",
        "inspect wrong-verdict",
        "inspect other-blind",
        "inspect other-terms",
        "inspect spoilt-request",
        "inspect spoilt-fork",
        "inspect result-out-of-order",
    ];
    insta::assert_snapshot!(marked(&faulty(), &commands));
}

#[test]
fn errors_name_what_is_wrong_and_the_way_out() {
    let sandbox = faulty();
    sandbox.key("agent.key", 1);
    sandbox.key("worker.key", 2);
    sandbox.ok(&format!(
        "delegation new --key agent.key --to worker.key --network example -o delegation.casp --at {NOON}"
    ));
    sandbox.write("question", "?");
    sandbox.write("two.toml", "contains = 'a'\nprefix = 'b'\n");
    sandbox.write("typo.toml", "contain = 'a'\n");
    sandbox.write("invalid.toml", "decimal = { expected = '01', tolerance = '0' }\n");
    sandbox.write("empty.toml", "contains = ''\n");
    sandbox.write("no-json", "note: something\n");
    sandbox.write(
        "unknown-member",
        "{\"kind\": \"note\"}\n{\"kind\": \"note\", \"text\": \"x\"}\n",
    );
    sandbox.write("no-time", "{\"kind\": \"note\", \"at\": \"noon\"}\n");
    sandbox.write(
        "backwards",
        "{\"kind\": \"note\", \"at\": 2000}\n\n{\"kind\": \"end\", \"at\": 1000}\n",
    );
    sandbox.write("no-kind", "{\"kind\": \"A Kind\"}\n");
    sandbox.write(
        "long",
        format!("{{\"kind\": \"note\", \"data\": \"{}\"}}\n", "x".repeat(4_097)),
    );
    sandbox.write("good", "{\"kind\": \"end\"}\n");
    sandbox.write("bank", format!("casp canary bank {}\n", "5a".repeat(32)));
    let commands = [
        "evidence verify empty",
        "evidence verify text",
        "evidence verify cut",
        "evidence verify nothing",
        "evidence verify case",
        "evidence verify case --as package",
        "evidence verify delegation.casp",
        "evidence verify trace --as fork",
        "evidence verify disclosure --contract 0000000000000000000000000000000000000000000000000000000000000000",
        "evidence verify agent.key",
        "evidence inspect empty",
        "evidence inspect text",
        "evidence inspect delegation.casp",
        "evidence prove trace --event 0 -o x",
        "evidence prove trace --event 6 -o x",
        "evidence prove altered-trace --event 1 -o x",
        "evidence prove trace --event 1 -o trace",
        "evidence prove disclosure --event 1 -o x",
        "evidence trace empty --key agent.key --network example -o x",
        "evidence trace no-json --key agent.key --network example -o x",
        "evidence trace unknown-member --key agent.key --network example -o x",
        "evidence trace no-time --key agent.key --network example -o x",
        "evidence trace backwards --key agent.key --network example -o x",
        "evidence trace no-kind --key agent.key --network example -o x",
        "evidence trace long --key agent.key --network example -o x",
        "evidence trace good --key agent.key --network No -o x",
        "evidence trace good --key agent.key --network example -o good",
        "evidence trace good --key agent.key --network example -o agent.key",
        "evidence trace good --key worker.key --delegation delegation.casp --network example -o x --at 2026-01-01T12:00:00Z",
        "canary judge",
        "canary judge --opening x",
        "canary judge --case case text",
        "canary judge --opening text text",
        "canary judge --case empty",
        "canary judge --case package",
        "canary make --family nonsense --bank bank --provider agent.key -o x",
        "canary make --family text-transform --provider agent.key -o x",
        "canary make --family text-transform --bank text --provider agent.key -o x",
        "canary make --family text-transform --bank bank --provider nobody -o x",
        "canary make --input question --provider agent.key -o x",
        "canary make --input question --oracle two.toml --provider agent.key -o x",
        "canary make --input question --oracle typo.toml --provider agent.key -o x",
        "canary make --input question --oracle invalid.toml --provider agent.key -o x",
        "canary make --input question --oracle empty.toml --provider agent.key -o x",
        "canary make --input nothing --oracle two.toml --provider agent.key -o x",
    ];
    insta::assert_snapshot!(told(&sandbox, &commands));
}

#[test]
fn a_package_is_of_the_contract_that_was_asked_for() {
    let sandbox = Sandbox::new();
    sandbox.write("file", encode(&Scene::default().package()));
    let page: serde_json::Value = serde_json::from_str(&sandbox.ok("--json evidence verify file")).unwrap();
    let contract = page["shown"]["contract"]["object_id"].as_str().unwrap().to_owned();
    sandbox.ok(&format!("evidence verify file --contract {contract}"));
    let other = sandbox.run(&format!("evidence verify file --contract {}", "7".repeat(64)));
    assert_eq!(other.status.code(), Some(1));
}

#[test]
fn an_operational_key_signs_a_trace_under_the_scope_receipt() {
    let sandbox = Sandbox::new();
    sandbox.key("agent.key", 1);
    sandbox.key("worker.key", 2);
    sandbox.ok(&format!(
        "delegation new --key agent.key --to worker.key --network example --scope receipt -o delegation.casp --at {NOON}"
    ));
    sandbox.write(
        "events",
        "{\"kind\": \"note\", \"at\": \"2026-01-01T13:00:00Z\"}\n\n{\"kind\": \"note\"}\n{\"kind\": \"end\", \"at\": 1798761600000}\n",
    );
    sandbox.ok(&format!(
        "evidence trace events --key worker.key --delegation delegation.casp --network example -o trace.casp --at {NOON}"
    ));
    let page: serde_json::Value = serde_json::from_str(&sandbox.ok("--json evidence verify trace.casp")).unwrap();
    let agent: serde_json::Value = serde_json::from_str(&sandbox.ok("--json id agent.key")).unwrap();
    assert_eq!(page["shown"]["trace"]["issuer"], agent["did_key"]);
    assert_eq!(page["shown"]["trace"]["size"], 3);
    for (seq, at) in [
        (1, "2026-01-01T13:00:00Z"),
        (2, "2026-01-01T13:00:00Z"),
        (3, "2027-01-01T00:00:00Z"),
    ] {
        sandbox.ok(&format!("evidence prove trace.casp --event {seq} -o shown.casp"));
        let told = sandbox.ok("evidence verify shown.casp");
        assert!(
            told.contains(&format!("at          {at}\n")),
            "an event without time follows the one before: {told}"
        );
    }
    // The delegation in the package is spoilt: which rule it breaks is told, and where.
    let mut bytes = sandbox.read("trace.casp");
    let at = bytes.len() - 70;
    bytes[at] ^= 1;
    sandbox.write("spoilt", bytes);
    let told = sandbox.told("inspect spoilt");
    assert!(told.contains("<- REC-1 (DEL-4)"), "{told}");
    assert!(told.contains("SIG-3 signature-mismatch in a proof"), "{told}");
}

#[test]
fn json_documents() {
    let sandbox = faulty();
    sandbox.key("agent.key", 1);
    sandbox.write("good", "{\"kind\": \"note\", \"data\": \"x\"}\n{\"kind\": \"end\"}\n");
    sandbox.write("question", "?");
    sandbox.write("right", "!");
    let commands = [
        "--json canary bank new",
        "--json canary make --family text-transform --bank canary.bank --provider agent.key -o derived",
        "--json canary make --input question --exact right --provider agent.key -o past",
        "--json canary judge --opening past.opening right",
        "--json canary judge --opening past.opening question",
        "--json canary judge --case case",
        "--json canary judge --case spoilt-request",
        "--json evidence verify package",
        "--json evidence verify trace",
        "--json evidence verify disclosure",
        "--json evidence verify fork",
        "--json evidence verify several-faults",
        "--json evidence verify without-quote",
        "--json evidence verify cut",
        "--json evidence prove trace --event 1 -o shown",
        "--json evidence trace good --key agent.key --network example -o trace.casp --at 2026-01-01T12:00:00Z",
    ];
    let filters = vec![
        (r#""(index|input_bytes)": \d{2,}"#, r#""$1": …"#),
        (r#""(blind|session|root|input_digest)": "[0-9a-f]+""#, r#""$1": "…""#),
    ];
    insta::with_settings!({filters => filters}, {
        insta::assert_snapshot!(told(&sandbox, &commands));
    });
    let page: serde_json::Value = serde_json::from_slice(&sandbox.run("--json inspect several-faults").stdout).unwrap();
    assert_eq!(page["judgement"], "refused");
    assert_eq!(page["contained"]["faults"][1]["rule"], page["error"]["rule"]);
    assert_eq!(page["contained"]["faults"][1]["at_byte"], page["at_byte"]);
}
