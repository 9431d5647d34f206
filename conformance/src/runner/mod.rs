//! The runner: starts a peer, replays vectors to it and says what came of each.
//!
//! Every selected vector ends in exactly one [`Outcome`]. A peer's crash, silence or garbage is never taken for a
//! refusal, and is pinned on one vector. [`run`] is the whole of it; [`Run`] is what reports are made of.

mod answer;
mod case;
mod clock;
mod command;
mod declaration;
mod engine;
mod finding;
mod garbage;
mod judge;
mod kind;
mod known;
mod load_error;
mod outcome;
mod process;
mod record;
mod selection;
mod session;
mod stderr;
mod suite;
mod token;
mod trouble;
mod turn;

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use crate::driver::{Codec, FrameError};
use crate::vector::Vector;

pub use answer::{Difference, Got, verdict_name};
pub use command::{CommandError, PeerCommand};
pub use declaration::{Declaration, HelloFault};
pub use finding::Finding;
pub use garbage::{Garbage, Looks};
pub use kind::{Kind, UnknownKind};
pub use known::{KnownFailures, LineFault, ParseError, Stale};
pub use load_error::LoadError;
pub use outcome::{CaseResult, Outcome, Position};
pub use process::{Death, End};
pub use record::Record;
pub use selection::{ALL_AREAS, Selection};
pub use stderr::KEPT_BYTES as STDERR_KEPT_BYTES;
pub use suite::{Source, Suite, area_of, workspace_root};

/// Requests that the runner sends ahead at most, whatever the peer allows. With [`crate::driver::MAX_BINARY_BYTES`] it
/// bounds what the runner holds in memory.
pub const MAX_PIPELINE: u32 = 64;

/// How a peer is started and how long it is waited for.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The command.
    pub command: PeerCommand,
    /// The codec.
    pub codec: Codec,
    /// The folder in which the command is started.
    pub root: PathBuf,
    /// Time from the start of a process to its hello.
    pub start_deadline: Duration,
    /// Time for each case, counted from the answer to the case before.
    pub deadline: Duration,
    /// Requests to send ahead, if the peer allows as many; 1 to [`MAX_PIPELINE`].
    pub pipeline: u32,
    /// What tokens and seeds of requests are drawn from.
    pub seed: u64,
}

impl Settings {
    /// Settings that suit most peers, with a seed that the operating system draws.
    ///
    /// # Errors
    /// [`HarnessError::NoEntropy`].
    pub fn new(command: PeerCommand, codec: Codec, root: PathBuf) -> Result<Self, HarnessError> {
        let seed = getrandom::u64().map_err(|_| HarnessError::NoEntropy)?;
        let [start_deadline, deadline] = [30, 10].map(Duration::from_secs);
        Ok(Self {
            command,
            codec,
            root,
            start_deadline,
            deadline,
            pipeline: MAX_PIPELINE,
            seed,
        })
    }
}

/// Replays `vectors` to a peer. `progress` is told how many have come to their outcome.
///
/// # Errors
/// [`HarnessError`] when the peer could not be started at all. One that was started and misbehaves is no error but a
/// result.
pub fn run<'a>(
    settings: &Settings,
    vectors: Vec<&'a Vector>,
    expectations: Expectations,
    progress: &mut dyn FnMut(usize),
) -> Result<Run<'a>, HarnessError> {
    let started = clock::now();
    let transcript = engine::Engine::new(settings, &vectors, progress).run()?;
    Ok(Run {
        stale: expectations.known.stale(&vectors, &transcript.results),
        vectors,
        results: transcript.results,
        declaration: transcript.declaration,
        findings: transcript.findings,
        expectations,
        elapsed: clock::now() - started,
    })
}

/// What is asked of a run besides that nothing fails.
#[derive(Clone, Debug, Default)]
pub struct Expectations {
    /// Whether every selected vector must be served, as a profile demands.
    pub complete: bool,
    /// Failures that are known.
    pub known: KnownFailures,
}

/// A run and all that came of it.
#[derive(Clone, Debug)]
pub struct Run<'a> {
    /// The selected vectors.
    pub vectors: Vec<&'a Vector>,
    /// What became of each, in the same order.
    pub results: Vec<CaseResult>,
    /// What the peer said of itself.
    pub declaration: Option<Declaration>,
    /// What is wrong with the peer besides its answers.
    pub findings: Vec<Finding>,
    /// What was asked.
    pub expectations: Expectations,
    /// What is untrue in the list of known failures.
    pub stale: Vec<Stale>,
    /// How long it took.
    pub elapsed: Duration,
}

impl Run<'_> {
    /// Each vector with its result.
    pub fn pairs(&self) -> impl Iterator<Item = (&Vector, &CaseResult)> {
        self.vectors.iter().copied().zip(&self.results)
    }

    /// Whether a result is a failure that the list of known ones foresees.
    pub fn is_known(&self, vector: &Vector, result: &CaseResult) -> bool {
        self.expectations.known.foresees(&vector.id, &result.outcome)
    }

    /// Whether a result makes the peer nonconformant.
    pub fn is_red(&self, vector: &Vector, result: &CaseResult) -> bool {
        result.outcome.kind().is_red() && !self.is_known(vector, result)
    }

    /// What the run shows.
    pub fn conclusion(&self) -> Conclusion {
        let red = self.pairs().any(|(vector, result)| self.is_red(vector, result));
        if red || !self.findings.is_empty() || !self.stale.is_empty() {
            return Conclusion::NotConformant;
        }
        let tested = self
            .results
            .iter()
            .filter(|result| result.outcome.kind().is_tested())
            .count();
        if tested == 0 || (self.expectations.complete && tested < self.results.len()) {
            return Conclusion::NotEnoughTested;
        }
        Conclusion::Conformant
    }

    /// Refusals that came as they must, and how many of them bore an admissible code.
    pub fn codes(&self) -> CodeRate {
        let matched: Vec<bool> = self.results.iter().filter_map(|result| result.code_matched).collect();
        CodeRate {
            matched: matched.iter().filter(|matched| **matched).count(),
            of: matched.len(),
        }
    }
}

/// How many codes were admissible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeRate {
    /// Refusals with an admissible code.
    pub matched: usize,
    /// Refusals of the right verdict and stage whose vector states codes.
    pub of: usize,
}

/// What a run shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conclusion {
    /// Nothing that was tested is wrong.
    Conformant,
    /// Something is.
    NotConformant,
    /// Nothing is, but nothing was tested, or less than a profile demands.
    NotEnoughTested,
}

impl Conclusion {
    /// The line that a report ends with.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Conformant => "CONFORMANT",
            Self::NotConformant => "NOT CONFORMANT",
            Self::NotEnoughTested => "NOT ENOUGH TESTED",
        }
    }

    /// The status that the runner exits with.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Conformant => 0,
            Self::NotConformant => 1,
            Self::NotEnoughTested => 2,
        }
    }
}

/// Why there is no result: the runner's own failure, or its user's. The exit status is 3.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HarnessError {
    /// The peer could not be started.
    #[error("cannot start the peer `{command}`: {source}")]
    Spawn {
        /// The command.
        command: String,
        /// Why.
        source: io::Error,
    },
    /// A request that no codec can carry.
    #[error("cannot send {id}: {source}")]
    Unsendable {
        /// The vector's id.
        id: String,
        /// Why.
        source: FrameError,
    },
    /// The operating system gives no random numbers.
    #[error("the operating system gives no random numbers")]
    NoEntropy,
}
