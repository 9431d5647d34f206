//! What disclosures, fork proofs and packages have in common: they are not signed, and hold statements that are.

use alloc::boxed::Box;

use casp_identity::{IdentityViolation, Kind, Signed};
use casp_wire::table::Described;
use casp_wire::v1::{Bundle, TraceCheckpoint};
use casp_wire::{Layer, check};

use crate::tree::{Hash, TreeHead};
use crate::violation::EvidenceViolation;

/// SIZE.
pub(crate) fn check_size(bytes: &[u8], limit: usize) -> Result<(), EvidenceViolation> {
    Ok(check(bytes.len() <= limit, IdentityViolation::InputSize { limit })?)
}

/// SIZE and ENCODING.
pub(crate) fn open<M>(bytes: &[u8], limit: usize) -> Result<M, EvidenceViolation>
where
    M: prost::Message + Default + Described,
{
    check_size(bytes, limit)?;
    Ok(casp_wire::decode(bytes, Layer::Envelope)?)
}

/// Encodes a container, and gives it away only if it would be opened again.
pub(crate) fn seal<M>(message: &M, limit: usize) -> Result<Box<[u8]>, EvidenceViolation>
where
    M: prost::Message + Described,
{
    let bytes = casp_wire::encode(message);
    check_size(&bytes, limit)?;
    casp_wire::scan(M::TABLE, &bytes, Layer::Envelope)?;
    Ok(bytes.into())
}

/// What a checkpoint says of its tree.
pub(crate) fn head(checkpoint: &TraceCheckpoint) -> Option<TreeHead> {
    let root: Hash = checkpoint.root.as_slice().try_into().ok()?;
    Some(TreeHead {
        size: checkpoint.size,
        root,
    })
}

/// A statement of one's own, to be put into a container: its bundle and its message. Its signature is not verified.
pub(crate) fn own<K: Kind>(signed: &Signed<K>) -> Result<(Bundle, K::Message), EvidenceViolation> {
    let bundle: Bundle = casp_wire::decode(signed.as_bytes(), Layer::Envelope)?;
    let payload = bundle.subject.as_ref().map_or(&[][..], |subject| &subject.payload);
    let message = casp_wire::decode(payload, Layer::Payload)?;
    Ok((bundle, message))
}
