//! A small world to test in: agents, a network, a time, and statements made through the public API.

#![allow(
    clippy::restriction,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each test takes a part"
)]

use casp_identity::{
    AgentId, DelegationKind, HostBindingKind, IdentityViolation, Kind, KindProfile, KnownAgents, Need, ObjectId,
    RetireKind, Signed, SoftwareKey, Verified, Verifier,
};
use casp_wire::v1::{Bundle, Delegation, DescriptorWithdrawal, Header, HostBinding, Retire};

use crate::entry_points::forge;
pub use crate::entry_points::forge::{id, key};

pub const NETWORK: &str = "test";
pub const NOW: i64 = 1_767_225_600_000;
pub const HOUR: i64 = 3_600_000;
pub const DAY: i64 = 86_400_000;
pub const SKEW: i64 = 5_000;

/// The agent that most tests are about, its operational key, another agent, and a host.
pub const ALICE: u8 = 1;
pub const WORKER: u8 = 2;
pub const BOB: u8 = 3;
pub const HOST: u8 = 4;
pub const VERIFIER: u8 = 5;

pub fn verifier() -> Verifier {
    Verifier::new(NETWORK, Some(id(VERIFIER)))
}

pub fn nothing_known() -> KnownAgents {
    KnownAgents::new(100)
}

/// A header of a statement made now.
pub fn header(issuer: AgentId) -> Header {
    Header {
        network_id: NETWORK.into(),
        issuer: issuer.as_bytes().into(),
        issued_at_ms: NOW,
        ..Header::default()
    }
}

/// Alice lets her worker sign for a day from now on, in this epoch.
pub fn delegation(epoch: u64) -> Delegation {
    Delegation {
        header: Some(Header {
            expires_at_ms: NOW + DAY,
            ..header(id(ALICE))
        }),
        delegate: id(WORKER).as_bytes().into(),
        scopes: vec!["descriptor".into(), "probe".into()],
        epoch,
    }
}

/// Alice names a host for an hour.
pub fn host_binding() -> HostBinding {
    HostBinding {
        header: Some(Header {
            expires_at_ms: NOW + HOUR,
            ..header(id(ALICE))
        }),
        host: id(HOST).as_bytes().into(),
    }
}

/// Alice retires.
pub fn retirement() -> Retire {
    Retire {
        header: Some(header(id(ALICE))),
        successor: Vec::new(),
    }
}

/// Alice says something that has an epoch.
pub fn probe(epoch: u64) -> DescriptorWithdrawal {
    DescriptorWithdrawal {
        header: Some(header(id(ALICE))),
        epoch,
        sequence: 1,
    }
}

pub fn seal<K: Kind>(message: &K::Message, signer: &SoftwareKey) -> Signed<K> {
    Signed::seal(message, signer).unwrap_or_else(|error| panic!("{error}"))
}

/// Alice's delegation of this epoch to her worker, signed.
pub fn sealed_delegation(epoch: u64) -> Signed<DelegationKind> {
    seal(&delegation(epoch), key(ALICE))
}

/// A message that the worker signs under this delegation, whether or not that covers it; its header is made to name it.
pub fn seal_delegated<K: Headed>(message: &K::Message, delegation: &Signed<DelegationKind>) -> Signed<K> {
    let message = K::under(message.clone(), delegation.object_id().unwrap());
    let subject = forge::envelope(K::PROFILE.payload_type, &casp_wire::encode(&message), key(WORKER));
    let proofs = forge::lenient_bundle(delegation.as_bytes())
        .unwrap()
        .subject
        .into_iter()
        .collect();
    Signed::from_bytes(casp_wire::encode(&Bundle {
        subject: Some(subject),
        proofs,
    }))
}

/// What is verified now, nothing being known.
pub fn verified<K: Kind>(signed: Signed<K>) -> Verified<K> {
    verifier()
        .verify(signed, &nothing_known(), NOW)
        .unwrap_or_else(|violation| panic!("{violation}"))
}

/// The rule that a statement breaks now, nothing being known.
pub fn broken<K: Kind>(signed: Signed<K>) -> K::Violation {
    verifier().verify(signed, &nothing_known(), NOW).unwrap_err()
}

/// Kinds whose header a test may write.
pub trait Headed: Kind {
    fn header_mut(message: &mut Self::Message) -> &mut Header;

    /// The message as one that names this delegation.
    fn under(mut message: Self::Message, delegation: ObjectId) -> Self::Message {
        Self::header_mut(&mut message).delegation = delegation.0.into();
        message
    }
}

/// A kind of this test's own, as another crate would add it: a statement with an epoch that operational keys may sign.
#[derive(Debug)]
pub enum ProbeKind {}

static PROBE: KindProfile = KindProfile {
    payload_type: "application/vnd.casp.probe.v1+protobuf",
    max_payload_bytes: 4_096,
    scope: Some("probe"),
    audience: Need::Optional,
    nonce: Need::Forbidden,
    expiry: Need::Optional,
    lifetime_ms: 1..=DAY,
    is_retirement: false,
};

impl Kind for ProbeKind {
    type Message = DescriptorWithdrawal;
    type Violation = IdentityViolation;
    const PROFILE: &'static KindProfile = &PROBE;

    fn header(message: &DescriptorWithdrawal) -> Option<&Header> {
        message.header.as_ref()
    }

    fn end_of_life_ms(message: &DescriptorWithdrawal) -> Option<i64> {
        message
            .header
            .as_ref()
            .map(|header| header.expires_at_ms)
            .filter(|expires_at_ms| *expires_at_ms != 0)
    }

    fn epoch(message: &DescriptorWithdrawal) -> Option<u64> {
        Some(message.epoch)
    }

    fn check(_message: &DescriptorWithdrawal, _signer: &AgentId) -> Result<(), IdentityViolation> {
        Ok(())
    }
}

impl Headed for ProbeKind {
    fn header_mut(message: &mut DescriptorWithdrawal) -> &mut Header {
        message.header.as_mut().unwrap()
    }
}

impl Headed for HostBindingKind {
    fn header_mut(message: &mut HostBinding) -> &mut Header {
        message.header.as_mut().unwrap()
    }
}

impl Headed for DelegationKind {
    fn header_mut(message: &mut Delegation) -> &mut Header {
        message.header.as_mut().unwrap()
    }
}

impl Headed for RetireKind {
    fn header_mut(message: &mut Retire) -> &mut Header {
        message.header.as_mut().unwrap()
    }
}
