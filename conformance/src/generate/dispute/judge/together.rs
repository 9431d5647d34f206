//! Several findings at once: each rule by itself, of both parties, by field number, then position, then rule.

use casp_wire::v1::SignerClass::HostProxy;
use casp_wire::v1::{self, Outcome, SideEffect, TaskStatus};

use super::{Bench, of, terms};
use crate::generate::dispute::probe::{Probe, exact};
use crate::generate::dispute::show::Show;
use crate::generate::engagement::content_digest;
use crate::generate::evidence::package::plan::{Plan, begins};
use crate::generate::forge::Payload as _;
use crate::generate::world::{DAY, HOUR, MINUTE, ONE_SHOT_SKEW, SECOND};
use crate::vector::Vector;

pub(super) fn vectors(bench: Bench<'_>) -> Vec<Vector> {
    let mut vectors = of_one_member(bench);
    vectors.extend(of_a_verdict(bench));
    vectors.extend(of_both(bench));
    vectors.extend(of_a_list(bench));
    vectors
}

/// When all the plans make their offers.
fn early(bench: Bench<'_>) -> i64 {
    begins(bench.world) - 2 * ONE_SHOT_SKEW
}

fn of_one_member(bench: Bench<'_>) -> Vec<Vector> {
    let begins = begins(bench.world);
    let early = early(bench);
    let bare = || Plan::bare(bench.world).acknowledged();
    let provider = |member: &str, rules: &[&str]| {
        rules
            .iter()
            .map(|rule| bench.provider(member, rule))
            .collect::<Vec<_>>()
    };
    let requester = |member: &str, rules: &[&str]| {
        rules
            .iter()
            .map(|rule| bench.requester(member, rule))
            .collect::<Vec<_>>()
    };
    let dear = |quote: &mut v1::Quote| terms(quote).price.get_or_insert_default().amount_micros += 1;
    let quote = bare()
        .quote(dear)
        .offer(move |it| it.header().expires_at_ms = begins + SECOND);
    let early_quote = bare().quote(move |it| {
        dear(it);
        it.header().issued_at_ms = early;
    });
    // Quote and deadline are over when the acceptance comes.
    let acceptance = bare()
        .quote(move |it| {
            it.header().expires_at_ms = begins + 2 * SECOND;
            terms(it).deadline_ms = begins + 2 * SECOND - 1;
        })
        .request(move |it| it.header().issued_at_ms = begins + 2 * SECOND - 1)
        .result(move |it| it.header().issued_at_ms = begins + 2 * SECOND - 1);
    let request = bare()
        .acceptance(|it| it.input_digest[0] ^= 1)
        .quote(move |it| {
            it.header().expires_at_ms = begins + 3 * SECOND;
            terms(it).deadline_ms = begins + 3 * SECOND - 1;
        })
        .result(move |it| it.header().issued_at_ms = begins + 3 * SECOND - 1);
    let early_request = bare()
        .acceptance(|it| it.input_digest[0] ^= 1)
        .request(move |it| it.header().issued_at_ms = early);
    let prepared = Plan::bare(bench.world)
        .committed()
        .acknowledged()
        .offer(|it| it.terms.get_or_insert_default().side_effect = SideEffect::None.into())
        .quote(move |it| {
            terms(it).side_effect = SideEffect::None.into();
            terms(it).deadline_ms = begins + 15 * SECOND - 1;
        })
        .commit(move |it| it.header().issued_at_ms = begins + 15 * SECOND - 1)
        .result(move |it| it.header().issued_at_ms = begins + 15 * SECOND - 1);
    let commit = Plan::bare(bench.world)
        .committed()
        .acknowledged()
        .prepared(move |it| it.header().expires_at_ms = begins + 16 * SECOND)
        .quote(move |it| terms(it).deadline_ms = begins + 16 * SECOND - 1)
        .result(move |it| it.header().issued_at_ms = begins + 16 * SECOND - 1);
    // No trace, of another type, before its request, without its commit.
    let result = |at: i64| {
        Plan::bare(bench.world)
            .committed()
            .acknowledged()
            .asking(&["trace"])
            .result(move |it| {
                it.commit.clear();
                it.output.get_or_insert_default().media_type = "text/html".to_owned();
                it.header().issued_at_ms = at;
            })
    };
    let no_result = bench
        .good()
        .reported(Outcome::NoResult, move |it| it.header().issued_at_ms = early);
    vec![
        bench.found("quote", &Show::of(&quote), &provider("quote", &["CTR-6", "REC-2"])),
        bench.found(
            "early-quote",
            &Show::of(&early_quote),
            &provider("quote", &["CTR-6", "CTR-17"]),
        ),
        bench.found(
            "acceptance",
            &Show::of(&acceptance),
            &requester("acceptance", &["REC-2", "REC-3"]),
        ),
        bench.found(
            "request",
            &Show::of(&request),
            &requester("request", &["CTR-8", "REC-2", "REC-3"]),
        ),
        bench.found(
            "early-request",
            &Show::of(&early_request),
            &requester("request", &["CTR-8", "CTR-17"]),
        ),
        bench.found(
            "prepared",
            &Show::of(&prepared),
            &provider("prepared", &["CTR-19", "REC-3"]),
        ),
        bench.found("commit", &Show::of(&commit), &requester("commit", &["REC-2", "REC-3"])),
        bench.found(
            "early-result",
            &Show::of(&result(early)),
            &provider("result", &["CTR-13", "CTR-16", "CTR-17", "CTR-18"]),
        ),
        bench.found(
            "late-result",
            &Show::of(&result(begins + DAY + 1)).acknowledged(|it| it.header().issued_at_ms = begins + DAY + 2),
            &provider("result", &["CTR-13", "CTR-16", "CTR-18", "REC-3"]),
        ),
        bench.judged(
            "early-report",
            &[],
            &no_result,
            &requester("reports", &["CTR-15", "CTR-17"]),
            &["delivery-disputed"],
        ),
    ]
}

