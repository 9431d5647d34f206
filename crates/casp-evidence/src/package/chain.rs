//! The checks of a package on what is signed in it, in the order of the table of SPEC.md section 17.5.
//!
//! A statement is here while it has passed every check so far. Whatever reads it is checked only then, which is what the
//! table asks for.

use alloc::boxed::Box;
use alloc::vec::Vec;

use casp_identity::{AgentId, Kind, Recorded, Signed, Verifier};
use casp_task::record;
use casp_task::{
    AcceptanceKind, CommitKind, DeliveryAckKind, OfferKind, PreparedKind, QuoteKind, TaskRequestKind, TaskResultKind,
    TaskViolation,
};
use casp_wire::limits::ONE_SHOT_SKEW_MS;
use casp_wire::v1::{AttestationEvidence, TaskStatus};
use casp_wire::{Layer, check, decode_unchecked};

use super::faults::{Fault, Faults, Member};
use super::parts::Parts;
use super::receipts::{Against, Receipts};
use super::work::Work;
use crate::attestation::attestation_binding;
use crate::statements::{ToolReceiptKind, TraceCheckpointKind};
use crate::violation::EvidenceViolation;

pub(super) struct Chain<'v, 'a> {
    verifier: &'v mut Verifier,
    pub(super) parts: Parts<'a>,
    pub(super) attestations: Vec<AttestationEvidence>,
    pub(super) faults: Faults,
    pub(super) offer: Option<Recorded<OfferKind>>,
    pub(super) quote: Option<Recorded<QuoteKind>>,
    pub(super) acceptance: Option<Recorded<AcceptanceKind>>,
    pub(super) request: Option<Recorded<TaskRequestKind>>,
    pub(super) prepared: Option<Recorded<PreparedKind>>,
    pub(super) commit: Option<Recorded<CommitKind>>,
    pub(super) result: Option<Recorded<TaskResultKind>>,
    pub(super) ack: Option<Recorded<DeliveryAckKind>>,
    pub(super) receipts: Vec<Option<Recorded<ToolReceiptKind>>>,
    pub(super) checkpoints: Vec<Option<Recorded<TraceCheckpointKind>>>,
    /// Whether any event has a fault.
    pub(super) events_flawed: bool,
    pub(super) work: Work,
}

impl<'v, 'a> Chain<'v, 'a> {
    pub(super) fn new(verifier: &'v mut Verifier, parts: Parts<'a>) -> Self {
        let attestation = |bytes: &&[u8]| decode_unchecked(bytes, Layer::Envelope).unwrap_or_default();
        Self {
            verifier,
            attestations: parts.attestations.iter().map(attestation).collect(),
            parts,
            faults: Faults::default(),
            offer: None,
            quote: None,
            acceptance: None,
            request: None,
            prepared: None,
            commit: None,
            result: None,
            ack: None,
            receipts: Vec::new(),
            checkpoints: Vec::new(),
            events_flawed: false,
            work: Work::default(),
        }
    }

    /// Step 1: PKG-1.
    pub(super) fn has_its_members(&mut self) {
        if self.parts.has_contract() {
            for (member, bytes) in self.parts.five() {
                self.member(member, 0, bytes.is_some());
            }
            return;
        }
        self.member(Member::Ack, 0, self.parts.ack.is_none());
        (0..self.parts.receipts.len()).for_each(|index| self.member(Member::Receipts, index, false));
        let has_events = !self.parts.events.is_empty();
        self.member(Member::Events, 0, has_events);
        self.events_flawed = !has_events;
        self.member(Member::Checkpoints, 0, !self.parts.checkpoints.is_empty());
        (0..self.attestations.len()).for_each(|index| self.member(Member::Attestations, index, false));
        self.member(Member::Prepared, 0, self.parts.prepared.is_none());
        self.member(Member::Commit, 0, self.parts.commit.is_none());
    }

    fn member(&mut self, member: Member, index: usize, holds: bool) {
        self.faults
            .note(member, index, check(holds, EvidenceViolation::PackageMembers));
    }

    /// Step 2: REC-1. Without contract there is nothing to be verified but checkpoints: what else there is has its fault.
    pub(super) fn statements_stand(&mut self) {
        if self.parts.has_contract() {
            self.offer = self.open(Member::Offer, 0, self.parts.offer);
            self.quote = self.open(Member::Quote, 0, self.parts.quote);
            self.acceptance = self.open(Member::Acceptance, 0, self.parts.acceptance);
            self.request = self.open(Member::Request, 0, self.parts.request);
            self.result = self.open(Member::Result, 0, self.parts.result);
            self.ack = self.open(Member::Ack, 0, self.parts.ack);
            self.receipts = self.open_all(Member::Receipts, &self.parts.receipts.clone());
        }
        self.checkpoints = self.open_all(Member::Checkpoints, &self.parts.checkpoints.clone());
        if self.parts.has_contract() {
            self.prepared = self.open(Member::Prepared, 0, self.parts.prepared);
            self.commit = self.open(Member::Commit, 0, self.parts.commit);
        }
    }

