//! The canary verdict as a kind of statement.

use casp_identity::{AgentId, Kind, KindProfile, Need};
use casp_wire::v1::{CanaryVerdict, Header, Oracle};

use crate::oracle::AnswerKey;
use crate::violation::CanaryViolation;

/// A requester opens a canary and says how the answer fared.
#[derive(Clone, Copy, Debug)]
pub enum CanaryVerdictKind {}

static CANARY_VERDICT: KindProfile = KindProfile {
    payload_type: "application/vnd.casp.canary-verdict.v1+protobuf",
    max_payload_bytes: 131_072,
    scope: Some("task"),
    audience: Need::Optional,
    nonce: Need::Forbidden,
    expiry: Need::Forbidden,
    lifetime_ms: 0..=0,
    is_retirement: false,
};

impl Kind for CanaryVerdictKind {
    type Message = CanaryVerdict;
    type Violation = CanaryViolation;
    const PROFILE: &'static KindProfile = &CANARY_VERDICT;

    fn header(message: &CanaryVerdict) -> Option<&Header> {
        message.header.as_ref()
    }

    fn check(message: &CanaryVerdict, _signer: &AgentId) -> Result<(), CanaryViolation> {
        let none = Oracle::default();
        AnswerKey::of(oracle(message).unwrap_or(&none)).map(drop)
    }
}

/// The oracle that a verdict opens; there in every message that was decoded.
fn oracle(message: &CanaryVerdict) -> Option<&Oracle> {
    message.opening.as_ref()?.canary.as_ref()?.oracle.as_ref()
}
