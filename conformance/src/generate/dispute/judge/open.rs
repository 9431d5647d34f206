//! What a bundle leaves open (SPEC.md section 20.4): each reason stands beside a bundle without it.

use casp_wire::v1::SignerClass::{EndorsedThirdParty, HostProxy};
use casp_wire::v1::{self, Outcome, TaskStatus};

use super::Bench;
use crate::generate::dispute::show::Show;
use crate::generate::engagement::tagged;
use crate::generate::evidence::package::plan::{Plan, begins};
use crate::generate::forge::Payload as _;
use crate::generate::world::{DAY, SECOND};
use crate::vector::Vector;

pub(super) fn vectors(bench: Bench<'_>) -> Vec<Vector> {
    let mut vectors = deliveries(bench);
    vectors.extend(contents(bench));
    vectors.extend(effects(bench));
    vectors.extend(evidence(bench));
    vectors.extend(commits(bench));
    vectors.extend(opinions(bench));
    vectors.extend(several(bench));
    vectors
}

fn deliveries(bench: Bench<'_>) -> Vec<Vector> {
    let begins = begins(bench.world);
    let unacknowledged = Show::of(&Plan::bare(bench.world));
    let late = |it: &mut v1::OutcomeReport| it.header().issued_at_ms = begins + DAY + 1;
    let acknowledged_later = unacknowledged
        .clone()
        .acknowledged(|it| it.header().issued_at_ms = begins + DAY + SECOND);
    vec![
        bench.clean("acknowledged", &[], &bench.good()),
        bench.open("not-acknowledged", &unacknowledged, &["not-acknowledged"]),
        bench.open(
            "neither-delivered-nor-acknowledged",
            &bench.good().undelivered(),
            &["not-delivered"],
        ),
        bench.open(
            "not-requested",
            &bench.good().undelivered().with(|it| it.request = None),
            &["not-requested"],
        ),
        bench.open(
            "result-and-no-result",
            &unacknowledged.clone().reported(Outcome::NoResult, late),
            &["not-acknowledged", "delivery-disputed"],
        ),
        bench.open(
            "no-result-and-then-an-ack",
            &acknowledged_later.clone().reported(Outcome::NoResult, late),
            &["delivery-disputed"],
        ),
        bench.open(
            "no-result-and-nothing-to-dispute",
            &bench.good().undelivered().reported(Outcome::NoResult, late),
            &["not-delivered"],
        ),
        bench.clean(
            "acknowledged-and-good",
            &[],
            &acknowledged_later.reported(Outcome::Good, |_| ()),
        ),
    ]
}

fn contents(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let bare = || Plan::bare(world).acknowledged();
    let committed = || Plan::bare(world).committed().acknowledged();
    let hide = |content: &mut Option<v1::Content>| content.get_or_insert_default().body = None;
    let chunked = |content: &mut Option<v1::Content>| {
        let content = content.get_or_insert_default();
        let Some(v1::content::Body::Inline(bytes)) = &content.body else {
            return;
        };
        content.body = Some(v1::content::Body::Chunks(v1::ChunkList {
            chunk_bytes: 2_048,
            digests: vec![tagged("casp/v1/chunk", &[bytes])],
        }));
    };
    let open = |name: &str, plan: Plan<'_>| bench.open(name, &Show::of(&plan), &["content-not-shown"]);
    vec![
        bench.clean("contents-shown", &["CTR-8"], &bench.committed()),
        open("input-elsewhere", bare().request(move |it| hide(&mut it.input))),
        open("input-in-chunks", bare().request(move |it| chunked(&mut it.input))),
        open("output-elsewhere", bare().result(move |it| hide(&mut it.output))),
        open("plan-elsewhere", committed().prepared(move |it| hide(&mut it.plan))),
        open(
            "input-and-output-elsewhere",
            bare()
                .request(move |it| hide(&mut it.input))
                .result(move |it| hide(&mut it.output)),
        ),
        bench.clean(
            "failed-without-output",
            &[],
            &Show::of(&bare().result(|it| {
                it.status = TaskStatus::Failed.into();
                it.output = None;
            })),
        ),
        bench.open(
            "input-elsewhere-and-not-delivered",
            &Show::of(&bare().request(move |it| hide(&mut it.input))).undelivered(),
            &["not-delivered", "content-not-shown"],
        ),
    ]
}

fn effects(bench: Bench<'_>) -> Vec<Vector> {
    let with = |status: TaskStatus, is_committed: bool| {
        let plan = Plan::bare(bench.world).acknowledged();
        let plan = if is_committed { plan.committed() } else { plan };
        Show::of(&plan.result(move |it| {
            it.status = status.into();
            it.output = None;
        }))
    };
    let open = |name: &str, show: &Show<'_>| bench.open(name, show, &["effect-unknown"]);
    vec![
        open("indeterminate", &with(TaskStatus::Indeterminate, false)),
        open("indeterminate-after-a-commit", &with(TaskStatus::Indeterminate, true)),
        bench.clean("cancelled-in-the-end", &[], &with(TaskStatus::Cancelled, false)),
        bench.clean("failed-after-a-commit", &["CTR-18"], &with(TaskStatus::Failed, true)),
    ]
}

