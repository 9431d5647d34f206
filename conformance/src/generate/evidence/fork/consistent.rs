//! Members that do not contradict each other, or are not shown to (FRK-3).

use casp_wire::v1;

use super::sides::{Side, histories, results, same_size, signed, two_sizes, with_result};
use super::{OUTGROWN, RESULT_OF_ONE_SIZE, RESULT_OF_TWO_SIZES, Refusal, SAME_SIZE, TWO_RESULTS, TWO_SIZES};
use crate::generate::evidence::trace;
use crate::generate::world::{MAX_INTEGER, World};
use crate::vector::Vector;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = consistent(world);
    vectors.extend(consistent_results(world));
    vectors.extend(leaves_missing(world));
    vectors.extend(leaves_idle(world));
    vectors.extend(leaves_of_results_forged(world));
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
    again.member.header().issued_at_ms += 1;
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

/// FRK-3: a result and a checkpoint that it may follow.
fn consistent_results(world: &World) -> Vec<Vector> {
    let of = |sizes, index| signed(world, &with_result(world, sizes, 8), index);
    let without_trace = |sizes, index| {
        let mut sides = with_result(world, sizes, 1);
        sides[0].result().trace = None;
        signed(world, &sides, index)
    };
    let mut elsewhere = with_result(world, [3, 3], 1);
    elsewhere[0].result().trace = None;
    elsewhere[1].set_session(&world.draw("another session").bytes(16));
    let refusal = |twin, also| Refusal {
        twin,
        also,
        ..CONSISTENT
    };
    let at_sight = refusal(RESULT_OF_ONE_SIZE, &[]);
    let by_leaves = refusal(RESULT_OF_TWO_SIZES, &["inclusion"]);
    vec![
        at_sight.of(world, "result-and-checkpoint-of-one-tree", &of([3, 3], None)),
        refusal(RESULT_OF_TWO_SIZES, &[]).of(world, "result-and-its-beginning-with-leaves", &of([6, 3], Some(1))),
        by_leaves.of(world, "result-and-its-beginning", &of([6, 3], None)),
        by_leaves.of(
            world,
            "result-and-a-smaller-checkpoint-without-leaves",
            &signed(world, &with_result(world, [6, 3], 1), None),
        ),
        at_sight.of(
            world,
            "result-without-trace-and-checkpoint",
            &without_trace([3, 3], None),
        ),
        at_sight.of(
            world,
            "result-without-trace-and-checkpoint-of-another-session",
            &signed(world, &elsewhere, None),
        ),
        by_leaves.of(
            world,
            "result-without-trace-and-checkpoint-with-leaves",
            &without_trace([6, 3], Some(1)),
        ),
        refusal(OUTGROWN, &[]).of(
            world,
            "result-without-trace-and-a-larger-checkpoint",
            &without_trace([1, 4], None),
        ),
    ]
}

