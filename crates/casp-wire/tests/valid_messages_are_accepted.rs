//! Whatever the schema and its options admit is accepted.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;

use casp_wire::Layer;
use entry_points::{MESSAGES, scan_and_prost_agree};
use proptest::prelude::*;
use support::sample;
use support::strategies::any_valid;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4_096) })]

    #[test]
    fn valid_messages_come_back_as_they_were((message, bytes) in any_valid(MESSAGES, |message| message.table)) {
        prop_assert_eq!((message.through_casp)(&bytes, Layer::Payload), Ok(bytes.clone()));
        scan_and_prost_agree(message, Layer::Payload, &bytes);
    }
}

#[test]
fn the_least_and_the_fullest_messages_are_accepted() {
    for message in MESSAGES {
        for sample in [sample::least(message.table), sample::full(message.table)] {
            assert_eq!(
                (message.through_casp)(&sample, Layer::Payload).as_ref(),
                Ok(&sample),
                "{}",
                message.table.name
            );
        }
    }
}
