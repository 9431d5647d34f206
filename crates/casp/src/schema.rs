//! What the schemas and SPEC.md say in words: comments of messages, fields and enum values, and the text of rules.

use casp_wire::table::{Field, MessageTable};
use casp_wire::v1::tables;

mod generated {
    pub(crate) mod schema {
        include!("generated/schema.rs");
    }
    pub(crate) mod rules {
        include!("generated/rules.rs");
    }
}

/// A message, as its schema describes it.
pub(crate) struct MessageDoc {
    pub(crate) name: &'static str,
    pub(crate) doc: &'static str,
    pub(crate) fields: &'static [FieldDoc],
}

/// A field, as its schema describes it.
pub(crate) struct FieldDoc {
    pub(crate) number: u32,
    pub(crate) doc: &'static str,
    /// Of a field that holds an enum, the values from 0 on.
    pub(crate) values: &'static [ValueDoc],
}

/// A value of an enum.
pub(crate) struct ValueDoc {
    pub(crate) name: &'static str,
    pub(crate) doc: &'static str,
}

/// A row of a table of rules in SPEC.md.
pub(crate) struct RuleDoc {
    pub(crate) section: &'static str,
    pub(crate) id: &'static str,
    pub(crate) code: &'static str,
    pub(crate) stage: &'static str,
    pub(crate) verdict: &'static str,
    pub(crate) text: &'static str,
}

impl ValueDoc {
    /// The value's own words: `SIDE_EFFECT_NONE` among its siblings is `NONE`.
    pub(crate) fn short_name(&self, siblings: &[Self]) -> &'static str {
        let zero = siblings.first().map_or("", |zero| zero.name);
        zero.strip_suffix("UNSPECIFIED")
            .and_then(|prefix| self.name.strip_prefix(prefix))
            .unwrap_or(self.name)
    }
}

/// All rules, in the order of SPEC.md.
pub(crate) fn rules() -> &'static [RuleDoc] {
    generated::rules::RULES
}

/// The rule with this id, in letters of either case.
pub(crate) fn rule(id: &str) -> Option<&'static RuleDoc> {
    rules().iter().find(|rule| rule.id.eq_ignore_ascii_case(id))
}

/// What the schema says of a message.
pub(crate) fn message(table: &MessageTable) -> Option<&'static MessageDoc> {
    generated::schema::MESSAGES
        .iter()
        .find(|message| message.name == table.name)
}

/// What the schema says of a field of a message.
pub(crate) fn field(table: &MessageTable, field: &Field) -> Option<&'static FieldDoc> {
    message(table)?.fields.iter().find(|doc| doc.number == field.number)
}

/// The same, by names.
pub(crate) fn field_named(message: &str, name: &str) -> Option<&'static str> {
    let table = tables::MESSAGES.iter().find(|table| table.name == message)?;
    let found = table.fields.iter().find(|field| field.name == name)?;
    Some(field(table, found)?.doc)
}

/// The first sentence of a comment, without its full stop.
pub(crate) fn first_sentence(doc: &str) -> &str {
    let end = doc.find(". ").unwrap_or(doc.len());
    doc.get(..end).unwrap_or(doc).trim_end_matches('.')
}
