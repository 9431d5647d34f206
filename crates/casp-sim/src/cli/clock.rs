//! The one place that looks at a clock. What is simulated never does.

use std::time::{Duration, Instant};

/// Counts from its making.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock(Instant);

impl Clock {
    #[expect(
        clippy::disallowed_methods,
        reason = "a display of time left, and measuring, need one"
    )]
    pub(super) fn new() -> Self {
        Self(Instant::now())
    }

    pub(super) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }

    #[cfg(not(unix))]
    fn nanos(self) -> u64 {
        u64::try_from(self.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }
}

/// A clock in nanoseconds for measuring, and what it is: time that this thread has a processor, where the system tells it, so that
/// others on the machine do not count; else the time on the wall.
#[cfg(unix)]
pub(super) fn of_this_thread() -> (impl FnMut() -> u64, &'static str) {
    use rustix::time::{ClockId, clock_gettime};
    let nanos = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
        let rest = u64::try_from(time.tv_nsec).unwrap_or_default();
        seconds.saturating_mul(1_000_000_000).saturating_add(rest)
    };
    (nanos, "processor time of one thread")
}

/// A clock in nanoseconds for measuring, and what it is.
#[cfg(not(unix))]
pub(super) fn of_this_thread() -> (impl FnMut() -> u64, &'static str) {
    let clock = Clock::new();
    (move || clock.nanos(), "time on the wall")
}
