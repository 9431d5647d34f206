//! Who broke which rule, row by row of SPEC.md section 20.3.

use casp_canary::{CanaryViolation, Opened, is_answered};
use casp_descriptor::DescriptorViolation;
use casp_evidence::package::{checkpoint_in_window, receipt_endorsed, receipt_in_window, receipt_named};
use casp_evidence::{EvidenceViolation, ToolReceiptKind, TraceCheckpointKind};
use casp_identity::{AgentId, Kind, Recorded, Verifier};
use casp_task::record::{
    before_end, follows, in_time, input_fits, report_agrees, report_misses_result, report_precedes_ack,
};
use casp_task::{
    OutcomeReportKind, TaskResultKind, TaskViolation, has_media_type, names_evidence, needs_preparation,
    quote_fits_offer, was_committed,
};
use casp_wire::v1::{Outcome, Terms};
use casp_wire::{Violation, check};

use super::Finding;
use super::parts::{Member, Parts};
use super::shown::{Shown, open};

/// Notes findings of one member.
struct Notes<'a> {
    findings: &'a mut Vec<Finding>,
    party: AgentId,
    member: Member,
    index: usize,
}

impl Notes<'_> {
    fn note<T, V: Violation>(&mut self, outcome: Result<T, V>) {
        if let Err(violation) = outcome {
            self.findings.push(Finding {
                party: self.party,
                member: self.member,
                index: self.index,
                rule: violation.rule(),
            });
        }
    }
}

impl Shown {
    /// Every finding, by field number, then position, then rule.
    pub(super) fn findings(&self, verifier: &mut Verifier, parts: &Parts<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        self.contract_findings(&mut findings);
        self.course_findings(&mut findings);
        self.delivery_findings(&mut findings);
        self.verdict_findings(&mut findings);
        self.list_findings(&mut findings);
        self.evidence_findings(&mut findings, verifier, parts);
        self.proof_findings(&mut findings, parts);
        findings
    }

    /// Of quote and acceptance.
    fn contract_findings(&self, findings: &mut Vec<Finding>) {
        let (offer, quote, acceptance) = (&self.offer, &self.quote, &self.acceptance);
        let none = Terms::default();
        let offered = offer.message().terms.as_ref().unwrap_or(&none);
        let mut notes = self.of_provider(findings, Member::Quote, 0);
        notes.note(quote_fits_offer(offered, self.terms().unwrap_or(&none)));
        notes.note(follows(quote, offer));
        notes.note(before_end(quote, offer));
        let mut notes = self.of_requester(findings, Member::Acceptance, 0);
        notes.note(follows(acceptance, quote));
        notes.note(before_end(acceptance, quote));
        notes.note(in_time(acceptance, quote));
    }

    /// Of request, prepared statement, commit and cancel.
    fn course_findings(&self, findings: &mut Vec<Finding>) {
        let (offer, quote, acceptance) = (&self.offer, &self.quote, &self.acceptance);
        if let Some(request) = &self.request {
            let mut notes = self.of_requester(findings, Member::Request, 0);
            notes.note(input_fits(offer, acceptance, request.message()));
            notes.note(follows(request, acceptance));
            notes.note(before_end(request, quote).and_then(|()| before_end(request, acceptance)));
            notes.note(in_time(request, quote));
        }
        if let Some(prepared) = &self.prepared {
            let mut notes = self.of_provider(findings, Member::Prepared, 0);
            let none = Terms::default();
            notes.note(follows(prepared, acceptance).and_then(|()| if_there(prepared, self.request.as_ref())));
            notes.note(needs_preparation(self.terms().unwrap_or(&none)));
            notes.note(in_time(prepared, quote));
        }
        if let Some(commit) = &self.commit {
            let mut notes = self.of_requester(findings, Member::Commit, 0);
            let prepared = self.prepared.as_ref();
            notes.note(follows(commit, acceptance).and_then(|()| if_there(commit, prepared)));
            notes.note(prepared.map_or(Ok(()), |prepared| before_end(commit, prepared)));
            notes.note(in_time(commit, quote));
        }
        if let Some(cancel) = &self.cancel {
            self.of_requester(findings, Member::Cancel, 0)
                .note(follows(cancel, acceptance));
        }
    }

    /// Of result and acknowledgement.
    fn delivery_findings(&self, findings: &mut Vec<Finding>) {
        let (quote, acceptance, none) = (&self.quote, &self.acceptance, Terms::default());
        let terms = self.terms().unwrap_or(&none);
        if let Some(result) = &self.result {
            let mut notes = self.of_provider(findings, Member::Result, 0);
            let commit = self.commit.as_ref().filter(|_| !result.message().commit.is_empty());
            let in_order = follows(result, acceptance)
                .and_then(|()| if_there(result, self.request.as_ref()))
                .and_then(|()| if_there(result, commit));
            notes.note(names_evidence(terms, result.message()));
            notes.note(has_media_type(terms, result.message()));
            notes.note(in_order);
            notes.note(was_committed(terms, result.message()));
            notes.note(in_time(result, quote));
        }
        if let Some(ack) = &self.ack {
            let in_order = follows(ack, acceptance).and_then(|()| if_there(ack, self.result.as_ref()));
            self.of_requester(findings, Member::Ack, 0).note(in_order);
        }
    }

