//! Area `descriptor`: capability descriptors, refreshes and withdrawals, each taken by itself (SPEC.md sections 7 and 9).

mod bench;
mod fields;
mod rules;
mod tools;

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
    let mut groups = vec![
        ("descriptor", "bench", bench::vectors(world)),
        ("descriptor", "descriptor-header", about(Kind::Descriptor)),
        ("descriptor", "descriptor-refresh", fields::refresh(world)),
        (
            "descriptor",
            "descriptor-refresh-header",
            [header(Kind::Refresh).rules(), header(Kind::Refresh).freshness()].concat(),
        ),
        ("descriptor", "descriptor-withdrawal", fields::withdrawal(world)),
        (
            "descriptor",
            "descriptor-withdrawal-header",
            [header(Kind::Withdrawal).rules(), header(Kind::Withdrawal).freshness()].concat(),
        ),
        ("descriptor", "rules", rules::vectors(world)),
        ("descriptor", "tools", tools::vectors(world)),
    ];
    groups.extend(fields::groups(world));
    groups.sort_by_key(|(_, group, _)| *group);
    groups
}
