//! A store is led through random histories beside a model that is SPEC.md section 10 read aloud.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;

use std::collections::BTreeSet;

use casp_descriptor::{DescriptorViolation, StoreLimits};
use casp_wire::limits::SKEW_MS;
use entry_points::SMALL;
use entry_points::drive::{By, Event, Pair};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

fn by() -> impl Strategy<Value = By> {
    (0..4_u8, 1..4_u64, any::<bool>()).prop_map(|(agent, epoch, delegated)| By {
        agent,
        epoch,
        delegated,
    })
}

fn skew() -> impl Strategy<Value = i64> {
    prop_oneof![6 => Just(0), 1 => -100_000..=SKEW_MS + 1, 1 => select(vec![SKEW_MS, SKEW_MS + 1])]
}

/// Spans at whose ends something happens, give or take a millisecond.
fn passing() -> impl Strategy<Value = i64> {
    let spans = vec![
        0,
        1,
        1_000,
        5_000,
        6_000,
        60_000,
        65_000,
        86_400_000,
        86_405_000,
        86_410_000,
        604_810_000,
    ];
    prop_oneof![4 => (select(spans), -1..=1_i64).prop_map(|(span, off)| span + off), 1 => 0..100_000_i64, 1 => -10_000..0_i64]
}

fn event() -> impl Strategy<Value = Event> {
    let sequence = || 1..6_u64;
    let ttl = select(vec![1_000, 60_000, 86_400_000]);
    let life = select(vec![1_000, 60_000, 60_001, 86_400_000]);
    prop_oneof![
        3 => passing().prop_map(Event::Time),
        5 => (by(), sequence(), ttl, skew(), 0..2_u8).prop_map(|(by, sequence, ttl_ms, skew_ms, salt)| {
            Event::Descriptor { by, sequence, ttl_ms, skew_ms, salt }
        }),
        5 => (by(), 0..3_usize, sequence(), life.clone(), skew()).prop_map(|(by, nth, sequence, life_ms, skew_ms)| {
            Event::Refresh { by, nth, sequence, life_ms, skew_ms }
        }),
        1 => (by(), sequence(), life, skew()).prop_map(|(by, sequence, life_ms, skew_ms)| {
            Event::Withdrawal { by, sequence, life_ms, skew_ms }
        }),
        1 => (0..4_u8, 1..4_u64).prop_map(|(agent, epoch)| Event::Delegation { agent, epoch }),
        1 => (0..4_u8, 1..4_u64).prop_map(|(agent, epoch)| Event::HostBinding { agent, epoch }),
        1 => prop::bool::weighted(0.2).prop_map(|retires| if retires { Event::Retirement { agent: 3 } } else { Event::Time(1) }),
        2 => (0..6_usize).prop_map(Event::Again),
    ]
}

fn limits() -> impl Strategy<Value = StoreLimits> {
    let bytes = 300..3_000_usize;
    prop_oneof![
        Just(StoreLimits::default()),
        Just(SMALL),
        (0..4_usize, bytes, 0..5_usize).prop_map(|(agents, bytes, known_agents)| StoreLimits {
            agents,
            bytes,
            known_agents
        }),
    ]
}

fn play(limits: StoreLimits, events: &[Event]) -> Pair {
    let mut pair = Pair::new(limits);
    events.iter().for_each(|event| pair.happen(event));
    pair
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn in_any_history(limits in limits(), events in vec(event(), 0..60)) {
        play(limits, &events);
    }
}

/// Shows that the histories are eventful: every rule of the store refuses something in them, and much is accepted.
#[test]
fn the_histories_break_every_rule_of_the_store() {
    let mut runner = TestRunner::deterministic();
    let strategy = (limits(), vec(event(), 60));
    let rules = DescriptorViolation::RULES
        .iter()
        .map(|rule| rule.id)
        .filter(|id| id.starts_with("SST-"));
    let mut missing: BTreeSet<_> = rules.chain(["DEL-10", "DEL-11", "FRS-1"]).collect();
    let mut accepted = 0;
    for _ in 0..512 {
        let (limits, events) = strategy.new_tree(&mut runner).unwrap().current();
        let pair = play(limits, &events);
        missing.retain(|rule| !pair.refusals.contains(rule));
        accepted += pair.accepted;
        if missing.is_empty() && accepted > 500 {
            return;
        }
    }
    panic!("{accepted} accepted; never broken: {missing:?}");
}
