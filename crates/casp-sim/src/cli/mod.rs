//! The command line: a module and a variant for each subcommand.

mod faults;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Runs the engines of CASP under virtual time.
#[derive(Debug, Parser)]
#[command(name = "casp-sim", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Fault injection: crashes, partitions, wrong clocks, bent and forged messages, and promises that have to hold.
    Faults(faults::Args),
}

/// Runs the command that the arguments name. A wrong argument exits with 2.
pub(crate) fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Faults(args) => faults::main(&args),
    }
}
