//! What a query costs a registry that holds the capabilities of some hundred real tool servers.
//!
//! `cargo bench -p casp-discovery --bench query`. For sizes up to 10^6, and other engines beside it, see `comparators`.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a bench may stop, and reads the clock"
)]

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use casp_descriptor::DescriptorKind;
use casp_discovery::recall::embed::{Embedder as _, WordEmbedder};
use casp_discovery::recall::{Document, Recall, Scratch, Wanted};
use casp_discovery::registry::{Identity, Origin, Outcome, Publishes, Registry, RegistryLimits};
use casp_discovery::{DiscoveryQueryKind, Registering};
use casp_identity::{HashKey, Signed, Signer as _, SoftwareKey};
use casp_wire::v1::{
    AttributeValue, Capability, CapabilityDescriptor, Constraint, DiscoveryQuery, Header, Intent, Objective, Operator,
    Price, Provenance, QosMetric, RiskClass, SideEffect, attribute_value::Value,
};
use criterion::{Criterion, criterion_group, criterion_main};
use serde::Deserialize;

const NETWORK: &str = "bench";
const NOW_MS: i64 = 1_767_225_600_000;
const PER_AGENT: usize = 4;

#[derive(Deserialize)]
struct Server {
    description: String,
}

#[derive(Deserialize)]
struct Query {
    intent: String,
}

fn read<T: for<'de> Deserialize<'de>>(path: &str) -> Vec<T> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let json = std::fs::read(path).expect("a file of the repository");
    serde_json::from_slice(&json).expect("JSON")
}

fn capabilities() -> Vec<Capability> {
    let servers: Vec<Server> = read("../../vectors/external/mcp-servers/servers.json");
    servers
        .iter()
        .enumerate()
        .map(|(n, server)| capability(n, server))
        .collect()
}

fn capability(n: usize, server: &Server) -> Capability {
    let printable = |c: &char| c.is_ascii_graphic() || *c == ' ';
    let n = n as u64;
    Capability {
        id: format!("org.example/server-{n:05}"),
        version: "1.0.0".into(),
        summary: server
            .description
            .chars()
            .filter(printable)
            .take(1_000)
            .collect::<String>()
            .trim()
            .into(),
        tags: vec![format!("group-{}", n % 40)],
        side_effect: [SideEffect::None, SideEffect::Reversible, SideEffect::Irreversible][n as usize % 3].into(),
        risk: RiskClass::Public.into(),
        qos: vec![QosMetric {
            name: "latency-p95".into(),
            value: 20 + n * 7_919 % 1_000,
            unit: "ms".into(),
            provenance: Provenance::Observed.into(),
            sample_count: 100,
            window_ms: 60_000,
            evidence_digest: Vec::new(),
        }],
        price: Some(Price {
            currency: "EUR".into(),
            amount_micros: n * 104_729 % 100_000,
            per: "call".into(),
        }),
        behavior_digest: vec![7; 32],
        ..Capability::default()
    }
}

fn registry(capabilities: &[Capability]) -> Registry {
    let identity = Identity {
        network_id: NETWORK.into(),
        agent: own().agent_id(),
        challenge_secret: [1; 32],
        hash_key: HashKey::new(&[2; 16]),
    };
    let limits = RegistryLimits {
        pricing: None,
        shares: None,
        ..RegistryLimits::default()
    };
    let mut registry = Registry::new(identity, limits);
    for (n, capabilities) in capabilities.chunks(PER_AGENT).enumerate() {
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&(n as u64).to_be_bytes());
        let key = SoftwareKey::from_seed(&seed);
        let message = CapabilityDescriptor {
            header: Some(Header {
                network_id: NETWORK.into(),
                issuer: key.agent_id().as_bytes().into(),
                issued_at_ms: NOW_MS,
                ..Header::default()
            }),
            epoch: 1,
            sequence: 1,
            ttl_ms: 86_400_000,
            capabilities: capabilities.to_vec(),
            ..CapabilityDescriptor::default()
        };
        let signed: Signed<DescriptorKind> = Signed::seal(&message, &key).expect("a valid descriptor");
        let registration = Registering::seal(&signed, None).expect("sealed");
        let origin = Origin::new(&(n as u32).to_be_bytes()).expect("short");
        match registry.register(Publishes::Descriptor, &registration, origin, NOW_MS) {
            Outcome::Accepted(persist) => drop(registry.persisted(persist.ticket, NOW_MS)),
            other => panic!("{other:?}"),
        }
    }
    registry.with_recall(Box::new(WordEmbedder))
}

