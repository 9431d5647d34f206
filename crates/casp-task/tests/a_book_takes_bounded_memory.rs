//! A book's memory follows from its number of engagements, and nothing stays when they are over.

#![allow(clippy::restriction, reason = "test code")]

mod support;

use casp_task::{AcceptanceKind, OfferKind, QuoteKind, draft};
use peak_alloc::PeakAlloc;
use support::{ALICE, BOB, NOW, apply, book, input, one_shot, verified};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const ENGAGEMENTS: u8 = 100;

/// Without the harness, whose threads the allocator would count.
fn main() {
    let empty = HEAP.current_usage();
    let mut book = book(usize::from(ENGAGEMENTS));
    for number in 0..ENGAGEMENTS {
        let offer = verified::<OfferKind>(ALICE, &support::offer(number, NOW + i64::from(number)));
        let quote = verified::<QuoteKind>(BOB, &support::quote(&offer, number, NOW + i64::from(number)));
        let header = one_shot(ALICE, BOB, 100 + number, NOW + i64::from(number));
        let acceptance = draft::acceptance(&quote, header, [9; 32], &input());
        let acceptance = verified::<AcceptanceKind>(ALICE, &acceptance);
        apply(&mut book, offer, NOW + 100).unwrap();
        apply(&mut book, quote, NOW + 100).unwrap();
        apply(&mut book, acceptance, NOW + 100).unwrap();
    }
    let each = HEAP.current_usage().saturating_sub(empty) / usize::from(ENGAGEMENTS);
    assert!(each < 4_096, "{each} bytes for an engagement");
    book.expire(i64::MAX);
    assert_eq!(book.engagements().count(), 0);
    let left = HEAP.current_usage().saturating_sub(empty);
    assert!(left < 16_384, "{left} bytes are left when all is over");
    println!("test result: ok. 1 passed; 0 failed; 0 ignored; {each} bytes for an engagement, {left} left");
}
