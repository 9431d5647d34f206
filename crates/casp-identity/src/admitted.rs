//! Keys that were admitted, by the text that names them in an envelope.

use alloc::collections::BTreeMap;

use crate::agent::AgentId;
use crate::key::PublicKey;
use crate::violation::IdentityViolation;

/// A did:key as it stands in an envelope: those of agents all have one length.
pub(crate) type KeyId = [u8; 56];

/// What a did:key names.
#[derive(Clone, Copy)]
pub(crate) struct Admitted {
    pub(crate) agent: AgentId,
    pub(crate) key: PublicKey,
}

/// Keys that were admitted beforehand, for all [`crate::Verifier`]s of a process that hear the same signers: each would spend a
/// multiplication by the group's order on each key, and 400 bytes on remembering it.
///
/// It changes their speed, never a verdict. It has no bound of its own: put in the keys of a configuration, not those of whoever comes.
#[derive(Default)]
pub struct AdmittedKeys(BTreeMap<KeyId, Admitted>);

impl AdmittedKeys {
    /// Admits a key, once for all.
    ///
    /// # Errors
    /// KEY-2, KEY-3, KEY-4, as [`PublicKey::admit`]; then nothing has changed.
    pub fn admit(&mut self, agent: AgentId) -> Result<(), IdentityViolation> {
        self.insert(PublicKey::admit(&agent.public_key())?);
        Ok(())
    }

    /// Takes a key that was admitted elsewhere.
    pub fn insert(&mut self, key: PublicKey) {
        let agent = key.agent_id();
        if let Ok(key_id) = KeyId::try_from(agent.to_did_key().as_bytes()) {
            self.0.insert(key_id, Admitted { agent, key });
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn get(&self, key_id: &KeyId) -> Option<Admitted> {
        self.0.get(key_id).copied()
    }
}

impl core::fmt::Debug for AdmittedKeys {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "AdmittedKeys({} keys)", self.len())
    }
}
