//! When an offer, a quote and an acceptance are too old to be followed (CTR-7).

use super::deal::{Deal, Said};
use super::story::Story;
use crate::generate::forge::Payload as _;
use crate::generate::world::{HOUR, ONE_SHOT_SKEW, SECOND, World};
use crate::vector::Vector;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = lapse_of(world, "quote", 0, |deal, whole_at| {
        let offer = deal.offer(|_| ());
        let quote = deal.quote(&offer, |it| deal.at(it, whole_at));
        (vec![offer], quote)
    });
    vectors.extend(lapse_of(world, "acceptance", SECOND, |deal, at| {
        // The offer keeps the quote in the book when it has lapsed.
        let offer = deal.offer(|it| it.header().expires_at_ms += 4 * HOUR);
        let quote = deal.quote(&offer, |_| ());
        let acceptance = deal.acceptance(&quote, |it| deal.at(it, at));
        (vec![offer, quote], acceptance)
    }));
    vectors.extend(lapse_of(world, "request", 2 * SECOND, |deal, at| {
        // The quote lives as long as the request needs it.
        let offer = deal.offer(|_| ());
        let quote = deal.quote(&offer, |it| it.header().expires_at_ms += 4 * HOUR);
        let whole = deal.whole_of(offer, quote);
        let request = deal.request(&whole.acceptance, |it| deal.at(it, at));
        (whole.contract().map(Said::clone).to_vec(), request)
    }));
    vectors.extend(lapse_of(world, "request-of-a-quote", SECOND, |deal, at| {
        let offer = deal.offer(|_| ());
        let quote = deal.quote(&offer, |_| ());
        let acceptance = deal.acceptance(&quote, |it| it.header().expires_at_ms += 4 * HOUR);
        let request = deal.request(&acceptance, |it| deal.at(it, at));
        (vec![offer, quote, acceptance], request)
    }));
    vectors.extend(lapse_of(world, "commit", 4 * SECOND, |deal, at| {
        let deal = deal.clone().irreversible();
        let whole = deal.committed();
        let commit = deal.commit(&whole.acceptance, &whole.prepared, |it| deal.at(it, at));
        (whole.prepared().map(Said::clone).to_vec(), commit)
    }));
    vectors.extend(what_does_not_lapse(world));
    vectors
}

/// What is said before, and a statement that follows it and is issued at a given time.
type Follows = fn(&Deal<'_>, i64) -> (Vec<Said>, Said);

/// A statement around the end of the one that it follows, which was issued at `antecedent` and lives an hour.
fn lapse_of(world: &World, kind: &str, antecedent: i64, follows: Follows) -> Vec<Vector> {
    let deal = match kind {
        "quote" => Deal::as_requester(world),
        _ => Deal::as_provider(world),
    };
    let end = antecedent + HOUR;
    let late = end + ONE_SHOT_SKEW;
    let story = |before: &[Said]| Story::new(world, "book-lapses").after(before);
    let name = |what: &str| format!("{kind}-{what}");
    let good = name("issued-in-the-last-millisecond");
    let accepts = |what: &str, issued: i64, at: i64| {
        let (before, said) = follows(&deal, issued);
        story(&before).accepts_at(&name(what), &["CTR-7"], at, &said)
    };
    let refuses = |what: &str, twin: &str, issued: i64, at: i64| {
        let (before, said) = follows(&deal, issued);
        // An offer without quote is forgotten as its allowance ends.
        let rule = if kind == "quote" && at >= late {
            "CTR-3"
        } else {
            "CTR-7"
        };
        story(&before).refuses_at(rule, &name(what), twin, at, &said)
    };
    let in_time = name("applied-in-the-last-millisecond");
    vec![
        accepts("issued-in-the-last-millisecond", end - 1, end - 1),
        accepts("applied-in-the-last-millisecond", end - 1, late - 1),
        refuses("issued-at-the-end", &good, end, end),
        refuses("issued-as-the-allowance-ends", &good, late - 1, late - 1),
        refuses("issued-at-the-end-by-a-clock-ahead", &good, end, end - SECOND),
        refuses("issued-long-after-the-end", &good, end + HOUR, end + HOUR),
        refuses("applied-at-the-end-of-the-allowance", &in_time, end - 1, late),
        refuses("applied-long-after-the-end", &in_time, end - 1, end + HOUR / 2),
    ]
}

/// Lapsing concerns the next statement alone.
fn what_does_not_lapse(world: &World) -> Vec<Vector> {
    let deal = Deal::as_provider(world);
    let whole = deal.whole();
    let empty = Story::new(world, "book-lapses");
    let quoted = empty.clone().after([&whole.offer, &whole.quote]);
    let contract = empty.clone().after(whole.contract());
    let begun = empty.after(whole.begun());
    // The offer has ended, and the quote has not.
    let acceptance = deal.acceptance(&whole.quote, |it| deal.at(it, HOUR + SECOND / 2));
    let later = 3 * HOUR;
    let event = deal.event(&whole.acceptance, |it| deal.at(it, later));
    let cancel = deal.cancel(&whole.acceptance, |it| deal.at(it, later));
    let result = deal.result(&whole.acceptance, &whole.request, |it| deal.at(it, later));
    vec![
        quoted.accepts("acceptance-after-the-offer-lapsed", &["CTR-7"], &acceptance),
        contract.accepts("cancel-after-the-acceptance-lapsed", &["CTR-7"], &cancel),
        begun.accepts("event-after-the-acceptance-lapsed", &["CTR-7"], &event),
        begun.accepts("result-after-the-acceptance-lapsed", &["CTR-7"], &result),
    ]
}