    /// CAN-2 to CAN-9.
    fn verdict_findings(&self, findings: &mut Vec<Finding>) {
        let Some(opened) = self.opened() else { return };
        let mut notes = self.of_requester(findings, Member::Verdict, 0);
        notes.note(opened.blind_matches());
        notes.note(opened.is_for_provider());
        notes.note(opened.is_for_input());
        notes.note(opened.is_undoable());
        if let Some(result) = &self.result {
            notes.note(opened.follows(result));
        }
        notes.note(opened.is_made_anew());
        if let Some(result) = &self.result {
            match is_answered(result) {
                Ok(()) => notes.note(opened.judges_rightly(result)),
                Err(violation) => notes.note::<(), CanaryViolation>(Err(violation)),
            }
        }
    }

    /// Of events, reports and second statements.
    fn list_findings(&self, findings: &mut Vec<Finding>) {
        for (index, event) in self.events.iter().enumerate() {
            let mut notes = self.of_provider(findings, Member::Events, index);
            notes.note(follows(event, &self.acceptance));
            notes.note(in_time(event, &self.quote));
        }
        for (index, report) in self.reports.iter().enumerate() {
            let mut notes = notes(findings, report.issuer(), Member::Reports, index);
            self.report_findings(&mut notes, report);
        }
        for (index, issuer) in self.seconds.iter().enumerate() {
            notes(findings, *issuer, Member::Seconds, index).note(check(false, TaskViolation::SecondStatement));
        }
    }

    fn report_findings(&self, notes: &mut Notes<'_>, report: &Recorded<OutcomeReportKind>) {
        let message = report.message();
        let misses = message.outcome() == Outcome::NoResult;
        let named = |id: &[u8]| !id.is_empty();
        let result = self.result.as_ref().filter(|_| named(&message.result));
        if misses {
            notes.note(report_misses_result(self.parties, &self.quote, report));
        }
        notes.note(follows(report, &self.acceptance).and_then(|()| if_there(report, result)));
        let by_requester = report.issuer() == self.parties.requester;
        if let Some(ack) = self.ack.as_ref().filter(|_| misses && by_requester) {
            notes.note(report_precedes_ack(ack, report));
        }
        if let Some(verdict) = self.verdict.as_ref().filter(|_| named(&message.verdict)) {
            notes.note(report_agrees(self.parties, verdict.message().outcome(), report));
        }
    }

    /// Of receipts and checkpoints that the provider signed: what others signed, or made up, is not held against it.
    fn evidence_findings(&self, findings: &mut Vec<Finding>, verifier: &mut Verifier, parts: &Parts<'_>) {
        let (quote, acceptance) = (&self.quote, &self.acceptance);
        for (index, bytes) in parts.all(Member::Receipts).enumerate() {
            let receipt = open::<ToolReceiptKind>(verifier, bytes);
            let theirs = |it: &Recorded<ToolReceiptKind>| self.is_providers(it, &it.message().contract);
            let Some(receipt) = receipt.filter(theirs) else {
                continue;
            };
            let mut notes = self.of_provider(findings, Member::Receipts, index);
            notes.note(receipt_endorsed(quote, &receipt));
            let named = |result: &Recorded<TaskResultKind>| receipt_named(result, &receipt);
            notes.note(self.result.as_ref().map_or(Ok(()), named));
            notes.note(receipt_in_window(quote, acceptance, &receipt));
        }
        for (index, bytes) in parts.all(Member::Checkpoints).enumerate() {
            let checkpoint = open::<TraceCheckpointKind>(verifier, bytes);
            let theirs = |it: &Recorded<TraceCheckpointKind>| self.is_providers(it, &it.message().contract);
            let Some(checkpoint) = checkpoint.filter(theirs) else {
                continue;
            };
            self.of_provider(findings, Member::Checkpoints, index)
                .note(checkpoint_in_window(quote, acceptance, &checkpoint));
        }
    }

    /// Of forks and equivocations, which DSP-4 has accepted.
    fn proof_findings(&self, findings: &mut Vec<Finding>, parts: &Parts<'_>) {
        for (index, _) in parts.all(Member::Forks).enumerate() {
            self.of_provider(findings, Member::Forks, index)
                .note(check(false, EvidenceViolation::ForkConsistent));
        }
        for (index, _) in parts.all(Member::Equivocations).enumerate() {
            self.of_provider(findings, Member::Equivocations, index)
                .note(check(false, DescriptorViolation::Equivocation));
        }
    }

    /// The verdict beside its contract.
    pub(super) fn opened(&self) -> Option<Opened<'_>> {
        Some(Opened {
            offer: &self.offer,
            quote: &self.quote,
            acceptance: &self.acceptance,
            verdict: self.verdict.as_ref()?,
        })
    }

    fn terms(&self) -> Option<&Terms> {
        self.quote.message().terms.as_ref()
    }

    fn is_providers<K: Kind>(&self, statement: &Recorded<K>, contract: &[u8]) -> bool {
        statement.issuer() == self.parties.provider && self.is_of(contract)
    }

    const fn of_provider<'a>(&self, findings: &'a mut Vec<Finding>, member: Member, index: usize) -> Notes<'a> {
        notes(findings, self.parties.provider, member, index)
    }

    const fn of_requester<'a>(&self, findings: &'a mut Vec<Finding>, member: Member, index: usize) -> Notes<'a> {
        notes(findings, self.parties.requester, member, index)
    }
}

const fn notes(findings: &mut Vec<Finding>, party: AgentId, member: Member, index: usize) -> Notes<'_> {
    Notes {
        findings,
        party,
        member,
        index,
    }
}

/// CTR-17, for one of the named statements.
fn if_there<K: Kind, A: Kind>(statement: &Recorded<K>, antecedent: Option<&Recorded<A>>) -> Result<(), TaskViolation> {
    antecedent.map_or(Ok(()), |antecedent| follows(statement, antecedent))
}
