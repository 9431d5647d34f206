//! No input makes verification of descriptors panic or waver, be it noise, damage, or damage under a signature that holds.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;
#[path = "../../casp-wire/tests/support/mod.rs"]
mod wire;

use std::collections::BTreeSet;

use casp_descriptor::{DescriptorKind, DescriptorViolation, RefreshKind, WithdrawalKind};
use casp_identity::{Kind, Signed, Verified, Verifier};
use casp_wire::Violation as _;
use casp_wire::table::Described;
use casp_wire::v1::{Capability, CapabilityDescriptor, QosMetric};
use entry_points::forge;
use entry_points::verdict::verdict_stands;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use prost::Message as _;
use support::{ALICE, MINUTE, NETWORK, NOW, descriptor, descriptor_of, header, key, refresh_of, withdrawal_of};
use wire::mutate::{Mutation, mutated, mutations};
use wire::strategies::valid;

/// Damages the payload, and signs it anew.
fn damaged<K: Kind>(statement: &Verified<K>, mutations: &[Mutation]) -> Vec<u8> {
    let payload = mutated(K::Message::TABLE, &casp_wire::encode(statement.message()), mutations);
    forge::signed_as(K::PROFILE.payload_type, &payload, key(ALICE))
}

/// A descriptor with any capabilities, as long as they are in shape.
fn any_descriptor() -> impl Strategy<Value = Vec<u8>> {
    let shaped = valid(Capability::TABLE).prop_map(|bytes| Capability::decode(&bytes[..]).unwrap());
    let capability = (shaped, vec(any_metric(), 0..3)).prop_map(|(shaped, qos)| Capability { qos, ..shaped });
    (vec(capability, 1..3), mutations()).prop_map(|(capabilities, mutations)| {
        let message = CapabilityDescriptor {
            capabilities,
            ..descriptor(header(ALICE, NOW), 1, 1, 60_000, 0)
        };
        let payload = mutated(CapabilityDescriptor::TABLE, &casp_wire::encode(&message), &mutations);
        forge::signed_as(DescriptorKind::PROFILE.payload_type, &payload, key(ALICE))
    })
}

/// A metric in shape, which keeps the rules of meaning now and then.
fn any_metric() -> impl Strategy<Value = QosMetric> {
    let name = select(vec!["availability", "latency-p95", "org.example/cost"]);
    let unit = select(vec!["ms", "ppm", "count"]);
    let figures = (999_999..=1_000_001_u64, 1..=3_i32, 0..=1_u32, 0..=1_u64, any::<bool>());
    (name, unit, figures).prop_map(|(name, unit, (value, provenance, sample_count, window_ms, evident))| {
        let evidence_digest = if evident { vec![3; 32] } else { Vec::new() };
        let (name, unit) = (name.into(), unit.into());
        QosMetric {
            name,
            unit,
            value,
            provenance,
            sample_count,
            window_ms,
            evidence_digest,
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn noise_is_refused(bytes in vec(any::<u8>(), 0..400), now_ms: i64) {
        verdict_stands::<DescriptorKind>(&bytes, now_ms);
        verdict_stands::<RefreshKind>(&bytes, now_ms);
        verdict_stands::<WithdrawalKind>(&bytes, now_ms);
    }

    #[test]
    fn damaged_payloads_under_good_signatures_are_judged_calmly(mutations in mutations(), now_ms: i64) {
        let descriptor = descriptor_of(ALICE, 1, 1, NOW);
        let refresh = refresh_of(ALICE, descriptor.object_id(), (1, 2), NOW, NOW + MINUTE);
        for now_ms in [NOW, now_ms] {
            verdict_stands::<DescriptorKind>(&damaged(&descriptor, &mutations), now_ms);
            verdict_stands::<RefreshKind>(&damaged(&refresh, &mutations), now_ms);
            verdict_stands::<WithdrawalKind>(&damaged(&withdrawal_of(ALICE, 1, 1, NOW), &mutations), now_ms);
        }
    }

    #[test]
    fn descriptors_of_any_capabilities_are_judged_calmly(bundle in any_descriptor()) {
        verdict_stands::<DescriptorKind>(&bundle, NOW);
    }
}

/// Shows that the damage is no mere noise: each rule of descriptors is what some of it breaks first.
#[test]
fn damage_reaches_every_rule_of_descriptors() {
    let mut runner = TestRunner::deterministic();
    let strategy = any_descriptor();
    let rules = DescriptorViolation::RULES
        .iter()
        .map(|rule| rule.id)
        .filter(|id| id.starts_with("DSC-"));
    let mut missing: BTreeSet<_> = rules.collect();
    for _ in 0..50_000 {
        let bundle = strategy.new_tree(&mut runner).unwrap().current();
        let verdict = Verifier::new(NETWORK, None).verify_as_issued::<DescriptorKind>(Signed::from_bytes(bundle));
        if let Err(violation) = verdict {
            missing.remove(violation.rule());
        }
        if missing.is_empty() {
            return;
        }
    }
    panic!("never reached: {missing:?}");
}
