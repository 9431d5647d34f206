//! Receipts of a package: who signed them, and their chain (RCP-2 to RCP-7).

use casp_wire::v1::SignerClass::{Attested, EndorsedThirdParty, HostProxy};

use super::plan::Plan;
use super::{Faults, accepted, refused};
use crate::generate::forge::{Payload as _, Statement};
use crate::generate::world::World;
use crate::vector::Vector;

const GROUP: &str = "package-receipts";

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = signers(world);
    vectors.extend(delegates(world));
    vectors.extend(contracts(world));
    vectors.extend(sequences(world));
    vectors.extend(antecedents(world));
    vectors.extend(completeness(world));
    vectors
}

fn faulty(plan: &Plan<'_>, rule: &str, name: &str, index: u32, twin: &str) -> Vector {
    refused(plan, GROUP, name, rule, &[("receipts", index)], twin)
}

/// RCP-2.
fn signers(world: &World) -> Vec<Vector> {
    let World {
        alice,
        bob,
        carol,
        host,
        ..
    } = world;
    let one = |class| Plan::bare(world).witnessed(&[class]);
    let (own, endorsed) = ("package/one-receipt", "package/receipt-of-a-third-party");
    let attested = "package/receipt-of-an-attested-key";
    let mut signers = vec![alice.multikey(), carol.multikey()];
    signers.sort();
    let naming_itself = |class| {
        let (offered, quoted) = (signers.clone(), signers.clone());
        one(class)
            .offer(move |it| it.terms.get_or_insert_default().receipt_signers.clone_from(&offered))
            .quote(move |it| it.terms.get_or_insert_default().receipt_signers.clone_from(&quoted))
    };
    let bad = |plan: Plan<'_>, name: &str, twin: &str| faulty(&plan, "RCP-2", name, 0, twin);
    vec![
        bad(
            one(HostProxy).issued_by("receipts", 0, carol),
            "host-proxy-of-a-third-party",
            own,
        ),
        bad(
            one(HostProxy).issued_by("receipts", 0, bob),
            "host-proxy-of-the-requester",
            own,
        ),
        bad(
            one(EndorsedThirdParty).issued_by("receipts", 0, host),
            "third-party-unnamed",
            endorsed,
        ),
        bad(
            one(EndorsedThirdParty).issued_by("receipts", 0, bob),
            "third-party-is-the-requester",
            endorsed,
        ),
        bad(
            one(EndorsedThirdParty).issued_by("receipts", 0, alice),
            "third-party-is-the-provider",
            endorsed,
        ),
        bad(
            naming_itself(EndorsedThirdParty).issued_by("receipts", 0, alice),
            "third-party-is-the-provider-and-named",
            endorsed,
        ),
        bad(one(Attested), "attested-without-attestation", attested),
        bad(
            one(Attested).attesting(&[alice]),
            "attested-with-the-attestation-of-another-key",
            attested,
        ),
        bad(
            one(Attested).issued_by("receipts", 0, carol).attesting(&[alice]),
            "attested-by-a-third-party-that-is-named",
            attested,
        ),
        accepted(
            &naming_itself(HostProxy),
            GROUP,
            "host-proxy-of-a-provider-that-is-named",
            &["RCP-2"],
        ),
        accepted(
            &one(Attested).issued_by("receipts", 0, alice).attesting(&[alice]),
            GROUP,
            "attested-by-the-key-of-the-provider",
            &["RCP-2", "ATT-1"],
        ),
    ]
}

