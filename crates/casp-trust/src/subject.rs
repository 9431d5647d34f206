//! What trust is kept about.

use casp_identity::AgentId;

/// An agent, in one of its capabilities, as it then behaved: reputation and canary passes belong to all three.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// The agent.
    pub agent: AgentId,
    /// The capability's id, such as `org.example/translate`.
    pub capability_id: String,
    /// The capability's `behavior_digest`, as its descriptor and the contract's terms give it.
    pub behavior_digest: [u8; 32],
}
