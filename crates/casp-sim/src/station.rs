//! A place where work waits its turn: servers that take the jobs of one line in the order in which they come.

use core::num::NonZeroU16;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::engine::{Span, Time};
use crate::number;

/// Some equal servers and one line before them (in Kendall's terms G/G/c, with a bounded wait).
#[derive(Clone, Debug)]
pub struct Station {
    /// When each server will have done all that it was given; as many as there are servers.
    free: BinaryHeap<Reverse<Time>>,
    opened: Time,
    /// When the last job came.
    last: Time,
    longest_wait: Option<Span>,
    /// Work that was taken, microseconds of one server.
    taken: i64,
    served: u64,
    refused: u64,
}

/// The line is too long: the job would have waited longer than the bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the job would wait {} us, and the bound is {} us", wait.0, bound.0)]
pub struct Refused {
    /// How long it would have waited.
    pub wait: Span,
    /// The longest wait that is taken.
    pub bound: Span,
}

impl Station {
    /// Idle servers from this time on. A job that would wait longer than `longest_wait` is refused; without it none is.
    #[must_use]
    pub fn new(servers: NonZeroU16, longest_wait: Option<Span>, opened: Time) -> Self {
        Self {
            free: (0..servers.get()).map(|_| Reverse(opened)).collect(),
            opened,
            last: opened,
            longest_wait,
            taken: 0,
            served: 0,
            refused: 0,
        }
    }

    /// Takes a job that needs a server for so long, and says when it will be done.
    ///
    /// Jobs are handed in as they come: one that comes before another that is here already counts as coming with it.
    ///
    /// # Errors
    /// If it would wait longer than the bound. The line stays as it was.
    pub fn serve(&mut self, arrives: Time, service: Span) -> Result<Time, Refused> {
        self.last = self.last.max(arrives);
        let service = service.max(Span(0));
        let starts = self.earliest().max(self.last);
        let wait = starts.since(self.last);
        if let Some(bound) = self.longest_wait.filter(|bound| wait > *bound) {
            self.refused = self.refused.saturating_add(1);
            return Err(Refused { wait, bound });
        }
        let done = starts.after(service);
        self.free.pop();
        self.free.push(Reverse(done));
        self.taken = self.taken.saturating_add(done.since(starts).0);
        self.served = self.served.saturating_add(1);
        Ok(done)
    }

    /// How long a job that comes now would wait.
    #[must_use]
    pub fn wait(&self, now: Time) -> Span {
        self.earliest().since(now).max(Span(0))
    }

    /// Jobs that were taken.
    #[must_use]
    pub const fn served(&self) -> u64 {
        self.served
    }

    /// Jobs that were refused.
    #[must_use]
    pub const fn refused(&self) -> u64 {
        self.refused
    }

    /// The share of the servers' time that went into work, from the opening until then or until the last job came, whichever
    /// is later: from 0 to 1.
    #[must_use]
    pub fn utilisation(&self, until: Time) -> f64 {
        let until = until.max(self.last);
        let open = until.since(self.opened);
        if open <= Span(0) {
            return 0.0;
        }
        // No job came later, so a server that has work left then works on without a pause.
        let left = self.free.iter().map(|Reverse(free)| free.since(until).0.max(0));
        let left = left.fold(0, i64::saturating_add);
        let worked = number::signed(self.taken.saturating_sub(left));
        worked / (number::signed(open.0) * number::count(self.free.len()))
    }

    fn earliest(&self) -> Time {
        self.free.peek().map_or(self.last, |Reverse(free)| *free)
    }
}
