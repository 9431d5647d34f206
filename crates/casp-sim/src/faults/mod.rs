//! Fault injection: the engines that ship, under everything that goes wrong, and promises that are checked after every event.
//!
//! From one seed follows a [`Plan`]: a small cast (a registry, providers, requesters, an adversary), tasks, and a list of faults, each
//! of them data. The plan runs under virtual time. After every event the bed checks its [`Invariant`]s by its own books, and asks no
//! engine for its opinion: it knows which letters it has bent, it counts effects where they take place, it reads contracts from the
//! statements that make them, and it keeps a naive model of what the registry has to serve.
//!
//! A seed that breaks a promise is shrunk: faults, tasks and nodes are left out while the same promise is broken. What is left has a
//! short name, and [`Failure::command`] replays it. See `FAULTS.md` beside this crate's manifest.

mod bed;
mod directory;
mod disk;
mod evidence;
mod forge;
mod history;
mod host;
mod hunt;
mod ledger;
mod node;
mod plan;
mod promise;
mod provider;
mod read;
mod requester;
mod shrink;
mod stage;

use core::fmt;
use core::num::NonZeroUsize;

use casp_identity::StandIn;

use crate::run::{Job, run as run_jobs};

pub use forge::{FORGERIES, Forgery};
pub use ledger::Invariant;
pub use plan::{Conduct, Fault, Harm, Item, Kept, NodeId, NotKept, Plan, PlanAnswer, REGISTRY, Task, Way, Work};

use history::History;

/// What signatures are, in a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Signatures {
    /// Ed25519.
    Real,
    /// [`casp_identity::StandIn`]: refuses the same, and costs less.
    #[default]
    StandIn,
}

/// The stand-in's secret: nothing in a run is worth keeping.
const SECRET: [u8; 32] = [0xfa; 32];

impl Signatures {
    /// What verifiers take for signatures, where these are not real.
    const fn stand_in(self) -> Option<StandIn> {
        match self {
            Self::Real => None,
            Self::StandIn => Some(StandIn::dangerous(SECRET)),
        }
    }
}

/// How to run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// What signatures are.
    pub signatures: Signatures,
    /// For tests of the bed itself: disks say that records are safe, and lose the last of them in a crash.
    pub lying_disks: bool,
}

/// What came of a run that broke no promise, or of many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Runs.
    pub runs: u64,
    /// Events.
    pub events: u64,
    /// Messages that were sent.
    pub messages: u64,
    /// Of these: lost by a fault of the plan or by the weather, doubled, or corrupted.
    pub harmed: u64,
    /// Corrupted messages that arrived and were refused.
    pub damaged_refused: u64,
    /// Forged ones that were refused.
    pub forged_refused: u64,
    /// Crashes.
    pub crashes: u64,
    /// Tasks.
    pub tasks: u64,
    /// Of these: those that were lost with their requester.
    pub lost: u64,
    /// Effects that took place.
    pub effects: u64,
    /// Registrations that were accepted.
    pub registrations: u64,
    /// Of these: those that were acknowledged.
    pub acknowledged: u64,
    /// Misconduct that engines hold against the adversary.
    pub accused: u64,
}

/// A promise that was broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// Which.
    pub invariant: Invariant,
    /// When, milliseconds from the start of the run.
    pub at_ms: i64,
    /// How.
    pub what: String,
}

/// A run that broke a promise, shrunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The seed.
    pub seed: u64,
    /// What is left of its plan.
    pub kept: Kept,
    /// What was broken, in the shrunk run.
    pub breach: Breach,
    /// What is left, for people: a line each.
    pub plan: Vec<String>,
    /// What happened, a line each.
    pub history: Vec<String>,
}

/// Runs the plan of a seed.
///
/// # Errors
/// The promise that it breaks, with the plan shrunk.
pub fn run(seed: u64, options: Options) -> Result<Summary, Box<Failure>> {
    let plan = Plan::of(seed);
    let ran = bed::run(&plan, options, History::none());
    match ran.breach {
        None => Ok(ran.summary.of_one()),
        Some(breach) => {
            let kept = shrink::shrink(&plan, plan.items(), breach.invariant, options);
            match replay(seed, &kept, options) {
                Err(failure) => Err(failure),
                // Shrinking keeps only what breaks the promise: what is left does.
                Ok(_) => replay(seed, &plan.items(), options),
            }
        }
    }
}

