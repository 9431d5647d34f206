//! What encoders write that do not know the canonical encoding (ENC-1): valid Protocol Buffers, another form.

use casp_wire::table::{Kind, Presence};

use super::{Fault, Site};
use crate::generate::forge::{Entry, Node, Value, tag, varint_padded};

/// Fault, the message, other codes.
type Written = (&'static str, Option<Vec<u8>>, &'static [&'static str]);

/// What each encoder writes, where that differs from the canonical encoding.
pub(super) fn faults(site: &Site<'_>) -> Vec<Fault> {
    let canonical = site.root.write();
    let written: [Written; 4] = [
        (
            "fields-descending",
            Some(descending(site.root).write()),
            &["field-order"],
        ),
        ("varints-padded", Some(padded(site.root)), &["varint-not-minimal"]),
        (
            "defaults-written",
            Some(with_defaults(site.root).write()),
            &["default-present", "out-of-range"],
        ),
        (
            "message-in-two-parts",
            in_two_parts(site.root),
            &["field-order", "field-missing", "item-count"],
        ),
    ];
    let differing = written
        .into_iter()
        .filter_map(|(name, bytes, also)| Some((name, bytes?, also)));
    differing
        .filter(|(_, bytes, _)| *bytes != canonical)
        .map(|(name, bytes, also)| site.fault("ENC-1", name, None, bytes).also(also))
        .collect()
}

fn map_messages(node: &Node, change: impl Fn(&Node) -> Node + Copy) -> Node {
    let entry = |entry: &Entry| match &entry.value {
        Value::Message(inner) => Entry {
            number: entry.number,
            value: Value::Message(change(inner)),
        },
        _ => entry.clone(),
    };
    Node {
        table: node.table,
        entries: node.entries.iter().map(entry).collect(),
    }
}

fn descending(node: &Node) -> Node {
    let mut node = map_messages(node, descending);
    node.entries.reverse();
    node
}

/// Every length and value takes a byte more than it need.
fn padded(node: &Node) -> Vec<u8> {
    let delimited = |number, bytes: &[u8]| {
        let length = u64::try_from(bytes.len()).unwrap_or(0);
        [&tag(number, 2)[..], &varint_padded(length), bytes].concat()
    };
    let entry = |entry: &Entry| match &entry.value {
        Value::Varint(value) => [tag(entry.number, 0), varint_padded(*value)].concat(),
        Value::Bytes(bytes) => delimited(entry.number, bytes),
        Value::Message(inner) => delimited(entry.number, &padded(inner)),
        Value::Raw(raw) => raw.clone(),
    };
    node.entries.iter().flat_map(entry).collect()
}

fn with_defaults(node: &Node) -> Node {
    let mut node = map_messages(node, with_defaults);
    for field in node
        .table
        .fields
        .iter()
        .filter(|field| field.presence == Presence::Implicit)
    {
        if node.values(field.number).is_empty() {
            let default = match field.kind {
                Kind::String | Kind::Bytes => Value::Bytes(vec![]),
                _ => Value::Varint(0),
            };
            node.set(field.number, [default]);
        }
    }
    node
}

/// The first singular message comes in two parts, which decoders put together.
fn in_two_parts(node: &Node) -> Option<Vec<u8>> {
    let singular = |number: u32| {
        node.table
            .fields
            .iter()
            .any(|field| field.number == number && field.presence == Presence::Explicit)
    };
    let (number, inner) = node.entries.iter().find_map(|entry| match &entry.value {
        Value::Message(inner) if singular(entry.number) && inner.entries.len() > 1 => Some((entry.number, inner)),
        _ => None,
    })?;
    let (first, second) = inner.entries.split_at(inner.entries.len() / 2);
    let part = |entries: &[Entry]| {
        Value::Message(Node {
            table: inner.table,
            entries: entries.to_vec(),
        })
    };
    let mut node = node.clone();
    node.set(number, [part(first), part(second)]);
    Some(node.write())
}
