//! Area `canary`: oracles, derivation, generators and verdicts (SPEC.md section 16).

mod case;
mod derive;
pub(in crate::generate) mod families;
mod judge;
mod oracle_rules;
mod shape;

use super::Group;
use super::world::World;

pub(crate) fn groups(world: &World) -> Vec<Group> {
    let verdict = [shape::of_verdicts(world), oracle_rules::of_verdicts(world)].concat();
    let oracle = [shape::of_oracles(world), oracle_rules::of_oracles(world)].concat();
    let mut groups = vec![
        ("canary", "canary-verdict", verdict),
        ("canary", "derive", derive::vectors(world)),
        ("canary", "oracle", oracle),
    ];
    groups.extend(case::groups(world));
    groups.extend(judge::groups(world));
    groups.sort_by_key(|(_, group, _)| *group);
    groups
}
