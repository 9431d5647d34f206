//! `casp-sim plot`.

use std::fs;
use std::path::{Path, PathBuf};

use casp_sim::plot::{Format, PlotError, plot_from_csv};
use casp_sim::table::MAX_TEXT_BYTES;

use super::failure::Failure;
use super::{file, output};

#[derive(clap::Args)]
pub(super) struct Args {
    /// Tables that say in lines `# plot.…` what they show
    #[arg(value_name = "CSV", required = true)]
    tables: Vec<PathBuf>,
    /// Write the pictures here instead of beside their tables
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let names: Vec<_> = args
        .tables
        .iter()
        .map(|table| picture(table, args.out.as_deref()))
        .collect();
    for (nth, name) in names.iter().enumerate() {
        if names.iter().take(nth).any(|earlier| earlier == name) {
            let told = format!("two of the tables would be drawn as {}.svg", name.display());
            return Err(Failure::usage(told).with_help("draw them one by one, or without --out"));
        }
    }
    if let Some(out) = &args.out {
        fs::create_dir_all(out).map_err(|error| Failure::io("make", out, &error))?;
    }
    for (table, name) in args.tables.iter().zip(&names) {
        let csv = file::read(table, MAX_TEXT_BYTES)?;
        for (format, extension) in [(Format::Svg, "svg"), (Format::Png, "png")] {
            let image = plot_from_csv(&csv, format).map_err(|error| undrawn(table, &error))?;
            // Not `with_extension`, which would take `1` off `fig.1`.
            let mut path = name.clone().into_os_string();
            path.push(".");
            path.push(extension);
            let path = PathBuf::from(path);
            file::write(&path, &image)?;
            output::print(&format!("{}\n", path.display()))?;
        }
    }
    Ok(())
}

/// Where a table's pictures go, without extension.
fn picture(table: &Path, out: Option<&Path>) -> PathBuf {
    let name = table.with_extension("");
    match (out, name.file_name()) {
        (Some(out), Some(name)) => out.join(name),
        _ => name,
    }
}

fn undrawn(table: &Path, error: &PlotError) -> Failure {
    // A reader's error begins with its line and column.
    let gap = if matches!(error, PlotError::Read(_)) { "" } else { " " };
    let failure = Failure::failed(format!("{}:{gap}{error}", table.display()));
    match error {
        PlotError::Read(_) => failure.with_help("this is not a table as casp-sim writes it: was it edited?"),
        PlotError::Missing(_) | PlotError::Unknown(_) | PlotError::Value { .. } => failure
            .with_help("lines `# plot.…: …` at the head of the table say what is drawn, in the order of their keys"),
        _ => failure,
    }
}
