//! A table as CSV and as JSON.

use serde_json::{Map, Number, Value, json};

use super::{Cell, Kind, Table};

/// The first line.
pub(super) const FORMAT: (&str, &str) = ("format", "casp-sim table 1");
/// What every table says of itself, in this order.
pub(super) const META: [&str; 6] = [FORMAT.0, "figure", "scenario_sha256", "first_seed", "seeds", "version"];
/// Before the name of a column, where its kind and unit are told.
pub(super) const COLUMN: &str = "column";

impl Table {
    /// As CSV. Metadata come first, as lines `# key: value`: those of [`super::Meta`], its extra ones by key, then
    /// `# column.NAME: KIND` or `# column.NAME: KIND, UNIT` for each column. RFC 4180 after that, with a header of names. Lines end
    /// with CR LF; a cell has quotes only if it needs them.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut text = String::new();
        for (key, value) in self.meta_lines() {
            line(&mut text, &["# ", &key, ": ", &value]);
        }
        for column in &self.columns {
            let comma = if column.unit.is_empty() { "" } else { ", " };
            let kind = column.kind.name();
            line(
                &mut text,
                &["# ", COLUMN, ".", &column.name, ": ", kind, comma, &column.unit],
            );
        }
        let names: Vec<&str> = self.columns.iter().map(|column| column.name.as_str()).collect();
        line(&mut text, &[&names.join(",")]);
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(cell).collect();
            line(&mut text, &[&cells.join(",")]);
        }
        text
    }

    /// As one JSON object: `meta`, `columns` (name, kind, unit) and `rows`, where a missing cell is `null`. Numbers are the same
    /// decimals as in the CSV or their equals. Ends with a line feed.
    #[must_use]
    pub fn to_json(&self) -> String {
        let meta: Map<String, Value> = self
            .meta_lines()
            .into_iter()
            .map(|(key, value)| match key.as_str() {
                "first_seed" => (key, self.meta.first_seed.into()),
                "seeds" => (key, self.meta.seeds.into()),
                _ => (key, value.into()),
            })
            .collect();
        let columns: Vec<Value> = self
            .columns
            .iter()
            .map(|column| json!({ "name": column.name, "kind": column.kind.name(), "unit": column.unit }))
            .collect();
        let rows: Vec<Value> = self.rows.iter().map(|row| row.iter().map(value).collect()).collect();
        let mut text = json!({ "meta": meta, "columns": columns, "rows": rows }).to_string();
        text.push('\n');
        text
    }

    fn meta_lines(&self) -> Vec<(String, String)> {
        let meta = &self.meta;
        let digest: String = meta.scenario.iter().map(|byte| format!("{byte:02x}")).collect();
        let values = [
            FORMAT.1.to_owned(),
            meta.figure.clone(),
            digest,
            meta.first_seed.to_string(),
            meta.seeds.to_string(),
            meta.version.clone(),
        ];
        let own = META.map(str::to_owned).into_iter().zip(values);
        own.chain(meta.extra.clone()).collect()
    }
}

fn line(text: &mut String, parts: &[&str]) {
    for part in parts {
        text.push_str(part);
    }
    text.push_str("\r\n");
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Missing => String::new(),
        Cell::Text(text) if text.contains(['"', ',']) => format!("\"{}\"", text.replace('"', "\"\"")),
        Cell::Text(text) => text.clone(),
        Cell::Whole(whole) => whole.to_string(),
        Cell::Number(number) => decimal(*number),
    }
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Missing => Value::Null,
        Cell::Text(text) => text.as_str().into(),
        Cell::Whole(whole) => (*whole).into(),
        Cell::Number(number) => Number::from_f64(*number).map_or(Value::Null, Value::Number),
    }
}

/// The shortest decimal that reads back to the same number.
pub(crate) fn decimal(number: f64) -> String {
    let size = number.abs();
    if size > 0.0 && !(1e-5..1e16).contains(&size) {
        format!("{number:e}")
    } else {
        number.to_string()
    }
}

/// A cell of a kind from its text, if the text is the one that is written for it.
pub(super) fn parse(kind: Kind, text: &str) -> Option<Cell> {
    if text.is_empty() {
        return Some(Cell::Missing);
    }
    match kind {
        Kind::Text => Some(Cell::Text(text.to_owned())),
        Kind::Whole => {
            let whole: u64 = text.parse().ok()?;
            (whole.to_string() == text).then_some(Cell::Whole(whole))
        }
        Kind::Number => {
            let number: f64 = text.parse().ok()?;
            let is_own = number.is_finite() && decimal(number + 0.0) == text;
            is_own.then_some(Cell::Number(number))
        }
    }
}
