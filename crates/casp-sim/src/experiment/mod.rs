//! Experiments: worlds that differ in what is varied, each run on the same seeds, and what is read off every run.
//!
//! Points of several experiments that are the same world under the same policy are run once. All runs of all experiments go into
//! one line, so that threads are never idle; tables do not depend on how many there are.

mod figures;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Arc;

use casp_trust::Policy;
use sha2::{Digest as _, Sha256};

pub use figures::{Figures, Measure};

use crate::engine::Span;
use crate::run::{self, Job, JobPanicked};
use crate::table::{Cell, Column, Meta, Table, TableError};
use crate::world::{Arrivals, Config, World, WorldError};

/// A policy that runs on several threads may share.
pub type SharedPolicy = Arc<dyn Policy + Send + Sync>;

/// One world under one policy.
#[derive(Clone)]
pub struct Point {
    /// What the table says of it, for each of [`Experiment::labels`].
    pub labels: Vec<Cell>,
    /// The world.
    pub config: Arc<Config>,
    /// The policy's name. Policies of one name are the same.
    pub policy_name: String,
    /// The policy.
    pub policy: SharedPolicy,
}

/// Points, and what is read off their runs.
#[derive(Clone)]
pub struct Experiment {
    /// The figure's name, as in the names of files.
    pub name: String,
    /// Columns of what is varied.
    pub labels: Vec<Column>,
    /// What is read off.
    pub measures: Vec<Measure>,
    /// The points, in the order of the rows.
    pub points: Vec<Point>,
    /// See [`Meta::extra`].
    pub extra: BTreeMap<String, String>,
}

/// Which seeds, and on how many threads.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// The first seed.
    pub first_seed: u64,
    /// How many, one after the other.
    pub seeds: u64,
    /// Threads.
    pub threads: NonZeroUsize,
}

/// How far it is: for a display, and for nothing that decides. Told from any thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress {
    /// So many runs are done.
    Runs {
        /// So many.
        done: usize,
        /// Of so many.
        of: usize,
    },
    /// Where there is one run alone: so much of its virtual time has passed.
    Within {
        /// So much.
        passed: Span,
        /// Of about so much: what is still open then takes longer.
        of: Span,
    },
}

