//! Signers and signatures of statements (KEY-1 to KEY-4, SIG-1 to SIG-3).

use curve25519_dalek::Scalar;
use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
use sha2::{Digest as _, Sha256};

use crate::generate::case::Case;
use crate::generate::forge::{self, Key, Kind, Statement};
use crate::generate::world::{World, verify};
use crate::vector::Vector;

const TWIN: &str = "envelope/signer/valid";

/// A statement whose signer or signature is bad, and why.
pub(crate) struct BadSigner {
    pub(crate) rule: &'static str,
    pub(crate) field: &'static str,
    pub(crate) fault: &'static str,
    pub(crate) flags: Vec<&'static str>,
    pub(crate) also: Vec<&'static str>,
    pub(crate) statement: Statement,
}

pub(crate) fn vectors(world: &World) -> Vec<Vector> {
    let statement = world.plain(Kind::HostBinding);
    let valid = Case::new(
        TWIN,
        "a statement with a good signature is accepted",
        &world.begin(),
        world.now,
        verify(&statement),
    )
    .about("Envelope", "signatures")
    .accepted(
        &["KEY-1", "KEY-2", "KEY-3", "KEY-4", "SIG-1", "SIG-2", "SIG-3"],
        statement.verified(),
    );
    let refuse = |bad: BadSigner| {
        let title = format!("{}: refused", bad.fault.replace('-', " "));
        let id = format!("envelope/signer/{}", bad.fault);
        Case::new(id, title, &world.begin(), world.now, verify(&bad.statement))
            .about("Envelope", bad.field)
            .flags(&bad.flags)
            .refused(bad.rule, bad.fault, TWIN, &bad.also)
    };
    let refused = bad_signers(world, &statement, &world.alice).into_iter().map(refuse);
    std::iter::once(valid).chain(refused).collect()
}

/// Everything that can be wrong with signer and signature of a good statement.
pub(crate) fn bad_signers(world: &World, good: &Statement, signer: &Key) -> Vec<BadSigner> {
    let mut bad = bad_names(good, signer);
    bad.extend(bad_keys(world, good, signer));
    bad.extend(bad_scalars(good, signer));
    bad.extend(bad_inputs(world, good, signer));
    bad
}

fn renamed(good: &Statement, keyid: String) -> Statement {
    Statement { keyid, ..good.clone() }
}

/// KEY-1.
fn bad_names(good: &Statement, signer: &Key) -> Vec<BadSigner> {
    let did = signer.did();
    let key = signer.public();
    let names = [
        (
            "keyid-fragment",
            format!("{did}#{}", did.trim_start_matches("did:key:")),
        ),
        ("keyid-without-method", did.trim_start_matches("did:key:").to_owned()),
        ("keyid-hex", hex::encode(key)),
        ("keyid-peer-id", forge::peer_id(&key)),
        (
            "keyid-x25519-codec",
            forge::did_key(&[&[0xec, 0x01], &key[..]].concat()),
        ),
        ("keyid-upper-case-scheme", did.replacen("did", "DID", 1)),
        ("keyid-leading-one", did.replacen(":z", ":z1", 1)),
        ("keyid-trailing-space", format!("{did} ")),
    ];
    let bad = |(fault, keyid)| BadSigner {
        rule: "KEY-1",
        field: "signatures.keyid",
        fault,
        flags: vec![],
        also: vec![],
        statement: renamed(good, keyid),
    };
    names.into_iter().map(bad).collect()
}

/// Rule, fault, key, flag, other codes.
type BadKey = (
    &'static str,
    &'static str,
    [u8; 32],
    &'static str,
    &'static [&'static str],
);

