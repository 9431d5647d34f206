//! did:key text (KEY-1).

use crate::generate::case::Case;
use crate::generate::forge;
use crate::generate::world::World;
use crate::vector::{Operation, Output, Vector};

const DECODED: &str = "keys/did-key/decode-valid";
const ENCODED: &str = "keys/did-key/encode-valid";

pub(crate) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = accepted(world);
    vectors.extend(refused_multikeys(
        world,
        "keys/did-key/encode-",
        ENCODED,
        "DidKeyEncode",
        |agent| Operation::DidKeyEncode { agent: agent.into() },
    ));
    vectors.extend(refused_texts(world));
    vectors
}

/// Keys that text says nothing about: admission is another matter.
pub(super) fn multikeys(world: &World) -> [(&'static str, &'static str, Vec<u8>); 4] {
    let identity = forge::encode(&forge::small_order_points()[0]);
    [
        ("valid", "the multikey of a key", world.alice.multikey()),
        (
            "identity",
            "the multikey of the identity, which is text like any other",
            forge::multikey(&identity),
        ),
        (
            "off-curve",
            "a multikey that is no point, which is text like any other",
            forge::multikey(&[0xff; 32]),
        ),
        ("zeros", "a multikey of zeros", forge::multikey(&[0; 32])),
    ]
}

fn accepted(world: &World) -> Vec<Vector> {
    let mut vectors = Vec::new();
    for (name, title, agent) in multikeys(world) {
        let did = forge::did_key(&agent);
        let encode = Operation::DidKeyEncode {
            agent: agent.clone().into(),
        };
        let decode = Operation::DidKeyDecode { did: did.clone() };
        let id = |direction: &str| format!("keys/did-key/{direction}-{name}");
        vectors.push(
            Case::new(
                id("encode"),
                format!("{title}, becomes a did:key"),
                &world.begin(),
                world.now,
                encode,
            )
            .about("DidKeyEncode", "agent")
            .accepted(&["KEY-1"], Some(Output::Text(did))),
        );
        vectors.push(
            Case::new(
                id("decode"),
                format!("{title}, from its did:key"),
                &world.begin(),
                world.now,
                decode,
            )
            .about("DidKeyDecode", "did")
            .accepted(&["KEY-1"], Some(Output::Data(agent.into()))),
        );
    }
    vectors
}

/// Bytes that are no multikey, for an operation that turns multikeys into text.
pub(super) fn refused_multikeys(
    world: &World,
    prefix: &str,
    twin: &str,
    message: &str,
    operation: impl Fn(Vec<u8>) -> Operation,
) -> Vec<Vector> {
    let key = world.alice.public();
    let agent = world.alice.multikey();
    let multikeys = [
        ("no-bytes", vec![]),
        ("bare-key", key.to_vec()),
        ("33-bytes", agent[..33].to_vec()),
        ("35-bytes", [&agent[..], &[0]].concat()),
        ("x25519-codec", [&[0xec, 0x01], &key[..]].concat()),
        ("codec-not-minimal", [&[0xed, 0x81, 0x00], &key[..31]].concat()),
        ("codec-reversed", [&[0x01, 0xed], &key[..]].concat()),
    ];
    let refuse = |(fault, agent): (&str, Vec<u8>)| {
        let title = format!("{}: not a multikey", fault.replace('-', " "));
        Case::new(
            format!("{prefix}{fault}"),
            title,
            &world.begin(),
            world.now,
            operation(agent),
        )
        .about(message, "agent")
        .refused("KEY-1", fault, twin, &[])
    };
    multikeys.into_iter().map(refuse).collect()
}

fn refused_texts(world: &World) -> Vec<Vector> {
    let texts = others(world).into_iter().chain(prefixes(world)).chain(contents(world));
    let refuse = |(fault, did): (&str, String)| {
        let title = format!("{}: not a did:key", fault.replace('-', " "));
        let operation = Operation::DidKeyDecode { did };
        Case::new(
            format!("keys/did-key/decode-{fault}"),
            title,
            &world.begin(),
            world.now,
            operation,
        )
        .about("DidKeyDecode", "did")
        .refused("KEY-1", fault, DECODED, &[])
    };
    texts.map(refuse).collect()
}

/// Something before or after the did:key.
fn others(world: &World) -> Vec<(&'static str, String)> {
    let did = world.alice.did();
    let fragment = did.trim_start_matches("did:key:").to_owned();
    vec![
        ("fragment", format!("{did}#{fragment}")),
        ("empty-fragment", format!("{did}#")),
        ("query", format!("{did}?versionId=1")),
        ("path", format!("{did}/path")),
        ("parameter", format!("{did};service=agent")),
        ("leading-space", format!(" {did}")),
        ("trailing-space", format!("{did} ")),
        ("trailing-newline", format!("{did}\n")),
        ("trailing-nul", format!("{did}\0")),
        ("doubled", format!("{did}{did}")),
        ("empty", String::new()),
    ]
}

/// Another scheme, method or multibase.
fn prefixes(world: &World) -> Vec<(&'static str, String)> {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let agent = world.alice.multikey();
    let text = forge::base58(&agent);
    vec![
        ("upper-case-scheme", format!("DID:key:z{text}")),
        ("upper-case-method", format!("did:KEY:z{text}")),
        ("no-scheme", format!("z{text}")),
        ("other-method", format!("did:web:z{text}")),
        ("version", format!("did:key:1.1:z{text}")),
        ("no-multibase", format!("did:key:{text}")),
        ("upper-case-multibase", format!("did:key:Z{text}")),
        ("base16", format!("did:key:f{}", hex::encode(&agent))),
        ("base32", format!("did:key:b{}", forge::base32(&agent))),
        ("base64url", format!("did:key:u{}", URL_SAFE_NO_PAD.encode(&agent))),
        ("nothing-after-method", "did:key:".to_owned()),
        ("nothing-after-multibase", "did:key:z".to_owned()),
    ]
}

/// Other bytes, or other text for the bytes.
fn contents(world: &World) -> Vec<(&'static str, String)> {
    let key = world.alice.public();
    let agent = world.alice.multikey();
    let text = forge::base58(&agent);
    let with_last = |last: char| format!("did:key:z{}{last}", &text[..text.len() - 1]);
    vec![
        ("x25519-codec", forge::did_key(&[&[0xec, 0x01], &key[..]].concat())),
        (
            "secp256k1-codec",
            forge::did_key(&[&[0xe7, 0x01, 0x02], &key[..]].concat()),
        ),
        (
            "codec-not-minimal",
            forge::did_key(&[&[0xed, 0x81, 0x00], &key[..]].concat()),
        ),
        ("key-of-31-bytes", forge::did_key(&agent[..33])),
        ("key-of-33-bytes", forge::did_key(&[&agent[..], &[0]].concat())),
        ("leading-one", format!("did:key:z1{text}")),
        ("digit-zero", with_last('0')),
        ("letter-capital-o", with_last('O')),
        ("letter-capital-i", with_last('I')),
        ("letter-small-l", with_last('l')),
        ("percent-encoded", format!("did:key:z%{}", &text[1..])),
        ("not-ascii", with_last('é')),
        ("upper-case-text", format!("did:key:z{}", text.to_ascii_uppercase())),
        ("very-long", format!("did:key:z{}", "6Mk".repeat(400))),
    ]
}
