//! When a quote fits its offer (CTR-6).

use casp_wire::v1::{self, SideEffect, Terms};

use super::deal::Deal;
use super::story::Story;
use crate::generate::world::{SECOND, World};
use crate::vector::Vector;

/// Name, and what is done to the terms of the offer.
type Edit<'a> = (&'static str, Box<dyn Fn(&mut Terms) + 'a>);

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    // An offer with everything in it, so that everything can be changed.
    let mut signers = vec![world.alice.multikey(), world.bob.multikey()];
    signers.sort();
    let deal = Deal::as_requester(world).on(|terms| {
        terms.side_effect = SideEffect::Reversible.into();
        terms.evidence = kinds(&["tool-receipt", "trace"]);
        terms.receipt_signers = signers;
    });
    let offer = deal.offer(|_| ());
    let story = Story::new(world, "book-terms").after([&offer]);
    let quoted = |edit: &dyn Fn(&mut Terms)| deal.quote(&offer, |quote| edit(quote.terms.get_or_insert_default()));
    let mut vectors = Vec::new();
    for (name, edit) in fitting(world) {
        vectors.push(story.accepts(name, &["CTR-6"], &quoted(&*edit)));
    }
    for (fault, edit) in exceeding(world) {
        vectors.push(story.refuses("CTR-6", fault, EQUAL, &quoted(&*edit)));
    }
    vectors.extend(without_evidence(world));
    vectors
}

const EQUAL: &str = "terms-equal";

fn kinds(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn price(terms: &mut Terms) -> &mut v1::Money {
    terms.price.get_or_insert_default()
}

/// What a quote may have otherwise than its offer.
fn fitting(world: &World) -> Vec<Edit<'_>> {
    vec![
        (EQUAL, Box::new(|_| ())),
        ("amount-one-less", Box::new(|it| price(it).amount_micros -= 1)),
        ("amount-zero", Box::new(|it| price(it).amount_micros = 0)),
        ("deadline-one-earlier", Box::new(|it| it.deadline_ms -= 1)),
        (
            "deadline-as-early-as-can-be",
            Box::new(|it| it.deadline_ms = world.issued + SECOND + 1),
        ),
        (
            "evidence-one-more",
            Box::new(|it| it.evidence = kinds(&["attestation", "tool-receipt", "trace"])),
        ),
        (
            "evidence-many-more",
            Box::new(|it| it.evidence = kinds(&["a", "com.example.video", "tool-receipt", "trace", "z"])),
        ),
    ]
}

/// What it may not.
fn exceeding(world: &World) -> Vec<Edit<'_>> {
    vec![
        ("capability-other", Box::new(|it| it.capability_id.push('0'))),
        (
            "version-other",
            Box::new(|it| it.capability_version = "99.0.0".to_owned()),
        ),
        (
            "version-with-build",
            Box::new(|it| it.capability_version.push_str("+b")),
        ),
        ("behavior-other", Box::new(|it| it.behavior_digest[31] ^= 1)),
        (
            "side-effect-less",
            Box::new(|it| it.side_effect = SideEffect::None.into()),
        ),
        (
            "side-effect-more",
            Box::new(|it| it.side_effect = SideEffect::Irreversible.into()),
        ),
        (
            "output-media-type-other",
            Box::new(|it| it.output_media_type = "text/csv".to_owned()),
        ),
        ("currency-other", Box::new(|it| price(it).currency = "CHF".to_owned())),
        (
            "currency-other-and-free",
            Box::new(|it| {
                *price(it) = v1::Money {
                    currency: "CHF".to_owned(),
                    amount_micros: 0,
                };
            }),
        ),
        ("amount-one-more", Box::new(|it| price(it).amount_micros += 1)),
        ("deadline-one-later", Box::new(|it| it.deadline_ms += 1)),
        ("evidence-none", Box::new(|it| it.evidence.clear())),
        ("evidence-first-missing", Box::new(|it| it.evidence = kinds(&["trace"]))),
        (
            "evidence-last-missing",
            Box::new(|it| it.evidence = kinds(&["tool-receipt"])),
        ),
        (
            "evidence-another-instead",
            Box::new(|it| it.evidence = kinds(&["attestation", "tool-receipt"])),
        ),
        (
            "evidence-longer-instead",
            Box::new(|it| it.evidence = kinds(&["tool-receipt", "trace-full"])),
        ),
        ("receipt-signers-none", Box::new(|it| it.receipt_signers.clear())),
        ("receipt-signer-missing", Box::new(|it| drop(it.receipt_signers.pop()))),
        (
            "receipt-signer-more",
            Box::new(|it| {
                it.receipt_signers.push(world.carol.multikey());
                it.receipt_signers.sort();
            }),
        ),
        (
            "receipt-signer-another",
            Box::new(|it| {
                it.receipt_signers[1] = world.carol.multikey();
                it.receipt_signers.sort();
            }),
        ),
    ]
}

/// An offer that asks for none.
fn without_evidence(world: &World) -> Vec<Vector> {
    let deal = Deal::as_requester(world);
    let offer = deal.offer(|_| ());
    let story = Story::new(world, "book-terms").after([&offer]);
    let quoted = |edit: fn(&mut Terms)| deal.quote(&offer, |quote| edit(quote.terms.get_or_insert_default()));
    let signers = deal.quote(&offer, |quote| {
        quote.terms.get_or_insert_default().receipt_signers = vec![world.carol.multikey()];
    });
    vec![
        story.accepts(
            "evidence-unasked",
            &["CTR-6"],
            &quoted(|it| it.evidence = kinds(&["trace"])),
        ),
        story.refuses("CTR-6", "receipt-signers-unasked", "evidence-unasked", &signers),
    ]
}
