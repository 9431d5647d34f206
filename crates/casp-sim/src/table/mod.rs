//! Results as a table: a row for each run, columns with units, and what is needed to run it again. As CSV, which reads back to the
//! same table, and as JSON.
//!
//! A number is written as the shortest decimal that reads back to the same `f64`: plain (`0.95`, `120`) from 1e-5 to below 1e16,
//! with an exponent (`2.5e-7`) outside. Zero has no sign. There is no infinity and no NaN: a figure that a run does not have is an
//! empty cell. So one table has one text, and the reader takes no other.

mod read;
mod summary;
mod write;

use std::collections::{BTreeMap, BTreeSet};

pub use read::{Fault, ReadError};
pub use summary::{Point, Series, SummaryError};
pub(crate) use write::decimal;

/// The longest CSV that is read: 256 MiB.
pub const MAX_TEXT_BYTES: usize = 256 << 20;
/// The most columns.
pub const MAX_COLUMNS: usize = 64;
/// The most entries in [`Meta::extra`].
pub const MAX_EXTRA: usize = 256;
/// The longest name, unit, cell or metadata value, in bytes.
pub const MAX_CELL_BYTES: usize = 1_024;
/// The column that every table begins with.
pub const SEED: &str = "seed";

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words, such as a policy's name.
    Text,
    /// Whole numbers from 0 to 2^64 - 1.
    Whole,
    /// Finite numbers.
    Number,
}

impl Kind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Whole => "whole",
            Self::Number => "number",
        }
    }
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Small letters, digits and underscores, beginning with a letter.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// The unit, such as `s` or `messages/s`. Empty where there is none.
    pub unit: String,
}

impl Column {
    /// A column.
    #[must_use]
    pub fn new(name: &str, kind: Kind, unit: &str) -> Self {
        let (name, unit) = (name.to_owned(), unit.to_owned());
        Self { name, kind, unit }
    }

    /// The column of seeds.
    #[must_use]
    pub fn seed() -> Self {
        Self::new(SEED, Kind::Whole, "")
    }
}

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// The run has no such figure.
    Missing,
    /// In a column of [`Kind::Text`]: not empty, one line.
    Text(String),
    /// In a column of [`Kind::Whole`].
    Whole(u64),
    /// In a column of [`Kind::Number`].
    Number(f64),
}

/// Where the rows come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meta {
    /// Which figure or experiment.
    pub figure: String,
    /// SHA-256 of the scenario.
    pub scenario: [u8; 32],
    /// The least seed.
    pub first_seed: u64,
    /// How many seeds from there, one after the other.
    pub seeds: u64,
    /// Version of the crate that ran it.
    pub version: String,
    /// More, by key: words of small letters, digits and underscores with dots between. [`crate::plot`] looks here.
    pub extra: BTreeMap<String, String>,
}

/// Metadata, columns and rows that fit each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    meta: Meta,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

/// Why something is no table. Rows and columns are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// More than a table takes.
    #[error("{what}: {have}, and {most} are the most")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many there are.
        have: usize,
        /// The most.
        most: usize,
    },
    /// No name: see [`Column::name`] and [`Meta::extra`].
    #[error("`{0}` is not a name of small letters, digits and underscores")]
    Name(String),
    /// Empty, too long, with a space at an end, or with a control character.
    #[error("`{0}` is not one line of at most {MAX_CELL_BYTES} bytes without space at its ends")]
    Text(String),
    /// The first column is not that of the seeds.
    #[error("the first column is not `{SEED}` of whole numbers without unit")]
    NoSeed,
    /// Two columns of one name.
    #[error("there are two columns `{0}`")]
    Twice(String),
    /// A row of another length.
    #[error("row {row} has {have} cells for {need} columns")]
    Length {
        /// Which row.
        row: usize,
        /// Its cells.
        have: usize,
        /// The columns.
        need: usize,
    },
    /// A cell that its column does not take.
    #[error("row {row}, column {column}: the column takes {} only", kind.name())]
    Cell {
        /// Which row.
        row: usize,
        /// Which column.
        column: usize,
        /// What the column takes.
        kind: Kind,
    },
    /// A seed that [`Meta`] does not name, or none.
    #[error("row {row} has no seed of those in the metadata")]
    Seed {
        /// Which row.
        row: usize,
    },
}

