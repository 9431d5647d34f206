//! Whatever the builder is given, what it gives away is accepted by every verifier.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;
#[path = "../../casp-wire/tests/support/mod.rs"]
mod wire;

use casp_descriptor::{
    DescriptorBuilder, DescriptorKind, DescriptorStore, Origin, RefreshKind, Sequence, SequenceCounter, StoreLimits,
    WithdrawalKind,
};
use casp_identity::{Kind, Signed, Verified, Verifier};
use casp_wire::table::Described as _;
use casp_wire::v1::{Callers, Capability, CapabilityDescriptor, Provenance, QosMetric, ResourceState};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use prost::Message as _;
use support::{ALICE, DAY, NETWORK, NOW, WORKER, as_issued, delegation_of, id, key, nothing_known};
use wire::strategies::valid;

/// What an application hands to a builder: sensible for the most part, or anything at all.
#[derive(Clone, Debug)]
struct Wish {
    network: String,
    epoch: u64,
    sequence: u64,
    now_ms: i64,
    ttl_ms: u64,
    endpoints: Vec<String>,
    resource_state: Option<ResourceState>,
    capabilities: Vec<Capability>,
}

impl Wish {
    fn build(&self, origin: Origin) -> Option<CapabilityDescriptor> {
        let mut builder = DescriptorBuilder::new(origin, self.ttl_ms);
        builder = self
            .endpoints
            .iter()
            .fold(builder, |builder, endpoint| builder.endpoint(endpoint.as_str()));
        builder = self
            .resource_state
            .iter()
            .fold(builder, |builder, state| builder.resource_state(state.clone()));
        builder = self
            .capabilities
            .iter()
            .fold(builder, |builder, it| builder.capability(it.clone()));
        builder.build(sequence(self.sequence), self.now_ms).ok()
    }

    fn root(&self) -> Origin {
        Origin::root(self.network.as_str(), id(ALICE), self.epoch)
    }
}

fn sequence(number: u64) -> Sequence {
    SequenceCounter::resume(number.saturating_sub(1)).reserve(0).persisted()
}

/// Usually this, sometimes anything.
fn usually<T: Arbitrary + Clone + 'static>(this: impl Strategy<Value = T> + 'static) -> BoxedStrategy<T> {
    prop_oneof![30 => this, 1 => any::<T>()].boxed()
}

fn wish() -> impl Strategy<Value = Wish> {
    let when = (usually("[a-z]{1,8}"), usually(1..100_u64), usually(1..1_000_u64));
    let life = (usually(Just(NOW)), usually(1_000..=86_400_000_u64));
    let endpoint = usually("/dns/[a-z]{1,9}/udp/[0-9]{1,4}");
    let state = valid(ResourceState::TABLE).prop_map(|bytes| ResourceState::decode(&bytes[..]).unwrap());
    let what = (vec(endpoint, 0..4), option::of(state), vec(capability(), 0..4));
    (when, life, what).prop_map(
        |((network, epoch, sequence), (now_ms, ttl_ms), (endpoints, resource_state, capabilities))| Wish {
            network,
            epoch,
            sequence,
            now_ms,
            ttl_ms,
            endpoints,
            resource_state,
            capabilities,
        },
    )
}

/// A capability in shape, its metrics and callers mostly in keeping with the rules of meaning, its sets in any order.
fn capability() -> impl Strategy<Value = Capability> {
    let shaped = valid(Capability::TABLE).prop_map(|bytes| Capability::decode(&bytes[..]).unwrap());
    let summary = usually("[a-zA-Z ]{1,40}");
    (
        shaped,
        vec(metric(), 0..3),
        usually(Just(true)),
        summary,
        usually(1..=3),
    )
        .prop_map(|(mut capability, qos, consistent, summary, risk)| {
            capability = Capability {
                qos,
                summary,
                risk,
                ..capability
            };
            if consistent {
                keep_callers_in_line(&mut capability);
            }
            capability.tags.reverse();
            capability.skills.extend(capability.skills.first().cloned());
            capability
        })
}

fn keep_callers_in_line(capability: &mut Capability) {
    let Some(policy) = &mut capability.data_policy else {
        return;
    };
    if policy.callers() != Callers::Listed {
        policy.listed_callers.clear();
    } else if policy.listed_callers.is_empty() {
        policy.listed_callers.push(id(WORKER).as_bytes().into());
    }
    policy.listed_callers.reverse();
}

