//! A tolerant walk over encoded messages, so that tests can look at what vectors hold.

use casp_wire::table::{Field, Kind, MessageTable, Presence};
use conformance::annotate::payload_table;
use conformance::vector::Operation;

/// What was met on the way.
#[derive(Default)]
pub struct Seen {
    /// Numbers, lengths and counts, each with the field that bounds it.
    pub measures: Vec<(&'static Field, Measure)>,
    /// Values of string and bytes fields, with the field's name.
    pub values: Vec<(&'static str, Vec<u8>)>,
    /// Numbers, with the field's name.
    pub numbers: Vec<(&'static str, u64)>,
    /// Items of `proofs`.
    pub proofs: usize,
}

/// How much of something there is.
#[derive(Clone, Copy, Debug)]
pub enum Measure {
    Number(u64),
    Length(u64),
    Count(u64),
}

impl Seen {
    /// Walks the main input of an operation.
    pub fn of(operation: &Operation) -> Self {
        let mut seen = Self::default();
        if let Some((table, bytes)) = operation.main_input() {
            seen.message(table, bytes);
        }
        seen
    }

    /// The first value of a field with this name.
    pub fn first(&self, name: &str) -> Option<&[u8]> {
        self.values
            .iter()
            .find(|(field, _)| *field == name)
            .map(|(_, value)| value.as_slice())
    }

    /// The first number of a field with this name.
    pub fn number(&self, name: &str) -> Option<u64> {
        self.numbers
            .iter()
            .find(|(field, _)| *field == name)
            .map(|(_, value)| *value)
    }

    fn message(&mut self, table: &'static MessageTable, bytes: &[u8]) {
        let fields = split(bytes);
        let payload = fields.iter().rev().find_map(|(number, value)| match value {
            Raw::Delimited(text) if table.name == "Envelope" && *number == 2 => Some(*text),
            _ => None,
        });
        let payload = payload
            .and_then(|text| std::str::from_utf8(text).ok())
            .and_then(payload_table);
        for field in table.fields {
            let values: Vec<&Raw<'_>> = fields
                .iter()
                .filter(|(number, _)| *number == field.number)
                .map(|(_, value)| value)
                .collect();
            if field.presence == Presence::Repeated {
                let count = u64::try_from(values.len()).unwrap();
                self.measures.push((field, Measure::Count(count)));
            }
            for value in values {
                self.value(field, value, payload);
            }
        }
    }

    fn value(&mut self, field: &'static Field, value: &Raw<'_>, payload: Option<&'static MessageTable>) {
        match value {
            Raw::Number(number) => {
                self.measures.push((field, Measure::Number(*number)));
                self.numbers.push((field.name, *number));
            }
            Raw::Delimited(bytes) => {
                self.measures
                    .push((field, Measure::Length(u64::try_from(bytes.len()).unwrap())));
                self.values.push((field.name, bytes.to_vec()));
                self.proofs += usize::from(field.name == "proofs");
                match field.kind {
                    Kind::Message(table) => self.message(table, bytes),
                    Kind::Bytes if field.name == "payload" => {
                        if let Some(table) = payload {
                            self.message(table, bytes);
                        }
                    }
                    _ => {}
                }
            }
        }
    }
}

enum Raw<'a> {
    Number(u64),
    Delimited(&'a [u8]),
}

/// Fields up to the first that cannot be read.
fn split(mut bytes: &[u8]) -> Vec<(u32, Raw<'_>)> {
    let mut fields = Vec::new();
    while let Some((key, rest)) = varint(bytes) {
        let Some((value, rest)) = varint(rest) else { break };
        let number = u32::try_from(key >> 3).unwrap_or(0);
        let raw = match (key & 7, usize::try_from(value)) {
            (0, _) => (Raw::Number(value), rest),
            (2, Ok(length)) if length <= rest.len() => {
                let (value, rest) = rest.split_at(length);
                (Raw::Delimited(value), rest)
            }
            _ => break,
        };
        fields.push((number, raw.0));
        bytes = raw.1;
    }
    fields
}

fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let length = bytes.iter().take(10).position(|byte| byte & 0x80 == 0)? + 1;
    let (taken, rest) = bytes.split_at(length);
    let wide = taken
        .iter()
        .rev()
        .fold(0_u128, |value, byte| value << 7 | u128::from(byte & 0x7f));
    Some((u64::try_from(wide).ok()?, rest))
}
