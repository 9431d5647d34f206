//! How tasks end: in part, without effect, with an effect that nobody knows of, and not at all (SPEC.md sections 19.5 to 19.7).

use casp_wire::v1::{TaskState, TaskStatus};

use super::lines::{DUE, LIFE, Line, Talk};
use super::tale::Tale;
use crate::generate::forge::Kind::{Commit, Prepared, TaskResult};
use crate::generate::world::{MINUTE, SECOND, World};

/// What may still arrive after its time, milliseconds.
const LATE: i64 = 30_000;

pub(super) fn tales(world: &World) -> Vec<Tale<'_>> {
    let mut tales = plain(world);
    tales.extend(committed(world));
    tales.extend(uncommitted(world));
    tales.push(needless(world));
    tales.push(unanswered(world));
    tales
}

fn tale<'a>(world: &'a World, name: &str, title: &str, rules: &[&'static str]) -> Tale<'a> {
    Tale::new(world, "endings", name, title, rules)
}

/// A result of each status, acknowledged; nothing follows it.
fn plain(world: &World) -> Vec<Tale<'_>> {
    let talk = Talk::new(world);
    let opened = talk.opened();
    let contract = &opened.acceptance;
    let another = talk.result(9 * SECOND, opened.task(), TaskStatus::Completed, |_| ());
    let event = talk.event(9 * SECOND, contract, 1, TaskState::Running);
    let cancel = talk.cancel(9 * SECOND, LIFE, contract);
    let told = [
        (
            TaskStatus::Completed,
            "completed",
            "A task is completed, acknowledged, and over.",
        ),
        (
            TaskStatus::Partial,
            "partial",
            "A task is done in part, which ends it as all of it would.",
        ),
        (
            TaskStatus::Failed,
            "failed",
            "A task fails, which ends it without effect.",
        ),
        (
            TaskStatus::Indeterminate,
            "indeterminate",
            "A provider does not know what happened; nothing that follows makes it known.",
        ),
    ];
    let ended = told.into_iter().map(|(status, name, title)| {
        let result = talk.result(6 * SECOND, opened.task(), status, |_| ());
        let ack = talk.ack(7 * SECOND, contract, &result);
        let report = talk.report(8 * SECOND, contract, &result, |_| ());
        let state = if name == "indeterminate" { name } else { "closed" };
        tale(world, name, title, &["CTR-5", "CTR-9", "CTR-12"])
            .said(opened.all())
            .said([&result, &ack, &report])
            .repeats(8 * SECOND, &report, state, &[], &[])
            .refused(9 * SECOND, &another, &["CTR-5"])
            .refused(9 * SECOND, &event, &["CTR-12"])
            .refused(9 * SECOND, &cancel, &["CTR-12"])
            .stands(9 * SECOND, &result, state)
    });
    ended.collect()
}

fn committed(world: &World) -> Vec<Tale<'_>> {
    let talk = Talk::irreversible(world);
    let opened = talk.opened();
    let contract = &opened.acceptance;
    let prepared = talk.prepared(4 * SECOND, LIFE, contract, &opened.request);
    let commit = talk.commit(5 * SECOND, LIFE, contract, &prepared);
    let end = |status, names: Option<&Line>| {
        talk.result(6 * SECOND, opened.task(), status, |it| {
            it.commit = names.map(Line::id).unwrap_or_default();
        })
    };
    let unclear = end(TaskStatus::Indeterminate, Some(&commit));
    let bare = end(TaskStatus::Completed, None);
    let failed = end(TaskStatus::Failed, None);
    let wrong = end(TaskStatus::Completed, Some(&prepared));
    let done = end(TaskStatus::Completed, Some(&commit));
    let allowed = tale(world, "", "", &[]).said(opened.all()).said([&prepared, &commit]);
    vec![
        allowed
            .also(
                "committed-and-indeterminate",
                "A provider that may have acted says that it does not know, and names the commit.",
                &["CTR-9", "CTR-18"],
            )
            .said([&unclear])
            .repeats(6 * SECOND, &commit, "indeterminate", &[], &[TaskResult]),
        allowed
            .also(
                "committed-and-failed",
                "A provider that did not act after all fails, with no need to name the commit.",
                &["CTR-9", "CTR-18"],
            )
            .said([&failed])
            .stands(6 * SECOND, &commit, "delivered"),
        allowed
            .also(
                "committed-and-not-named",
                "A result that says that the effect took place must name the commit; with its name it is taken.",
                &["CTR-9", "CTR-18"],
            )
            .refused(6 * SECOND, &bare, &["CTR-18"])
            .refused(6 * SECOND, &wrong, &["CTR-9"])
            .repeats(6 * SECOND, &commit, "committed", &[Commit], &[])
            .said([&done])
            .stands(6 * SECOND, &commit, "delivered"),
    ]
}