/// Classes look at the issuer, but attestations at the key.
fn delegates(world: &World) -> Vec<Vector> {
    let World {
        alice,
        carol,
        worker,
        clerk,
        ..
    } = world;
    let to = |root, key| {
        let mut delegation = world.delegation(root, key);
        delegation.scopes = vec!["receipt".to_owned()];
        delegation.signed(root)
    };
    let (to_worker, to_clerk): (Statement, Statement) = (to(alice, worker), to(carol, clerk));
    let one = |class| Plan::bare(world).witnessed(&[class]);
    let by_worker = || {
        one(Attested)
            .issued_by("receipts", 0, alice)
            .delegated("receipts", 0, worker, &to_worker)
    };
    let good = |plan: Plan<'_>, name: &str| accepted(&plan, GROUP, name, &["RCP-2"]);
    vec![
        good(
            one(EndorsedThirdParty).delegated("receipts", 0, clerk, &to_clerk),
            "third-party-by-its-operational-key",
        ),
        good(by_worker().attesting(&[worker]), "attested-operational-key"),
        faulty(
            &by_worker().attesting(&[alice]),
            "RCP-2",
            "attested-root-of-an-operational-key",
            0,
            "package-receipts/attested-operational-key",
        ),
    ]
}

/// RCP-3.
fn contracts(world: &World) -> Vec<Vector> {
    let one = || Plan::bare(world).witnessed(&[HostProxy]);
    let two = || {
        Plan::bare(world)
            .witnessed(&[HostProxy, HostProxy])
            .asking(&["tool-receipt"])
    };
    let other = world.draw("another contract").bytes(32);
    vec![
        faulty(
            &one().receipt(0, |it| it.contract.clone_from(&other)),
            "RCP-3",
            "of-another-contract",
            0,
            "package/one-receipt",
        ),
        faulty(
            &one().receipt(0, |it| it.contract[0] ^= 0x80),
            "RCP-3",
            "of-almost-the-contract",
            0,
            "package/one-receipt",
        ),
        faulty(
            &two().receipt(1, |it| it.contract.clone_from(&other)),
            "RCP-3",
            "second-of-another-contract",
            1,
            "package/two-receipts",
        ),
    ]
}

fn several(plan: &Plan<'_>, rule: &str, name: &str, faults: Faults<'_>, twin: &str) -> Vector {
    refused(plan, GROUP, name, rule, faults, twin)
}

/// RCP-4.
fn sequences(world: &World) -> Vec<Vector> {
    let of = |count: usize| {
        Plan::bare(world)
            .witnessed(&[HostProxy].repeat(count))
            .asking(&["tool-receipt"])
    };
    let two = "package/two-receipts";
    vec![
        faulty(&of(2).receipt(1, |it| it.seq = 3), "RCP-4", "gap", 1, two),
        faulty(
            &of(2).receipt(1, |it| it.seq = 1),
            "RCP-4",
            "first-number-twice",
            1,
            two,
        ),
        faulty(
            &of(2).receipt(0, |it| it.seq = 2),
            "RCP-4",
            "second-number-twice",
            0,
            two,
        ),
        faulty(&of(2).receipt(1, |it| it.seq = 256), "RCP-4", "greatest-number", 1, two),
        several(
            &of(2).receipt(0, |it| it.seq = 2).receipt(1, |it| it.seq = 1),
            "RCP-4",
            "numbers-swapped",
            &[("receipts", 0), ("receipts", 1)],
            two,
        ),
        several(
            &of(2).package(|it| it.receipts.swap(0, 1)),
            "RCP-4",
            "receipts-swapped",
            &[("receipts", 0), ("receipts", 1)],
            two,
        ),
        faulty(
            &of(2).package(|it| it.receipts.push(it.receipts[1].clone())),
            "RCP-4",
            "last-receipt-twice",
            2,
            two,
        ),
        several(
            &of(2).package(|it| it.receipts.insert(0, it.receipts[0].clone())),
            "RCP-4",
            "first-receipt-twice",
            &[("receipts", 1), ("receipts", 2)],
            two,
        ),
    ]
}

