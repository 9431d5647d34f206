//! `casp-sim table`.

use std::path::PathBuf;

use casp_sim::table::{MAX_TEXT_BYTES, Table};

use super::failure::Failure;
use super::{file, output, results};

#[derive(clap::Args)]
pub(super) struct Args {
    /// A table of runs, as `fig5` and `run` write it
    #[arg(value_name = "CSV")]
    table: PathBuf,
    /// A column of figures that is shown; can be given more than once. Unless told, those that `run` shows
    #[arg(long, value_name = "COLUMN")]
    measure: Vec<String>,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let path = args.table.display();
    let csv = file::read(&args.table, MAX_TEXT_BYTES)?;
    let table = Table::from_csv(&csv).map_err(|error| {
        Failure::failed(format!("{path}:{error}"))
            .with_help("this is not a table as casp-sim writes it: was it edited?")
    })?;
    let is_there = |name: &String| table.column(name).is_some();
    let what = match args.measure.iter().find(|name| !is_there(name)) {
        Some(unknown) => format!("no column {unknown}"),
        None if !args.measure.is_empty() => return output::print(&results::text(&table, &args.measure)),
        None if results::measures().iter().any(is_there) => return output::print(&results::told(&table)),
        None => "no column that is shown unless told".to_owned(),
    };
    let columns: Vec<&str> = table.columns().iter().map(|column| column.name.as_str()).collect();
    let help = format!("it has {}; name them with --measure", columns.join(", "));
    Err(Failure::usage(format!("{path} has {what}")).with_help(help))
}
