//! What an agent decides for itself about counting (SPEC.md section 20.5), and its bounds.

use std::collections::BTreeMap;

use casp_identity::AgentId;

const DAY_MS: u64 = 86_400_000;

/// How much one outcome weighs. Bad weighs more than good, so that trust is slow to win and fast to lose; an expectation is
/// therefore a cautious figure and not a frequency: nine of ten give 9 / (9 + 2) at the limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    /// Work was delivered as agreed. The unit: 1.
    pub good: f64,
    /// A canary passed: 0.25. It shows that one task was answered well that may have looked like a canary, and it is not work: who
    /// answers canaries and spoils work must not live by canaries.
    pub canary_passed: f64,
    /// Work was not as agreed, in one's own eyes: 2.
    pub bad: f64,
    /// No result came in time: 1. A network can be to blame, and nobody can tell.
    pub no_result: f64,
    /// A canary failed: 4. The answer was fixed beforehand, so that there is no mistaking it.
    pub canary_failed: f64,
    /// What was agreed as evidence is missing or does not hold: 4. Whoever promises evidence and shows none hides something.
    pub evidence_failed: f64,
    /// A signed proof, against everything that the agent does while it is held: 16.
    pub proof: f64,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            good: 1.0,
            canary_passed: 0.25,
            bad: 2.0,
            no_result: 1.0,
            canary_failed: 4.0,
            evidence_failed: 4.0,
            proof: 16.0,
        }
    }
}

/// What is left of good evidence when behaviour changes, and when outcomes say that it has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DriftRules {
    /// The share of good evidence about other behaviour digests of a capability that counts for this one: 0.25. Bad counts in full.
    pub good_carried: f64,
    /// The share of good evidence that outlives a drift that is inferred from outcomes: 0.25. Bad stays.
    pub good_kept: f64,
    /// What a failure may exceed the rate of failures so far by, before it raises the alarm: 0.25 (k of a one-sided CUSUM; E. S.
    /// Page, *Continuous Inspection Schemes*, Biometrika 41, 1954).
    pub allowance: f64,
    /// The alarm at which drift is inferred: 2 (h of the CUSUM). With a hundredth of failures before, the third in a row.
    pub threshold: f64,
    /// The share of an agent's own bad evidence in its other capabilities that counts for this one: 0.25.
    pub bad_spilled: f64,
}

impl Default for DriftRules {
    fn default() -> Self {
        Self {
            good_carried: 0.25,
            good_kept: 0.25,
            allowance: 0.25,
            threshold: 2.0,
            bad_spilled: 0.25,
        }
    }
}

/// How much the word of others counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ForeignRules {
    /// The most evidence of others in all, where own experience is not more: 4, with which uncertainty is a third.
    pub most: f64,
    /// Where own experience is more than that, the most as a share of it: 0.5.
    pub most_per_own: f64,
    /// The most trust in a rater that no anchor vouches for, 0 to 0.95: 0.8.
    pub earned_trust: f64,
    /// By how much a rater's report may differ from what one saw oneself, as a share of good outcomes, before it counts against it: 0.2.
    pub tolerance: f64,
    /// How much more a report that differs weighs than one that agrees: 3.
    pub disagreement: f64,
}

impl Default for ForeignRules {
    fn default() -> Self {
        Self {
            most: 4.0,
            most_per_own: 0.5,
            earned_trust: 0.8,
            tolerance: 0.2,
            disagreement: 3.0,
        }
    }
}

/// How outcomes are counted. Only the agent itself knows its rules: they are no part of what it persists.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReputationRules {
    /// What is expected of somebody of whom nothing is known, 0 to 1: 0. Whatever is above 0 is what a new name is worth to one who
    /// spoilt his.
    pub base_rate: f64,
    /// Half-life of good evidence, milliseconds: 30 days.
    pub good_half_life_ms: u64,
    /// Half-life of bad evidence, milliseconds: 60 days, so that it is remembered for longer than the good that came with it.
    pub bad_half_life_ms: u64,
    /// For how long a proof is held against an agent, milliseconds: a year.
    pub proof_held_for_ms: u64,
    /// How old an outcome may be when it is counted, and so for how long contracts are remembered, milliseconds: 180 days.
    pub counted_for_ms: u64,
    /// What each kind of outcome weighs.
    pub weights: Weights,
    /// Change of behaviour.
    pub drift: DriftRules,
    /// The word of others.
    pub foreign: ForeignRules,
}

impl Default for ReputationRules {
    fn default() -> Self {
        Self {
            base_rate: 0.0,
            good_half_life_ms: 30 * DAY_MS,
            bad_half_life_ms: 60 * DAY_MS,
            proof_held_for_ms: 365 * DAY_MS,
            counted_for_ms: 180 * DAY_MS,
            weights: Weights::default(),
            drift: DriftRules::default(),
            foreign: ForeignRules::default(),
        }
    }
}

/// Rules that cannot be counted by.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RuleError {
    /// A figure is out of its range.
    #[error("{name} is {value}: it has to be from {least} to {most}")]
    Range {
        /// The field.
        name: &'static str,
        /// What it is.
        value: f64,
        /// Its least value.
        least: f64,
        /// Its greatest.
        most: f64,
    },
    /// A time is 0.
    #[error("{name} is 0 ms: it has to be at least 1")]
    NoTime {
        /// The field.
        name: &'static str,
    },
}

