//! What others say of providers, and what it moves: a ring's word nothing where trust is earned, much where everybody is believed.

use casp_sim::world::{Config, Counts, Ratings, policies};

use super::{changed, config, honest, one_step, run, sent, sybils, told};

const SEEDS: std::ops::Range<u64> = 1..3;

/// Reputation decides alone, and each requester meets each Sybil.
fn market() -> Config {
    changed(&one_step([honest(4), sybils(4)].concat(), 36), |config| {
        config.workload.requesters = 6;
    })
}

fn wrong(config: &Config) -> u64 {
    let policy = policies::tier_1().unwrap();
    SEEDS.map(|seed| run(config, &policy, seed).tasks_wrong).sum()
}

#[test]
fn a_ring_moves_nothing_though_its_records_verify() {
    // Sybils pass no canary, so that nobody ever agrees with the ring.
    let policy = policies::all_tiers().unwrap();
    let world = config([honest(3), sybils(3)].concat(), 8);
    for seed in SEEDS {
        let [alone, ring] = [0, 5].map(|raters| run(&told(&world, raters, None), &policy, seed));
        let reports = ring.reports;
        assert!(reports.made_up > 5, "{reports:?}");
        assert_eq!((reports.refused, reports.ignored, reports.known), (0, 0, 0));
        assert_eq!(reports.sent, reports.made_up * 2 + reports.true_ones);
        assert_eq!(reports.trust_in_ring, Some(0.0));
        assert_eq!(sent(&alone, "outcome-record") > 0, alone.reports.true_ones > 0);
        let of_messages = |counts: Counts| Counts {
            reports: Counts::default().reports,
            sent: Counts::default().sent,
            events: 0,
            history: [0; 32],
            course: [0; 32],
            ..counts
        };
        assert_eq!(of_messages(ring), of_messages(alone), "all that was done is the same");
    }
}

#[test]
fn requesters_who_saw_the_same_believe_one_another() {
    let policy = policies::tier_1().unwrap();
    let counts = run(&told(&market(), 0, None), &policy, 1);
    let reports = counts.reports;
    assert!(reports.true_ones > 25 && reports.refused == 0, "{reports:?}");
    assert!(reports.trust_in_requesters > Some(0.05), "{reports:?}");
    assert_eq!(reports.trust_in_ring, None);
}

#[test]
fn whom_others_have_found_out_need_not_be_found_out_again() {
    let alone = wrong(&market());
    let told_true = wrong(&told(&market(), 0, None));
    let believed = wrong(&told(&market(), 0, Some(0.95)));
    assert!(
        told_true < alone && believed < told_true,
        "{alone} {told_true} {believed}"
    );
}

#[test]
fn a_ring_that_is_believed_does_harm() {
    let shipped = wrong(&told(&market(), 4, None));
    let believed = wrong(&told(&market(), 4, Some(0.95)));
    assert!(believed > shipped * 3 / 2, "{shipped} {believed}");
}

#[test]
fn who_is_told_nothing_has_the_history_that_it_had() {
    let policy = policies::tier_1().unwrap();
    let silent = changed(&market(), |config| config.ratings = Some(Ratings::default()));
    let [without, with] = [market(), silent].map(|config| run(&config, &policy, 1));
    assert_eq!(without.history, with.history);
}
