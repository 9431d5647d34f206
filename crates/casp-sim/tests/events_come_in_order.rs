//! The queue of events against a list that is sorted.

#![allow(clippy::arithmetic_side_effects, reason = "a test's numbers are its own")]

use casp_sim::engine::{Queue, Time};
use proptest::prelude::*;

#[test]
fn what_is_scheduled_for_the_past_happens_at_once_but_after_what_waits_already() {
    let mut queue = Queue::new(Time(10));
    queue.schedule(Time(10), "first");
    queue.schedule(Time(3), "late");
    assert_eq!(queue.next_before(Time(11)), Some("first"));
    assert_eq!(queue.next_before(Time(11)), Some("late"));
    assert_eq!(queue.now(), Time(10));
}

proptest! {
    #[test]
    fn events_come_by_time_and_then_as_they_were_scheduled(
        steps in prop::collection::vec(prop::option::weighted(0.6, -5_i64..40), 1..200),
    ) {
        let mut queue = Queue::new(Time(0));
        let mut model: Vec<(i64, usize)> = Vec::new();
        let mut now = 0;
        for (number, step) in steps.into_iter().enumerate() {
            match step {
                Some(at) => {
                    queue.schedule(Time(now + at), number);
                    model.push(((now + at).max(now), number));
                    model.sort_unstable();
                }
                None => {
                    let end = now + 20;
                    let first = model.first().copied().filter(|(at, _)| *at < end);
                    prop_assert_eq!(queue.next_before(Time(end)), first.map(|(_, number)| number));
                    if let Some((at, _)) = first {
                        now = at;
                        model.remove(0);
                    }
                }
            }
            prop_assert_eq!(queue.now(), Time(now));
            prop_assert_eq!(queue.len(), model.len());
            prop_assert_eq!(queue.is_empty(), model.is_empty());
        }
    }
}
