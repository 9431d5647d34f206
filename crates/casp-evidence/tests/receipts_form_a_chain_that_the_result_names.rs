//! Receipts are by whom the contract admits, of the contract, numbered, chained, and those that the result names (RCP-1 to
//! RCP-7).

#![allow(clippy::restriction, reason = "test code")]

mod support;

use casp_evidence::{EvidenceViolation, ToolReceiptKind};
use casp_identity::{SealError, Signed};
use casp_wire::v1::{EvidencePackage, SignerClass, ToolReceipt};
use proptest::prelude::*;
use support::scene::{Scene, spoil};
use support::{ENCLAVE, MINUTE, NOW, PROVIDER, STRANGER, TOOL, faults, header, key};

type Faults = Vec<(&'static str, usize, &'static str)>;

fn edited(edit: impl FnOnce(&mut Scene)) -> Faults {
    let mut scene = Scene::default();
    edit(&mut scene);
    faults(&scene.package())
}

/// Faults when the second of three receipts is edited before it is signed.
fn second(edit: fn(&mut ToolReceipt)) -> Faults {
    edited(|scene| {
        scene.receipt = Box::new(move |index, receipt| {
            if index == 1 {
                edit(receipt);
            }
        });
    })
}

fn altered(alter: impl FnOnce(&mut EvidencePackage)) -> Faults {
    let mut package = Scene::default().package();
    alter(&mut package);
    faults(&package)
}

#[test]
fn a_call_ends_after_it_starts_and_before_its_receipt() {
    let seal = |started_at_ms, ended_at_ms, issued_at_ms| {
        let receipt = ToolReceipt {
            header: Some(header(PROVIDER, issued_at_ms)),
            contract: vec![1; 32],
            seq: 1,
            tool: "tool".into(),
            input_digest: vec![2; 32],
            output_digest: vec![3; 32],
            started_at_ms,
            ended_at_ms,
            signer_class: SignerClass::HostProxy.into(),
            ..ToolReceipt::default()
        };
        Signed::<ToolReceiptKind>::seal(&receipt, key(PROVIDER)).map(drop)
    };
    let refused = Err(SealError::Invalid(EvidenceViolation::ReceiptTimes));
    assert_eq!(seal(NOW, NOW, NOW), Ok(()));
    assert_eq!(seal(NOW + 1, NOW, NOW + 1), refused);
    assert_eq!(seal(NOW, NOW + 1, NOW), refused);
}

#[test]
fn a_host_proxy_is_the_provider() {
    let by =
        |agent| edited(|scene| scene.receipt_by = Box::new(move |index| if index == 1 { agent } else { PROVIDER }));
    assert_eq!(by(PROVIDER), []);
    assert_eq!(by(STRANGER), [("receipts", 1, "RCP-2")]);
    assert_eq!(by(TOOL), []);
}

#[test]
fn an_endorsed_third_party_is_named_by_the_contract_and_is_not_the_provider() {
    let endorsed = |agent: u8, signers: Vec<u8>| {
        edited(|scene| {
            let mut signers: Vec<Vec<u8>> = signers
                .iter()
                .map(|signer| support::id(*signer).as_bytes().into())
                .collect();
            signers.sort_unstable();
            let terms = signers.clone();
            scene.offer = Box::new(move |offer| offer.terms.as_mut().unwrap().receipt_signers = terms.clone());
            scene.quote = Box::new(move |quote| quote.terms.as_mut().unwrap().receipt_signers = signers.clone());
            scene.receipt_by = Box::new(move |_| agent);
            scene.receipt = Box::new(|_, receipt| receipt.signer_class = SignerClass::EndorsedThirdParty.into());
        })
    };
    let all = [
        ("receipts", 0, "RCP-2"),
        ("receipts", 1, "RCP-2"),
        ("receipts", 2, "RCP-2"),
    ];
    assert_eq!(endorsed(TOOL, vec![TOOL]), []);
    assert_eq!(endorsed(TOOL, vec![PROVIDER, TOOL, STRANGER, 20, 21, 22]), []);
    assert_eq!(endorsed(TOOL, vec![]), all);
    assert_eq!(endorsed(TOOL, vec![STRANGER]), all);
    assert_eq!(endorsed(PROVIDER, vec![PROVIDER, TOOL]), all);
}

#[test]
fn an_attested_receipt_is_signed_by_the_key_of_an_attestation_of_the_package() {
    let attested = |attestations| {
        edited(|scene| {
            scene.receipt_by = Box::new(|index| if index == 1 { ENCLAVE } else { PROVIDER });
            scene.attestations = attestations;
        })
    };
    assert_eq!(attested(2), []);
    assert_eq!(attested(1), [("receipts", 1, "RCP-2")]);
    // An attestation with a fault of its own still has its key.
    let unbound = edited(|scene| {
        scene.receipt_by = Box::new(|index| if index == 1 { ENCLAVE } else { PROVIDER });
        scene.attestations = 2;
        scene.attestation = Box::new(|_, attestation| attestation.binding = vec![1; 32]);
    });
    assert_eq!(unbound, [("attestations", 0, "ATT-2"), ("attestations", 1, "ATT-2")]);
}

