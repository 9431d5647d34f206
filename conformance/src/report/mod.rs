//! Reports of a run. All are made of one [`Report`] and its [`Case`]s; what one says, the others do not contradict.

mod badge;
mod case;
mod describe;
mod evidence;
mod html;
mod json;
mod junit;
mod matrix;
mod places;
mod sarif;
mod standing;
mod tally;
mod text;

use std::path::Path;

use crate::runner::{PeerCommand, Run, Settings, Source, Suite};
use crate::vector::Vector;

pub use badge::badge;
pub use case::Case;
pub use describe::{describe_expectation, describe_operation, describe_output, shortened, visible};
pub use evidence::{NETWORK, SignError, evidence};
pub use html::html;
pub use json::{JsonReport, REPORT_VERSION};
pub use junit::junit;
pub use matrix::{Cell, Mark, Matrix, MatrixJson, Row, matrix_html, matrix_junit, matrix_sarif, matrix_text};
pub use places::{Place, Places};
pub use sarif::sarif;
pub use standing::{Standing, caveats};
pub use tally::Tally;
pub use text::{failure, text};

/// A run and what it was a run of.
pub struct Report<'a> {
    /// The run.
    pub run: &'a Run<'a>,
    /// How the peer was started.
    pub settings: &'a Settings,
    /// The vectors that the run's were selected from.
    pub suite: &'a Suite,
    /// The profile that was demanded.
    pub profile: Option<&'a str>,
    /// The command of a peer that is not the embedded one.
    pub peer: Option<&'a PeerCommand>,
    /// The folder of vectors, where it is not the usual one.
    pub vectors: Option<&'a Path>,
    /// Where the vectors stand, if a report is to say so.
    pub places: Places,
}

impl<'a> Report<'a> {
    /// The vectors of the run, in its order: what every report is made of.
    pub fn cases(&'a self) -> impl Iterator<Item = Case<'a>> {
        let pairs = self.run.vectors.iter().zip(&self.run.results);
        pairs.map(|(vector, result)| Case::new(self, vector, result))
    }

    /// What is wrong with the peer besides its answers, and untrue in the list of known failures: by name and in words.
    fn conduct(&self) -> impl Iterator<Item = (&'static str, String)> + use<'a> {
        let run = self.run;
        let findings = run.findings.iter().map(|finding| (finding.name(), finding.to_string()));
        let stale = run.stale.iter().map(|stale| ("stale-known-failure", stale.to_string()));
        findings.chain(stale)
    }

    /// The command that replays one vector alone.
    fn replay_command(&self, vector: &Vector) -> String {
        let mut words = self.command(&["--id", &vector.id]);
        let mut option = |name: &str, value: String| words.extend([name.to_owned(), value]);
        if let Some(peer) = self.peer {
            option("--peer", peer.to_string());
        }
        if self.settings.codec != crate::driver::Codec::default() {
            option("--codec", self.settings.codec.to_string());
        }
        self.with_source(words)
    }

    /// The command that explains one vector.
    fn explain_command(&self, vector: &Vector) -> String {
        self.with_source(self.command(&["explain", &vector.id]))
    }

    fn command(&self, words: &[&str]) -> Vec<String> {
        let program = ["cargo", "run", "-q", "-p", "conformance", "--"];
        program.iter().chain(words).map(|word| (*word).to_owned()).collect()
    }

    fn with_source(&self, mut words: Vec<String>) -> String {
        let mut option = |name: &str, value: String| words.extend([name.to_owned(), value]);
        if let Source::Fresh { seed } = self.suite.source {
            option("--fresh-seed", seed.to_string());
        }
        if let Some(vectors) = self.vectors {
            option("--vectors", vectors.display().to_string());
        }
        shlex::try_join(words.iter().map(String::as_str)).unwrap_or_default()
    }
}
