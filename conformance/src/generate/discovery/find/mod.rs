//! What a registry finds: queries to a store of which it is evident what matches (SPEC.md sections 18.2 to 18.5).

mod asked;
mod attributes;
mod lives;
mod metrics;
mod ranking;
mod sampling;
mod store;
mod versions;
mod whole;

use crate::generate::Group;
use crate::generate::world::World;

pub(super) use store::agent;

pub(super) fn groups(world: &World) -> Vec<Group> {
    vec![
        ("discovery", "attributes", attributes::vectors(world)),
        ("discovery", "versions", versions::vectors(world)),
        ("discovery", "metrics", metrics::vectors(world)),
        ("discovery", "entries", lives::vectors(world)),
        ("discovery", "candidates", whole::vectors(world)),
        ("discovery", "ranking", ranking::vectors(world)),
        ("discovery", "sampling", sampling::vectors(world)),
        ("discovery", "asking", asked::vectors(world)),
    ]
}
