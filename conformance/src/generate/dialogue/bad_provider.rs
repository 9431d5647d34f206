//! Providers that cheat, and what of it a requester, or anyone, can tell.

use casp_wire::v1::{self, CanaryOutcome, TaskState, TaskStatus};

use super::canary::{Canary, right_answer};
use super::lines::{DUE, LIFE, Line, Talk};
use super::shown::{canary_case, check_fork, dispute, faults, finding, fork, judged, package, record, recorded};
use super::tale::Tale;
use crate::generate::deal::Said;
use crate::generate::engagement::{self, inline};
use crate::generate::evidence::trace;
use crate::generate::forge::Kind::{Acceptance, TaskRequest, TaskResult};
use crate::generate::forge::{Payload as _, Statement};
use crate::generate::world::{SECOND, World};
use crate::vector::Output;

/// What may still arrive after its time, milliseconds.
const LATE: i64 = 30_000;

pub(super) fn tales(world: &World) -> Vec<Tale<'_>> {
    let mut tales = says_two_things(world);
    tales.extend(replays(world));
    tales.extend(withholds(world));
    tales.push(keeps_two_histories(world));
    tales.push(never_answers(world));
    tales.push(never_works(world));
    tales.push(floods(world));
    tales.push(cheats_on_work(world));
    tales
}

fn tale<'a>(world: &'a World, name: &str, title: &str, rules: &[&'static str]) -> Tale<'a> {
    Tale::new(world, "bad-provider", name, title, rules)
}

/// Where one statement is due it signs two: the book takes the first, and both together convict it.
fn says_two_things(world: &World) -> Vec<Tale<'_>> {
    let World { alice, bob, .. } = world;
    let talk = Talk::new(world);
    let opened = talk.opened();
    let [offer, quote, acceptance, request] = opened.all();
    let second_quote = talk.anew("quote again").quote(1_500, LIFE, offer);
    let end = |at: i64, status| talk.result(at, opened.task(), status, |_| ());
    let (done, failed) = (
        end(5 * SECOND, TaskStatus::Completed),
        end(6 * SECOND, TaskStatus::Failed),
    );
    let event = |state| talk.event(4 * SECOND, acceptance, 1, state);
    let (running, queued) = (event(TaskState::Running), event(TaskState::Queued));
    let convicted = [finding(bob, "seconds", "CTR-5")];
    let shown = |first: Option<&Line>, second: &Line| {
        dispute(opened.contract(), |it| {
            it.request = request.bundle();
            match first.map(Line::kind) {
                Some(TaskResult) => it.result = first.and_then(Line::bundle),
                Some(_) => it.events = first.and_then(Line::bundle).into_iter().collect(),
                None => {}
            }
            it.seconds = second.bundle().into_iter().collect();
        })
    };
    vec![
        tale(
            world,
            "two-quotes",
            "A provider quotes twice: the first holds, and the two convict it.",
            &["CTR-5", "DSP-3"],
        )
        .in_the_book_of(alice)
        .said([offer, quote])
        .refused(1_500, &second_quote, &["CTR-5"])
        .said([acceptance, request])
        .stands(3 * SECOND, quote, "pending")
        .unknown(3 * SECOND, &second_quote)
        .asked(
            7 * SECOND,
            "DisputeBundle",
            shown(None, &second_quote),
            None,
            judged(&convicted, &["not-delivered"]),
        ),
        tale(
            world,
            "two-results",
            "A provider signs two results: the first holds, the two are a fork, and convict it.",
            &["CTR-5", "FRK-3", "DSP-3"],
        )
        .in_the_book_of(alice)
        .said(opened.all())
        .said([&done])
        .refused(6 * SECOND, &failed, &["CTR-5"])
        .stands(6 * SECOND, &done, "delivered")
        .unknown(6 * SECOND, &failed)
        .asked(
            7 * SECOND,
            "ForkProof",
            check_fork(&fork(&done.said.statement, &failed.said.statement)),
            None,
            None,
        )
        .asked(
            7 * SECOND,
            "DisputeBundle",
            shown(Some(&done), &failed),
            None,
            judged(&convicted, &["not-acknowledged"]),
        ),
        tale(
            world,
            "two-events-of-one-number",
            "A provider says two things under one number: the first holds, and the two convict it.",
            &["CTR-5", "DSP-3"],
        )
        .in_the_book_of(alice)
        .said(opened.all())
        .said([&running])
        .refused(5 * SECOND, &queued, &["CTR-5"])
        .stands(5 * SECOND, &running, "running")
        .asked(
            7 * SECOND,
            "DisputeBundle",
            shown(Some(&running), &queued),
            None,
            judged(&convicted, &["not-delivered"]),
        ),
    ]
}

