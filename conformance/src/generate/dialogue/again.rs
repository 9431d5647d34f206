//! What comes again changes nothing (CTR-1), and what comes back is nobody's (HDR-2): SPEC.md section 19.4.

use casp_wire::v1::{TaskState, TaskStatus};

use super::lines::{LIFE, Line, Talk};
use super::tale::Tale;
use crate::generate::world::{SECOND, World};

pub(super) fn tales(world: &World) -> Vec<Tale<'_>> {
    let mut tales = plain(world);
    tales.extend(two_steps(world));
    tales.push(overtaken(world));
    tales.push(after_the_end(world));
    tales
}

/// After all these the last comes again, and then back to whoever said it.
fn twice<'a>(world: &'a World, name: &str, lines: &[&Line], state: &'static str) -> Tale<'a> {
    let last = lines.last().expect("a line");
    let (at, seen) = (last.at(), lines.first().expect("a line"));
    let name = name.to_owned();
    let title = format!(
        "The {} comes again, and then back: nothing changes.",
        name.replace('-', " ")
    );
    Tale::new(world, "again", &name, &title, &["CTR-1", "HDR-2"])
        .said(lines.iter().copied())
        .stands(at, seen, state)
        .again(at + 100, last)
        .stands(at + 100, last, state)
        .returned(at + 200, last)
        .again(at + 300, last)
        .stands(at + 300, seen, state)
}

fn plain(world: &World) -> Vec<Tale<'_>> {
    let talk = Talk::new(world);
    let opened = talk.opened();
    let event = talk.event(4 * SECOND, &opened.acceptance, 1, TaskState::Running);
    let cancel = talk.cancel(5 * SECOND, LIFE, &opened.acceptance);
    let result = talk.result(6 * SECOND, opened.task(), TaskStatus::Completed, |_| ());
    let ack = talk.ack(7 * SECOND, &opened.acceptance, &result);
    let then = |lines: &[&Line]| -> Vec<Line> { opened.all().iter().chain(lines).map(|it| (*it).clone()).collect() };
    let story = |name: &str, lines: &[&Line], state| {
        let lines = then(lines);
        twice(world, name, &lines.iter().collect::<Vec<_>>(), state)
    };
    vec![
        twice(world, "offer", &opened.all()[..1], "offered"),
        twice(world, "quote", &opened.all()[..2], "quoted"),
        twice(world, "acceptance", &opened.all()[..3], "accepted"),
        twice(world, "request", &opened.all(), "pending"),
        story("event", &[&event], "running"),
        story("cancel", &[&cancel], "cancelled"),
        story("result", &[&result], "delivered"),
        story("ack", &[&result, &ack], "closed"),
    ]
}

fn two_steps(world: &World) -> Vec<Tale<'_>> {
    let talk = Talk::irreversible(world);
    let opened = talk.opened();
    let [offer, quote, acceptance, request] = opened.all();
    let prepared = talk.prepared(4 * SECOND, LIFE, acceptance, request);
    let commit = talk.commit(5 * SECOND, LIFE, acceptance, &prepared);
    vec![
        twice(
            world,
            "prepared-statement",
            &[offer, quote, acceptance, request, &prepared],
            "prepared",
        ),
        twice(
            world,
            "commit",
            &[offer, quote, acceptance, request, &prepared, &commit],
            "committed",
        ),
    ]
}

/// An event that is no longer the latest is not known any more; its number is.
fn overtaken(world: &World) -> Tale<'_> {
    let talk = Talk::new(world);
    let opened = talk.opened();
    let queued = talk.event(4 * SECOND, &opened.acceptance, 1, TaskState::Queued);
    let running = talk.event(5 * SECOND, &opened.acceptance, 2, TaskState::Running);
    Tale::new(
        world,
        "again",
        "event-that-was-overtaken",
        "An earlier event comes again: it is stale, and does not bring its state back.",
        &["CTR-11"],
    )
    .said(opened.all())
    .said([&queued, &running])
    .refused(6 * SECOND, &queued, &["CTR-11"])
    .unknown(6 * SECOND, &queued)
    .stands(6 * SECOND, &running, "running")
}

/// Everything that was said comes again when all is over.
fn after_the_end(world: &World) -> Tale<'_> {
    let talk = Talk::new(world);
    let opened = talk.opened();
    let result = talk.result(6 * SECOND, opened.task(), TaskStatus::Completed, |_| ());
    let ack = talk.ack(7 * SECOND, &opened.acceptance, &result);
    let mut tale = Tale::new(
        world,
        "again",
        "everything-after-the-end",
        "All that was said comes again after the ack, in the wrong order: the engagement stays closed.",
        &["CTR-1"],
    )
    .said(opened.all())
    .said([&result, &ack]);
    for (nth, line) in [&ack, &result].into_iter().chain(opened.all()).enumerate() {
        tale = tale.again(8 * SECOND + i64::try_from(nth).unwrap_or(0), line);
    }
    tale.repeats(9 * SECOND, &opened.offer, "closed", &[], &[])
}
