//! What a canary commits its requester to, before the answer is there (SPEC.md section 16.1).

use core::fmt;

use casp_identity::{AgentId, IdentityViolation, ObjectId};
use casp_wire::table::Described as _;
use casp_wire::v1::{Canary, CanaryOpening, CanaryOutcome, CanaryVerdict, Header, Oracle, TaskResult, TaskStatus};
use casp_wire::{Layer, check};
use sha2::{Digest as _, Sha256};

use crate::oracle::{AnswerKey, Judgement};
use crate::violation::CanaryViolation;

/// The blind of an acceptance: what a salt and a canary commit to.
#[must_use]
pub fn blind(salt: &[u8; 32], canary: &Canary) -> [u8; 32] {
    Sha256::new_with_prefix("casp/v1/canary")
        .chain_update(salt)
        .chain_update(casp_wire::encode(canary))
        .finalize()
        .into()
}

/// A canary and its salt. Keep it to yourself until the engagement is over; it is needed to judge the answer and to
/// open the blind.
#[derive(Clone, PartialEq, Eq)]
pub struct Commitment {
    salt: [u8; 32],
    canary: Canary,
}

impl Commitment {
    /// A canary from the requester's own past work: this input, and what its answer is held against. `salt` is 32
    /// random bytes that are used once.
    ///
    /// # Errors
    /// CAN-1 for an oracle that is not valid, rules ENC-9 to ENC-14 for one that is not in shape.
    pub fn new(
        provider: AgentId,
        input_digest: [u8; 32],
        oracle: Oracle,
        salt: [u8; 32],
    ) -> Result<Self, CanaryViolation> {
        AnswerKey::of(&oracle)?;
        let canary = Canary {
            provider: provider.as_bytes().into(),
            input_digest: input_digest.into(),
            oracle: Some(oracle),
            generator: None,
        };
        casp_wire::scan(Canary::TABLE, &casp_wire::encode(&canary), Layer::Payload).map_err(IdentityViolation::from)?;
        Ok(Self { salt, canary })
    }

    /// A canary of a generator, hence in order.
    pub(crate) const fn of_generator(canary: Canary, salt: [u8; 32]) -> Self {
        Self { salt, canary }
    }

    /// The blind for the acceptance.
    #[must_use]
    pub fn blind(&self) -> [u8; 32] {
        blind(&self.salt, &self.canary)
    }

    /// What the blind commits to.
    #[must_use]
    pub const fn canary(&self) -> &Canary {
        &self.canary
    }

    /// The salt, 32 bytes. Secret until the blind is opened.
    #[must_use]
    pub const fn salt(&self) -> &[u8; 32] {
        &self.salt
    }

    /// Holds a result against the oracle. Verify the result first.
    #[must_use]
    pub fn judge(&self, result: &TaskResult) -> Judgement {
        let oracle = self.canary.oracle.as_ref().map(AnswerKey::of);
        match oracle {
            Some(Ok(key)) => key.judge_result(result),
            _ => Judgement::Failed,
        }
    }

    /// Opens the blind and says how a result fared; to be sealed as [`crate::CanaryVerdictKind`]. `id` is the object id
    /// of the result.
    ///
    /// # Errors
    /// CAN-3 when the result is of another provider, CAN-6 when `header` has an earlier time than the result, CAN-9 when the
    /// task was not completed.
    pub fn open(&self, header: Header, id: ObjectId, result: &TaskResult) -> Result<CanaryVerdict, CanaryViolation> {
        let none = Header::default();
        let theirs = result.header.as_ref().unwrap_or(&none);
        check(theirs.issuer == self.canary.provider, CanaryViolation::CanaryForeign)?;
        check(header.issued_at_ms >= theirs.issued_at_ms, CanaryViolation::EarlyReveal)?;
        check(result.status() == TaskStatus::Completed, CanaryViolation::NoAnswer)?;
        Ok(CanaryVerdict {
            header: Some(header),
            contract: result.contract.clone(),
            result: id.0.into(),
            opening: Some(CanaryOpening {
                salt: self.salt.into(),
                canary: Some(self.canary.clone()),
            }),
            outcome: CanaryOutcome::from(self.judge(result)).into(),
        })
    }
}

impl fmt::Debug for Commitment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Commitment(secret until opened)")
    }
}
