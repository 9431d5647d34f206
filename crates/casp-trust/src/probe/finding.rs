//! What a probe, a plan or a checked piece of work says of a subject, and to whom it says it.

use casp_canary::generate::Family;
use casp_canary::{AnswerKey, CanaryViolation, Judgement};
use casp_identity::ObjectId;
use casp_task::content::{content_digest, inline_bytes};
use casp_wire::v1::{Canary, Content, Oracle};

use crate::Subject;

/// For whom an answer is evidence (SPEC.md section 16.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CountsFor {
    /// For the requester: others would have to take its word that the oracle was right, or the plan wrong.
    Requester,
    /// For everyone: the canary can be made anew from a public family, whose tasks the provider agreed to.
    Everyone,
}

impl CountsFor {
    /// Of an opened canary, where the contract's terms promise this evidence.
    #[must_use]
    pub fn of(canary: &Canary, agreed_evidence: &[String]) -> Self {
        let family = canary
            .generator
            .as_ref()
            .and_then(|generator| Family::named(&generator.family));
        let agreed = family.is_some_and(|family| {
            let mut families = agreed_evidence.iter().filter_map(|kind| kind.strip_prefix("canary/"));
            families.any(|agreed| agreed == family.name())
        });
        if agreed { Self::Everyone } else { Self::Requester }
    }
}

/// What was found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Looked {
    /// At the answer to a canary.
    Canary,
    /// At the plan of a prepared task, which was then cancelled.
    Plan,
    /// At work that was paid for and used, after an oracle for it was found. The provider is told nothing, so that it cannot
    /// learn which work is looked at.
    Work,
}

/// Something that reputation counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Whom it is about. For a probe of a sibling, the sibling.
    pub subject: Subject,
    /// The contract behind it.
    pub contract: ObjectId,
    /// What was looked at.
    pub looked: Looked,
    /// Whether it was right.
    pub judgement: Judgement,
    /// Whom it counts for.
    pub counts_for: CountsFor,
}

/// Holds an answer to real work against an oracle that became known afterwards: another's answer that was confirmed, a
/// measurement, the day that was predicted. Send nothing to the provider about it; it counts for the requester alone, since the
/// oracle was not committed to.
#[must_use]
pub fn check_work(subject: Subject, contract: ObjectId, key: &AnswerKey<'_>, answer: &[u8]) -> Finding {
    Finding {
        subject,
        contract,
        looked: Looked::Work,
        judgement: key.judge(answer),
        counts_for: CountsFor::Requester,
    }
}

/// Holds the plan of a prepared statement against what a right plan is (SPEC.md section 19.6, *Probing an irreversible
/// capability*). Cancel afterwards, whatever came of it. A plan that is not inline passes by its digest alone, with an
/// `exact_digest` oracle.
///
/// # Errors
/// CAN-1 for an oracle that is not valid.
pub fn check_plan(
    subject: Subject,
    contract: ObjectId,
    oracle: &Oracle,
    plan: &Content,
) -> Result<Finding, CanaryViolation> {
    let key = AnswerKey::of(oracle)?;
    let exact =
        matches!(&oracle.form, Some(casp_wire::v1::oracle::Form::ExactDigest(digest)) if *digest == plan.digest);
    // Bytes that are not those of the digest bind nobody.
    let bytes = inline_bytes(plan).filter(|bytes| content_digest(bytes) == plan.digest.as_slice());
    let judgement = match bytes {
        Some(bytes) => key.judge(bytes),
        None if exact && inline_bytes(plan).is_none() => Judgement::Passed,
        None => Judgement::Failed,
    };
    Ok(Finding {
        subject,
        contract,
        looked: Looked::Plan,
        judgement,
        counts_for: CountsFor::Requester,
    })
}
