//! What verification of a package yields.

use alloc::vec::Vec;

use casp_identity::{ObjectId, Recorded};
use casp_task::{
    AcceptanceKind, CommitKind, DeliveryAckKind, OfferKind, PreparedKind, QuoteKind, TaskRequestKind, TaskResultKind,
    TaskViolation,
};
use casp_wire::check;
use casp_wire::v1::AttestationEvidence;

use super::chain::Chain;
use super::faults::{Fault, Faults, Member};
use super::receipts::Receipts;
use super::work::Work;
use crate::event::Event;
use crate::statements::{ToolReceiptKind, TraceCheckpointKind};
use crate::violation::EvidenceViolation;

/// Every fault of a package; and, if there is none, what the package shows.
#[derive(Debug)]
pub struct PackageReport<'a> {
    faults: Faults,
    verified: Option<VerifiedPackage<'a>>,
    work: Work,
}

/// A package without fault.
#[derive(Debug)]
pub struct VerifiedPackage<'a> {
    /// The contract and its delivery; absent from a package that holds a trace alone.
    pub contract: Option<Contract>,
    /// The tool receipts, by number. What ATTESTED ones are worth, an attestation's report says, which nobody has judged here.
    pub receipts: Vec<Recorded<ToolReceiptKind>>,
    /// The checkpoints of the trace, by size.
    pub checkpoints: Vec<Recorded<TraceCheckpointKind>>,
    /// The attestations. They are bound to this contract, which says nothing of their reports: those are for a verifier of
    /// their kind.
    pub unverified_attestations: Vec<AttestationEvidence>,
    leaves: Vec<&'a [u8]>,
}

/// The statements of an engagement, from the offer to the acknowledgement.
#[derive(Debug)]
pub struct Contract {
    /// What the requester asked for.
    pub offer: Recorded<OfferKind>,
    /// What the provider bound itself to.
    pub quote: Recorded<QuoteKind>,
    /// What names the contract.
    pub acceptance: Recorded<AcceptanceKind>,
    /// The input.
    pub request: Recorded<TaskRequestKind>,
    /// What the provider said it would do.
    pub prepared: Option<Recorded<PreparedKind>>,
    /// That the requester let it.
    pub commit: Option<Recorded<CommitKind>>,
    /// What came of it.
    pub result: Recorded<TaskResultKind>,
    /// That it arrived; makes the package bilateral.
    pub ack: Option<Recorded<DeliveryAckKind>>,
}

impl<'a> PackageReport<'a> {
    /// Every fault, in the order of the checks.
    pub fn faults(&self) -> impl ExactSizeIterator<Item = Fault> + '_ {
        self.faults.iter()
    }

    /// The violation by which the package is refused: the first at CHAIN, else the first at ATTESTATION. `None` for a package
    /// without fault.
    #[must_use]
    pub fn violation(&self) -> Option<EvidenceViolation> {
        self.faults.decisive()
    }

    /// The members that have a fault, by field number and position, each once.
    #[must_use]
    pub fn members_at_fault(&self) -> Vec<(Member, usize)> {
        let mut members: Vec<_> = self.faults().map(|fault| (fault.member, fault.index)).collect();
        members.sort_unstable();
        members.dedup();
        members
    }

    /// What the package shows, of whatever contract or trace it is, unless it has a fault.
    #[must_use]
    pub const fn verified(&self) -> Option<&VerifiedPackage<'a>> {
        self.verified.as_ref()
    }

    /// What the package shows of the contract that was asked for: a package without fault may be of another one.
    ///
    /// # Errors
    /// [`PackageReport::violation`]; CTR-9 for a package of another contract, or of none.
    pub fn into_verified_of(self, contract: &ObjectId) -> Result<VerifiedPackage<'a>, EvidenceViolation> {
        let verified = self.into_verified_of_any()?;
        let shown = verified.contract.as_ref().map(|shown| shown.acceptance.object_id());
        check(shown == Some(*contract), TaskViolation::NamesAnother)?;
        Ok(verified)
    }

    /// What the package shows, of whatever contract or trace it is.
    ///
    /// # Errors
    /// [`PackageReport::violation`].
    pub fn into_verified_of_any(self) -> Result<VerifiedPackage<'a>, EvidenceViolation> {
        let violation = self.violation().unwrap_or(EvidenceViolation::PackageMembers);
        self.verified.ok_or(violation)
    }

    /// How much work it was.
    #[doc(hidden)]
    #[must_use]
    pub const fn work(&self) -> Work {
        self.work
    }
}

impl<'a> VerifiedPackage<'a> {
    /// Whether the requester has acknowledged the result: the package is BILATERAL, else UNILATERAL.
    #[must_use]
    pub fn is_bilateral(&self) -> bool {
        self.contract.as_ref().is_some_and(|contract| contract.ack.is_some())
    }

    /// The events of the trace, from the first on.
    pub fn events(&self) -> impl ExactSizeIterator<Item = Event<'a>> + '_ {
        self.leaves.iter().map(|leaf| Event::accepted(leaf))
    }

    /// The leaves of the trace: its events in their canonical encoding.
    #[must_use]
    pub fn leaves(&self) -> &[&'a [u8]] {
        &self.leaves
    }
}

impl<'a> Chain<'_, 'a> {
    /// What was found.
    pub(super) fn report(mut self, receipts: &Receipts) -> PackageReport<'a> {
        self.work.comparisons = receipts.comparisons();
        let work = self.work;
        let faults = core::mem::take(&mut self.faults);
        let verified = if faults.is_empty() { self.verified() } else { None };
        PackageReport { faults, verified, work }
    }

    /// Without a fault everything is there.
    fn verified(self) -> Option<VerifiedPackage<'a>> {
        let has_contract = self.parts.has_contract();
        let contract = || {
            Some(Contract {
                offer: self.offer?,
                quote: self.quote?,
                acceptance: self.acceptance?,
                request: self.request?,
                prepared: self.prepared,
                commit: self.commit,
                result: self.result?,
                ack: self.ack,
            })
        };
        Some(VerifiedPackage {
            contract: if has_contract { Some(contract()?) } else { None },
            receipts: self.receipts.into_iter().collect::<Option<_>>()?,
            checkpoints: self.checkpoints.into_iter().collect::<Option<_>>()?,
            unverified_attestations: self.attestations,
            leaves: self.parts.events,
        })
    }
}
