//! What a party can show of an engagement.

use std::collections::BTreeMap;

use casp_canary::CanaryVerdictKind;
use casp_evidence::{PackageBuilder, VerifiedPackage};
use casp_identity::{AgentId, Kind, ObjectId, Signed, Signer};
use casp_wire::limits::MAX_OUTCOME_RECORD_BYTES;
use casp_wire::v1::{Bundle, OutcomeRecord, OutcomeReport, TaskEvent, TaskResult};
use casp_wire::{Layer, decode, encode};

use super::{ActError, Dossier, Facts, Party, Randomness, Side, Statement};
use crate::dispute::{DisputeBundleBuilder, Member};
use crate::evidence::{self, Delivered, EvidenceFailure};

impl<S: Signer, R: Randomness, D: Side> Party<S, R, D> {
    /// Everything held of the engagement of a contract. A refused statement stands in the place of its kind where that is free, and
    /// beside the one that has it otherwise.
    pub(crate) fn dispute_bundle(&self, contract: &ObjectId) -> Result<DisputeBundleBuilder, ActError> {
        let (offer, engagement) = self.contract(contract)?;
        let dossier = self.dossier(&offer).ok_or(ActError::Unknown)?;
        let mut bundle = DisputeBundleBuilder::default();
        let (parties, reports) = (engagement.parties(), engagement.reports());
        let mut placed = Vec::new();
        // Of reports the requester's goes first.
        for (issuer, report) in [parties.requester, parties.provider].into_iter().zip(reports) {
            let held = report.and_then(|id| dossier.by_id(&id)).map(|kept| &kept.facts);
            if let Some(facts) = held.or_else(|| refused_report(dossier, issuer)) {
                bundle = bundle.with(Member::Reports, &facts.bundle);
                placed.push(facts.id);
            }
        }
        for event in events(dossier).into_values() {
            placed.push(event.id);
            bundle = bundle.with(Member::Events, &event.bundle);
        }
        for kept in &dossier.kept {
            if let Some(member) = member_of(kept.facts.statement) {
                bundle = bundle.with(member, &kept.facts.bundle);
            }
        }
        for proof in dossier.proofs.iter().filter(|proof| !placed.contains(&proof.facts.id)) {
            bundle = with_proof(bundle, &proof.facts);
        }
        Ok(bundle)
    }

    pub(crate) fn evidence_package(&self, contract: &ObjectId) -> Result<PackageBuilder, ActError> {
        let (offer, engagement) = self.contract(contract)?;
        let state = engagement.state_at(self.book.now_ms());
        let dossier = self.dossier(&offer).ok_or(ActError::Unknown)?;
        package_of(dossier).ok_or(ActError::NotNow { state })
    }

    pub(crate) fn join_evidence<'a>(
        &mut self,
        contract: &ObjectId,
        package: &'a [u8],
    ) -> Result<VerifiedPackage<'a>, Box<EvidenceFailure>> {
        let delivered = self.delivered(contract);
        let delivered = delivered.ok_or_else(|| Box::new(EvidenceFailure::without_result(*contract)))?;
        evidence::join(&mut self.verifier, delivered, package)
    }

    /// This side's report on a contract beside everything that it rests on.
    pub(crate) fn outcome_record(
        &self,
        contract: &ObjectId,
        verdict: Option<&Signed<CanaryVerdictKind>>,
    ) -> Option<Vec<u8>> {
        let (offer, engagement) = self.contract(contract).ok()?;
        let (dossier, own) = (self.dossier(&offer)?, D::own(&engagement.parties()));
        let mut all = dossier.kept.iter().map(|kept| &kept.facts);
        let reported = all.find(|facts| facts.statement == Statement::OutcomeReport && facts.issuer == own)?;
        let report: OutcomeReport = reported.message()?;
        let shown = verdict.map(Signed::object_id).transpose().ok()?;
        let named = (!report.verdict.is_empty()).then_some(report.verdict.as_slice());
        if shown.as_ref().map(|id| id.0.as_slice()) != named {
            return None;
        }
        // A report that nothing came rests on the request, whatever came afterwards.
        let result = dossier.of(Statement::TaskResult).filter(|_| !report.result.is_empty());
        let message: Option<TaskResult> = result.and_then(|kept| kept.facts.message());
        let is_committed = message.is_some_and(|result| !result.commit.is_empty());
        let held = |statement| bundle_of(&dossier.of(statement)?.facts.bundle);
        let if_committed = |statement| held(statement).filter(|_| is_committed);
        let record = encode(&OutcomeRecord {
            offer: held(Statement::Offer),
            quote: held(Statement::Quote),
            acceptance: held(Statement::Acceptance),
            request: held(Statement::TaskRequest),
            prepared: if_committed(Statement::Prepared),
            commit: if_committed(Statement::Commit),
            result: result.and_then(|kept| bundle_of(&kept.facts.bundle)),
            report: bundle_of(&reported.bundle),
            verdict: verdict.and_then(|verdict| bundle_of(verdict.as_bytes())),
        });
        (record.len() <= MAX_OUTCOME_RECORD_BYTES).then_some(record)
    }

    fn delivered(&self, contract: &ObjectId) -> Option<Delivered> {
        let (offer, _) = self.contract(contract).ok()?;
        let kept = self.dossier(&offer)?.of(Statement::TaskResult)?;
        let message: TaskResult = kept.facts.message()?;
        Some(Delivered {
            contract: *contract,
            result: kept.facts.id,
            message,
            shown: self.dispute_bundle(contract).ok()?,
        })
    }
}

