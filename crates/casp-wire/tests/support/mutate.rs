//! Damage to valid messages: to their bytes, and to their fields at any depth with every length around them mended, so that
//! the damage is what is found and not a broken frame.

use casp_wire::table::{Kind, MessageTable};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use super::varint;

/// Damage at one place. Places that do not exist leave the message as it is.
#[derive(Clone, Debug)]
pub enum Mutation {
    /// Turns over bits of a byte.
    Flip(Index, u8),
    /// Puts bytes in.
    Insert(Index, Vec<u8>),
    /// Takes bytes out.
    Delete(Index, usize),
    /// Copies bytes from one place to another.
    Splice(Index, Index, usize),
    /// Does something to a field of the message or of one within it.
    Field(Index, Index, Change),
}

/// What is done to a field.
#[derive(Clone, Debug)]
pub enum Change {
    Remove,
    Duplicate,
    SwapWithNext,
    /// Gives it another number and wire type.
    Retag(u64),
    /// Writes its tag, its length or its number with this many bytes more than needed.
    WidenTag(usize),
    WidenValue(usize),
    /// Gives it another number.
    Number(u64),
    /// Gives it another text, bytes or message.
    Value(Vec<u8>),
    /// Puts bytes into its text or bytes.
    Stuff(Index, Vec<u8>),
    /// Puts a field before it.
    Before(u64, Vec<u8>),
}

pub fn mutations() -> impl Strategy<Value = Vec<Mutation>> {
    let bytes = || vec(any::<u8>(), 0..4);
    let place = any::<Index>;
    let mutation = prop_oneof![
        2 => (place(), any::<u8>()).prop_map(|(at, bits)| Mutation::Flip(at, bits)),
        1 => (place(), bytes()).prop_map(|(at, bytes)| Mutation::Insert(at, bytes)),
        1 => (place(), 1..8_usize).prop_map(|(at, count)| Mutation::Delete(at, count)),
        1 => (place(), place(), 1..40_usize).prop_map(|(from, to, count)| Mutation::Splice(from, to, count)),
        9 => (place(), place(), change()).prop_map(|(message, field, change)| Mutation::Field(message, field, change)),
    ];
    vec(mutation, 0..3)
}

fn change() -> impl Strategy<Value = Change> {
    let number = || {
        prop_oneof![
            0..8_u64,
            any::<u64>(),
            Just(1 << 32),
            Just((1 << 53) - 1),
            Just(1 << 53)
        ]
    };
    let text = || {
        prop_oneof![
            Just(Vec::new()),
            vec(any::<u8>(), 0..40),
            "\\PC{0,12}".prop_map(String::into_bytes)
        ]
    };
    prop_oneof![
        Just(Change::Remove),
        Just(Change::Duplicate),
        Just(Change::SwapWithNext),
        (0..256_u64).prop_map(Change::Retag),
        (1..10_usize).prop_map(Change::WidenTag),
        (1..10_usize).prop_map(Change::WidenValue),
        number().prop_map(Change::Number),
        text().prop_map(Change::Value),
        (any::<Index>(), text()).prop_map(|(at, text)| Change::Stuff(at, text)),
        (0..256_u64, text()).prop_map(|(tag, text)| Change::Before(tag, text)),
    ]
}

/// Damages a valid encoding of the message.
pub fn mutated(table: &'static MessageTable, valid: &[u8], mutations: &[Mutation]) -> Vec<u8> {
    let mut fields = parse(table, valid);
    for mutation in mutations {
        if let Mutation::Field(message, field, change) = mutation {
            let messages = 1 + count_messages(&fields);
            alter(&mut fields, message.index(messages), field, change);
        }
    }
    let mut bytes = encode(&fields);
    mutations.iter().for_each(|mutation| damage(&mut bytes, mutation));
    bytes
}

fn damage(bytes: &mut Vec<u8>, mutation: &Mutation) {
    let span = |from: &Index, count: usize, length: usize| {
        let from = from.index(length + 1);
        from..(from + count).min(length)
    };
    match mutation {
        Mutation::Flip(at, bits) if !bytes.is_empty() => {
            let at = at.index(bytes.len());
            bytes[at] ^= bits;
        }
        Mutation::Insert(at, more) => {
            let at = at.index(bytes.len() + 1);
            bytes.splice(at..at, more.iter().copied());
        }
        Mutation::Delete(at, count) => drop(bytes.drain(span(at, *count, bytes.len()))),
        Mutation::Splice(from, to, count) => {
            let copy = bytes[span(from, *count, bytes.len())].to_vec();
            let to = to.index(bytes.len() + 1);
            bytes.splice(to..to, copy);
        }
        Mutation::Flip(..) | Mutation::Field(..) => {}
    }
}

