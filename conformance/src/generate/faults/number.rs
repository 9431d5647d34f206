//! Faults of fields that are numbers, booleans and enums.

use casp_wire::table::{Field, Kind, Presence};

use super::{Bound, Fault, Site, raw};
use crate::generate::forge::{Value, tag, varint, varint_padded};
use crate::generate::world::LAST_MS;

pub(super) fn faults(site: &Site<'_>, field: &'static Field) -> Vec<Fault> {
    let value = match site.values(field).first() {
        Some(Value::Varint(value)) => *value,
        _ => field.min.max(1),
    };
    let mut faults = vec![
        not_minimal(site, field, value),
        repeated(site, field, value),
        wrong_wire_type(site, field),
        zero(site, field),
    ];
    if field.required {
        faults.push(site.fault("ENC-9", "missing", Some(field), site.with(field, [])));
    }
    faults.extend(outside_domain(site, field));
    faults.extend(outside_range(site, field));
    faults
}

pub(super) fn bounds(site: &Site<'_>, field: &'static Field) -> Vec<Bound> {
    if field.presence == Presence::OneOf && site.values(field).is_empty() {
        return vec![];
    }
    let (rule, least, most) = match field.kind {
        Kind::Bool => return vec![],
        Kind::Uint32 if field.max > u64::from(u32::MAX) => ("ENC-7", None, u64::from(u32::MAX)),
        Kind::Enum { last } => ("ENC-7", None, last),
        _ => (
            "ENC-13",
            Some(field.min).filter(|min| *min > 0 || matches!(field.presence, Presence::Explicit | Presence::OneOf)),
            field.max,
        ),
    };
    let at = |name, value| site.bound(rule, name, field, site.with(field, [Value::Varint(value)]));
    least
        .map(|least| at("at-min", least))
        .into_iter()
        .chain([at("at-max", most)])
        .collect()
}

fn not_minimal(site: &Site<'_>, field: &'static Field, value: u64) -> Fault {
    let long = raw(&[&tag(field.number, 0), &varint_padded(value)]);
    site.fault("ENC-3", "value-not-minimal", Some(field), site.with(field, [long]))
}

fn repeated(site: &Site<'_>, field: &'static Field, value: u64) -> Fault {
    let bytes = site.with(field, [Value::Varint(value), Value::Varint(value)]);
    site.fault("ENC-4", "repeated", Some(field), bytes)
}

fn wrong_wire_type(site: &Site<'_>, field: &'static Field) -> Fault {
    let delimited = raw(&[&tag(field.number, 2), &[1, 1]]);
    site.fault("ENC-6", "wrong-wire-type", Some(field), site.with(field, [delimited]))
        .also_if(field.required, "field-missing")
}

/// Zero on the wire: the default of a field without explicit presence, the UNSPECIFIED of an enum with it.
fn zero(site: &Site<'_>, field: &'static Field) -> Fault {
    let bytes = site.with(field, [Value::Varint(0)]);
    let is_enum = matches!(field.kind, Kind::Enum { .. });
    if matches!(field.presence, Presence::Explicit | Presence::OneOf) {
        // A present zero is what explicit presence is for, so that there is nothing wrong with a number.
        return match is_enum {
            true => site.fault("ENC-7", "unspecified", Some(field), bytes),
            false => site.fault("ENC-3", "zero-not-minimal", Some(field), padded_zero(site, field)),
        };
    }
    site.fault("ENC-5", "default-present", Some(field), bytes)
        .also_if(field.required, "field-missing")
        .also_if(field.min > 0, "out-of-range")
        .also_if(is_enum, "value-domain")
}

fn padded_zero(site: &Site<'_>, field: &'static Field) -> Vec<u8> {
    site.with(field, [raw(&[&tag(field.number, 0), &varint_padded(0)])])
}

fn outside_domain(site: &Site<'_>, field: &'static Field) -> Vec<Fault> {
    let values: &[(&str, u64)] = match field.kind {
        Kind::Bool => &[("two", 2), ("all-ones", u64::MAX)],
        Kind::Uint32 => &[("past-32-bits", 1 << 32), ("past-32-bits-and-one", (1 << 32) + 1)],
        Kind::Enum { last } => &[
            ("unknown", last + 1),
            ("past-32-bits", (1 << 32) + 1),
            ("negative", u64::MAX),
        ],
        _ => &[],
    };
    let fault = |(name, value): &(&str, u64)| {
        let encoded = raw(&[&tag(field.number, 0), &varint(*value)]);
        site.fault("ENC-7", *name, Some(field), site.with(field, [encoded]))
            .also_if(*value > field.max, "out-of-range")
    };
    values.iter().map(fault).collect()
}

fn outside_range(site: &Site<'_>, field: &'static Field) -> Vec<Fault> {
    let mut values = Vec::new();
    if field.max < u64::MAX {
        values.push(("past-max", field.max + 1));
    }
    if field.min > 1 {
        values.push(("below-min", field.min - 1));
    }
    let fault = |(name, value)| {
        let bytes = site.with(field, [Value::Varint(value)]);
        site.fault("ENC-13", name, Some(field), bytes).flag("past-limit")
    };
    let mut faults: Vec<Fault> = values.into_iter().map(fault).collect();
    if i64::try_from(field.max) == Ok(LAST_MS) {
        let bytes = site.with(field, [Value::Varint((-1_i64).cast_unsigned())]);
        faults.push(
            site.fault("ENC-13", "negative", Some(field), bytes)
                .flag("negative-number"),
        );
    }
    faults
}
