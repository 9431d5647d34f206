//! The commands, one file a family, and what the process exits with.

mod canary;
mod completions;
mod delegation;
mod descriptor;
mod discover;
mod dispute;
mod evidence;
mod index;
mod inspect;
mod key;
mod rule;

use std::fmt;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use serde::Serialize;

use crate::container::{self, Asked, Container, Report};
use crate::failure::{Failure, USAGE};
use crate::output::{Output, row};
use crate::{opinion, recognise};

const EXIT_STATUS: &str = "\
Exit status:
  0  done; what was to be judged is accepted
  1  refused by a rule whose verdict is REJECT; of an answer to a canary: failed; of a dispute with --fail-on-findings: someone broke a rule
  2  wrong arguments
  3  refused by a rule whose verdict is IGNORE: expired, not yet valid, superseded
  4  a file cannot be read or written, or is not what the command takes";

/// CASP on the command line.
///
/// Makes keys, delegations, capability descriptors, canaries and traces, verifies them, judges disputes, finds agents in an index, and shows any
/// CASP file field by field.
/// Results go to standard output, everything else to standard error.
#[derive(Parser)]
#[command(name = "casp", version, after_help = EXIT_STATUS, arg_required_else_help = true)]
struct Cli {
    /// Print one JSON document, also for errors
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a secret key and print its did:key
    Keygen(key::KeygenArgs),
    /// Show a key's did:key, multikey bytes and PeerId
    Id(key::IdArgs),
    /// Let an operational key sign for an agent
    #[command(subcommand)]
    Delegation(delegation::Command),
    /// Say what an agent offers
    #[command(subcommand)]
    Descriptor(descriptor::Command),
    /// Set tasks whose right answer is known, and judge what comes back
    #[command(subcommand)]
    Canary(canary::Command),
    /// Verify and make what shows how a task was done
    #[command(subcommand)]
    Evidence(evidence::Command),
    /// Say who broke which rule of an engagement, and what nobody can tell
    #[command(subcommand)]
    Dispute(dispute::Command),
    /// Put descriptors into an index, in which `casp discover` looks for agents
    #[command(subcommand)]
    Index(index::Command),
    /// Find agents in an index, and say why these and not others
    Discover(discover::DiscoverArgs),
    /// Show any CASP file field by field, with what each field means
    Inspect(inspect::InspectArgs),
    /// Print a rule of SPEC.md
    Rule(rule::RuleArgs),
    /// Print a script that completes commands in a shell
    Completions(completions::CompletionsArgs),
}

/// Runs the command that the arguments name.
pub(crate) fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return not_understood(&error),
    };
    let output = Output { json: cli.json };
    match dispatch(cli.command, output) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output.fail(&failure);
            failure.exit_code()
        }
    }
}

fn dispatch(command: Command, output: Output) -> Result<(), Failure> {
    match command {
        Command::Keygen(args) => key::generate(&args, output),
        Command::Id(args) => key::id(&args, output),
        Command::Delegation(command) => delegation::run(command, output),
        Command::Descriptor(command) => descriptor::run(command, output),
        Command::Canary(command) => canary::run(command, output),
        Command::Evidence(command) => evidence::run(command, output),
        Command::Dispute(command) => dispute::run(command, output),
        Command::Index(command) => index::run(command, output),
        Command::Discover(args) => discover::discover(&args, output),
        Command::Inspect(args) => inspect::inspect(&args, output),
        Command::Rule(args) => rule::rule(&args, output),
        Command::Completions(args) => completions::completions(&args, output),
    }
}

/// What was found of a container, and as what it was taken.
#[derive(Serialize)]
struct Page<'a> {
    message: &'static str,
    #[serde(flatten)]
    report: &'a Report,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a Failure>,
}

impl fmt::Display for Page<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        row(f, "taken for", self.message)?;
        self.report.fmt(f)
    }
}

/// Words in lines of at most 100 letters, all indented.
fn wrapped(f: &mut fmt::Formatter<'_>, indent: usize, text: &str) -> fmt::Result {
    let most = 100_usize.saturating_sub(indent);
    let mut used = 0_usize;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if used > 0 && used.saturating_add(length).saturating_add(1) > most {
            writeln!(f)?;
            used = 0;
        }
        if used == 0 {
            write!(f, "{:indent$}{word}", "")?;
        } else {
            write!(f, " {word}")?;
            used = used.saturating_add(1);
        }
        used = used.saturating_add(length);
    }
    writeln!(f)
}

/// Judges a container and tells what was found. What holds comes back.
fn contained(container: Container, bytes: &[u8], asked: Asked<'_>, output: Output) -> Result<Report, Failure> {
    let report = container::judge(container, bytes, asked).map_failure(|failure| not_that(failure, container, bytes));
    output.show(&Page {
        message: container.table().name,
        report: &report,
        error: report.failure(),
    })?;
    match report.failure() {
        Some(failure) => Err(failure.clone().told()),
        None => Ok(report),
    }
}

/// Says first what strikes the eye, and what a file is that is no such container.
fn not_that(failure: Failure, container: Container, bytes: &[u8]) -> Failure {
    match recognise::instead_of(container.table(), bytes) {
        Some(other) => {
            let failure = failure.about(format_args!("this file fits {} better", other.name));
            match Container::of(other) {
                Some(other) if container == Container::Dispute => failure.with_help(format!(
                    "`{}` judges it; `casp dispute bundle` makes a dispute bundle of what it holds",
                    other.command()
                )),
                Some(other) => failure.with_help(format!("`{}` judges it", other.command())),
                None => failure,
            }
        }
        None => failure.noting(opinion::note(bytes)),
    }
}

/// Help, the version, or wrong arguments. Whoever asked for JSON gets the latter so, though nothing was parsed.
fn not_understood(error: &clap::Error) -> ExitCode {
    let is_error = error.use_stderr();
    if is_error && std::env::args_os().any(|argument| argument == "--json") {
        let text = error.render().to_string();
        let text = text.strip_prefix("error: ").unwrap_or(&text);
        let message = text.split("\n\n").next().unwrap_or_default();
        let failure = Failure::usage(message.trim()).with_help("try casp --help");
        Output { json: true }.fail(&failure);
    } else {
        let _ = error.print();
    }
    if is_error {
        ExitCode::from(USAGE)
    } else {
        ExitCode::SUCCESS
    }
}
