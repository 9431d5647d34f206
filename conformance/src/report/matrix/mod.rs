//! The reports of several peers beside each other.

mod formats;
mod text;

use crate::runner::{Conclusion, Kind, Source};

use super::case::{areas_of, shown};
use super::describe::short;
use super::{Report, Standing, Tally};

pub use formats::{MatrixJson, matrix_html, matrix_junit, matrix_sarif};
pub use text::matrix_text;

/// Several peers and what became of each.
pub struct Matrix<'a> {
    /// Where the vectors come from.
    pub source: &'a Source,
    /// The peers, in the order of the table.
    pub rows: Vec<Row<'a>>,
}

/// One peer.
pub struct Row<'a> {
    /// What the matrix calls it.
    pub name: String,
    /// Its run, or why it could not be started.
    pub outcome: Result<Report<'a>, String>,
}

/// What a peer came to in one area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Vectors that passed.
    pub passed: usize,
    /// All that were selected.
    pub total: usize,
    /// What that means.
    pub mark: Mark,
}

/// What a peer is worth in one area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Everything passed.
    Passed,
    /// Something is red.
    Failed,
    /// Nothing is red, but not everything was served, or something is known to fail.
    Part,
    /// Nothing was served.
    Nothing,
}

impl Mark {
    /// One character.
    pub const fn sign(self) -> char {
        match self {
            Self::Passed => '✓',
            Self::Failed => '✗',
            Self::Part => '~',
            Self::Nothing => '-',
        }
    }

    /// A word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Part => "part",
            Self::Nothing => "nothing",
        }
    }
}

/// What the signs mean.
const LEGEND: &str = "passed of vectors: ✓ all passed, ✗ something failed, ~ passed as far as served, - nothing served";

impl Matrix<'_> {
    /// The areas of which vectors were run, in the order of the vectors.
    pub fn areas(&self) -> Vec<&str> {
        areas_of(self.reports().flat_map(Report::cases))
    }

    /// The runs of those peers that could be started.
    pub fn reports(&self) -> impl Iterator<Item = &Report<'_>> + Clone {
        self.rows.iter().filter_map(|row| row.outcome.as_ref().ok())
    }

    /// The status that the runner exits with: that of the worst peer. Worst is one that cannot be started, for the matrix
    /// says nothing of it; then one that does not conform; then one that was not tested enough.
    pub fn exit_code(&self) -> u8 {
        const CANNOT_START: u8 = 3;
        let conclusions = || self.reports().map(|report| report.run.conclusion());
        if self.rows.iter().any(|row| row.outcome.is_err()) {
            return CANNOT_START;
        }
        let worst = [Conclusion::NotConformant, Conclusion::NotEnoughTested]
            .into_iter()
            .find(|bad| conclusions().any(|each| each == *bad));
        worst.unwrap_or(Conclusion::Conformant).exit_code()
    }
}

impl Row<'_> {
    /// What the peer calls itself, its version and its language; empty for one that said no hello.
    pub fn identity(&self) -> [String; 3] {
        let declaration = self
            .outcome
            .as_ref()
            .ok()
            .and_then(|report| report.run.declaration.as_ref());
        declaration.map_or_else(Default::default, |peer| {
            [&peer.name, &peer.version, &peer.language].map(|text| short(text))
        })
    }

    /// What the peer came to in an area.
    pub fn cell(&self, area: &str) -> Option<Cell> {
        let report = self.outcome.as_ref().ok()?;
        let areas = Tally::by_area(report.run);
        areas
            .iter()
            .find(|(name, _)| name == area)
            .map(|(_, tally)| cell(tally))
    }

    /// The last word on the peer, in capitals.
    pub fn verdict(&self) -> &'static str {
        match &self.outcome {
            Err(_) => "CANNOT START",
            Ok(report) if report.run.declaration.is_none() => "NO VALID HELLO",
            Ok(report) => Standing::of(report).headline(),
        }
    }

    /// What else there is to say, such as why a peer cannot be started.
    pub fn remark(&self) -> Option<String> {
        let run = match &self.outcome {
            Ok(report) => report.run,
            Err(why) => return Some(shown(why)),
        };
        match run.findings.as_slice() {
            [] => None,
            [only] => Some(shown(&only.to_string())),
            [first, rest @ ..] => Some(format!("{}; {} more findings", shown(&first.to_string()), rest.len())),
        }
    }
}

fn cell(tally: &Tally) -> Cell {
    let (passed, total) = (tally.get(Kind::Passed), tally.vectors());
    let mark = if tally.red() > 0 {
        Mark::Failed
    } else if passed == total {
        Mark::Passed
    } else if tally.get(Kind::NotServed) == total {
        Mark::Nothing
    } else {
        Mark::Part
    };
    Cell { passed, total, mark }
}
