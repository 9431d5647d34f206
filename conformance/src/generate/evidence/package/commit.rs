//! What was prepared and committed to: PKG-4, and each in its place (steps 6 to 11 of SPEC.md section 17.5).

use casp_wire::v1::TaskStatus::{Cancelled, Completed, Failed, Indeterminate, Partial};
use casp_wire::v1::{self, SideEffect};

use super::plan::{Plan, begins};
use super::{accepted, refused};
use crate::generate::forge::{Key, Kind, Payload as _, Statement};
use crate::generate::world::{ONE_SHOT_SKEW, SECOND, World};
use crate::vector::Vector;

const GROUP: &str = "package-commit";
const TWIN: &str = "package/committed";

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = held(world);
    vectors.extend(missing(world));
    vectors.extend(altered(world));
    vectors.extend(parties(world));
    vectors.extend(names(world));
    vectors.extend(needed(world));
    vectors.extend(times(world));
    vectors
}

fn one(plan: &Plan<'_>, rule: &str, name: &str, member: &str) -> Vector {
    refused(plan, GROUP, name, rule, &[(member, 0)], TWIN)
}

/// A result that ends so, and the commit that it names, or none.
fn ended(world: &World, status: v1::TaskStatus, names_it: bool) -> Plan<'_> {
    Plan::bare(world).committed().result(move |it| {
        it.status = status.into();
        if !matches!(status, Completed | Partial) {
            it.output = None;
        }
        if !names_it {
            it.commit.clear();
        }
    })
}

/// What a package may hold.
fn held(world: &World) -> Vec<Vector> {
    let rules = ["PKG-4", "CTR-18"];
    let good = |name: &str, plan: &Plan<'_>| accepted(plan, GROUP, name, &rules);
    let without = |it: &mut v1::EvidencePackage| {
        it.prepared = None;
        it.commit = None;
    };
    let delegated = {
        let delegation = world.delegation_for(Kind::Prepared, &world.alice, &world.worker);
        let proof = delegation.signed(&world.alice);
        Plan::bare(world)
            .committed()
            .delegated("prepared", 0, &world.worker, &proof)
    };
    vec![
        good(
            "committed-and-acknowledged",
            &Plan::bare(world).committed().acknowledged(),
        ),
        good("indeterminate-after-a-commit", &ended(world, Indeterminate, true)),
        good("failed-after-a-commit", &ended(world, Failed, true)),
        // Whoever says that nothing happened names no commit, and may show it all the same.
        good("failed-beside-a-commit", &ended(world, Failed, false)),
        good("cancelled-beside-a-commit", &ended(world, Cancelled, false)),
        good("failed-without-commit", &ended(world, Failed, false).package(without)),
        good(
            "failed-with-what-was-prepared",
            &ended(world, Failed, false).package(|it| it.commit = None),
        ),
        good("prepared-by-an-operational-key", &delegated),
    ]
}

/// PKG-4.
fn missing(world: &World) -> Vec<Vector> {
    let plan = |edit: fn(&mut v1::EvidencePackage)| Plan::bare(world).committed().package(edit);
    let twin = format!("{GROUP}/failed-beside-a-commit");
    vec![
        one(&plan(|it| it.commit = None), "PKG-4", "commit-missing", "commit"),
        one(&plan(|it| it.prepared = None), "PKG-4", "prepared-missing", "prepared"),
        one(
            &plan(|it| {
                it.prepared = None;
                it.commit = None;
            }),
            "PKG-4",
            "commit-and-prepared-missing",
            "commit",
        ),
        refused(
            &ended(world, Failed, false).package(|it| it.prepared = None),
            GROUP,
            "prepared-missing-beside-an-unnamed-commit",
            "PKG-4",
            &[("prepared", 0)],
            &twin,
        ),
        one(
            &ended(world, Indeterminate, true).package(|it| it.commit = None),
            "PKG-4",
            "commit-missing-of-an-indeterminate-result",
            "commit",
        ),
    ]
}

/// REC-1.
fn altered(world: &World) -> Vec<Vector> {
    let plan = || Plan::bare(world).committed();
    let cut = |signer: &'static str| {
        move |it: &mut Statement| {
            let key = if signer == "alice" { &world.alice } else { &world.bob };
            let payload = it.payload[..it.payload.len() - 1].to_vec();
            *it = it.with_payload(payload, key);
        }
    };
    let alter = |it: &mut Statement| it.sig[40] ^= 1;
    let elsewhere = |header: &mut v1::Header| header.network_id = "other-net".to_owned();
    vec![
        one(
            &plan().statement("prepared", 0, alter),
            "REC-1",
            "prepared-altered",
            "prepared",
        ),
        one(
            &plan().statement("commit", 0, alter),
            "REC-1",
            "commit-altered",
            "commit",
        ),
        one(
            &plan().statement("prepared", 0, cut("alice")),
            "REC-1",
            "prepared-cut-off",
            "prepared",
        ),
        one(
            &plan().statement("commit", 0, cut("bob")),
            "REC-1",
            "commit-cut-off",
            "commit",
        ),
        one(
            &plan().prepared(move |it| elsewhere(it.header())),
            "REC-1",
            "prepared-of-another-network",
            "prepared",
        ),
        one(
            &plan().commit(|it| it.header().nonce.clear()),
            "REC-1",
            "commit-without-nonce",
            "commit",
        ),
        one(
            &plan().prepared(|it| it.plan.get_or_insert_default().size_bytes += 1),
            "REC-1",
            "prepared-with-another-content",
            "prepared",
        ),
        one(
            &plan().package(|it| it.commit.clone_from(&it.prepared)),
            "REC-1",
            "prepared-in-the-place-of-the-commit",
            "commit",
        ),
    ]
}

