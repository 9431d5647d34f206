//! Members that are not valid, not of one contract or session, or in the wrong order (REC-1, FRK-1, FRK-2).

use casp_wire::v1;

use super::sides::{Side, delegation, prove, results, same_size, signed, two_sizes, with_result};
use super::{OUTGROWN, RESULT_OF_ONE_SIZE, RESULT_OF_TWO_SIZES, Refusal, SAME_SIZE, TWO_RESULTS, TWO_SIZES};
use crate::generate::evidence::tree::altered;
use crate::generate::forge::{Kind, Payload as _, Statement};
use crate::generate::world::{DAY, HOUR, World};
use crate::vector::Vector;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = invalid(world);
    vectors.extend(invalid_results(world));
    vectors.extend(outside_delegations(world));
    vectors.extend(unrelated(world));
    vectors.extend(unrelated_results(world));
    vectors.extend(misordered(world));
    vectors
}

/// The refusals of proofs with this member in the place of the second side's.
fn refuse(world: &World, sides: &[Side; 2], members: Vec<(&str, Statement)>, twin: &str) -> Vec<Vector> {
    let [a, b] = sides;
    let refusal = Refusal {
        rule: "REC-1",
        field: "",
        twin,
        also: &[],
    };
    let refuse = |(name, member): (&str, Statement)| {
        let proof = prove([(a, a.member.signed(&world.alice)), (b, member)], None);
        refusal.of(world, name, &proof)
    };
    members.into_iter().map(refuse).collect()
}

fn with(good: &Statement, edit: &dyn Fn(&mut Statement)) -> Statement {
    let mut statement = good.clone();
    edit(&mut statement);
    statement
}

fn edited(world: &World, side: &Side, edit: &dyn Fn(&mut v1::Header)) -> Statement {
    let mut member = side.member.clone();
    edit(member.header());
    member.signed(&world.alice)
}

/// REC-1, of checkpoints.
fn invalid(world: &World) -> Vec<Vector> {
    let sides = same_size(world);
    let b = &sides[1];
    let good = b.member.signed(&world.alice);
    let with = |edit: &dyn Fn(&mut Statement)| with(&good, edit);
    let edited = |edit: &dyn Fn(&mut v1::Header)| edited(world, b, edit);
    let mut unproven = b.member.delegated(&world.worker, &delegation(world, "receipt"));
    unproven.proofs.clear();
    let members = vec![
        ("signature-altered", with(&|it| it.sig[50] ^= 1)),
        ("keyid-of-another", with(&|it| it.keyid = world.bob.did())),
        ("signed-by-another", b.member.signed(&world.bob)),
        (
            "payload-cut-off",
            good.with_payload(good.payload[1..].to_vec(), &world.alice),
        ),
        (
            "of-another-network",
            edited(&|it| it.network_id = "other-net".to_owned()),
        ),
        (
            "with-an-expiry",
            edited(&|it| it.expires_at_ms = it.issued_at_ms + HOUR),
        ),
        ("with-a-nonce", edited(&|it| it.nonce = vec![7; 16])),
        ("without-its-delegation", unproven),
        (
            "delegated-for-tasks",
            b.member.delegated(&world.worker, &delegation(world, "task")),
        ),
        ("a-retirement", world.plain(Kind::Retire)),
        ("a-receipt", world.plain(Kind::ToolReceipt)),
        ("a-task-event", world.plain(Kind::TaskEvent)),
        ("an-ack", world.plain(Kind::DeliveryAck)),
        ("unknown-type", with(&|it| it.payload_type = "text/plain".to_owned())),
        ("retyped-as-result", retyped(&good, Kind::TaskResult, world)),
    ];
    refuse(world, &sides, members, SAME_SIZE)
}

/// The payload of one kind, signed as another.
fn retyped(statement: &Statement, kind: Kind, world: &World) -> Statement {
    Statement::new(kind, statement.payload.clone(), statement.issuer.clone(), &world.alice)
}

