//! `casp dispute judge`, `bundle` and `inspect`.

mod bundle;
mod gather;

use std::path::PathBuf;

use casp_wire::v1::tables;

use super::{contained, inspect};
use crate::container::{Asked, Container};
use crate::failure::Failure;
use crate::output::Output;
use crate::{file, opinion};

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Say who broke which rule, and what stays open
    ///
    /// Findings rest on what a party signed. There is no winner: both parties can have findings, and neither.
    ///
    /// Exit status: 0 for a bundle that is of one engagement, whatever it shows; 1 for one that is refused; with --fail-on-findings also 1 where
    /// someone broke a rule. What stays open changes nothing.
    Judge(JudgeArgs),
    /// Make a bundle of what you hold of one engagement, and judge it
    Bundle(bundle::BundleArgs),
    /// Show a bundle field by field, as `casp inspect` does
    Inspect(inspect::InspectArgs),
}

#[derive(clap::Args)]
pub(super) struct JudgeArgs {
    /// The dispute bundle; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The network in which it has to hold; the one that it names if absent
    #[arg(long, value_name = "NAME")]
    network: Option<String>,
    /// End with status 1 if someone broke a rule
    #[arg(long)]
    fail_on_findings: bool,
}

/// Runs a command of this family.
pub(super) fn run(command: Command, output: Output) -> Result<(), Failure> {
    match command {
        Command::Judge(args) => judge(&args, output),
        Command::Bundle(args) => bundle::bundle(&args, output),
        Command::Inspect(args) => inspect::inspect_among(&args, &[&tables::DISPUTE_BUNDLE], &[], output),
    }
}

fn judge(args: &JudgeArgs, output: Output) -> Result<(), Failure> {
    let bytes = file::read(&args.file, opinion::GREATEST_BYTES.saturating_add(1))?;
    let asked = Asked {
        network: args.network.as_deref(),
        ..Asked::default()
    };
    let report = contained(Container::Dispute, &bytes, asked, output)?;
    match report.findings() {
        count if count > 0 && args.fail_on_findings => {
            let plural = if count == 1 { "" } else { "s" };
            Err(Failure::failed(format!("{count} finding{plural}")).told())
        }
        _ => Ok(()),
    }
}
