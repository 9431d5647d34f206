//! Scenarios as data: a world, what is compared in it, and what is varied, as TOML.
//!
//! [`Scenario::parse`] says of an error where it stands, what is wrong and how to mend it. `crates/casp-sim/scenarios/` has examples.
//! `crates/casp-sim/scenario.schema.json` describes every key for editors: those that know taplo (Even Better TOML, for one) read by it a file
//! whose first line is `#:schema` and the path of the schema.

mod read;
mod vary;

use std::sync::Arc;

use casp_trust::policy::TieredPolicy;

use crate::cost::Costs;
use crate::document::DocumentError;
use crate::experiment::{Experiment, Measure, Point, SharedPolicy};
use crate::table::{Cell, Column, Kind};
use crate::world::{Admission, Config, Ratings};

pub use vary::Vary;

/// Longest text, bytes.
pub const MAX_TEXT_BYTES: usize = 262_144;

/// Most cases of a scenario: more have no place in a picture.
pub const MAX_CASES: usize = 7;

/// Most values of what is varied.
pub const MAX_VALUES: usize = 64;

/// What a text says.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The name: of tables and files.
    pub name: String,
    /// What it is about.
    pub about: String,
    /// The first seed.
    pub first_seed: u64,
    /// How many seeds.
    pub seeds: u64,
    /// The world of all cases.
    pub config: Config,
    /// What is compared.
    pub cases: Vec<Case>,
    /// What is varied.
    pub vary: Option<Vary>,
}

/// A policy in a world that may differ.
#[derive(Clone)]
pub struct Case {
    /// What tables and pictures call it.
    pub name: String,
    /// What requesters decide by.
    pub policy: SharedPolicy,
    /// The text that the policy was read from.
    policy_text: String,
    /// In place of [`crate::world::Directory::limit`].
    top: Option<u32>,
    /// In place of [`crate::world::Directory::sample`].
    sample: Option<u32>,
    /// In place of [`crate::world::Directory::admission`].
    admission: Option<Admission>,
    /// In place of [`crate::world::Directory::announces_changes`].
    announces_changes: Option<bool>,
    /// In place of [`crate::world::Workload::learns`].
    learns: Option<f64>,
    /// In place of [`Config::ratings`].
    ratings: Option<Ratings>,
}

impl Case {
    /// A policy in the scenario's own world.
    ///
    /// # Errors
    /// Those of [`TieredPolicy::parse`].
    pub fn of_policy(name: &str, text: &str) -> Result<Self, casp_trust::policy::PolicyError> {
        let policy: SharedPolicy = Arc::new(TieredPolicy::parse(text)?);
        Ok(Self {
            name: name.to_owned(),
            policy,
            policy_text: text.to_owned(),
            top: None,
            sample: None,
            admission: None,
            announces_changes: None,
            learns: None,
            ratings: None,
        })
    }

    /// One of the policies that ship with the simulator: `none`, `tier-1`, `tier-2` or `all-tiers`.
    #[must_use]
    pub fn shipped(name: &str) -> Option<Self> {
        Self::of_policy(name, read::shipped(name)?).ok()
    }

    fn world(&self, config: &Config) -> Config {
        let mut config = config.clone();
        let directory = &mut config.directory;
        directory.limit = self.top.unwrap_or(directory.limit);
        directory.sample = self.sample.unwrap_or(directory.sample);
        directory.admission = self.admission.unwrap_or(directory.admission);
        directory.announces_changes = self.announces_changes.unwrap_or(directory.announces_changes);
        config.workload.learns = self.learns.unwrap_or(config.workload.learns);
        config.ratings = self.ratings.or(config.ratings);
        config
    }
}

impl Scenario {
    /// Reads a text of at most [`MAX_TEXT_BYTES`]. `costs` is what `service = "measured"` means.
    ///
    /// # Errors
    /// The first thing that is wrong: where it stands, and how to mend it.
    pub fn parse(text: &str, costs: &Costs) -> Result<Self, DocumentError> {
        read::scenario(text, costs)
    }

    /// Each case at each value of what is varied.
    #[must_use]
    pub fn experiment(&self) -> Experiment {
        let mut labels = vec![Column::new("case", Kind::Text, "")];
        labels.extend(self.vary.as_ref().map(Vary::column));
        let mut points = Vec::new();
        for case in &self.cases {
            let config = case.world(&self.config);
            let name = Cell::Text(case.name.clone());
            match &self.vary {
                None => points.push(self.point(vec![name], config, case)),
                Some(vary) => {
                    for (value, config) in vary.worlds(&config) {
                        points.push(self.point(vec![name.clone(), Cell::Number(value)], config, case));
                    }
                }
            }
        }
        let mut measures = Measure::ALL.to_vec();
        if points.iter().any(|point| point.config.ratings.is_some()) {
            measures.extend(Measure::OF_REPORTS);
        }
        let mut told = points.iter().filter_map(|point| point.config.ratings);
        if told.any(|ratings| ratings.liars.is_some()) {
            measures.push(Measure::TrustInLiars);
        }
        for group in (0..).take(self.config.providers.len()) {
            measures.extend([Measure::WorkShare(group), Measure::FirstWork(group)]);
        }
        Experiment {
            name: self.name.clone(),
            labels,
            measures,
            points,
            extra: self.description(),
        }
    }

    fn point(&self, labels: Vec<Cell>, config: Config, case: &Case) -> Point {
        Point {
            labels,
            config: Arc::new(config),
            // Two cases may have one name for different policies in different scenarios; texts tell them apart.
            policy_name: case.policy_text.clone(),
            policy: case.policy.clone(),
        }
    }

    /// What is varied along the x axis, a series for each case; of what is not varied there is no picture.
    fn description(&self) -> std::collections::BTreeMap<String, String> {
        let mut extra = std::collections::BTreeMap::new();
        for (number, group) in self.config.providers.iter().enumerate() {
            extra.insert(format!("group.{number}"), group.name.clone());
        }
        let Some(vary) = &self.vary else { return extra };
        let mut say = |key: &str, value: &str| extra.insert(format!("plot.{key}"), value.to_owned());
        let column = vary.column();
        say("kind", "lines");
        say("title", &self.about);
        say("x.column", &column.name);
        say("x.label", vary.label());
        if vary.is_wide() {
            say("x.scale", "log");
        }
        say("panel.1.column", "task_success");
        say("panel.1.label", "tasks done rightly");
        say("panel.1.min", "0");
        say("panel.1.max", "1");
        say("panel.2.column", "spent");
        say("panel.2.label", "spent");
        say("panel.2.scale", "log");
        say("series.column", "case");
        for (number, case) in (1_u32..).zip(&self.cases) {
            say(&format!("series.{number}.value"), &case.name);
            say(&format!("series.{number}.name"), &case.name);
        }
        extra
    }
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Case({})", self.name)
    }
}
