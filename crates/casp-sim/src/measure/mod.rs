//! What the shipped code needs for each of its operations on this machine: the cost curves that a simulation reads.
//!
//! Signatures are real Ed25519. Registries hold N entries in the steady state of providers that refresh: each entry was refreshed,
//! half of N offer one capability and half another. Then, one after the other and many times over: the next provider refreshes, a
//! new one registers, queries come, the new one withdraws. Each is timed from the bytes that arrive to the bytes of the answer,
//! sealed. What is given is the median, of all runs the median one.
//!
//! The registries of all N take turns, ten repetitions each: a machine that is slow for some seconds is slow for all of them, and
//! the shape of a curve is not that of the noise. The first two of a turn find caches that another registry has filled, and do not
//! count.
//!
//! The clock is an argument. What is measured differs from machine to machine; a simulation reads the curves as a file, and so is
//! the same on all.

mod answers;
mod market;
mod people;
mod write;

use std::collections::BTreeMap;

use crate::stats;
use answers::Answers;
use market::Market;

/// What is measured, how often, and for which N.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Entries of a registry, ascending: each from 20 to 10,000,000, at most 64 of them.
    pub sizes: Vec<u64>,
    /// Candidates of the answers that a requester verifies, ascending: each from 1 to 100.
    pub candidates: Vec<u32>,
    /// Times that each operation is timed at each size. 1 to 100,000.
    pub repetitions: u32,
    /// Times that all of that is done, one after the other. 1 to 99.
    pub runs: u32,
}

/// The sizes of [`Plan`] that the simulation's curves have.
pub const SIZES: [u64; 12] = [
    20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000,
];

/// Repetitions of one registry before the next one's turn,
const TURN: u32 = 10;
/// and what comes before them.
const WARM_UP: u32 = 2;

const LEAST_SIZE: u64 = 20;
const MOST_SIZE: u64 = 10_000_000;
const MOST_SIZES: usize = 64;
const MOST_CANDIDATES: u32 = 100;
const MOST_REPETITIONS: u32 = 100_000;
const MOST_RUNS: u32 = 99;

/// The candidates of [`Plan`] that the simulation's curves have.
pub const CANDIDATES: [u32; 7] = [1, 2, 5, 10, 20, 50, 100];

/// Curves by name, with what each is.
const CURVES: [(&str, &str); 10] = [
    (
        "query",
        "registry of N: a query for the best 10 by latency and price and for a sample of 10, answered",
    ),
    ("query-ranked", "registry of N: a query for the best 10 alone"),
    ("query-sampled", "registry of N: a query for a sample of 10 alone"),
    ("refresh", "registry of N: a refresh, to the sealed receipt"),
    (
        "register",
        "registry of N: a descriptor of a new provider, to the sealed receipt",
    ),
    (
        "seal",
        "provider: a refresh, built, signed and packed. N does not matter",
    ),
    (
        "seal-descriptor",
        "provider: the same of a descriptor. N does not matter",
    ),
    ("seal-query", "requester: a query, built and signed. N does not matter"),
    (
        "verify-answer",
        "requester: an answer of N candidates, each with descriptor and refresh, none met before",
    ),
    (
        "withdraw",
        "registry of N: a withdrawal, to the sealed receipt if there is one",
    ),
];

/// Why nothing was measured.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MeasureError {
    /// A plan beyond its bounds.
    #[error("{what}: {range}")]
    Plan {
        /// Of what.
        what: &'static str,
        /// What it can be.
        range: &'static str,
    },
    /// An engine that ships refused what it was given.
    #[error("with {size} entries, {operation}: {why}")]
    Refused {
        /// Entries of the registry.
        size: u64,
        /// What was done.
        operation: &'static str,
        /// What it said.
        why: String,
    },
}

/// What begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A registry is filled with so many entries.
    Fills(u64),
    /// All registries take their turn, with so many repetitions each.
    Repeats(u32),
}

/// What was measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Measurement {
    /// By name; points by N, in nanoseconds.
    curves: BTreeMap<&'static str, BTreeMap<u64, f64>>,
}

