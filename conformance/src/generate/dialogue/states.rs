//! Every state of SPEC.md section 19.2, in its first millisecond and in its last, and what follows.

use casp_wire::v1::{TaskState, TaskStatus};

use super::lines::{DUE, LIFE, Talk};
use super::tale::Tale;
use crate::generate::world::{MINUTE, SECOND, World};

/// What may still arrive after its time, milliseconds.
const LATE: i64 = 30_000;

/// When an engagement with a contract that is due last of all is forgotten.
const FORGOTTEN: i64 = DUE + 86_430_000;

pub(super) fn tales(world: &World) -> Vec<Tale<'_>> {
    let mut tales = before_a_contract(world);
    tales.extend(lapsed(world));
    tales.extend(at_work(world));
    tales.extend(in_two_steps(world));
    tales.extend(cancelled(world));
    tales.extend(ended(world));
    tales
}

fn tale<'a>(world: &'a World, name: &str, title: &str, rules: &[&'static str]) -> Tale<'a> {
    Tale::new(world, "states", name, title, rules)
}

fn before_a_contract(world: &World) -> Vec<Tale<'_>> {
    let talk = Talk::new(world);
    let offer = talk.offer(0, LIFE);
    let long_offer = talk.offer(0, 2 * LIFE);
    let quote = talk.quote(SECOND, LIFE, &long_offer);
    let quote_ends = SECOND + LIFE + LATE;
    let soon = talk.clone().due(MINUTE);
    let soon_offer = soon.offer(0, 2 * LIFE);
    let soon_quote = soon.quote(SECOND, LIFE, &soon_offer);
    vec![
        tale(
            world,
            "offered",
            "An offer that nobody answers stands as offered until it is forgotten.",
            &["CTR-3", "CTR-7"],
        )
        .said([&offer])
        .stands(0, &offer, "offered")
        .stands(LIFE + LATE - 1, &offer, "offered")
        .unknown(LIFE + LATE, &offer),
        tale(
            world,
            "quoted",
            "A quote that nobody accepts lapses half a minute after its end, and is forgotten with its offer.",
            &["CTR-3", "CTR-7"],
        )
        .said([&long_offer])
        .stands(SECOND - 1, &long_offer, "offered")
        .said([&quote])
        .stands(SECOND, &quote, "quoted")
        .stands(quote_ends - 1, &quote, "quoted")
        .stands(quote_ends, &quote, "lapsed")
        .stands(2 * LIFE + LATE - 1, &long_offer, "lapsed")
        .unknown(2 * LIFE + LATE, &quote),
        tale(
            world,
            "quoted-until-the-deadline",
            "A quote whose task would be due lapses with the deadline, though it says that it lives on.",
            &["CTR-7", "CTR-10"],
        )
        .said([&soon_offer, &soon_quote])
        .stands(MINUTE + LATE - 1, &soon_quote, "quoted")
        .stands(MINUTE + LATE, &soon_quote, "lapsed"),
    ]
}

fn lapsed(world: &World) -> Vec<Tale<'_>> {
    let talk = Talk::new(world);
    let by_quote = talk.opened_at(0, [LIFE, MINUTE, LIFE, LIFE]);
    let by_acceptance = talk.opened_at(0, [LIFE, LIFE, MINUTE, LIFE]);
    let by_deadline = talk.clone().due(MINUTE).opened();
    let at = [SECOND + MINUTE, 2 * SECOND + MINUTE, MINUTE];
    let because = [
        (
            "quote",
            "A contract whose request never came lapses with its quote, and is kept for a day.",
        ),
        (
            "acceptance",
            "A contract whose request never came lapses with its acceptance, and is kept for a day.",
        ),
        (
            "deadline",
            "A contract whose request never came lapses with its deadline, and is kept for a day.",
        ),
    ];
    let forgotten = [FORGOTTEN, FORGOTTEN, 2 * SECOND + LIFE + 86_430_000];
    let stories = [by_quote, by_acceptance, by_deadline].into_iter().zip(at).zip(because);
    stories
        .zip(forgotten)
        .map(|(((opened, ends), (of, title)), forgotten)| {
            tale(
                world,
                &format!("accepted-until-the-{of}-ends"),
                title,
                &["CTR-3", "CTR-7"],
            )
            .said(opened.contract())
            .stands(2 * SECOND, &opened.acceptance, "accepted")
            .stands(ends + LATE - 1, &opened.offer, "accepted")
            .stands(ends + LATE, &opened.quote, "lapsed")
            .stands(forgotten - 1, &opened.acceptance, "lapsed")
            .unknown(forgotten, &opened.acceptance)
        })
        .collect()
}

