//! Faults of fields that are strings, bytes and messages.

use casp_wire::table::{Field, Format, Kind, Presence};

use super::{Bound, Fault, Site, format_rule, raw};
use crate::generate::forge::{Entry, Node, Value, tag, varint, varint_padded};
use crate::generate::values::{self, NOT_UTF8};

/// Lengths of messages are the business of whoever knows how to make them long.
const UNLIMITED: u32 = 65_537;

pub(super) fn faults(site: &Site<'_>, field: &'static Field) -> Vec<Fault> {
    let values = present(site, field);
    let mut faults = vec![length_not_minimal(site, field, &values), wrong_wire_type(site, field)];
    if field.presence == Presence::Repeated {
        faults.extend(item_faults(site, field, &values));
    } else {
        let twice = [values[0].clone(), values[0].clone()];
        faults.push(site.fault("ENC-4", "repeated", Some(field), site.with(field, twice)));
    }
    if field.presence == Presence::OneOf {
        faults.extend(both_members(site, field, &values));
    }
    if field.presence == Presence::Implicit {
        let empty = site.with(field, [Value::Bytes(vec![])]);
        faults.push(
            site.fault("ENC-5", "default-present", Some(field), empty)
                .also_if(field.required, "field-missing"),
        );
    }
    if field.required {
        faults.push(site.fault("ENC-9", "missing", Some(field), site.with(field, [])));
    }
    if !matches!(field.kind, Kind::Message(_)) {
        faults.extend(value_faults(site, field));
    }
    faults
}

pub(super) fn bounds(site: &Site<'_>, field: &'static Field) -> Vec<Bound> {
    let mut bounds = Vec::new();
    let is_message = matches!(field.kind, Kind::Message(_));
    if !is_message && field.max_bytes > field.min_bytes && field.max_bytes < UNLIMITED {
        let value = values::of_length(field, to_usize(field.max_bytes));
        let bytes = site.with(field, [Value::Bytes(value)]);
        if field.presence != Presence::OneOf || !site.values(field).is_empty() {
            bounds.push(site.bound("ENC-10", "at-max-length", field, bytes));
        }
    }
    if field.presence == Presence::Repeated && field.max_items > 1 {
        let bytes = site.with(field, items(site, field, field.max_items));
        bounds.push(site.bound("ENC-12", "at-max-items", field, bytes));
    }
    bounds
}

/// The values that the field has, or one that it could have.
fn present(site: &Site<'_>, field: &'static Field) -> Vec<Value> {
    let values = site.values(field);
    if !values.is_empty() {
        return values;
    }
    match field.kind {
        Kind::Message(_) => panic!("{} has to be present to be broken", site.name(Some(field))),
        _ => vec![Value::Bytes(values::good(field, 0))],
    }
}

fn content(value: &Value) -> Vec<u8> {
    match value {
        Value::Bytes(bytes) => bytes.clone(),
        Value::Message(node) => node.write(),
        Value::Varint(_) | Value::Raw(_) => panic!("a delimited field has content"),
    }
}

fn length_not_minimal(site: &Site<'_>, field: &'static Field, values: &[Value]) -> Fault {
    let content = content(&values[0]);
    let length = u64::try_from(content.len()).unwrap_or(0);
    let long = raw(&[&tag(field.number, 2), &varint_padded(length), &content]);
    let bytes = site.with(field, std::iter::once(long).chain(values[1..].iter().cloned()));
    site.fault("ENC-3", "length-not-minimal", Some(field), bytes)
}

fn wrong_wire_type(site: &Site<'_>, field: &'static Field) -> Fault {
    let number = raw(&[&tag(field.number, 0), &varint(1)]);
    site.fault("ENC-6", "wrong-wire-type", Some(field), site.with(field, [number]))
        .also_if(field.required, "field-missing")
        .also_if(field.min_items > 0, "item-count")
}

fn both_members(site: &Site<'_>, field: &'static Field, values: &[Value]) -> Option<Fault> {
    let other = site.table().fields.iter().find(|other| {
        other.presence == Presence::OneOf && other.number != field.number && site.values(other).is_empty()
    })?;
    let bytes = site.edited(|node| {
        node.set(field.number, values.to_vec());
        node.set(other.number, [least(other)]);
    });
    Some(site.fault("ENC-4", "both-members", Some(field), bytes))
}

/// A good value of a field that has as little in it as may be.
fn least(field: &'static Field) -> Value {
    match field.kind {
        Kind::Message(table) => {
            let needed = table
                .fields
                .iter()
                .filter(|field| field.required || field.min_items > 0);
            let entry = |field: &'static Field| Entry {
                number: field.number,
                value: least(field),
            };
            Value::Message(Node {
                table,
                entries: needed.map(entry).collect(),
            })
        }
        Kind::String | Kind::Bytes => Value::Bytes(values::good(field, 0)),
        _ => Value::Varint(field.min.max(1)),
    }
}

