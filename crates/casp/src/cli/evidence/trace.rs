//! `casp evidence trace`.

use std::fmt;
use std::path::{Path, PathBuf};

use casp_evidence::{Draft, PackageBuilder, TraceCheckpointKind, TraceWriter, WriteError};
use casp_identity::{Signed, Signer as _};
use casp_wire::v1::Header;
use serde::{Deserialize, Serialize};

use crate::cli::{delegation, key};
use crate::container::{self, Asked, Container};
use crate::failure::Failure;
use crate::file;
use crate::output::{Output, row};
use crate::when::{Clock, Time};

/// Greatest file of events, bytes: twice the greatest package.
const EVENTS_BYTES: usize = 16_777_216;

#[derive(clap::Args)]
pub(in crate::cli) struct TraceArgs {
    /// The events, a line of JSON each: {"kind": "note", "data": "a text", "at": "2026-01-31T12:00:00Z"}. Without `at` an event has
    /// the current time or that of the event before, whichever is later; - is standard input
    #[arg(value_name = "EVENTS")]
    events: PathBuf,
    /// Key file of whoever keeps the trace, or of an operational key
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The delegation under which an operational key signs, with the scope `receipt`
    #[arg(long, value_name = "FILE")]
    delegation: Option<PathBuf>,
    /// The network for which it is signed
    #[arg(long, value_name = "NAME")]
    network: String,
    #[command(flatten)]
    clock: Clock,
    /// Where to put the package; - is standard output
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
}

/// A line of the file of events.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    kind: String,
    #[serde(default)]
    data: String,
    at: Option<Moment>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Moment {
    Milliseconds(i64),
    Text(String),
}

impl Moment {
    fn ms(&self) -> Result<i64, String> {
        let text = match self {
            Self::Milliseconds(ms) => ms.to_string(),
            Self::Text(text) => text.clone(),
        };
        text.parse::<Time>()
            .map(|time| time.0)
            .map_err(|error| format!("at: {error}"))
    }
}

/// A package that was written.
#[derive(Serialize)]
struct Written<'a> {
    file: &'a Path,
    issuer: String,
    network_id: String,
    issued_at_ms: i64,
    session: String,
    size: u64,
    root: String,
    bytes: usize,
}

impl fmt::Display for Written<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        row(
            f,
            "written",
            format_args!("{}, {} bytes", self.file.display(), self.bytes),
        )?;
        row(f, "kept by", &self.issuer)?;
        row(f, "network", &self.network_id)?;
        let plural = if self.size == 1 { "" } else { "s" };
        row(f, "trace", format_args!("{} event{plural}", self.size))?;
        row(f, "session", &self.session)?;
        row(f, "root", &self.root)
    }
}

/// Writes a trace, and signs how it stands at its end.
pub(super) fn trace(args: &TraceArgs, output: Output) -> Result<(), Failure> {
    output.leaves_stdout_to(&args.out)?;
    let mut inputs = vec![args.key.as_path(), &args.events];
    inputs.extend(args.delegation.as_deref());
    file::keeps(&args.out, &inputs)?;
    let key = key::read(&args.key)?;
    let now_ms = args.clock.now_ms();
    let delegation = match &args.delegation {
        Some(path) => Some(delegation::read(path, Some(&args.network), now_ms)?),
        None => None,
    };
    let issuer = delegation
        .as_ref()
        .map_or_else(|| key.agent_id(), |delegation| delegation.issuer());

    let mut session = [0; 16];
    getrandom::fill(&mut session).map_err(|error| Failure::file("io", format!("no randomness: {error}")))?;
    let mut writer = TraceWriter::new(session, salt);
    let text = read_events(&args.events)?;
    let leaves = written(&mut writer, &text, now_ms).map_err(|failure| failure.about(args.events.display()))?;
    let header = Header {
        network_id: args.network.clone(),
        issuer: issuer.as_bytes().into(),
        delegation: delegation
            .as_ref()
            .map(|it| it.object_id().0.into())
            .unwrap_or_default(),
        issued_at_ms: now_ms,
        ..Header::default()
    };
    let Some(checkpoint) = writer.checkpoint(header, None) else {
        return Err(mistaken("there is no event in it").about(args.events.display()));
    };
    let signed = match &delegation {
        Some(delegation) => {
            Signed::<TraceCheckpointKind>::seal_delegated(&checkpoint, &key, &Signed::from_bytes(delegation.bundle()))
        }
        None => Signed::seal(&checkpoint, &key),
    };
    let signed = signed.map_err(|error| Failure::seal(&error))?;
    let builder = leaves
        .iter()
        .fold(PackageBuilder::of_trace(), |builder, leaf| builder.event(leaf));
    let package = builder
        .checkpoint(&signed)
        .build()
        .map_err(|violation| Failure::unsigned(&violation))?;
    let report = container::judge(
        Container::Package,
        &package,
        Asked {
            network: Some(&args.network),
            ..Asked::default()
        },
    );
    if let Some(failure) = report.into_failure() {
        return Err(failure);
    }
    file::write(&args.out, &package)?;
    let head = writer.head();
    output.show_beside(
        &args.out,
        &Written {
            file: &args.out,
            issuer: issuer.to_did_key(),
            network_id: args.network.clone(),
            issued_at_ms: now_ms,
            session: hex::encode(session),
            size: head.size,
            root: hex::encode(head.root),
            bytes: package.len(),
        },
    )
}

