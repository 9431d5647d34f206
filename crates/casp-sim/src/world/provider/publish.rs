//! What a provider says of itself.

use casp_descriptor::{
    DescriptorBuilder, DescriptorKind, Origin, Publication, RefreshKind, Sequence, SequenceCounter, WithdrawalKind,
};
use casp_discovery::registry::Publishes;
use casp_discovery::{DiscoveryViolation, Registering};
use casp_identity::{AgentId, Kind, ObjectId, Signed, Verified};
use casp_wire::v1::{Capability, Price, Provenance, QosMetric, RiskClass, SideEffect};
use sha2::{Digest as _, Sha256};

use super::Provider;
use crate::world::stage::{NETWORK, Node, Parcel, Stage};
use crate::world::work::{GENERATE, PUBLISH};

/// Its descriptor.
pub(super) struct Notice {
    agent: AgentId,
    latency_ms: u64,
    ttl_ms: u64,
    origin: Origin,
    sequences: SequenceCounter,
    /// What it announced last: its object id, and the version of its behaviour then.
    announced: Option<(ObjectId, u64)>,
    /// Whether the registry did not take what was said last.
    is_refused: bool,
}

impl Notice {
    pub(super) fn new(agent: AgentId, latency_ms: u64, ttl_ms: u64) -> Self {
        Self {
            agent,
            latency_ms,
            ttl_ms,
            origin: Origin::root(NETWORK, agent, 1),
            sequences: SequenceCounter::resume(0),
            announced: None,
            is_refused: false,
        }
    }

    /// The version of its behaviour that it announced last.
    pub(super) fn version(&self) -> u64 {
        self.announced.map_or(0, |(_, version)| version)
    }

    /// The registry did not take something: it is announced anew when it would be refreshed.
    pub(super) const fn refused(&mut self) {
        self.is_refused = true;
    }

    /// The digest of that.
    pub(super) fn behavior(&self) -> [u8; 32] {
        behavior(&self.agent, self.version())
    }

    fn next(&mut self, now_ms: i64) -> Sequence {
        self.sequences.reserve(now_ms).persisted()
    }
}

/// The digest of a behaviour of an agent, by its version.
pub(in crate::world) fn behavior(agent: &AgentId, version: u64) -> [u8; 32] {
    let digest = Sha256::new_with_prefix("casp-sim behaviour")
        .chain_update(agent.as_bytes())
        .chain_update(version.to_be_bytes());
    digest.finalize().into()
}

impl Provider {
    /// Prolongs what it announced, if that is still so; otherwise it announces itself anew.
    pub(super) fn publish(&mut self, stage: &mut Stage) {
        match self.notice.announced {
            Some((descriptor, version)) if version == self.version && !self.notice.is_refused => {
                self.refresh(descriptor, stage)
            }
            _ => self.announce(stage),
        }
    }

    fn announce(&mut self, stage: &mut Stage) {
        let now_ms = stage.now_ms();
        let mut builder = DescriptorBuilder::new(self.notice.origin.clone(), self.notice.ttl_ms);
        for id in [GENERATE, PUBLISH] {
            builder = builder.capability(self.capability(id));
        }
        let sequence = self.notice.next(now_ms);
        let Ok(message) = builder.build(sequence, now_ms) else {
            return;
        };
        let Ok(signed) = Signed::<DescriptorKind>::seal(&message, &self.key) else {
            return;
        };
        self.notice.is_refused = false;
        self.notice.announced = signed.object_id().ok().map(|id| (id, self.version));
        self.register(Publishes::Descriptor, &signed, stage);
    }

    fn refresh(&mut self, descriptor: ObjectId, stage: &mut Stage) {
        let now_ms = stage.now_ms();
        let ttl_ms = i64::try_from(self.notice.ttl_ms).unwrap_or(i64::MAX);
        let sequence = self.notice.next(now_ms);
        let expires_at_ms = now_ms.saturating_add(ttl_ms);
        let message = self.notice.origin.refresh(descriptor, sequence, now_ms, expires_at_ms);
        if let Ok(signed) = Signed::<RefreshKind>::seal(&message, &self.key) {
            self.register(Publishes::Refresh, &signed, stage);
        }
    }

    pub(super) fn withdraw(&mut self, stage: &mut Stage) {
        let now_ms = stage.now_ms();
        let sequence = self.notice.next(now_ms);
        let message = self.notice.origin.withdrawal(sequence, now_ms);
        if let Ok(signed) = Signed::<WithdrawalKind>::seal(&message, &self.key) {
            self.register(Publishes::Withdrawal, &signed, stage);
        }
    }

    fn register<K: Kind>(&self, publishes: Publishes, signed: &Signed<K>, stage: &mut Stage)
    where
        Publication: From<Verified<K>>,
        DiscoveryViolation: From<K::Violation>,
    {
        if let Ok(bytes) = Registering::seal(signed, None) {
            let parcel = Parcel::Publication(publishes, bytes);
            let kind = K::PROFILE.payload_type;
            stage.send(kind, Node::Provider(self.number), Node::Registry, parcel);
        }
    }

    fn capability(&self, id: &str) -> Capability {
        Capability {
            id: id.into(),
            version: "1.0.0".into(),
            summary: "Part of a workflow".into(),
            side_effect: SideEffect::None.into(),
            risk: RiskClass::Public.into(),
            behavior_digest: behavior(&self.notice.agent, self.version).into(),
            evidence: vec!["tool-receipt".into(), "trace".into()],
            price: Some(Price {
                currency: "EUR".into(),
                amount_micros: self.price_micros,
                per: "call".into(),
            }),
            qos: vec![QosMetric {
                name: "latency-p95".into(),
                value: self.notice.latency_ms,
                unit: "ms".into(),
                provenance: Provenance::Observed.into(),
                sample_count: 100,
                window_ms: 3_600_000,
                evidence_digest: Vec::new(),
            }],
            ..Default::default()
        }
    }
}