fn bundle_of(bytes: &[u8]) -> Option<Bundle> {
    decode(bytes, Layer::Envelope).ok()
}

fn refused_report<C>(dossier: &Dossier<C>, issuer: AgentId) -> Option<&Facts> {
    let mut refused = dossier.proofs.iter().map(|proof| &proof.facts);
    refused.find(|facts| facts.statement == Statement::OutcomeReport && facts.issuer == issuer)
}

/// The events that are held, each first of its number.
fn events<C>(dossier: &Dossier<C>) -> BTreeMap<u64, &Facts> {
    let proofs = dossier.proofs.iter().map(|proof| &proof.facts);
    let mut events = BTreeMap::new();
    for facts in proofs.chain(dossier.of(Statement::TaskEvent).map(|kept| &kept.facts)) {
        let event: Option<TaskEvent> = facts.message().filter(|_| facts.statement == Statement::TaskEvent);
        if let Some(event) = event {
            events.entry(event.seq).or_insert(facts);
        }
    }
    events
}

fn with_proof(bundle: DisputeBundleBuilder, facts: &Facts) -> DisputeBundleBuilder {
    match member_of(facts.statement) {
        Some(member) if !bundle.has(member) => bundle.with(member, &facts.bundle),
        _ => bundle.with_second(facts.id, &facts.bundle),
    }
}

/// The field of a kind; of events and reports, which have several places, none.
const fn member_of(statement: Statement) -> Option<Member> {
    Some(match statement {
        Statement::Offer => Member::Offer,
        Statement::Quote => Member::Quote,
        Statement::Acceptance => Member::Acceptance,
        Statement::TaskRequest => Member::Request,
        Statement::Prepared => Member::Prepared,
        Statement::Commit => Member::Commit,
        Statement::Cancel => Member::Cancel,
        Statement::TaskResult => Member::Result,
        Statement::DeliveryAck => Member::Ack,
        Statement::TaskEvent | Statement::OutcomeReport => return None,
    })
}

fn package_of<C>(dossier: &Dossier<C>) -> Option<PackageBuilder> {
    let package = PackageBuilder::of_contract(
        &signed(dossier, Statement::Offer)?,
        &signed(dossier, Statement::Quote)?,
        &signed(dossier, Statement::Acceptance)?,
        &signed(dossier, Statement::TaskRequest)?,
        &signed(dossier, Statement::TaskResult)?,
    );
    let commit = signed(dossier, Statement::Commit);
    let committed = signed(dossier, Statement::Prepared).zip(commit);
    let package = match &committed {
        Some((prepared, commit)) => package.committed(prepared, commit),
        None => package,
    };
    let ack = signed(dossier, Statement::DeliveryAck);
    Some(match &ack {
        Some(ack) => package.ack(ack),
        None => package,
    })
}

fn signed<C, K: Kind>(dossier: &Dossier<C>, statement: Statement) -> Option<Signed<K>> {
    let kept = dossier.of(statement)?;
    Some(Signed::from_bytes(kept.facts.bundle.to_vec()))
}
