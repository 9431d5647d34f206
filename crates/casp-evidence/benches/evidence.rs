//! What it costs to verify evidence, beside the hashes and signature checks that nobody can do without.
//!
//! `cargo bench -p casp-evidence --bench evidence` measures each, then prints the ratios: medians of rounds in which one is
//! measured right after the other, so that whatever else the machine does weighs on both.
//!
//! - a trace of 1,000,000 events of 200 bytes, verified as it streams in, beside the bare tree hash over the same leaves;
//! - a package of 20 receipts and 200 events of 200 bytes, beside the bare verification of the signatures in it by keys that are
//!   admitted already.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a bench may stop")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::hint::black_box;
use std::time::{Duration, Instant};

use casp_evidence::tree::{Frontier, leaf_hash};
use casp_evidence::{TraceVerifier, verify_package};
use casp_identity::{AgentId, PublicKey, Verifier, VerifierLimits, pae};
use casp_wire::v1::{Bundle, EvidencePackage, TraceCommitment, TraceEvent};
use criterion::{Criterion, Throughput};
use support::scene::Scene;
use support::{NETWORK, event};

const EVENTS: u64 = 1_000_000;
const EVENT_BYTES: usize = 200;

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .configure_from_args();
    let is_test = std::env::args().any(|argument| argument == "--test");
    let ratios = [
        trace(&mut criterion, if is_test { 1 } else { 15 }),
        package(&mut criterion, if is_test { 1 } else { 1_000 }),
    ];
    criterion.final_summary();
    println!("\n{:<28} {:<28} {:>7}", "", "in units of", "ratio");
    for (of, to, ratio) in ratios {
        println!("{of:<28} {to:<28} {ratio:>7.3}");
    }
}

type Ratio = (&'static str, &'static str, f64);

fn trace(criterion: &mut Criterion, rounds: usize) -> Ratio {
    let leaves: Vec<u8> = (1..=EVENTS).flat_map(leaf).collect();
    let leaves = || black_box(leaves.as_slice()).chunks_exact(EVENT_BYTES);
    let bare_tree = || {
        let mut tree = Frontier::new();
        leaves().for_each(|leaf| tree.push(leaf_hash(leaf)).expect("room"));
        tree.root()
    };
    let committed = TraceCommitment {
        session: vec![1; 16],
        size: EVENTS,
        root: bare_tree().into(),
    };
    let verify = || {
        let mut verifier = TraceVerifier::new();
        leaves().for_each(|leaf| verifier.push(leaf).expect("an event"));
        verifier.finish(&committed).expect("the trace")
    };
    let mut group = criterion.benchmark_group("trace");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(6))
        .throughput(Throughput::Elements(EVENTS));
    group.bench_function("bare_tree", |bench| bench.iter(bare_tree));
    group.bench_function("verify", |bench| bench.iter(verify));
    group.finish();
    let ratio = ratio(rounds, || _ = black_box(verify()), || _ = black_box(bare_tree()));
    ("verify a trace", "bare tree hash", ratio)
}

/// The leaf of an event, of exactly 200 bytes.
fn leaf(seq: u64) -> Vec<u8> {
    let event = TraceEvent {
        kind: "tool-call".into(),
        receipt: vec![3; 32],
        terminal: seq == EVENTS,
        ..event(seq)
    };
    // The longer the number, the shorter the data.
    (110..EVENT_BYTES)
        .map(|length| {
            casp_wire::encode(&TraceEvent {
                data: vec![7; length],
                ..event.clone()
            })
        })
        .find(|leaf| leaf.len() == EVENT_BYTES)
        .expect("a length of data")
}

fn package(criterion: &mut Criterion, rounds: usize) -> Ratio {
    let scene = Scene {
        receipts: 20,
        events: 200,
        data_bytes: 126,
        checkpoints: vec![200],
        ..Scene::default()
    };
    let package = scene.package();
    let (bytes, signatures) = (casp_wire::encode(&package), signatures(&package));
    let longest = package.events.iter().map(|event| casp_wire::encode(event).len()).max();
    println!(
        "package of {} bytes, {} signatures, events of up to {} bytes",
        bytes.len(),
        signatures.len(),
        longest.expect("events")
    );
    let bare_checks = || {
        for (key, message, signature) in black_box(&signatures) {
            key.verify(message, signature).expect("verifies");
        }
    };
    // Keys are remembered, envelopes are not: every signature is verified each time.
    let limits = VerifierLimits { keys: 64, envelopes: 0 };
    let mut verifier = Verifier::with_limits(NETWORK, None, limits);
    let mut verify = || {
        let report = verify_package(&mut verifier, black_box(&bytes)).expect("a package");
        assert!(report.verified().is_some(), "{:?}", report.violation());
    };
    let mut group = criterion.benchmark_group("package");
    group.measurement_time(Duration::from_secs(6));
    group.bench_function("bare_checks", |bench| bench.iter(bare_checks));
    group.bench_function("verify", |bench| bench.iter(&mut verify));
    group.finish();
    let ratio = ratio(rounds, verify, bare_checks);
    ("verify a package", "bare signature checks", ratio)
}

/// Every signature of a package, with its key and the bytes under it.
fn signatures(package: &EvidencePackage) -> Vec<(PublicKey, Vec<u8>, Vec<u8>)> {
    let contract = [&package.offer, &package.quote, &package.acceptance, &package.request];
    let delivery = [&package.result, &package.ack];
    let singular = contract.into_iter().chain(delivery).flatten();
    let bundles = singular.chain(&package.receipts).chain(&package.checkpoints);
    let parts = |bundle: &Bundle| {
        let subject = bundle.subject.as_ref().expect("a subject");
        let signature = subject.signatures.first().expect("a signature");
        let signer = AgentId::from_did_key(&signature.keyid).expect("a did:key");
        let key = PublicKey::admit(&signer.public_key()).expect("a key");
        (key, pae(&subject.payload_type, &subject.payload), signature.sig.clone())
    };
    bundles.map(parts).collect()
}

/// The median of so many ratios, each of one measurement right after the other.
fn ratio(rounds: usize, mut of: impl FnMut(), mut to: impl FnMut()) -> f64 {
    let mut ratios: Vec<_> = (0..rounds)
        .map(|_| {
            let base = seconds(&mut to);
            seconds(&mut of) / base
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    ratios[ratios.len() / 2]
}

#[allow(clippy::disallowed_methods, reason = "a bench takes the time")]
fn seconds(action: &mut impl FnMut()) -> f64 {
    let begin = Instant::now();
    action();
    begin.elapsed().as_secs_f64()
}
