//! How many engagements a book holds, and how long (CTR-14).

use super::deal::{Deal, Said, Whole};
use super::story::Story;
use crate::generate::forge::{Kind, Payload as _};
use crate::generate::world::{DAY, HOUR, SECOND, World};
use crate::vector::{Vector, Verdict};

/// How long a contract is kept after its last instant, milliseconds (SPEC.md section 15.2).
const KEPT: i64 = 86_430_000;

/// The same of an engagement without acceptance.
const KEPT_UNACCEPTED: i64 = 30_000;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = full(world);
    vectors.extend(room_again(world));
    vectors.extend(lapsed(world));
    vectors.extend(held_to_the_end(world));
    vectors.extend(forgotten(world));
    vectors
}

fn book(world: &World) -> Story<'_> {
    Story::new(world, "book-retention")
}

const ROOM: &str = "room-for-another";

/// Carol's offer to the verifier.
fn newcomer(world: &World, at: i64) -> Said {
    let deal = Deal::between(world, &world.carol, &world.verifier).named("deal of carol");
    deal.offer(|it| {
        deal.at(it, at);
        it.terms.get_or_insert_default().deadline_ms = world.issued + at + DAY;
    })
}

/// A book with room for two.
fn full(world: &World) -> Vec<Vector> {
    let alices = Deal::as_provider(world).whole();
    let bobs = Deal::between(world, &world.bob, &world.verifier).named("deal of bob");
    let bobs = bobs.offer(|_| ());
    let own = Deal::as_requester(world).named("own deal").offer(|_| ());
    let empty = book(world).with_room_for(2);
    let one = empty.clone().after([&alices.offer]);
    let two = one.clone().after([&bobs]);
    let over = empty.clone().after([&bobs]).after(alices.in_order());
    let carols = newcomer(world, 10 * SECOND);
    let refused = two.clone().refused(&newcomer(world, SECOND / 2), Verdict::Ignore);
    vec![
        one.accepts(ROOM, &["CTR-14"], &carols),
        two.accepts("quote-when-full", &["CTR-14"], &alices.quote),
        refused.accepts("quote-after-a-newcomer-was-refused", &["CTR-14"], &alices.quote),
        two.refuses("CTR-14", "newcomer-when-full", ROOM, &carols),
        two.accepts("own-offer-when-full", &["CTR-14"], &own),
        two.refuses(
            "CTR-14",
            "another-offer-of-a-party-when-full",
            ROOM,
            &second_of_alice(world),
        ),
        over.refuses("CTR-14", "newcomer-when-one-is-over", ROOM, &carols),
    ]
}

fn second_of_alice(world: &World) -> Said {
    Deal::as_provider(world).named("another deal").offer(|_| ())
}

/// An engagement, and when it is forgotten.
struct Kept {
    name: &'static str,
    forgotten: i64,
    said: Vec<Said>,
}

fn kept(name: &'static str, forgotten: i64, said: &[&Said]) -> Kept {
    Kept {
        name,
        forgotten,
        said: said.iter().map(|said| (*said).clone()).collect(),
    }
}

/// A deal with the verifier whose deadline is so long after the offer.
fn due(world: &World, after: i64) -> Deal<'_> {
    Deal::as_provider(world).on(|terms| terms.deadline_ms = world.issued + after)
}

/// Engagements that came to no contract: the end of the offer or of the quote counts, and no deadline.
fn unaccepted(world: &World) -> Vec<Kept> {
    let lives = |end: i64| world.issued + end;
    let (near, far) = (due(world, 10 * SECOND), due(world, 3 * DAY));
    let long_offer = near.offer(|it| it.header().expires_at_ms = lives(5 * HOUR));
    let short_offer = near.offer(|_| ());
    let long_quote = near.quote(&short_offer, |it| it.header().expires_at_ms = lives(5 * HOUR));
    let far_offer = far.offer(|_| ());
    let end = |of: i64| of + KEPT_UNACCEPTED;
    vec![
        kept("end-of-the-offer", end(5 * HOUR), &[&long_offer]),
        kept("end-of-the-offer-before-its-deadline", end(HOUR), &[&far_offer]),
        kept(
            "end-of-the-offer-of-a-quote",
            end(5 * HOUR),
            &[&long_offer, &near.quote(&long_offer, |_| ())],
        ),
        kept("end-of-the-quote", end(5 * HOUR), &[&short_offer, &long_quote]),
        kept(
            "end-of-the-quote-before-its-deadline",
            end(HOUR + SECOND),
            &[&far_offer, &far.quote(&far_offer, |_| ())],
        ),
    ]
}

