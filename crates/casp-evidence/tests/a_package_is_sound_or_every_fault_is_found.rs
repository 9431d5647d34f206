//! A sound package has no fault; of any other the table of SPEC.md section 17.5 says which members are at fault, and by which
//! rule. Steps 1 to 11, and what a report says.

#![allow(clippy::restriction, reason = "test code")]

mod support;

use casp_evidence::{EvidenceViolation, Member, PackageBuilder, verify_package};
use casp_identity::{IdentityViolation, ObjectId};

use casp_task::TaskViolation;
use casp_wire::limits::MAX_EVIDENCE_PACKAGE_BYTES;
use casp_wire::v1::{
    Acceptance, DeliveryAck, EvidencePackage, Offer, Quote, TaskRequest, TaskResult, TaskStatus, ToolReceipt,
};
use casp_wire::{Stage, Violation as _, encode};
use support::scene::{Scene, reseal, reseal_bundle, spoil};
use support::{
    ENCLAVE, MINUTE, NOW, PROVIDER, REQUESTER, STRANGER, TOOL, agent, bundle, faults, faults_of, header, listed,
    verifier,
};

type Faults = Vec<(&'static str, usize, &'static str)>;

/// Faults of the usual package after an alteration.
fn altered(alter: impl FnOnce(&mut EvidencePackage)) -> Faults {
    let mut package = Scene::default().package();
    alter(&mut package);
    faults(&package)
}

/// Faults of a package that was edited before it was signed.
fn edited(edit: impl FnOnce(&mut Scene)) -> Faults {
    let mut scene = Scene::default();
    edit(&mut scene);
    faults(&scene.package())
}

#[test]
fn a_sound_package_shows_its_contract_and_all_that_was_done() {
    let bytes = encode(&Scene::default().package());
    let report = verify_package(&mut verifier(), &bytes).unwrap();
    assert_eq!(listed(&report), []);
    assert_eq!((report.violation(), report.members_at_fault()), (None, Vec::new()));
    assert!(report.verified().unwrap().is_bilateral());
    let package = report.into_verified_of_any().unwrap();
    let contract = package.contract.as_ref().unwrap();
    assert_eq!(contract.offer.issuer(), agent(REQUESTER));
    assert_eq!(contract.quote.issuer(), agent(PROVIDER));
    assert_eq!(contract.result.message().contract, contract.acceptance.object_id().0);
    assert!(contract.ack.is_some());
    assert_eq!(
        (
            package.receipts.len(),
            package.checkpoints.len(),
            package.unverified_attestations.len()
        ),
        (3, 2, 1)
    );
    assert_eq!(
        package.events().map(|event| event.seq).collect::<Vec<_>>(),
        [1, 2, 3, 4, 5, 6]
    );
    assert_eq!(package.leaves().len(), 6);
}

#[test]
fn a_package_without_acknowledgement_is_unilateral() {
    let bytes = encode(
        &Scene {
            acknowledged: false,
            ..Scene::default()
        }
        .package(),
    );
    let report = verify_package(&mut verifier(), &bytes).unwrap();
    assert!(!report.verified().unwrap().is_bilateral());
}

#[test]
fn a_sound_package_may_be_of_another_contract_than_the_one_asked_for() {
    let scene = Scene::default();
    let contract = support::scene::id_of(&scene.sign().acceptance);
    let bytes = encode(&scene.package());
    let asked = |id: &ObjectId| {
        verify_package(&mut verifier(), &bytes)
            .unwrap()
            .into_verified_of(id)
            .map(drop)
    };
    assert_eq!(asked(&contract), Ok(()));
    assert_eq!(asked(&ObjectId([1; 32])).unwrap_err().rule(), "CTR-9");
}

#[test]
fn what_the_builder_assembles_is_a_package() {
    let signed = Scene::default().sign();
    let mut builder = PackageBuilder::of_contract(
        &signed.offer,
        &signed.quote,
        &signed.acceptance,
        &signed.request,
        &signed.result,
    );
    // In any order of the fields.
    for leaf in &signed.leaves {
        builder = builder.event(leaf);
    }
    builder = signed.attestations.iter().fold(builder, PackageBuilder::attestation);
    builder = signed.receipts.iter().fold(builder, PackageBuilder::receipt);
    builder = signed.checkpoints.iter().fold(builder, PackageBuilder::checkpoint);
    let bytes = builder.ack(&signed.ack).build().unwrap();
    assert_eq!(bytes, encode(&Scene::default().package()));
    assert_eq!(faults_of(&bytes), []);

    let broken = PackageBuilder::of_trace().event(b"no event").build();
    assert_eq!(broken.unwrap_err().stage(), Stage::Encoding);
}

