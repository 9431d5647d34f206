//! What a policy's text says, once it is read.

use casp_wire::v1::{RiskClass, SideEffect};

use super::{CanaryDemand, Demands, EvidenceDemand, ReputationDemand, VerificationBudget};

/// Side effects as a policy names them, least first.
pub(super) const SIDE_EFFECTS: [(&str, SideEffect); 3] = [
    ("none", SideEffect::None),
    ("reversible", SideEffect::Reversible),
    ("irreversible", SideEffect::Irreversible),
];

/// Risks as a policy names them, least first.
pub(super) const RISKS: [(&str, RiskClass); 3] = [
    ("public", RiskClass::Public),
    ("private", RiskClass::Private),
    ("regulated", RiskClass::Regulated),
];

/// Everything that a policy's text says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rules {
    pub(super) name: String,
    pub(super) rows: Vec<Row>,
    pub(super) overrides: Vec<Override>,
    pub(super) background: Option<BackgroundPlan>,
}

/// What tasks of some side effects and risks get.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) name: String,
    /// Where the text has it.
    pub(super) line: usize,
    pub(super) side_effects: Vec<SideEffect>,
    pub(super) risks: Vec<RiskClass>,
    pub(super) tiers: Tiers,
}

/// What takes the place of parts of a row for some capabilities.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Override {
    pub(super) pattern: Pattern,
    pub(super) line: usize,
    pub(super) sibling: Option<String>,
    /// Ascending.
    pub(super) without: Vec<Part>,
    pub(super) tiers: Tiers,
}

/// The parts of a row.
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) struct Tiers {
    pub(super) reputation: Option<ReputationDemand>,
    pub(super) canaries: Option<Canaries>,
    pub(super) evidence: Option<EvidenceDemand>,
    pub(super) budget: Option<VerificationBudget>,
}

/// Tier 2 as a row says it: what is probed depends on the capability.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Canaries {
    pub(super) passes: u32,
    pub(super) pass_counts_for_ms: u64,
    pub(super) parallel: u32,
    /// Whether an irreversible capability without a sibling may be probed in its prepare phase.
    pub(super) prepare_phase: bool,
}

/// A part of a row that an override can leave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Reputation,
    Canaries,
    Evidence,
}

impl Part {
    pub(super) const ALL: [(&'static str, Self); 3] = [
        ("reputation", Self::Reputation),
        ("canaries", Self::Canaries),
        ("evidence", Self::Evidence),
    ];
}

/// How much is spent on canaries for subjects that are relied upon, work or no work. See [`crate::probe::Background`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackgroundPlan {
    /// Mean time between two canaries of one subject.
    pub mean_interval_ms: u64,
    /// The time over which probes, money and time are counted.
    pub window_ms: u64,
    /// What canaries of one window may cost, over all subjects.
    pub budget: VerificationBudget,
}

/// Which capabilities an override is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pattern {
    /// This one.
    Exactly(String),
    /// Those below this path, which ends with `/`.
    Below(String),
}

impl Pattern {
    fn matches(&self, capability_id: &str) -> bool {
        match self {
            Self::Exactly(id) => id == capability_id,
            Self::Below(path) => capability_id.starts_with(path.as_str()),
        }
    }

    /// Of several that match, the one with the highest counts: the exact one, then the longest path.
    const fn precision(&self) -> (bool, usize) {
        match self {
            Self::Exactly(id) => (true, id.len()),
            Self::Below(path) => (false, path.len()),
        }
    }
}

impl core::fmt::Display for Pattern {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Exactly(id) => f.write_str(id),
            Self::Below(path) => write!(f, "{path}*"),
        }
    }
}

impl Row {
    pub(super) fn covers(&self, side_effect: SideEffect, risk: RiskClass) -> bool {
        self.side_effects.contains(&side_effect) && self.risks.contains(&risk)
    }
}

impl Override {
    /// The row's parts with this override's in their place. The budget belongs to canaries: without them there is none.
    pub(super) fn on(&self, row: &Tiers) -> Tiers {
        let stays = |part| !self.without.contains(&part);
        let own = &self.tiers;
        let canaries = own.canaries.or(row.canaries).filter(|_| stays(Part::Canaries));
        Tiers {
            reputation: own
                .reputation
                .clone()
                .or_else(|| row.reputation.clone())
                .filter(|_| stays(Part::Reputation)),
            canaries,
            evidence: own
                .evidence
                .clone()
                .or_else(|| row.evidence.clone())
                .filter(|_| stays(Part::Evidence)),
            budget: own.budget.or(row.budget).filter(|_| canaries.is_some()),
        }
    }
}

impl Rules {
    /// The row for a side effect and a risk; there in all rules that were read.
    pub(super) fn row(&self, side_effect: SideEffect, risk: RiskClass) -> Option<&Row> {
        self.rows.iter().find(|row| row.covers(side_effect, risk))
    }

    /// The override that is most precise about a capability.
    pub(super) fn override_for(&self, capability_id: &str) -> Option<&Override> {
        let matching = self
            .overrides
            .iter()
            .filter(|entry| entry.pattern.matches(capability_id));
        matching.max_by_key(|entry| entry.pattern.precision())
    }
}

impl Tiers {
    /// Without its reasons.
    pub(super) fn demands(&self, sibling: Option<&str>) -> Demands {
        let canaries = self.canaries.map(|canaries| CanaryDemand {
            passes: canaries.passes,
            pass_counts_for_ms: canaries.pass_counts_for_ms,
            parallel: canaries.parallel,
            sibling: sibling.map(Into::into),
        });
        Demands {
            reputation: self.reputation.clone(),
            canaries,
            evidence: self.evidence.clone(),
            budget: self.budget.unwrap_or_default(),
            because: Vec::new(),
        }
    }
}
