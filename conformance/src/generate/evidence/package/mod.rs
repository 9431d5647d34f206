//! Evidence packages (SPEC.md section 17.5): good ones, and ones with one fault or several.

mod attestation;
mod checkpoints;
mod commit;
mod contract;
mod encoding;
mod faults;
mod members;
pub(in crate::generate) mod plan;
mod receipts;
mod record;
mod results;
mod sizes;
mod time;
mod trace;
mod valid;

use prost::Message as _;

use super::super::Group;
use crate::generate::case::Case;
use crate::generate::world::World;
use crate::vector::{Operation, Output, PackageFault, Vector};
use plan::Plan;

pub(crate) fn groups(world: &World) -> Vec<Group> {
    vec![
        ("evidence", "package", valid::vectors(world)),
        ("evidence", "package-commit", commit::vectors(world)),
        ("evidence", "package-encoding", encoding::vectors(world)),
        ("evidence", "package-size", sizes::vectors(world)),
        ("evidence", "package-members", members::vectors(world)),
        ("evidence", "package-record", record::vectors(world)),
        ("evidence", "package-contract", contract::vectors(world)),
        ("evidence", "package-result", results::vectors(world)),
        ("evidence", "package-time", time::vectors(world)),
        ("evidence", "package-receipts", receipts::vectors(world)),
        ("evidence", "package-trace", trace::vectors(world)),
        ("evidence", "package-checkpoints", checkpoints::vectors(world)),
        ("evidence", "package-attestation", attestation::vectors(world)),
        ("evidence", "faults", faults::vectors(world)),
    ]
}

/// Members at fault, in order: field and position.
type Faults<'a> = &'a [(&'a str, u32)];

/// The package is asked about.
fn check(plan: &Plan<'_>, group: &str, name: &str, field: &str) -> Case {
    check_at(plan, group, name, field, plan.world.now)
}

/// The package is asked about at some time.
fn check_at(plan: &Plan<'_>, group: &str, name: &str, field: &str, now_ms: i64) -> Case {
    let made = plan.make();
    let operation = Operation::CheckPackage {
        package: made.package.encode_to_vec().into(),
    };
    let world = plan.world;
    let id = format!("evidence/{group}/{name}");
    let title = format!("package: {}", name.replace('-', " "));
    let flags: &[&str] = if made.has_proofs() { &["has-proofs"] } else { &[] };
    Case::new(id, title, &world.begin(), now_ms, operation)
        .about("EvidencePackage", field)
        .flags(flags)
}

/// The package has no fault.
fn accepted(plan: &Plan<'_>, group: &str, name: &str, rules: &[&str]) -> Vector {
    let bilateral = plan.has_contract && plan.has_ack;
    check(plan, group, name, "").accepted(rules, Some(output(&[], bilateral)))
}

/// The package has these faults; the rule is that of the first. `twin` is `group/name`.
fn refused(plan: &Plan<'_>, group: &str, name: &str, rule: &str, faults: Faults<'_>, twin: &str) -> Vector {
    let field = faults.first().map_or("", |(member, _)| member);
    let twin = format!("evidence/{twin}");
    check(plan, group, name, field).refused_yielding(rule, name, twin, &[], output(faults, false))
}

fn output(faults: Faults<'_>, bilateral: bool) -> Output {
    let fault = |(member, index): &(&str, u32)| PackageFault {
        member: (*member).to_owned(),
        index: *index,
    };
    Output::Package {
        faults: faults.iter().map(fault).collect(),
        bilateral,
    }
}
