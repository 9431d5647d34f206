//! Assembling a dispute bundle.

use casp_canary::CanaryVerdictKind;
use casp_identity::{IdentityViolation, Kind, ObjectId, Signed};
use casp_task::{AcceptanceKind, OfferKind, QuoteKind};
use casp_wire::limits::{MAX_DISPUTE_BUNDLE_BYTES, MAX_EVIDENCE_PACKAGE_BYTES};
use casp_wire::table::Described as _;
use casp_wire::v1::{DisputeBundle, EvidencePackage};
use casp_wire::{Layer, check, scan};
use prost::encoding::{WireType, encode_key, encode_varint};

use super::parts::{Member, fields};
use crate::violation::DisputeViolation;

/// From the fields of an evidence package that a dispute bundle shows beside the statements, to those of the bundle.
const EVIDENCE: [(u32, Member); 4] = [
    (7, Member::Receipts),
    (8, Member::Trace),
    (9, Member::Checkpoints),
    (10, Member::Attestations),
];

/// Puts a [`DisputeBundle`] together from statements as they are kept. Order matters within a field alone, and of second
/// statements not at all.
///
/// What it gives away is a bundle; whether it is one of one engagement, and what it shows, [`super::judge`] says.
#[derive(Clone, Debug, Default)]
pub struct DisputeBundleBuilder {
    fields: Vec<(Member, Vec<u8>)>,
    seconds: std::collections::BTreeMap<ObjectId, Vec<u8>>,
}

impl DisputeBundleBuilder {
    /// A bundle of a contract.
    #[must_use]
    pub fn of_contract(
        offer: &Signed<OfferKind>,
        quote: &Signed<QuoteKind>,
        acceptance: &Signed<AcceptanceKind>,
    ) -> Self {
        Self::default()
            .with(Member::Offer, offer.as_bytes())
            .with(Member::Quote, quote.as_bytes())
            .with(Member::Acceptance, acceptance.as_bytes())
    }

    /// The next item of a field, or the only one, as it is encoded: a bundle of a statement, but of `trace` an event, of
    /// `attestations`, `forks` and `equivocations` one of these. Second statements go through [`Self::second`].
    #[must_use]
    pub fn with(mut self, member: Member, bytes: &[u8]) -> Self {
        self.fields.push((member, bytes.into()));
        self
    }

    /// The canary verdict.
    #[must_use]
    pub fn verdict(self, verdict: &Signed<CanaryVerdictKind>) -> Self {
        self.with(Member::Verdict, verdict.as_bytes())
    }

    /// A statement in the place of another.
    ///
    /// # Errors
    /// SIZE and ENCODING.
    pub fn second<K: Kind>(self, second: &Signed<K>) -> Result<Self, DisputeViolation> {
        let id = second.object_id()?;
        Ok(self.with_second(id, second.as_bytes()))
    }

    pub(crate) fn with_second(mut self, id: ObjectId, bytes: &[u8]) -> Self {
        self.seconds.insert(id, bytes.into());
        self
    }

    /// Whether a field has an item.
    pub(crate) fn has(&self, member: Member) -> bool {
        self.fields.iter().any(|(each, _)| *each == member)
    }

    /// Receipts, trace, checkpoints and attestations of an evidence package of this contract, whether or not they have faults.
    ///
    /// # Errors
    /// SIZE and ENCODING.
    pub fn evidence(mut self, package: &[u8]) -> Result<Self, DisputeViolation> {
        let limit = MAX_EVIDENCE_PACKAGE_BYTES;
        check(package.len() <= limit, IdentityViolation::InputSize { limit })?;
        scan(EvidencePackage::TABLE, package, Layer::Envelope).map_err(IdentityViolation::from)?;
        for (number, bytes) in fields(package) {
            if let Some((_, member)) = EVIDENCE.iter().find(|(each, _)| *each == number) {
                self = self.with(*member, bytes);
            }
        }
        Ok(self)
    }

    /// The bundle, encoded.
    ///
    /// # Errors
    /// SIZ-1; ENC and FMT for what is out of shape, missing, or too much of anything.
    pub fn build(mut self) -> Result<Vec<u8>, DisputeViolation> {
        let seconds = std::mem::take(&mut self.seconds).into_values();
        self.fields.extend(seconds.map(|bytes| (Member::Seconds, bytes)));
        self.fields.sort_by_key(|(member, _)| *member);
        let mut bundle = Vec::new();
        for (member, bytes) in &self.fields {
            encode_key(member.field_number(), WireType::LengthDelimited, &mut bundle);
            encode_varint(u64::try_from(bytes.len()).unwrap_or(u64::MAX), &mut bundle);
            bundle.extend_from_slice(bytes);
        }
        let limit = MAX_DISPUTE_BUNDLE_BYTES;
        check(bundle.len() <= limit, IdentityViolation::InputSize { limit })?;
        scan(DisputeBundle::TABLE, &bundle, Layer::Envelope).map_err(IdentityViolation::from)?;
        Ok(bundle)
    }
}
