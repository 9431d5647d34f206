//! A disclosure convinces whoever knows the network that the signer of the checkpoint committed to the event (TRC-2, PRF-1).

#![allow(clippy::restriction, reason = "test code")]

mod support;

use casp_evidence::{EvidenceViolation, disclose, verify_disclosure};
use casp_identity::Verifier;
use casp_task::TaskViolation;
use casp_wire::limits::MAX_EVENT_DISCLOSURE_BYTES;
use casp_wire::v1::EventDisclosure;
use casp_wire::{Layer, Stage, Violation as _, decode, encode};
use proptest::prelude::*;
use proptest::sample::Index;
use support::{PROVIDER, SESSION, STRANGER, agent, bundle, events, hashes, leaves, signed_checkpoint, verifier};

fn disclosure(count: u64, nth: usize) -> EventDisclosure {
    let leaves = leaves(&events(count));
    let checkpoint = signed_checkpoint(SESSION, &hashes(&leaves));
    let bytes = disclose(&checkpoint, &leaves[nth], &hashes(&leaves)).unwrap();
    decode(&bytes, Layer::Envelope).unwrap()
}

fn refusal(disclosure: &EventDisclosure) -> Option<EvidenceViolation> {
    verify_disclosure(&mut verifier(), &encode(disclosure)).err()
}

const REC_1: Option<EvidenceViolation> = Some(EvidenceViolation::Task(TaskViolation::RecordMember {
    member: "checkpoint",
}));

#[test]
fn every_event_of_a_trace_can_be_shown() {
    for count in 1..20 {
        let whole = events(count);
        for (nth, event) in whole.into_iter().enumerate() {
            let shown = verify_disclosure(&mut verifier(), &encode(&disclosure(count, nth))).unwrap();
            assert_eq!(shown.event, event);
            assert_eq!(shown.checkpoint.issuer(), agent(PROVIDER));
            assert_eq!(shown.checkpoint.message().session, SESSION);
        }
    }
}

#[test]
fn an_event_is_shown_in_its_place_alone() {
    let mut moved = disclosure(8, 3);
    moved.event.as_mut().unwrap().seq = 5;
    assert_eq!(refusal(&moved), Some(EvidenceViolation::Inclusion));
    let mut beyond = disclosure(8, 7);
    beyond.event.as_mut().unwrap().seq = 9;
    assert_eq!(refusal(&beyond), Some(EvidenceViolation::Inclusion));
}

#[test]
fn an_event_without_salt_is_not_shown() {
    let mut events = events(4);
    events[1].salt = vec![0; 16];
    let leaves = leaves(&events);
    let checkpoint = signed_checkpoint(SESSION, &hashes(&leaves));
    let expected = EvidenceViolation::EventSalt { position: 2 };
    assert_eq!(disclose(&checkpoint, &leaves[1], &hashes(&leaves)), Err(expected));

    let mut disclosure = disclosure(4, 1);
    disclosure.event.as_mut().unwrap().salt = vec![0; 16];
    assert_eq!(refusal(&disclosure), Some(expected));
}

#[test]
fn a_checkpoint_that_does_not_verify_shows_nothing() {
    let mut disclosure = disclosure(4, 1);
    support::scene::spoil(disclosure.checkpoint.as_mut().unwrap());
    assert_eq!(refusal(&disclosure), REC_1);
    let elsewhere = verify_disclosure(&mut Verifier::new("elsewhere", None), &encode(&self::disclosure(4, 1)));
    assert_eq!(elsewhere.err(), REC_1);
}

#[test]
fn a_statement_of_another_kind_is_no_checkpoint() {
    let mut disclosure = disclosure(4, 1);
    disclosure.checkpoint = Some(bundle(&support::delegation(
        STRANGER,
        &["receipt"],
        support::NOW,
        1_000,
    )));
    assert_eq!(refusal(&disclosure), REC_1);
}

#[test]
fn nothing_is_disclosed_that_would_not_be_believed() {
    let leaves = leaves(&events(5));
    let hashes = hashes(&leaves);
    let checkpoint = signed_checkpoint(SESSION, &hashes);
    let refused = Err(EvidenceViolation::Inclusion);
    assert_eq!(disclose(&checkpoint, &leaves[2], &hashes[..4]), refused);
    assert_eq!(disclose(&checkpoint, &leaves[4], &hashes[..4]), refused);
    assert_eq!(disclose(&checkpoint, &leaves[2], &[]), refused);
    assert_eq!(
        disclose(&checkpoint, b"no event", &hashes).unwrap_err().stage(),
        Stage::Encoding
    );
}

#[test]
fn the_greatest_event_can_be_disclosed() {
    let mut events = events(3);
    events[1].data = vec![0; 4_096];
    let leaves = leaves(&events);
    let bytes = disclose(
        &signed_checkpoint(SESSION, &hashes(&leaves)),
        &leaves[1],
        &hashes(&leaves),
    )
    .unwrap();
    assert!(verify_disclosure(&mut verifier(), &bytes).is_ok());
}

#[test]
fn a_disclosure_beyond_its_size_is_not_looked_at() {
    let stage = |length| {
        verify_disclosure(&mut verifier(), &vec![0; length])
            .unwrap_err()
            .stage()
    };
    assert_eq!(stage(MAX_EVENT_DISCLOSURE_BYTES), Stage::Encoding);
    assert_eq!(stage(MAX_EVENT_DISCLOSURE_BYTES + 1), Stage::Size);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn an_altered_disclosure_shows_nothing(count in 1..12_u64, nth: Index, at: Index, bits in 1..=u8::MAX) {
        let mut bytes = encode(&disclosure(count, nth.index(count as usize)));
        let at = at.index(bytes.len());
        bytes[at] ^= bits;
        prop_assert!(verify_disclosure(&mut verifier(), &bytes).is_err());
    }
}
