//! Nothing is acknowledged before it is on disk, and what is acknowledged once is acknowledged again for nothing.

#![allow(clippy::restriction, clippy::arithmetic_side_effects, reason = "test code")]

mod registry_support;
mod support;

use casp_descriptor::DescriptorViolation;
use casp_discovery::DiscoveryViolation;
use casp_discovery::registry::{KnownAnswer, Publishes, Reason};
use casp_identity::{KnownAgents, Verifier};
use casp_wire::{Stage, Violation as _};
use registry_support::*;

const ALICE: u8 = AGENTS;

#[test]
fn a_receipt_comes_when_the_record_is_safe_and_holds_for_the_entry() {
    let mut registry = registry(open_limits());
    let said = translator(ALICE, 1, 5, NOW).into();
    let persist = accepted(send(&mut registry, &said, origin(1), NOW));
    let (again, answer) = known(send(&mut registry, &said, origin(1), NOW + 1));
    assert_eq!(again, DescriptorViolation::Duplicate);
    assert_eq!(answer, KnownAnswer::Pending(persist.ticket));

    let receipt = registry.persisted(persist.ticket, NOW + 5).unwrap().receipt.unwrap();
    let header = receipt.header.as_ref().unwrap();
    assert_eq!(
        (header.issued_at_ms, header.expires_at_ms),
        (NOW + 5, NOW + 10 * MINUTE)
    );
    let mut verifier = Verifier::new(NETWORK, None);
    let signed = signed_receipt(&receipt);
    assert!(verifier.verify(signed, &KnownAgents::new(1), NOW + 5).is_ok());
    assert!(registry.persisted(persist.ticket, NOW + 5).is_none());

    let (_, answer) = known(send(&mut registry, &said, origin(1), NOW + MINUTE));
    assert_eq!(answer, KnownAnswer::Safe(Some(Box::new(receipt))));
}

#[test]
fn what_could_not_be_written_is_written_when_it_comes_again() {
    let mut registry = registry(open_limits());
    let said = translator(ALICE, 1, 5, NOW).into();
    let first = accepted(send(&mut registry, &said, origin(1), NOW));
    registry.persist_failed(first.ticket);
    assert!(registry.persisted(first.ticket, NOW).is_none());
    let second = accepted(send(&mut registry, &said, origin(1), NOW + 1));
    assert_ne!(first.ticket, second.ticket);
    assert!(registry.persisted(second.ticket, NOW + 1).unwrap().receipt.is_some());
}

#[test]
fn a_promise_that_is_over_is_made_anew() {
    let mut limits = open_limits();
    limits.receipt_life_ms = MINUTE;
    let mut registry = registry(limits);
    let said = translator(ALICE, 1, 5, NOW).into();
    let first = acknowledged(&mut registry, &said, origin(1), NOW).receipt.unwrap();
    assert_eq!(first.header.unwrap().expires_at_ms, NOW + MINUTE);
    let later = NOW + 2 * MINUTE;
    let second = acknowledged(&mut registry, &said, origin(1), later).receipt.unwrap();
    assert_eq!(second.header.unwrap().expires_at_ms, later + MINUTE);
}

#[test]
fn what_was_replaced_before_it_was_safe_is_promised_to_nobody() {
    let mut registry = registry(open_limits());
    let first = accepted(send(
        &mut registry,
        &translator(ALICE, 1, 5, NOW).into(),
        origin(1),
        NOW,
    ));
    let second = accepted(send(
        &mut registry,
        &translator(ALICE, 2, 5, NOW).into(),
        origin(1),
        NOW,
    ));
    assert_eq!(registry.persisted(first.ticket, NOW).unwrap().receipt, None);
    assert!(registry.persisted(second.ticket, NOW).unwrap().receipt.is_some());
}

#[test]
fn a_refresh_whose_descriptor_was_not_written_brings_it_along() {
    let mut registry = registry(open_limits());
    let descriptor = translator(ALICE, 1, 5, NOW);
    let refresh = refresh(ALICE, 2, &descriptor, NOW, 5 * MINUTE);
    let lost = accepted(send(&mut registry, &descriptor.clone().into(), origin(1), NOW));
    let kept = accepted(send(&mut registry, &refresh.into(), origin(1), NOW));
    registry.persist_failed(lost.ticket);
    assert!(registry.persisted(kept.ticket, NOW).unwrap().receipt.is_some());

    let mut restored = registry_support::registry(open_limits());
    restored.replay(&kept.record, NOW + MINUTE).unwrap();
    assert_eq!(restored.stats().entries, 1);
    assert_eq!(restored.snapshot().len(), registry.snapshot().len() - 16);
    // A descriptor that is refreshed already is known again, with the receipt for both.
    let (violation, _) = known(send(&mut registry, &descriptor.into(), origin(1), NOW));
    assert_eq!(violation, DescriptorViolation::SequenceLower);
}

