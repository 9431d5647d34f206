//! The command that starts a peer.

use std::fmt;
use std::path::Path;

use crate::driver::Codec;

/// A command and its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerCommand {
    program: String,
    arguments: Vec<String>,
}

impl PeerCommand {
    /// Splits a line into words as a shell does: quotes and backslashes, but no expansion of any kind.
    ///
    /// # Errors
    /// [`CommandError`] for a line without words or with an open quote.
    pub fn parse(line: &str) -> Result<Self, CommandError> {
        let mut words = shlex::split(line).ok_or(CommandError::OpenQuote)?.into_iter();
        let program = words.next().ok_or(CommandError::Empty)?;
        Ok(Self {
            program,
            arguments: words.collect(),
        })
    }

    /// The reference peer that a `conformance` binary contains.
    pub fn embedded(binary: &Path, codec: Codec) -> Self {
        let arguments = ["peer", "--codec", codec.name()].map(str::to_owned).to_vec();
        Self {
            program: binary.to_string_lossy().into_owned(),
            arguments,
        }
    }

    /// The program.
    pub fn program(&self) -> &str {
        &self.program
    }

    /// Its arguments.
    pub fn arguments(&self) -> &[String] {
        &self.arguments
    }
}

/// The line that [`PeerCommand::parse`] splits into this command.
impl fmt::Display for PeerCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = std::iter::once(&self.program).chain(&self.arguments);
        // Fails on NUL bytes alone, which no command can contain.
        f.write_str(&shlex::try_join(words.map(String::as_str)).unwrap_or_default())
    }
}

/// Not a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// No word.
    #[error("the command is empty")]
    Empty,
    /// A quote or backslash without its end.
    #[error("the command ends within a quote")]
    OpenQuote,
}
