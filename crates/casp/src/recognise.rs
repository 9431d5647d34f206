//! Which message a file holds. CASP files have no mark of their own: what fits best is taken.

use casp_wire::Layer;
use casp_wire::outline::{Content, Item, Outline};
use casp_wire::table::{Kind, MessageTable};
use casp_wire::v1::tables;

/// Items that are looked at in what fits no message.
const LOOKED_AT: usize = 10_000;

/// Messages that a file can hold: those that travel, and those that no other message contains.
pub(crate) fn candidates() -> impl Iterator<Item = &'static MessageTable> {
    let first: [&MessageTable; 2] = [&tables::BUNDLE, &tables::ENVELOPE];
    let rest = tables::MESSAGES.iter().copied().filter(|table| !is_contained(table));
    first.into_iter().chain(rest)
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
    let whole = |table: &&'static MessageTable| casp_wire::scan(table, bytes, Layer::Envelope).is_ok();
    candidates()
        .find(whole)
        .or_else(|| candidates().min_by_key(|table| misfits(table, bytes)))
        .unwrap_or(&tables::BUNDLE)
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
fn misfits(table: &'static MessageTable, bytes: &[u8]) -> (usize, std::cmp::Reverse<usize>) {
    let items = Outline::new(table, bytes).opening_what_is_cut().take(LOOKED_AT);
    let (bad, all) = items.fold((0_usize, 0_usize), |(bad, all), item| {
        (bad.saturating_add((!fits(&item)).into()), all.saturating_add(1))
    });
    (bad, std::cmp::Reverse(all))
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
    fields.any(|field| matches!(field.kind, Kind::Message(inner) if std::ptr::eq(inner, table)))
}
