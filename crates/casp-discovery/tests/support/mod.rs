//! A small network: agents with descriptors, registries that answer, a requester that asks.

#![allow(
    clippy::restriction,
    clippy::arithmetic_side_effects,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each user takes a part"
)]

use casp_descriptor::{DescriptorKind, RefreshKind, WithdrawalKind};
use casp_discovery::{
    DiscoveryQueryKind, DiscoveryResultKind, Entry, Found, Question, RegistrationReceiptKind, find, seal_answer,
};
use casp_identity::{AgentId, KnownAgents, Signed, Signer as _, SoftwareKey, Verifier};
use casp_wire::Layer;
use casp_wire::v1::{
    AttributeValue, Bundle, Capability, CapabilityDescriptor, Constraint, DescriptorRefresh, DescriptorWithdrawal,
    DiscoveryEntry, DiscoveryQuery, DiscoveryResult, Header, Intent, Objective, Operator, Provenance, QosMetric,
    RegistrationReceipt, RiskClass, SideEffect, attribute_value::Value,
};

pub const NETWORK: &str = "test";
pub const NOW: i64 = 1_767_225_600_000;
pub const MINUTE: i64 = 60_000;

/// Who is who; agents come after these.
pub const REQUESTER: u8 = 1;
pub const REGISTRY: u8 = 2;
pub const OTHER_REGISTRY: u8 = 3;
pub const AGENTS: u8 = 10;

pub fn key(n: u8) -> SoftwareKey {
    SoftwareKey::from_seed(&[n; 32])
}

pub fn id(n: u8) -> AgentId {
    key(n).agent_id()
}

pub fn header(issuer: u8, at_ms: i64) -> Header {
    Header {
        network_id: NETWORK.into(),
        issuer: id(issuer).as_bytes().into(),
        issued_at_ms: at_ms,
        ..Default::default()
    }
}

pub fn verifier(agent: u8) -> Verifier {
    Verifier::new(NETWORK, Some(id(agent)))
}

/// A capability with an observed latency.
pub fn capability(id: &str, latency_ms: u64) -> Capability {
    Capability {
        id: id.into(),
        version: "1.2.0".into(),
        summary: "Translates text".into(),
        side_effect: SideEffect::None.into(),
        risk: RiskClass::Public.into(),
        behavior_digest: vec![7; 32],
        qos: vec![QosMetric {
            name: "latency-p95".into(),
            value: latency_ms,
            unit: "ms".into(),
            provenance: Provenance::Observed.into(),
            sample_count: 100,
            window_ms: 1_000,
            evidence_digest: Vec::new(),
        }],
        ..Default::default()
    }
}

pub fn descriptor(agent: u8, sequence: u64, capabilities: Vec<Capability>) -> Signed<DescriptorKind> {
    descriptor_with(agent, sequence, capabilities, |_| {})
}

pub fn descriptor_with(
    agent: u8,
    sequence: u64,
    capabilities: Vec<Capability>,
    edit: impl Fn(&mut CapabilityDescriptor),
) -> Signed<DescriptorKind> {
    let mut message = CapabilityDescriptor {
        header: Some(header(agent, NOW)),
        epoch: 1,
        sequence,
        ttl_ms: 10 * MINUTE as u64,
        capabilities,
        ..Default::default()
    };
    edit(&mut message);
    Signed::seal(&message, &key(agent)).unwrap()
}

pub fn refresh(agent: u8, sequence: u64, of: &Signed<DescriptorKind>, at_ms: i64, life_ms: i64) -> Signed<RefreshKind> {
    let message = DescriptorRefresh {
        header: Some(Header {
            expires_at_ms: at_ms + life_ms,
            ..header(agent, at_ms)
        }),
        epoch: 1,
        sequence,
        descriptor: of.object_id().unwrap().0.into(),
    };
    Signed::seal(&message, &key(agent)).unwrap()
}

pub fn withdrawal(agent: u8, sequence: u64, at_ms: i64) -> Signed<WithdrawalKind> {
    let message = DescriptorWithdrawal {
        header: Some(Header {
            expires_at_ms: at_ms + MINUTE,
            ..header(agent, at_ms)
        }),
        epoch: 1,
        sequence,
    };
    Signed::seal(&message, &key(agent)).unwrap()
}

pub fn text(attribute: &str, operator: Operator, value: &str) -> Constraint {
    constraint(attribute, operator, Value::Text(value.into()))
}

pub fn number(attribute: &str, operator: Operator, value: u64) -> Constraint {
    constraint(attribute, operator, Value::Number(value))
}

pub fn constraint(attribute: &str, operator: Operator, value: Value) -> Constraint {
    Constraint {
        attribute: attribute.into(),
        operator: operator.into(),
        values: vec![AttributeValue { value: Some(value) }],
        ..Default::default()
    }
}

pub fn objective(name: &str) -> Objective {
    Objective {
        name: name.into(),
        grain: 0,
    }
}

