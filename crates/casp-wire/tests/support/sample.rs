//! Valid messages of a given extent: the least, the fullest, and values of a given length.

use casp_wire::table::{Field, Format, Kind, MessageTable, Presence};

use super::{message, occurrence, varint};

/// The shortest message there is.
pub fn least(table: &'static MessageTable) -> Vec<u8> {
    message(table, least_values)
}

/// The shortest message, but with these values for one field.
pub fn least_with(table: &'static MessageTable, number: u32, values: &[Vec<u8>]) -> Vec<u8> {
    message(table, |field| {
        if field.number == number {
            values.to_vec()
        } else {
            least_values(field)
        }
    })
}

/// A message with every field, two items in every repeated field, and the last member of its `oneof`.
pub fn full(table: &'static MessageTable) -> Vec<u8> {
    let last = table.fields.last().map(|field| field.number);
    message(table, |field| match field.presence {
        Presence::OneOf if Some(field.number) != last => Vec::new(),
        Presence::Repeated => values(field, (field.max_items as usize).min(2), &full),
        _ => values(field, 1, &full),
    })
}

/// A message with as many items as it may have at every depth, as far as about this length allows.
pub fn most_items(table: &'static MessageTable, length: usize) -> Vec<u8> {
    let mut room = length - least(table).len();
    message(table, |field| {
        let needed = least_values(field).len();
        let items = values(field, (field.max_items as usize).max(needed), &|inner| {
            most_items(inner, 4_096)
        });
        let mut fits = |index: usize, value: &[u8]| {
            let left = room.checked_sub(occurrence(field, value).len());
            room = left.unwrap_or(room);
            index < needed || left.is_some()
        };
        items
            .into_iter()
            .enumerate()
            .take_while(|(index, value)| fits(*index, value))
            .map(|(_, value)| value)
            .collect()
    })
}

/// `count` values that ascend, each as short as can be.
pub fn least_items(field: &'static Field, count: usize) -> Vec<Vec<u8>> {
    values(field, count, &least)
}

/// A value of exactly this length, of the field's format as far as the length lets it.
pub fn value_of_length(field: &'static Field, length: usize) -> Vec<u8> {
    let text =
        |head: &str| [head.as_bytes(), &vec![b'a'; length.saturating_sub(head.len())]].concat()[..length].to_vec();
    match (field.kind, field.format) {
        (Kind::Message(inner), _) => message_of_length(inner, length),
        (_, Format::AgentId) => [&[0xed, 0x01][..], &vec![7; length]].concat()[..length].to_vec(),
        (_, Format::CapabilityId) => text("a."),
        (_, Format::Semver) => text("1.0.0-"),
        (_, Format::MediaType) => text("aa/"),
        (_, Format::Multiaddr) => text("/a/"),
        (_, Format::Currency | Format::Country) => vec![b'A'; length],
        (_, Format::Any | Format::Identifier | Format::PlainText | Format::Skill) => vec![b'a'; length],
    }
}

/// A message of exactly this length, its first field as long as that takes; where that would be longer than the field may be, the
/// second takes the rest.
pub fn message_of_length(table: &'static MessageTable, length: usize) -> Vec<u8> {
    let first = &table.fields[0];
    let most = first.max_bytes as usize;
    match table.fields.get(1) {
        Some(second) if length > most && matches!(second.kind, Kind::Message(_)) => {
            let filled = value_of_length(first, most.min(length / 2));
            stretched(table, second, length, &|field| {
                (field.number == first.number).then(|| vec![filled.clone()])
            })
        }
        _ => stretched(table, first, length, &|_| None),
    }
}

/// A message of exactly this length, one of its fields as long as that takes, some given and the others as short as can be.
fn stretched(
    table: &'static MessageTable,
    field: &'static Field,
    length: usize,
    given: &dyn Fn(&'static Field) -> Option<Vec<Vec<u8>>>,
) -> Vec<u8> {
    let with = |values: &[Vec<u8>]| {
        message(table, |other| match given(other) {
            Some(values) => values,
            None if other.number == field.number => values.to_vec(),
            None => least_values(other),
        })
    };
    let around = with(&[]).len();
    let value = (1..=5).find_map(|width| {
        let value = length.checked_sub(around + 1 + width)?;
        (varint(value as u64).len() == width).then_some(value)
    });
    with(&[value_of_length(field, value.expect("no message has this length"))])
}

fn least_values(field: &'static Field) -> Vec<Vec<u8>> {
    least_items(field, if field.required { 1 } else { field.min_items as usize })
}

fn values(field: &'static Field, count: usize, inner: &dyn Fn(&'static MessageTable) -> Vec<u8>) -> Vec<Vec<u8>> {
    (0..count)
        .map(|index| match field.kind {
            Kind::Bool => varint(1),
            Kind::Uint32 | Kind::Integer => varint(field.min.max(1)),
            Kind::Enum { .. } => varint(1),
            Kind::Message(table) => inner(table),
            Kind::Bytes => least_bytes(field, index),
            Kind::String => least_text(field.format, index, count).into_bytes(),
        })
        .collect()
}

fn least_bytes(field: &Field, index: usize) -> Vec<u8> {
    let head: &[u8] = if field.format == Format::AgentId {
        &[0xed, 0x01]
    } else {
        &[]
    };
    let length = (field.min_bytes as usize).max(head.len() + 1);
    let mut bytes = head.to_vec();
    bytes.resize(length, 0);
    let (high, low) = (index / 256, index % 256);
    bytes[length - 1] = low as u8;
    if length > head.len() + 1 {
        bytes[length - 2] = high as u8;
    }
    bytes
}

/// The `index`th of `count` texts, ascending.
fn least_text(format: Format, index: usize, count: usize) -> String {
    let digit = |value: usize, base: u8| char::from(base + value as u8);
    let word = |base: u8, width: usize| {
        (0..width)
            .rev()
            .map(|place| digit(index / 26_usize.pow(place as u32) % 26, base))
            .collect::<String>()
    };
    let short = word(b'a', if count <= 26 { 1 } else { 2 });
    match format {
        Format::Any | Format::Identifier | Format::PlainText | Format::Skill => short,
        Format::CapabilityId => format!("a.{short}"),
        Format::Semver => "0.0.0".into(),
        Format::MediaType => format!("a/{short}"),
        Format::Currency => word(b'A', 3),
        Format::Country => word(b'A', 2),
        Format::Multiaddr => format!("/a/{short}"),
        Format::AgentId => unreachable!("agent ids are bytes"),
    }
}

/// Where each field of an encoding begins, with its name.
pub fn boundaries(table: &'static MessageTable, bytes: &[u8]) -> Vec<(usize, &'static str)> {
    let mut rest = bytes;
    let mut found = Vec::new();
    while !rest.is_empty() {
        let at = bytes.len() - rest.len();
        let tag = prost::encoding::decode_varint(&mut rest).unwrap();
        let field = table
            .fields
            .iter()
            .find(|field| u64::from(field.number) == tag >> 3)
            .unwrap();
        let number = prost::encoding::decode_varint(&mut rest).unwrap();
        rest = if tag & 7 == 2 { &rest[number as usize..] } else { rest };
        found.push((at, field.name));
    }
    found
}

/// What stands before a field in the shortest message.
pub fn before(table: &'static MessageTable, number: u32) -> Vec<u8> {
    message(table, |field| {
        if field.number < number {
            least_values(field)
        } else {
            Vec::new()
        }
    })
}
