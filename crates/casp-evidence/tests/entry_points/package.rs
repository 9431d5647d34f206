//! Packages: as they come, with every statement signed anew, and sound ones that were tampered with.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use casp_evidence::{Member, PackageReport, verify_package};
use casp_identity::{Verifier, VerifierLimits};
use casp_wire::v1::{Bundle, EvidencePackage};
use casp_wire::{Stage, Violation as _, encode};
use prost::Message as _;

use super::Input;
use super::support::scene::Scene;
use super::support::{ENCLAVE, NETWORK, PROVIDER, TOOL, forge, reference};

/// Sound packages to tamper with.
static SCENES: LazyLock<Vec<EvidencePackage>> = LazyLock::new(|| {
    let by = [PROVIDER, TOOL, ENCLAVE];
    let full = Scene {
        receipts: 4,
        events: 9,
        attestations: 2,
        checkpoints: vec![1, 4, 8, 9],
        receipt_by: Box::new(move |index| by[index % 3]),
        ..Scene::default()
    };
    let bare = Scene {
        receipts: 0,
        events: 0,
        checkpoints: vec![],
        attestations: 0,
        traced: false,
        acknowledged: false,
        evidence: vec![],
        ..Scene::default()
    };
    let committed = Scene {
        committed: true,
        ..Scene::default()
    };
    let full = full.package();
    let trace_alone = EvidencePackage {
        events: full.events.clone(),
        ..EvidencePackage::default()
    };
    vec![
        full,
        Scene::default().package(),
        bare.package(),
        trace_alone,
        committed.package(),
    ]
});

thread_local! {
    /// A verifier that has seen the packages before, of the network that the last one named.
    static CACHING: RefCell<(String, Verifier)> = RefCell::new((String::new(), Verifier::new("", None)));
}

/// Target `package`. The first byte says what follows: a package, a package whose statements are signed anew, or which sound
/// package is tampered with, and how.
pub fn package(data: &[u8]) {
    let Some((&choice, rest)) = data.split_first() else {
        return;
    };
    let bytes = match choice % 4 {
        0 => rest.to_vec(),
        1 => match EvidencePackage::decode(rest) {
            Ok(mut package) => {
                bundles(&mut package).for_each(|bundle| *bundle = forge::resign(bundle.clone()));
                encode(&package)
            }
            Err(_) => rest.to_vec(),
        },
        _ => tampered(&mut Input(rest)),
    };
    package_stands(&bytes);
}

fn bundles(package: &mut EvidencePackage) -> impl Iterator<Item = &mut Bundle> {
    let contract = [
        &mut package.offer,
        &mut package.quote,
        &mut package.acceptance,
        &mut package.request,
    ];
    let course = [&mut package.prepared, &mut package.commit];
    let delivery = [&mut package.result, &mut package.ack];
    let singular = contract.into_iter().chain(course).chain(delivery).flatten();
    singular.chain(&mut package.receipts).chain(&mut package.checkpoints)
}

/// A sound package after some changes that keep it in shape.
fn tampered(input: &mut Input<'_>) -> Vec<u8> {
    let mut package = SCENES[input.index(SCENES.len())].clone();
    for _ in 0..input.byte() % 4 {
        tamper(&mut package, input);
    }
    let mut bytes = encode(&package);
    if input.byte() & 1 == 1 && !bytes.is_empty() {
        let at = input.index(bytes.len());
        bytes[at] ^= input.byte();
    }
    bytes
}

fn tamper(package: &mut EvidencePackage, input: &mut Input<'_>) {
    let (choice, one, other) = (input.byte() % 12, input.number(2) as usize, input.number(2) as usize);
    match choice {
        0 => shuffle(&mut package.receipts, one, other),
        1 => shuffle(&mut package.events, one, other),
        2 => shuffle(&mut package.checkpoints, one, other),
        3 => shuffle(&mut package.attestations, one, other),
        4 => {
            let singular = [
                &mut package.offer,
                &mut package.quote,
                &mut package.acceptance,
                &mut package.request,
            ];
            *singular.into_iter().nth(one % 4).unwrap() = None;
        }
        5 => (package.result, package.ack) = (package.result.take().filter(|_| one & 1 == 0), None),
        6 => {
            if let Some(event) = package.events.get_mut(one % 9) {
                event.seq = event.seq.wrapping_add(other as u64 % 3);
                event.at_ms = event.at_ms.wrapping_sub(other as i64 >> 2 & 3);
                event.terminal ^= other & 16 != 0;
                event.receipt.truncate(if other & 32 == 0 { 32 } else { 0 });
                event.salt = if other & 64 == 0 {
                    event.salt.clone()
                } else {
                    vec![0; 16]
                };
            }
        }
        7 => {
            if let Some(attestation) = package.attestations.get_mut(one % 2) {
                attestation.binding[other % 32] ^= 1;
            }
        }
        // A bit of some payload, under a signature that holds.
        8..=10 => {
            let count = bundles(package).count();
            if let Some(bundle) = bundles(package).nth(one % count.max(1)) {
                let payload = &mut bundle.subject.as_mut().unwrap().payload;
                let at = other % payload.len();
                payload[at] ^= 1 << (one >> 8 & 7);
                *bundle = forge::resign(bundle.clone());
            }
        }
        _ => {
            let count = bundles(package).count();
            if let Some(bundle) = bundles(package).nth(one % count.max(1)) {
                bundle.subject.as_mut().unwrap().signatures[0].sig[other % 64] ^= 1;
            }
        }
    }
}

