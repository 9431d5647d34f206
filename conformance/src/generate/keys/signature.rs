//! Bare signatures (SIG-1 to SIG-3), and bad keys under good ones.

use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
use curve25519_dalek::{EdwardsPoint, Scalar};
use sha2::{Digest as _, Sha512};

use super::admission;
use crate::generate::case::Case;
use crate::generate::draw::Draw;
use crate::generate::forge::{self, Key};
use crate::generate::world::World;
use crate::vector::{Operation, Vector};

const TWIN: &str = "keys/signature/valid";

pub(crate) fn vectors(world: &World) -> Vec<Vector> {
    let signer = Signer {
        world,
        key: &world.alice,
        message: world.draw("signed message").bytes(48),
    };
    let mut vectors = accepted(world);
    vectors.extend(signer.scalars());
    vectors.extend(signer.identities());
    vectors.extend(signer.small_commitments());
    vectors.extend(signer.mixed_commitments());
    vectors.extend(signer.mismatches());
    vectors.extend(signer.bad_keys());
    vectors
}

fn case(world: &World, name: &str, title: &str, key: &[u8], message: &[u8], signature: Vec<u8>) -> Case {
    let operation = Operation::VerifySignature {
        public_key: key.to_vec().into(),
        message: message.to_vec().into(),
        signature: signature.into(),
    };
    Case::new(
        format!("keys/signature/{name}"),
        title,
        &world.begin(),
        world.now,
        operation,
    )
}

/// Name, key, message, flags.
type Accepted<'a> = (&'static str, &'a Key, Vec<u8>, &'static [&'static str]);

fn accepted(world: &World) -> Vec<Vector> {
    let mut draw = world.draw("accepted signatures");
    let (alice, bob, carol) = (&world.alice, &world.bob, &world.carol);
    let message = world.draw("signed message").bytes(48);
    let small = grind(alice, &mut draw, |sig| sig[63] == 0 && sig[62] < 16);
    let sign_set = grind(alice, &mut draw, |sig| sig[31] >> 7 == 1);
    let mut keys = (8..=u8::MAX).map(|n| forge::test_key(world.seed, n));
    let odd_key = keys.find(|key| key.public()[31] >> 7 == 1).expect("half are");
    let cases: [Accepted<'_>; 7] = [
        ("valid", alice, message.clone(), &[]),
        ("empty-message", alice, vec![], &["empty-message"]),
        ("one-byte-message", bob, vec![0x72], &[]),
        ("long-message", carol, draw.bytes(4_096), &[]),
        ("small-scalar", alice, small, &["scalar-small"]),
        ("r-with-sign-bit", alice, sign_set, &[]),
        ("key-with-sign-bit", &odd_key, message, &[]),
    ];
    let accept = |(name, key, message, flags): Accepted<'_>| {
        let title = format!("accepted: {}", name.replace('-', " "));
        case(world, name, &title, &key.public(), &message, key.sign(&message))
            .about("Ed25519Signature", "")
            .flags(flags)
            .accepted(&["KEY-2", "KEY-3", "KEY-4", "SIG-1", "SIG-2", "SIG-3"], None)
    };
    cases.into_iter().map(accept).collect()
}

/// A message on which the signature happens to be like this.
fn grind(key: &Key, draw: &mut Draw, wanted: impl Fn(&[u8]) -> bool) -> Vec<u8> {
    let mut messages = std::iter::repeat_with(|| draw.bytes(16));
    messages
        .find(|message| wanted(&key.sign(message)))
        .expect("one in 256 is")
}

/// One key and one message, on which signatures are made badly.
struct Signer<'a> {
    world: &'a World,
    key: &'a Key,
    message: Vec<u8>,
}