/// A provider's receipt for a contract, a second after its acceptance.
fn receipt(world: &World, contract: &Line) -> Statement {
    let signer = &world.bob;
    let receipt = v1::ToolReceipt {
        contract: contract.id(),
        ..engagement::receipt(world, signer)
    };
    receipt.signed(signer)
}

/// What was made for one contract is given for another.
fn replays(world: &World) -> Vec<Tale<'_>> {
    let World { alice, bob, carol, .. } = world;
    let asking = |who, name| {
        let talk = Talk::between(world, who, bob, name);
        talk.on(|terms| terms.evidence = vec!["tool-receipt".to_owned()])
    };
    let (one, two) = (asking(alice, "one"), asking(alice, "two"));
    let (first, second) = (one.opened(), two.opened_at(500, [LIFE; 4]));
    let carols_talk = asking(carol, "of carol");
    let carols = carols_talk.opened();
    let [own, foreign] = [&second, &carols].map(|of| receipt(world, &of.acceptance));
    let naming = |receipt: &Statement| {
        let id = receipt.object_id();
        two.result(6 * SECOND, second.task(), TaskStatus::Completed, |it| {
            it.receipts = vec![id]
        })
    };
    let (honest, replayed) = (naming(&own), naming(&foreign));
    let first_result = one.result(5 * SECOND, first.task(), TaskStatus::Completed, |it| {
        it.receipts = vec![receipt(world, &first.acceptance).object_id()];
    });
    let relabelled = two.result(
        6 * SECOND,
        [&second.acceptance, &first.request],
        TaskStatus::Completed,
        |it| it.receipts = vec![own.object_id()],
    );
    let carols_result = carols_talk.result(6 * SECOND, carols.task(), TaskStatus::Completed, |it| {
        it.receipts = vec![foreign.object_id()];
    });
    vec![
        tale(
            world,
            "honest-evidence",
            "A result names the receipt of its own contract: the package is without fault.",
            &["CTR-13", "RCP-3"],
        )
        .in_the_book_of(alice)
        .said(second.all())
        .said([&honest])
        .asked(
            7 * SECOND,
            "EvidencePackage",
            package(&second, &honest, &[&own], &[]),
            None,
            faults(&[]),
        )
        .stands(7 * SECOND, &honest, "delivered"),
        tale(
            world,
            "evidence-of-another-contract",
            "A result names a receipt that was made for another: the book takes it, the package shows it.",
            &["CTR-13", "RCP-3"],
        )
        .in_the_book_of(alice)
        .said(second.all())
        .said([&replayed])
        .asked(
            7 * SECOND,
            "EvidencePackage",
            package(&second, &replayed, &[&foreign], &[]),
            Some("RCP-3"),
            faults(&[("receipts", 0)]),
        )
        .stands(7 * SECOND, &replayed, "delivered"),
        tale(
            world,
            "result-of-another-task",
            "A provider gives the result of one task for another of the same requester: neither way is it taken.",
            &["CTR-1", "CTR-9"],
        )
        .in_the_book_of(alice)
        .said(interleaved(first.all(), second.all()))
        .said([&first_result])
        .refused(6 * SECOND, &first_result, &["CTR-1"])
        .refused(6 * SECOND, &relabelled, &["CTR-9"])
        .repeats(
            6 * SECOND,
            &second.acceptance,
            "pending",
            &[Acceptance, TaskRequest],
            &[],
        )
        .stands(6 * SECOND, &first.acceptance, "delivered"),
        tale(
            world,
            "result-of-another-requester",
            "A provider sends one requester the result of another's task.",
            &["CTR-3", "HDR-2"],
        )
        .in_the_book_of(alice)
        .said(second.all())
        .refused_by(6 * SECOND, alice, &carols_result, &["HDR-2"])
        .refused_by(
            6 * SECOND,
            alice,
            &readdressed(world, &carols_result, &carols.acceptance),
            &["CTR-3"],
        )
        .stands(6 * SECOND, &second.acceptance, "pending"),
    ]
}

