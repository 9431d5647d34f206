//! A table from its CSV. What the writer would not have written is an error that says where.

use std::collections::BTreeMap;

use super::write::{COLUMN, FORMAT, META, parse};
use super::{Cell, Column, Kind, MAX_TEXT_BYTES, Meta, Table, TableError};

/// Why a text is no table. Shows as `line:column: what is wrong`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {fault}")]
pub struct ReadError {
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// More text than is read.
    #[error("a table has at most {MAX_TEXT_BYTES} bytes")]
    TooLong,
    /// The text ends within a line.
    #[error("the last line has no end")]
    CutOff,
    /// No line of metadata where one has to be.
    #[error("`# {0}: ...` stands here")]
    Wanted(String),
    /// Metadata out of order, or twice.
    #[error("metadata are ordered by key, each once")]
    Order,
    /// A value that is none for its key.
    #[error("this is no {0}")]
    Value(&'static str),
    /// Another header than the metadata announce.
    #[error("the header is `{0}`")]
    Header(String),
    /// A quote that does not begin a cell, has no end, or is not needed.
    #[error("quotes stand around a whole cell that has a comma or a quote, and are doubled within")]
    Quote,
    /// A row of another length.
    #[error("{have} cells for {need} columns")]
    Length {
        /// Its cells.
        have: usize,
        /// The columns.
        need: usize,
    },
    /// A cell that its column does not take, or another spelling of one.
    #[error("this is not {}, as this crate writes it", .0.name())]
    Cell(Kind),
    /// The parts do not fit each other.
    #[error("{0}")]
    Table(#[from] TableError),
}

impl Table {
    /// Reads what [`Self::to_csv`] wrote. Lines may end with LF alone, as some tools leave them.
    ///
    /// # Errors
    /// The first place that the writer would have written otherwise.
    pub fn from_csv(text: &str) -> Result<Self, ReadError> {
        let at = |line, column, fault| ReadError { line, column, fault };
        if text.len() > MAX_TEXT_BYTES {
            return Err(at(1, 1, Fault::TooLong));
        }
        let lines = text.split_inclusive('\n').count();
        if !text.ends_with('\n') {
            let last = text.split('\n').next_back().unwrap_or_default();
            return Err(at(lines.max(1), last.chars().count().saturating_add(1), Fault::CutOff));
        }
        let mut reader = Reader {
            lines: text.lines().peekable(),
            line: 0,
        };
        let meta = reader.meta()?;
        let columns = reader.columns()?;
        let header = reader.line;
        let mut table = Self::new(meta, columns, Vec::new()).map_err(|error| at(header, 1, error.into()))?;
        while let Some(text) = reader.next() {
            let row = cells(text, &table.columns).map_err(|(column, fault)| at(reader.line, column, fault))?;
            let (cells, places): (Vec<Cell>, Vec<usize>) = row.into_iter().unzip();
            table.push(cells).map_err(|error| {
                let column = match &error {
                    TableError::Cell { column, .. } => places.get(column.saturating_sub(1)).copied(),
                    _ => None,
                };
                at(reader.line, column.unwrap_or(1), error.into())
            })?;
        }
        Ok(table)
    }
}

struct Reader<'a> {
    lines: std::iter::Peekable<std::str::Lines<'a>>,
    line: usize,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<&'a str> {
        self.line = self.line.saturating_add(1);
        self.lines.next()
    }

    const fn error(&self, column: usize, fault: Fault) -> ReadError {
        let line = self.line;
        ReadError { line, column, fault }
    }

    fn meta(&mut self) -> Result<Meta, ReadError> {
        let [format, figure, digest, first_seed, seeds, version] = META;
        if self.own(format)?.0 != FORMAT.1 {
            return Err(self.error(1, Fault::Value("format that is read: casp-sim table 1")));
        }
        let figure = self.own(figure)?.0.to_owned();
        let (text, column) = self.own(digest)?;
        let scenario = sha256(text).ok_or_else(|| self.error(column, Fault::Value("SHA-256 in small hex digits")))?;
        let first_seed = self.whole(first_seed)?;
        let seeds = self.whole(seeds)?;
        let version = self.own(version)?.0.to_owned();
        let mut extra: BTreeMap<String, String> = BTreeMap::new();
        while let Some((key, value)) = self.lines.peek().and_then(|line| entry(line)) {
            if key.starts_with("column.") {
                break;
            }
            self.next();
            if extra.last_key_value().is_some_and(|(last, _)| last.as_str() >= key) {
                return Err(self.error(3, Fault::Order));
            }
            extra.insert(key.to_owned(), value.to_owned());
        }
        Ok(Meta {
            figure,
            scenario,
            first_seed,
            seeds,
            version,
            extra,
        })
    }

