//! Operational keys speak for the parties, while they may.

use super::deal::Deal;
use super::story::Story;
use crate::generate::forge::{Key, Kind, Payload as _, Statement};
use crate::generate::world::{HOUR, SECOND, SKEW, World};
use crate::vector::Vector;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = delegates(world);
    vectors.extend(voided(world));
    vectors.extend(ended(world));
    vectors.extend(retired(world));
    vectors
}

/// Alice's delegation of tasks to a key, of an epoch so much higher.
fn delegation(world: &World, to: &Key, above: u64) -> Statement {
    let mut delegation = world.delegation_for(Kind::Offer, &world.alice, to);
    delegation.epoch += above;
    delegation.signed(&world.alice)
}

fn book(world: &World) -> Story<'_> {
    Story::new(world, "book-signers")
}

/// Every statement of Alice's by one of her keys.
fn delegates(world: &World) -> Vec<Vector> {
    let worker = delegation(world, &world.worker, 0);
    let clerk = delegation(world, &world.clerk, 0);
    let root = Deal::as_provider(world);
    let deal = root.clone().by(&world.worker, &worker);
    let other = root.clone().by(&world.clerk, &clerk);
    let whole = deal.whole();
    let empty = book(world);
    let quoted = empty.clone().after([&whole.offer, &whole.quote]);
    let contract = empty.clone().after(whole.contract());
    let begun = empty.clone().after(whole.begun());
    let done = empty.clone().after(whole.done());
    let asked = Deal::as_requester(world);
    let answers = asked.clone().by(&world.worker, &worker).whole();
    let root_acceptance = root.acceptance(&whole.quote, |_| ());
    let stale_nonce = deal.acceptance(&whole.quote, |it| it.header().nonce = root.nonce(Kind::Offer));
    let root_request = root.request(&whole.acceptance, |_| ());
    let rules = ["CTR-4", "DEL-5", "DEL-6"];
    vec![
        empty.accepts("offer-by-a-delegate", &rules, &whole.offer),
        quoted.accepts("acceptance-by-a-delegate", &rules, &whole.acceptance),
        quoted.accepts(
            "acceptance-by-another-delegate",
            &rules,
            &other.acceptance(&whole.quote, |_| ()),
        ),
        quoted.accepts("acceptance-by-the-root-key", &rules, &root_acceptance),
        contract.accepts("request-by-the-root-key", &rules, &root_request),
        begun.accepts(
            "cancel-by-another-delegate",
            &rules,
            &other.cancel(&whole.acceptance, |_| ()),
        ),
        done.accepts(
            "ack-by-another-delegate",
            &rules,
            &other.ack(&whole.acceptance, &whole.result, |_| ()),
        ),
        empty
            .clone()
            .after([&answers.offer])
            .accepts("quote-by-a-delegate", &rules, &answers.quote),
        empty
            .clone()
            .after(answers.begun())
            .accepts("result-by-a-delegate", &rules, &answers.result),
        // Nonces are the issuer's, whichever of its keys signs.
        empty
            .after([&root.offer(|_| ()), &deal.quote(&root.offer(|_| ()), |_| ())])
            .refuses(
                "CTR-2",
                "nonce-of-the-root-key-by-a-delegate",
                "acceptance-by-a-delegate",
                &deal.acceptance(&deal.quote(&root.offer(|_| ()), |_| ()), |it| {
                    it.header().nonce = root.nonce(Kind::Offer);
                }),
            ),
        quoted.refuses(
            "CTR-2",
            "nonce-of-another-statement-by-the-same-delegate",
            "acceptance-by-a-delegate",
            &stale_nonce,
        ),
    ]
}

/// A higher epoch was seen after the offer.
fn voided(world: &World) -> Vec<Vector> {
    let old = delegation(world, &world.worker, 0);
    let new = delegation(world, &world.clerk, 1);
    let root = Deal::as_provider(world);
    let before = root.clone().by(&world.worker, &old);
    let after = root.clone().by(&world.clerk, &new);
    let whole = before.whole();
    let quoted = book(world).after([&whole.offer, &whole.quote]);
    let voided = quoted.clone().observed(whole.quote.at + 1, &new);
    let new_acceptance = after.acceptance(&whole.quote, |_| ());
    let learnt = quoted.clone().after([&new_acceptance]);
    let rules = ["DEL-10", "CTR-3"];
    let twin = "acceptance-by-a-delegate";
    vec![
        voided.refuses("DEL-10", "acceptance-by-a-voided-delegate", twin, &whole.acceptance),
        voided.refuses_at(
            "DEL-10",
            "offer-again-by-a-voided-delegate",
            "offer-by-a-delegate",
            2 * SECOND,
            &whole.offer,
        ),
        voided.accepts(
            "root-accepts-for-a-voided-delegate",
            &rules,
            &root.acceptance(&whole.quote, |_| ()),
        ),
        voided.accepts("new-delegate-accepts-for-a-voided-one", &rules, &new_acceptance),
        learnt.refuses(
            "DEL-10",
            "request-by-a-delegate-voided-by-an-acceptance",
            "request-by-the-root-key",
            &before.request(&new_acceptance, |_| ()),
        ),
    ]
}

/// The delegation under which a result was signed came to its end.
fn ended(world: &World) -> Vec<Vector> {
    let end = HOUR;
    let mut delegation = world.delegation_for(Kind::Offer, &world.alice, &world.worker);
    delegation.header().expires_at_ms = world.issued + end;
    let proof = delegation.signed(&world.alice);
    let deal = Deal::as_requester(world);
    let answers = deal.clone().by(&world.worker, &proof);
    let whole = deal.whole();
    let story = book(world).after(whole.begun());
    let result = answers.result(&whole.acceptance, &whole.request, |it| deal.at(it, end));
    let late = answers.result(&whole.acceptance, &whole.request, |it| deal.at(it, end + 1));
    let good = "result-as-its-delegation-ends";
    vec![
        story.accepts_at(good, &["DEL-7", "DEL-9"], end + SKEW - 1, &result),
        story.refuses("DEL-7", "result-after-its-delegation-ended", good, &late),
        story.refuses_at(
            "DEL-9",
            "result-when-its-delegation-has-ended",
            good,
            end + SKEW,
            &result,
        ),
    ]
}

/// Alice retires in the middle of it.
fn retired(world: &World) -> Vec<Vector> {
    let whole = Deal::as_requester(world).whole();
    let mut retire = world.retire(&world.alice);
    retire.header().issued_at_ms = world.issued + 5 * SECOND;
    let retire = retire.signed(&world.alice);
    let begun = book(world).after(whole.begun()).after([&whole.event]);
    let story = begun.clone().observed(5 * SECOND, &retire);
    let cancel = &whole.cancel;
    vec![
        story.refuses(
            "DEL-11",
            "result-after-retirement",
            "book-engagement/requester-result",
            &whole.result,
        ),
        story.refuses_at(
            "DEL-11",
            "event-again-after-retirement",
            "book-engagement/requester-event",
            6 * SECOND,
            &whole.event,
        ),
        story.accepts("cancel-after-the-other-party-retired", &["DEL-11"], cancel),
    ]
}
