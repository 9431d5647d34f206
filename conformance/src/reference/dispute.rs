//! Operations of SPEC.md chapter 20.

use casp_canary::{CanaryViolation, verify_outcome};
use casp_execution::DisputeViolation;
use casp_identity::Verifier;

use crate::driver::v1::{Finding, JudgementInfo, OutcomeRecordInfo, output::Value};

/// Checks an outcome record.
pub(super) fn outcome(verifier: &mut Verifier, record: &[u8]) -> Result<Value, CanaryViolation> {
    let finding = verify_outcome(verifier, record)?;
    Ok(Value::OutcomeRecord(OutcomeRecordInfo {
        issuer: finding.issuer.as_bytes().into(),
        subject: finding.subject.as_bytes().into(),
        contract: finding.contract.0.into(),
        rederivable: finding.rederivable,
    }))
}

/// Judges a dispute bundle.
pub(super) fn judge(verifier: &mut Verifier, bundle: &[u8]) -> Result<Value, DisputeViolation> {
    let judgement = casp_execution::judge(verifier, bundle)?;
    let finding = |finding: casp_execution::Finding| Finding {
        party: finding.party.as_bytes().into(),
        member: finding.member.name().into(),
        index: u32::try_from(finding.index).unwrap_or(u32::MAX),
        rule: finding.rule.into(),
    };
    Ok(Value::Judgement(JudgementInfo {
        findings: judgement.findings.into_iter().map(finding).collect(),
        unresolved: judgement.unresolved.iter().map(ToString::to_string).collect(),
    }))
}
