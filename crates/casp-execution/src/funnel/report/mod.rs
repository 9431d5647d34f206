//! What became of a task, for each stage and each candidate.
//!
//! [`Report`] is serialised by serde; in JSON it has this shape, whose names and codes never change and to which members may be
//! added (`version` rises when one goes or changes its meaning):
//!
//! ```json
//! {
//!   "version": 1,
//!   "task": { "name", "capability", "side_effect", "risk", "price_micros" },
//!   "because": [ "why the task demands what it does", … ],
//!   "started_ms", "ended_ms",
//!   "stages": [ { "stage", "is_demanded", "entered", "passed", "abandoned": [ { "reason", "count" }, … ] }, … ],
//!   "rounds": [ { "round", "found", "order": [ "did:key:…", … ] }, … ],
//!   "candidates": [ { "agent", "round", "front", "stage", "reason", "detail" }, … ],
//!   "budget": { "probes", "probe_micros", "verification_ms", "attempts", "work_micros" },
//!   "spent": { "probes", "probe_micros", "attempts", "work_micros" },
//!   "ending": { "kind", … }
//! }
//! ```
//!
//! At every stage `entered` is `passed` and all of `abandoned` together, once the task has ended; what entered a stage passed the
//! one before. `stages` are those of [`Stage::ALL`], in that order; `reason` is a [`Reason::code`], null for who did the work.
//! `ending.kind` is `completed` (with `agent`, `is_partial`), `exhausted` (`why`), `needs-look` (`agent`, `why`) or `stopped`; before the end
//! `ending` is null.

mod svg;
mod text;

use casp_identity::AgentId;
use casp_wire::v1::{RiskClass, SideEffect};
use serde::Serialize;

use super::engine::Funnel;
use super::message::Ending;
use super::select::bounded;
use super::slot::{Slot, State};
use super::stage::{Reason, Stage};

/// The version of the JSON form.
const VERSION: u32 = 1;

/// What became of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Of the form.
    pub version: u32,
    /// The task.
    pub task: TaskReport,
    /// Why it demands what it does.
    pub because: Vec<String>,
    /// When it began, milliseconds since the Unix epoch.
    pub started_ms: i64,
    /// When the last event came.
    pub ended_ms: i64,
    /// Every stage, in order.
    pub stages: Vec<StageReport>,
    /// Every answer that was asked for.
    pub rounds: Vec<RoundReport>,
    /// Every candidate that was looked at, in the order of fallback, those that do not fit before it.
    pub candidates: Vec<CandidateReport>,
    /// What there was to spend.
    pub budget: BudgetReport,
    /// What was spent.
    pub spent: SpentReport,
    /// How it ended.
    pub ending: Option<EndingReport>,
}

/// A task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TaskReport {
    /// What the caller calls it.
    pub name: String,
    /// The capability that is wanted.
    pub capability: String,
    /// `none`, `reversible`, `irreversible`.
    pub side_effect: &'static str,
    /// `public`, `private`, `regulated`.
    pub risk: &'static str,
    /// The most that one attempt may cost.
    pub price_micros: u64,
}

/// What happened at a stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StageReport {
    /// Which.
    pub stage: Stage,
    /// Whether the task demands it; everybody passes one that it does not.
    pub is_demanded: bool,
    /// How many came.
    pub entered: u64,
    /// How many went on.
    pub passed: u64,
    /// Why the others did not.
    pub abandoned: Vec<AbandonedCount>,
}

/// Candidates that were abandoned for one reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct AbandonedCount {
    /// The reason.
    pub reason: Reason,
    /// How many.
    pub count: u32,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoundReport {
    /// Which, from 0.
    pub round: u32,
    /// How many candidates it named.
    pub found: u64,
    /// The order of fallback, fixed before the first of them was engaged.
    pub order: Vec<String>,
}

/// A candidate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CandidateReport {
    /// The agent's did:key.
    pub agent: String,
    /// The answer that named it.
    pub round: u32,
    /// Its Pareto front, from 1; nothing if it was not ranked.
    pub front: Option<u32>,
    /// The stage that it came to.
    pub stage: Stage,
    /// Why it was abandoned; nothing if it did the work, or is not out yet.
    pub reason: Option<Reason>,
    /// What is beside the reason, such as an attribute or a rule.
    pub detail: String,
}

/// What a task could spend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct BudgetReport {
    /// Probes.
    pub probes: u32,
    /// Money for them, micro-units.
    pub probe_micros: u64,
    /// Time for verification, milliseconds.
    pub verification_ms: u64,
    /// Contracts for the work.
    pub attempts: u32,
    /// Money for them, micro-units.
    pub work_micros: u64,
}

/// What a task has spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SpentReport {
    /// Probes that were sent.
    pub probes: u32,
    /// Money for them, micro-units.
    pub probe_micros: u64,
    /// Contracts for the work.
    pub attempts: u32,
    /// Money for them, micro-units.
    pub work_micros: u64,
}

