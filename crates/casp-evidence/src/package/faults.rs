//! Faults of a package, and who has one.

use alloc::boxed::Box;
use alloc::vec::Vec;

use casp_wire::{Stage, Violation as _};

use crate::violation::EvidenceViolation;

/// A field of [`casp_wire::v1::EvidencePackage`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Member {
    /// The offer.
    Offer,
    /// The quote.
    Quote,
    /// The acceptance.
    Acceptance,
    /// The task request.
    Request,
    /// The result.
    Result,
    /// The requester's acknowledgement.
    Ack,
    /// A tool receipt.
    Receipts,
    /// An event of the trace.
    Events,
    /// A checkpoint of the trace.
    Checkpoints,
    /// An attestation.
    Attestations,
    /// The prepared statement.
    Prepared,
    /// The commit that the result names.
    Commit,
}

impl Member {
    /// Every member, by field number.
    pub const ALL: [Self; 12] = [
        Self::Offer,
        Self::Quote,
        Self::Acceptance,
        Self::Request,
        Self::Result,
        Self::Ack,
        Self::Receipts,
        Self::Events,
        Self::Checkpoints,
        Self::Attestations,
        Self::Prepared,
        Self::Commit,
    ];

    /// Name of the field.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Offer => "offer",
            Self::Quote => "quote",
            Self::Acceptance => "acceptance",
            Self::Request => "request",
            Self::Result => "result",
            Self::Ack => "ack",
            Self::Receipts => "receipts",
            Self::Events => "events",
            Self::Checkpoints => "checkpoints",
            Self::Attestations => "attestations",
            Self::Prepared => "prepared",
            Self::Commit => "commit",
        }
    }

    /// What one of its statements is called.
    pub(super) const fn statement(self) -> &'static str {
        match self {
            Self::Receipts => "receipt",
            Self::Checkpoints => "checkpoint",
            Self::Prepared => "prepared statement",
            _ => self.name(),
        }
    }

    /// Number of the field.
    #[must_use]
    pub const fn field_number(self) -> u32 {
        match self {
            Self::Offer => 1,
            Self::Quote => 2,
            Self::Acceptance => 3,
            Self::Request => 4,
            Self::Result => 5,
            Self::Ack => 6,
            Self::Receipts => 7,
            Self::Events => 8,
            Self::Checkpoints => 9,
            Self::Attestations => 10,
            Self::Prepared => 11,
            Self::Commit => 12,
        }
    }
}

/// A member that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field.
    pub member: Member,
    /// The position in it, from 0; 0 for a field that is not repeated.
    pub index: usize,
    /// The rule.
    pub violation: EvidenceViolation,
    /// Of REC-1: the rule that archival verification found broken.
    pub cause: Option<Box<EvidenceViolation>>,
}

/// The faults so far, in the order of the checks.
///
/// Whoever has a fault is checked no further, so that each has one at most. A package may have 65,536 events of 27 bytes, each at
/// fault; what is noted of them takes less than they do.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<Noted>);

#[derive(Debug)]
enum Noted {
    Event(u32, EventRule),
    Other(Box<Fault>),
}

/// What an event can break.
#[derive(Clone, Copy, Debug)]
enum EventRule {
    Seq,
    Salt,
    Time,
    Terminal,
    Receipt,
}

impl Faults {
    /// Notes a fault, if there is one. Whether there is none.
    pub(super) fn note(&mut self, member: Member, index: usize, outcome: Result<(), EvidenceViolation>) -> bool {
        let Err(violation) = outcome else { return true };
        self.put(Fault {
            member,
            index,
            violation,
            cause: None,
        });
        false
    }

    pub(super) fn put(&mut self, fault: Fault) {
        self.0.push(Noted::of(fault));
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = Fault> + '_ {
        self.0.iter().map(Noted::fault)
    }

    /// The violation by which a package is refused: the first of CHAIN, else the first.
    pub(super) fn decisive(&self) -> Option<EvidenceViolation> {
        let of_chain = self.iter().find(|fault| fault.violation.stage() == Stage::Chain);
        of_chain.or_else(|| self.iter().next()).map(|fault| fault.violation)
    }
}

impl Noted {
    fn of(fault: Fault) -> Self {
        let rule = match fault.violation {
            EvidenceViolation::EventSeq { .. } => EventRule::Seq,
            EvidenceViolation::EventSalt { .. } => EventRule::Salt,
            EvidenceViolation::EventTime { .. } => EventRule::Time,
            EvidenceViolation::EventTerminal { .. } => EventRule::Terminal,
            EvidenceViolation::EventReceipt { .. } => EventRule::Receipt,
            _ => return Self::Other(Box::new(fault)),
        };
        Self::Event(u32::try_from(fault.index).unwrap_or(u32::MAX), rule)
    }

    fn fault(&self) -> Fault {
        let (index, rule) = match self {
            Self::Event(index, rule) => (*index, *rule),
            Self::Other(fault) => return Fault::clone(fault),
        };
        let position = u64::from(index).saturating_add(1);
        let violation = match rule {
            EventRule::Seq => EvidenceViolation::EventSeq { position },
            EventRule::Salt => EvidenceViolation::EventSalt { position },
            EventRule::Time => EvidenceViolation::EventTime { position },
            EventRule::Terminal => EvidenceViolation::EventTerminal { position },
            EventRule::Receipt => EvidenceViolation::EventReceipt { position },
        };
        Fault {
            member: Member::Events,
            index: usize::try_from(index).unwrap_or(usize::MAX),
            violation,
            cause: None,
        }
    }
}
