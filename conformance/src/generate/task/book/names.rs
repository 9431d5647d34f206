//! Statements name the request and the result of their own contract (CTR-9).

use super::deal::{Deal, Said};
use super::story::Story;
use crate::generate::forge::Kind;
use crate::generate::world::World;
use crate::vector::Vector;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let deal = Deal::as_provider(world);
    let whole = deal.whole();
    let other_deal = deal.clone().named("another deal");
    let other = other_deal.whole();
    // Both engagements have come as far.
    let pairs = |count: usize| {
        let both = whole.done().into_iter().zip(other.done()).take(count);
        both.flat_map(|(one, another)| [one, another]).collect::<Vec<&Said>>()
    };
    let empty = Story::new(world, "book-names");
    let begun = empty.clone().after(pairs(4));
    let done = empty.after(pairs(5));
    let contract = &whole.acceptance;
    let random = Said {
        statement: world.plain(Kind::TaskRequest),
        ..whole.request.clone()
    };
    let result = |request: &Said| deal.result(contract, request, |_| ());
    let ack = |result: &Said| deal.ack(contract, result, |_| ());
    let report = |result: &Said| deal.report(contract, result, |_| ());
    let refuses = |story: &Story<'_>, fault: &str, twin: &str, said: &Said| story.refuses("CTR-9", fault, twin, said);
    vec![
        begun.accepts("result-of-its-request", &["CTR-9"], &whole.result),
        refuses(
            &begun,
            "result-of-another-request",
            "result-of-its-request",
            &result(&other.request),
        ),
        refuses(
            &begun,
            "result-of-no-request",
            "result-of-its-request",
            &result(&random),
        ),
        refuses(
            &begun,
            "result-naming-the-acceptance",
            "result-of-its-request",
            &result(contract),
        ),
        done.accepts("ack-of-its-result", &["CTR-9"], &whole.ack),
        refuses(&done, "ack-of-another-result", "ack-of-its-result", &ack(&other.result)),
        refuses(&done, "ack-of-no-result", "ack-of-its-result", &ack(&random)),
        refuses(
            &done,
            "ack-naming-the-request",
            "ack-of-its-result",
            &ack(&whole.request),
        ),
        done.accepts("report-of-its-result", &["CTR-9"], &whole.report),
        refuses(
            &done,
            "report-of-another-result",
            "report-of-its-result",
            &report(&other.result),
        ),
        refuses(
            &done,
            "report-of-a-result-nobody-knows",
            "report-of-its-result",
            &report(&random),
        ),
    ]
}
