//! A cheap stand-in for signatures, for simulations alone.

use casp_wire::check;
use core::convert::Infallible;
use core::fmt;
use sha2::{Digest as _, Sha256};

use crate::agent::{AgentId, DidKey};
use crate::key::{Signer, well_formed};
use crate::violation::IdentityViolation;

/// In place of Ed25519: SHA-256 over a secret, the key's name and the message, in the form of a signature.
///
/// It accepts what was signed under the same secret, and refuses everything else by the same rules (SIG-1 to SIG-3), at a small part of
/// the cost. Keys, encodings and all other stages stay as they are.
///
/// It proves nothing: whoever holds the secret signs as anybody. A [`crate::Verifier`] that was given one refuses every real signature,
/// so that none can be left in by mistake where there are peers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct StandIn {
    secret: [u8; 32],
}

impl StandIn {
    /// Of a secret that all who take part share.
    #[must_use]
    pub const fn dangerous(secret: [u8; 32]) -> Self {
        Self { secret }
    }

    /// What stands for this agent's signature.
    #[must_use]
    pub fn sign(&self, agent: &AgentId, message: &[u8]) -> [u8; 64] {
        let first = self.hash(b"casp/stand-in/r").chain_update(agent.as_bytes());
        let first = first.chain_update(message).finalize();
        let second = self.hash(b"casp/stand-in/s").chain_update(first).finalize();
        let mut signature = [0; 64];
        for (to, from) in signature.iter_mut().zip(first.into_iter().chain(second)) {
            *to = from;
        }
        // Below the group's order, as S has to be (SIG-1).
        let [.., last] = &mut signature;
        *last &= 0x0f;
        signature
    }

    /// # Errors
    /// SIG-1, SIG-2, SIG-3.
    pub(crate) fn verify(&self, agent: &AgentId, message: &[u8], signature: &[u8]) -> Result<(), IdentityViolation> {
        well_formed(signature)?;
        check(
            self.sign(agent, message) == signature,
            IdentityViolation::SignatureMismatch,
        )
    }

    fn hash(&self, purpose: &[u8]) -> Sha256 {
        Sha256::new_with_prefix(purpose).chain_update(self.secret)
    }
}

impl fmt::Debug for StandIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StandIn(secret not shown)")
    }
}

/// An agent that signs by a [`StandIn`].
#[derive(Clone, Debug)]
pub struct StandInKey {
    agent: DidKey,
    stand_in: StandIn,
}

impl StandInKey {
    /// Signs as this agent, whoever that is.
    #[must_use]
    pub fn dangerous(agent: AgentId, stand_in: StandIn) -> Self {
        Self {
            agent: agent.named(),
            stand_in,
        }
    }
}

impl Signer for StandInKey {
    type Error = Infallible;

    fn agent_id(&self) -> AgentId {
        self.agent.agent()
    }

    fn did_key(&self) -> Option<&DidKey> {
        Some(&self.agent)
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], Infallible> {
        Ok(self.stand_in.sign(&self.agent.agent(), message))
    }

    fn stand_in(&self) -> Option<StandIn> {
        Some(self.stand_in)
    }
}
