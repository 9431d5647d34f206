//! The quick reading of an event accepts what the scan accepts, and says of it what prost says.

#![allow(clippy::restriction, reason = "test code")]

mod support;
#[path = "../../casp-wire/tests/support/mod.rs"]
mod wire;

use casp_evidence::Event;
use casp_wire::table::Described as _;
use casp_wire::v1::TraceEvent;
use casp_wire::{Layer, decode, encode, scan};
use proptest::collection::vec;
use proptest::prelude::*;
use wire::mutate::{mutated, mutations};
use wire::strategies::valid;

fn is_read_alike(bytes: &[u8]) {
    let read = Event::read(bytes);
    assert_eq!(read.map(drop), scan(TraceEvent::TABLE, bytes, Layer::Envelope));
    assert_eq!(read.is_ok(), decode::<TraceEvent>(bytes, Layer::Envelope).is_ok());
    if let Ok(event) = read {
        let message: TraceEvent = decode(bytes, Layer::Envelope).unwrap();
        let again = TraceEvent {
            seq: event.seq,
            salt: event.salt.into(),
            at_ms: event.at_ms,
            kind: event.kind.into(),
            receipt: event.receipt.into(),
            data: event.data.into(),
            terminal: event.terminal,
        };
        assert_eq!(again, message);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4_096) })]

    #[test]
    fn of_valid_and_of_damaged_events(bytes in valid(TraceEvent::TABLE), mutations in mutations()) {
        is_read_alike(&bytes);
        is_read_alike(&mutated(TraceEvent::TABLE, &bytes, &mutations));
    }

    #[test]
    fn of_noise(bytes in vec(any::<u8>(), 0..80)) {
        is_read_alike(&bytes);
    }
}

#[test]
fn at_every_bound_and_past_it() {
    let base = support::events(1).remove(0);
    let alter = |alter: &dyn Fn(&mut TraceEvent)| {
        let mut event = base.clone();
        alter(&mut event);
        is_read_alike(&encode(&event));
    };
    for seq in [0, 1, 127, 128, (1 << 53) - 1, 1 << 53, 1 << 56, u64::MAX] {
        alter(&|event| event.seq = seq);
    }
    for at_ms in [i64::MIN, -1, 0, 1, 253_402_300_799_999, 253_402_300_800_000, i64::MAX] {
        alter(&|event| event.at_ms = at_ms);
    }
    for length in [0, 1, 15, 16, 17, 31, 32, 33] {
        alter(&|event| event.salt = vec![1; length]);
        alter(&|event| event.receipt = vec![1; length]);
    }
    for length in [0, 1, 127, 128, 4_095, 4_096, 4_097, 20_000] {
        alter(&|event| event.data = vec![1; length]);
    }
    for length in [0, 1, 2, 63, 64, 65] {
        alter(&|event| event.kind = "a".repeat(length));
    }
    // Every byte in every place of an identifier.
    for byte in 0..=u8::MAX {
        for kind in [vec![byte], vec![b'a', byte], vec![byte, b'a'], vec![b'a', byte, b'a']] {
            let mut bytes = encode(&TraceEvent {
                kind: "x".repeat(kind.len()),
                ..base.clone()
            });
            let at = bytes
                .windows(kind.len())
                .rposition(|part| part == "x".repeat(kind.len()).as_bytes())
                .unwrap();
            bytes[at..at + kind.len()].copy_from_slice(&kind);
            is_read_alike(&bytes);
        }
    }
    // A boolean that is neither, and every cut.
    let whole = encode(&base);
    for byte in 0..=u8::MAX {
        is_read_alike(&[&whole[..whole.len() - 1], &[byte]].concat());
    }
    for length in 0..whole.len() {
        is_read_alike(&whole[..length]);
    }
}
