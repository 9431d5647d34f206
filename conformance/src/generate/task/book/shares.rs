//! How many engagements of one requester a book holds (CTR-14).

use super::deal::{Deal, Said};
use super::story::Story;
use crate::generate::forge::{Key, Kind, Payload as _};
use crate::generate::world::{DAY, HOUR, ONE_SHOT_SKEW, SECOND, World};
use crate::vector::{Vector, Verdict};

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = of_one(world);
    vectors.extend(of_two(world));
    vectors.extend(who_asks(world));
    vectors.extend(of_all(world));
    vectors.extend(room_again(world));
    vectors
}

/// A book with room for so many of each requester.
fn book(world: &World, each: u32) -> Story<'_> {
    Story::new(world, "book-shares").with_room_for_each(each)
}

/// An offer to the verifier that differs from others by its name, at a given time.
fn offer(world: &World, by: &'static str, at: i64) -> Said {
    let requester = if by.starts_with("bob") {
        &world.bob
    } else {
        &world.alice
    };
    let deal = Deal::between(world, requester, &world.verifier).named(by);
    deal.offer(|it| {
        deal.at(it, at);
        it.terms.get_or_insert_default().deadline_ms = world.issued + at + DAY;
    })
}

const ANOTHER: &str = "offer-of-another-requester";

/// One of each.
fn of_one(world: &World) -> Vec<Vector> {
    let whole = Deal::as_provider(world).whole();
    let one = book(world, 1).after([&whole.offer]);
    let over = book(world, 1).after(whole.in_order());
    let (second, bobs) = (offer(world, "second", 10 * SECOND), offer(world, "bob", 10 * SECOND));
    let refused = one
        .clone()
        .refused(&offer(world, "second", SECOND / 2), Verdict::Ignore);
    let mut again = whole.offer.clone();
    again.at = SECOND;
    let deal = Deal::as_provider(world);
    let reusing = deal.clone().named("second").offer(|it| {
        deal.at(it, SECOND);
        it.header().nonce = deal.nonce(Kind::Offer);
    });
    vec![
        one.accepts(ANOTHER, &["CTR-14"], &bobs),
        one.refuses("CTR-14", "second-offer-of-a-requester", ANOTHER, &second),
        over.accepts("offer-of-another-when-the-first-is-over", &["CTR-14"], &bobs),
        over.refuses(
            "CTR-14",
            "second-offer-when-the-first-is-over",
            "offer-of-another-when-the-first-is-over",
            &second,
        ),
        one.accepts("quote-when-the-share-is-used", &["CTR-14"], &whole.quote),
        refused.accepts("offer-of-another-after-a-refused-one", &["CTR-14"], &bobs),
        refused.accepts("quote-after-a-refused-offer", &["CTR-14"], &whole.quote),
        one.refuses(
            "CTR-1",
            "offer-again-when-the-share-is-used",
            "book-engagement/provider-offer",
            &again,
        ),
        one.refuses(
            "CTR-2",
            "nonce-when-the-share-is-used",
            "book-engagement/second-offer",
            &reusing,
        ),
    ]
}

/// Two of each.
fn of_two(world: &World) -> Vec<Vector> {
    let one = book(world, 2).after([&offer(world, "first", 0)]);
    let two = one.clone().after([&offer(world, "second", SECOND)]);
    let (third, bobs) = (offer(world, "third", 10 * SECOND), offer(world, "bob", 10 * SECOND));
    let three = two.clone().after([&bobs]);
    let bobs_second = offer(world, "bob, second", 11 * SECOND);
    let bobs_third = offer(world, "bob, third", 12 * SECOND);
    let mut reusing = Deal::as_provider(world)
        .named("first")
        .on(|terms| terms.deadline_ms -= 1)
        .offer(|_| ());
    reusing.at = SECOND;
    let once = one.clone().refused(&reusing, Verdict::Reject);
    vec![
        one.accepts("second-of-two", &["CTR-14"], &third),
        once.accepts("second-of-two-after-a-refused-one", &["CTR-14"], &third),
        two.accepts("another-after-two", &["CTR-14"], &bobs),
        two.refuses("CTR-14", "third-of-two", "second-of-two", &third),
        three.accepts("second-of-another-after-two", &["CTR-14"], &bobs_second),
        three.clone().after([&bobs_second]).refuses(
            "CTR-14",
            "third-of-another-after-two",
            "second-of-another-after-two",
            &bobs_third,
        ),
    ]
}

