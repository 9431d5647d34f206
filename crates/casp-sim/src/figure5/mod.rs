//! The paper's Figure 5: its experiments, and each of its statements held against what came out.
//!
//! `ASSUMPTIONS.md` says how what the paper leaves open is read. A disagreement is a finding.

mod base;
mod drift;
mod knee;
mod plan;
mod robustness;
mod scale;
mod statement;

use crate::cost::Costs;
use crate::experiment::{self, Effort, Experiment, ExperimentError, Progress, Results};
use crate::stats::StatsError;
use crate::table::{Table, TableError};
use crate::world::WorldError;

pub use base::{Base, Candidates};
pub use knee::{Knee, knee};
pub use plan::Policies;
pub use statement::Statement;

/// What the figure takes.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Seeds and threads. The figure has 30 seeds.
    pub effort: Effort,
    /// Workflows of a run. The figure has 100.
    pub workflows: u32,
    /// The most nodes of a point of (b). The figure goes on until a registry cannot keep up.
    pub most_nodes: u32,
}

/// Why there is no figure.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FigureError {
    /// A policy could not be read.
    #[error(transparent)]
    World(#[from] WorldError),
    /// A run failed.
    #[error(transparent)]
    Experiment(#[from] ExperimentError),
    /// Too few seeds for a band.
    #[error(transparent)]
    Stats(#[from] StatsError),
    /// The rows are no table.
    #[error(transparent)]
    Table(#[from] TableError),
}

/// The figure.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Its tables, each with what is needed to draw it.
    pub tables: Vec<Table>,
    /// The paper's statements, and what the runs say to each.
    pub statements: Vec<Statement>,
}

/// Runs it all. `tell` hears how far it is.
///
/// # Errors
/// [`FigureError`].
pub fn figure5(costs: &Costs, options: Options, tell: &(dyn Fn(Progress) + Sync)) -> Result<Figure, FigureError> {
    let plan = plan::Plan {
        costs,
        policies: Policies::new()?,
        workflows: options.workflows,
    };
    let robustness = robustness::experiments(&plan);
    let scale = scale::experiments(&plan, options.most_nodes);
    let drift = drift::experiments(&plan);
    let all: Vec<Experiment> = robustness.into_iter().chain(scale).chain(drift).collect();
    let results = experiment::run_all(&all, options.effort, tell)?;
    let (robustness, rest) = results.split_at(robustness::COUNT.min(results.len()));
    let (scale, drift) = rest.split_at(scale::COUNT.min(rest.len()));
    let mut statements = robustness::statements(robustness)?;
    statements.extend(scale::statements(scale)?);
    let found = drift::look(drift, options.effort)?;
    statements.extend(found.statements);
    let mut tables: Vec<Table> = robustness
        .iter()
        .chain(scale)
        .map(|results| results.table.clone())
        .collect();
    tables.extend(found.tables);
    Ok(Figure { tables, statements })
}

/// The samples of two points, seed by seed.
fn pair(results: &Results, left: usize, right: usize, measure: experiment::Measure) -> (Vec<f64>, Vec<f64>) {
    (results.samples(left, measure), results.samples(right, measure))
}
