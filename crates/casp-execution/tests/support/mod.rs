//! Dispute bundles: an engagement with its evidence, and what may be shown beside it.

#![allow(
    clippy::restriction,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each test takes a part"
)]

#[path = "../../../casp-evidence/tests/support/mod.rs"]
pub mod evidence;

use casp_evidence::{History, TraceCheckpointKind, prove_fork, tree};
use casp_identity::ObjectId;
use casp_task::{OutcomeReportKind, TaskEventKind, TaskResultKind};
use casp_wire::v1::{
    Bundle, DisputeBundle, EvidencePackage, ForkProof, Outcome, OutcomeReport, TaskEvent, TaskResult, TaskState,
    TraceCheckpoint,
};
use casp_wire::{Layer, decode};

use evidence::scene::{DEADLINE, Scene, content, to};
use evidence::{
    MINUTE, NOW, PROVIDER, REQUESTER, SESSION, bundle, events, hashes, header, id, leaves, object_id, seal,
};

/// An irreversible task that was done as agreed, with all of its evidence.
pub fn committed() -> Scene {
    Scene {
        committed: true,
        ..Scene::default()
    }
}

/// What a package holds, as a dispute bundle.
pub fn shown(package: EvidencePackage) -> DisputeBundle {
    DisputeBundle {
        offer: package.offer,
        quote: package.quote,
        acceptance: package.acceptance,
        request: package.request,
        prepared: package.prepared,
        commit: package.commit,
        result: package.result,
        ack: package.ack,
        receipts: package.receipts,
        trace: package.events,
        checkpoints: package.checkpoints,
        attestations: package.attestations,
        ..DisputeBundle::default()
    }
}

fn contract(shown: &DisputeBundle) -> ObjectId {
    object_id(shown.acceptance.as_ref().unwrap())
}

/// A task event, of which a reason of so many bytes is told.
pub fn event(shown: &DisputeBundle, seq: u64, at: i64) -> Bundle {
    let event = TaskEvent {
        header: Some(to(PROVIDER, REQUESTER, at)),
        contract: contract(shown).0.into(),
        seq,
        state: TaskState::Running.into(),
        ..TaskEvent::default()
    };
    bundle(&seal::<TaskEventKind>(PROVIDER, &event))
}

/// The requester's report that nothing came.
pub fn missed(shown: &DisputeBundle) -> Bundle {
    let report = OutcomeReport {
        header: Some(header(REQUESTER, DEADLINE + MINUTE)),
        contract: contract(shown).0.into(),
        subject: id(PROVIDER).as_bytes().into(),
        outcome: Outcome::NoResult.into(),
        ..OutcomeReport::default()
    };
    bundle(&seal::<OutcomeReportKind>(REQUESTER, &report))
}

/// So many other results of the same contract, each with so many bytes of output.
pub fn seconds(shown: &DisputeBundle, count: u8, bytes: usize) -> Vec<Bundle> {
    let subject = shown.result.as_ref().unwrap().subject.as_ref().unwrap();
    let mut result: TaskResult = decode(&subject.payload, Layer::Payload).unwrap();
    let mut all: Vec<_> = (0..count)
        .map(|number| {
            result.output = Some(content(&vec![number; bytes]));
            bundle(&seal::<TaskResultKind>(PROVIDER, &result))
        })
        .collect();
    all.sort_by_key(object_id);
    all
}

/// Proof of two histories of the contract.
pub fn fork(shown: &DisputeBundle) -> ForkProof {
    let ours = hashes(&leaves(&events(4)));
    let mut other = events(6);
    other[2].data = b"something else".to_vec();
    let other = hashes(&leaves(&other));
    let signed = [&ours, &other].map(|hashes| {
        let checkpoint = TraceCheckpoint {
            header: Some(header(PROVIDER, NOW + 2 * MINUTE)),
            contract: contract(shown).0.into(),
            session: SESSION.into(),
            size: hashes.len() as u64,
            root: tree::root(hashes).into(),
        };
        seal::<TraceCheckpointKind>(PROVIDER, &checkpoint)
    });
    let proof = prove_fork(
        History::of_checkpoint(&signed[0], &ours),
        History::of_checkpoint(&signed[1], &other),
    );
    decode(&proof.unwrap(), Layer::Envelope).unwrap()
}

/// A bundle with something in nearly every field.
pub fn full() -> DisputeBundle {
    let mut it = shown(committed().package());
    it.events = (1..=3).map(|seq| event(&it, seq, NOW + MINUTE)).collect();
    it.reports = vec![missed(&it)];
    it.seconds = seconds(&it, 2, 10);
    it.forks = vec![fork(&it)];
    it
}
