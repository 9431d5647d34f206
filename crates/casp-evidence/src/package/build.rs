//! Assembling a package.

use alloc::vec::Vec;

use casp_identity::Signed;
use casp_task::{
    AcceptanceKind, CommitKind, DeliveryAckKind, OfferKind, PreparedKind, QuoteKind, TaskRequestKind, TaskResultKind,
};
use casp_wire::limits::MAX_EVIDENCE_PACKAGE_BYTES;
use casp_wire::table::Described as _;
use casp_wire::v1::{AttestationEvidence, EvidencePackage};
use casp_wire::{Layer, encode, scan};
use prost::encoding::{WireType, encode_key, encode_varint};

use super::faults::Member;
use crate::container::check_size;
use crate::statements::{ToolReceiptKind, TraceCheckpointKind};
use crate::violation::EvidenceViolation;

/// Puts a package together from statements and leaves as they are kept. Order matters within a field alone: receipts by
/// number, events by number, checkpoints by size.
///
/// What it gives away is a package; whether it has faults, [`super::verify_package`] says.
#[derive(Clone, Debug, Default)]
pub struct PackageBuilder {
    fields: Vec<(Member, Vec<u8>)>,
}

impl PackageBuilder {
    /// A package of a contract.
    #[must_use]
    pub fn of_contract(
        offer: &Signed<OfferKind>,
        quote: &Signed<QuoteKind>,
        acceptance: &Signed<AcceptanceKind>,
        request: &Signed<TaskRequestKind>,
        result: &Signed<TaskResultKind>,
    ) -> Self {
        Self::default()
            .with(Member::Offer, offer.as_bytes())
            .with(Member::Quote, quote.as_bytes())
            .with(Member::Acceptance, acceptance.as_bytes())
            .with(Member::Request, request.as_bytes())
            .with(Member::Result, result.as_bytes())
    }

    /// A package of a trace without contract: add its events and at least one checkpoint.
    #[must_use]
    pub fn of_trace() -> Self {
        Self::default()
    }

    /// The requester's acknowledgement: makes the package bilateral.
    #[must_use]
    pub fn ack(self, ack: &Signed<DeliveryAckKind>) -> Self {
        self.with(Member::Ack, ack.as_bytes())
    }

    /// The next tool receipt.
    #[must_use]
    pub fn receipt(self, receipt: &Signed<ToolReceiptKind>) -> Self {
        self.with(Member::Receipts, receipt.as_bytes())
    }

    /// The next event, as its leaf.
    #[must_use]
    pub fn event(self, leaf: &[u8]) -> Self {
        self.with(Member::Events, leaf)
    }

    /// The next checkpoint.
    #[must_use]
    pub fn checkpoint(self, checkpoint: &Signed<TraceCheckpointKind>) -> Self {
        self.with(Member::Checkpoints, checkpoint.as_bytes())
    }

    /// An attestation.
    #[must_use]
    pub fn attestation(self, attestation: &AttestationEvidence) -> Self {
        self.with(Member::Attestations, &encode(attestation))
    }

    /// What was prepared, and the commit to it that the result names.
    #[must_use]
    pub fn committed(self, prepared: &Signed<PreparedKind>, commit: &Signed<CommitKind>) -> Self {
        self.with(Member::Prepared, prepared.as_bytes())
            .with(Member::Commit, commit.as_bytes())
    }

    /// The package, encoded.
    ///
    /// # Errors
    /// SIZ-1; ENC and FMT for a leaf that is no event, an attestation out of shape, and too much of anything.
    pub fn build(mut self) -> Result<Vec<u8>, EvidenceViolation> {
        self.fields.sort_by_key(|(member, _)| *member);
        let mut package = Vec::new();
        for (member, bytes) in &self.fields {
            encode_key(member.field_number(), WireType::LengthDelimited, &mut package);
            encode_varint(u64::try_from(bytes.len()).unwrap_or(u64::MAX), &mut package);
            package.extend_from_slice(bytes);
        }
        check_size(&package, MAX_EVIDENCE_PACKAGE_BYTES)?;
        scan(EvidencePackage::TABLE, &package, Layer::Envelope)?;
        Ok(package)
    }

    fn with(mut self, member: Member, bytes: &[u8]) -> Self {
        self.fields.push((member, bytes.into()));
        self
    }
}
