//! What is counted: outcomes with a contract behind them, and proofs. Nothing else can be said to a reputation.

use casp_canary::OutcomeFinding;
use casp_evidence::ProvenFork;
use casp_identity::{AgentId, ObjectId};
use casp_task::Engagement;
use casp_wire::v1::Outcome;

use crate::Subject;

/// Longest capability id, bytes (SPEC.md section 4.5).
pub(super) const MAX_CAPABILITY_BYTES: usize = 128;

/// Longest id of a rule that is remembered, bytes.
pub(super) const MAX_RULE_BYTES: usize = 16;

/// How an own engagement went. Of those that speak against the provider, later ones are worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seen {
    /// It was a canary, and the answer right.
    CanaryPassed,
    /// As agreed.
    Good,
    /// No result came in time.
    NoResult,
    /// Not as agreed.
    Bad,
    /// Evidence that was agreed is missing, or does not hold.
    EvidenceFailed,
    /// It was a canary, or an oracle was found later, and the answer wrong.
    CanaryFailed,
}

impl Seen {
    pub(super) const ALL: [Self; 6] = [
        Self::CanaryPassed,
        Self::Good,
        Self::NoResult,
        Self::Bad,
        Self::EvidenceFailed,
        Self::CanaryFailed,
    ];

    /// Whether it takes the other's place where both are said of one contract.
    pub(super) fn is_worse_than(self, other: Self) -> bool {
        !self.is_good() && self > other
    }

    /// Whether it speaks for the provider.
    #[must_use]
    pub const fn is_good(self) -> bool {
        matches!(self, Self::CanaryPassed | Self::Good)
    }
}

/// An own engagement, as its requester, and how it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractOutcome {
    pub(super) contract: ObjectId,
    pub(super) subject: Subject,
    pub(super) seen: Seen,
    pub(super) at_ms: i64,
}

/// Why an engagement has no outcome that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoContract {
    /// Nothing was agreed.
    #[error("the engagement has no contract")]
    NotAccepted,
    /// The terms name no behaviour: no verified terms do that.
    #[error("the terms have no behaviour digest")]
    NoBehavior,
}

impl ContractOutcome {
    /// What came of an engagement that one's own book holds, at `at_ms` (milliseconds since the Unix epoch). It is held for or against
    /// the provider, in the capability and with the behaviour that the contract names.
    ///
    /// # Errors
    /// [`NoContract`].
    pub fn of(engagement: &Engagement, seen: Seen, at_ms: i64) -> Result<Self, NoContract> {
        let terms = engagement.terms();
        let behavior_digest = terms.behavior_digest.as_slice().try_into();
        let subject = Subject {
            agent: engagement.parties().provider,
            capability_id: terms.capability_id.clone(),
            behavior_digest: behavior_digest.map_err(|_| NoContract::NoBehavior)?,
        };
        let contract = engagement.contract().ok_or(NoContract::NotAccepted)?;
        Ok(danger::own_outcome(contract, subject, seen, at_ms))
    }

    /// Whom it is about.
    #[must_use]
    pub const fn subject(&self) -> &Subject {
        &self.subject
    }
}

/// Somebody else's report that verified together with its contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignReport {
    pub(super) report: ObjectId,
    pub(super) issuer: AgentId,
    pub(super) contract: ObjectId,
    pub(super) subject: Subject,
    pub(super) outcome: Outcome,
    pub(super) is_rederivable: bool,
    pub(super) is_of_provider: bool,
    pub(super) issued_at_ms: i64,
}

impl From<OutcomeFinding> for ForeignReport {
    fn from(finding: OutcomeFinding) -> Self {
        Self {
            report: finding.report,
            issuer: finding.issuer,
            contract: finding.contract,
            subject: Subject {
                agent: finding.subject,
                capability_id: finding.capability_id,
                behavior_digest: finding.behavior_digest,
            },
            outcome: finding.outcome,
            is_rederivable: finding.rederivable,
            is_of_provider: finding.is_of_provider,
            issued_at_ms: finding.issued_at_ms,
        }
    }
}

/// An agent's own signatures show that it broke a rule. Nobody's opinion, and so not discounted whoever brings it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Proof {
    pub(super) agent: AgentId,
    pub(super) rule: Box<str>,
    pub(super) of: ObjectId,
}

impl Proof {
    /// A finding that stands by itself: of `judge` (`casp-execution`), of a store that saw an equivocation, of an evidence package with
    /// two histories. `rule` is the id of the rule that was broken, at most 16 bytes of it; `of` names what it concerns, such as the contract.
    ///
    /// It takes the caller's word. Never make one of anything but the result of a verification.
    #[must_use]
    pub fn of_finding(party: AgentId, rule: &str, of: ObjectId) -> Self {
        let end = rule
            .char_indices()
            .map(|(at, letter)| at.saturating_add(letter.len_utf8()));
        let end = end.take_while(|end| *end <= MAX_RULE_BYTES).last().unwrap_or(0);
        Self {
            agent: party,
            rule: rule.get(..end).unwrap_or_default().into(),
            of,
        }
    }

    /// Whom it is held against.
    #[must_use]
    pub const fn agent(&self) -> AgentId {
        self.agent
    }
}

impl From<&ProvenFork> for Proof {
    fn from(fork: &ProvenFork) -> Self {
        let of = fork.contract().unwrap_or_else(|| fork.first.object_id());
        Self::of_finding(fork.issuer(), "FRK-3", of)
    }
}

/// Outcomes without the contract that they rest on: for simulators and tests, which have no signatures to verify. In an agent, whoever
/// can call these can praise and slander at will.
pub mod danger {
    use super::{AgentId, ContractOutcome, ForeignReport, ObjectId, Outcome, Seen, Subject};

    /// An own outcome that no book holds.
    #[must_use]
    pub const fn own_outcome(contract: ObjectId, subject: Subject, seen: Seen, at_ms: i64) -> ContractOutcome {
        ContractOutcome {
            contract,
            subject,
            seen,
            at_ms,
        }
    }

    /// A requester's report about a provider, without the record that proves it.
    #[must_use]
    pub const fn foreign_report(
        report: ObjectId,
        issuer: AgentId,
        contract: ObjectId,
        subject: Subject,
        outcome: Outcome,
        issued_at_ms: i64,
    ) -> ForeignReport {
        ForeignReport {
            report,
            issuer,
            contract,
            subject,
            outcome,
            is_rederivable: false,
            is_of_provider: true,
            issued_at_ms,
        }
    }

    /// The same of a canary that anyone can make anew.
    #[must_use]
    pub const fn rederivable(mut report: ForeignReport) -> ForeignReport {
        report.is_rederivable = true;
        report
    }
}
