//! Faults of receipts and attestations.

use super::{alter, faulty};
use crate::generate::evidence::package::plan::Plan;
use crate::generate::forge::Statement;
use crate::generate::world::World;
use crate::vector::Vector;

const FULL: &str = "package/full";

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = statements(world);
    vectors.extend(attested(world));
    vectors.extend(missing(world));
    vectors.extend(stages(world));
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
