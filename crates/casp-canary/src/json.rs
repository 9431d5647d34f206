//! Strict I-JSON, compared as values (SPEC.md section 16.2).
//!
//! A text is read once and indexed, eight bytes a value; strings and numbers stay in the text and are compared from
//! there, without ever being unescaped or computed. Members are compared in the order of their names, which costs n log
//! n in their number; all else is linear.

mod number;
mod reader;
mod text;
mod work;

use alloc::vec::Vec;

use number::Number;
use text::Letters;

/// Greatest text, bytes.
pub const MAX_BYTES: usize = 524_288;

/// How deep arrays and objects nest at most; `[]` is 1 deep.
pub const MAX_DEPTH: usize = 64;

/// A text that is I-JSON. Equality is that of the values.
#[derive(Clone, Debug)]
pub struct Json<'a> {
    text: &'a str,
    nodes: Vec<Node>,
}

impl<'a> Json<'a> {
    /// Reads a text. Takes at most five times its length in memory, besides the text.
    ///
    /// # Errors
    /// The first thing that keeps it from being I-JSON.
    pub fn read(text: &'a [u8]) -> Result<Self, JsonError> {
        if text.len() > MAX_BYTES {
            return Err(JsonError::TooLong);
        }
        let text = core::str::from_utf8(text).map_err(|_| JsonError::NotUtf8)?;
        let nodes = reader::read(text)?;
        Ok(Self { text, nodes })
    }

    fn root(&self) -> Value<'_> {
        Value {
            text: self.text,
            nodes: &self.nodes,
        }
    }
}

impl PartialEq for Json<'_> {
    fn eq(&self, other: &Self) -> bool {
        same(self.root(), other.root())
    }
}

impl Eq for Json<'_> {}

/// Why a text is not I-JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JsonError {
    /// Longer than [`MAX_BYTES`].
    #[error("the text is longer than 524,288 bytes")]
    TooLong,
    /// Not UTF-8.
    #[error("the text is not UTF-8")]
    NotUtf8,
    /// Not what the grammar of RFC 8259 allows.
    #[error("the text is not JSON")]
    Syntax,
    /// Nested deeper than [`MAX_DEPTH`].
    #[error("arrays and objects nest more than 64 deep")]
    TooDeep,
    /// Two members of one object with the same name.
    #[error("an object has two members with the same name")]
    DuplicateName,
    /// An unpaired surrogate or a noncharacter, written out or escaped.
    #[error("a string has an unpaired surrogate or a noncharacter")]
    Character,
    /// An exponent with more than 9 digits.
    #[error("the exponent of a number has more than 9 digits")]
    Exponent,
}

/// Where a value is: the offset of its first byte, and how many nodes it takes with all within it. An object's children
/// are name and value in turns, as in the text.
#[derive(Clone, Copy, Debug)]
struct Node {
    at: u32,
    size: u32,
}

/// One value of a text: its own node, then those of what is within it.
#[derive(Clone, Copy)]
struct Value<'a> {
    text: &'a str,
    nodes: &'a [Node],
}

impl<'a> Value<'a> {
    /// The text from the value's first byte on.
    fn source(self) -> &'a str {
        let at = self.nodes.first().and_then(|node| usize::try_from(node.at).ok());
        at.and_then(|at| self.text.get(at..)).unwrap_or_default()
    }

    /// The first byte, which tells what it is.
    fn lead(self) -> u8 {
        self.source().bytes().next().unwrap_or_default()
    }

    fn letters(self) -> impl Iterator<Item = char> {
        Letters::of(self.source()).map_while(Result::ok)
    }

    /// The value whose node is this far behind the own one.
    fn within(self, offset: u32) -> Value<'a> {
        let wide = |number| usize::try_from(number).unwrap_or(usize::MAX);
        let nodes = self.nodes.get(wide(offset)..).unwrap_or_default();
        let size = nodes.first().map_or(0, |node| wide(node.size));
        Value {
            text: self.text,
            nodes: nodes.get(..size).unwrap_or_default(),
        }
    }

    const fn children(self) -> Children<'a> {
        Children {
            parent: self,
            offset: 1,
        }
    }

    /// Where the names of an object's members are, in the order of the names. The member's value is one node further.
    fn names(self) -> Vec<u32> {
        let mut names = Vec::with_capacity(self.children().count() / 2);
        let mut children = self.children();
        loop {
            let name = children.offset;
            if children.next().and(children.next()).is_none() {
                break;
            }
            names.push(name);
        }
        names.sort_unstable_by(|a, b| self.within(*a).letters().cmp(self.within(*b).letters()));
        names
    }

    /// Whether no two members of an object have the same name.
    fn has_distinct_names(self) -> bool {
        let names = self.names();
        let mut neighbours = names.iter().zip(names.iter().skip(1));
        neighbours.all(|(a, b)| self.within(*a).letters().ne(self.within(*b).letters()))
    }

    fn same_members(self, other: Value<'_>) -> bool {
        let (names, others) = (self.names(), other.names());
        names.len() == others.len()
            && names.iter().zip(&others).all(|(a, b)| {
                self.within(*a).letters().eq(other.within(*b).letters())
                    && same(self.within(a.saturating_add(1)), other.within(b.saturating_add(1)))
            })
    }

    fn same_items(self, other: Value<'_>) -> bool {
        let (mut items, mut others) = (self.children(), other.children());
        loop {
            match (items.next(), others.next()) {
                (Some(a), Some(b)) if same(a, b) => {}
                (None, None) => return true,
                _ => return false,
            }
        }
    }

    fn same_number(self, other: Value<'_>) -> bool {
        match (Number::scan(self.source()), Number::scan(other.source())) {
            (Ok((a, _)), Ok((b, _))) => a == b,
            _ => false,
        }
    }
}

/// What is directly within an array or object: items, or names and values in turns.
struct Children<'a> {
    parent: Value<'a>,
    offset: u32,
}

impl<'a> Iterator for Children<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        work::step();
        let child = self.parent.within(self.offset);
        self.offset = self.offset.saturating_add(child.nodes.first()?.size);
        Some(child)
    }
}

/// Goes as deep as the values are nested, which the reader has bounded.
fn same(a: Value<'_>, b: Value<'_>) -> bool {
    match (a.lead(), b.lead()) {
        (b'{', b'{') => a.same_members(b),
        (b'[', b'[') => a.same_items(b),
        (b'"', b'"') => a.letters().eq(b.letters()),
        (word @ (b't' | b'f' | b'n'), other) => word == other,
        (b'-' | b'0'..=b'9', b'-' | b'0'..=b'9') => a.same_number(b),
        _ => false,
    }
}
