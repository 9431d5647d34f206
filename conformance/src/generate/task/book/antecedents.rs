//! What a statement follows has to be there (CTR-3).

use super::deal::{Deal, Said};
use super::story::Story;
use crate::generate::world::World;
use crate::vector::{Vector, Verdict};

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = unknown(world);
    vectors.extend(of_another_kind(world));
    vectors.extend(refused(world));
    vectors
}

fn twin(name: &str) -> String {
    format!("book-engagement/{name}")
}

/// Nobody has said it yet.
fn unknown(world: &World) -> Vec<Vector> {
    let whole = Deal::as_provider(world).whole();
    let other = Deal::as_requester(world).whole();
    let empty = Story::new(world, "book-antecedents");
    let offered = empty.clone().after([&whole.offer]);
    let quoted = offered.clone().after([&whole.quote]);
    let contract = quoted.clone().after([&whole.acceptance]);
    let begun = contract.clone().after([&whole.request]);
    let refuses =
        |story: &Story<'_>, fault: &str, good: &str, said: &Said| story.refuses("CTR-3", fault, &twin(good), said);
    vec![
        refuses(&empty, "own-quote-without-offer", "provider-quote", &whole.quote),
        refuses(&empty, "quote-without-offer", "requester-quote", &other.quote),
        refuses(
            &offered,
            "acceptance-without-quote",
            "provider-acceptance",
            &whole.acceptance,
        ),
        refuses(
            &quoted,
            "request-without-acceptance",
            "provider-request",
            &whole.request,
        ),
        refuses(&quoted, "event-without-acceptance", "provider-event", &whole.event),
        refuses(&quoted, "cancel-without-acceptance", "provider-cancel", &whole.cancel),
        refuses(&quoted, "result-without-acceptance", "provider-result", &whole.result),
        refuses(&quoted, "ack-without-acceptance", "provider-ack", &whole.ack),
        refuses(
            &quoted,
            "report-without-acceptance",
            "provider-report-by-requester",
            &whole.report,
        ),
        refuses(&contract, "result-without-request", "provider-result", &whole.result),
        refuses(&contract, "ack-without-request", "provider-ack", &whole.ack),
        refuses(&begun, "ack-without-result", "provider-ack", &whole.ack),
        refuses(
            &begun,
            "report-without-its-result",
            "provider-report-by-requester",
            &whole.report,
        ),
        refuses(
            &contract,
            "report-without-request",
            "provider-report-by-provider",
            &whole.answer,
        ),
        refuses(
            &empty,
            "report-without-anything",
            "provider-report-by-provider",
            &whole.answer,
        ),
    ]
}

/// What is named is held, and is no such thing.
fn of_another_kind(world: &World) -> Vec<Vector> {
    let deal = Deal::as_provider(world);
    let whole = deal.whole();
    let empty = Story::new(world, "book-antecedents");
    let offered = empty.clone().after([&whole.offer]);
    let quoted = offered.clone().after([&whole.quote]);
    let contract = quoted.clone().after([&whole.acceptance]);
    let begun = contract.clone().after([&whole.request]);
    let done = begun.clone().after([&whole.result]);
    let (offer, quote, request) = (&whole.offer, &whole.quote, &whole.request);
    let acceptance = deal.acceptance(offer, |_| ());
    let other = deal.clone().named("another deal");
    let late_quote = other.quote(&whole.acceptance, |it| deal.at(it, whole.acceptance.at));
    let refuses =
        |story: &Story<'_>, fault: &str, good: &str, said: &Said| story.refuses("CTR-3", fault, &twin(good), said);
    vec![
        refuses(&contract, "quote-of-an-acceptance", "provider-quote", &late_quote),
        refuses(&offered, "acceptance-of-an-offer", "provider-acceptance", &acceptance),
        refuses(
            &contract,
            "request-naming-the-quote",
            "provider-request",
            &deal.request(quote, |_| ()),
        ),
        refuses(
            &begun,
            "event-naming-the-offer",
            "provider-event",
            &deal.event(offer, |_| ()),
        ),
        refuses(
            &begun,
            "cancel-naming-the-request",
            "provider-cancel",
            &deal.cancel(request, |_| ()),
        ),
        refuses(
            &begun,
            "result-naming-the-request",
            "provider-result",
            &deal.result(request, request, |_| ()),
        ),
        refuses(
            &done,
            "ack-naming-the-result",
            "provider-ack",
            &deal.ack(&whole.result, &whole.result, |_| ()),
        ),
        refuses(
            &done,
            "report-naming-the-quote",
            "provider-report-by-requester",
            &deal.report(quote, &whole.result, |_| ()),
        ),
    ]
}

/// A statement that was refused is not there either.
fn refused(world: &World) -> Vec<Vector> {
    let deal = Deal::as_requester(world);
    let whole = deal.whole();
    let dearer = deal.quote(&whole.offer, |quote| {
        let price = quote.terms.get_or_insert_default().price.get_or_insert_default();
        price.amount_micros += 1;
    });
    let bad = deal.whole_of(whole.offer.clone(), dearer);
    let story = Story::new(world, "book-antecedents")
        .after([&bad.offer])
        .refused(&bad.quote, Verdict::Reject);
    let again = deal.quote(&whole.offer, |quote| deal.at(quote, bad.quote.at + 1));
    vec![
        story.refuses(
            "CTR-3",
            "acceptance-of-a-refused-quote",
            &twin("requester-acceptance"),
            &bad.acceptance,
        ),
        story.accepts("quote-after-a-refused-one", &["CTR-3", "CTR-5"], &again),
    ]
}
