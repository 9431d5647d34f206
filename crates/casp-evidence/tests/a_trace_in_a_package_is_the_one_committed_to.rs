//! The events of a package, and the checkpoints of them, are those that the result commits to (TRC-1 to TRC-7, CHK-1 to CHK-3).

#![allow(clippy::restriction, reason = "test code")]

mod support;

use casp_evidence::verify_package;
use casp_wire::encode;
use casp_wire::v1::{EvidencePackage, TraceCheckpoint, TraceEvent};
use proptest::prelude::*;
use proptest::sample::Index;
use support::scene::{Scene, spoil};
use support::{STRANGER, faults, header, verifier};

type Faults = Vec<(&'static str, usize, &'static str)>;

fn edited(edit: impl FnOnce(&mut Scene)) -> Faults {
    let mut scene = Scene::default();
    edit(&mut scene);
    faults(&scene.package())
}

fn altered(alter: impl FnOnce(&mut EvidencePackage)) -> Faults {
    let mut package = Scene::default().package();
    alter(&mut package);
    faults(&package)
}

/// Faults when the third event is edited before it is committed to.
fn third(edit: fn(&mut TraceEvent)) -> Faults {
    edited(|scene| {
        scene.event = Box::new(move |index, event| {
            if index == 2 {
                edit(event);
            }
        });
    })
}

#[test]
fn each_event_is_checked_and_each_fault_is_found() {
    assert_eq!(third(|event| event.seq = 4), [("events", 2, "TRC-1")]);
    assert_eq!(third(|event| event.salt = vec![0; 16]), [("events", 2, "TRC-2")]);
    assert_eq!(third(|event| event.at_ms -= 2), [("events", 2, "TRC-3")]);
    assert_eq!(third(|event| event.terminal = true), [("events", 2, "TRC-4")]);
    assert_eq!(third(|event| event.receipt = vec![1; 32]), [("events", 2, "TRC-5")]);
    assert_eq!(third(|event| event.receipt.clear()), []);
    let last = edited(|scene| scene.event = Box::new(|_, event| event.terminal = false));
    assert_eq!(last, [("events", 5, "TRC-4")]);
    // The one after an event from the future is measured by it, though it is not at fault itself.
    assert_eq!(third(|event| event.at_ms += 9), [("events", 3, "TRC-3")]);
    let all = altered(|package| package.events.iter_mut().for_each(|event| event.seq += 1));
    assert_eq!(all, (0..6).map(|index| ("events", index, "TRC-1")).collect::<Vec<_>>());
}

#[test]
fn a_receipt_at_fault_is_still_a_receipt_of_the_package() {
    assert_eq!(
        altered(|package| spoil(&mut package.receipts[2])),
        [("receipts", 2, "REC-1")]
    );
}

#[test]
fn a_trace_of_another_length_is_not_the_one_committed_to() {
    let cut = altered(|package| {
        package.events.pop();
        package.events[4].terminal = true;
    });
    assert_eq!(cut, [("events", 0, "TRC-6")]);
    // Withheld altogether.
    assert_eq!(altered(|package| package.events.clear()), [("events", 0, "TRC-6")]);
    assert_eq!(
        altered(|package| package.events[3].data.push(1)),
        [("events", 0, "TRC-7")]
    );
}

#[test]
fn a_trace_that_the_result_does_not_commit_to_is_at_fault() {
    let uncommitted = |events, checkpoints| {
        edited(|scene| {
            (scene.traced, scene.events, scene.checkpoints) = (false, events, checkpoints);
            scene.evidence = vec![];
        })
    };
    assert_eq!(uncommitted(0, vec![]), []);
    assert_eq!(uncommitted(4, vec![]), [("events", 0, "TRC-6")]);
    assert_eq!(uncommitted(0, vec![1]), [("checkpoints", 0, "CHK-1")]);
    // With events at fault the checkpoints are not measured by them.
    assert_eq!(uncommitted(4, vec![1]), [("events", 0, "TRC-6")]);
}

/// Faults of the checkpoints when the first of two is edited before it is signed.
fn first(edit: fn(&mut TraceCheckpoint)) -> Faults {
    edited(|scene| {
        scene.checkpoint = Box::new(move |index, checkpoint| {
            if index == 0 {
                edit(checkpoint);
            }
        });
    })
}

