//! Where things are in a file, whether or not it is in order: texts, numbers and members by their names, and the bytes that a
//! rule speaks of.

use casp_wire::Layer;
use casp_wire::outline::{Content, Item, Outline};
use casp_wire::table::MessageTable;
use casp_wire::v1::tables;

use crate::failure::Place;

/// Whether two tables are of one message.
pub(crate) fn is(table: &MessageTable, other: &MessageTable) -> bool {
    std::ptr::eq(table, other)
}

/// The payload type of the subject, or of the envelope.
pub(crate) fn payload_type<'a>(table: &'static MessageTable, bytes: &'a [u8]) -> Option<&'a str> {
    let of_statement = is(table, &tables::BUNDLE) || is(table, &tables::ENVELOPE);
    let subject = of_statement.then(|| subject(table, bytes))?;
    text_among(subject, &tables::ENVELOPE, "payload_type")
}

/// The items of the first envelope.
fn subject<'a>(table: &'static MessageTable, bytes: &'a [u8]) -> impl Iterator<Item = Item<'a>> {
    let is_bundle = is(table, &tables::BUNDLE);
    Outline::new(table, bytes)
        .opening_what_is_cut()
        .take_while(move |item| !is_bundle || item.depth > 0 || item.number <= 1)
}

/// The first text of this field in a message, wherever in the file that is.
pub(crate) fn text_of<'a>(
    table: &'static MessageTable,
    bytes: &'a [u8],
    message: &'static MessageTable,
    field: &'static str,
) -> Option<&'a str> {
    text_among(Outline::new(table, bytes), message, field)
}

fn text_among<'a>(
    mut items: impl Iterator<Item = Item<'a>>,
    message: &'static MessageTable,
    field: &'static str,
) -> Option<&'a str> {
    items.find_map(|item| match (item.content, item.field) {
        (Content::Bytes(value), Some(found)) if is(item.message, message) && found.name == field => {
            std::str::from_utf8(value).ok()
        }
        _ => None,
    })
}

/// The first bytes of this field of this message in a file.
pub(crate) fn bytes_of<'a>(
    table: &'static MessageTable,
    bytes: &'a [u8],
    message: &'static MessageTable,
    field: &'static str,
) -> Option<&'a [u8]> {
    Outline::new(table, bytes).find_map(|item| match (item.content, item.field) {
        (Content::Bytes(value), Some(found)) if is(item.message, message) && found.name == field => Some(value),
        _ => None,
    })
}

/// The first number of this field of this message in a file.
pub(crate) fn number_of(
    table: &'static MessageTable,
    bytes: &[u8],
    message: &'static MessageTable,
    field: &'static str,
) -> Option<u64> {
    Outline::new(table, bytes).find_map(|item| match (item.content, item.field) {
        (Content::Number(value), Some(found)) if is(item.message, message) && found.name == field => Some(value),
        _ => None,
    })
}

/// A message or list item that a container holds.
#[derive(Clone, Copy)]
pub(crate) struct Member<'a> {
    /// Name of the field.
    pub(crate) name: &'static str,
    /// Where its tag is.
    pub(crate) offset: usize,
    /// Where its content begins.
    pub(crate) begin: usize,
    /// Its content.
    pub(crate) content: &'a [u8],
}

/// The members of a container, in the order of the file.
pub(crate) fn members<'a>(table: &'static MessageTable, bytes: &'a [u8]) -> impl Iterator<Item = Member<'a>> + use<'a> {
    Outline::new(table, bytes)
        .filter(|item| item.depth == 0)
        .filter_map(|item| {
            let content = match item.content {
                Content::Message(_, content) | Content::Bytes(content) => content,
                _ => return None,
            };
            Some(Member {
                name: item.field?.name,
                offset: item.offset,
                begin: item.offset.saturating_add(item.length).saturating_sub(content.len()),
                content,
            })
        })
}

/// Where in the file a refused field is: a payload's offsets count from its own beginning.
pub(crate) fn byte_of(place: &Place, table: &'static MessageTable, bytes: &[u8]) -> usize {
    let payload_begins = || {
        let mut items = subject(table, bytes);
        items.find_map(|item| match item.content {
            Content::Message(_, value) | Content::Bytes(value)
                if is(item.message, &tables::ENVELOPE) && item.number == 1 =>
            {
                Some(item.offset.saturating_add(item.length).saturating_sub(value.len()))
            }
            _ => None,
        })
    };
    let begin = match place.layer {
        Layer::Payload => payload_begins().unwrap_or(0),
        Layer::Envelope => 0,
    };
    begin.saturating_add(place.offset)
}
