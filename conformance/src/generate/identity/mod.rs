//! Area `identity`: delegations, retirements, host bindings, and who may speak for whom (SPEC.md sections 7, 8 and 11).

mod authority;
mod fields;
mod memory;
mod order;
mod proofs;
mod rules;

pub(crate) use fields::extensions;

use super::Group;
use super::forge::Kind;
use super::header::HeaderOf;
use super::world::World;

pub(crate) fn groups(world: &World) -> Vec<Group> {
    let header = |kind| HeaderOf { world, kind };
    let about = |kind| {
        [
            header(kind).rules(),
            header(kind).freshness(),
            header(kind).ends_of_time(),
        ]
        .concat()
    };
    vec![
        ("identity", "authority", authority::vectors(world)),
        ("identity", "delegation", fields::delegation(world)),
        (
            "identity",
            "delegation-header",
            [header(Kind::Delegation).rules(), header(Kind::Delegation).freshness()].concat(),
        ),
        ("identity", "host-binding", fields::host_binding(world)),
        (
            "identity",
            "host-binding-header",
            [header(Kind::HostBinding).rules(), header(Kind::HostBinding).freshness()].concat(),
        ),
        ("identity", "memory", memory::vectors(world)),
        ("identity", "order", order::vectors(world)),
        ("identity", "proofs", proofs::vectors(world)),
        ("identity", "retire", fields::retire(world)),
        ("identity", "retire-header", about(Kind::Retire)),
        ("identity", "rules", rules::vectors(world)),
    ]
}