#[test]
fn a_trace_without_contract_is_a_package() {
    let trace = |alter: &dyn Fn(&mut EvidencePackage)| {
        let leaves = support::leaves(&support::events(6));
        let hashes = support::hashes(&leaves);
        let mut package = EvidencePackage {
            events: support::events(6),
            checkpoints: [2, 6]
                .map(|size| bundle(&support::signed_checkpoint(support::SESSION, &hashes[..size])))
                .into(),
            ..EvidencePackage::default()
        };
        alter(&mut package);
        faults(&package)
    };
    assert_eq!(trace(&|_| {}), []);
    assert_eq!(trace(&|package| package.events.clear()), [("events", 0, "PKG-1")]);
    assert_eq!(
        trace(&|package| package.checkpoints.clear()),
        [("checkpoints", 0, "PKG-1")]
    );
    assert_eq!(
        faults(&EvidencePackage::default()),
        [("events", 0, "PKG-1"), ("checkpoints", 0, "PKG-1")]
    );
    let whole = Scene::default().package();
    assert_eq!(
        trace(&|package| {
            package.ack = whole.ack.clone();
            package.receipts = whole.receipts[..2].to_vec();
            package.attestations = whole.attestations.clone();
        }),
        [
            ("ack", 0, "PKG-1"),
            ("receipts", 0, "PKG-1"),
            ("receipts", 1, "PKG-1"),
            ("attestations", 0, "PKG-1")
        ]
    );
    // The last checkpoint commits; cutting the end off shows.
    assert_eq!(trace(&|package| drop(package.events.pop())), [("events", 4, "TRC-4")]);
    assert_eq!(
        trace(&|package| {
            package.events.pop();
            package.events[4].terminal = true;
        }),
        [("events", 0, "TRC-6")]
    );
    assert_eq!(
        trace(&|package| package.events[3].data.push(1)),
        [("events", 0, "TRC-7")]
    );
    // Without the last checkpoint nobody says who, and what.
    assert_eq!(
        trace(&|package| spoil(&mut package.checkpoints[1])),
        [("checkpoints", 1, "REC-1")]
    );
    assert_eq!(
        trace(&|package| spoil(&mut package.checkpoints[0])),
        [("checkpoints", 0, "REC-1")]
    );
}

#[test]
fn each_of_the_five_that_is_missing_is_at_fault() {
    assert_eq!(altered(|package| package.offer = None), [("offer", 0, "PKG-1")]);
    assert_eq!(altered(|package| package.quote = None), [("quote", 0, "PKG-1")]);
    assert_eq!(
        altered(|package| package.acceptance = None),
        [("acceptance", 0, "PKG-1")]
    );
    assert_eq!(altered(|package| package.request = None), [("request", 0, "PKG-1")]);
    assert_eq!(altered(|package| package.result = None), [("result", 0, "PKG-1")]);
    assert_eq!(
        altered(|package| (package.offer, package.request, package.result) = (None, None, None)),
        [("offer", 0, "PKG-1"), ("request", 0, "PKG-1"), ("result", 0, "PKG-1")]
    );
}

#[test]
fn with_some_of_the_five_missing_the_others_are_checked_as_far_as_they_can_be() {
    // The contract does not need the result.
    let contract = altered(|package| {
        package.result = None;
        reseal(&mut package.request, |request: &mut TaskRequest| {
            request.contract = vec![1; 32]
        });
        spoil(&mut package.receipts[1]);
    });
    assert_eq!(
        contract,
        [
            ("result", 0, "PKG-1"),
            ("receipts", 1, "REC-1"),
            ("request", 0, "CTR-9")
        ]
    );
    // Statements are verified whatever is missing.
    let timeless = altered(|package| {
        package.acceptance = None;
        spoil(&mut package.receipts[1]);
        spoil(package.result.as_mut().unwrap());
        package.events[2].seq = 9;
    });
    assert_eq!(
        timeless,
        [
            ("acceptance", 0, "PKG-1"),
            ("result", 0, "REC-1"),
            ("receipts", 1, "REC-1"),
            ("events", 2, "TRC-1")
        ]
    );
}

