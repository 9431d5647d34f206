//! The policy that ships: rows by side effect and risk, and what takes their place for some capabilities.

use std::str::FromStr;

use casp_wire::v1::{RiskClass, SideEffect};

use super::explain::{data, effect, percent};
use super::read::{self, PolicyError};
use super::rules::{BackgroundPlan, Override, Part, Row, Rules, Tiers};
use super::{Demands, Policy, ReputationDemand, TaskFacts};
use crate::probe::ProbeTarget;
use crate::reputation::Standing;

const DEFAULT: &str = include_str!("../../policies/default.toml");
const STRICT: &str = include_str!("../../policies/strict.toml");
const LENIENT: &str = include_str!("../../policies/lenient.toml");

/// A policy that is data: TOML as `policy.schema.json` describes it, checked as a whole when it is read.
///
/// A side effect or risk that is not specified is taken for the greatest.
#[derive(Clone, Debug, PartialEq)]
pub struct TieredPolicy {
    rules: Rules,
}

impl TieredPolicy {
    /// Reads a policy: at most [`MAX_POLICY_BYTES`](super::MAX_POLICY_BYTES) of TOML.
    ///
    /// # Errors
    /// The first thing that is wrong, where it stands, and how to mend it.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        read::read(text).map(|rules| Self { rules })
    }

    /// `policies/default.toml`: public reading gets tier 1, undoable effects tiers 1 and 2, irreversible or private tasks all
    /// three, regulated ones with attestation.
    ///
    /// # Errors
    /// None that has been seen: the tests read this text.
    pub fn shipped() -> Result<Self, PolicyError> {
        Self::parse(DEFAULT)
    }

    /// `policies/strict.toml`: for those who would rather find nobody. Canaries before any task, no newcomers where anything
    /// can go wrong.
    ///
    /// # Errors
    /// None that has been seen: the tests read this text.
    pub fn strict() -> Result<Self, PolicyError> {
        Self::parse(STRICT)
    }

    /// `policies/lenient.toml`: for trying things out on data that nobody minds losing.
    ///
    /// # Errors
    /// None that has been seen: the tests read this text.
    pub fn lenient() -> Result<Self, PolicyError> {
        Self::parse(LENIENT)
    }

    /// What it calls itself.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.rules.name
    }

    /// Canaries for subjects that are relied upon, apart from any task. `None`: none are sent.
    #[must_use]
    pub const fn background(&self) -> Option<BackgroundPlan> {
        self.rules.background
    }
}

impl FromStr for TieredPolicy {
    type Err = PolicyError;

    fn from_str(text: &str) -> Result<Self, PolicyError> {
        Self::parse(text)
    }
}

impl Policy for TieredPolicy {
    fn demands(&self, task: &TaskFacts) -> Demands {
        let (side_effect, risk) = taken_for(task);
        let Some(row) = self.rules.row(side_effect, risk) else {
            // Not in rules that were read; if it were, nobody would do.
            return nobody_will_do();
        };
        let entry = self.rules.override_for(&task.capability_id);
        let tiers = entry.map_or_else(|| row.tiers.clone(), |entry| entry.on(&row.tiers));
        // What only reads is probed itself; its sibling is for tasks that leave something behind.
        let has_effect = side_effect != SideEffect::None;
        let sibling = entry.and_then(|entry| entry.sibling.as_deref()).filter(|_| has_effect);
        let mut demands = tiers.demands(sibling);
        demands.because = self.reasons(task, row, entry, &tiers, &demands);
        demands
    }

    /// Refuses whoever is incriminated, whatever is demanded; and where reputation is, whoever is expected to do worse than the
    /// floor, or is known too little. The newcomers' share is whoever's matter that hands out tasks: only there it is known how
    /// many went to newcomers.
    fn admits(&self, demands: &Demands, standing: &Standing) -> Result<(), String> {
        if standing.is_incriminated {
            return Err("a signed proof of misbehaviour is held against it".into());
        }
        demands
            .reputation
            .as_ref()
            .map_or(Ok(()), |demand| demand.is_met_by(standing))
    }
}

