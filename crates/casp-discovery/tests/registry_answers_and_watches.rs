//! Answers that requesters accept, no origin in front, and watches.

#![allow(clippy::restriction, clippy::arithmetic_side_effects, reason = "test code")]

mod registry_support;
mod support;

use casp_discovery::registry::{Reason, WatchError, WatchEvent};
use casp_discovery::{seal_answer, verify_answer};
use casp_identity::{KnownAgents, Signed};
use casp_wire::v1::Operator;
use registry_support::*;

const ALICE: u8 = AGENTS;

#[test]
fn a_requester_accepts_the_answer() {
    let mut registry = registry(open_limits());
    for n in 0..6 {
        acknowledged(
            &mut registry,
            &translator(ALICE + n, 1, 100 - u64::from(n), NOW).into(),
            origin(n),
            NOW,
        );
    }
    let asked = ask(&query(REGISTRY));
    let answered = registry.query(asked.as_bytes(), NOW + 1).unwrap();
    assert!(answered.result.complete && !answered.result.diversified);
    let result = Signed::seal(&answered.result, &key(REGISTRY)).unwrap();
    let answer = seal_answer(&result, answered.entries).unwrap();
    let verified = verify_answer(
        &mut verifier(REQUESTER),
        &asked,
        &answer,
        &KnownAgents::new(10),
        NOW + 1,
    )
    .unwrap();
    assert_eq!(verified.entries[0].entry.issuer(), id(ALICE + 5));
    assert_eq!(verified.result.message().ranked.len(), 6);
    assert_eq!(verified.result.message().sampled.len(), 3);
}

#[test]
fn one_origin_does_not_fill_the_first_places_and_the_answer_says_so() {
    let mut registry = registry(open_limits());
    for n in 0..20 {
        let from = if n < 12 { 0 } else { n };
        acknowledged(
            &mut registry,
            &translator(ALICE + n, 1, 1 + u64::from(n), NOW).into(),
            origin(from),
            NOW,
        );
    }
    let mut question = query(REGISTRY);
    question.limit = 5;
    let asked = ask(&question);
    let answered = registry.query(asked.as_bytes(), NOW).unwrap();
    assert!(answered.result.diversified && !answered.result.complete);
    assert_eq!(answered.result.matched, 20);
    let result = Signed::seal(&answered.result, &key(REGISTRY)).unwrap();
    let answer = seal_answer(&result, answered.entries).unwrap();
    let verified = verify_answer(&mut verifier(REQUESTER), &asked, &answer, &KnownAgents::new(10), NOW).unwrap();
    let first: Vec<_> = verified
        .entries
        .iter()
        .take(5)
        .map(|each| each.entry.issuer())
        .collect();
    let expected: Vec<_> = [0, 12, 13, 14, 15].map(|n| id(ALICE + n)).into();
    assert_eq!(first, expected);
}

#[test]
fn what_the_registry_does_not_serve_it_refuses() {
    let mut registry = registry(open_limits());
    let mut question = query(REGISTRY);
    question.intent.as_mut().unwrap().phrasings = vec!["translate".into()];
    let refusal = registry.query(ask(&question).as_bytes(), NOW).unwrap_err();
    assert_eq!(refusal.reason, Reason::Unsupported);
    assert!(refusal.message().is_some());
    let foreign = registry.query(ask(&query(OTHER_REGISTRY)).as_bytes(), NOW).unwrap_err();
    assert_eq!(foreign.reason, Reason::Invalid);
    assert_eq!(registry.query(b"junk", NOW).unwrap_err().subject, None);
}

#[test]
fn an_entry_for_one_addressee_is_served_to_nobody() {
    let mut registry = registry(open_limits());
    let addressed = descriptor_with(ALICE, 1, vec![capability("org.example/translate", 5)], |message| {
        message.header.as_mut().unwrap().audience = id(REGISTRY).as_bytes().into();
    });
    acknowledged(&mut registry, &addressed.into(), origin(1), NOW);
    let answered = registry.query(ask(&query(REGISTRY)).as_bytes(), NOW).unwrap();
    assert_eq!((answered.result.matched, answered.entries.len()), (0, 0));
    assert_eq!(registry.stats().capabilities, 0);
}

#[test]
fn a_watch_sees_what_comes_and_goes() {
    let mut registry = registry(open_limits());
    let first = translator(ALICE, 1, 5, NOW);
    acknowledged(&mut registry, &first.clone().into(), origin(1), NOW);
    let fast = [number("qos/latency-p95", Operator::Less, 50)];
    let watch = registry.watch(&fast, NOW).unwrap();
    let event = |arrives: bool, agent, signed: &Signed<casp_descriptor::DescriptorKind>| {
        let (agent, descriptor) = (id(agent), signed.object_id().unwrap());
        if arrives {
            WatchEvent::Arrived { agent, descriptor }
        } else {
            WatchEvent::Departed { agent, descriptor }
        }
    };
    assert_eq!(registry.watched(watch), [event(true, ALICE, &first)]);
    let (slow, fast) = (translator(ALICE + 1, 1, 500, NOW), translator(ALICE + 2, 1, 20, NOW));
    acknowledged(&mut registry, &slow.into(), origin(2), NOW);
    acknowledged(&mut registry, &fast.clone().into(), origin(3), NOW);
    let replacing = translator(ALICE, 2, 7, NOW + 1);
    acknowledged(&mut registry, &replacing.clone().into(), origin(1), NOW + 1);
    let expected = [
        event(true, ALICE + 2, &fast),
        event(false, ALICE, &first),
        event(true, ALICE, &replacing),
    ];
    assert_eq!(registry.watched(watch), expected);
    registry.expire(NOW + 10 * MINUTE + 5_000);
    assert_eq!(registry.watched(watch), [event(false, ALICE + 2, &fast)]);
    registry.expire(NOW + 10 * MINUTE + 5_001);
    assert_eq!(registry.watched(watch), [event(false, ALICE, &replacing)]);
    assert!(registry.unwatch(watch) && !registry.unwatch(watch));
}

#[test]
fn a_watch_that_nobody_reads_says_that_events_were_lost() {
    let mut limits = open_limits();
    (limits.watches, limits.watch_events) = (1, 2);
    let mut registry = registry(limits);
    let any = [text("capability", Operator::Prefix, "org.")];
    let watch = registry.watch(&any, NOW).unwrap();
    assert_eq!(registry.watch(&any, NOW), Err(WatchError::Full));
    assert!(matches!(registry.watch(&[], NOW), Err(WatchError::Invalid(_))));
    for n in 0..3 {
        acknowledged(&mut registry, &translator(ALICE + n, 1, 5, NOW).into(), origin(n), NOW);
    }
    let events = registry.watched(watch);
    assert_eq!((events.len(), events[0]), (3, WatchEvent::Lost));
    assert_eq!(registry.watched(watch), []);
}
