//! What a person reads: help, inspected files and errors, as they were last looked at.
//!
//! Review a change with `INSTA_UPDATE=always cargo test -p casp --test snapshots` and `git diff`.

#![allow(clippy::restriction, reason = "test code")]

mod support;

use casp_wire::v1::{Bundle, EquivocationProof};
use casp_wire::{Layer, decode, encode};
use support::{NOON, Sandbox};

/// Transcripts of these commands, one after the other.
fn told(sandbox: &Sandbox, commands: &[&str]) -> String {
    commands.iter().map(|command| sandbox.told(command) + "\n").collect()
}

#[test]
fn help_of_each_command() {
    let commands = [
        "--help",
        "keygen --help",
        "id --help",
        "delegation --help",
        "delegation new --help",
        "delegation verify --help",
        "descriptor --help",
        "descriptor new --help",
        "descriptor sign --help",
        "descriptor verify --help",
        "descriptor inspect --help",
        "canary --help",
        "canary bank --help",
        "canary bank new --help",
        "canary make --help",
        "canary judge --help",
        "evidence --help",
        "evidence trace --help",
        "evidence verify --help",
        "evidence prove --help",
        "evidence inspect --help",
        "inspect --help",
        "rule --help",
        "completions --help",
    ];
    insta::assert_snapshot!(told(&Sandbox::new(), &commands));
}

#[test]
fn good_files_are_inspected() {
    let sandbox = Sandbox::published();
    let commands = [
        "inspect agent.casp",
        "inspect delegation.casp",
        "descriptor inspect delegated.casp",
    ];
    insta::assert_snapshot!(told(&sandbox, &commands));
}

#[test]
fn everything_that_a_descriptor_can_say_is_inspected() {
    let sandbox = Sandbox::furnished();
    let template = String::from_utf8(sandbox.read("descriptor.toml")).unwrap();
    let everything = template
        .replace("# [", "[")
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if rest.contains(" = ") && !rest.starts_with("it shows") => rest.to_owned() + "\n",
            _ => line.to_owned() + "\n",
        })
        .collect::<String>();
    sandbox.write("descriptor.toml", everything);
    sandbox.ok(&format!(
        "descriptor sign --key root.key descriptor.toml -o agent.casp --at {NOON}"
    ));
    insta::assert_snapshot!(told(&sandbox, &["inspect agent.casp"]));
}

#[test]
fn an_envelope_a_payload_and_an_equivocation_proof_are_inspected() {
    let sandbox = Sandbox::published();
    let bundle: Bundle = decode(&sandbox.read("delegated.casp"), Layer::Envelope).unwrap();
    let envelope = bundle.subject.clone().unwrap();
    sandbox.write("envelope", encode(&envelope));
    sandbox.write("payload", &envelope.payload);

    // Two state files are how a publisher comes to equivocate.
    let sign = format!("descriptor sign --key root.key other.toml --state other --at {NOON} -o other.casp");
    let template = String::from_utf8(sandbox.read("descriptor.toml")).unwrap();
    sandbox.write("other.toml", template.replace("1.0.0", "1.0.1"));
    sandbox.ok(&sign);
    let ids = ["agent.casp", "other.casp"].map(|name| {
        let bundle = sandbox.read(name);
        let id = casp_identity::Signed::<casp_descriptor::DescriptorKind>::from_bytes(bundle.clone()).object_id();
        (id.unwrap(), decode::<Bundle>(&bundle, Layer::Envelope).unwrap())
    });
    let [(_, first), (_, second)] = if ids[0].0 < ids[1].0 {
        ids
    } else {
        [ids[1].clone(), ids[0].clone()]
    };
    let proof = EquivocationProof {
        first: Some(first),
        second: Some(second),
    };
    sandbox.write("proof", encode(&proof));
    let swapped = EquivocationProof {
        first: proof.second,
        second: proof.first,
    };
    sandbox.write("swapped", encode(&swapped));

    let commands = [
        "inspect envelope",
        "inspect payload",
        "inspect proof",
        "inspect swapped",
    ];
    insta::assert_snapshot!(told(&sandbox, &commands));
}

/// Files that are wrong in one way each.
fn broken() -> Sandbox {
    let sandbox = Sandbox::published();
    let agent = sandbox.read("agent.casp");
    let delegated = sandbox.read("delegated.casp");
    let altered = |bytes: &[u8], at: usize| {
        let mut altered = bytes.to_vec();
        altered[at] ^= 1;
        altered
    };
    sandbox.write("empty", []);
    sandbox.write("cut-in-the-payload", &agent[..150]);
    sandbox.write("cut-in-the-envelope", &agent[..200]);
    sandbox.write("longer", [&agent[..], b"\x1a\x03abc"].concat());
    sandbox.write("altered-text", altered(&agent, 120));
    sandbox.write("altered-signature", altered(&agent, 250));
    sandbox.write("altered-number", altered(&agent, 150));
    sandbox.write("altered-proof", altered(&delegated, delegated.len() - 80));
    sandbox.write(
        "noise",
        (0..300_u32).map(|n| (n * n * 37 % 251) as u8).collect::<Vec<_>>(),
    );
    sandbox.write("too-large", [agent.as_slice(), &vec![0; 1_200_000]].concat());
    std::fs::create_dir(sandbox.path("folder")).unwrap();
    sandbox
}

