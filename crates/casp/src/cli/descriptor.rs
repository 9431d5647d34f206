//! `casp descriptor new`, `sign`, `verify` and `inspect`.

use std::fmt;
use std::path::{Path, PathBuf};

use casp_descriptor::{DescriptorKind, Origin};
use casp_identity::{AgentId, DelegationKind, Kind as _, Signed, Signer as _, Verified};
use casp_wire::limits::MAX_BUNDLE_BYTES;
use serde::Serialize;

use super::{delegation, inspect, key};
use crate::description::{self, Description, DescriptionError};
use crate::failure::Failure;
use crate::judge::{self, Acceptance, Facts};
use crate::output::{Output, row};
use crate::when::Clock;
use crate::{file, opinion, sequence};

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Write a commented description to start from
    New(NewArgs),
    /// Sign what a description says
    Sign(SignArgs),
    /// Verify a descriptor
    Verify(VerifyArgs),
    /// Show a descriptor field by field, as `casp inspect` does
    Inspect(inspect::InspectArgs),
}

#[derive(clap::Args)]
pub(super) struct NewArgs {
    /// Where to put the description; - is standard output
    #[arg(value_name = "FILE", default_value = "descriptor.toml")]
    file: PathBuf,
    /// Network to describe it for
    #[arg(long, value_name = "NAME", default_value = "example")]
    network: String,
    /// Replace a file that exists
    #[arg(long)]
    force: bool,
}

#[derive(clap::Args)]
pub(super) struct SignArgs {
    /// The description; - is standard input
    description: PathBuf,
    /// Key file of the agent's root key, or of an operational key
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The delegation under which an operational key signs
    #[arg(long, value_name = "FILE")]
    delegation: Option<PathBuf>,
    /// Where the agent's last sequence is kept; beside the key file if absent. All that sign for one agent have to share it
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    #[command(flatten)]
    clock: Clock,
    /// Where to put the signed descriptor; - is standard output
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
}

#[derive(clap::Args)]
pub(super) struct VerifyArgs {
    /// The signed descriptor; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The network in which it has to hold; any if absent
    #[arg(long, value_name = "NAME")]
    network: Option<String>,
    /// The did:key of the agent that verifies, for descriptors that are meant for one agent alone
    #[arg(long, value_name = "DID")]
    agent: Option<String>,
    #[command(flatten)]
    clock: Clock,
}

/// A description that was written.
#[derive(Serialize)]
struct Described<'a> {
    file: &'a Path,
}

impl fmt::Display for Described<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.file.display())
    }
}

/// A descriptor that was signed or accepted.
#[derive(Serialize)]
struct Published<'a> {
    #[serde(flatten)]
    acceptance: Option<Acceptance>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a Path>,
    #[serde(flatten)]
    facts: Facts,
    sequence: u64,
    capabilities: Vec<Offer>,
}

#[derive(Serialize)]
struct Offer {
    id: String,
    version: String,
}

impl<'a> Published<'a> {
    fn accepted(descriptor: &Verified<DescriptorKind>, acceptance: Acceptance) -> Self {
        Self {
            acceptance: Some(acceptance),
            ..Self::signed(descriptor, None)
        }
    }

    fn signed(descriptor: &Verified<DescriptorKind>, file: Option<&'a Path>) -> Self {
        let message = descriptor.message();
        let offer = |capability: &casp_wire::v1::Capability| Offer {
            id: capability.id.clone(),
            version: capability.version.clone(),
        };
        Self {
            acceptance: None,
            file,
            facts: Facts::of_verified(descriptor),
            sequence: message.sequence,
            capabilities: message.capabilities.iter().map(offer).collect(),
        }
    }
}

impl fmt::Display for Published<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(acceptance) = &self.acceptance {
            acceptance.fmt(f)?;
        }
        if let Some(file) = self.file {
            row(f, "written", file.display())?;
        }
        self.facts.fmt(f)?;
        row(f, "sequence", self.sequence)?;
        let mut offers = self.capabilities.iter();
        offers.try_for_each(|offer| row(f, "offers", format_args!("{} {}", offer.id, offer.version)))
    }
}

/// Runs a command of this family.
pub(super) fn run(command: Command, output: Output) -> Result<(), Failure> {
    match command {
        Command::New(args) => new(&args, output),
        Command::Sign(args) => sign(args, output),
        Command::Verify(args) => verify(&args, output),
        Command::Inspect(args) => inspect::inspect_kind(&args, DescriptorKind::PROFILE.payload_type, output),
    }
}

