//! The fields of a file, one after the other, with what they mean.

use std::iter;

use casp_wire::outline::{Content, Item, Oddity, Outline};
use casp_wire::table::MessageTable;
use casp_wire::v1::tables;
use serde::{Serialize, Serializer};

use crate::meaning::{self, Value};
use crate::{recognise, schema};

/// Fields that are shown at most. A mebibyte of noise can have a million and more, and the JSON document of those would have half
/// a gigabyte.
const SHOWN: usize = 65_536;

/// The fields of a file, found anew each time that they are shown: of a great file the list would be greater than the file.
pub(crate) struct Fields<'a> {
    pub(crate) table: &'static MessageTable,
    pub(crate) bytes: &'a [u8],
}

/// A field, and the message that it was taken for where nothing says what it is.
pub(crate) struct Found<'a> {
    pub(crate) item: Item<'a>,
    pub(crate) taken_for: Option<&'static MessageTable>,
}

impl<'a> Fields<'a> {
    /// The fields that are shown.
    pub(crate) fn shown(&self) -> impl Iterator<Item = Found<'a>> + use<'a> {
        self.all().take(SHOWN)
    }

    /// How many are not.
    pub(crate) fn left_out(&self) -> usize {
        self.all().skip(SHOWN).count()
    }

    /// Items as far as they go. A payload whose type cannot be read is opened as what it fits.
    fn all(&self) -> impl Iterator<Item = Found<'a>> + use<'a> {
        Outline::new(self.table, self.bytes)
            .opening_what_is_cut()
            .flat_map(|item| {
                let guess = guess(&item);
                let found = Found {
                    item,
                    taken_for: guess.map(|(table, _)| table),
                };
                let inner = guess.map(|(table, payload)| inside(&item, table, payload));
                iter::once(found).chain(inner.into_iter().flatten())
            })
    }
}

/// What an envelope's payload fits, if it was not opened.
fn guess<'a>(item: &Item<'a>) -> Option<(&'static MessageTable, &'a [u8])> {
    let is_payload = std::ptr::eq(item.message, &tables::ENVELOPE) && item.number == 1;
    match item.content {
        Content::Bytes(payload)
        | Content::Cut {
            there: payload,
            table: None,
            ..
        } if is_payload => Some((recognise::payload(payload)?, payload)),
        _ => None,
    }
}

/// The items of a payload that stands at the end of an item.
fn inside<'a>(
    item: &Item<'a>,
    table: &'static MessageTable,
    payload: &'a [u8],
) -> impl Iterator<Item = Found<'a>> + use<'a> {
    let begin = item.offset.saturating_add(item.length).saturating_sub(payload.len());
    let depth = item.depth.saturating_add(1);
    Outline::new(table, payload)
        .opening_what_is_cut()
        .map(move |inner| Found {
            item: Item {
                offset: begin.saturating_add(inner.offset),
                depth: depth.saturating_add(inner.depth),
                ..inner
            },
            taken_for: None,
        })
}

impl Found<'_> {
    /// What its schema says of it.
    pub(crate) fn doc(&self) -> Option<&'static str> {
        Some(schema::field(self.item.message, self.item.field?)?.doc)
    }

    /// What is odd about it, in words.
    pub(crate) fn oddities(&self) -> Vec<String> {
        let item = &self.item;
        let mut words: Vec<String> = item
            .oddities
            .iter()
            .map(|oddity: Oddity| oddity.name().to_owned())
            .collect();
        match item.content {
            Content::Missing => words.push("missing".to_owned()),
            Content::Unreadable(_) => words.push("no field can be read here".to_owned()),
            Content::Cut { promised, there, .. } => {
                words.push(format!(
                    "ends too early: {promised} bytes promised, {} there",
                    there.len()
                ));
            }
            Content::Bytes(_) if self.is_text_that_is_none() => words.push("not UTF-8".to_owned()),
            Content::Bytes(_) | Content::Number(_) | Content::Message(..) => {}
        }
        let present = item.field.is_some() && !matches!(item.content, Content::Missing);
        if present && !item.has_own_wire_type() {
            words.push(format!("wire type {}", item.wire_type));
        }
        if let Some(table) = self.taken_for {
            words.push(format!("its type is not known; taken for a {}", table.name));
        }
        words
    }

    fn is_text_that_is_none(&self) -> bool {
        let kind = self.item.field.map(|field| field.kind);
        let is_text = self.item.has_own_wire_type() && matches!(kind, Some(casp_wire::table::Kind::String));
        is_text && matches!(Value::of(&self.item), Value::Bytes(_))
    }
}

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Field<'a> {
            offset: usize,
            length: usize,
            depth: usize,
            message: &'static str,
            number: u32,
            field: Option<&'static str>,
            value: Value<'a>,
            meaning: Option<String>,
            doc: Option<&'static str>,
            oddities: Vec<String>,
        }
        serializer.collect_seq(self.shown().map(|found| Field {
            offset: found.item.offset,
            length: found.item.length,
            depth: found.item.depth,
            message: found.item.message.name,
            number: found.item.number,
            field: found.item.field.map(|field| field.name),
            value: Value::of(&found.item),
            meaning: meaning::of(&found.item),
            doc: found.doc(),
            oddities: found.oddities(),
        }))
    }
}