/// Why an experiment has no table.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExperimentError {
    /// A world that makes no sense.
    #[error(transparent)]
    World(#[from] WorldError),
    /// A run that panicked.
    #[error(transparent)]
    Panicked(#[from] JobPanicked),
    /// The rows are no table.
    #[error(transparent)]
    Table(#[from] TableError),
}

/// What came of an experiment.
#[derive(Clone, Debug)]
pub struct Results {
    /// A row for each point and seed.
    pub table: Table,
    /// The figures of each point, in the order of the seeds.
    pub figures: Vec<Vec<Arc<Figures>>>,
}

/// A world to run, whoever wants to know.
struct Wanted {
    config: Arc<Config>,
    policy: SharedPolicy,
}

/// Runs everything, and gives the results of each experiment. `tell` hears how far it is.
///
/// # Errors
/// The first error, in the order of the points.
pub fn run_all(
    experiments: &[Experiment],
    effort: Effort,
    tell: &(dyn Fn(Progress) + Sync),
) -> Result<Vec<Results>, ExperimentError> {
    let mut wanted: Vec<Wanted> = Vec::new();
    let mut known: BTreeMap<[u8; 32], usize> = BTreeMap::new();
    let mut places = Vec::new();
    for point in experiments.iter().flat_map(|experiment| &experiment.points) {
        let place = *known.entry(point.digest()).or_insert_with(|| {
            wanted.push(Wanted {
                config: point.config.clone(),
                policy: point.policy.clone(),
            });
            wanted.len().saturating_sub(1)
        });
        places.push(place);
    }
    let seeds = effort.first_seed..effort.first_seed.saturating_add(effort.seeds);
    // Seed by seed: what two worlds of one seed share is found again while it is remembered.
    let jobs: Vec<Job<usize>> = seeds
        .clone()
        .flat_map(|seed| (0..wanted.len()).map(move |point| Job { point, seed }))
        .collect();
    let of = jobs.len();
    let work = |job: &Job<usize>| match wanted.get(job.point) {
        Some(wanted) => {
            let whole = whole(&wanted.config);
            let within = |passed| tell(Progress::Within { passed, of: whole });
            figures_of(wanted, job.seed, (of == 1).then_some(&within))
        }
        None => Ok(Figures::default()),
    };
    let results = run::run(&jobs, effort.threads, work, |done| tell(Progress::Runs { done, of }));
    let mut by_world: Vec<Vec<Arc<Figures>>> = vec![Vec::new(); wanted.len()];
    for (job, result) in jobs.iter().zip(results) {
        let figures = result??;
        if let Some(world) = by_world.get_mut(job.point) {
            world.push(Arc::new(figures));
        }
    }
    let mut places = places.into_iter();
    let of_point = |place: usize| by_world.get(place).cloned().unwrap_or_default();
    experiments
        .iter()
        .map(|experiment| {
            let figures = experiment.points.iter().zip(places.by_ref());
            let figures = figures.map(|(_, place)| of_point(place)).collect();
            experiment.results(figures, effort)
        })
        .collect()
}

fn figures_of(wanted: &Wanted, seed: u64, tell: Option<&dyn Fn(Span)>) -> Result<Figures, WorldError> {
    let mut world = World::new((*wanted.config).clone(), seed)?;
    let counts = world.run_and_tell(wanted.policy.as_ref(), &mut |passed| {
        if let Some(tell) = tell {
            tell(passed);
        }
    })?;
    Ok(Figures::of(&counts))
}

/// The virtual time in which the work of a world comes, on average.
fn whole(config: &Config) -> Span {
    let workload = &config.workload;
    let times = i64::from(workload.workflows);
    let work = match workload.arrivals {
        Arrivals::Poisson { interval } => interval.0.saturating_mul(times),
        Arrivals::Bursts { interval, size } => {
            let each = interval.0.checked_div(i64::from(size)).unwrap_or(interval.0);
            each.saturating_mul(times)
        }
    };
    let looking = workload.queries.map_or(0, |queries| queries.lasts.0);
    Span(workload.warm_up.0.saturating_add(work.max(looking)))
}

impl Point {
    /// Tells worlds and policies apart.
    fn digest(&self) -> [u8; 32] {
        let digest = Sha256::new_with_prefix(self.config.digest());
        digest.chain_update(&self.policy_name).finalize().into()
    }
}

impl Experiment {
    /// SHA-256 of all its worlds and the names of their policies: what a table says of its scenario.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        let digest = Sha256::new_with_prefix("casp-sim experiment 1");
        let all = self.points.iter();
        all.fold(digest, |digest, point| digest.chain_update(point.digest()))
            .finalize()
            .into()
    }

    fn results(&self, figures: Vec<Vec<Arc<Figures>>>, effort: Effort) -> Result<Results, ExperimentError> {
        let meta = Meta {
            figure: self.name.clone(),
            scenario: self.digest(),
            first_seed: effort.first_seed,
            seeds: effort.seeds,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            extra: self.extra.clone(),
        };
        let mut columns = vec![Column::seed()];
        columns.extend(self.labels.iter().cloned());
        columns.extend(self.measures.iter().map(|measure| measure.column()));
        let mut rows = Vec::new();
        for (point, of_point) in self.points.iter().zip(&figures) {
            for (seed, figures) in (effort.first_seed..).zip(of_point) {
                let mut row = vec![Cell::Whole(seed)];
                row.extend(point.labels.iter().cloned());
                row.extend(self.measures.iter().map(|measure| measure.cell(figures)));
                rows.push(row);
            }
        }
        let table = Table::new(meta, columns, rows)?;
        Ok(Results { table, figures })
    }
}

impl Results {
    /// A measure of a point, seed by seed; runs without it are left out.
    #[must_use]
    pub fn samples(&self, point: usize, measure: Measure) -> Vec<f64> {
        let figures = self.figures.get(point).into_iter().flatten();
        figures.filter_map(|figures| measure.of(figures)).collect()
    }
}

impl std::fmt::Debug for Experiment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Experiment({}, {} points)", self.name, self.points.len())
    }
}
