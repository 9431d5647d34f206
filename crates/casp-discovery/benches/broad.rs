//! How long the broadest questions take, of a registry in which each capability has a version and a tag of its own.
//!
//! `CASP_AGENTS=3907 cargo bench -p casp-discovery --bench broad` (100 unless told; 256 capabilities each).

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a bench may stop, and reads the clock"
)]

#[path = "../../casp-descriptor/benches/input/mod.rs"]
#[allow(dead_code, reason = "a part is taken")]
mod input;
#[allow(dead_code, reason = "a part is taken")]
mod maker;

use std::time::Instant;

use casp_discovery::DiscoveryQueryKind;
use casp_discovery::registry::{Outcome, Publishes, Registry};
use casp_identity::{Signed, Signer as _};
use casp_wire::v1::{
    AttributeValue, Capability, Constraint, DiscoveryQuery, Header, Intent, Objective, Operator, Price, Provenance,
    QosMetric, RiskClass, SideEffect, attribute_value::Value,
};
use input::Input;
use maker::{Maker, key, origin};

const PER_AGENT: usize = 256;

fn capability(n: usize) -> Capability {
    Capability {
        id: format!("org.example/c{n:07}"),
        version: format!("1.{n}.0"),
        summary: "x".into(),
        tags: vec!["all".into(), format!("{}{n:07}", "b".repeat(32))],
        side_effect: SideEffect::None.into(),
        risk: RiskClass::Public.into(),
        qos: vec![QosMetric {
            name: "latency-p95".into(),
            value: 100,
            unit: "ms".into(),
            provenance: Provenance::Observed.into(),
            sample_count: 100,
            window_ms: 60_000,
            evidence_digest: Vec::new(),
        }],
        price: Some(Price {
            currency: "EUR".into(),
            amount_micros: 1_000,
            per: "call".into(),
        }),
        behavior_digest: vec![7; 32],
        ..Capability::default()
    }
}

fn holds(attribute: &str, operator: Operator, values: impl IntoIterator<Item = Value>) -> Constraint {
    Constraint {
        attribute: attribute.into(),
        operator: operator.into(),
        values: values
            .into_iter()
            .map(|value| AttributeValue { value: Some(value) })
            .collect(),
        ..Constraint::default()
    }
}

fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

fn ask(maker: &Maker, constraints: Vec<Constraint>) -> Signed<DiscoveryQueryKind> {
    let requester = key(1 << 30);
    let objectives = ["qos/latency-p95", "price/eur/call", "age-ms"].map(|name| Objective {
        name: name.into(),
        grain: 0,
    });
    let query = DiscoveryQuery {
        header: Some(Header {
            network_id: maker.network_id.clone(),
            issuer: requester.agent_id().as_bytes().into(),
            audience: key(usize::MAX).agent_id().as_bytes().into(),
            nonce: vec![9; 16],
            issued_at_ms: maker.now_ms,
            expires_at_ms: maker.now_ms + 60_000,
            ..Header::default()
        }),
        intent: Some(Intent {
            constraints,
            objectives: objectives.into(),
            ..Intent::default()
        }),
        limit: 10,
        sample: 10,
    };
    Signed::seal(&query, &requester).expect("a valid query")
}

fn main() {
    let agents: usize = std::env::var("CASP_AGENTS")
        .ok()
        .and_then(|it| it.parse().ok())
        .unwrap_or(100);
    let mut maker = Maker::new(Input::load());
    let mut registry = maker.registry_of(agents * 4);
    for n in 0..agents {
        maker.template.capabilities = (0..PER_AGENT).map(|of| capability(n * PER_AGENT + of)).collect();
        let registration = maker.registration(&maker.descriptor(n, 1));
        match registry.register(Publishes::Descriptor, &registration, origin(n), maker.now_ms) {
            Outcome::Accepted(persist) => drop(registry.persisted(persist.ticket, maker.now_ms)),
            other => panic!("{other:?}"),
        }
    }
    println!("{} capabilities", registry.stats().capabilities);
    questions(&maker, &mut registry);
}