/// Contracts: the latest of the three ends and of the quote's deadline counts.
fn accepted(world: &World) -> Vec<Kept> {
    let lives = |end: i64| world.issued + end;
    let (near, far) = (due(world, 10 * SECOND), due(world, 3 * DAY));
    let long_offer = near.offer(|it| it.header().expires_at_ms = lives(5 * HOUR));
    let short_offer = near.offer(|_| ());
    let far_offer = far.offer(|_| ());
    let quote = |offer: &Said| near.quote(offer, |_| ());
    let long_quote = near.quote(&short_offer, |it| it.header().expires_at_ms = lives(5 * HOUR));
    let long = near.acceptance(&quote(&short_offer), |it| it.header().expires_at_ms = lives(5 * HOUR));
    let short = |quote: &Said| near.acceptance(quote, |_| ());
    let far_quote = far.quote(&far_offer, |_| ());
    let end = |of: i64| of + KEPT;
    vec![
        kept(
            "end-of-the-offer-of-a-contract",
            end(5 * HOUR),
            &[&long_offer, &quote(&long_offer), &short(&quote(&long_offer))],
        ),
        kept(
            "end-of-the-quote-of-a-contract",
            end(5 * HOUR),
            &[&short_offer, &long_quote, &short(&long_quote)],
        ),
        kept(
            "end-of-the-acceptance",
            end(5 * HOUR),
            &[&short_offer, &quote(&short_offer), &long],
        ),
        kept(
            "deadline-of-the-quote",
            end(3 * DAY),
            &[&far_offer, &far_quote, &far.acceptance(&far_quote, |_| ())],
        ),
        // The quote's deadline counts, and no longer the offer's.
        kept(
            "end-of-the-acceptance-before-the-deadline-of-the-offer",
            end(HOUR + 2 * SECOND),
            &[&far_offer, &quote(&far_offer), &short(&quote(&far_offer))],
        ),
        last_minute(world),
    ]
}

/// A contract that was made in the last millisecond before its offer and quote would have been forgotten.
fn last_minute(world: &World) -> Kept {
    let end = HOUR + SECOND;
    let deal = due(world, end + 2 * SECOND);
    let offer = deal.offer(|_| ());
    let quote = deal.quote(&offer, |_| ());
    let mut acceptance = deal.acceptance(&quote, |it| {
        deal.at(it, end - 1);
        it.header().expires_at_ms = it.header().issued_at_ms + SECOND;
    });
    acceptance.at = end + KEPT_UNACCEPTED - 1;
    kept(
        "deadline-of-a-contract-of-the-last-millisecond",
        end + 2 * SECOND + KEPT,
        &[&offer, &quote, &acceptance],
    )
}

/// In a book for one there is room again when the first engagement is forgotten.
fn room_again(world: &World) -> Vec<Vector> {
    let mut vectors = Vec::new();
    for kept in unaccepted(world).into_iter().chain(accepted(world)) {
        let story = book(world).with_room_for(1).after(&kept.said);
        let room = format!("room-after-the-{}", kept.name);
        let fault = format!("no-room-after-the-{}", kept.name);
        vectors.push(story.refuses("CTR-14", &fault, &room, &newcomer(world, kept.forgotten - 1)));
        vectors.push(story.accepts(&room, &["CTR-14"], &newcomer(world, kept.forgotten)));
    }
    vectors
}

