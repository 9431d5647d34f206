//! Agents, a network, a time, and packages about to be verified.

#![allow(
    clippy::restriction,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each test takes a part"
)]

#[path = "../../../casp-identity/tests/entry_points/forge.rs"]
pub mod forge;
pub mod reference;
pub mod scene;

use casp_evidence::{EvidenceViolation, PackageReport, TraceCheckpointKind, verify_package};
use casp_identity::{AgentId, DelegationKind, Kind, ObjectId, Signed, Verifier, envelope_object_id};
use casp_wire::Violation as _;
use casp_wire::v1::{Bundle, Delegation, EvidencePackage, Header, TraceCheckpoint, TraceEvent};

pub use forge::{id, key};

pub const NETWORK: &str = "test";
pub const NOW: i64 = 1_767_225_600_000;
pub const SECOND: i64 = 1_000;
pub const MINUTE: i64 = 60_000;
pub const DAY: i64 = 86_400_000;

pub const REQUESTER: u8 = 1;
pub const PROVIDER: u8 = 2;
/// Endorsed by the contract.
pub const TOOL: u8 = 3;
/// Holds an operational key of the provider.
pub const WORKER: u8 = 4;
/// Vouched for by hardware.
pub const ENCLAVE: u8 = 5;
pub const STRANGER: u8 = 6;

pub const SESSION: [u8; 16] = [9; 16];

pub fn verifier() -> Verifier {
    Verifier::new(NETWORK, None)
}

/// Of a statement that lasts.
pub fn header(agent: u8, issued_at_ms: i64) -> Header {
    Header {
        network_id: NETWORK.into(),
        issuer: id(agent).as_bytes().into(),
        issued_at_ms,
        ..Header::default()
    }
}

pub fn seal<K: Kind>(agent: u8, message: &K::Message) -> Signed<K> {
    Signed::seal(message, key(agent)).unwrap_or_else(|error| panic!("{error}"))
}

pub fn bundle<K>(signed: &Signed<K>) -> Bundle {
    casp_wire::decode(signed.as_bytes(), casp_wire::Layer::Envelope).unwrap()
}

pub fn object_id(bundle: &Bundle) -> ObjectId {
    envelope_object_id(bundle.subject.as_ref().unwrap())
}

/// A salt that nobody would guess if the position were a secret.
pub fn salt(position: u64) -> [u8; 16] {
    let mut salt = [0x5a; 16];
    salt[8..].copy_from_slice(&position.to_be_bytes());
    salt
}

pub fn event(seq: u64) -> TraceEvent {
    TraceEvent {
        seq,
        salt: salt(seq).into(),
        at_ms: NOW + seq as i64,
        kind: "note".into(),
        receipt: Vec::new(),
        data: format!("event {seq}").into(),
        terminal: false,
    }
}

/// Events of a trace, the last of them terminal.
pub fn events(count: u64) -> Vec<TraceEvent> {
    (1..=count)
        .map(|seq| TraceEvent {
            terminal: seq == count,
            ..event(seq)
        })
        .collect()
}

pub fn leaves(events: &[TraceEvent]) -> Vec<Vec<u8>> {
    events.iter().map(casp_wire::encode).collect()
}

pub fn hashes(leaves: &[Vec<u8>]) -> Vec<[u8; 32]> {
    leaves.iter().map(|leaf| casp_evidence::tree::leaf_hash(leaf)).collect()
}

/// A checkpoint by the provider of a trace with these leaf hashes, without contract.
pub fn checkpoint(session: [u8; 16], leaves: &[[u8; 32]]) -> TraceCheckpoint {
    TraceCheckpoint {
        header: Some(header(PROVIDER, NOW)),
        contract: Vec::new(),
        session: session.into(),
        size: leaves.len() as u64,
        root: casp_evidence::tree::root(leaves).into(),
    }
}

pub fn signed_checkpoint(session: [u8; 16], leaves: &[[u8; 32]]) -> Signed<TraceCheckpointKind> {
    seal(PROVIDER, &checkpoint(session, leaves))
}

/// A delegation by the agent to the worker, for these scopes, that ends after `life_ms`.
pub fn delegation(agent: u8, scopes: &[&str], issued_at_ms: i64, life_ms: i64) -> Signed<DelegationKind> {
    let header = Some(Header {
        expires_at_ms: issued_at_ms + life_ms,
        ..header(agent, issued_at_ms)
    });
    let message = Delegation {
        header,
        delegate: id(WORKER).as_bytes().into(),
        scopes: scopes.iter().map(|scope| (*scope).into()).collect(),
        epoch: 1,
    };
    seal(agent, &message)
}

/// Faults of an encoded package as member, position and rule.
pub fn faults_of(bytes: &[u8]) -> Vec<(&'static str, usize, &'static str)> {
    let report = verify_package(&mut verifier(), bytes).unwrap_or_else(|violation| panic!("{violation}"));
    assert_eq!(report.verified().is_some(), (report.faults().len() == 0));
    listed(&report)
}

pub fn listed(report: &PackageReport<'_>) -> Vec<(&'static str, usize, &'static str)> {
    let faults = report.faults();
    faults
        .map(|fault| (fault.member.name(), fault.index, fault.violation.rule()))
        .collect()
}

/// Faults of a package.
pub fn faults(package: &EvidencePackage) -> Vec<(&'static str, usize, &'static str)> {
    faults_of(&casp_wire::encode(package))
}

pub fn agent(number: u8) -> AgentId {
    id(number)
}

pub fn rule(outcome: Result<(), EvidenceViolation>) -> Option<&'static str> {
    outcome.err().map(|violation| violation.rule())
}
