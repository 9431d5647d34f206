//! Every statement is one of this contract, in its place (DSP-2).

use casp_wire::v1::{self, Bundle, Outcome};

use super::{Bench, GOOD, whole};
use crate::generate::dispute::probe::Probe;
use crate::generate::dispute::show::{Show, alter, altered};
use crate::generate::evidence::package::plan::Plan;
use crate::generate::forge::{Key, Payload as _};
use crate::vector::Vector;

pub(super) fn vectors(bench: Bench<'_>) -> Vec<Vector> {
    let mut vectors = invalid(bench);
    vectors.extend(foreign(bench));
    vectors.extend(by_others(bench));
    vectors.extend(names(bench));
    vectors.extend(events(bench));
    vectors.extend(reports(bench));
    vectors.extend(verdicts(bench));
    vectors
}

const COMMITTED: &str = "dispute/bundle/committed";
const EVERYTHING: &str = "dispute/bundle/everything";
const CANARY: &str = "dispute/bundle/canary-passed";

/// The least bundle that has such a member.
fn twin_of(field: &str) -> &'static str {
    match field {
        "cancel" => "dispute/bundle/cancelled-and-delivered",
        "events" => "dispute/bundle/acknowledged-with-an-event",
        _ => "dispute/bundle/reported-by-both",
    }
}

fn refuse(bench: Bench<'_>, fault: &str, field: &str, twin: &str, show: &Show<'_>) -> Vector {
    bench.refused("DSP-2", fault, field, twin, show)
}

