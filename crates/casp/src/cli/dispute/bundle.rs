//! `casp dispute bundle`.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::gather::Gathered;
use crate::container::{self, Asked, Container, Report};
use crate::failure::Failure;
use crate::output::{Output, row};
use crate::{file, opinion};

#[derive(clap::Args)]
pub(in crate::cli) struct BundleArgs {
    /// Statements, evidence packages, outcome records, canary cases, fork proofs, equivocation proofs, other dispute bundles. What comes first takes
    /// its place in the bundle; what contradicts it is a second statement
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Where to put the bundle; - is standard output
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
    /// The network in which it has to hold; the one that its offer names if absent
    #[arg(long, value_name = "NAME")]
    network: Option<String>,
}

/// A bundle that was made, and what it shows.
#[derive(Serialize)]
struct Made<'a> {
    file: &'a Path,
    bytes: usize,
    #[serde(flatten)]
    report: &'a Report,
}

impl fmt::Display for Made<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        row(
            f,
            "written",
            format_args!("{}, {} bytes", self.file.display(), self.bytes),
        )?;
        self.report.fmt(f)
    }
}

/// Makes a bundle. One that is not of one engagement is not written: it would show nothing.
pub(super) fn bundle(args: &BundleArgs, output: Output) -> Result<(), Failure> {
    output.leaves_stdout_to(&args.out)?;
    let inputs: Vec<_> = args.files.iter().map(PathBuf::as_path).collect();
    file::keeps(&args.out, &inputs)?;
    let mut gathered = Gathered::default();
    for path in inputs {
        let bytes = file::read(path, opinion::GREATEST_BYTES.saturating_add(1))?;
        gathered.take(&bytes).map_err(|failure| failure.about(path.display()))?;
    }
    if let Some(missing) = gathered.missing() {
        let failure = Failure::file("bundle", format!("no {missing} is in these files"));
        return Err(
            failure.with_help("without offer, quote and acceptance there is no contract that a dispute could be about")
        );
    }
    let bytes = gathered.bundle();
    let asked = Asked {
        network: args.network.as_deref(),
        ..Asked::default()
    };
    let report = container::judge(Container::Dispute, &bytes, asked);
    if let Some(failure) = report.failure() {
        return Err(failure.clone());
    }
    file::write(&args.out, &bytes)?;
    output.show_beside(
        &args.out,
        &Made {
            file: &args.out,
            bytes: bytes.len(),
            report: &report,
        },
    )
}
