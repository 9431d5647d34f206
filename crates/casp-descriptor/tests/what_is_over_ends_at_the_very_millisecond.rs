//! Entries, marks and quarantines last exactly as long as they must, and leave nothing behind.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;

use casp_descriptor::{DescriptorStore, DescriptorViolation, StoreLimits};
use support::{
    ALICE, BOB, DAY, MARK_LIFE, MINUTE, NOW, SKEW, as_issued, delegation_of, descriptor_of, id, refresh_of, refusal,
    retirement_of, store, withdrawal_of,
};

fn lives(store: &mut DescriptorStore, now_ms: i64) -> bool {
    store.lookup(&id(ALICE), now_ms).is_some()
}

#[test]
fn an_entry_lives_until_its_end_and_the_skew() {
    let mut store = store();
    store.apply(descriptor_of(ALICE, 1, 1, NOW), NOW).unwrap();
    assert_eq!(store.next_deadline_ms(), Some(NOW + MINUTE + SKEW));
    assert!(lives(&mut store, NOW + MINUTE + SKEW - 1));
    assert!(!lives(&mut store, NOW + MINUTE + SKEW));
    assert_eq!(store.living(NOW + MINUTE + SKEW).count(), 0);
}

#[test]
fn a_refresh_moves_the_end_later_or_earlier() {
    for life in [MINUTE, 1_000] {
        let mut store = store();
        let descriptor = descriptor_of(ALICE, 1, 1, NOW);
        let later = NOW + MINUTE / 2;
        let refresh = refresh_of(ALICE, descriptor.object_id(), (1, 2), later, later + life);
        store.apply(descriptor, NOW).unwrap();
        store.apply(refresh, later).unwrap();
        assert!(lives(&mut store, later + life + SKEW - 1));
        assert!(!lives(&mut store, later + life + SKEW));
    }
}

#[test]
fn a_refresh_gives_at_most_the_descriptors_own_time_to_live() {
    let descriptor = descriptor_of(ALICE, 1, 1, NOW);
    let refresh = |end| refresh_of(ALICE, descriptor.object_id(), (1, 2), NOW + 1, end);
    let mut store = store();
    store.apply(descriptor.clone(), NOW).unwrap();
    let past = store.apply(refresh(NOW + 1 + MINUTE + 1), NOW + 1);
    assert_eq!(refusal(past), Some(DescriptorViolation::RefreshExceeds));
    assert_eq!(refusal(store.apply(refresh(NOW + 1 + MINUTE), NOW + 1)), None);
}

#[test]
fn a_descriptor_is_refreshed_until_it_dies_and_not_after() {
    let descriptor = descriptor_of(ALICE, 1, 1, NOW);
    let refresh = |at| refresh_of(ALICE, descriptor.object_id(), (1, 2), at, at + MINUTE);
    let death = NOW + MINUTE + SKEW;
    let mut store = store();
    store.apply(descriptor.clone(), NOW).unwrap();
    let late = store.apply(refresh(death), death);
    assert_eq!(refusal(late), Some(DescriptorViolation::RefreshOfTheDead));

    let mut store = support::store();
    store.apply(descriptor.clone(), NOW).unwrap();
    assert_eq!(refusal(store.apply(refresh(death - 1), death - 1)), None);
    assert!(lives(&mut store, death - 1 + MINUTE + SKEW - 1));
}

#[test]
fn a_mark_outlives_its_statement_by_a_day_and_the_skew() {
    let mut store = store();
    store.apply(descriptor_of(ALICE, 1, 5, NOW), NOW).unwrap();
    let end = NOW + MINUTE + MARK_LIFE;
    let lower = |at| descriptor_of(ALICE, 1, 4, at);
    assert_eq!(
        refusal(store.apply(lower(end - 1), end - 1)),
        Some(DescriptorViolation::SequenceLower)
    );
    assert_eq!((store.agents(), store.next_deadline_ms()), (1, Some(end)));
    assert_eq!(refusal(store.apply(lower(end), end)), None);
}

#[test]
fn the_mark_of_a_withdrawal_lasts_as_long() {
    let mut store = store();
    store.apply(withdrawal_of(ALICE, 1, 5, NOW), NOW).unwrap();
    let end = NOW + MINUTE + MARK_LIFE;
    let lower = |at| descriptor_of(ALICE, 1, 4, at);
    assert_eq!(
        refusal(store.apply(lower(end - 1), end - 1)),
        Some(DescriptorViolation::SequenceLower)
    );
    assert_eq!(refusal(store.apply(lower(end), end)), None);
}

#[test]
fn the_mark_of_a_statement_accepted_late_counts_from_its_acceptance() {
    let mut store = store();
    let late = NOW + MINUTE + SKEW - 1;
    store.apply(descriptor_of(ALICE, 1, 5, NOW), late).unwrap();
    assert!(lives(&mut store, late));
    assert!(!lives(&mut store, late + 1));
    store.expire(late + 1);
    assert_eq!(store.next_deadline_ms(), Some(late + MARK_LIFE));
}

