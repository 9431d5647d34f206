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
#[inline]
pub fn leaf_hash(leaf: &[u8]) -> Hash {
    // Most leaves are short, and one update is faster than two.
    let mut joined = [0; 256];
    let (Some(room), length) = (joined.get_mut(1..=leaf.len()), leaf.len()) else {
        return Sha256::new().chain_update([0]).chain_update(leaf).finalize().into();
    };
    room.copy_from_slice(leaf);
    Sha256::digest(joined.get(..=length).unwrap_or_default()).into()
}

/// SHA-256(`01` ‖ left ‖ right).
#[must_use]
#[inline]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut joined = [1; 65];
    let (_, children) = joined.split_at_mut(1);
    let (first, second) = children.split_at_mut(32);
    first.copy_from_slice(left);
    second.copy_from_slice(right);
    Sha256::digest(joined).into()
}

/// The root of a tree without leaves: SHA-256 of nothing.
#[must_use]
pub fn empty_root() -> Hash {
    Sha256::new().finalize().into()
}