#[test]
fn every_statement_passes_archival_verification() {
    let all = altered(|package| {
        for bundle in [
            &mut package.offer,
            &mut package.quote,
            &mut package.request,
            &mut package.result,
            &mut package.ack,
        ] {
            spoil(bundle.as_mut().unwrap());
        }
        package.receipts.iter_mut().for_each(spoil);
        package.checkpoints.iter_mut().for_each(spoil);
    });
    assert_eq!(
        all,
        [
            ("offer", 0, "REC-1"),
            ("quote", 0, "REC-1"),
            ("request", 0, "REC-1"),
            ("result", 0, "REC-1"),
            ("ack", 0, "REC-1"),
            ("receipts", 0, "REC-1"),
            ("receipts", 1, "REC-1"),
            ("receipts", 2, "REC-1"),
            ("checkpoints", 0, "REC-1"),
            ("checkpoints", 1, "REC-1"),
        ]
    );
    assert_eq!(
        altered(|package| spoil(package.acceptance.as_mut().unwrap())),
        [("acceptance", 0, "REC-1")]
    );
    let swapped = altered(|package| core::mem::swap(&mut package.offer, &mut package.quote));
    assert_eq!(swapped, [("offer", 0, "REC-1"), ("quote", 0, "REC-1")]);
}

#[test]
fn a_fault_of_archival_verification_says_why() {
    let mut package = Scene::default().package();
    spoil(&mut package.receipts[1]);
    let bytes = encode(&package);
    let report = verify_package(&mut verifier(), &bytes).unwrap();
    let fault = report.faults().next().unwrap();
    let cause = EvidenceViolation::Task(TaskViolation::Identity(IdentityViolation::SignatureMismatch));
    assert_eq!(fault.cause.as_deref(), Some(&cause));
    assert_eq!(
        fault.violation,
        EvidenceViolation::Task(TaskViolation::RecordMember { member: "receipt" })
    );
}

#[test]
fn the_contract_is_one() {
    let of_quote = |edit: fn(&mut Quote)| altered(|package| reseal(&mut package.quote, edit));
    assert_eq!(of_quote(|quote| quote.offer = vec![1; 32]), [("quote", 0, "CTR-9")]);
    assert_eq!(
        of_quote(|quote| quote.terms.as_mut().unwrap().price.as_mut().unwrap().amount_micros = 6),
        [("quote", 0, "CTR-6")]
    );
    assert_eq!(
        of_quote(|quote| quote.header.as_mut().unwrap().audience = agent(STRANGER).as_bytes().into()),
        [("quote", 0, "CTR-4")]
    );
    let late = |quote: &mut Quote| {
        let header = quote.header.as_mut().unwrap();
        (header.issued_at_ms, header.expires_at_ms) = (NOW + MINUTE, NOW + 2 * MINUTE);
    };
    assert_eq!(of_quote(late), [("quote", 0, "REC-2")]);

    let of_acceptance = |edit: fn(&mut Acceptance)| altered(|package| reseal(&mut package.acceptance, edit));
    assert_eq!(
        of_acceptance(|acceptance| acceptance.quote = vec![1; 32]),
        [("acceptance", 0, "CTR-9")]
    );

    let of_request = |edit: fn(&mut TaskRequest)| altered(|package| reseal(&mut package.request, edit));
    assert_eq!(
        of_request(|request| request.contract = vec![1; 32]),
        [("request", 0, "CTR-9")]
    );
    assert_eq!(
        of_request(|request| request.input = Some(support::scene::content(b"other"))),
        [("request", 0, "CTR-8")]
    );
    // A statement at fault is not read: what names it is not judged by it.
    let of_offer = |edit: fn(&mut Offer)| altered(|package| reseal(&mut package.offer, edit));
    assert_eq!(
        of_offer(|offer| offer.descriptor = vec![2; 32]),
        [("quote", 0, "CTR-9")]
    );
}