/// Asks a registry for all translators, by latency.
pub fn query(registry: u8) -> DiscoveryQuery {
    DiscoveryQuery {
        header: Some(Header {
            audience: id(registry).as_bytes().into(),
            nonce: vec![9; 16],
            expires_at_ms: NOW + MINUTE,
            ..header(REQUESTER, NOW)
        }),
        intent: Some(Intent {
            constraints: vec![text("capability", Operator::Prefix, "org.example/")],
            objectives: vec![objective("qos/latency-p95")],
            ..Default::default()
        }),
        limit: 10,
        sample: 3,
    }
}

pub fn ask(query: &DiscoveryQuery) -> Signed<DiscoveryQueryKind> {
    Signed::seal(query, &key(REQUESTER)).unwrap()
}

/// An entry as it is published.
#[derive(Clone)]
pub struct Published {
    pub descriptor: Signed<DescriptorKind>,
    pub refresh: Option<Signed<RefreshKind>>,
}

impl Published {
    pub fn new(descriptor: Signed<DescriptorKind>) -> Self {
        Self {
            descriptor,
            refresh: None,
        }
    }

    pub fn wire(&self) -> DiscoveryEntry {
        DiscoveryEntry {
            descriptor: Some(bundle(self.descriptor.as_bytes())),
            refresh: self.refresh.as_ref().map(|refresh| bundle(refresh.as_bytes())),
        }
    }

    pub fn entry(&self) -> Entry {
        let mut verifier = verifier(REQUESTER);
        let descriptor = verifier.verify_as_issued(self.descriptor.clone()).unwrap();
        let refresh = self
            .refresh
            .clone()
            .map(|refresh| verifier.verify_as_issued(refresh).unwrap());
        Entry::on_record(&descriptor, refresh.as_ref())
    }
}

pub fn bundle(bytes: &[u8]) -> Bundle {
    casp_wire::decode(bytes, Layer::Envelope).unwrap()
}

/// An honest answer of a registry that knows these entries, but for what `edit` does to it.
pub struct Answering {
    pub registry: u8,
    pub at_ms: i64,
}

impl Answering {
    pub fn result(
        &self,
        query: &Signed<DiscoveryQueryKind>,
        published: &[Published],
        edit: impl Fn(&mut DiscoveryResult),
    ) -> Signed<DiscoveryResultKind> {
        let verified = verifier(self.registry)
            .verify(query.clone(), &KnownAgents::new(10), self.at_ms)
            .unwrap();
        let entries: Vec<Entry> = published.iter().map(Published::entry).collect();
        let found = find(&Question::of(&verified).unwrap(), &entries, self.at_ms);
        let Found {
            ranked,
            sampled,
            filters,
            examined,
            matched,
            complete,
        } = found;
        let mut result = DiscoveryResult {
            header: Some(Header {
                audience: id(REQUESTER).as_bytes().into(),
                ..header(self.registry, self.at_ms)
            }),
            query: verified.object_id().0.into(),
            ranked,
            sampled,
            filters,
            examined,
            matched,
            complete,
            diversified: false,
            embedding_space: String::new(),
        };
        edit(&mut result);
        Signed::seal(&result, &key(self.registry)).unwrap()
    }

    pub fn answer(&self, query: &Signed<DiscoveryQueryKind>, published: &[Published]) -> Vec<u8> {
        let result = self.result(query, published, |_| {});
        self.answer_with(&result, published)
    }

    /// Puts the entries beside a result that it names.
    pub fn answer_with(&self, result: &Signed<DiscoveryResultKind>, published: &[Published]) -> Vec<u8> {
        let mut verifier = verifier(REQUESTER);
        let message = verifier.verify_as_issued(result.clone()).unwrap().message().clone();
        let mut entries: Vec<DiscoveryEntry> = Vec::new();
        let mut named: Vec<Vec<u8>> = Vec::new();
        for each in message.ranked.iter().chain(&message.sampled) {
            if !named.contains(&each.descriptor) {
                named.push(each.descriptor.clone());
                let is_it = |other: &&Published| other.descriptor.object_id().unwrap().0 == each.descriptor.as_slice();
                entries.extend(published.iter().find(is_it).map(Published::wire));
            }
        }
        seal_answer(result, entries).unwrap()
    }
}

pub fn receipt(registry: u8, of: &Published, agent: u8, at_ms: i64) -> Signed<RegistrationReceiptKind> {
    let message = RegistrationReceipt {
        header: Some(Header {
            expires_at_ms: at_ms + 10 * MINUTE,
            ..header(registry, at_ms)
        }),
        agent: id(agent).as_bytes().into(),
        descriptor: of.descriptor.object_id().unwrap().0.into(),
        refresh: of
            .refresh
            .as_ref()
            .map(|refresh| refresh.object_id().unwrap().0.into())
            .unwrap_or_default(),
        admitted_until_ms: at_ms + 24 * 60 * MINUTE,
    };
    Signed::seal(&message, &key(registry)).unwrap()
}

/// Agents `AGENTS`, `AGENTS + 1`, … with these latencies.
pub fn translators(latencies: &[u64]) -> Vec<Published> {
    let agents = latencies.iter().zip(AGENTS..);
    agents
        .map(|(latency, agent)| {
            Published::new(descriptor(
                agent,
                1,
                vec![capability("org.example/translate", *latency)],
            ))
        })
        .collect()
}
