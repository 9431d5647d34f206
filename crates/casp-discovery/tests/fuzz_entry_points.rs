//! The entry points of the fuzz targets `question`, `held` and `kept` hold for inputs at random too.

#![allow(clippy::restriction, clippy::arithmetic_side_effects, reason = "test code")]

mod entry_points;

use proptest::collection::vec;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn whatever_passes_verification_is_searched(edits in vec((any::<prop::sample::Index>(), any::<u8>()), 0..4)) {
        let mut data = entry_points::searched();
        for (at, byte) in edits {
            let at = at.index(data.len());
            data[at] ^= byte;
        }
        entry_points::question(&data);
    }

    #[test]
    fn whatever_was_changed_in_what_registries_signed_is_refused(data in vec(any::<u8>(), 0..8)) {
        entry_points::held(&data);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_024) })]

    #[test]
    fn whatever_is_kept_and_was_changed_is_refused_or_makes_a_registry_that_can_be_kept(data in vec(any::<u8>(), 0..8)) {
        entry_points::kept(&data);
    }
}

#[test]
fn what_is_kept_and_was_not_changed_is_taken() {
    for which in 0..=u8::MAX {
        assert!(entry_points::kept(&[which]), "{which}");
    }
}

/// Shows that the target reaches what it is for.
#[test]
fn what_the_corpus_begins_with_is_searched() {
    assert!(entry_points::question(&entry_points::searched()));
}
