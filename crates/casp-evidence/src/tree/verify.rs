//! Verifying proofs, as RFC 9162 sections 2.1.3.2 and 2.1.4.2 do.
//!
//! How many hashes a proof has follows from the sizes alone. Another number is refused before anything is hashed, so that
//! work is bounded by the 64 levels of a tree whatever the proof.

use alloc::vec::Vec;

use casp_wire::check;

use super::{Hash, TreeHead, empty_root, node_hash};
use crate::violation::EvidenceViolation;

/// Verifies that the tree has the leaf with this hash at `index`, counted from 0. The path goes from the leaf up.
///
/// # Errors
/// PRF-1.
pub fn verify_inclusion(
    tree: &TreeHead,
    index: u64,
    leaf_hash: &Hash,
    path: &[impl AsRef<[u8]>],
) -> Result<(), EvidenceViolation> {
    let root = root_from_inclusion(tree.size, index, leaf_hash, path);
    check(root == Some(tree.root), EvidenceViolation::Inclusion)
}

/// Verifies that the second tree has the leaves of the first, in their places, before its others.
///
/// # Errors
/// PRF-2.
pub fn verify_consistency(
    first: &TreeHead,
    second: &TreeHead,
    path: &[impl AsRef<[u8]>],
) -> Result<(), EvidenceViolation> {
    let consistent = if first.size == 0 {
        path.is_empty() && first.root == empty_root() && (second.size > 0 || second.root == first.root)
    } else if first.size == second.size {
        path.is_empty() && first.root == second.root
    } else {
        roots_from_consistency(first, second.size, path) == Some((first.root, second.root))
    };
    check(consistent, EvidenceViolation::Consistency)
}

/// The root that the tree must have if it has this leaf. `None` for an index outside the tree and for a path of another
/// length than this leaf has, or with something else than hashes.
fn root_from_inclusion(size: u64, index: u64, leaf_hash: &Hash, path: &[impl AsRef<[u8]>]) -> Option<Hash> {
    let last = size.checked_sub(1).filter(|last| index <= *last)?;
    let path = hashes(path, inclusion_length(index, last))?;
    let (mut at, mut edge, mut node) = (index, last, *leaf_hash);
    for sibling in &path {
        if at & 1 == 1 || at == edge {
            node = node_hash(sibling, &node);
            // At the right edge a node has no sibling on the levels at which it is a left child.
            let lone = if at & 1 == 1 { 0 } else { at.trailing_zeros() };
            (at, edge) = (shifted(at, lone), shifted(edge, lone));
        } else {
            node = node_hash(&node, sibling);
        }
        (at, edge) = (at >> 1, edge >> 1);
    }
    (edge == 0).then_some(node)
}

/// The roots that both trees must have, the first of them not empty and smaller than the second.
fn roots_from_consistency(first: &TreeHead, second_size: u64, path: &[impl AsRef<[u8]>]) -> Option<(Hash, Hash)> {
    let last_of_first = first.size.checked_sub(1)?;
    let last = second_size.checked_sub(1).filter(|last| last_of_first < *last)?;
    // The largest subtree that ends where the first tree ends; the proof goes up from it.
    let perfect = first.size.trailing_zeros();
    let (mut at, mut edge) = (shifted(last_of_first, perfect), shifted(last, perfect));
    let is_whole = first.size.is_power_of_two();
    let length = inclusion_length(at, edge).checked_add(usize::from(!is_whole))?;
    let path = hashes(path, length)?;
    // It is the first tree itself, which the proof then leaves out.
    let mut path = path.iter();
    let start = if is_whole { first.root } else { *path.next()? };
    let (mut smaller, mut larger) = (start, start);
    for sibling in path {
        if at & 1 == 1 || at == edge {
            smaller = node_hash(sibling, &smaller);
            larger = node_hash(sibling, &larger);
            let lone = if at & 1 == 1 { 0 } else { at.trailing_zeros() };
            (at, edge) = (shifted(at, lone), shifted(edge, lone));
        } else {
            larger = node_hash(&larger, sibling);
        }
        (at, edge) = (at >> 1, edge >> 1);
    }
    (edge == 0).then_some((smaller, larger))
}

/// How many siblings the path from the node at `index` has, where `last` is the last node of that level: one for each level
/// up to where the paths of the two meet, and above it one for each bit of the index, where there is a subtree on the left.
fn inclusion_length(index: u64, last: u64) -> usize {
    let below = u64::BITS.saturating_sub((index ^ last).leading_zeros());
    let above = shifted(index, below).count_ones();
    usize::try_from(below.saturating_add(above)).unwrap_or(usize::MAX)
}

fn shifted(number: u64, bits: u32) -> u64 {
    number.checked_shr(bits).unwrap_or(0)
}

/// The path as hashes, if it has this length and each of its hashes 32 bytes.
fn hashes(path: &[impl AsRef<[u8]>], length: usize) -> Option<Vec<Hash>> {
    if path.len() != length {
        return None;
    }
    path.iter().map(|hash| hash.as_ref().try_into().ok()).collect()
}