/// The most that one outcome may weigh.
const MOST_WEIGHT: f64 = 1_000.0;

impl ReputationRules {
    /// Whether they can be counted by.
    ///
    /// # Errors
    /// The first field that is out of range.
    pub fn check(&self) -> Result<(), RuleError> {
        let (weights, drift, foreign) = (&self.weights, &self.drift, &self.foreign);
        let figures = [
            ("base_rate", self.base_rate, 1.0),
            ("weights.good", weights.good, MOST_WEIGHT),
            ("weights.canary_passed", weights.canary_passed, MOST_WEIGHT),
            ("weights.bad", weights.bad, MOST_WEIGHT),
            ("weights.no_result", weights.no_result, MOST_WEIGHT),
            ("weights.canary_failed", weights.canary_failed, MOST_WEIGHT),
            ("weights.evidence_failed", weights.evidence_failed, MOST_WEIGHT),
            ("weights.proof", weights.proof, MOST_WEIGHT),
            ("drift.good_carried", drift.good_carried, 1.0),
            ("drift.good_kept", drift.good_kept, 1.0),
            ("drift.allowance", drift.allowance, 1.0),
            ("drift.threshold", drift.threshold, MOST_WEIGHT),
            ("drift.bad_spilled", drift.bad_spilled, 1.0),
            ("foreign.most", foreign.most, MOST_WEIGHT),
            ("foreign.most_per_own", foreign.most_per_own, 1.0),
            ("foreign.earned_trust", foreign.earned_trust, MOST_TRUST),
            ("foreign.tolerance", foreign.tolerance, MOST_TOLERANCE),
            ("foreign.disagreement", foreign.disagreement, MOST_WEIGHT),
        ];
        figures
            .iter()
            .try_for_each(|(name, value, most)| within(name, *value, *most))?;
        let times = [
            ("good_half_life_ms", self.good_half_life_ms),
            ("bad_half_life_ms", self.bad_half_life_ms),
            ("proof_held_for_ms", self.proof_held_for_ms),
            ("counted_for_ms", self.counted_for_ms),
        ];
        let none = times.iter().find(|(_, time_ms)| *time_ms == 0);
        none.map_or(Ok(()), |(name, _)| Err(RuleError::NoTime { name }))
    }
}

/// The most trust there is in anybody: with 1, one word would outweigh everything.
pub const MOST_TRUST: f64 = 0.95;

const MOST_TOLERANCE: f64 = 0.9;

fn within(name: &'static str, value: f64, most: f64) -> Result<(), RuleError> {
    let range = RuleError::Range {
        name,
        value,
        least: 0.0,
        most,
    };
    (0.0..=most).contains(&value).then_some(()).ok_or(range)
}

/// Somebody whose reports are believed without experience of them, because its owner says so.
#[derive(Clone, Debug, PartialEq)]
pub struct Anchor {
    /// Who.
    pub agent: AgentId,
    /// How far, 0 to 0.95.
    pub trust: f64,
    /// Whom it vouches for and how far, 0 to 0.95: that much of `trust`. This is configured, too: nobody vouches over the wire. There it
    /// ends, a path has two steps at most.
    pub vouches_for: BTreeMap<AgentId, f64>,
}

impl Anchor {
    /// Whether its figures are in range.
    ///
    /// # Errors
    /// The first that is not.
    pub fn check(&self) -> Result<(), RuleError> {
        within("anchor.trust", self.trust, MOST_TRUST)?;
        let mut vouched = self.vouches_for.values();
        vouched.try_for_each(|trust| within("anchor.vouches_for", *trust, MOST_TRUST))
    }
}

/// How much a reputation remembers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReputationLimits {
    /// Pairs of agent and capability: 100,000. What gives way first is what is known only from raters without a path of trust, then what
    /// only trusted raters know, then own good experience, then own bad; within each what decays to nothing first. Nothing gives way
    /// to a lesser kind.
    pub subjects: usize,
    /// Behaviour digests for each of them: 4. The one gives way that was worked with least recently; what it did well still counts as
    /// evidence about another digest.
    pub versions: usize,
    /// Raters for each of them: 16, of whom an anchor and those it vouches for hold a quarter at most. The one gives way whose trust is least.
    pub raters_of_subject: usize,
    /// Agents that did own work badly or against whom a proof is held: 100,000. Those go first with whom there is no own bad experience.
    pub spoilt_agents: usize,
    /// Raters: 4,096. Those go first that no anchor vouches for and that never agreed with own experience, the longest silent first. With
    /// a rater goes what it said.
    pub raters: usize,
    /// Contracts remembered for each rater: 64. Beyond that, the oldest is forgotten, and what is as old is no longer taken.
    pub reports_of_rater: usize,
    /// Own contracts remembered: 200,000. Likewise.
    pub contracts: usize,
}

impl Default for ReputationLimits {
    fn default() -> Self {
        Self {
            subjects: 100_000,
            versions: 4,
            raters_of_subject: 16,
            spoilt_agents: 100_000,
            raters: 4_096,
            reports_of_rater: 64,
            contracts: 200_000,
        }
    }
}
