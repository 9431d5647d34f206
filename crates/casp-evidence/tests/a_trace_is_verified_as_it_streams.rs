//! A verifier accepts the trace that was committed to, event by event, and no other (TRC-1 to TRC-7, CHK-2, CHK-3).

#![allow(clippy::restriction, reason = "test code")]

mod support;

use casp_evidence::tree::{TreeHead, root};
use casp_evidence::{EvidenceViolation, TraceVerifier};
use casp_wire::v1::{TraceCommitment, TraceEvent};
use casp_wire::{Stage, Violation as _, encode};
use proptest::prelude::*;
use proptest::sample::Index;
use support::{SESSION, events, hashes, leaves};

fn commitment(leaves: &[Vec<u8>]) -> TraceCommitment {
    TraceCommitment {
        session: SESSION.into(),
        size: leaves.len() as u64,
        root: root(&hashes(leaves)).into(),
    }
}

fn head(leaves: &[Vec<u8>]) -> TreeHead {
    TreeHead {
        size: leaves.len() as u64,
        root: root(&hashes(leaves)),
    }
}

/// The verdict on a trace that was committed with these leaves.
fn verdict(shown: &[Vec<u8>], committed: &[Vec<u8>]) -> Result<(), EvidenceViolation> {
    let mut verifier = TraceVerifier::new();
    shown.iter().try_for_each(|leaf| verifier.push(leaf))?;
    verifier.finish(&commitment(committed)).map(drop)
}

/// The rule that the trace breaks when it has been altered, and committed to as it is then.
fn broken(count: u64, alter: impl FnOnce(&mut Vec<TraceEvent>)) -> Option<EvidenceViolation> {
    let mut events = events(count);
    alter(&mut events);
    let leaves = leaves(&events);
    verdict(&leaves, &leaves).err()
}

#[test]
fn traces_of_any_length_are_accepted() {
    for count in 1..=70 {
        assert_eq!(broken(count, |_| {}), None, "{count} events");
    }
}

#[test]
fn every_event_has_the_number_of_its_position() {
    let expected = |position| Some(EvidenceViolation::EventSeq { position });
    assert_eq!(broken(5, |events| events[2].seq = 4), expected(3));
    assert_eq!(broken(5, |events| drop(events.remove(0))), expected(1));
    assert_eq!(broken(5, |events| events.swap(1, 2)), expected(2));
    assert_eq!(broken(5, |events| events.insert(1, events[0].clone())), expected(2));
}

#[test]
fn every_event_has_a_salt() {
    let expected = Some(EvidenceViolation::EventSalt { position: 2 });
    assert_eq!(broken(5, |events| events[1].salt = vec![0; 16]), expected);
    assert_eq!(
        broken(5, |events| events[1].salt = [vec![0; 15], vec![1]].concat()),
        None
    );
}

#[test]
fn time_does_not_go_back() {
    let expected = Some(EvidenceViolation::EventTime { position: 3 });
    assert_eq!(broken(5, |events| events[2].at_ms = events[1].at_ms - 1), expected);
    assert_eq!(broken(5, |events| events[2].at_ms = events[1].at_ms), None);
}

#[test]
fn the_last_event_is_terminal_and_no_other() {
    let expected = |position| Some(EvidenceViolation::EventTerminal { position });
    assert_eq!(broken(5, |events| events[4].terminal = false), expected(5));
    assert_eq!(broken(5, |events| events[1].terminal = true), expected(2));
}

#[test]
fn a_trace_cut_or_grown_is_not_the_one_committed_to() {
    let whole = leaves(&events(5));
    assert_eq!(
        verdict(&whole[..4], &whole),
        Err(EvidenceViolation::EventTerminal { position: 4 })
    );
    let short = leaves(&events(4));
    assert_eq!(verdict(&short, &whole), Err(EvidenceViolation::TraceSize));
    assert_eq!(verdict(&whole, &short), Err(EvidenceViolation::TraceSize));
    assert_eq!(verdict(&[], &whole), Err(EvidenceViolation::TraceSize));
}

#[test]
fn an_altered_trace_is_not_the_one_committed_to() {
    let mut altered = events(5);
    altered[3].data = b"another".into();
    assert_eq!(
        verdict(&leaves(&altered), &leaves(&events(5))),
        Err(EvidenceViolation::TraceRoot)
    );
}

#[test]
fn what_is_no_event_is_refused_at_encoding() {
    let event = encode(&events(1)[0]);
    for bytes in [&b""[..], &event[..event.len() - 1], &[&event[..], &[0]].concat()] {
        let violation = TraceVerifier::new().push(bytes).unwrap_err();
        assert_eq!(violation.stage(), Stage::Encoding, "{violation}");
    }
}

