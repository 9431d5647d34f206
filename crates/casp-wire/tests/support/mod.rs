//! Messages to test with, all made from the tables, so that a message added to the schema is tested without a line here.

#![allow(
    clippy::restriction,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each test takes a part"
)]

pub mod hostile;
pub mod mutate;
pub mod sample;
pub mod strategies;

use casp_wire::table::{Field, Kind, MessageTable};

/// Encodes a message whose fields have these values.
///
/// A value is what stands after the tag and, where there is one, the length; a field without values is absent.
pub fn message(table: &'static MessageTable, mut values: impl FnMut(&'static Field) -> Vec<Vec<u8>>) -> Vec<u8> {
    let fields = table
        .fields
        .iter()
        .flat_map(|field| values(field).into_iter().map(|value| occurrence(field, &value)));
    fields.collect::<Vec<_>>().concat()
}

/// Encodes one occurrence of a field.
pub fn occurrence(field: &Field, value: &[u8]) -> Vec<u8> {
    if is_number(field) {
        return [varint(u64::from(field.number) << 3), value.to_vec()].concat();
    }
    [
        varint(u64::from(field.number) << 3 | 2),
        varint(value.len() as u64),
        value.to_vec(),
    ]
    .concat()
}

pub fn is_number(field: &Field) -> bool {
    matches!(
        field.kind,
        Kind::Bool | Kind::Uint32 | Kind::Integer | Kind::Enum { .. }
    )
}

pub fn varint(value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    prost::encoding::encode_varint(value, &mut bytes);
    bytes
}
