//! Making proofs, from the hashes of all leaves. Each takes no more hashes than the tree has leaves.

use alloc::vec::Vec;

use super::{Frontier, Hash};

/// The root of the tree over these leaf hashes.
#[must_use]
pub fn root(leaves: &[Hash]) -> Hash {
    let mut tree = Frontier::new();
    for leaf in leaves {
        // No slice is so long that the tree were full.
        let _ = tree.push(*leaf);
    }
    tree.root()
}

/// The inclusion proof of RFC 9162 section 2.1.3.1 for the leaf at `index`, from the leaf up; `None` for an index past the
/// last leaf.
#[must_use]
pub fn inclusion_path(leaves: &[Hash], index: usize) -> Option<Vec<Hash>> {
    let (mut rest, mut index) = (leaves, index);
    if index >= rest.len() {
        return None;
    }
    let mut path = Vec::new();
    while rest.len() > 1 {
        let (left, right) = split(rest);
        match index.checked_sub(left.len()) {
            None => {
                path.push(root(right));
                rest = left;
            }
            Some(within) => {
                path.push(root(left));
                (rest, index) = (right, within);
            }
        }
    }
    path.reverse();
    Some(path)
}

/// The consistency proof of RFC 9162 section 2.1.4.1 between the tree over the first `first` leaves and the tree over all;
/// empty where `first` is 0 or all. `None` when there are fewer leaves.
#[must_use]
pub fn consistency_path(leaves: &[Hash], first: usize) -> Option<Vec<Hash>> {
    let (mut rest, mut first) = (leaves, first);
    if first > rest.len() {
        return None;
    }
    if first == 0 {
        return Some(Vec::new());
    }
    let mut path = Vec::new();
    // Whether the verifier knows the root of what is left of the first tree: it is the first tree.
    let mut known = true;
    while first < rest.len() {
        let (left, right) = split(rest);
        match first.checked_sub(left.len()).filter(|within| *within > 0) {
            None => {
                path.push(root(right));
                rest = left;
            }
            Some(within) => {
                path.push(root(left));
                (rest, first) = (right, within);
                known = false;
            }
        }
    }
    if !known {
        path.push(root(rest));
    }
    path.reverse();
    Some(path)
}

/// Splits at the greatest power of two below the length, which is at least 2.
fn split(leaves: &[Hash]) -> (&[Hash], &[Hash]) {
    let last = leaves.len().saturating_sub(1);
    let half = last.checked_ilog2().map_or(0, |bits| 1_usize << bits);
    leaves.split_at_checked(half).unwrap_or((leaves, &[]))
}
