//! The canonical scan: one pass over the bytes, no allocation, every rule of encoding and shape.
//!
//! The scan walks a message beside its [`MessageTable`]. Depth is bounded by the schema, which does not recurse; work is
//! linear in the input, since a field is looked up from where the last one stood and the tables are short.

use crate::format;
use crate::rule::check;
use crate::table::{Field, Format, Kind, MessageTable, Presence};
use crate::violation::{Layer, WireRule, WireViolation};

/// Scans `bytes` as an encoding of the message that `table` describes.
///
/// # Errors
/// Rules ENC-2 to ENC-14 and FMT-1 to FMT-10.
pub fn scan(table: &'static MessageTable, bytes: &[u8], layer: Layer) -> Result<(), WireViolation> {
    message(
        table,
        Cursor {
            rest: bytes,
            offset: 0,
            layer,
        },
    )
}

fn message(table: &'static MessageTable, mut cursor: Cursor<'_>) -> Result<(), WireViolation> {
    let mut progress = Progress {
        table,
        layer: cursor.layer,
        next: 0,
        seen: 0,
        oneof: false,
        run: None,
    };
    while !cursor.rest.is_empty() {
        let start = cursor.offset;
        let at = cursor.place(table, "");
        let Some(tag) = cursor.varint(&at)? else { break };
        let Some((number, wire_type)) = split_tag(tag, &at)? else {
            break;
        };
        let Some((index, field)) = progress.find(number) else {
            check(false, at.breaks(WireRule::UnknownField))?;
            cursor.skip(wire_type, &at)?;
            continue;
        };
        let at = Place {
            field: field.name,
            offset: start,
            ..at
        };
        if wire_type != wire_type_of(field.kind) {
            check(false, at.breaks(WireRule::UnknownField))?;
            cursor.skip(wire_type, &at)?;
            continue;
        }
        progress.enter(index, field, &at)?;
        match field.kind {
            Kind::Bool | Kind::Uint32 | Kind::Integer | Kind::Enum { .. } => {
                let Some(value) = cursor.varint(&at)? else { break };
                number_value(field, value, &at)?;
            }
            Kind::String | Kind::Bytes | Kind::Message(_) => {
                let Some(value) = cursor.delimited(&at)? else { break };
                length(field, value.rest.len(), &at)?;
                progress.order(field, value.rest, &at)?;
                delimited_value(field, value, &at)?;
            }
        }
    }
    progress.finish(&cursor.place(table, ""))
}

/// How far the walk along the table has come.
struct Progress<'a> {
    table: &'static MessageTable,
    layer: Layer,
    /// Index of the first field that has not been passed.
    next: usize,
    /// Fields met, as a bit set over their indices.
    seen: u64,
    /// A member of the `oneof` was met.
    oneof: bool,
    /// The repeated field whose items are coming in.
    run: Option<Run<'a>>,
}

struct Run<'a> {
    index: usize,
    items: u32,
    last: Option<&'a [u8]>,
}

impl<'a> Progress<'a> {
    fn find(&self, number: u32) -> Option<(usize, &'static Field)> {
        let from = self.next.saturating_sub(1);
        let mut ahead = self.table.fields.iter().enumerate().skip(from);
        ahead.find(|(_, field)| field.number == number).or_else(|| {
            self.table
                .fields
                .iter()
                .enumerate()
                .find(|(_, field)| field.number == number)
        })
    }

    /// Checks order and counts as the field with this index comes.
    fn enter(&mut self, index: usize, field: &'static Field, at: &Place) -> Result<(), WireViolation> {
        let repeated = field.presence == Presence::Repeated;
        let continues = repeated && self.run.as_ref().is_some_and(|run| run.index == index);
        check(continues || index >= self.next, at.breaks(WireRule::FieldOrder))?;
        if field.presence == Presence::OneOf {
            check(!self.oneof, at.breaks(WireRule::FieldOrder))?;
            self.oneof = true;
        }
        if !continues {
            self.leave_run()?;
            self.run = repeated.then_some(Run {
                index,
                items: 0,
                last: None,
            });
        }
        if let Some(run) = &mut self.run {
            run.items = run.items.saturating_add(1);
            check(run.items <= field.max_items, at.breaks(WireRule::ItemCount))?;
        }
        self.seen |= bit(index);
        self.next = self.next.max(index.saturating_add(1));
        Ok(())
    }

