//! What a registry says to a registration or a query.

use casp_descriptor::DescriptorViolation;
use casp_identity::{AgentId, ObjectId};
use casp_wire::Violation as _;
use casp_wire::v1::{
    AdmissionChallenge, DiscoveryEntry, DiscoveryResult, EquivocationProof, RegistrationReceipt, RegistryRefusal,
};

use crate::statements::ADMISSION_REQUIRED;
use crate::violation::DiscoveryViolation;

/// Names a record that is being persisted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(pub(super) u64);

/// What became of a registration.
#[derive(Debug)]
#[must_use = "what was accepted has to be persisted, and what was refused has to be said"]
pub enum Outcome {
    /// It was applied. Nobody is to be told before it is safe: see [`Persist`].
    Accepted(Persist),
    /// It was applied before, and costs nothing.
    Known(Known),
    /// It was not applied.
    Refused(Box<Refusal>),
}

/// What has to be written to disk before anything is acknowledged, and before an answer that may lack what it ended says that it is complete.
/// When it is, call [`crate::registry::Registry::persisted`]; when that fails, [`crate::registry::Registry::persist_failed`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "it is nowhere but in memory"]
pub struct Persist {
    /// What to call it when it is safe.
    pub ticket: Ticket,
    /// The agent.
    pub agent: AgentId,
    /// What to write, to be given to [`crate::registry::Registry::replay`] in the order in which it was written.
    pub record: Vec<u8>,
}

/// A statement that came again.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// The agent.
    pub agent: AgentId,
    /// What section 10.2 of SPEC.md says to it: SST-2 or SST-3.
    pub violation: DescriptorViolation,
    /// What can be said to the sender.
    pub answer: KnownAnswer,
}

/// See [`Known`].
#[derive(Clone, Debug, PartialEq)]
pub enum KnownAnswer {
    /// It is being persisted: wait for this ticket.
    Pending(Ticket),
    /// It is safe; the receipt that was given for the entry, to be signed once more, if there is one.
    Safe(Option<Box<RegistrationReceipt>>),
}

/// What may be said once a statement is safe.
#[derive(Clone, Debug, PartialEq)]
pub struct Acknowledged {
    /// The agent.
    pub agent: AgentId,
    /// The receipt, to be signed: `header` lacks the delegation, if the registry signs under one. None for withdrawals, for entries that
    /// live less than a second longer, and where the entry was ended or replaced meanwhile.
    pub receipt: Option<RegistrationReceipt>,
}

/// Why a registration or a query was declined.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// The reason that may be told.
    pub reason: Reason,
    /// Object id of the statement, if it has one.
    pub subject: Option<ObjectId>,
    /// When to ask again, milliseconds from now; 0 when there is no use in it.
    pub retry_after_ms: u64,
    /// The rule that was broken, if one was. A remote peer is told its verdict and stage at most.
    pub violation: Option<DiscoveryViolation>,
    /// With SST-4: the proof that anyone can check.
    pub equivocation: Option<Box<EquivocationProof>>,
    /// With SST-4: what to write to disk, since the epoch is quarantined; of a query: as in [`Answered::persist`]. Nobody waits for it to be acknowledged, but no answer says that it
    /// is complete before.
    pub persist: Option<Persist>,
}

/// See [`Refusal`]. The names are those of SPEC.md section 14.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// There is no room, or the origin has its share.
    Full,
    /// Work has to be done first.
    AdmissionRequired(AdmissionChallenge),
    /// Too much in too short a time.
    RateLimited,
    /// It takes more work than a query may.
    TooBroad,
    /// The registry does not serve this.
    Unsupported,
    /// A rule is broken.
    Invalid,
}

impl Reason {
    /// The registered name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::AdmissionRequired(_) => ADMISSION_REQUIRED,
            Self::RateLimited => "rate-limited",
            Self::TooBroad => "too-broad",
            Self::Unsupported => "unsupported",
            Self::Invalid => "invalid",
        }
    }
}

impl Refusal {
    /// The verdict and the stage, which are all that a remote peer is told of a broken rule.
    #[must_use]
    pub fn verdict(&self) -> Option<(casp_wire::Verdict, casp_wire::Stage)> {
        self.violation.map(|violation| (violation.verdict(), violation.stage()))
    }

    pub(super) fn invalid(violation: DiscoveryViolation, subject: Option<ObjectId>) -> Box<Self> {
        Box::new(Self {
            violation: Some(violation),
            ..Self::of(Reason::Invalid, subject, 0)
        })
    }

    pub(super) const fn of(reason: Reason, subject: Option<ObjectId>, retry_after_ms: u64) -> Self {
        Self {
            reason,
            subject,
            retry_after_ms,
            violation: None,
            equivocation: None,
            persist: None,
        }
    }

    /// The refusal as a message without header; `None` where there is no statement that it could name.
    #[must_use]
    pub fn message(&self) -> Option<RegistryRefusal> {
        let challenge = match &self.reason {
            Reason::AdmissionRequired(challenge) => Some(challenge.clone()),
            _ => None,
        };
        Some(RegistryRefusal {
            header: None,
            subject: self.subject?.0.into(),
            reason: self.reason.name().into(),
            retry_after_ms: self.retry_after_ms,
            challenge,
        })
    }
}

/// The answer to a query.
#[derive(Debug)]
pub struct Answered {
    /// To be signed; `header` lacks the delegation, if the registry signs under one.
    pub result: DiscoveryResult,
    /// The entries that it names, in their order: for [`crate::seal_answer`].
    pub entries: Vec<DiscoveryEntry>,
    /// What to write to disk, if the query showed something that has to be remembered. This answer is not to wait for it; later ones do not
    /// say that they are complete before.
    pub persist: Option<Persist>,
}
