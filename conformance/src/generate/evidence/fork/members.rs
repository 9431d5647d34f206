//! Checkpoints that are not valid, not of one trace, or in the wrong order (REC-1, FRK-1, FRK-2).

use casp_wire::v1;

use super::{Refusal, SAME_SIZE, Side, TWO_SIZES, delegation, prove, same_size, signed, two_sizes};
use crate::generate::evidence::tree::altered;
use crate::generate::forge::{Kind, Payload as _, Statement};
use crate::generate::world::{HOUR, World};
use crate::vector::Vector;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = invalid(world);
    vectors.extend(unrelated(world));
    vectors.extend(misordered(world));
    vectors
}

/// REC-1.
fn invalid(world: &World) -> Vec<Vector> {
    let [a, b] = &same_size(world);
    let good = b.checkpoint.signed(&world.alice);
    let with = |edit: &dyn Fn(&mut Statement)| {
        let mut statement = good.clone();
        edit(&mut statement);
        statement
    };
    let edited = |edit: &dyn Fn(&mut v1::Header)| {
        let mut checkpoint = b.checkpoint.clone();
        edit(checkpoint.header());
        checkpoint.signed(&world.alice)
    };
    let mut unproven = b.checkpoint.delegated(&world.worker, &delegation(world));
    unproven.proofs.clear();
    let members = [
        ("signature-altered", with(&|it| it.sig[50] ^= 1)),
        ("keyid-of-another", with(&|it| it.keyid = world.bob.did())),
        ("signed-by-another", b.checkpoint.signed(&world.bob)),
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
        ("a-retirement", world.plain(Kind::Retire)),
        ("a-receipt", world.plain(Kind::ToolReceipt)),
        ("unknown-type", with(&|it| it.payload_type = "text/plain".to_owned())),
    ];
    let refusal = Refusal {
        rule: "REC-1",
        field: "",
        twin: SAME_SIZE,
        also: &[],
    };
    let refuse = |(name, member): (&str, Statement)| {
        let proof = prove([(a, a.checkpoint.signed(&world.alice)), (b, member)], None);
        refusal.of(world, name, &proof)
    };
    members.into_iter().map(refuse).collect()
}

/// FRK-1.
fn unrelated(world: &World) -> Vec<Vector> {
    let refusal = |twin| Refusal {
        rule: "FRK-1",
        field: "",
        twin,
        also: &[],
    };
    let edited = |sides: [Side; 2], index, edit: &dyn Fn(&mut v1::TraceCheckpoint)| {
        let [a, mut b] = sides;
        edit(&mut b.checkpoint);
        signed(world, &[a, b], index)
    };
    let same = |name: &str, edit: &dyn Fn(&mut v1::TraceCheckpoint)| {
        refusal(SAME_SIZE).of(world, name, &edited(same_size(world), None, edit))
    };
    let contract = world.draw("some contract").bytes(32);
    let [a, mut b] = same_size(world);
    b.checkpoint.header().issuer = world.bob.multikey();
    let by_two = prove(
        [
            (&a, a.checkpoint.signed(&world.alice)),
            (&b, b.checkpoint.signed(&world.bob)),
        ],
        None,
    );
    let mut of_two = same_size(world);
    of_two[0].checkpoint.contract.clone_from(&contract);
    of_two[1].checkpoint.contract = altered(&contract, 3);
    vec![
        refusal(SAME_SIZE).of(world, "of-two-issuers", &by_two),
        refusal(SAME_SIZE).of(world, "of-two-contracts", &signed(world, &of_two, None)),
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

/// FRK-2.
fn misordered(world: &World) -> Vec<Vector> {
    let swapped = |mut proof: v1::ForkProof| {
        std::mem::swap(&mut proof.first, &mut proof.second);
        std::mem::swap(&mut proof.first_leaf, &mut proof.second_leaf);
        proof
    };
    let [a, _] = &same_size(world);
    let statement = a.checkpoint.signed(&world.alice);
    let again = statement.resigned(&world.alice, &world.draw("another nonce").bytes(64));
    let refusal = |twin, also| Refusal {
        rule: "FRK-2",
        field: "",
        twin,
        also,
    };
    vec![
        refusal(SAME_SIZE, &[]).of(world, "swapped", &swapped(signed(world, &same_size(world), None))),
        refusal(TWO_SIZES, &[]).of(
            world,
            "swapped-with-their-leaves",
            &swapped(signed(world, &two_sizes(world), Some(1))),
        ),
        // These do not contradict each other either.
        refusal(SAME_SIZE, &["fork-consistent"]).of(
            world,
            "one-checkpoint-twice",
            &prove([(a, statement.clone()), (a, statement.clone())], None),
        ),
        refusal(SAME_SIZE, &["fork-consistent"]).of(
            world,
            "one-checkpoint-with-two-signatures",
            &prove([(a, statement), (a, again)], None),
        ),
    ]
}
