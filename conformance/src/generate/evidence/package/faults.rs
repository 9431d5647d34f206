//! Packages with several faults: which are found, which are not looked for, and which comes first (SPEC.md section 17.5).
//!
//! The rule that a vector names is the one that is to be reported. Its output lists the members at fault; what is wrong beyond
//! that stands in checks that are not made, since a member that they read is at fault.

mod commits;
mod delivery;
mod evidence;
mod order;
mod traces;

use super::plan::Plan;
use super::{Faults, check, output};
use crate::generate::forge::Statement;
use crate::generate::world::World;
use crate::vector::Vector;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = commits::vectors(world);
    vectors.extend(delivery::vectors(world));
    vectors.extend(evidence::vectors(world));
    vectors.extend(traces::vectors(world));
    vectors.extend(order::vectors(world));
    vectors
}

/// The package has these faults, of which the rule is the first.
fn faulty(plan: &Plan<'_>, name: &str, rule: &str, faults: Faults<'_>, twin: &str) -> Vector {
    let flags: &[&str] = if faults.len() > 1 { &["several-at-fault"] } else { &[] };
    check(plan, "faults", name, "").flags(flags).refused_yielding(
        rule,
        name,
        format!("evidence/{twin}"),
        &[],
        output(faults, false),
    )
}

/// The signature is wrong; what was signed, and so the object id, is as it was.
fn alter(statement: &mut Statement) {
    statement.sig[33] ^= 2;
}