#[test]
fn a_quarantine_lasts_as_long_as_the_mark() {
    let mut store = store();
    store.apply(descriptor_of(ALICE, 1, 5, NOW), NOW).unwrap();
    assert_eq!(
        refusal(store.apply(withdrawal_of(ALICE, 1, 5, NOW), NOW)),
        Some(DescriptorViolation::Equivocation)
    );
    assert!(!lives(&mut store, NOW));
    let end = NOW + MINUTE + MARK_LIFE;
    let next = |at| descriptor_of(ALICE, 1, 6, at);
    assert_eq!(
        refusal(store.apply(next(end - 1), end - 1)),
        Some(DescriptorViolation::EpochQuarantined)
    );
    assert_eq!(refusal(store.apply(next(end), end)), None);
}

#[test]
fn a_higher_epoch_ends_a_quarantine_at_once() {
    let mut store = store();
    store.apply(descriptor_of(ALICE, 1, 5, NOW), NOW).unwrap();
    store.apply(withdrawal_of(ALICE, 1, 5, NOW), NOW).unwrap_err();
    assert_eq!(refusal(store.apply(descriptor_of(ALICE, 2, 1, NOW), NOW)), None);
    assert!(lives(&mut store, NOW));
    assert_eq!(refusal(store.apply(descriptor_of(ALICE, 2, 2, NOW), NOW)), None);
}

#[test]
fn a_clock_that_goes_back_stands_still() {
    let mut store = store();
    store.apply(descriptor_of(ALICE, 1, 1, NOW), NOW).unwrap();
    assert!(!lives(&mut store, NOW + MINUTE + SKEW));
    store.expire(NOW + MINUTE + SKEW);
    assert!(!lives(&mut store, NOW));
    let expired = DescriptorViolation::Identity(casp_identity::IdentityViolation::Expired);
    assert_eq!(
        refusal(store.apply(descriptor_of(ALICE, 1, 2, NOW), NOW)),
        Some(expired)
    );
}

#[test]
fn the_clock_stops_at_the_last_admissible_time() {
    let mut store = store();
    store.expire(i64::MAX);
    let last = casp_wire::limits::MAX_TIME_MS;
    assert_eq!(refusal(store.apply(descriptor_of(ALICE, 1, 1, last), last)), None);
    assert!(lives(&mut store, last));
}

#[test]
fn a_higher_epoch_or_a_retirement_voids_an_entry_at_once() {
    let mut store = store();
    store.apply(descriptor_of(ALICE, 1, 1, NOW), NOW).unwrap();
    store.observe(&as_issued(delegation_of(ALICE, 1, NOW)), NOW).unwrap();
    assert!(lives(&mut store, NOW));
    store.observe(&as_issued(delegation_of(ALICE, 2, NOW)), NOW).unwrap();
    assert!(!lives(&mut store, NOW));

    let mut store = support::store();
    store.apply(descriptor_of(ALICE, 9, 1, NOW), NOW).unwrap();
    store.apply(descriptor_of(BOB, 1, 1, NOW), NOW).unwrap();
    store.observe(&retirement_of(ALICE, NOW), NOW).unwrap();
    assert!(!lives(&mut store, NOW));
    assert!(store.lookup(&id(BOB), NOW).is_some());
    assert!(store.known().is_retired(&id(ALICE)));
}

#[test]
fn the_memory_of_an_epoch_ends_without_newcomers() {
    let mut store = store();
    store.observe(&as_issued(delegation_of(ALICE, 2, NOW)), NOW).unwrap();
    let end = NOW + 7 * DAY + 2 * SKEW;
    store.expire(end - 1);
    assert_eq!(store.known().epoch(&id(ALICE)), 2);
    store.expire(end);
    assert_eq!(store.known().epoch(&id(ALICE)), 0);
}

#[test]
fn the_memory_of_a_retirement_never_ends() {
    let mut store = store();
    store.apply(descriptor_of(ALICE, 1, 1, NOW), NOW).unwrap();
    store.observe(&retirement_of(ALICE, NOW), NOW).unwrap();
    store.expire(NOW + 100_000 * DAY);
    assert!(store.known().is_retired(&id(ALICE)));
}

#[test]
fn a_store_holds_what_its_bundles_weigh() {
    let mut store = DescriptorStore::new(StoreLimits::default());
    let descriptor = descriptor_of(ALICE, 1, 1, NOW);
    let refresh = refresh_of(ALICE, descriptor.object_id(), (1, 2), NOW, NOW + MINUTE);
    let (large, small) = (descriptor.bundle().len(), refresh.bundle().len());
    store.apply(descriptor, NOW).unwrap();
    assert_eq!(store.bytes(), large + casp_descriptor::REFRESH_RESERVE_BYTES);
    store.apply(refresh, NOW).unwrap();
    assert_eq!(store.bytes(), large + casp_descriptor::REFRESH_RESERVE_BYTES);
    store.expire(NOW + MINUTE + SKEW);
    assert_eq!((store.bytes(), store.agents()), (small, 1));
    store.expire(NOW + MINUTE + MARK_LIFE);
    assert_eq!((store.bytes(), store.agents(), store.next_deadline_ms()), (0, 0, None));
}
