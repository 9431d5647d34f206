//! A message cut at any byte is refused, unless what is left is a whole message.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;

use casp_wire::table::MessageTable;
use casp_wire::{Layer, scan};
use entry_points::MESSAGES;
use support::sample;

#[test]
fn a_message_cut_at_any_byte_is_refused_unless_what_is_left_is_whole() {
    for message in MESSAGES {
        let whole = sample::full(message.table);
        let boundaries = sample::boundaries(message.table, &whole);
        for cut in 0..whole.len() {
            let accepted = scan(message.table, &whole[..cut], Layer::Payload).is_ok();
            let next = boundaries.iter().find(|(at, _)| *at == cut).map(|(_, name)| *name);
            let allowed = next.is_some_and(|next| may_end_before(message.table, next, cut, &boundaries));
            assert_eq!(
                accepted, allowed,
                "{} cut at byte {cut}, before {next:?}",
                message.table.name
            );
        }
    }
}

/// Whether nothing that has to be there begins here or later: neither a required field nor the least of a set.
fn may_end_before(table: &MessageTable, name: &str, cut: usize, boundaries: &[(usize, &str)]) -> bool {
    let next = table.fields.iter().find(|field| field.name == name).unwrap();
    let items = boundaries
        .iter()
        .filter(|(at, field)| *at < cut && *field == name)
        .count();
    table
        .fields
        .iter()
        .filter(|field| field.number >= next.number)
        .all(|field| {
            let there = if field.number == next.number { items } else { 0 };
            !field.required && there >= field.min_items as usize
        })
}

#[test]
fn a_message_cut_within_another_is_refused() {
    for message in MESSAGES {
        let whole = sample::full(message.table);
        for (at, name) in sample::boundaries(message.table, &whole) {
            let field = message.table.fields.iter().find(|field| field.name == name).unwrap();
            let casp_wire::table::Kind::Message(inner) = field.kind else {
                continue;
            };
            // The length still speaks of the whole inner message, of which the last byte is missing.
            let value = sample::full(inner);
            let cut = [&whole[..at], &support::occurrence(field, &value)[..]].concat();
            assert!(
                scan(message.table, &cut[..cut.len() - 1], Layer::Payload).is_err(),
                "{}.{name}",
                message.table.name
            );
        }
    }
}
