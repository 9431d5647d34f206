//! What others say counts as far as a path of trust leads to them, and never by how many agree.

#![allow(clippy::restriction, reason = "test code")]

mod support;

use std::collections::BTreeMap;

use casp_trust::Opinion;
use casp_trust::reputation::{Anchor, Ignored, ReputationLimits, Seen, danger};
use casp_wire::v1::Outcome;
use proptest::prelude::*;
use support::{ME, NOW, Teller, agent, counted, id, ignored, limited, subject};

const GOOD_ONE: u32 = 1;
const ATTACKER: u32 = 2;
const ANCHOR: u32 = 10;
const RING: u32 = 100;

fn anchor(trust: f64, vouches_for: impl IntoIterator<Item = (u32, f64)>) -> Anchor {
    Anchor {
        agent: agent(ANCHOR),
        trust,
        vouches_for: vouches_for.into_iter().map(|(who, how)| (agent(who), how)).collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_ring_without_a_path_of_trust_moves_nothing(
        words in prop::collection::vec((RING..RING + 50, 0_u32..4, any::<bool>(), 1_usize..4), 1..60),
        own in prop::collection::vec((0_u32..4, any::<bool>()), 0..12),
    ) {
        // The four subjects are known to the ring only, or own experience is of others than the ring speaks of.
        let mut told = Teller::new();
        let mut alone = Teller::new();
        for (who, good) in own {
            let seen = if good { Seen::Good } else { Seen::Bad };
            told.saw(&subject(10 + who), seen, 1);
            alone.saw(&subject(10 + who), seen, 1);
        }
        for (rater, who, good, times) in words {
            told.heard(rater, &subject(1 + who), if good { Outcome::Good } else { Outcome::Bad }, times);
        }
        for who in 1..20 {
            prop_assert_eq!(told.standing(&subject(who)), alone.standing(&subject(who)));
        }
        for who in 1..5 {
            prop_assert_eq!(told.standing(&subject(who)).opinion, Opinion::vacuous(0.0));
            prop_assert!(told.standing(&subject(who)).is_newcomer);
        }
    }
}

#[test]
fn bad_mouthing_by_strangers_moves_nothing() {
    let mut teller = Teller::new();
    let victim = subject(GOOD_ONE);
    teller.saw(&victim, Seen::Good, 10);
    let before = teller.standing(&victim);
    for rater in RING..RING + 500 {
        teller.heard(rater, &victim, Outcome::Bad, 3);
    }
    assert_eq!(teller.standing(&victim), before);
}

#[test]
fn whoever_contradicts_own_experience_earns_nothing() {
    let mut teller = Teller::new();
    let (victim, attacker) = (subject(GOOD_ONE), subject(ATTACKER));
    teller.saw(&victim, Seen::Good, 20);
    teller.saw(&attacker, Seen::Bad, 20);
    for rater in RING..RING + 3 {
        teller.heard(rater, &victim, Outcome::Bad, 5);
        teller.heard(rater, &attacker, Outcome::Good, 5);
        assert!(teller.reputation.rater_trust(&agent(rater), NOW) < 0.05);
    }
}

#[test]
fn whoever_saw_what_we_saw_is_believed_of_others() {
    let mut teller = Teller::new();
    let (known, unknown) = (subject(GOOD_ONE), subject(3));
    teller.heard(RING, &known, Outcome::Good, 8);
    teller.heard(RING, &unknown, Outcome::Good, 8);
    assert!(teller.standing(&unknown).is_newcomer);
    // The reports came first, the experience that they agree with later.
    teller.saw(&known, Seen::Good, 12);
    let standing = teller.standing(&unknown);
    assert!(
        !standing.is_newcomer && standing.opinion.expectation() > 0.4,
        "{standing:?}"
    );
    assert!(standing.own_outcomes == 0.0);
}

#[test]
fn trust_reaches_two_steps_and_no_further() {
    let vouched = 11;
    let mut teller = Teller::new();
    teller.reputation.set_anchors(&[anchor(0.9, [(vouched, 0.5)])]).unwrap();
    let (one, two, three) = (subject(1), subject(2), subject(3));
    teller.heard(ANCHOR, &one, Outcome::Good, 10);
    teller.heard(vouched, &two, Outcome::Good, 10);
    teller.heard(12, &three, Outcome::Good, 10);
    let trust = |who: u32| teller.reputation.rater_trust(&agent(who), NOW);
    assert!((trust(ANCHOR) - 0.9).abs() < 1e-9);
    assert!((trust(vouched) - 0.45).abs() < 1e-9);
    assert!(trust(12) == 0.0);
    assert!(teller.expectation(&one) > teller.expectation(&two));
    assert!(teller.expectation(&two) > 0.2);
    assert!(teller.standing(&three).is_newcomer);
}

#[test]
fn a_ring_under_one_anchor_weighs_no_more_than_the_anchor() {
    let weighs = |ring: u32| {
        let mut teller = Teller::new();
        let vouched: BTreeMap<_, _> = (RING..RING + ring).map(|who| (who, 0.9)).collect();
        teller.reputation.set_anchors(&[anchor(0.5, vouched)]).unwrap();
        for rater in RING..RING + ring {
            teller.heard(rater, &subject(ATTACKER), Outcome::Good, 40);
        }
        teller.standing(&subject(ATTACKER)).opinion.evidence().unwrap().total()
    };
    // W t / (1 - t), with t = 0.5.
    assert!(weighs(1) > 1.0);
    assert!(weighs(200) <= 2.0 + 1e-9, "{}", weighs(200));
}

#[test]
fn a_ring_keeps_no_honest_rater_out() {
    let mut teller = Teller::new();
    let vouched: BTreeMap<_, _> = (RING..RING + 200).map(|who| (who, 0.9)).collect();
    let honest = Anchor {
        agent: agent(11),
        trust: 0.5,
        vouches_for: BTreeMap::new(),
    };
    teller.reputation.set_anchors(&[anchor(0.5, vouched), honest]).unwrap();
    for rater in RING..RING + 200 {
        teller.heard(rater, &subject(ATTACKER), Outcome::Good, 10);
    }
    let before = teller.expectation(&subject(ATTACKER));
    teller.heard(11, &subject(ATTACKER), Outcome::Bad, 20);
    assert!(teller.expectation(&subject(ATTACKER)) < before * 0.8);
}

#[test]
fn own_experience_outweighs_all_others_together() {
    let mut teller = Teller::new();
    let anchors: Vec<Anchor> = (RING..RING + 16)
        .map(|who| Anchor {
            agent: agent(who),
            trust: 0.95,
            vouches_for: BTreeMap::new(),
        })
        .collect();
    teller.reputation.set_anchors(&anchors).unwrap();
    let victim = subject(GOOD_ONE);
    teller.saw(&victim, Seen::Good, 40);
    for rater in RING..RING + 16 {
        teller.heard(rater, &victim, Outcome::Bad, 60);
    }
    let evidence = teller.standing(&victim).opinion.evidence().unwrap();
    assert!((evidence.good - 40.0).abs() < 1e-6);
    assert!(evidence.bad <= 20.0 + 1e-6, "{evidence:?}");
}

#[test]
fn nobody_rates_itself_nor_us_nor_its_requester() {
    let mut teller = Teller::new();
    let report =
        |issuer: u32, of: u32| danger::foreign_report(id(1), agent(issuer), id(2), subject(of), Outcome::Good, NOW);
    let reputation = &mut teller.reputation;
    assert_eq!(ignored(reputation.report(report(5, 5), NOW)), Ignored::SelfRating);
    assert_eq!(ignored(reputation.report(report(ME, 5), NOW)), Ignored::OwnReport);
    assert_eq!(ignored(reputation.report(report(5, ME), NOW)), Ignored::OfOneself);
    assert_eq!(reputation.stats().raters, 0);
}

#[test]
fn strangers_in_any_number_push_out_nobody_who_earned_trust() {
    let mut teller = Teller::of(limited(ReputationLimits {
        raters: 8,
        ..ReputationLimits::default()
    }));
    teller.saw(&subject(GOOD_ONE), Seen::Good, 12);
    teller.heard(RING, &subject(GOOD_ONE), Outcome::Good, 8);
    let trust = teller.reputation.rater_trust(&agent(RING), NOW);
    assert!(trust > 0.5);
    for rater in 1_000..1_200 {
        teller.heard(rater, &subject(3), Outcome::Good, 1);
    }
    assert_eq!(teller.reputation.stats().raters, 8);
    assert!((teller.reputation.rater_trust(&agent(RING), NOW) - trust).abs() < 1e-9);
}

#[test]
fn a_failed_canary_that_anyone_can_make_anew_counts_whoever_shows_it() {
    let mut teller = Teller::new();
    let fails = |report, issuer| {
        let report = danger::foreign_report(id(report), agent(issuer), id(2), subject(ATTACKER), Outcome::Bad, NOW);
        danger::rederivable(report)
    };
    counted(teller.reputation.report(fails(1, RING), NOW));
    let standing = teller.standing(&subject(ATTACKER));
    assert!(standing.opinion.disbelief > 0.6 && !standing.is_newcomer && !standing.is_incriminated);
    // The same canary shown by the next one is no second failure.
    assert_eq!(
        teller.reputation.report(fails(1, RING + 1), NOW),
        casp_trust::reputation::Taken::Known
    );
    assert_eq!(teller.standing(&subject(ATTACKER)), standing);
}
