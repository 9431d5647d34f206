//! No statement is issued before those that it names (CTR-17), with 30 s for clocks that differ.

use super::deal::{Deal, Said};
use super::story::Story;
use crate::generate::forge::Payload;
use crate::generate::world::{HOUR, ONE_SHOT_SKEW, SECOND, World};
use crate::vector::Vector;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = requesters(world);
    vectors.extend(providers(world));
    vectors.extend(of_two(world));
    vectors
}

/// A statement is heard when it is issued at the earliest, a millisecond before that, and long before.
fn from_the_earliest(
    name: &str,
    story: &Story<'_>,
    named: &Said,
    heard: i64,
    said: impl Fn(i64) -> Said,
) -> [Vector; 3] {
    let earliest = named.at - ONE_SHOT_SKEW;
    let twin = format!("{name}-at-the-earliest");
    let refuses =
        |fault: &str, at: i64| story.refuses_at("CTR-17", &format!("{name}-{fault}"), &twin, heard, &said(at));
    [
        story.accepts_at(&twin, &["CTR-17"], heard, &said(earliest)),
        refuses("too-early", earliest - 1),
        refuses("half-an-hour-too-early", earliest - HOUR / 2),
    ]
}

fn at<T: Payload>(deal: &Deal<'_>, at: i64) -> impl Fn(&mut T) {
    let deal = deal.clone();
    move |message| deal.at(message, at)
}

/// What a provider hears.
fn requesters(world: &World) -> Vec<Vector> {
    let deal = &Deal::as_provider(world);
    let whole = deal.whole();
    let book = || Story::new(world, "book-early");
    let (quoted, contract) = (
        book().after([&whole.offer, &whole.quote]),
        book().after(whole.contract()),
    );
    let done = book().after(whole.done());
    let (quote, acceptance, result) = (&whole.quote, &whole.acceptance, &whole.result);
    [
        from_the_earliest("acceptance", &quoted, quote, 2 * SECOND, |it| {
            deal.acceptance(quote, at(deal, it))
        }),
        from_the_earliest("request", &contract, acceptance, 3 * SECOND, |it| {
            deal.request(acceptance, at(deal, it))
        }),
        from_the_earliest("cancel", &contract, acceptance, 3 * SECOND, |it| {
            deal.cancel(acceptance, at(deal, it))
        }),
        from_the_earliest("ack", &done, result, 7 * SECOND, |it| {
            deal.ack(acceptance, result, at(deal, it))
        }),
        from_the_earliest("report", &done, result, 7 * SECOND, |it| {
            deal.report(acceptance, result, at(deal, it))
        }),
    ]
    .concat()
}

/// What a requester hears.
fn providers(world: &World) -> Vec<Vector> {
    let deal = &Deal::as_requester(world);
    let whole = deal.whole();
    let book = || Story::new(world, "book-early");
    let (offered, begun) = (book().after([&whole.offer]), book().after(whole.begun()));
    let (offer, acceptance, request) = (&whole.offer, &whole.acceptance, &whole.request);
    [
        from_the_earliest("quote", &offered, offer, SECOND, |it| deal.quote(offer, at(deal, it))),
        from_the_earliest("event", &begun, acceptance, 4 * SECOND, |it| {
            deal.event(acceptance, at(deal, it))
        }),
        from_the_earliest("result", &begun, request, 4 * SECOND, |it| {
            deal.result(acceptance, request, at(deal, it))
        }),
    ]
    .concat()
}

/// Who names two is held to both: here the later one is dated before the contract, as far as it may be.
fn of_two(world: &World) -> Vec<Vector> {
    let deal = Deal::as_requester(world);
    let whole = deal.whole();
    let contract = whole.acceptance.at;
    let soon = contract - ONE_SHOT_SKEW;
    let book = || Story::new(world, "book-early").after(whole.contract());
    let heard_at = |said: Said| Said { at: 3 * SECOND, ..said };
    let request = heard_at(deal.request(&whole.acceptance, at(&deal, soon)));
    let result = |at_ms: i64| deal.result(&whole.acceptance, &request, at(&deal, at_ms));
    let begun = book().after([&request]);
    let delivered = heard_at(result(soon));
    let done = begun.clone().after([&delivered]);
    let provider = |report: &mut casp_wire::v1::OutcomeReport| {
        report.header().issuer = deal.provider.multikey();
        report.subject = deal.requester.multikey();
    };
    let report = |at_ms: i64| {
        deal.report(&whole.acceptance, &delivered, |it| {
            provider(it);
            deal.at(it, at_ms);
        })
    };
    let heard = 4 * SECOND;
    let mut vectors = Vec::new();
    for (name, story, early, bound) in [
        ("result-of-an-early-request", &begun, result(soon - 1), result(soon)),
        ("report-of-an-early-result", &done, report(soon - 1), report(soon)),
    ] {
        let twin = format!("{name}-at-the-earliest");
        vectors.push(story.accepts_at(&twin, &["CTR-17"], heard, &bound));
        vectors.push(story.refuses_at("CTR-17", &format!("{name}-too-early"), &twin, heard, &early));
    }
    vectors
}
