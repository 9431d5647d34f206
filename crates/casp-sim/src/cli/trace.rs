//! `casp-sim trace`.

use std::path::PathBuf;

use casp_sim::table::Cell;
use casp_sim::world::World;

use super::failure::Failure;
use super::scenario::scenario;
use super::{file, output};

#[derive(clap::Args)]
pub(super) struct Args {
    /// The scenario, as TOML
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// Of this case; the first, unless told
    #[arg(long, value_name = "NAME")]
    case: Option<String>,
    /// Of what is varied this value; the first, unless told
    #[arg(long, value_name = "NUMBER")]
    at: Option<f64>,
    /// The seed; the scenario's first, unless told
    #[arg(long, value_name = "SEED")]
    seed: Option<u64>,
    /// Only what belongs to this task
    #[arg(long, value_name = "NUMBER")]
    task: Option<u64>,
    /// Write Chrome trace JSON here, for Perfetto and chrome://tracing
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let scenario = scenario(&args.scenario)?;
    let points = scenario.experiment().points;
    let is_wanted = |labels: &[Cell]| {
        let case = args
            .case
            .as_ref()
            .is_none_or(|case| labels.first() == Some(&Cell::Text(case.clone())));
        case && args.at.is_none_or(|at| labels.get(1) == Some(&Cell::Number(at)))
    };
    let Some(point) = points.iter().find(|point| is_wanted(&point.labels)) else {
        let names: Vec<&str> = scenario.cases.iter().map(|case| case.name.as_str()).collect();
        return Err(Failure::usage("the scenario has no such case or value")
            .with_help(format!("its cases are: {}", names.join(", "))));
    };
    let seed = args.seed.unwrap_or(scenario.first_seed);
    let mut world = World::new((*point.config).clone(), seed).map_err(Failure::failed)?;
    world.keep_trace();
    world.run(point.policy.as_ref()).map_err(Failure::failed)?;
    let Some(trace) = world.trace() else {
        return Err(Failure::failed("no trace was kept"));
    };
    if let Some(path) = &args.json {
        file::write(path, trace.to_chrome().as_bytes())?;
    }
    output::print(&trace.to_text(args.task))
}
