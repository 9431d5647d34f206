//! While what ended a promised entry may be lost in a crash, no answer says that it is complete: the registry would come back with the entry
//! and nothing to say for itself.

#![allow(clippy::restriction, clippy::arithmetic_side_effects, reason = "test code")]

mod registry_support;
mod support;

use casp_discovery::DiscoveryQueryKind;
use casp_discovery::registry::{Persist, Reason, Registry};
use casp_identity::{DelegationKind, Kind, RetireKind, Signed, Signer as _, pae};
use casp_wire::v1::{Bundle, Constraint, Delegation, Envelope, Header, Operator, Retire, Signature};
use registry_support::*;

const ALICE: u8 = AGENTS;
const BOB: u8 = AGENTS + 1;
const DELEGATE: u8 = 200;

/// A registry with two entries that were acknowledged.
fn promised() -> Registry {
    let mut registry = registry(open_limits());
    for agent in [ALICE, BOB] {
        acknowledged(&mut registry, &translator(agent, 1, 5, NOW).into(), origin(agent), NOW);
    }
    assert!(is_complete(&mut registry, NOW));
    registry
}

fn asks(constraints: &[Constraint], at_ms: i64) -> Signed<DiscoveryQueryKind> {
    let mut question = query(REGISTRY);
    question.header = Some(Header {
        issued_at_ms: at_ms,
        expires_at_ms: at_ms + MINUTE,
        ..question.header.unwrap()
    });
    question
        .intent
        .as_mut()
        .unwrap()
        .constraints
        .extend_from_slice(constraints);
    ask(&question)
}

fn is_complete(registry: &mut Registry, at_ms: i64) -> bool {
    let answered = registry.query(asks(&[], at_ms).as_bytes(), at_ms).unwrap();
    answered.result.complete
}

/// Nothing is complete before the record is safe, and everything after.
#[track_caller]
fn waits_for(registry: &mut Registry, persist: Persist) {
    assert!(!is_complete(registry, NOW + 1));
    assert!(registry.persisted(persist.ticket, NOW + 1).unwrap().receipt.is_none());
    assert!(is_complete(registry, NOW + 1));
}

fn delegation(epoch: u64) -> Signed<DelegationKind> {
    let message = Delegation {
        header: Some(Header {
            expires_at_ms: NOW + DAY,
            ..header(ALICE, NOW)
        }),
        delegate: id(DELEGATE).as_bytes().into(),
        scopes: vec!["task".into()],
        epoch,
    };
    Signed::seal(&message, &key(ALICE)).unwrap()
}

#[test]
fn a_withdrawal_is_awaited() {
    let mut registry = promised();
    let persist = accepted(send(&mut registry, &withdrawal(ALICE, 2, NOW).into(), origin(1), NOW));
    waits_for(&mut registry, persist);
}

#[test]
fn a_descriptor_that_replaces_another_is_awaited_and_one_of_a_newcomer_is_not() {
    let mut registry = promised();
    let newcomer = accepted(send(
        &mut registry,
        &translator(ALICE + 2, 1, 5, NOW).into(),
        origin(7),
        NOW,
    ));
    assert!(is_complete(&mut registry, NOW));
    let _ = accepted(send(
        &mut registry,
        &translator(ALICE, 2, 5, NOW).into(),
        origin(1),
        NOW,
    ));
    assert!(!is_complete(&mut registry, NOW));
    // That of another is no use.
    registry.persisted(newcomer.ticket, NOW).unwrap();
    assert!(!is_complete(&mut registry, NOW));
}

#[test]
fn a_refresh_is_awaited_where_it_shortens_a_life_or_times_are_asked_for() {
    let mut registry = promised();
    let first = translator(ALICE, 1, 5, NOW);
    let longer = refresh(ALICE, 2, &first, NOW + 1, 10 * MINUTE);
    let persist = accepted(send(&mut registry, &longer.into(), origin(1), NOW + 1));
    assert!(is_complete(&mut registry, NOW + 1));
    let young = asks(&[number("age-ms", Operator::AtMost, 1_000)], NOW + 1);
    assert!(!registry.query(young.as_bytes(), NOW + 1).unwrap().result.complete);
    registry.persisted(persist.ticket, NOW + 1).unwrap();
    let young = registry.query(young.as_bytes(), NOW + 1).unwrap();
    assert!(young.result.complete);

    let shorter = refresh(ALICE, 3, &first, NOW + 1, 5_000);
    let _ = accepted(send(&mut registry, &shorter.into(), origin(1), NOW + 1));
    assert!(!is_complete(&mut registry, NOW + 1));
}

