//! `casp evidence trace`, `verify`, `prove` and `inspect`.

mod prove;
mod trace;

use std::path::{Path, PathBuf};

use casp_discovery::Rebuttal;
use casp_evidence::{ToolReceiptKind, TraceCheckpointKind};
use casp_identity::{Kind as _, ObjectId};
use casp_wire::Layer;
use casp_wire::limits::MAX_BUNDLE_BYTES;
use casp_wire::v1::tables;
use clap::ValueEnum;

use super::{contained, inspect};
use crate::container::{Asked, Container};
use crate::failure::Failure;
use crate::output::Output;
use crate::{file, opinion, place, recognise};

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Write a trace from lines of JSON and sign it: a package without contract
    Trace(trace::TraceArgs),
    /// Verify an evidence package, a disclosure, an outcome record, a fork proof or an omission proof, and name every fault
    Verify(VerifyArgs),
    /// Disclose one event of a package, and nothing of the others
    Prove(prove::ProveArgs),
    /// Show evidence field by field, as `casp inspect` does
    Inspect(inspect::InspectArgs),
}

#[derive(clap::Args)]
pub(super) struct VerifyArgs {
    /// The package, disclosure, outcome record, fork proof or omission proof; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The network in which it has to hold; the one that it names if absent
    #[arg(long, value_name = "NAME")]
    network: Option<String>,
    /// The contract that a package has to be of: its object id, 64 hex digits. If absent, whichever it is of
    #[arg(long, value_name = "OBJECT_ID", value_parser = object_id)]
    contract: Option<ObjectId>,
    /// What the registry says against an omission proof: a statement of the agent that ended or replaced the entry
    #[arg(long, value_name = "FILE")]
    rebuttal: Option<PathBuf>,
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
    /// Proof that a registry left out what it had promised to serve
    Omission,
    /// An outcome report with everything that it rests on
    Outcome,
}

impl Evidence {
    const fn container(self) -> Container {
        match self {
            Self::Package => Container::Package,
            Self::Disclosure => Container::Disclosure,
            Self::Fork => Container::Fork,
            Self::Omission => Container::Omission,
            Self::Outcome => Container::Outcome,
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
                &tables::OMISSION_PROOF,
                &tables::OUTCOME_RECORD,
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
    if args.rebuttal.is_some() && container != Container::Omission {
        let name = container.table().name;
        return Err(Failure::usage(format!(
            "--rebuttal is for omission proofs, and this is taken for {name}"
        ))
        .with_help("nothing else can be rebutted; leave --rebuttal out"));
    }
    let rebuttal = args.rebuttal.as_deref().map(read_rebuttal).transpose()?;
    let asked = Asked {
        network: args.network.as_deref(),
        contract: args.contract,
        rebuttal: rebuttal.as_ref(),
    };
    contained(container, &bytes, asked, output).map(drop)
}

fn read_rebuttal(path: &Path) -> Result<Rebuttal, Failure> {
    let bytes = file::read(path, MAX_BUNDLE_BYTES.saturating_add(1))?;
    let is_proof = || casp_wire::scan(&tables::EQUIVOCATION_PROOF, &bytes, Layer::Envelope).is_ok();
    let rebuttal = match place::payload_type(&tables::BUNDLE, &bytes) {
        Some(payload_type) => Rebuttal::of_type(payload_type, &bytes),
        None => is_proof().then_some(Rebuttal::Equivocation(bytes)),
    };
    rebuttal.ok_or_else(|| {
        Failure::file("rebuttal", format!("{} is nothing that rebuts a proof", path.display())).with_help(
            "a rebuttal is a descriptor, refresh, withdrawal, delegation or retirement of the agent, or proof that it equivocated; \
             `casp inspect` shows what a file is",
        )
    })
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
        &tables::OMISSION_PROOF,
        &tables::OUTCOME_RECORD,
    ];
    let table = recognise::among(&candidates, bytes);
    table.and_then(Container::of).unwrap_or(Container::Package)
}