/// The requester counts: not the provider, and not the key that signs. What the verifier offers itself is counted apart.
fn who_asks(world: &World) -> Vec<Vector> {
    let own = Deal::as_requester(world);
    let own_offer = own.offer(|_| ());
    let alices = offer(world, "alice", 10 * SECOND);
    let again = own.clone().named("second").offer(|it| own.at(it, 10 * SECOND));
    let to_bob = Deal::between(world, &world.verifier, &world.bob);
    let to_bob = to_bob.clone().named("third").offer(|it| to_bob.at(it, 10 * SECOND));
    let asking = book(world, 1).with_room_for_own(1).after([&own_offer]);
    let crowded = book(world, 1).with_room_for(1).after([&own_offer]);
    let asked = book(world, 1).after([&offer(world, "first", 0)]);
    let by = |key: &Key| {
        world
            .delegation_for(Kind::Offer, &world.alice, key)
            .signed(&world.alice)
    };
    let root = Deal::as_provider(world);
    let workers = root.clone().by(&world.worker, &by(&world.worker)).offer(|_| ());
    let signed = book(world, 1).after([&workers]);
    let clerks = root.clone().named("second").by(&world.clerk, &by(&world.clerk));
    let clerks = clerks.offer(|it| root.at(it, 10 * SECOND));
    let own_after = "own-offer-to-a-requester";
    let asked_after = "offer-of-a-provider";
    vec![
        asked.accepts(own_after, &["CTR-14"], &again),
        asking.accepts(asked_after, &["CTR-14"], &alices),
        crowded.accepts("second-own-offer-with-no-room-for-others", &["CTR-14"], &again),
        crowded.accepts("offer-when-the-book-has-an-own-one", &["CTR-14"], &alices),
        crowded.after([&alices]).refuses(
            "CTR-14",
            "offer-when-the-book-has-an-own-one-and-another",
            "offer-when-the-book-has-an-own-one",
            &offer(world, "bob", 11 * SECOND),
        ),
        asking.refuses("CTR-14", "second-own-offer", own_after, &again),
        asking.refuses("CTR-14", "own-offer-to-another-provider", own_after, &to_bob),
        signed.accepts(
            "offer-of-another-than-the-delegate-speaks-for",
            &["CTR-14"],
            &offer(world, "bob", 10 * SECOND),
        ),
        signed.refuses("CTR-14", "offer-by-another-key", ANOTHER, &clerks),
        signed.refuses(
            "CTR-14",
            "offer-by-the-root-key",
            ANOTHER,
            &offer(world, "second", 10 * SECOND),
        ),
    ]
}

/// The bound on all of them holds too.
fn of_all(world: &World) -> Vec<Vector> {
    let (first, bobs) = (offer(world, "first", 0), offer(world, "bob", SECOND));
    let second = offer(world, "second", 10 * SECOND);
    let two = book(world, 2).with_room_for(2).after([&first]);
    let one = book(world, 5).with_room_for(1).after([&first]);
    let many = book(world, 1).with_room_for(5).after([&first]);
    let bobs_later = offer(world, "bob", 10 * SECOND);
    vec![
        two.accepts("second-with-room-in-all", &["CTR-14"], &second),
        two.after([&bobs]).refuses(
            "CTR-14",
            "second-without-room-in-all",
            "second-with-room-in-all",
            &second,
        ),
        one.refuses("CTR-14", "another-without-room-in-all", ANOTHER, &bobs_later),
        many.accepts("another-with-room-in-all", &["CTR-14"], &bobs_later),
        many.refuses(
            "CTR-14",
            "second-of-one-with-room-in-all",
            "another-with-room-in-all",
            &second,
        ),
    ]
}

/// There is room again when one is forgotten, and not before.
fn room_again(world: &World) -> Vec<Vector> {
    let (first, second) = (offer(world, "first", 0), offer(world, "second", 10 * SECOND));
    let forgotten = HOUR + ONE_SHOT_SKEW;
    let one = book(world, 1).after([&first]);
    let two = book(world, 2).after([&first, &second]);
    let third = |at: i64| offer(world, "third", at);
    let contract = book(world, 1).after(Deal::as_provider(world).whole().contract());
    let refilled = two.clone().after([&third(forgotten)]);
    let refuses = |story: &Story<'_>, fault: &str, twin: &str, said: &Said| story.refuses("CTR-14", fault, twin, said);
    let (of_one, of_two) = (
        "room-when-the-only-one-is-forgotten",
        "room-when-one-of-two-is-forgotten",
    );
    vec![
        one.accepts(of_one, &["CTR-14"], &third(forgotten)),
        refuses(
            &one,
            "no-room-while-the-only-one-is-kept",
            of_one,
            &third(forgotten - 1),
        ),
        two.accepts(of_two, &["CTR-14"], &third(forgotten)),
        refuses(&two, "no-room-while-both-are-kept", of_two, &third(forgotten - 1)),
        refilled.accepts(
            "room-when-the-other-is-forgotten-too",
            &["CTR-14"],
            &offer(world, "fourth", forgotten + 10 * SECOND),
        ),
        refuses(
            &refilled,
            "no-room-when-it-is-used-again",
            "room-when-the-other-is-forgotten-too",
            &offer(world, "fourth", forgotten + 10 * SECOND - 1),
        ),
        refuses(&contract, "no-room-while-a-contract-is-kept", of_one, &third(forgotten)),
    ]
}