/// REC-1, of results.
fn invalid_results(world: &World) -> Vec<Vector> {
    let sides = results(world, [3, 3], 1);
    let b = &sides[1];
    let good = b.member.signed(&world.alice);
    let with = |edit: &dyn Fn(&mut Statement)| with(&good, edit);
    let edited = |edit: &dyn Fn(&mut v1::Header)| edited(world, b, edit);
    let changed = |edit: &dyn Fn(&mut v1::TaskResult)| {
        let mut side = b.clone();
        edit(side.result());
        side.member.signed(&world.alice)
    };
    let members = vec![
        ("result-signature-altered", with(&|it| it.sig[50] ^= 1)),
        ("result-signed-by-another", b.member.signed(&world.bob)),
        (
            "result-of-another-network",
            edited(&|it| it.network_id = "other-net".to_owned()),
        ),
        ("result-to-nobody", edited(&|it| it.audience.clear())),
        (
            "result-with-another-content",
            changed(&|it| it.output.get_or_insert_default().size_bytes += 1),
        ),
        ("result-without-output", changed(&|it| it.output = None)),
        (
            "result-delegated-for-receipts",
            b.member.delegated(&world.worker, &delegation(world, "receipt")),
        ),
        (
            "result-retyped-as-checkpoint",
            retyped(&good, Kind::TraceCheckpoint, world),
        ),
    ];
    refuse(world, &sides, members, TWO_RESULTS)
}

/// REC-1: a member is verified at its own time.
fn outside_delegations(world: &World) -> Vec<Vector> {
    let ended = |scope: &str, side: &Side| {
        let mut member = side.member.clone();
        let mut delegation = world.delegation(&world.alice, &world.worker);
        delegation.scopes = vec![scope.to_owned()];
        delegation.header().expires_at_ms = member.header().issued_at_ms - 1;
        member.delegated(&world.worker, &delegation.signed(&world.alice))
    };
    let (checkpoints, results) = (same_size(world), results(world, [3, 3], 1));
    let mut vectors = refuse(
        world,
        &checkpoints,
        vec![("issued-after-its-delegation", ended("receipt", &checkpoints[1]))],
        "evidence/fork/by-root-and-operational-key",
    );
    // The delegation begins after the result.
    let early = {
        let mut member = results[1].member.clone();
        member.header().issued_at_ms -= DAY;
        member.delegated(&world.worker, &delegation(world, "task"))
    };
    vectors.extend(refuse(
        world,
        &results,
        vec![
            ("result-issued-after-its-delegation", ended("task", &results[1])),
            ("result-issued-before-its-delegation", early),
        ],
        "evidence/fork/results-by-root-and-operational-key",
    ));
    vectors
}

fn unrelated_to(twin: &str) -> Refusal<'_> {
    Refusal {
        rule: "FRK-1",
        field: "",
        twin,
        also: &[],
    }
}

/// The proof of two sides, the second by another issuer.
fn by_two(world: &World, [a, mut b]: [Side; 2], index: Option<usize>) -> v1::ForkProof {
    b.member.header().issuer = world.carol.multikey();
    prove(
        [(&a, a.member.signed(&world.alice)), (&b, b.member.signed(&world.carol))],
        index,
    )
}

/// FRK-1, of checkpoints.
fn unrelated(world: &World) -> Vec<Vector> {
    let refusal = unrelated_to;
    let edited = |sides: [Side; 2], index, edit: &dyn Fn(&mut v1::TraceCheckpoint)| {
        let [a, mut b] = sides;
        edit(b.checkpoint());
        signed(world, &[a, b], index)
    };
    let same = |name: &str, edit: &dyn Fn(&mut v1::TraceCheckpoint)| {
        refusal(SAME_SIZE).of(world, name, &edited(same_size(world), None, edit))
    };
    let contract = world.draw("some contract").bytes(32);
    let mut of_two = same_size(world);
    of_two[0].checkpoint().contract.clone_from(&contract);
    of_two[1].checkpoint().contract = altered(&contract, 3);
    let mut of_two_with_sessions = of_two.clone();
    of_two_with_sessions[1].checkpoint().session[0] ^= 1;
    vec![
        refusal(SAME_SIZE).of(world, "of-two-issuers", &by_two(world, same_size(world), None)),
        refusal(TWO_SIZES).of(
            world,
            "of-two-issuers-and-sizes",
            &by_two(world, two_sizes(world), Some(1)),
        ),
        refusal(SAME_SIZE).of(world, "of-two-contracts", &signed(world, &of_two, None)),
        refusal("evidence/fork/two-sessions").of(
            world,
            "of-two-contracts-and-sessions",
            &signed(world, &of_two_with_sessions, None),
        ),
        same("of-a-contract-and-of-none", &|it| it.contract.clone_from(&contract)),
        same("of-two-sessions", &|it| it.session[0] ^= 1),
        same("of-sessions-almost-the-same", &|it| it.session[15] ^= 1),
        refusal(TWO_SIZES).of(
            world,
            "of-two-sessions-and-sizes",
            &edited(two_sizes(world), Some(1), &|it| it.session[7] ^= 1),
        ),
    ]
}