/// Runs what was kept of the plan of a seed, with its history.
///
/// # Errors
/// The promise that it breaks.
pub fn replay(seed: u64, kept: &Kept, options: Options) -> Result<Summary, Box<Failure>> {
    let plan = Plan::of(seed).keeping(kept);
    let ran = bed::run(&plan, options, History::written());
    match ran.breach {
        None => Ok(ran.summary.of_one()),
        Some(breach) => Err(Box::new(Failure {
            seed,
            kept: plan.items(),
            breach,
            plan: plan.describe(),
            history: ran.lines,
        })),
    }
}

/// Runs so many seeds on so many threads. `finished` is told after each how many are done.
///
/// Gives what came of all that broke no promise, and the failures in the order of their seeds.
pub fn sweep(
    first_seed: u64,
    seeds: u64,
    threads: NonZeroUsize,
    options: Options,
    finished: impl Fn(usize) + Sync,
) -> (Summary, Vec<Failure>) {
    let jobs: Vec<Job<()>> = (first_seed..first_seed.saturating_add(seeds))
        .map(|seed| Job { point: (), seed })
        .collect();
    let outcomes = run_jobs(&jobs, threads, |job| run(job.seed, options), finished);
    let (mut all, mut failures) = (Summary::default(), Vec::new());
    for (job, outcome) in jobs.iter().zip(outcomes) {
        match outcome {
            Ok(Ok(summary)) => all = all.and(summary),
            Ok(Err(failure)) => failures.push(*failure),
            Err(panicked) => failures.push(Failure {
                seed: job.seed,
                kept: Plan::of(job.seed).items(),
                breach: Breach {
                    invariant: Invariant::Panic,
                    at_ms: 0,
                    what: panicked.message,
                },
                plan: Vec::new(),
                history: Vec::new(),
            }),
        }
    }
    (all, failures)
}

impl Failure {
    /// The command that replays it, of the binary of this crate. `without`: the rule that was switched off, in a build with
    /// `--cfg casp_fault`.
    #[must_use]
    pub fn command(&self, options: Options, without: &[String]) -> String {
        let flags = if without.is_empty() {
            ""
        } else {
            "RUSTFLAGS=\"--cfg casp_fault\" "
        };
        let without: String = without.iter().map(|rule| format!(" --without {rule}")).collect();
        let real = if options.signatures == Signatures::Real {
            " --real-signatures"
        } else {
            ""
        };
        let lying = if options.lying_disks { " --lying-disks" } else { "" };
        format!(
            "{flags}cargo run --release -p casp-sim -- faults --seed {} --keep {}{real}{lying}{without}",
            self.seed, self.kept
        )
    }
}

impl Summary {
    const fn of_one(self) -> Self {
        Self { runs: 1, ..self }
    }

    /// Of both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            runs: self.runs.saturating_add(other.runs),
            events: self.events.saturating_add(other.events),
            messages: self.messages.saturating_add(other.messages),
            harmed: self.harmed.saturating_add(other.harmed),
            damaged_refused: self.damaged_refused.saturating_add(other.damaged_refused),
            forged_refused: self.forged_refused.saturating_add(other.forged_refused),
            crashes: self.crashes.saturating_add(other.crashes),
            tasks: self.tasks.saturating_add(other.tasks),
            lost: self.lost.saturating_add(other.lost),
            effects: self.effects.saturating_add(other.effects),
            registrations: self.registrations.saturating_add(other.registrations),
            acknowledged: self.acknowledged.saturating_add(other.acknowledged),
            accused: self.accused.saturating_add(other.accused),
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} runs, {} events, {} messages",
            self.runs, self.events, self.messages
        )?;
        writeln!(
            f,
            "injected: {} crashes, {} messages lost, doubled or corrupted; refused: {} corrupted, {} forged",
            self.crashes, self.harmed, self.damaged_refused, self.forged_refused
        )?;
        writeln!(
            f,
            "{} tasks, of which {} were lost with their requester; {} effects; {} accusations of the adversary",
            self.tasks, self.lost, self.effects, self.accused
        )?;
        write!(
            f,
            "{} registrations accepted, {} acknowledged",
            self.registrations, self.acknowledged
        )
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "seed {} breaks a promise: {}",
            self.seed,
            self.breach.invariant.name()
        )?;
        writeln!(f, "  {}", self.breach.what)?;
        writeln!(f, "what is left of its plan:")?;
        for line in &self.plan {
            writeln!(f, "  {line}")?;
        }
        writeln!(f, "what happened:")?;
        for line in &self.history {
            writeln!(f, "  {line}")?;
        }
        Ok(())
    }
}