#[test]
fn broken_files_are_inspected_as_far_as_they_go() {
    let commands = [
        "inspect empty",
        "inspect cut-in-the-payload",
        "inspect cut-in-the-envelope",
        "inspect longer",
        "inspect altered-text",
        "inspect altered-signature",
        "inspect altered-number",
        "inspect altered-proof",
        "inspect noise",
        "inspect descriptor.toml",
        "inspect root.key",
        "inspect folder",
        "inspect nothing",
        "inspect agent.casp --as retire",
        "descriptor inspect delegation.casp",
    ];
    insta::assert_snapshot!(told(&broken(), &commands));
}

#[test]
fn errors_name_the_rule_and_the_way_out() {
    let sandbox = broken();
    sandbox.write(
        "typo.toml",
        "network_id = \"example\"\nttl_ms = 1000\ncapabilites = []\n",
    );
    let template = String::from_utf8(sandbox.read("descriptor.toml")).unwrap();
    sandbox.write(
        "harmless.toml",
        template.replace("side_effect = \"none\"", "side_effect = \"harmless\""),
    );
    sandbox.write(
        "long.toml",
        template.replace("ttl_ms = 3_600_000", "ttl_ms = 604_800_000"),
    );
    sandbox.write("name.toml", template.replace("org.example/translate", "Translate"));
    sandbox.write("epoch.toml", template.replace("# epoch = 1", "epoch = 2"));
    sandbox.write("none.toml", "network_id = \"example\"\nttl_ms = 3_600_000\n");
    sandbox.write("state", "{}");
    sandbox.ok("delegation new --key root.key --to worker.key --network example --scope task -o task.casp --at 2026-01-01T12:00:00Z");
    sandbox.ok("delegation new --key root.key --to worker.key --network example --life 1m -o short.casp --at 2026-01-01T12:00:00Z");
    let commands = [
        "descriptor verify empty",
        "descriptor verify folder",
        "descriptor verify nothing",
        "descriptor verify descriptor.toml",
        "descriptor verify cut-in-the-envelope",
        "descriptor verify too-large",
        "descriptor verify delegation.casp",
        "descriptor verify altered-signature --at 2026-01-01T12:00:00Z",
        "descriptor verify altered-proof --at 2026-01-01T12:00:00Z",
        "descriptor verify agent.casp --network other --at 2026-01-01T12:00:00Z",
        "descriptor verify agent.casp --at 2026-01-02T12:00:00Z",
        "descriptor verify agent.casp --at 2025-01-01T12:00:00Z",
        "descriptor verify agent.casp --at noon",
        "delegation verify agent.casp",
        "delegation verify delegation.casp --at 2026-02-01T12:00:00Z",
        "delegation new --key root.key --to root.key --network example -o x",
        "delegation new --key root.key --to worker.key --network example --life 8d -o x",
        "delegation new --key root.key --to did:key:z6Mk --network example -o x",
        "keygen --out root.key",
        "keygen --out nowhere/root.key",
        "id did:key:z6MksJZbVY7cF5KemApQmgTfuiH9eztUfwU6UeQxoZs5nkSz#key-1",
        "id 12D3KooWNffieRSt6S6g4ZV8iiFAqQozKkfGHkJDkDs4MH3xmUPZ",
        "id ed010000000000000000000000000000000000000000000000000000000000000000",
        "id nobody",
        "id descriptor.toml",
        "descriptor new",
        "descriptor sign --key root.key typo.toml -o x",
        "descriptor sign --key root.key harmless.toml -o x",
        "descriptor sign --key root.key long.toml -o x",
        "descriptor sign --key root.key name.toml -o x",
        "descriptor sign --key root.key none.toml -o x",
        "descriptor sign --key root.key agent.casp -o x",
        "descriptor sign --key root.key descriptor.toml --state state -o x",
        "descriptor sign --key root.key descriptor.toml --state worker.key.sequence -o folder",
        "descriptor sign --key worker.key descriptor.toml --state root.key.sequence -o x",
        "descriptor sign --key worker.key --delegation delegation.casp epoch.toml -o x --at 2026-01-01T12:00:00Z",
        "descriptor sign --key worker.key --delegation task.casp descriptor.toml -o x --at 2026-01-01T12:00:00Z",
        "descriptor sign --key worker.key --delegation short.casp descriptor.toml -o x --at 2026-01-01T12:00:00Z",
        "descriptor sign --key worker.key --delegation delegation.casp descriptor.toml -o x --at 2027-01-01T12:00:00Z",
        "descriptor sign --key root.key --delegation delegation.casp descriptor.toml -o x --at 2026-01-01T12:00:00Z",
        "descriptor sign --key root.key descriptor.toml -o - --json",
        "rule ENC-99",
        "frobnicate",
    ];
    insta::assert_snapshot!(told(&sandbox, &commands));
}

#[test]
fn json_documents() {
    let sandbox = broken();
    let commands = [
        "--json id root.key",
        "--json keygen --out fresh.key",
        "--json descriptor new fresh.toml",
        "--json descriptor sign --key root.key descriptor.toml -o agent.casp --at 2026-01-01T13:00:00Z",
        "--json descriptor verify agent.casp --network example --at 2026-01-01T13:00:00Z",
        "--json delegation verify delegation.casp --at 2026-01-01T13:00:00Z",
        "--json inspect delegation.casp",
        "--json inspect longer",
        "--json rule FRS-2",
        "--json descriptor verify empty",
        "--json descriptor verify agent.casp --at 2026-01-03T12:00:00Z",
        "--json id nobody",
        "--json frobnicate",
    ];
    insta::with_settings!({filters => vec![(r#""agent": "did:key:\w+""#, r#""agent": "did:key:…""#)]}, {
        insta::assert_snapshot!(told(&sandbox, &commands));
    });
}
