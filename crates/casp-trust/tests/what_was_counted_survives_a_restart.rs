//! A journal, or a snapshot and the journal since, gives back the same reputation, to the last bit; and bytes that are neither are refused.

#![allow(clippy::restriction, reason = "test code")]

mod support;

use std::collections::BTreeMap;

use casp_identity::HashKey;
use casp_trust::Subject;
use casp_trust::reputation::{
    Anchor, Malformed, Proof, Reputation, ReputationLimits, ReputationRules, RestoreError, Seen, Taken, danger,
};
use casp_wire::v1::Outcome;
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};
use support::{DAY, ME, NOW, agent, counted, id, subject, with_digest};

/// Few of everything, so that sequences meet every limit.
const LIMITS: ReputationLimits = ReputationLimits {
    subjects: 6,
    versions: 2,
    raters_of_subject: 4,
    spoilt_agents: 3,
    raters: 4,
    reports_of_rater: 3,
    contracts: 5,
};

const SEEN: [Seen; 6] = [
    Seen::CanaryPassed,
    Seen::Good,
    Seen::NoResult,
    Seen::Bad,
    Seen::EvidenceFailed,
    Seen::CanaryFailed,
];

#[derive(Clone, Debug)]
enum Step {
    Own {
        contract: u64,
        who: u32,
        digest: u8,
        seen: usize,
        age: i64,
    },
    Heard {
        report: u64,
        rater: u32,
        contract: u64,
        who: u32,
        digest: u8,
        outcome: u8,
        rederivable: bool,
        age: i64,
    },
    Proof {
        who: u32,
        rule: u8,
    },
    Pass {
        time: i64,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let age = prop_oneof![Just(0), 0..DAY, 0..400 * DAY];
    prop_oneof![
        4 => (0_u64..12, 0_u32..8, 0_u8..4, 0_usize..6, age.clone())
            .prop_map(|(contract, who, digest, seen, age)| Step::Own { contract, who, digest, seen, age }),
        6 => (0_u64..30, 8_u32..16, 20_u64..40, 0_u32..9, 0_u8..4, 1_u8..4, prop::bool::weighted(0.1), age)
            .prop_map(|(report, rater, contract, who, digest, outcome, rederivable, age)| {
                Step::Heard { report, rater, contract, who, digest, outcome, rederivable, age }
            }),
        1 => (0_u32..16, 0_u8..3).prop_map(|(who, rule)| Step::Proof { who, rule }),
        2 => prop_oneof![0..DAY, 0..200 * DAY].prop_map(|time| Step::Pass { time }),
    ]
}

fn anchors() -> Vec<Anchor> {
    let vouches_for = BTreeMap::from([(agent(9), 0.7), (agent(10), 0.4)]);
    vec![Anchor {
        agent: agent(8),
        trust: 0.9,
        vouches_for,
    }]
}

fn empty() -> Reputation {
    let mut reputation =
        Reputation::new(agent(ME), ReputationRules::default(), LIMITS, HashKey::new(&[7; 16])).unwrap();
    reputation.set_anchors(&anchors()).unwrap();
    reputation
}

fn restored(snapshot: &[u8]) -> Reputation {
    // Another hash key: where things lie in memory decides nothing.
    let hash_key = HashKey::new(&[8; 16]);
    let mut reputation =
        Reputation::restore(agent(ME), ReputationRules::default(), LIMITS, hash_key, snapshot).unwrap();
    reputation.set_anchors(&anchors()).unwrap();
    reputation
}

fn play(reputation: &mut Reputation, step: &Step, now: &mut i64) -> Option<Vec<u8>> {
    let taken = match *step {
        Step::Own {
            contract,
            who,
            digest,
            seen,
            age,
        } => {
            let outcome = danger::own_outcome(id(contract), with_digest(who, digest), SEEN[seen], *now - age);
            reputation.record(outcome, *now)
        }
        Step::Heard {
            report,
            rater,
            contract,
            who,
            digest,
            outcome,
            rederivable,
            age,
        } => {
            let outcome = [Outcome::Good, Outcome::Bad, Outcome::NoResult][usize::from(outcome) - 1];
            let subject = with_digest(who, digest);
            let heard = danger::foreign_report(id(report), agent(rater), id(contract), subject, outcome, *now - age);
            let heard = if rederivable { danger::rederivable(heard) } else { heard };
            reputation.report(heard, *now)
        }
        Step::Proof { who, rule } => reputation.hold(
            Proof::of_finding(agent(who), &format!("CTR-{rule}"), id(rule.into())),
            *now,
        ),
        Step::Pass { time } => {
            *now += time;
            reputation.expire(*now);
            return None;
        }
    };
    match taken {
        Taken::Counted(persist) => {
            assert!(reputation.persisted(persist.ticket));
            assert!(!reputation.persisted(persist.ticket));
            Some(persist.record)
        }
        Taken::Known | Taken::Ignored(_) => None,
    }
}

/// The same at a time: every standing, and every byte.
fn assert_same(one: &mut Reputation, other: &mut Reputation, now: i64) {
    one.expire(now);
    other.expire(now);
    for who in 0..16 {
        for digest in 0..4 {
            let subject = with_digest(who, digest);
            assert_eq!(one.standing(&subject, now), other.standing(&subject, now));
        }
    }
    assert_eq!(one.snapshot(), other.snapshot());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn the_journal_gives_back_what_was(steps in prop::collection::vec(step(), 0..80)) {
        let (mut reputation, mut now) = (empty(), NOW);
        let journal: Vec<_> = steps.iter().filter_map(|step| play(&mut reputation, step, &mut now)).collect();
        let mut again = empty();
        for record in &journal {
            again.replay(record, now).unwrap();
        }
        assert_same(&mut reputation, &mut again, now);
    }

    #[test]
    fn so_do_a_snapshot_and_the_journal_since(
        steps in prop::collection::vec(step(), 0..80),
        at in 0_usize..80,
        overlap in 0_usize..10,
    ) {
        let (mut reputation, mut now) = (empty(), NOW);
        let (mut journal, mut snapshot) = (Vec::new(), reputation.snapshot());
        let mut kept = 0;
        for (number, step) in steps.iter().enumerate() {
            if number == at {
                snapshot = reputation.snapshot();
                kept = journal.len();
            }
            journal.extend(play(&mut reputation, step, &mut now));
        }
        let mut again = restored(&snapshot);
        prop_assert_eq!(again.snapshot(), snapshot);
        // Records that the snapshot holds already change nothing.
        for record in &journal[kept.saturating_sub(overlap)..] {
            again.replay(record, now).unwrap();
        }
        assert_same(&mut reputation, &mut again, now);
        // And from there on both are one.
        for step in &steps {
            let mut then = now;
            let one = play(&mut reputation, step, &mut now);
            prop_assert_eq!(one, play(&mut again, step, &mut then));
        }
        assert_same(&mut reputation, &mut again, now);
    }

    #[test]
    fn arbitrary_bytes_are_no_record(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut reputation = empty();
        let before = reputation.snapshot();
        prop_assert_eq!(reputation.replay(&bytes, NOW), Err(Malformed));
        prop_assert_eq!(reputation.snapshot(), before);
    }

    #[test]
    fn a_record_that_was_cut_or_lengthened_is_refused_and_a_flipped_one_harmless(
        step in step(), cut in any::<prop::sample::Index>(), bit in any::<prop::sample::Index>(),
    ) {
        let (mut reputation, mut now) = (empty(), NOW);
        if let Some(record) = play(&mut reputation, &step, &mut now) {
            prop_assert!(record.len() <= 384);
            let mut again = empty();
            prop_assert_eq!(again.replay(&record[..cut.index(record.len())], now), Err(Malformed));
            let longer = [record.as_slice(), &[0]].concat();
            prop_assert_eq!(again.replay(&longer, now), Err(Malformed));
            let mut flipped = record.clone();
            let bit = bit.index(record.len() * 8);
            flipped[bit / 8] ^= 1 << (bit % 8);
            // It may be another record. Whatever it is, what it leaves can be kept and restored.
            let _ = again.replay(&flipped, now);
            let snapshot = again.snapshot();
            prop_assert_eq!(restored(&snapshot).snapshot(), snapshot);
        }
    }

    #[test]
    fn a_snapshot_that_was_cut_or_flipped_is_refused(
        steps in prop::collection::vec(step(), 0..40),
        cut in any::<prop::sample::Index>(), bit in any::<prop::sample::Index>(),
    ) {
        let (mut reputation, mut now) = (empty(), NOW);
        for step in &steps {
            play(&mut reputation, step, &mut now);
        }
        let snapshot = reputation.snapshot();
        let restore = |bytes: &[u8]| {
            Reputation::restore(agent(ME), ReputationRules::default(), LIMITS, HashKey::default(), bytes).unwrap_err()
        };
        restore(&snapshot[..cut.index(snapshot.len())]);
        let mut flipped = snapshot.clone();
        let bit = bit.index(snapshot.len() * 8);
        flipped[bit / 8] ^= 1 << (bit % 8);
        restore(&flipped);
    }

    /// The digest guards against accidents only: behind a right one, anything may stand.
    #[test]
    fn whatever_stands_behind_a_right_digest_panics_nobody(
        steps in prop::collection::vec(step(), 0..40),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let (mut reputation, mut now) = (empty(), NOW);
        for step in &steps {
            play(&mut reputation, step, &mut now);
        }
        let mut snapshot = reputation.snapshot();
        snapshot.truncate(snapshot.len() - 32);
        for (at, byte) in edits {
            let at = 24 + at.index(snapshot.len() - 24);
            snapshot[at] = byte;
        }
        let digest = Sha256::digest(&snapshot);
        snapshot.extend_from_slice(&digest);
        let rules = ReputationRules::default();
        if let Ok(mut again) = Reputation::restore(agent(ME), rules, LIMITS, HashKey::default(), &snapshot) {
            again.set_anchors(&anchors()).unwrap();
            for step in &steps {
                play(&mut again, step, &mut now);
            }
            let _ = again.explain(&subject(1), now);
            let _ = again.snapshot();
        }
    }
}

#[test]
fn a_snapshot_is_restored_by_its_own_agent_within_its_limits() {
    let mut reputation = empty();
    for who in 1..6 {
        let _ = counted(reputation.record(danger::own_outcome(id(who), subject(who as u32), Seen::Good, NOW), NOW));
    }
    let snapshot = reputation.snapshot();
    let restore = |own, limits, bytes: &[u8]| {
        Reputation::restore(
            agent(own),
            ReputationRules::default(),
            limits,
            HashKey::default(),
            bytes,
        )
        .unwrap_err()
    };
    assert_eq!(restore(5, LIMITS, &snapshot), RestoreError::OtherAgent);
    let few = ReputationLimits { subjects: 4, ..LIMITS };
    assert_eq!(restore(ME, few, &snapshot), RestoreError::Full);
    assert_eq!(restore(ME, LIMITS, &[0; 80]), RestoreError::Foreign);
    assert_eq!(restore(ME, LIMITS, b"casp"), RestoreError::Damaged);
}

#[test]
fn a_record_of_the_future_counts_as_of_now() {
    let mut reputation = empty();
    let ahead = NOW + 300 * DAY;
    let record = counted(reputation.record(danger::own_outcome(id(1), subject(1), Seen::Good, ahead), ahead));
    let mut again = empty();
    again.replay(&record, NOW).unwrap();
    let seen_now = Subject { ..subject(1) };
    assert!((again.standing(&seen_now, NOW).own_outcomes - 1.0).abs() < 1e-9);
    let _ = counted(again.record(danger::own_outcome(id(2), subject(1), Seen::Good, NOW), NOW));
}

#[test]
fn what_could_not_be_written_is_gone_after_a_restart() {
    let mut reputation = empty();
    let outcome = |n| danger::own_outcome(id(n), subject(1), Seen::Good, NOW);
    let first = counted(reputation.record(outcome(1), NOW));
    let Taken::Counted(lost) = reputation.record(outcome(2), NOW) else {
        panic!("not counted")
    };
    assert_eq!(reputation.stats().tickets, 2);
    assert!(reputation.persist_failed(lost.ticket));
    let third = counted(reputation.record(outcome(3), NOW));
    let mut again = empty();
    for record in [first, third] {
        again.replay(&record, NOW).unwrap();
    }
    assert!((again.standing(&subject(1), NOW).own_outcomes - 2.0).abs() < 1e-9);
    let _ = counted(again.record(outcome(2), NOW));
}
