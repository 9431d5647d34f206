//! Queries with words: what is found, and when.

#![allow(clippy::restriction, clippy::arithmetic_side_effects, reason = "test code")]

mod registry_support;
mod support;

use casp_discovery::recall::embed::WordEmbedder;
use casp_discovery::registry::Registry;
use casp_wire::v1::{AttributeValue, Constraint, DiscoveryResult, Operator, attribute_value::Value};
use registry_support::*;

const ALICE: u8 = AGENTS;

fn constraint(attribute: &str, operator: Operator, text: &str) -> Constraint {
    Constraint {
        attribute: attribute.into(),
        operator: operator.into(),
        values: vec![AttributeValue {
            value: Some(Value::Text(text.into())),
        }],
        ..Default::default()
    }
}

fn agents(registry: &mut Registry, count: u8) {
    agents_from(registry, 0, count);
}

fn agents_from(registry: &mut Registry, first: u8, count: u8) {
    for n in first..first + count {
        let translator = translator(ALICE + n, 1, 100, NOW);
        acknowledged(registry, &translator.into(), origin(n), NOW);
    }
}

fn found_by_words(registry: &mut Registry, nonce: u8) -> u64 {
    let result = answered_by_words(registry, nonce);
    assert_eq!(result.examined, result.matched);
    result.matched
}

fn answered_by_words(registry: &mut Registry, nonce: u8) -> DiscoveryResult {
    let mut question = query(REGISTRY);
    question.header.as_mut().unwrap().nonce = vec![nonce; 16];
    let intent = question.intent.as_mut().unwrap();
    (intent.phrasings, intent.constraints) = (vec!["translate".into()], Vec::new());
    question.limit = 100;
    registry.query(ask(&question).as_bytes(), NOW).unwrap().result
}

#[test]
fn words_of_what_came_are_read_before_a_query_some_at_a_time() {
    let mut registry = registry(open_limits()).with_recall(Box::new(WordEmbedder));
    agents(&mut registry, 80);
    assert_eq!(registry.pending(), 80);
    assert_eq!(found_by_words(&mut registry, 1), 32);
    assert_eq!(registry.pending(), 48);
    assert_eq!(registry.index_pending(40), 8);
    assert_eq!(found_by_words(&mut registry, 2), 80);
    assert_eq!(registry.pending(), 0);
    // What was read once is not read again when it is refreshed or sent again.
    agents_again(&mut registry);
    assert_eq!(registry.pending(), 0);
}

#[test]
fn a_query_reads_a_bounded_amount_of_text_or_one_entry() {
    let mut registry = registry(open_limits()).with_recall(Box::new(WordEmbedder));
    // Each is more than half of what a query reads.
    for agent in 0..5 {
        let capabilities = (0..40).map(|n| {
            let mut capability = capability(&format!("org.example/translate-{n:02}"), 5);
            capability.summary = "translate ".repeat(100).trim().into();
            capability
        });
        let long = descriptor_with(ALICE + agent, 1, capabilities.collect(), |_| {});
        acknowledged(&mut registry, &long.into(), origin(agent), NOW);
    }
    agents_from(&mut registry, 5, 3);
    for (nonce, pending) in [(1, 7), (2, 6), (3, 5), (4, 4), (5, 0)] {
        answered_by_words(&mut registry, nonce);
        assert_eq!(registry.pending(), pending);
    }
}

fn agents_again(registry: &mut Registry) {
    let translator = translator(ALICE, 1, 100, NOW);
    let _ = send(registry, &translator.into(), origin(0), NOW);
}

#[test]
fn what_left_before_it_was_read_is_not_found() {
    let mut registry = registry(open_limits()).with_recall(Box::new(WordEmbedder));
    agents(&mut registry, 3);
    registry.expire(NOW + 10 * DAY);
    assert_eq!(registry.index_pending(10), 0);
    assert_eq!(registry.stats().capabilities, 0);
}

#[test]
fn recall_that_comes_late_reads_everything() {
    let mut registry = registry(open_limits());
    agents(&mut registry, 40);
    let mut registry = registry.with_recall(Box::new(WordEmbedder));
    assert_eq!(registry.pending(), 0);
    assert_eq!(found_by_words(&mut registry, 1), 40);
}

#[test]
fn every_question_comes_to_an_end() {
    let mut registry = registry(open_limits()).with_recall(Box::new(WordEmbedder));
    agents(&mut registry, 100);
    registry.index_pending(usize::MAX);
    let long = "translate the forecast of the weather into music ".repeat(10);
    for (n, (phrasings, constraints)) in [
        (vec![long; 8], vec![constraint("tag", Operator::Prefix, "")]),
        (
            vec!["translate".into()],
            vec![constraint("capability", Operator::Prefix, "o")],
        ),
        (vec![" ".into()], vec![]),
        (
            vec!["zzzzzzzzzzzzzz".into()],
            vec![constraint("tag", Operator::Contains, "nobody-has-it")],
        ),
        (vec![], vec![constraint("capability", Operator::Prefix, "o")]),
    ]
    .into_iter()
    .enumerate()
    {
        let mut question = query(REGISTRY);
        question.header.as_mut().unwrap().nonce = vec![n as u8 + 1; 16];
        let intent = question.intent.as_mut().unwrap();
        (intent.phrasings, intent.constraints) = (phrasings, constraints);
        (question.limit, question.sample) = (100, 100);
        // Some of these break a rule of shape, and are refused; all come to an end.
        let _ = registry.query(ask(&question).as_bytes(), NOW);
    }
}
