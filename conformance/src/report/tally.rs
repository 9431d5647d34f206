//! Counts of outcomes by area.

use crate::runner::{Kind, Run, area_of};

/// Counts of outcomes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    counts: [usize; Kind::ALL.len()],
    known: usize,
}

impl Tally {
    /// Counts a run, area by area in the order of the vectors.
    pub fn by_area(run: &Run<'_>) -> Vec<(String, Self)> {
        let mut areas: Vec<(String, Self)> = Vec::new();
        for (vector, result) in run.pairs() {
            let area = area_of(vector);
            let index = areas.iter().position(|(name, _)| name == area).unwrap_or_else(|| {
                areas.push((area.to_owned(), Self::default()));
                areas.len() - 1
            });
            areas[index]
                .1
                .count(result.outcome.kind(), run.is_known(vector, result));
        }
        areas
    }

    /// Counts a whole run.
    pub fn of(run: &Run<'_>) -> Self {
        let mut total = Self::default();
        for (vector, result) in run.pairs() {
            total.count(result.outcome.kind(), run.is_known(vector, result));
        }
        total
    }

    fn count(&mut self, kind: Kind, known: bool) {
        self.counts[kind as usize] += 1;
        self.known += usize::from(known);
    }

    /// Vectors with this outcome.
    pub fn get(&self, kind: Kind) -> usize {
        self.counts[kind as usize]
    }

    /// All vectors.
    pub fn vectors(&self) -> usize {
        self.counts.iter().sum()
    }

    /// Failures that the list of known ones foresees.
    pub fn known(&self) -> usize {
        self.known
    }

    /// Vectors that make the peer nonconformant.
    pub fn red(&self) -> usize {
        Kind::ALL
            .into_iter()
            .filter(|kind| kind.is_red())
            .map(|kind| self.get(kind))
            .sum::<usize>()
            - self.known
    }

    /// Vectors that say nothing for or against the peer: not served, or known to fail.
    pub fn skipped(&self) -> usize {
        self.get(Kind::NotServed) + self.known
    }
}
