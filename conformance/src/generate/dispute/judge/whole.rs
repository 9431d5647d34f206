//! Bundles in which nobody broke a rule: as much of an engagement as somebody likes to show.

use casp_wire::v1::{Outcome, SignerClass::HostProxy, TaskState};

use super::{Bench, GOOD, RULES, judge, judgement};
use crate::generate::case::Case;
use crate::generate::dispute::probe::{Probe, report_on};
use crate::generate::dispute::show::{Show, alter};
use crate::generate::evidence::package::plan::Plan;
use crate::generate::forge::Payload as _;
use crate::generate::world::{DAY, done, observe};
use crate::vector::{Begin, Vector};

pub(super) fn vectors(bench: Bench<'_>) -> Vec<Vector> {
    let mut vectors = wholes(bench);
    vectors.extend(parts(bench));
    vectors.extend(seen_by_anyone(bench));
    vectors.extend(altered(bench));
    vectors
}

/// All that can be said, of which nothing speaks against anybody.
pub(super) fn everything<'w>(bench: Bench<'w>) -> Show<'w> {
    let progress = |show: Show<'w>| {
        show.cancelled(|_| ())
            .event(|it| it.state = TaskState::Queued.into())
            .event(|it| it.state = TaskState::Prepared.into())
    };
    let committed = progress(Show::of(&Plan::full(bench.world).committed()));
    committed
        .reported(Outcome::Good, |_| ())
        .answered(Outcome::Good, |_| ())
}

fn wholes(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let canary = Probe::generated(world, true);
    let plan = canary.plan(world).acknowledged();
    vec![
        bench.clean("acknowledged", &["CTR-6", "CTR-8", "CTR-17"], &bench.good()),
        bench.clean(
            "committed",
            &["CTR-17", "CTR-18", "CTR-19", "REC-2", "REC-3"],
            &bench.committed(),
        ),
        bench.clean("cancelled-and-delivered", &["CTR-17"], &bench.good().cancelled(|_| ())),
        bench.clean("acknowledged-with-an-event", &["CTR-17"], &bench.good().event(|_| ())),
        bench.clean(
            "reported-by-both",
            &["CTR-17"],
            &bench
                .good()
                .reported(Outcome::Good, |_| ())
                .answered(Outcome::Good, |_| ()),
        ),
        bench.clean(
            "everything",
            &["CTR-13", "CTR-16", "CTR-17", "PKG-2", "RCP-6"],
            &everything(bench),
        ),
        bench.clean(
            "with-evidence",
            &["CTR-13", "PKG-2", "RCP-6"],
            &Show::of(&Plan::full(world)),
        ),
        bench.clean("canary-passed", &["CAN-2", "CAN-8", "REC-4"], &canary.reported(&plan)),
        bench.clean("verdict-without-its-report", &["CAN-2", "CAN-8"], &canary.show(&plan)),
        bench.clean(
            "report-without-its-verdict",
            &["REC-4"],
            &canary.reported(&plan).with(|it| it.verdict = None),
        ),
        bench.clean(
            "report-of-the-provider-alone",
            &["CTR-17"],
            &bench.good().answered(Outcome::Good, |_| ()),
        ),
        bench.clean(
            "verdict-and-reports-of-both",
            &["REC-4"],
            &report_on(canary.show(&plan), canary.outcome).answered(Outcome::Good, |_| ()),
        ),
    ]
}

