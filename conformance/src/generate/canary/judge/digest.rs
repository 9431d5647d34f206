//! Oracles that are the digest of the right answer.

use casp_wire::v1::oracle::Form;
use sha2::{Digest as _, Sha256};

use super::{Judge, MAX_ANSWER};
use crate::generate::engagement::{content_digest, tagged};
use crate::generate::world::World;
use crate::vector::Vector;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let judge = Judge {
        world,
        group: "judge-digest",
    };
    let answer = world.draw("answer by digest").sentence(5).into_bytes();
    let digest = content_digest(&answer);
    let right = || Form::ExactDigest(digest.clone());
    let of = |digest: Vec<u8>| Form::ExactDigest(digest);
    let flipped = |bytes: &[u8], at: usize| {
        let mut bytes = bytes.to_vec();
        bytes[at] ^= 1;
        bytes
    };
    let long = [b"a".repeat(MAX_ANSWER), world.draw("end of a long answer").bytes(8)].concat();
    let bytes = [&[0xff, 0xfe, 0, 0xed, 0xa0, 0x80][..], &world.draw("bytes").bytes(9)].concat();
    vec![
        judge.passes("the-answer", right(), answer.clone()),
        judge.passes("empty-answer", of(content_digest(b"")), b""),
        judge.passes("not-text", of(content_digest(&bytes)), bytes.clone()),
        judge.passes("longer-than-other-forms-admit", of(content_digest(&long)), long.clone()),
        judge.fails("last-byte-altered", right(), flipped(&answer, answer.len() - 1)),
        judge.fails(
            "first-bit-of-the-digest-altered",
            of(flipped(&digest, 0)),
            answer.clone(),
        ),
        judge.fails(
            "last-bit-of-the-digest-altered",
            of(flipped(&digest, 31)),
            answer.clone(),
        ),
        judge.fails("empty-in-place-of-the-answer", right(), b""),
        judge.fails("line-feed-at-the-end", right(), [&answer[..], b"\n"].concat()),
        judge.fails("cut-off", right(), &answer[..answer.len() - 1]),
        judge.fails("white-space-is-not-stripped", of(content_digest(b"a")), b" a"),
        judge.fails("digest-in-place-of-the-answer", right(), digest.clone()),
        judge.fails(
            "digest-without-tag",
            of(Sha256::digest(&answer).to_vec()),
            answer.clone(),
        ),
        judge.fails(
            "digest-of-a-chunk",
            of(tagged("casp/v1/chunk", &[&answer])),
            answer.clone(),
        ),
    ]
}
