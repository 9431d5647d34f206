//! Agents, a network, a time, and statements about to be applied to a store.

#![allow(
    clippy::restriction,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each test takes a part"
)]

use casp_descriptor::{
    DescriptorKind, DescriptorStore, DescriptorViolation, Publication, RefreshKind, Refused, StoreLimits,
    WithdrawalKind,
};
use casp_identity::{AgentId, DelegationKind, Kind, KnownAgents, ObjectId, RetireKind, Signed, Verified, Verifier};
use casp_wire::v1::{Delegation, DescriptorRefresh, DescriptorWithdrawal, Header, Retire};

pub use crate::entry_points::drive::{NETWORK, START as NOW, descriptor};
pub use crate::entry_points::forge::{id, key};

pub const MINUTE: i64 = 60_000;
pub const DAY: i64 = 86_400_000;
pub const SKEW: i64 = 5_000;
pub const MARK_LIFE: i64 = 86_410_000;

pub const ALICE: u8 = 1;
pub const BOB: u8 = 2;
pub const CAROL: u8 = 3;
pub const WORKER: u8 = 4;

pub fn store() -> DescriptorStore {
    DescriptorStore::new(StoreLimits::default())
}

pub fn header(agent: u8, issued_at_ms: i64) -> Header {
    Header {
        network_id: NETWORK.into(),
        issuer: id(agent).as_bytes().into(),
        issued_at_ms,
        ..Header::default()
    }
}

/// Seals with the root key and verifies at the time of issue, nothing being known.
pub fn verified<K: Kind>(agent: u8, message: &K::Message) -> Verified<K> {
    let signed = Signed::<K>::seal(message, key(agent)).unwrap_or_else(|error| panic!("{error}"));
    as_issued(signed)
}

pub fn as_issued<K: Kind>(signed: Signed<K>) -> Verified<K> {
    let recorded = Verifier::new(NETWORK, None).verify_as_issued(signed.clone());
    let recorded = recorded.unwrap_or_else(|violation| panic!("{violation}"));
    let header = K::header(recorded.message()).unwrap();
    let audience = AgentId::from_multikey(&header.audience).ok();
    Verifier::new(NETWORK, audience)
        .verify(signed, &KnownAgents::new(0), header.issued_at_ms)
        .unwrap_or_else(|violation| panic!("{violation}"))
}

/// A descriptor that lives a minute.
pub fn descriptor_of(agent: u8, epoch: u64, sequence: u64, issued_at_ms: i64) -> Verified<DescriptorKind> {
    verified(
        agent,
        &descriptor(header(agent, issued_at_ms), epoch, sequence, 60_000, 0),
    )
}

pub fn refresh_of(
    agent: u8,
    descriptor: ObjectId,
    (epoch, sequence): (u64, u64),
    issued_at_ms: i64,
    expires_at_ms: i64,
) -> Verified<RefreshKind> {
    let header = Some(Header {
        expires_at_ms,
        ..header(agent, issued_at_ms)
    });
    verified(
        agent,
        &DescriptorRefresh {
            header,
            epoch,
            sequence,
            descriptor: descriptor.0.into(),
        },
    )
}

/// A withdrawal that lives a minute.
pub fn withdrawal_of(agent: u8, epoch: u64, sequence: u64, issued_at_ms: i64) -> Verified<WithdrawalKind> {
    let header = Some(Header {
        expires_at_ms: issued_at_ms + MINUTE,
        ..header(agent, issued_at_ms)
    });
    verified(
        agent,
        &DescriptorWithdrawal {
            header,
            epoch,
            sequence,
        },
    )
}

/// A delegation to the worker, for seven days.
pub fn delegation_of(agent: u8, epoch: u64, issued_at_ms: i64) -> Signed<DelegationKind> {
    let header = Some(Header {
        expires_at_ms: issued_at_ms + 7 * DAY,
        ..header(agent, issued_at_ms)
    });
    let delegate = id(WORKER).as_bytes().into();
    let message = Delegation {
        header,
        delegate,
        scopes: vec!["descriptor".into()],
        epoch,
    };
    Signed::seal(&message, key(agent)).unwrap_or_else(|error| panic!("{error}"))
}

pub fn retirement_of(agent: u8, issued_at_ms: i64) -> Verified<RetireKind> {
    verified(
        agent,
        &Retire {
            header: Some(header(agent, issued_at_ms)),
            successor: Vec::new(),
        },
    )
}

/// The rule by which a store refuses.
pub fn refusal(outcome: Result<(), Refused>) -> Option<DescriptorViolation> {
    outcome.err().map(|refused| refused.violation)
}

pub fn apply_all(store: &mut DescriptorStore, publications: &[Publication], now_ms: i64) {
    for publication in publications {
        store
            .apply(publication.clone(), now_ms)
            .unwrap_or_else(|refused| panic!("{refused}"));
    }
}

pub fn nothing_known() -> KnownAgents {
    KnownAgents::new(100)
}
