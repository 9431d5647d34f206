//! What a provider announces, and how its descriptor is kept alive.

use casp_descriptor::{DescriptorBuilder, DescriptorKind, Origin, Publication, RefreshKind, WithdrawalKind};
use casp_discovery::registry::Publishes;
use casp_discovery::{DiscoveryViolation, Expression, Registering};
use casp_identity::{Kind, ObjectId, Signed, Verified};
use casp_wire::v1::{Capability, Constraint, Price, Provenance, QosMetric, RiskClass, SideEffect};
use sha2::{Digest as _, Sha256};

use super::Provider;
use crate::faults::plan::{NodeId, REGISTRY};
use crate::faults::stage::{Event, NETWORK, Parcel, Stage};
use crate::key::AgentKey;

/// How long a descriptor lives, milliseconds.
pub(in crate::faults) const TTL_MS: i64 = 45_000;

/// How often it is refreshed, milliseconds.
const REFRESH_MS: i64 = 15_000;

impl Provider {
    /// Announces itself, prolongs what it announced, or takes it back.
    pub(in crate::faults) fn publishes(&mut self, stage: &mut Stage) {
        stage.in_ms(REFRESH_MS, Event::Publishes(self.host.node));
        if stage.is_down(self.host.node) {
            return;
        }
        let now_ms = stage.clock_ms(self.host.node);
        let sequence = self.sequences.reserve(now_ms).persisted();
        let origin = Origin::root(NETWORK, stage.agent(self.host.node), 1);
        let key = stage.own_key(self.host.node);
        let turn = stage
            .streams
            .stream(
                "faults/publish",
                u64::from(self.host.node) << 32 | sequence.value() & 0xffff_ffff,
            )
            .below(8);
        match self.announced {
            Some(_) if turn == 0 => {
                self.announced = None;
                let message = origin.withdrawal(sequence, now_ms);
                self.registers::<WithdrawalKind>(Publishes::Withdrawal, &message, &key, stage);
            }
            Some(descriptor) if turn < 6 => {
                let message = origin.refresh(descriptor, sequence, now_ms, now_ms.saturating_add(TTL_MS));
                self.registers::<RefreshKind>(Publishes::Refresh, &message, &key, stage);
            }
            _ => {
                let ttl_ms = u64::try_from(TTL_MS).unwrap_or_default();
                let mut builder = DescriptorBuilder::new(origin, ttl_ms);
                for effect in EFFECTS {
                    builder = builder.capability(capability(self.host.node, effect));
                }
                if let Ok(message) = builder.build(sequence, now_ms) {
                    self.announced = self.registers::<DescriptorKind>(Publishes::Descriptor, &message, &key, stage);
                }
            }
        }
    }

    fn registers<K: Kind>(
        &self,
        publishes: Publishes,
        message: &K::Message,
        key: &AgentKey,
        stage: &mut Stage,
    ) -> Option<ObjectId>
    where
        Publication: From<Verified<K>>,
        DiscoveryViolation: From<K::Violation>,
    {
        let signed = Signed::<K>::seal(message, key).ok()?;
        let bytes = Registering::seal(&signed, None).ok()?;
        stage.send(self.host.node, REGISTRY, Parcel::Publication(publishes, bytes));
        signed.object_id().ok()
    }
}

/// Each has a capability of its own.
pub(in crate::faults) const EFFECTS: [SideEffect; 3] =
    [SideEffect::None, SideEffect::Reversible, SideEffect::Irreversible];

/// The capability whose tasks have this effect.
pub(in crate::faults) const fn capability_id(effect: SideEffect) -> &'static str {
    match effect {
        SideEffect::Reversible => "org.example/book",
        SideEffect::Irreversible => "org.example/send",
        _ => "org.example/compute",
    }
}

/// What matches every descriptor of a run.
pub(in crate::faults) fn every_capability() -> Vec<Constraint> {
    let expression: Result<Expression, _> = "capability = org.example/compute".parse();
    expression.into_iter().map(Into::into).collect()
}

/// The digest of the behaviour of a provider.
pub(in crate::faults) fn behavior(node: NodeId) -> [u8; 32] {
    Sha256::new_with_prefix("casp-sim faults behaviour")
        .chain_update(node.to_be_bytes())
        .finalize()
        .into()
}

pub(in crate::faults) fn capability(node: NodeId, effect: SideEffect) -> Capability {
    Capability {
        id: capability_id(effect).into(),
        version: "1.0.0".into(),
        summary: "Part of a run".into(),
        side_effect: effect.into(),
        risk: RiskClass::Public.into(),
        behavior_digest: behavior(node).into(),
        evidence: vec!["tool-receipt".into(), "trace".into()],
        price: Some(Price {
            currency: "EUR".into(),
            amount_micros: 10_000,
            per: "call".into(),
        }),
        qos: vec![QosMetric {
            name: "latency-p95".into(),
            value: u64::from(node).saturating_mul(100),
            unit: "ms".into(),
            provenance: Provenance::Observed.into(),
            sample_count: 100,
            window_ms: 3_600_000,
            evidence_digest: Vec::new(),
        }],
        ..Capability::default()
    }
}