fn interleaved<'l>(one: [&'l Line; 4], other: [&'l Line; 4]) -> impl Iterator<Item = &'l Line> {
    one.into_iter().zip(other).flat_map(|(one, other)| [one, other])
}

/// A result like another, for Alice, of a contract that she does not know.
fn readdressed(world: &World, like: &Line, contract: &Line) -> Line {
    let result = v1::TaskResult {
        contract: contract.id(),
        ..engagement::result(world, &world.bob, &world.alice)
    };
    let mut line = like.clone();
    line.said = Said {
        statement: result.signed(&world.bob),
        ..like.said.clone()
    };
    line.facts.audience = world.alice.multikey();
    line
}

/// It shows less of its trace than it committed to.
fn withholds(world: &World) -> Vec<Tale<'_>> {
    let alice = &world.alice;
    let talk = Talk::new(world).on(|terms| terms.evidence = vec!["trace".to_owned()]);
    let opened = talk.opened();
    let events = trace::events(world, "a dialogue", 4);
    let result = committing(world, &talk, &opened.task(), &events);
    let bare = talk.result(5 * SECOND, opened.task(), TaskStatus::Completed, |_| ());
    let cut = events[..3].to_vec();
    let mut dressed = cut.clone();
    dressed[2].terminal = true;
    let story = |name: &str, title: &str, rule: &'static str, events: &[v1::TraceEvent], at_fault: &[(&str, u32)]| {
        let refusal = Some(rule).filter(|_| !at_fault.is_empty());
        tale(world, name, title, &["CTR-13", rule])
            .in_the_book_of(alice)
            .said(opened.all())
            .said([&result])
            .asked(
                7 * SECOND,
                "EvidencePackage",
                package(&opened, &result, &[], events),
                refusal,
                faults(at_fault),
            )
            .stands(7 * SECOND, &result, "delivered")
    };
    vec![
        tale(
            world,
            "no-evidence",
            "A provider leaves out the evidence that it promised: its result is not taken until it has it.",
            &["CTR-13"],
        )
        .in_the_book_of(alice)
        .said(opened.all())
        .refused(5 * SECOND, &bare, &["CTR-13"])
        .stands(5 * SECOND, &opened.acceptance, "pending")
        .said([&result])
        .stands(6 * SECOND, &result, "delivered"),
        story(
            "whole-trace",
            "A provider shows all of the trace that its result commits to.",
            "TRC-6",
            &events,
            &[],
        ),
        story(
            "trace-cut-off",
            "A provider withholds the end of its trace: the last event that it shows is not the last.",
            "TRC-4",
            &cut,
            &[("events", 2)],
        ),
        story(
            "trace-cut-off-and-dressed-up",
            "A provider withholds the end of its trace and says that it ends before: fewer events than committed.",
            "TRC-6",
            &dressed,
            &[("events", 0)],
        ),
        story(
            "trace-withheld",
            "A provider shows nothing of the trace that its result commits to.",
            "TRC-6",
            &[],
            &[("events", 0)],
        ),
    ]
}

/// A result that commits to a trace.
fn committing(world: &World, talk: &Talk<'_>, task: &[&Line; 2], events: &[v1::TraceEvent]) -> Line {
    talk.result(6 * SECOND, *task, TaskStatus::Completed, |it| {
        it.trace = Some(v1::TraceCommitment {
            session: trace::session(world),
            size: events.len() as u64,
            root: trace::root(events),
        });
    })
}

