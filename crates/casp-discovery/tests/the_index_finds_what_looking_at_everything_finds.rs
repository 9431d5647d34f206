//! The index against the plain search, after any sequence of arrivals, refreshes and departures.

#![allow(clippy::restriction, clippy::arithmetic_side_effects, reason = "test code")]

mod support;

use std::collections::BTreeMap;

use casp_discovery::index::{Index, Scan, Slot, Work};
use casp_discovery::{Entry, Filters, Question, Relevance, find, match_of};
use casp_identity::KnownAgents;
use casp_wire::v1::{
    AttributeValue, Capability, Constraint, DataPolicy, Objective, Operator, Price, Provenance, QosMetric,
    ResourceState, Schema, attribute_value::Value,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use support::*;

const IDS: [&str; 4] = ["org.example/a", "org.example/ab", "org.other/a", "org.example/b/c"];
const VERSIONS: [&str; 5] = ["1.0.0", "1.0.0-rc.1", "1.2.0+x", "1.10.0", "2.0.0"];
const WORDS: [&str; 4] = ["one", "two", "twofold", "three"];
const COUNTRIES: [&str; 3] = ["CH", "DE", "FR"];
const MEDIA: [&str; 2] = ["text/plain", "image/png"];

fn subset<const N: usize>(words: [&'static str; N]) -> impl Strategy<Value = Vec<String>> {
    prop::sample::subsequence(words.to_vec(), 0..=N).prop_map(|mut words| {
        words.sort_unstable();
        words.into_iter().map(Into::into).collect()
    })
}

fn one_of<T: Clone + std::fmt::Debug + 'static>(all: &[T]) -> impl Strategy<Value = T> + use<T> {
    prop::sample::select(all.to_vec())
}

fn capabilities() -> impl Strategy<Value = Vec<Capability>> {
    prop::collection::btree_map((one_of(&IDS), one_of(&VERSIONS)), rest_of_a_capability(), 1..4).prop_map(|all| {
        let named = all.into_iter().map(|((id, version), rest)| Capability {
            id: id.into(),
            version: version.into(),
            ..rest
        });
        named.collect()
    })
}

fn rest_of_a_capability() -> impl Strategy<Value = Capability> {
    let policy = prop::option::of((prop::option::of(0_u64..3), subset(COUNTRIES), 1..3_i32, any::<bool>()));
    let price = prop::option::of((one_of(&["EUR", "CHF"]), 0_u64..4, one_of(&["call", "second"])));
    let schema = || prop::option::of(one_of(&MEDIA));
    let sets = (subset(WORDS), subset(WORDS), subset(WORDS));
    (sets, schema(), schema(), 1..4_i32, 1..4_i32, metrics(), price, policy).prop_map(
        |((tags, skills, evidence), input, output, side_effect, risk, qos, price, policy)| Capability {
            summary: "Does something".into(),
            behavior_digest: vec![7; 32],
            tags,
            skills,
            evidence,
            input: input.map(media),
            output: output.map(media),
            side_effect,
            risk,
            qos,
            price: price.map(|(currency, amount_micros, per)| Price {
                currency: currency.into(),
                amount_micros,
                per: per.into(),
            }),
            data_policy: policy.map(|(retention_ms, jurisdictions, callers, training_use)| DataPolicy {
                retention_ms,
                jurisdictions,
                callers,
                training_use,
                listed_callers: Vec::new(),
            }),
            ..Default::default()
        },
    )
}

fn media(media_type: &str) -> Schema {
    Schema {
        media_type: media_type.into(),
        form: None,
    }
}

fn metrics() -> impl Strategy<Value = Vec<QosMetric>> {
    let key = (one_of(&[("availability", "ppm"), ("latency-p95", "ms")]), 1..4_i32);
    prop::collection::btree_map(key, (0_u64..5, 1_u32..40), 0..4).prop_map(|all| {
        let metrics = all.into_iter().map(|(((name, unit), provenance), (value, samples))| {
            let declared = provenance == i32::from(Provenance::SelfDeclared);
            let witnessed = provenance == i32::from(Provenance::Witnessed);
            QosMetric {
                name: name.into(),
                unit: unit.into(),
                value,
                provenance,
                sample_count: if declared { 0 } else { samples },
                window_ms: if declared { 0 } else { 1_000 },
                evidence_digest: if witnessed { vec![1; 32] } else { Vec::new() },
            }
        });
        metrics.collect()
    })
}

fn state() -> impl Strategy<Value = Option<ResourceState>> {
    let level = || prop::option::of(1..5_i32);
    prop::option::of(
        (
            level(),
            level(),
            prop::option::of(1..4_i32),
            one_of(&["", "eu-west", "eu"]),
        )
            .prop_map(|(load, queue, power, locality)| ResourceState {
                load,
                queue,
                power,
                locality: locality.into(),
            }),
    )
}

/// Attributes, each with texts that are worth asking for; none where it takes numbers or flags.
const ATTRIBUTES: [(&str, &[&str]); 24] = [
    ("agent", &["did:key:z6MksJZbVY7cF5KemApQmgTfuiH9eztUfwU6UeQxoZs5nkSz"]),
    ("capability", &["", "org.example/", "org.example/a", "org.other/a"]),
    ("version", &VERSIONS),
    ("tag", &WORDS),
    ("skill", &["tw", "one", "two"]),
    ("input-media-type", &["text/", "text/plain", "image/png"]),
    ("output-media-type", &["text/", "text/plain", "image/png"]),
    ("side-effect", &["none", "reversible", "irreversible"]),
    ("risk", &["public", "private", "regulated"]),
    ("price/eur/call", &[]),
    ("price/chf/second", &[]),
    ("retention-ms", &[]),
    ("jurisdiction", &COUNTRIES),
    ("callers", &["anyone", "known", "listed"]),
    ("training-use", &[]),
    ("evidence", &WORDS),
    ("qos/latency-p95", &[]),
    ("qos/availability", &[]),
    ("load", &["low", "medium", "high", "full"]),
    ("queue", &["low", "medium", "high", "full"]),
    ("power", &["mains", "battery", "battery-low"]),
    ("locality", &["eu", "eu-west"]),
    ("age-ms", &[]),
    ("life-ms", &[]),
];

/// Constraints that are valid, on any attribute and with any operator that it has.
fn constraints() -> impl Strategy<Value = Vec<Constraint>> {
    let numbers = prop_oneof![0_u64..7, 299_995_u64..300_005, 599_995_u64..600_005];
    let demand = prop::option::of((1..4_i32, one_of(&[0_u32, 20])));
    let indices = prop::collection::vec(any::<prop::sample::Index>(), 1..4);
    let constraint = (one_of(&ATTRIBUTES), 0..10_i32, indices, numbers, any::<bool>(), demand);
    let constraint = constraint.prop_map(|((attribute, texts), operator, indices, number, flag, demand)| {
        let own = id(AGENTS).to_did_key();
        let candidates = |operator: Operator| -> Vec<Vec<Value>> {
            let all = indices.iter().map(|index| match texts {
                [] => Value::Number(number),
                _ if attribute == "agent" && flag => Value::Text(own.clone()),
                _ => Value::Text((*index.get(texts)).into()),
            });
            let all: Vec<Value> = all.collect();
            let first = all[..1].to_vec();
            vec![
                if operator == Operator::In { all } else { first },
                vec![Value::Flag(flag)],
            ]
        };
        let demands = [demand, demand.map(|(provenance, _)| (provenance, 0)), None];
        // The first that is valid, from a random operator on.
        for turn in 0..10 {
            let operator = Operator::try_from((operator + turn) % 10 + 1).unwrap();
            for values in candidates(operator) {
                for demand in demands {
                    let values = values
                        .iter()
                        .cloned()
                        .map(|value| AttributeValue { value: Some(value) });
                    let constraint = Constraint {
                        attribute: attribute.into(),
                        operator: operator.into(),
                        provenance: demand.map(|(provenance, _)| provenance),
                        min_samples: demand.map_or(0, |(_, samples)| samples),
                        values: values.collect(),
                    };
                    if Filters::of(std::slice::from_ref(&constraint)).is_ok() {
                        return constraint;
                    }
                }
            }
        }
        panic!("no operator takes a value of {attribute}")
    });
    prop::collection::vec(constraint, 0..4)
}

#[derive(Clone, Debug)]
enum Step {
    Arrive(Slot, Vec<Capability>, Option<ResourceState>, bool),
    Refresh(Slot),
    Leave(Slot),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        5 => (0_u32..12, capabilities(), state(), prop::bool::weighted(0.1))
            .prop_map(|(slot, capabilities, state, addressed)| Step::Arrive(slot, capabilities, state, addressed)),
        2 => (0_u32..12).prop_map(Step::Refresh),
        2 => (0_u32..12).prop_map(Step::Leave),
    ];
    prop::collection::vec(step, 1..30)
}

