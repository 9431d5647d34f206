//! An outline of any bytes: field by field beside a table, tolerantly, down to the payloads of envelopes.
//!
//! An outline decides nothing. What is odd about an encoding is pointed out, and then read on as well as can be; whether the
//! bytes are accepted is for [`crate::scan()`] to say. Items of the outermost depth account for every byte of the input.

mod item;

use alloc::vec::Vec;

use crate::generated::tables::{ENVELOPE, PAYLOADS};
use crate::table::{Field, Kind, MessageTable, Presence};

use item::wire_type_of;
pub use item::{Content, Item, Oddities, Oddity};

/// How deep messages are opened. The schema nests less deeply, but payloads that hold bundles could be put into each other
/// without end.
pub const MAX_DEPTH: usize = 32;

/// The table of the payloads of this type.
#[must_use]
pub fn payload_table(payload_type: &str) -> Option<&'static MessageTable> {
    PAYLOADS
        .iter()
        .find(|(known, _)| *known == payload_type)
        .map(|(_, table)| *table)
}

/// Iterates over the items of what should be an encoding of one message.
///
/// Takes any bytes, time in proportion to them, and memory for [`MAX_DEPTH`] open messages. The item of a message that is
/// opened is followed by those of its fields, one deeper.
#[derive(Clone, Debug)]
pub struct Outline<'a> {
    bytes: &'a [u8],
    open: Vec<Frame>,
    opens_cut: bool,
}

/// A message that is open, and what has been seen of it so far.
#[derive(Clone, Debug)]
struct Frame {
    table: &'static MessageTable,
    /// What the payload is, where this is an envelope that says so.
    payload: Option<&'static MessageTable>,
    at: usize,
    end: usize,
    /// The highest number so far.
    last: u32,
    /// Fields met, as a bit set over their indices.
    seen: u64,
    /// Index of the next field to be missed, once the end is reached.
    missed: usize,
}

impl<'a> Outline<'a> {
    /// The outline of `bytes` as the message with this table.
    #[must_use]
    pub fn new(table: &'static MessageTable, bytes: &'a [u8]) -> Self {
        let mut outline = Self {
            bytes,
            open: Vec::new(),
            opens_cut: false,
        };
        outline.enter(table, 0, bytes.len());
        outline
    }

    /// Opens messages that end too early, too, as far as they go.
    #[must_use]
    pub const fn opening_what_is_cut(mut self) -> Self {
        self.opens_cut = true;
        self
    }

    fn enter(&mut self, table: &'static MessageTable, at: usize, end: usize) {
        let is_envelope = core::ptr::eq(table, &ENVELOPE);
        let payload = is_envelope.then(|| self.payload_of(at, end)).flatten();
        self.open.push(Frame {
            table,
            payload,
            at,
            end,
            last: 0,
            seen: 0,
            missed: 0,
        });
    }