/// RCP-5.
fn antecedents(world: &World) -> Vec<Vector> {
    let of = |count: usize| {
        Plan::bare(world)
            .witnessed(&[HostProxy].repeat(count))
            .asking(&["tool-receipt"])
    };
    let (one, two) = ("package/one-receipt", "package/two-receipts");
    let stranger = world.draw("a receipt elsewhere").bytes(32);
    let first = of(2).make().receipts[0].clone();
    let mut both = vec![first.clone(), stranger.clone()];
    both.sort();
    // The third names the first, so that the second can name the third.
    let third_of = |index: usize, id: Vec<u8>| of(3).receipt(index, move |it| it.previous = vec![id.clone()]);
    let third = third_of(2, first.clone()).make().receipts[2].clone();
    let contract = Plan::bare(world).make().acceptance;
    vec![
        faulty(
            &of(2).receipt(1, |it| it.previous.clear()),
            "RCP-5",
            "second-names-none",
            1,
            two,
        ),
        faulty(
            &of(2).receipt(1, |it| it.previous = vec![stranger.clone()]),
            "RCP-5",
            "second-names-a-stranger",
            1,
            two,
        ),
        faulty(
            &of(2).receipt(1, |it| it.previous.clone_from(&both)),
            "RCP-5",
            "second-names-a-stranger-too",
            1,
            two,
        ),
        faulty(
            &of(2).receipt(1, |it| it.previous[0][31] ^= 1),
            "RCP-5",
            "second-names-almost-the-first",
            1,
            two,
        ),
        faulty(
            &Plan::bare(world)
                .witnessed(&[HostProxy])
                .receipt(0, |it| it.previous = vec![stranger.clone()]),
            "RCP-5",
            "first-names-a-stranger",
            0,
            one,
        ),
        faulty(
            &Plan::bare(world)
                .witnessed(&[HostProxy])
                .receipt(0, |it| it.previous = vec![contract.clone()]),
            "RCP-5",
            "first-names-the-contract",
            0,
            one,
        ),
        faulty(
            &third_of(2, first.clone()).receipt(1, |it| it.previous = vec![third.clone()]),
            "RCP-5",
            "second-names-the-third",
            1,
            "package/receipt-that-follows-two",
        ),
    ]
}

/// RCP-6 and RCP-7.
fn completeness(world: &World) -> Vec<Vector> {
    let of = |count: usize| {
        Plan::bare(world)
            .witnessed(&[HostProxy].repeat(count))
            .asking(&["tool-receipt"])
    };
    let (one, two) = ("package/one-receipt", "package/two-receipts");
    let ids = of(2).make().receipts;
    let without = |left_out: usize| {
        let id = ids[left_out].clone();
        of(2).result(move |it| it.receipts.retain(|receipt| *receipt != id))
    };
    let stranger = world.draw("a receipt elsewhere").bytes(32);
    let unnamed = Plan::bare(world)
        .witnessed(&[HostProxy])
        .result(|it| it.receipts.clear());
    let more = |it: &mut casp_wire::v1::TaskResult| {
        it.receipts.push(stranger.clone());
        it.receipts.sort();
    };
    vec![
        faulty(&without(0), "RCP-6", "result-leaves-the-first-out", 0, two),
        faulty(&without(1), "RCP-6", "result-leaves-the-second-out", 1, two),
        faulty(&unnamed, "RCP-6", "result-names-none", 0, one),
        several(
            &of(2).result(more),
            "RCP-7",
            "result-names-another",
            &[("result", 0)],
            two,
        ),
        several(
            &of(2).package(|it| it.receipts.truncate(1)),
            "RCP-7",
            "last-receipt-missing",
            &[("result", 0)],
            two,
        ),
        several(
            &of(2).package(|it| it.receipts.clear()),
            "RCP-7",
            "all-receipts-missing",
            &[("result", 0)],
            two,
        ),
        several(
            &Plan::bare(world).result(more),
            "RCP-7",
            "result-names-one-of-none",
            &[("result", 0)],
            "package/bare",
        ),
    ]
}
