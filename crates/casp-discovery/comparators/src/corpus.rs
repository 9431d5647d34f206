//! Agents that nobody wrote, with words as frequent as words are: seeded, so that every run sees the same.

use casp_descriptor::DescriptorKind;
use casp_discovery::DiscoveryQueryKind;
use casp_identity::{AgentId, Signed, Signer as _, SoftwareKey};
use casp_wire::v1::{
    AttributeValue, Capability, CapabilityDescriptor, Constraint, DiscoveryQuery, Header, Intent, Objective, Operator,
    Price, Provenance, QosMetric, RiskClass, SideEffect, attribute_value::Value,
};
use rand::rngs::SmallRng;
use rand::{Rng as _, SeedableRng as _};

pub const NETWORK: &str = "scale";
pub const NOW: i64 = 1_767_225_600_000;
/// Words that occur.
const WORDS: usize = 30_000;
/// The default embedder's words, of which those are taken.
const TABLE: &[u8] = include_bytes!("../../embedding/words.bin");

pub struct Corpus {
    words: Vec<String>,
    rng: SmallRng,
    /// Capabilities of one agent.
    per_agent: usize,
}

impl Corpus {
    pub fn new(seed: u64, per_agent: usize) -> Self {
        let rng = SmallRng::seed_from_u64(seed);
        let words = commonest_words();
        Self { words, rng, per_agent }
    }

    /// A word, with a frequency as the inverse of its rank.
    fn word(&mut self) -> &str {
        let harmonic = (WORDS as f64).ln();
        let rank = (self.rng.random::<f64>() * harmonic).exp() as usize;
        &self.words[rank.min(WORDS - 1)]
    }

    fn text(&mut self, words: usize) -> String {
        let words: Vec<String> = (0..words).map(|_| self.word().to_owned()).collect();
        words.join(" ")
    }

    fn capability(&mut self, position: usize) -> Capability {
        let summary = self.text(12);
        let mut tags: Vec<String> = (0..3)
            .map(|_| format!("t{}", self.rng.random_range(0..2_000)))
            .collect();
        tags.sort();
        tags.dedup();
        let skill = format!(
            "group_{}/skill_{}",
            self.rng.random_range(0..20),
            self.rng.random_range(0..25)
        );
        Capability {
            id: format!("org.example/{}/{position}", self.word()),
            version: format!("{}.{}.0", self.rng.random_range(0..3), self.rng.random_range(0..20)),
            summary,
            tags,
            skills: vec![skill],
            side_effect: [SideEffect::None, SideEffect::Reversible, SideEffect::Irreversible]
                [self.rng.random_range(0..3)]
            .into(),
            risk: [RiskClass::Public, RiskClass::Private][self.rng.random_range(0..2)].into(),
            qos: vec![QosMetric {
                name: "latency-p95".into(),
                value: self.rng.random_range(20..2_000),
                unit: "ms".into(),
                provenance: Provenance::Observed.into(),
                sample_count: self.rng.random_range(1..500),
                window_ms: 60_000,
                evidence_digest: Vec::new(),
            }],
            price: Some(Price {
                currency: "EUR".into(),
                amount_micros: self.rng.random_range(0..100_000),
                per: "call".into(),
            }),
            behavior_digest: vec![7; 32],
            ..Default::default()
        }
    }

    /// The capabilities of the next agent.
    pub fn capabilities(&mut self) -> Vec<Capability> {
        let mut capabilities: Vec<Capability> = (0..self.per_agent).map(|position| self.capability(position)).collect();
        capabilities.sort_by(|a, b| (&a.id, &a.version).cmp(&(&b.id, &b.version)));
        capabilities
    }

    /// The descriptor of agent number `agent`, who is the next, signed.
    pub fn descriptor(&mut self, agent: u64) -> Signed<DescriptorKind> {
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&agent.to_be_bytes());
        let key = SoftwareKey::from_seed(&seed);
        let capabilities = self.capabilities();
        let message = CapabilityDescriptor {
            header: Some(Header {
                network_id: NETWORK.into(),
                issuer: key.agent_id().as_bytes().into(),
                issued_at_ms: NOW,
                ..Default::default()
            }),
            epoch: 1,
            sequence: 1,
            ttl_ms: 86_400_000,
            capabilities,
            ..Default::default()
        };
        Signed::seal(&message, &key).expect("a valid descriptor")
    }

    /// Three words, and three hard filters of which about one capability in eight satisfies all.
    pub fn query(&mut self, registry: AgentId, number: u64, words: usize) -> (String, Signed<DiscoveryQueryKind>) {
        let key = SoftwareKey::from_seed(&[0xaa; 32]);
        let text = self.text(words);
        let mut nonce = [0; 16];
        nonce[..8].copy_from_slice(&number.to_be_bytes());
        let constraint = |attribute: &str, operator: Operator, value: Value| Constraint {
            attribute: attribute.into(),
            operator: operator.into(),
            values: vec![AttributeValue { value: Some(value) }],
            ..Default::default()
        };
        let latency = Constraint {
            provenance: Some(Provenance::Observed.into()),
            min_samples: 20,
            ..constraint("qos/latency-p95", Operator::AtMost, Value::Number(800))
        };
        let message = DiscoveryQuery {
            header: Some(Header {
                network_id: NETWORK.into(),
                issuer: key.agent_id().as_bytes().into(),
                audience: registry.as_bytes().into(),
                nonce: nonce.into(),
                issued_at_ms: NOW,
                expires_at_ms: NOW + 60_000,
                ..Default::default()
            }),
            intent: Some(Intent {
                phrasings: vec![text.clone()],
                constraints: vec![
                    constraint("side-effect", Operator::AtMost, Value::Text("reversible".into())),
                    constraint("price/eur/call", Operator::AtMost, Value::Number(50_000)),
                    latency,
                ],
                objectives: vec![
                    Objective {
                        name: "relevance".into(),
                        grain: 100_000,
                    },
                    Objective {
                        name: "qos/latency-p95".into(),
                        grain: 50,
                    },
                    Objective {
                        name: "price/eur/call".into(),
                        grain: 0,
                    },
                ],
                ..Default::default()
            }),
            limit: 10,
            sample: 0,
        };
        (text, Signed::seal(&message, &key).expect("a valid query"))
    }
}

/// Words of the default embedder's table, the commonest first: those that it gives the least weight. It says how the file is made up.
fn commonest_words() -> Vec<String> {
    let number = |at: usize| usize::from(u16::from_le_bytes([TABLE[at], TABLE[at + 1]]));
    let (dimensions, blocks) = (number(8), number(10));
    let count = number(12) + (number(14) << 16);
    let weights = &TABLE[16 + 256 * dimensions..][..count];
    let mut rest = &TABLE[16 + 256 * dimensions + count + count * blocks..];
    let mut words: Vec<(u8, String)> = Vec::with_capacity(count);
    for weight in weights {
        let (shared, own) = (usize::from(rest[0]), usize::from(rest[1]));
        let before = words.last().map_or("", |(_, word)| word);
        let word = before[..shared].to_owned() + std::str::from_utf8(&rest[2..2 + own]).expect("UTF-8");
        words.push((*weight, word));
        rest = &rest[2 + own..];
    }
    words.retain(|(_, word)| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase()));
    words.sort();
    words.into_iter().map(|(_, word)| word).take(WORDS).collect()
}
