//! Verifying a hostile mebibyte takes at most four more at its peak, whatever it is taken for.
//!
//! Alone in its file, because the allocator counts for the whole process.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;
#[path = "../../casp-wire/tests/support/mod.rs"]
mod wire;

use casp_descriptor::{DescriptorKind, RefreshKind, WithdrawalKind, verify_equivocation};
use casp_identity::{Kind, Signed, Verifier};
use casp_wire::limits::MAX_EQUIVOCATION_PROOF_BYTES;
use casp_wire::table::Described;
use casp_wire::v1::{Bundle, EquivocationProof};
use entry_points::forge::signed_as;
use peak_alloc::PeakAlloc;
use support::{ALICE, NETWORK, NOW, key, nothing_known};
use wire::hostile::{MEBIBYTE, hostile};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const MOST: usize = 4 * MEBIBYTE;

#[test]
fn verifying_a_hostile_mebibyte_takes_at_most_four_more() {
    // The test keys are made on first use.
    let _ = key(ALICE);
    let mut inputs = hostile(Bundle::TABLE);
    inputs.extend(hostile_payloads::<DescriptorKind>());
    inputs.extend(hostile_payloads::<RefreshKind>());
    inputs.extend(hostile_payloads::<WithdrawalKind>());
    inputs.extend(hostile(EquivocationProof::TABLE));
    for (name, bytes) in &inputs {
        takes_little::<DescriptorKind>(name, bytes);
        takes_little::<RefreshKind>(name, bytes);
        takes_little::<WithdrawalKind>(name, bytes);
        for bytes in [&bytes[..], &bytes[..bytes.len().min(MAX_EQUIVOCATION_PROOF_BYTES)]] {
            let mut verifier = Verifier::new(NETWORK, None);
            let peak = peak_of(|| _ = verify_equivocation(&mut verifier, bytes));
            assert!(peak <= MOST, "{name} taken for an equivocation proof: {peak} bytes");
        }
    }
    assert!(inputs.len() > 200, "only {} inputs", inputs.len());
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
