//! Verifying hostile answers, registrations and omission proofs takes at most four times their size, and at least a mebibyte's worth, at its
//! peak.
//!
//! Alone in its file, because the allocator counts for the whole process.

#![allow(clippy::restriction, clippy::arithmetic_side_effects, reason = "test code")]

mod registry_support;
mod support;
#[path = "../../casp-wire/tests/support/mod.rs"]
mod wire;

use casp_descriptor::{DescriptorKind, RefreshKind, WithdrawalKind};
use casp_discovery::registry::{Publishes, Registry};
use casp_discovery::{Gate, Registering, verify_answer, verify_omission};
use casp_identity::{KnownAgents, Signed};
use casp_wire::limits::{MAX_DISCOVERY_ANSWER_BYTES, MAX_OMISSION_PROOF_BYTES, MAX_REGISTRATION_BYTES};
use casp_wire::table::Described;
use casp_wire::v1::{Bundle, DiscoveryAnswer, OmissionProof, Registration};
use peak_alloc::PeakAlloc;
use registry_support::*;
use wire::hostile::{MEBIBYTE, hostile};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

#[test]
fn hostile_input_takes_at_most_four_times_its_size() {
    // The test keys are made on first use.
    let mut registry = registry(open_limits());
    let asked = ask(&query(REGISTRY));
    acknowledged(&mut registry, &translator(AGENTS, 1, 5, NOW).into(), origin(1), NOW);
    let mut inputs = hostile(DiscoveryAnswer::TABLE);
    inputs.extend(hostile(Registration::TABLE));
    inputs.extend(hostile(OmissionProof::TABLE));
    inputs.extend(hostile(Bundle::TABLE));
    for (name, bytes) in &inputs {
        takes_little(name, bytes, &asked, &mut registry);
    }
    assert!(inputs.len() > 200, "only {} inputs", inputs.len());
    assert_eq!(registry.stats().agents, 1);
}

fn takes_little(name: &str, bytes: &[u8], asked: &Signed<casp_discovery::DiscoveryQueryKind>, registry: &mut Registry) {
    let known = KnownAgents::new(10);
    let gate = Gate::new(id(REGISTRY), &[1; 32]);
    let (mut requester, mut registrar) = (verifier(REQUESTER), verifier(REGISTRY));
    let within = |what: &str, most: usize, action: &mut dyn FnMut(&[u8])| {
        for bytes in [bytes, &bytes[..bytes.len().min(most)]] {
            let peak = peak_of(|| action(bytes));
            assert!(
                peak <= 4 * bytes.len().max(MEBIBYTE),
                "{name} taken for {what}: {peak} bytes"
            );
        }
    };
    within("an answer", MAX_DISCOVERY_ANSWER_BYTES, &mut |bytes| {
        drop(verify_answer(&mut requester, asked, bytes, &known, NOW));
    });
    within("an omission proof", MAX_OMISSION_PROOF_BYTES, &mut |bytes| {
        let _ = verify_omission(&mut registrar, bytes, None);
        drop(registry.rebut(bytes));
    });
    within("a registration", MAX_REGISTRATION_BYTES, &mut |bytes| {
        let opened = Registering::<DescriptorKind>::open(bytes);
        drop(opened.map(|opened| opened.verify(&mut registrar, &gate, &known, NOW)));
        drop(Registering::<RefreshKind>::open(bytes));
        drop(Registering::<WithdrawalKind>::open(bytes));
        for publishes in [Publishes::Descriptor, Publishes::Refresh, Publishes::Withdrawal] {
            drop(registry.register(publishes, bytes, origin(1), NOW));
        }
    });
    within("a query", MEBIBYTE, &mut |bytes| drop(registry.query(bytes, NOW)));
    within("a snapshot", MEBIBYTE, &mut |bytes| {
        drop(Registry::restore(identity(), open_limits(), bytes));
    });
    within("a record", MEBIBYTE, &mut |bytes| drop(registry.replay(bytes, NOW)));
}

/// Bytes that an action takes at its peak, above what was taken before it.
fn peak_of(action: impl FnOnce()) -> usize {
    HEAP.reset_peak_usage();
    let before = HEAP.current_usage();
    action();
    HEAP.peak_usage() - before
}