fn at_work(world: &World) -> Vec<Tale<'_>> {
    let talk = Talk::new(world);
    let opened = talk.opened();
    let event = |at: i64, seq: u64, state| talk.event(at * SECOND, &opened.acceptance, seq, state);
    let early = talk.event(2_500, &opened.acceptance, 1, TaskState::Queued);
    let queued = event(4, 2, TaskState::Queued);
    let running = event(5, 3, TaskState::Running);
    let again_queued = event(6, 4, TaskState::Queued);
    let unready = tale(
        world,
        "pending",
        "A request that nobody answers is pending until no result can come, and then unanswered for a day.",
        &["CTR-3", "CTR-10"],
    )
    .said(opened.all())
    .stands(3 * SECOND, &opened.request, "pending")
    .stands(DUE + LATE - 1, &opened.acceptance, "pending")
    .stands(DUE + LATE, &opened.acceptance, "unanswered")
    .stands(FORGOTTEN - 1, &opened.request, "unanswered")
    .unknown(FORGOTTEN, &opened.request);
    let worked = tale(
        world,
        "running",
        "A task that the provider says to work on runs until no result can come.",
        &["CTR-10", "CTR-11"],
    )
    .said(opened.all())
    .stands(5 * SECOND - 1, &opened.request, "pending")
    .said([&running])
    .stands(5 * SECOND, &running, "running")
    .stands(DUE + LATE - 1, &opened.request, "running")
    .stands(DUE + LATE, &running, "unanswered");
    let waited = tale(
        world,
        "queued-is-pending",
        "A queued task is pending, before it ran and after; and the latest event alone is known.",
        &["CTR-11"],
    )
    .said(opened.contract())
    .said([&early])
    .stands(2_500, &early, "accepted")
    .said([&opened.request, &queued])
    .stands(4 * SECOND, &queued, "pending")
    .unknown(4 * SECOND, &early)
    .said([&running])
    .stands(5 * SECOND, &opened.acceptance, "running")
    .unknown(5 * SECOND, &queued)
    .said([&again_queued])
    .stands(6 * SECOND, &again_queued, "pending");
    vec![unready, worked, waited]
}

fn in_two_steps(world: &World) -> Vec<Tale<'_>> {
    let talk = Talk::irreversible(world);
    let opened = talk.opened();
    let running = talk.event(3_500, &opened.acceptance, 1, TaskState::Running);
    let prepared = talk.prepared(4 * SECOND, LIFE, &opened.acceptance, &opened.request);
    let commit = talk.commit(5 * SECOND, LIFE, &opened.acceptance, &prepared);
    let ready = tale(
        world,
        "prepared",
        "A provider that waits for a commit stays prepared beyond its statement's end, until no result can come.",
        &["CTR-10", "CTR-19"],
    )
    .said(opened.all())
    .said([&running])
    .stands(4 * SECOND - 1, &running, "running")
    .said([&prepared])
    .stands(4 * SECOND, &prepared, "prepared")
    .stands(DUE + LATE - 1, &prepared, "prepared")
    .stands(DUE + LATE, &prepared, "unanswered");
    let allowed = tale(
        world,
        "committed",
        "After a commit an engagement is committed until no result can come.",
        &["CTR-7", "CTR-10"],
    )
    .said(opened.all())
    .said([&prepared])
    .stands(5 * SECOND - 1, &prepared, "prepared")
    .said([&commit])
    .stands(5 * SECOND, &commit, "committed")
    .stands(DUE + LATE - 1, &opened.acceptance, "committed")
    .stands(DUE + LATE, &commit, "unanswered");
    vec![ready, allowed]
}