/// A salt that nobody can guess; nothing but zeros, which the writer refuses, where there is no randomness.
fn salt() -> [u8; 16] {
    let mut salt = [0; 16];
    if getrandom::fill(&mut salt).is_err() {
        salt = [0; 16];
    }
    salt
}

fn read_events(path: &Path) -> Result<String, Failure> {
    let bytes = file::read(path, EVENTS_BYTES.saturating_add(1))?;
    if bytes.len() > EVENTS_BYTES {
        let message = format!(
            "{} has more than {EVENTS_BYTES} bytes, and a package less",
            path.display()
        );
        return Err(Failure::file("events", message));
    }
    String::from_utf8(bytes).map_err(|_| Failure::file("events", format!("{} is not a text file", path.display())))
}

/// Writes the events of the lines that are not blank, the last one as the last of the trace.
fn written<S: FnMut() -> [u8; 16]>(
    writer: &mut TraceWriter<S>,
    text: &str,
    now_ms: i64,
) -> Result<Vec<Vec<u8>>, Failure> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let mut lines = lines.map(|(index, line)| (index.saturating_add(1), line)).peekable();
    let (mut leaves, mut last_at_ms) = (Vec::new(), 0);
    while let Some((number, line)) = lines.next() {
        let parsed: Result<Line, _> = serde_json::from_str(line);
        let event = parsed.map_err(|error| in_line(number, words(&error)))?;
        let at_ms = match event.at {
            Some(moment) => moment.ms().map_err(|error| in_line(number, error))?,
            None => now_ms.max(last_at_ms),
        };
        let draft = Draft {
            at_ms,
            kind: &event.kind,
            receipt: None,
            data: event.data.as_bytes(),
        };
        let leaf = if lines.peek().is_some() {
            writer.append(&draft)
        } else {
            writer.end(&draft)
        };
        leaves.push(leaf.map_err(|error| not_written(number, &error))?);
        last_at_ms = at_ms;
    }
    Ok(leaves)
}

fn not_written(number: usize, error: &WriteError) -> Failure {
    match error {
        WriteError::Invalid(violation) => Failure::unsigned(violation).about(format_args!("line {number}")),
        other => in_line(number, other),
    }
}

/// What is wrong with a line, with the column and without the number of the line, which is always 1.
fn words(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let told = text.rsplit_once(" at line ").map_or(text.as_str(), |(told, _)| told);
    format!("column {}: {told}", error.column())
}

fn in_line(number: usize, error: impl fmt::Display) -> Failure {
    mistaken(format_args!("line {number}: {error}"))
}

fn mistaken(error: impl fmt::Display) -> Failure {
    Failure::file("events", error.to_string()).with_help(
        "each line is an object like {\"kind\": \"note\", \"data\": \"a text\"}; `casp evidence trace --help` says more",
    )
}
