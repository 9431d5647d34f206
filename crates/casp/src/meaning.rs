//! What a field's value is, and what it means, in words.

use casp_discovery::Expression;
use casp_identity::AgentId;
use casp_wire::Layer;
use casp_wire::limits::MAX_TIME_MS;
use casp_wire::outline::{Content, Item};
use casp_wire::table::{Field, Format, Kind};
use casp_wire::v1::tables;
use serde::{Serialize, Serializer};

use crate::schema::{self, FieldDoc};
use crate::{place, when};

/// Bytes and letters of a value that a line of text shows; a JSON document has all of them.
const SHOWN: usize = 200;

/// A value as it is on the wire.
pub(crate) enum Value<'a> {
    None,
    Flag(bool),
    Unsigned(u64),
    Signed(i64),
    Text(&'a str),
    Bytes(&'a [u8]),
}

impl<'a> Value<'a> {
    /// The value of an item; a message has none of its own.
    pub(crate) fn of(item: &Item<'a>) -> Self {
        let kind = item.field.filter(|_| item.has_own_wire_type()).map(|field| field.kind);
        match (item.content, kind) {
            (Content::Number(value @ (0 | 1)), Some(Kind::Bool)) => Self::Flag(value == 1),
            (Content::Number(value), _) if value.cast_signed() < 0 => Self::Signed(value.cast_signed()),
            (Content::Number(value), _) => Self::Unsigned(value),
            (Content::Bytes(value), Some(Kind::String)) => match std::str::from_utf8(value) {
                Ok(text) => Self::Text(text),
                Err(_) => Self::Bytes(value),
            },
            (Content::Bytes(value) | Content::Unreadable(value), _)
            | (
                Content::Cut {
                    there: value,
                    table: None,
                    ..
                },
                _,
            ) => Self::Bytes(value),
            (Content::Message(..) | Content::Cut { .. } | Content::Missing, _) => Self::None,
        }
    }

    /// The value in one line of printable characters, shortened.
    pub(crate) fn line(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::Flag(value) => value.to_string(),
            Self::Unsigned(value) => value.to_string(),
            Self::Signed(value) => value.to_string(),
            // `Debug` escapes control and direction characters, so that no file steers the terminal.
            Self::Text(text) => match text.char_indices().nth(SHOWN) {
                None => format!("{text:?}"),
                Some((end, _)) => format!("{:?}… {} bytes", text.get(..end).unwrap_or_default(), text.len()),
            },
            Self::Bytes([]) => "no bytes".to_owned(),
            Self::Bytes(bytes) => match bytes.get(..SHOWN / 2) {
                None => hex::encode(bytes),
                Some(head) => format!("{}… {} bytes", hex::encode(head), bytes.len()),
            },
        }
    }
}

impl Serialize for Value<'_> {
    /// Bytes are hex.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::None => serializer.serialize_unit(),
            Self::Flag(value) => serializer.serialize_bool(*value),
            Self::Unsigned(value) => serializer.serialize_u64(*value),
            Self::Signed(value) => serializer.serialize_i64(*value),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Bytes(bytes) => serializer.serialize_str(&hex::encode(bytes)),
        }
    }
}

/// What the value means, where it does not say so itself: the name of an enum's value, a time, a span, an agent.
pub(crate) fn of(item: &Item<'_>) -> Option<String> {
    let field = item.field.filter(|_| item.has_own_wire_type())?;
    match item.content {
        Content::Number(value) => number(field, schema::field(item.message, field), value),
        Content::Bytes(value) if field.format == Format::AgentId => {
            Some(AgentId::from_multikey(value).ok()?.to_did_key())
        }
        Content::Bytes(value) if matches!(field.kind, Kind::Bytes) => text(field, value),
        Content::Message(table, value) if place::is(table, &tables::CONSTRAINT) => constraint(value),
        Content::Message(table, value) => Some(format!("{}, {} bytes", table.name, value.len())),
        _ => None,
    }
}

/// A constraint as people write it.
fn constraint(value: &[u8]) -> Option<String> {
    let size = format!("Constraint, {} bytes", value.len());
    let constraint = casp_wire::decode(value, Layer::Payload).ok();
    let written = constraint.and_then(|constraint| Expression::new(constraint).ok());
    Some(written.map_or(size.clone(), |written| format!("{size}: {written}")))
}

/// Bytes that may hold anything, and hold a text. Keys and digests, which have one length, are none.
fn text(field: &Field, value: &[u8]) -> Option<String> {
    let is_print = |letter: char| !letter.is_control() || letter.is_ascii_whitespace();
    let text = std::str::from_utf8(value)
        .ok()
        .filter(|text| text.chars().all(is_print))?;
    let may_be = !text.is_empty() && field.min_bytes != field.max_bytes;
    may_be.then(|| Value::Text(text).line())
}

fn number(field: &Field, doc: Option<&FieldDoc>, value: u64) -> Option<String> {
    if let Kind::Enum { .. } = field.kind {
        let values = doc?.values;
        let named = values.get(usize::try_from(value).ok()?)?;
        return Some(format!(
            "{}: {}",
            named.short_name(values),
            schema::first_sentence(named.doc)
        ));
    }
    let name = field.name;
    if field.max == MAX_TIME_MS.cast_unsigned() {
        when::rfc3339(value.cast_signed())
    } else if name.ends_with("_ms") {
        Some(when::span(value))
    } else if name.ends_with("_ppm") {
        Some(format!("{}%", fraction(value, 10_000)))
    } else if name.ends_with("_micros") {
        Some(fraction(value, 1_000_000))
    } else {
        None
    }
}

/// A number of parts, of which so many make one, as a decimal fraction: a power of ten.
fn fraction(value: u64, one: u64) -> String {
    let (whole, rest) = (value.checked_div(one).unwrap_or(0), value.checked_rem(one).unwrap_or(0));
    let places = usize::try_from(one.ilog10()).unwrap_or(0);
    let text = format!("{whole}.{rest:0places$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
