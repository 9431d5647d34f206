//! Encoding and shape of disclosures, down to the signature of the checkpoint.

use casp_wire::v1::tables;
use prost::Message as _;

use super::Plan;
use crate::generate::faults::Site;
use crate::generate::forge::Node;
use crate::generate::site::Target;
use crate::generate::world::World;
use crate::vector::{Operation, Vector};

/// Encoding and shape of disclosures and of the event in one.
pub(in crate::generate::evidence) fn vectors(world: &World) -> Vec<Vector> {
    let mut plan = Plan::new(world, 5, 4);
    plan.events[4].receipt = world.draw("some receipt").bytes(32);
    let plan = Plan::of(world, plan.events, 4);
    // The path of the last of five has one hash; that of an event in the middle can come apart.
    let mut inner = Plan::new(world, 5, 2);
    inner.events[2].receipt = world.draw("some receipt").bytes(32);
    let inner = Plan::of(world, inner.events, 2);
    let target = Target {
        prefix: "evidence/disclosure-encoding".to_owned(),
        message: "EventDisclosure",
        begin: world.begin(),
        now_ms: world.now,
        operation: &|disclosure| Operation::CheckDisclosure {
            disclosure: disclosure.into(),
        },
        output: &|_| None,
        flags: &[],
        // What a tree does not have cannot be at a limit.
        unbounded: &[
            "path",
            "event.seq",
            "event.at_ms",
            "event.kind",
            "event.data",
            "event.terminal",
        ],
    };
    let site = |plan: &Plan<'_>, path: &[u32], brief: bool, name: &str| {
        let root = Node::read(&tables::EVENT_DISCLOSURE, &plan.signed().encode_to_vec());
        let site = Site {
            root: &root,
            path,
            thorough: &[],
            brief,
        };
        target.vectors(&site, name)
    };
    let mut vectors = site(&inner, &[], false, "");
    vectors.extend(site(&plan, &[2], true, "event"));
    vectors.extend(within_the_checkpoint(&target, &inner));
    vectors
}

/// A container is looked at down to the signatures in it.
fn within_the_checkpoint(target: &Target<'_>, plan: &Plan<'_>) -> Vec<Vector> {
    let root = Node::read(&tables::EVENT_DISCLOSURE, &plan.signed().encode_to_vec());
    let shown = ["unknown-field", "truncated", "tag-not-minimal"];
    let of_path = |path: &[u32]| {
        let site = Site {
            root: &root,
            path,
            thorough: &[],
            brief: true,
        };
        let faults = site
            .faults()
            .into_iter()
            .filter(|fault| shown.contains(&fault.name.as_str()));
        let twin = "evidence/disclosure-encoding/message/valid";
        faults.map(|fault| target.faulty(fault, twin)).collect::<Vec<_>>()
    };
    [&[1, 1][..], &[1, 1, 3]].into_iter().flat_map(of_path).collect()
}
