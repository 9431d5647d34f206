//! Rules of receipts and checkpoints, each by itself: for whoever holds what a provider signed against its contract elsewhere
//! than in a package.

use casp_identity::Recorded;
use casp_task::{AcceptanceKind, QuoteKind, TaskResultKind};
use casp_wire::check;
use casp_wire::v1::SignerClass;

use super::chain::Window;
use crate::statements::{ToolReceiptKind, TraceCheckpointKind};
use crate::violation::EvidenceViolation;

/// Whether a receipt of the class ENDORSED_THIRD_PARTY is by one whom the quote names and who is not the provider. Any receipt of
/// another class passes.
///
/// # Errors
/// RCP-2.
pub fn receipt_endorsed(
    quote: &Recorded<QuoteKind>,
    receipt: &Recorded<ToolReceiptKind>,
) -> Result<(), EvidenceViolation> {
    if receipt.message().signer_class() != SignerClass::EndorsedThirdParty {
        return Ok(());
    }
    let terms = quote.message().terms.as_ref();
    let signers = terms.map_or(&[][..], |terms| &terms.receipt_signers);
    let named = signers.iter().any(|signer| signer == receipt.issuer().as_bytes());
    check(
        receipt.issuer() != quote.issuer() && named,
        EvidenceViolation::ReceiptSigner,
    )
}

/// Whether the result names a receipt.
///
/// # Errors
/// RCP-6.
pub fn receipt_named(
    result: &Recorded<TaskResultKind>,
    receipt: &Recorded<ToolReceiptKind>,
) -> Result<(), EvidenceViolation> {
    let id = receipt.object_id();
    let named = result.message().receipts.iter().any(|each| *each == id.0);
    check(named, EvidenceViolation::ReceiptExtra)
}

/// Whether a receipt lies within the time of the contract.
///
/// # Errors
/// PKG-2.
pub fn receipt_in_window(
    quote: &Recorded<QuoteKind>,
    acceptance: &Recorded<AcceptanceKind>,
    receipt: &Recorded<ToolReceiptKind>,
) -> Result<(), EvidenceViolation> {
    let window = Window::of(quote, acceptance);
    window.holds(receipt.message().started_at_ms, receipt.header().issued_at_ms)
}

/// Whether a checkpoint lies within the time of the contract.
///
/// # Errors
/// PKG-2.
pub fn checkpoint_in_window(
    quote: &Recorded<QuoteKind>,
    acceptance: &Recorded<AcceptanceKind>,
    checkpoint: &Recorded<TraceCheckpointKind>,
) -> Result<(), EvidenceViolation> {
    let issued_at_ms = checkpoint.header().issued_at_ms;
    Window::of(quote, acceptance).holds(issued_at_ms, issued_at_ms)
}
