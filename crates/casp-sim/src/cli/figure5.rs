//! `casp-sim fig5`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use casp_sim::cost::{Costs, MEASURED};
use casp_sim::experiment::Effort;
use casp_sim::figure5::{Options, figure5};
use casp_sim::table::Table;

use super::failure::Failure;
use super::progress::Runs;
use super::threads::threads;
use super::{output, results};

#[derive(clap::Args)]
pub(super) struct Args {
    /// Write tables and pictures here
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Seeds of each point. The figure has 30; with fewer it is a quick look
    #[arg(long, value_name = "COUNT", default_value_t = 30, value_parser = clap::value_parser!(u64).range(2..=10_000))]
    seeds: u64,
    /// The first seed
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    first_seed: u64,
    /// Workflows of a run. The figure has 100
    #[arg(long, value_name = "COUNT", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    workflows: u32,
    /// The most nodes in (b), on the way to where a registry cannot keep up
    #[arg(long, value_name = "N", default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(200..=100_000))]
    most_nodes: u32,
    /// Threads; as many as there are processors, unless told. The results are the same
    #[arg(long, value_name = "COUNT")]
    threads: Option<NonZeroUsize>,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let costs = Costs::parse(MEASURED).map_err(Failure::failed)?;
    let options = Options {
        effort: Effort {
            first_seed: args.first_seed,
            seeds: args.seeds,
            threads: threads(args.threads),
        },
        workflows: args.workflows,
        most_nodes: args.most_nodes,
    };
    let progress = Runs::default();
    let figure = figure5(&costs, options, &|how_far| progress.hears(how_far)).map_err(Failure::failed)?;
    results::write(&args.out, &figure.tables)?;
    let mut text = String::new();
    for table in &figure.tables {
        text.push_str(&told(table));
    }
    text.push_str("What the paper says, and what the runs say to it\n\n");
    for statement in &figure.statements {
        text.push_str(&format!("{statement}\n"));
    }
    super::file::write(&args.out.join("statements.txt"), text.as_bytes())?;
    output::print(&text)
}

fn told(table: &Table) -> String {
    let measures: &[&str] = match table.meta().figure.as_str() {
        figure if figure.starts_with("5a") => &["task_success", "workflow_success", "completion", "probes", "spent"],
        figure if figure.starts_with("5b") => &[
            "discovery",
            "discovery_p95",
            "control",
            "maintenance_share",
            "utilisation",
        ],
        "5c-map" => &["knee", "longest_good"],
        _ => &["task_success", "workflow_success", "maintenance"],
    };
    let title = table.meta().extra.get("plot.title").cloned().unwrap_or_default();
    format!(
        "{}  {title}\n\n{}\n",
        table.meta().figure,
        results::text(table, measures)
    )
}
