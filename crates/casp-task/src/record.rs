//! A contract on record: what a third party checks between statements that each verified for themselves (SPEC.md section
//! 15.3).
//!
//! Each is verified with [`casp_identity::Verifier::verify_as_issued`], or [`as_issued`] if it is in a container. Each function
//! here checks one statement against those before it, its rules in the order in which SPEC.md lists them; those at the end
//! check one rule, for whoever asks for each by itself.

use casp_identity::{AgentId, Kind, ObjectId, Recorded, Signed, Verifier};
use casp_wire::check;
use casp_wire::limits::ONE_SHOT_SKEW_MS;
use casp_wire::v1::{Bundle, CanaryOutcome, Header, Outcome, TaskRequest, Terms};

use crate::statements::{
    AcceptanceKind, CommitKind, DeliveryAckKind, OfferKind, OutcomeReportKind, PreparedKind, QuoteKind,
    TaskRequestKind, TaskResultKind,
};
use crate::terms::{answers_terms, needs_preparation, quote_fits_offer, was_committed};
use crate::violation::TaskViolation;

/// Requester and provider of an engagement: issuer and audience of its offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parties {
    /// Whoever wants the task done.
    pub requester: AgentId,
    /// Whoever does it.
    pub provider: AgentId,
}

impl Parties {
    /// The parties of an engagement that began with this offer.
    ///
    /// # Errors
    /// CTR-4 for an offer without audience, which no verified offer is.
    pub fn of(offer: &Recorded<OfferKind>) -> Result<Self, TaskViolation> {
        Self::of_header(offer.issuer(), offer.header())
    }

    pub(crate) fn of_header(requester: AgentId, header: &Header) -> Result<Self, TaskViolation> {
        let provider = AgentId::from_multikey(&header.audience).map_err(|_| TaskViolation::Party)?;
        Ok(Self { requester, provider })
    }

    /// CTR-4 for a statement of the requester to the provider.
    ///
    /// # Errors
    /// CTR-4.
    pub fn requester_speaks(&self, issuer: AgentId, header: &Header) -> Result<(), TaskViolation> {
        let theirs = issuer == self.requester && header.audience == self.provider.as_bytes();
        check(theirs, TaskViolation::Party)
    }

    /// CTR-4 for a statement of the provider to the requester.
    ///
    /// # Errors
    /// CTR-4.
    pub fn provider_speaks(&self, issuer: AgentId, header: &Header) -> Result<(), TaskViolation> {
        let theirs = issuer == self.provider && header.audience == self.requester.as_bytes();
        check(theirs, TaskViolation::Party)
    }

    /// CTR-4 for an outcome report: a party speaks of the other.
    ///
    /// # Errors
    /// CTR-4.
    pub fn reports(&self, issuer: AgentId, subject: &[u8]) -> Result<(), TaskViolation> {
        let of_provider = issuer == self.requester && subject == self.provider.as_bytes();
        let of_requester = issuer == self.provider && subject == self.requester.as_bytes();
        check(of_provider || of_requester, TaskViolation::Party)
    }
}

/// CTR-4, CTR-6, CTR-9, CTR-17 and REC-2.
///
/// # Errors
/// The rule that is broken.
pub fn quote_fits(offer: &Recorded<OfferKind>, quote: &Recorded<QuoteKind>) -> Result<(), TaskViolation> {
    Parties::of(offer)?.provider_speaks(quote.issuer(), quote.header())?;
    quote_fits_offer(
        &terms(offer.message().terms.as_ref()),
        &terms(quote.message().terms.as_ref()),
    )?;
    names(&quote.message().offer, offer.object_id())?;
    follows(quote, offer)?;
    before_end(quote, offer)
}

/// CTR-4, CTR-9, CTR-17, REC-2 and REC-3.
///
/// # Errors
/// The rule that is broken.
pub fn acceptance_fits(
    offer: &Recorded<OfferKind>,
    quote: &Recorded<QuoteKind>,
    acceptance: &Recorded<AcceptanceKind>,
) -> Result<(), TaskViolation> {
    Parties::of(offer)?.requester_speaks(acceptance.issuer(), acceptance.header())?;
    names(&acceptance.message().quote, quote.object_id())?;
    follows(acceptance, quote)?;
    before_end(acceptance, quote)?;
    in_time(acceptance, quote)
}

