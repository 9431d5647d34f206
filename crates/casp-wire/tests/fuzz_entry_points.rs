//! The entry point of the fuzz target `decode` holds for inputs at random too, so that it cannot rot between fuzzings.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;

use entry_points::{MESSAGES, decode_any};
use proptest::collection::vec;
use proptest::prelude::*;
use support::strategies::any_valid;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_024) })]

    #[test]
    fn decode_holds_on_arbitrary_bytes(data in vec(any::<u8>(), 0..200)) {
        decode_any(&data);
    }

    #[test]
    fn decode_holds_on_any_message((message, bytes) in any_valid(MESSAGES, |message| message.table), layer in prop_oneof![Just(0), Just(0x80)]) {
        let choice = MESSAGES.iter().position(|each| each.table.name == message.table.name).unwrap() as u8;
        decode_any(&[&[layer | choice], &bytes[..]].concat());
    }
}
