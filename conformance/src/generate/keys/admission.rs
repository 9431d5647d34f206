//! Public keys that are admitted and that are not (KEY-2 to KEY-4).

use curve25519_dalek::Scalar;
use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
use curve25519_dalek::traits::IsIdentity as _;

use crate::generate::case::Case;
use crate::generate::forge::{self, Key};
use crate::generate::world::World;
use crate::vector::{Operation, Vector};

const TWIN: &str = "keys/admission/valid";

pub(crate) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = admitted(world);
    vectors.extend(lengths(world));
    vectors.extend(small_order(world));
    vectors.extend(mixed_order(world));
    vectors.extend(not_canonical(world));
    vectors.extend(off_curve(world));
    vectors
}

fn case(world: &World, name: &str, title: &str, key: &[u8]) -> Case {
    let operation = Operation::AdmitKey {
        public_key: key.to_vec().into(),
    };
    Case::new(
        format!("keys/admission/{name}"),
        title,
        &world.begin(),
        world.now,
        operation,
    )
    .about("PublicKey", "")
}

fn admitted(world: &World) -> Vec<Vector> {
    let with_sign = |bit: u8| {
        let keys = (0..=u8::MAX).map(|n| forge::test_key(world.seed, n).public());
        keys.into_iter()
            .find(|key| key[31] >> 7 == bit)
            .expect("half of the keys have it")
    };
    let base = ED25519_BASEPOINT_POINT;
    let multiple = base * Scalar::from(world.draw("multiple of the base point").number(2, 1 << 40));
    let keys = [
        ("valid", "a random key is admitted", world.alice.public()),
        ("sign-bit-clear", "a key whose x is even is admitted", with_sign(0)),
        ("sign-bit-set", "a key whose x is odd is admitted", with_sign(1)),
        ("base-point", "the base point is admitted", forge::encode(&base)),
        (
            "base-point-negated",
            "the negated base point is admitted",
            forge::encode(&-base),
        ),
        (
            "small-multiple",
            "a small multiple of the base point is admitted",
            forge::encode(&multiple),
        ),
    ];
    let accept = |(name, title, key): (&str, &str, [u8; 32])| {
        case(world, name, title, &key).accepted(&["KEY-2", "KEY-3", "KEY-4"], None)
    };
    keys.into_iter().map(accept).collect()
}

fn lengths(world: &World) -> Vec<Vector> {
    let key = world.alice.public();
    let keys = [
        ("no-bytes", vec![]),
        ("31-bytes", key[..31].to_vec()),
        ("33-bytes", [&key[..], &[0]].concat()),
        ("multikey", world.alice.multikey()),
        ("64-bytes", [key, key].concat()),
    ];
    let refuse = |(name, key): (&str, Vec<u8>)| {
        case(world, name, &format!("a key of {} bytes is refused", key.len()), &key)
            .flags(&["key-wrong-length"])
            .refused("KEY-2", name, TWIN, &[])
    };
    keys.into_iter().map(refuse).collect()
}

fn small_order(world: &World) -> Vec<Vector> {
    let refuse = |(multiple, point): (usize, curve25519_dalek::EdwardsPoint)| {
        let key = forge::encode(&point);
        if point.is_identity() {
            return case(world, "identity", "the identity is refused", &key)
                .flags(&["key-identity"])
                .refused("KEY-3", "identity", TWIN, &[]);
        }
        let name = format!("small-order-{multiple}");
        let title = format!("multiple {multiple} of a point of order 8 is refused");
        case(world, &name, &title, &key)
            .flags(&["key-small-order"])
            .refused("KEY-4", &name, TWIN, &[])
    };
    forge::small_order_points()
        .into_iter()
        .enumerate()
        .map(refuse)
        .collect()
}

fn mixed_order(world: &World) -> Vec<Vector> {
    let own = ED25519_BASEPOINT_POINT * world.alice.secret_scalar();
    let refuse = |(multiple, torsion): (usize, curve25519_dalek::EdwardsPoint)| {
        let name = format!("mixed-order-{multiple}");
        let title = format!("an honest key plus multiple {multiple} of a point of order 8 is refused");
        let key = forge::encode(&(own + torsion));
        case(world, &name, &title, &key)
            .flags(&["key-mixed-order"])
            .refused("KEY-4", &name, TWIN, &[])
    };
    forge::small_order_points()
        .into_iter()
        .enumerate()
        .skip(1)
        .map(refuse)
        .collect()
}

/// Encodings with y from p to p + 18, and with a sign where x is zero.
fn not_canonical(world: &World) -> Vec<Vector> {
    let mut keys = Vec::new();
    for y in 0..19 {
        for sign in [false, true] {
            let name = format!("y-is-p-plus-{y}{}", if sign { "-signed" } else { "" });
            keys.push((name, forge::encode_non_canonically(y, sign)));
        }
    }
    let mut one = [0; 32];
    (one[0], one[31]) = (1, 0x80);
    keys.push(("identity-signed".to_owned(), one));
    let mut minus_one = [0xff; 32];
    minus_one[0] = 0xec;
    keys.push(("order-2-signed".to_owned(), minus_one));
    keys.retain(|(_, key)| forge::is_on_curve(key));
    let refuse = |(name, key): (String, [u8; 32])| {
        let identity = name == "identity-signed" || key[0] == 0xee && name.contains("plus-1");
        let also: &[&str] = match () {
            () if identity => &["key-identity"],
            () if !forge::is_torsion_free(&key) => &["key-torsion"],
            () => &[],
        };
        case(
            world,
            &name,
            "an encoding of a point that is not its canonical one is refused",
            &key,
        )
        .flags(&["key-non-canonical"])
        .refused("KEY-2", &name, TWIN, also)
    };
    keys.into_iter().map(refuse).collect()
}

fn off_curve(world: &World) -> Vec<Vector> {
    let mut two = [0; 32];
    two[0] = 2;
    let mut draw = world.draw("off the curve");
    let random = std::iter::repeat_with(|| draw.digest())
        .find(|key| !forge::is_on_curve(key))
        .expect("half are");
    let y_past_p = (0..19)
        .map(|y| forge::encode_non_canonically(y, false))
        .find(|key| !forge::is_on_curve(key));
    let keys = [
        ("y-is-2", two),
        ("random-y", random),
        ("y-past-p", y_past_p.expect("half are")),
    ];
    let refuse = |(name, key): (&str, [u8; 32])| {
        case(
            world,
            &format!("off-curve-{name}"),
            "32 bytes for which there is no point are refused",
            &key,
        )
        .flags(&["key-off-curve"])
        .refused("KEY-2", &format!("off-curve-{name}"), TWIN, &[])
    };
    keys.into_iter().map(refuse).collect()
}

/// A key of mixed order with a secret that its holder knows: the honest key plus a point of order 8.
pub(super) fn mixed_key(honest: &Key) -> [u8; 32] {
    forge::encode(&(ED25519_BASEPOINT_POINT * honest.secret_scalar() + forge::small_order_points()[1]))
}