fn metric() -> impl Strategy<Value = QosMetric> {
    let named = select(vec![
        ("latency-p95", "ms"),
        ("success-rate", "ppm"),
        ("throughput", "per-min"),
        ("org.x/y", "count"),
    ]);
    (
        named,
        usually(0..=1_000_000_u64),
        usually(1..=3_i32),
        usually(Just(true)),
    )
        .prop_map(|((name, unit), value, provenance, consistent)| {
            let counted = consistent == (provenance != i32::from(Provenance::SelfDeclared));
            let witnessed = consistent == (provenance == i32::from(Provenance::Witnessed));
            QosMetric {
                name: name.into(),
                unit: unit.into(),
                value,
                provenance,
                sample_count: u32::from(counted),
                window_ms: u64::from(counted),
                evidence_digest: if witnessed { vec![3; 32] } else { Vec::new() },
            }
        })
}

fn accepted<K: Kind>(network: &str, signed: Signed<K>, now_ms: i64) -> Verified<K> {
    let mut verifier = Verifier::new(network, None);
    verifier
        .verify(signed, &nothing_known(), now_ms)
        .unwrap_or_else(|violation| panic!("{violation}"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_024) })]

    #[test]
    fn by_verifiers_and_by_stores(wish in wish()) {
        let Some(descriptor) = wish.build(wish.root()) else { return Ok(()) };
        let signed = Signed::<DescriptorKind>::seal(&descriptor, key(ALICE)).unwrap();
        let verified = accepted(&wish.network, signed, wish.now_ms);
        let (name, next) = (verified.object_id(), sequence(wish.sequence.max(1) + 1));
        let mut store = DescriptorStore::new(StoreLimits::default());
        store.apply(verified, wish.now_ms).unwrap();

        let end = wish.now_ms + wish.ttl_ms as i64;
        let refresh = wish.root().refresh(name, next, wish.now_ms, end);
        let Ok(signed) = Signed::<RefreshKind>::seal(&refresh, key(ALICE)) else { return Ok(()) };
        store.apply(accepted(&wish.network, signed, wish.now_ms), wish.now_ms).unwrap();
    }

    #[test]
    fn under_a_delegation_too(wish in wish()) {
        let wish = Wish { network: NETWORK.into(), now_ms: NOW, ..wish };
        let delegation = delegation_of(ALICE, 7, NOW);
        let origin = Origin::delegated(&as_issued(delegation.clone()));
        let Some(descriptor) = wish.build(origin.clone()) else { return Ok(()) };
        let signed = Signed::<DescriptorKind>::seal_delegated(&descriptor, key(WORKER), &delegation).unwrap();
        let verified = accepted(NETWORK, signed, NOW);
        prop_assert_eq!((verified.issuer(), verified.signer()), (id(ALICE), id(WORKER)));

        let withdrawal = origin.withdrawal(sequence(wish.sequence), NOW);
        let signed = Signed::<WithdrawalKind>::seal_delegated(&withdrawal, key(WORKER), &delegation).unwrap();
        accepted(NETWORK, signed, NOW);
    }
}

#[test]
fn a_withdrawal_does_not_outlive_its_delegation() {
    let left_ms = 3_600_000;
    let delegation = delegation_of(ALICE, 7, NOW - 7 * DAY + left_ms);
    let withdrawal = Origin::delegated(&as_issued(delegation.clone())).withdrawal(sequence(1), NOW);
    assert_eq!(
        withdrawal.header.as_ref().map(|header| header.expires_at_ms),
        Some(NOW + left_ms)
    );
    accepted(
        NETWORK,
        Signed::<WithdrawalKind>::seal_delegated(&withdrawal, key(WORKER), &delegation).unwrap(),
        NOW,
    );

    let by_root = Origin::root(NETWORK, id(ALICE), 7).withdrawal(sequence(1), NOW);
    assert_eq!(
        by_root.header.as_ref().map(|header| header.expires_at_ms),
        Some(NOW + DAY)
    );
    accepted(
        NETWORK,
        Signed::<WithdrawalKind>::seal(&by_root, key(ALICE)).unwrap(),
        NOW,
    );
}

/// Shows that the wishes are fair: many are granted, many are not.
#[test]
fn many_wishes_are_granted_and_many_are_not() {
    let mut runner = TestRunner::deterministic();
    let strategy = wish();
    let granted = (0..500).filter(|_| {
        let wish = strategy.new_tree(&mut runner).unwrap().current();
        wish.build(wish.root()).is_some()
    });
    let granted = granted.count();
    assert!((100..400).contains(&granted), "{granted} of 500");
}
