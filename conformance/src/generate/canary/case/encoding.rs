//! Encoding and shape of the case itself.

use casp_wire::v1::tables;

use super::check;
use super::script::Script;
use crate::generate::faults::Site;
use crate::generate::forge::Node;
use crate::generate::site::Target;
use crate::generate::world::World;
use crate::vector::{Output, Vector};

const VALID: &str = "canary/case-encoding/message/valid";

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let root = Node::read(&tables::CANARY_CASE, &Script::new(world).bytes());
    let target = Target {
        prefix: "canary/case-encoding".to_owned(),
        message: "CanaryCase",
        begin: world.begin(),
        now_ms: world.now,
        operation: &check,
        output: &|_| {
            Some(Output::CanaryCase {
                passed: true,
                rederivable: false,
            })
        },
        flags: &[],
        unbounded: &[],
    };
    let site = |path| Site {
        root: &root,
        path,
        thorough: &[],
        brief: true,
    };
    let mut vectors = target.vectors(&site(&[]), "");
    for path in [&[1, 1][..], &[3, 1], &[6, 1], &[6, 1, 3]] {
        let faults = site(path).faults().into_iter();
        let some = faults.filter(|fault| ["unknown-field", "truncated", "missing"].contains(&fault.name.as_str()));
        vectors.extend(some.map(|fault| target.faulty(fault, VALID)));
    }
    vectors
}
