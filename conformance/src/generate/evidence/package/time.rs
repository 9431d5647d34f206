//! When statements of a package were made: after what they name (CTR-17), within the window of PKG-2, and within the life of
//! delegations (REC-1, DEL-7).

mod keys;
mod order;
mod window;

use super::plan::Plan;
use super::{accepted, check, check_at, output, refused};
use crate::generate::forge::{Kind, Payload as _, Statement};
use crate::generate::world::{DAY, HOUR, LAST_MS, World, done, observe};
use crate::vector::Vector;

const GROUP: &str = "package-time";

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = window::vectors(world);
    vectors.extend(order::vectors(world));
    vectors.extend(keys::vectors(world));
    vectors.extend(whenever(world));
    vectors.extend(remembered(world));
    vectors
}

/// A plan in which a member was made at some time.
type At = fn(&World, i64) -> Plan<'_>;

/// A member at the earliest time that a rule admits, a millisecond before it, and an hour.
fn from_the_earliest(world: &World, rule: &str, member: &str, at: At, earliest: i64) -> [Vector; 3] {
    let twin = format!("{member}-at-the-earliest");
    let early = |name: &str, at_ms: i64| {
        let (name, twin) = (format!("{member}-{name}"), format!("{GROUP}/{twin}"));
        refused(&at(world, at_ms), GROUP, &name, rule, &[(member, 0)], &twin)
    };
    [
        accepted(&at(world, earliest), GROUP, &twin, &[rule]),
        early("too-early", earliest - 1),
        early("an-hour-too-early", earliest - HOUR),
    ]
}

/// When the verifier is asked does not count.
fn whenever(world: &World) -> Vec<Vector> {
    let asked = |plan: &Plan<'_>, name: &str, now_ms: i64| {
        let bilateral = plan.has_contract && plan.has_ack;
        check_at(plan, GROUP, name, "", now_ms).accepted(&["REC-1", "PKG-2"], Some(output(&[], bilateral)))
    };
    let full = || Plan::full(world);
    let alone = || Plan::alone(world, 2, &[2]);
    let ten_years = 3_650 * DAY;
    vec![
        asked(&full(), "full-years-later", world.now + ten_years),
        asked(&full(), "full-years-before", world.now - ten_years),
        asked(&full(), "full-at-the-epoch", 0),
        asked(&full(), "full-at-the-end-of-time", LAST_MS),
        asked(&full(), "full-before-the-acceptance", full().begins() + 1),
        asked(&alone(), "trace-alone-years-later", world.now + ten_years),
        asked(&alone(), "trace-alone-years-before", world.now - ten_years),
        asked(
            &keys::all_delegated(world),
            "delegated-years-later",
            world.now + ten_years,
        ),
        asked(
            &keys::all_delegated(world),
            "delegated-years-before",
            world.now - ten_years,
        ),
    ]
}

/// What the verifier has seen of the parties does not count.
fn remembered(world: &World) -> Vec<Vector> {
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
        seen(
            "epoch-of-the-result-is-superseded",
            &keys::delegated(world, "result"),
            &newer,
        ),
        seen(
            "epoch-of-the-receipt-is-superseded",
            &keys::delegated(world, "receipt"),
            &newer,
        ),
        seen(
            "epoch-of-the-checkpoint-is-superseded",
            &keys::delegated(world, "checkpoint"),
            &newer,
        ),
    ]
}
