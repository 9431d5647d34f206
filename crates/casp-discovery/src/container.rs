//! What answers, registrations and omission proofs have in common: they are not signed, and hold statements that are.

use casp_identity::{IdentityViolation, Kind, Recorded, Signed, Verifier};
use casp_wire::table::Described;
use casp_wire::v1::Bundle;
use casp_wire::{Layer, check};

use crate::violation::DiscoveryViolation;

/// SIZE and ENCODING.
pub(crate) fn open<M>(bytes: &[u8], limit: usize) -> Result<M, DiscoveryViolation>
where
    M: prost::Message + Default + Described,
{
    check(bytes.len() <= limit, IdentityViolation::InputSize { limit })?;
    Ok(casp_wire::decode(bytes, Layer::Envelope)?)
}

/// Encodes a container, and gives it away only if it would be opened again.
///
/// # Errors
/// SIZ-1, rules ENC and FMT.
pub(crate) fn seal<M>(message: &M, limit: usize) -> Result<Vec<u8>, DiscoveryViolation>
where
    M: prost::Message + Described,
{
    let bytes = casp_wire::encode(message);
    check(bytes.len() <= limit, IdentityViolation::InputSize { limit })?;
    casp_wire::scan(M::TABLE, &bytes, Layer::Envelope)?;
    Ok(bytes)
}

/// A member as it stands in a container: canonical decoding makes these the bytes that were in it.
pub(crate) fn member<K>(bundle: Option<&Bundle>) -> Signed<K> {
    let none = Bundle::default();
    Signed::from_bytes(casp_wire::encode(bundle.unwrap_or(&none)))
}

/// A member that passes archival verification.
pub(crate) fn on_record<K: Kind>(verifier: &mut Verifier, bundle: Option<&Bundle>) -> Option<Recorded<K>> {
    verifier.verify_as_issued(member(bundle)).ok()
}

/// A statement of one's own, to be put into a container.
///
/// # Errors
/// Rules ENC and FMT.
pub(crate) fn bundle_of(bytes: &[u8]) -> Result<Bundle, DiscoveryViolation> {
    Ok(casp_wire::decode(bytes, Layer::Envelope)?)
}
