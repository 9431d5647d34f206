//! The trace of a package (TRC-1 to TRC-7).

use casp_wire::v1::{self, SignerClass::HostProxy};

use super::super::trace;
use super::super::tree::{altered, leaf_hash};
use super::plan::Plan;
use super::{Faults, accepted, refused};
use crate::generate::world::World;
use crate::vector::Vector;

const GROUP: &str = "package-trace";
/// Four events without contract.
const TWIN: &str = "package-trace/of-four";

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = vec![accepted(
        &four(world),
        GROUP,
        "of-four",
        &["TRC-1", "TRC-2", "TRC-3", "TRC-4"],
    )];
    vectors.extend(numbers(world));
    vectors.extend(salts_and_times(world));
    vectors.extend(ends(world));
    vectors.extend(receipts(world));
    vectors.extend(commitments(world));
    vectors.extend(altered_since(world));
    vectors
}

fn four(world: &World) -> Plan<'_> {
    Plan::alone(world, 4, &[4])
}

fn faulty(plan: &Plan<'_>, rule: &str, name: &str, faults: Faults<'_>) -> Vector {
    refused(plan, GROUP, name, rule, faults, TWIN)
}

/// TRC-1. What is committed is the trace with its fault.
fn numbers(world: &World) -> Vec<Vector> {
    let with = |edit: fn(&mut Vec<v1::TraceEvent>)| four(world).trace(edit);
    vec![
        faulty(&with(|it| it[1].seq = 3), "TRC-1", "number-too-high", &[("events", 1)]),
        faulty(&with(|it| it[2].seq = 2), "TRC-1", "number-twice", &[("events", 2)]),
        faulty(&with(|it| it[0].seq = 2), "TRC-1", "begins-with-two", &[("events", 0)]),
        faulty(
            &with(|it| it[3].seq = (1 << 53) - 1),
            "TRC-1",
            "greatest-number",
            &[("events", 3)],
        ),
        faulty(
            &with(|it| it.iter_mut().for_each(|event| event.seq += 1)),
            "TRC-1",
            "all-numbers-by-one",
            &[("events", 0), ("events", 1), ("events", 2), ("events", 3)],
        ),
        faulty(
            &with(|it| {
                it[1].seq = 3;
                it[2].seq = 2;
            }),
            "TRC-1",
            "numbers-swapped",
            &[("events", 1), ("events", 2)],
        ),
    ]
}

/// TRC-2 and TRC-3.
fn salts_and_times(world: &World) -> Vec<Vector> {
    let with = |edit: fn(&mut Vec<v1::TraceEvent>)| four(world).trace(edit);
    fn almost_zero(events: &mut Vec<v1::TraceEvent>) {
        for event in events {
            event.salt = vec![0; 16];
            event.salt[15] = 1;
        }
    }
    vec![
        faulty(
            &with(|it| it[0].salt = vec![0; 16]),
            "TRC-2",
            "first-salt-zero",
            &[("events", 0)],
        ),
        faulty(
            &with(|it| it[3].salt = vec![0; 16]),
            "TRC-2",
            "last-salt-zero",
            &[("events", 3)],
        ),
        accepted(&with(almost_zero), GROUP, "salts-almost-zero", &["TRC-2"]),
        faulty(
            &with(|it| it[2].at_ms = it[1].at_ms - 1),
            "TRC-3",
            "time-goes-back",
            &[("events", 2)],
        ),
        faulty(
            &with(|it| it[3].at_ms = 1),
            "TRC-3",
            "ends-at-the-epoch",
            &[("events", 3)],
        ),
        accepted(
            &with(|it| it[2].at_ms = it[1].at_ms),
            GROUP,
            "time-stands-still",
            &["TRC-3"],
        ),
        faulty(
            &with(|it| it[1].at_ms = it[3].at_ms + 1),
            "TRC-3",
            "time-runs-ahead-once",
            &[("events", 2)],
        ),
    ]
}

/// TRC-4.
fn ends(world: &World) -> Vec<Vector> {
    let with = |edit: fn(&mut Vec<v1::TraceEvent>)| four(world).trace(edit);
    let of_one = Plan::alone(world, 1, &[1]).trace(|it| it[0].terminal = false);
    vec![
        faulty(
            &with(|it| it[3].terminal = false),
            "TRC-4",
            "without-end",
            &[("events", 3)],
        ),
        faulty(
            &with(|it| it[0].terminal = true),
            "TRC-4",
            "ends-at-once-too",
            &[("events", 0)],
        ),
        faulty(
            &with(|it| it[2].terminal = true),
            "TRC-4",
            "ends-early-too",
            &[("events", 2)],
        ),
        faulty(
            &with(|it| {
                it[2].terminal = true;
                it[3].terminal = false;
            }),
            "TRC-4",
            "ends-early-alone",
            &[("events", 2), ("events", 3)],
        ),
        refused(
            &of_one,
            GROUP,
            "only-event-without-end",
            "TRC-4",
            &[("events", 0)],
            "package/trace-alone-of-one-event",
        ),
    ]
}

