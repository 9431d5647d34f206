//! Members signed by operational keys, each under a delegation that has to live when the member is issued.

use casp_wire::v1::SignerClass::HostProxy;

use super::GROUP;
use crate::generate::evidence::package::plan::{Plan, begins};
use crate::generate::evidence::package::{accepted, refused};
use crate::generate::forge::{Key, Payload as _, Statement};
use crate::generate::world::{DAY, HOUR, SECOND, World};
use crate::vector::Vector;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = of_each_member(world);
    vectors.extend(bounds(world));
    vectors.extend(ends_of_life(world));
    vectors.extend(rolled(world));
    vectors
}

/// A delegation for some scopes, for so long.
fn delegation(world: &World, root: &Key, delegate: &Key, scopes: &[&str], life: [i64; 2]) -> Statement {
    let mut delegation = world.delegation(root, delegate);
    delegation.scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
    [delegation.header().issued_at_ms, delegation.header().expires_at_ms] = life;
    delegation.signed(root)
}

/// From an hour before the offer until a day after it.
fn long(world: &World) -> [i64; 2] {
    [begins(world) - HOUR, begins(world) + DAY]
}

/// A member that an operational key may sign.
struct Delegated<'w> {
    name: &'static str,
    member: &'static str,
    /// When it is issued, after the offer.
    at: i64,
    /// The least package that has it.
    plan: fn(&'w World) -> Plan<'w>,
    root: &'w Key,
    key: &'w Key,
    scope: &'static str,
}

impl<'w> Delegated<'w> {
    fn under(&self, world: &'w World, life: [i64; 2]) -> Plan<'w> {
        let proof = delegation(world, self.root, self.key, &[self.scope], life);
        (self.plan)(world).delegated(self.member, 0, self.key, &proof)
    }

    fn is_one_shot(&self) -> bool {
        ["offer", "quote", "acceptance", "request"].contains(&self.name)
    }
}

fn members(world: &World) -> [Delegated<'_>; 8] {
    let World {
        alice,
        bob,
        worker,
        clerk,
        ..
    } = world;
    let of_requester = |name, at| Delegated {
        name,
        member: name,
        at,
        plan: Plan::bare,
        root: bob,
        key: clerk,
        scope: "task",
    };
    let of_provider = |name, at| Delegated {
        root: alice,
        key: worker,
        ..of_requester(name, at)
    };
    [
        of_requester("offer", 0),
        of_provider("quote", SECOND),
        of_requester("acceptance", 2 * SECOND),
        of_requester("request", 3 * SECOND),
        of_provider("result", 20 * SECOND),
        Delegated {
            plan: |world| Plan::bare(world).acknowledged(),
            ..of_requester("ack", 25 * SECOND)
        },
        Delegated {
            member: "receipts",
            plan: |world| Plan::bare(world).witnessed(&[HostProxy]),
            scope: "receipt",
            ..of_provider("receipt", 5 * SECOND)
        },
        Delegated {
            member: "checkpoints",
            plan: |world| Plan::alone(world, 2, &[2]),
            scope: "receipt",
            ..of_provider("checkpoint", 10 * SECOND)
        },
    ]
}

/// A plan in which this member is signed by an operational key.
pub(super) fn delegated<'w>(world: &'w World, name: &str) -> Plan<'w> {
    let member = members(world).into_iter().find(|it| it.name == name);
    member.expect("a member of this name").under(world, long(world))
}

/// A plan in which all members are.
pub(super) fn all_delegated(world: &World) -> Plan<'_> {
    let plan = Plan::bare(world).acknowledged().witnessed(&[HostProxy]).traced(2, &[2]);
    members(world).into_iter().fold(plan, |plan, it| {
        let proof = delegation(world, it.root, it.key, &[it.scope], long(world));
        plan.delegated(it.member, 0, it.key, &proof)
    })
}

fn of_each_member(world: &World) -> Vec<Vector> {
    let all = members(world).into_iter();
    all.map(|it| {
        let plan = it.under(world, long(world));
        accepted(&plan, GROUP, &format!("{}-delegated", it.name), &["REC-1"])
    })
    .collect()
}

