#![doc = include_str!("../README.md")]
#![no_std]

extern crate alloc;
#[cfg(any(test, feature = "keyfile"))]
extern crate std;

mod admitted;
mod agent;
mod cache;
mod envelope;
mod hash;
mod key;
#[cfg(feature = "keyfile")]
pub mod keyfile;
mod kind;
mod known;
mod stand_in;
mod statements;
mod verify;
mod violation;

pub use admitted::AdmittedKeys;
pub use agent::{AgentId, DidKey, ObjectId};
pub use envelope::{Kept, Recorded, SealError, Signed, Verified, decode_envelope, dsse_json, envelope_object_id, pae};
pub use hash::{HashKey, NameHasher};
pub use key::{PublicKey, Signer, SoftwareKey};
pub use kind::{Kind, KindProfile, Need};
pub use known::{AgentMemory, KnownAgents, KnownAgentsFull, Remembered};
pub use stand_in::{StandIn, StandInKey};
pub use statements::{DELEGATION_MAX_LIFE_MS, DelegationKind, HostBindingKind, RetireKind};
pub use verify::{Verifier, VerifierLimits};
pub use violation::IdentityViolation;
