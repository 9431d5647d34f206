//! Every statement of a package holds at its own time, which lies within the contract (CTR-17, PKG-2, SPEC.md section 17.6).

#![allow(clippy::restriction, reason = "test code")]

mod support;

use casp_evidence::{ToolReceiptKind, TraceCheckpointKind};
use casp_identity::{DelegationKind, Signed};
use casp_wire::encode;
use casp_wire::v1::{EvidencePackage, Header, ToolReceipt, TraceCheckpoint};
use support::scene::{DEADLINE, Scene, id_of, spoil};
use support::{DAY, MINUTE, NOW, PROVIDER, SECOND, WORKER, bundle, delegation, faults_of, header, key};

/// The delegation of the provider to its worker ends long before the contract does.
const ENDS: i64 = NOW + 60 * MINUTE;

/// A header of the provider, whose worker signs.
fn delegated(delegation: &Signed<DelegationKind>, issued_at_ms: i64) -> Header {
    Header {
        delegation: id_of(delegation).0.into(),
        ..header(PROVIDER, issued_at_ms)
    }
}

/// The usual package, with its checkpoints signed by the worker.
fn package(scopes: &[&str]) -> EvidencePackage {
    let delegation = delegation(PROVIDER, scopes, NOW, ENDS - NOW);
    let mut package = Scene::default().package();
    for checkpoint in &mut package.checkpoints {
        let payload = &checkpoint.subject.as_ref().unwrap().payload;
        let message: TraceCheckpoint = casp_wire::decode(payload, casp_wire::Layer::Payload).unwrap();
        let message = TraceCheckpoint {
            header: Some(delegated(&delegation, NOW + 2 * MINUTE)),
            ..message
        };
        let signed = Signed::<TraceCheckpointKind>::seal_delegated(&message, key(WORKER), &delegation);
        // Nobody can be kept from signing beyond his scopes.
        *checkpoint = signed.map_or_else(|_| beyond_scope(&message, &delegation), |signed| bundle(&signed));
    }
    package
}

fn beyond_scope(message: &TraceCheckpoint, delegation: &Signed<DelegationKind>) -> casp_wire::v1::Bundle {
    let payload_type = "application/vnd.casp.trace-checkpoint.v1+protobuf";
    casp_wire::v1::Bundle {
        subject: Some(support::forge::envelope(payload_type, &encode(message), key(WORKER))),
        proofs: bundle(delegation).subject.into_iter().collect(),
    }
}

const BOTH: [(&str, usize, &str); 2] = [("checkpoints", 0, "REC-1"), ("checkpoints", 1, "REC-1")];

#[test]
fn what_a_key_signed_while_it_lived_holds_for_good() {
    // Nothing in a verifier knows what time it is, and the delegation has ended long before the deadline.
    const { assert!(ENDS < DEADLINE) }
    assert_eq!(faults_of(&encode(&package(&["receipt"]))), []);
}

#[test]
fn a_key_may_be_rolled_while_the_task_runs() {
    let (old, new) = (
        delegation(PROVIDER, &["receipt"], NOW, 90 * SECOND),
        delegation(PROVIDER, &["receipt"], NOW + 80 * SECOND, DAY),
    );
    let mut package = Scene::default().package();
    for (checkpoint, (by, at)) in package
        .checkpoints
        .iter_mut()
        .zip([(&old, 85 * SECOND), (&new, 100 * SECOND)])
    {
        let payload = &checkpoint.subject.as_ref().unwrap().payload;
        let message: TraceCheckpoint = casp_wire::decode(payload, casp_wire::Layer::Payload).unwrap();
        let header = Some(delegated(by, NOW + at));
        let message = TraceCheckpoint { header, ..message };
        let signed = Signed::<TraceCheckpointKind>::seal_delegated(&message, key(WORKER), by).unwrap();
        *checkpoint = bundle(&signed);
    }
    assert_eq!(faults_of(&encode(&package)), []);
}

