//! Area `canary`: oracles, derivation, generators and verdicts (SPEC.md section 16).

mod derive;
mod families;

use super::Group;
use super::world::World;

pub(crate) fn groups(world: &World) -> Vec<Group> {
    vec![("canary", "derive", derive::vectors(world))]
}
