//! PKG-2, to the millisecond: what was done lies within the contract, with 60 s before it and 30 s after it for clocks that differ.

use casp_wire::v1::SignerClass::HostProxy;

use super::{At, GROUP, from_the_earliest};
use crate::generate::evidence::package::plan::{Plan, begins};
use crate::generate::evidence::package::{accepted, refused};
use crate::generate::forge::Payload as _;
use crate::generate::world::{DAY, HOUR, LAST_MS, MINUTE, ONE_SHOT_SKEW, SECOND, World};
use crate::vector::Vector;

const RULES: [&str; 1] = ["PKG-2"];

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = begins_with_the_acceptance(world);
    vectors.extend(ends_with_the_deadline(world));
    vectors.extend(later_items(world));
    vectors.extend(unbounded(world));
    vectors
}

/// When all plans issue their acceptance.
fn accepted_at(world: &World) -> i64 {
    begins(world) + 2 * SECOND
}

fn started_at(world: &World, at: i64) -> Plan<'_> {
    Plan::bare(world)
        .witnessed(&[HostProxy])
        .receipt(0, move |it| it.started_at_ms = at)
}

fn receipt_at(world: &World, at: i64) -> Plan<'_> {
    Plan::bare(world)
        .witnessed(&[HostProxy])
        .receipt(0, move |it| it.header().issued_at_ms = at)
}

fn checkpoint_at(world: &World, at: i64) -> Plan<'_> {
    Plan::bare(world)
        .traced(2, &[2])
        .checkpoint(0, move |it| it.header().issued_at_ms = at)
}

fn bad(plan: &Plan<'_>, name: &str, member: &str, twin: &str) -> Vector {
    refused(plan, GROUP, name, "PKG-2", &[(member, 0)], &format!("{GROUP}/{twin}"))
}

fn begins_with_the_acceptance(world: &World) -> Vec<Vector> {
    let earliest = accepted_at(world) - 2 * ONE_SHOT_SKEW;
    let members: [(&str, At); 2] = [("receipts", started_at), ("checkpoints", checkpoint_at)];
    let of = |(member, at)| from_the_earliest(world, "PKG-2", member, at, earliest);
    let mut vectors: Vec<_> = members.into_iter().flat_map(of).collect();
    let before = started_at(world, 1).receipt(0, |it| {
        it.ended_at_ms = 2;
        it.header().issued_at_ms = 3;
    });
    vectors.push(bad(
        &before,
        "receipts-of-the-epoch",
        "receipts",
        "receipts-at-the-earliest",
    ));
    vectors
}

fn due(plan: Plan<'_>, deadline: i64) -> Plan<'_> {
    plan.quote(move |it| it.terms.get_or_insert_default().deadline_ms = deadline)
}

/// The deadline is that of the quote; the offer would grant a day.
fn ends_with_the_deadline(world: &World) -> Vec<Vector> {
    let deadline = begins(world) + 10 * MINUTE;
    let members: [(&str, At); 2] = [("receipts", receipt_at), ("checkpoints", checkpoint_at)];
    let mut vectors = Vec::new();
    for (member, at) in members {
        let twin = format!("{member}-at-the-latest");
        let due = |at_ms: i64| due(at(world, at_ms), deadline);
        vectors.extend([
            accepted(&due(deadline), GROUP, &format!("{member}-at-the-deadline"), &RULES),
            accepted(&due(deadline + ONE_SHOT_SKEW), GROUP, &twin, &RULES),
            bad(
                &due(deadline + ONE_SHOT_SKEW + 1),
                &format!("{member}-too-late"),
                member,
                &twin,
            ),
            bad(
                &due(begins(world) + DAY),
                &format!("{member}-at-the-deadline-of-the-offer"),
                member,
                &twin,
            ),
            bad(&due(LAST_MS), &format!("{member}-at-the-end-of-time"), member, &twin),
        ]);
    }
    vectors.push(accepted(
        &due(
            started_at(world, accepted_at(world) - 2 * ONE_SHOT_SKEW)
                .receipt(0, move |it| it.header().issued_at_ms = deadline + ONE_SHOT_SKEW),
            deadline,
        ),
        GROUP,
        "receipts-from-the-earliest-to-the-latest",
        &RULES,
    ));
    vectors
}

/// Not only the first item of a field is looked at.
fn later_items(world: &World) -> Vec<Vector> {
    let begins = begins(world);
    let late = begins + DAY + ONE_SHOT_SKEW + 1;
    let early = accepted_at(world) - 2 * ONE_SHOT_SKEW - 1;
    let two = || {
        Plan::bare(world)
            .witnessed(&[HostProxy, HostProxy])
            .asking(&["tool-receipt"])
    };
    let three = || Plan::bare(world).traced(5, &[1, 2, 4]);
    let of = |plan: &Plan<'_>, name: &str, member: &str, index: u32, twin: &str| {
        refused(plan, GROUP, name, "PKG-2", &[(member, index)], twin)
    };
    let (receipts, checkpoints) = (
        "package/two-receipts",
        "package/trace-whose-last-checkpoint-is-of-a-part",
    );
    vec![
        of(
            &two().receipt(1, move |it| it.started_at_ms = early),
            "second-receipt-too-early",
            "receipts",
            1,
            receipts,
        ),
        of(
            &two().receipt(1, move |it| it.header().issued_at_ms = late),
            "second-receipt-too-late",
            "receipts",
            1,
            receipts,
        ),
        of(
            &three().checkpoint(1, move |it| it.header().issued_at_ms = early),
            "second-checkpoint-too-early",
            "checkpoints",
            1,
            checkpoints,
        ),
        of(
            &three().checkpoint(2, move |it| it.header().issued_at_ms = late),
            "last-checkpoint-too-late",
            "checkpoints",
            2,
            checkpoints,
        ),
    ]
}

/// What is within the window, in whatever order, and what knows no window.
fn unbounded(world: &World) -> Vec<Vector> {
    let begins = begins(world);
    let after = begins + HOUR;
    let good = |plan: Plan<'_>, name: &str| accepted(&plan, GROUP, name, &RULES);
    let alone = |at: i64| Plan::alone(world, 2, &[2]).checkpoint(0, move |it| it.header().issued_at_ms = at);
    vec![
        good(receipt_at(world, after), "receipts-after-the-result"),
        good(checkpoint_at(world, after), "checkpoints-after-the-result"),
        good(
            Plan::bare(world)
                .traced(4, &[2, 4])
                .checkpoint(0, move |it| it.header().issued_at_ms = after),
            "checkpoints-in-another-order",
        ),
        good(alone(1), "checkpoint-of-the-epoch-without-contract"),
        good(alone(LAST_MS), "checkpoint-at-the-end-of-time-without-contract"),
    ]
}
