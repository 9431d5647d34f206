//! What those who take part in a run sign with.

use std::convert::Infallible;

use casp_identity::{AgentId, DidKey, PublicKey, Signer, SoftwareKey, StandIn, StandInKey};

use crate::remembered::Remembered;

/// The public keys of secret seeds: a stand-in needs no more of a key.
static KEYS: Remembered<PublicKey> = Remembered::new(65_536);

/// A key by whichever signatures a run has.
#[derive(Debug)]
pub(crate) enum AgentKey {
    Real(SoftwareKey),
    StandIn(StandInKey),
}

impl AgentKey {
    /// Of a secret seed: Ed25519, or what stands in for it. The agent's name is the same in both cases.
    pub(crate) fn of(secret: &[u8; 32], stand_in: Option<StandIn>) -> Self {
        Self::with_public_key(secret, stand_in).0
    }

    /// The same beside the public key, which a stand-in does not keep.
    pub(crate) fn with_public_key(secret: &[u8; 32], stand_in: Option<StandIn>) -> (Self, PublicKey) {
        let key = || SoftwareKey::from_seed(secret);
        let Some(stand_in) = stand_in else {
            let key = key();
            let public_key = key.public_key();
            return (Self::Real(key), public_key);
        };
        let public_key = KEYS.of(*secret, || key().public_key());
        let stand_in = StandInKey::dangerous(public_key.agent_id(), stand_in);
        (Self::StandIn(stand_in), public_key)
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

    fn admitted(&self) -> Option<PublicKey> {
        match self {
            Self::Real(key) => key.admitted(),
            Self::StandIn(key) => key.admitted(),
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
