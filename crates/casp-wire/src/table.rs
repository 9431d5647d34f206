//! Tables that state the shape of each message, derived from the schema.
//!
//! One static [`MessageTable`] a message, generated from `proto/` with the options of `casp.options.v1`. The scan reads
//! nothing else, so that every field of every message passes the same checks.

/// A message with a table.
pub trait Described {
    /// The shape of the message.
    const TABLE: &'static MessageTable;
}

/// The shape of a message.
#[derive(Debug)]
pub struct MessageTable {
    /// Name of the message, without its package.
    pub name: &'static str,
    /// Its fields, ascending by number.
    pub fields: &'static [Field],
}

/// The shape of a field.
#[derive(Debug)]
pub struct Field {
    /// Field number.
    pub number: u32,
    /// Field name.
    pub name: &'static str,
    /// What a value is.
    pub kind: Kind,
    /// How presence is told.
    pub presence: Presence,
    /// The field must be present (ENC-9).
    pub required: bool,
    /// Least length of a present value, bytes (ENC-11).
    pub min_bytes: u32,
    /// Greatest length of a value, bytes (ENC-10).
    pub max_bytes: u32,
    /// Least number of items (ENC-12).
    pub min_items: u32,
    /// Greatest number of items (ENC-12).
    pub max_items: u32,
    /// Least number on the wire (ENC-13).
    pub min: u64,
    /// Greatest number on the wire (ENC-13).
    pub max: u64,
    /// Items ascend strictly (ENC-14).
    pub ascending: bool,
    /// Grammar of a value (FMT-1 to FMT-10).
    pub format: Format,
}

/// What the values of a field are.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// `bool`.
    Bool,
    /// `uint32`.
    Uint32,
    /// `uint64` or `int64`; the field's bounds tell which values are admissible.
    Integer,
    /// An enum whose values are 1 to `last`, and the UNSPECIFIED zero.
    Enum {
        /// The highest named value.
        last: u64,
    },
    /// `string`.
    String,
    /// `bytes`.
    Bytes,
    /// A message.
    Message(&'static MessageTable),
}

/// How the wire tells that a field is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Absent when it has the default value.
    Implicit,
    /// A message, or marked `optional`.
    Explicit,
    /// One of a message's only `oneof`.
    OneOf,
    /// Any number of items.
    Repeated,
}

/// Grammar of a string or bytes value; SPEC.md section 4.5 gives the ABNF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// No grammar.
    Any,
    /// FMT-1.
    Identifier,
    /// FMT-2.
    CapabilityId,
    /// FMT-3.
    Semver,
    /// FMT-4.
    MediaType,
    /// FMT-5.
    Currency,
    /// FMT-6.
    Country,
    /// FMT-7.
    Multiaddr,
    /// FMT-8.
    PlainText,
    /// FMT-9.
    AgentId,
    /// FMT-10.
    Skill,
}

impl Format {
    /// Whether a text matches the grammar.
    #[must_use]
    pub fn matches(self, text: &str) -> bool {
        crate::format::matches_text(self, text)
    }
}
