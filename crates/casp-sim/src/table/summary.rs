//! From runs to means with their bands.

use std::collections::{BTreeMap, BTreeSet};

use super::{Cell, Kind, Table};
use crate::number;
use crate::stats::{self, Band, StatsError};

/// Mean and band over the seeds of one point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Where, in the unit of its column.
    pub x: f64,
    /// Over the seeds that have the figure, in the order of their rows.
    pub band: Band,
}

/// The points of one series.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// As its column says; empty if the table has no series.
    pub value: String,
    /// By `x`, each once. Those without a band are left out.
    pub points: Vec<Point>,
    /// Runs without the figure, at the points that are here and at those that are not.
    pub missing: usize,
}

/// Why a table has no such summary.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SummaryError {
    /// No column of that name.
    #[error("there is no column `{0}`")]
    NoColumn(String),
    /// Words where numbers are needed, or the other way round.
    #[error("column `{0}` holds {held}, which is not what is needed here", held = .1.name())]
    Kind(String, Kind),
    /// A coordinate that is missing.
    #[error("row {row} has no `{column}`, counted from 1")]
    NoCoordinate {
        /// The row.
        row: usize,
        /// The column.
        column: String,
    },
    /// A seed that counts twice at one point.
    #[error("row {row}, counted from 1, has a seed that was there for its point")]
    SeedTwice {
        /// The row.
        row: usize,
    },
    /// Too few seeds for a band.
    #[error("series `{series}` at {x}: {fault}")]
    Stats {
        /// The series.
        series: String,
        /// The point, as it is written.
        x: String,
        /// What is wrong.
        fault: StatsError,
    },
}

/// A float by its order, as a key of a map.
#[derive(Clone, Copy, PartialEq)]
struct Ordered(f64);

impl Eq for Ordered {}

impl PartialOrd for Ordered {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ordered {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

#[derive(Default)]
struct Group {
    seeds: BTreeSet<u64>,
    samples: Vec<f64>,
    missing: usize,
}

impl Table {
    /// Mean and 95 % band of `measure` over seeds, by series and `x`. Series come by name. Without a series column there is one.
    ///
    /// A run without the figure is counted as missing. A point at which so many are missing that there is no band is left out, as a
    /// latency is where nothing was answered; a series may so have no point.
    ///
    /// # Errors
    /// If a column is missing or of the wrong kind, a seed counts twice, or a point has fewer than two runs.
    pub fn summary(&self, series: Option<&str>, x: &str, measure: &str) -> Result<Vec<Series>, SummaryError> {
        let series = series.map(|name| self.wanted(name, true)).transpose()?;
        let mut groups: BTreeMap<(String, Ordered), Group> = BTreeMap::new();
        let (x_at, measure_at) = (self.wanted(x, false)?, self.wanted(measure, false)?);
        for (nth, row) in self.rows.iter().enumerate() {
            let number = nth.saturating_add(1);
            let missing = |column: &str| SummaryError::NoCoordinate {
                row: number,
                column: column.to_owned(),
            };
            let name = match series.map(|at| row.get(at)) {
                None => String::new(),
                Some(Some(Cell::Text(text))) => text.clone(),
                Some(_) => return Err(missing("series")),
            };
            let place = row.get(x_at).and_then(figure).ok_or_else(|| missing(x))?;
            let group = groups.entry((name, Ordered(place))).or_default();
            if let Some(Cell::Whole(seed)) = row.first()
                && !group.seeds.insert(*seed)
            {
                return Err(SummaryError::SeedTwice { row: number });
            }
            match row.get(measure_at).and_then(figure) {
                Some(sample) => group.samples.push(sample),
                None => group.missing = group.missing.saturating_add(1),
            }
        }
        let mut all: Vec<Series> = Vec::new();
        for ((value, Ordered(x)), Group { samples, missing, .. }) in groups {
            // There even where none of its points has samples.
            if all.last().is_none_or(|last| last.value != value) {
                all.push(Series {
                    value: value.clone(),
                    points: Vec::new(),
                    missing: 0,
                });
            }
            if let Some(last) = all.last_mut() {
                last.missing = last.missing.saturating_add(missing);
            }
            let band = match stats::band95(&samples) {
                Ok(band) => band,
                Err(_) if missing > 0 => continue,
                Err(fault) => {
                    return Err(SummaryError::Stats {
                        series: value,
                        x: super::write::decimal(x),
                        fault,
                    });
                }
            };
            let point = Point { x, band };
            if let Some(last) = all.last_mut() {
                last.points.push(point);
            }
        }
        Ok(all)
    }

    /// The mean of `measure` by `(x, y)`, in the order of `y`, then `x`. A point without samples is left out.
    ///
    /// # Errors
    /// If a column is missing or of the wrong kind, or a seed counts twice.
    pub fn grid(&self, x: &str, y: &str, measure: &str) -> Result<Vec<(f64, f64, f64)>, SummaryError> {
        let (x_at, y_at, at) = (
            self.wanted(x, false)?,
            self.wanted(y, false)?,
            self.wanted(measure, false)?,
        );
        let mut groups: BTreeMap<(Ordered, Ordered), Group> = BTreeMap::new();
        for (nth, row) in self.rows.iter().enumerate() {
            let number = nth.saturating_add(1);
            let place = |at: usize, column: &str| {
                let (row_number, column) = (number, column.to_owned());
                let missing = SummaryError::NoCoordinate {
                    row: row_number,
                    column,
                };
                row.get(at).and_then(figure).ok_or(missing)
            };
            let key = (Ordered(place(y_at, y)?), Ordered(place(x_at, x)?));
            let group = groups.entry(key).or_default();
            if let Some(Cell::Whole(seed)) = row.first()
                && !group.seeds.insert(*seed)
            {
                return Err(SummaryError::SeedTwice { row: number });
            }
            group.samples.extend(row.get(at).and_then(figure));
        }
        let mean = |(y, x): (Ordered, Ordered), group: Group| Some((x.0, y.0, stats::mean(&group.samples).ok()?));
        Ok(groups.into_iter().filter_map(|(key, group)| mean(key, group)).collect())
    }

    fn wanted(&self, name: &str, is_text: bool) -> Result<usize, SummaryError> {
        let (at, column) = self
            .column(name)
            .ok_or_else(|| SummaryError::NoColumn(name.to_owned()))?;
        if (column.kind == Kind::Text) == is_text {
            Ok(at)
        } else {
            Err(SummaryError::Kind(name.to_owned(), column.kind))
        }
    }
}

fn figure(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Number(number) => Some(*number),
        Cell::Whole(whole) => Some(number::float(*whole)),
        Cell::Text(_) | Cell::Missing => None,
    }
}
