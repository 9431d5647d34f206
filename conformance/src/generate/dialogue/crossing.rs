//! Statements that cross: each party holds what the other has not heard yet (SPEC.md sections 15.2, 19.6 and 19.7).

use casp_wire::v1::{TaskState, TaskStatus};

use super::lines::{DUE, LIFE, Line, Opened, Talk};
use super::tale::Tale;
use crate::generate::forge::Kind::{Cancel, TaskResult};
use crate::generate::world::{SECOND, World};

pub(super) fn tales(world: &World) -> Vec<Tale<'_>> {
    let mut tales = commit_and_cancel(world);
    tales.extend(before_the_request(world));
    tales.extend(after_the_request(world));
    tales.extend(no_result(world));
    tales
}

fn tale<'a>(world: &'a World, name: &str, title: &str, rules: &[&'static str]) -> Tale<'a> {
    Tale::new(world, "crossing", name, title, rules)
}

/// An irreversible task, prepared.
fn prepared(world: &World) -> (Talk<'_>, Opened, Line) {
    let talk = Talk::irreversible(world);
    let opened = talk.opened();
    let prepared = talk.prepared(4 * SECOND, LIFE, &opened.acceptance, &opened.request);
    (talk, opened, prepared)
}

fn commit_and_cancel(world: &World) -> Vec<Tale<'_>> {
    let World { alice, bob, .. } = world;
    let (talk, opened, prepared) = prepared(world);
    let contract = &opened.acceptance;
    let commit = talk.commit(5 * SECOND, LIFE, contract, &prepared);
    let cancel = talk.cancel(6 * SECOND, LIFE, contract);
    let late_commit = talk.commit(7 * SECOND, LIFE, contract, &prepared);
    let done = talk.result(8 * SECOND, opened.task(), TaskStatus::Completed, |it| {
        it.commit = commit.id()
    });
    let stopped = talk.result(8 * SECOND, opened.task(), TaskStatus::Cancelled, |_| ());
    let late_prepared = talk
        .anew("prepared late")
        .prepared(7 * SECOND, LIFE, contract, &opened.request);
    vec![
        tale(
            world,
            "commit-then-cancel",
            "A cancel follows a commit: cancelled, and yet what was begun is finished and its result taken.",
            &["CTR-12", "CTR-18"],
        )
        .said(opened.all())
        .said([&prepared, &commit, &cancel])
        .repeats(6 * SECOND, &commit, "cancelled", &[Cancel], &[])
        .said([&done])
        .repeats(8 * SECOND, &done, "delivered", &[], &[TaskResult]),
        tale(
            world,
            "cancel-then-commit",
            "A commit follows a cancel: neither party takes it.",
            &["CTR-12"],
        )
        .said(opened.all())
        .said([&prepared, &cancel])
        .refused(7 * SECOND, &late_commit, &["CTR-12"])
        .unknown(7 * SECOND, &late_commit)
        .repeats(7 * SECOND, &cancel, "cancelled", &[Cancel], &[]),
        tale(
            world,
            "cancel-overtakes-commit",
            "A cancel overtakes the commit said before it: the provider does not act, and says so.",
            &["CTR-12", "CTR-18"],
        )
        .said(opened.all())
        .said([&prepared])
        .lost(&commit)
        .said([&cancel])
        .refused_there(7 * SECOND, &commit, &["CTR-12"])
        .stands_for(7 * SECOND, alice, &commit, "cancelled")
        .unknown_to(7 * SECOND, bob, &commit)
        .said([&stopped])
        .stands(8 * SECOND, &stopped, "delivered"),
        tale(
            world,
            "prepared-crosses-cancel",
            "A prepared statement crosses a cancel: it is taken, asks for nothing, and is not repeated.",
            &["CTR-12", "CTR-19"],
        )
        .said(opened.all())
        .said([&cancel, &late_prepared])
        .repeats(7 * SECOND, &late_prepared, "cancelled", &[Cancel], &[]),
    ]
}

fn before_the_request(world: &World) -> Vec<Tale<'_>> {
    let World { alice, bob, .. } = world;
    let talk = Talk::new(world);
    let opened = talk.opened();
    let contract = &opened.acceptance;
    let early = talk.cancel(2_500, LIFE, contract);
    let cancel = talk.cancel(4 * SECOND, LIFE, contract);
    vec![
        tale(
            world,
            "cancel-before-request",
            "A contract is cancelled before its request, which neither party takes any more.",
            &["CTR-12"],
        )
        .said(opened.contract())
        .said([&early])
        .refused(3 * SECOND, &opened.request, &["CTR-12"])
        .unknown(3 * SECOND, &opened.request)
        .repeats(3 * SECOND, contract, "cancelled", &[Cancel], &[]),
        tale(
            world,
            "cancel-overtakes-request",
            "A cancel overtakes the request said before it: there is nothing to stop, and no answer.",
            &["CTR-3", "CTR-10", "CTR-12"],
        )
        .said(opened.contract())
        .lost(&opened.request)
        .said([&cancel])
        .refused_there(5 * SECOND, &opened.request, &["CTR-12"])
        .stands(5 * SECOND, contract, "cancelled")
        .stands_for(DUE + 30_000, alice, contract, "unanswered")
        .stands_for(DUE + 30_000, bob, contract, "cancelled"),
    ]
}

