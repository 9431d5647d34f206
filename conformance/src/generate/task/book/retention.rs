//! How many engagements a book holds, and how long (CTR-14).

use super::deal::{Deal, Said, Whole};
use super::story::Story;
use crate::generate::forge::Payload as _;
use crate::generate::world::{DAY, HOUR, SECOND, World};
use crate::vector::{Vector, Verdict};

/// How long an engagement is kept after its last instant, milliseconds (SPEC.md section 15.2).
const KEPT: i64 = 86_430_000;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = full(world);
    vectors.extend(room_again(world));
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
        two.refuses("CTR-14", "own-offer-when-full", ROOM, &own),
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

/// An engagement of which one instant is the latest: name, that instant, and what was said.
struct Latest {
    name: &'static str,
    end: i64,
    said: Vec<Said>,
}

fn latest(world: &World) -> Vec<Latest> {
    let near = |at: i64| Deal::as_provider(world).on(|terms| terms.deadline_ms = world.issued + at);
    let deal = near(10 * SECOND);
    let lives = |end: i64| world.issued + end;
    let offer = |end: i64| deal.offer(|it| it.header().expires_at_ms = lives(end));
    let long_offer = offer(5 * HOUR);
    let short_offer = offer(HOUR);
    let far = near(3 * DAY);
    let far_offer = far.offer(|_| ());
    let near_quote = |offer: &Said| deal.quote(offer, |_| ());
    let long_quote = deal.quote(&short_offer, |it| it.header().expires_at_ms = lives(5 * HOUR));
    let quote = near_quote(&short_offer);
    let acceptance = deal.acceptance(&quote, |it| it.header().expires_at_ms = lives(5 * HOUR));
    let far_quote = far.quote(&far_offer, |_| ());
    let far_acceptance = far.acceptance(&far_quote, |_| ());
    let of = |name, end, said: &[&Said]| Latest {
        name,
        end,
        said: said.iter().map(|said| (*said).clone()).collect(),
    };
    vec![
        of("end-of-the-offer", 5 * HOUR, &[&long_offer]),
        of(
            "end-of-the-offer-of-a-quote",
            5 * HOUR,
            &[&long_offer, &near_quote(&long_offer)],
        ),
        of("deadline-of-the-offer", 3 * DAY, &[&far_offer]),
        of("end-of-the-quote", 5 * HOUR, &[&short_offer, &long_quote]),
        of("end-of-the-acceptance", 5 * HOUR, &[&short_offer, &quote, &acceptance]),
        of(
            "deadline-of-the-quote",
            3 * DAY,
            &[&far_offer, &far_quote, &far_acceptance],
        ),
        // The quote's deadline takes the place of the offer's.
        of(
            "end-of-the-quote-before-the-deadline-of-the-offer",
            HOUR + SECOND,
            &[&far_offer, &near_quote(&far_offer)],
        ),
    ]
}

/// In a book for one there is room again when the first engagement is forgotten.
fn room_again(world: &World) -> Vec<Vector> {
    let mut vectors = Vec::new();
    for latest in latest(world) {
        let story = book(world).with_room_for(1).after(&latest.said);
        let forgotten = latest.end + KEPT;
        let room = format!("room-after-the-{}", latest.name);
        let fault = format!("no-room-after-the-{}", latest.name);
        vectors.push(story.refuses("CTR-14", &fault, &room, &newcomer(world, forgotten - 1)));
        vectors.push(story.accepts(&room, &["CTR-14"], &newcomer(world, forgotten)));
    }
    vectors
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
