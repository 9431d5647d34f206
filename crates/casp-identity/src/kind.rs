//! Kinds of statements: the table of SPEC.md section 7.2 as data.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::RangeInclusive;

use casp_wire::limits::{ONE_SHOT_SKEW_MS, SKEW_MS};
use casp_wire::table::Described;
use casp_wire::v1::Header;
use casp_wire::{Violation, check};

use crate::agent::AgentId;
use crate::violation::IdentityViolation;

/// Whether a header field must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// HDR-4.
    Required,
    /// Either.
    Optional,
    /// HDR-3.
    Forbidden,
}

/// One row of the table of kinds.
#[derive(Debug)]
pub struct KindProfile {
    /// Payload type.
    pub payload_type: &'static str,
    /// Greatest payload, bytes (SIZ-2).
    pub max_payload_bytes: usize,
    /// The scope that lets an operational key sign it; `None` where only the root key may.
    pub scope: Option<&'static str>,
    /// `header.audience`.
    pub audience: Need,
    /// `header.nonce`.
    pub nonce: Need,
    /// `header.expires_at_ms`.
    pub expiry: Need,
    /// Least and greatest difference between `issued_at_ms` and `expires_at_ms`, milliseconds (HDR-5).
    pub lifetime_ms: RangeInclusive<i64>,
    /// Whether it ends its issuer. Such a statement alone may come from an agent that has retired (DEL-11).
    pub is_retirement: bool,
}

impl KindProfile {
    /// Allowance for skew between clocks, milliseconds (FRS-1, FRS-2). Kinds that require a nonce are one-shot.
    #[must_use]
    pub const fn skew_ms(&self) -> i64 {
        match self.nonce {
            Need::Required => ONE_SHOT_SKEW_MS,
            Need::Optional | Need::Forbidden => SKEW_MS,
        }
    }
}

/// A kind of statement: which message it signs, and what holds for it.
///
/// Implemented by uninhabited types, so that a crate can add kinds whose messages are generated elsewhere.
pub trait Kind {
    /// The payload.
    type Message: prost::Message + Default + Clone + Described;

    /// What is reported when it is refused.
    type Violation: Violation + From<IdentityViolation>;

    /// Its row in the table of kinds.
    const PROFILE: &'static KindProfile;

    /// The header; there in every message that was decoded.
    fn header(message: &Self::Message) -> Option<&Header>;

    /// The instant from which it no longer holds, milliseconds since the Unix epoch: what its header says, if its kind knows
    /// no other.
    fn end_of_life_ms(message: &Self::Message) -> Option<i64> {
        Some(header_of::<Self>(message).expires_at_ms).filter(|end_ms| *end_ms != 0)
    }

    /// The epoch that it states, if its kind states one.
    fn epoch(_message: &Self::Message) -> Option<u64> {
        None
    }

    /// The rules of this kind alone at the stage SEMANTIC.
    ///
    /// # Errors
    /// The rule that is broken.
    fn check(_message: &Self::Message, _signer: &AgentId) -> Result<(), Self::Violation> {
        Ok(())
    }
}

static NO_HEADER: Header = Header {
    network_id: String::new(),
    issuer: Vec::new(),
    delegation: Vec::new(),
    audience: Vec::new(),
    nonce: Vec::new(),
    issued_at_ms: 0,
    expires_at_ms: 0,
    extensions: Vec::new(),
};

/// The header; an empty one, which no rule lets pass, where there is none.
pub(crate) fn header_of<K: Kind + ?Sized>(message: &K::Message) -> &Header {
    K::header(message).unwrap_or(&NO_HEADER)
}

/// Checks what concerns a header alone: HDR-3 to HDR-7.
pub(crate) fn check_header(profile: &KindProfile, header: &Header) -> Result<(), IdentityViolation> {
    let delegation = if profile.scope.is_some() {
        Need::Optional
    } else {
        Need::Forbidden
    };
    need(delegation, !header.delegation.is_empty(), "delegation")?;
    need(profile.audience, !header.audience.is_empty(), "audience")?;
    need(profile.nonce, !header.nonce.is_empty(), "nonce")?;
    need(profile.expiry, header.expires_at_ms != 0, "expires_at_ms")?;
    if header.expires_at_ms != 0 {
        let lifetime = header.expires_at_ms.saturating_sub(header.issued_at_ms);
        check(profile.lifetime_ms.contains(&lifetime), IdentityViolation::Lifetime)?;
    }
    let ascending = header.extensions.is_sorted_by(|a, b| a.id.as_bytes() < b.id.as_bytes());
    check(ascending, IdentityViolation::ExtensionOrder)?;
    // Version 1 registers no extension, so that none is known.
    check(
        !header.extensions.iter().any(|extension| extension.critical),
        IdentityViolation::ExtensionCritical,
    )
}

fn need(need: Need, present: bool, field: &'static str) -> Result<(), IdentityViolation> {
    match need {
        Need::Required => check(present, IdentityViolation::HeaderFieldRequired { field }),
        Need::Optional => Ok(()),
        Need::Forbidden => check(!present, IdentityViolation::HeaderFieldForbidden { field }),
    }
}
