//! Proofs that hold, whenever they are checked and by whom.

use casp_wire::v1::DiscoveryMatch;
use casp_wire::v1::Operator::{AtLeast, AtMost};

use super::parts::{Parts, left_out};
use super::{RULES, case, good};
use crate::generate::discovery::answer::priced;
use crate::generate::discovery::intent::{constraint, numbers};
use crate::generate::forge::{Kind, Payload as _};
use crate::generate::world::{DAY, HOUR, MINUTE, SECOND, World, done, observe, unsigned};
use crate::vector::{Begin, Vector};

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = entries(world);
    vectors.extend(bounds(world));
    vectors.extend(judges(world));
    vectors.extend(signers(world));
    vectors
}

/// A match of another agent.
pub(super) fn another(world: &World) -> DiscoveryMatch {
    let capability = priced(world, "com.example/a", 40);
    DiscoveryMatch {
        descriptor: world.draw("descriptor of another").bytes(32),
        capability_id: capability.id,
        capability_version: capability.version,
        front: 1,
        ..DiscoveryMatch::default()
    }
}

pub(super) fn price() -> casp_wire::v1::Constraint {
    constraint("price/eur/call", AtMost, numbers(&[100]))
}

fn entries(world: &World) -> Vec<Vector> {
    let listed = Parts::plain(world).edited(|it| {
        it.result.ranked = vec![another(world)];
        it.result.matched = 1;
    });
    let several = Parts::described(world, vec![price()], |it| {
        it.capabilities = vec![priced(world, "com.example/a", 500), priced(world, "com.example/b", 5)];
    });
    let long_ago = Parts::described(world, vec![price()], |it| it.header().issued_at_ms -= 3 * DAY);
    vec![
        good(world, "left-out", &Parts::plain(world)),
        good(world, "left-out-though-refreshed", &Parts::refreshed(world)),
        good(world, "left-out-among-others", &listed),
        good(world, "left-out-with-its-second-capability", &several),
        good(
            world,
            "left-out-though-carried-by-its-refresh",
            &long_ago.refreshed_by(world, |_| ()),
        ),
    ]
}

/// To the very millisecond, without allowance.
fn bounds(world: &World) -> Vec<Vector> {
    let of = |edit: &dyn Fn(&mut Parts)| Parts::plain(world).edited(edit);
    let issued = world.issued;
    let at_once = of(&|it| it.receipt.header().issued_at_ms = issued);
    let last = of(&|it| it.receipt.header().expires_at_ms = issued + 1);
    let young = Parts::described(world, vec![price()], |it| it.header().issued_at_ms = issued);
    let old = Parts::described(world, vec![price()], |it| it.ttl_ms = unsigned(MINUTE + 1));
    let fresh = Parts::plain(world).refreshed_by(world, |it| it.header().issued_at_ms = issued);
    let over = Parts::plain(world).refreshed_by(world, |it| it.header().expires_at_ms = issued + 1);
    let longest = Parts::plain(world).refreshed_by(world, |it| {
        it.header().expires_at_ms = it.header().issued_at_ms + HOUR;
    });
    let age = |most: i64| vec![constraint("age-ms", AtMost, numbers(&[unsigned(most)]))];
    let life = |least: i64| vec![constraint("life-ms", AtLeast, numbers(&[unsigned(least)]))];
    vec![
        good(world, "promised-at-that-instant", &at_once),
        good(world, "promised-for-a-millisecond-more", &last),
        good(world, "issued-at-that-instant", &young),
        good(world, "living-a-millisecond-more", &old),
        good(world, "refreshed-at-that-instant", &fresh),
        good(world, "refresh-living-a-millisecond-more", &over),
        good(world, "refreshed-for-the-longest", &longest),
        good(world, "as-young-as-was-asked", &Parts::asking(world, age(MINUTE))),
        good(
            world,
            "as-young-as-was-asked-by-its-refresh",
            &Parts::asking(world, age(10 * SECOND)).refreshed_by(world, |_| ()),
        ),
        good(
            world,
            "living-as-long-as-was-asked",
            &Parts::asking(world, life(HOUR - MINUTE)),
        ),
    ]
}

/// What the judge knows, and who it is, does not count.
fn judges(world: &World) -> Vec<Vector> {
    let plain = Parts::plain(world);
    let at = |name: &str, now: i64| {
        let mut vector = good(world, name, &plain);
        vector.step.now_ms = now;
        vector
    };
    let nobody = Begin {
        verifier: Vec::new().into(),
        ..world.begin()
    };
    let after = |name: &str, statement| {
        case(world, name, &plain)
            .after(vec![done(world.now, observe(&statement))])
            .flags(&["has-prior"])
            .accepted(&RULES, None)
    };
    let key = left_out(world);
    vec![
        at("years-later", world.now + 3_650 * DAY),
        at("before-it-was-issued", world.issued - DAY),
        case(world, "judged-by-nobody", &plain)
            .begin(nobody)
            .flags(&["no-verifier"])
            .accepted(&RULES, None),
        after("registry-has-retired", world.retire(&world.bob).signed(&world.bob)),
        after("agent-has-retired-as-the-judge-knows", world.retire(&key).signed(&key)),
        after("requester-has-retired", world.plain(Kind::Retire)),
    ]
}

fn signers(world: &World) -> Vec<Vector> {
    let registry = world.delegation_for(Kind::DiscoveryResult, &world.bob, &world.clerk);
    let registry = registry.signed(&world.bob);
    let by_clerk = Parts::plain(world).edited(|it| {
        it.instead.result = Some(it.result.delegated(&world.clerk, &registry));
        it.instead.receipt = Some(it.receipt.delegated(&world.clerk, &registry));
    });
    let half = Parts::plain(world).edited(|it| {
        it.instead.receipt = Some(it.receipt.delegated(&world.clerk, &registry));
    });
    let addressed = Parts::plain(world).edited(|it| it.receipt.header().audience = world.carol.multikey());
    vec![
        good(world, "by-the-registry-s-operational-key", &by_clerk),
        good(world, "by-two-keys-of-the-registry", &half),
        good(world, "with-a-receipt-for-another", &addressed),
    ]
}
