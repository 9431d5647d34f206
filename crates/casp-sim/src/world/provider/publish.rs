//! What a provider says of itself.

use std::sync::Arc;

use casp_descriptor::{
    DescriptorBuilder, DescriptorKind, Origin, Publication, RefreshKind, Sequence, SequenceCounter, WithdrawalKind,
};
use casp_discovery::registry::Publishes;
use casp_discovery::{DiscoveryViolation, Registering};
use casp_identity::{AgentId, Kind, ObjectId, Signed, Verified};
use casp_wire::v1::{Capability, Price, Provenance, QosMetric, RiskClass};
use sha2::{Digest as _, Sha256};

use super::{Provider, Trade};
use crate::world::stage::{NETWORK, Node, Parcel, Stage};

/// What a registration of a descriptor is counted as.
pub(super) const DESCRIPTOR: &str = DescriptorKind::PROFILE.payload_type;

/// Its descriptor.
pub(super) struct Notice {
    p95_ms: u64,
    success_ppm: u64,
    origin: Origin,
    agent: AgentId,
    sequences: SequenceCounter,
    /// What it announced last: its object id, and the version of its behaviour then.
    announced: Option<(ObjectId, u64)>,
    /// What it announced last, where places are to be paid for.
    waiting: Option<Signed<DescriptorKind>>,
    /// Whether a registry did not take what was said last.
    is_refused: bool,
}

impl Notice {
    pub(super) fn new(agent: AgentId, p95_ms: u64, success_ppm: u64) -> Self {
        Self {
            p95_ms,
            success_ppm,
            origin: Origin::root(NETWORK, agent, 1),
            agent,
            sequences: SequenceCounter::resume(0),
            announced: None,
            waiting: None,
            is_refused: false,
        }
    }

    /// The same figures under another name, not announced yet.
    pub(super) fn under(&self, agent: AgentId) -> Self {
        Self::new(agent, self.p95_ms, self.success_ppm)
    }

    pub(super) const fn is_announced(&self) -> bool {
        self.announced.is_some()
    }

    /// The object id of what it announced last.
    pub(super) fn descriptor(&self) -> Option<ObjectId> {
        self.announced.map(|(descriptor, _)| descriptor)
    }

    /// The version of its behaviour that it announced last.
    pub(super) fn version(&self) -> u64 {
        self.announced.map_or(0, |(_, version)| version)
    }

    /// What waits for a place.
    pub(super) const fn waiting(&self) -> Option<&Signed<DescriptorKind>> {
        self.waiting.as_ref()
    }

    /// A registry did not take something: it is announced anew when it would be refreshed.
    pub(super) const fn refused(&mut self) {
        self.is_refused = true;
    }

    /// The digest of the behaviour that it announced last.
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
    pub(super) fn publish(&mut self, trade: &Trade, stage: &mut Stage) {
        match self.notice.announced {
            Some((descriptor, version)) if version == self.version && !self.notice.is_refused => {
                self.refresh(descriptor, trade, stage)
            }
            _ => self.announce(trade, stage),
        }
    }

    fn announce(&mut self, trade: &Trade, stage: &mut Stage) {
        let now_ms = stage.now_ms();
        let builder = DescriptorBuilder::new(self.notice.origin.clone(), trade.ttl_ms);
        let builder = builder.capability(self.capability(trade));
        let sequence = self.notice.next(now_ms);
        let Some(message) = stage.made(builder.build(sequence, now_ms)) else {
            return;
        };
        let Some(signed) = stage.made(Signed::<DescriptorKind>::seal(&message, &self.key)) else {
            return;
        };
        self.notice.is_refused = false;
        self.notice.announced = signed.object_id().ok().map(|id| (id, self.version));
        self.register(Publishes::Descriptor, &signed, stage);
        self.notice.waiting = trade.works_for_places.then_some(signed);
    }

    fn refresh(&mut self, descriptor: ObjectId, trade: &Trade, stage: &mut Stage) {
        let now_ms = stage.now_ms();
        let ttl_ms = i64::try_from(trade.ttl_ms).unwrap_or(i64::MAX);
        let sequence = self.notice.next(now_ms);
        let expires_at_ms = now_ms.saturating_add(ttl_ms);
        let message = self.notice.origin.refresh(descriptor, sequence, now_ms, expires_at_ms);
        if let Some(signed) = stage.made(Signed::<RefreshKind>::seal(&message, &self.key)) {
            self.register(Publishes::Refresh, &signed, stage);
        }
    }

    pub(super) fn withdraw(&mut self, stage: &mut Stage) {
        let now_ms = stage.now_ms();
        let sequence = self.notice.next(now_ms);
        let message = self.notice.origin.withdrawal(sequence, now_ms);
        if let Some(signed) = stage.made(Signed::<WithdrawalKind>::seal(&message, &self.key)) {
            self.register(Publishes::Withdrawal, &signed, stage);
        }
    }

    /// At every registry.
    fn register<K: Kind>(&self, publishes: Publishes, signed: &Signed<K>, stage: &mut Stage)
    where
        Publication: From<Verified<K>>,
        DiscoveryViolation: From<K::Violation>,
    {
        if let Some(bytes) = stage.made(Registering::seal(signed, None)) {
            let bytes: Arc<[u8]> = bytes.into();
            let kind = K::PROFILE.payload_type;
            for registry in 0..stage.registries().len() {
                let parcel = Parcel::Publication(publishes, bytes.clone());
                stage.send(kind, Node::Provider(self.number), Node::Registry(registry), parcel);
            }
        }
    }

    fn capability(&self, trade: &Trade) -> Capability {
        let metric = |name: &str, value, unit: &str| QosMetric {
            name: name.into(),
            value,
            unit: unit.into(),
            provenance: Provenance::Observed.into(),
            sample_count: 100,
            window_ms: 3_600_000,
            evidence_digest: Vec::new(),
        };
        Capability {
            id: trade.step.capability_id.clone(),
            version: "1.0.0".into(),
            summary: "Part of a workflow".into(),
            side_effect: trade.step.side_effect.into(),
            risk: RiskClass::Public.into(),
            behavior_digest: behavior(&self.notice.agent, self.version).into(),
            evidence: vec!["tool-receipt".into(), "trace".into()],
            price: Some(Price {
                currency: "EUR".into(),
                amount_micros: self.price_micros,
                per: "call".into(),
            }),
            qos: vec![
                metric("latency-p95", self.notice.p95_ms, "ms"),
                metric("success-rate", self.notice.success_ppm, "ppm"),
            ],
            ..Default::default()
        }
    }
}
