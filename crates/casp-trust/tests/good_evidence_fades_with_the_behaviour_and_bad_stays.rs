//! Drift is an event: announced by another digest, or inferred from outcomes.

#![allow(clippy::restriction, reason = "test code")]

mod support;

use std::collections::BTreeMap;

use casp_trust::reputation::{Anchor, Seen};
use casp_wire::v1::Outcome;
use proptest::prelude::*;
use support::{DAY, Teller, agent, with_digest};

fn evidence(teller: &Teller, digest: u8) -> (f64, f64) {
    let evidence = teller.standing(&with_digest(1, digest)).opinion.evidence().unwrap();
    (evidence.good, evidence.bad)
}

#[track_caller]
fn assert_near((good, bad): (f64, f64), expected: (f64, f64)) {
    let near = |one: f64, other: f64| (one - other).abs() < 1e-9;
    assert!(
        near(good, expected.0) && near(bad, expected.1),
        "{good}, {bad} for {expected:?}"
    );
}

#[test]
fn a_quarter_of_the_good_and_all_of_the_bad_comes_along_to_another_digest() {
    let mut teller = Teller::new();
    teller.saw(&with_digest(1, 7), Seen::Good, 20);
    teller.saw(&with_digest(1, 7), Seen::Bad, 1);
    assert_near(evidence(&teller, 7), (20.0, 2.0));
    assert_near(evidence(&teller, 8), (5.0, 2.0));
}

#[test]
fn digests_in_turn_launder_nothing() {
    let mut teller = Teller::new();
    teller.saw(&with_digest(1, 7), Seen::Good, 20);
    teller.saw(&with_digest(1, 8), Seen::Bad, 2);
    // Back under the first: what was bad in between is not gone, what was good is no more than it was.
    assert_near(evidence(&teller, 7), (20.0, 4.0));
    for digest in 9..60 {
        teller.saw(&with_digest(1, digest), Seen::Bad, 1);
    }
    assert!(evidence(&teller, 7).1 > 100.0);
    assert!(teller.expectation(&with_digest(1, 7)) < 0.1);
}

#[test]
fn a_run_of_failures_fades_what_was_good_before() {
    let mut teller = Teller::new();
    let subject = with_digest(1, 7);
    teller.saw(&subject, Seen::Good, 100);
    teller.saw(&subject, Seen::Bad, 2);
    assert_near(evidence(&teller, 7), (100.0, 4.0));
    teller.saw(&subject, Seen::Bad, 1);
    assert_near(evidence(&teller, 7), (25.0, 6.0));
}

#[test]
fn failures_that_were_always_there_are_no_drift() {
    let mut teller = Teller::new();
    let subject = with_digest(1, 7);
    for _ in 0..40 {
        teller.saw(&subject, Seen::Good, 4);
        teller.saw(&subject, Seen::Bad, 1);
    }
    assert_near(evidence(&teller, 7), (160.0, 80.0));
}

#[test]
fn raters_make_fade_what_raters_said_and_nothing_that_one_saw() {
    let anchors = [10, 11].map(|who| Anchor {
        agent: agent(who),
        trust: 0.9,
        vouches_for: BTreeMap::new(),
    });
    let heard = |own: usize| {
        let mut teller = Teller::new();
        teller.reputation.set_anchors(&anchors).unwrap();
        let subject = with_digest(1, 7);
        teller.saw(&subject, Seen::Good, own);
        for rater in [10, 11] {
            teller.heard(rater, &subject, Outcome::Good, 20);
        }
        let before = evidence(&teller, 7);
        // At first it is bad luck, then it is drift: what they said before is no longer what they say.
        teller.heard(10, &subject, Outcome::Bad, 3);
        let unlucky = evidence(&teller, 7);
        teller.heard(11, &subject, Outcome::Bad, 2);
        (before, unlucky, evidence(&teller, 7))
    };
    let (before, unlucky, after) = heard(0);
    let share = |(good, bad): (f64, f64)| good / (good + bad);
    assert!(
        share(before) > 0.99 && share(unlucky) > 0.75 && share(after) < 0.6,
        "{unlucky:?} {after:?}"
    );
    let (_, _, (good, _)) = heard(60);
    assert!(good >= 60.0, "{good}");
}

#[test]
fn bad_is_remembered_for_longer_than_good() {
    let mut teller = Teller::new();
    let subject = with_digest(1, 7);
    teller.saw(&subject, Seen::Good, 8);
    teller.saw(&subject, Seen::Bad, 1);
    let before = teller.expectation(&subject);
    teller.now += 30 * DAY;
    assert_near(evidence(&teller, 7), (4.0, 2.0 * 0.5_f64.sqrt()));
    assert!(teller.expectation(&subject) < before);
}

proptest! {
    #[test]
    fn evidence_decays_the_same_however_often_one_looks_or_records(
        days in prop::collection::vec(0_i64..20, 1..20),
    ) {
        // Each day one good outcome; what is left is the sum of what is left of each, from the day it was seen.
        let mut teller = Teller::new();
        let subject = with_digest(1, 7);
        let mut seen_at = Vec::new();
        for pause in days {
            teller.now += pause * DAY;
            teller.saw(&subject, Seen::Good, 1);
            seen_at.push(teller.now);
            let _ = teller.standing(&subject);
        }
        let age = |at: &i64| (teller.now - at) as f64 / (30 * DAY) as f64;
        let expected: f64 = seen_at.iter().map(|at| 0.5_f64.powf(age(at))).sum();
        prop_assert!((evidence(&teller, 7).0 - expected).abs() < 1e-9);
    }
}
