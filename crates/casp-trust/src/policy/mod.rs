//! What a task's risk demands of whoever carries it out.

mod explain;
mod order;
mod read;
mod rules;
mod tiered;

use casp_wire::v1::{RiskClass, SideEffect};

use crate::reputation::Standing;

pub use read::{Fault, MAX_POLICY_BYTES, Place, PolicyError};
pub use rules::BackgroundPlan;
pub use tiered::TieredPolicy;

/// What a policy decides from: nothing that a candidate says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskFacts {
    /// The capability that is wanted.
    pub capability_id: String,
    /// What the task does to the world.
    pub side_effect: SideEffect,
    /// Whose data it touches.
    pub risk: RiskClass,
    /// What the requester pays at most, in micro-units of the budget's currency.
    pub price_micros: u64,
}

/// Decides how much verification a task gets. A researcher's own takes the place of the shipped one.
pub trait Policy {
    /// What is demanded of whoever carries out this task.
    fn demands(&self, task: &TaskFacts) -> Demands;

    /// Tier 1: whether a candidate of this standing is considered. The reason goes into the funnel's report.
    ///
    /// # Errors
    /// Why not.
    fn admits(&self, demands: &Demands, standing: &Standing) -> Result<(), String>;

    /// What is demanded for this task and why, for a person to read.
    fn explain(&self, task: &TaskFacts) -> String {
        self.demands(task).explain()
    }
}

/// What a task demands, tier by tier, and why.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Demands {
    /// Tier 1.
    pub reputation: Option<ReputationDemand>,
    /// Tier 2.
    pub canaries: Option<CanaryDemand>,
    /// Tier 3.
    pub evidence: Option<EvidenceDemand>,
    /// What all of it may cost.
    pub budget: VerificationBudget,
    /// Why: one sentence for each decision, in the order in which they were taken.
    pub because: Vec<String>,
}

/// Tier 1.
#[derive(Clone, Debug, PartialEq)]
pub struct ReputationDemand {
    /// The least expectation, 0 to 1.
    pub floor: f64,
    /// The most uncertainty, 0 to 1. Newcomers have 1.
    pub max_uncertainty: f64,
    /// Of tasks like this one, the share that may go to a newcomer in spite of floor and uncertainty, in parts per million.
    pub newcomer_share_ppm: u32,
}

/// Tier 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CanaryDemand {
    /// How many canaries in a row must have passed.
    pub passes: u32,
    /// For how long a pass counts.
    pub pass_counts_for_ms: u64,
    /// How many candidates are probed at once; 1 is one after the other.
    pub parallel: u32,
    /// The capability that is probed in its place where the task's own must not be: a sibling without side effects.
    pub sibling: Option<String>,
}

/// Tier 3.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct EvidenceDemand {
    /// Kinds of evidence that the contract has to promise, ascending.
    pub kinds: Vec<String>,
    /// Whose receipts count.
    pub signer_classes: Vec<casp_wire::v1::SignerClass>,
    /// Kinds of attestation, one of which has to be there. Empty: none is asked for.
    pub attestation_kinds: Vec<String>,
    /// Measurements, one of which an attestation has to show. Empty: any.
    pub measurements: Vec<Vec<u8>>,
}

/// What verification of one task may cost, work itself not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct VerificationBudget {
    /// From the first probe to the last verdict.
    pub time_ms: u64,
    /// Money for probes, in micro-units of the task's currency.
    pub price_micros: u64,
    /// How many probes.
    pub probes: u32,
}
