//! SIZ-1 and the limit of a member.

use casp_wire::v1;
use prost::Message as _;

use super::sides::same_size;
use super::{SAME_SIZE, case};
use crate::generate::world::World;
use crate::vector::Vector;

/// Greatest encoded proof, bytes.
const MAX_PROOF: usize = 1_376_256;
/// Greatest bundle of a member, bytes.
const MAX_MEMBER: usize = 655_360;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let [_, side] = same_size(world);
    let good = side.member.signed(&world.alice);
    let zeros = |length: usize| good.with_payload(vec![0; length], &world.alice).bundle();
    let with = |first: usize, second: usize| v1::ForkProof {
        first: Some(zeros(first)),
        second: Some(zeros(second)),
        ..v1::ForkProof::default()
    };
    // Two members at their greatest are less than that.
    let of = |size: usize| with(640_000, 640_000 + size - with(640_000, 640_000).encoded_len());
    let member = |size: usize| zeros(600_000 + size - zeros(600_000).encoded_len());
    let [past, at] = [MAX_MEMBER + 1, MAX_MEMBER].map(|size| {
        let (first, second) = (Some(member(size)), Some(good.bundle()));
        let second_too_long = (second.clone(), first.clone());
        [(first, second), second_too_long].map(|(first, second)| v1::ForkProof {
            first,
            second,
            ..v1::ForkProof::default()
        })
    });
    let case = |name: &str, field: &str, flags: &[&str], proof: &v1::ForkProof| {
        case(world, name, world.now, proof)
            .about("ForkProof", field)
            .flags(flags)
    };
    let mut vectors = vec![
        case("proof-past-max", "", &["input-past-limit"], &of(MAX_PROOF + 1)).refused(
            "SIZ-1",
            "proof-past-max",
            SAME_SIZE,
            &[],
        ),
        case("proof-at-max", "", &["input-at-limit"], &of(MAX_PROOF)).refused("ENC-10", "proof-at-max", SAME_SIZE, &[]),
    ];
    for (field, proof) in ["first", "second"].into_iter().zip(&past) {
        vectors.push(
            case(&format!("{field}-past-max"), field, &["past-limit"], proof).refused(
                "ENC-10",
                "past-max-length",
                SAME_SIZE,
                &[],
            ),
        );
    }
    for (field, proof) in ["first", "second"].into_iter().zip(&at) {
        // Which object id is the lower, nobody can choose.
        vectors.push(case(&format!("{field}-at-max"), field, &["at-limit"], proof).refused(
            "REC-1",
            &format!("{field}-at-max"),
            SAME_SIZE,
            &["fork-order"],
        ));
    }
    vectors
}
