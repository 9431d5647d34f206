//! Trees of RFC 9162 section 2.1, by the letter of its definitions: recursive, slow, and with the leaves at hand.
//!
//! Proofs come from the definitions of PATH and PROOF (sections 2.1.3.1 and 2.1.4.1). For trees too large to exist, subtrees that a
//! proof does not enter have a random hash: no verifier can tell.

mod consistency;
mod inclusion;
mod published;
mod roots;

use sha2::{Digest as _, Sha256};

use super::super::Group;
use crate::generate::draw::Draw;
use crate::generate::world::World;
use crate::vector::Bytes;

pub(crate) fn groups(world: &World) -> Vec<Group> {
    vec![
        ("evidence", "published", published::vectors(world)),
        ("evidence", "tree-root", roots::vectors(world)),
        ("evidence", "inclusion", inclusion::vectors(world)),
        ("evidence", "consistency", consistency::vectors(world)),
    ]
}

/// Bytes of a hash.
pub(super) const HASH: usize = 32;

/// Hash of a leaf.
pub(super) fn leaf_hash(leaf: &[u8]) -> Vec<u8> {
    Sha256::new().chain_update([0]).chain_update(leaf).finalize().to_vec()
}

/// Hash of a node.
pub(super) fn node_hash(left: &[u8], right: &[u8]) -> Vec<u8> {
    let digest = Sha256::new().chain_update([1]).chain_update(left);
    digest.chain_update(right).finalize().to_vec()
}

/// MTH, over the hashes of the leaves.
pub(super) fn root(leaves: &[Vec<u8>]) -> Vec<u8> {
    match leaves {
        [] => Sha256::digest([]).to_vec(),
        [leaf] => leaf.clone(),
        _ => {
            let (left, right) = leaves.split_at(half(leaves.len()));
            node_hash(&root(left), &root(right))
        }
    }
}

/// PATH: the inclusion proof of a leaf, over the hashes of the leaves.
pub(super) fn path(index: usize, leaves: &[Vec<u8>]) -> Vec<Vec<u8>> {
    if leaves.len() <= 1 {
        return vec![];
    }
    let (left, right) = leaves.split_at(half(leaves.len()));
    let (mut path, sibling) = match index.checked_sub(left.len()) {
        None => (path(index, left), root(right)),
        Some(index) => (path(index, right), root(left)),
    };
    path.push(sibling);
    path
}

/// PROOF: the consistency proof of the first so many leaves, over the hashes of all.
pub(super) fn proof(first: usize, leaves: &[Vec<u8>]) -> Vec<Vec<u8>> {
    subproof(first, leaves, true)
}

fn subproof(first: usize, leaves: &[Vec<u8>], known: bool) -> Vec<Vec<u8>> {
    if first == leaves.len() {
        return if known { vec![] } else { vec![root(leaves)] };
    }
    let (left, right) = leaves.split_at(half(leaves.len()));
    let (mut proof, sibling) = if first <= left.len() {
        (subproof(first, left, known), root(right))
    } else {
        (subproof(first - left.len(), right, false), root(left))
    };
    proof.push(sibling);
    proof
}

/// The largest power of two that is less than the size, which is at least 2.
fn half(size: usize) -> usize {
    usize::try_from(half_of(u64::try_from(size).unwrap_or(u64::MAX))).unwrap_or(usize::MAX)
}

fn half_of(size: u64) -> u64 {
    1 << (u64::BITS - 1 - (size - 1).leading_zeros())
}

/// On which side of its sibling a leaf stands, from the leaf up: what an inclusion proof means depends on this alone.
/// `None` if there is no such leaf.
fn sides(index: u64, size: u64) -> Option<Vec<bool>> {
    if index >= size {
        return None;
    }
    if size == 1 {
        return Some(vec![]);
    }
    let left = half_of(size);
    let (mut sides, is_right) = match index.checked_sub(left) {
        None => (sides(index, left)?, false),
        Some(index) => (sides(index, size - left)?, true),
    };
    sides.push(is_right);
    Some(sides)
}

/// The same for a consistency proof: whether its first hash is left out, then on which side the first tree ends.
/// `None` if there is no such proof.
fn turns(first: u64, second: u64) -> Option<Vec<bool>> {
    fn below(first: u64, second: u64, known: bool) -> Vec<bool> {
        if first == second {
            return vec![known];
        }
        let left = half_of(second);
        let (mut turns, is_right) = match first.checked_sub(left) {
            None | Some(0) => (below(first, left, known), false),
            Some(first) => (below(first, second - left, false), true),
        };
        turns.push(is_right);
        turns
    }
    (0 < first && first < second).then(|| below(first, second, true))
}

/// Root and inclusion proof of a leaf in a tree that need not exist.
fn grown_path(draw: &mut Draw, leaf: &[u8], index: u64, size: u64) -> (Vec<u8>, Vec<Vec<u8>>) {
    let mut root = leaf.to_vec();
    let mut path = Vec::new();
    for is_right in sides(index, size).expect("a leaf of the tree") {
        let sibling = draw.bytes(HASH);
        root = if is_right {
            node_hash(&sibling, &root)
        } else {
            node_hash(&root, &sibling)
        };
        path.push(sibling);
    }
    (root, path)
}

/// Both roots and the consistency proof of trees that need not exist.
fn grown_proof(draw: &mut Draw, first: u64, second: u64) -> Grown {
    let mut turns = turns(first, second).expect("a first tree within a second").into_iter();
    let start = draw.bytes(HASH);
    let is_known = turns.next().expect("where the first tree ends");
    let mut grown = Grown {
        first: start.clone(),
        second: start.clone(),
        path: if is_known { vec![] } else { vec![start] },
    };
    for is_right in turns {
        let sibling = draw.bytes(HASH);
        if is_right {
            grown.first = node_hash(&sibling, &grown.first);
            grown.second = node_hash(&sibling, &grown.second);
        } else {
            grown.second = node_hash(&grown.second, &sibling);
        }
        grown.path.push(sibling);
    }
    grown
}

struct Grown {
    first: Vec<u8>,
    second: Vec<u8>,
    path: Vec<Vec<u8>>,
}

/// Random hashes of so many leaves.
fn leaves(draw: &mut Draw, count: usize) -> Vec<Vec<u8>> {
    (0..count).map(|_| draw.bytes(HASH)).collect()
}

fn all_bytes(hashes: &[Vec<u8>]) -> Vec<Bytes> {
    hashes.iter().cloned().map(Bytes).collect()
}

/// The hash with a bit changed.
pub(super) fn altered(hash: &[u8], bit: usize) -> Vec<u8> {
    let mut hash = hash.to_vec();
    hash[bit / 8] ^= 1 << (bit % 8);
    hash
}
