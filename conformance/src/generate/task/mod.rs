//! Area `task`: contracts and engagements (SPEC.md section 15).

mod book;
mod fields;
mod rules;

use super::Group;
use super::world::World;

pub(crate) fn groups(world: &World) -> Vec<Group> {
    let mut groups = vec![("task", "rules", rules::vectors(world))];
    groups.extend(book::groups(world));
    groups.extend(fields::groups(world));
    groups.sort_by_key(|(_, group, _)| *group);
    groups
}