fn questions(maker: &Maker, registry: &mut Registry) {
    let stranger = |n: usize| text(key((1 << 20) + n).agent_id().to_did_key());
    let versions = |of: usize| (0..64).map(move |n| text(format!("1.{}.0", of * 64 + n)));
    let every = |constraint: &dyn Fn(usize) -> Constraint| (0..32).map(constraint).collect::<Vec<_>>();
    let numbers = |count: usize| -> Vec<Constraint> {
        (0..count)
            .map(|n| match n % 4 {
                0 => holds("price/eur/call", Operator::AtMost, [Value::Number(2_000 + n as u64)]),
                1 => holds("qos/latency-p95", Operator::AtMost, [Value::Number(200 + n as u64)]),
                2 => holds("age-ms", Operator::AtMost, [Value::Number(60_000 + n as u64)]),
                _ => holds("life-ms", Operator::AtLeast, [Value::Number(n as u64)]),
            })
            .collect()
    };
    let mut honest = numbers(4);
    honest.extend([
        holds("capability", Operator::Prefix, [text("org.example/")]),
        holds("version", Operator::AtLeast, [text("1.2.0")]),
        holds("version", Operator::Less, [text("2.0.0")]),
        holds("tag", Operator::Contains, [text("all")]),
        holds("side-effect", Operator::AtMost, [text("reversible")]),
        holds("risk", Operator::Equal, [text("public")]),
        holds("agent", Operator::NotEqual, [stranger(0)]),
        holds("input-media-type", Operator::Exists, [Value::Flag(false)]),
    ]);
    let asked = [
        (
            "nothing but a tag",
            vec![holds("tag", Operator::Contains, [text("all")])],
        ),
        ("a dozen constraints", honest),
        ("a dozen numbers", numbers(12)),
        ("32 numbers", numbers(32)),
        (
            "one version",
            vec![holds("version", Operator::AtLeast, [text("1.2.0")])],
        ),
        (
            "32 versions",
            every(&|n| holds("version", Operator::AtLeast, [text(format!("1.{n}.0"))])),
        ),
        (
            "32 versions of 64",
            every(&|n| holds("version", Operator::In, versions(n))),
        ),
        (
            "one tag by its beginning",
            vec![holds("tag", Operator::Prefix, [text("b")])],
        ),
        (
            "32 tags by their beginnings",
            every(&|n| holds("tag", Operator::Prefix, [text("b".repeat(n + 1))])),
        ),
        (
            "32 tags, or none",
            every(&|n| holds("tag", Operator::In, ["all".into(), format!("c{n}")].map(text))),
        ),
        (
            "32 agents left out",
            every(&|n| holds("agent", Operator::NotEqual, [stranger(n)])),
        ),
        (
            "5 of 64 agents",
            (0..5)
                .map(|n| {
                    holds(
                        "agent",
                        Operator::In,
                        (0..64).map(|of| text(key(n + of).agent_id().to_did_key())),
                    )
                })
                .collect(),
        ),
        (
            "32 numbers of 64",
            every(&|n| {
                let numbers = (0..64).map(|of| Value::Number((1_063 - of) as u64 - n as u64 % 2));
                holds("price/eur/call", Operator::In, numbers)
            }),
        ),
    ];
    for (name, constraints) in asked {
        let asked = ask(maker, constraints);
        let begin = Instant::now();
        let answered = registry.query(asked.as_bytes(), maker.now_ms);
        let took = begin.elapsed();
        match answered {
            Ok(answered) => println!("{name:<30} {:>9.1?}  {} match", took, answered.result.matched),
            Err(refusal) => println!("{name:<30} {took:>9.1?}  {}", refusal.reason.name()),
        }
    }
}
