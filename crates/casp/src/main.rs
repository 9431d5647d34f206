//! The command line of CASP: keys, delegations, capability descriptors, and any CASP file field by field.

mod advice;
mod cli;
mod description;
mod failure;
mod fields;
mod file;
mod judge;
mod meaning;
mod opinion;
mod output;
mod recognise;
mod schema;
mod sequence;
mod when;

fn main() -> std::process::ExitCode {
    cli::main()
}