/// What came to no contract is known for half a minute after it has lapsed, with its nonces.
fn lapsed(world: &World) -> Vec<Vector> {
    let deal = Deal::as_provider(world);
    let (offer, quote) = {
        let offer = deal.offer(|_| ());
        let quote = deal.quote(&offer, |_| ());
        (offer, quote)
    };
    let offered = book(world).after([&offer]);
    let quoted = offered.clone().after([&quote]);
    let (offer_end, quote_end) = (HOUR + KEPT_UNACCEPTED, HOUR + SECOND + KEPT_UNACCEPTED);
    let reusing = |at: i64| {
        deal.clone().named("another deal").offer(|it| {
            deal.at(it, at);
            it.header().nonce = deal.nonce(Kind::Offer);
        })
    };
    let acceptance = deal.acceptance(&quote, |it| deal.at(it, HOUR));
    let (unquoted, of_quoted) = ("nonce-of-a-forgotten-offer", "nonce-of-a-forgotten-offer-and-quote");
    let accepts = "acceptance-in-the-last-millisecond";
    vec![
        offered.accepts(unquoted, &["CTR-2"], &reusing(offer_end)),
        offered.refuses(
            "CTR-2",
            "nonce-of-an-offer-in-the-last-millisecond",
            unquoted,
            &reusing(offer_end - 1),
        ),
        quoted.accepts(of_quoted, &["CTR-2"], &reusing(quote_end)),
        quoted.refuses(
            "CTR-2",
            "nonce-of-a-quoted-offer-in-the-last-millisecond",
            of_quoted,
            &reusing(quote_end - 1),
        ),
        quoted.accepts_at(accepts, &["CTR-3", "CTR-7"], quote_end - 1, &acceptance),
        quoted.refuses_at("CTR-3", "acceptance-when-forgotten", accepts, quote_end, &acceptance),
    ]
}

/// A whole engagement whose deadline is its last instant, a day after it began.
fn whole(world: &World) -> (Deal<'_>, Whole) {
    let deal = Deal::as_provider(world);
    let whole = deal.whole();
    (deal, whole)
}

/// What is kept is known to the last millisecond, and its duplicates with it.
fn held_to_the_end(world: &World) -> Vec<Vector> {
    let (deal, whole) = whole(world);
    let begun = book(world).after(whole.begun());
    let done = book(world).after(whole.done());
    let last = DAY + KEPT - 1;
    let ack = deal.ack(&whole.acceptance, &whole.result, |it| deal.at(it, last));
    let report = deal.report(&whole.acceptance, &whole.result, |it| deal.at(it, last));
    let cancel = deal.cancel(&whole.acceptance, |it| deal.at(it, last));
    vec![
        done.accepts("ack-in-the-last-millisecond", &["CTR-3"], &ack),
        done.accepts("report-in-the-last-millisecond", &["CTR-3"], &report),
        begun.accepts("cancel-in-the-last-millisecond", &["CTR-3"], &cancel),
        done.refuses_at(
            "CTR-1",
            "result-again-in-the-last-millisecond",
            "book-engagement/provider-result",
            last,
            &whole.result,
        ),
    ]
}

/// And then no more.
fn forgotten(world: &World) -> Vec<Vector> {
    let (deal, whole) = whole(world);
    let begun = book(world).after(whole.begun());
    let done = book(world).after(whole.done());
    let at = DAY + KEPT;
    let ack = deal.ack(&whole.acceptance, &whole.result, |it| deal.at(it, at));
    let report = deal.report(&whole.acceptance, &whole.result, |it| deal.at(it, at));
    let cancel = deal.cancel(&whole.acceptance, |it| deal.at(it, at));
    // What Alice said is forgotten, and so are her nonces.
    let anew = deal.offer(|it| {
        deal.at(it, at);
        it.terms.get_or_insert_default().deadline_ms = world.issued + at + DAY;
    });
    vec![
        done.refuses("CTR-3", "ack-when-forgotten", "ack-in-the-last-millisecond", &ack),
        done.refuses(
            "CTR-3",
            "report-when-forgotten",
            "report-in-the-last-millisecond",
            &report,
        ),
        begun.refuses(
            "CTR-3",
            "cancel-when-forgotten",
            "cancel-in-the-last-millisecond",
            &cancel,
        ),
        done.refuses_at(
            "CTR-3",
            "result-again-when-forgotten",
            "book-engagement/provider-result",
            at,
            &whole.result,
        ),
        done.accepts("nonce-when-forgotten", &["CTR-2"], &anew),
    ]
}
