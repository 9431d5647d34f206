//! `casp keygen` and `casp id`.

use std::fmt;
use std::path::{Path, PathBuf};

use casp_identity::keyfile::{self, KeyFileError};
use casp_identity::{AgentId, PublicKey, Signer as _, SoftwareKey};
use serde::Serialize;
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::file;
use crate::output::{Output, row};

#[derive(clap::Args)]
pub(super) struct KeygenArgs {
    /// Where to put the secret key
    #[arg(long, short, value_name = "FILE", default_value = "agent.key")]
    out: PathBuf,
    /// Replace a key file that exists. The key in it is lost, and with it the agent
    #[arg(long)]
    force: bool,
}

#[derive(clap::Args)]
pub(super) struct IdArgs {
    /// A key file, a did:key, a PeerId, or multikey bytes in hex
    #[arg(value_name = "KEYFILE|DID|PEERID")]
    key: String,
}

#[derive(Serialize)]
struct Generated {
    agent: String,
    file: PathBuf,
}

impl fmt::Display for Generated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.agent)
    }
}

#[derive(Serialize)]
struct Id {
    did_key: String,
    multikey: String,
    peer_id: String,
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        row(f, "did:key", &self.did_key)?;
        row(f, "multikey", &self.multikey)?;
        row(f, "PeerId", &self.peer_id)
    }
}

/// Makes a key file.
pub(super) fn generate(args: &KeygenArgs, output: Output) -> Result<(), Failure> {
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(seed.as_mut()).map_err(|error| Failure::file("io", format!("no randomness: {error}")))?;
    let key = SoftwareKey::from_seed(&seed);
    if args.force {
        replace(&args.out, &key)?;
    } else {
        keyfile::write(&args.out, &key).map_err(|error| not_written(&args.out, &error))?;
    }
    output.show(&Generated {
        agent: key.agent_id().to_did_key(),
        file: args.out.clone(),
    })?;
    output.note(format_args!(
        "secret key written to {}; whoever has it is this agent, and nobody can restore it",
        args.out.display()
    ));
    Ok(())
}

/// Puts a whole key file in the place of another one.
fn replace(path: &Path, key: &SoftwareKey) -> Result<(), Failure> {
    let io = |error: std::io::Error| Failure::io("write", path, &error);
    let folder = tempfile::tempdir_in(file::folder(path)).map_err(io)?;
    let fresh = folder.path().join("key");
    keyfile::write(&fresh, key).map_err(|error| not_written(path, &error))?;
    std::fs::rename(&fresh, path).map_err(io)?;
    file::sync_folder(&file::folder(path)).map_err(io)
}

fn not_written(path: &Path, error: &KeyFileError) -> Failure {
    match error {
        KeyFileError::Io(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Failure::file(
            "key-file",
            format!("{} exists, and a key is not replaced unasked", path.display()),
        )
        .with_help("give another name with --out; --force gives up the key that is there, for good"),
        KeyFileError::Io(error) => Failure::io("write", path, error),
        other => Failure::key_file(path, other),
    }
}

/// Shows a key.
pub(super) fn id(args: &IdArgs, output: Output) -> Result<(), Failure> {
    let id = parse(&args.key)?;
    PublicKey::admit(&id.public_key())?;
    output.show(&Id {
        did_key: id.to_did_key(),
        multikey: hex::encode(id.as_bytes()),
        peer_id: id.to_peer_id(),
    })
}

/// The key that a text names: a did:key, a PeerId, multikey bytes in hex, or the file in which it is.
pub(super) fn parse(text: &str) -> Result<AgentId, Failure> {
    if text.starts_with("did:") {
        return Ok(AgentId::from_did_key(text)?);
    }
    let path = Path::new(text);
    if path.exists() {
        return Ok(read(path)?.agent_id());
    }
    if let Some(bytes) = hex::decode(text).ok().filter(|bytes| !bytes.is_empty()) {
        return Ok(AgentId::from_multikey(&bytes)?);
    }
    if text.starts_with("12D3Koo") {
        return Ok(AgentId::from_peer_id(text)?);
    }
    let message = format!("{text} is no file, did:key, PeerId or multikey in hex");
    Err(Failure::file("io", message).with_help("`casp keygen` makes a key file"))
}

/// Reads a key file.
pub(super) fn read(path: &Path) -> Result<SoftwareKey, Failure> {
    // Of a file that can be no key file, nobody needs to hear that it is not private.
    let is_plausible = path
        .metadata()
        .is_ok_and(|found| found.len() == u64::try_from(file::KEY_FILE_BYTES).unwrap_or(0));
    keyfile::read(path).map_err(|error| match error {
        KeyFileError::Exposed if !is_plausible => Failure::key_file(path, &KeyFileError::Malformed),
        KeyFileError::Io(error) => Failure::io("read", path, &error),
        KeyFileError::Malformed => Failure::key_file(path, &error).with_help("`casp keygen` makes a key file"),
        other => Failure::key_file(path, &other),
    })
}
