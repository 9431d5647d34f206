//! What is too late for the deadline of a contract (CTR-10).

use super::deal::{Deal, Said, Whole};
use super::story::Story;
use crate::generate::world::{HOUR, ONE_SHOT_SKEW, SECOND, World};
use crate::vector::Vector;

/// The deadline, milliseconds after the offer is issued: before anything lapses.
const DEADLINE: i64 = 600 * SECOND;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let provider = contract(Deal::as_provider(world));
    let requester = contract(Deal::as_requester(world));
    let mut vectors = around(&requester, "event", |deal, whole, at| {
        deal.event(&whole.acceptance, |it| deal.at(it, at))
    });
    for (deal, kind) in [(&provider, "acceptance"), (&requester, "own-acceptance")] {
        vectors.extend(around(deal, kind, |deal, whole, at| {
            deal.acceptance(&whole.quote, |it| deal.at(it, at))
        }));
    }
    vectors.extend(around(&provider, "request", |deal, whole, at| {
        deal.request(&whole.acceptance, |it| deal.at(it, at))
    }));
    vectors.extend(around(&requester, "result", |deal, whole, at| {
        deal.result(&whole.acceptance, &whole.request, |it| deal.at(it, at))
    }));
    vectors.extend(of_the_quote(world));
    vectors.extend(afterwards(world));
    vectors
}

fn contract(deal: Deal<'_>) -> Deal<'_> {
    let deadline = deal.world.issued + DEADLINE;
    deal.on(|terms| terms.deadline_ms = deadline)
}

/// A statement of a contract that is issued at a given time.
type Late = fn(&Deal<'_>, &Whole, i64) -> Said;

/// A statement around the deadline.
fn around(deal: &Deal<'_>, kind: &str, late: Late) -> Vec<Vector> {
    let whole = deal.whole();
    let begun = whole.begun();
    let before = match kind {
        "acceptance" | "own-acceptance" => &begun[..2],
        "request" => &begun[..3],
        _ => &begun[..],
    };
    let story = Story::new(deal.world, "book-deadlines").after(before.iter().copied());
    let name = |what: &str| format!("{kind}-{what}");
    let end = DEADLINE + ONE_SHOT_SKEW;
    let accepts =
        |what: &str, issued: i64, at: i64| story.accepts_at(&name(what), &["CTR-10"], at, &late(deal, &whole, issued));
    let refuses = |what: &str, twin: &str, issued: i64, at: i64| {
        let said = late(deal, &whole, issued);
        story.refuses_at("CTR-10", &name(what), &name(twin), at, &said)
    };
    vec![
        accepts("issued-at-the-deadline", DEADLINE, DEADLINE),
        accepts("applied-in-the-last-millisecond", DEADLINE, end - 1),
        refuses(
            "issued-after-the-deadline",
            "issued-at-the-deadline",
            DEADLINE + 1,
            DEADLINE + 1,
        ),
        refuses(
            "issued-after-the-deadline-by-a-clock-ahead",
            "issued-at-the-deadline",
            DEADLINE + 1,
            DEADLINE - SECOND,
        ),
        refuses(
            "applied-at-the-end-of-the-allowance",
            "applied-in-the-last-millisecond",
            DEADLINE,
            end,
        ),
        refuses(
            "applied-long-after",
            "applied-in-the-last-millisecond",
            DEADLINE - SECOND,
            DEADLINE + HOUR / 4,
        ),
    ]
}

/// The quote's deadline counts, not the offer's.
fn of_the_quote(world: &World) -> Vec<Vector> {
    let deal = contract(Deal::as_requester(world));
    let earlier = DEADLINE / 2;
    let offer = deal.offer(|_| ());
    let quote = deal.quote(&offer, |it| {
        it.terms.get_or_insert_default().deadline_ms = world.issued + earlier;
    });
    let whole = deal.whole_of(offer, quote);
    let empty = Story::new(world, "book-deadlines");
    let quoted = empty.clone().after([&whole.offer, &whole.quote]);
    let story = empty.after(whole.begun());
    let acceptance = |at: i64| deal.acceptance(&whole.quote, |it| deal.at(it, at));
    let accepted = "acceptance-at-the-deadline-of-the-quote";
    let result = |at: i64| deal.result(&whole.acceptance, &whole.request, |it| deal.at(it, at));
    let twin = "result-at-the-deadline-of-the-quote";
    vec![
        story.accepts(twin, &["CTR-10"], &result(earlier)),
        story.refuses("CTR-10", "result-between-the-deadlines", twin, &result(earlier + 1)),
        quoted.accepts(accepted, &["CTR-10"], &acceptance(earlier)),
        quoted.refuses(
            "CTR-10",
            "acceptance-between-the-deadlines",
            accepted,
            &acceptance(earlier + 1),
        ),
    ]
}

/// What can be said after the deadline.
fn afterwards(world: &World) -> Vec<Vector> {
    let deal = contract(Deal::as_provider(world));
    let whole = deal.whole();
    let empty = Story::new(world, "book-deadlines");
    let begun = empty.clone().after(whole.begun());
    let done = empty.after(whole.done());
    let late = DEADLINE + HOUR;
    let cancel = deal.cancel(&whole.acceptance, |it| deal.at(it, late));
    let ack = deal.ack(&whole.acceptance, &whole.result, |it| deal.at(it, late));
    let report = deal.report(&whole.acceptance, &whole.result, |it| deal.at(it, late));
    vec![
        begun.accepts("cancel-after-the-deadline", &["CTR-10"], &cancel),
        done.accepts("ack-after-the-deadline", &["CTR-10"], &ack),
        done.accepts("report-after-the-deadline", &["CTR-10"], &report),
    ]
}
