//! What is agreed: how a quote fits its offer, and a result its quote (CTR-6, CTR-13, CTR-16, CTR-18, CTR-19).

use casp_wire::check;
use casp_wire::v1::{Money, SideEffect, TaskResult, TaskStatus, Terms};

use crate::violation::TaskViolation;

/// Whether a quote's terms grant no less and ask no more than the offer's.
///
/// # Errors
/// CTR-6, with the first term that does not fit.
pub fn quote_fits_offer(offer: &Terms, quote: &Terms) -> Result<(), TaskViolation> {
    let none = Money::default();
    let (most, asked) = (
        offer.price.as_ref().unwrap_or(&none),
        quote.price.as_ref().unwrap_or(&none),
    );
    let terms = [
        ("capability_id", quote.capability_id == offer.capability_id),
        (
            "capability_version",
            quote.capability_version == offer.capability_version,
        ),
        ("behavior_digest", quote.behavior_digest == offer.behavior_digest),
        ("side_effect", quote.side_effect == offer.side_effect),
        ("price.currency", asked.currency == most.currency),
        ("price.amount_micros", asked.amount_micros <= most.amount_micros),
        ("deadline_ms", quote.deadline_ms <= offer.deadline_ms),
        ("output_media_type", quote.output_media_type == offer.output_media_type),
        ("evidence", includes_all(&quote.evidence, &offer.evidence)),
        ("receipt_signers", quote.receipt_signers == offer.receipt_signers),
    ];
    terms
        .into_iter()
        .try_for_each(|(term, fits)| check(fits, TaskViolation::Terms { term }))
}

/// Whether a result that has an output gives it in the media type that its quote promised, and names evidence of the kinds.
///
/// # Errors
/// CTR-13, CTR-16.
pub fn answers_terms(quote: &Terms, result: &TaskResult) -> Result<(), TaskViolation> {
    names_evidence(quote, result)?;
    has_media_type(quote, result)
}

/// Whether a result that has an output names evidence of the kinds that its quote promised.
///
/// # Errors
/// CTR-13.
pub fn names_evidence(quote: &Terms, result: &TaskResult) -> Result<(), TaskViolation> {
    let promised = |kind: &str| result.output.is_some() && quote.evidence.iter().any(|each| each == kind);
    let missing = |kind| TaskViolation::EvidenceMissing { kind };
    check(!promised("trace") || result.trace.is_some(), missing("trace"))?;
    check(
        !promised("tool-receipt") || !result.receipts.is_empty(),
        missing("tool-receipt"),
    )
}

/// Whether the output of a result, where there is one, has the media type that was agreed.
///
/// # Errors
/// CTR-16.
pub fn has_media_type(quote: &Terms, result: &TaskResult) -> Result<(), TaskViolation> {
    let output = result.output.as_ref();
    let as_agreed = output.is_none_or(|output| output.media_type == quote.output_media_type);
    check(as_agreed, TaskViolation::OutputMediaType)
}

/// Whether a result names a commit, if it says that an irreversible effect took place, in whole, in part or perhaps.
///
/// # Errors
/// CTR-18.
pub fn was_committed(quote: &Terms, result: &TaskResult) -> Result<(), TaskViolation> {
    let may_have_acted = matches!(
        result.status(),
        TaskStatus::Completed | TaskStatus::Partial | TaskStatus::Indeterminate
    );
    let needs_commit = is_irreversible(quote) && may_have_acted;
    check(!needs_commit || !result.commit.is_empty(), TaskViolation::CommitMissing)
}

/// Whether there is something to prepare.
///
/// # Errors
/// CTR-19.
pub fn needs_preparation(quote: &Terms) -> Result<(), TaskViolation> {
    check(is_irreversible(quote), TaskViolation::PreparedNeedless)
}

fn is_irreversible(terms: &Terms) -> bool {
    terms.side_effect() == SideEffect::Irreversible
}

/// Both ascend.
fn includes_all<T: Ord>(all: &[T], some: &[T]) -> bool {
    some.iter().all(|each| all.binary_search(each).is_ok())
}
