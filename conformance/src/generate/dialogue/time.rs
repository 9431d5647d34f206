//! A millisecond too late, and what is left when the book has forgotten (SPEC.md section 15.2).

use casp_wire::v1::{TaskState, TaskStatus};

use super::lines::{DUE, LIFE, Talk};
use super::tale::Tale;
use crate::generate::forge::Kind::{Offer, TaskResult};
use crate::generate::world::{DAY, MINUTE, SECOND, World};

/// What may still arrive after its time, milliseconds.
const LATE: i64 = 30_000;

/// How long a contract is kept, milliseconds.
const KEPT: i64 = 86_430_000;

pub(super) fn tales(world: &World) -> Vec<Tale<'_>> {
    let mut tales = deadline(world);
    tales.extend(lives(world));
    tales.extend(forgotten(world));
    tales
}

fn tale<'a>(world: &'a World, name: &str, title: &str, rules: &[&'static str]) -> Tale<'a> {
    Tale::new(world, "time", name, title, rules)
}

fn deadline(world: &World) -> Vec<Tale<'_>> {
    let World { alice, bob, .. } = world;
    let talk = Talk::new(world);
    let opened = talk.opened();
    let contract = &opened.acceptance;
    let end = |at: i64| talk.result(at, opened.task(), TaskStatus::Completed, |_| ());
    let [in_time, late] = [DUE, DUE + 1].map(end);
    let event = |at: i64, seq: u64| talk.event(at, contract, seq, TaskState::Running);
    let [last_event, late_event] = [event(DUE, 1), event(DUE + 1, 2)];
    let cancel = talk.cancel(DUE + 1, LIFE, contract);
    let [early_report, report] = [DUE, DUE + 1].map(|at| talk.no_result(at, contract));
    let begun = tale(world, "", "", &[]).said(opened.all());
    vec![
        begun
            .also(
                "result-at-the-deadline",
                "A result of the deadline arrives in the last millisecond in which it is taken.",
                &["CTR-10"],
            )
            .lost(&in_time)
            .stands_for(DUE + LATE - 1, alice, contract, "pending")
            .arrives(DUE + LATE - 1, &in_time)
            .repeats(DUE + LATE - 1, contract, "delivered", &[], &[TaskResult])
            .repeats(DUE + LATE, contract, "delivered", &[], &[]),
        begun
            .also(
                "result-after-the-deadline",
                "A result of the millisecond after the deadline is taken by nobody, its provider not excepted.",
                &["CTR-10"],
            )
            .refused(DUE + 1, &late, &["CTR-10"])
            .stands(DUE + LATE - 1, contract, "pending")
            .stands(DUE + LATE, contract, "unanswered"),
        begun
            .also(
                "event-after-the-deadline",
                "An event of the deadline is taken, and one of the millisecond after is not.",
                &["CTR-10", "CTR-11"],
            )
            .said([&last_event])
            .refused(DUE + 1, &late_event, &["CTR-10"])
            .stands(DUE + 1, &last_event, "running"),
        begun
            .also(
                "cancel-after-the-deadline",
                "A cancel after the deadline is taken, and makes no difference half a minute later.",
                &["CTR-10", "CTR-12"],
            )
            .said([&cancel])
            .stands(DUE + LATE - 1, &cancel, "cancelled")
            .stands(DUE + LATE, &cancel, "unanswered"),
        begun
            .also(
                "no-result-at-the-deadline",
                "That there was no result can be reported from the millisecond after the deadline on.",
                &["CTR-15"],
            )
            .refused(DUE, &early_report, &["CTR-15"])
            .unknown(DUE, &early_report)
            .said([&report])
            .stands_for(DUE + 1, alice, &report, "pending")
            .stands_for(DUE + 1, bob, &report, "pending"),
    ]
}

