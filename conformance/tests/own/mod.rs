//! The suite's tests of itself. With `CASP_PEER` a third party is tested and nothing else: then they do not run, and are not
//! counted as passed.

/// The `main` of a test target without harness, which runs these functions as tests.
macro_rules! own_tests {
    ($($name:ident),+ $(,)?) => {
        fn main() -> std::process::ExitCode {
            if std::env::var_os("CASP_PEER").is_some() {
                println!("{}: not run, since CASP_PEER asks for the vectors alone", env!("CARGO_CRATE_NAME"));
                return std::process::ExitCode::SUCCESS;
            }
            let tests = vec![$(libtest_mimic::Trial::test(stringify!($name), || { $name(); Ok(()) })),+];
            libtest_mimic::run(&libtest_mimic::Arguments::from_args(), tests).exit_code()
        }
    };
}
pub(crate) use own_tests;