#[test]
fn result_and_acknowledgement_are_of_the_contract() {
    let of_result = |edit: fn(&mut TaskResult)| {
        altered(|package| {
            package.ack = None;
            reseal(&mut package.result, edit);
        })
    };
    assert_eq!(
        of_result(|result| result.contract = vec![1; 32]),
        [("result", 0, "CTR-9")]
    );
    assert_eq!(
        of_result(|result| result.request = vec![1; 32]),
        [("result", 0, "CTR-9")]
    );
    assert_eq!(of_result(|result| result.trace = None), [("result", 0, "CTR-13")]);
    assert_eq!(of_result(|result| result.receipts.clear()), [("result", 0, "CTR-13")]);
    let of_ack = |edit: fn(&mut DeliveryAck)| altered(|package| reseal(&mut package.ack, edit));
    assert_eq!(of_ack(|ack| ack.contract = vec![1; 32]), [("ack", 0, "CTR-9")]);
    assert_eq!(of_ack(|ack| ack.result = vec![1; 32]), [("ack", 0, "CTR-9")]);
    let bytes = encode(
        &Scene {
            quote: Box::new(|quote| quote.terms.as_mut().unwrap().deadline_ms = NOW + 3 * MINUTE - 1),
            acknowledged: false,
            ..Scene::default()
        }
        .package(),
    );
    // Nothing else is too late: what is not the result's has 30 seconds.
    assert_eq!(faults_of(&bytes), [("result", 0, "REC-3")]);
    let of_output = edited(|scene| {
        scene.result = Box::new(|result| result.output.as_mut().unwrap().media_type = "text/html".into());
    });
    assert_eq!(of_output, [("result", 0, "CTR-16")]);
}

#[test]
fn an_attestation_that_was_promised_is_there() {
    assert_eq!(
        altered(|package| package.attestations.clear()),
        [("attestations", 0, "PKG-3")]
    );
    assert_eq!(edited(|scene| (scene.attestations, scene.evidence) = (0, vec![])), []);
    let failed = edited(|scene| {
        scene.attestations = 0;
        scene.result = Box::new(|result| (result.status, result.output) = (TaskStatus::Failed.into(), None));
    });
    assert_eq!(failed, []);
}

#[test]
fn an_attestation_is_of_a_key_that_signed_and_bound_to_contract_and_trace() {
    let attested = |edit: fn(usize, &mut casp_wire::v1::AttestationEvidence)| {
        edited(|scene| {
            scene.attestations = 2;
            scene.receipt_by = Box::new(|index| if index == 1 { ENCLAVE } else { PROVIDER });
            scene.attestation = Box::new(edit);
        })
    };
    assert_eq!(attested(|_, _| {}), []);
    assert_eq!(
        attested(|index, it| it.binding[0] ^= index as u8),
        [("attestations", 1, "ATT-2")]
    );
    let strangers = attested(|index, it| {
        if index == 0 {
            it.key = agent(STRANGER).as_bytes().into();
        }
    });
    assert_eq!(strangers, [("attestations", 0, "ATT-1")]);
    // A key of a receipt that is not ATTESTED is nobody's.
    let plain = edited(|scene| {
        scene.receipt_by = Box::new(|_| TOOL);
        scene.attestation = Box::new(|_, it| it.key = agent(TOOL).as_bytes().into());
    });
    assert_eq!(plain, [("attestations", 0, "ATT-1")]);
    // Without trace the root is zero.
    let traceless = edited(|scene| {
        (scene.traced, scene.events) = (false, 0);
        (scene.checkpoints, scene.evidence) = (vec![], vec!["attestation"]);
    });
    assert_eq!(traceless, []);
}

#[test]
fn an_attested_receipt_speaks_for_a_key_even_when_it_is_at_fault() {
    let package = |alter: fn(&mut EvidencePackage)| {
        let mut package = Scene {
            attestations: 2,
            receipt_by: Box::new(|index| if index == 1 { ENCLAVE } else { PROVIDER }),
            ..Scene::default()
        }
        .package();
        alter(&mut package);
        faults(&package)
    };
    // Its signature fails; its signer and class are still looked at.
    assert_eq!(
        package(|package| spoil(&mut package.receipts[1])),
        [("receipts", 1, "REC-1")]
    );
    // Its payload does not decode: it has an object id alone.
    let garbled = package(|package| {
        let subject = package.receipts[1].subject.as_mut().unwrap();
        subject.payload.push(0);
    });
    let expected = [
        ("receipts", 1, "REC-1"),
        ("attestations", 1, "ATT-1"),
        ("receipts", 2, "RCP-5"),
        ("events", 1, "TRC-5"),
        ("result", 0, "RCP-7"),
    ];
    assert_eq!(garbled, expected);
}

