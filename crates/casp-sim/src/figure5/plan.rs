//! What all experiments of the figure have in common.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::base::Base;
use crate::cost::Costs;
use crate::experiment::{Point, SharedPolicy};
use crate::table::Cell;
use crate::world::{WorldError, policies};

/// The four policies that the figure compares, by the names that its tables have for them.
#[derive(Clone)]
pub struct Policies {
    all: [(&'static str, &'static str, SharedPolicy); 4],
}

/// Names of the policies in tables.
pub(super) const NO_VERIFY: &str = "no-verify";
pub(super) const TIER_1: &str = "tier-1";
pub(super) const RISK_AWARE: &str = "risk-aware";
pub(super) const ALL_TIERS: &str = "all-tiers";

impl Policies {
    /// Reads them.
    ///
    /// # Errors
    /// None that has been seen: the tests read these texts.
    pub fn new() -> Result<Self, WorldError> {
        Ok(Self {
            all: [
                (NO_VERIFY, "No Verify", Arc::new(policies::no_verification()?)),
                (TIER_1, "tier 1 only", Arc::new(policies::tier_1()?)),
                (
                    RISK_AWARE,
                    "Risk-Aware (tier 2 + fallback)",
                    Arc::new(policies::tier_2()?),
                ),
                (ALL_TIERS, "all tiers", Arc::new(policies::all_tiers()?)),
            ],
        })
    }

    /// Name in tables, name for people, policy; in the order of the figure.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &'static str, SharedPolicy)> + '_ {
        self.all.iter().cloned()
    }

    /// The one of this name in tables, or the first.
    #[must_use]
    pub fn named(&self, name: &str) -> SharedPolicy {
        let [first, ..] = &self.all;
        let found = self.all.iter().find(|(each, ..)| *each == name);
        found.unwrap_or(first).2.clone()
    }
}

impl std::fmt::Debug for Policies {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.all.iter().map(|(name, ..)| name)).finish()
    }
}

pub(super) struct Plan<'a> {
    pub(super) costs: &'a Costs,
    pub(super) policies: Policies,
    pub(super) workflows: u32,
}

impl Plan<'_> {
    pub(super) fn base(&self) -> Base {
        Base {
            workflows: self.workflows,
            ..Base::default()
        }
    }

    pub(super) fn point(&self, labels: Vec<Cell>, base: &Base, policy: &str) -> Point {
        Point {
            labels,
            config: Arc::new(base.config(self.costs)),
            policy_name: policy.to_owned(),
            policy: self.policies.named(policy),
        }
    }
}

/// Metadata of a plot.
pub(super) fn plot(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let pairs = pairs
        .iter()
        .map(|(key, value)| (format!("plot.{key}"), (*value).to_owned()));
    pairs.collect()
}

/// The legend: values of the column of series, and their names.
pub(super) fn legend(extra: &mut BTreeMap<String, String>, column: &str, series: &[(&str, &str)]) {
    extra.insert("plot.series.column".to_owned(), column.to_owned());
    for (nth, (value, name)) in (1_u32..).zip(series) {
        extra.insert(format!("plot.series.{nth}.value"), (*value).to_owned());
        extra.insert(format!("plot.series.{nth}.name"), (*name).to_owned());
    }
}
