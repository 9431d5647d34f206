//! A book's memory follows from its number of engagements, and nothing stays when they are over.

#![allow(clippy::restriction, reason = "test code")]

mod support;

use casp_task::{AcceptanceKind, OfferKind, QuoteKind, draft};
use casp_wire::v1::Terms;
use peak_alloc::PeakAlloc;
use support::{ALICE, BOB, NOW, apply, book, input, one_shot, verified};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const ENGAGEMENTS: u8 = 100;

/// Without the harness, whose threads the allocator would count.
fn main() {
    let usual = bytes_each(support::terms());
    assert!(usual < 3_072, "{usual} bytes for an engagement");
    let longest = bytes_each(longest_terms());
    assert!(
        longest < 8_192,
        "{longest} bytes for an engagement on the longest terms"
    );
    println!("test result: ok. 2 passed; 0 failed; 0 ignored; {usual} bytes for an engagement, {longest} at the most");
}

/// Of engagements with a contract.
fn bytes_each(terms: Terms) -> usize {
    let empty = HEAP.current_usage();
    let mut book = book(usize::from(ENGAGEMENTS));
    for number in 0..ENGAGEMENTS {
        let at = NOW + i64::from(number);
        let mut offer = support::offer(number, at);
        offer.terms = Some(terms.clone());
        let offer = verified::<OfferKind>(ALICE, &offer);
        let quote = verified::<QuoteKind>(BOB, &support::quote(&offer, number, at));
        let header = one_shot(ALICE, BOB, 100 + number, at);
        let acceptance = draft::acceptance(&quote, header, [9; 32], &input());
        let acceptance = verified::<AcceptanceKind>(ALICE, &acceptance);
        apply(&mut book, offer, NOW + 100).unwrap();
        apply(&mut book, quote, NOW + 100).unwrap();
        apply(&mut book, acceptance, NOW + 100).unwrap();
    }
    let each = HEAP.current_usage().saturating_sub(empty) / usize::from(ENGAGEMENTS);
    book.expire(i64::MAX);
    assert_eq!(book.engagements().count(), 0);
    let left = HEAP.current_usage().saturating_sub(empty);
    // An emptied map keeps one node, with room for eleven engagements.
    assert!(left < 20_480, "{left} bytes are left when all is over");
    each
}

/// Every field as long, and every set as large, as the schema admits.
fn longest_terms() -> Terms {
    let mut signers: Vec<Vec<u8>> = (0..16).map(|n| support::id(n % 8).as_bytes().to_vec()).collect();
    for (n, signer) in signers.iter_mut().enumerate() {
        signer[2] = u8::try_from(n).unwrap();
    }
    signers.sort();
    let evidence = (0..16).map(|n| format!("{}{n:02}", "e".repeat(62))).collect();
    Terms {
        capability_id: format!("org.example/{}", "t".repeat(116)),
        capability_version: format!("1.2.3-{}", "a".repeat(58)),
        output_media_type: format!("text/{}", "p".repeat(120)),
        evidence,
        receipt_signers: signers,
        ..support::terms()
    }
}