fn uncommitted(world: &World) -> Vec<Tale<'_>> {
    let World { alice, bob, .. } = world;
    let talk = Talk::irreversible(world);
    let opened = talk.opened();
    let contract = &opened.acceptance;
    let prepared = talk.prepared(4 * SECOND, MINUTE, contract, &opened.request);
    let ends = 4 * SECOND + MINUTE;
    let commit = |at: i64| talk.commit(at, LIFE, contract, &prepared);
    let [early, late] = [ends - 1, ends].map(commit);
    let lapsed = ends + LATE;
    let unclear = talk.result(6 * SECOND, opened.task(), TaskStatus::Indeterminate, |_| ());
    let failed = talk.result(lapsed, opened.task(), TaskStatus::Failed, |it| {
        "not-committed".clone_into(&mut it.reason);
    });
    let ready = tale(world, "", "", &[]).said(opened.all()).said([&prepared]);
    vec![
        ready
            .also(
                "prepared-and-lapsed",
                "No commit comes while the statement lives; one that comes later is not taken, and the task fails.",
                &["CTR-7", "CTR-18"],
            )
            .repeats(ends - 1, &prepared, "prepared", &[], &[Prepared])
            .refused(ends, &late, &["CTR-7"])
            .repeats(ends, &prepared, "prepared", &[], &[])
            .said([&failed])
            .repeats(lapsed, &failed, "delivered", &[], &[TaskResult]),
        ready
            .also(
                "commit-too-late",
                "A commit in the last millisecond arrives when no commit can come: the provider has not acted.",
                &["CTR-7", "CTR-18"],
            )
            .lost(&early)
            .stands_for(ends, alice, &early, "committed")
            .refused_there(lapsed, &early, &["CTR-7"])
            .stands_for(lapsed, bob, &prepared, "prepared")
            .said([&failed])
            .stands(lapsed, &failed, "delivered"),
        ready
            .also(
                "commit-just-in-time",
                "A commit in the last millisecond arrives in the last millisecond in which it is taken.",
                &["CTR-7"],
            )
            .lost(&early)
            .arrives(lapsed - 1, &early)
            .repeats(lapsed - 1, &early, "committed", &[], &[]),
        ready
            .also(
                "indeterminate-without-commit",
                "Without a commit there is nothing that may have happened: no result may say so.",
                &["CTR-18"],
            )
            .refused(6 * SECOND, &unclear, &["CTR-18"])
            .repeats(6 * SECOND, &prepared, "prepared", &[], &[Prepared]),
    ]
}

/// Nothing is prepared where there is nothing to commit to.
fn needless(world: &World) -> Tale<'_> {
    let talk = Talk::new(world);
    let opened = talk.opened();
    let contract = &opened.acceptance;
    let prepared = talk.prepared(4 * SECOND, LIFE, contract, &opened.request);
    let commit = talk.commit(5 * SECOND, LIFE, contract, &prepared);
    tale(
        world,
        "prepared-needlessly",
        "What can be undone is not prepared: neither the statement nor a commit to it is taken.",
        &["CTR-3", "CTR-19"],
    )
    .said(opened.all())
    .refused(4 * SECOND, &prepared, &["CTR-19"])
    .refused(5 * SECOND, &commit, &["CTR-3"])
    .stands(5 * SECOND, contract, "pending")
}

/// A task ends without a word of the other party.
fn unanswered(world: &World) -> Tale<'_> {
    let talk = Talk::irreversible(world);
    let opened = talk.opened();
    let contract = &opened.acceptance;
    let prepared = talk.prepared(4 * SECOND, LIFE, contract, &opened.request);
    let commit = talk.commit(5 * SECOND, LIFE, contract, &prepared);
    let result = talk.result(DUE, opened.task(), TaskStatus::Completed, |it| it.commit = commit.id());
    tale(
        world,
        "committed-and-unanswered",
        "A provider commits to act and says no more: unanswered, whatever has happened in the world.",
        &["CTR-10", "CTR-18"],
    )
    .said(opened.all())
    .said([&prepared, &commit])
    .repeats(DUE + LATE - 1, &commit, "committed", &[], &[])
    .refused(DUE + LATE, &result, &["CTR-10"])
    .repeats(DUE + LATE, &commit, "unanswered", &[], &[])
}
