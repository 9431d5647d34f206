//! Which message a file holds. CASP files have no mark of their own: what fits best is taken.

use std::cmp::Reverse;

use casp_wire::Layer;
use casp_wire::outline::{Content, Item, Outline};
use casp_wire::table::{Kind, MessageTable};
use casp_wire::v1::tables;

use crate::container::kind_in;
use crate::place::{self, is};

/// Items that are looked at in what fits no message.
const LOOKED_AT: usize = 10_000;

/// Messages that a file can hold: those that travel or are kept, and those that no other message contains.
pub(crate) fn candidates() -> impl Iterator<Item = &'static MessageTable> {
    let first: [&MessageTable; 3] = [&tables::BUNDLE, &tables::ENVELOPE, &tables::CANARY_OPENING];
    let rest = tables::MESSAGES.iter().copied().filter(|table| !is_contained(table));
    // A dispute bundle holds these, too.
    let proofs: [&MessageTable; 2] = [&tables::EQUIVOCATION_PROOF, &tables::FORK_PROOF];
    // An entry alone is seldom meant: what is one can be a registration of a descriptor, too, and most often is.
    first
        .into_iter()
        .chain(rest)
        .chain(proofs)
        .chain([&tables::DISCOVERY_ENTRY])
}

/// The name of a message on the command line: `equivocation-proof`.
pub(crate) fn name(table: &MessageTable) -> String {
    let mut name = String::new();
    for letter in table.name.chars() {
        if letter.is_ascii_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}

/// The candidate that these bytes are an encoding of, or come closest to.
pub(crate) fn recognise(bytes: &[u8]) -> &'static MessageTable {
    if bytes.is_empty() {
        // Messages without required fields are empty files, too, but nobody means them.
        return &tables::BUNDLE;
    }
    among(&candidates().collect::<Vec<_>>(), bytes).unwrap_or(&tables::BUNDLE)
}

