//! What is repeated of itself, to the last millisecond of each condition (SPEC.md section 19.2).

use casp_wire::v1::{TaskState, TaskStatus};

use super::lines::{DUE, LIFE, Line, Opened, Talk};
use super::tale::Tale;
use crate::generate::forge::Kind::{self, Acceptance, Cancel, Commit, Offer, Prepared, TaskRequest, TaskResult};
use crate::generate::world::{HOUR, MINUTE, SECOND, World};

/// What may still arrive after its time, milliseconds.
const LATE: i64 = 30_000;

pub(super) fn tales(world: &World) -> Vec<Tale<'_>> {
    let mut tales = vec![offer(world), nothing(world)];
    tales.extend(contract(world));
    tales.extend(two_steps(world));
    tales.extend(cancel(world));
    tales.extend(result(world));
    tales
}

fn tale<'a>(world: &'a World, name: &str, title: &str) -> Tale<'a> {
    Tale::new(world, "repeats", name, title, &["CTR-1", "CTR-7"])
}

/// Repeated in the last of these milliseconds, and not in the next.
fn until<'a>(
    tale: Tale<'a>,
    last: i64,
    by: &Line,
    state: &'static str,
    requester: &[Kind],
    provider: &[Kind],
) -> Tale<'a> {
    tale.repeats(by.at(), by, state, requester, provider)
        .repeats(last, by, state, requester, provider)
        .repeats(last + 1, by, state, &[], &[])
}

fn offer(world: &World) -> Tale<'_> {
    let offer = Talk::new(world).offer(0, LIFE);
    let story = tale(world, "offer", "An offer is repeated until its end.").said([&offer]);
    until(story, LIFE - 1, &offer, "offered", &[Offer], &[])
}

/// States in which nobody repeats anything.
fn nothing(world: &World) -> Tale<'_> {
    let talk = Talk::new(world);
    let opened = talk.opened();
    let event = talk.event(4 * SECOND, &opened.acceptance, 1, TaskState::Running);
    let result = talk.result(6 * SECOND, opened.task(), TaskStatus::Completed, |_| ());
    let ack = talk.ack(7 * SECOND, &opened.acceptance, &result);
    let [none, some] = [&[][..], &[Acceptance, TaskRequest]];
    tale(
        world,
        "nothing-else",
        "Quotes, events and acks are never repeated of themselves, nor is anything once work has begun.",
    )
    .said([&opened.offer, &opened.quote])
    .repeats(SECOND, &opened.quote, "quoted", none, none)
    .said([&opened.acceptance, &opened.request])
    .repeats(3 * SECOND, &opened.request, "pending", some, none)
    .said([&event])
    .repeats(4 * SECOND, &event, "running", none, none)
    .said([&result, &ack])
    .repeats(7 * SECOND, &ack, "closed", none, none)
}

/// Each life that ends, with what is repeated until then.
fn contract(world: &World) -> Vec<Tale<'_>> {
    let talk = Talk::new(world);
    let lives = |nth: usize| {
        let mut lives = [LIFE; 4];
        lives[nth] = MINUTE;
        talk.opened_at(0, lives)
    };
    let due = talk.clone().due(MINUTE).opened();
    let ends = |nth: i64| nth * SECOND + MINUTE - 1;
    let accepted = |name: &str, title: &str, opened: &Opened, last: i64| {
        let story = tale(world, name, title).said(opened.contract());
        until(story, last, &opened.acceptance, "accepted", &[Acceptance], &[])
    };
    let pending = |name: &str, title: &str, opened: &Opened, last: i64| {
        let story = tale(world, name, title).said(opened.all());
        let both = [Acceptance, TaskRequest];
        until(story, last, &opened.request, "pending", &both, &[])
    };
    vec![
        accepted(
            "acceptance-within-the-quote",
            "An acceptance is repeated until the quote's end.",
            &lives(1),
            ends(1),
        ),
        accepted(
            "acceptance-until-its-end",
            "An acceptance is repeated until its own end.",
            &lives(2),
            ends(2),
        ),
        accepted(
            "acceptance-by-the-deadline",
            "An acceptance is repeated until the deadline, this included.",
            &due,
            MINUTE,
        ),
        pending(
            "request-within-the-quote",
            "Acceptance and request are repeated until the quote's end.",
            &lives(1),
            ends(1),
        ),
        pending(
            "request-within-the-acceptance",
            "Acceptance and request are repeated until the acceptance's end.",
            &lives(2),
            ends(2),
        ),
        pending(
            "request-until-its-end",
            "Acceptance and request are repeated until the request's end.",
            &lives(3),
            ends(3),
        ),
        pending(
            "request-by-the-deadline",
            "Acceptance and request are repeated until the deadline, this included.",
            &due,
            MINUTE,
        ),
    ]
}

