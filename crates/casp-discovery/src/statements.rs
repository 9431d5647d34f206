//! Query, result, receipt and refusal as kinds of statements, and the rules of their meaning (SPEC.md section 18).

use std::collections::BTreeSet;

use casp_identity::{AgentId, Kind, KindProfile, Need};
use casp_wire::check;
use casp_wire::v1::{
    DiscoveryMatch, DiscoveryQuery, DiscoveryResult, Header, Intent, RegistrationReceipt, RegistryRefusal,
};

use crate::filter::Filters;
use crate::rank::{Objectives, Ranker};
use crate::violation::DiscoveryViolation;

/// Reason of a refusal that asks for admission first.
pub const ADMISSION_REQUIRED: &str = "admission-required";

/// Least lifetime of queries and receipts, milliseconds.
const MIN_LIFE_MS: i64 = 1_000;

/// Greatest lifetime of queries and receipts, milliseconds: 24 hours.
const MAX_LIFE_MS: i64 = 86_400_000;

/// A requester asks a registry.
#[derive(Clone, Copy, Debug)]
pub enum DiscoveryQueryKind {}

static DISCOVERY_QUERY: KindProfile = KindProfile {
    payload_type: "application/vnd.casp.discovery-query.v1+protobuf",
    max_payload_bytes: 32_768,
    scope: Some("task"),
    audience: Need::Required,
    nonce: Need::Required,
    expiry: Need::Required,
    lifetime_ms: MIN_LIFE_MS..=MAX_LIFE_MS,
    is_retirement: false,
};

/// A registry answers.
#[derive(Clone, Copy, Debug)]
pub enum DiscoveryResultKind {}

static DISCOVERY_RESULT: KindProfile = KindProfile {
    payload_type: "application/vnd.casp.discovery-result.v1+protobuf",
    max_payload_bytes: 131_072,
    scope: Some("registry"),
    audience: Need::Required,
    nonce: Need::Forbidden,
    expiry: Need::Forbidden,
    lifetime_ms: 0..=0,
    is_retirement: false,
};

/// A registry promises to serve an entry.
#[derive(Clone, Copy, Debug)]
pub enum RegistrationReceiptKind {}

static REGISTRATION_RECEIPT: KindProfile = KindProfile {
    payload_type: "application/vnd.casp.registration-receipt.v1+protobuf",
    max_payload_bytes: 4_096,
    scope: Some("registry"),
    audience: Need::Optional,
    nonce: Need::Forbidden,
    expiry: Need::Required,
    lifetime_ms: MIN_LIFE_MS..=MAX_LIFE_MS,
    is_retirement: false,
};

/// A registry declines.
#[derive(Clone, Copy, Debug)]
pub enum RegistryRefusalKind {}

static REGISTRY_REFUSAL: KindProfile = KindProfile {
    payload_type: "application/vnd.casp.registry-refusal.v1+protobuf",
    max_payload_bytes: 4_096,
    scope: Some("registry"),
    audience: Need::Required,
    nonce: Need::Forbidden,
    expiry: Need::Forbidden,
    lifetime_ms: 0..=0,
    is_retirement: false,
};

impl Kind for DiscoveryQueryKind {
    type Message = DiscoveryQuery;
    type Violation = DiscoveryViolation;
    const PROFILE: &'static KindProfile = &DISCOVERY_QUERY;

    fn header(message: &DiscoveryQuery) -> Option<&Header> {
        message.header.as_ref()
    }

    /// INT-1 to INT-8.
    fn check(message: &DiscoveryQuery, _signer: &AgentId) -> Result<(), DiscoveryViolation> {
        let none = Intent::default();
        let intent = message.intent.as_ref().unwrap_or(&none);
        Filters::of(&intent.constraints)?;
        Objectives::of(&intent.objectives, Ranker::Registry)?;
        let said = !(intent.phrasings.is_empty() && intent.skills.is_empty() && intent.constraints.is_empty());
        check(said, DiscoveryViolation::IntentEmpty)?;
        check(
            message.limit != 0 || message.sample != 0,
            DiscoveryViolation::NothingAsked,
        )
    }
}

impl Kind for DiscoveryResultKind {
    type Message = DiscoveryResult;
    type Violation = DiscoveryViolation;
    const PROFILE: &'static KindProfile = &DISCOVERY_RESULT;

    fn header(message: &DiscoveryResult) -> Option<&Header> {
        message.header.as_ref()
    }

    /// DRS-1 to DRS-5.
    fn check(message: &DiscoveryResult, _signer: &AgentId) -> Result<(), DiscoveryViolation> {
        let all_ranked = u64::try_from(message.ranked.len()).is_ok_and(|ranked| ranked == message.matched);
        check(!message.complete || all_ranked, DiscoveryViolation::CompleteCount)?;
        let matches = message.ranked.iter().chain(&message.sampled);
        let named: BTreeSet<&[u8]> = matches.map(|each| each.descriptor.as_slice()).collect();
        let counted = u64::try_from(named.len()).is_ok_and(|named| named <= message.matched);
        check(counted, DiscoveryViolation::MatchedCount)?;
        let ranked_fronts = message.ranked.iter().map(|each| each.front);
        let fronts = ranked_fronts.clone().all(|front| front > 0)
            && ranked_fronts.is_sorted()
            && message.sampled.iter().all(|each| each.front == 0);
        check(fronts, DiscoveryViolation::FrontOrder)?;
        let once = names_each_once(&message.ranked) && names_each_once(&message.sampled);
        check(once, DiscoveryViolation::MatchRepeated)?;
        let whole = !(message.complete && message.diversified);
        check(whole, DiscoveryViolation::CompleteDiversified)
    }
}

impl Kind for RegistrationReceiptKind {
    type Message = RegistrationReceipt;
    type Violation = DiscoveryViolation;
    const PROFILE: &'static KindProfile = &REGISTRATION_RECEIPT;

    fn header(message: &RegistrationReceipt) -> Option<&Header> {
        message.header.as_ref()
    }
}

impl Kind for RegistryRefusalKind {
    type Message = RegistryRefusal;
    type Violation = DiscoveryViolation;
    const PROFILE: &'static KindProfile = &REGISTRY_REFUSAL;

    fn header(message: &RegistryRefusal) -> Option<&Header> {
        message.header.as_ref()
    }

    /// RFU-1.
    fn check(message: &RegistryRefusal, _signer: &AgentId) -> Result<(), DiscoveryViolation> {
        let asks = message.reason == ADMISSION_REQUIRED;
        check(
            asks == message.challenge.is_some(),
            DiscoveryViolation::RefusalChallenge,
        )
    }
}

fn names_each_once(matches: &[DiscoveryMatch]) -> bool {
    let mut seen = BTreeSet::new();
    matches.iter().all(|each| seen.insert(each.descriptor.as_slice()))
}
