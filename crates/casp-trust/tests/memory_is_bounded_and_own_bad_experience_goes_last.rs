//! Strangers can fill every table, and push out nothing that one saw oneself.

#![allow(clippy::restriction, reason = "test code")]

mod support;

use casp_trust::reputation::{Ignored, Proof, ReputationLimits, Seen, danger};
use casp_wire::v1::Outcome;
use support::{DAY, NOW, Teller, agent, id, ignored, limited, subject, with_digest};

const FEW: ReputationLimits = ReputationLimits {
    subjects: 8,
    versions: 2,
    raters_of_subject: 4,
    spoilt_agents: 4,
    raters: 16,
    reports_of_rater: 4,
    contracts: 1_000,
};

#[test]
fn strangers_push_out_strangers_only() {
    let mut teller = Teller::of(limited(FEW));
    for who in 1..=3 {
        teller.saw(&subject(who), Seen::Good, 2);
    }
    teller.saw(&subject(4), Seen::Bad, 2);
    let before: Vec<_> = (1..=4).map(|who| teller.standing(&subject(who))).collect();
    for who in 100..200 {
        teller.heard(who + 1_000, &subject(who), Outcome::Good, 1);
    }
    assert_eq!(teller.reputation.stats().subjects, 8);
    let after: Vec<_> = (1..=4).map(|who| teller.standing(&subject(who))).collect();
    assert_eq!(after, before);
}

#[test]
fn where_all_is_own_experience_strangers_find_no_room() {
    let mut teller = Teller::of(limited(FEW));
    for who in 1..=8 {
        teller.saw(&subject(who), Seen::Good, 1);
    }
    let report = danger::foreign_report(id(1), agent(50), id(2), subject(60), Outcome::Good, NOW);
    assert_eq!(ignored(teller.reputation.report(report, NOW)), Ignored::Full);
    assert_eq!(teller.reputation.stats().raters, 0);
}

#[test]
fn own_good_gives_way_to_own_and_own_bad_stays() {
    let mut teller = Teller::of(limited(FEW));
    teller.saw(&subject(1), Seen::Bad, 1);
    for who in 2..=40 {
        teller.saw(&subject(who), Seen::Good, 3);
        teller.now += 1;
    }
    assert!(teller.standing(&subject(1)).opinion.disbelief > 0.4);
    assert!(teller.standing(&subject(2)).is_newcomer);
    assert!(!teller.standing(&subject(40)).is_newcomer);
}

#[test]
fn proofs_against_strangers_push_out_no_own_bad_experience() {
    let mut teller = Teller::of(limited(FEW));
    teller.saw(&subject(1), Seen::Bad, 3);
    for who in 100..200 {
        let _ = teller
            .reputation
            .hold(Proof::of_finding(agent(who), "SST-4", id(1)), NOW);
    }
    assert_eq!(teller.reputation.stats().spoilt_agents, 4);
    let mut elsewhere = subject(1);
    elsewhere.capability_id = "org.example/other".into();
    assert!(teller.standing(&elsewhere).opinion.disbelief > 0.0);
}

#[test]
fn digests_that_strangers_name_push_out_none_that_one_worked_with() {
    let mut teller = Teller::of(limited(FEW));
    teller.saw(&with_digest(1, 1), Seen::Good, 10);
    teller.saw(&with_digest(1, 2), Seen::Good, 10);
    let before = teller.expectation(&with_digest(1, 1));
    for digest in 10..100 {
        teller.heard(50 + u32::from(digest), &with_digest(1, digest), Outcome::Bad, 1);
    }
    assert_eq!(teller.expectation(&with_digest(1, 1)), before);
}

#[test]
fn a_rater_forgets_its_own_oldest_and_cannot_say_it_again() {
    let mut teller = Teller::of(limited(FEW));
    let report =
        |n: u64| danger::foreign_report(id(n), agent(50), id(100 + n), subject(1), Outcome::Good, NOW + n as i64);
    for n in 1..=6 {
        support::counted(teller.reputation.report(report(n), NOW + DAY));
    }
    assert_eq!(ignored(teller.reputation.report(report(1), NOW + DAY)), Ignored::TooOld);
    assert_eq!(
        teller.reputation.report(report(6), NOW + DAY),
        casp_trust::reputation::Taken::Known
    );
}

#[test]
fn what_has_decayed_to_nothing_is_forgotten_without_a_sweep() {
    let mut teller = Teller::new();
    teller.saw(&subject(1), Seen::Good, 1);
    teller.saw(&subject(2), Seen::CanaryFailed, 3);
    // 1 to a 64th takes six half-lives of 30 days.
    let wakes = teller.reputation.wake_at_ms().unwrap();
    assert!((wakes - NOW - 180 * DAY).abs() <= 2, "{}", wakes - NOW);
    teller.reputation.expire(wakes + 2);
    assert_eq!(teller.reputation.stats().subjects, 1);
    while let Some(wakes) = teller.reputation.wake_at_ms() {
        teller.reputation.expire(wakes);
    }
    let stats = teller.reputation.stats();
    assert_eq!((stats.subjects, stats.spoilt_agents, stats.contracts), (0, 0, 0));
}