#[test]
fn a_checkpoint_is_of_the_provider_the_contract_and_the_session() {
    let expected = [("checkpoints", 0, "CHK-1")];
    assert_eq!(first(|checkpoint| checkpoint.contract = vec![1; 32]), expected);
    assert_eq!(first(|checkpoint| checkpoint.contract.clear()), expected);
    assert_eq!(first(|checkpoint| checkpoint.session = vec![1; 16]), expected);
    let by_another = first(|checkpoint| {
        let at_ms = checkpoint.header.as_ref().unwrap().issued_at_ms;
        checkpoint.header = Some(header(STRANGER, at_ms));
    });
    assert_eq!(by_another, expected);
    assert_eq!(first(|_| {}), []);
}

#[test]
fn checkpoints_ascend_and_none_is_of_a_longer_trace() {
    let of_sizes = |sizes: &[u64]| edited(|scene| scene.checkpoints = sizes.into());
    assert_eq!(of_sizes(&[]), []);
    assert_eq!(of_sizes(&[1, 2, 3, 4, 5, 6]), []);
    assert_eq!(of_sizes(&[6]), []);
    assert_eq!(of_sizes(&[2, 2]), [("checkpoints", 1, "CHK-2")]);
    assert_eq!(of_sizes(&[3, 2, 4]), [("checkpoints", 1, "CHK-2")]);
    assert_eq!(of_sizes(&[7]), [("checkpoints", 0, "CHK-2")]);
    assert_eq!(of_sizes(&[(1 << 53) - 1]), [("checkpoints", 0, "CHK-2")]);
    // One at fault is no measure for those after it.
    assert_eq!(of_sizes(&[2, 7, 3]), [("checkpoints", 1, "CHK-2")]);
    assert_eq!(
        of_sizes(&[5, 6, 2, 3]),
        [("checkpoints", 2, "CHK-2"), ("checkpoints", 3, "CHK-2")]
    );
}

#[test]
fn a_checkpoint_is_of_the_beginning_of_the_trace() {
    assert_eq!(
        first(|checkpoint| checkpoint.root = vec![1; 32]),
        [("checkpoints", 0, "CHK-3")]
    );
    let swapped = first(|checkpoint| checkpoint.size = 3);
    assert_eq!(swapped, [("checkpoints", 0, "CHK-3")]);
}

/// An alteration of events that keeps the package in shape.
#[derive(Clone, Debug)]
enum Change {
    Truncate(Index),
    Remove(Index),
    Swap(Index, Index),
    Repeat(Index),
    Data(Index),
    Salt(Index),
    Kind(Index),
    Time(Index),
    Receipt(Index),
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    prop_oneof![
        at().prop_map(Change::Truncate),
        at().prop_map(Change::Remove),
        (at(), at()).prop_map(|(one, other)| Change::Swap(one, other)),
        at().prop_map(Change::Repeat),
        at().prop_map(Change::Data),
        at().prop_map(Change::Salt),
        at().prop_map(Change::Kind),
        at().prop_map(Change::Time),
        at().prop_map(Change::Receipt),
    ]
}

fn apply(events: &mut Vec<TraceEvent>, change: &Change) {
    let count = events.len();
    match change {
        Change::Truncate(at) => events.truncate(at.index(count)),
        Change::Remove(at) => drop(events.remove(at.index(count))),
        Change::Swap(one, other) => events.swap(one.index(count), other.index(count)),
        Change::Repeat(at) => events.insert(at.index(count), events[at.index(count)].clone()),
        Change::Data(at) => events[at.index(count)].data.push(1),
        Change::Salt(at) => events[at.index(count)].salt[3] ^= 1,
        Change::Kind(at) => events[at.index(count)].kind.push('x'),
        Change::Time(at) => events[at.index(count)].at_ms += 1,
        Change::Receipt(at) => events[at.index(count)].receipt = vec![7; 32],
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn an_altered_trace_is_always_noticed(events in 1..14_usize, change in change()) {
        let scene = Scene { events, checkpoints: vec![events as u64], ..Scene::default() };
        let sound = scene.package();
        let mut package = sound.clone();
        apply(&mut package.events, &change);
        let found = faults(&package);
        prop_assert_eq!(found.is_empty(), package == sound, "{:?} {:?}", change, found);
        prop_assert!(found.iter().all(|(member, ..)| *member == "events"), "{:?}", found);
    }

    #[test]
    fn an_altered_byte_anywhere_is_always_noticed(at: Index, bits in 1..=u8::MAX) {
        let mut bytes = encode(&Scene { acknowledged: false, evidence: vec![], attestations: 0, ..Scene::default() }.package());
        let at = at.index(bytes.len());
        bytes[at] ^= bits;
        let stands = verify_package(&mut verifier(), &bytes).is_ok_and(|report| report.verified().is_some());
        prop_assert!(!stands, "byte {}", at);
    }
}