fn shuffle<T: Clone>(items: &mut Vec<T>, one: usize, other: usize) {
    if items.is_empty() {
        return;
    }
    let (one, place) = (one % items.len(), other % items.len());
    match other >> 8 & 3 {
        0 => items.swap(one, place),
        1 => drop(items.remove(one)),
        2 => items.insert(place, items[one].clone()),
        _ => items.truncate(one),
    }
}

/// The verdict on a package is the same with and without caches, and what its report says holds together.
pub fn package_stands(bytes: &[u8]) {
    let decoded = EvidencePackage::decode(bytes).unwrap_or_default();
    let network = bundles(&mut decoded.clone())
        .find_map(|bundle| forge::network_of(&encode(bundle)))
        .unwrap_or_else(|| NETWORK.into());
    let none = VerifierLimits { keys: 0, envelopes: 0 };
    let first = verify_package(&mut Verifier::with_limits(network.as_str(), None, none), bytes);
    let again = CACHING.with_borrow_mut(|(of, caching)| {
        if *of != network {
            (*of, *caching) = (network.clone(), Verifier::new(network, None));
        }
        summary(&verify_package(caching, bytes))
    });
    assert_eq!(summary(&first), again);
    let canonical = casp_wire::decode::<EvidencePackage>(bytes, casp_wire::Layer::Envelope);
    match &first {
        Ok(report) => {
            assert!(canonical.is_ok());
            holds_together(report, &decoded);
        }
        Err(violation) => {
            assert!(canonical.is_err());
            assert!(violation.stage() <= Stage::Encoding, "{violation}");
        }
    }
}

fn summary(outcome: &Result<PackageReport<'_>, casp_evidence::EvidenceViolation>) -> String {
    outcome.as_ref().map_or_else(
        |violation| format!("{violation}"),
        |report| {
            let bilateral = report.verified().map(casp_evidence::VerifiedPackage::is_bilateral);
            format!("{:?} {bilateral:?}", report.faults().collect::<Vec<_>>())
        },
    )
}

fn holds_together(report: &PackageReport<'_>, package: &EvidencePackage) {
    let faults: Vec<_> = report.faults().collect();
    assert_eq!(report.verified().is_some(), faults.is_empty());
    assert_eq!(report.violation().is_some(), !faults.is_empty());
    let members: BTreeSet<_> = faults.iter().map(|fault| (fault.member, fault.index)).collect();
    assert_eq!(members.len(), faults.len(), "someone has two faults: {faults:?}");
    assert_eq!(members.into_iter().collect::<Vec<_>>(), report.members_at_fault());
    for fault in &faults {
        assert!(
            [Stage::Chain, Stage::Attestation].contains(&fault.violation.stage()),
            "{fault:?}"
        );
        let may_be_absent = ["PKG-1", "PKG-3", "PKG-4", "TRC-6"].contains(&fault.violation.rule());
        assert!(fault.index < count(package, fault.member) || may_be_absent, "{fault:?}");
        assert_eq!(fault.cause.is_some(), fault.violation.rule() == "REC-1", "{fault:?}");
    }
    if let Some(verified) = report.verified() {
        let leaves: Vec<_> = package.events.iter().map(encode).collect();
        assert_eq!(verified.leaves(), leaves);
        if let Some(contract) = &verified.contract {
            let result = contract.result.message();
            let committed = result
                .trace
                .as_ref()
                .map_or((0, Vec::new()), |trace| (trace.size, trace.root.clone()));
            let root = if leaves.is_empty() {
                Vec::new()
            } else {
                reference::mth(&leaves).to_vec()
            };
            assert_eq!(committed, (leaves.len() as u64, root));
            let mut ids: Vec<Vec<u8>> = verified
                .receipts
                .iter()
                .map(|receipt| receipt.object_id().0.into())
                .collect();
            ids.sort_unstable();
            assert_eq!(result.receipts, ids);
        }
    }
}

fn count(package: &EvidencePackage, member: Member) -> usize {
    match member {
        Member::Offer => usize::from(package.offer.is_some()),
        Member::Quote => usize::from(package.quote.is_some()),
        Member::Acceptance => usize::from(package.acceptance.is_some()),
        Member::Request => usize::from(package.request.is_some()),
        Member::Result => usize::from(package.result.is_some()),
        Member::Ack => usize::from(package.ack.is_some()),
        Member::Receipts => package.receipts.len(),
        Member::Events => package.events.len(),
        Member::Checkpoints => package.checkpoints.len(),
        Member::Attestations => package.attestations.len(),
        Member::Prepared => usize::from(package.prepared.is_some()),
        Member::Commit => usize::from(package.commit.is_some()),
    }
}
