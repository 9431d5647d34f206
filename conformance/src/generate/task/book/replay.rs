//! What was said before changes nothing (CTR-1), and no nonce is used twice (CTR-2).

use super::deal::Deal;
use super::story::Story;
use crate::generate::forge::{Kind, Payload};
use crate::generate::world::World;
use crate::vector::{Vector, Verdict};

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = again(world);
    vectors.extend(not_held(world));
    vectors.extend(nonces(world));
    vectors.extend(nonces_of_others(world));
    vectors
}

/// The accepted vectors in which the statements are new.
const STEPS: [&str; 9] = [
    "offer",
    "quote",
    "acceptance",
    "request",
    "event",
    "result",
    "ack",
    "report-by-requester",
    "report-by-provider",
];

/// CTR-1: each statement a millisecond later.
fn again(world: &World) -> Vec<Vector> {
    let whole = Deal::as_provider(world).whole();
    let all = whole.in_order();
    let empty = Story::new(world, "book-replay");
    let mut vectors = Vec::new();
    for (nth, name) in STEPS.into_iter().enumerate() {
        let story = empty.clone().after(all[..=nth].iter().copied());
        let twin = format!("book-engagement/provider-{name}");
        vectors.push(story.refuses_at("CTR-1", &format!("{name}-again"), &twin, all[nth].at + 1, all[nth]));
    }
    let cancelled = empty.clone().after(whole.begun()).after([&whole.cancel]);
    let at = whole.cancel.at + 1;
    vectors.push(cancelled.refuses_at(
        "CTR-1",
        "cancel-again",
        "book-engagement/provider-cancel",
        at,
        &whole.cancel,
    ));
    let over = empty.clone().after(all);
    let end = whole.answer.at + 1;
    for (name, said) in [
        ("offer", &whole.offer),
        ("acceptance", &whole.acceptance),
        ("event", &whole.event),
    ] {
        let twin = format!("book-engagement/provider-{name}");
        vectors.push(over.refuses_at("CTR-1", &format!("{name}-again-at-the-end"), &twin, end, said));
    }
    let mut resigned = whole.acceptance.clone();
    let random = world.draw("another signature").bytes(64);
    resigned.statement = resigned.statement.resigned(&world.alice, &random);
    let quoted = empty.clone().after([&whole.offer, &whole.quote]);
    let contract = empty.after(whole.contract());
    let twin = "acceptance-with-another-signature";
    vectors.push(quoted.accepts(twin, &["CTR-1", "SIG-3"], &resigned));
    let at = resigned.at + 1;
    vectors.push(contract.refuses_at("CTR-1", "acceptance-again-with-another-signature", twin, at, &resigned));
    vectors
}

/// CTR-1: a statement that was refused is not held.
fn not_held(world: &World) -> Vec<Vector> {
    let deal = Deal::as_requester(world);
    let whole = deal.whole();
    let early = Story::new(world, "book-replay").refused(&whole.quote, Verdict::Ignore);
    let mut offer = whole.offer.clone();
    offer.at = whole.quote.at;
    let known = early.after([&offer]);
    vec![known.accepts("quote-again-after-its-offer", &["CTR-1", "CTR-3"], &whole.quote)]
}

/// CTR-2: statements of one requester, who uses a nonce again.
fn nonces(world: &World) -> Vec<Vector> {
    let deal = Deal::as_provider(world);
    let whole = deal.whole();
    let nonce = |kind| deal.nonce(kind);
    let empty = Story::new(world, "book-replay");
    let offered = empty.clone().after([&whole.offer]);
    let quoted = empty.clone().after([&whole.offer, &whole.quote]);
    let contract = empty.clone().after(whole.contract());
    let begun = empty.after(whole.begun());
    let again = deal.clone().named("another deal").on(|terms| terms.deadline_ms -= 1);
    let offer = again.offer(|it| reuse(it, &nonce(Kind::Offer)));
    let acceptance = deal.acceptance(&whole.quote, |it| reuse(it, &nonce(Kind::Offer)));
    let request = deal.request(&whole.acceptance, |it| reuse(it, &nonce(Kind::Acceptance)));
    let cancel = deal.cancel(&whole.acceptance, |it| reuse(it, &nonce(Kind::TaskRequest)));
    let twin = |name: &str| format!("book-engagement/{name}");
    vec![
        offered.refuses("CTR-2", "nonce-of-an-offer", &twin("second-offer"), &offer),
        quoted.refuses("CTR-2", "nonce-of-the-offer", &twin("provider-acceptance"), &acceptance),
        contract.refuses("CTR-2", "nonce-of-the-acceptance", &twin("provider-request"), &request),
        begun.refuses("CTR-2", "nonce-of-the-request", &twin("provider-cancel"), &cancel),
    ]
}

/// CTR-2: nonces are the issuer's, whatever part it plays, and whoever it deals with.
fn nonces_of_others(world: &World) -> Vec<Vector> {
    let asking = Deal::as_provider(world);
    let answering = Deal::as_requester(world);
    let alices = asking.offer(|_| ());
    let nonce = asking.nonce(Kind::Offer);
    let own = answering.offer(|_| ());
    let quote = answering.quote(&own, |it| reuse(it, &nonce));
    let empty = Story::new(world, "book-replay");
    let both = empty.clone().after([&alices, &own]);
    let bobs = Deal::between(world, &world.bob, &world.verifier).named("deal of bob");
    let bobs = bobs.offer(|it| reuse(it, &nonce));
    let other = answering.clone().named("another deal");
    let other_offer = other.offer(|it| other.at(it, 1_500));
    let other_quote = other.quote(&other_offer, |it| {
        other.at(it, 2_500);
        reuse(it, &nonce);
    });
    let first_quote = answering.quote(&own, |_| ());
    let dearer = answering.quote(&own, |it| {
        reuse(it, &nonce);
        it.terms.get_or_insert_default().deadline_ms += 1;
    });
    let refused = empty
        .clone()
        .after([&own])
        .refused(&dearer, Verdict::Reject)
        .after([&other_offer]);
    vec![
        both.accepts("nonces-in-two-parts", &["CTR-2"], &first_quote),
        both.refuses(
            "CTR-2",
            "nonce-of-an-offer-the-other-way",
            "nonces-in-two-parts",
            &quote,
        ),
        empty
            .after([&alices])
            .accepts("nonce-of-another-issuer", &["CTR-2"], &bobs),
        refused.accepts("nonce-of-a-refused-statement", &["CTR-2"], &other_quote),
    ]
}

fn reuse<T: Payload>(message: &mut T, nonce: &[u8]) {
    message.header().nonce = nonce.to_vec();
}
