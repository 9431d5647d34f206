//! A registry that left out what an agent had ended can show it, whatever the agent has done since.

#![allow(clippy::restriction, clippy::arithmetic_side_effects, reason = "test code")]

mod registry_support;
mod support;

use casp_discovery::registry::Registry;
use casp_discovery::{Rebuttal, seal_omission};
use casp_identity::{DelegationKind, Signed};
use casp_wire::v1::{Delegation, Header};
use registry_support::*;

const ALICE: u8 = AGENTS;

/// Alice accuses the registry: of her entry, its answer at `at_ms` says nothing, though she was given a receipt.
fn accusation(
    registry: &mut Registry,
    entry: &Published,
    receipt: casp_wire::v1::RegistrationReceipt,
    at_ms: i64,
) -> Vec<u8> {
    let mut question = query(REGISTRY);
    question.header = Some(Header {
        issued_at_ms: at_ms,
        expires_at_ms: at_ms + MINUTE,
        ..question.header.unwrap()
    });
    let asked = ask(&question);
    let answered = registry.query(asked.as_bytes(), at_ms).unwrap();
    assert!(answered.result.complete && answered.result.ranked.is_empty());
    let result = Signed::seal(&answered.result, &key(REGISTRY)).unwrap();
    seal_omission(&asked, &result, &signed_receipt(&receipt), entry.wire()).unwrap()
}

#[test]
fn a_withdrawal_rebuts_even_when_the_agent_has_registered_again() {
    let mut registry = registry(open_limits());
    let first = Published::new(translator(ALICE, 1, 5, NOW));
    let receipt = acknowledged(&mut registry, &first.descriptor.clone().into(), origin(1), NOW)
        .receipt
        .unwrap();
    acknowledged(
        &mut registry,
        &withdrawal(ALICE, 2, NOW + 1_000).into(),
        origin(1),
        NOW + 1_000,
    );
    let proof = accusation(&mut registry, &first, receipt, NOW + 2_000);
    assert!(matches!(registry.rebut(&proof), Ok(Some(Rebuttal::Withdrawal(_)))));
    // What she says from now on is too late to rebut.
    for sequence in 3..6 {
        let at_ms = NOW + MINUTE + i64::from(sequence as u8);
        acknowledged(
            &mut registry,
            &translator(ALICE, sequence, 5, at_ms).into(),
            origin(1),
            at_ms,
        );
    }
    assert!(matches!(registry.rebut(&proof), Ok(Some(Rebuttal::Withdrawal(_)))));
    // It survives a restart.
    let snapshot = registry.snapshot();
    let mut restored = Registry::restore(identity(), open_limits(), &snapshot).unwrap();
    assert!(matches!(restored.rebut(&proof), Ok(Some(Rebuttal::Withdrawal(_)))));
    // Once the receipt is over nobody can accuse any more, and nothing is kept.
    let over = NOW + 10 * MINUTE;
    acknowledged(&mut registry, &translator(ALICE, 9, 5, over).into(), origin(1), over);
    acknowledged(&mut registry, &translator(ALICE, 10, 5, over).into(), origin(1), over);
}

#[test]
fn a_refresh_that_shortens_a_life_rebuts() {
    let mut registry = registry(open_limits());
    let first = Published::new(translator(ALICE, 1, 5, NOW));
    let receipt = acknowledged(&mut registry, &first.descriptor.clone().into(), origin(1), NOW)
        .receipt
        .unwrap();
    let shorter = refresh(ALICE, 2, &first.descriptor, NOW + 1, 1_000);
    acknowledged(&mut registry, &shorter.into(), origin(1), NOW + 1);
    let proof = accusation(&mut registry, &first, receipt, NOW + 30_000);
    let later = NOW + 2 * MINUTE;
    acknowledged(&mut registry, &translator(ALICE, 3, 5, later).into(), origin(1), later);
    assert!(matches!(registry.rebut(&proof), Ok(Some(Rebuttal::Refresh(_)))));
}

#[test]
fn an_equivocation_rebuts() {
    let mut registry = registry(open_limits());
    let first = Published::new(translator(ALICE, 1, 5, NOW));
    let receipt = acknowledged(&mut registry, &first.descriptor.clone().into(), origin(1), NOW)
        .receipt
        .unwrap();
    let refusal = refused(send(
        &mut registry,
        &translator(ALICE, 1, 6, NOW).into(),
        origin(1),
        NOW,
    ));
    registry.persisted(refusal.persist.unwrap().ticket, NOW).unwrap();
    let proof = accusation(&mut registry, &first, receipt, NOW + 1_000);
    assert!(matches!(registry.rebut(&proof), Ok(Some(Rebuttal::Descriptor(_)))));
}

#[test]
fn a_delegation_of_a_higher_epoch_rebuts() {
    let mut registry = registry(open_limits());
    let first = Published::new(translator(ALICE, 1, 5, NOW));
    let receipt = acknowledged(&mut registry, &first.descriptor.clone().into(), origin(1), NOW)
        .receipt
        .unwrap();
    let message = Delegation {
        header: Some(Header {
            expires_at_ms: NOW + DAY,
            ..header(ALICE, NOW)
        }),
        delegate: id(200).as_bytes().into(),
        scopes: vec!["descriptor".into()],
        epoch: 2,
    };
    let delegation = Signed::<DelegationKind>::seal(&message, &key(ALICE)).unwrap();
    let persist = registry
        .note_delegation(delegation.as_bytes(), NOW + 1)
        .unwrap()
        .unwrap();
    registry.persisted(persist.ticket, NOW + 1).unwrap();
    let proof = accusation(&mut registry, &first, receipt, NOW + 1_000);
    assert!(matches!(registry.rebut(&proof), Ok(Some(Rebuttal::Delegation(_)))));
}

#[test]
fn a_registry_that_did_leave_something_out_can_say_nothing() {
    let mut registry = registry(open_limits());
    let first = Published::new(translator(ALICE, 1, 5, NOW));
    // A receipt from before a crash that lost everything.
    let receipt = acknowledged(&mut registry, &first.descriptor.clone().into(), origin(1), NOW)
        .receipt
        .unwrap();
    let mut lost = registry_support::registry(open_limits());
    let proof = accusation(&mut lost, &first, receipt, NOW + 1_000);
    assert!(matches!(lost.rebut(&proof), Ok(None)));
}