/// A statement needs those before it alive.
fn lives(world: &World) -> Vec<Tale<'_>> {
    let World { alice, bob, .. } = world;
    let talk = Talk::new(world);
    let offer = talk.offer(0, MINUTE);
    let [last_quote, late_quote] = [MINUTE - 1, MINUTE].map(|at| talk.quote(at, LIFE, &offer));
    let long_offer = talk.offer(0, LIFE);
    let quote = talk.quote(SECOND, MINUTE, &long_offer);
    let ends = SECOND + MINUTE;
    let last = talk.acceptance(ends - 1, LIFE, &quote);
    let early = talk.acceptance(2 * SECOND, LIFE, &quote);
    let [last_request, late_request] = [ends - 1, ends].map(|at| talk.request(at, LIFE, &early));
    vec![
        tale(
            world,
            "quote-in-the-last-millisecond",
            "A quote of the offer's last millisecond is taken, for as long as the offer is known.",
            &["CTR-7"],
        )
        .said([&offer])
        .lost(&last_quote)
        .arrives(MINUTE + LATE - 1, &last_quote)
        .stands(MINUTE + LATE - 1, &last_quote, "quoted"),
        tale(
            world,
            "quote-of-a-lapsed-offer",
            "A quote of the millisecond in which its offer ends is not taken.",
            &["CTR-7"],
        )
        .said([&offer])
        .refused(MINUTE, &late_quote, &["CTR-7"])
        .repeats(MINUTE, &offer, "offered", &[], &[]),
        tale(
            world,
            "quote-of-a-forgotten-offer",
            "A quote that arrives when its offer is forgotten finds nothing, while its provider waits.",
            &["CTR-3"],
        )
        .said([&offer])
        .lost(&last_quote)
        .refused_there(MINUTE + LATE, &last_quote, &["CTR-3"])
        .unknown_to(MINUTE + LATE, alice, &offer)
        .stands_for(MINUTE + LATE, bob, &offer, "quoted"),
        tale(
            world,
            "acceptance-too-late",
            "An acceptance arrives when its quote has lapsed: a contract for one party, none for the other.",
            &["CTR-7"],
        )
        .said([&long_offer, &quote])
        .lost(&last)
        .stands_for(ends + LATE - 1, alice, &last, "accepted")
        .stands_for(ends + LATE, alice, &last, "lapsed")
        .refused_there(ends + LATE, &last, &["CTR-7"])
        .stands_for(ends + LATE, bob, &quote, "lapsed"),
        tale(
            world,
            "acceptance-just-in-time",
            "An acceptance of the quote's last millisecond is taken in the last in which it can be.",
            &["CTR-7"],
        )
        .in_the_book_of(bob)
        .said([&long_offer, &quote])
        .lost(&last)
        .arrives(ends + LATE - 1, &last)
        .stands(ends + LATE - 1, &last, "accepted")
        .stands(ends + LATE, &last, "lapsed"),
        tale(
            world,
            "request-in-the-last-millisecond",
            "A request of the quote's last millisecond keeps the contract from lapsing.",
            &["CTR-7"],
        )
        .said([&long_offer, &quote, &early])
        .lost(&last_request)
        .arrives(ends + LATE - 1, &last_request)
        .stands(ends + LATE, &last_request, "pending"),
        tale(
            world,
            "request-too-late",
            "A request of the millisecond in which its quote ends is not taken, and the contract lapses.",
            &["CTR-7"],
        )
        .said([&long_offer, &quote, &early])
        .refused(ends, &late_request, &["CTR-7"])
        .stands(ends, &early, "accepted")
        .stands(ends + LATE, &early, "lapsed"),
    ]
}

fn forgotten(world: &World) -> Vec<Tale<'_>> {
    let talk = Talk::new(world);
    let offer = talk.offer(0, MINUTE);
    let opened = talk.opened();
    let contract = &opened.acceptance;
    let result = talk.result(6 * SECOND, opened.task(), TaskStatus::Completed, |_| ());
    let end = DUE + KEPT;
    let ack = |at: i64| talk.ack(at, contract, &result);
    let [early_ack, late_ack] = [end - 1, end].map(ack);
    let late_report = talk.report(end, contract, &result, |_| ());
    let again = talk.clone().due(3 * DAY).offer(2 * DAY, MINUTE);
    vec![
        tale(
            world,
            "forgotten-offer",
            "An offer is forgotten when it is no longer fresh: it cannot begin the same engagement again.",
            &["CTR-3", "FRS-2"],
        )
        .said([&offer])
        .again(MINUTE + LATE - 1, &offer)
        .repeats(MINUTE + LATE - 1, &offer, "offered", &[], &[])
        .refused(MINUTE + LATE, &offer, &["FRS-2"])
        .unknown(MINUTE + LATE, &offer),
        tale(
            world,
            "forgotten-contract",
            "When a contract is forgotten, its result, ack and report find nothing to follow.",
            &["CTR-3"],
        )
        .said(opened.all())
        .said([&result])
        .stands(end - 1, &result, "delivered")
        .unknown(end, &result)
        .refused(end, &result, &["CTR-3"])
        .refused(end, &late_ack, &["CTR-3"])
        .refused(end, &late_report, &["CTR-3"])
        .unknown(end, contract),
        tale(
            world,
            "ack-in-the-last-millisecond",
            "An ack comes a day late, in the last millisecond in which its contract is known.",
            &["CTR-3", "CTR-9"],
        )
        .said(opened.all())
        .said([&result, &early_ack])
        .stands(end - 1, &result, "closed")
        .unknown(end, &early_ack),
        tale(
            world,
            "forgotten-nonce",
            "A nonce may come again when the engagement in which it stood is forgotten.",
            &["CTR-2", "CTR-3"],
        )
        .said(opened.all())
        .unknown(end, &opened.offer)
        .said([&again])
        .repeats(2 * DAY, &again, "offered", &[Offer], &[]),
    ]
}
