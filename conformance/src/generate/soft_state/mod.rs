//! Area `soft-state`: what a store makes of descriptors, refreshes and withdrawals as they come (SPEC.md section 10).

mod capacity;
mod chain;
mod entries;
mod epochs;
mod equivocation;
mod proof;
mod replay;
pub(in crate::generate) mod story;

use super::Group;
use super::world::World;

pub(crate) fn groups(world: &World) -> Vec<Group> {
    vec![
        ("soft-state", "capacity", capacity::vectors(world)),
        ("soft-state", "chain", chain::vectors(world)),
        ("soft-state", "entries", entries::vectors(world)),
        ("soft-state", "epochs", epochs::vectors(world)),
        ("soft-state", "equivocation", equivocation::vectors(world)),
        ("soft-state", "proof", proof::vectors(world)),
        ("soft-state", "proof-encoding", proof::encoding(world)),
        ("soft-state", "replay", replay::vectors(world)),
    ]
}
