//! The command line: what each subcommand does, and what the process exits with.

mod args;
mod matrix;
mod peer;
mod progress;
mod run;
mod show;

use std::fmt::Display;
use std::process::ExitCode;

use clap::Parser as _;
use conformance::generate;
use conformance::runner::{Suite, workspace_root};

use args::{Cli, Command, SourceArgs};

/// The harness itself failed, or was used wrongly. Other statuses are those of [`conformance::runner::Conclusion`].
const HARNESS_FAILED: u8 = 3;

/// A reason to exit with [`HARNESS_FAILED`].
type Failure = Box<dyn std::error::Error>;

/// Runs the command that the arguments name.
pub(crate) fn main() -> ExitCode {
    // clap's own status for a wrong argument is 2, which here says that not enough was tested.
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() {
                ExitCode::from(HARNESS_FAILED)
            } else {
                ExitCode::SUCCESS
            };
        }
    };
    match dispatch(cli) {
        Ok(code) => code,
        Err(failure) => fail(&failure),
    }
}

fn dispatch(cli: Cli) -> Result<ExitCode, Failure> {
    match cli.command.unwrap_or(Command::Run(Box::new(cli.run))) {
        Command::Run(args) => run::run(&args),
        Command::Matrix(args) => matrix::matrix(&args),
        Command::List(args) => show::list(&args),
        Command::Show { id, source } => show::show(&id, &source),
        Command::Explain { id, source } => show::explain(&id, &source),
        Command::Regenerate => regenerate(),
        Command::Peer(args) => peer::peer(&args),
    }
}

/// Writes everything that the generator writes.
fn regenerate() -> Result<ExitCode, Failure> {
    generate::write_all(&workspace_root())?;
    Ok(ExitCode::SUCCESS)
}

/// The published vectors, or fresh ones.
fn load(source: &SourceArgs) -> Result<Suite, Failure> {
    let suite = match source.fresh_seed {
        Some(seed) => Suite::fresh(seed, generate::suite(seed)),
        None => Suite::load(&source.directory()),
    };
    Ok(suite?)
}

fn fail(failure: &dyn Display) -> ExitCode {
    eprintln!("conformance: {failure}");
    ExitCode::from(HARNESS_FAILED)
}