/// Whether the strategies reach what they are meant to reach.
#[test]
fn constraints_of_every_attribute_are_drawn() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut drawn = BTreeMap::new();
    for _ in 0..3_000 {
        for each in constraints().new_tree(&mut runner).unwrap().current() {
            let plain = each.operator() != Operator::Exists;
            *drawn.entry((each.attribute, plain)).or_insert(0) += 1;
        }
    }
    let plain = drawn
        .iter()
        .filter(|((_, plain), count)| *plain && **count > 10)
        .count();
    assert_eq!(plain, 24, "{drawn:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_index_finds_what_looking_at_everything_finds(
        steps in steps(),
        constraints in constraints(),
        objectives in prop::sample::subsequence(vec!["qos/latency-p95", "price/eur/call", "age-ms", "qos/availability"], 0..4),
    ) {
        let (mut index, mut model) = (Index::new(), BTreeMap::<Slot, Published>::new());
        for step in steps {
            match step {
                Step::Arrive(slot, capabilities, state, addressed) => {
                    let agent = AGENTS + u8::try_from(slot).unwrap();
                    let descriptor = descriptor_with(agent, 1, capabilities, |message| {
                        message.resource_state.clone_from(&state);
                        if addressed {
                            message.header.as_mut().unwrap().audience = id(REGISTRY).as_bytes().into();
                        }
                    });
                    let published = Published::new(descriptor);
                    index.insert(slot, &published.entry());
                    model.insert(slot, published);
                }
                Step::Refresh(slot) => if let Some(published) = model.get_mut(&slot) {
                    let agent = AGENTS + u8::try_from(slot).unwrap();
                    let later = refresh(agent, 2, &published.descriptor, NOW + 4, 5 * MINUTE);
                    published.refresh = Some(later);
                    let entry = published.entry();
                    index.refresh(slot, entry.issued_at_ms(), entry.end_of_life_ms());
                }
                Step::Leave(slot) => {
                    index.remove(slot);
                    model.remove(&slot);
                }
            }
        }
        let entries: BTreeMap<Slot, Entry> = model.iter().map(|(slot, each)| (*slot, each.entry())).collect();
        let mut query = query(REGISTRY);
        let intent = query.intent.as_mut().unwrap();
        intent.constraints = constraints;
        if intent.constraints.is_empty() {
            intent.phrasings = vec!["anything".into()];
        }
        let objective = |name: &&str| Objective { name: (*name).into(), grain: 2 };
        intent.objectives = objectives.iter().map(objective).collect();
        query.limit = 100;
        let signed = ask(&query);
        let verified = verifier(REGISTRY).verify(signed, &KnownAgents::new(10), NOW).unwrap();
        let question = Question::of(&verified).unwrap();

        let found = find(&question, entries.values(), NOW + 5);
        let held = index
            .hold(&question.filters, NOW + 5, Scan::ALL, &mut Work::unbounded())
            .unwrap();
        prop_assert_eq!(held.examined, found.examined);
        let excluded: u64 = held.excluded.iter().sum();
        prop_assert_eq!(excluded + held.documents.len(), held.examined);
        let relevant = held.documents.iter().map(|id| (id, Relevance::default()));
        let ranked = index.rank(&question, relevant, NOW + 5, usize::MAX);
        let ranked: Vec<_> = ranked.iter().map(|each| {
            let candidate = entries[&each.of.slot].candidates().nth(each.of.capability.into()).unwrap();
            match_of(&candidate, each.of.relevance, each.front)
        }).collect();
        prop_assert_eq!(ranked, found.ranked);
    }
}
