//! Encoding and shape of delegations, retirements and host bindings.

use casp_wire::v1::{Extension, Header};

use crate::generate::forge::{Key, Kind, Payload as _, Statement};
use crate::generate::payload::Subject;
use crate::generate::world::{HOUR, World};
use crate::vector::Vector;

/// Limits that a header cannot reach in a payload of 4,096 bytes, in these vectors' network, or now.
const UNBOUNDED: &[&str] = &[
    "header.network_id",
    "header.issued_at_ms",
    "header.expires_at_ms",
    "header.extensions.id",
    "header.extensions.value",
];

fn vectors(world: &World, prefix: &str, statement: &Statement, signer: &Key, sites: &[(&[u32], &str)]) -> Vec<Vector> {
    // A value that long leaves no room for the rest of the payload.
    let possible = |vector: &Vector| !vector.id.ends_with("header.extensions.value/past-max-length");
    let at = |(path, name): &(&[u32], &str)| {
        let subject = Subject {
            prefix,
            statement,
            signer,
            path,
            name,
            thorough: &[],
            brief: true,
            unbounded: UNBOUNDED,
        };
        subject.vectors(world)
    };
    sites.iter().flat_map(at).filter(possible).collect()
}

pub(crate) fn delegation(world: &World) -> Vec<Vector> {
    let mut message = world.delegation(&world.alice, &world.worker);
    message.scopes = ["descriptor", "registry"].map(str::to_owned).to_vec();
    message.header().extensions = extensions(world);
    let statement = message.signed(&world.alice);
    let sites: [(&[u32], &str); 3] = [(&[], ""), (&[1], "header"), (&[1, 8], "header.extensions")];
    vectors(world, "identity/delegation", &statement, &world.alice, &sites)
}

pub(crate) fn retire(world: &World) -> Vec<Vector> {
    let mut message = world.retire(&world.alice);
    message.successor = world.bob.multikey();
    let statement = message.signed(&world.alice);
    vectors(world, "identity/retire", &statement, &world.alice, &[(&[], "")])
}

/// A host binding under a delegation, so that the header's delegation is there to be broken.
pub(crate) fn host_binding(world: &World) -> Vec<Vector> {
    let proof = world.alice_to_worker();
    let statement = world.delegated(Kind::HostBinding, &proof, |header: &mut Header| {
        header.expires_at_ms = header.issued_at_ms + HOUR;
    });
    vectors(world, "identity/host-binding", &statement, &world.worker, &[(&[], "")])
}

/// Two extensions that nobody knows.
pub(crate) fn extensions(world: &World) -> Vec<Extension> {
    let mut draw = world.draw("two extensions");
    let mut extension = |id: &str| Extension {
        id: id.to_owned(),
        critical: false,
        value: draw.bytes(8),
    };
    vec![extension("com.example.first"), extension("com.example.second")]
}