/// FRK-3: leaves or an index beside members that contradict each other without, and not by them.
fn leaves_idle(world: &World) -> Vec<Vector> {
    let contract = world.draw("some contract").bytes(32);
    let two_sessions = |sizes: [usize; 2], at: usize, index| {
        let mut sides = histories(world, sizes, at);
        sides[0].checkpoint().contract.clone_from(&contract);
        sides[1].checkpoint().contract.clone_from(&contract);
        sides[1].set_session(&world.draw("another session").bytes(16));
        signed(world, &sides, index)
    };
    let results = |sizes, at, index| signed(world, &results(world, sizes, at), index);
    let with_result = |sizes, at, index| signed(world, &with_result(world, sizes, at), index);
    let mut untraced = super::results(world, [3, 6], 1);
    untraced.iter_mut().for_each(|side| side.result().trace = None);
    let edited = |mut proof: v1::ForkProof, edit: fn(&mut v1::ForkProof)| {
        edit(&mut proof);
        proof
    };
    fn without_leaves(proof: &mut v1::ForkProof) {
        proof.first_leaf = None;
        proof.second_leaf = None;
    }
    fn first_leaf_alone(proof: &mut v1::ForkProof) {
        proof.second_leaf = None;
        proof.index = 0;
    }
    fn second_leaf_alone(proof: &mut v1::ForkProof) {
        proof.first_leaf = None;
        proof.index = 0;
    }
    let refuse = |twin: &str, name: &str, proof: v1::ForkProof| Refusal { twin, ..CONSISTENT }.of(world, name, &proof);
    let one_history = "evidence/fork/two-sessions-of-one-history";
    vec![
        refuse(
            TWO_RESULTS,
            "two-results-of-one-size-with-leaves",
            results([3, 3], 1, Some(1)),
        ),
        refuse(
            TWO_RESULTS,
            "two-results-with-an-index",
            edited(results([3, 3], 1, Some(1)), without_leaves),
        ),
        refuse(
            TWO_RESULTS,
            "two-results-with-the-first-leaf",
            edited(results([3, 6], 1, Some(1)), first_leaf_alone),
        ),
        refuse(
            TWO_RESULTS,
            "two-results-with-the-second-leaf",
            edited(results([3, 6], 1, Some(1)), second_leaf_alone),
        ),
        refuse(
            "evidence/fork/two-results-of-a-trace-and-its-beginning",
            "two-results-of-a-trace-and-its-beginning-with-leaves",
            results([3, 6], 8, Some(1)),
        ),
        refuse(
            "evidence/fork/two-results-without-trace",
            "two-results-without-trace-with-leaves",
            signed(world, &untraced, Some(1)),
        ),
        refuse(
            RESULT_OF_ONE_SIZE,
            "result-and-checkpoint-of-one-size-with-leaves",
            with_result([3, 3], 1, Some(1)),
        ),
        refuse(
            RESULT_OF_ONE_SIZE,
            "result-and-checkpoint-of-one-size-with-an-index",
            edited(with_result([3, 3], 1, Some(1)), without_leaves),
        ),
        refuse(
            OUTGROWN,
            "result-outgrown-by-one-with-leaves",
            with_result([3, 4], 8, Some(1)),
        ),
        refuse(
            OUTGROWN,
            "result-outgrown-by-one-with-an-index",
            edited(with_result([3, 4], 8, Some(1)), without_leaves),
        ),
        refuse(
            OUTGROWN,
            "result-outgrown-by-one-with-the-first-leaf",
            edited(with_result([3, 4], 8, Some(0)), first_leaf_alone),
        ),
        refuse(
            one_history,
            "two-sessions-of-one-history-with-leaves",
            two_sessions([3, 3], 8, Some(1)),
        ),
        refuse(
            one_history,
            "two-sessions-with-an-index",
            edited(two_sessions([3, 3], 8, Some(1)), without_leaves),
        ),
        refuse(
            "evidence/fork/two-sessions-of-a-growing-history",
            "two-sessions-of-a-growing-history-with-leaves",
            two_sessions([3, 6], 8, Some(1)),
        ),
        refuse(
            "evidence/fork/two-sessions-of-a-growing-history",
            "two-sessions-of-a-growing-history-with-the-second-leaf",
            edited(two_sessions([3, 6], 8, Some(0)), second_leaf_alone),
        ),
    ]
}

/// FRK-3: leaves that the tree of the result or of the checkpoint does not have there.
fn leaves_of_results_forged(world: &World) -> Vec<Vector> {
    let refuse = |field: &str, name: &str, edit: fn(&mut v1::ForkProof)| {
        let mut proof = signed(world, &with_result(world, [6, 3], 1), Some(1));
        edit(&mut proof);
        let twin = RESULT_OF_TWO_SIZES;
        Refusal {
            field,
            twin,
            ..CONSISTENT
        }
        .of(world, name, &proof)
    };
    vec![
        refuse("index", "result-and-a-smaller-checkpoint-index-zero", |it| it.index = 0),
        refuse(
            "index",
            "result-and-a-smaller-checkpoint-index-past-the-smaller",
            |it| {
                it.index = 3;
            },
        ),
        refuse(
            "first_leaf",
            "result-and-a-smaller-checkpoint-first-leaf-altered",
            |it| {
                it.first_leaf.get_or_insert_default().leaf_hash[0] ^= 1;
            },
        ),
        refuse(
            "second_leaf",
            "result-and-a-smaller-checkpoint-second-leaf-altered",
            |it| {
                it.second_leaf.get_or_insert_default().leaf_hash[0] ^= 1;
            },
        ),
        refuse("first_leaf", "result-and-a-smaller-checkpoint-leaves-exchanged", |it| {
            std::mem::swap(&mut it.first_leaf, &mut it.second_leaf);
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
