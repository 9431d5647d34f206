//! `casp index build` and `casp index show`.

mod build;
mod show;

use crate::failure::Failure;
use crate::output::Output;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Put signed descriptors and refreshes into an index
    Build(build::BuildArgs),
    /// List what is in an index
    Show(show::ShowArgs),
}

/// Runs a command of this family.
pub(super) fn run(command: Command, output: Output) -> Result<(), Failure> {
    match command {
        Command::Build(args) => build::build(&args, output),
        Command::Show(args) => show::show(&args, output),
    }
}

/// `1 file`, `2 files`.
pub(super) fn some(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn size(entries: usize, capabilities: usize) -> String {
    let plural = if capabilities == 1 { "y" } else { "ies" };
    format!("{} with {capabilities} capabilit{plural}", some(entries, "agent"))
}
