//! A registry under test, and what is sent to it.

#![allow(
    clippy::restriction,
    clippy::arithmetic_side_effects,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each user takes a part"
)]

use casp_descriptor::{DescriptorKind, DescriptorViolation, Publication, RefreshKind, WithdrawalKind};
use casp_discovery::registry::{
    Acknowledged, Identity, Known, KnownAnswer, Origin, Outcome, Persist, Pricing, Publishes, Reason, Refusal,
    Registry, RegistryLimits,
};
use casp_discovery::{DiscoveryViolation, Registering, RegistrationReceiptKind, Work};
use casp_identity::{HashKey, Kind, Signed, Verified};
use casp_wire::v1::{AdmissionChallenge, AdmissionProof, RegistrationReceipt};

pub use crate::support::*;

pub const DAY: i64 = 86_400_000;

pub fn identity() -> Identity {
    Identity {
        network_id: NETWORK.into(),
        agent: id(REGISTRY),
        challenge_secret: [42; 32],
        hash_key: HashKey::new(&[7; 16]),
    }
}

/// Limits under which nothing is asked of newcomers.
pub fn open_limits() -> RegistryLimits {
    RegistryLimits {
        pricing: None,
        ..RegistryLimits::default()
    }
}

/// Limits under which newcomers work a little.
pub fn cheap_limits() -> RegistryLimits {
    RegistryLimits {
        pricing: Some(Pricing {
            base_bits: 4,
            ..Pricing::default()
        }),
        ..RegistryLimits::default()
    }
}

pub fn registry(limits: RegistryLimits) -> Registry {
    Registry::new(identity(), limits)
}

pub fn origin(n: u8) -> Origin {
    Origin::new(&[10, 0, n]).unwrap()
}

/// A statement for a registry, of any kind.
#[derive(Clone, Debug)]
pub enum Said {
    Descriptor(Signed<DescriptorKind>),
    Refresh(Signed<RefreshKind>),
    Withdrawal(Signed<WithdrawalKind>),
}

impl From<Signed<DescriptorKind>> for Said {
    fn from(signed: Signed<DescriptorKind>) -> Self {
        Self::Descriptor(signed)
    }
}

impl From<Signed<RefreshKind>> for Said {
    fn from(signed: Signed<RefreshKind>) -> Self {
        Self::Refresh(signed)
    }
}

impl From<Signed<WithdrawalKind>> for Said {
    fn from(signed: Signed<WithdrawalKind>) -> Self {
        Self::Withdrawal(signed)
    }
}

impl Said {
    pub fn publishes(&self) -> Publishes {
        match self {
            Self::Descriptor(_) => Publishes::Descriptor,
            Self::Refresh(_) => Publishes::Refresh,
            Self::Withdrawal(_) => Publishes::Withdrawal,
        }
    }

    pub fn registration(&self, admission: Option<AdmissionProof>) -> Vec<u8> {
        match self {
            Self::Descriptor(signed) => sealed(signed, admission),
            Self::Refresh(signed) => sealed(signed, admission),
            Self::Withdrawal(signed) => sealed(signed, admission),
        }
    }
}

fn sealed<K: Kind>(signed: &Signed<K>, admission: Option<AdmissionProof>) -> Vec<u8>
where
    Publication: From<Verified<K>>,
    DiscoveryViolation: From<K::Violation>,
{
    Registering::seal(signed, admission).unwrap()
}

pub fn send(registry: &mut Registry, said: &Said, from: Origin, now_ms: i64) -> Outcome {
    registry.register(said.publishes(), &said.registration(None), from, now_ms)
}

/// Sends with whatever work is asked for.
pub fn send_working(registry: &mut Registry, said: &Said, from: Origin, now_ms: i64) -> Outcome {
    match send(registry, said, from, now_ms) {
        Outcome::Refused(refusal) => match refusal.reason {
            Reason::AdmissionRequired(challenge) => {
                let registration = said.registration(Some(solve(challenge)));
                registry.register(said.publishes(), &registration, from, now_ms)
            }
            _ => Outcome::Refused(refusal),
        },
        outcome => outcome,
    }
}

pub fn solve(challenge: AdmissionChallenge) -> AdmissionProof {
    let solution = Work::of(&challenge).try_from_number(0, 1 << 24).unwrap();
    AdmissionProof {
        challenge: Some(challenge),
        solution: solution.into(),
    }
}

#[track_caller]
pub fn accepted(outcome: Outcome) -> Persist {
    match outcome {
        Outcome::Accepted(persist) => persist,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
pub fn refused(outcome: Outcome) -> Refusal {
    match outcome {
        Outcome::Refused(refusal) => *refusal,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
pub fn known(outcome: Outcome) -> (DescriptorViolation, KnownAnswer) {
    match outcome {
        Outcome::Known(Known { violation, answer, .. }) => (violation, answer),
        other => panic!("{other:?}"),
    }
}

/// Registers, lets it be persisted at once, and gives the receipt.
#[track_caller]
pub fn acknowledged(registry: &mut Registry, said: &Said, from: Origin, now_ms: i64) -> Acknowledged {
    let persist = accepted(send_working(registry, said, from, now_ms));
    registry.persisted(persist.ticket, now_ms).unwrap()
}

pub fn signed_receipt(receipt: &RegistrationReceipt) -> Signed<RegistrationReceiptKind> {
    Signed::seal(receipt, &key(REGISTRY)).unwrap()
}

/// A descriptor of agent `agent`, issued at a time, that lives ten minutes.
pub fn translator(agent: u8, sequence: u64, latency_ms: u64, at_ms: i64) -> Signed<DescriptorKind> {
    descriptor_with(
        agent,
        sequence,
        vec![capability("org.example/translate", latency_ms)],
        |message| message.header = Some(header(agent, at_ms)),
    )
}