fn after_the_request(world: &World) -> Vec<Tale<'_>> {
    let World { alice, bob, .. } = world;
    let talk = Talk::new(world);
    let opened = talk.opened();
    let contract = &opened.acceptance;
    let first = talk.event(4 * SECOND, contract, 1, TaskState::Running);
    let second = talk.event(5 * SECOND, contract, 2, TaskState::Running);
    let cancel = talk.cancel(5 * SECOND, LIFE, contract);
    let late_event = talk.event(6 * SECOND, contract, 3, TaskState::Running);
    let end = |at: i64, status| talk.result(at, opened.task(), status, |_| ());
    let early = end(4 * SECOND, TaskStatus::Completed);
    let [done, stopped] = [TaskStatus::Completed, TaskStatus::Cancelled].map(|status| end(7 * SECOND, status));
    let ack = talk.ack(8 * SECOND, contract, &stopped);
    let begun = tale(world, "", "", &[]).said(opened.all());
    vec![
        begun
            .also(
                "cancel-then-done",
                "Work was done when the cancel came: the result is taken as if there had been none.",
                &["CTR-9", "CTR-12"],
            )
            .said([&cancel, &done])
            .stands(7 * SECOND, &cancel, "delivered"),
        begun
            .also(
                "cancel-then-stopped",
                "A cancelled task ends with a result that says so, and is closed by its ack.",
                &["CTR-9", "CTR-12"],
            )
            .said([&cancel, &stopped])
            .stands(7 * SECOND, &stopped, "delivered")
            .said([&ack])
            .stands(8 * SECOND, &stopped, "closed"),
        begun
            .also(
                "cancel-crosses-result",
                "A cancel crosses the result: the provider does not take it, the requester takes the result.",
                &["CTR-9", "CTR-12"],
            )
            .lost(&early)
            .lost(&cancel)
            .stands_for(5 * SECOND, alice, contract, "cancelled")
            .refused_there(5 * SECOND, &cancel, &["CTR-12"])
            .stands_for(5 * SECOND, bob, contract, "delivered")
            .arrives(6 * SECOND, &early)
            .repeats(6 * SECOND, contract, "delivered", &[], &[TaskResult]),
        begun
            .also(
                "event-crosses-cancel",
                "An event crosses a cancel: it is taken, and the task is cancelled all the same.",
                &["CTR-11", "CTR-12"],
            )
            .said([&first, &cancel, &late_event])
            .repeats(6 * SECOND, &late_event, "cancelled", &[Cancel], &[]),
        begun
            .also(
                "event-overtaken-by-result",
                "An event comes after the result that was said after it: it is not taken.",
                &["CTR-12"],
            )
            .said([&first])
            .lost(&second)
            .said([&done])
            .refused_there(8 * SECOND, &second, &["CTR-12"])
            .stands_for(8 * SECOND, alice, &first, "delivered")
            .stands_for(8 * SECOND, bob, &second, "delivered"),
    ]
}

/// Who reports that nothing came, when something was on its way.
fn no_result(world: &World) -> Vec<Tale<'_>> {
    let World { alice, bob, .. } = world;
    let talk = Talk::new(world);
    let opened = talk.opened();
    let contract = &opened.acceptance;
    let result = talk.result(DUE, opened.task(), TaskStatus::Completed, |_| ());
    let report = talk.no_result(DUE + 1, contract);
    let good = talk.report(DUE + 9, contract, &result, |_| ());
    let ack = talk.ack(DUE + 5, contract, &result);
    let later = talk.no_result(DUE + 6, contract);
    vec![
        tale(
            world,
            "no-result-crosses-result",
            "A report of no result crosses the result, which is taken; the report is the only one.",
            &["CTR-5", "CTR-10", "CTR-15"],
        )
        .said(opened.all())
        .lost(&result)
        .said([&report])
        .stands_for(DUE + 1, alice, &report, "pending")
        .stands_for(DUE + 1, bob, &report, "delivered")
        .arrives(DUE + 2, &result)
        .refused(DUE + 9, &good, &["CTR-5"])
        .stands(DUE + 9, &report, "delivered"),
        tale(
            world,
            "no-result-after-ack",
            "Who has acknowledged a result cannot report afterwards that there was none.",
            &["CTR-20"],
        )
        .said(opened.all())
        .said([&result, &ack])
        .refused(DUE + 6, &later, &["CTR-20"])
        .stands(DUE + 6, &ack, "closed"),
        tale(
            world,
            "no-result-delivered-after-ack",
            "A report of no result that was made before the ack is taken after it.",
            &["CTR-15", "CTR-20"],
        )
        .said(opened.all())
        .said([&result])
        .lost(&report)
        .said([&ack])
        .arrives_to(DUE + 6, bob, &report)
        .stands(DUE + 6, &report, "closed"),
    ]
}
