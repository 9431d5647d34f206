//! What is shown of an engagement to others: dispute bundles, outcome records, packages, canary cases, forks.

use casp_wire::v1;
use prost::Message as _;

use super::lines::{Line, Opened};
use crate::generate::forge::{Key, Statement};
use crate::vector::{DisputeFinding, Operation, Output};

/// A bundle with the contract in it.
pub(super) fn dispute(contract: [&Line; 3], more: impl FnOnce(&mut v1::DisputeBundle)) -> Operation {
    let [offer, quote, acceptance] = contract.map(Line::bundle);
    let mut bundle = v1::DisputeBundle {
        offer,
        quote,
        acceptance,
        ..v1::DisputeBundle::default()
    };
    more(&mut bundle);
    Operation::Judge {
        bundle: bundle.encode_to_vec().into(),
    }
}

/// A single finding.
pub(super) fn finding(party: &Key, member: &str, rule: &str) -> DisputeFinding {
    DisputeFinding {
        party: party.multikey().into(),
        member: member.to_owned(),
        index: 0,
        rule: rule.to_owned(),
    }
}

/// What a judge finds, and leaves open.
pub(super) fn judged(findings: &[DisputeFinding], unresolved: &[&str]) -> Option<Output> {
    Some(Output::Judgement {
        findings: findings.to_vec(),
        unresolved: unresolved.iter().map(|reason| (*reason).to_owned()).collect(),
    })
}

/// The record of a report.
pub(super) fn record(opened: &Opened, report: &Line, result: Option<&Line>, verdict: Option<&Statement>) -> Operation {
    let [offer, quote, acceptance, request] = opened.all().map(Line::bundle);
    let record = v1::OutcomeRecord {
        offer,
        quote,
        acceptance,
        request,
        result: result.and_then(Line::bundle),
        report: report.bundle(),
        verdict: verdict.map(Statement::bundle),
        ..v1::OutcomeRecord::default()
    };
    Operation::CheckOutcomeRecord {
        record: record.encode_to_vec().into(),
    }
}

/// What a record shows of its report.
pub(super) fn recorded(opened: &Opened, report: &Line, subject: &Key) -> Option<Output> {
    Some(Output::OutcomeRecord {
        issuer: report.issuer().to_vec().into(),
        subject: subject.multikey().into(),
        contract: opened.acceptance.id().into(),
        rederivable: false,
    })
}

/// A package of a task that was done.
pub(super) fn package(opened: &Opened, result: &Line, receipts: &[&Statement], events: &[v1::TraceEvent]) -> Operation {
    let [offer, quote, acceptance, request] = opened.all().map(Line::bundle);
    let package = v1::EvidencePackage {
        offer,
        quote,
        acceptance,
        request,
        result: result.bundle(),
        receipts: receipts.iter().map(|receipt| receipt.bundle()).collect(),
        events: events.to_vec(),
        ..v1::EvidencePackage::default()
    };
    Operation::CheckPackage {
        package: package.encode_to_vec().into(),
    }
}

/// The faults of a package without ack.
pub(super) fn faults(faults: &[(&str, u32)]) -> Option<Output> {
    let fault = |(member, index): &(&str, u32)| crate::vector::PackageFault {
        member: (*member).to_owned(),
        index: *index,
    };
    Some(Output::Package {
        faults: faults.iter().map(fault).collect(),
        bilateral: false,
    })
}

/// A canary case.
pub(super) fn canary_case(opened: &Opened, result: &Line, verdict: &Statement) -> Operation {
    let [offer, quote, acceptance, request] = opened.all().map(Line::bundle);
    let case = v1::CanaryCase {
        offer,
        quote,
        acceptance,
        request,
        result: result.bundle(),
        verdict: Some(verdict.bundle()),
    };
    Operation::CheckCanaryCase {
        canary_case: case.encode_to_vec().into(),
    }
}

/// Two statements that contradict each other, in the order of their object ids.
pub(super) fn fork(one: &Statement, other: &Statement) -> v1::ForkProof {
    let mut both = [one, other];
    both.sort_by_key(|statement| statement.object_id());
    let [first, second] = both.map(|statement| Some(statement.bundle()));
    v1::ForkProof {
        first,
        second,
        ..v1::ForkProof::default()
    }
}

pub(super) fn check_fork(proof: &v1::ForkProof) -> Operation {
    Operation::CheckFork {
        proof: proof.encode_to_vec().into(),
    }
}
