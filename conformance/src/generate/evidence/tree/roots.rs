//! Roots of trees (SPEC.md section 17.2).

use super::{all_bytes, leaf_hash, node_hash, root};
use crate::generate::case::Case;
use crate::generate::world::World;
use crate::vector::{Operation, Output, Vector};

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let sizes = (0..=9).chain([15, 16, 17, 31, 33]);
    let of_size = |size: usize| {
        let mut draw = world.draw(&format!("leaves of a tree of {size}"));
        let leaves = (0..size).map(|_| draw.bytes(6)).collect();
        vector(world, &format!("size-{size:02}"), leaves)
    };
    let mut vectors: Vec<Vector> = sizes.map(of_size).collect();
    vectors.extend(odd(world));
    vectors
}

fn vector(world: &World, name: &str, leaves: Vec<Vec<u8>>) -> Vector {
    let hashes: Vec<Vec<u8>> = leaves.iter().map(|leaf| leaf_hash(leaf)).collect();
    let operation = Operation::TreeRoot {
        leaves: all_bytes(&leaves),
    };
    let title = format!("root of a tree: {}", name.replace('-', " "));
    Case::new(
        format!("evidence/tree-root/{name}"),
        title,
        &world.begin(),
        world.now,
        operation,
    )
    .about("TreeRoot", "leaves")
    .accepted(&["TRC-7"], Some(Output::Data(root(&hashes).into())))
}

/// Leaves that a careless tree takes for something else.
fn odd(world: &World) -> Vec<Vector> {
    let mut draw = world.draw("odd leaves");
    let [one, two] = [draw.bytes(9), draw.bytes(9)];
    let [left, right] = [&one, &two].map(|leaf| leaf_hash(leaf));
    let node = [vec![1], left.clone(), right.clone()].concat();
    let long = draw.bytes(1).repeat(5_000);
    let all = [
        ("one-leaf-twice", vec![one.clone(), one.clone()]),
        ("the-last-leaf-again", vec![one.clone(), two.clone(), two.clone()]),
        ("leaves-swapped", vec![two.clone(), one.clone()]),
        ("leaves-in-order", vec![one.clone(), two.clone()]),
        ("two-empty-leaves", vec![vec![], vec![]]),
        ("an-empty-leaf-at-the-end", vec![one.clone(), two.clone(), vec![]]),
        (
            "a-leaf-like-the-children-of-a-node",
            vec![[left.clone(), right.clone()].concat()],
        ),
        ("a-leaf-like-what-a-node-hashes", vec![node]),
        ("a-leaf-like-what-a-leaf-hashes", vec![[vec![0], one.clone()].concat()]),
        ("a-leaf-like-a-root", vec![node_hash(&left, &right)]),
        ("a-long-leaf", vec![long, one]),
    ];
    all.into_iter()
        .map(|(name, leaves)| vector(world, name, leaves))
        .collect()
}
