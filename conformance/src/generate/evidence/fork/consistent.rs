//! Checkpoints that do not contradict each other, or are not shown to (FRK-3).

use casp_wire::v1;

use super::{Refusal, SAME_SIZE, Side, TWO_SIZES, same_size, signed, two_sizes};
use crate::generate::evidence::trace;
use crate::generate::forge::Payload as _;
use crate::generate::world::{MAX_INTEGER, World};
use crate::vector::Vector;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = consistent(world);
    vectors.extend(leaves_missing(world));
    vectors.extend(leaves_forged(world));
    vectors
}

const CONSISTENT: Refusal<'_> = Refusal {
    rule: "FRK-3",
    field: "",
    twin: TWO_SIZES,
    also: &["inclusion"],
};

/// FRK-3: one history.
fn consistent(world: &World) -> Vec<Vector> {
    let events = trace::events(world, "a forked trace", 9);
    let side = |size: usize| Side::new(world, &events[..size]);
    let mut again = side(3);
    again.checkpoint.header().issued_at_ms += 1;
    let refusal = Refusal {
        twin: SAME_SIZE,
        also: &[],
        ..CONSISTENT
    };
    let grown = |index| signed(world, &[side(3), side(6)], index);
    vec![
        refusal.of(world, "one-root-signed-twice", &signed(world, &[side(3), again], None)),
        Refusal {
            also: &[],
            ..CONSISTENT
        }
        .of(world, "grown", &grown(Some(1))),
        Refusal {
            also: &[],
            ..CONSISTENT
        }
        .of(world, "grown-at-the-first-event", &grown(Some(0))),
        CONSISTENT.of(world, "grown-without-leaves", &grown(None)),
        CONSISTENT.of(world, "grown-past-the-smaller", &{
            let mut proof = grown(Some(2));
            proof.index = 4;
            proof
        }),
    ]
}

/// FRK-3: leaves that are there and should not be, or the other way round.
fn leaves_missing(world: &World) -> Vec<Vector> {
    let same = |edit: fn(&mut v1::ForkProof)| {
        let mut proof = signed(world, &same_size(world), Some(1));
        edit(&mut proof);
        proof
    };
    let two = |edit: fn(&mut v1::ForkProof)| {
        let mut proof = signed(world, &two_sizes(world), Some(1));
        edit(&mut proof);
        proof
    };
    let of_same = Refusal {
        twin: SAME_SIZE,
        also: &[],
        ..CONSISTENT
    };
    let of_two = |field| Refusal { field, ..CONSISTENT };
    vec![
        of_same.of(world, "one-size-with-leaves", &same(|_| ())),
        of_same.of(world, "one-size-with-leaves-and-no-index", &same(|it| it.index = 0)),
        of_same.of(
            world,
            "one-size-with-an-index",
            &same(|it| {
                it.first_leaf = None;
                it.second_leaf = None;
            }),
        ),
        of_same.of(
            world,
            "one-size-with-the-first-leaf",
            &same(|it| {
                it.second_leaf = None;
                it.index = 0;
            }),
        ),
        of_same.of(
            world,
            "one-size-with-the-second-leaf",
            &same(|it| {
                it.first_leaf = None;
                it.index = 0;
            }),
        ),
        of_two("first_leaf").of(
            world,
            "two-sizes-without-the-first-leaf",
            &two(|it| it.first_leaf = None),
        ),
        of_two("second_leaf").of(
            world,
            "two-sizes-without-the-second-leaf",
            &two(|it| it.second_leaf = None),
        ),
        of_two("first_leaf").of(
            world,
            "two-sizes-without-leaves",
            &two(|it| {
                it.first_leaf = None;
                it.second_leaf = None;
            }),
        ),
    ]
}

/// FRK-3: leaves that the trees do not have there.
fn leaves_forged(world: &World) -> Vec<Vector> {
    let refuse = |field: &str, name: &str, edit: &dyn Fn(&mut v1::ForkProof)| {
        let mut proof = signed(world, &two_sizes(world), Some(1));
        edit(&mut proof);
        Refusal { field, ..CONSISTENT }.of(world, name, &proof)
    };
    fn first(proof: &mut v1::ForkProof) -> &mut v1::IncludedLeaf {
        proof.first_leaf.get_or_insert_default()
    }
    fn second(proof: &mut v1::ForkProof) -> &mut v1::IncludedLeaf {
        proof.second_leaf.get_or_insert_default()
    }
    vec![
        refuse("index", "index-zero", &|it| it.index = 0),
        refuse("index", "index-after", &|it| it.index = 2),
        refuse("index", "index-past-the-smaller", &|it| it.index = 3),
        refuse("index", "index-greatest", &|it| it.index = MAX_INTEGER),
        refuse("first_leaf", "first-leaf-altered", &|it| first(it).leaf_hash[0] ^= 1),
        refuse("second_leaf", "second-leaf-altered", &|it| {
            second(it).leaf_hash[31] ^= 1
        }),
        refuse("first_leaf", "first-path-altered", &|it| first(it).path[0][9] ^= 1),
        refuse("second_leaf", "second-path-altered", &|it| second(it).path[1][9] ^= 1),
        refuse("first_leaf", "first-path-too-short", &|it| {
            first(it).path.pop();
        }),
        refuse("second_leaf", "second-path-too-long", &|it| {
            second(it).path.push(vec![7; 32])
        }),
        refuse("second_leaf", "second-path-empty", &|it| second(it).path.clear()),
        refuse("first_leaf", "leaves-exchanged", &|it| {
            std::mem::swap(&mut it.first_leaf, &mut it.second_leaf);
        }),
        refuse("second_leaf", "first-leaf-twice", &|it| {
            it.second_leaf.clone_from(&it.first_leaf)
        }),
    ]
}