    fn slice(&self, from: usize, to: usize) -> &'a [u8] {
        self.bytes.get(from..to).unwrap_or_default()
    }

    /// The table of an envelope's payload, by the last payload type in it.
    fn payload_of(&self, at: usize, end: usize) -> Option<&'static MessageTable> {
        let mut rest = self.slice(at, end);
        let mut table = None;
        while let Some(key) = Varint::read(&mut rest) {
            let Some(value) = Varint::read(&mut rest) else { break };
            match key.value & 7 {
                0 => {}
                2 => {
                    let length = usize::try_from(value.value).ok();
                    let Some((taken, after)) = length.and_then(|length| rest.split_at_checked(length)) else {
                        break;
                    };
                    if key.value >> 3 == 2 {
                        table = core::str::from_utf8(taken).ok().and_then(payload_table);
                    }
                    rest = after;
                }
                _ => break,
            }
        }
        table
    }

    /// Reads the field at the frame's place and moves behind it; nothing if it cannot be read.
    fn field(&mut self, frame: &mut Frame, depth: usize) -> Option<Item<'a>> {
        let start = frame.at;
        let mut rest = self.slice(frame.at, frame.end);
        let key = Varint::read(&mut rest)?;
        let number = u32::try_from(key.value >> 3)
            .ok()
            .filter(|number| (1..1 << 29).contains(number))?;
        let wire_type = u8::try_from(key.value & 7).unwrap_or_default();
        let (field, place) = frame.meet(number);
        let mut oddities = [key.oddity(Oddity::TagNotMinimal), place, None];
        let content = match wire_type {
            0 => {
                let value = Varint::read(&mut rest)?;
                oddities[2] = value.oddity(Oddity::ValueNotMinimal);
                Content::Number(value.value)
            }
            2 => {
                let length = Varint::read(&mut rest)?;
                oddities[2] = length.oddity(Oddity::LengthNotMinimal);
                let table = match field.map(|field| field.kind) {
                    Some(Kind::Message(table)) => Some(table),
                    Some(Kind::Bytes) if number == 1 => frame.payload,
                    _ => None,
                };
                let table = table.filter(|_| depth < MAX_DEPTH);
                let split = usize::try_from(length.value)
                    .ok()
                    .and_then(|length| rest.split_at_checked(length));
                match split {
                    Some((value, after)) => {
                        rest = after;
                        table.map_or(Content::Bytes(value), |table| Content::Message(table, value))
                    }
                    None => Content::Cut {
                        promised: length.value,
                        there: core::mem::take(&mut rest),
                        table,
                    },
                }
            }
            1 | 5 => {
                let (value, after) = rest.split_at_checked(if wire_type == 1 { 8 } else { 4 })?;
                rest = after;
                Content::Bytes(value)
            }
            _ => return None,
        };
        frame.at = frame.end.saturating_sub(rest.len());
        Some(Item {
            offset: start,
            length: frame.at.saturating_sub(start),
            depth,
            message: frame.table,
            number,
            wire_type,
            field,
            content,
            oddities: Oddities(oddities),
        })
    }

    /// Opens the message that an item holds.
    fn descend(&mut self, item: &Item<'_>) {
        let end = item.offset.saturating_add(item.length);
        match item.content {
            Content::Message(table, value) => self.enter(table, end.saturating_sub(value.len()), end),
            Content::Cut {
                there,
                table: Some(table),
                ..
            } if self.opens_cut => {
                self.enter(table, end.saturating_sub(there.len()), end);
                // What a cut message lacks was cut off; that need not be told of each field.
                if let Some(frame) = self.open.last_mut() {
                    frame.missed = table.fields.len();
                }
            }
            _ => {}
        }
    }
}

impl<'a> Iterator for Outline<'a> {
    type Item = Item<'a>;

    fn next(&mut self) -> Option<Item<'a>> {
        loop {
            let mut frame = self.open.pop()?;
            let depth = self.open.len();
            if frame.at < frame.end {
                let start = frame.at;
                if let Some(item) = self.field(&mut frame, depth) {
                    self.open.push(frame);
                    self.descend(&item);
                    return Some(item);
                }
                let unreadable = self.slice(start, frame.end);
                return Some(frame.item(start, depth, 0, None, Content::Unreadable(unreadable)));
            }
            if let Some(field) = frame.miss() {
                let item = frame.item(frame.end, depth, field.number, Some(field), Content::Missing);
                self.open.push(frame);
                return Some(item);
            }
        }
    }
}

impl Frame {
    /// Notes that the field with this number comes now; says which it is and what is odd about its place.
    fn meet(&mut self, number: u32) -> (Option<&'static Field>, Option<Oddity>) {
        let mut fields = self.table.fields.iter().enumerate();
        let found = fields.find(|(_, field)| field.number == number);
        let Some((index, field)) = found else {
            self.last = self.last.max(number);
            return (None, Some(Oddity::UnknownField));
        };
        let repeats = self.seen & bit(index) != 0;
        let oddity = if number < self.last {
            Some(Oddity::OutOfOrder)
        } else if repeats && field.presence != Presence::Repeated {
            Some(Oddity::Repeated)
        } else {
            None
        };
        self.seen |= bit(index);
        self.last = self.last.max(number);
        (Some(field), oddity)
    }

