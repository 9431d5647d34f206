//! Checkpoints of a package (CHK-1 to CHK-3).

use casp_wire::v1;

use super::super::trace;
use super::plan::Plan;
use super::{Faults, accepted, refused};
use crate::generate::world::World;
use crate::vector::Vector;

const GROUP: &str = "package-checkpoints";
/// Four events with checkpoints at 2 and 4, with a contract and without.
const TWINS: [&str; 2] = [
    "package-checkpoints/of-a-contract",
    "package-checkpoints/of-a-trace-alone",
];
const RULES: [&str; 3] = ["CHK-1", "CHK-2", "CHK-3"];

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = vec![
        accepted(&contract(world), GROUP, "of-a-contract", &RULES),
        accepted(&alone(world), GROUP, "of-a-trace-alone", &RULES),
    ];
    vectors.extend(foreign(world));
    vectors.extend(foreign_alone(world));
    vectors.extend(sizes(world));
    vectors.extend(roots(world));
    vectors
}

fn contract(world: &World) -> Plan<'_> {
    Plan::bare(world).traced(4, &[2, 4])
}

fn alone(world: &World) -> Plan<'_> {
    Plan::alone(world, 4, &[2, 4])
}

fn of_contract(plan: &Plan<'_>, rule: &str, name: &str, faults: Faults<'_>) -> Vector {
    refused(plan, GROUP, name, rule, faults, TWINS[0])
}

fn of_trace(plan: &Plan<'_>, rule: &str, name: &str, faults: Faults<'_>) -> Vector {
    refused(plan, GROUP, name, rule, faults, TWINS[1])
}

/// CHK-1, with a contract.
fn foreign(world: &World) -> Vec<Vector> {
    let [first, last]: [Faults<'_>; 2] = [&[("checkpoints", 0)], &[("checkpoints", 1)]];
    let other = world.draw("another contract").bytes(32);
    let session = world.draw("another session").bytes(16);
    let bad = |plan: Plan<'_>, name: &str, faults| of_contract(&plan, "CHK-1", name, faults);
    let uncommitted = Plan::bare(world)
        .traced(4, &[2])
        .result(|it| it.trace = None)
        .package(|it| it.events.clear());
    vec![
        bad(
            contract(world).issued_by("checkpoints", 0, &world.carol),
            "by-another",
            first,
        ),
        bad(
            contract(world).issued_by("checkpoints", 1, &world.bob),
            "by-the-requester",
            last,
        ),
        bad(
            contract(world).checkpoint(0, |it| it.contract.clone_from(&other)),
            "of-another-contract",
            first,
        ),
        bad(
            contract(world).checkpoint(1, |it| it.contract.clear()),
            "of-no-contract",
            last,
        ),
        bad(
            contract(world).checkpoint(0, |it| it.session.clone_from(&session)),
            "of-another-session",
            first,
        ),
        bad(
            contract(world).checkpoint(1, |it| it.session[15] ^= 1),
            "of-almost-the-session",
            last,
        ),
        bad(
            contract(world).result(|it| it.trace.get_or_insert_default().session[0] ^= 1),
            "result-of-another-session",
            &[("checkpoints", 0), ("checkpoints", 1)],
        ),
        bad(uncommitted, "of-a-trace-that-is-not-committed", first),
    ]
}

/// CHK-1, without contract: the last checkpoint says what the others are held against.
fn foreign_alone(world: &World) -> Vec<Vector> {
    let [first, last]: [Faults<'_>; 2] = [&[("checkpoints", 0)], &[("checkpoints", 1)]];
    let other = world.draw("another contract").bytes(32);
    let bad = |plan: Plan<'_>, name: &str, faults| of_trace(&plan, "CHK-1", name, faults);
    let three = || Plan::alone(world, 4, &[1, 2, 4]);
    vec![
        bad(
            alone(world).issued_by("checkpoints", 0, &world.carol),
            "alone-by-another",
            first,
        ),
        bad(
            alone(world).issued_by("checkpoints", 1, &world.carol),
            "alone-last-by-another",
            first,
        ),
        bad(
            alone(world).checkpoint(0, |it| it.session[0] ^= 1),
            "alone-of-another-session",
            first,
        ),
        bad(
            three().checkpoint(2, |it| it.session[0] ^= 1),
            "alone-last-of-another-session",
            &[("checkpoints", 0), ("checkpoints", 1)],
        ),
        bad(
            alone(world).checkpoint(0, |it| it.contract.clone_from(&other)),
            "alone-first-of-a-contract",
            first,
        ),
        bad(
            alone(world).checkpoint(1, |it| it.contract.clone_from(&other)),
            "alone-last-of-a-contract",
            last,
        ),
    ]
}

/// CHK-2.
fn sizes(world: &World) -> Vec<Vector> {
    let [first, last]: [Faults<'_>; 2] = [&[("checkpoints", 0)], &[("checkpoints", 1)]];
    let with = |checkpoints: &[usize]| Plan::bare(world).traced(4, checkpoints);
    let sized = |index: usize, size: u64| contract(world).checkpoint(index, move |it| it.size = size);
    let bad = |plan: Plan<'_>, name: &str, faults| of_contract(&plan, "CHK-2", name, faults);
    vec![
        bad(with(&[2, 2]), "size-twice", last),
        bad(with(&[4, 2]), "size-descends", last),
        bad(
            with(&[3, 1, 2]),
            "sizes-ascend-below-the-first",
            &[("checkpoints", 1), ("checkpoints", 2)],
        ),
        bad(with(&[2, 1, 3]), "size-descends-once", last),
        bad(
            contract(world).package(|it| it.checkpoints.swap(0, 1)),
            "checkpoints-swapped",
            last,
        ),
        bad(sized(1, 5), "size-past-the-events", last),
        bad(sized(1, (1 << 53) - 1), "size-greatest", last),
        bad(sized(0, 5), "first-size-past-the-events", first),
        of_trace(&Plan::alone(world, 4, &[4, 4]), "CHK-2", "alone-size-twice", last),
        of_trace(
            &alone(world).checkpoint(0, |it| it.size = 5),
            "CHK-2",
            "alone-first-size-past-the-events",
            first,
        ),
    ]
}

/// CHK-3.
fn roots(world: &World) -> Vec<Vector> {
    let [first, last]: [Faults<'_>; 2] = [&[("checkpoints", 0)], &[("checkpoints", 1)]];
    let bad = |plan: Plan<'_>, name: &str, faults| of_contract(&plan, "CHK-3", name, faults);
    let forked = |it: &mut v1::TraceCheckpoint| {
        let mut events = trace::events(world, "the work", 4);
        events[1].data.push(1);
        it.root = trace::root(&events[..2]);
    };
    vec![
        bad(
            contract(world).checkpoint(0, |it| it.root[0] ^= 1),
            "root-altered",
            first,
        ),
        bad(
            contract(world).checkpoint(1, |it| it.root[31] ^= 1),
            "last-root-altered",
            last,
        ),
        bad(
            contract(world).checkpoint(0, |it| it.size = 3),
            "root-of-a-smaller-trace",
            first,
        ),
        bad(
            contract(world).checkpoint(0, |it| it.size = 1),
            "root-of-a-larger-trace",
            first,
        ),
        bad(contract(world).checkpoint(0, forked), "root-of-another-history", first),
        of_trace(
            &alone(world).checkpoint(0, forked),
            "CHK-3",
            "alone-root-of-another-history",
            first,
        ),
        of_trace(
            &alone(world).checkpoint(0, |it| it.root = vec![0; 32]),
            "CHK-3",
            "alone-root-of-zeros",
            first,
        ),
    ]
}
