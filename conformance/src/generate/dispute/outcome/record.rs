//! The statements of a record, each by itself and between them (SPEC.md section 15.3).

use casp_wire::v1::{self, Outcome, SideEffect, TaskStatus};

use super::{Bench, COMMITTED, GOOD, NO_RESULT};
use crate::generate::dispute::show::{Show, alter, altered};
use crate::generate::evidence::package::plan::{Plan, begins};
use crate::generate::forge::Payload as _;
use crate::generate::world::{DAY, ONE_SHOT_SKEW, SECOND};
use crate::vector::Vector;

pub(super) fn vectors(bench: Bench<'_>) -> Vec<Vector> {
    let mut vectors = invalid(bench);
    vectors.extend(parties(bench));
    vectors.extend(names(bench));
    vectors.extend(deliveries(bench));
    vectors.extend(commits(bench));
    vectors.extend(times(bench));
    vectors.extend(reports(bench));
    vectors
}

fn good<'w>(plan: &Plan<'w>) -> Show<'w> {
    Show::of(plan).reported(Outcome::Good, |_| ())
}

/// REC-1.
fn invalid(bench: Bench<'_>) -> Vec<Vector> {
    let committed = good(&bench.bare().committed());
    let bad = |fault: &str, field: &str, edit: fn(&mut v1::DisputeBundle)| {
        bench.refused("REC-1", fault, field, COMMITTED, &committed.clone().with(edit))
    };
    vec![
        bad("offer-altered", "offer", |it| altered(&mut it.offer)),
        bad("quote-altered", "quote", |it| altered(&mut it.quote)),
        bad("acceptance-altered", "acceptance", |it| altered(&mut it.acceptance)),
        bad("request-altered", "request", |it| altered(&mut it.request)),
        bad("prepared-altered", "prepared", |it| altered(&mut it.prepared)),
        bad("commit-altered", "commit", |it| altered(&mut it.commit)),
        bad("result-altered", "result", |it| altered(&mut it.result)),
        bad("report-altered", "report", |it| alter(&mut it.reports[0])),
        bad("prepared-in-the-place-of-the-commit", "commit", |it| {
            it.commit.clone_from(&it.prepared)
        }),
        bad("result-in-the-place-of-the-report", "report", |it| {
            it.reports = it.result.clone().into_iter().collect();
        }),
    ]
}

/// CTR-4.
fn parties(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let (alice, carol) = (&world.alice, &world.carol);
    let of = |fault: &str, field: &str, plan: Plan<'_>| bench.refused("CTR-4", fault, field, GOOD, &good(&plan));
    let committed = |fault: &str, field: &str, plan: Plan<'_>| {
        bench.refused("CTR-4", fault, field, COMMITTED, &good(&plan.committed()))
    };
    let report = |fault: &str, edit: &dyn Fn(&mut v1::OutcomeReport)| {
        let show = Show::of(&bench.bare()).reported(Outcome::Good, |it| edit(it));
        bench.refused("CTR-4", fault, "report", GOOD, &show)
    };
    vec![
        of("quote-by-another", "quote", bench.bare().issued_by("quote", 0, carol)),
        of(
            "request-to-another",
            "request",
            bench.bare().request(|it| it.header().audience = carol.multikey()),
        ),
        of(
            "result-by-another",
            "result",
            bench.bare().issued_by("result", 0, carol),
        ),
        committed(
            "prepared-by-another",
            "prepared",
            bench.bare().issued_by("prepared", 0, carol),
        ),
        committed(
            "commit-to-another",
            "commit",
            bench.bare().commit(|it| it.header().audience = carol.multikey()),
        ),
        report("report-by-another", &|it| it.header().issuer = carol.multikey()),
        report("report-on-another", &|it| it.subject = carol.multikey()),
        report("report-by-another-on-the-requester", &|it| {
            it.header().issuer = carol.multikey();
            it.subject = world.bob.multikey();
        }),
        report("report-by-the-provider-on-another", &|it| {
            it.header().issuer = alice.multikey();
            it.subject = carol.multikey();
        }),
    ]
}

