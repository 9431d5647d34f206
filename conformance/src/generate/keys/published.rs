//! Vectors that others published.

use serde::Deserialize;

use crate::generate::case::Case;
use crate::generate::forge::{self, Key};
use crate::generate::world::World;
use crate::vector::{Bytes, Operation, Output, Vector};

pub(crate) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = rfc_8032(world);
    vectors.extend(speccheck(world));
    vectors.extend(did_key_method(world));
    vectors.extend(libp2p(world));
    vectors
}

fn case(world: &World, name: &str, title: String, operation: Operation) -> Case {
    Case::new(
        format!("keys/published/{name}"),
        title,
        &world.begin(),
        world.now,
        operation,
    )
}

fn read<T: for<'a> Deserialize<'a>>(json: &str) -> Vec<T> {
    serde_json::from_str(json).expect("a file in vectors/external")
}

#[derive(Deserialize)]
struct Rfc8032 {
    name: String,
    public_key: Bytes,
    message: Bytes,
    signature: Bytes,
}

fn rfc_8032(world: &World) -> Vec<Vector> {
    let accept = |test: Rfc8032| {
        let operation = Operation::VerifySignature {
            public_key: test.public_key,
            message: test.message,
            signature: test.signature,
        };
        case(
            world,
            &format!("rfc8032-{}", test.name),
            format!("RFC 8032, TEST {}", test.name),
            operation,
        )
        .about("Ed25519Signature", "")
        .source("RFC 8032 section 7.1")
        .accepted(&["KEY-2", "KEY-3", "KEY-4", "SIG-1", "SIG-2", "SIG-3"], None)
    };
    read(include_str!("../../../../vectors/external/rfc8032/section-7.1.json"))
        .into_iter()
        .map(accept)
        .collect()
}

#[derive(Deserialize)]
struct Speccheck {
    message: Bytes,
    pub_key: Bytes,
    signature: Bytes,
}

type Outcome = (&'static str, &'static [&'static str], &'static [&'static str]);

/// What follows for each case from the table in the README of ed25519-speccheck: the rule, other codes of its stage, flags.
const SPECCHECK: [Outcome; 12] = [
    ("KEY-4", &[], &["key-small-order", "r-small-order", "scalar-zero"]),
    ("KEY-4", &[], &["key-small-order", "r-mixed-order"]),
    ("KEY-4", &[], &["key-mixed-order", "r-small-order"]),
    ("KEY-4", &[], &["key-mixed-order", "r-mixed-order"]),
    ("KEY-4", &[], &["key-mixed-order", "r-mixed-order", "cofactored-only"]),
    ("KEY-4", &[], &["key-mixed-order", "cofactored-only"]),
    ("SIG-1", &[], &["scalar-not-reduced"]),
    ("SIG-1", &[], &["scalar-not-reduced"]),
    ("KEY-4", &[], &["key-mixed-order", "r-non-canonical"]),
    ("KEY-4", &[], &["key-mixed-order", "r-non-canonical"]),
    ("KEY-2", &["key-torsion"], &["key-non-canonical", "r-mixed-order"]),
    ("KEY-2", &["key-torsion"], &["key-non-canonical", "r-mixed-order"]),
];

fn speccheck(world: &World) -> Vec<Vector> {
    let tests: Vec<Speccheck> = read(include_str!(
        "../../../../vectors/external/ed25519-speccheck/cases.json"
    ));
    let refuse = |(number, (test, (rule, also, flags))): (usize, (Speccheck, Outcome))| {
        let operation = Operation::VerifySignature {
            public_key: test.pub_key,
            message: test.message,
            signature: test.signature,
        };
        let name = format!("speccheck-{number}");
        case(world, &name, format!("ed25519-speccheck, case {number}"), operation)
            .about(
                "VerifySignature",
                if rule.starts_with("KEY") {
                    "public_key"
                } else {
                    "signature"
                },
            )
            .flags(flags)
            .source("https://github.com/novifinancial/ed25519-speccheck")
            .refused(rule, &name, "keys/signature/valid", also)
    };
    tests.into_iter().zip(SPECCHECK).enumerate().map(refuse).collect()
}

#[derive(Deserialize)]
struct DidKey {
    seed: Bytes,
    did: String,
}

fn did_key_method(world: &World) -> Vec<Vector> {
    let tests: Vec<DidKey> = read(include_str!("../../../../vectors/external/did-key/ed25519.json"));
    let both = |(number, test): (usize, DidKey)| {
        let agent = Key::from_seed(test.seed.0.try_into().expect("32 bytes")).multikey();
        let encode = Operation::DidKeyEncode {
            agent: agent.clone().into(),
        };
        let decode = Operation::DidKeyDecode { did: test.did.clone() };
        let accept = |name: &str, message: &str, field: &str, operation, output| {
            case(
                world,
                &format!("did-key-{number}-{name}"),
                format!("did:key method, {name} {number}"),
                operation,
            )
            .about(message, field)
            .source("https://github.com/w3c-ccg/did-method-key")
            .accepted(&["KEY-1"], Some(output))
        };
        [
            accept("encode", "DidKeyEncode", "agent", encode, Output::Text(test.did)),
            accept("decode", "DidKeyDecode", "did", decode, Output::Data(agent.into())),
        ]
    };
    tests.into_iter().enumerate().flat_map(both).collect()
}

#[derive(Deserialize)]
struct Libp2p {
    public_key: Bytes,
    peer_id: String,
}

fn libp2p(world: &World) -> Vec<Vector> {
    let tests: Vec<Libp2p> = read(include_str!("../../../../vectors/external/libp2p/keys.json"));
    let both = |test: Libp2p| {
        let agent = forge::multikey(&test.public_key.as_slice()[4..]);
        let encode = Operation::PeerIdEncode {
            agent: agent.clone().into(),
        };
        let decode = Operation::PeerIdDecode {
            peer_id: test.peer_id.clone(),
        };
        let accept = |name: &str, message: &str, field: &str, operation, output| {
            case(
                world,
                &format!("libp2p-{name}"),
                format!("libp2p's Ed25519 test key, {name}"),
                operation,
            )
            .about(message, field)
            .source("https://github.com/libp2p/specs")
            .accepted(&["KEY-5"], Some(output))
        };
        [
            accept("encode", "PeerIdEncode", "agent", encode, Output::Text(test.peer_id)),
            accept("decode", "PeerIdDecode", "peer_id", decode, Output::Data(agent.into())),
        ]
    };
    tests.into_iter().flat_map(both).collect()
}
