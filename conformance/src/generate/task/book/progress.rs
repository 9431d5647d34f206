//! Events rise (CTR-11), and come to an end (CTR-12).

use casp_wire::v1;

use super::deal::{Deal, Said};
use super::story::Story;
use crate::generate::world::{SECOND, World};
use crate::vector::Vector;

/// The greatest number of an event.
const MOST_EVENTS: u64 = 1_024;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = rising(world);
    vectors.extend(closed(world));
    vectors
}

/// CTR-11.
fn rising(world: &World) -> Vec<Vector> {
    let deal = Deal::as_requester(world);
    let whole = deal.whole();
    let event = |seq: u64, at: i64| {
        deal.event(&whole.acceptance, |it| {
            deal.at(it, at);
            it.seq = seq;
        })
    };
    let (early, late) = (4 * SECOND, 5 * SECOND);
    let begun = Story::new(world, "book-progress").after(whole.begun());
    let first = event(3, early);
    let one = begun.clone().after([&first]);
    let two = one.clone().after([&event(7, early + 1)]);
    let mut again = first.clone();
    again.at = late;
    let back_in_time = event(8, early - 500);
    let next = "event-next";
    vec![
        one.accepts(next, &["CTR-11"], &event(4, late)),
        one.accepts("event-far-higher", &["CTR-11"], &event(MOST_EVENTS, late)),
        begun.accepts("event-that-begins-high", &["CTR-11"], &event(MOST_EVENTS, late)),
        two.accepts_at("event-issued-earlier", &["CTR-11"], late, &back_in_time),
        one.refuses("CTR-11", "event-one-lower", next, &event(2, late)),
        two.refuses("CTR-11", "event-lower-than-the-latest", next, &event(6, late)),
        two.refuses("CTR-11", "event-first", next, &event(1, late)),
        // The book keeps the latest alone.
        two.refuses("CTR-11", "event-before-the-latest-again", next, &again),
    ]
}

/// CTR-12.
fn closed(world: &World) -> Vec<Vector> {
    let deal = Deal::as_provider(world);
    let whole = deal.whole();
    let empty = Story::new(world, "book-progress");
    let begun = empty.clone().after(whole.begun());
    let contract = empty.clone().after(whole.contract());
    let cancelled_early = contract.clone().after([&whole.cancel]);
    let cancelled = begun.clone().after([&whole.cancel]);
    let done = begun.clone().after([&whole.result]);
    let failed = deal.result(&whole.acceptance, &whole.request, |it| {
        it.status = v1::TaskStatus::Failed.into();
        it.output = None;
    });
    let undone = begun.clone().after([&failed]);
    let late = whole.result.at + SECOND;
    let event = deal.event(&whole.acceptance, |it| deal.at(it, late));
    let cancel = deal.cancel(&whole.acceptance, |it| deal.at(it, late));
    let request = deal.request(&whole.acceptance, |it| deal.at(it, late));
    let stopped = deal.result(&whole.acceptance, &whole.request, |it| {
        it.status = v1::TaskStatus::Cancelled.into();
        it.output = None;
    });
    let refuses = |story: &Story<'_>, fault: &str, twin: &str, said: &Said| story.refuses("CTR-12", fault, twin, said);
    let done_after_cancel = cancelled.clone().after([&whole.result]);
    vec![
        begun.accepts("event-before-the-end", &["CTR-12"], &event),
        begun.accepts("cancel-before-the-end", &["CTR-12"], &cancel),
        contract.accepts("request-before-a-cancel", &["CTR-12"], &request),
        cancelled.accepts("event-after-a-cancel", &["CTR-12"], &event),
        cancelled.accepts("result-after-a-cancel", &["CTR-12"], &whole.result),
        cancelled.accepts("cancelled-after-a-cancel", &["CTR-12"], &stopped),
        begun.accepts("cancelled-without-a-cancel", &["CTR-12"], &stopped),
        done_after_cancel.accepts("ack-after-a-cancel", &["CTR-12"], &whole.ack),
        refuses(&done, "event-after-a-result", "event-before-the-end", &event),
        refuses(&done, "cancel-after-a-result", "cancel-before-the-end", &cancel),
        refuses(&undone, "event-after-a-failure", "event-before-the-end", &event),
        refuses(&undone, "cancel-after-a-failure", "cancel-before-the-end", &cancel),
        refuses(
            &done_after_cancel,
            "event-after-cancel-and-result",
            "event-after-a-cancel",
            &event,
        ),
        refuses(
            &cancelled_early,
            "request-after-a-cancel",
            "request-before-a-cancel",
            &request,
        ),
    ]
}
