//! A store gives back all its memory once everything in it has expired.
//!
//! Alone in its file, because the allocator counts for the whole process.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;

use casp_descriptor::{Publication, StoreLimits};
use peak_alloc::PeakAlloc;
use support::{
    DAY, MINUTE, NOW, SKEW, apply_all, as_issued, delegation_of, descriptor_of, refresh_of, retirement_of,
    withdrawal_of,
};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// What agent number `agent` publishes: one of every course that a descriptor's life can take.
fn life(agent: u8) -> Vec<Publication> {
    let descriptor = descriptor_of(agent, 1, 1, NOW);
    let name = descriptor.object_id();
    let mut life = vec![descriptor.into()];
    match agent % 3 {
        0 => life.push(refresh_of(agent, name, (1, 2), NOW, NOW + MINUTE).into()),
        1 => life.push(withdrawal_of(agent, 1, 2, NOW).into()),
        _ => {}
    }
    life
}

#[test]
fn a_store_gives_back_all_its_memory_when_everything_has_expired() {
    let lives: Vec<_> = (10..110).map(life).collect();
    let delegations: Vec<_> = (110..130).map(|agent| as_issued(delegation_of(agent, 2, NOW))).collect();
    let equivocation = withdrawal_of(11, 1, 2, NOW + 1);
    let before = HEAP.current_usage();

    let mut store = casp_descriptor::DescriptorStore::new(StoreLimits::default());
    lives.iter().for_each(|life| apply_all(&mut store, life, NOW));
    delegations.iter().for_each(|delegation| store.observe(delegation, NOW).unwrap());
    drop(store.apply(equivocation.clone(), NOW));
    let full = HEAP.current_usage() - before;
    assert!(full > 50_000, "{full} bytes for a hundred agents");

    store.living(NOW + 8 * DAY).for_each(drop);
    assert_eq!((store.agents(), store.bytes(), store.next_deadline_ms()), (0, 0, None));
    assert_eq!(HEAP.current_usage() - before, 0);

    // Retirements are for good.
    store.retire(&retirement_of(10, NOW), NOW).unwrap();
    store.living(NOW + 1_000 * DAY + SKEW).for_each(drop);
    assert!(store.known().is_retired(&support::id(10)));
    assert!(HEAP.current_usage() - before > 0);
}
