//! `casp evidence trace`, `verify`, `prove` and `inspect`.

mod prove;
mod trace;

use std::path::PathBuf;

use casp_evidence::{ToolReceiptKind, TraceCheckpointKind};
use casp_identity::{Kind as _, ObjectId};
use casp_wire::v1::tables;
use clap::ValueEnum;

use super::{contained, inspect};
use crate::container::Container;
use crate::failure::Failure;
use crate::output::Output;
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
    /// The contract that a package has to be of: its object id, 64 hex digits. If absent, whichever it is of
    #[arg(long, value_name = "OBJECT_ID", value_parser = object_id)]
    contract: Option<ObjectId>,
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
    /// Proof that an issuer keeps two histories
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
    if args.contract.is_some() && container != Container::Package {
        let name = container.table().name;
        return Err(
            Failure::usage(format!("--contract is for packages, and this is taken for {name}"))
                .with_help("what it shows names its contract; leave --contract out"),
        );
    }
    contained(container, &bytes, args.network.as_deref(), args.contract, output)
}

fn object_id(text: &str) -> Result<ObjectId, &'static str> {
    let mut id = [0; 32];
    hex::decode_to_slice(text, &mut id).map_err(|_| "an object id is 64 hex digits")?;
    Ok(ObjectId(id))
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