#[test]
fn a_receipt_is_of_the_contract() {
    assert_eq!(
        second(|receipt| receipt.contract = vec![1; 32]),
        [("receipts", 1, "RCP-3")]
    );
}

#[test]
fn a_receipt_has_the_number_of_its_position() {
    assert_eq!(second(|receipt| receipt.seq = 1), [("receipts", 1, "RCP-4")]);
    assert_eq!(second(|receipt| receipt.seq = 256), [("receipts", 1, "RCP-4")]);
    let swapped = altered(|package| package.receipts.swap(1, 2));
    assert_eq!(swapped, [("receipts", 1, "RCP-4"), ("receipts", 2, "RCP-4")]);
    let twice = altered(|package| package.receipts.push(package.receipts[2].clone()));
    assert_eq!(twice, [("receipts", 3, "RCP-4")]);
}

#[test]
fn a_receipt_follows_receipts_that_stand_before_it() {
    assert_eq!(second(|receipt| receipt.previous.clear()), [("receipts", 1, "RCP-5")]);
    assert_eq!(
        second(|receipt| receipt.previous = vec![vec![1; 32]]),
        [("receipts", 1, "RCP-5")]
    );
    let mixed = second(|receipt| {
        receipt.previous.push(vec![0xff; 32]);
        receipt.previous.sort_unstable();
    });
    assert_eq!(mixed, [("receipts", 1, "RCP-5")]);
    let first = edited(|scene| {
        scene.receipt = Box::new(|index, receipt| {
            if index == 0 {
                receipt.previous = vec![vec![1; 32]];
            }
        });
    });
    assert_eq!(first, [("receipts", 0, "RCP-5")]);
}

#[test]
fn a_receipt_may_follow_one_that_is_at_fault() {
    let names_the_faulty = altered(|package| spoil(&mut package.receipts[0]));
    assert_eq!(names_the_faulty, [("receipts", 0, "REC-1")]);
}

#[test]
fn the_result_names_the_receipts_of_the_package_and_no_others() {
    let unnamed = edited(|scene| scene.result = Box::new(|result| drop(result.receipts.remove(1))));
    assert!(unnamed.len() == 1 && unnamed[0].2 == "RCP-6", "{unnamed:?}");
    let missing = altered(|package| {
        package.receipts.pop();
    });
    assert_eq!(missing, [("events", 2, "TRC-5"), ("result", 0, "RCP-7")]);
    let another = edited(|scene| {
        scene.result = Box::new(|result| result.receipts.push(vec![0xff; 32]));
    });
    assert_eq!(another, [("result", 0, "RCP-7")]);
}

#[test]
fn as_many_receipts_as_there_may_be_are_checked() {
    let most = edited(|scene| {
        (scene.receipts, scene.events, scene.checkpoints) = (256, 256, vec![256]);
        scene.receipt = Box::new(|index, receipt| receipt.header = Some(header(PROVIDER, NOW + MINUTE + index as i64)));
    });
    assert_eq!(most, []);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    /// Graphs of receipts, each of which follows any before it.
    #[test]
    fn any_chain_that_goes_back_alone_is_accepted(choices in prop::collection::vec(any::<u16>(), 2..12)) {
        let mut scene = Scene { receipts: choices.len(), events: 3, checkpoints: vec![], ..Scene::default() };
        let ids = std::rc::Rc::new(std::cell::RefCell::new(Vec::<Vec<u8>>::new()));
        let known = ids.clone();
        scene.receipt = Box::new(move |index, receipt| {
            let mut ids = known.borrow_mut();
            if index == 0 {
                ids.clear();
            } else {
                // The receipt before this one has just been signed; the scene names it.
                ids.push(receipt.previous[0].clone());
                let chosen = ids.iter().enumerate().filter(|(at, _)| choices[index] >> (at % 16) & 1 == 1);
                let mut previous: Vec<_> = chosen.map(|(_, id)| id.clone()).take(16).collect();
                if previous.is_empty() {
                    previous = vec![ids[0].clone()];
                }
                previous.sort_unstable();
                receipt.previous = previous;
            }
        });
        let package = scene.package();
        prop_assert_eq!(faults(&package), []);
        // And turned around, none of those that follow any stands.
        let mut reversed = package.clone();
        reversed.receipts.reverse();
        let found = faults(&reversed);
        prop_assert!(found.iter().any(|(member, _, rule)| *member == "receipts" && *rule == "RCP-4"));
    }
}