/// A checkpoint and the result tell of different traces.
fn keeps_two_histories(world: &World) -> Tale<'_> {
    let World { alice, bob, .. } = world;
    let talk = Talk::new(world).on(|terms| terms.evidence = vec!["trace".to_owned()]);
    let opened = talk.opened();
    let [told, other] = ["what was told", "something else"].map(|name| trace::events(world, name, 3));
    let result = committing(world, &talk, &opened.task(), &told);
    let mut checkpoint = trace::checkpoint(world, bob, &other, 3);
    checkpoint.contract = opened.acceptance.id();
    checkpoint.header().issued_at_ms = world.issued + 5 * SECOND;
    let proof = fork(&result.said.statement, &checkpoint.signed(bob));
    let bundle = dispute(opened.contract(), |it| {
        it.request = opened.request.bundle();
        it.result = result.bundle();
        it.trace = told;
        it.forks = vec![proof.clone()];
    });
    tale(
        world,
        "two-histories",
        "A provider's checkpoint and its result tell of different traces: the book cannot tell, a judge can.",
        &["FRK-3", "DSP-4"],
    )
    .in_the_book_of(alice)
    .said(opened.all())
    .said([&result])
    .asked(7 * SECOND, "ForkProof", check_fork(&proof), None, None)
    .stands(7 * SECOND, &result, "delivered")
    .asked(
        7 * SECOND,
        "DisputeBundle",
        bundle,
        None,
        judged(&[finding(bob, "forks", "FRK-3")], &["not-acknowledged"]),
    )
}

/// It quotes, and is never heard of again.
fn never_answers(world: &World) -> Tale<'_> {
    let World { alice, bob, .. } = world;
    let talk = Talk::new(world);
    let opened = talk.opened();
    let [early, report] = [DUE, DUE + 1].map(|at| talk.no_result(at, &opened.acceptance));
    let late = talk.result(DUE, opened.task(), TaskStatus::Completed, |_| ());
    let bundle = dispute(opened.contract(), |it| {
        it.request = opened.request.bundle();
        it.reports = report.bundle().into_iter().collect();
    });
    tale(
        world,
        "quotes-and-never-answers",
        "A provider quotes and is never heard of again: unanswered to the millisecond, and so reported.",
        &["CTR-10", "CTR-15", "OUT-1"],
    )
    .in_the_book_of(alice)
    .said(opened.all())
    .repeats(
        3 * SECOND,
        &opened.acceptance,
        "pending",
        &[Acceptance, TaskRequest],
        &[],
    )
    .refused(DUE, &early, &["CTR-15"])
    .said([&report])
    .stands(DUE + LATE - 1, &report, "pending")
    .stands(DUE + LATE, &report, "unanswered")
    .refused(DUE + LATE, &late, &["CTR-10"])
    .asked(
        DUE + LATE,
        "OutcomeRecord",
        record(&opened, &report, None, None),
        None,
        recorded(&opened, &report, bob),
    )
    .asked(
        DUE + LATE,
        "DisputeBundle",
        bundle,
        None,
        judged(&[], &["not-delivered"]),
    )
}

/// It says that it works, and no more.
fn never_works(world: &World) -> Tale<'_> {
    let talk = Talk::new(world);
    let opened = talk.opened();
    let event = |at: i64, seq: u64| talk.event(at, &opened.acceptance, seq, TaskState::Running);
    let (first, last) = (event(4 * SECOND, 1), event(DUE, 2));
    let report = talk.no_result(DUE + 1, &opened.acceptance);
    tale(
        world,
        "says-that-it-works",
        "A provider says until the deadline that it works, and ends with nothing: events are no result.",
        &["CTR-10", "CTR-11", "CTR-15"],
    )
    .said(opened.all())
    .said([&first, &last, &report])
    .stands(DUE + LATE - 1, &last, "running")
    .repeats(DUE + LATE, &report, "unanswered", &[], &[])
}

