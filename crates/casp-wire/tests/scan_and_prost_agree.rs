//! The scan and prost, which share no code, agree on what is canonical, for every message of the schema.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;

use std::collections::BTreeSet;

use casp_wire::{Layer, Violation as _, WireRule, scan};
use entry_points::{MESSAGES, Message, scan_and_prost_agree};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use support::mutate::{mutated, mutations};
use support::strategies::any_valid;

fn layer() -> impl Strategy<Value = Layer> {
    select(vec![Layer::Envelope, Layer::Payload])
}

fn damaged() -> impl Strategy<Value = (Message, Vec<u8>)> {
    (any_valid(MESSAGES, |message| message.table), mutations())
        .prop_map(|((message, bytes), mutations)| (message, mutated(message.table, &bytes, &mutations)))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_048) })]

    #[test]
    fn on_arbitrary_bytes(message in select(MESSAGES), layer in layer(), bytes in vec(any::<u8>(), 0..64)) {
        scan_and_prost_agree(message, layer, &bytes);
    }

    #[test]
    fn on_damaged_messages((message, bytes) in damaged(), layer in layer()) {
        scan_and_prost_agree(message, layer, &bytes);
    }

    #[test]
    fn on_messages_taken_for_others((_, bytes) in any_valid(MESSAGES, |message| message.table), message in select(MESSAGES)) {
        scan_and_prost_agree(message, Layer::Payload, &bytes);
    }
}

/// Shows that the damage above is no mere noise: each rule is what some of it breaks first.
#[test]
fn damage_reaches_every_rule_of_encoding_and_shape() {
    let mut runner = TestRunner::deterministic();
    let strategy = damaged();
    // ENC-1 stands behind the others: nothing is known that the scan lets through to it.
    let mut missing: BTreeSet<_> = WireRule::RULES
        .iter()
        .map(|rule| rule.id)
        .filter(|id| *id != "ENC-1")
        .collect();
    for _ in 0..100_000 {
        let (message, bytes) = strategy.new_tree(&mut runner).unwrap().current();
        if let Err(violation) = scan(message.table, &bytes, Layer::Payload) {
            missing.remove(violation.rule());
        }
        if missing.is_empty() {
            return;
        }
    }
    panic!("never reached: {missing:?}");
}

#[test]
fn every_message_of_the_schema_is_tested() {
    let tables = include_str!("../src/generated/tables.rs");
    let names: Vec<_> = tables
        .lines()
        .filter_map(|line| line.strip_prefix("    name: \"")?.strip_suffix("\","))
        .collect();
    assert_eq!(
        MESSAGES.iter().map(|message| message.table.name).collect::<Vec<_>>(),
        names
    );
}
