//! What a party says itself, and what comes back to it (HDR-2): nothing that arrives is taken for an own statement, and nothing
//! that another issued is one.

use super::deal::{Deal, Said, Whole};
use super::story::Story;
use crate::generate::forge::{Key, Kind, Payload as _, Statement};
use crate::generate::world::{SECOND, World};
use crate::vector::{Vector, Verdict};

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = come_back(world);
    vectors.extend(of_others(world));
    vectors.extend(reports(world));
    vectors.extend(delegated(world));
    vectors.extend(without_identity(world));
    vectors.extend(after_a_loss(world));
    vectors
}

fn book(world: &World) -> Story<'_> {
    Story::new(world, "book-own")
}

/// What the requester says in an engagement, and how much was said before.
fn by_requester(whole: &Whole) -> [(&'static str, Vec<&Said>, &Said); 5] {
    let (contract, begun, done) = (whole.contract(), whole.begun(), whole.done());
    [
        ("offer", vec![], &whole.offer),
        ("acceptance", contract[..2].to_vec(), &whole.acceptance),
        ("request", contract.to_vec(), &whole.request),
        ("cancel", begun.to_vec(), &whole.cancel),
        ("ack", [&done[..], &[]].concat(), &whole.ack),
    ]
}

/// What the provider says.
fn by_provider(whole: &Whole) -> [(&'static str, Vec<&Said>, &Said); 3] {
    let (begun, mut running) = (whole.begun(), whole.begun().to_vec());
    running.push(&whole.event);
    [
        ("quote", vec![&whole.offer], &whole.quote),
        ("event", begun.to_vec(), &whole.event),
        ("result", running, &whole.result),
    ]
}

/// Each statement of the verifier's, which it has not made, or no longer knows: someone sends it to the verifier.
fn come_back(world: &World) -> Vec<Vector> {
    let (asked, asking) = (Deal::as_provider(world).whole(), Deal::as_requester(world).whole());
    let mut vectors = Vec::new();
    let mut refuse = |side: &str, (kind, before, said): (&str, Vec<&Said>, &Said)| {
        let story = book(world).after(before);
        let twin = format!("book-engagement/{side}-{kind}");
        vectors.push(story.refuses("HDR-2", &format!("{kind}-comes-back"), &twin, &said.received()));
    };
    for step in by_requester(&asking) {
        refuse("requester", step);
    }
    for step in by_provider(&asked) {
        refuse("provider", step);
    }
    vectors
}

/// What another issues is not the verifier's own, though it is for the verifier and fits.
fn of_others(world: &World) -> Vec<Vector> {
    let (asked, asking) = (Deal::as_provider(world).whole(), Deal::as_requester(world).whole());
    let mut vectors = Vec::new();
    let mut refuse = |side: &str, (kind, before, said): (&str, Vec<&Said>, &Said)| {
        let story = book(world).after(before);
        let twin = format!("book-engagement/{side}-{kind}");
        vectors.push(story.refuses("HDR-2", &format!("{kind}-of-another-as-own"), &twin, &said.as_own()));
    };
    for step in by_requester(&asked) {
        refuse("provider", step);
    }
    for step in by_provider(&asking) {
        refuse("requester", step);
    }
    let strangers = Deal::between(world, &world.alice, &world.bob).offer(|_| ());
    let twin = "book-engagement/provider-offer";
    vectors.push(book(world).refuses("HDR-2", "offer-among-others-as-own", twin, &strangers.as_own()));
    vectors.push(book(world).refuses("HDR-2", "offer-among-others", twin, &strangers));
    vectors
}

/// Reports may have no audience; an own one still has to be the verifier's.
fn reports(world: &World) -> Vec<Vector> {
    let deal = Deal::as_provider(world);
    let whole = deal.whole();
    let done = book(world).after(whole.done());
    let report = |by: &Key, on: &Key, to: Option<&Key>| {
        deal.report(&whole.acceptance, &whole.result, |it| {
            it.header().issuer = by.multikey();
            it.header().audience = to.map(Key::multikey).unwrap_or_default();
            it.subject = on.multikey();
        })
    };
    let (alice, own, carol) = (&world.alice, &world.verifier, &world.carol);
    let refuses = |fault: &str, twin: &str, said: &Said| done.refuses("HDR-2", fault, twin, said);
    let (to_anyone, to_carol) = (report(own, alice, None), report(own, alice, Some(carol)));
    let alices = report(alice, own, None);
    let rules = ["HDR-2", "CTR-4"];
    vec![
        done.accepts("report-to-anyone", &rules, &to_anyone),
        done.accepts("report-to-a-third", &rules, &to_carol),
        done.accepts("report-to-the-subject", &rules, &report(own, alice, Some(alice))),
        // Whoever has no audience is for everyone, the issuer too.
        done.accepts("report-to-anyone-comes-back", &rules, &to_anyone.received()),
        done.accepts("report-of-another-to-anyone", &rules, &alices),
        done.accepts(
            "report-of-another-to-the-verifier",
            &rules,
            &report(alice, own, Some(own)),
        ),
        refuses(
            "report-to-a-third-comes-back",
            "report-to-a-third",
            &to_carol.received(),
        ),
        refuses(
            "report-to-the-subject-comes-back",
            "report-to-the-subject",
            &report(own, alice, Some(alice)).received(),
        ),
        refuses(
            "report-of-another-to-anyone-as-own",
            "report-of-another-to-anyone",
            &alices.as_own(),
        ),
        refuses(
            "report-of-another-to-the-verifier-as-own",
            "report-of-another-to-the-verifier",
            &report(alice, own, Some(own)).as_own(),
        ),
        refuses(
            "report-of-another-to-a-third",
            "report-of-another-to-anyone",
            &report(alice, own, Some(carol)),
        ),
        refuses(
            "report-of-another-to-a-third-as-own",
            "report-of-another-to-anyone",
            &report(alice, own, Some(carol)).as_own(),
        ),
    ]
}

/// Own is what the verifier's agent issues, whichever of its keys signs; who signs for another is not its issuer.
fn delegated(world: &World) -> Vec<Vector> {
    let delegation = |of: &Key| -> Statement { world.delegation_for(Kind::Offer, of, &world.clerk).signed(of) };
    let own = Deal::as_requester(world).by(&world.clerk, &delegation(&world.verifier));
    let alices = Deal::between(world, &world.alice, &world.bob).by(&world.clerk, &delegation(&world.alice));
    let empty = book(world);
    let offer = own.offer(|_| ());
    let alices_offer = alices.offer(|_| ());
    let of_alice = empty.clone().of(Some(&world.alice));
    let of_clerk = empty.clone().of(Some(&world.clerk));
    let good = "offer-by-an-operational-key";
    let others = "offer-by-an-operational-key-of-another-agent";
    vec![
        empty.accepts(good, &["HDR-2", "DEL-5"], &offer),
        empty.refuses(
            "HDR-2",
            "offer-by-an-operational-key-comes-back",
            good,
            &offer.received(),
        ),
        of_alice.accepts(others, &["HDR-2", "DEL-5"], &alices_offer.as_own()),
        of_clerk.refuses(
            "HDR-2",
            "offer-that-the-verifier-signed-for-another",
            others,
            &alices_offer.as_own(),
        ),
    ]
}

/// A verifier without identity says nothing, and is told nothing.
fn without_identity(world: &World) -> Vec<Vector> {
    let (asked, asking) = (Deal::as_provider(world).whole(), Deal::as_requester(world).whole());
    let nobody = book(world).of(None);
    let refuses = |fault: &str, twin: &str, said: &Said| {
        let twin = format!("book-engagement/{twin}");
        nobody.refuses("HDR-2", fault, &twin, said)
    };
    vec![
        refuses("offer-to-nobody", "provider-offer", &asked.offer),
        refuses("own-offer-of-nobody", "requester-offer", &asking.offer),
        refuses("own-report-of-nobody", "provider-report-by-provider", &asked.answer),
        refuses(
            "report-of-another-as-own-of-nobody",
            "provider-report-by-requester",
            &asked.report.as_own(),
        ),
    ]
}

/// A provider that has lost its book, and is given its own quote again, is not led to begin anew.
fn after_a_loss(world: &World) -> Vec<Vector> {
    let whole = Deal::as_provider(world).whole();
    let lost = book(world)
        .after([&whole.offer])
        .refused(&whole.quote.received(), Verdict::Reject);
    let mut late = whole.quote.received();
    late.at = whole.acceptance.at + SECOND;
    let waiting = book(world)
        .after([&whole.offer])
        .refused(&whole.acceptance, Verdict::Ignore);
    let twin = "book-engagement/provider-acceptance";
    vec![
        lost.refuses("CTR-3", "acceptance-of-a-quote-that-came-back", twin, &whole.acceptance),
        waiting.refuses(
            "HDR-2",
            "quote-comes-back-after-its-acceptance",
            "book-engagement/provider-quote",
            &late,
        ),
        book(world)
            .after([&whole.offer])
            .refused(&whole.quote.received(), Verdict::Reject)
            .accepts("quote-that-came-back-before", &["HDR-2", "CTR-1"], &whole.quote),
    ]
}
