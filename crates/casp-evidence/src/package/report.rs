//! What verification of a package yields.

use alloc::vec::Vec;

use casp_identity::Recorded;
use casp_task::{AcceptanceKind, DeliveryAckKind, OfferKind, QuoteKind, TaskRequestKind, TaskResultKind};
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
    bilateral: bool,
    verified: Option<VerifiedPackage<'a>>,
    work: Work,
}

/// A package without fault.
#[derive(Debug)]
pub struct VerifiedPackage<'a> {
    /// The contract and its delivery; absent from a package that holds a trace alone.
    pub contract: Option<Contract>,
    /// The tool receipts, by number.
    pub receipts: Vec<Recorded<ToolReceiptKind>>,
    /// The checkpoints of the trace, by size.
    pub checkpoints: Vec<Recorded<TraceCheckpointKind>>,
    /// The attestations: bound to this contract, which says nothing of their reports.
    pub attestations: Vec<AttestationEvidence>,
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

    /// Whether the requester has acknowledged the result: the package is BILATERAL, else UNILATERAL.
    #[must_use]
    pub const fn is_bilateral(&self) -> bool {
        self.bilateral
    }

    /// What the package shows, unless it has a fault.
    #[must_use]
    pub const fn verified(&self) -> Option<&VerifiedPackage<'a>> {
        self.verified.as_ref()
    }

    /// What the package shows.
    ///
    /// # Errors
    /// [`PackageReport::violation`].
    pub fn into_verified(self) -> Result<VerifiedPackage<'a>, EvidenceViolation> {
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
        let (bilateral, work) = (self.acknowledged, self.work);
        let faults = core::mem::take(&mut self.faults);
        let verified = if faults.is_empty() { self.verified() } else { None };
        PackageReport {
            faults,
            bilateral,
            verified,
            work,
        }
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
                result: self.result?,
                ack: self.ack,
            })
        };
        Some(VerifiedPackage {
            contract: if has_contract { Some(contract()?) } else { None },
            receipts: self.receipts.into_iter().collect::<Option<_>>()?,
            checkpoints: self.checkpoints.into_iter().collect::<Option<_>>()?,
            attestations: self.attestations,
            leaves: self.parts.events,
        })
    }
}
