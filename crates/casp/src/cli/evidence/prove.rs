//! `casp evidence prove`.

use std::fmt;
use std::path::{Path, PathBuf};

use casp_evidence::tree::{Hash, leaf_hash};
use casp_evidence::{TraceCheckpointKind, disclose, verify_disclosure};
use casp_identity::{Signed, Verifier};
use casp_wire::v1::tables;
use serde::Serialize;

use crate::cli::not_that;
use crate::container::{self, Asked, Container};
use crate::failure::Failure;
use crate::output::{Output, row};
use crate::{file, opinion, place};

#[derive(clap::Args)]
pub(in crate::cli) struct ProveArgs {
    /// The package
    #[arg(value_name = "PACKAGE")]
    package: PathBuf,
    /// Number of the event, from 1
    #[arg(long, value_name = "SEQ")]
    event: u64,
    /// Where to put the disclosure; - is standard output
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
}

/// A disclosure that was made.
#[derive(Serialize)]
struct Disclosed<'a> {
    file: &'a Path,
    seq: u64,
    kind: String,
    /// How many events the checkpoint is of, against which it is disclosed.
    size: u64,
    bytes: usize,
}

impl fmt::Display for Disclosed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        row(
            f,
            "written",
            format_args!("{}, {} bytes", self.file.display(), self.bytes),
        )?;
        row(
            f,
            "shown",
            format_args!("event {} of {}, {}", self.seq, self.size, self.kind),
        )
    }
}

/// Discloses an event against the last checkpoint in the package.
pub(super) fn prove(args: &ProveArgs, output: Output) -> Result<(), Failure> {
    output.leaves_stdout_to(&args.out)?;
    file::keeps(&args.out, &[&args.package])?;
    let package = file::read(&args.package, opinion::GREATEST_BYTES.saturating_add(1))?;
    // What does not hold is not disclosed: it would prove nothing.
    let report = container::judge(Container::Package, &package, Asked::default());
    let network = report.network().to_owned();
    if let Some(failure) = report.into_failure() {
        return Err(not_that(failure, Container::Package, &package));
    }
    let disclosure = disclosed(&package, args.event)?;
    let shown = verify_disclosure(&mut Verifier::new(network, None), &disclosure)?;
    file::write(&args.out, &disclosure)?;
    output.show_beside(
        &args.out,
        &Disclosed {
            file: &args.out,
            seq: shown.event.seq,
            kind: shown.event.kind,
            size: shown.checkpoint.message().size,
            bytes: disclosure.len(),
        },
    )
}

fn disclosed(package: &[u8], seq: u64) -> Result<Box<[u8]>, Failure> {
    let (mut events, mut checkpoint) = (Vec::new(), None);
    for member in place::members(Container::Package.table(), package) {
        match member.name {
            "events" => events.push(member.content),
            "checkpoints" => checkpoint = Some(member.content),
            _ => {}
        }
    }
    let Some(checkpoint) = checkpoint else {
        return Err(Failure::usage(
            "the package has no checkpoint to disclose an event against",
        ));
    };
    let size = place::number_of(&tables::BUNDLE, checkpoint, &tables::TRACE_CHECKPOINT, "size").unwrap_or(0);
    let index = seq
        .checked_sub(1)
        .filter(|index| *index < size)
        .and_then(|index| usize::try_from(index).ok());
    let Some(leaf) = index.and_then(|index| events.get(index)) else {
        let message = format!("there is no event {seq}: the last checkpoint in the package is of events 1 to {size}");
        return Err(Failure::usage(message));
    };
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let leaves: Vec<Hash> = events.iter().take(size).map(|leaf| leaf_hash(leaf)).collect();
    Ok(disclose(
        &Signed::<TraceCheckpointKind>::from_bytes(checkpoint),
        leaf,
        &leaves,
    )?)
}