    /// The value of a key that has to come next, and where it begins.
    fn own(&mut self, key: &str) -> Result<(&'a str, usize), ReadError> {
        match self.next().and_then(entry) {
            Some((found, value)) if found == key => Ok((value, after(key))),
            _ => Err(self.error(1, Fault::Wanted(key.to_owned()))),
        }
    }

    fn whole(&mut self, key: &str) -> Result<u64, ReadError> {
        let (text, column) = self.own(key)?;
        match parse(Kind::Whole, text) {
            Some(Cell::Whole(whole)) => Ok(whole),
            _ => Err(self.error(column, Fault::Cell(Kind::Whole))),
        }
    }

    fn columns(&mut self) -> Result<Vec<Column>, ReadError> {
        let mut columns = Vec::new();
        while let Some((key, value)) = self.lines.peek().and_then(|line| entry(line)) {
            self.next();
            let Some(name) = key.strip_prefix(COLUMN).and_then(|rest| rest.strip_prefix('.')) else {
                return Err(self.error(3, Fault::Order));
            };
            let (kind, unit) = match value.split_once(", ") {
                Some((_, "")) => return Err(self.error(after(key), Fault::Value("unit"))),
                Some(parts) => parts,
                None => (value, ""),
            };
            let kind = [Kind::Text, Kind::Whole, Kind::Number]
                .into_iter()
                .find(|known| known.name() == kind)
                .ok_or_else(|| self.error(after(key), Fault::Value("kind: text, whole or number")))?;
            columns.push(Column::new(name, kind, unit));
        }
        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        let header = names.join(",");
        if columns.is_empty() {
            self.next();
            return Err(self.error(1, Fault::Wanted("column.seed".to_owned())));
        }
        if self.next() == Some(header.as_str()) {
            Ok(columns)
        } else {
            Err(self.error(1, Fault::Header(header)))
        }
    }
}

/// Where the value begins that follows a key.
fn after(key: &str) -> usize {
    key.chars().count().saturating_add(5)
}

fn entry(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("# ")?.split_once(": ")
}

fn sha256(text: &str) -> Option<[u8; 32]> {
    let mut digest = [0; 32];
    let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if text.len() != 64 || !text.bytes().all(is_hex) {
        return None;
    }
    for (nth, byte) in digest.iter_mut().enumerate() {
        let from = nth.saturating_mul(2);
        *byte = u8::from_str_radix(text.get(from..from.saturating_add(2))?, 16).ok()?;
    }
    Some(digest)
}

type Placed = Vec<(Cell, usize)>;

/// The cells of a row with the place where each begins.
fn cells(line: &str, columns: &[Column]) -> Result<Placed, (usize, Fault)> {
    let need = columns.len();
    let (mut row, mut rest, mut place) = (Placed::new(), Some(line), 1_usize);
    while let Some(text) = rest {
        let Some(column) = columns.get(row.len()) else {
            let have = row.len().saturating_add(1);
            return Err((place, Fault::Length { have, need }));
        };
        let (written, next) = cut(text).ok_or((place, Fault::Quote))?;
        let inner = match written.strip_prefix('"') {
            Some(quoted) => quoted.strip_suffix('"').unwrap_or_default().replace("\"\"", "\""),
            None => written.to_owned(),
        };
        let is_quoted = written.starts_with('"');
        if is_quoted && !inner.contains([',', '"']) {
            return Err((place, Fault::Quote));
        }
        let cell = parse(column.kind, &inner).ok_or((place, Fault::Cell(column.kind)))?;
        row.push((cell, place));
        place = place.saturating_add(written.chars().count()).saturating_add(1);
        rest = next;
    }
    match row.len() {
        have if have < need => Err((place.saturating_sub(1).max(1), Fault::Length { have, need })),
        _ => Ok(row),
    }
}

/// The first cell as it is written, and what follows its comma. None if its quotes are wrong.
fn cut(text: &str) -> Option<(&str, Option<&str>)> {
    let mut is_open = false;
    // Each quote opens or closes; a doubled one closes and opens again.
    let comma = text.char_indices().find(|(_, letter)| {
        is_open ^= *letter == '"';
        *letter == ',' && !is_open
    });
    if is_open {
        return None;
    }
    let (written, next) = match comma {
        Some((at, _)) => (text.get(..at)?, text.get(at.saturating_add(1)..)),
        None => (text, None),
    };
    let is_whole = match written.strip_prefix('"') {
        Some(rest) => !rest.strip_suffix('"')?.replace("\"\"", "").contains('"'),
        None => !written.contains('"'),
    };
    is_whole.then_some((written, next))
}
