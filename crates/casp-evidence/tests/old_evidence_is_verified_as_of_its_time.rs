//! Evidence by an operational key holds as of a time at which its delegation lived, which the contract has to admit (SPEC.md
//! section 17.6).

#![allow(clippy::restriction, reason = "test code")]

mod support;

use casp_evidence::{ToolReceiptKind, TraceCheckpointKind};
use casp_identity::{DelegationKind, Signed};
use casp_wire::encode;
use casp_wire::v1::{EvidencePackage, Header, ToolReceipt, TraceCheckpoint};
use support::scene::{AS_OF, DEADLINE, Scene, id_of, spoil};
use support::{DAY, MINUTE, NOW, PROVIDER, WORKER, bundle, delegation, faults_of, header, key};

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
fn as_of_a_time_at_which_the_delegation_lived_it_holds() {
    let bytes = encode(&package(&["receipt"]));
    assert_eq!(faults_of(&bytes, AS_OF), []);
    // The delegation's own allowance for skew is 5 seconds.
    assert_eq!(faults_of(&bytes, ENDS + 4_999), []);
    assert_eq!(faults_of(&bytes, ENDS + 5_000), BOTH);
    assert_eq!(faults_of(&bytes, DEADLINE), BOTH);
}

#[test]
fn years_later_it_holds_as_of_that_time() {
    // Nothing in a verifier knows what time it is.
    assert_eq!(faults_of(&encode(&package(&["receipt"])), AS_OF), []);
    let outside = NOW + 400 * DAY;
    assert_eq!(
        faults_of(&encode(&package(&["receipt"])), outside),
        [("acceptance", 0, "PKG-2")]
    );
}

#[test]
fn a_key_that_may_sign_tasks_may_not_sign_evidence() {
    assert_eq!(faults_of(&encode(&package(&["task"])), AS_OF), BOTH);
    assert_eq!(faults_of(&encode(&package(&["receipt", "task"])), AS_OF), []);
}

#[test]
fn a_delegation_that_was_tampered_with_lets_nobody_sign() {
    let mut package = package(&["receipt"]);
    package.checkpoints[0].proofs[0].signatures[0].sig[3] ^= 1;
    assert_eq!(faults_of(&encode(&package), AS_OF), [("checkpoints", 0, "REC-1")]);
    spoil(&mut package.checkpoints[1]);
    assert_eq!(faults_of(&encode(&package), AS_OF), BOTH);
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
    let recorded = support::verifier().verify_archival(signed, AS_OF).unwrap();
    assert_eq!(
        (recorded.issuer(), recorded.signer()),
        (support::id(PROVIDER), support::id(WORKER))
    );
}
