//! A set on the wire has each item once, in ascending order of bytes (ENC-14).

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;

use casp_wire::table::{Field, MessageTable};
use casp_wire::{Layer, WireRule, scan};
use entry_points::MESSAGES;
use support::sample::{least_items, least_with};

fn sets() -> impl Iterator<Item = (&'static MessageTable, &'static Field)> {
    let fields = MESSAGES
        .iter()
        .flat_map(|message| message.table.fields.iter().map(|field| (message.table, field)));
    fields.filter(|(_, field)| field.ascending)
}

fn with(table: &'static MessageTable, field: &Field, items: &[&Vec<u8>]) -> Result<(), WireRule> {
    let items: Vec<_> = items.iter().map(|item| (*item).clone()).collect();
    scan(table, &least_with(table, field.number, &items), Layer::Payload).map_err(|violation| violation.rule)
}

#[test]
fn items_that_ascend_are_accepted_and_others_are_not() {
    let mut seen = 0;
    for (table, field) in sets() {
        let [a, b, c] = &least_items(field, 3)[..] else {
            panic!("three items")
        };
        assert_eq!(with(table, field, &[a, b, c]), Ok(()), "{}.{}", table.name, field.name);
        for unordered in [[a, a, b], [a, b, b], [b, a, c], [a, c, b], [c, b, a], [a, b, a]] {
            assert_eq!(
                with(table, field, &unordered),
                Err(WireRule::NotAscending),
                "{}.{}",
                table.name,
                field.name
            );
        }
        seen += 1;
    }
    assert!(seen >= 7, "only {seen} sets");
}

#[test]
fn a_prefix_comes_before_what_it_begins() {
    let (table, field) = sets().find(|(_, field)| field.name == "tags").unwrap();
    let (short, long, later) = (b"a".to_vec(), b"a0".to_vec(), b"b".to_vec());
    assert_eq!(with(table, field, &[&short, &long, &later]), Ok(()));
    assert_eq!(
        with(table, field, &[&long, &short, &later]),
        Err(WireRule::NotAscending)
    );
    assert_eq!(
        with(table, field, &[&short, &later, &long]),
        Err(WireRule::NotAscending)
    );
}
