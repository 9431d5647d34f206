//! `casp-sim run`.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::slice::from_ref;

use casp_sim::experiment::{Effort, run_all};

use super::failure::Failure;
use super::progress::Runs;
use super::scenario::scenario;
use super::threads::threads;
use super::{output, results};

#[derive(clap::Args)]
pub(super) struct Args {
    /// The scenario, as TOML
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// Write tables and pictures here
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Seeds of each point, instead of as many as the scenario says
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    seeds: Option<u64>,
    /// Threads; as many as there are processors, unless told. The results are the same
    #[arg(long, value_name = "COUNT")]
    threads: Option<NonZeroUsize>,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let scenario = scenario(&args.scenario)?;
    let effort = Effort {
        first_seed: scenario.first_seed,
        seeds: args.seeds.unwrap_or(scenario.seeds),
        threads: threads(args.threads),
    };
    let experiment = scenario.experiment();
    let progress = Runs::default();
    let found = run_all(from_ref(&experiment), effort, &|how_far| progress.hears(how_far)).map_err(Failure::failed)?;
    let tables: Vec<_> = found.into_iter().map(|results| results.table).collect();
    if let Some(out) = &args.out {
        results::write(out, &tables)?;
    }
    let mut told = format!("{}\n\n", scenario.about);
    for table in &tables {
        told.push_str(&results::told(table));
    }
    output::print(&told)
}
