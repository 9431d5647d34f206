//! Protocol Buffers by hand: a tree of fields that can be written as wrongly as one likes.

use casp_wire::table::{Field, Kind, MessageTable};

/// A message as the list of its fields.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// The shape it should have.
    pub(crate) table: &'static MessageTable,
    /// Its fields, in the order in which they are written.
    pub(crate) entries: Vec<Entry>,
}

/// One field.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Field number.
    pub(crate) number: u32,
    /// Value.
    pub(crate) value: Value,
}

/// The value of a field.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// A number.
    Varint(u64),
    /// A string or bytes.
    Bytes(Vec<u8>),
    /// A message.
    Message(Node),
    /// The whole field as it stands on the wire, tag included.
    Raw(Vec<u8>),
}

impl Node {
    /// Reads an encoding that this crate's own encoder wrote. The tree of anything else is of no use to a generator.
    pub(crate) fn read(table: &'static MessageTable, bytes: &[u8]) -> Self {
        let mut entries = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let key = take_varint(&mut rest);
            let number = u32::try_from(key >> 3).expect("a field number");
            let value = take_varint(&mut rest);
            if key & 7 == 0 {
                entries.push(Entry {
                    number,
                    value: Value::Varint(value),
                });
                continue;
            }
            let (taken, after) = rest.split_at(usize::try_from(value).expect("a length"));
            rest = after;
            let value = match field_of(table, number).kind {
                Kind::Message(inner) => Value::Message(Self::read(inner, taken)),
                _ => Value::Bytes(taken.to_vec()),
            };
            entries.push(Entry { number, value });
        }
        Self { table, entries }
    }

    /// Writes the fields as they come.
    pub(crate) fn write(&self) -> Vec<u8> {
        self.entries.iter().flat_map(Entry::write).collect()
    }

    /// The message at the end of a path of field numbers, by the first item of each.
    pub(crate) fn at(&mut self, path: &[u32]) -> &mut Self {
        let Some((first, rest)) = path.split_first() else {
            return self;
        };
        let inner = self.entries.iter_mut().find_map(|entry| match &mut entry.value {
            Value::Message(inner) if entry.number == *first => Some(inner),
            _ => None,
        });
        inner.expect("the path leads to a message").at(rest)
    }

    /// The values of a field.
    pub(crate) fn values(&self, number: u32) -> Vec<Value> {
        self.entries
            .iter()
            .filter(|entry| entry.number == number)
            .map(|entry| entry.value.clone())
            .collect()
    }

    /// Replaces the values of a field, at the place where the field belongs.
    pub(crate) fn set(&mut self, number: u32, values: impl IntoIterator<Item = Value>) {
        self.entries.retain(|entry| entry.number != number);
        let at = self
            .entries
            .iter()
            .position(|entry| entry.number > number)
            .unwrap_or(self.entries.len());
        self.entries
            .splice(at..at, values.into_iter().map(|value| Entry { number, value }));
    }

    /// Adds a field at the end.
    pub(crate) fn push(&mut self, number: u32, value: Value) {
        self.entries.push(Entry { number, value });
    }
}

impl Entry {
    /// The field's bytes.
    pub(crate) fn write(&self) -> Vec<u8> {
        match &self.value {
            Value::Varint(value) => [tag(self.number, 0), varint(*value)].concat(),
            Value::Bytes(bytes) => delimited(self.number, bytes),
            Value::Message(node) => delimited(self.number, &node.write()),
            Value::Raw(raw) => raw.clone(),
        }
    }
}

/// A tag.
pub(crate) fn tag(number: u32, wire_type: u8) -> Vec<u8> {
    varint(u64::from(number) << 3 | u64::from(wire_type))
}

/// A varint in its shortest form.
pub(crate) fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 0x80 {
        bytes.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    bytes.push(value.to_le_bytes()[0]);
    bytes
}

/// A varint that is a byte longer than it need be.
pub(crate) fn varint_padded(value: u64) -> Vec<u8> {
    let mut bytes = varint(value);
    if let Some(last) = bytes.last_mut() {
        *last |= 0x80;
    }
    bytes.push(0);
    bytes
}

fn delimited(number: u32, bytes: &[u8]) -> Vec<u8> {
    let length = u64::try_from(bytes.len()).expect("a length");
    [&tag(number, 2), &varint(length), bytes].concat()
}

fn field_of(table: &'static MessageTable, number: u32) -> &'static Field {
    table
        .fields
        .iter()
        .find(|field| field.number == number)
        .expect("a field of the schema")
}

fn take_varint(rest: &mut &[u8]) -> u64 {
    let length = rest.iter().position(|byte| byte & 0x80 == 0).expect("a varint ends") + 1;
    let (taken, after) = rest.split_at(length);
    *rest = after;
    taken
        .iter()
        .rev()
        .fold(0, |value, byte| value << 7 | u64::from(byte & 0x7f))
}
