//! The bounds of a store hold to the agent and to the byte, and cost nobody who is in (SST-8).

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;

use casp_descriptor::{DescriptorStore, DescriptorViolation, REFRESH_RESERVE_BYTES, StoreLimits};
use support::{
    ALICE, BOB, CAROL, MARK_LIFE, MINUTE, NOW, SKEW, as_issued, delegation_of, descriptor_of, id, refresh_of, refusal,
    retirement_of, withdrawal_of,
};

const FULL: Option<DescriptorViolation> = Some(DescriptorViolation::StoreFull);

fn limited(change: impl FnOnce(&mut StoreLimits)) -> DescriptorStore {
    let mut limits = StoreLimits::default();
    change(&mut limits);
    DescriptorStore::new(limits)
}

#[test]
fn as_many_agents_as_it_may_and_not_one_more() {
    let mut store = limited(|limits| limits.agents = 2);
    assert_eq!(refusal(store.apply(descriptor_of(ALICE, 1, 1, NOW), NOW)), None);
    assert_eq!(refusal(store.apply(descriptor_of(BOB, 1, 1, NOW), NOW)), None);
    assert_eq!(refusal(store.apply(descriptor_of(CAROL, 1, 1, NOW), NOW)), FULL);
    assert_eq!(refusal(store.apply(withdrawal_of(CAROL, 1, 1, NOW), NOW)), FULL);
    assert_eq!((store.agents(), store.known().epoch(&id(CAROL))), (2, 0));
    // Those who are in go on as before.
    assert_eq!(refusal(store.apply(descriptor_of(ALICE, 1, 2, NOW), NOW)), None);
    assert_eq!(refusal(store.apply(descriptor_of(BOB, 2, 1, NOW), NOW)), None);
    assert_eq!(store.living(NOW).count(), 2);
}

#[test]
fn the_withdrawn_the_dead_and_the_quarantined_keep_their_places_until_their_marks_end() {
    let mut store = limited(|limits| limits.agents = 1);
    store.apply(descriptor_of(ALICE, 1, 1, NOW), NOW).unwrap();
    let end = NOW + MINUTE + MARK_LIFE;
    for now_ms in [NOW + MINUTE + SKEW, end - 1] {
        assert_eq!(refusal(store.apply(descriptor_of(BOB, 1, 1, now_ms), now_ms)), FULL);
    }
    assert_eq!(refusal(store.apply(descriptor_of(BOB, 1, 1, end), end)), None);

    for last in [withdrawal_of(ALICE, 1, 2, NOW), withdrawal_of(ALICE, 1, 1, NOW)] {
        let mut store = limited(|limits| limits.agents = 1);
        store.apply(descriptor_of(ALICE, 1, 1, NOW), NOW).unwrap();
        let _ = store.apply(last, NOW);
        assert_eq!((store.living(NOW).count(), store.agents()), (0, 1));
        assert_eq!(refusal(store.apply(descriptor_of(BOB, 1, 1, NOW), NOW)), FULL);
    }
}

#[test]
fn as_many_bytes_as_it_may_and_not_one_more() {
    let (alice, bob) = (descriptor_of(ALICE, 1, 1, NOW), descriptor_of(BOB, 1, 1, NOW));
    let both = alice.bundle().len() + bob.bundle().len() + 2 * REFRESH_RESERVE_BYTES;
    for (bytes, outcome) in [(both, None), (both - 1, FULL)] {
        let mut store = limited(|limits| limits.bytes = bytes);
        assert_eq!(refusal(store.apply(alice.clone(), NOW)), None);
        assert_eq!(refusal(store.apply(bob.clone(), NOW)), outcome);
        assert!(store.lookup(&id(ALICE), NOW).is_some());
    }
}

#[test]
fn the_living_are_refreshed_and_replaced_in_a_store_without_a_byte_to_spare() {
    let first = descriptor_of(ALICE, 1, 1, NOW);
    let bytes = first.bundle().len() + REFRESH_RESERVE_BYTES;
    let mut store = limited(|limits| limits.bytes = bytes);
    assert_eq!(refusal(store.apply(first.clone(), NOW)), None);
    assert_eq!(refusal(store.apply(descriptor_of(BOB, 1, 1, NOW), NOW)), FULL);
    for sequence in [2, 3] {
        let refresh = refresh_of(ALICE, first.object_id(), (1, sequence), NOW, NOW + MINUTE);
        assert_eq!(refusal(store.apply(refresh, NOW)), None);
        assert_eq!(store.bytes(), bytes);
    }
    assert_eq!(refusal(store.apply(descriptor_of(ALICE, 1, 4, NOW), NOW)), None);
    assert_eq!(refusal(store.apply(withdrawal_of(ALICE, 1, 5, NOW), NOW)), None);
    assert!(store.bytes() < bytes);
}

#[test]
fn who_cannot_be_remembered_is_not_admitted() {
    let mut store = limited(|limits| limits.known_agents = 1);
    store.observe(&as_issued(delegation_of(ALICE, 1, NOW)), NOW).unwrap();
    assert_eq!(store.observe(&as_issued(delegation_of(BOB, 1, NOW)), NOW).err(), FULL);
    assert_eq!(store.observe(&retirement_of(BOB, NOW), NOW).err(), FULL);
    assert_eq!(refusal(store.apply(descriptor_of(BOB, 1, 1, NOW), NOW)), FULL);
    assert_eq!((store.agents(), store.bytes()), (0, 0));
    assert_eq!(refusal(store.apply(descriptor_of(ALICE, 1, 1, NOW), NOW)), None);
}

#[test]
fn a_refused_statement_changes_nothing() {
    let mut store = limited(|limits| limits.agents = 1);
    let first = descriptor_of(ALICE, 1, 3, NOW);
    store.apply(first.clone(), NOW).unwrap();
    let refused = [
        store.apply(first.clone(), NOW),
        store.apply(descriptor_of(ALICE, 1, 2, NOW), NOW),
        store.apply(descriptor_of(BOB, 7, 1, NOW), NOW),
        store.apply(
            refresh_of(
                ALICE,
                descriptor_of(BOB, 1, 1, NOW).object_id(),
                (1, 4),
                NOW,
                NOW + MINUTE,
            ),
            NOW,
        ),
        store.apply(refresh_of(ALICE, first.object_id(), (1, 4), NOW, NOW + MINUTE + 1), NOW),
        store.apply(refresh_of(ALICE, first.object_id(), (2, 1), NOW, NOW + MINUTE), NOW),
    ];
    assert!(refused.iter().all(Result::is_err));
    let entry = store.lookup(&id(ALICE), NOW).unwrap();
    assert_eq!(
        (entry.descriptor, entry.sequence, entry.refresh.is_none()),
        (first.object_id(), 3, true)
    );
    assert_eq!(
        (store.agents(), store.bytes()),
        (1, first.bundle().len() + REFRESH_RESERVE_BYTES)
    );
    assert_eq!((store.known().epoch(&id(ALICE)), store.known().epoch(&id(BOB))), (1, 0));
}
