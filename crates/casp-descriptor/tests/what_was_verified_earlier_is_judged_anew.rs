//! A statement that waited between its verification and its application is applied only if it still stands.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;

use casp_descriptor::DescriptorViolation;
use casp_identity::IdentityViolation;
use support::{ALICE, MINUTE, NOW, SKEW, as_issued, delegation_of, descriptor_of, id, refusal, retirement_of, store};

fn broken(violation: IdentityViolation) -> Option<DescriptorViolation> {
    Some(violation.into())
}

#[test]
fn not_after_a_higher_epoch_was_seen() {
    let mut store = store();
    let queued = descriptor_of(ALICE, 1, 1, NOW);
    store.observe(&as_issued(delegation_of(ALICE, 2, NOW)), NOW).unwrap();
    assert_eq!(
        refusal(store.apply(queued, NOW)),
        broken(IdentityViolation::EpochSuperseded)
    );
    assert_eq!(refusal(store.apply(descriptor_of(ALICE, 2, 1, NOW), NOW)), None);
}

#[test]
fn not_after_a_retirement_was_seen() {
    let mut store = store();
    let queued = descriptor_of(ALICE, 9, 1, NOW);
    store.observe(&retirement_of(ALICE, NOW), NOW).unwrap();
    assert_eq!(
        refusal(store.apply(queued, NOW)),
        broken(IdentityViolation::IssuerRetired)
    );
    assert!(store.lookup(&id(ALICE), NOW).is_none());
}

#[test]
fn not_after_its_life_is_over() {
    let death = NOW + MINUTE + SKEW;
    let queued = descriptor_of(ALICE, 1, 1, NOW);
    assert_eq!(
        refusal(store().apply(queued.clone(), death)),
        broken(IdentityViolation::Expired)
    );
    assert_eq!(refusal(store().apply(queued, death - 1)), None);
}

#[test]
fn not_before_its_time() {
    let ahead = descriptor_of(ALICE, 1, 1, NOW);
    let early = store().apply(ahead.clone(), NOW - SKEW - 1);
    assert_eq!(refusal(early), broken(IdentityViolation::NotYetValid));
    assert_eq!(refusal(store().apply(ahead, NOW - SKEW)), None);
}

#[test]
fn a_refusal_leaves_no_trace() {
    let mut store = store();
    let queued = descriptor_of(ALICE, 1, 1, NOW);
    store.apply(queued, NOW + MINUTE + SKEW).unwrap_err();
    assert_eq!((store.agents(), store.bytes(), store.next_deadline_ms()), (0, 0, None));
    assert_eq!(store.known().epoch(&id(ALICE)), 0);
}
