//! Inputs that mean to take much memory when they are decoded.

use casp_wire::table::{Kind, MessageTable, Presence};
use casp_wire::{Layer, scan};

use super::{occurrence, sample, varint};

pub const MEBIBYTE: usize = 1 << 20;

/// The greatest payload of any kind.
const LARGEST_SOUND_PAYLOAD: usize = 65_536;

/// Inputs of at most a mebibyte that mean to take much memory, each with what it is.
pub fn hostile(table: &'static MessageTable) -> Vec<(String, Vec<u8>)> {
    let mut inputs = formless();
    // Sound to the last byte, hence decoded in full. A payload so large is refused unread, by SIZ-2.
    let most = sample::most_items(table, LARGEST_SOUND_PAYLOAD);
    assert_eq!(scan(table, &most, Layer::Payload), Ok(()));
    inputs.push(("the most items".into(), most));
    inputs.extend(excessive(table, MEBIBYTE - 64));
    inputs.retain(|(_, bytes)| bytes.len() <= MEBIBYTE);
    inputs
}

/// Bytes that are hostile to any message.
fn formless() -> Vec<(String, Vec<u8>)> {
    let runs = [0x00, 0x08, 0x0a, 0x0b, 0x12, 0x1a, 0x7a, 0x80, 0xff];
    let mut inputs: Vec<_> = runs
        .map(|byte| (format!("0x{byte:02x} again and again"), vec![byte; MEBIBYTE]))
        .into();
    inputs.push(("unknown fields within unknown fields".into(), nested(MEBIBYTE)));
    inputs
}

/// Field 15 within field 15, as deep as fits. Written from its end, where the innermost is.
fn nested(length: usize) -> Vec<u8> {
    let mut reversed = Vec::with_capacity(length);
    loop {
        let mut head = [vec![0x7a], varint(reversed.len() as u64)].concat();
        if reversed.len() + head.len() > length {
            break;
        }
        head.reverse();
        reversed.extend(head);
    }
    reversed.reverse();
    reversed
}

/// For each field, at every depth: empty values without end, the shortest valid values without end, one huge value.
fn excessive(table: &'static MessageTable, length: usize) -> Vec<(String, Vec<u8>)> {
    let mut inputs = Vec::new();
    for field in table.fields {
        let name = format!("{}.{}", table.name, field.name);
        let head = sample::before(table, field.number);
        let room = length - head.len();
        let fill = |value: &[u8]| {
            let item = occurrence(field, value);
            [head.clone(), item.repeat(room / item.len())].concat()
        };
        let least = sample::least_items(field, 1).remove(0);
        inputs.push((format!("{name} empty without end"), fill(&[])));
        inputs.push((format!("{name} valid without end"), fill(&least)));
        inputs.push((
            format!("{name} huge"),
            [head.clone(), occurrence(field, &vec![b'a'; room - 8])].concat(),
        ));
        if let Kind::Message(inner) = field.kind {
            let within = excessive(inner, room - 8).into_iter();
            inputs.extend(within.map(|(name, bytes)| (name, [head.clone(), occurrence(field, &bytes)].concat())));
        }
        if field.presence == Presence::Repeated {
            let most = sample::least_items(field, field.max_items as usize).into_iter();
            let items = most.flat_map(|value| occurrence(field, &value)).collect::<Vec<_>>();
            inputs.push((format!("{name} to the most"), [head.clone(), items].concat()));
        }
    }
    inputs
}
