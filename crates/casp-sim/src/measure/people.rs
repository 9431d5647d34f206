//! Providers and a requester with the messages that those of the world send.

use casp_descriptor::{DescriptorBuilder, DescriptorKind, Origin, RefreshKind, SequenceCounter, WithdrawalKind};
use casp_discovery::{DiscoveryQueryKind, Expression, Registering};
use casp_identity::{AgentId, ObjectId, Signed, Signer as _, SoftwareKey};
use casp_wire::v1::{
    Capability, DiscoveryQuery, Header, Intent, Objective, Price, Provenance, QosMetric, RiskClass, SideEffect,
};
use sha2::{Digest as _, Sha256};

pub(super) const NETWORK: &str = "sim";

/// Half of the providers offer each.
const CAPABILITIES: [&str; 2] = ["org.example/generate", "org.example/publish"];

/// As in the paper's scenario.
pub(super) const TTL_MS: u64 = 15_000;

/// How long a query lives, milliseconds.
const QUERY_LIFE_MS: i64 = 60_000;

/// A provider; the same of each number.
pub(super) struct Provider {
    pub(super) key: SoftwareKey,
    origin: Origin,
    sequences: SequenceCounter,
    capability: Capability,
}

/// 32 bytes that a purpose and a number determine.
fn digest(purpose: &str, number: u64) -> [u8; 32] {
    let digest = Sha256::new_with_prefix(purpose).chain_update(number.to_be_bytes());
    digest.finalize().into()
}

pub(super) fn key(purpose: &str, number: u64) -> SoftwareKey {
    SoftwareKey::from_seed(&digest(purpose, number))
}

impl Provider {
    pub(super) fn of(number: u64) -> Self {
        let key = key("casp-sim measure provider", number);
        let agent = key.agent_id();
        Self {
            origin: Origin::root(NETWORK, agent, 1),
            sequences: SequenceCounter::resume(0),
            capability: capability(number),
            key,
        }
    }

    /// A registration of a new descriptor, and that descriptor's id.
    pub(super) fn descriptor(&mut self, now_ms: i64) -> Option<(Vec<u8>, ObjectId)> {
        let sequence = self.sequences.reserve(now_ms).persisted();
        let builder = DescriptorBuilder::new(self.origin.clone(), TTL_MS).capability(self.capability.clone());
        let signed = Signed::<DescriptorKind>::seal(&builder.build(sequence, now_ms).ok()?, &self.key).ok()?;
        Some((Registering::seal(&signed, None).ok()?, signed.object_id().ok()?))
    }

    pub(super) fn refresh(&mut self, descriptor: ObjectId, now_ms: i64) -> Option<Vec<u8>> {
        let sequence = self.sequences.reserve(now_ms).persisted();
        let expires_at_ms = now_ms.saturating_add_unsigned(TTL_MS);
        let message = self.origin.refresh(descriptor, sequence, now_ms, expires_at_ms);
        let signed = Signed::<RefreshKind>::seal(&message, &self.key).ok()?;
        Registering::seal(&signed, None).ok()
    }

    pub(super) fn withdrawal(&mut self, now_ms: i64) -> Option<Vec<u8>> {
        let sequence = self.sequences.reserve(now_ms).persisted();
        let message = self.origin.withdrawal(sequence, now_ms);
        let signed = Signed::<WithdrawalKind>::seal(&message, &self.key).ok()?;
        Registering::seal(&signed, None).ok()
    }
}

fn capability(number: u64) -> Capability {
    let id = if number.is_multiple_of(2) {
        CAPABILITIES[0]
    } else {
        CAPABILITIES[1]
    };
    // Figures that have no order: latency from 0.1 to 1.1 s, price from 0.02 to 0.03 EUR.
    let drawn = digest("casp-sim measure figures", number);
    let of = |at: usize| u64::from(drawn.get(at).copied().unwrap_or_default());
    let latency_ms = of(0).saturating_mul(4).saturating_add(of(1) & 3).saturating_add(100);
    let amount_micros = of(2).saturating_mul(39).saturating_add(20_000);
    Capability {
        id: id.into(),
        version: "1.0.0".into(),
        summary: "Part of a workflow".into(),
        side_effect: SideEffect::None.into(),
        risk: RiskClass::Public.into(),
        behavior_digest: digest("casp-sim measure behaviour", number).into(),
        evidence: vec!["tool-receipt".into(), "trace".into()],
        price: Some(Price {
            currency: "EUR".into(),
            amount_micros,
            per: "call".into(),
        }),
        qos: vec![QosMetric {
            name: "latency-p95".into(),
            value: latency_ms,
            unit: "ms".into(),
            provenance: Provenance::Observed.into(),
            sample_count: 100,
            window_ms: 3_600_000,
            evidence_digest: Vec::new(),
        }],
        ..Capability::default()
    }
}

/// Who asks.
pub(super) struct Requester {
    pub(super) key: SoftwareKey,
    registry: AgentId,
    intents: Vec<Intent>,
    asked: u64,
}

impl Requester {
    pub(super) fn of(registry: AgentId) -> Option<Self> {
        let intents: Option<Vec<Intent>> = CAPABILITIES.iter().map(|id| intent(id)).collect();
        Some(Self {
            key: key("casp-sim measure requester", 0),
            registry,
            intents: intents?,
            asked: 0,
        })
    }

    /// A query for one capability and the other in turn.
    pub(super) fn query(&mut self, limit: u32, sample: u32, now_ms: i64) -> Option<Signed<DiscoveryQueryKind>> {
        self.asked = self.asked.saturating_add(1);
        let second = usize::from(self.asked.is_multiple_of(2));
        let nonce = digest("casp-sim measure nonce", self.asked);
        let query = DiscoveryQuery {
            header: Some(Header {
                network_id: NETWORK.into(),
                issuer: self.key.agent_id().as_bytes().into(),
                audience: self.registry.as_bytes().into(),
                nonce: nonce.get(..16)?.into(),
                issued_at_ms: now_ms,
                expires_at_ms: now_ms.saturating_add(QUERY_LIFE_MS),
                ..Header::default()
            }),
            intent: self.intents.get(second).cloned(),
            limit,
            sample,
        };
        Signed::seal(&query, &self.key).ok()
    }
}

/// The capability; quick ones first, and cheap ones beside them.
fn intent(capability_id: &str) -> Option<Intent> {
    let constraint: Expression = format!("capability = {capability_id}").parse().ok()?;
    let objective = |name: &str| Objective {
        name: name.into(),
        grain: 1,
    };
    Some(Intent {
        constraints: vec![constraint.into()],
        objectives: vec![objective("qos/latency-p95"), objective("price/eur/call")],
        ..Intent::default()
    })
}
