//! Several engagements in one book: they do not touch each other, and take each other's room only where SPEC.md section 15.2 says so.

use casp_wire::v1::{TaskState, TaskStatus};

use super::lines::{LIFE, Line, Talk};
use super::tale::Tale;
use crate::generate::forge::Kind::{Acceptance, Cancel, Offer, TaskRequest, TaskResult};
use crate::generate::world::{MINUTE, SECOND, World};

/// How long an offer is known after its end, milliseconds.
const LATE: i64 = 30_000;

pub(super) fn tales(world: &World) -> Vec<Tale<'_>> {
    let mut tales = vec![
        interleaved(world),
        both_ways(world),
        two_requesters(world),
        one_contract(world),
    ];
    tales.extend(room_for_others(world));
    tales.push(room_for_own(world));
    tales
}

fn tale<'a>(world: &'a World, name: &str, title: &str, rules: &[&'static str]) -> Tale<'a> {
    Tale::new(world, "several", name, title, rules)
}

/// The lines in the order in which they are said.
fn in_order<'l>(lines: impl IntoIterator<Item = &'l Line>) -> Vec<&'l Line> {
    let mut lines: Vec<&Line> = lines.into_iter().collect();
    lines.sort_by_key(|line| line.at());
    lines
}

fn interleaved(world: &World) -> Tale<'_> {
    let [one, two] = ["one", "two"].map(|name| Talk::between(world, &world.alice, &world.bob, name));
    let (first, second) = (one.opened(), two.opened_at(500, [LIFE; 4]));
    let running = one.event(4 * SECOND, &first.acceptance, 1, TaskState::Running);
    let cancel = two.cancel(5 * SECOND, LIFE, &second.acceptance);
    let result = one.result(6 * SECOND, first.task(), TaskStatus::Completed, |_| ());
    tale(
        world,
        "interleaved",
        "Two tasks of the same parties go side by side: one is done, the other cancelled.",
        &["CTR-3", "CTR-9", "CTR-12"],
    )
    .said(in_order(first.all().into_iter().chain(second.all())))
    .repeats(3_500, &first.request, "pending", &[Acceptance, TaskRequest], &[])
    .repeats(3_500, &second.request, "pending", &[Acceptance, TaskRequest], &[])
    .said([&running])
    .stands(4 * SECOND, &first.offer, "running")
    .stands(4 * SECOND, &second.offer, "pending")
    .said([&cancel])
    .stands(5 * SECOND, &first.offer, "running")
    .repeats(5 * SECOND, &second.offer, "cancelled", &[Cancel], &[])
    .said([&result])
    .repeats(6 * SECOND, &first.quote, "delivered", &[], &[TaskResult])
    .repeats(6 * SECOND, &second.quote, "cancelled", &[Cancel], &[])
}

/// Each is the other's provider.
fn both_ways(world: &World) -> Tale<'_> {
    let World { alice, bob, .. } = world;
    let (there, back) = (
        Talk::between(world, alice, bob, "there"),
        Talk::between(world, bob, alice, "back"),
    );
    let (first, second) = (there.opened(), back.opened_at(500, [LIFE; 4]));
    let result = back.result(6 * SECOND, second.task(), TaskStatus::Completed, |_| ());
    tale(
        world,
        "both-ways",
        "Two parties work for each other: each repeats what is its own in either engagement.",
        &["CTR-3", "CTR-4"],
    )
    .said(in_order(first.all().into_iter().chain(second.all())))
    .repeats(3_500, &first.offer, "pending", &[Acceptance, TaskRequest], &[])
    .repeats(3_500, &second.offer, "pending", &[Acceptance, TaskRequest], &[])
    .said([&result])
    .repeats(6 * SECOND, &first.offer, "pending", &[Acceptance, TaskRequest], &[])
    .repeats(6 * SECOND, &second.offer, "delivered", &[], &[TaskResult])
}

fn two_requesters(world: &World) -> Tale<'_> {
    let World { alice, bob, carol, .. } = world;
    let alices = Talk::between(world, alice, bob, "of alice");
    let carols = Talk::between(world, carol, bob, "of carol");
    let (first, second) = (alices.opened(), carols.opened_at(500, [LIFE; 4]));
    let result = carols.result(6 * SECOND, second.task(), TaskStatus::Completed, |_| ());
    tale(
        world,
        "two-requesters",
        "A provider works for two: neither knows of the other, and a result ends the one task alone.",
        &["CTR-3", "CTR-4"],
    )
    .said(in_order(first.all().into_iter().chain(second.all())))
    .said([&result])
    .unknown_to(6 * SECOND, alice, &second.offer)
    .stands_for(6 * SECOND, bob, &second.offer, "delivered")
    .stands(6 * SECOND, &first.offer, "pending")
}