    /// Steps 3 to 5.
    pub(super) fn contract_stands(&mut self) {
        if let (Some(offer), Some(quote)) = (&self.offer, &self.quote) {
            let outcome = record::quote_fits(offer, quote);
            keep(&mut self.faults, &mut self.quote, Member::Quote, outcome);
        }
        if let (Some(offer), Some(quote), Some(acceptance)) = (&self.offer, &self.quote, &self.acceptance) {
            let outcome = record::acceptance_fits(offer, quote, acceptance);
            keep(&mut self.faults, &mut self.acceptance, Member::Acceptance, outcome);
        }
        if let (Some(offer), Some(quote), Some(acceptance), Some(request)) =
            (&self.offer, &self.quote, &self.acceptance, &self.request)
        {
            let outcome = record::request_fits(offer, quote, acceptance, request);
            keep(&mut self.faults, &mut self.request, Member::Request, outcome);
        }
    }

    /// Steps 6 and 7.
    pub(super) fn preparation_stands(&mut self) {
        let (Some(offer), Some(quote), Some(acceptance)) = (&self.offer, &self.quote, &self.acceptance) else {
            return;
        };
        if let (Some(request), Some(prepared)) = (&self.request, &self.prepared) {
            let outcome = record::prepared_fits(offer, quote, acceptance, request, prepared);
            keep(&mut self.faults, &mut self.prepared, Member::Prepared, outcome);
        }
        if let (Some(prepared), Some(commit)) = (&self.prepared, &self.commit) {
            let outcome = record::commit_fits(offer, quote, acceptance, prepared, commit);
            keep(&mut self.faults, &mut self.commit, Member::Commit, outcome);
        }
    }

    /// Steps 8 to 13.
    pub(super) fn delivery_stands(&mut self) {
        if let (Some(offer), Some(quote), Some(acceptance), Some(request), Some(result)) =
            (&self.offer, &self.quote, &self.acceptance, &self.request, &self.result)
        {
            let outcome = record::result_fits(offer, quote, acceptance, request, result);
            keep(&mut self.faults, &mut self.result, Member::Result, outcome);
        }
        if let (Some(commit), Some(result)) = (&self.commit, &self.result)
            && !result.message().commit.is_empty()
        {
            let outcome = record::result_fits_commit(commit, result);
            keep(&mut self.faults, &mut self.result, Member::Result, outcome);
        }
        self.commit_is_there();
        if let (Some(offer), Some(acceptance), Some(result), Some(ack)) =
            (&self.offer, &self.acceptance, &self.result, &self.ack)
        {
            let outcome = record::ack_fits(offer, acceptance, result, ack);
            keep(&mut self.faults, &mut self.ack, Member::Ack, outcome);
        }
        if let (Some(quote), Some(result)) = (&self.quote, &self.result) {
            let has_any = !self.attestations.is_empty();
            let holds = has_any || !promises_attestation(quote, result);
            let outcome = check(holds, EvidenceViolation::AttestationMissing);
            self.faults.note(Member::Attestations, 0, outcome);
        }
    }

    /// PKG-4. What is there and at fault is checked no further.
    fn commit_is_there(&mut self) {
        if let Some(result) = &self.result {
            let holds = self.parts.commit.is_some() || result.message().commit.is_empty();
            let outcome = check(holds, EvidenceViolation::PackageCommit);
            self.faults.note(Member::Commit, 0, outcome);
        }
        if self.commit.is_some() {
            let outcome = check(self.parts.prepared.is_some(), EvidenceViolation::PackageCommit);
            self.faults.note(Member::Prepared, 0, outcome);
        }
    }

    /// What the receipts say, whether or not they have faults.
    pub(super) fn index_receipts(&self) -> Receipts {
        Receipts::index(&self.parts.receipts, &self.receipts, &self.attestations)
    }

