//! One event of a trace, shown without the others (SPEC.md section 17.3).

use alloc::boxed::Box;

use casp_identity::{Recorded, Signed, Verifier};
use casp_task::record;
use casp_wire::limits::MAX_EVENT_DISCLOSURE_BYTES;
use casp_wire::v1::{EventDisclosure, TraceEvent};
use casp_wire::{Layer, check};

use crate::container;
use crate::event::salted;
use crate::statements::TraceCheckpointKind;
use crate::tree::{Hash, inclusion_path, leaf_hash, verify_inclusion};
use crate::violation::EvidenceViolation;

/// An event, and the checkpoint whose tree has it.
#[derive(Debug)]
pub struct DisclosedEvent {
    /// Who says so, of which session, and how long the trace was then.
    pub checkpoint: Recorded<TraceCheckpointKind>,
    /// The event.
    pub event: TraceEvent,
}

/// Verifies an encoded [`EventDisclosure`].
///
/// It shows that the signer of the checkpoint committed to the event, not that the event took place.
///
/// # Errors
/// SIZ-1, rules ENC and FMT at the stage ENCODING, REC-1, TRC-2, PRF-1.
pub fn verify_disclosure(verifier: &mut Verifier, disclosure: &[u8]) -> Result<DisclosedEvent, EvidenceViolation> {
    let disclosure: EventDisclosure = container::open(disclosure, MAX_EVENT_DISCLOSURE_BYTES)?;
    let event = disclosure.event.unwrap_or_default();
    let checkpoint = record::as_issued::<TraceCheckpointKind>(verifier, disclosure.checkpoint, "checkpoint")?;
    salted(&event.salt, event.seq)?;
    // Canonical decoding makes these the bytes of the leaf.
    let leaf = leaf_hash(&casp_wire::encode(&event));
    let tree = container::head(checkpoint.message()).ok_or(EvidenceViolation::Inclusion)?;
    verify_inclusion(&tree, event.seq.saturating_sub(1), &leaf, &disclosure.path)?;
    Ok(DisclosedEvent { checkpoint, event })
}

/// Discloses one event: given a checkpoint, the event's leaf, and the hashes of all leaves that the checkpoint is of, in
/// their order. The checkpoint's signature is not verified.
///
/// # Errors
/// ENC and FMT for a leaf that is no event, TRC-2, PRF-1 when the checkpoint is not of these leaves or the event not among
/// them, SIZ-1.
pub fn disclose(
    checkpoint: &Signed<TraceCheckpointKind>,
    leaf: &[u8],
    leaves: &[Hash],
) -> Result<Box<[u8]>, EvidenceViolation> {
    let (bundle, message) = container::own(checkpoint)?;
    let event: TraceEvent = casp_wire::decode(leaf, Layer::Envelope)?;
    salted(&event.salt, event.seq)?;
    let index = event.seq.saturating_sub(1);
    let path = usize::try_from(index)
        .ok()
        .and_then(|index| inclusion_path(leaves, index));
    check(path.is_some(), EvidenceViolation::Inclusion)?;
    let path = path.unwrap_or_default();
    let tree = container::head(&message).ok_or(EvidenceViolation::Inclusion)?;
    verify_inclusion(&tree, index, &leaf_hash(leaf), &path)?;
    let disclosure = EventDisclosure {
        checkpoint: Some(bundle),
        event: Some(event),
        path: path.iter().map(|hash| hash.to_vec()).collect(),
    };
    container::seal(&disclosure, MAX_EVENT_DISCLOSURE_BYTES)
}
