//! What the statements of a course are held to, row by row (SPEC.md section 20.3). Each breach stands beside a bundle without it.

use casp_wire::v1::TaskStatus::{Cancelled, Completed, Failed, Indeterminate, Partial};
use casp_wire::v1::{self, Outcome, SideEffect};

use super::{Bench, of, terms};
use crate::generate::dispute::show::Show;
use crate::generate::evidence::package::plan::{Plan, begins};
use crate::generate::forge::Payload as _;
use crate::generate::world::{DAY, HOUR, ONE_SHOT_SKEW, SECOND};
use crate::vector::Vector;

pub(super) fn vectors(bench: Bench<'_>) -> Vec<Vector> {
    let mut vectors = quotes(bench);
    vectors.extend(acceptances(bench));
    vectors.extend(requests(bench));
    vectors.extend(prepared(bench));
    vectors.extend(commits(bench));
    vectors.extend(results(bench));
    vectors.extend(before_what_they_name(bench));
    vectors.extend(events(bench));
    vectors.extend(reports(bench));
    vectors.extend(no_results(bench));
    vectors
}

/// When the plan's statements are issued, milliseconds after the offer.
const ACCEPTED: i64 = 2 * SECOND;
const REQUESTED: i64 = 3 * SECOND;
const PREPARED: i64 = 15 * SECOND;
const COMMITTED: i64 = 16 * SECOND;
const DONE: i64 = 20 * SECOND;

/// A bundle, and its twin in which one thing is otherwise: that breaks the rule of a party at a member.
struct Pair<'a> {
    bench: Bench<'a>,
    rule: &'a str,
}