/// CTR-9.
fn names(bench: Bench<'_>) -> Vec<Vector> {
    let other = &bench.world.draw("another statement").bytes(32);
    let of = |fault: &str, field: &str, plan: Plan<'_>| bench.refused("CTR-9", fault, field, GOOD, &good(&plan));
    let committed = |fault: &str, field: &str, plan: Plan<'_>| {
        bench.refused("CTR-9", fault, field, COMMITTED, &good(&plan.committed()))
    };
    let report = |fault: &str, edit: &dyn Fn(&mut v1::OutcomeReport)| {
        let show = Show::of(&bench.bare()).reported(Outcome::Good, |it| edit(it));
        bench.refused("CTR-9", fault, "report", GOOD, &show)
    };
    let begins = begins(bench.world);
    let missed = Show::of(&bench.bare()).undelivered().reported(Outcome::NoResult, |it| {
        it.header().issued_at_ms = begins + DAY + 1;
        it.contract.clone_from(other);
    });
    let bare = || bench.bare();
    vec![
        of(
            "quote-of-another-offer",
            "quote",
            bare().quote(|it| it.offer.clone_from(other)),
        ),
        of(
            "acceptance-of-another-quote",
            "acceptance",
            bare().acceptance(|it| it.quote.clone_from(other)),
        ),
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
            "result-of-another-request",
            "result",
            bare().result(|it| it.request.clone_from(other)),
        ),
        committed(
            "prepared-of-another-contract",
            "prepared",
            bare().prepared(|it| it.contract.clone_from(other)),
        ),
        committed(
            "prepared-of-another-request",
            "prepared",
            bare().prepared(|it| it.request.clone_from(other)),
        ),
        committed(
            "commit-of-another-contract",
            "commit",
            bare().commit(|it| it.contract.clone_from(other)),
        ),
        committed(
            "commit-of-another-prepared-statement",
            "commit",
            bare().commit(|it| it.prepared.clone_from(other)),
        ),
        committed(
            "result-of-another-commit",
            "result",
            bare().result(|it| it.commit.clone_from(other)),
        ),
        report("report-of-another-contract", &|it| it.contract.clone_from(other)),
        report("report-of-another-result", &|it| it.result.clone_from(other)),
        bench.refused("CTR-9", "no-result-of-another-contract", "report", NO_RESULT, &missed),
    ]
}

/// CTR-6, CTR-8, CTR-13, CTR-16.
fn deliveries(bench: Bench<'_>) -> Vec<Vector> {
    let bare = || bench.bare();
    let of =
        |rule: &str, fault: &str, field: &str, plan: Plan<'_>| bench.refused(rule, fault, field, GOOD, &good(&plan));
    vec![
        of(
            "CTR-6",
            "quote-dearer",
            "quote",
            bare().quote(|it| terms(it).price.get_or_insert_default().amount_micros += 1),
        ),
        of(
            "CTR-8",
            "input-of-another-digest",
            "request",
            bare().acceptance(|it| it.input_digest[0] ^= 1),
        ),
        of("CTR-13", "trace-missing", "result", bare().asking(&["trace"])),
        of(
            "CTR-16",
            "output-of-another-type",
            "result",
            bare().result(|it| it.output.get_or_insert_default().media_type = "text/html".to_owned()),
        ),
    ]
}

fn terms(quote: &mut v1::Quote) -> &mut v1::Terms {
    quote.terms.get_or_insert_default()
}

/// CTR-18 and CTR-19.
fn commits(bench: Bench<'_>) -> Vec<Vector> {
    let uncommitted = |status: TaskStatus| {
        let plan = bench.bare().committed().result(move |it| {
            it.commit.clear();
            it.status = status.into();
            if status == TaskStatus::Indeterminate {
                it.output = None;
            }
        });
        good(&plan).with(|it| {
            it.prepared = None;
            it.commit = None;
        })
    };
    let with = |effect: SideEffect| {
        good(
            &bench
                .bare()
                .committed()
                .offer(move |it| it.terms.get_or_insert_default().side_effect = effect.into())
                .quote(move |it| terms(it).side_effect = effect.into()),
        )
    };
    let bad =
        |rule: &str, fault: &str, field: &str, show: &Show<'_>| bench.refused(rule, fault, field, COMMITTED, show);
    vec![
        bad(
            "CTR-18",
            "completed-without-a-commit",
            "result",
            &uncommitted(TaskStatus::Completed),
        ),
        bad(
            "CTR-18",
            "partial-without-a-commit",
            "result",
            &uncommitted(TaskStatus::Partial),
        ),
        bad(
            "CTR-18",
            "indeterminate-without-a-commit",
            "result",
            &uncommitted(TaskStatus::Indeterminate),
        ),
        bad("CTR-19", "prepared-without-effect", "prepared", &with(SideEffect::None)),
        bad(
            "CTR-19",
            "prepared-what-can-be-undone",
            "prepared",
            &with(SideEffect::Reversible),
        ),
    ]
}

