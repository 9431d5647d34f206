//! The book of engagements: what a party makes of what it hears and says (SPEC.md section 15.2).

mod antecedents;
mod commits;
mod deadlines;
mod early;
mod engagement;
mod evidence;
mod inputs;
mod lapses;
mod names;
mod no_result;
mod once;
mod order;
mod outputs;
mod own;
mod parties;
mod progress;
mod replay;
mod retention;
mod shares;
mod signers;
mod story;
mod terms;

use crate::generate::Group;
use crate::generate::deal;
use crate::generate::world::World;

pub(super) fn groups(world: &World) -> Vec<Group> {
    vec![
        ("task", "book-antecedents", antecedents::vectors(world)),
        ("task", "book-commits", commits::vectors(world)),
        ("task", "book-deadlines", deadlines::vectors(world)),
        ("task", "book-early", early::vectors(world)),
        ("task", "book-engagement", engagement::vectors(world)),
        ("task", "book-evidence", evidence::vectors(world)),
        ("task", "book-inputs", inputs::vectors(world)),
        ("task", "book-lapses", lapses::vectors(world)),
        ("task", "book-names", names::vectors(world)),
        ("task", "book-no-result", no_result::vectors(world)),
        ("task", "book-once", once::vectors(world)),
        ("task", "book-order", order::vectors(world)),
        ("task", "book-outputs", outputs::vectors(world)),
        ("task", "book-own", own::vectors(world)),
        ("task", "book-parties", parties::vectors(world)),
        ("task", "book-progress", progress::vectors(world)),
        ("task", "book-replay", replay::vectors(world)),
        ("task", "book-retention", retention::vectors(world)),
        ("task", "book-shares", shares::vectors(world)),
        ("task", "book-signers", signers::vectors(world)),
        ("task", "book-terms", terms::vectors(world)),
    ]
}
