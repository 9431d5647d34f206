//! Valid messages at random.
//!
//! Texts come from regular expressions, transcribed from the ABNF of SPEC.md section 4.5 and not from the code.

use std::fmt::Debug;
use std::ops::RangeInclusive;

use casp_wire::table::{Field, Format, Kind, MessageTable, Presence};
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::Union;
use proptest::string::{bytes_regex, string_regex};

use super::{occurrence, varint};

/// A valid encoding of any of the messages.
pub fn any_valid<M: Copy + Debug + 'static>(
    messages: &'static [M],
    table: fn(M) -> &'static MessageTable,
) -> impl Strategy<Value = (M, Vec<u8>)> {
    let each = messages
        .iter()
        .map(|&message| valid(table(message)).prop_map(move |bytes| (message, bytes)).boxed());
    Union::new(each)
}

/// A valid encoding of the message.
pub fn valid(table: &'static MessageTable) -> BoxedStrategy<Vec<u8>> {
    let of_oneof = |field: &&Field| field.presence == Presence::OneOf;
    let plain: Vec<_> = table
        .fields
        .iter()
        .filter(|field| !of_oneof(field))
        .map(occurrences)
        .collect();
    let members: Vec<_> = table.fields.iter().filter(of_oneof).map(occurrences).collect();
    let member = if members.is_empty() {
        Just(Vec::new()).boxed()
    } else {
        Union::new(members).boxed()
    };
    // The members of a oneof have the highest numbers.
    (plain, option::of(member))
        .prop_map(|(plain, member)| [plain.concat(), member.unwrap_or_default()].concat())
        .boxed()
}

fn occurrences(field: &'static Field) -> BoxedStrategy<Vec<u8>> {
    let encode = move |values: Vec<Vec<u8>>| {
        values
            .iter()
            .flat_map(|value| occurrence(field, value))
            .collect::<Vec<_>>()
    };
    let least = field.min_items as usize;
    let items = least..=(field.max_items as usize).min(least + 3);
    match field.presence {
        Presence::Repeated if field.ascending => btree_set(value(field), items)
            .prop_map(move |set| encode(set.into_iter().collect()))
            .boxed(),
        Presence::Repeated => vec(value(field), items).prop_map(encode).boxed(),
        _ if field.required || field.presence == Presence::OneOf => {
            value(field).prop_map(move |value| encode(vec![value])).boxed()
        }
        _ => option::of(value(field))
            .prop_map(move |value| encode(value.into_iter().collect()))
            .boxed(),
    }
}

fn value(field: &'static Field) -> BoxedStrategy<Vec<u8>> {
    let least = if field.presence == Presence::Implicit {
        field.min.max(1)
    } else {
        field.min
    };
    match field.kind {
        Kind::Bool => number(least..=1),
        Kind::Uint32 => number(least..=field.max.min(u32::MAX.into())),
        Kind::Integer => number(least..=field.max),
        Kind::Enum { last } => number(1..=last),
        Kind::String => text(field.format)
            .prop_map(move |text| {
                let most = (field.max_bytes as usize).min(text.len());
                let whole = (0..=most).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
                text[..whole].into()
            })
            .boxed(),
        Kind::Bytes => bytes(field),
        Kind::Message(inner) => valid(inner),
    }
}

fn number(range: RangeInclusive<u64>) -> BoxedStrategy<Vec<u8>> {
    let bounds = select(vec![*range.start(), *range.end()]);
    prop_oneof![bounds, range].prop_map(varint).boxed()
}

fn bytes(field: &Field) -> BoxedStrategy<Vec<u8>> {
    let least = (field.min_bytes as usize).max(1);
    match field.format {
        Format::AgentId => bytes_regex(r"(?s-u)\xed\x01.{32}").unwrap().boxed(),
        _ => vec(any::<u8>(), least..=(field.max_bytes as usize).min(least + 64)).boxed(),
    }
}

/// Texts well below every field's greatest length; the bounds have tests of their own.
fn text(format: Format) -> BoxedStrategy<String> {
    let regex = match format {
        Format::Any => r"\PC{1,16}",
        Format::Identifier => r"[a-z0-9]([a-z0-9._:/-]{0,20}[a-z0-9])?",
        Format::CapabilityId => {
            r"[a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?){1,3}(/[a-z0-9]([a-z0-9._-]{0,6}[a-z0-9])?){0,2}"
        }
        Format::Semver => {
            r"(0|[1-9][0-9]{0,5})(\.(0|[1-9][0-9]{0,5})){2}(-(0|[1-9][0-9]{0,3}|[0-9]{0,3}[A-Za-z-][0-9A-Za-z-]{0,3})(\.(0|[1-9][0-9]{0,3}|[0-9]{0,3}[A-Za-z-][0-9A-Za-z-]{0,3}))?)?(\+[0-9A-Za-z-]{1,5}(\.[0-9A-Za-z-]{1,5})?)?"
        }
        Format::MediaType => r"[a-z0-9][a-z0-9!#$&^_.+-]{0,20}/[a-z0-9][a-z0-9!#$&^_.+-]{0,20}",
        Format::Currency => r"[A-Z]{3}",
        Format::Country => r"[A-Z]{2}",
        Format::Multiaddr => r"(/[\x21-\x2e\x30-\x7e]{1,10}){2,6}",
        Format::PlainText => r"[^\x00-\x1f\x7f-\x9f\u{61c}\u{200e}-\u{200f}\u{2028}-\u{202e}\u{2066}-\u{2069}]{1,40}",
        Format::Skill => r"[a-z0-9]([a-z0-9_]{0,6}[a-z0-9])?(/[a-z0-9]([a-z0-9_]{0,6}[a-z0-9])?){0,3}",
        Format::AgentId => unreachable!("agent ids are bytes"),
    };
    string_regex(regex).unwrap().boxed()
}
