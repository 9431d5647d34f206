//! A store gives back all its memory once everything in it has expired.
//!
//! Alone in its file and without harness, because the allocator counts for the whole process, other threads included.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;

use casp_descriptor::{DescriptorStore, Publication, StoreLimits};
use peak_alloc::PeakAlloc;
use support::{DAY, MINUTE, NOW, SKEW, apply_all, as_issued, delegation_of, descriptor_of, refresh_of, withdrawal_of};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// What agent number `agent` publishes: one of every course that a descriptor's life can take.
fn life(agent: u8, now_ms: i64) -> Vec<Publication> {
    let descriptor = descriptor_of(agent, 1, 1, now_ms);
    let name = descriptor.object_id();
    let mut life = vec![descriptor.into()];
    match agent % 3 {
        0 => life.push(refresh_of(agent, name, (1, 2), now_ms, now_ms + MINUTE).into()),
        1 => life.push(withdrawal_of(agent, 1, 2, now_ms).into()),
        _ => {}
    }
    life
}

/// Fills a store, and equivocates once. Gives the bytes that this took.
fn fill(store: &mut DescriptorStore, now_ms: i64) -> usize {
    let lives: Vec<_> = (10..110).map(|agent| life(agent, now_ms)).collect();
    let delegations: Vec<_> = (110..130)
        .map(|agent| as_issued(delegation_of(agent, 2, now_ms)))
        .collect();
    let equivocation = withdrawal_of(11, 1, 1, now_ms);
    let before = HEAP.current_usage();
    lives.iter().for_each(|life| apply_all(store, life, now_ms));
    delegations
        .iter()
        .for_each(|delegation| store.observe(delegation, now_ms).unwrap());
    assert!(
        store
            .apply(equivocation, now_ms)
            .is_err_and(|refused| refused.proof.is_some())
    );
    HEAP.current_usage() - before
}

fn main() {
    a_store_gives_back_its_memory_when_everything_has_expired();
    println!("1 passed, 0 failed");
}

fn a_store_gives_back_its_memory_when_everything_has_expired() {
    // The test keys are made on first use.
    let _ = (support::key(0), support::id(0));
    let mut store = DescriptorStore::new(StoreLimits::default());
    let empty = HEAP.current_usage();
    for round in 0..3 {
        let now_ms = NOW + round * 8 * DAY;
        let taken = fill(&mut store, now_ms);
        assert!(taken > 60_000, "{taken} bytes for a hundred agents");
        store.expire(now_ms + 7 * DAY + 2 * SKEW);
        assert_eq!((store.agents(), store.bytes(), store.next_deadline_ms()), (0, 0, None));
        // An emptied map of the standard library keeps one node.
        let left = HEAP.current_usage() - empty;
        assert!(left < 6_000, "{left} bytes are left after round {round}");
    }
}
