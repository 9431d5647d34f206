//! Area `evidence`: receipts, traces, proofs and packages (SPEC.md section 17).

mod disclosure;
pub(in crate::generate) mod fork;
pub(in crate::generate) mod package;
mod receipts;
pub(in crate::generate) mod trace;
mod tree;

use super::Group;
use super::world::World;

pub(crate) fn groups(world: &World) -> Vec<Group> {
    let own = vec![
        ("evidence", "tool-receipt", receipts::receipt(world)),
        ("evidence", "trace-checkpoint", receipts::checkpoint(world)),
        ("evidence", "disclosure", disclosure::vectors(world)),
        ("evidence", "disclosure-encoding", disclosure::encoding::vectors(world)),
        ("evidence", "fork", fork::vectors(world)),
        ("evidence", "fork-encoding", fork::encoding(world)),
    ];
    let trees = tree::groups(world);
    own.into_iter().chain(trees).chain(package::groups(world)).collect()
}