/// Faults of the usual package, with its first receipt and checkpoint issued at these times.
fn dated(started: i64, receipt: i64, checkpoint: i64) -> Vec<(&'static str, usize, &'static str)> {
    let scene = Scene {
        receipts: 1,
        checkpoints: vec![6],
        receipt: Box::new(move |_, it| {
            it.header.as_mut().unwrap().issued_at_ms = receipt;
            (it.started_at_ms, it.ended_at_ms) = (started, started);
        }),
        checkpoint: Box::new(move |_, it| it.header.as_mut().unwrap().issued_at_ms = checkpoint),
        ..Scene::default()
    };
    faults_of(&encode(&scene.package()))
}

#[test]
fn what_was_done_lies_between_acceptance_and_deadline() {
    let (first, last) = (NOW + 2 * SECOND - 60 * SECOND, DEADLINE + 30 * SECOND);
    assert_eq!(dated(first, first, first), []);
    assert_eq!(dated(first, last, last), []);
    assert_eq!(dated(first - 1, first, first), [("receipts", 0, "PKG-2")]);
    assert_eq!(dated(first, last + 1, last), [("receipts", 0, "PKG-2")]);
    assert_eq!(dated(first, first, first - 1), [("checkpoints", 0, "PKG-2")]);
    assert_eq!(dated(first, last, last + 1), [("checkpoints", 0, "PKG-2")]);
}

#[test]
fn nothing_is_said_before_what_it_names_and_an_ack_may_come_late() {
    let result = |at: i64| {
        let scene = Scene {
            acknowledged: false,
            result: Box::new(move |it| it.header.as_mut().unwrap().issued_at_ms = at),
            ..Scene::default()
        };
        faults_of(&encode(&scene.package()))
    };
    let of_request = NOW + 3 * SECOND - 30 * SECOND;
    assert_eq!(result(of_request), []);
    assert_eq!(result(of_request - 1), [("result", 0, "CTR-17")]);
    let ack = |at: i64| {
        let scene = Scene {
            ack: Box::new(move |it| it.header.as_mut().unwrap().issued_at_ms = at),
            ..Scene::default()
        };
        faults_of(&encode(&scene.package()))
    };
    let of_result = NOW + 3 * MINUTE - 30 * SECOND;
    assert_eq!(ack(of_result), []);
    assert_eq!(ack(of_result - 1), [("ack", 0, "CTR-17")]);
    assert_eq!(ack(DEADLINE + 400 * DAY), []);
}

#[test]
fn a_key_that_may_sign_tasks_may_not_sign_evidence() {
    assert_eq!(faults_of(&encode(&package(&["task"]))), BOTH);
    assert_eq!(faults_of(&encode(&package(&["receipt", "task"]))), []);
}

#[test]
fn a_delegation_that_was_tampered_with_lets_nobody_sign() {
    let mut package = package(&["receipt"]);
    package.checkpoints[0].proofs[0].signatures[0].sig[3] ^= 1;
    assert_eq!(faults_of(&encode(&package)), [("checkpoints", 0, "REC-1")]);
    spoil(&mut package.checkpoints[1]);
    assert_eq!(faults_of(&encode(&package)), BOTH);
}

#[test]
fn a_receipt_by_an_operational_key_is_its_issuers() {
    let delegation = delegation(PROVIDER, &["receipt"], NOW, ENDS - NOW);
    let message = ToolReceipt {
        header: Some(delegated(&delegation, NOW + MINUTE)),
        contract: vec![1; 32],
        seq: 1,
        tool: "tool".into(),
        input_digest: vec![2; 32],
        output_digest: vec![3; 32],
        started_at_ms: NOW,
        ended_at_ms: NOW,
        signer_class: casp_wire::v1::SignerClass::HostProxy.into(),
        ..ToolReceipt::default()
    };
    let signed = Signed::<ToolReceiptKind>::seal_delegated(&message, key(WORKER), &delegation).unwrap();
    let recorded = support::verifier().verify_as_issued(signed).unwrap();
    assert_eq!(
        (recorded.issuer(), recorded.signer()),
        (support::id(PROVIDER), support::id(WORKER))
    );
}
