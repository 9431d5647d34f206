//! Two statements with one sequence are proof of equivocation: whatever happens to a publisher, it does not make them.

#![allow(clippy::restriction, reason = "test code")]

mod support;

use std::collections::BTreeSet;
use std::process::Stdio;
use std::time::Duration;

use casp_wire::v1::{Bundle, CapabilityDescriptor};
use casp_wire::{Layer, decode};
use support::{NOON, Sandbox};

const NOON_MS: u64 = 1_767_268_800_000;

fn sign(out: &str) -> String {
    format!("descriptor sign --key root.key descriptor.toml --at {NOON} -o {out}")
}

fn sequence_in(bundle: &[u8]) -> u64 {
    let bundle: Bundle = decode(bundle, Layer::Envelope).unwrap();
    let descriptor: CapabilityDescriptor = decode(&bundle.subject.unwrap().payload, Layer::Payload).unwrap();
    descriptor.sequence
}

/// What the state file counts.
fn persisted(sandbox: &Sandbox) -> Option<u64> {
    let text = std::fs::read(sandbox.path("root.key.sequence")).ok()?;
    let state: serde_json::Value = serde_json::from_slice(&text).expect("whole at any time");
    state["sequence"].as_u64()
}

#[test]
fn each_signature_takes_the_next_one_and_at_least_the_time() {
    let sandbox = Sandbox::furnished();
    for expected in [NOON_MS, NOON_MS + 1, NOON_MS + 2] {
        sandbox.ok(&sign("agent.casp"));
        assert_eq!(sequence_in(&sandbox.read("agent.casp")), expected);
        assert_eq!(persisted(&sandbox), Some(expected));
    }
    // An old backup is overtaken by the time.
    let old = String::from_utf8(sandbox.read("root.key.sequence")).unwrap();
    sandbox.write("root.key.sequence", old.replace(&(NOON_MS + 2).to_string(), "7"));
    sandbox.ok(&sign("agent.casp").replace(NOON, "2026-01-01T12:00:01Z"));
    assert_eq!(sequence_in(&sandbox.read("agent.casp")), NOON_MS + 1_000);
}

/// Killed after the sequence was persisted and before the bundle is written: the output is a pipe that nobody reads, at which
/// the process waits.
#[test]
#[cfg(unix)]
fn killed_between_persisting_and_writing_the_sequence_is_lost() {
    let sandbox = Sandbox::furnished();
    rustix::fs::mkfifoat(
        rustix::fs::CWD,
        sandbox.path("pipe"),
        rustix::fs::Mode::from_raw_mode(0o600),
    )
    .unwrap();
    let mut process = sandbox.command(&sign("pipe")).stdout(Stdio::null()).spawn().unwrap();
    let is_persisted = |_| {
        std::thread::sleep(Duration::from_millis(5));
        persisted(&sandbox).is_some()
    };
    assert!((0..4_000).any(is_persisted), "nothing is persisted");
    assert!(process.try_wait().unwrap().is_none(), "it waits for a reader");
    process.kill().unwrap();
    process.wait().unwrap();
    assert_eq!(persisted(&sandbox), Some(NOON_MS));

    sandbox.ok(&sign("agent.casp"));
    assert_eq!(sequence_in(&sandbox.read("agent.casp")), NOON_MS + 1);
}

#[test]
#[cfg(unix)]
fn publishers_that_run_at_once_take_different_ones() {
    let sandbox = Sandbox::furnished();
    let names: Vec<String> = (0..12).map(|n| format!("agent-{n}.casp")).collect();
    let processes: Vec<_> = names
        .iter()
        .map(|name| sandbox.command(&sign(name)).stdout(Stdio::null()).spawn().unwrap())
        .collect();
    for mut process in processes {
        assert!(process.wait().unwrap().success());
    }
    let taken: BTreeSet<u64> = names.iter().map(|name| sequence_in(&sandbox.read(name))).collect();
    assert_eq!(taken.len(), names.len());
    assert_eq!(taken.last().copied(), persisted(&sandbox));
}

#[test]
fn what_cannot_be_persisted_is_not_signed() {
    let sandbox = Sandbox::furnished();
    let output = sandbox.run(&(sign("agent.casp") + " --state nowhere/state"));
    assert_eq!(output.status.code(), Some(4));
    assert!(!sandbox.path("agent.casp").exists());

    // A count that is damaged is not taken for zero.
    for damaged in ["", "{", "{\"agent\":\"did:key:z6Mk\",\"sequence\":1}"] {
        sandbox.write("root.key.sequence", damaged);
        assert_eq!(sandbox.run(&sign("agent.casp")).status.code(), Some(4), "{damaged:?}");
        assert!(!sandbox.path("agent.casp").exists());
    }
}

#[test]
#[cfg(unix)]
fn the_count_is_private_and_what_is_published_is_not() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::furnished();
    sandbox.ok(&sign("agent.casp"));
    let mode = |name: &str| std::fs::metadata(sandbox.path(name)).unwrap().permissions().mode();
    assert_eq!(mode("root.key.sequence") & 0o777, 0o600);
    assert_eq!(mode("agent.casp") & 0o400, 0o400);
    assert_eq!(mode("agent.casp") & 0o111, 0);
}
