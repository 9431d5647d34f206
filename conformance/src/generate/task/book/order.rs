//! Which of two faults is reported, where SPEC.md says so: the earlier stage; CTR-3 before the rest of its stage; REJECT before
//! IGNORE. Each vector has two faults, and names the rule that is to be reported.

use casp_wire::v1;

use super::deal::{Deal, Said};
use super::story::Story;
use crate::generate::engagement::inline;
use crate::generate::forge::{Kind, Payload as _};
use crate::generate::world::{HOUR, ONE_SHOT_SKEW, SECOND, World};
use crate::vector::Vector;

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = stages(world);
    vectors.extend(unknown_first(world));
    vectors.extend(blame_first(world));
    vectors
}

fn book(world: &World) -> Story<'_> {
    Story::new(world, "book-order")
}

fn twin(name: &str) -> String {
    format!("book-engagement/{name}")
}

/// FRESHNESS, REPLAY, CHAIN, POLICY.
fn stages(world: &World) -> Vec<Vector> {
    let deal = Deal::as_provider(world);
    let whole = deal.whole();
    let offered = book(world).after([&whole.offer]);
    let quoted = offered.clone().after([&whole.quote]);
    let full = book(world).with_room_for(1).after([&whole.offer]);
    let expired = HOUR + ONE_SHOT_SKEW;
    let reused = deal.acceptance(&whole.quote, |it| it.header().nonce = deal.nonce(Kind::Offer));
    let another = deal.clone().on(|terms| terms.deadline_ms -= 1);
    let reusing = another.offer(|it| it.header().nonce = deal.nonce(Kind::Offer));
    vec![
        quoted.refuses_at(
            "HDR-2",
            "comes-back-before-known",
            &twin("provider-quote"),
            whole.quote.at + 1,
            &whole.quote.received(),
        ),
        book(world).refuses(
            "HDR-2",
            "comes-back-before-unknown",
            &twin("provider-quote"),
            &whole.quote.received(),
        ),
        // The quote, which lives on, keeps the offer in the book.
        quoted.refuses_at(
            "FRS-2",
            "expired-before-known",
            &twin("provider-offer"),
            expired,
            &whole.offer,
        ),
        offered.refuses(
            "CTR-2",
            "nonce-before-unknown-quote",
            &twin("provider-acceptance"),
            &reused,
        ),
        full.refuses_at("CTR-1", "known-before-full", &twin("provider-offer"), 1, &whole.offer),
        full.refuses("CTR-2", "nonce-before-full", &twin("second-offer"), &reusing),
    ]
}

/// CTR-3, which blames nobody, goes before all others of its stage.
fn unknown_first(world: &World) -> Vec<Vector> {
    let deal = Deal::as_provider(world);
    let whole = deal.whole();
    let contract = book(world).after(whole.contract());
    let begun = book(world).after(whole.begun());
    let carol = world.carol.multikey();
    let ack = deal.ack(&whole.acceptance, &whole.result, |it| {
        it.header().issuer.clone_from(&carol)
    });
    let result = deal.result(&whole.acceptance, &whole.request, |it| {
        it.header().audience.clone_from(&carol)
    });
    let no_result = deal.no_result(&whole.acceptance, deal.provider, whole.report.at);
    vec![
        contract.refuses(
            "CTR-3",
            "no-request-before-no-result",
            &twin("provider-report-by-provider"),
            &no_result,
        ),
        begun.refuses("CTR-3", "no-result-before-party", &twin("provider-ack"), &ack),
        contract.refuses("CTR-3", "no-request-before-party", &twin("provider-result"), &result),
    ]
}

/// What blames its issuer goes before what does not: after the offer's end, or the deadline.
fn blame_first(world: &World) -> Vec<Vector> {
    let deal = Deal::as_requester(world);
    let (lapsed, late) = (HOUR + SECOND, 601 * SECOND);
    let offer = deal.offer(|_| ());
    let offered = book(world).after([&offer]);
    let quoted = offered.clone().after([&deal.quote(&offer, |_| ())]);
    let other = deal.clone().named("another deal");
    let second_quote = other.quote(&offer, |it| deal.at(it, lapsed));
    let dear_quote = deal.quote(&offer, |it| {
        deal.at(it, lapsed);
        it.terms.get_or_insert_default().deadline_ms += 1;
    });
    let asked = deal.on(|terms| {
        terms.deadline_ms = world.issued + 600 * SECOND;
        terms.evidence = vec!["trace".to_owned()];
    });
    let whole = asked.whole();
    let begun = book(world).after(whole.begun());
    let bare_result = asked.result(&whole.acceptance, &whole.request, |it| asked.at(it, late));
    let foreign_result = asked.result(&whole.acceptance, &whole.offer, |it| {
        asked.at(it, late);
        it.trace = Some(some_trace(world));
    });
    let other_output = asked.result(&whole.acceptance, &whole.request, |it| {
        asked.at(it, late);
        it.trace = Some(some_trace(world));
        it.output = Some(inline("text/markdown", b"another output"));
    });
    let mut vectors = vec![
        begun.refuses("CTR-16", "output-before-late", &twin("requester-result"), &other_output),
        quoted.refuses("CTR-5", "second-before-lapsed", &twin("requester-quote"), &second_quote),
        offered.refuses("CTR-6", "terms-before-lapsed", &twin("requester-quote"), &dear_quote),
        begun.refuses(
            "CTR-9",
            "names-another-before-late",
            &twin("requester-result"),
            &foreign_result,
        ),
        begun.refuses(
            "CTR-13",
            "evidence-before-late",
            &twin("requester-result"),
            &bare_result,
        ),
    ];
    vectors.extend(blame_before_closed(world));
    vectors
}

fn some_trace(world: &World) -> v1::TraceCommitment {
    let mut draw = world.draw("trace of a late result");
    v1::TraceCommitment {
        session: draw.bytes(16),
        size: draw.number(1, 90),
        root: draw.bytes(32),
    }
}

/// After a result or a cancel.
fn blame_before_closed(world: &World) -> Vec<Vector> {
    let deal = Deal::as_provider(world);
    let whole = deal.whole();
    let begun = book(world).after(whole.begun());
    let done = begun.clone().after([&whole.event, &whole.result]);
    let cancelled = book(world).after(whole.contract()).after([&whole.cancel]);
    let late = whole.result.at + SECOND;
    let carol = world.carol.multikey();
    let strangers = deal.cancel(&whole.acceptance, |it| {
        deal.at(it, late);
        it.header().issuer.clone_from(&carol);
    });
    let same_seq = deal.event(&whole.acceptance, |it| deal.at(it, late));
    let other_input = deal.request(&whole.acceptance, |it| {
        deal.at(it, late);
        it.input = Some(inline("text/plain", b"another input"));
    });
    let refuses = |story: &Story<'_>, rule: &str, fault: &str, good: &str, said: &Said| {
        story.refuses(rule, fault, &twin(good), said)
    };
    vec![
        refuses(&done, "CTR-4", "party-before-closed", "provider-cancel", &strangers),
        refuses(&done, "CTR-5", "second-before-closed", "provider-event", &same_seq),
        refuses(
            &cancelled,
            "CTR-8",
            "input-before-closed",
            "provider-request",
            &other_input,
        ),
    ]
}
