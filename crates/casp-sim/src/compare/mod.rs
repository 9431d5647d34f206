//! Two tables of runs against each other: the same seeds under two policies, paired.
//!
//! Runs of one seed meet the same chances, so that the difference of a pair has a narrower band than that of two means. Runs are
//! paired by their seed and their point. Whatever would pair runs of different worlds is an error.

mod pairs;
mod text;

use crate::stats::Band;
use crate::table::{Cell, Kind};

pub use pairs::compare;

/// What is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// The columns that tell the points apart, such as `alpha`. With none there is one point.
    pub by: Vec<String>,
    /// The column of the figure.
    pub measure: String,
    /// Of the first table only rows with these values in these columns, as the CSV has them.
    pub only_a: Vec<(String, String)>,
    /// The same of the second.
    pub only_b: Vec<(String, String)>,
    /// Whether the tables can come from scenarios of different digests: who asks knows that they differ in what is compared, and in
    /// nothing that chance hangs on.
    pub across_scenarios: bool,
}

/// What came out.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The columns of the points.
    pub by: Vec<String>,
    /// The column of the figure.
    pub measure: String,
    /// Its unit; empty if it has none.
    pub unit: String,
    /// By their coordinates, ascending.
    pub points: Vec<Point>,
    /// Points of one table only, which were left out: of the first, and of the second.
    pub unmatched: (usize, usize),
    /// Points of both tables with fewer than two pairs that have the figure, which were left out too.
    pub too_few: usize,
    /// The versions that ran them, if they differ.
    pub versions: Option<(String, String)>,
}

/// The pairs of one point.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Its coordinates, in the order of [`Comparison::by`].
    pub at: Vec<Cell>,
    /// Mean and band of the first table's runs.
    pub a: Band,
    /// Of the second's.
    pub b: Band,
    /// Of the differences, first less second.
    pub difference: Band,
    /// Pairs of which a run does not have the figure. They count in none of the means.
    pub missing: usize,
}

/// What a paired band shows, at 95 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The first is greater: the whole band is above 0.
    Greater,
    /// The first is less.
    Less,
    /// All pairs are equal.
    Equal,
    /// The band contains 0: neither is shown to be greater.
    Neither,
}

impl Point {
    /// Which side the band of the difference is on.
    #[must_use]
    pub fn shown(&self) -> Shown {
        let Band { mean, half, .. } = self.difference;
        if self.difference.low() > 0.0 {
            Shown::Greater
        } else if self.difference.high() < 0.0 {
            Shown::Less
        } else if mean == 0.0 && half == 0.0 {
            Shown::Equal
        } else {
            Shown::Neither
        }
    }
}

/// Why two tables are not compared. `A` is the first, `B` the second; rows are counted from 1.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CompareError {
    /// A column that a table does not have.
    #[error("{side} has no column `{column}`. It has {}", have.join(", "))]
    NoColumn {
        /// Which table.
        side: char,
        /// The column.
        column: String,
        /// Those that it has.
        have: Vec<String>,
    },
    /// A column that holds something else than is needed, or something else in either table.
    #[error("column `{column}` holds {a} in A and {b} in B. {wanted}")]
    Column {
        /// The column.
        column: String,
        /// Kind and unit in the first.
        a: String,
        /// In the second.
        b: String,
        /// What is needed.
        wanted: &'static str,
    },
    /// The figure stands among the points, or one column twice among them.
    #[error("`{0}` is asked for twice. Each column can be named once, and `seed` is none of them")]
    ColumnTwice(String),
    /// The scenarios differ.
    #[error("A and B come from different scenarios ({a} and {b}), so that equal seeds may be different worlds")]
    Scenarios {
        /// The first digest's beginning.
        a: String,
        /// The second's.
        b: String,
    },
    /// The seeds at a point differ.
    #[error("at {at} seed {seed} is in {side} only, and pairs need the same seeds")]
    Seeds {
        /// The point.
        at: String,
        /// The first seed without its pair.
        seed: u64,
        /// Where it is.
        side: char,
    },
    /// A seed that is there twice at a point.
    #[error("row {row} of {side} has seed {seed} a second time at {at}{}", differing(others))]
    SeedTwice {
        /// Which table.
        side: char,
        /// The row.
        row: usize,
        /// The seed.
        seed: u64,
        /// The point.
        at: String,
        /// Columns in which the two rows differ, but for figures.
        others: Vec<String>,
    },
    /// A coordinate that is missing.
    #[error("row {row} of {side} has no `{column}`")]
    NoCoordinate {
        /// Which table.
        side: char,
        /// The row.
        row: usize,
        /// The column.
        column: String,
    },
    /// Nothing is left.
    #[error("no row of {side} has {}", wanted.join(" and "))]
    NoRows {
        /// Which table.
        side: char,
        /// What was asked for.
        wanted: Vec<String>,
    },
    /// No point is in both.
    #[error("A and B have no point in common: A begins at {a}, B at {b}. Points are equal if all their columns are")]
    NoCommonPoint {
        /// The first's least.
        a: String,
        /// The second's.
        b: String,
    },
    /// No point has two pairs with the figure.
    #[error("no point has the two pairs with the figure that a band needs. At {at} there are {pairs}")]
    TooFew {
        /// The first point.
        at: String,
        /// How many there are.
        pairs: usize,
    },
}

fn differing(others: &[String]) -> String {
    match others {
        [] => ": it was run twice".into(),
        others => format!(", and the two differ in {}", others.join(", ")),
    }
}

fn held(kind: Kind, unit: &str) -> String {
    if unit.is_empty() {
        kind.name().into()
    } else {
        format!("{} in {unit}", kind.name())
    }
}
