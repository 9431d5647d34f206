//! A verdict beside the report that names it (REC-4, CAN-2 to CAN-9).

use casp_wire::v1::{self, CanaryOutcome, Outcome, TaskStatus};

use super::Bench;
use crate::generate::dispute::probe::{Probe, exact, report_on};
use crate::generate::dispute::show::{Show, altered};
use crate::generate::engagement::content_digest;
use crate::generate::evidence::package::plan::begins;
use crate::generate::forge::Payload as _;
use crate::generate::world::SECOND;
use crate::vector::Vector;

const PASSED: &str = "dispute/outcome/own-canary-passed";
const FAILED: &str = "dispute/outcome/own-canary-failed";
const GENERATED: &str = "dispute/outcome/generated-canary-passed";

pub(super) fn vectors(bench: Bench<'_>) -> Vec<Vector> {
    let mut vectors = reports(bench);
    vectors.extend(members(bench));
    vectors.extend(openings(bench));
    vectors.extend(outcomes(bench));
    vectors
}

fn shown<'w>(bench: Bench<'w>, probe: &Probe) -> Show<'w> {
    probe.show(&probe.plan(bench.world))
}

/// What the report says is what the verdict says, and the requester says both.
fn reports(bench: Bench<'_>) -> Vec<Vector> {
    let said = |is_right: bool, outcome: Outcome| {
        let show = shown(bench, &Probe::own(bench.world, is_right));
        let verdict = show.verdict();
        show.reported(outcome, |it| it.verdict = verdict)
    };
    let answered = |is_right: bool, outcome: Outcome| {
        let show = shown(bench, &Probe::own(bench.world, is_right));
        let verdict = show.verdict();
        show.answered(outcome, |it| it.verdict = verdict)
    };
    let bad = |fault: &str, twin: &str, show: &Show<'_>| bench.refused("REC-4", fault, "report", twin, show);
    vec![
        bad("passed-and-bad", PASSED, &said(true, Outcome::Bad)),
        bad("failed-and-good", FAILED, &said(false, Outcome::Good)),
        bad("passed-says-the-provider", PASSED, &answered(true, Outcome::Good)),
        bad("failed-says-the-provider", FAILED, &answered(false, Outcome::Bad)),
    ]
}

/// REC-1, CTR-4 and CTR-9.
fn members(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let probe = Probe::own(world, true);
    let other = &world.draw("another statement").bytes(32);
    let judged = |edit: &dyn Fn(&mut v1::CanaryVerdict)| {
        report_on(probe.judged(&probe.plan(world), |it| edit(it)), probe.outcome)
    };
    let bad = |rule: &str, fault: &str, show: &Show<'_>| bench.refused(rule, fault, "verdict", PASSED, show);
    let unnamed = shown(bench, &probe).reported(Outcome::Good, |it| it.verdict.clone_from(other));
    vec![
        bad(
            "REC-1",
            "verdict-altered",
            &judged(&|_| ()).with(|it| altered(&mut it.verdict)),
        ),
        bad(
            "REC-1",
            "report-in-the-place-of-the-verdict",
            &judged(&|_| ()).with(|it| it.verdict = it.reports.first().cloned()),
        ),
        bad(
            "CTR-4",
            "verdict-by-the-provider",
            &judged(&|it| it.header().issuer = world.alice.multikey()),
        ),
        bad(
            "CTR-4",
            "verdict-by-another",
            &judged(&|it| it.header().issuer = world.carol.multikey()),
        ),
        bad(
            "CTR-9",
            "verdict-of-another-contract",
            &judged(&|it| it.contract.clone_from(other)),
        ),
        bad(
            "CTR-9",
            "verdict-of-another-result",
            &judged(&|it| it.result.clone_from(other)),
        ),
        bench.refused("CTR-9", "report-of-another-verdict", "report", PASSED, &unnamed),
    ]
}

/// CAN-2 to CAN-7.
fn openings(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let begins = begins(world);
    let own = || Probe::own(world, true);
    let bad = |rule: &str, fault: &str, probe: &Probe| {
        let show = report_on(shown(bench, probe), probe.outcome);
        bench.refused(rule, fault, "verdict", PASSED, &show)
    };
    let of = |rule: &str, fault: &str, show: Show<'_>| {
        bench.refused(rule, fault, "verdict", PASSED, &report_on(show, CanaryOutcome::Passed))
    };
    let foreign = own().canary(|it| it.provider = world.carol.multikey());
    let elsewhere = own().canary(|it| it.input_digest = content_digest(b"another input"));
    let seed = Probe::generated(world, true).canary(|it| it.generator.get_or_insert_default().seed[0] ^= 1);
    let oracle = Probe::generated(world, true)
        .canary(|it| it.oracle = Some(exact(content_digest(b"the right answer"))))
        .misjudged();
    let generated = |fault: &str, probe: &Probe| {
        let show = report_on(shown(bench, probe), probe.outcome);
        bench.refused("CAN-7", fault, "verdict", GENERATED, &show)
    };
    let at = |after: i64| own().judged(&own().plan(world), move |it| it.header().issued_at_ms = begins + after);
    vec![
        of(
            "CAN-2",
            "blind-of-another",
            own().show(&own().plan(world).acceptance(|it| it.blind[31] ^= 1)),
        ),
        bad("CAN-3", "canary-for-another-provider", &foreign),
        bad("CAN-4", "canary-with-another-input", &elsewhere),
        of(
            "CAN-5",
            "canary-on-what-cannot-be-undone",
            own().show(&own().plan(world).committed()),
        ),
        of("CAN-6", "verdict-before-the-result", at(20 * SECOND - 1)),
        generated("generated-canary-of-another-seed", &seed),
        generated("generated-canary-with-another-oracle", &oracle),
    ]
}

/// CAN-8 and CAN-9.
fn outcomes(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let bad = |rule: &str, fault: &str, twin: &str, probe: &Probe| {
        let show = report_on(shown(bench, probe), probe.outcome);
        bench.refused(rule, fault, "verdict", twin, &show)
    };
    let ended = |fault: &str, status: TaskStatus| {
        let probe = Probe::own(world, false);
        let plan = probe.plan(world).result(move |it| {
            it.status = status.into();
            if status != TaskStatus::Partial {
                it.output = None;
            }
        });
        bench.refused("CAN-9", fault, "result", FAILED, &probe.reported(&plan))
    };
    vec![
        bad(
            "CAN-8",
            "right-answer-called-wrong",
            PASSED,
            &Probe::own(world, true).misjudged(),
        ),
        bad(
            "CAN-8",
            "wrong-answer-called-right",
            FAILED,
            &Probe::own(world, false).misjudged(),
        ),
        bad(
            "CAN-8",
            "right-answer-to-a-generator-called-wrong",
            GENERATED,
            &Probe::generated(world, true).misjudged(),
        ),
        ended("cancelled", TaskStatus::Cancelled),
        ended("failed", TaskStatus::Failed),
        ended("partial", TaskStatus::Partial),
        ended("indeterminate", TaskStatus::Indeterminate),
    ]
}
