//! The chain of a package's receipts, and that the result names all of them (RCP-4 to RCP-7).

use casp_wire::v1::SignerClass::HostProxy;

use super::{GROUP, faulty};
use crate::generate::evidence::package::plan::Plan;
use crate::generate::evidence::package::{Faults, refused};
use crate::generate::world::World;
use crate::vector::Vector;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = sequences(world);
    vectors.extend(antecedents(world));
    vectors.extend(completeness(world));
    vectors
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
