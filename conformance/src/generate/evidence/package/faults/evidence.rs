//! Faults of receipts, trace, checkpoints and attestations.

use super::faulty;
use crate::generate::evidence::package::plan::Plan;
use crate::generate::forge::Statement;
use crate::generate::world::World;
use crate::vector::Vector;

const FULL: &str = "package/full";
const ALONE: &str = "package-checkpoints/of-a-trace-alone";

fn alter(statement: &mut Statement) {
    statement.sig[33] ^= 2;
}

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = statements(world);
    vectors.extend(attested(world));
    vectors.extend(missing(world));
    vectors.extend(traces(world));
    vectors.extend(checkpoints(world));
    vectors.extend(stages(world));
    vectors.extend(without_contract(world));
    vectors
}

/// Altered statements, which others name all the same.
fn statements(world: &World) -> Vec<Vector> {
    let full = || Plan::full(world);
    let cut = |it: &mut Statement| {
        let payload = it.payload[..it.payload.len() - 1].to_vec();
        *it = it.with_payload(payload, &world.carol);
    };
    vec![
        faulty(
            &full().statement("receipts", 0, alter).statement("receipts", 2, alter),
            "two-receipts-altered",
            "REC-1",
            &[("receipts", 0), ("receipts", 2)],
            FULL,
        ),
        faulty(
            &full()
                .statement("ack", 0, alter)
                .statement("receipts", 1, alter)
                .statement("checkpoints", 0, alter),
            "ack-receipt-and-checkpoint-altered",
            "REC-1",
            &[("ack", 0), ("receipts", 1), ("checkpoints", 0)],
            FULL,
        ),
        faulty(
            &full().statement("receipts", 1, cut),
            "receipt-that-others-name-cut-off",
            "REC-1",
            &[("receipts", 1)],
            FULL,
        ),
        faulty(
            &full()
                .statement("receipts", 1, cut)
                .receipt(1, |it| it.seq = 9)
                .receipt(2, |it| it.seq = 4),
            "number-of-a-receipt-after-one-cut-off",
            "REC-1",
            &[("receipts", 1), ("receipts", 2)],
            FULL,
        ),
    ]
}

/// Attestations of keys of receipts that have faults of their own.
fn attested(world: &World) -> Vec<Vector> {
    let full = |edit: fn(&mut Statement)| Plan::full(world).statement("receipts", 2, edit);
    let carol = world.carol.did();
    let both: &[(&str, u32)] = &[("receipts", 2), ("attestations", 0)];
    let cut = |it: &mut Statement| {
        let payload = it.payload[..it.payload.len() - 1].to_vec();
        *it = it.with_payload(payload, &world.host);
    };
    vec![
        faulty(
            &full(alter),
            "attested-receipt-altered",
            "REC-1",
            &[("receipts", 2)],
            FULL,
        ),
        faulty(
            &Plan::full(world).statement("receipts", 2, cut),
            "attested-receipt-cut-off",
            "REC-1",
            both,
            FULL,
        ),
        faulty(
            &full(|it| it.keyid.push('#')),
            "attested-receipt-with-a-fragment",
            "REC-1",
            both,
            FULL,
        ),
        faulty(
            &Plan::full(world).statement("receipts", 2, move |it| it.keyid.clone_from(&carol)),
            "attested-receipt-with-the-keyid-of-another",
            "REC-1",
            both,
            FULL,
        ),
        faulty(
            &Plan::full(world).receipt(2, |it| it.seq = 7),
            "attested-receipt-of-another-number",
            "RCP-4",
            &[("receipts", 2)],
            FULL,
        ),
        faulty(
            &Plan::full(world)
                .attestation(0, |it| it.binding[0] ^= 1)
                .receipt(1, |it| it.seq = 1),
            "attested-receipt-whose-attestation-binds-something-else",
            "RCP-4",
            &[("receipts", 1), ("attestations", 0)],
            FULL,
        ),
    ]
}

/// Receipts that are not there.
fn missing(world: &World) -> Vec<Vector> {
    let without = |index: usize| {
        Plan::full(world).package(move |it| {
            it.receipts.remove(index);
        })
    };
    let stranger = world.draw("a receipt elsewhere").bytes(32);
    let mut named = vec![stranger];
    named.extend(Plan::full(world).make().receipts.into_iter().skip(1));
    named.sort();
    vec![
        faulty(
            &without(0),
            "first-receipt-missing",
            "RCP-4",
            &[("result", 0), ("receipts", 0), ("receipts", 1), ("events", 0)],
            FULL,
        ),
        faulty(
            &without(1),
            "second-receipt-missing",
            "RCP-4",
            &[("result", 0), ("receipts", 1), ("events", 1)],
            FULL,
        ),
        faulty(
            &without(2),
            "attested-receipt-missing",
            "TRC-5",
            &[("result", 0), ("events", 2), ("attestations", 0)],
            FULL,
        ),
        faulty(
            &Plan::full(world).result(|it| it.receipts.clone_from(&named)),
            "receipt-exchanged-in-the-result",
            "RCP-6",
            &[("result", 0), ("receipts", 0)],
            FULL,
        ),
    ]
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

/// A fault at CHAIN goes before one at ATTESTATION, though it is found later.
fn stages(world: &World) -> Vec<Vector> {
    let full = || Plan::full(world).attestation(0, |it| it.binding[0] ^= 1);
    let two = || Plan::bare(world).attesting(&[&world.carol, &world.alice]);
    let stranger = world.draw("a receipt elsewhere").bytes(32);
    let mut more = Plan::full(world).make().receipts;
    more.push(stranger);
    more.sort();
    vec![
        faulty(
            &full().receipt(1, |it| it.previous.clear()),
            "binding-and-receipt-chain",
            "RCP-5",
            &[("receipts", 1), ("attestations", 0)],
            FULL,
        ),
        faulty(
            &full().result(|it| it.receipts.clone_from(&more)),
            "binding-and-receipt-missing",
            "RCP-7",
            &[("result", 0), ("attestations", 0)],
            FULL,
        ),
        faulty(
            &full().checkpoint(1, |it| it.root[3] ^= 1),
            "binding-and-checkpoint-root",
            "CHK-3",
            &[("checkpoints", 1), ("attestations", 0)],
            FULL,
        ),
        faulty(
            &two().attestation(1, |it| it.binding[0] ^= 1),
            "key-and-binding",
            "ATT-1",
            &[("attestations", 0), ("attestations", 1)],
            "package/one-key-attested-twice",
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
