//! A question takes bounded work: what takes more is refused, and what honest requesters ask does not.

#![allow(clippy::restriction, clippy::arithmetic_side_effects, reason = "test code")]

mod registry_support;
mod support;

use casp_discovery::Filters;
use casp_discovery::index::{Index, Scan, TooBroad, Work};
use casp_discovery::registry::{QUERY_STEPS, Reason, Registry, WatchError};
use casp_wire::v1::{AttributeValue, Capability, Constraint, Operator, Price, attribute_value::Value};
use registry_support::*;

const ALICE: u8 = AGENTS;
const CAPABILITIES: usize = 250;

/// Capabilities of which each has a version and a tag of its own.
fn capabilities(of: u8) -> Vec<Capability> {
    let of = usize::from(of) * CAPABILITIES;
    (of..of + CAPABILITIES)
        .map(|n| Capability {
            version: format!("1.{n}.0"),
            summary: "x".into(),
            tags: vec!["all".into(), format!("b{n:06}")],
            qos: Vec::new(),
            price: Some(Price {
                currency: "EUR".into(),
                amount_micros: 5,
                per: "call".into(),
            }),
            ..capability(&format!("org.example/c{n:06}"), 5)
        })
        .collect()
}

fn index(agents: u8) -> Index {
    let mut index = Index::new();
    for n in 0..agents {
        let descriptor = descriptor_with(ALICE + n, 1, capabilities(n), |_| {});
        index.insert(n.into(), &Published::new(descriptor).entry());
    }
    index
}

fn is_in(attribute: &str, values: impl IntoIterator<Item = String>) -> Constraint {
    let values = values.into_iter().map(|value| AttributeValue {
        value: Some(Value::Text(value)),
    });
    Constraint {
        attribute: attribute.into(),
        operator: Operator::In.into(),
        values: values.collect(),
        ..Constraint::default()
    }
}

/// Steps that constraints take, and documents that they leave.
fn steps(index: &Index, constraints: &[Constraint]) -> (u64, u64) {
    let filters = Filters::of(constraints).unwrap();
    let mut work = Work::unbounded();
    let held = index.hold(&filters, NOW, Scan::ALL, &mut work).unwrap();
    let steps = u64::MAX - work.left();
    // As many are enough, and one less is not.
    let mut enough = Work::of(steps);
    assert_eq!(
        index.hold(&filters, NOW, Scan::ALL, &mut enough).unwrap().documents,
        held.documents
    );
    let mut short = Work::of(steps - 1);
    assert_eq!(index.hold(&filters, NOW, Scan::ALL, &mut short).err(), Some(TooBroad));
    (steps, held.documents.len())
}

/// 32 constraints of 64 versions, each held against every version that there is.
fn hostile() -> Vec<Constraint> {
    (0..32)
        .map(|of| is_in("version", (0..64).map(|n| format!("2.{of}.{n}-rc.1"))))
        .collect()
}

fn registry_of(agents: u8) -> Registry {
    let mut registry = registry(open_limits());
    for n in 0..agents {
        let descriptor = descriptor_with(ALICE + n, 1, capabilities(n), |_| {});
        acknowledged(&mut registry, &descriptor.into(), origin(n), NOW);
    }
    registry
}

#[test]
fn too_broad_a_question_is_refused_and_a_narrow_one_answered() {
    let mut registry = registry_of(3);
    let mut question = query(REGISTRY);
    question.intent.as_mut().unwrap().constraints = hostile();
    let refusal = registry.query(ask(&question).as_bytes(), NOW).unwrap_err();
    assert_eq!(refusal.reason, Reason::TooBroad);
    let message = refusal.message().unwrap();
    assert_eq!((message.reason.as_str(), message.retry_after_ms), ("too-broad", 0));
    assert_eq!(message.subject, ask(&question).object_id().unwrap().0);

    // The same of what one constraint leaves few of.
    let narrow = text("capability", Operator::Equal, "org.example/c000001");
    question.intent.as_mut().unwrap().constraints.truncate(31);
    question.intent.as_mut().unwrap().constraints.push(narrow);
    assert!(registry.query(ask(&question).as_bytes(), NOW).is_ok());

    assert_eq!(registry.watch(&hostile(), NOW), Err(WatchError::TooBroad));
    assert!(registry.watch(&hostile()[..1], NOW).is_ok());
}

#[test]
fn a_dozen_constraints_of_a_million_documents_are_not_too_broad() {
    let index = index(4);
    let price = |n: u64| number("price/eur/call", Operator::AtMost, 10 + n);
    let age = |n: u64| number("age-ms", Operator::AtMost, 100_000 + n);
    let life = |n| number("life-ms", Operator::AtLeast, n);
    let (numbers, left) = steps(
        &index,
        &[
            price(0),
            price(1),
            price(2),
            price(3),
            age(0),
            age(1),
            age(2),
            age(3),
            life(0),
            life(1),
            life(2),
            life(3),
        ],
    );
    assert_eq!(left, 1_000);
    let (mixed, left) = steps(
        &index,
        &[
            price(0),
            age(0),
            life(0),
            text("tag", Operator::Contains, "all"),
            text("side-effect", Operator::AtMost, "irreversible"),
            text("agent", Operator::NotEqual, &id(REGISTRY).to_did_key()),
            text("capability", Operator::Prefix, "org.example/"),
            is_in("tag", ["all".into(), "b000001".into()]),
        ],
    );
    assert_eq!(left, 1);
    for steps in [numbers, mixed] {
        assert!(steps * 1_000 < QUERY_STEPS, "{steps} steps for a thousand documents");
    }
}

#[test]
fn agents_are_looked_up_however_many_there_are() {
    let several: Vec<Constraint> = (0..32)
        .map(|n| text("agent", Operator::NotEqual, &id(100 + n).to_did_key()))
        .chain([is_in("agent", (0..2).map(|n| id(ALICE + n).to_did_key()))])
        .collect();
    let ((few, left), (many, left_of_many)) = (steps(&index(2), &several), steps(&index(12), &several));
    assert_eq!((left, left_of_many), (500, 500));
    assert!(many < few * 2, "{few} and {many} steps");
}

#[test]
fn what_is_asked_twice_is_looked_at_once() {
    let index = index(2);
    let prefix = text("tag", Operator::Prefix, "b");
    let (once, _) = steps(&index, std::slice::from_ref(&prefix));
    assert_eq!(steps(&index, &vec![prefix; 32]), (once, 500));
}

#[test]
fn what_one_value_leaves_is_all_that_is_compared() {
    let index = index(8);
    let versions = text("version", Operator::AtLeast, "1.0.0");
    let prefix = text("tag", Operator::Prefix, "b");
    let value = text("capability", Operator::Equal, "org.example/c000100");
    let (broad, left) = steps(&index, &[versions.clone(), prefix.clone()]);
    assert_eq!(left, 2_000);
    let (narrow, left) = steps(&index, &[versions, prefix, value]);
    assert_eq!(left, 1);
    assert!(narrow * 20 < broad, "{narrow} and {broad} steps");
}

#[test]
fn every_agent_that_matches_is_counted_though_not_all_are_ranked() {
    let mut registry = registry_of(2);
    let mut question = query(REGISTRY);
    question.intent.as_mut().unwrap().constraints = vec![text("tag", Operator::Contains, "all")];
    let answered = registry.query(ask(&question).as_bytes(), NOW).unwrap();
    assert_eq!((answered.result.matched, answered.result.complete), (2, true));
}