/// CAN-2 to CAN-9, in that order.
fn of_a_verdict(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let begins = begins(world);
    let found = |rules: &[&str]| {
        rules
            .iter()
            .map(|rule| bench.requester("verdict", rule))
            .collect::<Vec<_>>()
    };
    let spoilt = Probe::generated(world, true).canary(|it| {
        it.provider = world.carol.multikey();
        it.input_digest = content_digest(b"another input");
        it.oracle = Some(exact(content_digest(b"another answer")));
    });
    let plan = || {
        spoilt
            .plan(world)
            .committed()
            .acknowledged()
            .acceptance(|it| it.blind[0] ^= 1)
    };
    let all = |plan: &Plan<'_>| {
        spoilt
            .judged(plan, |it| it.header().issued_at_ms = begins + SECOND)
            .bundle
    };
    let show = |bundle| Show { world, bundle };
    let failed = plan().result(|it| {
        it.status = TaskStatus::Failed.into();
        it.output = None;
    });
    let rules = ["CAN-2", "CAN-3", "CAN-4", "CAN-5", "CAN-6", "CAN-7"];
    vec![
        bench.found(
            "verdict",
            &show(all(&plan())),
            &found(&[&rules[..], &["CAN-8"]].concat()),
        ),
        bench.found(
            "verdict-on-a-failure",
            &show(all(&failed)),
            &found(&[&rules[..], &["CAN-9"]].concat()),
        ),
        bench.judged(
            "verdict-without-its-result",
            &[],
            &show(all(&plan())).undelivered(),
            &found(&["CAN-2", "CAN-3", "CAN-4", "CAN-5", "CAN-7"]),
            &["not-delivered"],
        ),
    ]
}