/// How a task ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum EndingReport {
    /// [`Ending::Completed`].
    Completed {
        /// Who did it.
        agent: String,
        /// Whether the result says PARTIAL.
        is_partial: bool,
    },
    /// [`Ending::Exhausted`].
    Exhausted {
        /// A code.
        why: &'static str,
    },
    /// [`Ending::NeedsLook`].
    NeedsLook {
        /// With whom.
        agent: String,
        /// What is open.
        why: Reason,
    },
    /// [`Ending::Stopped`].
    Stopped,
}

impl Funnel {
    /// What has become of the task so far, or in the end.
    #[must_use]
    pub fn report(&self) -> Report {
        let facts = &self.plan.facts;
        let (limits, budget) = (&self.plan.limits, &self.demands.budget);
        Report {
            version: VERSION,
            task: TaskReport {
                name: bounded(&self.plan.name),
                capability: facts.capability_id.clone(),
                side_effect: side_effect_name(facts.side_effect),
                risk: risk_name(facts.risk),
                price_micros: facts.price_micros,
            },
            because: self.demands.because.clone(),
            started_ms: self.started_ms,
            ended_ms: self.now_ms,
            stages: Stage::ALL.into_iter().map(|stage| self.stage_report(stage)).collect(),
            rounds: self.round_reports(),
            candidates: self.slots.iter().map(CandidateReport::of).collect(),
            budget: BudgetReport {
                probes: budget.probes,
                probe_micros: budget.price_micros,
                verification_ms: budget.time_ms,
                attempts: limits.attempts,
                work_micros: limits.spend_micros,
            },
            spent: SpentReport {
                probes: self.spending.probes,
                probe_micros: self.spending.probe_micros,
                attempts: self.spending.attempts,
                work_micros: self.spending.work_micros,
            },
            ending: self.ended.as_ref().map(EndingReport::of),
        }
    }

    fn stage_report(&self, stage: Stage) -> StageReport {
        let count = self.counts.of(stage);
        let is_demanded = match stage {
            Stage::Reputation => self.demands.reputation.is_some(),
            Stage::Canary => self.demands.canaries.is_some(),
            Stage::Evidence => self.demands.evidence.is_some(),
            _ => true,
        };
        let abandoned = count.abandoned();
        StageReport {
            stage,
            is_demanded,
            entered: count.entered,
            passed: count.passed,
            abandoned: abandoned
                .map(|(reason, count)| AbandonedCount { reason, count })
                .collect(),
        }
    }

    fn round_reports(&self) -> Vec<RoundReport> {
        let rounds = (0_u32..).zip(&self.rounds);
        let report = |(round, found): (u32, &u64)| {
            let ordered = self
                .slots
                .iter()
                .filter(|slot| slot.round == round && slot.seat.is_some());
            RoundReport {
                round,
                found: *found,
                order: ordered.map(|slot| slot.agent.to_did_key()).collect(),
            }
        };
        rounds.map(report).collect()
    }
}

impl CandidateReport {
    fn of(slot: &Slot) -> Self {
        Self {
            agent: slot.agent.to_did_key(),
            round: slot.round,
            front: slot.seat.as_ref().map(|seat| seat.front),
            stage: slot.stage,
            reason: match slot.state {
                State::Out(reason) => Some(reason),
                _ => None,
            },
            detail: slot.detail.clone(),
        }
    }
}

impl EndingReport {
    fn of(ending: &Ending) -> Self {
        let named = |agent: &AgentId| agent.to_did_key();
        match ending {
            Ending::Completed { by, is_partial, .. } => Self::Completed {
                agent: named(by),
                is_partial: *is_partial,
            },
            Ending::Exhausted { why } => Self::Exhausted { why: why.code() },
            Ending::NeedsLook { with, why, .. } => Self::NeedsLook {
                agent: named(with),
                why: *why,
            },
            Ending::Stopped => Self::Stopped,
        }
    }
}

impl Report {
    /// The JSON form, indented, with a newline at its end. The same report gives the same bytes.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Plain data with string keys always has a form.
        let mut json = serde_json::to_string_pretty(self).unwrap_or_default();
        json.push('\n');
        json
    }
}

const fn side_effect_name(side_effect: SideEffect) -> &'static str {
    match side_effect {
        SideEffect::None => "none",
        SideEffect::Reversible => "reversible",
        SideEffect::Irreversible => "irreversible",
        SideEffect::Unspecified => "unspecified",
    }
}

const fn risk_name(risk: RiskClass) -> &'static str {
    match risk {
        RiskClass::Public => "public",
        RiskClass::Private => "private",
        RiskClass::Regulated => "regulated",
        RiskClass::Unspecified => "unspecified",
    }
}
