//! What can be said once is not said twice (CTR-5).

use casp_wire::v1;

use super::deal::{Deal, Said};
use super::story::Story;
use crate::generate::forge::Payload;
use crate::generate::world::World;
use crate::vector::Vector;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = side(world, "provider", &Deal::as_provider(world), ["", "-received"]);
    vectors.extend(side(world, "requester", &Deal::as_requester(world), ["-received", ""]));
    vectors.extend(events(world));
    vectors.extend(after_the_first_lapsed(world));
    vectors
}

/// The second of each, issued a millisecond after the first.
fn side(world: &World, side: &str, deal: &Deal<'_>, by_whom: [&str; 2]) -> Vec<Vector> {
    let [by_provider, by_requester] = by_whom;
    let first = deal.whole();
    let second = deal.clone().named("a second time");
    let later = |said: &Said| said.at + 1;
    let quote = second.quote(&first.offer, |it| deal.at(it, later(&first.quote)));
    let acceptance = second.acceptance(&first.quote, |it| deal.at(it, later(&first.acceptance)));
    let request = second.request(&first.acceptance, |it| deal.at(it, later(&first.request)));
    let cancel = second.cancel(&first.acceptance, |it| deal.at(it, later(&first.cancel)));
    let result = second.result(&first.acceptance, &first.request, |it| {
        deal.at(it, later(&first.result))
    });
    let ack = second.ack(&first.acceptance, &first.result, |it| deal.at(it, later(&first.ack)));
    let bad = |it: &mut v1::OutcomeReport| {
        deal.at(it, later(&first.report));
        it.outcome = v1::Outcome::Bad.into();
    };
    let report = second.report(&first.acceptance, &first.result, bad);
    let answer = second.report(&first.acceptance, &first.result, |it| {
        bad(it);
        it.header().issuer = deal.provider.multikey();
        it.subject = deal.requester.multikey();
    });
    let all = first.in_order();
    let empty = Story::new(world, "book-once");
    let steps: [(&str, &str, usize, &Said); 7] = [
        ("quote", by_provider, 2, &quote),
        ("acceptance", by_requester, 3, &acceptance),
        ("request", by_requester, 4, &request),
        ("result", by_provider, 6, &result),
        ("ack", by_requester, 7, &ack),
        ("report-by-requester", by_requester, 8, &report),
        ("report-by-provider", by_provider, 9, &answer),
    ];
    let refuse = |(kind, by, count, said): (&str, &str, usize, &Said)| {
        let story = empty.clone().after(all[..count].iter().copied());
        let twin = format!("book-engagement/{side}-{kind}");
        story.refuses("CTR-5", &format!("second-{kind}{by}"), &twin, said)
    };
    let mut vectors: Vec<Vector> = steps.into_iter().map(refuse).collect();
    let cancelled = empty.after(first.begun()).after([&first.cancel]);
    let twin = format!("book-engagement/{side}-cancel");
    vectors.push(cancelled.refuses("CTR-5", &format!("second-cancel{by_requester}"), &twin, &cancel));
    vectors
}

/// An event with the sequence of the latest.
fn events(world: &World) -> Vec<Vector> {
    let deal = Deal::as_requester(world);
    let whole = deal.whole();
    let story = Story::new(world, "book-once")
        .after(whole.begun())
        .after([&whole.event]);
    let next = |seq: u64, progress: u32| {
        deal.event(&whole.acceptance, |it| {
            it.seq = seq;
            it.progress_ppm = progress;
        })
    };
    let twin = "event-with-the-next-seq";
    vec![
        story.accepts(twin, &["CTR-5", "CTR-11"], &next(2, 500_000)),
        story.refuses("CTR-5", "event-with-the-seq-of-the-latest", twin, &next(1, 500_000)),
    ]
}

/// A quote has been given, whether it is still alive or not.
fn after_the_first_lapsed(world: &World) -> Vec<Vector> {
    let deal = Deal::as_requester(world);
    let offer = deal.offer(|it| it.header().expires_at_ms += 3_600_000);
    let quote = deal.quote(&offer, |_| ());
    let late = 3_600_000 + 100_000;
    let second = deal
        .clone()
        .named("a second time")
        .quote(&offer, |it| deal.at(it, late));
    let empty = Story::new(world, "book-once").after([&offer]);
    let twin = "quote-as-late";
    vec![
        empty.accepts(twin, &["CTR-5", "CTR-7"], &second),
        empty
            .after([&quote])
            .refuses("CTR-5", "quote-after-the-first-lapsed", twin, &second),
    ]
}