impl Table {
    /// A table, if its parts fit.
    ///
    /// # Errors
    /// The first thing that does not fit.
    pub fn new(meta: Meta, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Result<Self, TableError> {
        check_meta(&meta)?;
        check_columns(&columns)?;
        let mut table = Self {
            meta,
            columns,
            rows: Vec::with_capacity(rows.len()),
        };
        for row in rows {
            table.push(row)?;
        }
        Ok(table)
    }

    /// Adds a run.
    ///
    /// # Errors
    /// If the row does not fit the columns or the seeds.
    pub fn push(&mut self, mut cells: Vec<Cell>) -> Result<(), TableError> {
        let row = self.rows.len().saturating_add(1);
        let (have, need) = (cells.len(), self.columns.len());
        if have != need {
            return Err(TableError::Length { row, have, need });
        }
        for (nth, (column, cell)) in self.columns.iter().zip(&mut cells).enumerate() {
            let fits = match (column.kind, &mut *cell) {
                (_, Cell::Missing) | (Kind::Whole, Cell::Whole(_)) => true,
                (Kind::Text, Cell::Text(text)) => is_line(text),
                (Kind::Number, Cell::Number(number)) => {
                    // Zero without its sign, so that equal cells have equal texts.
                    *number += 0.0;
                    number.is_finite()
                }
                _ => false,
            };
            if !fits {
                let (column, kind) = (nth.saturating_add(1), column.kind);
                return Err(TableError::Cell { row, column, kind });
            }
        }
        let Some(Cell::Whole(seed)) = cells.first() else {
            return Err(TableError::Seed { row });
        };
        match seed.checked_sub(self.meta.first_seed) {
            Some(nth) if nth < self.meta.seeds => {}
            _ => return Err(TableError::Seed { row }),
        }
        self.rows.push(cells);
        Ok(())
    }

    /// Where the rows come from.
    #[must_use]
    pub const fn meta(&self) -> &Meta {
        &self.meta
    }

    /// The columns, seeds first.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The runs, each with a cell for each column.
    #[must_use]
    pub fn rows(&self) -> &[Vec<Cell>] {
        &self.rows
    }

    /// Place and column of a name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<(usize, &Column)> {
        self.columns.iter().enumerate().find(|(_, column)| column.name == name)
    }
}

fn check_meta(meta: &Meta) -> Result<(), TableError> {
    let have = meta.extra.len();
    if have > MAX_EXTRA {
        let (what, most) = ("metadata entries", MAX_EXTRA);
        return Err(TableError::TooMany { what, have, most });
    }
    for key in meta.extra.keys() {
        let own = write::META.contains(&key.as_str()) || key.split('.').next() == Some(write::COLUMN);
        if own || key.len() > MAX_CELL_BYTES || !key.split('.').all(is_word) {
            return Err(TableError::Name(key.clone()));
        }
    }
    let values = [&meta.figure, &meta.version].into_iter().chain(meta.extra.values());
    match values.into_iter().find(|value| !is_line(value)) {
        Some(bad) => Err(TableError::Text(bad.clone())),
        None => Ok(()),
    }
}

fn check_columns(columns: &[Column]) -> Result<(), TableError> {
    let have = columns.len();
    if have > MAX_COLUMNS {
        let (what, most) = ("columns", MAX_COLUMNS);
        return Err(TableError::TooMany { what, have, most });
    }
    if columns.first() != Some(&Column::seed()) {
        return Err(TableError::NoSeed);
    }
    let mut seen = BTreeSet::new();
    for Column { name, unit, .. } in columns {
        if !name.starts_with(|first: char| first.is_ascii_lowercase()) || !is_word(name) || name.len() > MAX_CELL_BYTES
        {
            return Err(TableError::Name(name.clone()));
        }
        if !unit.is_empty() && !is_line(unit) {
            return Err(TableError::Text(unit.clone()));
        }
        if !seen.insert(name) {
            return Err(TableError::Twice(name.clone()));
        }
    }
    Ok(())
}

fn is_word(text: &str) -> bool {
    let letter = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'_';
    !text.is_empty() && text.bytes().all(letter)
}

fn is_line(text: &str) -> bool {
    let ends = text.trim() == text && !text.is_empty();
    ends && text.len() <= MAX_CELL_BYTES && !text.chars().any(char::is_control)
}