/// A package of the bundle's members would have a fault that is nobody's finding.
fn evidence(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let full = || Show::of(&Plan::full(world));
    let bare = || Plan::bare(world).acknowledged();
    let lacks = |name: &str, show: &Show<'_>| bench.open(name, show, &["evidence-not-shown"]);
    let traced = || bare().traced(4, &[2, 4]);
    let begins = begins(world);
    let late_event = Show::of(&traced())
        .event(move |it| it.header().issued_at_ms = begins + DAY + 1)
        .with(|it| it.trace.clear());
    let mut vectors = vec![
        bench.clean("evidence-shown", &["CTR-13"], &full()),
        lacks("trace-withheld", &Show::of(&traced()).with(|it| it.trace.clear())),
        lacks(
            "end-of-the-trace-withheld",
            &Show::of(&traced()).with(|it| drop(it.trace.pop())),
        ),
        lacks(
            "event-altered",
            &Show::of(&traced()).with(|it| it.trace[1].data.push(9)),
        ),
        lacks(
            "trace-that-the-result-does-not-commit-to",
            &Show::of(&traced().result(|it| it.trace = None)).with(|it| it.checkpoints.clear()),
        ),
        lacks("receipts-withheld", &full().with(|it| it.receipts.clear())),
        lacks("last-receipt-withheld", &full().with(|it| drop(it.receipts.pop()))),
        lacks("attestation-withheld", &full().with(|it| it.attestations.clear())),
        lacks(
            "attestation-with-another-binding",
            &full().with(|it| it.attestations[0].binding[0] ^= 1),
        ),
        lacks(
            "third-party-unknown",
            &Show::of(
                &bare()
                    .witnessed(&[HostProxy, EndorsedThirdParty])
                    .offer(|it| it.terms.get_or_insert_default().receipt_signers.clear())
                    .quote(|it| super::terms(it).receipt_signers.clear()),
            ),
        ),
        // Without a result nothing was promised, and without a request nothing is held against it.
        bench.open(
            "trace-withheld-and-not-delivered",
            &Show::of(&traced()).with(|it| it.trace.clear()).undelivered(),
            &["not-delivered"],
        ),
        bench.open(
            "trace-withheld-and-not-requested",
            &Show::of(&traced()).with(|it| {
                it.trace.clear();
                it.request = None;
            }),
            &["not-requested"],
        ),
        // A task event is none of the trace.
        bench.judged(
            "trace-withheld-beside-a-late-event",
            &[],
            &late_event,
            &[bench.provider("events", "REC-3")],
            &["evidence-not-shown"],
        ),
    ];
    vectors.push(bench.judged(
        "receipt-unnamed-and-trace-withheld",
        &[],
        &Show::of(&traced().witnessed(&[HostProxy]).result(|it| it.receipts.clear())).with(|it| it.trace.clear()),
        &[bench.provider("receipts", "RCP-6")],
        &["evidence-not-shown"],
    ));
    vectors
}

/// What a result names is part of its evidence.
fn commits(bench: Bench<'_>) -> Vec<Vector> {
    let lacks = |name: &str, show: &Show<'_>| bench.open(name, show, &["evidence-not-shown"]);
    vec![
        lacks("commit-withheld", &bench.committed().with(|it| it.commit = None)),
        lacks(
            "prepared-statement-withheld",
            &bench.committed().with(|it| it.prepared = None),
        ),
        lacks(
            "commit-and-prepared-statement-withheld",
            &bench.committed().with(|it| {
                it.prepared = None;
                it.commit = None;
            }),
        ),
    ]
}

fn opinions(bench: Bench<'_>) -> Vec<Vector> {
    let good = || bench.good();
    vec![
        bench.clean("good", &[], &good().reported(Outcome::Good, |_| ())),
        bench.open("bad", &good().reported(Outcome::Bad, |_| ()), &["opinion"]),
        bench.open(
            "bad-says-the-provider",
            &good().answered(Outcome::Bad, |_| ()),
            &["opinion"],
        ),
        bench.open(
            "good-and-bad",
            &good().reported(Outcome::Good, |_| ()).answered(Outcome::Bad, |_| ()),
            &["opinion"],
        ),
        bench.open(
            "bad-and-bad",
            &good().reported(Outcome::Bad, |_| ()).answered(Outcome::Bad, |_| ()),
            &["opinion"],
        ),
    ]
}

/// In the order of the table.
fn several(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let begins = begins(world);
    let hide = |content: &mut Option<v1::Content>| content.get_or_insert_default().body = None;
    let indeterminate = Plan::bare(world)
        .traced(2, &[])
        .request(move |it| hide(&mut it.input))
        .result(|it| {
            it.status = TaskStatus::Indeterminate.into();
            it.output = None;
        });
    let all = Show::of(&indeterminate)
        .with(|it| it.trace.clear())
        .reported(Outcome::NoResult, |it| it.header().issued_at_ms = begins + DAY + 1)
        .answered(Outcome::Bad, |_| ());
    vec![bench.open(
        "all-that-can-be",
        &all,
        &[
            "not-acknowledged",
            "delivery-disputed",
            "content-not-shown",
            "effect-unknown",
            "evidence-not-shown",
            "opinion",
        ],
    )]
}
