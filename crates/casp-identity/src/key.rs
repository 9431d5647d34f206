//! Keys: admission, verification of bare signatures, and signing.

use alloc::boxed::Box;
use core::convert::Infallible;
use core::fmt;
use core::ops::Neg as _;

use casp_wire::check;
use curve25519_dalek::traits::IsIdentity as _;
use curve25519_dalek::{EdwardsPoint, Scalar};
use ed25519_dalek::{Signature, Signer as _, SigningKey, Verifier as _, VerifyingKey};
use zeroize::Zeroizing;

use crate::agent::{AgentId, DidKey};
use crate::stand_in::StandIn;
use crate::violation::IdentityViolation;

/// A public key that was admitted (SPEC.md section 5.1).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Admits a key.
    ///
    /// Costs a multiplication by the group's order; a [`crate::Verifier`] remembers the result.
    ///
    /// # Errors
    /// KEY-2, KEY-3, KEY-4.
    pub fn admit(bytes: &[u8]) -> Result<Self, IdentityViolation> {
        let key = <&[u8; 32]>::try_from(bytes)
            .ok()
            .and_then(|bytes| VerifyingKey::from_bytes(bytes).ok());
        let key = key.ok_or(IdentityViolation::KeyEncoding)?;
        let point = key.to_edwards();
        check(
            point.compress().as_bytes() == key.as_bytes(),
            IdentityViolation::KeyEncoding,
        )?;
        check(!point.is_identity(), IdentityViolation::KeyIdentity)?;
        // [L]A = 0, as [L - 1]A = -A: the key is public, and a multiplication that may take different times takes less.
        let multiple = EdwardsPoint::vartime_double_scalar_mul_basepoint(&Scalar::ONE.neg(), &point, &Scalar::ZERO);
        check(multiple == point.neg(), IdentityViolation::KeyTorsion)?;
        Ok(Self(key))
    }

    /// Verifies a signature: the equation without cofactor, R compared by its bytes.
    ///
    /// The key has no component of small order, hence R' has none, and the identity is the only R of small order that could
    /// pass: refusing it makes this as strict as `verify_strict`, without decoding R.
    ///
    /// # Errors
    /// SIG-1, SIG-2, SIG-3.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), IdentityViolation> {
        let signature = well_formed(signature)?;
        check(
            self.0.verify(message, &signature).is_ok(),
            IdentityViolation::SignatureMismatch,
        )
    }

    /// The key as an agent id.
    #[must_use]
    pub fn agent_id(&self) -> AgentId {
        AgentId::from_public_key(self.0.as_bytes())
    }
}

/// SIG-1 and SIG-2.
pub(crate) fn well_formed(signature: &[u8]) -> Result<Signature, IdentityViolation> {
    const IDENTITY: [u8; 32] = [
        1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];
    let signature = Signature::from_slice(signature).ok();
    let reduced =
        signature.is_some_and(|signature| Scalar::from_canonical_bytes(*signature.s_bytes()).is_some().into());
    check(reduced, IdentityViolation::SignatureScalar)?;
    let signature = signature.ok_or(IdentityViolation::SignatureScalar)?;
    check(*signature.r_bytes() != IDENTITY, IdentityViolation::SignatureIdentity)?;
    Ok(signature)
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.agent_id())
    }
}

/// Something that signs with one Ed25519 key: a key in memory, a hardware module, an agent process.
pub trait Signer {
    /// Why no signature was made.
    type Error: core::error::Error;

    /// The key that signs.
    fn agent_id(&self) -> AgentId;

    /// The same with its did:key, if that is at hand: it is written out for each signature otherwise. Another agent's is not heeded.
    fn did_key(&self) -> Option<&DidKey> {
        None
    }

    /// The same as a key that was admitted, if that is at hand: it is admitted for each signature otherwise. Another agent's is not heeded.
    fn admitted(&self) -> Option<PublicKey> {
        None
    }

    /// Signs the message with Ed25519 (RFC 8032): R, then S.
    ///
    /// # Errors
    /// Whatever keeps the signer from signing.
    fn sign(&self, message: &[u8]) -> Result<[u8; 64], Self::Error>;

    /// In a simulation, what it signs with instead. Nothing, for whoever really signs.
    fn stand_in(&self) -> Option<StandIn> {
        None
    }
}

/// A secret key in memory. Wiped when dropped, and never printed.
pub struct SoftwareKey {
    key: Box<SigningKey>,
    did_key: DidKey,
}

impl SoftwareKey {
    /// The key of a secret seed of 32 uniformly random bytes. The caller draws the seed and wipes its own copy.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        let key = Box::new(SigningKey::from_bytes(seed));
        let did_key = AgentId::from_public_key(key.verifying_key().as_bytes()).named();
        Self { key, did_key }
    }

    /// The public key. What admission asks for holds of itself: it is a multiple of the base point, by a clamped number, which no
    /// multiple of the group's order is.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        PublicKey(self.key.verifying_key())
    }

    /// The secret seed, wiped when dropped.
    #[must_use]
    pub fn secret_seed(&self) -> Zeroizing<[u8; 32]> {
        let mut seed = Zeroizing::new([0; 32]);
        seed.copy_from_slice(self.key.as_bytes());
        seed
    }
}

impl Signer for SoftwareKey {
    type Error = Infallible;

    fn agent_id(&self) -> AgentId {
        self.did_key.agent()
    }

    fn did_key(&self) -> Option<&DidKey> {
        Some(&self.did_key)
    }

    fn admitted(&self) -> Option<PublicKey> {
        Some(self.public_key())
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], Infallible> {
        Ok(self.key.sign(message).to_bytes())
    }
}

impl fmt::Debug for SoftwareKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SoftwareKey({}, secret not shown)", self.agent_id())
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn a_secret_is_never_printed() {
        let key = SoftwareKey::from_seed(&[0x5a; 32]);
        let shown = format!("{key:?}");
        assert!(!shown.contains("5a5a") && !shown.contains("90, 90"), "{shown}");
    }

    #[test]
    fn the_key_of_a_seed_is_one_that_is_admitted() {
        for seed in 0..64 {
            let key = SoftwareKey::from_seed(&[seed; 32]);
            let admitted = PublicKey::admit(&key.agent_id().public_key()).unwrap();
            assert_eq!(key.admitted(), Some(admitted));
            assert_eq!(key.did_key(), Some(&admitted.agent_id().named()));
        }
    }

    #[test]
    fn a_signature_verifies_and_an_altered_one_does_not() {
        let key = SoftwareKey::from_seed(&[7; 32]);
        let public = PublicKey::admit(&key.agent_id().public_key()).unwrap();
        let mut signature = key.sign(b"message").unwrap();
        assert_eq!(public.verify(b"message", &signature), Ok(()));
        assert_eq!(
            public.verify(b"other", &signature),
            Err(IdentityViolation::SignatureMismatch)
        );
        signature[0] ^= 1;
        assert_eq!(
            public.verify(b"message", &signature),
            Err(IdentityViolation::SignatureMismatch)
        );
        assert_eq!(
            public.verify(b"message", &signature[..63]),
            Err(IdentityViolation::SignatureScalar)
        );
    }

    #[test]
    fn the_identity_is_not_admitted() {
        let mut identity = [0; 32];
        identity[0] = 1;
        assert_eq!(PublicKey::admit(&identity), Err(IdentityViolation::KeyIdentity));
    }
}