fn cancelled(world: &World) -> Vec<Tale<'_>> {
    let talk = Talk::new(world);
    let opened = talk.opened();
    let early = talk.cancel(2_500, LIFE, &opened.acceptance);
    let cancel = talk.cancel(4 * SECOND, LIFE, &opened.acceptance);
    vec![
        tale(
            world,
            "cancelled",
            "A task that was cancelled is so until no result can come, and then unanswered.",
            &["CTR-10", "CTR-12"],
        )
        .said(opened.all())
        .stands(4 * SECOND - 1, &opened.request, "pending")
        .said([&cancel])
        .stands(4 * SECOND, &cancel, "cancelled")
        .stands(DUE + LATE - 1, &cancel, "cancelled")
        .stands(DUE + LATE, &cancel, "unanswered"),
        tale(
            world,
            "cancelled-before-its-request",
            "A contract that was cancelled before its request neither lapses nor is unanswered: it is forgotten.",
            &["CTR-3", "CTR-12"],
        )
        .said(opened.contract())
        .said([&early])
        .stands(2_500, &early, "cancelled")
        .stands(DUE + LATE, &early, "cancelled")
        .stands(FORGOTTEN - 1, &opened.acceptance, "cancelled")
        .unknown(FORGOTTEN, &early),
    ]
}

fn ended(world: &World) -> Vec<Tale<'_>> {
    let talk = Talk::new(world);
    let opened = talk.opened();
    let end = |status| talk.result(6 * SECOND, opened.task(), status, |_| ());
    let (done, unclear) = (end(TaskStatus::Completed), end(TaskStatus::Indeterminate));
    let ack = talk.ack(7 * SECOND, &opened.acceptance, &done);
    let ack_of_unclear = talk.ack(7 * SECOND, &opened.acceptance, &unclear);
    let begun = tale(world, "", "", &[]).said(opened.all());
    vec![
        begun
            .also(
                "delivered",
                "A result that is not acknowledged stays delivered until it is forgotten.",
                &["CTR-3", "CTR-9"],
            )
            .stands(6 * SECOND - 1, &opened.request, "pending")
            .said([&done])
            .stands(6 * SECOND, &done, "delivered")
            .stands(DUE + LATE, &opened.acceptance, "delivered")
            .stands(FORGOTTEN - 1, &done, "delivered")
            .unknown(FORGOTTEN, &done),
        begun
            .also(
                "closed",
                "An acknowledged result closes its engagement until it is forgotten.",
                &["CTR-3", "CTR-9"],
            )
            .said([&done])
            .stands(7 * SECOND - 1, &done, "delivered")
            .said([&ack])
            .stands(7 * SECOND, &ack, "closed")
            .stands(FORGOTTEN - 1, &opened.offer, "closed")
            .unknown(FORGOTTEN, &ack),
        begun
            .also(
                "indeterminate",
                "What nobody knows of stays indeterminate, acknowledged or not, until it is forgotten.",
                &["CTR-3", "CTR-9"],
            )
            .said([&unclear])
            .stands(6 * SECOND, &unclear, "indeterminate")
            .said([&ack_of_unclear])
            .stands(7 * SECOND, &ack_of_unclear, "indeterminate")
            .stands(FORGOTTEN - 1, &unclear, "indeterminate")
            .unknown(FORGOTTEN, &unclear),
    ]
}