/// CTR-4.
fn parties(world: &World) -> Vec<Vector> {
    let World { alice, bob, carol, .. } = world;
    let plan = || Plan::bare(world).committed();
    let to = |key: &Key| key.multikey();
    let bad = |plan: &Plan<'_>, name: &str, member: &str| one(plan, "CTR-4", name, member);
    vec![
        bad(
            &plan().issued_by("prepared", 0, carol),
            "prepared-by-another",
            "prepared",
        ),
        bad(
            &plan().prepared(|it| it.header().audience = to(carol)),
            "prepared-to-another",
            "prepared",
        ),
        bad(&plan().issued_by("commit", 0, carol), "commit-by-another", "commit"),
        bad(
            &plan()
                .issued_by("commit", 0, alice)
                .commit(|it| it.header().audience = to(bob)),
            "commit-by-the-provider",
            "commit",
        ),
    ]
}

/// CTR-9.
fn names(world: &World) -> Vec<Vector> {
    let other = &world.draw("another statement").bytes(32);
    let plan = || Plan::bare(world).committed();
    let bad = |plan: &Plan<'_>, name: &str, member: &str| one(plan, "CTR-9", name, member);
    vec![
        bad(
            &plan().prepared(|it| it.contract.clone_from(other)),
            "prepared-of-another-contract",
            "prepared",
        ),
        bad(
            &plan().prepared(|it| it.request.clone_from(other)),
            "prepared-of-another-request",
            "prepared",
        ),
        bad(
            &plan().commit(|it| it.contract.clone_from(other)),
            "commit-of-another-contract",
            "commit",
        ),
        bad(
            &plan().commit(|it| it.prepared.clone_from(other)),
            "commit-of-another-prepared-statement",
            "commit",
        ),
        bad(
            &plan().result(|it| it.commit.clone_from(other)),
            "result-of-another-commit",
            "result",
        ),
    ]
}

/// CTR-18 and CTR-19.
fn needed(world: &World) -> Vec<Vector> {
    let with = |effect: SideEffect| {
        Plan::bare(world)
            .committed()
            .offer(move |it| it.terms.get_or_insert_default().side_effect = effect.into())
            .quote(move |it| it.terms.get_or_insert_default().side_effect = effect.into())
    };
    let without = |it: &mut v1::EvidencePackage| {
        it.prepared = None;
        it.commit = None;
    };
    let missing = |status, name: &str| one(&ended(world, status, false), "CTR-18", name, "result");
    vec![
        missing(Completed, "completed-without-the-commit"),
        missing(Partial, "partial-without-the-commit"),
        missing(Indeterminate, "indeterminate-without-the-commit"),
        one(
            &ended(world, Completed, false).package(without),
            "CTR-18",
            "completed-without-any-commit",
            "result",
        ),
        one(&with(SideEffect::None), "CTR-19", "prepared-without-effect", "prepared"),
        one(
            &with(SideEffect::Reversible),
            "CTR-19",
            "prepared-what-can-be-undone",
            "prepared",
        ),
    ]
}

/// CTR-17, REC-2, REC-3.
fn times(world: &World) -> Vec<Vector> {
    let begins = begins(world);
    let early = begins - ONE_SHOT_SKEW;
    let plan = || Plan::bare(world).committed();
    let mut vectors = Vec::new();
    let mut pair = |rule: &str, member: &str, names: [&str; 2], plans: [Plan<'_>; 2]| {
        let [name, fault] = names;
        vectors.push(accepted(&plans[0], GROUP, name, &[rule]));
        let twin = format!("{GROUP}/{name}");
        vectors.push(refused(&plans[1], GROUP, fault, rule, &[(member, 0)], &twin));
    };
    let prepared_at = |after: i64| plan().prepared(move |it| it.header().issued_at_ms = early + after);
    pair(
        "CTR-17",
        "prepared",
        ["prepared-at-the-earliest", "prepared-too-early"],
        [prepared_at(3 * SECOND), prepared_at(3 * SECOND - 1)],
    );
    let commit_at = |after: i64| plan().commit(move |it| it.header().issued_at_ms = early + after);
    pair(
        "CTR-17",
        "commit",
        ["commit-at-the-earliest", "commit-too-early"],
        [commit_at(15 * SECOND), commit_at(15 * SECOND - 1)],
    );
    let result_at = |after: i64| plan().result(move |it| it.header().issued_at_ms = early + after);
    pair(
        "CTR-17",
        "result",
        ["result-of-a-commit-at-the-earliest", "result-of-a-commit-too-early"],
        [result_at(16 * SECOND), result_at(16 * SECOND - 1)],
    );
    let ends = |after: i64| plan().prepared(move |it| it.header().expires_at_ms = begins + 16 * SECOND + after);
    pair(
        "REC-2",
        "commit",
        [
            "commit-in-the-last-millisecond",
            "commit-as-the-prepared-statement-lapses",
        ],
        [ends(1), ends(0)],
    );
    let due = |after: i64| {
        plan()
            .quote(move |it| it.terms.get_or_insert_default().deadline_ms = begins + after)
            .result(move |it| it.header().issued_at_ms = begins + after)
    };
    let prepared_due = |after: i64| due(after).commit(move |it| it.header().issued_at_ms = begins + after);
    pair(
        "REC-3",
        "prepared",
        ["prepared-at-the-deadline", "prepared-after-the-deadline"],
        [prepared_due(15 * SECOND), prepared_due(15 * SECOND - 1)],
    );
    pair(
        "REC-3",
        "commit",
        ["commit-at-the-deadline", "commit-after-the-deadline"],
        [due(16 * SECOND), due(16 * SECOND - 1)],
    );
    vectors
}
