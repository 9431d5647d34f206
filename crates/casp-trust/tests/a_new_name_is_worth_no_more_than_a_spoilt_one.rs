//! Whitewashing gains nothing but a ticket in the newcomers' lottery, whose prize does not grow with the number of names.

#![allow(clippy::restriction, reason = "test code")]

mod support;

use casp_identity::HashKey;
use casp_trust::reputation::{Reputation, ReputationLimits, ReputationRules, Seen, newcomers_may};
use proptest::prelude::*;
use support::{ME, Teller, agent, subject};

fn seen() -> impl Strategy<Value = Seen> {
    prop::sample::select(vec![
        Seen::CanaryPassed,
        Seen::Good,
        Seen::NoResult,
        Seen::Bad,
        Seen::EvidenceFailed,
        Seen::CanaryFailed,
    ])
}

const OLD: u32 = 1;
const NEW: u32 = 2;

proptest! {
    #[test]
    fn a_new_name_is_worth_no_more_than_any_other(history in prop::collection::vec(seen(), 0..40)) {
        let mut teller = Teller::new();
        for seen in history {
            teller.saw(&subject(OLD), seen, 1);
        }
        prop_assert!(teller.expectation(&subject(NEW)) <= teller.expectation(&subject(OLD)));
        prop_assert!(teller.expectation(&subject(NEW)) == 0.0);
    }

    /// What holds of any base rate: a new name is worth more than exactly those whose weighted share of good outcomes is below it.
    #[test]
    fn with_a_base_rate_it_is_worth_more_than_those_below_it(
        history in prop::collection::vec(seen(), 1..40),
        base_rate in 0.0..1.0_f64,
    ) {
        let rules = ReputationRules { base_rate, ..ReputationRules::default() };
        let reputation = Reputation::new(agent(ME), rules, ReputationLimits::default(), HashKey::default()).unwrap();
        let mut teller = Teller::of(reputation);
        for seen in history {
            teller.saw(&subject(OLD), seen, 1);
        }
        let share = teller.standing(&subject(OLD)).opinion.evidence().unwrap().frequency().unwrap();
        let (new, old) = (teller.expectation(&subject(NEW)), teller.expectation(&subject(OLD)));
        prop_assume!((share - base_rate).abs() > 1e-9);
        prop_assert_eq!(new <= old, share > base_rate);
    }
}

#[test]
fn lots_fall_as_often_as_the_share_says() {
    let step = u64::MAX / 1_000_000;
    let drawn = (0..1_000_000).filter(|n| newcomers_may(50_000, n * step + step / 2));
    assert_eq!(drawn.count(), 50_000);
    assert!(!newcomers_may(0, 0) && newcomers_may(1_000_000, u64::MAX));
}

#[test]
fn a_spoilt_name_is_no_newcomer_under_another_capability() {
    let mut teller = Teller::new();
    teller.saw(&subject(OLD), Seen::Bad, 10);
    let mut elsewhere = subject(OLD);
    elsewhere.capability_id = "org.example/summarise".into();
    assert!(!teller.standing(&elsewhere).is_newcomer);
    assert!(teller.standing(&elsewhere).opinion.disbelief > 0.5);
    let mut of_new = elsewhere.clone();
    of_new.agent = agent(NEW);
    for subject in [&elsewhere, &of_new] {
        teller.saw(subject, Seen::Good, 5);
    }
    assert!(teller.expectation(&elsewhere) < teller.expectation(&of_new));
}
