//! libp2p PeerIds (KEY-5).

use sha2::{Digest as _, Sha256};

use super::did_key::{multikeys, refused_multikeys};
use crate::generate::case::Case;
use crate::generate::forge;
use crate::generate::world::World;
use crate::vector::{Operation, Output, Vector};

const DECODED: &str = "keys/peer-id/decode-valid";
const ENCODED: &str = "keys/peer-id/encode-valid";

pub(crate) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = accepted(world);
    vectors.extend(refused_multikeys(
        world,
        "keys/peer-id/encode-",
        ENCODED,
        "PeerIdEncode",
        |agent| Operation::PeerIdEncode { agent: agent.into() },
    ));
    vectors.extend(refused(world));
    vectors
}

fn accepted(world: &World) -> Vec<Vector> {
    let mut vectors = Vec::new();
    for (name, title, agent) in multikeys(world) {
        let peer_id = forge::peer_id(&agent[2..]);
        let encode = Operation::PeerIdEncode {
            agent: agent.clone().into(),
        };
        let decode = Operation::PeerIdDecode {
            peer_id: peer_id.clone(),
        };
        let id = |direction: &str| format!("keys/peer-id/{direction}-{name}");
        vectors.push(
            Case::new(
                id("encode"),
                format!("{title}, becomes a PeerId"),
                &world.begin(),
                world.now,
                encode,
            )
            .about("PeerIdEncode", "agent")
            .accepted(&["KEY-1", "KEY-5"], Some(Output::Text(peer_id))),
        );
        vectors.push(
            Case::new(
                id("decode"),
                format!("{title}, from its PeerId"),
                &world.begin(),
                world.now,
                decode,
            )
            .about("PeerIdDecode", "peer_id")
            .accepted(&["KEY-5"], Some(Output::Data(agent.into()))),
        );
    }
    vectors
}

fn refused(world: &World) -> Vec<Vector> {
    let refuse = |(fault, peer_id): (&str, String)| {
        let title = format!("{}: not the PeerId of an Ed25519 key", fault.replace('-', " "));
        let operation = Operation::PeerIdDecode { peer_id };
        Case::new(
            format!("keys/peer-id/decode-{fault}"),
            title,
            &world.begin(),
            world.now,
            operation,
        )
        .about("PeerIdDecode", "peer_id")
        .refused("KEY-5", fault, DECODED, &[])
    };
    multihashes(world).into_iter().chain(texts(world)).map(refuse).collect()
}

/// Other multihashes, in base58btc.
fn multihashes(world: &World) -> Vec<(&'static str, String)> {
    let key = world.alice.public();
    let message = [&[0x08, 0x01, 0x12, 0x20], &key[..]].concat();
    let compressed = [&[0x08, 0x02, 0x12, 0x21, 0x03], &key[..]].concat();
    let hashed = |bytes: &[u8]| [&[0x12, 0x20], &Sha256::digest(bytes)[..]].concat();
    let rsa = world.draw("an RSA key").bytes(294);
    let multihash = |head: &[u8], rest: &[u8]| forge::base58(&[head, rest].concat());
    vec![
        ("secp256k1", multihash(&[0x00, 0x25], &compressed)),
        ("ecdsa-key-type", multihash(&[0x00, 0x24, 0x08, 0x03, 0x12, 0x20], &key)),
        (
            "rsa",
            forge::base58(&hashed(&[&[0x08, 0x00, 0x12, 0xa6, 0x02], &rsa[..]].concat())),
        ),
        ("hashed", forge::base58(&hashed(&message))),
        (
            "key-of-31-bytes",
            multihash(&[0x00, 0x23, 0x08, 0x01, 0x12, 0x1f], &key[..31]),
        ),
        (
            "key-of-33-bytes",
            multihash(&[0x00, 0x25, 0x08, 0x01, 0x12, 0x21], &[&key[..], &[0]].concat()),
        ),
        (
            "data-before-type",
            multihash(&[0x00, 0x24, 0x12, 0x20], &[&key[..], &[0x08, 0x01]].concat()),
        ),
        (
            "unknown-field",
            multihash(&[0x00, 0x26], &[&message[..], &[0x18, 0x01]].concat()),
        ),
        ("length-not-minimal", multihash(&[0x00, 0xa4, 0x00], &message)),
        ("length-too-small", multihash(&[0x00, 0x23], &message)),
        (
            "trailing-byte",
            multihash(&[0x00, 0x24], &[&message[..], &[0]].concat()),
        ),
        ("bare-key", forge::base58(&key)),
        ("bare-message", forge::base58(&message)),
        ("multikey", forge::base58(&world.alice.multikey())),
    ]
}

/// Other texts.
fn texts(world: &World) -> Vec<(&'static str, String)> {
    let key = world.alice.public();
    let peer_id = forge::peer_id(&key);
    let cid = [&[0x01, 0x72, 0x00, 0x24, 0x08, 0x01, 0x12, 0x20], &key[..]].concat();
    let with_last = |last: &str| format!("{}{last}", &peer_id[..peer_id.len() - 1]);
    vec![
        ("cid-base32", format!("b{}", forge::base32(&cid))),
        ("cid-base58", format!("z{}", forge::base58(&cid))),
        ("multibase-prefix", format!("z{peer_id}")),
        ("leading-one-added", format!("1{peer_id}")),
        ("leading-one-lost", peer_id[1..].to_owned()),
        ("digit-zero", with_last("0")),
        ("letter-small-l", with_last("l")),
        ("last-letter-lost", with_last("")),
        ("multiaddr", format!("/p2p/{peer_id}")),
        ("did-key", world.alice.did()),
        ("leading-space", format!(" {peer_id}")),
        ("trailing-newline", format!("{peer_id}\n")),
        ("empty", String::new()),
    ]
}
