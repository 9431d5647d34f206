//! An outcome report with everything that it rests on, checked by someone who was not there (SPEC.md section 20.1).

use alloc::string::String;

use casp_identity::{AgentId, IdentityViolation, Kind, ObjectId, Recorded, Verifier};
use casp_task::record::{
    Delivery, Parties, acceptance_fits, as_issued, commit_fits, prepared_fits, quote_fits, report_agrees, report_fits,
    request_fits, result_fits, result_fits_commit,
};
use casp_task::{
    AcceptanceKind, CommitKind, OfferKind, OutcomeReportKind, PreparedKind, QuoteKind, TaskRequestKind, TaskResultKind,
    TaskViolation,
};
use casp_wire::limits::MAX_OUTCOME_RECORD_BYTES;
use casp_wire::v1::{Bundle, Outcome, OutcomeRecord, Terms};
use casp_wire::{Layer, check};

use crate::case::Opened;
use crate::verdict::CanaryVerdictKind;
use crate::violation::CanaryViolation;

/// What an accepted record shows: two agents had a contract, and one of them says how it went. Only [`verify_outcome`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OutcomeFinding {
    /// Object id of the report. Two of one issuer for one contract are proof against it (CTR-5), and neither counts.
    pub report: ObjectId,
    /// Who reports.
    pub issuer: AgentId,
    /// Whom the report is about.
    pub subject: AgentId,
    /// The contract: object id of the acceptance. Count one report for each contract and issuer.
    pub contract: ObjectId,
    /// The capability that the contract is about.
    pub capability_id: String,
    /// The capability's `behavior_digest` in the contract's terms.
    pub behavior_digest: [u8; 32],
    /// Whether the requester reports of the provider. If not, the provider reports of the requester.
    pub is_of_provider: bool,
    /// When the issuer says that it reported. Milliseconds since the Unix epoch.
    pub issued_at_ms: i64,
    /// What the issuer says. Its opinion, unless the record is rederivable; of NO_RESULT its word that anything was delivered.
    pub outcome: Outcome,
    /// Whether anyone can make the canary anew whose verdict the report names, and the provider agreed to such tasks.
    pub rederivable: bool,
}

/// Verifies an encoded [`OutcomeRecord`].
///
/// # Errors
/// SIZ-1, rules ENC and FMT at the stage ENCODING; then at CHAIN REC-1, OUT-1, CTR-4, CTR-6, CTR-8, CTR-9, CTR-13, CTR-15 to
/// CTR-19, REC-2 to REC-4, and with a verdict CAN-2 to CAN-9.
pub fn verify_outcome(verifier: &mut Verifier, record: &[u8]) -> Result<OutcomeFinding, CanaryViolation> {
    let limit = MAX_OUTCOME_RECORD_BYTES;
    check(record.len() <= limit, IdentityViolation::InputSize { limit })?;
    let record: OutcomeRecord = casp_wire::decode(record, Layer::Envelope).map_err(IdentityViolation::from)?;
    let record = Members::open(verifier, record)?;
    record.are_those_named()?;
    record.fit()?;
    record.finding()
}

struct Members {
    offer: Recorded<OfferKind>,
    quote: Recorded<QuoteKind>,
    acceptance: Recorded<AcceptanceKind>,
    request: Recorded<TaskRequestKind>,
    prepared: Option<Recorded<PreparedKind>>,
    commit: Option<Recorded<CommitKind>>,
    result: Option<Recorded<TaskResultKind>>,
    report: Recorded<OutcomeReportKind>,
    verdict: Option<Recorded<CanaryVerdictKind>>,
}

impl Members {
    /// REC-1.
    fn open(verifier: &mut Verifier, record: OutcomeRecord) -> Result<Self, TaskViolation> {
        Ok(Self {
            offer: as_issued(verifier, record.offer, "offer")?,
            quote: as_issued(verifier, record.quote, "quote")?,
            acceptance: as_issued(verifier, record.acceptance, "acceptance")?,
            request: as_issued(verifier, record.request, "request")?,
            prepared: if_there(verifier, record.prepared, "prepared statement")?,
            commit: if_there(verifier, record.commit, "commit")?,
            result: if_there(verifier, record.result, "result")?,
            report: as_issued(verifier, record.report, "report")?,
            verdict: if_there(verifier, record.verdict, "verdict")?,
        })
    }

    /// OUT-1.
    fn are_those_named(&self) -> Result<(), CanaryViolation> {
        let report = self.report.message();
        let names_commit = self
            .result
            .as_ref()
            .is_some_and(|result| !result.message().commit.is_empty());
        let holds = self.result.is_some() != report.result.is_empty()
            && self.verdict.is_some() != report.verdict.is_empty()
            && self.commit.is_some() == names_commit
            && self.prepared.is_some() == self.commit.is_some();
        check(holds, CanaryViolation::OutcomeMembers)
    }

    /// What SPEC.md section 15.3 asks.
    fn fit(&self) -> Result<(), TaskViolation> {
        let (offer, quote, acceptance, request) = (&self.offer, &self.quote, &self.acceptance, &self.request);
        quote_fits(offer, quote)?;
        acceptance_fits(offer, quote, acceptance)?;
        request_fits(offer, quote, acceptance, request)?;
        if let Some(prepared) = &self.prepared {
            prepared_fits(offer, quote, acceptance, request, prepared)?;
            if let Some(commit) = &self.commit {
                commit_fits(offer, quote, acceptance, prepared, commit)?;
            }
        }
        if let Some(result) = &self.result {
            result_fits(offer, quote, acceptance, request, result)?;
            if let Some(commit) = &self.commit {
                result_fits_commit(commit, result)?;
            }
        }
        let delivery = self
            .result
            .as_ref()
            .map_or(Delivery::Missing(request), Delivery::Result);
        report_fits(offer, quote, acceptance, delivery, &self.report)
    }

    /// REC-4, CTR-4 and CTR-9 of a verdict, CAN-2 to CAN-9.
    fn finding(&self) -> Result<OutcomeFinding, CanaryViolation> {
        let mut rederivable = false;
        if let (Some(verdict), Some(result)) = (&self.verdict, &self.result) {
            let named = self.report.message().verdict == verdict.object_id().0;
            check(named, TaskViolation::NamesAnother)?;
            report_agrees(Parties::of(&self.offer)?, verdict.message().outcome(), &self.report)?;
            let opened = Opened {
                offer: &self.offer,
                quote: &self.quote,
                acceptance: &self.acceptance,
                verdict,
            };
            opened.is_of(result)?;
            rederivable = opened.holds(result)?.rederivable;
        }
        let report = self.report.message();
        let none = Terms::default();
        let terms = self.quote.message().terms.as_ref().unwrap_or(&none);
        let subject = AgentId::from_multikey(&report.subject)?;
        Ok(OutcomeFinding {
            report: self.report.object_id(),
            issuer: self.report.issuer(),
            subject,
            capability_id: terms.capability_id.clone(),
            behavior_digest: terms.behavior_digest.as_slice().try_into().unwrap_or_default(),
            is_of_provider: subject == self.quote.issuer(),
            issued_at_ms: self.report.header().issued_at_ms,
            contract: self.acceptance.object_id(),
            outcome: report.outcome(),
            rederivable,
        })
    }
}

/// REC-1 for what a record may lack.
fn if_there<K: Kind>(
    verifier: &mut Verifier,
    bundle: Option<Bundle>,
    member: &'static str,
) -> Result<Option<Recorded<K>>, TaskViolation> {
    bundle
        .map(|bundle| as_issued(verifier, Some(bundle), member))
        .transpose()
}
