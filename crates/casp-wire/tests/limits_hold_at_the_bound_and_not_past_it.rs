//! Every limit of the schema admits its bound and refuses one past it, by the rule that it belongs to.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;

use casp_wire::table::{Described as _, Field, Kind, MessageTable, Presence};
use casp_wire::{Layer, WireRule, limits, scan, v1};
use entry_points::MESSAGES;
use support::sample::{least_items, least_with, value_of_length};
use support::varint;

fn fields() -> impl Iterator<Item = (&'static MessageTable, &'static Field)> {
    MESSAGES
        .iter()
        .flat_map(|message| message.table.fields.iter().map(|field| (message.table, field)))
}

/// Scans the least message whose field has these values.
fn with(table: &'static MessageTable, field: &'static Field, values: &[Vec<u8>]) -> Result<(), WireRule> {
    scan(table, &least_with(table, field.number, values), Layer::Payload).map_err(|violation| violation.rule)
}

/// One value of this length, among as many others as the field needs.
fn with_length(table: &'static MessageTable, field: &'static Field, length: usize) -> Result<(), WireRule> {
    with(table, field, &[value_of_length(field, length)])
}

/// A field whose value can never be as long as it may be, since what is in it may not: a fork proof has the limit of SIZ-1 here too.
const OUT_OF_REACH: (&str, &str) = ("DisputeBundle", "forks");

#[test]
fn greatest_lengths() {
    let bounded =
        fields().filter(|(table, field)| field.max_bytes != u32::MAX && (table.name, field.name) != OUT_OF_REACH);
    let mut seen = 0;
    for (table, field) in bounded {
        let (bound, name) = (field.max_bytes as usize, field.name);
        assert_eq!(with_length(table, field, bound), Ok(()), "{}.{name}", table.name);
        assert_eq!(
            with_length(table, field, bound + 1),
            Err(WireRule::TooLong),
            "{}.{name}",
            table.name
        );
        seen += 1;
    }
    assert!(seen > 30, "only {seen} fields have a greatest length");
}

#[test]
fn least_lengths() {
    for (table, field) in fields().filter(|(_, field)| field.min_bytes > 0) {
        let (bound, name) = (field.min_bytes as usize, field.name);
        assert_eq!(with_length(table, field, bound), Ok(()), "{}.{name}", table.name);
        assert_eq!(
            with_length(table, field, bound - 1),
            Err(WireRule::TooShort),
            "{}.{name}",
            table.name
        );
    }
}

#[test]
fn greatest_counts() {
    for (table, field) in fields().filter(|(_, field)| field.presence == Presence::Repeated) {
        let bound = field.max_items as usize;
        let name = field.name;
        assert_eq!(
            with(table, field, &least_items(field, bound)),
            Ok(()),
            "{}.{name}",
            table.name
        );
        assert_eq!(
            with(table, field, &least_items(field, bound + 1)),
            Err(WireRule::ItemCount),
            "{}.{name}",
            table.name
        );
    }
}

#[test]
fn least_counts() {
    for (table, field) in fields().filter(|(_, field)| field.min_items > 0) {
        let bound = field.min_items as usize;
        let name = field.name;
        assert_eq!(
            with(table, field, &least_items(field, bound)),
            Ok(()),
            "{}.{name}",
            table.name
        );
        assert_eq!(
            with(table, field, &least_items(field, bound - 1)),
            Err(WireRule::ItemCount),
            "{}.{name}",
            table.name
        );
    }
}

#[test]
fn greatest_numbers() {
    for (table, field) in fields() {
        let (bound, past) = match field.kind {
            Kind::Bool => (1, WireRule::ValueDomain),
            Kind::Uint32 if field.max < u64::from(u32::MAX) => (field.max, WireRule::OutOfRange),
            Kind::Uint32 => (u32::MAX.into(), WireRule::ValueDomain),
            Kind::Enum { last } => (last, WireRule::ValueDomain),
            Kind::Integer => (field.max, WireRule::OutOfRange),
            _ => continue,
        };
        let name = field.name;
        assert_eq!(with(table, field, &[varint(bound)]), Ok(()), "{}.{name}", table.name);
        assert_eq!(
            with(table, field, &[varint(bound + 1)]),
            Err(past),
            "{}.{name}",
            table.name
        );
        // As int64, -1; no number of 32 bits at all.
        let beyond = if matches!(field.kind, Kind::Uint32) {
            WireRule::ValueDomain
        } else {
            past
        };
        assert_eq!(
            with(table, field, &[varint(u64::MAX)]),
            Err(beyond),
            "{}.{name}",
            table.name
        );
    }
}

#[test]
fn least_numbers() {
    for (table, field) in fields().filter(|(_, field)| field.min > 0) {
        // Below 1 there is only the default, which is not on the wire.
        let below = if field.min == 1 {
            WireRule::DefaultPresent
        } else {
            WireRule::OutOfRange
        };
        let name = field.name;
        assert_eq!(
            with(table, field, &[varint(field.min)]),
            Ok(()),
            "{}.{name}",
            table.name
        );
        assert_eq!(
            with(table, field, &[varint(field.min - 1)]),
            Err(below),
            "{}.{name}",
            table.name
        );
    }
}

#[test]
fn the_schema_states_the_same_limits_as_the_constants() {
    let field =
        |table: &'static MessageTable, name: &str| table.fields.iter().find(|field| field.name == name).unwrap();
    let header = v1::Header::TABLE;
    assert_eq!(field(header, "issued_at_ms").max, limits::MAX_TIME_MS as u64);
    assert_eq!(field(header, "expires_at_ms").max, limits::MAX_TIME_MS as u64);
    assert_eq!(
        field(v1::Bundle::TABLE, "subject").max_bytes as usize,
        limits::MAX_ENVELOPE_BYTES
    );
    assert_eq!(
        2 * field(v1::EquivocationProof::TABLE, "first").max_bytes as usize,
        limits::MAX_EQUIVOCATION_PROOF_BYTES
    );
    let unbounded = |field: &Field| matches!(field.kind, Kind::Integer) && field.max > limits::MAX_INTEGER;
    let unbounded: Vec<_> = fields().filter(|(_, field)| unbounded(field)).collect();
    assert!(unbounded.is_empty(), "{unbounded:?}");
}
