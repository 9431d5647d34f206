//! Area `dispute`: outcome records and dispute bundles (SPEC.md section 20).

mod judge;
mod outcome;
mod probe;
mod show;

use super::Group;
use super::world::World;

pub(crate) fn groups(world: &World) -> Vec<Group> {
    let mut groups = judge::groups(world);
    groups.extend(outcome::groups(world));
    groups.sort_by_key(|(_, group, _)| *group);
    groups
}