    /// The next required field that did not come.
    fn miss(&mut self) -> Option<&'static Field> {
        let mut fields = self.table.fields.iter().enumerate().skip(self.missed);
        let (index, field) = fields.find(|(index, field)| field.required && self.seen & bit(*index) == 0)?;
        self.missed = index.saturating_add(1);
        Some(field)
    }

    fn item<'a>(
        &self,
        offset: usize,
        depth: usize,
        number: u32,
        field: Option<&'static Field>,
        content: Content<'a>,
    ) -> Item<'a> {
        Item {
            offset,
            length: self.end.saturating_sub(offset),
            depth,
            message: self.table,
            number,
            wire_type: field.map_or(0, |field| wire_type_of(field.kind)),
            field,
            content,
            oddities: Oddities::default(),
        }
    }
}

/// Tables have at most 64 fields; the generator's test of the schema keeps it so.
fn bit(index: usize) -> u64 {
    u32::try_from(index)
        .ok()
        .and_then(|shift| 1_u64.checked_shl(shift))
        .unwrap_or(0)
}

struct Varint {
    value: u64,
    minimal: bool,
}

impl Varint {
    /// Reads a varint and moves behind it; nothing, and no move, if it does not end or does not fit 64 bits.
    fn read(rest: &mut &[u8]) -> Option<Self> {
        let last = rest.iter().take(10).position(|byte| byte & 0x80 == 0)?;
        let (taken, after) = rest.split_at_checked(last.saturating_add(1))?;
        let wide = taken
            .iter()
            .rev()
            .fold(0_u128, |value, byte| value << 7 | u128::from(byte & 0x7f));
        let value = u64::try_from(wide).ok()?;
        *rest = after;
        Some(Self {
            value,
            minimal: last == 0 || taken.last() != Some(&0),
        })
    }

    fn oddity(&self, oddity: Oddity) -> Option<Oddity> {
        (!self.minimal).then_some(oddity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generated::tables;

    #[test]
    fn payloads_that_hold_each_other_without_end_are_opened_so_far_and_no_further() {
        // No message contains itself, but a payload may hold a bundle one day; this table stands for that.
        let mut bytes = Vec::new();
        for _ in 0..2_000 {
            let mut outer = Vec::from([0x0a]);
            prost::encoding::encode_varint(u64::try_from(bytes.len()).unwrap(), &mut outer);
            outer.extend_from_slice(&bytes);
            bytes = outer;
        }
        static LOOP: MessageTable = MessageTable {
            name: "Loop",
            fields: &[Field {
                kind: Kind::Message(&LOOP),
                ..tables::BUNDLE.fields[0]
            }],
        };
        let deepest = Outline::new(&LOOP, &bytes).map(|item| item.depth).max();
        assert_eq!(deepest, Some(MAX_DEPTH));
    }

    #[test]
    fn a_cut_message_is_opened_as_far_as_it_goes_when_asked() {
        let bytes = crate::encode(&crate::v1::Bundle {
            subject: Some(crate::v1::Envelope {
                payload: alloc::vec![1; 9],
                payload_type: "a/b".into(),
                signatures: Vec::new(),
            }),
            proofs: Vec::new(),
        });
        let cut = &bytes[..bytes.len() - 1];
        assert_eq!(Outline::new(&tables::BUNDLE, cut).count(), 1);
        let names: Vec<_> = Outline::new(&tables::BUNDLE, cut)
            .opening_what_is_cut()
            .map(|item| item.field.unwrap().name)
            .collect();
        assert_eq!(names, ["subject", "payload", "payload_type"]);
    }
}
