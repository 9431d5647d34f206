//! Breaches of the rules of canaries.

use casp_identity::IdentityViolation;
use casp_task::TaskViolation;

casp_wire::violations! {
    /// The rules of SPEC.md sections 16 and 20.1.
    pub enum CanaryViolation {
        "CAN-1" "oracle-form" Semantic Reject OracleForm = "the oracle has no form, or one that no answer can be held against",
        "CAN-2" "blind-mismatch" Chain Reject BlindMismatch = "the acceptance's blind is not that of the opening",
        "CAN-3" "canary-foreign" Chain Reject CanaryForeign = "the canary is for another provider",
        "CAN-4" "canary-input" Chain Reject CanaryInput = "the canary is for another input",
        "CAN-5" "canary-irreversible" Chain Reject CanaryIrreversible = "a canary was set on an irreversible capability",
        "CAN-6" "early-reveal" Chain Reject EarlyReveal = "the verdict was issued before the result",
        "CAN-7" "generator-mismatch" Chain Reject GeneratorMismatch = "input, oracle or media types are not what the generator makes of the seed",
        "CAN-8" "verdict-wrong" Chain Reject VerdictWrong = "judging the answer gives another outcome",
        "CAN-9" "no-answer" Chain Reject NoAnswer = "the result is not one of a completed task",
        "OUT-1" "outcome-members" Chain Reject OutcomeMembers = "the record lacks what its report or its result names, or has more than that",
    }
    wraps /// Everything that is not particular to canaries.
    Task(TaskViolation)
}

impl From<IdentityViolation> for CanaryViolation {
    fn from(violation: IdentityViolation) -> Self {
        Self::Task(violation.into())
    }
}
