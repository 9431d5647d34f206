//! What is agreed: how a quote fits its offer, and a result its quote (CTR-6, CTR-13, CTR-16).

use casp_wire::check;
use casp_wire::v1::{Money, TaskResult, Terms};

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
    let Some(output) = &result.output else {
        return Ok(());
    };
    let promised = |kind: &str| quote.evidence.iter().any(|each| each == kind);
    let missing = |kind| TaskViolation::EvidenceMissing { kind };
    check(!promised("trace") || result.trace.is_some(), missing("trace"))?;
    check(
        !promised("tool-receipt") || !result.receipts.is_empty(),
        missing("tool-receipt"),
    )?;
    let as_agreed = output.media_type == quote.output_media_type;
    check(as_agreed, TaskViolation::OutputMediaType)
}

/// Both ascend.
fn includes_all<T: Ord>(all: &[T], some: &[T]) -> bool {
    some.iter().all(|each| all.binary_search(each).is_ok())
}
