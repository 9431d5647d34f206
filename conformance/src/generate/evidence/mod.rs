//! Area `evidence`: receipts, traces, proofs and packages (SPEC.md section 17).

mod package;
mod trace;
mod tree;

use super::Group;
use super::world::World;

pub(crate) fn groups(world: &World) -> Vec<Group> {
    tree::groups(world).into_iter().chain(package::groups(world)).collect()
}
