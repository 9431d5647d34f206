//! Area `canary`: oracles, derivation, generators and verdicts (SPEC.md section 16).

mod derive;
mod families;
mod judge;

use super::Group;
use super::world::World;

pub(crate) fn groups(world: &World) -> Vec<Group> {
    let mut groups = vec![("canary", "derive", derive::vectors(world))];
    groups.extend(judge::groups(world));
    groups.sort_by_key(|(_, group, _)| *group);
    groups
}
