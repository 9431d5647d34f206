//! `casp evidence trace`, `verify`, `prove` and `inspect`.

mod prove;
mod trace;

use std::path::PathBuf;

use casp_evidence::{ToolReceiptKind, TraceCheckpointKind};
use casp_identity::Kind as _;
use casp_wire::v1::tables;
use clap::ValueEnum;

use super::{contained, inspect};
use crate::container::Container;
use crate::failure::Failure;
use crate::output::Output;
use crate::when::Time;
use crate::{file, opinion, recognise};

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Write a trace from lines of JSON and sign it: a package without contract
    Trace(trace::TraceArgs),
    /// Verify an evidence package, a disclosure or a fork proof, and name every fault
    Verify(VerifyArgs),
    /// Disclose one event of a package, and nothing of the others
    Prove(prove::ProveArgs),
    /// Show evidence field by field, as `casp inspect` does
    Inspect(inspect::InspectArgs),
}

#[derive(clap::Args)]
pub(super) struct VerifyArgs {
    /// The package, disclosure or fork proof; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The network in which it has to hold; the one that it names if absent
    #[arg(long, value_name = "NAME")]
    network: Option<String>,
    /// When a package has to hold: RFC 3339, or milliseconds since the Unix epoch. If absent, with a contract the acknowledgement's
    /// or the result's time, no later than the deadline; else the last checkpoint's
    #[arg(long, value_name = "TIME")]
    as_of: Option<Time>,
    /// Take it for this; what it fits if absent
    #[arg(long = "as", value_name = "KIND")]
    kind: Option<Evidence>,
}

/// What evidence there is that is not signed itself.
#[derive(Clone, Copy, ValueEnum)]
enum Evidence {
    /// An evidence package
    Package,
    /// One event, disclosed
    Disclosure,
    /// Proof that a signer keeps two histories
    Fork,
}

impl Evidence {
    const fn container(self) -> Container {
        match self {
            Self::Package => Container::Package,
            Self::Disclosure => Container::Disclosure,
            Self::Fork => Container::Fork,
        }
    }
}

/// Runs a command of this family.
pub(super) fn run(command: Command, output: Output) -> Result<(), Failure> {
    match command {
        Command::Trace(args) => trace::trace(&args, output),
        Command::Verify(args) => verify(&args, output),
        Command::Prove(args) => prove::prove(&args, output),
        Command::Inspect(args) => inspect::inspect_among(
            &args,
            &[
                &tables::EVIDENCE_PACKAGE,
                &tables::EVENT_DISCLOSURE,
                &tables::FORK_PROOF,
                &tables::BUNDLE,
            ],
            &[
                ToolReceiptKind::PROFILE.payload_type,
                TraceCheckpointKind::PROFILE.payload_type,
            ],
            output,
        ),
    }
}

fn verify(args: &VerifyArgs, output: Output) -> Result<(), Failure> {
    let bytes = file::read(&args.file, opinion::GREATEST_BYTES.saturating_add(1))?;
    let container = args.kind.map_or_else(|| fitting(&bytes), Evidence::container);
    if args.as_of.is_some() && container != Container::Package {
        let name = container.table().name;
        return Err(
            Failure::usage(format!("--as-of is for packages, and this is taken for {name}"))
                .with_help("its statements are judged at the times that they name; leave --as-of out"),
        );
    }
    let as_of_ms = args.as_of.map(|time| time.0);
    contained(container, &bytes, args.network.as_deref(), as_of_ms, output)
}

/// The container that these bytes are, or come closest to.
fn fitting(bytes: &[u8]) -> Container {
    let candidates = [
        &tables::EVIDENCE_PACKAGE,
        &tables::EVENT_DISCLOSURE,
        &tables::FORK_PROOF,
    ];
    let table = recognise::among(&candidates, bytes);
    table.and_then(Container::of).unwrap_or(Container::Package)
}
