//! The entry point of the fuzz target `book` holds for inputs at random too.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;

use proptest::collection::vec;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn a_book_holds_on_arbitrary_events(data in vec(any::<u8>(), 0..400)) {
        entry_points::book(&data);
    }
}

/// An engagement without detours: shows that the events above can lead to its end.
#[test]
fn a_straight_engagement_is_told_to_its_end() {
    let straight: &[&[u8]] = &[
        &[1, 0x80, 0, 2, 1], // offer by 0 to 1
        &[2, 0x81, 1, 0, 2], // quote
        &[3, 0x80, 2, 0, 1], // acceptance
        &[4, 0x80, 3, 0, 1], // request
        &[7, 0x81, 0, 1, 0], // result
        &[8, 0x80, 0, 2, 0], // acknowledgement
    ];
    assert_eq!(entry_points::book(&straight.concat()), straight.len());
}
