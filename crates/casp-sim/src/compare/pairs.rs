//! Which run belongs to which.

use core::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::{CompareError, Comparison, Point, Question, held};
use crate::number;
use crate::stats::{self, StatsError};
use crate::table::{Cell, Column, Kind, SEED, Table, decimal};

/// Compares two tables, which can be the same one with different rows picked.
///
/// # Errors
/// If what is asked for is not there, if runs cannot be paired, or if a point has fewer than two pairs.
pub fn compare(a: &Table, b: &Table, question: &Question) -> Result<Comparison, CompareError> {
    if a.meta().scenario != b.meta().scenario && !question.across_scenarios {
        let beginning = |table: &Table| {
            let bytes = table.meta().scenario.iter().take(4);
            bytes.map(|byte| format!("{byte:02x}")).collect::<String>()
        };
        let (a, b) = (beginning(a), beginning(b));
        return Err(CompareError::Scenarios { a, b });
    }
    let unit = columns(a, b, question)?;
    let mut runs_a = Side::new('A', a, question, &question.only_a)?.runs()?;
    let mut runs_b = Side::new('B', b, question, &question.only_b)?.runs()?;
    if let (Some((a, _)), Some((b, _))) = (runs_a.first_key_value(), runs_b.first_key_value())
        && !runs_a.keys().any(|at| runs_b.contains_key(at))
    {
        let (a, b) = (told(&question.by, a), told(&question.by, b));
        return Err(CompareError::NoCommonPoint { a, b });
    }
    let (all_a, all_b) = (runs_a.len(), runs_b.len());
    runs_a.retain(|at, _| runs_b.contains_key(at));
    runs_b.retain(|at, _| runs_a.contains_key(at));
    let unmatched = (all_a.saturating_sub(runs_a.len()), all_b.saturating_sub(runs_b.len()));
    let (mut points, mut too_few) = (Vec::new(), Vec::new());
    for ((at, a), b) in runs_a.iter().zip(runs_b.values()) {
        let (figures_a, figures_b) = figures(&question.by, at, a, b)?;
        let missing = a.len().saturating_sub(figures_a.len());
        match point(at, missing, &figures_a, &figures_b) {
            Ok(point) => points.push(point),
            Err(_) => too_few.push((at, figures_a.len())),
        }
    }
    if let (true, Some((at, pairs))) = (points.is_empty(), too_few.first()) {
        let (at, pairs) = (told(&question.by, at), *pairs);
        return Err(CompareError::TooFew { at, pairs });
    }
    let versions = (a.meta().version.clone(), b.meta().version.clone());
    Ok(Comparison {
        by: question.by.clone(),
        measure: question.measure.clone(),
        unit,
        points,
        unmatched,
        too_few: too_few.len(),
        versions: Some(versions).filter(|(a, b)| a != b),
    })
}

/// Coordinates, with the order of their cells.
#[derive(Clone, PartialEq)]
struct At(Vec<Cell>);

impl Eq for At {}

impl PartialOrd for At {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for At {
    fn cmp(&self, other: &Self) -> Ordering {
        let cells = self.0.iter().zip(&other.0);
        let order = cells.map(|(one, other)| match (one, other) {
            (Cell::Text(one), Cell::Text(other)) => one.cmp(other),
            (Cell::Whole(one), Cell::Whole(other)) => one.cmp(other),
            (Cell::Number(one), Cell::Number(other)) => one.total_cmp(other),
            // Coordinates of one column are of one kind, and none is missing.
            _ => Ordering::Equal,
        });
        order.into_iter().find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }
}

/// The runs of a point by their seeds: which row it is, and its figure.
type Runs = BTreeMap<u64, (usize, Option<f64>)>;

/// A table, and where in its rows what is asked for stands.
struct Side<'a> {
    name: char,
    table: &'a Table,
    by: Vec<(usize, &'a Column)>,
    measure: usize,
    only: Vec<(usize, &'a Column, &'a str)>,
}

impl<'a> Side<'a> {
    fn new(
        name: char,
        table: &'a Table,
        question: &'a Question,
        only: &'a [(String, String)],
    ) -> Result<Self, CompareError> {
        let find = |column: &str| found(name, table, column);
        let by: Result<_, _> = question.by.iter().map(|column| find(column)).collect();
        let only: Result<_, _> = only
            .iter()
            .map(|(column, value)| find(column).map(|(at, column)| (at, column, value.as_str())))
            .collect();
        Ok(Self {
            name,
            table,
            by: by?,
            measure: find(&question.measure)?.0,
            only: only?,
        })
    }

    fn runs(&self) -> Result<BTreeMap<At, Runs>, CompareError> {
        let side = self.name;
        let mut points: BTreeMap<At, Runs> = BTreeMap::new();
        for (number, row) in (1_usize..).zip(self.table.rows()) {
            let is = |(at, _, value): &(usize, &Column, &str)| row.get(*at).is_some_and(|cell| text(cell) == *value);
            if !self.only.iter().all(is) {
                continue;
            }
            let Some(Cell::Whole(seed)) = row.first() else {
                continue;
            };
            let at = self.at(number, row)?;
            let figure = row.get(self.measure).and_then(figure);
            let runs = points.entry(at.clone()).or_default();
            if let Some((first, _)) = runs.insert(*seed, (number, figure)) {
                let by: Vec<String> = self.by.iter().map(|(_, column)| column.name.clone()).collect();
                return Err(CompareError::SeedTwice {
                    side,
                    row: number,
                    seed: *seed,
                    at: told(&by, &at),
                    others: self.differing(first, row),
                });
            }
        }
        if points.is_empty() {
            let wanted = self.only.iter().map(|(at, column, value)| {
                let other = self.instead(*at, value).map(|others| format!(" (but {others})"));
                format!("{}={value}{}", column.name, other.unwrap_or_default())
            });
            let mut wanted: Vec<String> = wanted.collect();
            if wanted.is_empty() {
                wanted.push("a seed: the table is empty".into());
            }
            return Err(CompareError::NoRows { side, wanted });
        }
        Ok(points)
    }

