//! No input makes verification panic or waver, be it noise, damage, or damage under a signature that holds.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;
#[path = "../../casp-wire/tests/support/mod.rs"]
mod wire;

use std::collections::BTreeSet;

use casp_identity::{DelegationKind, HostBindingKind, Kind, RetireKind, Signed};
use casp_wire::Violation as _;
use casp_wire::table::Described;
use casp_wire::v1::Bundle;
use entry_points::forge;
use entry_points::verdict::verdict_stands;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use support::{
    ALICE, NOW, ProbeKind, broken, host_binding, key, probe, retirement, seal, seal_delegated, sealed_delegation,
};
use wire::mutate::{Mutation, mutated, mutations};

fn delegated() -> Signed<ProbeKind> {
    seal_delegated(&probe(1), &sealed_delegation(1))
}

/// Damages the payload, and signs it anew.
fn damaged_payload<K: Kind>(signed: &Signed<K>, mutations: &[Mutation]) -> Vec<u8> {
    let mut bundle = forge::lenient_bundle(signed.as_bytes()).unwrap();
    let subject = bundle.subject.as_mut().unwrap();
    subject.payload = mutated(K::Message::TABLE, &subject.payload, mutations);
    casp_wire::encode(&forge::resign(bundle))
}

/// Damages the payload of the delegation, and signs everything anew.
fn damaged_proof(mutations: &[Mutation]) -> Vec<u8> {
    let mut bundle = forge::lenient_bundle(delegated().as_bytes()).unwrap();
    let proof = &mut bundle.proofs[0];
    proof.payload = mutated(casp_wire::v1::Delegation::TABLE, &proof.payload, mutations);
    casp_wire::encode(&forge::resign(bundle))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn noise_is_refused(bytes in vec(any::<u8>(), 0..400), now_ms: i64) {
        verdict_stands::<DelegationKind>(&bytes, now_ms);
        verdict_stands::<RetireKind>(&bytes, now_ms);
        verdict_stands::<HostBindingKind>(&bytes, now_ms);
    }

    #[test]
    fn damaged_bundles_are_judged_calmly(mutations in mutations(), now_ms in NOW - 10_000..NOW + 10_000) {
        let bundle = mutated(Bundle::TABLE, delegated().as_bytes(), &mutations);
        verdict_stands::<ProbeKind>(&bundle, now_ms);
    }

    #[test]
    fn damaged_payloads_under_good_signatures_are_judged_calmly(mutations in mutations(), now_ms: i64) {
        for now_ms in [NOW, now_ms] {
            verdict_stands::<DelegationKind>(&damaged_payload(&sealed_delegation(1), &mutations), now_ms);
            verdict_stands::<RetireKind>(&damaged_payload(&seal::<RetireKind>(&retirement(), key(ALICE)), &mutations), now_ms);
            verdict_stands::<HostBindingKind>(&damaged_payload(&seal::<HostBindingKind>(&host_binding(), key(ALICE)), &mutations), now_ms);
            verdict_stands::<ProbeKind>(&damaged_payload(&delegated(), &mutations), now_ms);
        }
    }

    #[test]
    fn damaged_delegations_under_good_signatures_are_judged_calmly(mutations in mutations()) {
        verdict_stands::<ProbeKind>(&damaged_proof(&mutations), NOW);
    }
}

/// Shows that signing anew does what it is for.
#[test]
fn damage_under_good_signatures_reaches_the_stages_behind_the_signature() {
    let mut runner = TestRunner::deterministic();
    let mut stages = BTreeSet::new();
    for _ in 0..2_000 {
        let mutations = mutations().new_tree(&mut runner).unwrap().current();
        for bundle in [damaged_payload(&delegated(), &mutations), damaged_proof(&mutations)] {
            match verdict_stands::<ProbeKind>(&bundle, NOW) {
                Some(_) => stages.insert("accepted"),
                None => stages.insert(broken::<ProbeKind>(Signed::from_bytes(bundle)).stage().name()),
            };
        }
    }
    for stage in ["accepted", "PAYLOAD_ENCODING", "SEMANTIC", "DELEGATION", "FRESHNESS"] {
        assert!(stages.contains(stage), "{stage} is not among {stages:?}");
    }
}
