//! What the receipts and attestations of a package say, whether or not they have faults of their own, in sorted lists.
//!
//! A package may hold 256 receipts that name 16 others each, 65,536 events that name one each, and a result that names 256:
//! every question is a binary search.

use alloc::vec::Vec;
use core::cell::Cell;

use casp_identity::{AgentId, ObjectId, Recorded, envelope_object_id};
use casp_task::{AcceptanceKind, QuoteKind, TaskResultKind};
use casp_wire::v1::{AttestationEvidence, Bundle, SignerClass, ToolReceipt};
use casp_wire::{Layer, check, decode, decode_unchecked};

use super::chain::Window;
use super::work::{Sorted, counted};
use crate::statements::ToolReceiptKind;
use crate::violation::EvidenceViolation;

pub(super) struct Receipts {
    /// Object ids and positions.
    ids: Sorted<(ObjectId, usize)>,
    /// Keys that signed ATTESTED receipts.
    attested: Sorted<AgentId>,
    /// Keys of the attestations.
    keys: Sorted<AgentId>,
    comparisons: Cell<u64>,
}

/// The statements that a receipt is checked against.
#[derive(Clone, Copy)]
pub(super) struct Against<'a> {
    pub(super) quote: &'a Recorded<QuoteKind>,
    pub(super) acceptance: &'a Recorded<AcceptanceKind>,
    pub(super) result: &'a Recorded<TaskResultKind>,
}

impl Receipts {
    /// Of the receipts' bundles, those that passed archival verification, and the attestations.
    pub(super) fn index(
        bundles: &[&[u8]],
        recorded: &[Option<Recorded<ToolReceiptKind>>],
        attestations: &[AttestationEvidence],
    ) -> Self {
        let said = bundles.iter().enumerate().map(|(index, bundle)| {
            let recorded = recorded.get(index).and_then(Option::as_ref);
            recorded.map_or_else(|| Said::unverified(bundle), Said::verified)
        });
        let said: Vec<_> = said.collect();
        let ids = said.iter().enumerate().map(|(index, said)| (said.id, index));
        let attested = said.iter().filter_map(|said| said.attested_by);
        let keys = attestations
            .iter()
            .filter_map(|attestation| AgentId::from_multikey(&attestation.key).ok());
        Self {
            ids: Sorted::new(ids.collect()),
            attested: Sorted::new(attested.collect()),
            keys: Sorted::new(keys.collect()),
            comparisons: Cell::new(0),
        }
    }

    /// Whether the package has this receipt.
    pub(super) fn has(&self, id: &[u8]) -> bool {
        self.position(id).is_some()
    }

    /// Whether this key signed an ATTESTED receipt.
    pub(super) fn signed_as_attested(&self, key: &AgentId) -> bool {
        self.attested.first_from(key) == Some(key)
    }

    /// RCP-2 to RCP-6 and PKG-2, for the receipt at this index.
    pub(super) fn check(
        &self,
        index: usize,
        receipt: &Recorded<ToolReceiptKind>,
        against: Against<'_>,
    ) -> Result<(), EvidenceViolation> {
        let message = receipt.message();
        let named = self.is_rightful(receipt, against.quote);
        check(named, EvidenceViolation::ReceiptSigner)?;
        let contract = against.acceptance.object_id();
        check(message.contract == contract.0, EvidenceViolation::ReceiptContract)?;
        let number = u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1);
        check(message.seq == number, EvidenceViolation::ReceiptSequence)?;
        let stands_before = |id: &Vec<u8>| self.position(id).is_some_and(|position| position < index);
        let chained = message.previous.is_empty() == (index == 0) && message.previous.iter().all(stands_before);
        check(chained, EvidenceViolation::ReceiptPrevious)?;
        let known = self.is_among(&receipt.object_id().0, &against.result.message().receipts);
        check(known, EvidenceViolation::ReceiptExtra)?;
        let window = Window::of(against.quote, against.acceptance);
        window.holds(message.started_at_ms, receipt.header().issued_at_ms)
    }

    /// Comparisons so far.
    pub(super) fn comparisons(&self) -> u64 {
        let ids = self.ids.comparisons();
        ids.saturating_add(self.attested.comparisons())
            .saturating_add(self.keys.comparisons())
            .saturating_add(self.comparisons.get())
    }

    /// RCP-2.
    fn is_rightful(&self, receipt: &Recorded<ToolReceiptKind>, quote: &Recorded<QuoteKind>) -> bool {
        let by_provider = receipt.issuer() == quote.issuer();
        match receipt.message().signer_class() {
            SignerClass::HostProxy => by_provider,
            SignerClass::EndorsedThirdParty => {
                let signers = quote
                    .message()
                    .terms
                    .as_ref()
                    .map_or(&[][..], |terms| &terms.receipt_signers);
                !by_provider && self.is_among(receipt.issuer().as_bytes(), signers)
            }
            SignerClass::Attested => self.keys.first_from(&receipt.signer()) == Some(&receipt.signer()),
            SignerClass::Unspecified => false,
        }
    }

    /// The first position at which the package has this receipt.
    fn position(&self, id: &[u8]) -> Option<usize> {
        let id = ObjectId(id.try_into().ok()?);
        let (found, position) = self.ids.first_from(&(id, 0))?;
        (*found == id).then_some(*position)
    }

    /// Looks into a set of a message, which ascends (ENC-14).
    fn is_among(&self, item: &[u8], set: &[Vec<u8>]) -> bool {
        set.binary_search_by(|other| counted(&self.comparisons, other.as_slice().cmp(item)))
            .is_ok()
    }
}

/// What counts of a receipt for others.
struct Said {
    id: ObjectId,
    /// The key that signed, if it is ATTESTED.
    attested_by: Option<AgentId>,
}

impl Said {
    fn verified(receipt: &Recorded<ToolReceiptKind>) -> Self {
        let is_attested = receipt.message().signer_class() == SignerClass::Attested;
        Self {
            id: receipt.object_id(),
            attested_by: is_attested.then(|| receipt.signer()),
        }
    }

    /// Of a bundle that the scan has accepted.
    fn unverified(bundle: &[u8]) -> Self {
        let bundle: Bundle = decode_unchecked(bundle, Layer::Envelope).unwrap_or_default();
        let subject = bundle.subject.unwrap_or_default();
        let keyid = subject.signatures.first().map_or("", |signature| &signature.keyid);
        let receipt = decode::<ToolReceipt>(&subject.payload, Layer::Payload).ok();
        let attested = receipt.filter(|receipt| receipt.signer_class() == SignerClass::Attested);
        Self {
            id: envelope_object_id(&subject),
            attested_by: attested.and_then(|_| AgentId::from_did_key(keyid).ok()),
        }
    }
}