/// Of what is named, not all has to be there.
fn parts(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let alone = bench.good().undelivered().with(|it| it.request = None);
    let cancelled = alone.clone().cancelled(|_| ());
    let begun = bench.good().undelivered();
    let committed = bench.committed();
    vec![
        bench.open("contract-alone", &alone, &["not-requested"]),
        bench.open("contract-and-cancel", &cancelled, &["not-requested"]),
        bench.open("begun", &begun, &["not-delivered"]),
        bench.open(
            "begun-with-progress",
            &begun.clone().event(|_| ()).event(|it| it.seq = 1_024),
            &["not-delivered"],
        ),
        bench.open(
            "prepared",
            &committed.clone().undelivered().with(|it| it.commit = None),
            &["not-delivered"],
        ),
        bench.open(
            "committed-and-no-more",
            &committed.clone().undelivered(),
            &["not-delivered"],
        ),
        bench.open(
            "commit-without-what-was-prepared",
            &committed.clone().undelivered().with(|it| it.prepared = None),
            &["not-delivered"],
        ),
        bench.open(
            "prepared-without-its-request",
            &committed.clone().undelivered().with(|it| it.request = None),
            &["not-requested"],
        ),
        bench.open(
            "result-without-its-request",
            &bench.good().with(|it| it.request = None),
            &["not-requested"],
        ),
        bench.open(
            "ack-without-its-result",
            &bench.good().with(|it| it.result = None),
            &["not-delivered"],
        ),
        bench.open(
            "report-without-its-result",
            &bench.good().reported(Outcome::Good, |_| ()).undelivered(),
            &["not-delivered"],
        ),
        bench.open(
            "receipts-and-trace-of-a-contract-alone",
            &Show::of(&Plan::bare(world).witnessed(&[HostProxy]).traced(2, &[2]))
                .undelivered()
                .with(|it| it.request = None),
            &["not-requested"],
        ),
        bench.open(
            "verdict-without-its-result",
            &{
                let canary = Probe::own(world, false);
                let plan = canary.plan(world);
                canary.reported(&plan).undelivered()
            },
            &["not-delivered"],
        ),
    ]
}

/// Nothing but the bytes and the network counts.
fn seen_by_anyone(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let show = bench.good();
    let case = |name: &str, now_ms: i64| {
        let title = format!("bundle: {}", name.replace('-', " "));
        Case::new(bench.id(name), title, &world.begin(), now_ms, judge(show.bytes())).about("DisputeBundle", "")
    };
    let by = |name: &str, verifier: Vec<u8>| {
        case(name, world.now).begin(Begin {
            verifier: verifier.into(),
            ..world.begin()
        })
    };
    let holds = |case: Case| case.accepted(&RULES, Some(judgement(&[], &[])));
    let retired = [&world.alice, &world.bob].map(|key| done(world.now, observe(&world.retire(key).signed(key))));
    let elsewhere = case("in-another-network", world.now)
        .begin(Begin {
            network_id: format!("{}0", world.network),
            ..world.begin()
        })
        .about("DisputeBundle", "offer");
    vec![
        holds(case("years-later", world.now + 3_650 * DAY)),
        holds(case("years-before", world.now - 3_650 * DAY)),
        holds(by("by-the-requester", world.bob.multikey())),
        holds(by("by-the-provider", world.alice.multikey())),
        holds(by("by-a-verifier-without-identity", vec![]).flags(&["no-verifier"])),
        holds(
            case("parties-retired-since", world.now)
                .after(retired.to_vec())
                .flags(&["has-prior"]),
        ),
        elsewhere.refused("DSP-1", "in-another-network", GOOD, &[]),
    ]
}

/// A byte that was changed on the way makes another's statement none: it incriminates nobody.
fn altered(bench: Bench<'_>) -> Vec<Vector> {
    let show = everything(bench);
    let twin = bench.id("everything");
    let changed = |at: usize| {
        let mut bytes = show.bytes();
        bytes[at] ^= 1;
        bytes
    };
    let needle = |bundle: &Option<casp_wire::v1::Bundle>| {
        let envelope = bundle.as_ref().and_then(|bundle| bundle.subject.as_ref());
        let sig = envelope
            .map(|envelope| envelope.signatures[0].sig.clone())
            .unwrap_or_default();
        let bytes = show.bytes();
        let at = bytes.windows(64).position(|window| window == sig.as_slice());
        at.expect("a signature of the bundle") + 33
    };
    let it = &show.bundle;
    let refuse = |rule: &str, fault: &str, field: &str, bytes: Vec<u8>| {
        let title = format!("bundle: {}", fault.replace('-', " "));
        Case::new(
            bench.id(fault),
            title,
            &bench.world.begin(),
            bench.world.now,
            judge(bytes),
        )
        .about("DisputeBundle", field)
        .refused(rule, fault, &twin, &[])
    };
    let mut last_report = show.clone();
    alter(&mut last_report.bundle.reports[1]);
    vec![
        refuse(
            "DSP-1",
            "a-byte-of-the-quote-changed",
            "quote",
            changed(needle(&it.quote)),
        ),
        refuse(
            "DSP-2",
            "a-byte-of-the-commit-changed",
            "commit",
            changed(needle(&it.commit)),
        ),
        refuse(
            "DSP-2",
            "a-byte-of-the-last-report-changed",
            "reports",
            last_report.bytes(),
        ),
    ]
}
