//! Half-life decay, computed when it is asked for and from a stated instant: nothing sweeps.

use std::time::Duration;

/// Evidence of less than this counts as none.
pub(super) const LEAST: f64 = 1.0 / 64.0;

/// What is left of 1 after a time: 2^(-elapsed / half-life). 1 for a time that has not come.
pub(super) fn remaining(elapsed_ms: i64, half_life_ms: u64) -> f64 {
    if elapsed_ms <= 0 {
        return 1.0;
    }
    let half_lives = seconds(elapsed_ms.unsigned_abs()) / seconds(half_life_ms);
    libm::exp2(-half_lives)
}

/// After how many milliseconds less than [`LEAST`] is left of an amount.
pub(super) fn life_ms(amount: f64, half_life_ms: u64) -> i64 {
    if amount <= LEAST {
        return 0;
    }
    let life = Duration::try_from_secs_f64(seconds(half_life_ms) * libm::log2(amount / LEAST));
    // A millisecond more, since both were rounded.
    let life_ms = life.map_or(i64::MAX, |it| i64::try_from(it.as_millis()).unwrap_or(i64::MAX));
    life_ms.saturating_add(1)
}

fn seconds(ms: u64) -> f64 {
    Duration::from_millis(ms).as_secs_f64()
}
