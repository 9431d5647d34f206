//! What is still to happen.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::time::Time;

/// Events in the order of their times; those of one time in the order in which they were scheduled.
#[derive(Debug)]
pub struct Queue<E> {
    pending: BinaryHeap<Reverse<Pending<E>>>,
    now: Time,
    scheduled: u64,
}

#[derive(Debug)]
struct Pending<E> {
    at: Time,
    number: u64,
    event: E,
}

impl<E> Queue<E> {
    /// Nothing pending, at this time.
    #[must_use]
    pub const fn new(now: Time) -> Self {
        Self {
            pending: BinaryHeap::new(),
            now,
            scheduled: 0,
        }
    }

    /// The time of the event that was taken last.
    #[must_use]
    pub const fn now(&self) -> Time {
        self.now
    }

    /// How many are pending.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pending.len()
    }

    /// Whether nothing is pending.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pending.is_empty()
    }

    /// Lets an event happen then; at once, if that is past.
    pub fn schedule(&mut self, at: Time, event: E) {
        let number = self.scheduled;
        self.scheduled = number.saturating_add(1);
        let at = at.max(self.now);
        self.pending.push(Reverse(Pending { at, number, event }));
    }

    /// Takes the next, if it comes before `end`; time moves to it.
    pub fn next_before(&mut self, end: Time) -> Option<E> {
        let Reverse(first) = self.pending.peek()?;
        if first.at >= end {
            return None;
        }
        let Reverse(first) = self.pending.pop()?;
        self.now = first.at;
        Some(first.event)
    }
}

impl<E> Pending<E> {
    const fn key(&self) -> (Time, u64) {
        (self.at, self.number)
    }
}

impl<E> PartialEq for Pending<E> {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl<E> Eq for Pending<E> {}

impl<E> PartialOrd for Pending<E> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> Ord for Pending<E> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}
