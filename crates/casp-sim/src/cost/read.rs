//! Reads the text of cost curves.

use std::collections::BTreeMap;

use super::{Curve, MAX_ITEMS, MAX_TEXT_BYTES, Point};
use crate::document::{self, DocumentError, Form, Table, Value, by, choice, list, number, pair, tables, text, whole};

/// Nanoseconds of each.
const UNITS: [(&str, f64); 3] = [("ns", 1.0), ("us", 1_000.0), ("ms", 1_000_000.0)];
const MAX_NANOS: f64 = 3_600_000_000_000.0;
/// Beyond it a float does not know every whole number, and neighbours could have one logarithm.
const MAX_N: u64 = 1_000_000_000_000;
const MAX_NAME_BYTES: usize = 64;

pub(super) fn read(text: &str) -> Result<BTreeMap<String, Curve>, DocumentError> {
    let mut curves = BTreeMap::new();
    document::read(text, "a text of curves", MAX_TEXT_BYTES, |whole| {
        whole.take("curve", tables(1..=MAX_ITEMS, |table| curve(table, &mut curves)))
    })?;
    Ok(curves)
}

fn curve(table: &mut Table<'_>, curves: &mut BTreeMap<String, Curve>) -> Result<(), DocumentError> {
    let name = table.take("name", text(1..=MAX_NAME_BYTES))?;
    if curves.contains_key(&name) {
        let what = format!("there is a curve \"{name}\" already");
        return Err(table.wrong("name", what, "Remove one, or name it otherwise"));
    }
    let scale = table.take("unit", choice(&UNITS))?;
    let mut before = None;
    let points = table.take("points", list(1..=MAX_ITEMS, point(scale, &mut before)))?;
    curves.insert(name, Curve { points });
    Ok(())
}

/// The next point: its N comes after the one before it.
fn point(scale: f64, before: &mut Option<u64>) -> impl Form<Out = Point> {
    by("a pair [N, cost], such as [20, 55.0]", move |value: &Value<'_>| {
        let (n, cost) = value.read(pair(whole(1..=MAX_N), number(0.0..=MAX_NANOS / scale)))?;
        if let Some(before) = before.replace(n).filter(|before| *before >= n) {
            let what = format!("N is {n} after {before}");
            return Err(value.wrong(what, "Write the points by ascending N, each N once"));
        }
        let nanos = cost * scale;
        Ok(Point { n, nanos })
    })
}
