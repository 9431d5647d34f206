//! Encoding and shape of proofs and of the leaves in them.

use casp_wire::v1::tables;
use prost::Message as _;

use super::sides::{histories, signed};
use crate::generate::faults::Site;
use crate::generate::forge::Node;
use crate::generate::site::Target;
use crate::generate::world::World;
use crate::vector::{Operation, Vector};

pub(in super::super) fn vectors(world: &World) -> Vec<Vector> {
    let sides = histories(world, [6, 9], 2);
    let proof = signed(world, &sides, Some(2)).encode_to_vec();
    let root = Node::read(&tables::FORK_PROOF, &proof);
    let target = Target {
        prefix: "evidence/fork-encoding".to_owned(),
        message: "ForkProof",
        begin: world.begin(),
        now_ms: world.now,
        operation: &|proof| Operation::CheckFork { proof: proof.into() },
        output: &|_| None,
        flags: &[],
        // What a tree does not have cannot be at a limit.
        unbounded: &["index", "first_leaf.path", "second_leaf.path"],
    };
    let site = |path: &[u32], name: &str| {
        let site = Site {
            root: &root,
            path,
            thorough: &[],
            brief: true,
        };
        target.vectors(&site, name)
    };
    let mut vectors = site(&[], "");
    vectors.extend(site(&[4], "first-leaf"));
    vectors
}