/// What operations took at each point, nanoseconds.
#[derive(Default)]
struct Samples(BTreeMap<(&'static str, u64), Vec<f64>>);

impl Samples {
    fn add(&mut self, curve: &'static str, n: u64, nanos: u64) {
        let samples = self.0.entry((curve, n)).or_default();
        samples.push(crate::number::float(nanos));
    }

    /// Medians by point. Without samples there is no point.
    fn medians(&self) -> impl Iterator<Item = ((&'static str, u64), f64)> {
        let median = |samples: &Vec<f64>| stats::quantile(samples, 0.5).ok();
        self.0
            .iter()
            .filter_map(move |(point, samples)| Some((*point, median(samples)?)))
    }
}

/// A stop watch on the caller's clock.
struct Watch<'a> {
    clock: &'a mut dyn FnMut() -> u64,
    /// Whether what is timed counts.
    counts: bool,
    samples: Samples,
}

impl Watch<'_> {
    fn time<T>(&mut self, curve: &'static str, n: u64, operation: impl FnOnce() -> T) -> T {
        let begin = (self.clock)();
        // What comes out is looked at by the caller, so that it is not optimised away.
        let out = core::hint::black_box(operation());
        let took = (self.clock)().saturating_sub(begin);
        if self.counts {
            self.samples.add(curve, n, took);
        }
        out
    }

    /// One turn.
    fn repeat(
        &mut self,
        repetitions: u32,
        mut round: impl FnMut(&mut Self) -> Result<(), MeasureError>,
    ) -> Result<(), MeasureError> {
        for number in 0..WARM_UP.saturating_add(repetitions) {
            self.counts = number >= WARM_UP;
            round(self)?;
        }
        Ok(())
    }
}

/// Measures. The clock gives nanoseconds from any beginning, and never goes back; `begins` is told of each part before it begins.
///
/// # Errors
/// If the plan is out of its bounds, or an engine refuses what it is given.
pub fn measure(
    plan: &Plan,
    clock: &mut dyn FnMut() -> u64,
    begins: &mut dyn FnMut(Step),
) -> Result<Measurement, MeasureError> {
    plan.check()?;
    let mut medians = Samples::default();
    for _ in 0..plan.runs {
        let mut markets = Vec::new();
        for size in &plan.sizes {
            begins(Step::Fills(*size));
            markets.push(Market::steady(*size)?);
        }
        let mut answers = Answers::new(&plan.candidates)?;
        let mut watch = Watch {
            clock: &mut *clock,
            counts: false,
            samples: Samples::default(),
        };
        let mut open = plan.repetitions;
        while open > 0 {
            let turn = open.min(TURN);
            begins(Step::Repeats(turn));
            for market in &mut markets {
                watch.repeat(turn, |watch| market.round(watch))?;
            }
            watch.repeat(turn, |watch| answers.round(watch))?;
            open = open.saturating_sub(turn);
        }
        for ((curve, n), median) in watch.samples.medians() {
            medians.0.entry((curve, n)).or_default().push(median);
        }
    }
    let mut curves: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    for ((curve, n), median) in medians.medians() {
        curves.entry(curve).or_default().insert(n, median);
    }
    Ok(Measurement { curves })
}

impl Plan {
    fn check(&self) -> Result<(), MeasureError> {
        let bounds = [
            (
                (1..=MOST_SIZES).contains(&self.sizes.len()),
                "the sizes",
                "1 to 64 of them",
            ),
            (
                self.sizes.iter().all(|size| (LEAST_SIZE..=MOST_SIZE).contains(size)),
                "a size",
                "20 to 10,000,000 entries",
            ),
            (
                self.sizes.is_sorted_by(|one, next| one < next),
                "the sizes",
                "ascending, each once",
            ),
            (
                !self.candidates.is_empty()
                    && self
                        .candidates
                        .iter()
                        .all(|count| (1..=MOST_CANDIDATES).contains(count))
                    && self.candidates.is_sorted_by(|one, next| one < next),
                "the numbers of candidates",
                "1 to 100, ascending, each once",
            ),
            (
                (1..=MOST_REPETITIONS).contains(&self.repetitions),
                "the repetitions",
                "1 to 100,000",
            ),
            ((1..=MOST_RUNS).contains(&self.runs), "the runs", "1 to 99"),
        ];
        match bounds.into_iter().find(|(is_within, ..)| !is_within) {
            Some((_, what, range)) => Err(MeasureError::Plan { what, range }),
            None => Ok(()),
        }
    }
}