    /// Checks that the items of a set ascend.
    fn order(&mut self, field: &Field, value: &'a [u8], at: &Place) -> Result<(), WireViolation> {
        if let Some(run) = self.run.as_mut().filter(|_| field.ascending) {
            check(
                run.last.is_none_or(|last| last < value),
                at.breaks(WireRule::NotAscending),
            )?;
            run.last = Some(value);
        }
        Ok(())
    }

    fn leave_run(&mut self) -> Result<(), WireViolation> {
        let Some(run) = self.run.take() else { return Ok(()) };
        let Some(field) = self.table.fields.get(run.index) else {
            return Ok(());
        };
        let at = Place {
            message: self.table.name,
            field: field.name,
            offset: 0,
            layer: self.layer,
        };
        check(run.items >= field.min_items, at.breaks(WireRule::ItemCount))
    }

    /// Checks that nothing is missing.
    fn finish(mut self, at: &Place) -> Result<(), WireViolation> {
        self.leave_run()?;
        for (index, field) in self.table.fields.iter().enumerate() {
            if self.seen & bit(index) == 0 {
                let at = Place {
                    field: field.name,
                    ..*at
                };
                check(!field.required, at.breaks(WireRule::FieldMissing))?;
                check(field.min_items == 0, at.breaks(WireRule::ItemCount))?;
            }
        }
        Ok(())
    }
}

/// Tables have at most 64 fields; the generator's test of the schema keeps it so.
fn bit(index: usize) -> u64 {
    u32::try_from(index)
        .ok()
        .and_then(|shift| 1_u64.checked_shl(shift))
        .unwrap_or(0)
}

fn split_tag(tag: u64, at: &Place) -> Result<Option<(u32, u8)>, WireViolation> {
    let number = u32::try_from(tag >> 3)
        .ok()
        .filter(|number| (1..1 << 29).contains(number));
    let wire_type = [Some(0), Some(1), Some(2), None, None, Some(5), None, None]
        .get(usize::try_from(tag & 7).unwrap_or_default())
        .copied()
        .flatten();
    let parts = number.zip(wire_type);
    check(parts.is_some(), at.breaks(WireRule::Malformed))?;
    Ok(parts)
}

const VARINT: u8 = 0;
const FIXED64: u8 = 1;
const DELIMITED: u8 = 2;
const FIXED32: u8 = 5;

fn wire_type_of(kind: Kind) -> u8 {
    match kind {
        Kind::Bool | Kind::Uint32 | Kind::Integer | Kind::Enum { .. } => VARINT,
        Kind::String | Kind::Bytes | Kind::Message(_) => DELIMITED,
    }
}

fn number_value(field: &Field, value: u64, at: &Place) -> Result<(), WireViolation> {
    if field.presence == Presence::Implicit {
        check(value != 0, at.breaks(WireRule::DefaultPresent))?;
    }
    let in_domain = match field.kind {
        Kind::Bool => value <= 1,
        Kind::Uint32 => u32::try_from(value).is_ok(),
        Kind::Enum { last } => (1..=last).contains(&value),
        _ => true,
    };
    check(in_domain, at.breaks(WireRule::ValueDomain))?;
    // As unsigned numbers, negative ones exceed every maximum.
    check(
        field.min <= value && value <= field.max,
        at.breaks(WireRule::OutOfRange),
    )
}

fn length(field: &Field, length: usize, at: &Place) -> Result<(), WireViolation> {
    let length = u32::try_from(length).unwrap_or(u32::MAX);
    if field.presence == Presence::Implicit {
        check(length != 0, at.breaks(WireRule::DefaultPresent))?;
    }
    check(length >= field.min_bytes, at.breaks(WireRule::TooShort))?;
    check(length <= field.max_bytes, at.breaks(WireRule::TooLong))
}

fn delimited_value(field: &Field, value: Cursor<'_>, at: &Place) -> Result<(), WireViolation> {
    match field.kind {
        Kind::Message(inner) => message(inner, value),
        Kind::String => match core::str::from_utf8(value.rest) {
            Ok(text) => check(
                format::matches_text(field.format, text),
                at.breaks(format_rule(field.format)),
            ),
            Err(_) => check(false, at.breaks(WireRule::InvalidUtf8)),
        },
        _ => check(
            format::matches_bytes(field.format, value.rest),
            at.breaks(format_rule(field.format)),
        ),
    }
}

