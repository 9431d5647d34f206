//! Proofs against the provider (DSP-4): that it keeps two histories of this contract, or published two descriptors under one sequence.

use casp_wire::v1;

use super::{Bench, of};
use crate::generate::dispute::show::Show;
use crate::generate::evidence::fork::sides::{self, Side};
use crate::generate::forge::{Key, Payload as _, Statement};
use crate::generate::soft_state::story::proof_of;
use crate::vector::Vector;

pub(super) fn vectors(bench: Bench<'_>) -> Vec<Vector> {
    let mut vectors = forks(bench);
    vectors.extend(no_forks(bench));
    vectors.extend(equivocations(bench));
    vectors.extend(no_equivocations(bench));
    vectors.extend(both(bench));
    vectors
}

/// Two checkpoints of the contract, of one size.
fn histories(bench: Bench<'_>, contract: &[u8]) -> [Side; 2] {
    let mut histories = sides::same_size(bench.world);
    for side in &mut histories {
        side.checkpoint().contract = contract.to_vec();
    }
    histories
}

/// Two results of the contract.
fn results(bench: Bench<'_>, contract: &[u8]) -> [Side; 2] {
    let mut results = sides::results(bench.world, [3, 3], 1);
    for side in &mut results {
        side.result().contract = contract.to_vec();
    }
    results
}

fn fork(bench: Bench<'_>, sides: &[Side; 2]) -> v1::ForkProof {
    sides::signed(bench.world, sides, None)
}

fn with_forks<'w>(bench: Bench<'w>, forks: &[v1::ForkProof]) -> Show<'w> {
    bench.good().with(|it| it.forks = forks.to_vec())
}

fn forks(bench: Bench<'_>) -> Vec<Vector> {
    let contract = bench.good().contract();
    let found = |name: &str, forks: &[v1::ForkProof]| {
        let findings: Vec<_> = (0..)
            .zip(forks)
            .map(|(index, _)| of(&bench.world.alice, "forks", index, "FRK-3"))
            .collect();
        bench.found(name, &with_forks(bench, forks), &findings)
    };
    let (two_histories, two_results) = (
        fork(bench, &histories(bench, &contract)),
        fork(bench, &results(bench, &contract)),
    );
    vec![
        found("fork-of-two-histories", std::slice::from_ref(&two_histories)),
        found("fork-of-two-results", std::slice::from_ref(&two_results)),
        found("two-forks", &[two_results.clone(), two_histories.clone()]),
        found("a-fork-twice", &[two_histories.clone(), two_histories]),
    ]
}

fn no_forks(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let contract = bench.good().contract();
    let twin = bench.id("fork-of-two-histories");
    let bad = |fault: &str, proof: &v1::ForkProof| {
        let show = with_forks(bench, std::slice::from_ref(proof));
        bench.refused("DSP-4", fault, "forks", &twin, &show)
    };
    let ours = histories(bench, &contract);
    let good = fork(bench, &ours);
    let other = world.draw("another statement").bytes(32);
    let carols = {
        let mut sides = ours.clone();
        for side in &mut sides {
            side.checkpoint().header().issuer = world.carol.multikey();
        }
        let [a, b] = &sides;
        let sign = |side: &Side| side.member.signed(&world.carol);
        sides::prove([(a, sign(a)), (b, sign(b))], None)
    };
    let growing = {
        let mut sides = sides::histories(world, [3, 6], 8);
        for side in &mut sides {
            side.checkpoint().contract.clone_from(&contract);
        }
        fork(bench, &sides)
    };
    let mut altered = good.clone();
    altered
        .second
        .get_or_insert_default()
        .subject
        .get_or_insert_default()
        .signatures[0]
        .sig[9] ^= 1;
    let mut descending = good.clone();
    std::mem::swap(&mut descending.first, &mut descending.second);
    let elsewhere = fork(bench, &histories(bench, &other));
    let without_contract = fork(bench, &sides::same_size(world));
    let second = with_forks(bench, &[good, elsewhere.clone()]);
    vec![
        bad("fork-of-another-contract", &elsewhere),
        bad("fork-without-contract", &without_contract),
        bad("fork-of-another-agent", &carols),
        bad("fork-of-a-history-that-grows", &growing),
        bad("fork-altered", &altered),
        bad("fork-descending", &descending),
        bench.refused(
            "DSP-4",
            "second-fork-of-another-contract",
            "forks",
            &bench.id("two-forks"),
            &second,
        ),
    ]
}

