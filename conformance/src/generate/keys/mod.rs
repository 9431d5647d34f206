//! Area `keys`: public keys, bare signatures, keys as text (SPEC.md section 5).

mod admission;
mod did_key;
mod peer_id;
mod published;
mod signature;

use super::Group;
use super::world::World;

pub(crate) fn groups(world: &World) -> Vec<Group> {
    vec![
        ("keys", "admission", admission::vectors(world)),
        ("keys", "did-key", did_key::vectors(world)),
        ("keys", "peer-id", peer_id::vectors(world)),
        ("keys", "published", published::vectors(world)),
        ("keys", "signature", signature::vectors(world)),
    ]
}
