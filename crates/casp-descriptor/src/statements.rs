//! Descriptor, refresh and withdrawal as kinds of statements, and the rules of their meaning (SPEC.md section 9).

use casp_identity::{AgentId, Kind, KindProfile, Need};
use casp_wire::check;
use casp_wire::v1::{
    Callers, Capability, CapabilityDescriptor, DescriptorRefresh, DescriptorWithdrawal, Header, Provenance, QosMetric,
};

use crate::metrics::registered_unit;
use crate::violation::DescriptorViolation;

/// Least time to live, milliseconds.
pub const MIN_TTL_MS: i64 = 1_000;

/// Greatest time to live, milliseconds: 24 hours.
pub const MAX_TTL_MS: i64 = 86_400_000;

const PPM: u64 = 1_000_000;

/// An agent says what it offers.
#[derive(Clone, Copy, Debug)]
pub enum DescriptorKind {}

static DESCRIPTOR: KindProfile = KindProfile {
    payload_type: "application/vnd.casp.descriptor.v1+protobuf",
    max_payload_bytes: 65_536,
    scope: Some("descriptor"),
    audience: Need::Optional,
    nonce: Need::Forbidden,
    expiry: Need::Forbidden,
    lifetime_ms: 0..=0,
    is_retirement: false,
};

/// An agent prolongs the life of its descriptor.
#[derive(Clone, Copy, Debug)]
pub enum RefreshKind {}

static DESCRIPTOR_REFRESH: KindProfile = KindProfile {
    payload_type: "application/vnd.casp.descriptor-refresh.v1+protobuf",
    max_payload_bytes: 4_096,
    scope: Some("descriptor"),
    audience: Need::Optional,
    nonce: Need::Forbidden,
    expiry: Need::Required,
    lifetime_ms: MIN_TTL_MS..=MAX_TTL_MS,
    is_retirement: false,
};

/// An agent takes back what it published.
#[derive(Clone, Copy, Debug)]
pub enum WithdrawalKind {}

static DESCRIPTOR_WITHDRAWAL: KindProfile = KindProfile {
    payload_type: "application/vnd.casp.descriptor-withdrawal.v1+protobuf",
    max_payload_bytes: 4_096,
    scope: Some("descriptor"),
    audience: Need::Optional,
    nonce: Need::Forbidden,
    expiry: Need::Required,
    lifetime_ms: MIN_TTL_MS..=MAX_TTL_MS,
    is_retirement: false,
};

impl Kind for DescriptorKind {
    type Message = CapabilityDescriptor;
    type Violation = DescriptorViolation;
    const PROFILE: &'static KindProfile = &DESCRIPTOR;

    fn header(message: &CapabilityDescriptor) -> Option<&Header> {
        message.header.as_ref()
    }

    fn end_of_life_ms(message: &CapabilityDescriptor) -> Option<i64> {
        let ttl_ms = i64::try_from(message.ttl_ms).unwrap_or(i64::MAX);
        message
            .header
            .as_ref()
            .map(|header| header.issued_at_ms.saturating_add(ttl_ms))
    }

    fn epoch(message: &CapabilityDescriptor) -> Option<u64> {
        Some(message.epoch)
    }

    fn check(message: &CapabilityDescriptor, _signer: &AgentId) -> Result<(), DescriptorViolation> {
        let ascending = message
            .capabilities
            .is_sorted_by(|a, b| (&a.id, &a.version) < (&b.id, &b.version));
        check(ascending, DescriptorViolation::CapabilityOrder)?;
        message
            .capabilities
            .iter()
            .enumerate()
            .try_for_each(|(index, capability)| check_capability(index, capability))
    }
}

impl Kind for RefreshKind {
    type Message = DescriptorRefresh;
    type Violation = DescriptorViolation;
    const PROFILE: &'static KindProfile = &DESCRIPTOR_REFRESH;

    fn header(message: &DescriptorRefresh) -> Option<&Header> {
        message.header.as_ref()
    }

    fn epoch(message: &DescriptorRefresh) -> Option<u64> {
        Some(message.epoch)
    }
}

impl Kind for WithdrawalKind {
    type Message = DescriptorWithdrawal;
    type Violation = DescriptorViolation;
    const PROFILE: &'static KindProfile = &DESCRIPTOR_WITHDRAWAL;

    fn header(message: &DescriptorWithdrawal) -> Option<&Header> {
        message.header.as_ref()
    }

    fn epoch(message: &DescriptorWithdrawal) -> Option<u64> {
        Some(message.epoch)
    }
}

fn check_capability(index: usize, capability: &Capability) -> Result<(), DescriptorViolation> {
    let ascending = capability
        .qos
        .is_sorted_by(|a, b| (&a.name, a.provenance) < (&b.name, b.provenance));
    check(ascending, DescriptorViolation::MetricOrder { capability: index })?;
    capability
        .qos
        .iter()
        .try_for_each(|metric| check_metric(index, metric))?;
    if let Some(policy) = &capability.data_policy {
        let listed = policy.callers() == Callers::Listed;
        check(
            listed != policy.listed_callers.is_empty(),
            DescriptorViolation::CallersList { capability: index },
        )?;
    }
    Ok(())
}

fn check_metric(capability: usize, metric: &QosMetric) -> Result<(), DescriptorViolation> {
    let has_evidence = !metric.evidence_digest.is_empty();
    let has_samples = metric.sample_count > 0 && metric.window_ms > 0;
    if metric.provenance() == Provenance::SelfDeclared {
        let bare = metric.sample_count == 0 && metric.window_ms == 0 && !has_evidence;
        check(bare, DescriptorViolation::MetricSelfDeclared { capability })?;
    } else {
        check(has_samples, DescriptorViolation::MetricSamples { capability })?;
    }
    let vouched = metric.provenance() != Provenance::Witnessed || has_evidence;
    check(vouched, DescriptorViolation::MetricEvidence { capability })?;
    check(
        metric.unit != "ppm" || metric.value <= PPM,
        DescriptorViolation::MetricPpm { capability },
    )?;
    let right_unit = registered_unit(&metric.name).is_none_or(|unit| unit == metric.unit);
    check(right_unit, DescriptorViolation::MetricUnit { capability })
}
