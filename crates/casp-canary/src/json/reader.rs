//! The reader: one pass over a text, which gives the index of its values.

use alloc::vec::Vec;

use super::number::Number;
use super::text::Letters;
use super::{JsonError, MAX_DEPTH, Node, Value, work};

/// Reads a text as I-JSON.
pub(super) fn read(text: &str) -> Result<Vec<Node>, JsonError> {
    let mut reader = Reader {
        text,
        rest: text,
        nodes: Vec::with_capacity(most_nodes(text)),
    };
    reader.skip_space();
    reader.value(MAX_DEPTH)?;
    reader.skip_space();
    if reader.rest.is_empty() {
        Ok(reader.nodes)
    } else {
        Err(JsonError::Syntax)
    }
}

/// At least as many nodes as the text has. Before each but the first stands one of four letters; and where there are n,
/// the text has 2n - 1 bytes at least.
fn most_nodes(text: &str) -> usize {
    let before = text.bytes().filter(|byte| b",:[{".contains(byte)).count();
    before.min(text.len() / 2).saturating_add(1)
}

struct Reader<'a> {
    text: &'a str,
    rest: &'a str,
    nodes: Vec<Node>,
}

impl<'a> Reader<'a> {
    /// Reads a value in which arrays and objects nest at most `depth` deep.
    fn value(&mut self, depth: usize) -> Result<(), JsonError> {
        let index = self.begin();
        match self.rest.bytes().next() {
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.array(depth)?,
            Some(b'"') => self.string()?,
            Some(b't') => self.token("true")?,
            Some(b'f') => self.token("false")?,
            Some(b'n') => self.token("null")?,
            _ => self.rest = Number::scan(self.rest)?.1,
        }
        let value = self.end(index);
        let repeats = value.is_some_and(|value| value.lead() == b'{' && !value.has_distinct_names());
        if repeats { Err(JsonError::DuplicateName) } else { Ok(()) }
    }

    fn array(&mut self, depth: usize) -> Result<(), JsonError> {
        let depth = depth.checked_sub(1).ok_or(JsonError::TooDeep)?;
        self.token("[")?;
        self.list(']', |reader| reader.value(depth))
    }

    fn object(&mut self, depth: usize) -> Result<(), JsonError> {
        let depth = depth.checked_sub(1).ok_or(JsonError::TooDeep)?;
        self.token("{")?;
        self.list('}', |reader| {
            let name = reader.begin();
            reader.string()?;
            reader.end(name);
            reader.skip_space();
            reader.token(":")?;
            reader.skip_space();
            reader.value(depth)
        })
    }

    /// Items with commas between them, up to and with what closes the list.
    fn list(&mut self, close: char, mut item: impl FnMut(&mut Self) -> Result<(), JsonError>) -> Result<(), JsonError> {
        self.skip_space();
        if self.skip(close) {
            return Ok(());
        }
        loop {
            self.skip_space();
            item(self)?;
            self.skip_space();
            if self.skip(close) {
                return Ok(());
            }
            self.token(",")?;
        }
    }

    fn string(&mut self) -> Result<(), JsonError> {
        if !self.rest.starts_with('"') {
            return Err(JsonError::Syntax);
        }
        let mut letters = Letters::of(self.rest);
        letters.try_for_each(|letter| letter.map(drop))?;
        self.rest = letters.rest();
        Ok(())
    }

    /// A node for what begins here.
    fn begin(&mut self) -> usize {
        let at = self.text.len().saturating_sub(self.rest.len());
        self.nodes.push(Node {
            at: narrow(at),
            size: 1,
        });
        self.nodes.len().saturating_sub(1)
    }

    /// Closes the node with this index over all that came since; gives its value.
    fn end(&mut self, index: usize) -> Option<Value<'_>> {
        let size = narrow(self.nodes.len().saturating_sub(index));
        self.nodes.get_mut(index)?.size = size;
        let nodes = self.nodes.get(index..)?;
        Some(Value { text: self.text, nodes })
    }

    fn token(&mut self, token: &str) -> Result<(), JsonError> {
        work::step();
        self.rest = self.rest.strip_prefix(token).ok_or(JsonError::Syntax)?;
        Ok(())
    }

    fn skip(&mut self, letter: char) -> bool {
        let rest = self.rest.strip_prefix(letter);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn skip_space(&mut self) {
        let is_space = |letter| {
            work::step();
            matches!(letter, ' ' | '\t' | '\n' | '\r')
        };
        self.rest = self.rest.trim_start_matches(is_space);
    }
}

/// Texts are far shorter than 4 GiB.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
