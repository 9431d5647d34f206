//! What statements about keys may not say (DLG-1, RET-1, HST-1).

use crate::generate::case::Case;
use crate::generate::forge::{self, Payload as _, Statement};
use crate::generate::world::{World, observe, verify};
use crate::vector::{Operation, Vector};

pub(crate) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = delegates(world);
    vectors.extend(successors(world));
    vectors.extend(hosts(world));
    vectors
}

fn case(world: &World, name: &str, title: &str, statement: &Statement, field: &str, operation: Operation) -> Case {
    Case::new(
        format!("identity/rules/{name}"),
        title,
        &world.begin(),
        world.now,
        operation,
    )
    .about(statement.kind.table().name, field)
}

fn delegates(world: &World) -> Vec<Vector> {
    let to = |delegate: Vec<u8>| {
        let mut message = world.delegation(&world.alice, &world.worker);
        message.delegate = delegate;
        message.signed(&world.alice)
    };
    let (other, no_point) = (to(world.worker.multikey()), to(forge::multikey(&[0xff; 32])));
    let own = to(world.alice.multikey());
    let twin = "identity/rules/delegate-other";
    let about = |name, title, statement, operation| case(world, name, title, statement, "delegate", operation);
    vec![
        about(
            "delegate-other",
            "another key may be the delegate",
            &other,
            verify(&other),
        )
        .accepted(&["DLG-1"], other.verified()),
        about(
            "delegate-no-point",
            "whether a delegate is admissible is asked when it signs",
            &no_point,
            verify(&no_point),
        )
        .accepted(&["DLG-1", "FMT-9"], no_point.verified()),
        about(
            "delegate-is-issuer",
            "the issuer is no delegate of its own",
            &own,
            verify(&own),
        )
        .refused("DLG-1", "delegate-is-issuer", twin, &[]),
        about(
            "delegate-is-issuer-observed",
            "nor when the delegation is observed",
            &own,
            observe(&own),
        )
        .refused("DLG-1", "delegate-is-issuer-observed", twin, &[]),
    ]
}

fn successors(world: &World) -> Vec<Vector> {
    let to = |successor: Vec<u8>| {
        let mut message = world.retire(&world.alice);
        message.successor = successor;
        message.signed(&world.alice)
    };
    let (other, nobody) = (to(world.bob.multikey()), to(vec![]));
    let own = to(world.alice.multikey());
    let twin = "identity/rules/successor-other";
    let about = |name, title, statement, operation| case(world, name, title, statement, "successor", operation);
    vec![
        about(
            "successor-other",
            "another agent may be the successor",
            &other,
            verify(&other),
        )
        .accepted(&["RET-1"], other.verified()),
        about("successor-none", "there need be no successor", &nobody, verify(&nobody))
            .accepted(&["RET-1"], nobody.verified()),
        about(
            "successor-is-issuer",
            "the issuer does not succeed itself",
            &own,
            verify(&own),
        )
        .refused("RET-1", "successor-is-issuer", twin, &[]),
        about(
            "successor-is-issuer-observed",
            "nor when the retirement is observed",
            &own,
            observe(&own),
        )
        .refused("RET-1", "successor-is-issuer-observed", twin, &[]),
    ]
}

fn hosts(world: &World) -> Vec<Vector> {
    let proof = world.alice_to_worker();
    let bound = |host: Vec<u8>| {
        let mut message = world.host_binding(&world.alice);
        message.host = host;
        message
    };
    let other = bound(world.host.multikey()).signed(&world.alice);
    let delegated = bound(world.host.multikey()).delegated(&world.worker, &proof);
    let issuer = bound(world.alice.multikey()).signed(&world.alice);
    let signer = bound(world.worker.multikey()).delegated(&world.worker, &proof);
    let issuer_delegated = bound(world.alice.multikey()).delegated(&world.worker, &proof);
    let about = |name, title, statement: &Statement, flags: &[&str]| {
        case(world, name, title, statement, "host", verify(statement)).flags(flags)
    };
    let has_proofs: &[&str] = &["has-proofs"];
    vec![
        about("host-other", "a host has a key of its own", &other, &[]).accepted(&["HST-1"], other.verified()),
        about(
            "host-other-delegated",
            "also when a delegate signs",
            &delegated,
            has_proofs,
        )
        .accepted(&["HST-1"], delegated.verified()),
        about("host-is-issuer", "the issuer's key is no host's", &issuer, &[]).refused(
            "HST-1",
            "host-is-issuer",
            "identity/rules/host-other",
            &[],
        ),
        about("host-is-signer", "nor is the signer's", &signer, has_proofs).refused(
            "HST-1",
            "host-is-signer",
            "identity/rules/host-other-delegated",
            &[],
        ),
        about(
            "host-is-issuer-delegated",
            "nor the issuer's when a delegate signs",
            &issuer_delegated,
            has_proofs,
        )
        .refused(
            "HST-1",
            "host-is-issuer-delegated",
            "identity/rules/host-other-delegated",
            &[],
        ),
    ]
}
