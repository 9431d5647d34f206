//! A contract on record: what a third party checks between statements that each verified for themselves (SPEC.md section
//! 15.3).
//!
//! Offer, quote, acceptance and request are verified with [`casp_identity::Verifier::verify_as_issued`]; result and
//! acknowledgement as the caller's own rules say. Each function here checks one statement against those before it, its rules in
//! the order in which SPEC.md lists them.

use casp_identity::{AgentId, Kind, ObjectId, Recorded};
use casp_wire::check;
use casp_wire::v1::{Header, Terms};

use crate::statements::{AcceptanceKind, DeliveryAckKind, OfferKind, QuoteKind, TaskRequestKind, TaskResultKind};
use crate::terms::{answers_evidence, quote_fits_offer};
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
        Self::of_header(offer.issuer(), header(offer))
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
}

/// CTR-4, CTR-6, CTR-9 and REC-2.
///
/// # Errors
/// The rule that is broken.
pub fn quote_fits(offer: &Recorded<OfferKind>, quote: &Recorded<QuoteKind>) -> Result<(), TaskViolation> {
    Parties::of(offer)?.provider_speaks(quote.issuer(), header(quote))?;
    quote_fits_offer(
        &terms(offer.message().terms.as_ref()),
        &terms(quote.message().terms.as_ref()),
    )?;
    names(&quote.message().offer, offer.object_id())?;
    before_end(quote, offer)
}

/// CTR-4, CTR-9 and REC-2.
///
/// # Errors
/// The rule that is broken.
pub fn acceptance_fits(
    offer: &Recorded<OfferKind>,
    quote: &Recorded<QuoteKind>,
    acceptance: &Recorded<AcceptanceKind>,
) -> Result<(), TaskViolation> {
    Parties::of(offer)?.requester_speaks(acceptance.issuer(), header(acceptance))?;
    names(&acceptance.message().quote, quote.object_id())?;
    before_end(acceptance, quote)
}

/// CTR-4, CTR-8, CTR-9, REC-2 and REC-3.
///
/// # Errors
/// The rule that is broken.
pub fn request_fits(
    offer: &Recorded<OfferKind>,
    quote: &Recorded<QuoteKind>,
    acceptance: &Recorded<AcceptanceKind>,
    request: &Recorded<TaskRequestKind>,
) -> Result<(), TaskViolation> {
    Parties::of(offer)?.requester_speaks(request.issuer(), header(request))?;
    let input = request.message().input.clone().unwrap_or_default();
    let as_agreed = input.digest == acceptance.message().input_digest
        && input.media_type == offer.message().input_media_type
        && input.size_bytes == offer.message().input_bytes;
    check(as_agreed, TaskViolation::InputMismatch)?;
    names(&request.message().contract, acceptance.object_id())?;
    before_end(request, acceptance)?;
    in_time(request, quote)
}

/// CTR-4, CTR-9, CTR-13 and REC-3.
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
    Parties::of(offer)?.provider_speaks(result.issuer(), header(result))?;
    names(&result.message().contract, acceptance.object_id())?;
    names(&result.message().request, request.object_id())?;
    answers_evidence(&terms(quote.message().terms.as_ref()), result.message())?;
    in_time(result, quote)
}

/// CTR-4 and CTR-9.
///
/// # Errors
/// The rule that is broken.
pub fn ack_fits(
    offer: &Recorded<OfferKind>,
    acceptance: &Recorded<AcceptanceKind>,
    result: &Recorded<TaskResultKind>,
    ack: &Recorded<DeliveryAckKind>,
) -> Result<(), TaskViolation> {
    Parties::of(offer)?.requester_speaks(ack.issuer(), header(ack))?;
    names(&ack.message().contract, acceptance.object_id())?;
    names(&ack.message().result, result.object_id())
}

/// CTR-9.
pub(crate) fn names(named: &[u8], id: ObjectId) -> Result<(), TaskViolation> {
    check(named == id.0, TaskViolation::NamesAnother)
}

/// REC-2.
fn before_end<K: Kind, A: Kind>(statement: &Recorded<K>, antecedent: &Recorded<A>) -> Result<(), TaskViolation> {
    let end_ms = A::end_of_life_ms(antecedent.message()).unwrap_or(i64::MAX);
    check(header(statement).issued_at_ms < end_ms, TaskViolation::RecordLapsed)
}

/// REC-3.
fn in_time<K: Kind>(statement: &Recorded<K>, quote: &Recorded<QuoteKind>) -> Result<(), TaskViolation> {
    let deadline_ms = terms(quote.message().terms.as_ref()).deadline_ms;
    check(header(statement).issued_at_ms <= deadline_ms, TaskViolation::RecordLate)
}

fn terms(terms: Option<&Terms>) -> Terms {
    terms.cloned().unwrap_or_default()
}

static NO_HEADER: Header = Header {
    network_id: alloc::string::String::new(),
    issuer: alloc::vec::Vec::new(),
    delegation: alloc::vec::Vec::new(),
    audience: alloc::vec::Vec::new(),
    nonce: alloc::vec::Vec::new(),
    issued_at_ms: 0,
    expires_at_ms: 0,
    extensions: alloc::vec::Vec::new(),
};

/// Every verified statement has a header.
fn header<K: Kind>(statement: &Recorded<K>) -> &Header {
    K::header(statement.message()).unwrap_or(&NO_HEADER)
}