fn new(args: &NewArgs, output: Output) -> Result<(), Failure> {
    output.leaves_stdout_to(&args.file)?;
    // A JSON string is a TOML string.
    let network = serde_json::to_string(&args.network).unwrap_or_default();
    let network = format!("network_id = {network}");
    let text = description::TEMPLATE.replacen(description::TEMPLATE_NETWORK, &network, 1);
    if args.force || file::is_dash(&args.file) {
        file::write(&args.file, text.as_bytes())?;
    } else {
        file::write_new(&args.file, text.as_bytes())
            .map_err(|failure| failure.with_help("give another name; --force replaces a file that exists"))?;
    }
    output.show_beside(&args.file, &Described { file: &args.file })?;
    output.note("a description to edit; `casp descriptor sign` makes a descriptor of it");
    Ok(())
}

fn sign(args: SignArgs, output: Output) -> Result<(), Failure> {
    output.leaves_stdout_to(&args.out)?;
    let state = args.state.unwrap_or_else(|| file::beside(&args.key, ".sequence"));
    let mut inputs = vec![args.key.as_path(), &args.description, &state];
    inputs.extend(args.delegation.as_deref());
    file::keeps(&args.out, &inputs)?;
    let description = read_description(&args.description)?;
    let audience = description
        .audience()
        .map_err(|error| mistaken(&args.description, &error))?;
    let key = key::read(&args.key)?;
    let now_ms = args.clock.now_ms();
    let delegation = match &args.delegation {
        Some(path) => Some(delegation::read(path, Some(&description.network_id), now_ms)?),
        None => None,
    };
    let (origin, issuer) = origin(&description, delegation.as_ref(), key.agent_id());
    let epoch = description.epoch;
    let builder = description
        .builder(origin)
        .map_err(|error| mistaken(&args.description, &error))?;

    // From here on a sequence is used up, whatever happens: it must not be signed twice.
    let sequence = sequence::next(&state, &issuer, now_ms)?;
    let mut descriptor = builder
        .build(sequence, now_ms)
        .map_err(|violation| Failure::unsigned(&violation))?;
    if let Some(header) = &mut descriptor.header {
        header.audience = audience;
    }
    // Another epoch than the delegation's is refused when it is sealed.
    descriptor.epoch = epoch.unwrap_or(descriptor.epoch);
    let signed = match &delegation {
        Some(delegation) => {
            Signed::<DescriptorKind>::seal_delegated(&descriptor, &key, &Signed::from_bytes(delegation.bundle()))
        }
        None => Signed::seal(&descriptor, &key),
    };
    let signed = signed.map_err(|error| Failure::seal(&error))?;
    let audience = AgentId::from_multikey(&descriptor.header.unwrap_or_default().audience).ok();
    let verified = judge::verify::<DescriptorKind>(signed.as_bytes(), None, audience, now_ms)?;
    file::write(&args.out, signed.as_bytes())?;
    output.show_beside(&args.out, &Published::signed(&verified, Some(&args.out)))
}

fn read_description(path: &Path) -> Result<Description, Failure> {
    let bytes = file::read(path, description::LIMIT)?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::file("description", format!("{} is not a text file", path.display())));
    Description::parse(&text.map_err(with_template)?).map_err(|error| mistaken(path, &error))
}

fn mistaken(path: &Path, error: &DescriptionError) -> Failure {
    let error = error.to_string();
    with_template(Failure::file(
        "description",
        format!("{}: {}", path.display(), error.trim_end()),
    ))
}

fn with_template(failure: Failure) -> Failure {
    failure.with_help("`casp descriptor new -` prints a description with every field")
}

/// Who publishes, and for whom.
fn origin(
    description: &Description,
    delegation: Option<&Verified<DelegationKind>>,
    signer: AgentId,
) -> (Origin, AgentId) {
    let Some(delegation) = delegation else {
        let epoch = description.epoch.unwrap_or(1);
        return (Origin::root(description.network_id.clone(), signer, epoch), signer);
    };
    (Origin::delegated(delegation), delegation.issuer())
}

fn verify(args: &VerifyArgs, output: Output) -> Result<(), Failure> {
    let agent = args.agent.as_deref().map(key::parse).transpose()?;
    let now_ms = args.clock.now_ms();
    let bytes = file::read(&args.file, MAX_BUNDLE_BYTES.saturating_add(1))?;
    let descriptor = judge::verify::<DescriptorKind>(&bytes, args.network.as_deref(), agent, now_ms)
        .map_err(|violation| opinion::because_of_proof(violation.into(), &bytes).noting(opinion::note(&bytes)))?;
    let acceptance = Acceptance::new(now_ms, args.network.as_deref());
    output.show(&Published::accepted(&descriptor, acceptance))
}
