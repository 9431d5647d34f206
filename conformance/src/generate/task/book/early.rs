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

/// A kind of statement as its book hears it, a second after what came before.
struct Early<'a> {
    name: &'static str,
    story: Story<'a>,
    /// When what it names was issued, and when it is heard.
    named: i64,
    heard: i64,
}

impl Early<'_> {
    /// At the bound, a millisecond before it, and long before.
    fn vectors(&self, said: impl Fn(i64) -> Said) -> Vec<Vector> {
        let Self {
            name,
            story,
            named,
            heard,
        } = self;
        let earliest = named - ONE_SHOT_SKEW;
        let twin = format!("{name}-at-the-earliest");
        let refuses =
            |fault: &str, at: i64| story.refuses_at("CTR-17", &format!("{name}-{fault}"), &twin, *heard, &said(at));
        vec![
            story.accepts_at(&twin, &["CTR-17"], *heard, &said(earliest)),
            refuses("too-early", earliest - 1),
            refuses("half-an-hour-too-early", earliest - HOUR / 2),
        ]
    }
}

fn at<T: Payload>(deal: &Deal<'_>, at: i64) -> impl Fn(&mut T) {
    let deal = deal.clone();
    move |message| deal.at(message, at)
}

/// What a provider hears.
fn requesters(world: &World) -> Vec<Vector> {
    let deal = Deal::as_provider(world);
    let whole = deal.whole();
    let book = || Story::new(world, "book-early");
    let of = |name, story, named: i64, heard: i64| Early {
        name,
        story,
        named,
        heard,
    };
    let quoted = book().after([&whole.offer, &whole.quote]);
    let contract = book().after(whole.contract());
    let done = book().after(whole.done());
    let (accepted, delivered) = (whole.acceptance.at, whole.result.at);
    let mut vectors =
        of("acceptance", quoted, whole.quote.at, 2 * SECOND).vectors(|it| deal.acceptance(&whole.quote, at(&deal, it)));
    vectors.extend(
        of("request", contract.clone(), accepted, 3 * SECOND)
            .vectors(|it| deal.request(&whole.acceptance, at(&deal, it))),
    );
    vectors.extend(
        of("cancel", contract, accepted, 3 * SECOND).vectors(|it| deal.cancel(&whole.acceptance, at(&deal, it))),
    );
    vectors.extend(
        of("ack", done.clone(), delivered, 7 * SECOND)
            .vectors(|it| deal.ack(&whole.acceptance, &whole.result, at(&deal, it))),
    );
    vectors.extend(
        of("report", done, delivered, 7 * SECOND)
            .vectors(|it| deal.report(&whole.acceptance, &whole.result, at(&deal, it))),
    );
    vectors
}

/// What a requester hears.
fn providers(world: &World) -> Vec<Vector> {
    let deal = Deal::as_requester(world);
    let whole = deal.whole();
    let book = || Story::new(world, "book-early");
    let of = |name, story, named: i64, heard: i64| Early {
        name,
        story,
        named,
        heard,
    };
    let offered = book().after([&whole.offer]);
    let begun = book().after(whole.begun());
    let (accepted, requested) = (whole.acceptance.at, whole.request.at);
    let mut vectors =
        of("quote", offered, whole.offer.at, SECOND).vectors(|it| deal.quote(&whole.offer, at(&deal, it)));
    vectors.extend(
        of("event", begun.clone(), accepted, 4 * SECOND).vectors(|it| deal.event(&whole.acceptance, at(&deal, it))),
    );
    vectors.extend(
        of("result", begun, requested, 4 * SECOND)
            .vectors(|it| deal.result(&whole.acceptance, &whole.request, at(&deal, it))),
    );
    vectors
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
