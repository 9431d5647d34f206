//! Points of the curve that honest keys never are.

use curve25519_dalek::Scalar;
use curve25519_dalek::constants::EIGHT_TORSION;
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use sha2::{Digest as _, Sha512};

/// L, the order of the base point, little-endian.
pub(crate) const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// The eight points of small order: multiples 0 to 7 of a generator of order 8.
pub(crate) fn small_order_points() -> [EdwardsPoint; 8] {
    EIGHT_TORSION
}

/// The canonical encoding.
pub(crate) fn encode(point: &EdwardsPoint) -> [u8; 32] {
    point.compress().to_bytes()
}

/// The encoding whose y is p higher than it need be, for y below 19.
pub(crate) fn encode_non_canonically(y: u8, sign: bool) -> [u8; 32] {
    let mut bytes = [0xff; 32];
    bytes[0] = 0xed + y;
    bytes[31] = if sign { 0xff } else { 0x7f };
    bytes
}

/// Whether some point has this y and sign, with y taken modulo p.
pub(crate) fn is_on_curve(encoding: &[u8; 32]) -> bool {
    CompressedEdwardsY(*encoding).decompress().is_some()
}

/// Whether the point with this encoding, if there is one, has no small-order component.
pub(crate) fn is_torsion_free(encoding: &[u8; 32]) -> bool {
    CompressedEdwardsY(*encoding)
        .decompress()
        .is_some_and(|point| point.is_torsion_free())
}

/// A scalar from 64 random bytes.
pub(crate) fn scalar(random: &[u8]) -> Scalar {
    let mut wide = [0; 64];
    wide.copy_from_slice(&random[..64]);
    Scalar::from_bytes_mod_order_wide(&wide)
}

/// k = SHA-512(R ‖ A ‖ M) mod L.
pub(crate) fn challenge(r: &[u8], a: &[u8], message: &[u8]) -> Scalar {
    let digest = Sha512::new()
        .chain_update(r)
        .chain_update(a)
        .chain_update(message)
        .finalize();
    Scalar::from_bytes_mod_order_wide(&digest.into())
}

/// `s` + `times` · L, as a number of 256 bits.
pub(crate) fn plus_order(s: &[u8], times: u32) -> Vec<u8> {
    let mut carry = 0;
    let sum = |(byte, order): (&u8, u8)| {
        carry += u32::from(*byte) + u32::from(order) * times;
        let low = carry.to_le_bytes()[0];
        carry >>= 8;
        low
    };
    s.iter().zip(ORDER).map(sum).collect()
}
