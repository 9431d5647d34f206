//! Faults of the trace and of checkpoints.

use super::{alter, faulty};
use crate::generate::evidence::package::plan::Plan;
use crate::generate::world::World;
use crate::vector::Vector;

const FULL: &str = "package/full";
const ALONE: &str = "package-checkpoints/of-a-trace-alone";

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = traces(world);
    vectors.extend(checkpoints(world));
    vectors.extend(without_contract(world));
    vectors
}

fn traces(world: &World) -> Vec<Vector> {
    let full = || Plan::full(world);
    vec![
        faulty(
            &full().receipt(1, |it| it.seq = 3).trace(|it| it[2].at_ms = 7),
            "receipt-number-and-event-time",
            "RCP-4",
            &[("receipts", 1), ("events", 2)],
            FULL,
        ),
        faulty(
            &full()
                .trace(|it| {
                    it[1].seq = 9;
                    it[3].salt = vec![0; 16];
                })
                .checkpoint(0, |it| it.root[0] ^= 1)
                .package(|it| it.events[2].data.push(1)),
            "event-number-and-salt-before-roots",
            "TRC-1",
            &[("events", 1), ("events", 3)],
            FULL,
        ),
        faulty(
            &full()
                .package(|it| it.events[0].data.push(1))
                .checkpoint(1, |it| it.session[0] ^= 1),
            "trace-root-before-checkpoints",
            "TRC-7",
            &[("events", 0)],
            FULL,
        ),
        faulty(
            &full().package(|it| {
                it.events.pop();
            }),
            "trace-cut-off",
            "TRC-4",
            &[("events", 2)],
            FULL,
        ),
        faulty(
            &full().package(|it| it.events.push(it.events[3].clone())),
            "trace-with-its-end-twice",
            "TRC-4",
            &[("events", 3), ("events", 4)],
            FULL,
        ),
        faulty(
            &full().package(|it| it.events.swap(1, 2)),
            "events-swapped",
            "TRC-1",
            &[("events", 1), ("events", 2)],
            FULL,
        ),
        faulty(
            &full().package(|it| {
                it.events.remove(1);
            }),
            "event-missing",
            "TRC-1",
            &[("events", 1), ("events", 2)],
            FULL,
        ),
        faulty(
            &full()
                .trace(|it| it[0].salt = vec![0; 16])
                .statement("checkpoints", 1, alter),
            "event-salt-and-checkpoint-altered",
            "REC-1",
            &[("events", 0), ("checkpoints", 1)],
            FULL,
        ),
    ]
}

fn checkpoints(world: &World) -> Vec<Vector> {
    let contract = |sizes: &[usize]| Plan::bare(world).traced(4, sizes);
    let twin = "package-checkpoints/of-a-contract";
    vec![
        faulty(
            &contract(&[2, 4])
                .checkpoint(0, |it| it.root[0] ^= 1)
                .checkpoint(1, |it| it.session[0] ^= 1),
            "root-and-session-of-checkpoints",
            "CHK-3",
            &[("checkpoints", 0), ("checkpoints", 1)],
            twin,
        ),
        faulty(
            &contract(&[3, 2]).checkpoint(0, |it| it.root[0] ^= 1),
            "size-below-one-of-a-wrong-root",
            "CHK-3",
            &[("checkpoints", 0)],
            twin,
        ),
        faulty(
            &contract(&[3, 2]).statement("checkpoints", 0, alter),
            "size-below-one-that-is-altered",
            "REC-1",
            &[("checkpoints", 0)],
            twin,
        ),
        faulty(
            &contract(&[3, 1, 2]).checkpoint(1, |it| it.session[0] ^= 1),
            "size-below-the-one-before-a-foreign-one",
            "CHK-1",
            &[("checkpoints", 1), ("checkpoints", 2)],
            twin,
        ),
    ]
}

fn without_contract(world: &World) -> Vec<Vector> {
    let alone = || Plan::alone(world, 4, &[2, 4]);
    let receipts = Plan::full(world).make().package.receipts;
    let id = Plan::full(world).make().receipts[0].clone();
    vec![
        faulty(
            &alone()
                .trace(move |it| it[0].receipt.clone_from(&id))
                .package(move |it| it.receipts = receipts[..1].to_vec()),
            "receipt-without-contract-that-an-event-names",
            "PKG-1",
            &[("receipts", 0)],
            ALONE,
        ),
        faulty(
            &alone()
                .trace(|it| it[1].salt = vec![0; 16])
                .statement("checkpoints", 1, alter),
            "event-salt-and-last-checkpoint-altered",
            "REC-1",
            &[("events", 1), ("checkpoints", 1)],
            ALONE,
        ),
        faulty(
            &alone()
                .checkpoint(0, |it| it.session[0] ^= 1)
                .statement("checkpoints", 1, alter)
                .package(|it| it.events[0].data.push(1)),
            "trace-and-session-where-the-last-checkpoint-is-altered",
            "REC-1",
            &[("checkpoints", 1)],
            ALONE,
        ),
        faulty(
            &alone()
                .statement("checkpoints", 0, alter)
                .package(|it| it.events.clear()),
            "checkpoint-altered-without-events",
            "PKG-1",
            &[("events", 0), ("checkpoints", 0)],
            ALONE,
        ),
        faulty(
            &alone()
                .trace(|it| it[3].terminal = false)
                .package(|it| it.checkpoints.clear()),
            "no-end-and-no-checkpoints",
            "PKG-1",
            &[("events", 3), ("checkpoints", 0)],
            ALONE,
        ),
    ]
}
