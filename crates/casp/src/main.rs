//! The command line of CASP: keys, delegations, capability descriptors, canaries, evidence, disputes, discovery offline, and any CASP file field by field.

mod advice;
mod answer;
mod bank;
mod cli;
mod container;
mod description;
mod failure;
mod fields;
mod file;
mod index;
mod judge;
mod meaning;
mod opinion;
mod oracle;
mod output;
mod place;
mod recognise;
mod schema;
mod sequence;
mod when;

fn main() -> std::process::ExitCode {
    cli::main()
}
