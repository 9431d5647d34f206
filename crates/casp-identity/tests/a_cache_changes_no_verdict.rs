//! What a verifier remembers changes its speed, never its verdict.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;

use std::sync::Arc;

use casp_identity::{
    AdmittedKeys, AgentId, DelegationKind, HostBindingKind, IdentityViolation, Kind, KnownAgents, RetireKind, Signed,
    Verified, Verifier, VerifierLimits,
};
use casp_wire::v1::{Bundle, DescriptorWithdrawal, Header, HostBinding};
use entry_points::forge;
use entry_points::verdict::summary;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use support::{
    ALICE, BOB, DAY, HOUR, NETWORK, NOW, ProbeKind, SKEW, VERIFIER, WORKER, header, host_binding, id, key,
    nothing_known, probe, retirement, seal, seal_delegated, sealed_delegation, verified, verifier,
};

#[test]
fn a_hit_is_judged_by_the_time_of_asking() {
    let mut verifier = verifier();
    let binding = seal::<HostBindingKind>(&host_binding(), key(ALICE));
    let mut at = |now_ms| verifier.verify(binding.clone(), &nothing_known(), now_ms).map(drop);
    assert_eq!(at(NOW), Ok(()));
    assert_eq!(at(NOW + HOUR + SKEW - 1), Ok(()));
    assert_eq!(at(NOW + HOUR + SKEW), Err(IdentityViolation::Expired));
    assert_eq!(at(NOW - SKEW - 1), Err(IdentityViolation::NotYetValid));
}

#[test]
fn a_hit_is_judged_by_what_is_known_at_asking() {
    let mut verifier = verifier();
    let statement: Signed<ProbeKind> = seal_delegated(&probe(1), &sealed_delegation(1));
    let mut known = nothing_known();
    assert_eq!(verifier.verify(statement.clone(), &known, NOW).map(drop), Ok(()));
    known.saw(&verified(sealed_delegation(2)), NOW).unwrap();
    assert_eq!(
        verifier.verify(statement.clone(), &known, NOW).unwrap_err(),
        IdentityViolation::EpochSuperseded
    );
    let mut known = nothing_known();
    known
        .saw(&verified(seal::<RetireKind>(&retirement(), key(ALICE))), NOW)
        .unwrap();
    assert_eq!(
        verifier.verify(statement, &known, NOW).unwrap_err(),
        IdentityViolation::IssuerRetired
    );
}

#[test]
fn a_hit_is_judged_by_the_proofs_that_come_with_it() {
    let mut verifier = verifier();
    let statement: Signed<ProbeKind> = seal_delegated(&probe(1), &sealed_delegation(1));
    assert_eq!(
        verifier.verify(statement.clone(), &nothing_known(), NOW).map(drop),
        Ok(())
    );
    let mut bundle: Bundle = casp_wire::decode(statement.as_bytes(), casp_wire::Layer::Envelope).unwrap();
    bundle.proofs.clear();
    let bare = Signed::<ProbeKind>::from_bytes(casp_wire::encode(&bundle));
    assert_eq!(
        verifier.verify(bare, &nothing_known(), NOW).unwrap_err(),
        IdentityViolation::ProofMissing
    );
}

#[test]
fn a_hit_is_judged_by_its_audience() {
    let addressed = Header {
        audience: id(BOB).as_bytes().into(),
        ..header(id(ALICE))
    };
    let message = DescriptorWithdrawal {
        header: Some(addressed),
        ..probe(1)
    };
    let statement = seal::<ProbeKind>(&message, key(ALICE));
    let mut verifier = verifier();
    // For the record the audience does not matter, and the envelope is remembered.
    assert_eq!(verifier.verify_as_issued(statement.clone()).map(drop), Ok(()));
    assert_eq!(
        verifier.verify(statement, &nothing_known(), NOW).unwrap_err(),
        IdentityViolation::Audience
    );
}