/// Two descriptors of one agent under one sequence, and perhaps another.
fn descriptors(bench: Bench<'_>, publisher: &Key, sequences: [u64; 2]) -> [Statement; 2] {
    let mut at = 0;
    sequences.map(|sequence| {
        let mut descriptor = bench.world.descriptor(publisher);
        descriptor.sequence += sequence;
        at += 1;
        descriptor.header().issued_at_ms += at;
        descriptor.signed(publisher)
    })
}

fn proof(bench: Bench<'_>, publisher: &Key, sequences: [u64; 2]) -> v1::EquivocationProof {
    let [a, b] = descriptors(bench, publisher, sequences);
    proof_of(&a, &b)
}

fn with_equivocations<'w>(bench: Bench<'w>, proofs: &[v1::EquivocationProof]) -> Show<'w> {
    bench.good().with(|it| it.equivocations = proofs.to_vec())
}

fn equivocations(bench: Bench<'_>) -> Vec<Vector> {
    let alice = &bench.world.alice;
    let found = |name: &str, proofs: &[v1::EquivocationProof]| {
        let findings: Vec<_> = (0..)
            .zip(proofs)
            .map(|(index, _)| of(alice, "equivocations", index, "SST-4"))
            .collect();
        bench.found(name, &with_equivocations(bench, proofs), &findings)
    };
    let [one, another] = [3, 4].map(|sequence| proof(bench, alice, [sequence, sequence]));
    vec![
        found("equivocation", std::slice::from_ref(&one)),
        found("two-equivocations", &[another, one]),
    ]
}

fn no_equivocations(bench: Bench<'_>) -> Vec<Vector> {
    let (alice, bob, carol) = (&bench.world.alice, &bench.world.bob, &bench.world.carol);
    let twin = bench.id("equivocation");
    let bad = |fault: &str, proof: &v1::EquivocationProof| {
        let show = with_equivocations(bench, std::slice::from_ref(proof));
        bench.refused("DSP-4", fault, "equivocations", &twin, &show)
    };
    let good = proof(bench, alice, [3, 3]);
    let mut altered = good.clone();
    altered
        .first
        .get_or_insert_default()
        .subject
        .get_or_insert_default()
        .signatures[0]
        .sig[9] ^= 1;
    let mut descending = good.clone();
    std::mem::swap(&mut descending.first, &mut descending.second);
    let mut same = good.clone();
    same.second.clone_from(&same.first);
    let second = with_equivocations(bench, &[good, proof(bench, bob, [3, 3])]);
    vec![
        bad("equivocation-of-the-requester", &proof(bench, bob, [3, 3])),
        bad("equivocation-of-another-agent", &proof(bench, carol, [3, 3])),
        bad("equivocation-of-two-sequences", &proof(bench, alice, [3, 4])),
        bad("equivocation-of-one-statement", &same),
        bad("equivocation-altered", &altered),
        bad("equivocation-descending", &descending),
        bench.refused(
            "DSP-4",
            "second-equivocation-of-the-requester",
            "equivocations",
            &bench.id("two-equivocations"),
            &second,
        ),
    ]
}

fn both(bench: Bench<'_>) -> Vec<Vector> {
    let alice = &bench.world.alice;
    let contract = bench.good().contract();
    let two_results = fork(bench, &results(bench, &contract));
    let show = bench.good().with(|it| {
        it.forks = vec![two_results];
        it.equivocations = vec![proof(bench, alice, [3, 3])];
    });
    vec![bench.found(
        "fork-and-equivocation",
        &show,
        &[of(alice, "forks", 0, "FRK-3"), of(alice, "equivocations", 0, "SST-4")],
    )]
}