#[test]
fn what_was_acknowledged_is_read_back_by_a_clock_that_was_set_back() {
    let mut registry = registry(open_limits());
    let descriptor = translator(ALICE, 1, 5, NOW);
    let first = accepted(send(&mut registry, &descriptor.clone().into(), origin(1), NOW));
    registry.persisted(first.ticket, NOW).unwrap();
    let refresh = refresh(ALICE, 2, &descriptor, NOW + MINUTE, 10 * MINUTE);
    let second = accepted(send(&mut registry, &refresh.into(), origin(1), NOW + MINUTE));
    registry.persisted(second.ticket, NOW + MINUTE).unwrap();

    let mut restored = registry_support::registry(open_limits());
    let earlier = NOW - 5 * MINUTE;
    restored.replay(&first.record, earlier).unwrap();
    restored.replay(&second.record, earlier).unwrap();
    assert_eq!(restored.stats().entries, 1);
    // Until the refresh ends, not the descriptor.
    restored.expire(NOW + 10 * MINUTE + 30_000);
    assert_eq!(restored.stats().entries, 1);
    restored.expire(NOW + 12 * MINUTE);
    assert_eq!(restored.stats().entries, 0);
}

#[test]
fn a_withdrawal_is_safe_and_promises_nothing() {
    let mut registry = registry(open_limits());
    acknowledged(&mut registry, &translator(ALICE, 1, 5, NOW).into(), origin(1), NOW);
    let withdrawal = withdrawal(ALICE, 2, NOW).into();
    assert_eq!(acknowledged(&mut registry, &withdrawal, origin(1), NOW).receipt, None);
    assert_eq!(registry.stats().entries, 0);
    let (violation, answer) = known(send(&mut registry, &withdrawal, origin(1), NOW));
    assert_eq!(
        (violation, answer),
        (DescriptorViolation::Duplicate, KnownAnswer::Safe(None))
    );
}

#[test]
fn no_more_is_accepted_than_can_be_written() {
    let mut limits = open_limits();
    limits.tickets = 2;
    let mut registry = registry(limits);
    let first = accepted(send(
        &mut registry,
        &translator(ALICE, 1, 5, NOW).into(),
        origin(1),
        NOW,
    ));
    let _ = accepted(send(
        &mut registry,
        &translator(ALICE + 1, 1, 5, NOW).into(),
        origin(1),
        NOW,
    ));
    let third = translator(ALICE + 2, 1, 5, NOW).into();
    assert_eq!(
        refused(send(&mut registry, &third, origin(1), NOW)).reason,
        Reason::RateLimited
    );
    registry.persisted(first.ticket, NOW).unwrap();
    let _ = accepted(send(&mut registry, &third, origin(1), NOW));
}

#[test]
fn a_refusal_names_the_first_stage_that_fails() {
    let mut registry = registry(cheap_limits());
    let stage = |outcome| {
        let violation: DiscoveryViolation = refused(outcome).violation.unwrap();
        violation.stage()
    };
    let descriptor = translator(ALICE, 1, 5, NOW);
    let whole = registry_support::Said::from(descriptor.clone()).registration(None);
    let send = |registry: &mut casp_discovery::registry::Registry, kind, bytes: &[u8], now_ms| {
        stage(registry.register(kind, bytes, origin(1), now_ms))
    };
    let long = vec![0; casp_wire::limits::MAX_REGISTRATION_BYTES + 1];
    assert_eq!(send(&mut registry, Publishes::Descriptor, &long, NOW), Stage::Size);
    for cut in 0..whole.len() {
        assert_eq!(
            send(&mut registry, Publishes::Descriptor, &whole[..cut], NOW),
            Stage::Encoding
        );
    }
    let tail = [&whole[..], &[0x12, 0]].concat();
    assert_eq!(send(&mut registry, Publishes::Descriptor, &tail, NOW), Stage::Encoding);
    assert_eq!(send(&mut registry, Publishes::Refresh, &whole, NOW), Stage::Type);
    assert_eq!(
        send(&mut registry, Publishes::Descriptor, &whole, NOW + 11 * MINUTE),
        Stage::Freshness
    );
    assert_eq!(registry.stats().agents, 0);
}

#[test]
fn an_equivocation_is_shown_written_and_kept() {
    let mut registry = registry(open_limits());
    let one = accepted(send(
        &mut registry,
        &translator(ALICE, 1, 5, NOW).into(),
        origin(1),
        NOW,
    ));
    registry.persisted(one.ticket, NOW).unwrap();
    let refusal = refused(send(
        &mut registry,
        &translator(ALICE, 1, 6, NOW).into(),
        origin(1),
        NOW,
    ));
    assert!(refusal.equivocation.is_some());
    assert_eq!(registry.stats().entries, 0);

    let mut restored = registry_support::registry(open_limits());
    restored.replay(&one.record, NOW + MINUTE).unwrap();
    restored.replay(&refusal.persist.unwrap().record, NOW + MINUTE).unwrap();
    assert_eq!(restored.stats().entries, 0);
    let next = refused(send(
        &mut restored,
        &translator(ALICE, 2, 5, NOW).into(),
        origin(1),
        NOW,
    ));
    assert_eq!(next.violation, Some(DescriptorViolation::EpochQuarantined.into()));
}