fn two_steps(world: &World) -> Vec<Tale<'_>> {
    let talk = Talk::irreversible(world);
    let story = |talk: &Talk<'_>, lives: [i64; 2]| {
        let opened = talk.opened();
        let prepared = talk.prepared(4 * SECOND, lives[0], &opened.acceptance, &opened.request);
        let commit = talk.commit(5 * SECOND, lives[1], &opened.acceptance, &prepared);
        (opened, prepared, commit)
    };
    let prepare = |name: &str, title: &str, talk: &Talk<'_>, life: i64, last: i64| {
        let (opened, prepared, _) = story(talk, [life, LIFE]);
        let tale = tale(world, name, title).said(opened.all()).said([&prepared]);
        until(tale, last, &prepared, "prepared", &[], &[Prepared])
    };
    let allow = |name: &str, title: &str, talk: &Talk<'_>, lives: [i64; 2], last: i64| {
        let (opened, prepared, commit) = story(talk, lives);
        let tale = tale(world, name, title).said(opened.all()).said([&prepared, &commit]);
        until(tale, last, &commit, "committed", &[Commit], &[])
    };
    let due = talk.clone().due(MINUTE);
    vec![
        prepare(
            "prepared-until-its-end",
            "A prepared statement is repeated until its end.",
            &talk,
            MINUTE,
            4 * SECOND + MINUTE - 1,
        ),
        prepare(
            "prepared-by-the-deadline",
            "A prepared statement is repeated until the deadline, this included.",
            &due,
            LIFE,
            MINUTE,
        ),
        allow(
            "commit-while-prepared",
            "A commit is repeated until the prepared statement's end.",
            &talk,
            [MINUTE, LIFE],
            4 * SECOND + MINUTE - 1,
        ),
        allow(
            "commit-until-its-end",
            "A commit is repeated until its own end.",
            &talk,
            [LIFE, MINUTE],
            5 * SECOND + MINUTE - 1,
        ),
        allow(
            "commit-by-the-deadline",
            "A commit is repeated until the deadline, this included.",
            &due,
            [LIFE; 2],
            MINUTE,
        ),
    ]
}

fn cancel(world: &World) -> Vec<Tale<'_>> {
    let talk = Talk::new(world);
    let opened = talk.opened();
    let cancel = talk.cancel(4 * SECOND, LIFE, &opened.acceptance);
    let early = talk.cancel(2_500, 3 * HOUR, &opened.acceptance);
    let soon = talk.clone().due(MINUTE);
    let due = soon.opened();
    let long = soon.cancel(4 * SECOND, LIFE, &due.acceptance);
    let until_its_end = tale(
        world,
        "cancel-until-its-end",
        "A cancel is repeated until its end, and the request no more.",
    )
    .said(opened.all())
    .said([&cancel]);
    let beyond = tale(
        world,
        "cancel-beyond-the-deadline",
        "A cancel before the request is repeated until its end, whatever the deadline.",
    )
    .said(opened.contract())
    .said([&early]);
    let unanswered = tale(
        world,
        "cancel-until-nothing-can-come",
        "A cancel is repeated no more when no result can come.",
    )
    .said(due.all())
    .said([&long])
    .repeats(MINUTE + LATE - 1, &long, "cancelled", &[Cancel], &[])
    .repeats(MINUTE + LATE, &long, "unanswered", &[], &[]);
    vec![
        until(
            until_its_end,
            4 * SECOND + LIFE - 1,
            &cancel,
            "cancelled",
            &[Cancel],
            &[],
        ),
        until(beyond, 2_500 + 3 * HOUR - 1, &early, "cancelled", &[Cancel], &[]),
        unanswered,
    ]
}

fn result(world: &World) -> Vec<Tale<'_>> {
    let talk = Talk::new(world);
    let opened = talk.opened();
    let mut tales = Vec::new();
    for (status, state) in [
        (TaskStatus::Failed, "delivered"),
        (TaskStatus::Indeterminate, "indeterminate"),
    ] {
        let result = talk.result(6 * SECOND, opened.task(), status, |_| ());
        let ack = talk.ack(7 * SECOND, &opened.acceptance, &result);
        let begun = tale(
            world,
            &format!("{state}-while-it-is-taken"),
            "A result is repeated until half a minute after the deadline, when nobody takes it any more.",
        )
        .said(opened.all())
        .said([&result]);
        let acknowledged = begun
            .also(
                &format!("{state}-until-its-ack"),
                "A result is repeated until its ack comes.",
                &["CTR-1", "CTR-9"],
            )
            .repeats(7 * SECOND - 1, &result, state, &[], &[TaskResult])
            .said([&ack])
            .repeats(
                7 * SECOND,
                &ack,
                if state == "delivered" { "closed" } else { state },
                &[],
                &[],
            );
        tales.push(until(begun, DUE + LATE - 1, &result, state, &[], &[TaskResult]));
        tales.push(acknowledged);
    }
    tales
}
