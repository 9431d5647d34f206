//! The kinds of evidence that are signed, and the rules of their meaning.

use casp_identity::{AgentId, Kind, KindProfile, Need};
use casp_wire::check;
use casp_wire::v1::{Header, ToolReceipt, TraceCheckpoint};

use crate::violation::EvidenceViolation;

/// Someone saw a tool being called.
#[derive(Clone, Copy, Debug)]
pub enum ToolReceiptKind {}

static TOOL_RECEIPT: KindProfile = KindProfile {
    payload_type: "application/vnd.casp.tool-receipt.v1+protobuf",
    max_payload_bytes: 8_192,
    scope: Some("receipt"),
    audience: Need::Optional,
    nonce: Need::Forbidden,
    expiry: Need::Forbidden,
    lifetime_ms: 0..=0,
    is_retirement: false,
};

/// Whoever keeps a trace says how it stands.
#[derive(Clone, Copy, Debug)]
pub enum TraceCheckpointKind {}

static TRACE_CHECKPOINT: KindProfile = KindProfile {
    payload_type: "application/vnd.casp.trace-checkpoint.v1+protobuf",
    max_payload_bytes: 4_096,
    scope: Some("receipt"),
    audience: Need::Optional,
    nonce: Need::Forbidden,
    expiry: Need::Forbidden,
    lifetime_ms: 0..=0,
    is_retirement: false,
};

impl Kind for ToolReceiptKind {
    type Message = ToolReceipt;
    type Violation = EvidenceViolation;
    const PROFILE: &'static KindProfile = &TOOL_RECEIPT;

    fn header(message: &ToolReceipt) -> Option<&Header> {
        message.header.as_ref()
    }

    /// RCP-1.
    fn check(message: &ToolReceipt, _signer: &AgentId) -> Result<(), EvidenceViolation> {
        let issued_at_ms = message.header.as_ref().map_or(0, |header| header.issued_at_ms);
        let ordered = message.started_at_ms <= message.ended_at_ms && message.ended_at_ms <= issued_at_ms;
        check(ordered, EvidenceViolation::ReceiptTimes)
    }
}

impl Kind for TraceCheckpointKind {
    type Message = TraceCheckpoint;
    type Violation = EvidenceViolation;
    const PROFILE: &'static KindProfile = &TRACE_CHECKPOINT;

    fn header(message: &TraceCheckpoint) -> Option<&Header> {
        message.header.as_ref()
    }
}
