//! Proofs that are no valid delegations (DEL-4), each named by a statement that is good but for them.

use casp_wire::v1::{Delegation, Extension};

use crate::generate::case::Case;
use crate::generate::envelope::{bad_signers, padded_to};
use crate::generate::forge::{Kind, Node, Payload as _, Statement, Value};
use crate::generate::world::{DAY, Signing, World, verify};
use crate::vector::Vector;

const TWIN: &str = "identity/authority/host-binding-delegated";

pub(crate) fn vectors(world: &World) -> Vec<Vector> {
    let mut proofs = bad_envelopes(world);
    proofs.extend(bad_encodings(world));
    proofs.extend(bad_meanings(world));
    let mut vectors: Vec<Vector> = proofs
        .into_iter()
        .map(|(fault, proof)| refused(world, &fault, &proof))
        .collect();
    vectors.push(delegate_is_issuer(world));
    vectors
}

type BadProof = (String, Statement);

/// Named by a statement of the root key itself, so that it is the right delegation but for what it says.
fn delegate_is_issuer(world: &World) -> Vector {
    let mut delegation = world.delegation(&world.alice, &world.worker);
    delegation.delegate = world.alice.multikey();
    let by_root = Signing::Delegate(&world.alice, &delegation.signed(&world.alice));
    named_by(
        world,
        "delegate-is-issuer",
        &world.made(Kind::HostBinding, |_| (), &by_root),
    )
}

fn refused(world: &World, fault: &str, proof: &Statement) -> Vector {
    named_by(world, fault, &world.delegated(Kind::HostBinding, proof, |_| ()))
}

fn named_by(world: &World, fault: &str, statement: &Statement) -> Vector {
    let title = format!("a proof with a fault of its own: {}", fault.replace('-', " "));
    Case::new(
        format!("identity/proofs/{fault}"),
        title,
        &world.begin(),
        world.now,
        verify(statement),
    )
    .about("HostBinding", "header.delegation")
    .flags(&["has-proofs"])
    .refused("DEL-4", fault, TWIN, &[])
}

/// Faults of signer, signature, type and size.
fn bad_envelopes(world: &World) -> Vec<BadProof> {
    let shown = [
        "keyid-fragment",
        "key-off-curve",
        "key-identity",
        "key-small-order",
        "s-plus-l",
        "r-identity",
        "signed-payload-alone",
        "payload-altered",
        "keyid-of-another",
    ];
    let bad = bad_signers(world, &world.alice_to_worker(), &world.alice).into_iter();
    let mut proofs: Vec<BadProof> = bad
        .filter(|bad| shown.contains(&bad.fault))
        .map(|bad| (bad.fault.to_owned(), bad.statement))
        .collect();
    let mut misspelt = world.alice_to_worker();
    misspelt.payload_type = "application/vnd.casp.delegation.v2+protobuf".to_owned();
    misspelt.sig = world.alice.sign(&misspelt.signed_bytes());
    let large = padded_to(&world.delegation(&world.alice, &world.worker), 4_097, 0x2e).signed(&world.alice);
    proofs.push(("type-of-version-two".to_owned(), misspelt));
    proofs.push(("type-host-binding".to_owned(), world.plain(Kind::HostBinding)));
    proofs.push(("type-retire".to_owned(), world.plain(Kind::Retire)));
    proofs.push(("payload-past-max".to_owned(), large));
    proofs
}

/// Faults of the payload's encoding and shape.
fn bad_encodings(world: &World) -> Vec<BadProof> {
    let good = world.alice_to_worker();
    let root = Node::read(Kind::Delegation.table(), &good.payload);
    let edited = |edit: &dyn Fn(&mut Node)| {
        let mut node = root.clone();
        edit(&mut node);
        good.with_payload(node.write(), &world.alice)
    };
    let scopes = |scopes: [&str; 2]| scopes.map(|scope| Value::Bytes(scope.into()));
    let cut = good.with_payload(good.payload[..good.payload.len() - 1].to_vec(), &world.alice);
    [
        ("payload-cut-off", cut),
        ("unknown-field", edited(&|node| node.push(5, Value::Varint(1)))),
        (
            "scopes-descending",
            edited(&|node| node.set(3, scopes(["task", "descriptor"]))),
        ),
        ("no-scopes", edited(&|node| node.set(3, []))),
        (
            "scope-upper-case",
            edited(&|node| node.set(3, [Value::Bytes(b"Descriptor".to_vec())])),
        ),
        ("no-header", edited(&|node| node.set(1, []))),
    ]
    .map(|(fault, proof)| (fault.to_owned(), proof))
    .into()
}

/// Faults of meaning, and of the right to delegate.
fn bad_meanings(world: &World) -> Vec<BadProof> {
    let edited = |edit: &dyn Fn(&mut Delegation)| {
        let mut delegation = world.delegation(&world.alice, &world.worker);
        edit(&mut delegation);
        delegation
    };
    let by_root = |edit: &dyn Fn(&mut Delegation)| edited(edit).signed(&world.alice);
    let mut draw = world.draw("bad proofs");
    let (nonce, named) = (draw.bytes(16), draw.bytes(32));
    let critical = Extension {
        id: "com.example.must".to_owned(),
        critical: true,
        value: vec![],
    };
    [
        (
            "another-network",
            by_root(&|it| it.header().network_id = "other-net".to_owned()),
        ),
        (
            "audience",
            by_root(&|it| it.header().audience = world.verifier.multikey()),
        ),
        ("nonce", by_root(&|it| it.header().nonce.clone_from(&nonce))),
        ("expiry-missing", by_root(&|it| it.header().expires_at_ms = 0)),
        (
            "lifetime-past-seven-days",
            by_root(&|it| it.header().expires_at_ms = it.header().issued_at_ms + 7 * DAY + 1),
        ),
        (
            "extension-critical",
            by_root(&|it| it.header().extensions = vec![critical.clone()]),
        ),
        (
            "delegation-under-delegation",
            by_root(&|it| it.header().delegation.clone_from(&named)),
        ),
        ("signed-by-the-delegate", edited(&|_| ()).signed(&world.worker)),
        ("signed-by-another-agent", edited(&|_| ()).signed(&world.bob)),
    ]
    .map(|(fault, proof)| (fault.to_owned(), proof))
    .into()
}
