//! Why a command did not do what was asked, and the way out.

use std::fmt;
use std::path::Path;
use std::process::ExitCode;

/// Status for wrong arguments; clap's own.
pub(super) const USAGE: u8 = 2;
/// Status for all else.
const FAILED: u8 = 1;

/// Why a command failed.
#[derive(Debug)]
pub(super) struct Failure {
    status: u8,
    message: String,
    help: Option<String>,
}

impl Failure {
    /// Arguments that cannot be meant.
    pub(super) fn usage(message: impl fmt::Display) -> Self {
        Self::new(USAGE, message)
    }

    /// What was asked cannot be done.
    pub(super) fn failed(message: impl fmt::Display) -> Self {
        Self::new(FAILED, message)
    }

    /// The file system said no.
    pub(super) fn io(verb: &str, path: &Path, error: &std::io::Error) -> Self {
        Self::new(FAILED, format!("cannot {verb} {}: {error}", path.display()))
    }

    /// The same, with the way out.
    pub(super) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(super) fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.status)
    }

    fn new(status: u8, message: impl fmt::Display) -> Self {
        let (message, help) = (message.to_string(), None);
        Self { status, message, help }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "casp-sim: {}", self.message)?;
        match &self.help {
            Some(help) => write!(f, "\n  {help}"),
            None => Ok(()),
        }
    }
}
