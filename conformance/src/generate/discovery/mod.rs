//! Area `discovery`: intents, ranking, answers, admission and omissions (SPEC.md section 18).

mod admission;
mod answer;
mod fields;
mod find;
mod intent;
mod omission;
mod order;
pub(super) mod plain;
mod rank;
mod rules;

use super::Group;
use super::world::World;

pub(crate) fn groups(world: &World) -> Vec<Group> {
    let ranks = vec![("discovery", "rank", rank::vectors(world))];
    let groups = [
        fields::groups(world),
        rules::groups(world),
        find::groups(world),
        ranks,
        answer::groups(world),
        admission::groups(world),
        omission::groups(world),
    ];
    groups.concat()
}
