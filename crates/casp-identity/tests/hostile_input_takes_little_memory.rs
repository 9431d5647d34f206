//! Verifying a hostile mebibyte takes at most four more at its peak, whatever kind it is taken for.
//!
//! Alone in its file, because the allocator counts for the whole process.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;
#[path = "../../casp-wire/tests/support/mod.rs"]
mod wire;

use casp_identity::{DelegationKind, HostBindingKind, Kind, RetireKind, Signed, Verifier, decode_envelope};
use casp_wire::table::Described;
use casp_wire::v1::Bundle;
use entry_points::forge::{key, signed_as};
use peak_alloc::PeakAlloc;
use support::{ALICE, NETWORK, NOW, ProbeKind, nothing_known};
use wire::hostile::{MEBIBYTE, hostile};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const MOST: usize = 4 * MEBIBYTE;

#[test]
fn verifying_a_hostile_mebibyte_takes_at_most_four_more() {
    // The test keys are made on first use.
    let _ = key(ALICE);
    let mut inputs: Vec<_> = hostile(Bundle::TABLE).into_iter().collect();
    inputs.extend(hostile_payloads::<DelegationKind>());
    inputs.extend(hostile_payloads::<RetireKind>());
    inputs.extend(hostile_payloads::<HostBindingKind>());
    inputs.extend(hostile_payloads::<ProbeKind>());
    for (name, bytes) in &inputs {
        takes_little::<DelegationKind>(name, bytes);
        takes_little::<RetireKind>(name, bytes);
        takes_little::<HostBindingKind>(name, bytes);
        takes_little::<ProbeKind>(name, bytes);
        let peak = peak_of(|| drop(decode_envelope(bytes)));
        assert!(peak <= MOST, "{name} taken for an envelope: {peak} bytes");
    }
    assert!(inputs.len() > 100, "only {} inputs", inputs.len());
}

/// Hostile payloads, under a signature that holds and with the payload type of the kind. Those too long for the kind are
/// refused before they are looked at; their beginnings are not.
fn hostile_payloads<K: Kind>() -> impl Iterator<Item = (String, Vec<u8>)> {
    let most = K::PROFILE.max_payload_bytes;
    let sign = |payload: &[u8]| signed_as(K::PROFILE.payload_type, payload, key(ALICE));
    hostile(K::Message::TABLE).into_iter().flat_map(move |(name, payload)| {
        let beginning = &payload[..payload.len().min(most)];
        let long = &payload[..payload.len().min(MEBIBYTE - 256)];
        [(format!("{name}, cut"), sign(beginning)), (name, sign(long))]
    })
}

fn takes_little<K: Kind>(name: &str, bytes: &[u8]) {
    let mut verifier = Verifier::new(NETWORK, None);
    let known = nothing_known();
    let signed = Signed::<K>::from_bytes(bytes);
    let peak = peak_of(|| drop(verifier.verify(signed, &known, NOW)));
    assert!(
        peak <= MOST,
        "{name} taken for {}: {peak} bytes",
        K::PROFILE.payload_type
    );
}

/// Bytes that an action takes at its peak, above what was taken before it.
fn peak_of(action: impl FnOnce()) -> usize {
    HEAP.reset_peak_usage();
    let before = HEAP.current_usage();
    action();
    HEAP.peak_usage() - before
}