/// CTR-4, CTR-8, CTR-9, CTR-17, REC-2 and REC-3.
///
/// # Errors
/// The rule that is broken.
pub fn request_fits(
    offer: &Recorded<OfferKind>,
    quote: &Recorded<QuoteKind>,
    acceptance: &Recorded<AcceptanceKind>,
    request: &Recorded<TaskRequestKind>,
) -> Result<(), TaskViolation> {
    Parties::of(offer)?.requester_speaks(request.issuer(), request.header())?;
    input_fits(offer, acceptance, request.message())?;
    names(&request.message().contract, acceptance.object_id())?;
    follows(request, acceptance)?;
    before_end(request, quote)?;
    before_end(request, acceptance)?;
    in_time(request, quote)
}

/// CTR-4, CTR-9, CTR-17, CTR-19 and REC-3.
///
/// # Errors
/// The rule that is broken.
pub fn prepared_fits(
    offer: &Recorded<OfferKind>,
    quote: &Recorded<QuoteKind>,
    acceptance: &Recorded<AcceptanceKind>,
    request: &Recorded<TaskRequestKind>,
    prepared: &Recorded<PreparedKind>,
) -> Result<(), TaskViolation> {
    Parties::of(offer)?.provider_speaks(prepared.issuer(), prepared.header())?;
    names(&prepared.message().contract, acceptance.object_id())?;
    names(&prepared.message().request, request.object_id())?;
    follows(prepared, acceptance)?;
    follows(prepared, request)?;
    needs_preparation(&terms(quote.message().terms.as_ref()))?;
    in_time(prepared, quote)
}

/// CTR-4, CTR-9, CTR-17, REC-2 and REC-3.
///
/// # Errors
/// The rule that is broken.
pub fn commit_fits(
    offer: &Recorded<OfferKind>,
    quote: &Recorded<QuoteKind>,
    acceptance: &Recorded<AcceptanceKind>,
    prepared: &Recorded<PreparedKind>,
    commit: &Recorded<CommitKind>,
) -> Result<(), TaskViolation> {
    Parties::of(offer)?.requester_speaks(commit.issuer(), commit.header())?;
    names(&commit.message().contract, acceptance.object_id())?;
    names(&commit.message().prepared, prepared.object_id())?;
    follows(commit, acceptance)?;
    follows(commit, prepared)?;
    before_end(commit, prepared)?;
    in_time(commit, quote)
}

/// CTR-4, CTR-9, CTR-13, CTR-16 to CTR-18 and REC-3. Of the commit that it may name [`result_fits_commit`] asks.
///
/// # Errors
/// The rule that is broken.
pub fn result_fits(
    offer: &Recorded<OfferKind>,
    quote: &Recorded<QuoteKind>,
    acceptance: &Recorded<AcceptanceKind>,
    request: &Recorded<TaskRequestKind>,
    result: &Recorded<TaskResultKind>,
) -> Result<(), TaskViolation> {
    result_answers(offer, quote, acceptance, request, result)?;
    was_committed(&terms(quote.message().terms.as_ref()), result.message())?;
    in_time(result, quote)
}

/// CTR-9 and CTR-17 for the commit of a result that names one.
///
/// # Errors
/// The rule that is broken.
pub fn result_fits_commit(
    commit: &Recorded<CommitKind>,
    result: &Recorded<TaskResultKind>,
) -> Result<(), TaskViolation> {
    names(&result.message().commit, commit.object_id())?;
    follows(result, commit)
}

/// CTR-4, CTR-9, CTR-13, CTR-16, CTR-17 and REC-3 for the answer to a canary: nothing is committed to there, and CAN-5 stands
/// for CTR-18.
///
/// # Errors
/// The rule that is broken.
pub fn canary_result_fits(
    offer: &Recorded<OfferKind>,
    quote: &Recorded<QuoteKind>,
    acceptance: &Recorded<AcceptanceKind>,
    request: &Recorded<TaskRequestKind>,
    result: &Recorded<TaskResultKind>,
) -> Result<(), TaskViolation> {
    result_answers(offer, quote, acceptance, request, result)?;
    check(result.message().commit.is_empty(), TaskViolation::NamesAnother)?;
    in_time(result, quote)
}

