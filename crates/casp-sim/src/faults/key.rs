//! What the cast of a run signs with.

use std::convert::Infallible;

use casp_identity::{AgentId, Signer, SoftwareKey, StandIn, StandInKey};

use super::Signatures;

/// The stand-in's secret: nothing in a run is worth keeping.
const SECRET: [u8; 32] = [0xfa; 32];

/// A key by whichever signatures a run has.
#[derive(Debug)]
pub(super) enum Key {
    Real(SoftwareKey),
    StandIn(StandInKey),
}

impl Key {
    /// Of a secret seed. The agent's name is the same in both cases.
    pub(super) fn of(secret: &[u8; 32], signatures: Signatures) -> Self {
        let key = SoftwareKey::from_seed(secret);
        match signatures.stand_in() {
            None => Self::Real(key),
            Some(stand_in) => Self::StandIn(StandInKey::dangerous(key.agent_id(), stand_in)),
        }
    }
}

impl Signatures {
    /// What verifiers take for signatures, where these are not real.
    pub(super) const fn stand_in(self) -> Option<StandIn> {
        match self {
            Self::Real => None,
            Self::StandIn => Some(StandIn::dangerous(SECRET)),
        }
    }
}

impl Signer for Key {
    type Error = Infallible;

    fn agent_id(&self) -> AgentId {
        match self {
            Self::Real(key) => key.agent_id(),
            Self::StandIn(key) => key.agent_id(),
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
