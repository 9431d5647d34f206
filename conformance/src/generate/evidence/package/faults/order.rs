//! Members that break two rules, of which the first listed is reported; and members outside the window of PKG-2 beside others.

use casp_wire::v1;
use casp_wire::v1::SignerClass::HostProxy;

use super::{alter, faulty};
use crate::generate::evidence::package::plan::{Plan, begins};
use crate::generate::forge::Payload as _;
use crate::generate::world::{HOUR, SECOND, World};
use crate::vector::Vector;

const FULL: &str = "package/full";
const BARE: &str = "package/bare";
const BILATERAL: &str = "package/bare-bilateral";

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = contract(world);
    vectors.extend(deliveries(world));
    vectors.extend(evidence(world));
    vectors.extend(steps(world));
    vectors
}

/// An hour before the offer.
fn early(world: &World) -> i64 {
    begins(world) - HOUR
}

fn html(result: &mut v1::TaskResult) {
    result.output.get_or_insert_default().media_type = "text/html".to_owned();
}

/// Acceptance and result.
fn contract(world: &World) -> Vec<Vector> {
    let bare = || Plan::bare(world);
    let (begins, early) = (begins(world), early(world));
    let other = world.draw("another statement").bytes(32);
    let due = |deadline: i64| bare().quote(move |it| it.terms.get_or_insert_default().deadline_ms = deadline);
    let lapsed = due(begins + 3 * SECOND).acceptance(move |it| {
        it.header().issued_at_ms = begins + HOUR;
        it.header().expires_at_ms = begins + 2 * HOUR;
    });
    let result: &[(&str, u32)] = &[("result", 0)];
    vec![
        faulty(
            &lapsed,
            "acceptance-lapsed-and-late",
            "REC-2",
            &[("acceptance", 0)],
            BARE,
        ),
        faulty(
            &bare().result(html).result(|it| it.contract.clone_from(&other)),
            "result-of-another-contract-and-type",
            "CTR-9",
            result,
            BARE,
        ),
        faulty(
            &bare().asking(&["trace"]).result(html),
            "result-without-trace-and-of-another-type",
            "CTR-13",
            result,
            "package/trace-without-checkpoints",
        ),
        faulty(
            &due(begins + 10 * SECOND).result(html),
            "result-of-another-type-and-late",
            "CTR-16",
            result,
            BARE,
        ),
        faulty(
            &bare().result(html).result(move |it| it.header().issued_at_ms = early),
            "result-of-another-type-and-early",
            "CTR-16",
            result,
            BARE,
        ),
    ]
}

/// What is held against a result that is outside the window, and against one that is not.
fn deliveries(world: &World) -> Vec<Vector> {
    let (begins, early) = (begins(world), early(world));
    let other = world.draw("another statement").bytes(32);
    vec![
        faulty(
            &Plan::full(world)
                .result(move |it| it.header().issued_at_ms = early)
                .ack(move |it| it.header().issued_at_ms = early - HOUR)
                .receipt(0, move |it| it.started_at_ms = early)
                .checkpoint(0, move |it| it.header().issued_at_ms = early)
                .attestation(0, |it| it.binding[0] ^= 1),
            "all-before-the-offer",
            "CTR-17",
            &[("result", 0)],
            FULL,
        ),
        faulty(
            &Plan::bare(world)
                .acknowledged()
                .quote(move |it| it.terms.get_or_insert_default().deadline_ms = begins + 10 * SECOND)
                .ack(move |it| it.header().issued_at_ms = early),
            "ack-early-where-the-result-is-late",
            "REC-3",
            &[("result", 0)],
            BILATERAL,
        ),
        faulty(
            &Plan::bare(world).acknowledged().ack(move |it| {
                it.header().issued_at_ms = early;
                it.result.clone_from(&other);
            }),
            "ack-early-and-of-another-result",
            "CTR-9",
            &[("ack", 0)],
            BILATERAL,
        ),
        faulty(
            &Plan::full(world)
                .receipt(1, move |it| it.started_at_ms = early)
                .checkpoint(1, move |it| it.header().issued_at_ms = early)
                .ack(move |it| it.header().issued_at_ms = early),
            "ack-receipt-and-checkpoint-early",
            "CTR-17",
            &[("ack", 0), ("receipts", 1), ("checkpoints", 1)],
            FULL,
        ),
    ]
}

