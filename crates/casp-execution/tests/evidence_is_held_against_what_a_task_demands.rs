//! A package without fault is enough for a task only with receipts of signers that count, and attestations that somebody judges genuine.

#![allow(clippy::restriction, reason = "test code")]

#[path = "../../casp-evidence/tests/support/mod.rs"]
mod support;

use casp_evidence::verify_package;
use casp_execution::{NoReports, Reports, meets_demand};
use casp_trust::EvidenceDemand;
use casp_wire::encode;
use casp_wire::v1::{AttestationEvidence, SignerClass};
use support::scene::Scene;
use support::{ENCLAVE, PROVIDER, TOOL, verifier};

/// Takes every report but those that say otherwise for genuine, and its bytes for the measurement.
struct Readable;

impl Reports for Readable {
    fn measurement(&self, attestation: &AttestationEvidence) -> Result<Vec<u8>, String> {
        if attestation.report == b"forged" {
            return Err("forged".into());
        }
        Ok(attestation.report.clone())
    }
}

/// The code of what is missing, if anything is.
fn held(scene: &Scene, demand: &EvidenceDemand, reports: &dyn Reports) -> Option<&'static str> {
    let bytes = encode(&scene.package());
    let package = verify_package(&mut verifier(), &bytes).unwrap();
    let package = package.into_verified_of_any().unwrap();
    meets_demand(&package, demand, reports).err().map(|fault| fault.code())
}

fn signed_by(agents: &'static [u8]) -> Scene {
    Scene {
        receipts: agents.len(),
        receipt_by: Box::new(|index| agents[index]),
        // The second vouches for the enclave's key, and a package may not name others.
        attestations: if agents.contains(&ENCLAVE) { 2 } else { 1 },
        quote: Box::new(|quote| {
            quote.terms.as_mut().unwrap().receipt_signers = vec![support::id(TOOL).as_bytes().into()]
        }),
        offer: Box::new(|offer| {
            offer.terms.as_mut().unwrap().receipt_signers = vec![support::id(TOOL).as_bytes().into()]
        }),
        ..Scene::default()
    }
}

fn classes(classes: &[SignerClass]) -> EvidenceDemand {
    EvidenceDemand {
        signer_classes: classes.into(),
        ..EvidenceDemand::default()
    }
}

#[test]
fn what_demands_nothing_is_met_by_any_sound_package() {
    let nothing = EvidenceDemand::default();
    assert_eq!(held(&Scene::default(), &nothing, &NoReports), None);
    let without = Scene {
        receipts: 0,
        attestations: 0,
        evidence: vec![],
        ..Scene::default()
    };
    assert_eq!(held(&without, &nothing, &NoReports), None);
}

#[test]
fn a_kind_of_evidence_that_the_contract_does_not_promise_is_missed() {
    let demand = EvidenceDemand {
        kinds: vec!["tool-receipt".into(), "trace".into()],
        ..EvidenceDemand::default()
    };
    assert_eq!(held(&Scene::default(), &demand, &NoReports), None);
    let without = Scene {
        evidence: vec!["trace"],
        ..Scene::default()
    };
    assert_eq!(held(&without, &demand, &NoReports), Some("evidence-kind"));
}

#[test]
fn one_receipt_has_to_be_of_a_signer_that_counts() {
    let third = classes(&[SignerClass::EndorsedThirdParty]);
    assert_eq!(
        held(&signed_by(&[PROVIDER, PROVIDER]), &third, &Readable),
        Some("receipt-class")
    );
    assert_eq!(held(&signed_by(&[PROVIDER, TOOL]), &third, &Readable), None);
    let none = Scene {
        evidence: vec![],
        ..signed_by(&[])
    };
    let either = classes(&[SignerClass::HostProxy, SignerClass::EndorsedThirdParty]);
    assert_eq!(held(&signed_by(&[PROVIDER]), &either, &NoReports), None);
    assert_eq!(held(&none, &either, &NoReports), Some("receipt-class"));
}

#[test]
fn an_attested_receipt_counts_only_under_a_report_that_is_judged_genuine() {
    let attested = classes(&[SignerClass::Attested]);
    let scene = signed_by(&[ENCLAVE]);
    assert_eq!(held(&scene, &attested, &NoReports), Some("receipt-class"));
    assert_eq!(held(&scene, &attested, &Readable), None);
    // A genuine report for another key does not do.
    let forged = Scene {
        attestation: Box::new(|index, it| {
            if index == 1 {
                it.report = b"forged".into();
            }
        }),
        ..signed_by(&[ENCLAVE])
    };
    assert_eq!(held(&forged, &attested, &Readable), Some("receipt-class"));
}

#[test]
fn an_attestation_has_to_be_of_a_kind_that_counts_genuine_and_of_a_known_measurement() {
    let demand = |kind: &str, measurement: Option<&[u8]>| EvidenceDemand {
        attestation_kinds: vec![kind.into()],
        measurements: measurement.into_iter().map(Into::into).collect(),
        ..EvidenceDemand::default()
    };
    let scene = Scene::default();
    assert_eq!(held(&scene, &demand("tpm2", None), &Readable), None);
    assert_eq!(held(&scene, &demand("tpm2", Some(b"a report")), &Readable), None);
    assert_eq!(held(&scene, &demand("tdx", None), &Readable), Some("attestation-kind"));
    assert_eq!(
        held(&scene, &demand("tpm2", None), &NoReports),
        Some("attestation-report")
    );
    assert_eq!(
        held(&scene, &demand("tpm2", Some(b"another")), &Readable),
        Some("attestation-measurement")
    );
}
