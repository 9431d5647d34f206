//! The right edge of a growing tree.

use alloc::vec::Vec;

use super::{Hash, TreeHead, empty_root, node_hash};

/// A tree of which only the roots of its perfect subtrees are kept, at most 64 of them: enough to add leaves and to tell
/// the root.
///
/// The subtrees have the sizes of the bits that are set in the tree's size, the largest first, as RFC 9162 splits a tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

/// A tree has at most 2^64 − 1 leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the tree has 2^64 - 1 leaves, and takes no more")]
pub struct TreeFull;

/// A tree of this size has another number of perfect subtrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the frontier of a tree of this size")]
pub struct NotAFrontier;

impl Frontier {
    /// The tree without leaves.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            size: 0,
            peaks: Vec::new(),
        }
    }

    /// Takes up a frontier that was kept: the size, and [`Frontier::peaks`].
    ///
    /// # Errors
    /// When a tree of this size has another number of peaks.
    pub fn from_parts(size: u64, peaks: Vec<Hash>) -> Result<Self, NotAFrontier> {
        let fits = usize::try_from(size.count_ones()).is_ok_and(|count| count == peaks.len());
        fits.then_some(Self { size, peaks }).ok_or(NotAFrontier)
    }

    /// Adds the hash of a leaf.
    ///
    /// # Errors
    /// [`TreeFull`]; the tree is as it was.
    #[inline]
    pub fn push(&mut self, leaf_hash: Hash) -> Result<(), TreeFull> {
        let size = self.size.checked_add(1).ok_or(TreeFull)?;
        let mut node = leaf_hash;
        // The new leaf completes a subtree for each bit that is carried.
        for _ in 0..self.size.trailing_ones() {
            let Some(left) = self.peaks.pop() else { break };
            node = node_hash(&left, &node);
        }
        self.peaks.push(node);
        self.size = size;
        Ok(())
    }

    /// Number of leaves.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Roots of the perfect subtrees, the largest first.
    #[must_use]
    pub fn peaks(&self) -> &[Hash] {
        &self.peaks
    }

    /// The root. Takes as many hashes as there are peaks.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.peaks
            .iter()
            .rev()
            .copied()
            .reduce(|right, left| node_hash(&left, &right))
            .unwrap_or_else(empty_root)
    }

    /// Size and root.
    #[must_use]
    pub fn head(&self) -> TreeHead {
        TreeHead {
            size: self.size,
            root: self.root(),
        }
    }
}
