//! Whatever is in a file, `casp inspect` shows it as far as it goes, and ends with a status of its own.

#![allow(clippy::restriction, reason = "test code")]

mod support;

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;

use support::Sandbox;

/// Inspects these bytes, as text and as JSON.
fn hold(sandbox: &Sandbox, bytes: &[u8]) {
    sandbox.write("file", bytes);
    let text = sandbox.run("inspect file");
    let status = text.status.code();
    assert!(matches!(status, Some(0 | 1)), "{status:?}: {}", hex::encode(bytes));
    let shown = String::from_utf8(text.stdout).expect("text");
    assert!(shown.contains(" offset  length  field"), "{}", hex::encode(bytes));
    let steers = |letter: char| letter.is_control() && letter != '\n';
    assert!(!shown.contains(steers), "{shown:?}");

    let json = sandbox.run("--json inspect file");
    assert_eq!(json.status.code(), status);
    let page: serde_json::Value = serde_json::from_slice(&json.stdout).expect("one document");
    assert_eq!(page["bytes"].as_u64(), Some(bytes.len() as u64));
    assert_eq!(status == Some(1), page["error"]["rule"].is_string());
    let outermost = page["fields"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|field| field["depth"] == 0);
    let covered: u64 = outermost.map(|field| field["length"].as_u64().unwrap()).sum();
    assert_eq!(covered, bytes.len() as u64);
}

fn noise() -> impl FnMut() -> u32 {
    let mut state = 1_u64;
    move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as u32
    }
}

#[test]
fn cut_at_any_byte() {
    let sandbox = Sandbox::published();
    let whole = sandbox.read("delegated.casp");
    for length in (0..whole.len()).step_by(7).chain([whole.len()]) {
        hold(&sandbox, &whole[..length]);
    }
}

#[test]
fn altered_anywhere_or_made_of_noise() {
    let sandbox = Sandbox::published();
    let whole = sandbox.read("delegated.casp");
    let mut next = noise();
    for round in 0..120 {
        let mut bytes = whole.clone();
        for _ in 0..=round % 4 {
            let at = next() as usize % bytes.len();
            bytes[at] = next() as u8;
        }
        hold(&sandbox, &bytes);
    }
    for length in [1, 2, 3, 10, 100, 1_000] {
        let bytes: Vec<u8> = (0..length).map(|_| next() as u8).collect();
        hold(&sandbox, &bytes);
    }
}

#[test]
fn of_the_greatest_size_and_beyond() {
    let sandbox = Sandbox::new();
    for bytes in [vec![0; 1_114_112], vec![0xff; 1_114_112], [0x12, 0x00].repeat(557_056)] {
        sandbox.write("file", bytes);
        let output = sandbox.run("inspect file");
        assert_eq!(output.status.code(), Some(1));
        assert!(output.stdout.len() < 16_000_000, "{} bytes", output.stdout.len());
    }
    let told = sandbox.told("inspect file --as bundle");
    assert!(told.contains("and 1605633 more fields"), "nothing is left out unsaid");
    sandbox.write("file", vec![0xff; 11_000_000]);
    let told = sandbox.told("--json inspect file");
    assert!(told.contains("\"rule\": \"SIZ-1\"") && told.contains("\"bytes\": 10485761"));
}

#[test]
fn a_reader_that_has_had_enough_is_no_failure() {
    let sandbox = Sandbox::published();
    // A field for every two bytes: far more than a pipe holds.
    sandbox.write("file", [0x12, 0x00].repeat(100_000));
    for arguments in ["inspect file --as bundle", "--json inspect file --as bundle"] {
        let mut process = sandbox
            .command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let output = process.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(1), "as the rule says");
        assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"));
    }
}

#[test]
fn from_standard_input() {
    let sandbox = Sandbox::published();
    let mut process = sandbox
        .command("inspect -")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    process
        .stdin
        .take()
        .unwrap()
        .write_all(&sandbox.read("agent.casp"))
        .unwrap();
    let output = process.wait_with_output().unwrap();
    assert!(output.status.success());
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        sandbox.ok("inspect agent.casp")
    );
}

#[test]
fn colours_are_for_terminals_and_never_against_no_color() {
    let sandbox = Sandbox::published();
    let escape = |command: &mut std::process::Command| command.output().unwrap().stdout.contains(&0x1b);
    assert!(!escape(&mut sandbox.command("inspect agent.casp")));
    assert!(escape(sandbox.command("inspect agent.casp").env("CLICOLOR_FORCE", "1")));
    assert!(!escape(
        sandbox
            .command("inspect agent.casp")
            .env("CLICOLOR_FORCE", "1")
            .env("NO_COLOR", "1")
    ));
}
