//! Encoding and shape of answers and of the entries in them.

use casp_wire::v1::tables;
use prost::Message as _;

use super::parts::{Parts, four};
use crate::generate::faults::Site;
use crate::generate::forge::Node;
use crate::generate::site::Target;
use crate::generate::world::{MINUTE, World};
use crate::vector::{Operation, Vector};

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut all = four(world);
    all.truncate(2);
    all[0] = all[0].clone().refreshed(world, MINUTE / 2);
    let parts = Parts::of(world, &all);
    let query = parts.query.bundle_bytes();
    let root = Node::read(&tables::DISCOVERY_ANSWER, &parts.answer(world).encode_to_vec());
    let target = Target {
        prefix: "discovery/answer-encoding".to_owned(),
        message: "DiscoveryAnswer",
        begin: world.begin(),
        now_ms: world.now,
        operation: &|answer| Operation::CheckAnswer {
            query: query.clone(),
            answer: answer.into(),
        },
        output: &|_| None,
        flags: &[],
        // What no match names is no entry of the answer.
        unbounded: &["entries"],
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
    vectors.extend(site(&[2], "entries"));
    vectors
}
