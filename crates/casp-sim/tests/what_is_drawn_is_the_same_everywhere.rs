//! Random streams: pinned values, independence of purposes, and the distributions that they claim.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::indexing_slicing,
    reason = "a test may stop, and its numbers are its own"
)]

use casp_sim::chance::{Stream, Streams};
use casp_sim::engine::Span;
use proptest::prelude::*;

fn stream(seed: u64) -> Stream {
    Streams::new(seed).stream("test", 0)
}

#[test]
fn the_values_of_a_seed_never_change() {
    let mut stream = Streams::new(7).stream("arrivals", 3);
    let drawn: Vec<u64> = (0..3).map(|_| stream.next_u64()).collect();
    assert_eq!(drawn, PINNED);
    let mut stream = Streams::new(7).stream("arrivals", 3);
    let times = [
        stream.exponential(Span(1_000_000)),
        stream.log_normal(Span(1_000_000), 0.5),
        stream.log_normal(Span(1_000_000), 2.0),
    ];
    assert_eq!(times, PINNED_TIMES);
}

/// Worked out apart from this code, in Python: SHA-256, xoshiro256++, and the same formulas.
const PINNED: [u64; 3] = [0xc3ba1e955499106c, 0xcb012c65a97d6b66, 0xff344bf23bfd031a];
const PINNED_TIMES: [Span; 3] = [Span(1_446_294), Span(2_428_405), Span(1_683_899)];

#[test]
fn means_medians_and_shares_are_those_asked_for() {
    const DRAWS: u32 = 200_000;
    let mut stream = stream(1);
    let mean = (0..DRAWS).map(|_| stream.exponential(Span(1_000)).0).sum::<i64>() as f64 / f64::from(DRAWS);
    // Five standard errors of the mean: 1000 / sqrt(200000) = 2.24.
    assert!((mean - 1_000.0).abs() < 11.2, "{mean}");
    let mut times: Vec<i64> = (0..DRAWS).map(|_| stream.log_normal(Span(10_000), 0.4).0).collect();
    times.sort_unstable();
    let median = times[times.len() / 2] as f64;
    assert!((median - 10_000.0).abs() < 60.0, "{median}");
    // One deviation above the median: 84.13 % lie below 10000 e^0.4.
    let high = times[(times.len() as f64 * 0.841_344_7) as usize] as f64;
    assert!((high - 14_918.2).abs() < 120.0, "{high}");
    let fallen = (0..DRAWS).filter(|_| stream.falls(0.3)).count() as f64 / f64::from(DRAWS);
    assert!((fallen - 0.3).abs() < 0.006, "{fallen}");
    let squares = (0..DRAWS).map(|_| stream.normal()).map(|z| z * z).sum::<f64>() / f64::from(DRAWS);
    assert!((squares - 1.0).abs() < 0.016, "{squares}");
    let mut counts = [0_u32; 7];
    for _ in 0..DRAWS {
        counts[stream.below(7) as usize] += 1;
    }
    let expected = f64::from(DRAWS) / 7.0;
    let chi: f64 = counts
        .iter()
        .map(|n| (f64::from(*n) - expected).powi(2) / expected)
        .sum();
    // 0.999 quantile of chi-squared with 6 degrees.
    assert!(chi < 22.46, "{chi}");
}

#[test]
fn probabilities_beyond_their_bounds_are_never_or_always() {
    let mut stream = stream(2);
    for _ in 0..1_000 {
        assert!(!stream.falls(0.0) && !stream.falls(-1.0) && !stream.falls(f64::NAN));
        assert!(stream.falls(1.0) && stream.falls(f64::INFINITY));
        assert_eq!(stream.below(0), 0);
        assert_eq!(stream.below(1), 0);
    }
}

proptest! {
    #[test]
    fn a_stream_depends_on_seed_purpose_and_index(seed: u64, index: u64, purpose in "[a-z0-9/]{0,12}") {
        let first = |seed, purpose: &str, index| Streams::new(seed).stream(purpose, index).next_u64();
        let drawn = first(seed, &purpose, index);
        prop_assert_eq!(drawn, first(seed, &purpose, index));
        prop_assert_ne!(drawn, first(seed ^ 1, &purpose, index));
        prop_assert_ne!(drawn, first(seed, &purpose, index ^ 1));
        prop_assert_ne!(drawn, first(seed, &format!("{purpose}0"), index));
    }

    #[test]
    fn runs_that_differ_in_a_probability_or_a_mean_stay_in_step(
        seed: u64, low in 0.0..1.0_f64, high in 0.0..1.0_f64, one in 0..i64::MAX, other in 0..i64::MAX,
    ) {
        let (low, high) = (low.min(high), low.max(high));
        let (mut left, mut right) = (stream(seed), stream(seed));
        // And what falls with the lower probability falls with the higher.
        prop_assert!(left.falls(low) <= right.falls(high));
        let (mut left, mut right) = (stream(seed), stream(seed));
        left.falls(low);
        right.falls(high);
        left.exponential(Span(one));
        right.exponential(Span(other));
        left.log_normal(Span(one), low);
        right.log_normal(Span(other), high);
        left.below(one.unsigned_abs());
        right.below(other.unsigned_abs());
        prop_assert_eq!(left, right);
    }

    #[test]
    fn what_is_drawn_is_in_its_range(seed: u64, end in 1_u64.., mean in 0..i64::MAX, sigma in 0.0..1_000.0_f64) {
        let mut stream = stream(seed);
        let unit = stream.unit();
        prop_assert!((0.0..1.0).contains(&unit));
        prop_assert!(stream.below(end) < end);
        prop_assert!(stream.exponential(Span(mean)) >= Span(0));
        prop_assert!(stream.log_normal(Span(mean), sigma) >= Span(0));
    }

    #[test]
    fn bytes_are_those_of_the_numbers(seed: u64, length in 0_usize..40) {
        let (mut numbers, mut bytes) = (stream(seed), vec![0; length]);
        stream(seed).fill(&mut bytes);
        let expected: Vec<u8> = (0..5).flat_map(|_| numbers.next_u64().to_le_bytes()).take(length).collect();
        prop_assert_eq!(bytes, expected);
    }
}
