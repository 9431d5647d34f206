//! Operations of SPEC.md chapter 17.

use casp_evidence::tree::{self, TreeHead, leaf_hash, verify_consistency, verify_inclusion};
use casp_evidence::{EvidenceViolation, PackageReport, verify_disclosure, verify_fork, verify_package};
use casp_identity::Verifier;

use super::{accept, refuse};
use crate::driver::v1::{
    Answer, CheckConsistency, CheckInclusion, Output, PackageFault, PackageInfo, TreeRoot, output::Value,
};

pub(super) fn root(input: &TreeRoot) -> Answer {
    let hashes: Vec<_> = input.leaves.iter().map(|leaf| leaf_hash(leaf)).collect();
    accept(Some(Value::Data(tree::root(&hashes).into())))
}

pub(super) fn inclusion(input: &CheckInclusion) -> Answer {
    let checked = hash(&input.root, EvidenceViolation::Inclusion).and_then(|root| {
        let tree = TreeHead { size: input.size, root };
        let leaf = hash(&input.leaf_hash, EvidenceViolation::Inclusion)?;
        verify_inclusion(&tree, input.index, &leaf, &input.path)
    });
    answer(checked)
}

pub(super) fn consistency(input: &CheckConsistency) -> Answer {
    let head = |size, root: &[u8]| {
        let root = hash(root, EvidenceViolation::Consistency)?;
        Ok(TreeHead { size, root })
    };
    let checked = head(input.first_size, &input.first_root).and_then(|first| {
        let second = head(input.second_size, &input.second_root)?;
        verify_consistency(&first, &second, &input.path)
    });
    answer(checked)
}

pub(super) fn package(verifier: &mut Verifier, package: &[u8]) -> Answer {
    match verify_package(verifier, package) {
        Err(violation) => refuse(&violation),
        Ok(report) => {
            let output = Some(Output {
                value: Some(Value::Package(info(&report))),
            });
            let answer = report
                .violation()
                .map_or_else(|| accept(None), |violation| refuse(&violation));
            Answer { output, ..answer }
        }
    }
}

pub(super) fn disclosure(verifier: &mut Verifier, disclosure: &[u8]) -> Answer {
    answer(verify_disclosure(verifier, disclosure))
}

pub(super) fn fork(verifier: &mut Verifier, proof: &[u8]) -> Answer {
    answer(verify_fork(verifier, proof))
}

fn info(report: &PackageReport<'_>) -> PackageInfo {
    let fault = |(member, index): (casp_evidence::Member, usize)| PackageFault {
        member: member.name().into(),
        index: u32::try_from(index).unwrap_or(u32::MAX),
    };
    PackageInfo {
        faults: report.members_at_fault().into_iter().map(fault).collect(),
        bilateral: report
            .verified()
            .is_some_and(casp_evidence::VerifiedPackage::is_bilateral),
    }
}

/// A hash of another length belongs to no tree.
fn hash(bytes: &[u8], violation: EvidenceViolation) -> Result<[u8; 32], EvidenceViolation> {
    bytes.try_into().map_err(|_| violation)
}

fn answer<T>(checked: Result<T, EvidenceViolation>) -> Answer {
    checked.map_or_else(|violation| refuse(&violation), |_| accept(None))
}