/// REC-1.
fn invalid(bench: Bench<'_>) -> Vec<Vector> {
    type Field = (&'static str, fn(&mut v1::DisputeBundle) -> &mut Option<Bundle>);
    let fields: [Field; 6] = [
        ("request", |it| &mut it.request),
        ("prepared", |it| &mut it.prepared),
        ("commit", |it| &mut it.commit),
        ("cancel", |it| &mut it.cancel),
        ("result", |it| &mut it.result),
        ("ack", |it| &mut it.ack),
    ];
    let show = whole::everything(bench);
    let of = |name: &str, field: &str, edit: &dyn Fn(&mut v1::DisputeBundle)| {
        refuse(bench, name, field, EVERYTHING, &show.clone().with(edit))
    };
    let mut vectors: Vec<Vector> = fields
        .into_iter()
        .map(|(field, place)| of(&format!("{field}-altered"), field, &|it| altered(place(it))))
        .collect();
    vectors.extend([
        of("event-altered", "events", &|it| alter(&mut it.events[0])),
        of("second-event-altered", "events", &|it| alter(&mut it.events[1])),
        of("report-altered", "reports", &|it| alter(&mut it.reports[0])),
        of("ack-in-the-place-of-the-result", "result", &|it| {
            it.result.clone_from(&it.ack)
        }),
        of("request-in-the-place-of-the-commit", "commit", &|it| {
            it.commit.clone_from(&it.request)
        }),
        refuse(
            bench,
            "request-with-another-content",
            "request",
            GOOD,
            &Show::of(
                &Plan::bare(bench.world)
                    .acknowledged()
                    .request(|it| it.input.get_or_insert_default().size_bytes += 1),
            ),
        ),
    ]);
    vectors
}

/// Statements of another contract.
fn foreign(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let other = &world.draw("another statement").bytes(32);
    let bare = || Plan::bare(world).acknowledged();
    let committed = || Plan::bare(world).committed().acknowledged();
    let good = || bench.good();
    let of = |fault: &str, field: &str, plan: Plan<'_>| refuse(bench, fault, field, GOOD, &Show::of(&plan));
    let of_committed =
        |fault: &str, field: &str, plan: Plan<'_>| refuse(bench, fault, field, COMMITTED, &Show::of(&plan));
    let show = |fault: &str, field: &str, show: Show<'_>| refuse(bench, fault, field, twin_of(field), &show);
    vec![
        of(
            "request-of-another-contract",
            "request",
            bare().request(|it| it.contract.clone_from(other)),
        ),
        of(
            "result-of-another-contract",
            "result",
            bare().result(|it| it.contract.clone_from(other)),
        ),
        of(
            "ack-of-another-contract",
            "ack",
            bare().ack(|it| it.contract.clone_from(other)),
        ),
        of_committed(
            "prepared-of-another-contract",
            "prepared",
            committed().prepared(|it| it.contract.clone_from(other)),
        ),
        of_committed(
            "commit-of-another-contract",
            "commit",
            committed().commit(|it| it.contract.clone_from(other)),
        ),
        show(
            "cancel-of-another-contract",
            "cancel",
            good().cancelled(|it| it.contract.clone_from(other)),
        ),
        show(
            "event-of-another-contract",
            "events",
            good().event(|it| it.contract.clone_from(other)),
        ),
        show(
            "report-of-another-contract",
            "reports",
            good().reported(Outcome::Good, |it| it.contract.clone_from(other)),
        ),
    ]
}

/// CTR-4.
fn by_others(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let (alice, bob, carol) = (&world.alice, &world.bob, &world.carol);
    let bare = || Plan::bare(world).acknowledged();
    let committed = || Plan::bare(world).committed().acknowledged();
    let to = |key: &Key| key.multikey();
    let of = |fault: &str, field: &str, plan: Plan<'_>| refuse(bench, fault, field, GOOD, &Show::of(&plan));
    let of_committed =
        |fault: &str, field: &str, plan: Plan<'_>| refuse(bench, fault, field, COMMITTED, &Show::of(&plan));
    let show = |fault: &str, field: &str, show: Show<'_>| refuse(bench, fault, field, twin_of(field), &show);
    vec![
        of("request-by-another", "request", bare().issued_by("request", 0, carol)),
        of(
            "request-to-another",
            "request",
            bare().request(|it| it.header().audience = to(carol)),
        ),
        of(
            "result-by-the-requester",
            "result",
            bare()
                .issued_by("result", 0, bob)
                .result(|it| it.header().audience = to(alice)),
        ),
        of("ack-by-another", "ack", bare().issued_by("ack", 0, carol)),
        of_committed(
            "prepared-by-another",
            "prepared",
            committed().issued_by("prepared", 0, carol),
        ),
        of_committed(
            "commit-by-the-provider",
            "commit",
            committed()
                .issued_by("commit", 0, alice)
                .commit(|it| it.header().audience = to(bob)),
        ),
        show(
            "cancel-by-another",
            "cancel",
            bench.good().cancelled(|it| it.header().issuer = to(carol)),
        ),
        show(
            "event-to-another",
            "events",
            bench.good().event(|it| it.header().audience = to(carol)),
        ),
        show(
            "report-by-another",
            "reports",
            bench
                .good()
                .reported(Outcome::Good, |it| it.header().issuer = to(carol)),
        ),
        show(
            "report-on-another",
            "reports",
            bench.good().reported(Outcome::Good, |it| it.subject = to(carol)),
        ),
    ]
}

/// CTR-9, of statements that are there.
fn names(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let other = &world.draw("another statement").bytes(32);
    let bare = || Plan::bare(world).acknowledged();
    let committed = || Plan::bare(world).committed().acknowledged();
    let of = |fault: &str, field: &str, plan: Plan<'_>| refuse(bench, fault, field, GOOD, &Show::of(&plan));
    let of_committed =
        |fault: &str, field: &str, plan: Plan<'_>| refuse(bench, fault, field, COMMITTED, &Show::of(&plan));
    let unheld = |name: &str, plan: Plan<'_>, edit: fn(&mut v1::DisputeBundle), reasons: &[&str]| {
        bench.open(name, &Show::of(&plan).with(edit), reasons)
    };
    vec![
        of(
            "result-of-another-request",
            "result",
            bare().result(|it| it.request.clone_from(other)),
        ),
        of(
            "ack-of-another-result",
            "ack",
            bare().ack(|it| it.result.clone_from(other)),
        ),
        of_committed(
            "prepared-of-another-request",
            "prepared",
            committed().prepared(|it| it.request.clone_from(other)),
        ),
        of_committed(
            "commit-of-another-prepared-statement",
            "commit",
            committed().commit(|it| it.prepared.clone_from(other)),
        ),
        of_committed(
            "result-of-another-commit",
            "result",
            committed().result(|it| it.commit.clone_from(other)),
        ),
        // What is named is not there: nobody can tell whether it is another.
        unheld(
            "result-of-another-request-that-is-not-there",
            bare().result(|it| it.request.clone_from(other)),
            |it| it.request = None,
            &["not-requested"],
        ),
        unheld(
            "prepared-of-another-request-that-is-not-there",
            committed().prepared(|it| it.request.clone_from(other)),
            |it| it.request = None,
            &["not-requested"],
        ),
        unheld(
            "commit-of-another-prepared-statement-that-is-not-there",
            committed().commit(|it| it.prepared.clone_from(other)),
            |it| {
                it.prepared = None;
                it.result = None;
                it.ack = None;
            },
            &["not-delivered"],
        ),
        unheld(
            "ack-of-another-result-that-is-not-there",
            bare().ack(|it| it.result.clone_from(other)),
            |it| it.result = None,
            &["not-delivered"],
        ),
    ]
}