/// A message as the fields that it consists of.
#[derive(Clone)]
struct Node {
    tag: u64,
    tag_excess: usize,
    excess: usize,
    value: Value,
}

#[derive(Clone)]
enum Value {
    Number(u64),
    Bytes(Vec<u8>),
    Message(Vec<Node>),
}

fn parse(table: &'static MessageTable, mut rest: &[u8]) -> Vec<Node> {
    let mut nodes = Vec::new();
    while !rest.is_empty() {
        let tag = prost::encoding::decode_varint(&mut rest).unwrap();
        let field = table
            .fields
            .iter()
            .find(|field| u64::from(field.number) == tag >> 3)
            .unwrap();
        let number = prost::encoding::decode_varint(&mut rest).unwrap();
        let value = if tag & 7 == 0 {
            Value::Number(number)
        } else {
            let (value, after) = rest.split_at(number as usize);
            rest = after;
            match field.kind {
                Kind::Message(inner) => Value::Message(parse(inner, value)),
                _ => Value::Bytes(value.to_vec()),
            }
        };
        nodes.push(Node {
            tag,
            tag_excess: 0,
            excess: 0,
            value,
        });
    }
    nodes
}

fn encode(nodes: &[Node]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for node in nodes {
        bytes.extend(wide_varint(node.tag, node.tag_excess));
        match &node.value {
            Value::Number(number) => bytes.extend(wide_varint(*number, node.excess)),
            Value::Bytes(value) => bytes.extend([wide_varint(value.len() as u64, node.excess), value.clone()].concat()),
            Value::Message(inner) => {
                let value = encode(inner);
                bytes.extend([wide_varint(value.len() as u64, node.excess), value].concat());
            }
        }
    }
    bytes
}

/// A varint of at most ten bytes that is longer than it needs to be.
fn wide_varint(value: u64, excess: usize) -> Vec<u8> {
    let mut bytes = varint(value);
    let length = (bytes.len() + excess).min(10);
    if length > bytes.len() {
        *bytes.last_mut().unwrap() |= 0x80;
        bytes.resize(length - 1, 0x80);
        bytes.push(0);
    }
    bytes
}

fn count_messages(nodes: &[Node]) -> usize {
    let inner = nodes.iter().map(|node| match &node.value {
        Value::Message(inner) => 1 + count_messages(inner),
        _ => 0,
    });
    inner.sum()
}

/// Changes a field of the `nth` message, counted from the outermost in the order of the wire.
fn alter(nodes: &mut Vec<Node>, nth: usize, field: &Index, change: &Change) {
    if nth == 0 {
        return alter_here(nodes, field, change);
    }
    let mut left = nth - 1;
    for node in nodes {
        let Value::Message(inner) = &mut node.value else {
            continue;
        };
        let within = 1 + count_messages(inner);
        if left < within {
            return alter(inner, left, field, change);
        }
        left -= within;
    }
}

fn alter_here(nodes: &mut Vec<Node>, field: &Index, change: &Change) {
    if let Change::Before(tag, value) = change {
        let at = field.index(nodes.len() + 1);
        let value = if tag & 7 == 2 {
            Value::Bytes(value.clone())
        } else {
            Value::Number(value.len() as u64)
        };
        return nodes.insert(
            at,
            Node {
                tag: *tag,
                tag_excess: 0,
                excess: 0,
                value,
            },
        );
    }
    if nodes.is_empty() {
        return;
    }
    let at = field.index(nodes.len());
    match change {
        Change::Remove => drop(nodes.remove(at)),
        Change::Duplicate => nodes.insert(at, nodes[at].clone()),
        Change::SwapWithNext => {
            let next = (at + 1) % nodes.len();
            nodes.swap(at, next);
        }
        Change::Retag(tag) => nodes[at].tag = *tag,
        Change::WidenTag(excess) => nodes[at].tag_excess = *excess,
        Change::WidenValue(excess) => nodes[at].excess = *excess,
        Change::Number(number) if matches!(nodes[at].value, Value::Number(_)) => {
            nodes[at].value = Value::Number(*number)
        }
        Change::Value(value) if !matches!(nodes[at].value, Value::Number(_)) => {
            nodes[at].value = Value::Bytes(value.clone())
        }
        Change::Stuff(place, more) => {
            if let Value::Bytes(bytes) = &mut nodes[at].value {
                let place = place.index(bytes.len() + 1);
                bytes.splice(place..place, more.iter().copied());
            }
        }
        Change::Number(_) | Change::Value(_) | Change::Before(..) => {}
    }
}
