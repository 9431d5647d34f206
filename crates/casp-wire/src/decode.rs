//! Canonical decoding and encoding.

use alloc::vec::Vec;

use crate::rule::check;
use crate::scan::scan;
use crate::table::Described;
use crate::violation::{Layer, WireRule, WireViolation};

/// Decodes a message from its canonical encoding.
///
/// The caller has limited the size of `bytes`. The scan refuses everything that SPEC.md section 4 refuses before
/// anything is allocated; that the message encodes to the same bytes again stands behind it.
///
/// # Errors
/// Rules ENC-1 to ENC-14 and FMT-1 to FMT-10.
pub fn decode<M: prost::Message + Default + Described>(bytes: &[u8], layer: Layer) -> Result<M, WireViolation> {
    scan(M::TABLE, bytes, layer)?;
    let not_canonical = WireViolation {
        rule: WireRule::NotCanonical,
        layer,
        message: M::TABLE.name,
        field: "",
        offset: 0,
    };
    let decoded = M::decode(bytes);
    check(decoded.is_ok(), not_canonical)?;
    let message = decoded.unwrap_or_default();
    check(
        message.encoded_len() == bytes.len() && encode(&message) == bytes,
        not_canonical,
    )?;
    Ok(message)
}

/// Decodes a message **without checking anything**: for bytes that [`decode`] accepted before. On other bytes it may take a
/// hundred times their size in memory.
///
/// # Errors
/// ENC-1 for bytes that are no encoding of the message at all.
#[doc(hidden)]
pub fn decode_unchecked<M: prost::Message + Default + Described>(
    bytes: &[u8],
    layer: Layer,
) -> Result<M, WireViolation> {
    M::decode(bytes).map_err(|_| WireViolation {
        rule: WireRule::NotCanonical,
        layer,
        message: M::TABLE.name,
        field: "",
        offset: 0,
    })
}

/// Encodes a message. The encoding is canonical when the message's sets are in order.
pub fn encode<M: prost::Message>(message: &M) -> Vec<u8> {
    message.encode_to_vec()
}