impl Pair<'_> {
    fn of_requester(&self, names: [&str; 2], member: &str, shows: [Show<'_>; 2]) -> [Vector; 2] {
        let [good, bad] = names;
        let finding = self.bench.requester(member, self.rule);
        [
            self.bench.clean(good, &[self.rule], &shows[0]),
            self.bench.found(bad, &shows[1], &[finding]),
        ]
    }

    fn of_provider(&self, names: [&str; 2], member: &str, shows: [Show<'_>; 2]) -> [Vector; 2] {
        let [good, bad] = names;
        let finding = self.bench.provider(member, self.rule);
        [
            self.bench.clean(good, &[self.rule], &shows[0]),
            self.bench.found(bad, &shows[1], &[finding]),
        ]
    }
}

fn bare(bench: Bench<'_>) -> Plan<'_> {
    Plan::bare(bench.world).acknowledged()
}

fn committed(bench: Bench<'_>) -> Plan<'_> {
    Plan::bare(bench.world).committed().acknowledged()
}

/// The quote's deadline, milliseconds after the offer.
fn due(plan: Plan<'_>, after: i64) -> Plan<'_> {
    let at = plan.begins() + after;
    plan.quote(move |it| terms(it).deadline_ms = at)
}

fn quotes(bench: Bench<'_>) -> Vec<Vector> {
    let pair = |rule| Pair { bench, rule };
    let begins = begins(bench.world);
    let priced = |amount: i64| {
        Show::of(&bare(bench).quote(move |it| {
            let price = terms(it).price.get_or_insert_default();
            price.amount_micros = price.amount_micros.saturating_add_signed(amount);
        }))
    };
    let offer_ends = |after: i64| Show::of(&bare(bench).offer(move |it| it.header().expires_at_ms = begins + after));
    [
        pair("CTR-6").of_provider(["quote-cheaper", "quote-dearer"], "quote", [priced(-1), priced(1)]),
        pair("REC-2").of_provider(
            ["quote-in-the-last-millisecond", "quote-as-the-offer-lapses"],
            "quote",
            [offer_ends(SECOND + 1), offer_ends(SECOND)],
        ),
    ]
    .concat()
}

fn acceptances(bench: Bench<'_>) -> Vec<Vector> {
    let pair = |rule| Pair { bench, rule };
    let begins = begins(bench.world);
    // The request comes within the quote's life too.
    let quote_ends = |after: i64| {
        Show::of(
            &bare(bench)
                .quote(move |it| it.header().expires_at_ms = begins + after)
                .request(move |it| it.header().issued_at_ms = begins + ACCEPTED - 1),
        )
    };
    let due = |after: i64| {
        Show::of(
            &due(bare(bench), after)
                .request(move |it| it.header().issued_at_ms = begins + after)
                .result(move |it| it.header().issued_at_ms = begins + after),
        )
    };
    [
        pair("REC-2").of_requester(
            ["acceptance-in-the-last-millisecond", "acceptance-as-the-quote-lapses"],
            "acceptance",
            [quote_ends(ACCEPTED + 1), quote_ends(ACCEPTED)],
        ),
        pair("REC-3").of_requester(
            ["acceptance-at-the-deadline", "acceptance-after-the-deadline"],
            "acceptance",
            [due(ACCEPTED), due(ACCEPTED - 1)],
        ),
    ]
    .concat()
}

fn requests(bench: Bench<'_>) -> Vec<Vector> {
    let pair = |rule| Pair { bench, rule };
    let begins = begins(bench.world);
    let quote_ends =
        |after: i64| Show::of(&bare(bench).quote(move |it| it.header().expires_at_ms = begins + REQUESTED + after));
    let acceptance_ends = |after: i64| {
        Show::of(&bare(bench).acceptance(move |it| it.header().expires_at_ms = begins + REQUESTED + after))
    };
    let due =
        |after: i64| Show::of(&due(bare(bench), after).result(move |it| it.header().issued_at_ms = begins + after));
    let digest = |bit: u8| Show::of(&bare(bench).acceptance(move |it| it.input_digest[9] ^= bit));
    let typed = |media_type: &'static str| {
        Show::of(&bare(bench).offer(move |it| media_type.clone_into(&mut it.input_media_type)))
    };
    let mut vectors = [
        pair("REC-2").of_requester(
            [
                "request-in-the-last-millisecond-of-the-quote",
                "request-as-the-quote-lapses",
            ],
            "request",
            [quote_ends(1), quote_ends(0)],
        ),
        pair("REC-2").of_requester(
            [
                "request-in-the-last-millisecond-of-the-acceptance",
                "request-as-the-acceptance-lapses",
            ],
            "request",
            [acceptance_ends(1), acceptance_ends(0)],
        ),
        pair("REC-3").of_requester(
            ["request-at-the-deadline", "request-after-the-deadline"],
            "request",
            [due(REQUESTED), due(REQUESTED - 1)],
        ),
    ]
    .concat();
    let wrong = [bench.requester("request", "CTR-8")];
    vectors.push(bench.found("request-with-another-input", &digest(1), &wrong));
    vectors.push(bench.found("request-with-another-type", &typed("text/html"), &wrong));
    vectors
}

/// What cannot be undone is prepared, and nothing else.
fn prepared(bench: Bench<'_>) -> Vec<Vector> {
    let pair = |rule| Pair { bench, rule };
    let begins = begins(bench.world);
    let with = |effect: SideEffect| {
        Show::of(
            &committed(bench)
                .offer(move |it| it.terms.get_or_insert_default().side_effect = effect.into())
                .quote(move |it| terms(it).side_effect = effect.into()),
        )
    };
    let due = |after: i64| {
        Show::of(
            &due(committed(bench), after)
                .commit(move |it| it.header().issued_at_ms = begins + after)
                .result(move |it| it.header().issued_at_ms = begins + after),
        )
    };
    let needless = [bench.provider("prepared", "CTR-19")];
    let mut vectors = pair("REC-3")
        .of_provider(
            ["prepared-at-the-deadline", "prepared-after-the-deadline"],
            "prepared",
            [due(PREPARED), due(PREPARED - 1)],
        )
        .to_vec();
    vectors.push(bench.found("prepared-without-effect", &with(SideEffect::None), &needless));
    vectors.push(bench.found("prepared-what-can-be-undone", &with(SideEffect::Reversible), &needless));
    vectors
}

fn commits(bench: Bench<'_>) -> Vec<Vector> {
    let pair = |rule| Pair { bench, rule };
    let begins = begins(bench.world);
    let ends = |after: i64| committed(bench).prepared(move |it| it.header().expires_at_ms = begins + COMMITTED + after);
    let late = committed(bench).commit(move |it| {
        it.header().issued_at_ms = begins + 2 * HOUR;
        it.header().expires_at_ms = begins + 3 * HOUR;
    });
    let late = late.result(move |it| it.header().issued_at_ms = begins + 2 * HOUR);
    let late = late.ack(move |it| it.header().issued_at_ms = begins + 2 * HOUR);
    let due = |after: i64| {
        Show::of(&due(committed(bench), after).result(move |it| it.header().issued_at_ms = begins + after))
    };
    let mut vectors = [
        pair("REC-2").of_requester(
            [
                "commit-in-the-last-millisecond",
                "commit-as-the-prepared-statement-lapses",
            ],
            "commit",
            [Show::of(&ends(1)), Show::of(&ends(0))],
        ),
        pair("REC-3").of_requester(
            ["commit-at-the-deadline", "commit-after-the-deadline"],
            "commit",
            [due(COMMITTED), due(COMMITTED - 1)],
        ),
    ]
    .concat();
    vectors.push(bench.found(
        "commit-hours-after-the-prepared-statement-lapsed",
        &Show::of(&late),
        &[bench.requester("commit", "REC-2")],
    ));
    // Whether what is not there had lapsed, nobody can tell.
    let unprepared = Show::of(&late).with(|it| it.prepared = None).undelivered();
    vectors.push(bench.open(
        "commit-hours-later-without-the-prepared-statement",
        &unprepared,
        &["not-delivered"],
    ));
    vectors
}

fn results(bench: Bench<'_>) -> Vec<Vector> {
    let pair = |rule| Pair { bench, rule };
    let traced = |events: u64| Show::of(&bare(bench).asking(&["trace"]).traced(events, &[]));
    let typed = |media_type: &'static str| {
        let output = move |it: &mut v1::TaskResult| {
            media_type.clone_into(&mut it.output.get_or_insert_default().media_type);
        };
        Show::of(&bare(bench).result(output))
    };
    let due = |after: i64| Show::of(&due(bare(bench), after));
    let unnamed = |status: v1::TaskStatus| {
        Show::of(&committed(bench).result(move |it| {
            it.commit.clear();
            it.status = status.into();
            if !matches!(status, Completed | Partial) {
                it.output = None;
            }
        }))
    };
    let acted = |status, name: &str, reasons: &[&str]| {
        let missing = [bench.provider("result", "CTR-18")];
        bench.judged(name, &[], &unnamed(status), &missing, reasons)
    };
    let never = unnamed(Completed).with(|it| {
        it.prepared = None;
        it.commit = None;
    });
    let mut vectors = [
        pair("CTR-13").of_provider(
            ["result-with-the-trace-agreed-on", "result-without-the-trace-agreed-on"],
            "result",
            [traced(2), traced(0)],
        ),
        pair("CTR-16").of_provider(
            ["result-of-the-type-agreed-on", "result-of-another-type"],
            "result",
            [typed("text/plain"), typed("text/html")],
        ),
        pair("REC-3").of_provider(
            ["result-at-the-deadline", "result-after-the-deadline"],
            "result",
            [due(DONE), due(DONE - 1)],
        ),
    ]
    .concat();
    vectors.extend([
        acted(Completed, "completed-without-the-commit", &[]),
        acted(Partial, "partial-without-the-commit", &[]),
        acted(Indeterminate, "indeterminate-without-the-commit", &["effect-unknown"]),
        bench.clean("failed-without-the-commit", &["CTR-18"], &unnamed(Failed)),
        bench.clean("cancelled-without-the-commit", &["CTR-18"], &unnamed(Cancelled)),
        bench.found(
            "completed-without-any-commit",
            &never,
            &[bench.provider("result", "CTR-18")],
        ),
    ]);
    vectors
}

/// CTR-17, of each: at the earliest, and a millisecond before.
fn before_what_they_name(bench: Bench<'_>) -> Vec<Vector> {
    let pair = Pair { bench, rule: "CTR-17" };
    let begins = begins(bench.world);
    let early = begins - ONE_SHOT_SKEW;
    type At<'w> = (&'static str, i64, Box<dyn Fn(i64) -> Show<'w> + 'w>);
    let of_provider: [At<'_>; 4] = [
        (
            "quote",
            early,
            Box::new(move |at| Show::of(&bare(bench).quote(move |it| it.header().issued_at_ms = at))),
        ),
        (
            "prepared",
            early + REQUESTED,
            Box::new(move |at| Show::of(&committed(bench).prepared(move |it| it.header().issued_at_ms = at))),
        ),
        (
            "result",
            early + REQUESTED,
            Box::new(move |at| Show::of(&bare(bench).result(move |it| it.header().issued_at_ms = at))),
        ),
        (
            "result-of-a-commit",
            early + COMMITTED,
            Box::new(move |at| Show::of(&committed(bench).result(move |it| it.header().issued_at_ms = at))),
        ),
    ];
    let of_requester: [At<'_>; 5] = [
        (
            "acceptance",
            early + SECOND,
            Box::new(move |at| Show::of(&bare(bench).acceptance(move |it| it.header().issued_at_ms = at))),
        ),
        (
            "request",
            early + ACCEPTED,
            Box::new(move |at| Show::of(&bare(bench).request(move |it| it.header().issued_at_ms = at))),
        ),
        (
            "commit",
            early + PREPARED,
            Box::new(move |at| Show::of(&committed(bench).commit(move |it| it.header().issued_at_ms = at))),
        ),
        (
            "cancel",
            early + ACCEPTED,
            Box::new(move |at| bench.good().cancelled(move |it| it.header().issued_at_ms = at)),
        ),
        (
            "ack",
            early + DONE,
            Box::new(move |at| Show::of(&bare(bench).ack(move |it| it.header().issued_at_ms = at))),
        ),
    ];
    let member = |name: &'static str| name.split('-').next().unwrap_or(name);
    let mut vectors = Vec::new();
    for (name, earliest, at) in of_provider {
        let names = [format!("{name}-at-the-earliest"), format!("{name}-too-early")];
        let names = [names[0].as_str(), names[1].as_str()];
        vectors.extend(pair.of_provider(names, member(name), [at(earliest), at(earliest - 1)]));
    }
    for (name, earliest, at) in of_requester {
        let names = [format!("{name}-at-the-earliest"), format!("{name}-too-early")];
        let names = [names[0].as_str(), names[1].as_str()];
        vectors.extend(pair.of_requester(names, name, [at(earliest), at(earliest - 1)]));
    }
    // Without what is named, nobody can tell.
    let result = bare(bench).result(move |it| it.header().issued_at_ms = early + REQUESTED - 1);
    let ack = bare(bench).ack(move |it| it.header().issued_at_ms = early + DONE - 1);
    vectors.extend([
        bench.open(
            "result-too-early-for-a-request-that-is-not-there",
            &Show::of(&result).with(|it| it.request = None),
            &["not-requested"],
        ),
        bench.open(
            "ack-too-early-for-a-result-that-is-not-there",
            &Show::of(&ack).with(|it| it.result = None),
            &["not-delivered"],
        ),
    ]);
    vectors
}

fn events(bench: Bench<'_>) -> Vec<Vector> {
    let begins = begins(bench.world);
    let at = |after: i64| bench.good().event(move |it| it.header().issued_at_ms = begins + after);
    let found = |name: &str, show: &Show<'_>, index: u32, rule: &str| {
        bench.found(name, show, &[of(&bench.world.alice, "events", index, rule)])
    };
    let earliest = ACCEPTED - ONE_SHOT_SKEW;
    let second = bench
        .good()
        .event(|_| ())
        .event(move |it| it.header().issued_at_ms = begins + DAY + 1);
    vec![
        bench.clean("event-at-the-earliest", &["CTR-17"], &at(earliest)),
        found("event-too-early", &at(earliest - 1), 0, "CTR-17"),
        bench.clean("event-at-the-deadline", &["REC-3"], &at(DAY)),
        found("event-after-the-deadline", &at(DAY + 1), 0, "REC-3"),
        found("second-event-after-the-deadline", &second, 1, "REC-3"),
    ]
}

