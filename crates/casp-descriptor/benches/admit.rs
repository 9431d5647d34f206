//! What it costs to admit a descriptor, beside bare verification of the same signature.
//!
//! `cargo bench -p casp-descriptor --bench admit` measures, then prints ratios within the run. The input is the committed vector
//! `descriptor/bench/2400-bytes`: 4 capabilities, 16 metrics, 20 tags.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a bench may stop")]

mod input;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use casp_descriptor::DescriptorKind;
use casp_identity::{KnownAgents, Signed, Verifier, VerifierLimits};
use casp_wire::table::Described as _;
use casp_wire::v1::{Bundle, CapabilityDescriptor};
use casp_wire::{Layer, scan};
use criterion::Criterion;
use ed25519_dalek::{Signature, VerifyingKey};
use input::Input;
use prost::Message as _;

const GROUP: &str = "admit-2400";

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(4))
        .configure_from_args();
    measure(&mut criterion, &Input::load());
    criterion.final_summary();
    print_ratios();
}

fn measure(criterion: &mut Criterion, input: &Input) {
    let mut group = criterion.benchmark_group(GROUP);
    let payload = input.envelope.payload.as_slice();
    println!("payload {} bytes, bundle {} bytes", payload.len(), input.bundle.len());

    let signature = Signature::from_slice(input.signature()).expect("a signature");
    let signer = input.signer();
    let key = VerifyingKey::from_bytes(&signer.public_key()).expect("a key");
    let signed_bytes = input.signed_bytes();
    group.bench_function("verify_strict", |bench| {
        bench.iter(|| {
            key.verify_strict(black_box(&signed_bytes), &signature)
                .expect("verifies")
        });
    });

    let known = KnownAgents::new(16);
    let mut admit = |name: &str, envelopes: usize| {
        let limits = VerifierLimits { keys: 16, envelopes };
        let mut verifier = Verifier::with_limits(input.network_id.as_str(), Some(signer), limits);
        group.bench_function(name, |bench| {
            bench.iter(|| {
                let signed: Signed<DescriptorKind> = Signed::from_bytes(black_box(input.bundle.as_slice()));
                verifier.verify(signed, &known, input.now_ms).expect("accepted")
            });
        });
    };
    admit("admit", 0);
    admit("admit_again", 16);

    group.bench_function("payload_scan", |bench| {
        bench.iter(|| scan(CapabilityDescriptor::TABLE, black_box(payload), Layer::Payload).expect("canonical"));
    });
    group.bench_function("payload_decode_prost", |bench| {
        bench.iter(|| CapabilityDescriptor::decode(black_box(payload)).expect("decodes"));
    });
    group.bench_function("payload_decode_canonical", |bench| {
        bench
            .iter(|| casp_wire::decode::<CapabilityDescriptor>(black_box(payload), Layer::Payload).expect("canonical"));
    });
    group.bench_function("bundle_decode_canonical", |bench| {
        bench.iter(|| casp_wire::decode::<Bundle>(black_box(&input.bundle), Layer::Envelope).expect("canonical"));
    });
    group.finish();
}

/// Prints what was measured as multiples of its baseline.
fn print_ratios() {
    let times: BTreeMap<&str, f64> = [
        "verify_strict",
        "admit",
        "admit_again",
        "payload_scan",
        "payload_decode_prost",
        "payload_decode_canonical",
        "bundle_decode_canonical",
    ]
    .into_iter()
    .filter_map(|name| Some((name, median_ns(name)?)))
    .collect();
    let ratio = |of: &str, to: &str| Some((times.get(of)? / times.get(to)?, times.get(of)?, times.get(to)?));
    println!("\n{:<26} {:>10} {:<22} {:>7}", "", "µs", "in units of", "ratio");
    for (of, to) in [
        ("admit", "verify_strict"),
        ("admit_again", "verify_strict"),
        ("payload_decode_canonical", "payload_decode_prost"),
        ("payload_scan", "payload_decode_prost"),
        ("payload_decode_canonical", "verify_strict"),
        ("bundle_decode_canonical", "verify_strict"),
    ] {
        if let Some((ratio, time, _)) = ratio(of, to) {
            println!("{of:<26} {:>10.2} {to:<22} {ratio:>7.3}", time / 1_000.0);
        }
    }
}

fn median_ns(name: &str) -> Option<f64> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target"),
        |folder| Path::new(&folder).to_owned(),
    );
    let file = target
        .join("criterion")
        .join(GROUP)
        .join(name)
        .join("new/estimates.json");
    let estimates: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(file).ok()?).ok()?;
    estimates["median"]["point_estimate"].as_f64()
}
