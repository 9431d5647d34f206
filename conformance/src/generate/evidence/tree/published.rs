//! The reference tree of Certificate Transparency, which others published.

use serde::Deserialize;

use crate::generate::case::Case;
use crate::generate::world::World;
use crate::vector::{Bytes, Operation, Output, Vector};

const SOURCE: &str = "https://github.com/transparency-dev/merkle";

#[derive(Deserialize)]
struct Tree {
    leaves: Vec<Bytes>,
    leaf_hashes: Vec<Bytes>,
    roots: Vec<Bytes>,
    inclusion: Vec<Inclusion>,
    consistency: Vec<Consistency>,
}

#[derive(Deserialize)]
struct Inclusion {
    index: usize,
    size: usize,
    path: Vec<Bytes>,
}

#[derive(Deserialize)]
struct Consistency {
    first: usize,
    second: usize,
    path: Vec<Bytes>,
}

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let json = include_str!("../../../../../vectors/external/rfc6962/tree.json");
    let tree: Tree = serde_json::from_str(json).expect("a file in vectors/external");
    let mut vectors = roots(world, &tree);
    vectors.extend(leaf_hashes(world, &tree));
    vectors.extend(tree.inclusion.iter().map(|proof| inclusion(world, &tree, proof)));
    vectors.extend(tree.consistency.iter().map(|proof| consistency(world, &tree, proof)));
    vectors
}

fn case(world: &World, name: &str, operation: Operation) -> Case {
    let title = format!("the reference tree of RFC 6962: {}", name.replace('-', " "));
    let id = format!("evidence/published/{name}");
    Case::new(id, title, &world.begin(), world.now, operation).source(SOURCE)
}

fn roots(world: &World, tree: &Tree) -> Vec<Vector> {
    let of_size = |(size, root): (usize, &Bytes)| {
        let leaves = tree.leaves[..size].to_vec();
        case(world, &format!("root-of-{size}"), Operation::TreeRoot { leaves })
            .about("TreeRoot", "leaves")
            .accepted(&["TRC-7"], Some(Output::Data(root.clone())))
    };
    tree.roots.iter().enumerate().map(of_size).collect()
}

/// A leaf by itself is a tree.
fn leaf_hashes(world: &World, tree: &Tree) -> Vec<Vector> {
    let of_leaf = |(index, (leaf, hash)): (usize, (&Bytes, &Bytes))| {
        let leaves = vec![leaf.clone()];
        case(world, &format!("hash-of-leaf-{index}"), Operation::TreeRoot { leaves })
            .about("TreeRoot", "leaves")
            .accepted(&["TRC-7"], Some(Output::Data(hash.clone())))
    };
    let hashes = tree.leaves.iter().zip(&tree.leaf_hashes);
    // The first is the root of the tree of one.
    hashes.enumerate().skip(1).map(of_leaf).collect()
}

fn inclusion(world: &World, tree: &Tree, proof: &Inclusion) -> Vector {
    let operation = Operation::CheckInclusion {
        leaf_hash: tree.leaf_hashes[proof.index].clone(),
        index: number(proof.index),
        size: number(proof.size),
        root: tree.roots[proof.size].clone(),
        path: proof.path.clone(),
    };
    case(world, &format!("leaf-{}-of-{}", proof.index, proof.size), operation)
        .about("CheckInclusion", "")
        .accepted(&["PRF-1"], None)
}

fn consistency(world: &World, tree: &Tree, proof: &Consistency) -> Vector {
    let operation = Operation::CheckConsistency {
        first_size: number(proof.first),
        second_size: number(proof.second),
        first_root: tree.roots[proof.first].clone(),
        second_root: tree.roots[proof.second].clone(),
        path: proof.path.clone(),
    };
    case(world, &format!("{}-in-{}", proof.first, proof.second), operation)
        .about("CheckConsistency", "")
        .accepted(&["PRF-2"], None)
}

fn number(size: usize) -> u64 {
    u64::try_from(size).unwrap_or(0)
}