/// By their numbers.
fn events(bench: Bench<'_>) -> Vec<Vector> {
    let numbered = |numbers: [u64; 2]| {
        let [first, second] = numbers;
        bench.good().event(|it| it.seq = first).event(|it| {
            it.seq = second;
            it.progress_ppm = 500_000;
        })
    };
    let twin = bench.id("events-with-a-gap");
    let bad = |fault: &str, numbers: [u64; 2]| refuse(bench, fault, "events", &twin, &numbered(numbers));
    vec![
        bench.clean("events-with-a-gap", &["CTR-17"], &numbered([3, 9])),
        bad("events-of-one-number", [3, 3]),
        bad("events-descending", [9, 3]),
        refuse(
            bench,
            "event-twice",
            "events",
            &twin,
            &numbered([3, 9]).with(|it| it.events.insert(1, it.events[0].clone())),
        ),
    ]
}

/// One of each party, the requester's first.
fn reports(bench: Bench<'_>) -> Vec<Vector> {
    let good = || bench.good();
    let other = &bench.world.draw("another statement").bytes(32);
    let bad = |fault: &str, show: &Show<'_>| refuse(bench, fault, "reports", twin_of("reports"), show);
    let both = good().reported(Outcome::Good, |_| ()).answered(Outcome::Good, |_| ());
    vec![
        bad(
            "reports-of-the-provider-first",
            &both.clone().with(|it| it.reports.reverse()),
        ),
        bad(
            "two-reports-of-the-requester",
            &good()
                .reported(Outcome::Good, |_| ())
                .reported(Outcome::Good, |it| it.header().issued_at_ms += 1),
        ),
        bad(
            "two-reports-of-the-provider",
            &good()
                .answered(Outcome::Good, |_| ())
                .answered(Outcome::Good, |it| it.header().issued_at_ms += 1),
        ),
        bad(
            "a-report-twice",
            &both.clone().with(|it| it.reports[1] = it.reports[0].clone()),
        ),
        bad(
            "report-of-another-result",
            &good().reported(Outcome::Good, |it| it.result.clone_from(other)),
        ),
        bad(
            "answer-of-another-result",
            &good().answered(Outcome::Good, |it| it.result.clone_from(other)),
        ),
    ]
}

fn verdicts(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let probe = Probe::generated(world, true);
    let plan = probe.plan(world).acknowledged();
    let other = &world.draw("another statement").bytes(32);
    let bad = |fault: &str, field: &str, show: &Show<'_>| refuse(bench, fault, field, CANARY, show);
    let judged =
        |fault: &str, edit: &dyn Fn(&mut v1::CanaryVerdict)| bad(fault, "verdict", &probe.judged(&plan, |it| edit(it)));
    vec![
        bad(
            "verdict-altered",
            "verdict",
            &probe.reported(&plan).with(|it| altered(&mut it.verdict)),
        ),
        judged("verdict-by-the-provider", &|it| {
            it.header().issuer = world.alice.multikey()
        }),
        judged("verdict-by-another", &|it| it.header().issuer = world.carol.multikey()),
        judged("verdict-of-another-contract", &|it| it.contract.clone_from(other)),
        judged("verdict-of-another-result", &|it| it.result.clone_from(other)),
        bad(
            "report-of-another-verdict",
            "reports",
            &probe
                .show(&plan)
                .reported(Outcome::Good, |it| it.verdict.clone_from(other)),
        ),
    ]
}
