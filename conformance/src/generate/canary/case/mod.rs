//! Canary cases: everything that a third party needs to check a verdict (SPEC.md section 16.1).

mod contract;
mod delegated;
mod encoding;
mod openings;
mod outcomes;
mod record;
mod script;
mod sizes;

use crate::generate::Group;
use crate::generate::case::Case;
use crate::generate::world::World;
use crate::vector::{Operation, Output, Vector};

use script::{Member, Script};

/// The twin of most refused cases.
const VALID: &str = "canary/case/own-canary-passed";

/// What every accepted case obeys.
const RULES: [&str; 17] = [
    "REC-1", "REC-2", "REC-3", "CTR-4", "CTR-6", "CTR-8", "CTR-9", "CTR-13", "CTR-16", "CAN-2", "CAN-3", "CAN-4",
    "CAN-5", "CAN-6", "CAN-7", "CAN-8", "CAN-9",
];

pub(super) fn groups(world: &World) -> Vec<Group> {
    vec![
        (
            "canary",
            "case",
            [outcomes::vectors(world), openings::vectors(world)].concat(),
        ),
        (
            "canary",
            "case-encoding",
            [encoding::vectors(world), sizes::vectors(world)].concat(),
        ),
        (
            "canary",
            "case-record",
            [
                record::vectors(world),
                delegated::vectors(world),
                contract::vectors(world),
            ]
            .concat(),
        ),
    ]
}

fn check(case: Vec<u8>) -> Operation {
    Operation::CheckCanaryCase {
        canary_case: case.into(),
    }
}

/// Cases of one group.
#[derive(Clone, Copy)]
struct Bench<'a> {
    world: &'a World,
    group: &'static str,
}

impl Bench<'_> {
    fn id(&self, name: &str) -> String {
        format!("canary/{}/{name}", self.group)
    }

    fn case(&self, name: &str, field: &str, script: &Script<'_>) -> Case {
        let title = format!("case: {}", name.replace('-', " "));
        Case::new(
            self.id(name),
            title,
            &self.world.begin(),
            self.world.now,
            check(script.bytes()),
        )
        .about("CanaryCase", field)
    }

    /// A case that holds: whether its answer passed is what it says itself.
    fn holds(&self, name: &str, rules: &[&str], script: &Script<'_>) -> Vector {
        self.case(name, "", script).accepted(rules, finding(script, false))
    }

    /// A case that holds, with a canary that anyone can make anew.
    fn holds_for_anyone(&self, name: &str, rules: &[&str], script: &Script<'_>) -> Vector {
        self.case(name, "", script).accepted(rules, finding(script, true))
    }

    /// A case that breaks one rule in one of its members.
    fn breaks(&self, rule: &str, member: Member, fault: &str, script: &Script<'_>) -> Vector {
        self.breaks_beside(VALID, rule, member, fault, script)
    }

    fn breaks_beside(&self, twin: &str, rule: &str, member: Member, fault: &str, script: &Script<'_>) -> Vector {
        let name = format!("{}-{fault}", member.name());
        self.case(&name, member.name(), script).refused(rule, fault, twin, &[])
    }
}

fn finding(script: &Script<'_>, rederivable: bool) -> Option<Output> {
    let passed = script.outcome == casp_wire::v1::CanaryOutcome::Passed;
    Some(Output::CanaryCase { passed, rederivable })
}
