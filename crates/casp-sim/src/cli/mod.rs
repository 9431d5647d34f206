//! The commands, one file each, and what the process exits with.

mod clock;
mod compare;
mod failure;
mod faults;
mod figure5;
mod file;
mod measure;
mod output;
mod plot;
mod progress;
mod results;
mod run;
mod scenario;
mod table;
mod threads;
mod trace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use failure::USAGE;

const EXIT_STATUS: &str = "\
Exit status:
  0  done
  1  a file cannot be read or written, is not what the command takes, or what was asked failed
  2  wrong arguments";

/// The simulator of CASP: the engines that ship, under virtual time.
///
/// Results go to standard output or to files, everything else to standard error.
#[derive(Parser)]
#[command(name = "casp-sim", version, after_help = EXIT_STATUS, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the paper's Figure 5, and hold its statements against what comes out
    Fig5(figure5::Args),
    /// Run a scenario
    Run(run::Args),
    /// Show one run of a scenario, line by line, or to a trace viewer
    Trace(trace::Args),
    /// Compare two tables of runs, or two policies in a scenario, seed by seed
    Compare(compare::Args),
    /// Show the means of a table of runs with their bands, from the table alone
    Table(table::Args),
    /// Draw the pictures of tables again, from the tables alone
    Plot(plot::Args),
    /// Inject faults: crashes, partitions, wrong clocks, bent and forged messages, and promises that have to hold
    Faults(faults::Args),
    /// Measure what the shipped code costs on this machine, as curves that a simulation reads
    Measure(measure::Args),
}

pub(crate) fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // A closed pipe is no failure: `casp-sim --help | head`.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(USAGE));
        }
    };
    let outcome = match cli.command {
        Command::Fig5(args) => figure5::run(&args),
        Command::Run(args) => run::run(&args),
        Command::Trace(args) => trace::run(&args),
        Command::Compare(args) => compare::run(&args),
        Command::Table(args) => table::run(&args),
        Command::Plot(args) => plot::run(&args),
        Command::Faults(args) => faults::run(&args),
        Command::Measure(args) => measure::run(&args),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output::note(&failure.to_string());
            failure.exit_code()
        }
    }
}
