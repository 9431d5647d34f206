//! What it costs to verify evidence, beside the hashes and signature checks that nobody can do without.
//!
//! `cargo bench -p casp-evidence --bench evidence` measures, then prints ratios within the run:
//!
//! - a trace of 1,000,000 events of 200 bytes, verified as it streams in, beside the bare tree hash over the same leaves;
//! - a package of 20 receipts and 200 events of 200 bytes, beside the bare verification of the signatures in it by keys that are
//!   admitted already.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a bench may stop")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use casp_evidence::tree::{Frontier, leaf_hash};
use casp_evidence::{TraceVerifier, verify_package};
use casp_identity::{AgentId, PublicKey, Verifier, VerifierLimits, pae};
use casp_wire::v1::{Bundle, EvidencePackage, TraceCommitment, TraceEvent};
use criterion::{Criterion, Throughput};
use support::scene::{AS_OF, Scene};
use support::{NETWORK, event};

const EVENTS: u64 = 1_000_000;
const EVENT_BYTES: usize = 200;

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .configure_from_args();
    trace(&mut criterion);
    package(&mut criterion);
    criterion.final_summary();
    println!("\n{:<28} {:>12} {:<14} {:>7}", "", "µs", "in units of", "ratio");
    print_ratio("trace", "verify", "bare_tree");
    print_ratio("package", "verify", "bare_checks");
}

fn trace(criterion: &mut Criterion) {
    let leaves: Vec<u8> = (1..=EVENTS).flat_map(leaf).collect();
    let leaves = || black_box(leaves.as_slice()).chunks_exact(EVENT_BYTES);
    let mut group = criterion.benchmark_group("trace");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(8))
        .throughput(Throughput::Elements(EVENTS));
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
    group.bench_function("bare_tree", |bench| bench.iter(bare_tree));
    group.bench_function("verify", |bench| {
        bench.iter(|| {
            let mut verifier = TraceVerifier::new();
            leaves().for_each(|leaf| verifier.push(leaf).expect("an event"));
            verifier.finish(&committed).expect("the trace")
        });
    });
    group.finish();
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

fn package(criterion: &mut Criterion) {
    let scene = Scene {
        receipts: 20,
        events: 200,
        data_bytes: 126,
        checkpoints: vec![200],
        ..Scene::default()
    };
    let package = scene.package();
    let signatures = signatures(&package);
    let bytes = casp_wire::encode(&package);
    let events: Vec<_> = package
        .events
        .iter()
        .map(|event| casp_wire::encode(event).len())
        .collect();
    println!(
        "package of {} bytes, {} signatures, {} events of {} bytes at most",
        bytes.len(),
        signatures.len(),
        events.len(),
        events.iter().max().expect("events")
    );
    let mut group = criterion.benchmark_group("package");
    group.measurement_time(Duration::from_secs(8));
    group.bench_function("bare_checks", |bench| {
        bench.iter(|| {
            for (key, message, signature) in black_box(&signatures) {
                key.verify(message, signature).expect("verifies");
            }
        });
    });
    // Keys are remembered, envelopes are not: every signature is verified each time.
    let limits = VerifierLimits { keys: 64, envelopes: 0 };
    let mut verifier = Verifier::with_limits(NETWORK, None, limits);
    group.bench_function("verify", |bench| {
        bench.iter(|| {
            let report = verify_package(&mut verifier, black_box(&bytes), AS_OF).expect("a package");
            assert!(report.verified().is_some(), "{:?}", report.violation());
        });
    });
    group.finish();
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

/// Prints what was measured as a multiple of its baseline.
fn print_ratio(group: &str, of: &str, to: &str) {
    if let (Some(time), Some(base)) = (median_ns(group, of), median_ns(group, to)) {
        let name = format!("{group}/{of}");
        println!("{name:<28} {:>12.1} {to:<14} {:>7.3}", time / 1_000.0, time / base);
    }
}

fn median_ns(group: &str, name: &str) -> Option<f64> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target"),
        |folder| Path::new(&folder).to_owned(),
    );
    let file = target
        .join("criterion")
        .join(group)
        .join(name)
        .join("new/estimates.json");
    let estimates: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(file).ok()?).ok()?;
    estimates["median"]["point_estimate"].as_f64()
}
