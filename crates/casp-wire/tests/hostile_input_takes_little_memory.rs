//! Decoding a hostile mebibyte takes at most four more at its peak, whatever it is taken for.
//!
//! Alone in its file, because the allocator counts for the whole process.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;

use casp_wire::v1::Envelope;
use casp_wire::{Layer, scan};
use entry_points::MESSAGES;
use peak_alloc::PeakAlloc;
use prost::Message as _;
use support::hostile::{MEBIBYTE, hostile};
use support::sample;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const MOST: usize = 4 * MEBIBYTE;

/// Decoded as a whole they take twelve times their size. `casp-evidence` and `casp-execution` scan them and read them where
/// they stand; tests of those crates bound what this takes.
const READ_IN_PLACE: [&str; 2] = ["DisputeBundle", "EvidencePackage"];

#[test]
fn decoding_a_hostile_mebibyte_takes_at_most_four_more() {
    let mut inputs = 0;
    for message in MESSAGES {
        for (name, bytes) in hostile(message.table) {
            assert!(bytes.len() <= MEBIBYTE, "{name}");
            if !READ_IN_PLACE.contains(&message.table.name) {
                let peak = peak_of(|| drop((message.through_casp)(&bytes, Layer::Payload)));
                assert!(peak <= MOST, "{name} taken for {message:?}: {peak} bytes");
            }
            let scanned = peak_of(|| _ = scan(message.table, &bytes, Layer::Payload));
            assert_eq!(scanned, 0, "{name} taken for {message:?}: the scan allocates");
            inputs += 1;
        }
    }
    assert!(inputs > 300, "only {inputs} inputs");
    the_greatest_envelope_takes_no_more();
    prost_alone_takes_tenfold();
}

fn the_greatest_envelope_takes_no_more() {
    for message in MESSAGES
        .iter()
        .filter(|message| ["Envelope", "Bundle"].contains(&message.table.name))
    {
        let greatest = sample::message_of_length(message.table, MEBIBYTE);
        let peak = peak_of(|| assert!((message.through_casp)(&greatest, Layer::Envelope).is_ok()));
        assert!((2 * MEBIBYTE..=MOST).contains(&peak), "{message:?}: {peak} bytes");
    }
}

/// What the scan is for, and that the meter measures.
fn prost_alone_takes_tenfold() {
    let empty_signatures = [0x1a, 0x00].repeat(MEBIBYTE / 2);
    let peak = peak_of(|| drop(Envelope::decode(&empty_signatures[..])));
    assert!(peak > 10 * MEBIBYTE, "{peak} bytes");
}

/// Bytes that an action takes at its peak, above what was taken before it.
fn peak_of(action: impl FnOnce()) -> usize {
    HEAP.reset_peak_usage();
    let before = HEAP.current_usage();
    action();
    HEAP.peak_usage() - before
}