/// FRK-1, with results.
fn unrelated_results(world: &World) -> Vec<Vector> {
    let refusal = unrelated_to;
    let other = world.draw("another contract").bytes(32);
    let results = |edit: &dyn Fn(&mut v1::TaskResult)| {
        let [a, mut b] = results(world, [3, 3], 1);
        edit(b.result());
        signed(world, &[a, b], None)
    };
    let checkpoint = |sizes: [usize; 2], at, index, edit: &dyn Fn(&mut v1::TraceCheckpoint)| {
        let [a, mut b] = with_result(world, sizes, at);
        edit(b.checkpoint());
        signed(world, &[a, b], index)
    };
    vec![
        refusal(TWO_RESULTS).of(
            world,
            "results-of-two-contracts",
            &results(&|it| it.contract.clone_from(&other)),
        ),
        refusal(TWO_RESULTS).of(
            world,
            "results-of-contracts-almost-the-same",
            &results(&|it| it.contract[31] ^= 1),
        ),
        refusal(TWO_RESULTS).of(
            world,
            "results-of-two-issuers",
            &by_two(world, super::results(world, [3, 3], 1), None),
        ),
        refusal(RESULT_OF_ONE_SIZE).of(
            world,
            "result-and-checkpoint-of-two-issuers",
            &by_two(world, with_result(world, [3, 3], 1), None),
        ),
        refusal(RESULT_OF_ONE_SIZE).of(
            world,
            "result-and-checkpoint-of-another-contract",
            &checkpoint([3, 3], 1, None, &|it| it.contract.clone_from(&other)),
        ),
        refusal(RESULT_OF_TWO_SIZES).of(
            world,
            "result-and-a-smaller-checkpoint-of-another-contract",
            &checkpoint([6, 3], 1, Some(1), &|it| it.contract.clone_from(&other)),
        ),
        refusal(RESULT_OF_ONE_SIZE).of(
            world,
            "result-and-checkpoint-without-contract",
            &checkpoint([3, 3], 1, None, &|it| it.contract.clear()),
        ),
        refusal(OUTGROWN).of(
            world,
            "result-outgrown-by-a-trace-without-contract",
            &checkpoint([3, 4], 8, None, &|it| it.contract.clear()),
        ),
        refusal("evidence/fork/two-sessions-of-result-and-checkpoint").of(
            world,
            "result-and-checkpoint-of-another-contract-and-session",
            &checkpoint([3, 3], 8, None, &|it| {
                it.contract.clone_from(&other);
                it.session[0] ^= 1;
            }),
        ),
    ]
}

/// FRK-2.
fn misordered(world: &World) -> Vec<Vector> {
    let swapped = |mut proof: v1::ForkProof| {
        std::mem::swap(&mut proof.first, &mut proof.second);
        std::mem::swap(&mut proof.first_leaf, &mut proof.second_leaf);
        proof
    };
    let twice = |side: &Side| {
        let statement = side.member.signed(&world.alice);
        let again = statement.resigned(&world.alice, &world.draw("another nonce").bytes(64));
        let proof = |other: Statement| prove([(side, statement.clone()), (side, other)], None);
        [proof(statement.clone()), proof(again)]
    };
    let [checkpoint, checkpoint_signed_anew] = twice(&same_size(world)[0]);
    let [result, result_signed_anew] = twice(&results(world, [3, 3], 1)[0]);
    let refusal = |twin, also| Refusal {
        rule: "FRK-2",
        field: "",
        twin,
        also,
    };
    let result_first = swapped(signed(world, &with_result(world, [3, 3], 1), None));
    vec![
        refusal(SAME_SIZE, &[]).of(world, "swapped", &swapped(signed(world, &same_size(world), None))),
        refusal(TWO_SIZES, &[]).of(
            world,
            "swapped-with-their-leaves",
            &swapped(signed(world, &two_sizes(world), Some(1))),
        ),
        refusal(TWO_RESULTS, &[]).of(
            world,
            "results-swapped",
            &swapped(signed(world, &results(world, [3, 3], 1), None)),
        ),
        refusal(RESULT_OF_ONE_SIZE, &[]).of(world, "result-and-checkpoint-swapped", &result_first),
        // Two checkpoints of one tree do not contradict each other either.
        refusal(SAME_SIZE, &["fork-consistent"]).of(world, "one-checkpoint-twice", &checkpoint),
        refusal(SAME_SIZE, &["fork-consistent"]).of(
            world,
            "one-checkpoint-with-two-signatures",
            &checkpoint_signed_anew,
        ),
        refusal(TWO_RESULTS, &[]).of(world, "one-result-twice", &result),
        refusal(TWO_RESULTS, &[]).of(world, "one-result-with-two-signatures", &result_signed_anew),
    ]
}