impl TieredPolicy {
    fn reasons(
        &self,
        task: &TaskFacts,
        row: &Row,
        entry: Option<&Override>,
        tiers: &Tiers,
        demands: &Demands,
    ) -> Vec<String> {
        let (side_effect, risk) = (effect(task.side_effect), data(task.risk));
        let mut because = vec![
            format!("{} has {side_effect} and touches {risk}.", task.capability_id),
            format!(
                "Row \"{}\" of policy \"{}\" (line {}) is for that.",
                row.name, self.rules.name, row.line
            ),
        ];
        if let Some(entry) = entry {
            because.push(format!(
                "The override for {} (line {}) {}.",
                entry.pattern,
                entry.line,
                changes(entry)
            ));
        }
        if tiers.evidence.is_none() && tiers.canaries.is_none() && tiers.reputation.is_none() {
            because.push("So nothing is asked of whoever carries it out.".into());
        }
        if let Some(canaries) = &demands.canaries {
            because.push(ProbeTarget::of(task, canaries).reason(&task.capability_id));
        }
        because
    }
}

impl ReputationDemand {
    /// # Errors
    /// What is short, in words.
    fn is_met_by(&self, standing: &Standing) -> Result<(), String> {
        let (expectation, uncertainty) = (standing.opinion.expectation(), standing.opinion.uncertainty);
        // A NaN meets neither.
        let (is_good, is_known) = (expectation >= self.floor, uncertainty <= self.max_uncertainty);
        if !is_good {
            return Err(format!(
                "its expectation of {expectation:.3} is below the floor of {:.3}",
                self.floor
            ));
        }
        if !is_known {
            let most = self.max_uncertainty;
            return Err(format!(
                "its uncertainty of {uncertainty:.3} is above the {most:.3} that is borne"
            ));
        }
        Ok(())
    }

    /// In a sentence.
    pub(super) fn words(&self) -> String {
        let newcomers = match self.newcomer_share_ppm {
            0 => "none go to newcomers".into(),
            share => format!("{} of such tasks may go to newcomers", percent(share)),
        };
        format!(
            "expectation {:.2} at least, uncertainty {:.2} at most; {newcomers}",
            self.floor, self.max_uncertainty
        )
    }
}

/// What is not specified may be anything.
const fn taken_for(task: &TaskFacts) -> (SideEffect, RiskClass) {
    let side_effect = match task.side_effect {
        SideEffect::Unspecified => SideEffect::Irreversible,
        known => known,
    };
    let risk = match task.risk {
        RiskClass::Unspecified => RiskClass::Regulated,
        known => known,
    };
    (side_effect, risk)
}

fn changes(entry: &Override) -> String {
    let parts = &entry.tiers;
    let replaced = [
        ("reputation", parts.reputation.is_some()),
        ("canaries", parts.canaries.is_some()),
        ("evidence", parts.evidence.is_some()),
        ("budget", parts.budget.is_some()),
    ];
    let replaced: Vec<_> = replaced
        .into_iter()
        .filter(|(_, is)| *is)
        .map(|(name, _)| name)
        .collect();
    let left_out: Vec<_> = Part::ALL
        .iter()
        .filter(|(_, part)| entry.without.contains(part))
        .map(|(name, _)| *name)
        .collect();
    let mut changes = Vec::new();
    if !replaced.is_empty() {
        changes.push(format!("puts its own {} in the row's place", replaced.join(" and ")));
    }
    if !left_out.is_empty() {
        changes.push(format!("leaves out {}", left_out.join(" and ")));
    }
    if let Some(sibling) = &entry.sibling {
        changes.push(format!("names {sibling} as its sibling"));
    }
    changes.join(", ")
}

fn nobody_will_do() -> Demands {
    let reputation = ReputationDemand {
        floor: 1.0,
        max_uncertainty: 0.0,
        newcomer_share_ppm: 0,
    };
    let because = vec!["No row is for that, so nobody will do.".into()];
    Demands {
        reputation: Some(reputation),
        because,
        ..Demands::default()
    }
}
