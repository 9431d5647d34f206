//! A message cut at any byte is refused, unless what is left is a whole message.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;

use casp_wire::{Layer, scan};
use entry_points::MESSAGES;
use support::sample;

/// Fields before which a message may end: from there on everything is optional, or one more item of a set. A message that
/// is not here ends in something required.
const MAY_END_BEFORE: &[(&str, &[&str])] = &[
    ("Bundle", &["proofs"]),
    ("CapabilityDescriptor", &["capabilities"]),
    ("DataPolicy", &["listed_callers", "training_use"]),
    ("Extension", &["critical", "value"]),
    ("Header", &["expires_at_ms", "extensions"]),
    ("QosMetric", &["sample_count", "window_ms", "evidence_digest"]),
    // No field of it is required: the empty message is one.
    ("ResourceState", &["load", "queue", "power", "locality"]),
    ("Retire", &["successor"]),
    ("Schema", &["inline"]),
];

#[test]
fn a_message_cut_at_any_byte_is_refused_unless_what_is_left_is_whole() {
    for message in MESSAGES {
        let whole = sample::full(message.table);
        let boundaries = sample::boundaries(message.table, &whole);
        for cut in 0..whole.len() {
            let accepted = scan(message.table, &whole[..cut], Layer::Payload).is_ok();
            let next = boundaries.iter().find(|(at, _)| *at == cut).map(|(_, name)| *name);
            let allowed = next.is_some_and(|next| may_end_before(message.table.name, next, cut, &boundaries));
            assert_eq!(
                accepted, allowed,
                "{} cut at byte {cut}, before {next:?}",
                message.table.name
            );
        }
    }
}

fn may_end_before(message: &str, field: &str, cut: usize, boundaries: &[(usize, &str)]) -> bool {
    let fields = MAY_END_BEFORE
        .iter()
        .find(|(name, _)| *name == message)
        .map_or(&[][..], |(_, fields)| fields);
    let first_item = boundaries
        .iter()
        .find(|(_, name)| *name == field)
        .is_some_and(|(at, _)| *at == cut);
    // A descriptor has at least one capability.
    fields.contains(&field) && !(field == "capabilities" && first_item)
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
