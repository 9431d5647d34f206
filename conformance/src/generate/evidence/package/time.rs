//! When evidence holds: the window of PKG-2, and the life of delegations (REC-1, DEL-9).

use casp_wire::v1::{self, SignerClass::HostProxy};

use super::plan::{Plan, begins};
use super::{accepted, check, output, refused};
use crate::generate::forge::{Key, Kind, Payload as _, Statement};
use crate::generate::world::{DAY, HOUR, SECOND, SKEW, World, done, observe};
use crate::vector::Vector;

const GROUP: &str = "package-time";

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = window(world);
    vectors.extend(too_early(world));
    vectors.extend(delegated(world));
    vectors.extend(dead(world));
    vectors.extend(remembered(world));
    vectors
}

/// PKG-2, to the millisecond.
fn window(world: &World) -> Vec<Vector> {
    let begins = begins(world);
    let accepted_at = begins + 2 * SECOND;
    // A result that is issued soon, so that it is there when the contract begins.
    let soon = |as_of_ms: i64| {
        Plan::bare(world)
            .result(move |it| it.header().issued_at_ms = accepted_at + SKEW)
            .at_time(as_of_ms)
    };
    let good = |name: &str, as_of_ms: i64| accepted(&soon(as_of_ms), GROUP, name, &["PKG-2"]);
    let bad = |name: &str, as_of_ms: i64, twin: &str| {
        let twin = format!("{GROUP}/{twin}");
        refused(&soon(as_of_ms), GROUP, name, "PKG-2", &[("acceptance", 0)], &twin)
    };
    let deadline = begins + DAY;
    let shorter = |as_of_ms: i64| {
        Plan::bare(world)
            .quote(move |it| it.terms.get_or_insert_default().deadline_ms = deadline - HOUR)
            .at_time(as_of_ms)
    };
    vec![
        good("as-of-the-acceptance", accepted_at),
        bad("as-of-before-the-acceptance", accepted_at - 1, "as-of-the-acceptance"),
        bad("as-of-the-offer", begins, "as-of-the-acceptance"),
        bad("as-of-the-epoch", 0, "as-of-the-acceptance"),
        bad("as-of-a-time-below-zero", -1, "as-of-the-acceptance"),
        bad("as-of-the-least-number", i64::MIN, "as-of-the-acceptance"),
        good("as-of-the-deadline", deadline),
        bad("as-of-past-the-deadline", deadline + 1, "as-of-the-deadline"),
        bad("as-of-a-year-later", deadline + 365 * DAY, "as-of-the-deadline"),
        bad("as-of-the-greatest-number", i64::MAX, "as-of-the-deadline"),
        accepted(
            &shorter(deadline - HOUR),
            GROUP,
            "as-of-the-deadline-of-the-quote",
            &["PKG-2"],
        ),
        refused(
            &shorter(deadline - HOUR + 1),
            GROUP,
            "as-of-the-deadline-of-the-offer",
            "PKG-2",
            &[("acceptance", 0)],
            &format!("{GROUP}/as-of-the-deadline-of-the-quote"),
        ),
    ]
}

/// A statement without end of life can only be too early (FRS-1).
fn too_early(world: &World) -> Vec<Vector> {
    let at = |after: i64| world.now + SKEW + after;
    let issued = move |header: &mut v1::Header, at: i64| header.issued_at_ms = at;
    let plans = |after: i64| {
        let time = at(after);
        [
            ("result", Plan::bare(world).result(move |it| issued(it.header(), time))),
            (
                "ack",
                Plan::bare(world)
                    .acknowledged()
                    .ack(move |it| issued(it.header(), time)),
            ),
            (
                "receipts",
                Plan::bare(world)
                    .witnessed(&[HostProxy])
                    .receipt(0, move |it| issued(it.header(), time)),
            ),
            (
                "checkpoints",
                Plan::alone(world, 2, &[2]).checkpoint(0, move |it| issued(it.header(), time)),
            ),
        ]
    };
    let good = plans(0)
        .into_iter()
        .map(|(member, plan)| accepted(&plan, GROUP, &format!("{member}-issued-at-the-skew"), &["REC-1"]));
    let bad = plans(1).into_iter().map(|(member, plan)| {
        let twin = format!("{GROUP}/{member}-issued-at-the-skew");
        let name = format!("{member}-issued-past-the-skew");
        refused(&plan, GROUP, &name, "REC-1", &[(member, 0)], &twin)
    });
    good.chain(bad).collect()
}

