//! The tree hash of RFC 9162 section 2.1 with SHA-256, its proofs, and a frontier that grows with the logarithm of the tree.
//!
//! Nothing here knows of traces: proofs of other RFC 6962 and RFC 9162 trees verify by the same code.

mod frontier;
mod prove;
mod verify;

use sha2::{Digest as _, Sha256};

pub use frontier::{Frontier, NotAFrontier, TreeFull};
pub use prove::{consistency_path, inclusion_path, root};
pub use verify::{verify_consistency, verify_inclusion};

/// A SHA-256 digest: of a leaf, of a node, or the root of a tree.
pub type Hash = [u8; 32];

/// Size and root of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TreeHead {
    /// Number of leaves.
    pub size: u64,
    /// Root.
    pub root: Hash,
}

/// SHA-256(`00` ‖ leaf).
#[must_use]
pub fn leaf_hash(leaf: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(leaf).finalize().into()
}

/// SHA-256(`01` ‖ left ‖ right).
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new()
        .chain_update([1])
        .chain_update(left)
        .chain_update(right)
        .finalize()
        .into()
}

/// The root of a tree without leaves: SHA-256 of nothing.
#[must_use]
pub fn empty_root() -> Hash {
    Sha256::new().finalize().into()
}