/// KEY-2 to KEY-4; where it can be, the equation holds.
fn bad_keys(world: &World, good: &Statement, signer: &Key) -> Vec<BadSigner> {
    let points = forge::small_order_points();
    let nonce = forge::scalar(&world.draw("nonce of a bad signer").bytes(64));
    let free = [forge::encode(&(ED25519_BASEPOINT_POINT * nonce)), nonce.to_bytes()].concat();
    let mixed = ED25519_BASEPOINT_POINT * signer.secret_scalar() + points[3];
    let mut draw = world.draw("a signer off the curve");
    let off_curve = std::iter::repeat_with(|| draw.digest())
        .find(|key| !forge::is_on_curve(key))
        .expect("half are");
    let past_p = forge::encode_non_canonically(1, false);
    let keys: [BadKey; 5] = [
        ("KEY-2", "key-off-curve", off_curve, "key-off-curve", &[]),
        ("KEY-2", "key-past-p", past_p, "key-non-canonical", &["key-identity"]),
        ("KEY-3", "key-identity", forge::encode(&points[0]), "key-identity", &[]),
        (
            "KEY-4",
            "key-small-order",
            forge::encode(&points[4]),
            "key-small-order",
            &[],
        ),
        (
            "KEY-4",
            "key-mixed-order",
            forge::encode(&mixed),
            "key-mixed-order",
            &[],
        ),
    ];
    let bad = |(rule, fault, key, flag, also): BadKey| {
        let mut statement = renamed(good, forge::did_key(&forge::multikey(&key)));
        statement.sig.clone_from(&free);
        BadSigner {
            rule,
            field: "signatures.keyid",
            fault,
            flags: vec![flag],
            also: also.to_vec(),
            statement,
        }
    };
    keys.into_iter().map(bad).collect()
}

/// SIG-1 and SIG-2.
fn bad_scalars(good: &Statement, signer: &Key) -> Vec<BadSigner> {
    let (r, s) = good.sig.split_at(32);
    let identity = forge::encode(&forge::small_order_points()[0]);
    let k = forge::challenge(&identity, &signer.public(), &good.signed_bytes());
    let nothing = Scalar::ZERO + k * signer.secret_scalar();
    let signatures = [
        (
            "SIG-1",
            "s-plus-l",
            [r, &forge::plus_order(s, 1)].concat(),
            "scalar-not-reduced",
        ),
        (
            "SIG-2",
            "r-identity",
            [identity, nothing.to_bytes()].concat(),
            "r-identity",
        ),
    ];
    let bad = |(rule, fault, sig, flag)| BadSigner {
        rule,
        field: "signatures.sig",
        fault,
        flags: vec![flag],
        also: vec![],
        statement: Statement { sig, ..good.clone() },
    };
    signatures.into_iter().map(bad).collect()
}

/// SIG-3: something else was signed, or by another key.
fn bad_inputs(world: &World, good: &Statement, signer: &Key) -> Vec<BadSigner> {
    let (payload_type, payload) = (&good.payload_type, &good.payload);
    let pae = good.signed_bytes();
    let body = |head: String| [head.as_bytes(), &payload[..]].concat();
    let (type_length, length) = (payload_type.len(), payload.len());
    let signed = [
        ("signed-payload-alone", payload.clone()),
        ("signed-object-id", good.object_id()),
        ("signed-digest-of-pae", Sha256::digest(&pae).to_vec()),
        ("signed-pae-with-newline", [&pae[..], b"\n"].concat()),
        (
            "signed-pae-v2",
            body(format!("DSSEv2 {type_length} {payload_type} {length} ")),
        ),
        (
            "signed-pae-padded-length",
            body(format!("DSSEv1 {type_length} {payload_type} 0{length} ")),
        ),
        ("signed-pae-without-type", body(format!("DSSEv1 {length} "))),
        ("signed-dsse-json", forge::dsse_json(&good.envelope()).into_bytes()),
    ];
    let bad = |(fault, statement)| BadSigner {
        rule: "SIG-3",
        field: "signatures.sig",
        fault,
        flags: vec![],
        also: vec![],
        statement,
    };
    let with = |sig: Vec<u8>| Statement { sig, ..good.clone() };
    let mut altered = good.clone();
    if let Some(last) = altered.payload.last_mut() {
        *last ^= 1;
    }
    let mut all: Vec<BadSigner> = signed
        .map(|(fault, bytes)| bad((fault, with(signer.sign(&bytes)))))
        .into();
    all.push(bad(("payload-altered", altered)));
    all.push(bad(("signed-by-another", with(world.bob.sign(&pae)))));
    all.push(bad(("keyid-of-another", renamed(good, world.bob.did()))));
    all.push(bad((
        "signature-bit-flipped",
        with(
            good.sig
                .iter()
                .enumerate()
                .map(|(at, byte)| if at == 40 { byte ^ 4 } else { *byte })
                .collect(),
        ),
    )));
    all
}
