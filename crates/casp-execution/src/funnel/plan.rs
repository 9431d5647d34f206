//! What is wanted, of whom, and what it may cost.

use casp_discovery::{DiscoveryViolation, Filters, Objectives, Ranker};
use casp_trust::TaskFacts;
use casp_wire::v1::{Intent, Objective};
use serde::Serialize;

/// Most candidates of one answer that are ever looked at, whatever [`Limits::candidates`] says.
pub const MAX_CANDIDATES: usize = 256;

/// Most answers that are ever asked for, whatever [`Limits::rounds`] says.
pub const MAX_ROUNDS: u32 = 16;

/// Longest text of others that a report keeps, characters.
pub const MAX_DETAIL_CHARS: usize = 160;

/// The grain of `trust` where an intent does not name it among its objectives, parts per million: standings that differ by less
/// are equals, so that quality of service decides between them.
pub const TRUST_GRAIN_PPM: u64 = 50_000;

/// One task for the funnel.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What reports call it; the first [`MAX_DETAIL_CHARS`] characters.
    pub name: String,
    /// What the policy decides from. `price_micros` is the most that one attempt may cost.
    pub facts: TaskFacts,
    /// Which candidates may have it, and in what order they are tried.
    pub search: Search,
    /// What it may cost beside that.
    pub limits: Limits,
    /// 32 random bytes of this task alone: the nonces of queries, the order among equals and the newcomers' draw come of it.
    pub seed: [u8; 32],
    /// No contract has a later deadline. Milliseconds since the Unix epoch.
    pub deadline_ms: i64,
}

/// Hard constraints and objectives.
#[derive(Clone, Debug)]
pub struct Search {
    pub(super) filters: Filters,
    pub(super) objectives: Objectives,
}

impl Search {
    /// Reads the constraints and objectives of an intent. The requester's own trust is an objective always: last, with
    /// [`TRUST_GRAIN_PPM`], where the intent does not name it. So an intent that a registry is asked, which cannot name it, ranks by
    /// it here.
    ///
    /// # Errors
    /// INT-1 to INT-6.
    pub fn of(intent: &Intent) -> Result<Self, DiscoveryViolation> {
        let mut objectives = intent.objectives.clone();
        if !objectives.iter().any(|each| each.name == "trust") {
            objectives.push(Objective {
                name: "trust".into(),
                grain: TRUST_GRAIN_PPM,
            });
        }
        Ok(Self {
            filters: Filters::of(&intent.constraints)?,
            objectives: Objectives::of(&objectives, Ranker::Requester)?,
        })
    }
}

/// What a task may cost beside what its policy grants for verification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Limits {
    /// Candidates of one answer that are looked at; [`MAX_CANDIDATES`] at most.
    pub candidates: usize,
    /// Answers that are asked for, the first included; [`MAX_ROUNDS`] at most.
    pub rounds: u32,
    /// How often the work itself may be contracted.
    pub attempts: u32,
    /// Money for the work, all attempts together, in micro-units of the task's currency: an accepted quote counts as spent.
    pub spend_micros: u64,
    /// How long an answer is waited for, milliseconds.
    pub discover_ms: u64,
    /// How long a quote is waited for, milliseconds.
    pub quote_ms: u64,
    /// How long a canary's result is waited for from its acceptance on, milliseconds, if its deadline does not come before.
    pub probe_ms: u64,
    /// From the offer to the deadline of the contract, milliseconds, of canaries as of the work: else they could be told apart. Less
    /// than the task has, or there is no time for a second attempt.
    pub work_ms: u64,
    /// How long the caller may take over a plan or over evidence, milliseconds.
    pub check_ms: u64,
    /// Whether a result that says PARTIAL ends the task well.
    pub accepts_partial: bool,
}

impl Limits {
    /// Three attempts at the full price, three answers of 64 candidates, and times for tasks of seconds.
    #[must_use]
    pub const fn for_price(price_micros: u64) -> Self {
        Self {
            candidates: 64,
            rounds: 3,
            attempts: 3,
            spend_micros: price_micros.saturating_mul(3),
            discover_ms: 5_000,
            quote_ms: 5_000,
            probe_ms: 30_000,
            work_ms: 120_000,
            check_ms: 30_000,
            accepts_partial: false,
        }
    }
}
