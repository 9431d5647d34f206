//! The one place that reads a clock.

use std::time::{Duration, Instant};

/// How often a condition that nothing announces is looked at.
const POLL: Duration = Duration::from_millis(2);

/// The time.
#[expect(clippy::disallowed_methods, reason = "deadlines of processes are in real time")]
pub(super) fn now() -> Instant {
    Instant::now()
}

/// Waits until `probe` gives something or the time has come.
pub(super) fn poll_until<T>(until: Instant, mut probe: impl FnMut() -> Option<T>) -> Option<T> {
    loop {
        if let Some(found) = probe() {
            return Some(found);
        }
        if now() >= until {
            return None;
        }
        std::thread::sleep(POLL);
    }
}
