//! Who speaks, and what chance it is given.

use casp_identity::{DelegationKind, Kind, SealError, Signed, Signer};
use casp_task::TaskViolation;
use casp_task::draft::Author;

use super::ActError;

/// Whoever an engine speaks for: its name in a network, and the key that signs.
#[derive(Clone, Debug)]
pub struct Speaker<S> {
    /// Network and agent. `delegation` is filled in from the one below.
    pub author: Author,
    /// The agent's root key, or the key that the delegation names.
    pub signer: S,
    /// Of an operational key: what lets it sign.
    pub delegation: Option<Signed<DelegationKind>>,
}

impl<S: Signer> Speaker<S> {
    pub(crate) fn seal<K: Kind<Violation = TaskViolation>>(&self, message: &K::Message) -> Result<Signed<K>, ActError> {
        let sealed = match &self.delegation {
            Some(delegation) => Signed::seal_delegated(message, &self.signer, delegation),
            None => Signed::seal(message, &self.signer),
        };
        sealed.map_err(|error| match error {
            SealError::Invalid(violation) => ActError::Task(violation),
            SealError::Signer(_) | SealError::BadSignature => ActError::Signer,
        })
    }
}

/// Where nonces, blinds and the jitter of repeats come from. What it gives must not be guessed by strangers, and is given once.
pub trait Randomness {
    /// Fills `bytes` with random ones.
    fn fill(&mut self, bytes: &mut [u8]);
}

impl<F: FnMut(&mut [u8])> Randomness for F {
    fn fill(&mut self, bytes: &mut [u8]) {
        self(bytes);
    }
}
