//! The book of engagements: what a party makes of what it hears and says (SPEC.md section 15.2).

mod antecedents;
mod deadlines;
mod deal;
mod engagement;
mod evidence;
mod inputs;
mod lapses;
mod names;
mod once;
mod order;
mod parties;
mod progress;
mod replay;
mod retention;
mod signers;
mod story;
mod terms;

use crate::generate::Group;
use crate::generate::world::World;

pub(super) fn groups(world: &World) -> Vec<Group> {
    vec![
        ("task", "book-antecedents", antecedents::vectors(world)),
        ("task", "book-deadlines", deadlines::vectors(world)),
        ("task", "book-engagement", engagement::vectors(world)),
        ("task", "book-evidence", evidence::vectors(world)),
        ("task", "book-inputs", inputs::vectors(world)),
        ("task", "book-lapses", lapses::vectors(world)),
        ("task", "book-names", names::vectors(world)),
        ("task", "book-once", once::vectors(world)),
        ("task", "book-order", order::vectors(world)),
        ("task", "book-parties", parties::vectors(world)),
        ("task", "book-progress", progress::vectors(world)),
        ("task", "book-replay", replay::vectors(world)),
        ("task", "book-retention", retention::vectors(world)),
        ("task", "book-signers", signers::vectors(world)),
        ("task", "book-terms", terms::vectors(world)),
    ]
}
