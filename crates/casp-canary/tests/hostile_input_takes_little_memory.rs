//! Whatever a stranger sends, reading it takes a few times its length at the peak: five times for an answer in JSON,
//! four for a canary case.
//!
//! Alone in its file, because the allocator counts for the whole process.

#![allow(clippy::restriction, reason = "test code")]

mod support;
#[path = "../../casp-wire/tests/support/mod.rs"]
mod wire;

use casp_canary::json::{Json, MAX_BYTES, MAX_DEPTH};
use casp_canary::{AnswerKey, CanaryVerdictKind, MAX_ANSWER_BYTES, verify_case};
use casp_identity::{Kind as _, KnownAgents, Signed, Verifier};
use casp_task::content::content_digest;
use casp_wire::limits::MAX_CANARY_CASE_BYTES;
use casp_wire::table::Described as _;
use casp_wire::v1::oracle::Form;
use casp_wire::v1::{CanaryCase, CanaryVerdict, Oracle};
use peak_alloc::PeakAlloc;
use prost::Message as _;
use support::forge::signed_as;
use support::{NETWORK, NOW, REQUESTER, Script, key};
use wire::hostile::{MEBIBYTE, hostile};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// Greatest bundle of a request or result in a case.
const MOST_BUNDLE_BYTES: usize = 655_360;

fn filled(open: &str, part: &str, close: &str, length: usize) -> String {
    let count = (length - open.len() - close.len()) / part.len();
    let mut text = format!("{open}{}", part.repeat(count));
    text.pop();
    text + close
}

/// Texts that mean to take much memory: many values, many members, deep ones, and such as only look so.
fn texts(length: usize) -> Vec<(&'static str, String)> {
    let deep = format!("{}0{},", "[".repeat(MAX_DEPTH - 1), "]".repeat(MAX_DEPTH - 1));
    let numbered = |count: usize| (0..count).map(|at| format!("\"{at:x}\":0,")).collect::<String>();
    let members = length / 9;
    vec![
        ("numbers", filled("[", "0,", "]", length)),
        ("arrays", filled("[", "[],", "]", length)),
        ("objects", filled("[", "{},", "]", length)),
        ("strings", filled("[", "\"\",", "]", length)),
        ("single members", filled("[", "{\"\":0},", "]", length)),
        ("deep values", filled("[", &deep, "]", length)),
        ("members", format!("{{{}\"\":0}}", numbered(members))),
        ("members once more", format!("{{{}\"0\":0}}", numbered(members))),
        ("a string of commas", format!("\"{}\"", ",".repeat(length - 2))),
        ("open arrays", "[".repeat(length)),
        ("commas", ",".repeat(length)),
        ("a number", "7".repeat(length)),
    ]
}

#[test]
fn hostile_input_takes_little_memory() {
    // The test keys are made on first use.
    let _ = key(REQUESTER);
    json_takes_at_most_five_times_its_length();
    judging_takes_at_most_five_times_the_greatest_answer_and_oracle();
    the_greatest_case_takes_at_most_four_times_its_length();
    hostile_cases_and_verdicts_take_at_most_four_times_the_greatest();
}

fn json_takes_at_most_five_times_its_length() {
    for (name, text) in texts(MAX_BYTES) {
        assert!(
            text.len() <= MAX_BYTES && text.len() > MAX_BYTES * 9 / 10,
            "{name}: {} bytes",
            text.len()
        );
        let peak = peak_of(|| drop(Json::read(text.as_bytes())));
        assert!(peak <= 5 * MAX_BYTES, "{name}: {peak} bytes");
        let (Ok(json), Ok(again)) = (Json::read(text.as_bytes()), Json::read(text.as_bytes())) else {
            continue;
        };
        let peak = peak_of(|| assert!(json == again));
        assert!(peak <= MAX_BYTES, "{name} compared: {peak} bytes");
    }
}

fn judging_takes_at_most_five_times_the_greatest_answer_and_oracle() {
    for ((name, expected), (_, answer)) in texts(65_536).into_iter().zip(texts(MAX_ANSWER_BYTES)) {
        let oracle = Oracle {
            form: Some(Form::Json(expected)),
        };
        let peak = peak_of(|| _ = AnswerKey::of(&oracle).map(|key| key.judge(answer.as_bytes())));
        assert!(peak <= 5 * (MAX_ANSWER_BYTES + 65_536), "{name}: {peak} bytes");
    }
}

fn the_greatest_case_takes_at_most_four_times_its_length() {
    for ((name, expected), (_, answer)) in texts(65_536).into_iter().zip(texts(MAX_ANSWER_BYTES)) {
        let mut script = Script::sound();
        script.input = vec![b' '; MAX_ANSWER_BYTES];
        script.answer = answer.into_bytes();
        let canary = script.opening.canary.as_mut().unwrap();
        canary.generator = None;
        canary.input_digest = content_digest(&script.input).into();
        canary.oracle = Some(Oracle {
            form: Some(Form::Json(expected)),
        });
        let mut case = script.play();
        takes_little(name, &case);
        // The greatest bundles there can be: with proofs that nothing names.
        for bundle in [&mut case.request, &mut case.result] {
            let bundle = bundle.as_mut().unwrap();
            let mut proof = bundle.subject.clone().unwrap();
            proof.payload = vec![0; MOST_BUNDLE_BYTES - bundle.encoded_len() - 512];
            bundle.proofs = vec![proof];
        }
        takes_little(name, &case);
    }
}

fn takes_little(name: &str, case: &CanaryCase) {
    let case = casp_wire::encode(case);
    assert!(case.len() <= MAX_CANARY_CASE_BYTES);
    let mut verifier = Verifier::new(NETWORK, None);
    let peak = peak_of(|| _ = verify_case(&mut verifier, &case));
    assert!(
        peak <= 4 * MAX_CANARY_CASE_BYTES,
        "{name}: {peak} bytes for a case of {}",
        case.len()
    );
}

fn hostile_cases_and_verdicts_take_at_most_four_times_the_greatest() {
    for (name, bytes) in hostile(CanaryCase::TABLE) {
        let mut verifier = Verifier::new(NETWORK, None);
        let peak = peak_of(|| _ = verify_case(&mut verifier, &bytes));
        assert!(peak <= 4 * MEBIBYTE, "{name} taken for a case: {peak} bytes");
    }
    let known = KnownAgents::new(100);
    let profile = CanaryVerdictKind::PROFILE;
    for (name, payload) in hostile(CanaryVerdict::TABLE) {
        for payload in [
            &payload[..payload.len().min(profile.max_payload_bytes)],
            &payload[..payload.len().min(MEBIBYTE - 256)],
        ] {
            let bundle = signed_as(profile.payload_type, payload, key(REQUESTER));
            let signed = Signed::<CanaryVerdictKind>::from_bytes(bundle);
            let mut verifier = Verifier::new(NETWORK, None);
            let peak = peak_of(|| drop(verifier.verify(signed, &known, NOW)));
            assert!(peak <= 4 * MEBIBYTE, "{name} taken for a verdict: {peak} bytes");
        }
    }
}

/// Bytes that an action takes at its peak, above what was taken before it.
fn peak_of(action: impl FnOnce()) -> usize {
    HEAP.reset_peak_usage();
    let before = HEAP.current_usage();
    action();
    HEAP.peak_usage() - before
}