impl Signer<'_> {
    fn refused(
        &self,
        rule: &str,
        field: &str,
        fault: &str,
        signature: Vec<u8>,
        flags: &[&str],
        also: &[&str],
    ) -> Vector {
        let title = format!("{}: refused", fault.replace('-', " "));
        case(self.world, fault, &title, &self.key.public(), &self.message, signature)
            .about("Ed25519Signature", field)
            .flags(flags)
            .refused(rule, fault, TWIN, also)
    }

    fn honest(&self) -> Vec<u8> {
        self.key.sign(&self.message)
    }

    /// R as given, with the S that would go with it if `nonce` were R's logarithm.
    fn with_commitment(&self, r: [u8; 32], nonce: Scalar) -> Vec<u8> {
        let k = forge::challenge(&r, &self.key.public(), &self.message);
        let s = nonce + k * self.key.secret_scalar();
        [r, s.to_bytes()].concat()
    }

    fn nonce(&self, name: &str) -> Scalar {
        forge::scalar(&self.world.draw(name).bytes(64))
    }

    /// SIG-1.
    fn scalars(&self) -> Vec<Vector> {
        let honest = self.honest();
        let (r, s) = honest.split_at(32);
        let with_s = |s: Vec<u8>| [r, &s].concat();
        let mut high_bit = s.to_vec();
        high_bit[31] |= 0x80;
        let mismatch: &[&str] = &["signature-mismatch"];
        let lengths = [
            ("no-bytes", vec![]),
            ("32-bytes", r.to_vec()),
            ("63-bytes", honest[..63].to_vec()),
        ];
        let longer = [("65-bytes", [&honest[..], &[0]].concat())];
        let scalars = [
            ("s-plus-l", with_s(forge::plus_order(s, 1)), &[][..]),
            ("s-plus-15-l", with_s(forge::plus_order(s, 15)), &[]),
            ("s-is-l", with_s(forge::ORDER.to_vec()), mismatch),
            ("s-high-bit", with_s(high_bit), mismatch),
            ("s-all-ones", with_s(vec![0xff; 32]), mismatch),
        ];
        let of_length =
            |(name, sig): (&str, Vec<u8>)| self.refused("SIG-1", "", name, sig, &["signature-wrong-length"], &[]);
        let of_scalar = |(name, sig, also): (&str, Vec<u8>, &[&str])| {
            self.refused("SIG-1", "s", name, sig, &["scalar-not-reduced"], also)
        };
        lengths
            .into_iter()
            .chain(longer)
            .map(of_length)
            .chain(scalars.into_iter().map(of_scalar))
            .collect()
    }

    /// SIG-2: the equation holds, with a commitment to nothing.
    fn identities(&self) -> Vec<Vector> {
        let identity = forge::encode(&forge::small_order_points()[0]);
        let signature = self.with_commitment(identity, Scalar::ZERO);
        let mut vectors = vec![self.refused("SIG-2", "r", "r-identity", signature, &["r-identity"], &[])];
        let empty = Signer {
            message: vec![],
            ..*self
        };
        let signature = empty.with_commitment(identity, Scalar::ZERO);
        let fault = "r-identity-over-nothing";
        vectors.push(empty.refused("SIG-2", "r", fault, signature, &["r-identity", "empty-message"], &[]));
        vectors
    }

    /// SIG-3: R of small order passes the cofactored equation alone.
    fn small_commitments(&self) -> Vec<Vector> {
        let flags = ["r-small-order", "cofactored-only"];
        let small = |(multiple, point): (usize, EdwardsPoint)| {
            let signature = self.with_commitment(forge::encode(&point), Scalar::ZERO);
            self.refused(
                "SIG-3",
                "r",
                &format!("r-small-order-{multiple}"),
                signature,
                &flags,
                &[],
            )
        };
        let points = forge::small_order_points();
        let mut vectors: Vec<Vector> = points.into_iter().enumerate().skip(1).map(small).collect();
        let mut signed_one = [0; 32];
        (signed_one[0], signed_one[31]) = (1, 0x80);
        let identities = [
            ("r-identity-signed", signed_one),
            ("r-identity-past-p", forge::encode_non_canonically(1, false)),
            ("r-identity-past-p-signed", forge::encode_non_canonically(1, true)),
        ];
        for (fault, r) in identities {
            let signature = self.with_commitment(r, Scalar::ZERO);
            vectors.push(self.refused("SIG-3", "r", fault, signature, &["r-non-canonical"], &[]));
        }
        vectors
    }

    /// SIG-3: R with a small-order component, which a batch accepts now and then.
    fn mixed_commitments(&self) -> Vec<Vector> {
        let mixed = |(order, multiple): (u32, usize)| {
            let nonce = self.nonce(&format!("nonce of order {order}"));
            let r = ED25519_BASEPOINT_POINT * nonce + forge::small_order_points()[multiple];
            let signature = self.with_commitment(forge::encode(&r), nonce);
            let fault = format!("r-mixed-order-{order}");
            self.refused(
                "SIG-3",
                "r",
                &fault,
                signature,
                &["r-mixed-order", "cofactored-only"],
                &[],
            )
        };
        [(8, 1), (4, 2), (2, 4)].into_iter().map(mixed).collect()
    }

    /// SIG-3, the plain ways.
    fn mismatches(&self) -> Vec<Vector> {
        let honest = self.honest();
        let (r, s) = honest.split_at(32);
        let flipped = |at: usize, bit: u8| {
            let mut signature = honest.clone();
            signature[at] ^= bit;
            signature
        };
        let negated = {
            let mut bytes = [0; 32];
            bytes.copy_from_slice(s);
            -Scalar::from_bytes_mod_order(bytes)
        };
        let mut other_message = self.message.clone();
        other_message[0] ^= 1;
        let mut vectors = vec![
            self.refused("SIG-3", "s", "s-zero", [r, &[0; 32]].concat(), &["scalar-zero"], &[]),
            self.refused("SIG-3", "s", "s-bit-flipped", flipped(32, 1), &[], &[]),
            self.refused("SIG-3", "s", "s-negated", [r, &negated.to_bytes()].concat(), &[], &[]),
            self.refused("SIG-3", "r", "r-bit-flipped", flipped(0, 1), &[], &[]),
            self.refused("SIG-3", "r", "r-negated", flipped(31, 0x80), &[], &[]),
            self.refused(
                "SIG-3",
                "",
                "all-zero",
                vec![0; 64],
                &["r-small-order", "scalar-zero"],
                &[],
            ),
            self.refused("SIG-3", "", "other-key", self.world.bob.sign(&self.message), &[], &[]),
            self.refused("SIG-3", "", "other-message", self.key.sign(&other_message), &[], &[]),
            self.refused(
                "SIG-3",
                "",
                "over-the-digest",
                self.key.sign(&Sha512::digest(&self.message)),
                &[],
                &[],
            ),
        ];
        for (fault, flag) in [("ed25519ctx", 0), ("ed25519ph", 1)] {
            vectors.push(self.refused("SIG-3", "", fault, self.with_domain(flag), &[], &[]));
        }
        vectors
    }

    /// A signature as Ed25519ctx or Ed25519ph makes it (RFC 8032 section 5.1), with an empty context.
    fn with_domain(&self, flag: u8) -> Vec<u8> {
        let dom2 = [b"SigEd25519 no Ed25519 collisions".as_slice(), &[flag, 0]].concat();
        let message = if flag == 1 {
            Sha512::digest(&self.message).to_vec()
        } else {
            self.message.clone()
        };
        let nonce = self.nonce("nonce with a domain");
        let r = forge::encode(&(ED25519_BASEPOINT_POINT * nonce));
        let k = forge::challenge(&[&dom2[..], &r].concat(), &self.key.public(), &message);
        [r, (nonce + k * self.key.secret_scalar()).to_bytes()].concat()
    }

    /// KEY-2 to KEY-4: signatures that satisfy the equation under keys that are not to be admitted.
    fn bad_keys(&self) -> Vec<Vector> {
        let nonce = self.nonce("nonce under a bad key");
        let r = forge::encode(&(ED25519_BASEPOINT_POINT * nonce));
        let free = [r, nonce.to_bytes()].concat();
        let points = forge::small_order_points();
        let identity = forge::encode(&points[0]);
        let order_8 = forge::encode(&points[1]);
        let off_curve = (2..).map(|y| [vec![y], vec![0; 31]].concat()).find(|key| {
            key.clone()
                .try_into()
                .is_ok_and(|key: [u8; 32]| !forge::is_on_curve(&key))
        });
        let past_p = forge::encode_non_canonically(1, false);
        let mixed = admission::mixed_key(self.key);
        let of_small = self.forged(&order_8, Scalar::ZERO);
        let of_mixed = self.forged(&mixed, self.key.secret_scalar());
        // Each fault is a flag as well.
        let keys = [
            ("KEY-2", "key-wrong-length", vec![], self.honest()),
            ("KEY-2", "key-off-curve", off_curve.expect("half are"), self.honest()),
            ("KEY-2", "key-non-canonical", past_p.to_vec(), free.clone()),
            ("KEY-3", "key-identity", identity.to_vec(), free),
            ("KEY-4", "key-small-order", order_8.to_vec(), of_small),
            ("KEY-4", "key-mixed-order", mixed.to_vec(), of_mixed),
        ];
        let refuse = |(rule, fault, key, signature): (&str, &str, Vec<u8>, Vec<u8>)| {
            let title = format!("{}: the equation may hold, the key is refused", fault.replace('-', " "));
            let also: &[&str] = if fault == "key-non-canonical" {
                &["key-identity"]
            } else {
                &[]
            };
            case(self.world, fault, &title, &key, &self.message, signature)
                .about("VerifySignature", "public_key")
                .flags(&[fault])
                .refused(rule, fault, TWIN, also)
        };
        keys.into_iter().map(refuse).collect()
    }

    /// A signature that satisfies the equation without cofactor under a key whose component of order 8 its maker cannot
    /// account for: the challenge happens to be a multiple of 8.
    fn forged(&self, key: &[u8], secret: Scalar) -> Vec<u8> {
        let mut draw = self.world.draw("nonces for a multiple of 8");
        loop {
            let nonce = forge::scalar(&draw.bytes(64));
            let r = forge::encode(&(ED25519_BASEPOINT_POINT * nonce));
            let k = forge::challenge(&r, key, &self.message);
            if k.to_bytes()[0] & 7 == 0 {
                return [r, (nonce + k * secret).to_bytes()].concat();
            }
        }
    }
}
