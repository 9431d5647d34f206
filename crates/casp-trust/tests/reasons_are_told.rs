//! `explain` says what a standing rests on, so that a person can disagree with it.

#![allow(clippy::restriction, reason = "test code")]

mod support;

use std::collections::BTreeMap;

use casp_trust::reputation::{Anchor, Proof, Seen, danger};
use casp_wire::v1::Outcome;
use support::{DAY, Teller, agent, counted, id, subject, with_digest};

#[test]
fn everything_that_counts_is_named() {
    let mut teller = Teller::new();
    let anchor = Anchor {
        agent: agent(10),
        trust: 0.8,
        vouches_for: BTreeMap::new(),
    };
    teller.reputation.set_anchors(&[anchor]).unwrap();
    teller.saw(&with_digest(1, 6), Seen::Good, 8);
    teller.saw(&subject(1), Seen::Good, 12);
    teller.saw(&subject(1), Seen::Bad, 3);
    let mut elsewhere = subject(1);
    elsewhere.capability_id = "org.example/other".into();
    teller.saw(&elsewhere, Seen::NoResult, 2);
    teller.heard(10, &subject(1), Outcome::Good, 6);
    teller.heard(99, &subject(1), Outcome::Bad, 1);
    let failed = danger::foreign_report(id(1), agent(98), id(2), subject(1), Outcome::Bad, teller.now);
    counted(teller.reputation.report(danger::rederivable(failed), teller.now));
    counted(
        teller
            .reputation
            .hold(Proof::of_finding(agent(1), "FRK-3", id(3)), teller.now),
    );
    teller.now += 10 * DAY;
    insta::assert_snapshot!(teller.reputation.explain(&subject(1), teller.now));
}

#[test]
fn of_a_newcomer_there_is_little_to_say() {
    let mut teller = Teller::new();
    teller.heard(99, &subject(1), Outcome::Good, 3);
    insta::assert_snapshot!(teller.reputation.explain(&subject(1), teller.now));
}