/// DEL-7, to the millisecond: there is no allowance for clocks.
fn bounds(world: &World) -> Vec<Vector> {
    let [from, until] = long(world);
    let mut vectors = Vec::new();
    for it in members(world) {
        let at = begins(world) + it.at;
        let named = |name: &str| format!("{}-{name}", it.name);
        let bad = |life: [i64; 2], name: &str, twin: &str| {
            let twin = format!("{GROUP}/{}", named(twin));
            refused(
                &it.under(world, life),
                GROUP,
                &named(name),
                "REC-1",
                &[(it.member, 0)],
                &twin,
            )
        };
        vectors.push(accepted(
            &it.under(world, [at, until]),
            GROUP,
            &named("issued-with-its-delegation"),
            &["REC-1"],
        ));
        vectors.push(bad(
            [at + 1, until],
            "issued-before-its-delegation",
            "issued-with-its-delegation",
        ));
        if it.is_one_shot() {
            continue;
        }
        vectors.push(accepted(
            &it.under(world, [from, at]),
            GROUP,
            &named("issued-as-its-delegation-ends"),
            &["REC-1"],
        ));
        vectors.push(bad(
            [from, at - 1],
            "issued-after-its-delegation",
            "issued-as-its-delegation-ends",
        ));
    }
    vectors
}

/// DEL-7 for what ends itself.
fn ends_of_life(world: &World) -> Vec<Vector> {
    let from = begins(world) - HOUR;
    let ends = begins(world) + HOUR;
    let mut vectors = Vec::new();
    for it in members(world).iter().filter(|it| it.is_one_shot()) {
        let twin = format!("{}-ends-with-its-delegation", it.name);
        vectors.push(accepted(&it.under(world, [from, ends]), GROUP, &twin, &["REC-1"]));
        vectors.push(refused(
            &it.under(world, [from, ends - 1]),
            GROUP,
            &format!("{}-outlives-its-delegation", it.name),
            "REC-1",
            &[(it.member, 0)],
            &format!("{GROUP}/{twin}"),
        ));
    }
    vectors
}

/// Keys that are rolled while a task runs.
fn rolled(world: &World) -> Vec<Vector> {
    let World {
        alice, worker, clerk, ..
    } = world;
    let begins = begins(world);
    let scopes = ["receipt", "task"];
    let rolled_at = begins + 15 * SECOND;
    let old = delegation(world, alice, worker, &scopes, [begins - HOUR, rolled_at]);
    let new = {
        let mut delegation = world.delegation(alice, clerk);
        delegation.scopes = scopes.map(str::to_owned).to_vec();
        delegation.epoch += 1;
        [delegation.header().issued_at_ms, delegation.header().expires_at_ms] = [rolled_at, begins + DAY];
        delegation.signed(alice)
    };
    let task = || {
        Plan::bare(world)
            .acknowledged()
            .witnessed(&[HostProxy, HostProxy])
            .traced(4, &[2, 4])
            .delegated("receipts", 0, worker, &old)
            .delegated("checkpoints", 0, worker, &old)
            .delegated("result", 0, clerk, &new)
    };
    let after = rolled_at + SECOND;
    let under_the_new = || {
        task()
            .receipt(1, move |it| it.header().issued_at_ms = after)
            .checkpoint(1, move |it| it.header().issued_at_ms = after)
            .delegated("receipts", 1, clerk, &new)
            .delegated("checkpoints", 1, clerk, &new)
    };
    let under_the_old = || {
        task()
            .delegated("receipts", 1, worker, &old)
            .delegated("checkpoints", 1, worker, &old)
    };
    let twin = format!("{GROUP}/key-rolled-before-the-result");
    let bad = |plan: Plan<'_>, name: &str, member: &str, index: u32| {
        refused(&plan, GROUP, name, "REC-1", &[(member, index)], &twin)
    };
    vec![
        accepted(
            &under_the_old(),
            GROUP,
            "key-rolled-before-the-result",
            &["REC-1", "PKG-2"],
        ),
        accepted(
            &under_the_new(),
            GROUP,
            "key-rolled-between-receipts",
            &["REC-1", "PKG-2"],
        ),
        bad(
            under_the_old().receipt(1, move |it| it.header().issued_at_ms = rolled_at + 1),
            "receipt-by-the-old-key",
            "receipts",
            1,
        ),
        bad(
            under_the_old().checkpoint(1, move |it| it.header().issued_at_ms = after),
            "checkpoint-by-the-old-key",
            "checkpoints",
            1,
        ),
        bad(
            under_the_old().result(move |it| it.header().issued_at_ms = rolled_at - 1),
            "result-by-the-new-key-before-its-time",
            "result",
            0,
        ),
    ]
}
