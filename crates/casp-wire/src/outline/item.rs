//! What an outline consists of.

use crate::table::{Field, Kind, MessageTable};

/// One stretch of bytes and what it is.
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    /// Where it begins.
    pub offset: usize,
    /// How many bytes it is, tag and length included.
    pub length: usize,
    /// How deep the message is nested that it stands in.
    pub depth: usize,
    /// The message that it stands in.
    pub message: &'static MessageTable,
    /// The number in its tag; 0 where no tag can be read.
    pub number: u32,
    /// The wire type in its tag.
    pub wire_type: u8,
    /// The field that the message has under this number, whatever its wire type.
    pub field: Option<&'static Field>,
    /// What it holds.
    pub content: Content<'a>,
    /// What is odd about it.
    pub oddities: Oddities,
}

/// What an [`Item`] holds.
#[derive(Clone, Copy, Debug)]
pub enum Content<'a> {
    /// A varint.
    Number(u64),
    /// Four or eight bytes of a fixed-width type, which CASP does not use, or a delimited value that is no message.
    Bytes(&'a [u8]),
    /// A message, whose items follow.
    Message(&'static MessageTable, &'a [u8]),
    /// A delimited value that ends too early.
    Cut {
        /// How many bytes its length announces.
        promised: u64,
        /// Those that are there.
        there: &'a [u8],
        /// The message that it should be.
        table: Option<&'static MessageTable>,
    },
    /// No field can be read here, up to the end of the message.
    Unreadable(&'a [u8]),
    /// Nothing: a required field did not come.
    Missing,
}

/// Something odd about the encoding of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// The tag is longer than it needs to be.
    TagNotMinimal,
    /// The message has no field with this number.
    UnknownField,
    /// A field with a higher number came before.
    OutOfOrder,
    /// A singular field came before.
    Repeated,
    /// The value is longer than it needs to be.
    ValueNotMinimal,
    /// The length is longer than it needs to be.
    LengthNotMinimal,
}

impl Oddity {
    /// What is odd, in a few words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TagNotMinimal => "tag not minimal",
            Self::UnknownField => "unknown field",
            Self::OutOfOrder => "out of order",
            Self::Repeated => "repeated",
            Self::ValueNotMinimal => "value not minimal",
            Self::LengthNotMinimal => "length not minimal",
        }
    }
}

/// What is odd about a field: its tag, its place, its value or length.
#[derive(Clone, Copy, Debug, Default)]
pub struct Oddities(pub(super) [Option<Oddity>; 3]);

impl Oddities {
    /// In the order of the bytes.
    pub fn iter(&self) -> impl Iterator<Item = Oddity> {
        self.0.into_iter().flatten()
    }
}

impl Item<'_> {
    /// Whether the wire type is the one that the field's kind has.
    #[must_use]
    pub fn has_own_wire_type(&self) -> bool {
        self.field
            .is_some_and(|field| self.wire_type == wire_type_of(field.kind))
    }

    /// Whether the schema gives no such item: odd, missing, cut, unreadable, of another wire type, or no text where it should be.
    #[must_use]
    pub fn is_odd(&self) -> bool {
        let readable = match self.content {
            Content::Number(_) | Content::Message(..) => true,
            Content::Bytes(value) => {
                !matches!(self.field.map(|field| field.kind), Some(Kind::String)) || core::str::from_utf8(value).is_ok()
            }
            Content::Cut { .. } | Content::Unreadable(_) | Content::Missing => false,
        };
        !readable || !self.has_own_wire_type() || self.oddities.iter().next().is_some()
    }
}

pub(super) const fn wire_type_of(kind: Kind) -> u8 {
    match kind {
        Kind::Bool | Kind::Uint32 | Kind::Integer | Kind::Enum { .. } => 0,
        Kind::String | Kind::Bytes | Kind::Message(_) => 2,
    }
}
