//! Reports that count, and which of them anyone can check.

use casp_wire::v1::{Outcome, TaskStatus};
use prost::Message as _;

use super::{Bench, RULES, check};
use crate::generate::case::Case;
use crate::generate::dispute::probe::Probe;
use crate::generate::dispute::show::Show;
use crate::generate::evidence::package::plan::{Plan, begins};
use crate::generate::forge::{Kind, Payload as _};
use crate::generate::world::{DAY, done, observe};
use crate::vector::{Begin, Vector};

pub(super) fn vectors(bench: Bench<'_>) -> Vec<Vector> {
    let mut vectors = opinions(bench);
    vectors.extend(no_results(bench));
    vectors.extend(commits(bench));
    vectors.extend(verdicts(bench));
    vectors.extend(seen_by_anyone(bench));
    vectors
}

fn opinions(bench: Bench<'_>) -> Vec<Vector> {
    let bare = || Show::of(&bench.bare());
    let delegated = {
        let delegation = bench
            .world
            .delegation_for(Kind::TaskResult, &bench.world.alice, &bench.world.worker);
        let proof = delegation.signed(&bench.world.alice);
        Show::of(&bench.bare().delegated("result", 0, &bench.world.worker, &proof))
    };
    vec![
        bench.holds(
            "good",
            &["CTR-6", "CTR-13", "CTR-16"],
            &bare().reported(Outcome::Good, |_| ()),
        ),
        bench.holds("bad", &[], &bare().reported(Outcome::Bad, |_| ())),
        bench.holds_of_provider("good-says-the-provider", &[], &bare().answered(Outcome::Good, |_| ())),
        bench.holds_of_provider("bad-says-the-provider", &[], &bare().answered(Outcome::Bad, |_| ())),
        bench.holds(
            "to-one-reader",
            &[],
            &bare().reported(Outcome::Good, |it| it.header().audience = bench.world.carol.multikey()),
        ),
        bench.holds(
            "of-a-result-by-an-operational-key",
            &["REC-1"],
            &delegated.reported(Outcome::Good, |_| ()),
        ),
    ]
}

fn no_results(bench: Bench<'_>) -> Vec<Vector> {
    let begins = begins(bench.world);
    let holds = |name: &str, plan: &Plan<'_>, after: i64| {
        let show = Show::of(plan)
            .with(|it| {
                it.prepared = None;
                it.commit = None;
            })
            .undelivered()
            .reported(Outcome::NoResult, move |it| it.header().issued_at_ms = begins + after);
        bench.holds(name, &["CTR-15"], &show)
    };
    vec![
        holds("no-result", &bench.bare(), DAY + 1),
        holds("no-result-years-after-the-deadline", &bench.bare(), 3_650 * DAY),
        // What was prepared is not asked for.
        holds("no-result-of-what-cannot-be-undone", &bench.bare().committed(), DAY + 1),
    ]
}

fn commits(bench: Bench<'_>) -> Vec<Vector> {
    let ended = |status: TaskStatus| {
        Show::of(&bench.bare().committed().result(move |it| {
            it.status = status.into();
            it.output = None;
        }))
    };
    let uncommitted = |status: TaskStatus| {
        Show::of(&bench.bare().committed().result(move |it| {
            it.commit.clear();
            it.status = status.into();
            it.output = None;
        }))
        .with(|it| {
            it.prepared = None;
            it.commit = None;
        })
    };
    let holds =
        |name: &str, rules: &[&str], show: Show<'_>| bench.holds(name, rules, &show.reported(Outcome::Good, |_| ()));
    let committed = Show::of(&bench.bare().committed());
    vec![
        holds("committed", &["CTR-18", "CTR-19"], committed),
        holds("indeterminate", &["CTR-18"], ended(TaskStatus::Indeterminate)),
        holds("failed-after-a-commit", &["CTR-18"], ended(TaskStatus::Failed)),
        holds("failed-without-a-commit", &["CTR-18"], uncommitted(TaskStatus::Failed)),
        holds(
            "cancelled-without-a-commit",
            &["CTR-18"],
            uncommitted(TaskStatus::Cancelled),
        ),
    ]
}

fn verdicts(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let reported = |probe: &Probe| probe.reported(&probe.plan(world));
    let unknown = |is_right: bool| {
        Probe::generated(world, is_right)
            .canary(|it| it.generator.get_or_insert_default().family = "com.example.riddles".to_owned())
    };
    let rules = [
        "CAN-2", "CAN-3", "CAN-4", "CAN-5", "CAN-6", "CAN-7", "CAN-8", "CAN-9", "REC-4",
    ];
    vec![
        bench.holds("own-canary-passed", &rules, &reported(&Probe::own(world, true))),
        bench.holds("own-canary-failed", &rules, &reported(&Probe::own(world, false))),
        bench.holds_for_anyone(
            "generated-canary-passed",
            &rules,
            &reported(&Probe::generated(world, true)),
        ),
        bench.holds_for_anyone(
            "generated-canary-failed",
            &rules,
            &reported(&Probe::generated(world, false)),
        ),
        bench.holds(
            "generated-canary-that-was-not-agreed-on",
            &rules,
            &reported(&Probe::generated(world, false).not_agreed()),
        ),
        bench.holds("canary-of-an-unknown-family-passed", &rules, &reported(&unknown(true))),
        bench.holds("canary-of-an-unknown-family-failed", &rules, &reported(&unknown(false))),
    ]
}

/// A record holds for everyone and at any time, whatever else is known.
fn seen_by_anyone(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let show = Show::of(&bench.bare()).reported(Outcome::Good, |_| ());
    let record = show.record().encode_to_vec();
    let case = |name: &str, now_ms: i64| {
        let title = format!("outcome: {}", name.replace('-', " "));
        Case::new(bench.id(name), title, &world.begin(), now_ms, check(record.clone())).about("OutcomeRecord", "")
    };
    let holds = |case: Case| case.accepted(&RULES, Some(bench.of(&world.bob, &show, false)));
    let by = |name: &str, verifier: Vec<u8>| {
        case(name, world.now).begin(Begin {
            verifier: verifier.into(),
            ..world.begin()
        })
    };
    let retired = [&world.alice, &world.bob].map(|key| done(world.now, observe(&world.retire(key).signed(key))));
    vec![
        holds(case("years-later", world.now + 3_650 * DAY)),
        holds(case("years-before", world.now - 3_650 * DAY)),
        holds(by("by-the-requester", world.bob.multikey())),
        holds(by("by-a-verifier-without-identity", vec![]).flags(&["no-verifier"])),
        holds(
            case("parties-retired-since", world.now)
                .after(retired.to_vec())
                .flags(&["has-prior"]),
        ),
    ]
}