/// Receipts and checkpoints.
fn evidence(world: &World) -> Vec<Vector> {
    let early = early(world);
    let contract = |sizes: &[usize]| Plan::bare(world).traced(4, sizes);
    let of_a_contract = "package-checkpoints/of-a-contract";
    let unnamed = Plan::bare(world)
        .witnessed(&[HostProxy])
        .receipt(0, move |it| it.started_at_ms = early)
        .result(|it| it.receipts.clear());
    vec![
        faulty(
            &unnamed,
            "receipt-early-and-unnamed",
            "RCP-6",
            &[("receipts", 0)],
            "package/one-receipt",
        ),
        faulty(
            &contract(&[2, 4]).checkpoint(1, move |it| {
                it.header().issued_at_ms = early;
                it.root[0] ^= 1;
            }),
            "checkpoint-early-and-of-another-root",
            "CHK-3",
            &[("checkpoints", 1)],
            of_a_contract,
        ),
        faulty(
            &contract(&[3, 2]).checkpoint(0, move |it| it.header().issued_at_ms = early),
            "size-below-one-that-is-early",
            "PKG-2",
            &[("checkpoints", 0)],
            of_a_contract,
        ),
        faulty(
            &contract(&[2, 4])
                .trace(|it| it[1].salt = vec![0; 16])
                .checkpoint(0, move |it| it.header().issued_at_ms = early),
            "checkpoint-early-where-a-salt-is-zero",
            "TRC-2",
            &[("events", 1)],
            of_a_contract,
        ),
    ]
}

/// Which of several faults comes first.
fn steps(world: &World) -> Vec<Vector> {
    let early = early(world);
    let full = || Plan::full(world);
    let stranger = world.draw("a receipt elsewhere").bytes(32);
    let mut more = full().make().receipts;
    more.push(stranger);
    more.sort();
    let alone = Plan::alone(world, 2, &[2]);
    let altered = full().statement("ack", 0, alter).make().package.ack;
    vec![
        faulty(
            &full()
                .ack(move |it| it.header().issued_at_ms = early)
                .package(|it| it.attestations.clear()),
            "ack-early-before-attestation-missing",
            "CTR-17",
            &[("ack", 0), ("receipts", 2), ("attestations", 0)],
            FULL,
        ),
        faulty(
            &full()
                .receipt(0, move |it| it.started_at_ms = early)
                .trace(|it| it[3].at_ms = 1),
            "receipt-early-before-event-time",
            "PKG-2",
            &[("receipts", 0), ("events", 3)],
            FULL,
        ),
        faulty(
            &full()
                .trace(|it| it[3].at_ms = 1)
                .checkpoint(1, move |it| it.header().issued_at_ms = early)
                .result(|it| it.receipts.clone_from(&more)),
            "event-time-before-receipt-missing",
            "TRC-3",
            &[("result", 0), ("events", 3)],
            FULL,
        ),
        faulty(
            &full()
                .checkpoint(1, move |it| it.header().issued_at_ms = early)
                .result(|it| it.receipts.clone_from(&more)),
            "checkpoint-early-before-receipt-missing",
            "PKG-2",
            &[("result", 0), ("checkpoints", 1)],
            FULL,
        ),
        faulty(
            &full()
                .checkpoint(0, move |it| it.header().issued_at_ms = early)
                .attestation(0, |it| it.binding[0] ^= 1),
            "binding-and-checkpoint-early",
            "PKG-2",
            &[("checkpoints", 0), ("attestations", 0)],
            FULL,
        ),
        faulty(
            &alone.package(move |it| it.ack.clone_from(&altered)),
            "ack-altered-without-contract",
            "PKG-1",
            &[("ack", 0)],
            "package/trace-alone",
        ),
    ]
}
