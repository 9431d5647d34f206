//! Annotates bytes field by field, tolerantly: whatever they are, every byte is accounted for.
//!
//! An envelope's payload is shown as the message that its payload type says, so that a bundle opens down to the last field.
//! Nothing here decides anything: odd encodings are pointed out, and then read on as well as can be.

use casp_wire::outline::{Content, Item, Oddity, Outline};
use casp_wire::table::{Field, Kind, MessageTable};

use crate::vector::Operation;

pub use casp_wire::outline::payload_table;

/// One annotated stretch of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Where it begins.
    pub offset: usize,
    /// How many bytes it is, tag and length included.
    pub length: usize,
    /// How deep the message is nested that it stands in.
    pub depth: usize,
    /// What it is.
    pub text: String,
}

/// Annotates what should be an encoding of the message with this table.
///
/// Takes any bytes and time in proportion to them. A message's line is followed by those of its fields.
pub fn annotate(table: &'static MessageTable, bytes: &[u8]) -> Vec<Line> {
    let line = |item: Item<'_>| Line {
        offset: item.offset,
        length: item.length,
        depth: item.depth,
        text: text(&item),
    };
    Outline::new(table, bytes).map(line).collect()
}

/// Annotates the main input of an operation, if it is an encoded message.
pub fn operation(operation: &Operation) -> Vec<Line> {
    let input = match operation {
        Operation::Sign {
            payload_type, payload, ..
        } => payload_table(payload_type).map(|table| (table, payload.as_slice())),
        _ => operation.main_input(),
    };
    input.map(|(table, bytes)| annotate(table, bytes)).unwrap_or_default()
}

fn text(item: &Item<'_>) -> String {
    let value = match item.content {
        Content::Number(value) => number_text(item.field, value),
        Content::Bytes(value) if item.wire_type == 2 => value_text(item.field, value),
        Content::Bytes(value) => bytes_text(value),
        Content::Message(table, value) => format!("{}, {} bytes", table.name, value.len()),
        Content::Cut { promised, there, .. } => {
            format!("ends too early: {promised} bytes promised, {} there", there.len())
        }
        Content::Unreadable(bytes) => return format!("unreadable: {}", bytes_text(bytes)),
        Content::Missing => return format!("{} is missing", item.field.map_or("", |field| field.name)),
    };
    label(item) + &value + &notes_text(item)
}

fn label(item: &Item<'_>) -> String {
    match item.field {
        Some(field) if item.has_own_wire_type() => format!("{}: ", field.name),
        Some(field) => format!("{} with wire type {}: ", field.name, item.wire_type),
        None => format!("field {}: ", item.number),
    }
}

fn number_text(field: Option<&Field>, value: u64) -> String {
    let negative = value.cast_signed() < 0 && !matches!(field.map(|field| field.kind), Some(Kind::Bool));
    match field.map(|field| field.kind) {
        Some(Kind::Bool) if value <= 1 => (value == 1).to_string(),
        _ if negative => format!("{value} ({})", value.cast_signed()),
        _ => value.to_string(),
    }
}

fn value_text(field: Option<&Field>, value: &[u8]) -> String {
    match (field.map(|field| field.kind), std::str::from_utf8(value)) {
        (Some(Kind::String), Ok(text)) => format!("{text:?}"),
        (Some(Kind::String), Err(_)) => format!("not UTF-8: {}", bytes_text(value)),
        _ => bytes_text(value),
    }
}

/// Bytes in hex; of many, the first and their number.
fn bytes_text(bytes: &[u8]) -> String {
    const SHOWN: usize = 40;
    match bytes.len() {
        0 => "no bytes".to_owned(),
        1..=SHOWN => hex::encode(bytes),
        length => format!("{}… {length} bytes", hex::encode(&bytes[..SHOWN / 2])),
    }
}

fn notes_text(item: &Item<'_>) -> String {
    let notes: Vec<&str> = item.oddities.iter().map(Oddity::name).collect();
    if notes.is_empty() {
        String::new()
    } else {
        format!("  <- {}", notes.join(", "))
    }
}
