//! What a canary verdict is held to (CAN-2 to CAN-9, REC-4), and what it shows.

use casp_wire::v1::{CanaryOutcome, Outcome, TaskStatus};

use super::{Bench, of};
use crate::generate::dispute::probe::{Probe, exact, report_on};
use crate::generate::dispute::show::Show;
use crate::generate::engagement::content_digest;
use crate::generate::evidence::package::plan::{Plan, begins};
use crate::generate::forge::Payload as _;
use crate::generate::world::SECOND;
use crate::vector::Vector;

pub(super) fn vectors(bench: Bench<'_>) -> Vec<Vector> {
    let mut vectors = openings(bench);
    vectors.extend(generators(bench));
    vectors.extend(outcomes(bench));
    vectors.extend(without_result(bench));
    vectors.extend(reports(bench));
    vectors.extend(wrong_answers(bench));
    vectors
}

/// Its engagement, acknowledged.
fn plan<'w>(bench: Bench<'w>, probe: &Probe) -> Plan<'w> {
    probe.plan(bench.world).acknowledged()
}

fn shown<'w>(bench: Bench<'w>, probe: &Probe) -> Show<'w> {
    probe.show(&plan(bench, probe))
}

/// CAN-2 to CAN-6.
fn openings(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let own = || Probe::own(world, true);
    let begins = begins(world);
    let broken = |name: &str, rule: &str, show: &Show<'_>| bench.found(name, show, &[bench.requester("verdict", rule)]);
    let foreign = own().canary(|it| it.provider = world.carol.multikey());
    let elsewhere = own().canary(|it| it.input_digest = content_digest(b"another input"));
    let unblinded = own().show(&plan(bench, &own()).acceptance(|it| it.blind[31] ^= 1));
    let at = |after: i64| own().judged(&plan(bench, &own()), |it| it.header().issued_at_ms = begins + after);
    let done = 20 * SECOND;
    vec![
        bench.clean(
            "own-canary",
            &["CAN-2", "CAN-3", "CAN-4", "CAN-5", "CAN-9"],
            &shown(bench, &own()),
        ),
        broken("blind-of-another", "CAN-2", &unblinded),
        broken("canary-for-another-provider", "CAN-3", &shown(bench, &foreign)),
        broken("canary-with-another-input", "CAN-4", &shown(bench, &elsewhere)),
        broken(
            "canary-on-what-cannot-be-undone",
            "CAN-5",
            &own().show(&plan(bench, &own()).committed()),
        ),
        bench.clean("verdict-with-the-result", &["CAN-6"], &at(done)),
        broken("verdict-before-the-result", "CAN-6", &at(done - 1)),
    ]
}

/// CAN-7.
fn generators(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let generated = || Probe::generated(world, true);
    let broken = |name: &str, show: &Show<'_>| bench.found(name, show, &[bench.requester("verdict", "CAN-7")]);
    let another = generated()
        .canary(|it| it.oracle = Some(exact(content_digest(b"the right answer"))))
        .misjudged();
    let seed = generated().canary(|it| it.generator.get_or_insert_default().seed[0] ^= 1);
    let unknown =
        generated().canary(|it| it.generator.get_or_insert_default().family = "com.example.riddles".to_owned());
    vec![
        bench.clean("generated-canary", &["CAN-7", "CAN-8"], &shown(bench, &generated())),
        bench.clean("canary-of-an-unknown-family", &["CAN-7"], &shown(bench, &unknown)),
        broken("generated-canary-with-another-oracle", &shown(bench, &another)),
        broken("generated-canary-of-another-seed", &shown(bench, &seed)),
    ]
}

/// CAN-8 and CAN-9.
fn outcomes(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let broken = |name: &str, rule: &str, show: &Show<'_>| bench.found(name, show, &[bench.requester("verdict", rule)]);
    let ended = |status: TaskStatus, outcome: CanaryOutcome| {
        let probe = Probe::own(world, true);
        let plan = plan(bench, &probe).result(move |it| {
            it.status = status.into();
            if status != TaskStatus::Partial {
                it.output = None;
            }
        });
        probe.judged(&plan, |it| it.outcome = outcome.into())
    };
    let unanswered = [bench.requester("verdict", "CAN-9")];
    vec![
        broken(
            "right-answer-called-wrong",
            "CAN-8",
            &shown(bench, &Probe::own(world, true).misjudged()),
        ),
        broken(
            "wrong-answer-called-right",
            "CAN-8",
            &shown(bench, &Probe::own(world, false).misjudged()),
        ),
        broken(
            "right-answer-to-a-generator-called-wrong",
            "CAN-8",
            &shown(bench, &Probe::generated(world, true).misjudged()),
        ),
        broken(
            "cancelled-called-wrong",
            "CAN-9",
            &ended(TaskStatus::Cancelled, CanaryOutcome::Failed),
        ),
        // CAN-8 is not asked where CAN-9 does not hold.
        broken(
            "failed-called-right",
            "CAN-9",
            &ended(TaskStatus::Failed, CanaryOutcome::Passed),
        ),
        broken(
            "partial-called-wrong",
            "CAN-9",
            &ended(TaskStatus::Partial, CanaryOutcome::Failed),
        ),
        bench.judged(
            "indeterminate-called-wrong",
            &[],
            &ended(TaskStatus::Indeterminate, CanaryOutcome::Failed),
            &unanswered,
            &["effect-unknown"],
        ),
    ]
}

