//! Statistics against published tables and values worked out by hand.

#![allow(
    clippy::unwrap_used,
    clippy::as_conversions,
    clippy::arithmetic_side_effects,
    reason = "a test may stop, and its numbers are its own"
)]

use casp_sim::stats::{StatsError, band95, mean, paired95, quantile, student_quantile, wilson95};
use proptest::prelude::*;

fn near(value: f64, expected: f64, relative: f64) -> bool {
    (value - expected).abs() <= relative * expected.abs()
}

#[test]
fn students_quantiles_are_those_of_the_tables() {
    for (probability, freedom, expected) in [
        (0.975, 1.0, 12.706_204_736),
        (0.975, 2.0, 4.302_652_730),
        (0.975, 5.0, 2.570_581_836),
        (0.975, 10.0, 2.228_138_852),
        (0.975, 29.0, 2.045_229_642),
        (0.975, 30.0, 2.042_272_456),
        (0.975, 100.0, 1.983_971_519),
        (0.95, 9.0, 1.833_112_933),
        (0.995, 4.0, 4.604_094_871),
    ] {
        let value = student_quantile(probability, freedom);
        assert!(near(value, expected, 1e-9), "{probability} {freedom}: {value}");
        assert_eq!(student_quantile(1.0 - probability, freedom).to_bits() >> 63, 1);
    }
    // The normal distribution at the end.
    assert!(near(student_quantile(0.975, 1e6), 1.959_966_356_8, 1e-9));
    // In closed form: tan(pi (p - 1/2)) for 1, and (2p - 1) / sqrt(2 p (1 - p)) for 2.
    for p in [0.001, 0.2, 0.6, 0.9, 0.999] {
        let one = (core::f64::consts::PI * (p - 0.5)).tan();
        let two = (2.0 * p - 1.0) / (2.0 * p * (1.0 - p)).sqrt();
        assert!(near(student_quantile(p, 1.0), one, 1e-9), "{p}");
        assert!(near(student_quantile(p, 2.0), two, 1e-9), "{p}");
    }
    assert!(student_quantile(0.5, 7.0).abs() < 1e-12);
    assert!(student_quantile(1.5, 7.0).is_nan() && student_quantile(0.5, 0.0).is_nan());
}

#[test]
fn a_band_worked_out_by_hand() {
    // Mean 3, variance 2.5, error sqrt(0.5), t(0.975, 4) = 2.776445105.
    let band = band95(&[1.0, 2.0, 3.0, 4.0, 5.0]).unwrap();
    assert!(near(band.mean, 3.0, 1e-15) && near(band.half, 2.776_445_105 * 0.5_f64.sqrt(), 1e-9));
    assert_eq!(band.samples, 5);
    // The pairs differ by 1, 1, 1, 3: mean 1.5, deviation 1, error 0.5, t(0.975, 3) = 3.182446305.
    let pair = paired95(&[2.0, 3.0, 14.0, 9.0], &[1.0, 2.0, 13.0, 6.0]).unwrap();
    assert!(near(pair.mean, 1.5, 1e-15) && near(pair.half, 1.591_223_153, 1e-9));
}

#[test]
fn shares_have_the_interval_that_wilson_published() {
    // R. Newcombe, Two-sided confidence intervals for the single proportion (1998), method 3, has 15 of 148; and none of 10
    // has z^2 / (10 + z^2) as its upper end.
    let share = wilson95(15, 148).unwrap();
    assert!(
        near(share.low, 0.062_4, 1e-2) && near(share.high, 0.160_5, 1e-2),
        "{share:?}"
    );
    let none = wilson95(0, 10).unwrap();
    assert!(none.low == 0.0 && near(none.high, 0.277_532_8, 1e-6), "{none:?}");
    let all = wilson95(10, 10).unwrap();
    assert!(all.high == 1.0 && near(all.low, 0.722_467_2, 1e-6), "{all:?}");
    let half = wilson95(5, 10).unwrap();
    assert!(
        near(half.low, 0.236_593_1, 1e-6) && near(half.high, 0.763_406_9, 1e-6),
        "{half:?}"
    );
}

#[test]
fn quantiles_lie_between_their_neighbours() {
    let samples = [4.0, 1.0, 3.0, 2.0];
    assert_eq!(quantile(&samples, 0.0), Ok(1.0));
    assert_eq!(quantile(&samples, 0.5), Ok(2.5));
    assert_eq!(quantile(&samples, 1.0), Ok(4.0));
    assert!(near(quantile(&samples, 0.95).unwrap(), 3.85, 1e-12));
}

#[test]
fn samples_that_give_no_figure_are_told() {
    assert_eq!(mean(&[]), Err(StatsError::TooFew { have: 0, need: 1 }));
    assert_eq!(band95(&[1.0]), Err(StatsError::TooFew { have: 1, need: 2 }));
    assert_eq!(band95(&[1.0, f64::NAN]), Err(StatsError::NotFinite { at: 1 }));
    assert_eq!(
        paired95(&[1.0, 2.0], &[1.0]),
        Err(StatsError::Unpaired { left: 2, right: 1 })
    );
    assert_eq!(wilson95(2, 1), Err(StatsError::NotAShare { hits: 2, trials: 1 }));
    assert_eq!(wilson95(0, 0), Err(StatsError::NotAShare { hits: 0, trials: 0 }));
    assert_eq!(quantile(&[1.0], f64::NAN), Err(StatsError::NotAQuantile));
}

#[test]
fn nineteen_bands_of_twenty_hold_the_true_mean() {
    let mut stream = casp_sim::chance::Streams::new(11).stream("bands", 0);
    let held = (0..4_000)
        .filter(|_| {
            let samples: Vec<f64> = (0..6).map(|_| stream.normal()).collect();
            let band = band95(&samples).unwrap();
            band.low() <= 0.0 && 0.0 <= band.high()
        })
        .count();
    // 3800 expected, deviation 13.8; with the normal quantile for Student's it would be 3557.
    assert!((3_740..=3_860).contains(&held), "{held}");
}

proptest! {
    #[test]
    fn a_larger_quantile_is_no_smaller(
        samples in prop::collection::vec(-1e9..1e9_f64, 1..50), one in 0.0..=1.0_f64, other in 0.0..=1.0_f64,
    ) {
        let (low, high) = (one.min(other), one.max(other));
        prop_assert!(quantile(&samples, low) .unwrap() <= quantile(&samples, high).unwrap());
    }

    #[test]
    fn an_interval_holds_its_share(trials in 1_u64..1_000_000, part in 0.0..=1.0_f64) {
        let hits = (part * 1e6) as u64 * trials / 1_000_000;
        let share = wilson95(hits, trials).unwrap();
        prop_assert!(0.0 <= share.low && share.low <= share.share && share.share <= share.high && share.high <= 1.0);
    }
}
