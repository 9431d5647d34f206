//! Annotates bytes field by field, tolerantly: whatever they are, every byte is accounted for.
//!
//! An envelope's payload is shown as the message that its payload type says, so that a bundle opens down to the last field.
//! Nothing here decides anything: odd encodings are pointed out, and then read on as well as can be.

use casp_wire::table::{Field, Kind, MessageTable, Presence};
use casp_wire::v1::tables;

use crate::vector::Operation;

/// One annotated stretch of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Where it begins.
    pub offset: usize,
    /// How many bytes it is, tag and length included.
    pub length: usize,
    /// How deep the message is nested that it stands in.
    pub depth: usize,
    /// What it is.
    pub text: String,
}

/// Annotates what should be an encoding of the message with this table.
///
/// Takes any bytes and time in proportion to them. A message's line is followed by those of its fields.
pub fn annotate(table: &'static MessageTable, bytes: &[u8]) -> Vec<Line> {
    let mut annotator = Annotator {
        bytes,
        lines: Vec::new(),
    };
    annotator.message(table, 0, bytes.len(), 0);
    annotator.lines
}

/// Annotates the main input of an operation, if it is an encoded message.
pub fn operation(operation: &Operation) -> Vec<Line> {
    let input = match operation {
        Operation::Sign {
            payload_type, payload, ..
        } => payload_table(payload_type).map(|table| (table, payload.as_slice())),
        _ => operation.main_input(),
    };
    input.map(|(table, bytes)| annotate(table, bytes)).unwrap_or_default()
}

/// The table of the payloads of this type.
pub fn payload_table(payload_type: &str) -> Option<&'static MessageTable> {
    let kind = payload_type
        .strip_prefix("application/vnd.casp.")?
        .strip_suffix(".v1+protobuf")?;
    Some(match kind {
        "delegation" => &tables::DELEGATION,
        "retire" => &tables::RETIRE,
        "host-binding" => &tables::HOST_BINDING,
        "descriptor" => &tables::CAPABILITY_DESCRIPTOR,
        "descriptor-refresh" => &tables::DESCRIPTOR_REFRESH,
        "descriptor-withdrawal" => &tables::DESCRIPTOR_WITHDRAWAL,
        "offer" => &tables::OFFER,
        "quote" => &tables::QUOTE,
        "acceptance" => &tables::ACCEPTANCE,
        "task-request" => &tables::TASK_REQUEST,
        "task-event" => &tables::TASK_EVENT,
        "cancel" => &tables::CANCEL,
        "task-result" => &tables::TASK_RESULT,
        "delivery-ack" => &tables::DELIVERY_ACK,
        "outcome-report" => &tables::OUTCOME_REPORT,
        "canary-verdict" => &tables::CANARY_VERDICT,
        "tool-receipt" => &tables::TOOL_RECEIPT,
        "trace-checkpoint" => &tables::TRACE_CHECKPOINT,
        _ => return None,
    })
}

struct Annotator<'a> {
    bytes: &'a [u8],
    lines: Vec<Line>,
}

/// What has been seen of a message so far.
struct Seen {
    table: &'static MessageTable,
    payload: Option<&'static MessageTable>,
    last: u32,
    numbers: Vec<u32>,
    depth: usize,
}

impl Annotator<'_> {
    /// Annotates the bytes from `at` to `end` as a message.
    fn message(&mut self, table: &'static MessageTable, mut at: usize, end: usize, depth: usize) {
        let payload = (table.name == tables::ENVELOPE.name)
            .then(|| self.payload_of(at, end))
            .flatten();
        let mut seen = Seen {
            table,
            payload,
            last: 0,
            numbers: Vec::new(),
            depth,
        };
        while at < end {
            let Some(next) = self.field(&mut seen, at, end) else {
                self.line(
                    at,
                    end,
                    depth,
                    format!("unreadable: {}", bytes_text(&self.bytes[at..end])),
                );
                return;
            };
            at = next;
        }
        for field in table
            .fields
            .iter()
            .filter(|field| field.required && !seen.numbers.contains(&field.number))
        {
            self.line(end, end, depth, format!("{} is missing", field.name));
        }
    }

    /// Annotates the field at `at`; gives where the next one begins, or nothing if it cannot be read.
    fn field(&mut self, seen: &mut Seen, at: usize, end: usize) -> Option<usize> {
        let key = Varint::read(&self.bytes[at..end])?;
        let number = u32::try_from(key.value >> 3)
            .ok()
            .filter(|number| (1..1 << 29).contains(number))?;
        let wire_type = key.value & 7;
        let field = seen.table.fields.iter().find(|field| field.number == number);
        let mut notes = key.notes("tag");
        notes.extend(seen.order(number, field));
        let start = at + key.length;
        match wire_type {
            0 => {
                let value = Varint::read(&self.bytes[start..end])?;
                notes.extend(value.notes("value"));
                let text = label(field, number, 0) + &number_text(field, value.value) + &notes_text(&notes);
                self.line(at, start + value.length, seen.depth, text);
                Some(start + value.length)
            }
            2 => self.delimited(seen, number, field, (at, start, end), notes),
            1 | 5 => {
                let after = start + if wire_type == 1 { 8 } else { 4 };
                let value = self.bytes.get(start..after).filter(|_| after <= end)?;
                let text = label(field, number, wire_type) + &bytes_text(value) + &notes_text(&notes);
                self.line(at, after, seen.depth, text);
                Some(after)
            }
            _ => None,
        }
    }

    fn delimited(
        &mut self,
        seen: &Seen,
        number: u32,
        field: Option<&'static Field>,
        (at, start, end): (usize, usize, usize),
        mut notes: Vec<String>,
    ) -> Option<usize> {
        let length = Varint::read(&self.bytes[start..end])?;
        notes.extend(length.notes("length"));
        let from = start + length.length;
        let to = usize::try_from(length.value)
            .ok()
            .and_then(|length| from.checked_add(length))
            .filter(|to| *to <= end);
        let Some(to) = to else {
            let text = format!("ends too early: {} bytes promised, {} there", length.value, end - from);
            self.line(
                at,
                end,
                seen.depth,
                label(field, number, 2) + &text + &notes_text(&notes),
            );
            return Some(end);
        };
        let inner = match field.map(|field| field.kind) {
            Some(Kind::Message(table)) => Some(table),
            Some(Kind::Bytes) if number == 1 => seen.payload,
            _ => None,
        };
        let value = match inner {
            Some(table) => format!("{}, {} bytes", table.name, to - from),
            None => value_text(field, &self.bytes[from..to]),
        };
        self.line(
            at,
            to,
            seen.depth,
            label(field, number, 2) + &value + &notes_text(&notes),
        );
        if let Some(table) = inner {
            self.message(table, from, to, seen.depth + 1);
        }
        Some(to)
    }

    /// The table of an envelope's payload, by the last payload type in it.
    fn payload_of(&self, mut at: usize, end: usize) -> Option<&'static MessageTable> {
        let mut table = None;
        while at < end {
            let Some(key) = Varint::read(&self.bytes[at..end]) else {
                break;
            };
            at += key.length;
            let Some(value) = Varint::read(&self.bytes[at..end]) else {
                break;
            };
            at += value.length;
            if key.value & 7 == 2 {
                let to = usize::try_from(value.value)
                    .ok()
                    .and_then(|length| at.checked_add(length));
                let Some(to) = to.filter(|to| *to <= end) else { break };
                if key.value >> 3 == 2 {
                    table = std::str::from_utf8(&self.bytes[at..to]).ok().and_then(payload_table);
                }
                at = to;
            } else if key.value & 7 != 0 {
                break;
            }
        }
        table
    }

    fn line(&mut self, from: usize, to: usize, depth: usize, text: String) {
        self.lines.push(Line {
            offset: from,
            length: to - from,
            depth,
            text,
        });
    }
}

