//! `casp-sim compare`.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use casp_sim::compare::{CompareError, Question, compare};
use casp_sim::experiment::{Effort, run_all};
use casp_sim::scenario::Case;
use casp_sim::table::{MAX_TEXT_BYTES, Table};
use casp_trust::policy::MAX_POLICY_BYTES;

use super::failure::Failure;
use super::progress::Runs;
use super::scenario::scenario;
use super::threads::threads;
use super::{file, output, results};

#[derive(clap::Args)]
pub(super) struct Args {
    /// The first table of runs; with --scenario the first policy: a file, or none, tier-1, tier-2, all-tiers
    #[arg(value_name = "A")]
    a: PathBuf,
    /// The second; of tables it can be the first again, with other rows picked
    #[arg(value_name = "B")]
    b: PathBuf,
    /// Run this scenario under both policies, and compare what comes out seed by seed
    #[arg(long, value_name = "SCENARIO", conflicts_with_all = ["by", "series", "series_a", "series_b", "across_scenarios"])]
    scenario: Option<PathBuf>,
    /// Seeds of each point, instead of as many as the scenario says
    #[arg(long, value_name = "COUNT", requires = "scenario", value_parser = clap::value_parser!(u64).range(2..=1_000_000))]
    seeds: Option<u64>,
    /// Threads for --scenario; as many as there are processors, unless told
    #[arg(long, value_name = "COUNT", requires = "scenario")]
    threads: Option<NonZeroUsize>,
    /// The column of the figure that is compared; with --scenario those that `run` shows, unless told
    #[arg(long, value_name = "COLUMN", required_unless_present = "scenario")]
    measure: Option<String>,
    /// A column that tells points apart; can be given more than once
    #[arg(long, value_name = "COLUMN")]
    by: Vec<String>,
    /// Only rows with this value in this column, of both tables; can be given more than once
    #[arg(long, value_name = "COLUMN=VALUE", value_parser = equation)]
    series: Vec<(String, String)>,
    /// The same, of the first table only
    #[arg(long, value_name = "COLUMN=VALUE", value_parser = equation)]
    series_a: Vec<(String, String)>,
    /// The same, of the second table only
    #[arg(long, value_name = "COLUMN=VALUE", value_parser = equation)]
    series_b: Vec<(String, String)>,
    /// The scenarios differ in what is compared, and in nothing that chance hangs on
    #[arg(long)]
    across_scenarios: bool,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    match &args.scenario {
        Some(scenario) => policies(scenario, args),
        None => tables(args),
    }
}

fn policies(path: &Path, args: &Args) -> Result<(), Failure> {
    let mut scenario = scenario(path)?;
    scenario.cases = vec![policy("A", &args.a)?, policy("B", &args.b)?];
    let effort = Effort {
        first_seed: scenario.first_seed,
        seeds: args.seeds.unwrap_or(scenario.seeds),
        threads: threads(args.threads),
    };
    let progress = Runs::default();
    let found = run_all(&[scenario.experiment()], effort, &|how_far| progress.hears(how_far));
    let found = found.map_err(Failure::failed)?;
    let varied = scenario.vary.iter().map(|vary| vary.column().name);
    let by: Vec<String> = varied.collect();
    let mut told = format!("A  {}\nB  {}\n", args.a.display(), args.b.display());
    for results in &found {
        let asked = args.measure.clone().map(|measure| vec![measure]);
        for measure in asked.unwrap_or_else(|| results::measures().to_vec()) {
            let only = |case: &str| vec![("case".to_owned(), case.to_owned())];
            let question = Question {
                by: by.clone(),
                measure: measure.clone(),
                only_a: only("A"),
                only_b: only("B"),
                across_scenarios: false,
            };
            match compare(&results.table, &results.table, &question) {
                Ok(comparison) => told.push_str(&comparison.to_string()),
                // Of what nobody asked for by name it is no failure that runs do not have it.
                Err(CompareError::TooFew { .. }) if args.measure.is_none() => {
                    told.push_str(&format!("{measure}: too few runs have this figure\n"));
                }
                Err(error) => return Err(uncompared(&error)),
            }
        }
    }
    output::print(&told)
}

/// One that ships, or a file.
fn policy(case: &str, given: &Path) -> Result<Case, Failure> {
    if let Some(mut shipped) = given.to_str().and_then(Case::shipped) {
        case.clone_into(&mut shipped.name);
        return Ok(shipped);
    }
    let text = file::read(given, MAX_POLICY_BYTES)
        .map_err(|failure| failure.with_help("policies that need no file are none, tier-1, tier-2 and all-tiers"))?;
    Case::of_policy(case, &text).map_err(|error| Failure::failed(format!("{}:{error}", given.display())))
}

fn tables(args: &Args) -> Result<(), Failure> {
    let (a, b) = (table(&args.a)?, table(&args.b)?);
    let only = |own: &[(String, String)]| [&args.series, own].concat();
    let question = Question {
        by: args.by.clone(),
        measure: args.measure.clone().unwrap_or_default(),
        only_a: only(&args.series_a),
        only_b: only(&args.series_b),
        across_scenarios: args.across_scenarios,
    };
    let comparison = compare(&a, &b, &question).map_err(|error| uncompared(&error))?;
    let side = |name: &str, path: &Path, only: &[(String, String)]| {
        let picked = only.iter().map(|(column, value)| format!("  {column}={value}"));
        format!("{name}  {}{}\n", path.display(), picked.collect::<String>())
    };
    output::print(&format!(
        "{}{}{comparison}",
        side("A", &args.a, &question.only_a),
        side("B", &args.b, &question.only_b),
    ))
}

fn uncompared(error: &CompareError) -> Failure {
    let failure = Failure::failed(error);
    match error {
        CompareError::Scenarios { .. } => failure.with_help(
            "run both with one scenario; or, if the two differ in what is compared and in nothing that chance hangs on, say --across-scenarios",
        ),
        CompareError::Seeds { .. } | CompareError::TooFew { .. } => {
            failure.with_help("run both with the same seeds, as many as are needed")
        }
        CompareError::SeedTwice { .. } => {
            failure.with_help("add what tells them apart with --by, or pick one value of it with --series, --series-a or --series-b")
        }
        _ => failure,
    }
}

fn table(path: &Path) -> Result<Table, Failure> {
    let csv = file::read(path, MAX_TEXT_BYTES)?;
    Table::from_csv(&csv).map_err(|error| {
        Failure::failed(format!("{}:{error}", path.display()))
            .with_help("this is not a table as casp-sim writes it: was it edited?")
    })
}

fn equation(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((column, value)) if !column.is_empty() => Ok((column.into(), value.into())),
        _ => Err("write it as COLUMN=VALUE, such as policy=no-verify".into()),
    }
}
