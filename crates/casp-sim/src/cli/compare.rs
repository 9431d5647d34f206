//! `casp-sim compare`.

use std::path::{Path, PathBuf};

use casp_sim::compare::{CompareError, Question, compare};
use casp_sim::table::{MAX_TEXT_BYTES, Table};

use super::failure::Failure;
use super::{file, output};

#[derive(clap::Args)]
pub(super) struct Args {
    /// The first table of runs
    #[arg(value_name = "A.csv")]
    a: PathBuf,
    /// The second; it can be the first again, with other rows picked
    #[arg(value_name = "B.csv")]
    b: PathBuf,
    /// The column of the figure that is compared
    #[arg(long, value_name = "COLUMN")]
    measure: String,
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
    let (a, b) = (table(&args.a)?, table(&args.b)?);
    let only = |own: &[(String, String)]| [&args.series, own].concat();
    let question = Question {
        by: args.by.clone(),
        measure: args.measure.clone(),
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
        _ => Err("write it as COLUMN=VALUE, such as policy=none".into()),
    }
}