#[test]
fn a_proof_of_equivocation_is_awaited() {
    let mut registry = promised();
    let twice = translator(ALICE, 1, 6, NOW).into();
    let refusal = refused(send(&mut registry, &twice, origin(1), NOW));
    waits_for(&mut registry, refusal.persist.unwrap());
}

#[test]
fn a_delegation_that_voids_an_epoch_is_awaited() {
    let mut registry = promised();
    let noted = registry.note_delegation(delegation(2).as_bytes(), NOW).unwrap();
    waits_for(&mut registry, noted.unwrap());
}

#[test]
fn a_retirement_is_awaited() {
    let mut registry = promised();
    let message = Retire {
        header: Some(header(ALICE, NOW)),
        ..Retire::default()
    };
    let retirement = Signed::<RetireKind>::seal(&message, &key(ALICE)).unwrap();
    let noted = registry.note_retirement(retirement.as_bytes(), NOW).unwrap();
    waits_for(&mut registry, noted.unwrap());
}

/// A query of Alice's by her delegate, which shows epoch 2.
fn of_a_higher_epoch(phrasings: &[String]) -> Vec<u8> {
    let proof = bundle(delegation(2).as_bytes()).subject.unwrap();
    let mut question = query(REGISTRY);
    question.header = Some(Header {
        issuer: id(ALICE).as_bytes().into(),
        delegation: casp_identity::envelope_object_id(&proof).0.into(),
        ..question.header.unwrap()
    });
    question.intent.as_mut().unwrap().phrasings = phrasings.into();
    let payload = casp_wire::encode(&question);
    let payload_type = DiscoveryQueryKind::PROFILE.payload_type;
    let Ok(sig) = key(DELEGATE).sign(&pae(payload_type, &payload));
    casp_wire::encode(&Bundle {
        subject: Some(Envelope {
            payload,
            payload_type: payload_type.into(),
            signatures: vec![Signature {
                sig: sig.into(),
                keyid: id(DELEGATE).to_did_key(),
            }],
        }),
        proofs: vec![proof],
    })
}

#[test]
fn a_query_that_shows_a_higher_epoch_is_awaited_by_its_own_answer_too() {
    let mut registry = promised();
    let answered = registry.query(&of_a_higher_epoch(&[]), NOW).unwrap();
    assert!(!answered.result.complete);
    assert_eq!(answered.result.matched, 1);
    waits_for(&mut registry, answered.persist.unwrap());
}

#[test]
fn a_query_that_shows_a_higher_epoch_and_is_refused_is_awaited_as_well() {
    let mut registry = promised();
    let refusal = registry
        .query(&of_a_higher_epoch(&["translate".into()]), NOW)
        .unwrap_err();
    assert_eq!(refusal.reason, Reason::Unsupported);
    waits_for(&mut registry, refusal.persist.unwrap());
}

#[test]
fn what_could_not_be_written_is_awaited_until_the_agent_is_safe_again_or_nobody_can_accuse() {
    let mut lost = promised();
    let withdrawn: Said = withdrawal(ALICE, 2, NOW).into();
    let persist = accepted(send(&mut lost, &withdrawn, origin(1), NOW));
    lost.persist_failed(persist.ticket);
    assert!(!is_complete(&mut lost, NOW));
    let again = accepted(send(&mut lost, &withdrawn, origin(1), NOW));
    assert!(!is_complete(&mut lost, NOW));
    lost.persisted(again.ticket, NOW).unwrap();
    assert!(is_complete(&mut lost, NOW));

    let mut registry = promised();
    let persist = accepted(send(&mut registry, &withdrawn, origin(1), NOW));
    registry.persist_failed(persist.ticket);
    assert!(!is_complete(&mut registry, NOW + 10 * MINUTE - 1));
    assert!(is_complete(&mut registry, NOW + 10 * MINUTE));
}

#[test]
fn no_more_is_noted_than_can_be_written() {
    let mut limits = open_limits();
    limits.tickets = 1;
    let mut registry = registry(limits);
    acknowledged(&mut registry, &translator(ALICE, 1, 5, NOW).into(), origin(1), NOW);
    let first = registry
        .note_delegation(delegation(2).as_bytes(), NOW)
        .unwrap()
        .unwrap();
    assert!(registry.note_delegation(delegation(3).as_bytes(), NOW).is_err());
    registry.persisted(first.ticket, NOW).unwrap();
    assert!(
        registry
            .note_delegation(delegation(3).as_bytes(), NOW)
            .unwrap()
            .is_some()
    );
}
