//! What a party signed and should not have: kept with its bytes, so that anyone can be shown it.

use casp_identity::{AgentId, ObjectId};
use casp_task::TaskViolation;
use casp_wire::Violation as _;

use super::statement::{Facts, Statement};

/// Statements kept of one engagement that speak against the other party. More of them show nothing new.
pub const MAX_PROOFS: usize = 4;

/// The other party broke a rule, and its own signature shows it: the bytes are kept, and go into the dispute bundle of the
/// engagement, where it has a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misconduct {
    /// Object id of the offer.
    pub offer: ObjectId,
    /// The contract, if there is one: without it nobody can be shown anything.
    pub contract: Option<ObjectId>,
    /// Who signed.
    pub party: AgentId,
    /// What was signed.
    pub statement: Statement,
    /// Id of the rule, such as `CTR-5`, as [`crate::judge`] names it.
    pub rule: &'static str,
}

/// A statement that the book refused.
#[derive(Debug)]
pub(crate) struct Proof {
    pub(crate) facts: Facts,
    pub(crate) at_ms: i64,
    pub(crate) order: u64,
}

/// The rule that a statement which the book refused shows broken to a third party, if it shows one (SPEC.md section 20.3). The book
/// asks who speaks before it asks for any of these. What merely arrived late, or out of its turn, may be the network's doing.
pub(crate) fn shown(violation: TaskViolation, facts: &Facts, deadline_ms: i64) -> Option<&'static str> {
    match violation {
        TaskViolation::SecondStatement
        | TaskViolation::InputMismatch
        | TaskViolation::EvidenceMissing { .. }
        | TaskViolation::NoResult
        | TaskViolation::OutputMediaType
        | TaskViolation::BeforeAntecedent
        | TaskViolation::CommitMissing
        | TaskViolation::PreparedNeedless
        | TaskViolation::NoResultAcknowledged => Some(violation.rule()),
        // Dated after the deadline by whoever signed it: on record that is REC-3.
        TaskViolation::DeadlinePassed if facts.issued_at_ms > deadline_ms => Some(TaskViolation::RecordLate.rule()),
        _ => None,
    }
}
