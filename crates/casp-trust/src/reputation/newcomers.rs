//! The share of tasks that newcomers may get, however many they are.

const MILLION: u128 = 1_000_000;

/// Whether a task may go to a newcomer, by lot: `lot` is uniform, fresh for each task and unknown to candidates, and lets it with a
/// probability of `share_ppm` millionths. The lot falls for the task, not for a candidate: a thousand new names together get no more than one.
#[must_use]
pub fn newcomers_may(share_ppm: u32, lot: u64) -> bool {
    // The upper half of the product is uniform over 0 to 999,999, but for a bias below 2^-44.
    let drawn = u128::from(lot).saturating_mul(MILLION) >> 64_u32;
    drawn < u128::from(share_ppm)
}