#[test]
fn another_signature_over_the_same_statement_is_no_hit() {
    let mut verifier = verifier();
    let statement = seal::<ProbeKind>(&probe(1), key(ALICE));
    assert_eq!(
        verifier.verify(statement.clone(), &nothing_known(), NOW).map(drop),
        Ok(())
    );
    let mut bundle: Bundle = casp_wire::decode(statement.as_bytes(), casp_wire::Layer::Envelope).unwrap();
    bundle.subject.as_mut().unwrap().signatures[0].sig[3] ^= 1;
    let altered = Signed::<ProbeKind>::from_bytes(casp_wire::encode(&bundle));
    assert_eq!(altered.object_id(), statement.object_id());
    assert_eq!(
        verifier.verify(altered, &nothing_known(), NOW).unwrap_err(),
        IdentityViolation::SignatureMismatch
    );
}

#[test]
fn the_same_signature_under_another_key_is_no_hit() {
    let mut verifier = verifier();
    let statement = seal::<ProbeKind>(&probe(1), key(ALICE));
    assert_eq!(
        verifier.verify(statement.clone(), &nothing_known(), NOW).map(drop),
        Ok(())
    );
    let mut bundle: Bundle = casp_wire::decode(statement.as_bytes(), casp_wire::Layer::Envelope).unwrap();
    bundle.subject.as_mut().unwrap().signatures[0].keyid = id(BOB).to_did_key();
    let renamed = Signed::<ProbeKind>::from_bytes(casp_wire::encode(&bundle));
    assert_eq!(
        verifier.verify(renamed, &nothing_known(), NOW).unwrap_err(),
        IdentityViolation::SignatureMismatch
    );
}

/// Statements of every sort: accepted, refused at each stage, sharing keys, payloads and delegations.
fn pool() -> Vec<Vec<u8>> {
    let with_header = |change: fn(&mut Header)| {
        let mut header = Header {
            expires_at_ms: NOW + HOUR,
            ..header(id(ALICE))
        };
        change(&mut header);
        header
    };
    let headers = [
        with_header(|_| ()),
        with_header(|header| header.audience = id(VERIFIER).as_bytes().into()),
        with_header(|header| header.audience = id(BOB).as_bytes().into()),
        with_header(|header| header.network_id = "other".into()),
        with_header(|header| header.issued_at_ms += 2 * SKEW),
        with_header(|header| header.expires_at_ms += 3 * DAY),
    ];
    let roots = [1, 2].map(sealed_delegation);
    let mut pool: Vec<Vec<u8>> = roots.iter().map(|root| root.as_bytes().to_vec()).collect();
    pool.push(seal::<RetireKind>(&retirement(), key(ALICE)).as_bytes().to_vec());
    for header in headers {
        let binding = HostBinding {
            header: Some(header.clone()),
            ..host_binding()
        };
        pool.push(seal::<HostBindingKind>(&binding, key(ALICE)).as_bytes().to_vec());
        pool.push(forge::signed_as(
            HostBindingKind::PROFILE.payload_type,
            &casp_wire::encode(&binding),
            key(BOB),
        ));
        for root in &roots {
            let probe = DescriptorWithdrawal {
                header: Some(Header {
                    expires_at_ms: 0,
                    ..header.clone()
                }),
                ..probe(2)
            };
            pool.push(seal_delegated::<ProbeKind>(&probe, root).as_bytes().to_vec());
            pool.push(seal_delegated::<HostBindingKind>(&binding, root).as_bytes().to_vec());
        }
    }
    let altered: Vec<_> = pool
        .iter()
        .flat_map(|bundle| [with_flipped_signature(bundle), with_flipped_payload(bundle)])
        .collect();
    pool.extend(altered);
    pool.push(forge::signed_as(ProbeKind::PROFILE.payload_type, b"", key(WORKER)));
    pool
}

fn with_flipped_signature(bundle: &[u8]) -> Vec<u8> {
    let mut bundle = forge::lenient_bundle(bundle).unwrap();
    bundle.subject.as_mut().unwrap().signatures[0].sig[1] ^= 1;
    casp_wire::encode(&bundle)
}

