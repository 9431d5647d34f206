//! Reports of a run: for people, as JSON and as JUnit.

mod describe;
mod json;
mod junit;
mod tally;
mod text;

use std::path::Path;

use crate::runner::{PeerCommand, Run, Settings, Source};
use crate::vector::Vector;

pub use describe::{describe_expectation, describe_operation, describe_output, shortened};
pub use json::{JsonReport, REPORT_VERSION};
pub use junit::junit;
pub use tally::Tally;
pub use text::{failure, text};

/// A run and what it was a run of.
pub struct Report<'a> {
    /// The run.
    pub run: &'a Run<'a>,
    /// How the peer was started.
    pub settings: &'a Settings,
    /// Where the vectors come from.
    pub source: &'a Source,
    /// The profile that was demanded.
    pub profile: Option<&'a str>,
    /// The command of a peer that is not the embedded one.
    pub peer: Option<&'a PeerCommand>,
    /// The folder of vectors, where it is not the usual one.
    pub vectors: Option<&'a Path>,
}

impl Report<'_> {
    /// The command that replays one vector alone.
    fn replay_command(&self, vector: &Vector) -> String {
        let mut words = [
            "cargo",
            "run",
            "-q",
            "-p",
            "conformance",
            "--",
            "--id",
            vector.id.as_str(),
        ]
        .map(str::to_owned)
        .to_vec();
        let mut option = |name: &str, value: String| words.extend([name.to_owned(), value]);
        if let Some(peer) = self.peer {
            option("--peer", peer.to_string());
        }
        if self.settings.codec != crate::driver::Codec::default() {
            option("--codec", self.settings.codec.to_string());
        }
        if let Source::Fresh { seed } = self.source {
            option("--fresh-seed", seed.to_string());
        }
        if let Some(vectors) = self.vectors {
            option("--vectors", vectors.display().to_string());
        }
        shlex::try_join(words.iter().map(String::as_str)).unwrap_or_default()
    }
}
