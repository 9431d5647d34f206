//! `casp delegation new` and `casp delegation verify`.

use std::fmt;
use std::path::{Path, PathBuf};

use casp_identity::{AgentId, DelegationKind, Signed, Signer as _, Verified};
use casp_wire::limits::MAX_BUNDLE_BYTES;
use casp_wire::v1::{Delegation, Header};
use serde::Serialize;

use super::key;
use crate::failure::Failure;
use crate::judge::{self, Acceptance, Facts};
use crate::output::{Output, row};
use crate::when::{Clock, Span};
use crate::{file, opinion};

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Sign a delegation: an agent's root key lets an operational key sign for it
    New(NewArgs),
    /// Verify a delegation
    Verify(VerifyArgs),
}

#[derive(clap::Args)]
pub(super) struct NewArgs {
    /// Key file of the root key
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The operational key: a did:key, or its key file
    #[arg(long, value_name = "DID|KEYFILE")]
    to: String,
    /// Network in which it may sign
    #[arg(long, value_name = "NAME")]
    network: String,
    /// What it may sign: descriptor, task, receipt, registry (repeatable)
    #[arg(long = "scope", value_name = "SCOPE", default_value = "descriptor")]
    scopes: Vec<String>,
    /// For how long, at most 7 days
    #[arg(long, value_name = "SPAN", default_value = "7d")]
    life: Span,
    /// A higher epoch voids every delegation of a lower one, once it is seen
    #[arg(long, value_name = "N", default_value_t = 1)]
    epoch: u64,
    #[command(flatten)]
    clock: Clock,
    /// Where to put the delegation; - is standard output
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
}

#[derive(clap::Args)]
pub(super) struct VerifyArgs {
    /// The delegation; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The network in which it has to hold; any if absent
    #[arg(long, value_name = "NAME")]
    network: Option<String>,
    #[command(flatten)]
    clock: Clock,
}

/// A delegation that was made or accepted.
#[derive(Serialize)]
struct Delegated<'a> {
    #[serde(flatten)]
    acceptance: Option<Acceptance>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a Path>,
    #[serde(flatten)]
    facts: Facts,
    delegate: String,
    scopes: Vec<String>,
}

impl<'a> Delegated<'a> {
    fn accepted(delegation: &Verified<DelegationKind>, acceptance: Acceptance) -> Self {
        Self {
            acceptance: Some(acceptance),
            ..Self::signed(delegation, None)
        }
    }

    fn signed(delegation: &Verified<DelegationKind>, file: Option<&'a Path>) -> Self {
        let message = delegation.message();
        Self {
            acceptance: None,
            file,
            facts: Facts::of_verified(delegation),
            delegate: AgentId::from_multikey(&message.delegate)
                .map(|id| id.to_did_key())
                .unwrap_or_default(),
            scopes: message.scopes.clone(),
        }
    }
}

impl fmt::Display for Delegated<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(acceptance) = &self.acceptance {
            acceptance.fmt(f)?;
        }
        if let Some(file) = self.file {
            row(f, "written", file.display())?;
        }
        self.facts.fmt(f)?;
        row(f, "delegate", &self.delegate)?;
        row(f, "scopes", self.scopes.join(", "))
    }
}

/// Runs a command of this family.
pub(super) fn run(command: Command, output: Output) -> Result<(), Failure> {
    match command {
        Command::New(args) => new(args, output),
        Command::Verify(args) => verify(&args, output),
    }
}

fn new(args: NewArgs, output: Output) -> Result<(), Failure> {
    output.leaves_stdout_to(&args.out)?;
    file::keeps(&args.out, &[&args.key, Path::new(&args.to)])?;
    let root = key::read(&args.key)?;
    let now_ms = args.clock.now_ms();
    let mut scopes = args.scopes;
    scopes.sort_unstable();
    scopes.dedup();
    let message = Delegation {
        header: Some(Header {
            network_id: args.network,
            issuer: root.agent_id().as_bytes().into(),
            issued_at_ms: now_ms,
            expires_at_ms: now_ms.saturating_add(args.life.0),
            ..Header::default()
        }),
        delegate: key::parse(&args.to)?.as_bytes().into(),
        scopes,
        epoch: args.epoch,
    };
    let signed = Signed::<DelegationKind>::seal(&message, &root).map_err(|error| Failure::seal(&error))?;
    let delegation = judge::verify::<DelegationKind>(signed.as_bytes(), None, None, now_ms)?;
    file::write(&args.out, signed.as_bytes())?;
    output.show_beside(&args.out, &Delegated::signed(&delegation, Some(&args.out)))
}

fn verify(args: &VerifyArgs, output: Output) -> Result<(), Failure> {
    let now_ms = args.clock.now_ms();
    let delegation = read(&args.file, args.network.as_deref(), now_ms)?;
    let acceptance = Acceptance::new(now_ms, args.network.as_deref());
    output.show(&Delegated::accepted(&delegation, acceptance))
}

/// Reads a delegation and verifies it.
pub(super) fn read(path: &Path, network: Option<&str>, now_ms: i64) -> Result<Verified<DelegationKind>, Failure> {
    // One byte more than allowed is enough for verification to say so.
    let bytes = file::read(path, MAX_BUNDLE_BYTES.saturating_add(1))?;
    judge::verify(&bytes, network, None, now_ms).map_err(|violation| {
        Failure::from(violation)
            .noting(opinion::note(&bytes))
            .about(path.display())
    })
}