    /// What a column holds, if this is nothing of it.
    fn instead(&self, at: usize, value: &str) -> Option<String> {
        /// More are not told.
        const TOLD: usize = 8;
        let cells = self.table.rows().iter().filter_map(|row| row.get(at)).map(text);
        let held: BTreeSet<String> = cells.collect();
        if held.is_empty() || held.contains(value) {
            return None;
        }
        let told: Vec<&str> = held.iter().take(TOLD).map(String::as_str).collect();
        let more = if held.len() > TOLD { " and others" } else { "" };
        Some(format!("{}{more}", told.join(", ")))
    }

    fn at(&self, row: usize, cells: &[Cell]) -> Result<At, CompareError> {
        let cell = |(at, column): &(usize, &Column)| match cells.get(*at) {
            Some(Cell::Missing) | None => Err(CompareError::NoCoordinate {
                side: self.name,
                row,
                column: column.name.clone(),
            }),
            Some(cell) => Ok(cell.clone()),
        };
        self.by.iter().map(cell).collect::<Result<_, _>>().map(At)
    }

    /// Columns of words in which a row differs from an earlier one; if there are none, other columns that may stand for a point.
    fn differing(&self, first: usize, row: &[Cell]) -> Vec<String> {
        let rows = self.table.rows();
        let first = first.checked_sub(1).and_then(|first| rows.get(first));
        let columns = self.table.columns().iter().enumerate();
        let differ = columns.filter(|(at, _)| first.and_then(|first| first.get(*at)) != row.get(*at));
        let differ = differ.filter(|(at, _)| *at != self.measure);
        let (words, others): (Vec<_>, Vec<_>) = differ.partition(|(_, column)| column.kind == Kind::Text);
        let chosen = if words.is_empty() { others } else { words };
        chosen.into_iter().map(|(_, column)| column.name.clone()).collect()
    }
}

/// Checks that both tables have what is asked for in the same form. Gives the unit of the figure.
fn columns(a: &Table, b: &Table, question: &Question) -> Result<String, CompareError> {
    let mut seen = BTreeSet::from([SEED]);
    for column in question.by.iter().chain([&question.measure]) {
        if !seen.insert(column) {
            return Err(CompareError::ColumnTwice(column.clone()));
        }
        let ((_, in_a), (_, in_b)) = (found('A', a, column)?, found('B', b, column)?);
        let wrong = |wanted| CompareError::Column {
            column: column.clone(),
            a: held(in_a.kind, &in_a.unit),
            b: held(in_b.kind, &in_b.unit),
            wanted,
        };
        if *column == question.measure && in_a.kind == Kind::Text {
            return Err(wrong("A figure is a number"));
        }
        if (in_a.kind, &in_a.unit) != (in_b.kind, &in_b.unit) {
            return Err(wrong("Both have to be the same"));
        }
    }
    let (_, measure) = found('A', a, &question.measure)?;
    Ok(measure.unit.clone())
}

fn found<'a>(side: char, table: &'a Table, column: &str) -> Result<(usize, &'a Column), CompareError> {
    table.column(column).ok_or_else(|| CompareError::NoColumn {
        side,
        column: column.into(),
        have: table.columns().iter().map(|column| column.name.clone()).collect(),
    })
}

/// Those of all pairs that have them.
fn figures(by: &[String], at: &At, a: &Runs, b: &Runs) -> Result<(Vec<f64>, Vec<f64>), CompareError> {
    for (side, one, other) in [('A', a, b), ('B', b, a)] {
        if let Some(seed) = one.keys().find(|seed| !other.contains_key(seed)) {
            let (at, seed) = (told(by, at), *seed);
            return Err(CompareError::Seeds { at, seed, side });
        }
    }
    // By ascending seeds, in both alike.
    let pairs = a.values().zip(b.values());
    Ok(pairs.filter_map(|((_, a), (_, b))| Some(((*a)?, (*b)?))).unzip())
}

fn point(at: &At, missing: usize, a: &[f64], b: &[f64]) -> Result<Point, StatsError> {
    Ok(Point {
        at: at.0.clone(),
        a: stats::band95(a)?,
        b: stats::band95(b)?,
        difference: stats::paired95(a, b)?,
        missing,
    })
}

fn figure(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Number(number) => Some(*number),
        Cell::Whole(whole) => Some(number::float(*whole)),
        Cell::Text(_) | Cell::Missing => None,
    }
}

/// As the CSV has it, without quotes.
pub(super) fn text(cell: &Cell) -> String {
    match cell {
        Cell::Missing => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Whole(whole) => whole.to_string(),
        Cell::Number(number) => decimal(*number),
    }
}

/// A point for an error's words.
fn told(by: &[String], at: &At) -> String {
    let parts: Vec<String> = by
        .iter()
        .zip(&at.0)
        .map(|(column, cell)| format!("{column}={}", text(cell)))
        .collect();
    if parts.is_empty() {
        "the only point".into()
    } else {
        parts.join(" ")
    }
}