#[test]
fn checkpoints_are_met_as_the_trace_passes_them() {
    let leaves = leaves(&events(9));
    let mut verifier = TraceVerifier::new();
    for size in [1, 4, 9] {
        verifier.expect(head(&leaves[..size])).unwrap();
    }
    leaves.iter().for_each(|leaf| verifier.push(leaf).unwrap());
    assert_eq!(verifier.finish(&commitment(&leaves)), Ok(head(&leaves)));
}

#[test]
fn a_checkpoint_of_another_trace_is_noticed_at_its_size() {
    let leaves = leaves(&events(9));
    let mut verifier = TraceVerifier::new();
    verifier
        .expect(TreeHead {
            root: [1; 32],
            ..head(&leaves[..4])
        })
        .unwrap();
    for leaf in &leaves[..3] {
        verifier.push(leaf).unwrap();
    }
    assert_eq!(verifier.push(&leaves[3]), Err(EvidenceViolation::CheckpointRoot));
}

#[test]
fn checkpoints_ascend_and_are_of_no_longer_trace() {
    let leaves = leaves(&events(5));
    let outgrown = |first: usize, then: usize| {
        let mut verifier = TraceVerifier::new();
        leaves[..first].iter().for_each(|leaf| verifier.push(leaf).unwrap());
        verifier.expect(head(&leaves[..then]))
    };
    assert_eq!(outgrown(2, 2), Err(EvidenceViolation::CheckpointSize));
    assert_eq!(outgrown(0, 0), Err(EvidenceViolation::CheckpointSize));
    assert_eq!(outgrown(2, 3), Ok(()));

    let mut verifier = TraceVerifier::new();
    verifier.expect(head(&leaves[..3])).unwrap();
    assert_eq!(
        verifier.expect(head(&leaves[..3])),
        Err(EvidenceViolation::CheckpointSize)
    );

    let mut verifier = TraceVerifier::new();
    verifier.expect(TreeHead { size: 6, root: [1; 32] }).unwrap();
    leaves.iter().for_each(|leaf| verifier.push(leaf).unwrap());
    assert_eq!(
        verifier.finish(&commitment(&leaves)),
        Err(EvidenceViolation::CheckpointSize)
    );
}

#[test]
fn after_a_violation_nothing_is_accepted_any_more() {
    let leaves = leaves(&events(3));
    let mut verifier = TraceVerifier::new();
    let violation = Err(EvidenceViolation::EventSeq { position: 1 });
    assert_eq!(verifier.push(&leaves[1]), violation);
    assert_eq!(verifier.push(&leaves[0]), violation);
    assert_eq!(verifier.expect(head(&leaves)), violation);
    assert_eq!(verifier.finish(&commitment(&leaves)).map(drop), violation);
}

/// Damage to a trace.
#[derive(Clone, Debug)]
enum Damage {
    Truncate(Index),
    Drop(Index),
    Swap(Index, Index),
    Repeat(Index),
    Flip(Index, Index, u8),
    /// Another event in its place: a fork from there on.
    Replace(Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<Index>;
    prop_oneof![
        at().prop_map(Damage::Truncate),
        at().prop_map(Damage::Drop),
        (at(), at()).prop_map(|(one, other)| Damage::Swap(one, other)),
        at().prop_map(Damage::Repeat),
        (at(), at(), 1..=u8::MAX).prop_map(|(leaf, byte, bits)| Damage::Flip(leaf, byte, bits)),
        at().prop_map(Damage::Replace),
    ]
}

fn damaged(events: &[TraceEvent], damage: &Damage) -> Vec<Vec<u8>> {
    let mut leaves = leaves(events);
    let count = leaves.len();
    match damage {
        Damage::Truncate(at) => leaves.truncate(at.index(count)),
        Damage::Drop(at) => drop(leaves.remove(at.index(count))),
        Damage::Swap(one, other) => leaves.swap(one.index(count), other.index(count)),
        Damage::Repeat(at) => leaves.insert(at.index(count), leaves[at.index(count)].clone()),
        Damage::Flip(at, byte, bits) => {
            let leaf = &mut leaves[at.index(count)];
            let byte = byte.index(leaf.len());
            leaf[byte] ^= bits;
        }
        Damage::Replace(at) => {
            let at = at.index(count);
            let mut event = events[at].clone();
            event.data.push(0);
            leaves[at] = encode(&event);
        }
    }
    leaves
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_024) })]

    #[test]
    fn a_damaged_trace_is_refused(count in 1..40_u64, damage in damage()) {
        let events = events(count);
        let whole = leaves(&events);
        let shown = damaged(&events, &damage);
        prop_assert_eq!(verdict(&shown, &whole).is_ok(), shown == whole, "{:?}", damage);
    }
}