/// Two quotes for one purpose oblige to nothing.
fn one_contract(world: &World) -> Tale<'_> {
    let World { alice, bob, carol, .. } = world;
    let bobs = Talk::between(world, alice, bob, "with bob");
    let carols = Talk::between(world, alice, carol, "with carol");
    let (chosen, other) = (bobs.opened(), carols.opened_at(500, [LIFE; 4]));
    let lapses = 500 + SECOND + LIFE + LATE - 1;
    tale(
        world,
        "one-of-two-quotes",
        "A requester takes one of two quotes: the other is left alone until it is forgotten.",
        &["CTR-3", "CTR-7"],
    )
    .in_the_book_of(alice)
    .said(in_order(chosen.all().into_iter().chain([&other.offer, &other.quote])))
    .repeats(4 * SECOND, &chosen.quote, "pending", &[Acceptance, TaskRequest], &[])
    .repeats(4 * SECOND, &other.quote, "quoted", &[], &[])
    .stands(lapses, &other.quote, "quoted")
    .unknown(lapses + 1, &other.quote)
    .stands(lapses + 1, &chosen.quote, "pending")
}

fn room_for_others(world: &World) -> Vec<Tale<'_>> {
    let World { alice, bob, carol, .. } = world;
    let of = |who, name| Talk::between(world, who, bob, name);
    let offer = |who, name, at: i64| of(who, name).due(at + LIFE).offer(at, MINUTE);
    let first = offer(alice, "first", 0);
    let quote = of(alice, "first").due(LIFE).quote(SECOND, MINUTE - SECOND, &first);
    let second = offer(alice, "second", SECOND);
    let [carols, carols_later] = [2 * SECOND, MINUTE + LATE].map(|at| offer(carol, "of carol", at));
    let own = Talk::between(world, bob, alice, "own").offer(3 * SECOND, LIFE);
    vec![
        tale(
            world,
            "room-for-one",
            "A full book takes no stranger's offer, goes on with those that it holds, and has room again in time.",
            &["CTR-14"],
        )
        .in_the_book_of(bob)
        .with_room_for(1, 0, 0)
        .said([&first, &quote])
        .refused(2 * SECOND, &carols, &["CTR-14"])
        .unknown(2 * SECOND, &carols)
        .said([&own])
        .repeats(3 * SECOND, &own, "offered", &[Offer], &[])
        .stands(MINUTE + LATE - 1, &quote, "quoted")
        .said([&carols_later])
        .unknown(MINUTE + LATE, &quote)
        .stands(MINUTE + LATE, &carols_later, "offered"),
        tale(
            world,
            "room-for-one-of-each",
            "A requester has used its share of a book, and another has not.",
            &["CTR-14"],
        )
        .in_the_book_of(bob)
        .with_room_for(0, 1, 0)
        .said([&first])
        .refused(SECOND, &second, &["CTR-14"])
        .said([&carols])
        .unknown(2 * SECOND, &second)
        .stands(2 * SECOND, &first, "offered")
        .stands(2 * SECOND, &carols, "offered"),
    ]
}

fn room_for_own(world: &World) -> Tale<'_> {
    let World { alice, bob, carol, .. } = world;
    let to = |whom, name| Talk::between(world, alice, whom, name);
    let first = to(bob, "first").offer(0, MINUTE);
    let second = to(carol, "second").offer(SECOND, MINUTE);
    let third = to(carol, "third").offer(MINUTE + LATE, MINUTE);
    let strangers = Talk::between(world, carol, alice, "of a stranger").offer(2 * SECOND, LIFE);
    tale(
        world,
        "room-for-one-of-its-own",
        "A book is full of its owner's offers: it takes a stranger's, and no other of its own until one is forgotten.",
        &["CTR-14"],
    )
    .in_the_book_of(alice)
    .with_room_for(0, 0, 1)
    .said([&first])
    .refused(SECOND, &second, &["CTR-14"])
    .unknown(SECOND, &second)
    .said([&strangers, &third])
    .unknown(MINUTE + LATE, &first)
    .repeats(MINUTE + LATE, &third, "offered", &[Offer], &[])
    .repeats(MINUTE + LATE, &strangers, "offered", &[Offer], &[])
}
