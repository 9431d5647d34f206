//! Statements about keys (SPEC.md section 8.1).

use casp_wire::check;
use casp_wire::v1::{Delegation, Header, HostBinding, Retire};

use crate::agent::AgentId;
use crate::kind::{Kind, KindProfile, Need};
use crate::violation::IdentityViolation;

/// Greatest life of a delegation, milliseconds: 7 days. It bounds for how long a revocation can go unseen.
pub const DELEGATION_MAX_LIFE_MS: i64 = 604_800_000;

/// A root key lets an operational key sign for the agent.
#[derive(Clone, Copy, Debug)]
pub enum DelegationKind {}

static DELEGATION: KindProfile = KindProfile {
    payload_type: "application/vnd.casp.delegation.v1+protobuf",
    max_payload_bytes: 4_096,
    scope: None,
    audience: Need::Forbidden,
    nonce: Need::Forbidden,
    expiry: Need::Required,
    lifetime_ms: 1..=DELEGATION_MAX_LIFE_MS,
    is_retirement: false,
};

/// A root key ends the agent, for good.
#[derive(Clone, Copy, Debug)]
pub enum RetireKind {}

static RETIRE: KindProfile = KindProfile {
    payload_type: "application/vnd.casp.retire.v1+protobuf",
    max_payload_bytes: 4_096,
    scope: None,
    audience: Need::Forbidden,
    nonce: Need::Forbidden,
    expiry: Need::Forbidden,
    lifetime_ms: 0..=0,
    is_retirement: true,
};

/// An agent names the host that speaks for it.
#[derive(Clone, Copy, Debug)]
pub enum HostBindingKind {}

static HOST_BINDING: KindProfile = KindProfile {
    payload_type: "application/vnd.casp.host-binding.v1+protobuf",
    max_payload_bytes: 4_096,
    scope: Some("descriptor"),
    audience: Need::Optional,
    nonce: Need::Forbidden,
    expiry: Need::Required,
    lifetime_ms: 1..=DELEGATION_MAX_LIFE_MS,
    is_retirement: false,
};

impl Kind for DelegationKind {
    type Message = Delegation;
    type Violation = IdentityViolation;
    const PROFILE: &'static KindProfile = &DELEGATION;

    fn header(message: &Delegation) -> Option<&Header> {
        message.header.as_ref()
    }

    fn epoch(message: &Delegation) -> Option<u64> {
        Some(message.epoch)
    }

    fn check(message: &Delegation, _signer: &AgentId) -> Result<(), IdentityViolation> {
        check(
            message.delegate != issuer(message.header.as_ref()),
            IdentityViolation::DelegateIsIssuer,
        )
    }
}

impl Kind for RetireKind {
    type Message = Retire;
    type Violation = IdentityViolation;
    const PROFILE: &'static KindProfile = &RETIRE;

    fn header(message: &Retire) -> Option<&Header> {
        message.header.as_ref()
    }

    fn check(message: &Retire, _signer: &AgentId) -> Result<(), IdentityViolation> {
        check(
            message.successor != issuer(message.header.as_ref()),
            IdentityViolation::SuccessorIsIssuer,
        )
    }
}

impl Kind for HostBindingKind {
    type Message = HostBinding;
    type Violation = IdentityViolation;
    const PROFILE: &'static KindProfile = &HOST_BINDING;

    fn header(message: &HostBinding) -> Option<&Header> {
        message.header.as_ref()
    }

    fn check(message: &HostBinding, signer: &AgentId) -> Result<(), IdentityViolation> {
        let is_agent = message.host == issuer(message.header.as_ref()) || message.host == signer.as_bytes();
        check(!is_agent, IdentityViolation::HostIsAgent)
    }
}

fn issuer(header: Option<&Header>) -> &[u8] {
    header.map_or(&[], |header| &header.issuer)
}