fn result_answers(
    offer: &Recorded<OfferKind>,
    quote: &Recorded<QuoteKind>,
    acceptance: &Recorded<AcceptanceKind>,
    request: &Recorded<TaskRequestKind>,
    result: &Recorded<TaskResultKind>,
) -> Result<(), TaskViolation> {
    Parties::of(offer)?.provider_speaks(result.issuer(), result.header())?;
    names(&result.message().contract, acceptance.object_id())?;
    names(&result.message().request, request.object_id())?;
    answers_terms(&terms(quote.message().terms.as_ref()), result.message())?;
    follows(result, acceptance)?;
    follows(result, request)
}

/// CTR-4, CTR-9 and CTR-17.
///
/// # Errors
/// The rule that is broken.
pub fn ack_fits(
    offer: &Recorded<OfferKind>,
    acceptance: &Recorded<AcceptanceKind>,
    result: &Recorded<TaskResultKind>,
    ack: &Recorded<DeliveryAckKind>,
) -> Result<(), TaskViolation> {
    Parties::of(offer)?.requester_speaks(ack.issuer(), ack.header())?;
    names(&ack.message().contract, acceptance.object_id())?;
    names(&ack.message().result, result.object_id())?;
    follows(ack, acceptance)?;
    follows(ack, result)
}