/// Faults of repeated fields: counts, order, distance.
fn item_faults(site: &Site<'_>, field: &'static Field, values: &[Value]) -> Vec<Fault> {
    let mut faults = Vec::new();
    if field.min_items > 0 {
        faults.push(
            site.fault("ENC-12", "no-items", Some(field), site.with(field, []))
                .flag("past-limit"),
        );
    }
    let many = site.with(field, items(site, field, field.max_items + 1));
    faults.push(
        site.fault("ENC-12", "past-max-items", Some(field), many)
            .flag("past-limit"),
    );
    faults.extend(items_apart(site, field, values));
    if field.ascending {
        let [first, second] = [0, 1].map(|nth| Value::Bytes(values::good(field, nth)));
        let fault = |name, values| site.fault("ENC-14", name, Some(field), site.with(field, values));
        faults.push(fault("descending", [second, first.clone()]));
        faults.push(fault("duplicate", [first.clone(), first]));
    }
    faults
}

/// The last of at least two items goes to the end of the message, or if the field is the last, the first to its beginning.
fn items_apart(site: &Site<'_>, field: &'static Field, values: &[Value]) -> Option<Fault> {
    if values.len() < 2 {
        return None;
    }
    let bytes = site.edited(|node| {
        let is_last = node.entries.last().is_some_and(|entry| entry.number == field.number);
        let all = || node.entries.iter();
        let at = if is_last {
            all().position(|entry| entry.number == field.number)
        } else {
            all().rposition(|entry| entry.number == field.number)
        };
        let moved = node.entries.remove(at.expect("an item"));
        let to = if is_last { 0 } else { node.entries.len() };
        node.entries.insert(to, moved);
    });
    // Where nothing else is, nothing can stand between.
    (bytes != site.root.write()).then(|| site.fault("ENC-4", "items-apart", Some(field), bytes))
}

/// So many distinct, ascending items.
fn items(site: &Site<'_>, field: &'static Field, count: u32) -> Vec<Value> {
    let count = to_usize(count);
    let Some(Value::Message(first)) = site.values(field).first().cloned() else {
        return (0..count).map(|nth| Value::Bytes(values::good(field, nth))).collect();
    };
    let named = |nth| {
        let mut item = first.clone();
        let name = &item.table.fields[0];
        if name.format != Format::Any && name.presence != Presence::OneOf {
            item.set(1, [Value::Bytes(values::good(&item.table.fields[0], nth))]);
        }
        Value::Message(item)
    };
    (0..count).map(named).collect()
}

/// Faults of the value of a string or bytes field.
fn value_faults(site: &Site<'_>, field: &'static Field) -> Vec<Fault> {
    let mut faults = Vec::new();
    let of = |value: &[u8]| site.with(field, [Value::Bytes(value.to_vec())]);
    let (rule, code) = format_rule(field.format);
    let fixed = matches!(field.format, Format::AgentId | Format::Currency | Format::Country);
    if field.max_bytes < UNLIMITED {
        let long = of(&values::of_length(field, to_usize(field.max_bytes) + 1));
        faults.push(
            site.fault("ENC-10", "past-max-length", Some(field), long)
                .also_if(fixed, code)
                .flag("past-limit"),
        );
    }
    if field.min_bytes > 0 && (field.min_bytes > 1 || field.presence == Presence::OneOf) {
        let short = of(&values::of_length(field, to_usize(field.min_bytes) - 1));
        faults.push(
            site.fault("ENC-11", "below-min-length", Some(field), short)
                .also_if(fixed, code)
                .flag("past-limit"),
        );
    }
    faults.extend(empty_item(site, field));
    let take = |all: usize| if site.is_thorough(field) { all } else { 1 };
    let bad = values::bad(field.format);
    for (name, value) in bad.iter().take(take(bad.len())) {
        faults.push(site.fault(rule, *name, Some(field), of(value)));
    }
    if matches!(field.kind, Kind::String) {
        let plain = matches!(field.format, Format::Any | Format::PlainText);
        let fitting = NOT_UTF8
            .iter()
            .filter(|(_, value)| value.len() <= to_usize(field.max_bytes));
        for (name, value) in fitting.take(take(NOT_UTF8.len())) {
            let bytes = of(&padded(field, value));
            faults.push(site.fault("ENC-8", *name, Some(field), bytes).also_if(!plain, code));
        }
    }
    faults
}

/// An item of a repeated field is present even when it is empty.
fn empty_item(site: &Site<'_>, field: &'static Field) -> Option<Fault> {
    if field.presence != Presence::Repeated {
        return None;
    }
    let bytes = site.with(field, [Value::Bytes(vec![])]);
    let (rule, code) = format_rule(field.format);
    Some(match field.min_bytes {
        0 => site.fault(rule, "empty-item", Some(field), bytes),
        _ => site
            .fault("ENC-11", "empty-item", Some(field), bytes)
            .also_if(!code.is_empty(), code),
    })
}

/// Bad text, brought to the least length that the field admits.
fn padded(field: &Field, value: &[u8]) -> Vec<u8> {
    let missing = to_usize(field.min_bytes).saturating_sub(value.len());
    [vec![b'E'; missing], value.to_vec()].concat()
}

fn to_usize(number: u32) -> usize {
    usize::try_from(number).expect("a small number")
}
