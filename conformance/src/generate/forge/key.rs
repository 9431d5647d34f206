//! Test keys.

use curve25519_dalek::Scalar;
use ed25519_dalek::{Signer as _, SigningKey};
use sha2::{Digest as _, Sha256};

use super::text;
use crate::generate::PUBLISHED_SEED;

/// Domain tag of the seeds of test keys.
const SEED_TAG: &str = "casp/v1/test-key";

/// A key with all its secrets known.
#[derive(Clone)]
pub(crate) struct Key {
    signing: SigningKey,
}

/// Test key `n`. That of the published suite is SHA-256(tag ‖ n), that of another suite SHA-256(tag ‖ n ‖ seed).
pub(crate) fn test_key(seed: u64, n: u8) -> Key {
    let mut digest = Sha256::new().chain_update(SEED_TAG).chain_update([n]);
    if seed != PUBLISHED_SEED {
        digest.update(seed.to_be_bytes());
    }
    Key::from_seed(digest.finalize().into())
}

impl Key {
    /// The key with this Ed25519 seed.
    pub(crate) fn from_seed(seed: [u8; 32]) -> Self {
        Self {
            signing: SigningKey::from_bytes(&seed),
        }
    }

    /// The Ed25519 seed.
    pub(crate) fn seed(&self) -> [u8; 32] {
        self.signing.to_bytes()
    }

    /// The public key.
    pub(crate) fn public(&self) -> [u8; 32] {
        self.signing.verifying_key().to_bytes()
    }

    /// The public key as multikey bytes.
    pub(crate) fn multikey(&self) -> Vec<u8> {
        multikey(&self.public())
    }

    /// The key's did:key.
    pub(crate) fn did(&self) -> String {
        text::did_key(&self.multikey())
    }

    /// The secret scalar.
    pub(crate) fn secret_scalar(&self) -> Scalar {
        self.signing.to_scalar()
    }

    /// Signs as RFC 8032 says.
    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.signing.sign(message).to_bytes().to_vec()
    }
}

/// `0xed 0x01`, then the key.
pub(crate) fn multikey(public_key: &[u8]) -> Vec<u8> {
    [&[0xed, 0x01], public_key].concat()
}