fn own() -> SoftwareKey {
    SoftwareKey::from_seed(&[0xbb; 32])
}

/// Three hard filters, and words if there are some.
fn query(number: usize, phrasings: Vec<String>) -> Signed<DiscoveryQueryKind> {
    let key = SoftwareKey::from_seed(&[0xaa; 32]);
    let mut nonce = [0; 16];
    nonce[..8].copy_from_slice(&(number as u64).to_be_bytes());
    let constraint = |attribute: &str, value: Value| Constraint {
        attribute: attribute.into(),
        operator: Operator::AtMost.into(),
        values: vec![AttributeValue { value: Some(value) }],
        ..Constraint::default()
    };
    let objective = |name: &str, grain: u64| Objective {
        name: name.into(),
        grain,
    };
    let message = DiscoveryQuery {
        header: Some(Header {
            network_id: NETWORK.into(),
            issuer: key.agent_id().as_bytes().into(),
            audience: own().agent_id().as_bytes().into(),
            nonce: nonce.into(),
            issued_at_ms: NOW_MS,
            expires_at_ms: NOW_MS + 60_000,
            ..Header::default()
        }),
        intent: Some(Intent {
            phrasings,
            constraints: vec![
                constraint("side-effect", Value::Text("reversible".into())),
                constraint("price/eur/call", Value::Number(50_000)),
                Constraint {
                    provenance: Some(Provenance::Observed.into()),
                    min_samples: 20,
                    ..constraint("qos/latency-p95", Value::Number(800))
                },
            ],
            objectives: vec![objective("relevance", 100_000), objective("qos/latency-p95", 50)],
            ..Intent::default()
        }),
        limit: 10,
        sample: 0,
    };
    Signed::seal(&message, &key).expect("a valid query")
}

fn queries(criterion: &mut Criterion) {
    let capabilities = capabilities();
    let intents: Vec<Query> = read("examples/data/queries.json");
    let mut group = criterion.benchmark_group("query");
    group
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(4));

    let mut registry = registry(&capabilities);
    let asked: Vec<_> = intents
        .iter()
        .enumerate()
        .map(|(n, it)| query(n, vec![it.intent.clone()]))
        .collect();
    let filter_only: Vec<_> = (0..asked.len()).map(|n| query(n, Vec::new())).collect();
    for (name, queries) in [("text and three filters", &asked), ("three filters", &filter_only)] {
        let mut next = 0;
        group.bench_function(name, |bench| {
            bench.iter(|| {
                next = (next + 1) % queries.len();
                black_box(registry.query(queries[next].as_bytes(), NOW_MS)).expect("an answer");
            });
        });
    }

    let mut recall = Recall::new(WordEmbedder);
    for (number, capability) in capabilities.iter().enumerate() {
        recall.insert(number as u32, &Document::of(capability));
    }
    let (mut scratch, mut next) = (Scratch::default(), 0);
    group.bench_function("recall alone", |bench| {
        bench.iter(|| {
            next = (next + 1) % intents.len();
            let phrasings = std::slice::from_ref(&intents[next].intent);
            let wanted = Wanted { phrasings, skills: &[] };
            recall.search_among(None, &wanted, 10, &mut scratch, &mut |_| true)
        });
    });
    group.bench_function("a vector of an intent", |bench| {
        bench.iter(|| {
            next = (next + 1) % intents.len();
            WordEmbedder.embed_phrasing(&intents[next].intent)
        });
    });
    group.bench_function("a capability's words and vector", |bench| {
        bench.iter(|| {
            next = (next + 1) % capabilities.len();
            recall.insert(next as u32, &Document::of(&capabilities[next]));
        });
    });
    group.finish();
}

criterion_group!(benches, queries);
criterion_main!(benches);
