//! What a store hands out as proof convinces whoever knows the network, and nothing else does (EQV-1 to EQV-4).

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;

use casp_descriptor::{
    DescriptorKind, DescriptorViolation, ProvenEquivocation, Publication, RefreshKind, verify_equivocation,
};
use casp_identity::{DelegationKind, Signed, Verified, Verifier};
use casp_wire::limits::MAX_EQUIVOCATION_PROOF_BYTES;
use casp_wire::v1::{Bundle, CapabilityDescriptor, EquivocationProof, Header};
use casp_wire::{Stage, Violation as _};
use proptest::prelude::*;
use support::{
    ALICE, BOB, MINUTE, NETWORK, NOW, WORKER, as_issued, delegation_of, descriptor, descriptor_of, header, id, key,
    refresh_of, store, withdrawal_of,
};

fn prove(proof: &EquivocationProof) -> Result<ProvenEquivocation, DescriptorViolation> {
    verify_equivocation(&mut Verifier::new(NETWORK, None), &casp_wire::encode(proof))
}

/// The proof that a store makes of two statements.
fn proof_of(first: impl Into<Publication>, second: impl Into<Publication>) -> EquivocationProof {
    let mut store = store();
    store.apply(first, NOW).unwrap();
    *store.apply(second, NOW).unwrap_err().proof.unwrap()
}

/// A proof of any two bundles, the lower object id first.
fn pair(first: &Bundle, second: &Bundle) -> EquivocationProof {
    let name = |bundle: &Bundle| casp_identity::envelope_object_id(bundle.subject.as_ref().unwrap());
    let (first, second) = if name(first) < name(second) {
        (first, second)
    } else {
        (second, first)
    };
    EquivocationProof {
        first: Some(first.clone()),
        second: Some(second.clone()),
    }
}

fn bundle(bytes: &[u8]) -> Bundle {
    casp_wire::decode(bytes, casp_wire::Layer::Envelope).unwrap()
}

fn salted(salt: u8) -> CapabilityDescriptor {
    descriptor(header(ALICE, NOW), 1, 1, 60_000, salt)
}

/// By the worker, under a delegation of its own making.
fn delegated(message: CapabilityDescriptor, delegation: &Signed<DelegationKind>) -> Verified<DescriptorKind> {
    let name = delegation.object_id().unwrap().0.into();
    let header = message.header.map(|header| Header {
        delegation: name,
        ..header
    });
    let message = CapabilityDescriptor { header, ..message };
    as_issued(Signed::seal_delegated(&message, key(WORKER), delegation).unwrap())
}

#[test]
fn two_statements_of_any_kinds_with_one_sequence() {
    let base = descriptor_of(ALICE, 1, 1, NOW);
    let refresh = |end| refresh_of(ALICE, base.object_id(), (1, 2), NOW, NOW + end);
    let proven = |sequence| {
        Ok(ProvenEquivocation {
            issuer: id(ALICE),
            epoch: 1,
            sequence,
            latest_ms: NOW,
        })
    };
    let of_descriptor = |other: Publication| {
        let mut store = store();
        store.apply(base.clone(), NOW).unwrap();
        *store.apply(other, NOW).unwrap_err().proof.unwrap()
    };
    let other = support::verified::<DescriptorKind>(ALICE, &salted(9));
    assert_eq!(prove(&of_descriptor(other.into())), proven(1));
    assert_eq!(
        prove(&of_descriptor(
            refresh_of(ALICE, base.object_id(), (1, 1), NOW, NOW + MINUTE).into()
        )),
        proven(1)
    );
    assert_eq!(prove(&of_descriptor(withdrawal_of(ALICE, 1, 1, NOW).into())), proven(1));

    let mut store = store();
    store.apply(base.clone(), NOW).unwrap();
    store.apply(refresh(MINUTE), NOW).unwrap();
    let proof = store.apply(refresh(MINUTE - 1), NOW).unwrap_err().proof.unwrap();
    assert_eq!(prove(&proof), proven(2));
}

#[test]
fn statements_under_delegations_bring_their_proofs_along() {
    let delegation = delegation_of(ALICE, 1, NOW);
    let proof = proof_of(delegated(salted(1), &delegation), delegated(salted(2), &delegation));
    assert!(proof.first.as_ref().is_some_and(|member| member.proofs.len() == 1));
    assert_eq!(prove(&proof).map(|proven| proven.issuer), Ok(id(ALICE)));
    // One by the root key, one by the worker: the agent is one.
    let mixed = proof_of(
        support::verified::<DescriptorKind>(ALICE, &salted(1)),
        delegated(salted(2), &delegation),
    );
    assert_eq!(prove(&mixed).map(|proven| proven.issuer), Ok(id(ALICE)));
}