impl Seen {
    /// What is odd about a field with this number coming now.
    fn order(&mut self, number: u32, field: Option<&Field>) -> Vec<String> {
        let mut notes = Vec::new();
        let repeats = self.numbers.contains(&number);
        let may_repeat = field.is_some_and(|field| field.presence == Presence::Repeated);
        if field.is_none() {
            notes.push("unknown field".to_owned());
        } else if number < self.last {
            notes.push("out of order".to_owned());
        } else if repeats && !may_repeat {
            notes.push("repeated".to_owned());
        }
        if field.is_some() && !repeats {
            self.numbers.push(number);
        }
        self.last = self.last.max(number);
        notes
    }
}

struct Varint {
    value: u64,
    length: usize,
    minimal: bool,
}

impl Varint {
    fn read(bytes: &[u8]) -> Option<Self> {
        let length = bytes.iter().take(10).position(|byte| byte & 0x80 == 0)? + 1;
        let wide = bytes[..length]
            .iter()
            .rev()
            .fold(0_u128, |value, byte| value << 7 | u128::from(byte & 0x7f));
        let minimal = length == 1 || bytes[length - 1] != 0;
        Some(Self {
            value: u64::try_from(wide).ok()?,
            length,
            minimal,
        })
    }

    fn notes(&self, what: &str) -> Vec<String> {
        if self.minimal {
            vec![]
        } else {
            vec![format!("{what} not minimal")]
        }
    }
}

fn label(field: Option<&Field>, number: u32, wire_type: u64) -> String {
    match field {
        Some(field) if wire_type == wire_type_of(field.kind) => format!("{}: ", field.name),
        Some(field) => format!("{} with wire type {wire_type}: ", field.name),
        None => format!("field {number}: "),
    }
}

fn wire_type_of(kind: Kind) -> u64 {
    match kind {
        Kind::Bool | Kind::Uint32 | Kind::Integer | Kind::Enum { .. } => 0,
        Kind::String | Kind::Bytes | Kind::Message(_) => 2,
    }
}

fn number_text(field: Option<&Field>, value: u64) -> String {
    let negative = value.cast_signed() < 0 && !matches!(field.map(|field| field.kind), Some(Kind::Bool));
    match field.map(|field| field.kind) {
        Some(Kind::Bool) if value <= 1 => (value == 1).to_string(),
        _ if negative => format!("{value} ({})", value.cast_signed()),
        _ => value.to_string(),
    }
}

fn value_text(field: Option<&Field>, value: &[u8]) -> String {
    match (field.map(|field| field.kind), std::str::from_utf8(value)) {
        (Some(Kind::String), Ok(text)) => format!("{text:?}"),
        (Some(Kind::String), Err(_)) => format!("not UTF-8: {}", bytes_text(value)),
        _ => bytes_text(value),
    }
}

/// Bytes in hex; of many, the first and their number.
fn bytes_text(bytes: &[u8]) -> String {
    const SHOWN: usize = 40;
    match bytes.len() {
        0 => "no bytes".to_owned(),
        1..=SHOWN => hex::encode(bytes),
        length => format!("{}… {length} bytes", hex::encode(&bytes[..SHOWN / 2])),
    }
}

fn notes_text(notes: &[String]) -> String {
    if notes.is_empty() {
        String::new()
    } else {
        format!("  <- {}", notes.join(", "))
    }
}