/// TRC-5.
fn receipts(world: &World) -> Vec<Vector> {
    let stranger = world.draw("a receipt elsewhere").bytes(32);
    let witnessed = || Plan::bare(world).witnessed(&[HostProxy]).traced(3, &[2]);
    let made = witnessed().make();
    let twin = "package/trace-and-receipt";
    let naming = |id: &[u8]| {
        let id = id.to_vec();
        witnessed().trace(move |it| it[1].receipt.clone_from(&id))
    };
    vec![
        faulty(
            &four(world).trace(|it| it[1].receipt.clone_from(&stranger)),
            "TRC-5",
            "receipt-without-contract",
            &[("events", 1)],
        ),
        refused(
            &naming(&stranger),
            GROUP,
            "receipt-elsewhere",
            "TRC-5",
            &[("events", 1)],
            twin,
        ),
        refused(
            &naming(&made.acceptance),
            GROUP,
            "receipt-is-the-contract",
            "TRC-5",
            &[("events", 1)],
            twin,
        ),
        refused(
            &naming(&altered(&made.receipts[0], 255)),
            GROUP,
            "receipt-almost-there",
            "TRC-5",
            &[("events", 1)],
            twin,
        ),
        accepted(
            &naming(&made.receipts[0]),
            GROUP,
            "two-events-of-one-receipt",
            &["TRC-5"],
        ),
    ]
}

/// TRC-6 and TRC-7: what was committed is another trace.
fn commitments(world: &World) -> Vec<Vector> {
    let contract = || Plan::bare(world).traced(3, &[]);
    let twin = "package/trace-without-checkpoints";
    let committed =
        |edit: fn(&mut v1::TraceCommitment)| contract().result(move |it| edit(it.trace.get_or_insert_default()));
    let bad = |plan: Plan<'_>, rule: &str, name: &str| refused(&plan, GROUP, name, rule, &[("events", 0)], twin);
    let alone = |edit: fn(&mut v1::TraceCheckpoint)| four(world).checkpoint(0, edit);
    let first = |plan: Plan<'_>, rule: &str, name: &str| faulty(&plan, rule, name, &[("events", 0)]);
    let events = trace::events(world, "the work", 3);
    let last_leaf = leaf_hash(&prost::Message::encode_to_vec(&events[2]));
    vec![
        bad(committed(|it| it.size += 1), "TRC-6", "committed-with-one-more"),
        bad(committed(|it| it.size -= 1), "TRC-6", "committed-with-one-less"),
        bad(
            committed(|it| it.size = (1 << 53) - 1),
            "TRC-6",
            "committed-with-the-greatest-size",
        ),
        bad(contract().result(|it| it.trace = None), "TRC-6", "not-committed"),
        bad(contract().package(|it| it.events.clear()), "TRC-6", "withheld"),
        bad(
            Plan::bare(world).traced(1, &[]).package(|it| it.events.clear()),
            "TRC-6",
            "withheld-of-one-event",
        ),
        bad(committed(|it| it.root[31] ^= 1), "TRC-7", "committed-root-altered"),
        bad(
            contract().result(move |it| {
                it.trace.get_or_insert_default().root.clone_from(&last_leaf);
            }),
            "TRC-7",
            "committed-root-is-the-last-leaf",
        ),
        first(alone(|it| it.size += 1), "TRC-6", "last-checkpoint-of-one-more"),
        first(alone(|it| it.size -= 1), "TRC-6", "last-checkpoint-of-one-less"),
        first(alone(|it| it.root[0] ^= 1), "TRC-7", "last-checkpoint-of-another-root"),
    ]
}

/// TRC-7: the events are not those that were committed.
fn altered_since(world: &World) -> Vec<Vector> {
    let with = |edit: fn(&mut Vec<v1::TraceEvent>)| four(world).package(move |it| edit(&mut it.events));
    let first = |plan: Plan<'_>, name: &str| faulty(&plan, "TRC-7", name, &[("events", 0)]);
    vec![
        first(with(|it| it[0].salt[0] ^= 0x10), "salt-altered-since"),
        first(with(|it| it[1].at_ms += 1), "time-altered-since"),
        first(with(|it| it[2].kind.push('x')), "kind-altered-since"),
        first(with(|it| it[3].data[1] ^= 1), "data-altered-since"),
        first(with(|it| it[3].data.push(0)), "data-grown-since"),
        first(with(|it| it[2].data.clear()), "data-removed-since"),
        first(
            with(|it| {
                let data = std::mem::take(&mut it[1].data);
                it[1].data = std::mem::replace(&mut it[2].data, data);
                let salt = std::mem::take(&mut it[1].salt);
                it[1].salt = std::mem::replace(&mut it[2].salt, salt);
            }),
            "contents-swapped-since",
        ),
    ]
}
