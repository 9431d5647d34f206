//! Area `envelope`: pre-authentication encoding, object ids, DSSE's JSON, and everything about a bundle that does not depend
//! on what its payload says (SPEC.md sections 4 and 6).

mod encoding;
mod forms;
mod signer;
mod sizes;
mod types;

use super::Group;
use super::world::World;

pub(crate) use signer::bad_signers;
pub(crate) use sizes::padded_to;

pub(crate) fn groups(world: &World) -> Vec<Group> {
    vec![
        ("envelope", "bare", encoding::bare(world)),
        ("envelope", "bundle", encoding::bundle(world)),
        ("envelope", "forms", forms::vectors(world)),
        ("envelope", "signer", signer::vectors(world)),
        ("envelope", "size", sizes::vectors(world)),
        ("envelope", "type", types::vectors(world)),
    ]
}
