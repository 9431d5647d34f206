//! Keys as text (SPEC.md section 5.1).

/// Base58btc.
pub(crate) fn base58(bytes: &[u8]) -> String {
    bs58::encode(bytes).into_string()
}

/// The did:key of multikey bytes; of any bytes, so that a wrong one can be written too.
pub(crate) fn did_key(multikey: &[u8]) -> String {
    format!("did:key:z{}", base58(multikey))
}

/// The PeerId of an Ed25519 public key.
pub(crate) fn peer_id(public_key: &[u8]) -> String {
    base58(&[&[0x00, 0x24, 0x08, 0x01, 0x12, 0x20], public_key].concat())
}

/// Lower-case base32 without padding (RFC 4648 section 6), as multibase `b` has it.
pub(crate) fn base32(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let bits: Vec<u8> = bytes
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1))
        .collect();
    let letter = |five: &[u8]| five.iter().fold(0, |value, bit| value << 1 | bit) << (5 - five.len());
    bits.chunks(5)
        .map(|five| char::from(ALPHABET[usize::from(letter(five))]))
        .collect()
}