fn format_rule(format: Format) -> WireRule {
    match format {
        // A field without a grammar has nothing to break.
        Format::Any => WireRule::NotCanonical,
        Format::Identifier => WireRule::Identifier,
        Format::CapabilityId => WireRule::CapabilityId,
        Format::Semver => WireRule::Semver,
        Format::MediaType => WireRule::MediaType,
        Format::Currency => WireRule::Currency,
        Format::Country => WireRule::Country,
        Format::Multiaddr => WireRule::Multiaddr,
        Format::PlainText => WireRule::PlainText,
        Format::AgentId => WireRule::AgentId,
        Format::Skill => WireRule::Skill,
    }
}

/// Where the scan stands, for errors.
#[derive(Clone, Copy)]
struct Place {
    message: &'static str,
    field: &'static str,
    offset: usize,
    layer: Layer,
}

impl Place {
    fn breaks(&self, rule: WireRule) -> WireViolation {
        WireViolation {
            rule,
            layer: self.layer,
            message: self.message,
            field: self.field,
            offset: self.offset,
        }
    }
}

/// Bytes yet to be read. `None` from a reader means that nothing more can be read here, though its rule is switched off.
struct Cursor<'a> {
    rest: &'a [u8],
    offset: usize,
    layer: Layer,
}

impl<'a> Cursor<'a> {
    fn place(&self, table: &'static MessageTable, field: &'static str) -> Place {
        Place {
            message: table.name,
            field,
            offset: self.offset,
            layer: self.layer,
        }
    }

    fn take(&mut self, length: usize, at: &Place) -> Result<Option<&'a [u8]>, WireViolation> {
        let split = self.rest.split_at_checked(length);
        check(split.is_some(), at.breaks(WireRule::Malformed))?;
        let Some((taken, rest)) = split else { return Ok(None) };
        self.rest = rest;
        self.offset = self.offset.saturating_add(length);
        Ok(Some(taken))
    }

    #[inline]
    fn varint(&mut self, at: &Place) -> Result<Option<u64>, WireViolation> {
        // Most tags, lengths and enum values are one byte.
        if let Some((&first, rest)) = self.rest.split_first().filter(|(first, _)| **first < 0x80) {
            self.rest = rest;
            self.offset = self.offset.saturating_add(1);
            return Ok(Some(u64::from(first)));
        }
        self.long_varint(at)
    }

    fn long_varint(&mut self, at: &Place) -> Result<Option<u64>, WireViolation> {
        let length = self
            .rest
            .iter()
            .take(10)
            .position(|byte| byte & 0x80 == 0)
            .map(|last| last.saturating_add(1));
        check(length.is_some(), at.breaks(WireRule::Malformed))?;
        let Some(bytes) = length.and_then(|length| self.take(length, at).ok().flatten()) else {
            return Ok(None);
        };
        let value = bytes
            .iter()
            .rev()
            .fold(0_u128, |value, byte| value << 7 | u128::from(byte & 0x7f));
        check(bytes.last() != Some(&0), at.breaks(WireRule::VarintNotMinimal))?;
        let value = u64::try_from(value).ok();
        check(value.is_some(), at.breaks(WireRule::Malformed))?;
        Ok(value)
    }

    fn delimited(&mut self, at: &Place) -> Result<Option<Cursor<'a>>, WireViolation> {
        let Some(length) = self.varint(at)? else {
            return Ok(None);
        };
        let offset = self.offset;
        let taken = self.take(usize::try_from(length).unwrap_or(usize::MAX), at)?;
        Ok(taken.map(|rest| Cursor {
            rest,
            offset,
            layer: self.layer,
        }))
    }

    /// Passes over a value of a field that the schema does not have.
    fn skip(&mut self, wire_type: u8, at: &Place) -> Result<(), WireViolation> {
        match wire_type {
            VARINT => self.varint(at).map(drop),
            FIXED64 => self.take(8, at).map(drop),
            FIXED32 => self.take(4, at).map(drop),
            _ => self.delimited(at).map(drop),
        }
    }
}