#[test]
fn a_package_is_refused_by_its_first_fault_of_chain_else_of_attestation() {
    let report_of = |alter: fn(&mut EvidencePackage)| {
        let mut package = Scene::default().package();
        alter(&mut package);
        let bytes = encode(&package);
        let report = verify_package(&mut verifier(), &bytes).unwrap();
        (
            report.violation().unwrap(),
            report.members_at_fault(),
            report.into_verified_of_any().unwrap_err(),
        )
    };
    let (violation, members, refusal) = report_of(|package| package.attestations[0].binding[0] ^= 1);
    assert_eq!((violation.rule(), violation.stage()), ("ATT-2", Stage::Attestation));
    assert_eq!((members, refusal), (vec![(Member::Attestations, 0)], violation));

    let (violation, members, _) = report_of(|package| {
        package.attestations[0].binding[0] ^= 1;
        package.events[4].salt = vec![0; 16];
        spoil(&mut package.receipts[0]);
        package.events[1].salt = vec![0; 16];
    });
    // The receipt stands before the attestation and the events in the order of checks, and first by number too.
    assert_eq!((violation.rule(), violation.stage()), ("REC-1", Stage::Chain));
    let expected = [
        (Member::Receipts, 0),
        (Member::Events, 1),
        (Member::Events, 4),
        (Member::Attestations, 0),
    ];
    assert_eq!(members, expected);

    let (violation, ..) = report_of(|package| {
        package.attestations[0].binding[0] ^= 1;
        package.events[1].salt = vec![0; 16];
    });
    assert_eq!(violation.rule(), "TRC-2");
}

#[test]
fn a_package_beyond_its_size_is_not_looked_at() {
    let stage = |length| verify_package(&mut verifier(), &vec![0; length]).unwrap_err().stage();
    assert_eq!(stage(MAX_EVIDENCE_PACKAGE_BYTES), Stage::Encoding);
    assert_eq!(stage(MAX_EVIDENCE_PACKAGE_BYTES + 1), Stage::Size);
}

#[test]
fn receipts_of_other_kinds_and_networks_are_none() {
    let other = altered(|package| {
        let quote = package.quote.clone().unwrap();
        package.receipts[2] = quote;
    });
    assert_eq!(other[0], ("receipts", 2, "REC-1"));
    let foreign = altered(|package| {
        reseal_bundle(&mut package.receipts[2], |receipt: &mut ToolReceipt| {
            receipt.header = Some(casp_wire::v1::Header {
                network_id: "elsewhere".into(),
                ..header(PROVIDER, NOW + MINUTE)
            });
        });
    });
    assert_eq!(foreign[0], ("receipts", 2, "REC-1"));
}

#[test]
fn what_the_result_names_as_its_commit_is_there_and_was_prepared() {
    let committed = |edit: fn(&mut Scene), alter: fn(&mut EvidencePackage)| {
        let mut scene = Scene {
            committed: true,
            ..Scene::default()
        };
        edit(&mut scene);
        let mut package = scene.package();
        alter(&mut package);
        faults(&package)
    };
    assert_eq!(committed(|_| (), |_| ()), []);
    assert_eq!(committed(|_| (), |it| it.commit = None), [("commit", 0, "PKG-4")]);
    assert_eq!(committed(|_| (), |it| it.prepared = None), [("prepared", 0, "PKG-4")]);
    assert_eq!(
        committed(|_| (), |it| (it.prepared, it.commit) = (None, None)),
        [("commit", 0, "PKG-4")]
    );
    assert_eq!(
        committed(
            |it| it.commit = Box::new(|commit| commit.prepared = vec![9; 32]),
            |_| ()
        ),
        [("commit", 0, "CTR-9")]
    );
    assert_eq!(
        committed(
            |it| it.prepared = Box::new(|prepared| prepared.request = vec![9; 32]),
            |_| ()
        ),
        [("prepared", 0, "CTR-9")]
    );
    assert_eq!(
        committed(|it| it.result = Box::new(|result| result.commit = vec![9; 32]), |_| ())[0],
        ("result", 0, "CTR-9")
    );
    assert_eq!(
        committed(|it| it.result = Box::new(|result| result.commit.clear()), |_| ())[0],
        ("result", 0, "CTR-18")
    );
}

#[test]
fn a_trace_without_contract_has_nothing_prepared() {
    let committed = Scene {
        committed: true,
        ..Scene::default()
    };
    let whole = committed.package();
    let package = EvidencePackage {
        prepared: whole.prepared,
        commit: whole.commit,
        ..EvidencePackage::default()
    };
    let all = [("events", 0), ("checkpoints", 0), ("prepared", 0), ("commit", 0)];
    assert_eq!(faults(&package), all.map(|(member, index)| (member, index, "PKG-1")));
}