fn reports(bench: Bench<'_>) -> Vec<Vector> {
    let begins = begins(bench.world);
    let (alice, bob) = (&bench.world.alice, &bench.world.bob);
    let at = |after: i64| {
        bench
            .good()
            .reported(Outcome::Good, move |it| it.header().issued_at_ms = begins + after)
    };
    let answer = |after: i64| {
        bench
            .good()
            .reported(Outcome::Good, |_| ())
            .answered(Outcome::Good, move |it| it.header().issued_at_ms = begins + after)
    };
    let earliest = DONE - ONE_SHOT_SKEW;
    vec![
        bench.clean("report-at-the-earliest", &["CTR-17"], &at(earliest)),
        bench.found(
            "report-too-early",
            &at(earliest - 1),
            &[of(bob, "reports", 0, "CTR-17")],
        ),
        bench.clean("answer-at-the-earliest", &["CTR-17"], &answer(earliest)),
        bench.found(
            "answer-too-early",
            &answer(earliest - 1),
            &[of(alice, "reports", 1, "CTR-17")],
        ),
    ]
}

/// CTR-15 and CTR-20.
fn no_results<'a>(bench: Bench<'a>) -> Vec<Vector> {
    let begins = begins(bench.world);
    let (alice, bob) = (&bench.world.alice, &bench.world.bob);
    let begun = || bench.good().undelivered();
    let none = |show: Show<'a>, after: i64| {
        show.reported(Outcome::NoResult, move |it| it.header().issued_at_ms = begins + after)
    };
    let denied = |show: Show<'a>, after: i64| {
        show.answered(Outcome::NoResult, move |it| it.header().issued_at_ms = begins + after)
    };
    let late = DAY + 10 * SECOND;
    let acknowledged =
        Show::of(&Plan::bare(bench.world)).acknowledged(move |it| it.header().issued_at_ms = begins + late);
    let by = |party, rule| of(party, "reports", 0, rule);
    vec![
        bench.open(
            "no-result-after-the-deadline",
            &none(begun(), DAY + 1),
            &["not-delivered"],
        ),
        bench.judged(
            "no-result-at-the-deadline",
            &[],
            &none(begun(), DAY),
            &[by(bob, "CTR-15")],
            &["not-delivered"],
        ),
        bench.judged(
            "no-result-by-the-provider",
            &[],
            &denied(begun(), DAY + 1),
            &[by(alice, "CTR-15")],
            &["not-delivered"],
        ),
        bench.judged(
            "no-result-before-the-ack",
            &["CTR-20"],
            &none(acknowledged.clone(), late - 1),
            &[],
            &["delivery-disputed"],
        ),
        bench.found(
            "no-result-with-the-ack",
            &none(acknowledged.clone(), late),
            &[by(bob, "CTR-20")],
        ),
        bench.found(
            "no-result-a-day-after-the-ack",
            &none(acknowledged.clone(), late + DAY),
            &[by(bob, "CTR-20")],
        ),
        // Without its result the ack says it as well.
        bench.judged(
            "no-result-after-an-ack-without-its-result",
            &[],
            &none(acknowledged.clone().with(|it| it.result = None), late),
            &[by(bob, "CTR-20")],
            &["not-delivered"],
        ),
        bench.found(
            "no-result-before-the-deadline-and-after-the-ack",
            &none(bench.good(), 30 * SECOND),
            &[by(bob, "CTR-15"), by(bob, "CTR-20")],
        ),
        // It is not the provider's to say, and not for it to know that there is an ack.
        bench.found(
            "no-result-by-the-provider-after-the-ack",
            &denied(acknowledged.clone(), late),
            &[by(alice, "CTR-15")],
        ),
    ]
}