/// The same, of these. Bytes can be the encoding of several: then the statements in them tell.
pub(crate) fn among(candidates: &[&'static MessageTable], bytes: &[u8]) -> Option<&'static MessageTable> {
    let whole = |table: &&&'static MessageTable| casp_wire::scan(table, bytes, Layer::Envelope).is_ok();
    let belonging = |table: &&&'static MessageTable| Reverse(belonging(table, bytes));
    let best = candidates.iter().filter(whole).min_by_key(belonging);
    let closest = || {
        candidates.iter().min_by_key(|table| {
            let (bad, all) = misfits(table, bytes);
            (belonging(table), bad, all)
        })
    };
    let found = best.or_else(closest).copied()?;
    let entry = candidates.iter().find(|table| is(table, &tables::DISCOVERY_ENTRY));
    Some(match entry {
        Some(entry) if is(found, &tables::EQUIVOCATION_PROOF) && is_pair(bytes) => entry,
        _ => found,
    })
}

/// Whether two bundles are a descriptor and a refresh of another sequence, which prove nothing against each other.
fn is_pair(bytes: &[u8]) -> bool {
    let place = |member: place::Member<'_>, payload: &'static MessageTable| {
        place::number_of(&tables::BUNDLE, member.content, payload, "sequence")
    };
    let mut members = place::members(&tables::DISCOVERY_ENTRY, bytes);
    let first = members
        .next()
        .and_then(|member| place(member, &tables::CAPABILITY_DESCRIPTOR));
    let second = members
        .next()
        .and_then(|member| place(member, &tables::DESCRIPTOR_REFRESH));
    matches!((first, second), (Some(first), Some(second)) if first != second)
}

/// The message other than this one that these bytes are an encoding of.
pub(crate) fn instead_of(table: &'static MessageTable, bytes: &[u8]) -> Option<&'static MessageTable> {
    let other = recognise(bytes);
    let is_whole = || casp_wire::scan(other, bytes, Layer::Envelope).is_ok();
    (!is(other, table) && is_whole()).then_some(other)
}

/// How many statements in a container are of the kinds that stand in their places there.
fn belonging(table: &'static MessageTable, bytes: &[u8]) -> usize {
    let mut place = 0;
    let mut count = 0_usize;
    for item in Outline::new(table, bytes).opening_what_is_cut().take(LOOKED_AT) {
        if item.depth == 0 {
            place = item.number;
        }
        let (Content::Message(payload, _)
        | Content::Cut {
            table: Some(payload), ..
        }) = item.content
        else {
            continue;
        };
        let is_payload = is(item.message, &tables::ENVELOPE) && item.number == 1;
        if is_payload && belongs(table, place, payload) {
            count = count.saturating_add(1);
        }
    }
    count
}

/// Whether a payload of this kind stands in this field of a container.
fn belongs(container: &MessageTable, number: u32, payload: &MessageTable) -> bool {
    let records: [&MessageTable; 4] = [
        &tables::EVIDENCE_PACKAGE,
        &tables::CANARY_CASE,
        &tables::OUTCOME_RECORD,
        &tables::DISPUTE_BUNDLE,
    ];
    if records.iter().any(|record| is(record, container)) {
        let field = container.fields.iter().find(|field| field.number == number);
        let kind = field.and_then(|field| kind_in(field.name));
        return kind.is_some_and(|(_, expected)| is(expected, payload));
    }
    let expected: &[&MessageTable] = match number {
        1 | 2 if is(container, &tables::EQUIVOCATION_PROOF) => &[
            &tables::CAPABILITY_DESCRIPTOR,
            &tables::DESCRIPTOR_REFRESH,
            &tables::DESCRIPTOR_WITHDRAWAL,
        ],
        1 if is(container, &tables::DISCOVERY_ENTRY) => &[&tables::CAPABILITY_DESCRIPTOR],
        2 if is(container, &tables::DISCOVERY_ENTRY) => &[&tables::DESCRIPTOR_REFRESH],
        1 if is(container, &tables::DISCOVERY_ANSWER) => &[&tables::DISCOVERY_RESULT],
        2 if is(container, &tables::DISCOVERY_ANSWER) => &[&tables::CAPABILITY_DESCRIPTOR, &tables::DESCRIPTOR_REFRESH],
        1 if is(container, &tables::REGISTRATION) => &[
            &tables::CAPABILITY_DESCRIPTOR,
            &tables::DESCRIPTOR_REFRESH,
            &tables::DESCRIPTOR_WITHDRAWAL,
        ],
        1 if is(container, &tables::OMISSION_PROOF) => &[&tables::DISCOVERY_QUERY],
        2 if is(container, &tables::OMISSION_PROOF) => &[&tables::DISCOVERY_RESULT],
        3 if is(container, &tables::OMISSION_PROOF) => &[&tables::REGISTRATION_RECEIPT],
        4 if is(container, &tables::OMISSION_PROOF) => &[&tables::CAPABILITY_DESCRIPTOR, &tables::DESCRIPTOR_REFRESH],
        1 | 2 if is(container, &tables::FORK_PROOF) => &[&tables::TRACE_CHECKPOINT, &tables::TASK_RESULT],
        1 if is(container, &tables::EVENT_DISCLOSURE) => &[&tables::TRACE_CHECKPOINT],
        _ => &[],
    };
    expected.iter().any(|table| is(table, payload))
}

/// The payload that these bytes are, or are the beginning of; nothing if they fit none.
pub(crate) fn payload(bytes: &[u8]) -> Option<&'static MessageTable> {
    let (best, (bad, all)) = tables::PAYLOADS
        .iter()
        .map(|(_, table)| (*table, misfits(table, bytes)))
        .min_by_key(|(_, misfits)| *misfits)?;
    (bad.saturating_mul(2) < all.0).then_some(best)
}

/// How many items fit badly; among equals the one that explains more is the lesser.
fn misfits(table: &'static MessageTable, bytes: &[u8]) -> (usize, Reverse<usize>) {
    let items = Outline::new(table, bytes).opening_what_is_cut().take(LOOKED_AT);
    let (bad, all) = items.fold((0_usize, 0_usize), |(bad, all), item| {
        (bad.saturating_add((!fits(&item)).into()), all.saturating_add(1))
    });
    (bad, Reverse(all))
}

fn fits(item: &Item<'_>) -> bool {
    let length_fits = match (item.content, item.field) {
        (Content::Bytes(value), Some(field)) => {
            let length = u32::try_from(value.len()).unwrap_or(u32::MAX);
            (field.min_bytes..=field.max_bytes).contains(&length)
        }
        (Content::Number(value), Some(field)) => (field.min..=field.max).contains(&value),
        _ => true,
    };
    length_fits && !item.is_odd()
}

fn is_contained(table: &MessageTable) -> bool {
    let mut fields = tables::MESSAGES.iter().flat_map(|outer| outer.fields);
    fields.any(|field| matches!(field.kind, Kind::Message(inner) if is(inner, table)))
}