/// Neither party has a claim to be the other's judge.
fn of_both(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let begins = begins(world);
    let bare = || Plan::bare(world).acknowledged();
    let (alice, bob) = (&world.alice, &world.bob);
    let quarrel = bare()
        .acceptance(|it| it.input_digest[0] ^= 1)
        .result(|it| it.output.get_or_insert_default().media_type = "text/html".to_owned());
    // From the quote to the reports.
    let course = Plan::bare(world)
        .committed()
        .acknowledged()
        .witnessed(&[HostProxy])
        .traced(2, &[2])
        .quote(|it| terms(it).price.get_or_insert_default().amount_micros += 1)
        .acceptance(|it| it.input_digest[0] ^= 1)
        .prepared(move |it| it.header().expires_at_ms = begins + 16 * SECOND)
        .result(|it| it.output.get_or_insert_default().media_type = "text/html".to_owned())
        .receipt(0, move |it| it.started_at_ms = begins - HOUR)
        .checkpoint(0, move |it| it.header().issued_at_ms = begins - HOUR)
        .ack(move |it| it.header().issued_at_ms = begins - MINUTE);
    let course = Show::of(&course)
        .cancelled(|it| it.header().issued_at_ms = begins - MINUTE)
        .event(|it| it.header().issued_at_ms = begins - MINUTE)
        .reported(Outcome::Good, |it| it.header().issued_at_ms = begins - MINUTE)
        .answered(Outcome::NoResult, |_| ());
    let again = |party, shown: &Show<'_>| {
        let mut report = shown.said_by(party, Outcome::Bad);
        report.header().issued_at_ms += 5;
        shown.signed(&report)
    };
    let said_twice = bench
        .good()
        .reported(Outcome::Good, |_| ())
        .answered(Outcome::Good, |_| ());
    let mut seconds = vec![(alice, again(alice, &said_twice)), (bob, again(bob, &said_twice))];
    seconds.sort_by_key(|(_, statement)| statement.object_id());
    let both: Vec<_> = (0..)
        .zip(&seconds)
        .map(|(index, (party, _))| of(party, "seconds", index, "CTR-5"))
        .collect();
    let seconds: Vec<_> = seconds.into_iter().map(|(_, statement)| statement).collect();
    vec![
        bench.found(
            "request-and-result",
            &Show::of(&quarrel),
            &[bench.requester("request", "CTR-8"), bench.provider("result", "CTR-16")],
        ),
        bench.judged(
            "from-quote-to-checkpoint",
            &[],
            &course,
            &[
                bench.provider("quote", "CTR-6"),
                bench.requester("request", "CTR-8"),
                bench.requester("commit", "REC-2"),
                bench.requester("cancel", "CTR-17"),
                bench.provider("result", "CTR-16"),
                bench.requester("ack", "CTR-17"),
                bench.provider("events", "CTR-17"),
                bench.requester("reports", "CTR-17"),
                of(alice, "reports", 1, "CTR-15"),
                bench.provider("receipts", "PKG-2"),
                bench.provider("checkpoints", "PKG-2"),
            ],
            &[],
        ),
        bench.found("reports-of-both-said-twice", &said_twice.again(&seconds), &both),
    ]
}

/// By position.
fn of_a_list(bench: Bench<'_>) -> Vec<Vector> {
    let world = bench.world;
    let begins = begins(world);
    let alice = &world.alice;
    let events = bench
        .good()
        .event(move |it| it.header().issued_at_ms = begins + DAY + 1)
        .event(|_| ())
        .event(move |it| it.header().issued_at_ms = begins - MINUTE);
    let receipts = Plan::bare(world)
        .acknowledged()
        .witnessed(&[HostProxy, HostProxy, HostProxy])
        .receipt(0, move |it| it.started_at_ms = begins - HOUR)
        .receipt(2, move |it| it.started_at_ms = begins - HOUR)
        .result(|it| it.receipts.clear());
    let at = |member: &str, index: u32, rule: &str| of(alice, member, index, rule);
    vec![
        bench.found(
            "events",
            &events,
            &[at("events", 0, "REC-3"), at("events", 2, "CTR-17")],
        ),
        bench.found(
            "receipts",
            &Show::of(&receipts),
            &[
                at("receipts", 0, "RCP-6"),
                at("receipts", 0, "PKG-2"),
                at("receipts", 1, "RCP-6"),
                at("receipts", 2, "RCP-6"),
                at("receipts", 2, "PKG-2"),
            ],
        ),
    ]
}