/// Where the result is not there, what looks at it is not asked.
fn without_result(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let begins = begins(world);
    let own = Probe::own(world, true).misjudged();
    let early = own.judged(&plan(bench, &own), |it| it.header().issued_at_ms = begins + SECOND);
    let foreign = Probe::own(world, true).canary(|it| it.provider = world.carol.multikey());
    vec![
        bench.open(
            "verdict-that-nothing-holds-against",
            &early.undelivered(),
            &["not-delivered"],
        ),
        bench.judged(
            "verdict-for-another-provider-without-result",
            &[],
            &shown(bench, &foreign).undelivered(),
            &[bench.requester("verdict", "CAN-3")],
            &["not-delivered"],
        ),
    ]
}

/// REC-4.
fn reports(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let said = |is_right: bool, outcome: Outcome| {
        let probe = Probe::own(world, is_right);
        let show = shown(bench, &probe);
        let verdict = show.verdict();
        show.reported(outcome, |it| it.verdict = verdict)
    };
    let answered = |outcome: Outcome| {
        let probe = Probe::own(world, true);
        let show = shown(bench, &probe);
        let verdict = show.verdict();
        show.answered(outcome, |it| it.verdict = verdict)
    };
    let broken = |name: &str, show: &Show<'_>, reasons: &[&str]| {
        let finding = of(&world.bob, "reports", 0, "REC-4");
        bench.judged(name, &[], show, &[finding], reasons)
    };
    let by_provider = [of(&world.alice, "reports", 0, "REC-4")];
    vec![
        bench.clean("passed-and-good", &["REC-4"], &said(true, Outcome::Good)),
        bench.judged(
            "failed-and-bad",
            &["REC-4"],
            &said(false, Outcome::Bad),
            &[],
            &["oracle-unproven"],
        ),
        broken("passed-and-bad", &said(true, Outcome::Bad), &[]),
        broken("failed-and-good", &said(false, Outcome::Good), &["oracle-unproven"]),
        bench.found("verdict-named-by-the-provider", &answered(Outcome::Good), &by_provider),
        bench.found(
            "verdict-named-by-the-provider-and-bad",
            &answered(Outcome::Bad),
            &by_provider,
        ),
    ]
}

/// A wrong answer breaks no rule.
fn wrong_answers(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let generated = || Probe::generated(world, false);
    let reported = |probe: &Probe| report_on(shown(bench, probe), probe.outcome);
    let unknown =
        generated().canary(|it| it.generator.get_or_insert_default().family = "com.example.riddles".to_owned());
    let of_another_time = {
        let probe = generated();
        let begins = begins(world);
        probe.judged(&plan(bench, &probe), |it| {
            it.header().issued_at_ms = begins + 19 * SECOND
        })
    };
    let not_agreed = generated().not_agreed();
    vec![
        bench.open(
            "wrong-answer-to-a-generator",
            &shown(bench, &generated()),
            &["answer-wrong"],
        ),
        bench.open(
            "wrong-answer-to-a-generator-reported",
            &reported(&generated()),
            &["answer-wrong"],
        ),
        bench.open(
            "wrong-answer-to-own-canary",
            &shown(bench, &Probe::own(world, false)),
            &["oracle-unproven"],
        ),
        bench.open(
            "wrong-answer-to-a-generator-that-was-not-agreed-on",
            &shown(bench, &not_agreed),
            &["oracle-unproven"],
        ),
        bench.open(
            "wrong-answer-to-an-unknown-generator",
            &shown(bench, &unknown),
            &["oracle-unproven"],
        ),
        // A verdict with a finding shows nothing.
        bench.found(
            "wrong-answer-with-an-early-verdict",
            &of_another_time,
            &[bench.requester("verdict", "CAN-6")],
        ),
    ]
}
