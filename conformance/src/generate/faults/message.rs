//! Faults of a message as a whole.

use super::{Fault, Site, raw, raw_entry};
use crate::generate::forge::{Entry, Value, tag, varint, varint_padded};

pub(super) fn faults(site: &Site<'_>) -> Vec<Fault> {
    let mut faults = vec![unknown_field(site), truncated(site), tag_not_minimal(site)];
    faults.extend(fields_swapped(site));
    faults
}

/// Faults at the very end of an input.
pub(super) fn faults_of_a_whole(site: &Site<'_>) -> Vec<Fault> {
    let mut faults = malformed(site);
    faults.extend(unknown_at_root(site));
    faults
}

fn unknown_number(site: &Site<'_>) -> u32 {
    site.table().fields.last().map_or(1, |field| field.number) + 1
}

fn unknown_field(site: &Site<'_>) -> Fault {
    let bytes = site.edited(|node| node.push(unknown_number(site), Value::Varint(1)));
    site.fault("ENC-6", "unknown-field", None, bytes)
}

/// The last byte is gone, and all lengths around the message know it.
fn truncated(site: &Site<'_>) -> Fault {
    let bytes = site.edited(|node| {
        if let Some(last) = node.entries.pop() {
            let mut bytes = last.write();
            bytes.pop();
            node.push(last.number, Value::Raw(bytes));
        }
    });
    site.fault("ENC-2", "truncated", None, bytes)
}

fn tag_not_minimal(site: &Site<'_>) -> Fault {
    let bytes = site.edited(|node| {
        if let Some(first) = node.entries.first_mut() {
            let written = raw_entry(first);
            // Tags of fields 1 to 15 have one byte.
            first.value = raw(&[&varint_padded(u64::from(written[0])), &written[1..]]);
        }
    });
    site.fault("ENC-3", "tag-not-minimal", None, bytes)
}

/// The last two fields with different numbers change places.
fn fields_swapped(site: &Site<'_>) -> Option<Fault> {
    let entries = site.root.clone().at(site.path).entries.clone();
    let last = entries.last()?.number;
    let at = entries.iter().rposition(|entry| entry.number != last)?;
    let bytes = site.edited(|node| node.entries.swap(at, at + 1));
    Some(site.fault("ENC-4", "fields-swapped", None, bytes))
}

/// What no parser can read: a broken tag after the message, or a broken varint in its first field.
fn malformed(site: &Site<'_>) -> Vec<Fault> {
    let number = unknown_number(site);
    let tails: [(&str, Vec<u8>); 5] = [
        ("trailing-zero-byte", vec![0]),
        ("field-number-zero", vec![0x02, 0]),
        ("field-number-past-29-bits", [varint(1 << 32), vec![1]].concat()),
        ("group", [tag(number, 3), tag(number, 4)].concat()),
        ("wire-type-six", [tag(number, 6), vec![0]].concat()),
    ];
    let tail = |(name, tail)| {
        site.fault("ENC-2", name, None, followed_by(site, tail))
            .also(&["unknown-field"])
    };
    let mut faults: Vec<Fault> = tails.into_iter().map(tail).collect();
    faults.push(site.fault("ENC-2", "tag-cut-off", None, followed_by(site, vec![0x80])));
    let endless = [&[0x80; 10][..], &[0x01]].concat();
    let past_64_bits = [&[0xff; 9][..], &[0x02]].concat();
    for (name, varint) in [
        ("varint-of-eleven-bytes", endless),
        ("varint-past-64-bits", past_64_bits),
    ] {
        faults.push(site.fault("ENC-2", name, None, first_varint_replaced(site, &varint)));
    }
    faults
}

/// The value of the message's first field, or its length, is replaced.
fn first_varint_replaced(site: &Site<'_>, varint: &[u8]) -> Vec<u8> {
    site.edited(|node| {
        if let Some(first) = node.entries.first_mut() {
            let written = raw_entry(first);
            let rest = written[1..]
                .iter()
                .position(|byte| byte & 0x80 == 0)
                .map_or(written.len(), |last| last + 2);
            first.value = raw(&[&written[..1], varint, &written[rest..]]);
        }
    })
}

fn unknown_at_root(site: &Site<'_>) -> Vec<Fault> {
    let number = unknown_number(site);
    let fields: [(&str, Vec<u8>); 4] = [
        ("unknown-fixed64", [tag(number, 1), vec![7; 8]].concat()),
        ("unknown-fixed32", [tag(number, 5), vec![7; 4]].concat()),
        ("unknown-string", [tag(number, 2), vec![2], b"hi".to_vec()].concat()),
        ("unknown-highest-number", [tag((1 << 29) - 1, 0), vec![1]].concat()),
    ];
    fields
        .into_iter()
        .map(|(name, field)| site.fault("ENC-6", name, None, followed_by(site, field)))
        .collect()
}

fn followed_by(site: &Site<'_>, tail: Vec<u8>) -> Vec<u8> {
    site.edited(|node| {
        node.entries.push(Entry {
            number: u32::MAX,
            value: Value::Raw(tail),
        })
    })
}
