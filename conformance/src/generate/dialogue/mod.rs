//! Area `dialogue`: stories of two parties who make an agreement and keep it, or do not (SPEC.md sections 15.2 and 19).
//!
//! A dialogue is a vector like any other: a book, operations at times that never go back, and an answer that is due to each.
//! Between them [`tale::Tale::stands`] asks how the engagement stands. A story is told once, and becomes a vector for each
//! party's book: what one says the other hears, unless it is lost, late, or comes twice.
//!
//! What is due is known twice: whoever tells the story says what he expects, and [`model`] works it out from the tables of
//! section 19.2 and from what was said. A story about which the two differ makes no vector, but a panic.

mod again;
mod bad_provider;
mod bad_requester;
mod canary;
mod crossing;
mod endings;
mod lines;
mod loss;
mod model;
mod repeats;
mod restart;
mod several;
mod shown;
mod states;
mod tale;
mod time;

use super::Group;
use super::world::World;
use tale::Tale;

pub(crate) fn groups(world: &World) -> Vec<Group> {
    let of = |group, tales: Vec<Tale<'_>>| ("dialogue", group, tales.iter().flat_map(Tale::told).collect());
    vec![
        of("again", again::tales(world)),
        of("bad-provider", bad_provider::tales(world)),
        of("bad-requester", bad_requester::tales(world)),
        of("crossing", crossing::tales(world)),
        of("endings", endings::tales(world)),
        of("loss", loss::tales(world)),
        of("repeats", repeats::tales(world)),
        of("restart", restart::tales(world)),
        of("several", several::tales(world)),
        of("states", states::tales(world)),
        of("time", time::tales(world)),
    ]
}