fn with_flipped_payload(bundle: &[u8]) -> Vec<u8> {
    let mut bundle = forge::lenient_bundle(bundle).unwrap();
    *bundle.subject.as_mut().unwrap().payload.last_mut().unwrap() ^= 1;
    casp_wire::encode(&bundle)
}

#[derive(Clone, Debug)]
struct Ask {
    statement: Index,
    kind: u8,
    later_ms: i64,
    /// Whether the verdict, if it accepts, is remembered.
    remembers: bool,
}

fn asks() -> impl Strategy<Value = Vec<Ask>> {
    let times = select(vec![0, 0, 0, -2 * SKEW, 2 * SKEW, HOUR, DAY, DAY + SKEW]);
    let ask = (any::<Index>(), 0..5_u8, times, prop::bool::weighted(0.1)).prop_map(
        |(statement, kind, later_ms, remembers)| Ask {
            statement,
            kind,
            later_ms,
            remembers,
        },
    );
    vec(ask, 1..60)
}

fn ask<K: Kind>(verifiers: &mut [Verifier], known: &KnownAgents, bundle: &[u8], now_ms: i64) -> Option<Verified<K>> {
    let mut verdicts = verifiers
        .iter_mut()
        .map(|verifier| verifier.verify(Signed::<K>::from_bytes(bundle), known, now_ms));
    let first = verdicts.next().unwrap();
    for verdict in verdicts {
        assert_eq!(summary(&verdict), summary(&first));
    }
    first.ok()
}

/// One that remembers nothing itself, and shares some of the keys.
fn told_of_keys() -> Verifier {
    let mut keys = AdmittedKeys::default();
    for seed in [ALICE, WORKER] {
        keys.admit(id(seed)).unwrap();
    }
    let nothing = VerifierLimits { keys: 0, envelopes: 0 };
    let mut verifier = Verifier::with_limits(NETWORK, Some(id(VERIFIER)), nothing);
    verifier.share(Arc::new(keys));
    verifier
}

#[test]
fn what_is_no_key_is_not_admitted_beforehand() {
    let mut keys = AdmittedKeys::default();
    let identity = AgentId::from_public_key(&core::array::from_fn(|index| u8::from(index == 0)));
    assert_eq!(keys.admit(identity), Err(IdentityViolation::KeyIdentity));
    let encoding = AgentId::from_public_key(&[0xff; 32]);
    assert_eq!(keys.admit(encoding), Err(IdentityViolation::KeyEncoding));
    assert!(keys.is_empty());
    assert_eq!(keys.admit(id(ALICE)), Ok(()));
    assert_eq!(keys.len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn verifiers_with_any_caches_agree_on_any_sequence_of_statements(asks in asks()) {
        let limits = [(0, 0), (2, 4), (4_096, 16_384)];
        let limits = limits.map(|(keys, envelopes)| VerifierLimits { keys, envelopes });
        let verifiers = limits.map(|limits| Verifier::with_limits(NETWORK, Some(id(VERIFIER)), limits));
        let mut verifiers = Vec::from(verifiers);
        verifiers.push(told_of_keys());
        let mut known = nothing_known();
        let pool = pool();
        for Ask { statement, kind, later_ms, remembers } in asks {
            let (bundle, now_ms) = (&pool[statement.index(pool.len())], NOW + later_ms);
            match kind {
                0 => if let Some(seen) = ask::<DelegationKind>(&mut verifiers, &known, bundle, now_ms).filter(|_| remembers) {
                    known.saw(&seen, now_ms).unwrap();
                },
                1 => if let Some(seen) = ask::<RetireKind>(&mut verifiers, &known, bundle, now_ms).filter(|_| remembers) {
                    known.saw(&seen, now_ms).unwrap();
                },
                2 => drop(ask::<HostBindingKind>(&mut verifiers, &known, bundle, now_ms)),
                _ => drop(ask::<ProbeKind>(&mut verifiers, &known, bundle, now_ms)),
            }
        }
    }
}