/// Progress without end, which has one.
fn floods(world: &World) -> Tale<'_> {
    let talk = Talk::new(world);
    let opened = talk.opened();
    let event = |at: i64, seq: u64| talk.event(at, &opened.acceptance, seq, TaskState::Running);
    let first = event(4_000, 7);
    let (lower, same) = (event(4_001, 6), event(4_002, 7));
    let (last, last_again, beyond) = (event(4_003, 1_024), event(4_004, 1_024), event(4_005, 1_025));
    let result = talk.result(5 * SECOND, opened.task(), TaskStatus::Completed, |_| ());
    let after = event(6 * SECOND, 1_023);
    tale(
        world,
        "floods-progress",
        "A provider floods its requester with events: numbers rise or are refused, end at 1,024, and with the result.",
        &["CTR-5", "CTR-11", "CTR-12", "ENC-13"],
    )
    .said(opened.all())
    .said([&first])
    .refused(4_001, &lower, &["CTR-11"])
    .refused(4_002, &same, &["CTR-5"])
    .said([&last])
    .refused(4_004, &last_again, &["CTR-5"])
    .refused(4_005, &beyond, &["ENC-13"])
    .stands(4_005, &last, "running")
    .said([&result])
    .refused(6 * SECOND, &after, &["CTR-12", "CTR-11"])
    .repeats(6 * SECOND, &last, "delivered", &[], &[TaskResult])
}

/// Its answers to canaries are right, those to work are not.
fn cheats_on_work(world: &World) -> Tale<'_> {
    let World { alice, bob, .. } = world;
    let probe = Talk::between(world, alice, bob, "probe");
    let canary = Canary::new(world, bob, right_answer(world));
    let probed = canary.opened(&probe, 0);
    let right = probe.result(5 * SECOND, probed.task(), TaskStatus::Completed, |_| ());
    let verdict = canary.verdict(7 * SECOND, alice, [&probed.acceptance, &right], CanaryOutcome::Passed);
    let good = probe.report(8 * SECOND, &probed.acceptance, &right, |it| {
        it.verdict = verdict.object_id();
    });
    let work = Talk::between(world, alice, bob, "work");
    let worked = work.opened_at(500, [LIFE; 4]);
    let wrong = work.result(6 * SECOND, worked.task(), TaskStatus::Completed, |it| {
        it.output = Some(inline("text/plain", b"whatever"));
    });
    let bad = work.report(9 * SECOND, &worked.acceptance, &wrong, |it| {
        it.outcome = v1::Outcome::Bad.into();
    });
    let bundle = dispute(worked.contract(), |it| {
        it.request = worked.request.bundle();
        it.result = wrong.bundle();
        it.reports = bad.bundle().into_iter().collect();
    });
    let passed = Output::CanaryCase {
        passed: true,
        rederivable: false,
    };
    tale(
        world,
        "cheats-on-work",
        "A provider answers a canary well and work badly: a verdict for the one, an opinion for the other.",
        &["CAN-8", "REC-4", "OUT-1"],
    )
    .in_the_book_of(alice)
    .said(interleaved(probed.all(), worked.all()))
    .said([&right, &wrong])
    .asked(
        7 * SECOND,
        "CanaryCase",
        canary_case(&probed, &right, &verdict),
        None,
        Some(passed),
    )
    .said([&good, &bad])
    .stands(9 * SECOND, &good, "delivered")
    .stands(9 * SECOND, &bad, "delivered")
    .asked(
        9 * SECOND,
        "OutcomeRecord",
        record(&probed, &good, Some(&right), Some(&verdict)),
        None,
        recorded(&probed, &good, bob),
    )
    .asked(
        9 * SECOND,
        "OutcomeRecord",
        record(&worked, &bad, Some(&wrong), None),
        None,
        recorded(&worked, &bad, bob),
    )
    .asked(
        9 * SECOND,
        "DisputeBundle",
        bundle,
        None,
        judged(&[], &["not-acknowledged", "opinion"]),
    )
}
