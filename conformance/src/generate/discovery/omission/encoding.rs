//! Encoding and shape of proofs and of the entry in them.

use casp_wire::v1::tables;
use prost::Message as _;

use super::parts::Parts;
use crate::generate::faults::Site;
use crate::generate::forge::Node;
use crate::generate::site::Target;
use crate::generate::world::World;
use crate::vector::{Bytes, Operation, Vector};

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let proof = Parts::refreshed(world).proof(world);
    let root = Node::read(&tables::OMISSION_PROOF, &proof.encode_to_vec());
    let target = Target {
        prefix: "discovery/omission-encoding".to_owned(),
        message: "OmissionProof",
        begin: world.begin(),
        now_ms: world.now,
        operation: &|proof| Operation::CheckOmission {
            proof: proof.into(),
            rebuttal: Bytes::default(),
            rebuttal_payload_type: String::new(),
        },
        output: &|_| None,
        flags: &[],
        unbounded: &[],
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
    vectors.extend(site(&[4], "entry"));
    vectors
}
