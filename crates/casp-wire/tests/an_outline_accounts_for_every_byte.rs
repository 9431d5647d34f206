//! An outline accounts for every byte of any input, and finds nothing odd in what the scan accepts.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;

use casp_wire::outline::{Content, Item, MAX_DEPTH, Outline};
use casp_wire::table::MessageTable;
use casp_wire::v1::tables;
use casp_wire::{Layer, scan};
use entry_points::{MESSAGES, Message};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use support::hostile::hostile;
use support::mutate::{mutated, mutations};
use support::strategies::any_valid;

fn damaged() -> impl Strategy<Value = (Message, Vec<u8>)> {
    (any_valid(MESSAGES, |message| message.table), mutations())
        .prop_map(|((message, bytes), mutations)| (message, mutated(message.table, &bytes, &mutations)))
}

/// The items of a message follow each other without a gap, from its beginning to its end, and so do those of messages in it.
fn accounts_for(items: &[Item<'_>], depth: usize, from: usize, to: usize) {
    let mut at = from;
    for (index, item) in items.iter().enumerate().filter(|(_, item)| item.depth == depth) {
        assert_eq!(item.offset, at, "{item:?}");
        at += item.length;
        let inner = &items[index + 1..];
        let until = inner.iter().position(|next| next.depth <= depth).unwrap_or(inner.len());
        let value = match item.content {
            Content::Message(_, value) => value,
            Content::Cut { there, .. } if until > 0 => there,
            _ => {
                assert_eq!(until, 0, "{item:?}");
                continue;
            }
        };
        accounts_for(&inner[..until], depth + 1, at - value.len(), at);
    }
    // A cut message of which nothing is there has no items.
    assert!(at == to, "{at} of {to}");
}

fn hold(table: &'static MessageTable, bytes: &[u8]) {
    for outline in [
        Outline::new(table, bytes),
        Outline::new(table, bytes).opening_what_is_cut(),
    ] {
        let items: Vec<_> = outline.collect();
        assert!(items.iter().all(|item| item.depth <= MAX_DEPTH));
        accounts_for(&items, 0, 0, bytes.len());
        if scan(table, bytes, Layer::Payload).is_ok() {
            let odd = items.iter().find(|item| item.is_odd());
            assert!(odd.is_none(), "{odd:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_024) })]

    #[test]
    fn of_arbitrary_bytes(message in select(MESSAGES), bytes in vec(any::<u8>(), 0..64)) {
        hold(message.table, &bytes);
    }

    #[test]
    fn of_valid_and_damaged_messages(
        (valid, bytes) in any_valid(MESSAGES, |message| message.table),
        (broken, damaged) in damaged(),
    ) {
        hold(valid.table, &bytes);
        hold(broken.table, &damaged);
    }

    #[test]
    fn of_messages_taken_for_others((_, bytes) in any_valid(MESSAGES, |message| message.table), message in select(MESSAGES)) {
        hold(message.table, &bytes);
    }
}

#[test]
fn of_a_hostile_mebibyte() {
    for (name, bytes) in hostile(&tables::BUNDLE) {
        let outermost = Outline::new(&tables::BUNDLE, &bytes).filter(|item| item.depth == 0);
        let covered: usize = outermost.map(|item| item.length).sum();
        assert_eq!(covered, bytes.len(), "{name}");
    }
}
