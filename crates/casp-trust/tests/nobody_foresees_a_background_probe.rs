//! Times of probes apart from any task have no memory, and keep their budget in every window.

#![allow(clippy::restriction, reason = "test code")]

mod fixtures;

use std::collections::BTreeMap;

use casp_trust::VerificationBudget;
use casp_trust::policy::BackgroundPlan;
use casp_trust::probe::{Background, Draws};
use fixtures::subject;
use proptest::prelude::*;

const HOUR: u64 = 3_600_000;
const NOW: i64 = 1_700_000_000_000;

fn plan(probes: u32) -> BackgroundPlan {
    BackgroundPlan {
        mean_interval_ms: HOUR,
        window_ms: 10 * HOUR,
        budget: VerificationBudget {
            time_ms: HOUR,
            price_micros: u64::MAX,
            probes,
        },
    }
}

fn background(plan: BackgroundPlan) -> Background {
    Background::new(plan, Draws::from_seed(&[4; 32]))
}

/// Times of so many probes, each asked for when it is due.
fn times(background: &mut Background, count: usize) -> Vec<i64> {
    let mut times = Vec::new();
    while times.len() < count {
        let now = background.wakes_ms().unwrap();
        times.extend(background.due(1, now).iter().map(|_| now));
    }
    times
}

#[test]
fn intervals_have_no_memory() {
    let mut background = background(plan(u32::MAX));
    background.rely_upon(&subject(1), NOW);
    let times = times(&mut background, 20_000);
    let mut intervals: Vec<f64> = times
        .windows(2)
        .map(|pair| (pair[1] - pair[0]) as f64 / HOUR as f64)
        .collect();
    intervals.sort_by(f64::total_cmp);
    let count = intervals.len() as f64;
    let mean = intervals.iter().sum::<f64>() / count;
    assert!((mean - 1.0).abs() < 0.03, "{mean}");
    // Kolmogorov and Smirnov: 1.95 / sqrt(n) is exceeded by chance once in a thousand times.
    let distance = intervals.iter().enumerate().map(|(at, interval)| {
        let (expected, found) = (1.0 - (-interval).exp(), at as f64 / count);
        (expected - found).abs().max((expected - found - 1.0 / count).abs())
    });
    let distance = distance.fold(0.0, f64::max);
    assert!(distance < 1.95 / count.sqrt(), "{distance}");
    // Having waited does not matter.
    let longer = |than: f64| intervals.iter().filter(|interval| **interval > than).count() as f64;
    for waited in [0.25, 1.0, 2.0] {
        for further in [0.25, 1.0] {
            let (after, fresh) = (longer(waited + further) / longer(waited), longer(further) / count);
            assert!((after - fresh).abs() < 0.03, "{waited} {further}: {after} {fresh}");
        }
    }
    // Nor what came before: intervals that follow a short one are no shorter.
    let unsorted: Vec<f64> = times
        .windows(2)
        .map(|pair| (pair[1] - pair[0]) as f64 / HOUR as f64)
        .collect();
    let after_short: Vec<f64> = unsorted
        .windows(2)
        .filter(|pair| pair[0] < 0.5)
        .map(|pair| pair[1])
        .collect();
    let mean = after_short.iter().sum::<f64>() / after_short.len() as f64;
    assert!((mean - 1.0).abs() < 0.05, "{mean}");
}

#[test]
fn a_regular_schedule_would_be_noticed() {
    // The bound of the test above, on intervals that are uniform between 0 and 2.
    let mut draws = Draws::from_seed(&[8; 32]);
    let mut intervals: Vec<f64> = (0..20_000).map(|_| draws.below(2_000_000) as f64 / 1e6).collect();
    intervals.sort_by(f64::total_cmp);
    let distance = intervals
        .iter()
        .enumerate()
        .map(|(at, x)| (1.0 - (-x).exp() - at as f64 / 20_000.0).abs());
    assert!(distance.fold(0.0, f64::max) > 10.0 * 1.95 / 20_000_f64.sqrt());
}

#[test]
fn whoever_asks_late_gets_one_for_each_and_no_arrears() {
    let mut background = background(plan(100));
    (0..3).for_each(|number| assert!(background.rely_upon(&subject(number), NOW)));
    let late = NOW + 1_000 * HOUR as i64;
    assert_eq!(background.due(1, late).len(), 3);
    assert!(background.wakes_ms().unwrap() > late);
    assert_eq!(background.due(1, late), []);
    (0..3).for_each(|number| background.forget(&subject(number)));
    assert_eq!((background.wakes_ms(), background.due(1, i64::MAX)), (None, vec![]));
    background.rely_upon(&subject(1), i64::MAX);
    assert_eq!(
        background.due(1, i64::MAX).len(),
        1,
        "the end of time is no endless loop"
    );
}

#[test]
fn time_and_money_that_are_used_up_leave_probes_out() {
    let poor = BackgroundPlan {
        budget: VerificationBudget {
            time_ms: 100,
            price_micros: 10,
            probes: 99,
        },
        ..plan(0)
    };
    let mut background = background(poor);
    background.rely_upon(&subject(1), NOW);
    let mut due = |most| {
        let now = background.wakes_ms().unwrap();
        let due = background.due(most, now);
        // What it cost is told at once.
        due.iter().for_each(|due| background.concluded(due.id, 4, 60));
        (due.len(), now)
    };
    assert_eq!(due(11).0, 0, "dearer than all of the budget");
    assert_eq!([due(8).0, due(6).0], [1, 1], "of the first 4 were used");
    let (count, now) = due(2);
    assert_eq!(count, 0, "120 of 100 ms are used up");
    assert!(now < NOW + 10 * HOUR as i64, "in the same window");
}

#[test]
fn a_tight_budget_is_shared_evenly() {
    let mut background = background(plan(2));
    (0..4).for_each(|number| assert!(background.rely_upon(&subject(number), NOW)));
    let mut shares = BTreeMap::<_, u32>::new();
    for _ in 0..40_000 {
        let now = background.wakes_ms().unwrap();
        let due = background.due(1, now);
        due.into_iter()
            .for_each(|due| *shares.entry(due.subject).or_default() += 1);
    }
    let total: u32 = shares.values().sum();
    assert!(total > 1_000, "{total}");
    // A quarter each, to five standard deviations.
    let off = |share: &u32| (f64::from(*share) - f64::from(total) / 4.0).abs();
    assert!(
        shares.len() == 4
            && shares
                .values()
                .all(|share| off(share) < 5.0 * (f64::from(total) * 3.0 / 16.0).sqrt()),
        "{shares:?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn no_window_holds_more_than_its_budget(probes in 1..8_u32, most in 1..5_u64, price in 1..20_u64, subjects in 1..5_u8, late in 0..2_000_000_i64) {
        let mut plan = plan(probes);
        plan.budget.price_micros = price;
        let mut background = background(plan);
        (0..subjects).for_each(|number| { background.rely_upon(&subject(number), NOW); });
        let mut sent: Vec<i64> = Vec::new();
        for _ in 0..300 {
            let now = background.wakes_ms().unwrap() + late;
            sent.extend(background.due(most, now).iter().map(|_| now));
        }
        for from in &sent {
            let in_window = sent.iter().filter(|at| (*from..from + 10 * HOUR as i64).contains(*at)).count() as u64;
            prop_assert!(in_window <= u64::from(probes) && in_window * most <= price);
        }
        prop_assert!(most > price || !sent.is_empty());
    }
}
