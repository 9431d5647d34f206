//! Encoding and shape of bundles, envelopes and signatures.

use casp_wire::v1::tables;
use prost::Message as _;

use crate::generate::case::Case;
use crate::generate::faults::Site;
use crate::generate::forge::{Kind, Node, Payload as _, Statement, dsse_json};
use crate::generate::site::Target;
use crate::generate::world::World;
use crate::vector::{Operation, Output, Vector};

/// Messages within a bundle: path, name, and the fields of which every bad value is tried.
const SITES: [(&[u32], &str, &[&str]); 5] = [
    (&[], "", &[]),
    (&[1], "subject", &["subject.payload_type"]),
    (&[1, 3], "subject.signatures", &["subject.signatures.keyid"]),
    (&[2], "proofs", &[]),
    (&[2, 3], "proofs.signatures", &[]),
];

/// A bundle, broken at every level.
pub(crate) fn bundle(world: &World) -> Vec<Vector> {
    let statement = world
        .host_binding(&world.alice)
        .delegated(&world.worker, &world.alice_to_worker());
    let root = Node::read(&tables::BUNDLE, &statement.bundle_bytes().0);
    let payload_type = Kind::HostBinding.payload_type();
    let target = Target {
        prefix: "envelope/bundle".to_owned(),
        message: "Bundle",
        begin: world.begin(),
        now_ms: world.now,
        operation: &|bundle| Operation::Verify {
            payload_type: payload_type.clone(),
            bundle: bundle.into(),
        },
        output: &|_| statement.verified(),
        flags: &[],
        // At their limits these do not name a key or type, or more proofs than the header does.
        unbounded: &[
            "proofs",
            "subject.payload_type",
            "subject.signatures.keyid",
            "proofs.payload_type",
            "proofs.signatures.keyid",
        ],
    };
    let mut vectors = Vec::new();
    for (path, name, thorough) in SITES {
        vectors.extend(target.vectors(
            &Site {
                root: &root,
                path,
                thorough,
                brief: false,
            },
            name,
        ));
    }
    vectors.push(not_a_bundle(world, &statement));
    vectors
}

/// What is sent where a bundle belongs.
fn not_a_bundle(world: &World, statement: &Statement) -> Vector {
    let bundle = dsse_json(&statement.envelope()).into_bytes();
    let operation = Operation::Verify {
        payload_type: statement.payload_type.clone(),
        bundle: bundle.into(),
    };
    Case::new(
        "envelope/bundle/message/dsse-json",
        "DSSE's JSON form is not accepted",
        &world.begin(),
        world.now,
        operation,
    )
    .about("Bundle", "")
    .refused(
        "ENC-2",
        "dsse-json",
        "envelope/bundle/message/valid",
        &["not-canonical", "unknown-field"],
    )
}

/// An envelope outside a bundle, broken at every level.
pub(crate) fn bare(world: &World) -> Vec<Vector> {
    let statement = world.plain(Kind::HostBinding);
    let envelope = statement.envelope();
    let root = Node::read(&tables::ENVELOPE, &envelope.encode_to_vec());
    let target = Target {
        prefix: "envelope/bare".to_owned(),
        message: "Envelope",
        begin: world.begin(),
        now_ms: world.now,
        operation: &|envelope| Operation::ObjectId {
            envelope: envelope.into(),
        },
        output: &|bytes| object_id_of(bytes),
        flags: &[],
        unbounded: &[],
    };
    let mut vectors = target.vectors(
        &Site {
            root: &root,
            path: &[],
            thorough: &[],
            brief: false,
        },
        "",
    );
    vectors.extend(target.vectors(
        &Site {
            root: &root,
            path: &[3],
            thorough: &[],
            brief: false,
        },
        "signatures",
    ));
    vectors.extend(json_of_faulty(world, &root));
    vectors
}

/// The object id of an envelope that this generator encoded, by its own tree.
fn object_id_of(bytes: &[u8]) -> Option<Output> {
    use crate::generate::forge::{Value, object_id};
    let node = Node::read(&tables::ENVELOPE, bytes);
    let [Value::Bytes(payload)] = &node.values(1)[..] else {
        return None;
    };
    let [Value::Bytes(payload_type)] = &node.values(2)[..] else {
        return None;
    };
    let payload_type = std::str::from_utf8(payload_type).ok()?;
    Some(Output::Data(object_id(payload_type, payload).into()))
}

/// `dsse_json` checks the encoding as `object_id` does.
fn json_of_faulty(world: &World, root: &Node) -> Vec<Vector> {
    let mut unknown = root.clone();
    unknown.push(4, crate::generate::forge::Value::Varint(1));
    let mut swapped = root.clone();
    swapped.entries.swap(0, 1);
    let mut cut = root.write();
    cut.pop();
    let faults = [
        ("ENC-2", "truncated-for-json", cut),
        ("ENC-4", "fields-swapped-for-json", swapped.write()),
        ("ENC-6", "unknown-field-for-json", unknown.write()),
    ];
    let refuse = |(rule, fault, envelope): (&str, &str, Vec<u8>)| {
        let operation = Operation::DsseJson {
            envelope: envelope.into(),
        };
        let title = format!("Envelope: {}", fault.replace('-', " "));
        Case::new(
            format!("envelope/bare/message/{fault}"),
            title,
            &world.begin(),
            world.now,
            operation,
        )
        .about("Envelope", "")
        .refused(rule, fault, "envelope/forms/dsse-json-statement", &["not-canonical"])
    };
    faults.into_iter().map(refuse).collect()
}