/// What an outcome report speaks of, beside its contract.
#[derive(Clone, Copy, Debug)]
pub enum Delivery<'a> {
    /// The result that it names.
    Result(&'a Recorded<TaskResultKind>),
    /// Of a report that none came: the task request. That it was delivered is the requester's word.
    Missing(&'a Recorded<TaskRequestKind>),
}

/// CTR-4, CTR-9, CTR-15 and CTR-17: a report counts beside the contract that it names, and the delivery of which it speaks. Each
/// of these has to fit those before it.
///
/// # Errors
/// The rule that is broken.
pub fn report_fits(
    offer: &Recorded<OfferKind>,
    quote: &Recorded<QuoteKind>,
    acceptance: &Recorded<AcceptanceKind>,
    delivery: Delivery<'_>,
    report: &Recorded<OutcomeReportKind>,
) -> Result<(), TaskViolation> {
    let parties = Parties::of(offer)?;
    let message = report.message();
    parties.reports(report.issuer(), &message.subject)?;
    names(&message.contract, acceptance.object_id())?;
    follows(report, acceptance)?;
    match delivery {
        Delivery::Result(result) => {
            names(&message.result, result.object_id())?;
            follows(report, result)
        }
        Delivery::Missing(request) => {
            check(message.result.is_empty(), TaskViolation::NamesAnother)?;
            names(&request.message().contract, acceptance.object_id())?;
            misses_result(parties, report.header(), &terms(quote.message().terms.as_ref()))
        }
    }
}

/// REC-4, for a report that names a canary verdict of this outcome.
///
/// # Errors
/// REC-4.
pub fn report_agrees(
    parties: Parties,
    verdict: CanaryOutcome,
    report: &Recorded<OutcomeReportKind>,
) -> Result<(), TaskViolation> {
    let agrees = match verdict {
        CanaryOutcome::Passed => report.message().outcome() == Outcome::Good,
        CanaryOutcome::Failed => report.message().outcome() == Outcome::Bad,
        CanaryOutcome::Unspecified => false,
    };
    let by_requester = report.issuer() == parties.requester;
    check(by_requester && agrees, TaskViolation::ReportVerdict)
}

/// CTR-15, for a report without result.
///
/// # Errors
/// CTR-15.
pub fn report_misses_result(
    parties: Parties,
    quote: &Recorded<QuoteKind>,
    report: &Recorded<OutcomeReportKind>,
) -> Result<(), TaskViolation> {
    misses_result(parties, report.header(), &terms(quote.message().terms.as_ref()))
}

/// CTR-20, for a report without result beside an acknowledgement.
///
/// # Errors
/// CTR-20.
pub fn report_precedes_ack(
    ack: &Recorded<DeliveryAckKind>,
    report: &Recorded<OutcomeReportKind>,
) -> Result<(), TaskViolation> {
    is_before_ack(report.header(), Some(ack.header().issued_at_ms))
}

/// CTR-20 for the header of a report without result.
pub(crate) fn is_before_ack(report: &Header, acknowledged_ms: Option<i64>) -> Result<(), TaskViolation> {
    let precedes = acknowledged_ms.is_none_or(|at_ms| report.issued_at_ms < at_ms);
    check(precedes, TaskViolation::NoResultAcknowledged)
}

/// CTR-15 for the header of a report without result.
pub(crate) fn misses_result(parties: Parties, report: &Header, terms: &Terms) -> Result<(), TaskViolation> {
    let by_requester = report.issuer == parties.requester.as_bytes();
    let is_late = report.issued_at_ms > terms.deadline_ms;
    check(by_requester && is_late, TaskViolation::NoResult)
}

/// REC-1 for a member of a container, at its own time.
///
/// # Errors
/// REC-1.
pub fn as_issued<K: Kind>(
    verifier: &mut Verifier,
    bundle: Option<Bundle>,
    member: &'static str,
) -> Result<Recorded<K>, TaskViolation> {
    let signed = Signed::from_bytes(casp_wire::encode(&bundle.unwrap_or_default()));
    let recorded = verifier.verify_as_issued(signed);
    check(recorded.is_ok(), TaskViolation::RecordMember { member })?;
    // Reached with a violation only when REC-1 is switched off: the code is another then, and a suite notices.
    recorded.map_err(|_| TaskViolation::AntecedentUnknown)
}

/// CTR-8.
///
/// # Errors
/// CTR-8.
pub fn input_fits(
    offer: &Recorded<OfferKind>,
    acceptance: &Recorded<AcceptanceKind>,
    request: &TaskRequest,
) -> Result<(), TaskViolation> {
    let input = request.input.clone().unwrap_or_default();
    let as_agreed = input.digest == acceptance.message().input_digest
        && input.media_type == offer.message().input_media_type
        && input.size_bytes == offer.message().input_bytes;
    check(as_agreed, TaskViolation::InputMismatch)
}

/// CTR-9, for the name that a statement gives of another.
///
/// # Errors
/// CTR-9.
pub fn names(named: &[u8], id: impl Into<Option<ObjectId>>) -> Result<(), TaskViolation> {
    check(id.into().is_some_and(|id| named == id.0), TaskViolation::NamesAnother)
}

/// CTR-17, for a statement and one that it names.
///
/// # Errors
/// CTR-17.
pub fn follows<K: Kind, A: Kind>(statement: &Recorded<K>, antecedent: &Recorded<A>) -> Result<(), TaskViolation> {
    is_after(statement.header().issued_at_ms, antecedent.header().issued_at_ms)
}

/// CTR-17: no earlier, but for clocks that differ.
pub(crate) fn is_after(issued_at_ms: i64, antecedent_ms: i64) -> Result<(), TaskViolation> {
    let in_order = issued_at_ms >= antecedent_ms.saturating_sub(ONE_SHOT_SKEW_MS);
    check(in_order, TaskViolation::BeforeAntecedent)
}

/// REC-2, for a statement and one that lapses before it.
///
/// # Errors
/// REC-2.
pub fn before_end<K: Kind, A: Kind>(statement: &Recorded<K>, antecedent: &Recorded<A>) -> Result<(), TaskViolation> {
    let end_ms = A::end_of_life_ms(antecedent.message()).unwrap_or(i64::MAX);
    check(statement.header().issued_at_ms < end_ms, TaskViolation::RecordLapsed)
}

/// REC-3.
///
/// # Errors
/// REC-3.
pub fn in_time<K: Kind>(statement: &Recorded<K>, quote: &Recorded<QuoteKind>) -> Result<(), TaskViolation> {
    let deadline_ms = terms(quote.message().terms.as_ref()).deadline_ms;
    check(
        statement.header().issued_at_ms <= deadline_ms,
        TaskViolation::RecordLate,
    )
}

fn terms(terms: Option<&Terms>) -> Terms {
    terms.cloned().unwrap_or_default()
}