#[test]
fn a_proof_holds_long_after_its_statements() {
    let long_ago = |salt| {
        let message = descriptor(header(ALICE, 1), 1, 1, 60_000, salt);
        bundle(support::verified::<DescriptorKind>(ALICE, &message).bundle())
    };
    assert!(prove(&pair(&long_ago(1), &long_ago(2))).is_ok());
}

#[test]
fn a_proof_holds_for_whoever_the_statements_were_meant() {
    let for_bob = |salt| {
        let header = Header {
            audience: id(BOB).as_bytes().into(),
            ..header(ALICE, NOW)
        };
        bundle(support::verified::<DescriptorKind>(ALICE, &descriptor(header, 1, 1, 60_000, salt)).bundle())
    };
    assert!(prove(&pair(&for_bob(1), &for_bob(2))).is_ok());
}

#[test]
fn a_statement_does_not_contradict_itself() {
    let once = bundle(descriptor_of(ALICE, 1, 1, NOW).bundle());
    let proof = EquivocationProof {
        first: Some(once.clone()),
        second: Some(once),
    };
    assert_eq!(prove(&proof), Err(DescriptorViolation::MemberOrder));
}

#[test]
fn the_members_stand_in_order() {
    let EquivocationProof { first, second } =
        proof_of(descriptor_of(ALICE, 1, 1, NOW), withdrawal_of(ALICE, 1, 1, NOW));
    assert_eq!(
        prove(&EquivocationProof {
            first: second,
            second: first
        }),
        Err(DescriptorViolation::MemberOrder)
    );
}

#[test]
fn two_agents_or_two_sequences_or_two_epochs_are_no_equivocation() {
    let of = |agent, epoch, sequence| bundle(descriptor_of(agent, epoch, sequence, NOW).bundle());
    let one = of(ALICE, 1, 1);
    assert_eq!(
        prove(&pair(&one, &of(BOB, 1, 1))),
        Err(DescriptorViolation::MembersDifferInIssuer)
    );
    assert_eq!(
        prove(&pair(&one, &of(ALICE, 1, 2))),
        Err(DescriptorViolation::MembersDifferInSequence)
    );
    assert_eq!(
        prove(&pair(&one, &of(ALICE, 2, 1))),
        Err(DescriptorViolation::MembersDifferInSequence)
    );
}

#[test]
fn a_member_that_does_not_verify_proves_nothing() {
    let (mut first, second) = (
        bundle(descriptor_of(ALICE, 1, 1, NOW).bundle()),
        withdrawal_of(ALICE, 1, 1, NOW),
    );
    first.subject.as_mut().unwrap().signatures[0].sig[5] ^= 1;
    let proof = pair(&first, &bundle(second.bundle()));
    let index = usize::from(proof.first.as_ref() != Some(&first));
    assert_eq!(prove(&proof), Err(DescriptorViolation::MemberInvalid { index }));

    let delegation = bundle(delegation_of(ALICE, 1, NOW).as_bytes());
    let foreign_kind = prove(&pair(&delegation, &bundle(second.bundle())));
    assert!(matches!(foreign_kind, Err(DescriptorViolation::MemberInvalid { .. })));
}

#[test]
fn a_proof_is_of_its_network() {
    let proof = proof_of(descriptor_of(ALICE, 1, 1, NOW), withdrawal_of(ALICE, 1, 1, NOW));
    let elsewhere = verify_equivocation(&mut Verifier::new("elsewhere", None), &casp_wire::encode(&proof));
    assert_eq!(elsewhere, Err(DescriptorViolation::MemberInvalid { index: 0 }));
}

#[test]
fn a_proof_beyond_its_size_is_not_looked_at() {
    let stage = |length| {
        let verdict = verify_equivocation(&mut Verifier::new(NETWORK, None), &vec![0; length]);
        verdict.unwrap_err().stage()
    };
    assert_eq!(stage(MAX_EQUIVOCATION_PROOF_BYTES), Stage::Encoding);
    assert_eq!(stage(MAX_EQUIVOCATION_PROOF_BYTES + 1), Stage::Size);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn an_altered_proof_proves_nothing(at: prop::sample::Index, bits in 1..=u8::MAX) {
        let proof = proof_of(descriptor_of(ALICE, 1, 1, NOW), withdrawal_of(ALICE, 1, 1, NOW));
        let mut bytes = casp_wire::encode(&proof);
        let at = at.index(bytes.len());
        bytes[at] ^= bits;
        prop_assert!(verify_equivocation(&mut Verifier::new(NETWORK, None), &bytes).is_err());
    }
}

#[test]
fn refreshes_of_different_descriptors_contradict_too() {
    let of = |salt: u8| support::verified::<DescriptorKind>(ALICE, &salted(salt)).object_id();
    let refresh = |salt| refresh_of(ALICE, of(salt), (1, 2), NOW, NOW + MINUTE);
    let member = |refresh: &Verified<RefreshKind>| bundle(refresh.bundle());
    assert!(prove(&pair(&member(&refresh(1)), &member(&refresh(2)))).is_ok());
}
