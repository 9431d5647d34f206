//! The entry point of the fuzz target `dispute` holds for inputs at random too: judging ends calmly, and with the same each time.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;

use casp_wire::encode;
use entry_points::dispute;
use entry_points::support::full;
use proptest::collection::vec;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn judge_holds_on_arbitrary_bytes(choice in 0..2_u8, data in vec(any::<u8>(), 0..300)) {
        dispute(&[vec![choice], data].concat());
    }

    #[test]
    fn judge_holds_on_bundles_altered_and_cut(at: prop::sample::Index, bits in 1_u8.., cut: bool) {
        let mut data = [vec![0], encode(&full())].concat();
        let at = 1 + at.index(data.len() - 1);
        data[at] ^= bits;
        data.truncate(if cut { at } else { data.len() });
        dispute(&data);
    }

    #[test]
    fn judge_holds_on_bundles_tampered_with(data in vec(any::<u8>(), 0..30)) {
        dispute(&[vec![2], data].concat());
    }
}

#[test]
fn judge_holds_on_bundles_signed_anew() {
    dispute(&[vec![1], encode(&full())].concat());
}
