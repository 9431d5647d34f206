//! Verifying hostile evidence takes at most four times its size, and at least a mebibyte's worth, at its peak.
//!
//! Alone in its file, because the allocator counts for the whole process.

#![allow(clippy::restriction, reason = "test code")]

mod support;
#[path = "../../casp-wire/tests/support/mod.rs"]
mod wire;

use casp_evidence::{
    ToolReceiptKind, TraceCheckpointKind, TraceVerifier, verify_disclosure, verify_fork, verify_package,
};
use casp_identity::{Kind, Signed};
use casp_wire::encode;
use casp_wire::limits::{MAX_EVENT_DISCLOSURE_BYTES, MAX_EVIDENCE_PACKAGE_BYTES, MAX_FORK_PROOF_BYTES};
use casp_wire::table::Described;
use casp_wire::v1::{Bundle, EventDisclosure, EvidencePackage, ForkProof, TraceEvent};
use peak_alloc::PeakAlloc;
use support::forge::signed_as;
use support::scene::{Scene, spoil};
use support::{PROVIDER, key, verifier};
use wire::hostile::{MEBIBYTE, hostile};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

#[test]
fn verifying_hostile_evidence_takes_at_most_four_times_its_size() {
    // The test keys are made on first use.
    let _ = key(0);
    let mut inputs = hostile(EvidencePackage::TABLE);
    inputs.extend(hostile(EventDisclosure::TABLE));
    inputs.extend(hostile(ForkProof::TABLE));
    inputs.extend(hostile(Bundle::TABLE));
    inputs.extend(hostile_payloads::<ToolReceiptKind>());
    inputs.extend(hostile_payloads::<TraceCheckpointKind>());
    inputs.extend(within_packages());
    for (name, bytes) in &inputs {
        takes_little(name, bytes);
    }
    assert!(inputs.len() > 200, "only {} inputs", inputs.len());
    great_packages_take_no_more();
}

fn takes_little(name: &str, bytes: &[u8]) {
    let most = 4 * bytes.len().max(MEBIBYTE);
    let within = |what: &str, peak: usize| assert!(peak <= most, "{name} taken for {what}: {peak} bytes");
    within("a package", peak_of(|| drop(verify_package(&mut verifier(), bytes))));
    let disclosure = &bytes[..bytes.len().min(MAX_EVENT_DISCLOSURE_BYTES)];
    within(
        "a disclosure",
        peak_of(|| drop(verify_disclosure(&mut verifier(), disclosure))),
    );
    let fork = &bytes[..bytes.len().min(MAX_FORK_PROOF_BYTES)];
    within("a fork proof", peak_of(|| drop(verify_fork(&mut verifier(), fork))));
    within("an event", peak_of(|| _ = TraceVerifier::new().push(bytes)));
    let receipt = Signed::<ToolReceiptKind>::from_bytes(bytes);
    within("a receipt", peak_of(|| drop(verifier().verify_as_issued(receipt))));
    let checkpoint = Signed::<TraceCheckpointKind>::from_bytes(bytes);
    within(
        "a checkpoint",
        peak_of(|| drop(verifier().verify_as_issued(checkpoint))),
    );
}

/// Hostile payloads, under a signature that holds and with the payload type of the kind.
fn hostile_payloads<K: Kind>() -> impl Iterator<Item = (String, Vec<u8>)> {
    hostile(K::Message::TABLE).into_iter().map(|(name, payload)| {
        let beginning = &payload[..payload.len().min(K::PROFILE.max_payload_bytes)];
        (name, signed_as(K::PROFILE.payload_type, beginning, key(PROVIDER)))
    })
}

/// Members of a package that are hostile, many of one after another.
fn within_packages() -> Vec<(String, Vec<u8>)> {
    let mut inputs = Vec::new();
    for (tag, length) in [
        (0x3a, 0_usize),
        (0x3a, 2),
        (0x42, 0),
        (0x42, 2),
        (0x4a, 0),
        (0x52, 0),
        (0x52, 2),
    ] {
        let item = [&[tag, length as u8][..], &vec![0x0a; length]].concat();
        let many = item.repeat(MAX_EVIDENCE_PACKAGE_BYTES / item.len());
        inputs.push((format!("8 MiB of field {} with {length} bytes", tag >> 3), many));
    }
    inputs
}

/// Packages in shape, as large as they come, in which everything or nothing is at fault.
fn great_packages_take_no_more() {
    let mut package = Scene {
        receipts: 256,
        events: 65_536,
        data_bytes: 1,
        checkpoints: (1..=64).map(|number| number * 1_024).collect(),
        ..Scene::default()
    }
    .package();
    takes_little("65,536 events, sound", &encode(&package));
    let least = TraceEvent {
        seq: 1,
        salt: vec![0; 16],
        at_ms: 1,
        kind: "a".into(),
        ..TraceEvent::default()
    };
    package.events = vec![least; 65_536];
    package.receipts.iter_mut().for_each(spoil);
    package.checkpoints.iter_mut().for_each(spoil);
    let bytes = encode(&package);
    takes_little("65,536 events, each at fault", &bytes);
    let faults = verify_package(&mut verifier(), &bytes).unwrap().faults().len();
    assert_eq!(faults, 65_536 + 256 + 64);

    // Receipts of 32 KiB, of which nothing decodes, and the greatest events.
    let filler = vec![0xff; 32_000];
    for receipt in &mut package.receipts {
        receipt.subject.as_mut().unwrap().payload.clone_from(&filler);
    }
    package.events = Vec::new();
    package.receipts.truncate(250);
    takes_little("250 receipts of 32 KiB", &encode(&package));
    let great = Scene {
        events: 1_900,
        data_bytes: 4_096,
        ..Scene::default()
    };
    takes_little("1,900 events of 4 KiB", &encode(&great.package()));
}

/// Bytes that an action takes at its peak, above what was taken before it.
fn peak_of(action: impl FnOnce()) -> usize {
    HEAP.reset_peak_usage();
    let before = HEAP.current_usage();
    action();
    HEAP.peak_usage() - before
}
