//! CTR-17, to the millisecond: no statement is issued before those that it names, with 30 s for clocks that differ.

use super::{At, GROUP, from_the_earliest};
use crate::generate::evidence::package::plan::{Plan, begins};
use crate::generate::evidence::package::{accepted, refused};
use crate::generate::forge::Payload as _;
use crate::generate::world::{DAY, HOUR, ONE_SHOT_SKEW, SECOND, World};
use crate::vector::Vector;

const RULES: [&str; 1] = ["CTR-17"];

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = contract(world);
    vectors.extend(results(world));
    vectors.extend(acks(world));
    vectors
}

fn bad(plan: &Plan<'_>, name: &str, member: &str, twin: &str) -> Vector {
    refused(plan, GROUP, name, "CTR-17", &[(member, 0)], &format!("{GROUP}/{twin}"))
}

/// Quote, acceptance and request: each a second after the one that it names, unless they are issued at another time.
fn contract(world: &World) -> Vec<Vector> {
    let members: [(&str, i64, At); 3] = [
        ("quote", 0, |world, at| {
            Plan::bare(world).quote(move |it| it.header().issued_at_ms = at)
        }),
        ("acceptance", 1, |world, at| {
            Plan::bare(world).acceptance(move |it| it.header().issued_at_ms = at)
        }),
        ("request", 2, |world, at| {
            Plan::bare(world).request(move |it| it.header().issued_at_ms = at)
        }),
    ];
    let of = |(member, named, at)| {
        let earliest = begins(world) + named * SECOND - ONE_SHOT_SKEW;
        from_the_earliest(world, "CTR-17", member, at, earliest)
    };
    members.into_iter().flat_map(of).collect()
}

fn result_at(world: &World, at: i64) -> Plan<'_> {
    Plan::bare(world).result(move |it| it.header().issued_at_ms = at)
}

/// A result names contract and request.
fn results(world: &World) -> Vec<Vector> {
    let begins = begins(world);
    let (accepted_at, requested_at) = (begins + 2 * SECOND, begins + 3 * SECOND);
    let earliest = requested_at - ONE_SHOT_SKEW;
    // The request is dated before the contract, as far as it may be.
    let early =
        |at: i64| result_at(world, at).request(move |it| it.header().issued_at_ms = accepted_at - ONE_SHOT_SKEW);
    let of_contract = accepted_at - ONE_SHOT_SKEW;
    let twin_of_contract = "result-at-the-earliest-of-the-contract";
    let mut vectors = from_the_earliest(world, "CTR-17", "result", result_at, earliest).to_vec();
    vectors.extend([
        bad(
            &result_at(world, 1),
            "result-of-the-epoch",
            "result",
            "result-at-the-earliest",
        ),
        accepted(&early(of_contract), GROUP, twin_of_contract, &RULES),
        bad(
            &early(of_contract - 1),
            "result-too-early-for-the-contract",
            "result",
            twin_of_contract,
        ),
    ]);
    vectors
}

/// An ack follows contract and result; how long after, it may choose.
fn acks(world: &World) -> Vec<Vector> {
    let begins = begins(world);
    let (accepted_at, delivered) = (begins + 2 * SECOND, begins + HOUR);
    let acknowledged = |delivered: i64, at: i64| {
        result_at(world, delivered)
            .acknowledged()
            .ack(move |it| it.header().issued_at_ms = at)
    };
    let twin = "ack-at-the-earliest";
    let good = |name: &str, at: i64| accepted(&acknowledged(delivered, at), GROUP, name, &RULES);
    let early = |name: &str, at: i64| bad(&acknowledged(delivered, at), name, "ack", twin);
    // The result is as early as its request lets it be.
    let soon = begins + 3 * SECOND - ONE_SHOT_SKEW;
    let of_contract = accepted_at - ONE_SHOT_SKEW;
    let twin_of_contract = "ack-at-the-earliest-of-the-contract";
    vec![
        good(twin, delivered - ONE_SHOT_SKEW),
        early("ack-too-early", delivered - ONE_SHOT_SKEW - 1),
        early("ack-half-an-hour-too-early", delivered - HOUR / 2),
        early("ack-with-the-acceptance", accepted_at),
        early("ack-of-the-epoch", 1),
        good("ack-with-the-result", delivered),
        good("ack-past-the-deadline", begins + DAY + 1),
        good("ack-years-later", begins + 3_650 * DAY),
        accepted(&acknowledged(soon, of_contract), GROUP, twin_of_contract, &RULES),
        bad(
            &acknowledged(soon, of_contract - 1),
            "ack-too-early-for-the-contract",
            "ack",
            twin_of_contract,
        ),
    ]
}
