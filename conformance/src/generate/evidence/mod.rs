//! Area `evidence`: receipts, traces, proofs and packages (SPEC.md section 17).

mod tree;

use super::Group;
use super::world::World;

pub(crate) fn groups(world: &World) -> Vec<Group> {
    tree::groups(world)
}
