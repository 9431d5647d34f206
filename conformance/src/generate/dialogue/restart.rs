//! A party that restarts has what its journal holds: the same statements, each at its time, give the same book (SPEC.md
//! sections 12 and 19.3). The first telling of each story has repetitions, refusals and questions in it, the second what was taken
//! alone; at the end both books stand alike.

use casp_wire::v1::{TaskState, TaskStatus};

use super::lines::{LIFE, Line, Talk};
use super::tale::Tale;
use crate::generate::forge::Kind::{Cancel, Commit, TaskResult};
use crate::generate::world::{SECOND, World};

pub(super) fn tales(world: &World) -> Vec<Tale<'_>> {
    [at_work(world), committed(world), cancelled(world), delivered(world)].concat()
}

/// Both tellings, up to the end.
fn twice<'a>(world: &'a World, name: &str, what: &str, lines: &[&Line]) -> [Tale<'a>; 2] {
    let tale = |telling: &str, title: String| {
        Tale::new(
            world,
            "restart",
            &format!("{name}-{telling}"),
            &title,
            &["CTR-1", "CTR-3"],
        )
    };
    let mut went = tale("as-it-went", format!("{what}, with repetitions and questions between."));
    for line in lines {
        went = went.said([*line]);
        // What comes again half a second later, and what comes back, leaves no trace.
        went = went.again(line.at() + 300, line).returned(line.at() + 400, line);
    }
    let journal = tale(
        "from-its-journal",
        format!("{what}, as a journal gives it: the book stands as it stood."),
    );
    [went, journal.said(lines.iter().copied())]
}

fn at_work(world: &World) -> Vec<Tale<'_>> {
    let talk = Talk::new(world);
    let opened = talk.opened();
    let [offer, quote, acceptance, request] = opened.all();
    let queued = talk.event(4 * SECOND, acceptance, 1, TaskState::Queued);
    let running = talk.event(5 * SECOND, acceptance, 2, TaskState::Running);
    let lines = [offer, quote, acceptance, request, &queued, &running];
    let told = twice(world, "at-work", "Work goes on", &lines).map(|tale| {
        tale.stands(6 * SECOND, &running, "running")
            .refused(6 * SECOND, &queued, &["CTR-11"])
            .repeats(6 * SECOND, acceptance, "running", &[], &[])
    });
    told.to_vec()
}

fn committed(world: &World) -> Vec<Tale<'_>> {
    let talk = Talk::irreversible(world);
    let opened = talk.opened();
    let [offer, quote, acceptance, request] = opened.all();
    let prepared = talk.prepared(4 * SECOND, LIFE, acceptance, request);
    let commit = talk.commit(5 * SECOND, LIFE, acceptance, &prepared);
    let second = talk
        .anew("prepared anew")
        .prepared(6 * SECOND, LIFE, acceptance, request);
    let lines = [offer, quote, acceptance, request, &prepared, &commit];
    let told = twice(world, "committed", "A commit was given", &lines).map(|tale| {
        tale.refused(6 * SECOND, &second, &["CTR-5"])
            .repeats(6 * SECOND, &prepared, "committed", &[Commit], &[])
    });
    told.to_vec()
}

fn cancelled(world: &World) -> Vec<Tale<'_>> {
    let talk = Talk::new(world);
    let opened = talk.opened();
    let [offer, quote, acceptance, request] = opened.all();
    let cancel = talk.cancel(4 * SECOND, LIFE, acceptance);
    let lines = [offer, quote, acceptance, request, &cancel];
    let told = twice(world, "cancelled", "A task was cancelled", &lines)
        .map(|tale| tale.repeats(6 * SECOND, request, "cancelled", &[Cancel], &[]));
    told.to_vec()
}

fn delivered(world: &World) -> Vec<Tale<'_>> {
    let talk = Talk::new(world);
    let opened = talk.opened();
    let [offer, quote, acceptance, request] = opened.all();
    let result = talk.result(6 * SECOND, opened.task(), TaskStatus::Partial, |_| ());
    let second = talk.result(8 * SECOND, opened.task(), TaskStatus::Completed, |_| ());
    let lines = [offer, quote, acceptance, request, &result];
    let told = twice(world, "delivered", "A result was given", &lines).map(|tale| {
        tale.refused(8 * SECOND, &second, &["CTR-5"])
            .repeats(8 * SECOND, &result, "delivered", &[], &[TaskResult])
    });
    told.to_vec()
}