/// CTR-17, REC-2, REC-3.
fn times(bench: Bench<'_>) -> Vec<Vector> {
    let begins = begins(bench.world);
    let early = begins - ONE_SHOT_SKEW;
    let (bare, committed) = (|| bench.bare(), || bench.bare().committed());
    let mut vectors = Vec::new();
    let mut pair = |rule: &str, field: &str, names: [&str; 2], plans: [Plan<'_>; 2]| {
        let [name, fault] = names;
        vectors.push(bench.holds(name, &[rule], &good(&plans[0])));
        vectors.push(bench.refused(rule, fault, field, &bench.id(name), &good(&plans[1])));
    };
    let prepared_at = |after: i64| committed().prepared(move |it| it.header().issued_at_ms = early + after);
    pair(
        "CTR-17",
        "prepared",
        ["prepared-at-the-earliest", "prepared-too-early"],
        [prepared_at(3 * SECOND), prepared_at(3 * SECOND - 1)],
    );
    let commit_at = |after: i64| committed().commit(move |it| it.header().issued_at_ms = early + after);
    pair(
        "CTR-17",
        "commit",
        ["commit-at-the-earliest", "commit-too-early"],
        [commit_at(15 * SECOND), commit_at(15 * SECOND - 1)],
    );
    let result_at = |after: i64| committed().result(move |it| it.header().issued_at_ms = early + after);
    pair(
        "CTR-17",
        "result",
        ["result-of-a-commit-at-the-earliest", "result-of-a-commit-too-early"],
        [result_at(16 * SECOND), result_at(16 * SECOND - 1)],
    );
    let quote_ends = |after: i64| bare().quote(move |it| it.header().expires_at_ms = begins + 3 * SECOND + after);
    pair(
        "REC-2",
        "request",
        [
            "request-in-the-last-millisecond-of-the-quote",
            "request-as-the-quote-lapses",
        ],
        [quote_ends(1), quote_ends(0)],
    );
    let prepared_ends =
        |after: i64| committed().prepared(move |it| it.header().expires_at_ms = begins + 16 * SECOND + after);
    pair(
        "REC-2",
        "commit",
        [
            "commit-in-the-last-millisecond",
            "commit-as-the-prepared-statement-lapses",
        ],
        [prepared_ends(1), prepared_ends(0)],
    );
    let prepared_due = |after: i64| {
        committed()
            .quote(move |it| terms(it).deadline_ms = begins + after)
            .commit(move |it| it.header().issued_at_ms = begins + after)
            .result(move |it| it.header().issued_at_ms = begins + after)
    };
    pair(
        "REC-3",
        "prepared",
        ["prepared-at-the-deadline", "prepared-after-the-deadline"],
        [prepared_due(15 * SECOND), prepared_due(15 * SECOND - 1)],
    );
    let commit_due = |after: i64| {
        committed()
            .quote(move |it| terms(it).deadline_ms = begins + after)
            .result(move |it| it.header().issued_at_ms = begins + after)
    };
    pair(
        "REC-3",
        "commit",
        ["commit-at-the-deadline", "commit-after-the-deadline"],
        [commit_due(16 * SECOND), commit_due(16 * SECOND - 1)],
    );
    let result_due = |after: i64| committed().quote(move |it| terms(it).deadline_ms = begins + after);
    pair(
        "REC-3",
        "result",
        ["result-at-the-deadline", "result-after-the-deadline"],
        [result_due(20 * SECOND), result_due(20 * SECOND - 1)],
    );
    vectors
}

/// CTR-15, and CTR-17 of a report.
fn reports(bench: Bench<'_>) -> Vec<Vector> {
    let begins = begins(bench.world);
    let at = |after: i64| {
        Show::of(&bench.bare()).reported(Outcome::Good, move |it| it.header().issued_at_ms = begins + after)
    };
    let begun = || Show::of(&bench.bare()).undelivered();
    let missed = begun().reported(Outcome::NoResult, |it| it.header().issued_at_ms = begins + DAY);
    let denied = begun().answered(Outcome::NoResult, |it| it.header().issued_at_ms = begins + DAY + 1);
    let earliest = 20 * SECOND - ONE_SHOT_SKEW;
    let name = "report-at-the-earliest";
    vec![
        bench.holds(name, &["CTR-17"], &at(earliest)),
        bench.refused(
            "CTR-17",
            "report-too-early",
            "report",
            &bench.id(name),
            &at(earliest - 1),
        ),
        bench.refused("CTR-15", "no-result-at-the-deadline", "report", NO_RESULT, &missed),
        bench.refused("CTR-15", "no-result-by-the-provider", "report", NO_RESULT, &denied),
    ]
}