    /// Step 14: ATT-1 and ATT-2.
    pub(super) fn attestations_stand(&mut self, receipts: &Receipts) {
        let (Some(acceptance), Some(result)) = (&self.acceptance, &self.result) else {
            return;
        };
        let root = result.message().trace.as_ref();
        let root = root.and_then(|trace| trace.root.as_slice().try_into().ok());
        for (index, attestation) in self.attestations.iter().enumerate() {
            let key = AgentId::from_multikey(&attestation.key).ok();
            let signed = key.is_some_and(|key| key == result.signer() || receipts.signed_as_attested(&key));
            let binding = key.map(|key| attestation_binding(&key, &acceptance.object_id(), root.as_ref()));
            let bound = binding.is_some_and(|binding| attestation.binding == binding);
            let outcome = check(signed, EvidenceViolation::AttestationKey)
                .and_then(|()| check(bound, EvidenceViolation::AttestationBinding));
            self.faults.note(Member::Attestations, index, outcome);
        }
    }

    /// Step 15: RCP-2 to RCP-6, PKG-2.
    pub(super) fn receipts_stand(&mut self, all: &Receipts) {
        let (Some(quote), Some(acceptance), Some(result)) = (&self.quote, &self.acceptance, &self.result) else {
            return;
        };
        let against = Against {
            quote,
            acceptance,
            result,
        };
        for (index, slot) in self.receipts.iter_mut().enumerate() {
            let Some(receipt) = slot else { continue };
            let outcome = all.check(index, receipt, against);
            if !self.faults.note(Member::Receipts, index, outcome) {
                *slot = None;
            }
        }
    }

    /// Step 19: RCP-7.
    pub(super) fn receipts_are_complete(&mut self, all: &Receipts) {
        if let Some(result) = &self.result {
            let complete = result.message().receipts.iter().all(|id| all.has(id));
            let outcome = check(complete, EvidenceViolation::ReceiptMissing);
            keep(&mut self.faults, &mut self.result, Member::Result, outcome);
        }
    }

    fn open_all<K: Kind>(&mut self, member: Member, bundles: &[&[u8]]) -> Vec<Option<Recorded<K>>>
    where
        EvidenceViolation: From<K::Violation>,
    {
        let bundles = bundles.iter().enumerate();
        bundles
            .map(|(index, bundle)| self.open(member, index, Some(bundle)))
            .collect()
    }

    /// REC-1.
    fn open<K: Kind>(&mut self, member: Member, index: usize, bundle: Option<&[u8]>) -> Option<Recorded<K>>
    where
        EvidenceViolation: From<K::Violation>,
    {
        let signed = Signed::from_bytes(bundle?);
        self.work.statements = self.work.statements.saturating_add(1);
        let recorded: Result<Recorded<K>, K::Violation> = self.verifier.verify_as_issued(signed);
        let broken = TaskViolation::RecordMember {
            member: member.statement(),
        };
        if let (Err(violation), Err(cause)) = (check(recorded.is_ok(), broken), &recorded) {
            self.faults.put(Fault {
                member,
                index,
                violation: violation.into(),
                cause: Some(Box::new((*cause).into())),
            });
        }
        recorded.ok()
    }
}

/// Notes a fault of the statement, if there is one, and takes the statement away.
fn keep<K: Kind>(
    faults: &mut Faults,
    statement: &mut Option<Recorded<K>>,
    member: Member,
    outcome: Result<(), impl Into<EvidenceViolation>>,
) {
    if !faults.note(member, 0, outcome.map_err(Into::into)) {
        *statement = None;
    }
}

/// Times between which what was done lies (PKG-2): from acceptance to deadline, as far as clocks agree.
#[derive(Clone, Copy)]
pub(super) struct Window {
    from_ms: i64,
    to_ms: i64,
}

impl Window {
    pub(super) fn of(quote: &Recorded<QuoteKind>, acceptance: &Recorded<AcceptanceKind>) -> Self {
        let deadline_ms = quote.message().terms.as_ref().map_or(0, |terms| terms.deadline_ms);
        Self {
            // An acceptance may be dated ahead of its provider, and a witness be behind it.
            from_ms: acceptance.header().issued_at_ms.saturating_sub(2 * ONE_SHOT_SKEW_MS),
            to_ms: deadline_ms.saturating_add(ONE_SHOT_SKEW_MS),
        }
    }

    /// Whether what began and ended at these times lies within.
    pub(super) fn holds(self, from_ms: i64, to_ms: i64) -> Result<(), EvidenceViolation> {
        let within = self.from_ms <= from_ms && to_ms <= self.to_ms;
        check(within, EvidenceViolation::OutsideWindow)
    }
}

/// Whether a package of this result has to hold an attestation.
fn promises_attestation(quote: &Recorded<QuoteKind>, result: &Recorded<TaskResultKind>) -> bool {
    let delivered = matches!(result.message().status(), TaskStatus::Completed | TaskStatus::Partial);
    let evidence = quote.message().terms.as_ref().map_or(&[][..], |terms| &terms.evidence);
    delivered && evidence.iter().any(|kind| kind == "attestation")
}