fn delegation(world: &World, root: &Key, delegate: &Key, scope: &str, ends: i64) -> Statement {
    let mut delegation = world.delegation(root, delegate);
    delegation.scopes = vec![scope.to_owned()];
    delegation.header().expires_at_ms = ends;
    delegation.signed(root)
}

/// Members that may be signed by operational keys, and the plan in which one is.
fn delegates(world: &World, ends: i64) -> [(&'static str, &'static str, Plan<'_>); 8] {
    let World {
        alice,
        bob,
        worker,
        clerk,
        ..
    } = world;
    let to_worker = |scope: &str| delegation(world, alice, worker, scope, ends);
    let to_clerk = delegation(world, bob, clerk, "task", ends);
    let bare = || Plan::bare(world);
    [
        ("offer", "offer", bare().delegated("offer", 0, clerk, &to_clerk)),
        (
            "quote",
            "quote",
            bare().delegated("quote", 0, worker, &to_worker("task")),
        ),
        (
            "acceptance",
            "acceptance",
            bare().delegated("acceptance", 0, clerk, &to_clerk),
        ),
        ("request", "request", bare().delegated("request", 0, clerk, &to_clerk)),
        (
            "result",
            "result",
            bare().delegated("result", 0, worker, &to_worker("task")),
        ),
        (
            "ack",
            "ack",
            bare().acknowledged().delegated("ack", 0, clerk, &to_clerk),
        ),
        (
            "receipt",
            "receipts",
            bare()
                .witnessed(&[HostProxy])
                .delegated("receipts", 0, worker, &to_worker("receipt")),
        ),
        (
            "checkpoint",
            "checkpoints",
            Plan::alone(world, 2, &[2]).delegated("checkpoints", 0, worker, &to_worker("receipt")),
        ),
    ]
}

fn delegated(world: &World) -> Vec<Vector> {
    let plans = delegates(world, world.now + DAY);
    let good =
        |(name, _, plan): (&str, &str, Plan<'_>)| accepted(&plan, GROUP, &format!("{name}-delegated"), &["REC-1"]);
    plans.into_iter().map(good).collect()
}

/// Delegations that end before the time as of which the package is verified.
fn dead(world: &World) -> Vec<Vector> {
    // No one-shot statement of the plans outlives this.
    let ends = begins(world) + HOUR;
    let as_of = |as_of_ms: i64| {
        let plans = delegates(world, ends).into_iter();
        plans.map(move |(name, member, plan)| (name, member, plan.at_time(as_of_ms)))
    };
    let (last, past) = (ends + SKEW - 1, ends + SKEW);
    let mut vectors = Vec::new();
    for (name, member, plan) in as_of(past) {
        let is_one_shot = ["offer", "quote", "acceptance", "request"].contains(&name);
        if is_one_shot {
            let name = format!("{name}-by-a-key-that-has-died-since");
            vectors.push(accepted(&plan, GROUP, &name, &["REC-1", "PKG-2"]));
        } else {
            let twin = format!("{GROUP}/{name}-by-a-key-in-its-last-millisecond");
            let name = format!("{name}-by-a-dead-key");
            vectors.push(refused(&plan, GROUP, &name, "REC-1", &[(member, 0)], &twin));
        }
    }
    for (name, _, plan) in as_of(last).skip(4) {
        let name = format!("{name}-by-a-key-in-its-last-millisecond");
        vectors.push(accepted(&plan, GROUP, &name, &["REC-1"]));
    }
    vectors
}

/// What the verifier has seen of the parties does not count.
fn remembered(world: &World) -> Vec<Vector> {
    let delegated = |name: &str| {
        let mut plans = delegates(world, world.now + DAY).into_iter();
        plans
            .find(|(of, ..)| *of == name)
            .map(|(.., plan)| plan)
            .expect("a plan of this name")
    };
    let mut newer = world.delegation(&world.alice, &world.clerk);
    newer.epoch += 7;
    let newer = newer.signed(&world.alice);
    let seen = |name: &str, plan: &Plan<'_>, statement: &Statement| {
        check(plan, GROUP, name, "")
            .after(vec![done(world.now, observe(statement))])
            .flags(&["has-prior"])
            .accepted(&["REC-1"], Some(output(&[], false)))
    };
    vec![
        seen("provider-has-retired", &Plan::bare(world), &world.plain(Kind::Retire)),
        seen("epoch-of-the-result-is-superseded", &delegated("result"), &newer),
        seen(
            "epoch-of-the-checkpoint-is-superseded",
            &delegated("checkpoint"),
            &newer,
        ),
    ]
}
