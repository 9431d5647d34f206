//! What those who take part in a run sign with.

use std::convert::Infallible;

use casp_identity::{AgentId, DidKey, PublicKey, Signer, SoftwareKey, StandIn, StandInKey};

use crate::remembered::Remembered;

/// The names of secret seeds: a stand-in needs no more of a key.
static NAMES: Remembered<AgentId> = Remembered::new(65_536);

/// A key by whichever signatures a run has.
#[derive(Debug)]
pub(crate) enum AgentKey {
    Real(SoftwareKey),
    StandIn(StandInKey),
}

impl AgentKey {
    /// Of a secret seed: Ed25519, or what stands in for it. The agent's name is the same in both cases.
    pub(crate) fn of(secret: &[u8; 32], stand_in: Option<StandIn>) -> Self {
        let key = || SoftwareKey::from_seed(secret);
        match stand_in {
            None => Self::Real(key()),
            Some(stand_in) => {
                let name = NAMES.of(*secret, || key().agent_id());
                Self::StandIn(StandInKey::dangerous(name, stand_in))
            }
        }
    }
}

impl Signer for AgentKey {
    type Error = Infallible;

    fn agent_id(&self) -> AgentId {
        match self {
            Self::Real(key) => key.agent_id(),
            Self::StandIn(key) => key.agent_id(),
        }
    }

    fn did_key(&self) -> Option<&DidKey> {
        match self {
            Self::Real(key) => key.did_key(),
            Self::StandIn(key) => key.did_key(),
        }
    }

    fn public_key(&self) -> Option<PublicKey> {
        match self {
            Self::Real(key) => key.public_key(),
            Self::StandIn(key) => key.public_key(),
        }
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], Infallible> {
        match self {
            Self::Real(key) => key.sign(message),
            Self::StandIn(key) => key.sign(message),
        }
    }

    fn stand_in(&self) -> Option<StandIn> {
        match self {
            Self::Real(_) => None,
            Self::StandIn(key) => key.stand_in(),
        }
    }
}
