//! Controls: peers that must not pass, and a runner that must say why.
//!
//! A suite is worth what its runner notices. Each test plays one kind of misconduct against `conformance run` itself
//! and looks at the exit status and at what each vector came to.

mod answers;
mod badge;
mod chatter;
mod claims;
mod commands;
mod deaths;
mod framing;
mod html;
mod known_failures;
#[cfg(unix)]
mod matrix;
mod memorised;
mod records;
mod reports;
mod sarif;
mod signed;
mod silence;
mod stage;
mod statuses;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

/// Tests of a module, each under its function's name.
#[macro_export]
macro_rules! tests {
    ($($name:ident),+ $(,)?) => {
        pub(crate) fn tests() -> Vec<libtest_mimic::Trial> {
            vec![$(libtest_mimic::Trial::test(stringify!($name), || { $name(); Ok(()) })),+]
        }
    };
}

fn main() -> ExitCode {
    if std::env::var_os("CASP_PEER").is_some() {
        println!("controls: skipped, since CASP_PEER asks for the vectors alone");
        return ExitCode::SUCCESS;
    }
    let groups = [
        answers::tests(),
        badge::tests(),
        chatter::tests(),
        claims::tests(),
        commands::tests(),
        deaths::tests(),
        framing::tests(),
        html::tests(),
        known_failures::tests(),
        #[cfg(unix)]
        matrix::tests(),
        memorised::tests(),
        records::tests(),
        reports::tests(),
        sarif::tests(),
        signed::tests(),
        silence::tests(),
        statuses::tests(),
    ];
    let tests: Vec<Trial> = groups.into_iter().flatten().collect();
    libtest_mimic::run(&Arguments::from_args(), tests).exit_code()
}
