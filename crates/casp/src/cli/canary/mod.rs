//! `casp canary bank`, `make` and `judge`.

mod judge;
mod make;

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::bank;
use crate::failure::Failure;
use crate::output::Output;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Keep the secret that canaries are derived from
    #[command(subcommand)]
    Bank(BankCommand),
    /// Make a canary: an input, and the opening that holds its right answer
    Make(make::MakeArgs),
    /// Hold an answer against a canary, or check somebody else's verdict
    Judge(judge::JudgeArgs),
}

#[derive(clap::Subcommand)]
pub(super) enum BankCommand {
    /// Make a bank: 32 random bytes in a file that its owner alone can read
    New(NewArgs),
}

#[derive(clap::Args)]
pub(super) struct NewArgs {
    /// Where to put the bank
    #[arg(value_name = "FILE", default_value = "canary.bank")]
    file: PathBuf,
}

/// A bank that was made.
#[derive(Serialize)]
struct Made<'a> {
    file: &'a Path,
}

impl fmt::Display for Made<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.file.display())
    }
}

/// Runs a command of this family.
pub(super) fn run(command: Command, output: Output) -> Result<(), Failure> {
    match command {
        Command::Bank(BankCommand::New(args)) => new_bank(&args, output),
        Command::Make(args) => make::make(&args, output),
        Command::Judge(args) => judge::judge(&args, output),
    }
}

fn new_bank(args: &NewArgs, output: Output) -> Result<(), Failure> {
    bank::write_new(&args.file)?;
    output.show(&Made { file: &args.file })?;
    output.note("whoever has this file knows the right answer to every canary from it; nobody can restore it");
    Ok(())
}
