//! What is known of one agent in one capability, under every behaviour digest that it was seen with.
//!
//! Bad evidence belongs to agent and capability, good evidence to the digest too: whatever digest is announced next, all of the bad counts
//! for it and a share of the good. Announcing another digest and then the first one again gains nothing.

use std::sync::Arc;

use casp_identity::{AgentId, ObjectId};

use super::decay::{life_ms, remaining};
use super::opinion::Evidence;
use super::rules::{DriftRules, ReputationRules};

/// The most failed canaries of others that are held against a line.
pub(super) const MOST_PROVED: usize = 8;

/// The number of digests that are not told apart.
const ANY_OTHER: u32 = u32::MAX;

/// The expected rate of failures of somebody new, where the change test begins.
const FAILURES_AT_FIRST: f64 = 0.1;

/// How much one outcome moves the rate of failures that the change test compares with.
const FAILURES_STEP: f64 = 1.0 / 16.0;

/// Whose knowledge a line is, in the order in which lines give way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// Raters without a path of trust.
    #[default]
    Strangers,
    /// A trusted rater, or a canary that anyone can make anew.
    Trusted,
    /// Own experience, none of it bad.
    OwnGood,
    /// Own bad experience.
    OwnBad,
}

/// See the module's description. Amounts are as of `as_of_ms`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) agent: AgentId,
    pub(super) capability: Arc<str>,
    /// Unlike that of any other line, whether it is still there or not.
    pub(super) number: u64,
    pub(super) class: Class,
    pub(super) as_of_ms: i64,
    /// Good own evidence under every digest, forgotten ones included.
    pub(super) good: f64,
    pub(super) bad: f64,
    /// Own outcomes, each of them 1.
    pub(super) outcomes: f64,
    /// The one that was worked with last at the end.
    pub(super) versions: Vec<Version>,
    pub(super) next_version: u32,
    /// By rater, then version.
    pub(super) foreign: Vec<Foreign>,
    pub(super) proved: Vec<Proved>,
    /// Over own outcomes.
    pub(super) change: Change,
    /// Over reports of raters, each as far as it is trusted.
    pub(super) change_said: Change,
}

/// A behaviour digest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Version {
    pub(super) digest: [u8; 32],
    pub(super) number: u32,
    /// Good own evidence under it.
    pub(super) good: f64,
}

/// What one rater says of the line under one digest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Foreign {
    pub(super) rater: u64,
    pub(super) version: u32,
    pub(super) evidence: Evidence,
}

/// A failed canary that anyone can make anew.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Proved {
    pub(super) contract: ObjectId,
    pub(super) at_ms: i64,
}

/// A one-sided CUSUM over outcomes: whether failures are more than they were.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Change {
    /// The rate of failures so far, as a moving average.
    pub(super) failures: f64,
    pub(super) alarm: f64,
    /// How often drift was inferred.
    pub(super) drifts: u32,
}

impl Default for Change {
    fn default() -> Self {
        Self {
            failures: FAILURES_AT_FIRST,
            alarm: 0.0,
            drifts: 0,
        }
    }
}

impl Change {
    /// Takes the next outcome in, as far as it is trusted; whether the behaviour has changed for the worse.
    fn is_drift(&mut self, failed: bool, trust: f64, rules: &DriftRules) -> bool {
        let outcome = if failed { 1.0 } else { 0.0 };
        self.alarm = (self.alarm + trust * (outcome - self.failures - rules.allowance)).max(0.0);
        self.failures += trust * FAILURES_STEP * (outcome - self.failures);
        // A test that never failed has nothing to tell, whatever its threshold.
        let is_drift = failed && self.alarm >= rules.threshold;
        if is_drift {
            self.alarm = 0.0;
            self.drifts = self.drifts.saturating_add(1);
        }
        is_drift
    }
}

/// Where an outcome went, so that it can be taken back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spot {
    pub(super) line: u64,
    pub(super) version: u32,
    /// Drifts that had been inferred until then, of those that concern it.
    pub(super) drifts: u32,
    pub(super) at_ms: i64,
}

impl Line {
    pub(super) fn new(agent: AgentId, capability: Arc<str>, number: u64, class: Class, now_ms: i64) -> Self {
        Self {
            agent,
            capability,
            number,
            class,
            as_of_ms: now_ms,
            good: 0.0,
            bad: 0.0,
            outcomes: 0.0,
            versions: Vec::new(),
            next_version: 0,
            foreign: Vec::new(),
            proved: Vec::new(),
            change: Change::default(),
            change_said: Change::default(),
        }
    }

    /// What is left at a time of good and of bad evidence.
    pub(super) fn remaining(&self, now_ms: i64, rules: &ReputationRules) -> Evidence {
        let elapsed_ms = now_ms.saturating_sub(self.as_of_ms);
        Evidence {
            good: remaining(elapsed_ms, rules.good_half_life_ms),
            bad: remaining(elapsed_ms, rules.bad_half_life_ms),
        }
    }

    /// Moves every amount to a time. Called only when something is recorded, so that looking changes nothing.
    pub(super) fn advance(&mut self, now_ms: i64, rules: &ReputationRules) {
        let left = self.remaining(now_ms, rules);
        self.as_of_ms = self.as_of_ms.max(now_ms);
        self.good *= left.good;
        self.bad *= left.bad;
        self.outcomes *= left.good;
        for version in &mut self.versions {
            version.good *= left.good;
        }
        for foreign in &mut self.foreign {
            foreign.evidence.good *= left.good;
            foreign.evidence.bad *= left.bad;
        }
    }

    /// The number of a digest that a rater names: what strangers name pushes out nothing that one worked with oneself.
    pub(super) fn version_said(&mut self, digest: &[u8; 32], most: usize) -> u32 {
        if let Some(version) = self.known_version(digest) {
            return version.number;
        }
        if self.versions.len() >= most.max(1) {
            let unused = self.versions.iter().position(|version| version.good <= 0.0);
            let Some(unused) = unused else { return ANY_OTHER };
            self.versions.remove(unused);
        }
        let number = self.next_version;
        self.next_version = number.saturating_add(1);
        let (digest, good) = (*digest, 0.0);
        self.versions.reserve_exact(1);
        self.versions.insert(0, Version { digest, number, good });
        number
    }

    /// The number of a digest that one worked with. It goes to the end, and the first gives way to a new one.
    pub(super) fn version(&mut self, digest: &[u8; 32], most: usize) -> u32 {
        let found = self.versions.iter().position(|version| version.digest == *digest);
        let version = if let Some(at) = found {
            self.versions.remove(at)
        } else {
            if self.versions.len() >= most.max(1) {
                self.versions.remove(0);
            }
            let number = self.next_version;
            self.next_version = number.saturating_add(1);
            Version {
                digest: *digest,
                number,
                good: 0.0,
            }
        };
        // Most have one: a vector that grows by itself makes room for four.
        self.versions.reserve_exact(1);
        self.versions.push(version);
        version.number
    }

    pub(super) fn known_version(&self, digest: &[u8; 32]) -> Option<&Version> {
        self.versions.iter().find(|version| version.digest == *digest)
    }

    /// Own evidence as it counts for a digest at a time.
    pub(super) fn own(&self, digest: &[u8; 32], now_ms: i64, rules: &ReputationRules) -> Evidence {
        self.own_of(digest, &self.remaining(now_ms, rules), rules)
    }

    /// Own evidence as it counts for a digest, where so much is left of it.
    pub(super) fn own_of(&self, digest: &[u8; 32], left: &Evidence, rules: &ReputationRules) -> Evidence {
        let here = self.known_version(digest).map_or(0.0, |version| version.good);
        let elsewhere = (self.good - here).max(0.0);
        Evidence {
            good: (here + rules.drift.good_carried * elsewhere) * left.good,
            bad: self.bad * left.bad,
        }
    }

    /// Adds an own outcome, and looks at it for change. The line has been advanced.
    pub(super) fn add_own(&mut self, version: u32, weight: f64, is_good: bool, spot_ms: i64, rules: &ReputationRules) {
        self.outcomes += self.left_of(spot_ms, true, rules);
        let amount = weight * self.left_of(spot_ms, is_good, rules);
        if is_good {
            self.good += amount;
            if let Some(version) = self.versions.iter_mut().find(|it| it.number == version) {
                version.good += amount;
            }
        } else {
            self.bad += amount;
        }
        if self.change.is_drift(!is_good, 1.0, &rules.drift) {
            self.fade_own(rules.drift.good_kept);
            self.fade_said(rules.drift.good_kept);
        }
    }

    /// Looks at a report for change. Raters can make what raters said fade, and nothing that one saw oneself.
    pub(super) fn note_said(&mut self, is_good: bool, trust: f64, rules: &ReputationRules) {
        if self.change_said.is_drift(!is_good, trust, &rules.drift) {
            self.fade_said(rules.drift.good_kept);
        }
    }

    /// Takes back what an outcome added to own evidence. That it moved the change test stays.
    pub(super) fn take_own(&mut self, spot: &Spot, weight: f64, is_good: bool, rules: &ReputationRules) {
        self.outcomes = (self.outcomes - self.left_of(spot.at_ms, true, rules)).max(0.0);
        let amount = weight * self.left_of(spot.at_ms, is_good, rules);
        if is_good {
            let amount = amount * kept_since(spot.drifts, self.change.drifts, rules);
            self.good = (self.good - amount).max(0.0);
            if let Some(version) = self.versions.iter_mut().find(|it| it.number == spot.version) {
                version.good = (version.good - amount).max(0.0);
            }
        } else {
            self.bad = (self.bad - amount).max(0.0);
        }
    }

    /// Takes back what a rater's report added.
    pub(super) fn take_foreign(
        &mut self,
        rater: u64,
        spot: &Spot,
        weight: f64,
        is_good: bool,
        rules: &ReputationRules,
    ) {
        let amount = weight * self.left_of(spot.at_ms, is_good, rules);
        let drifts = self.change.drifts.saturating_add(self.change_said.drifts);
        let kept = kept_since(spot.drifts, drifts, rules);
        let of = |it: &&mut Foreign| it.rater == rater && it.version == spot.version;
        if let Some(foreign) = self.foreign.iter_mut().find(of) {
            let evidence = &mut foreign.evidence;
            if is_good {
                evidence.good = (evidence.good - amount * kept).max(0.0);
            } else {
                evidence.bad = (evidence.bad - amount).max(0.0);
            }
        }
    }

    /// What is left, as of the line's instant, of an outcome of a time.
    pub(super) fn left_of(&self, at_ms: i64, is_good: bool, rules: &ReputationRules) -> f64 {
        let half_life_ms = if is_good {
            rules.good_half_life_ms
        } else {
            rules.bad_half_life_ms
        };
        remaining(self.as_of_ms.saturating_sub(at_ms), half_life_ms)
    }

    /// Good own evidence fades; bad stays.
    fn fade_own(&mut self, kept: f64) {
        self.good *= kept;
        for version in &mut self.versions {
            version.good *= kept;
        }
    }

    /// The same of what raters said.
    fn fade_said(&mut self, kept: f64) {
        for foreign in &mut self.foreign {
            foreign.evidence.good *= kept;
        }
    }

    /// Bad evidence of failed canaries that anyone can make anew.
    pub(super) fn proved_bad(&self, now_ms: i64, rules: &ReputationRules) -> f64 {
        let left = |proved: &Proved| remaining(now_ms.saturating_sub(proved.at_ms), rules.bad_half_life_ms);
        rules.weights.canary_failed * self.proved.iter().map(left).sum::<f64>()
    }

    /// Holds a failed canary against it, unless it is held already. The oldest gives way.
    pub(super) fn prove(&mut self, contract: ObjectId, at_ms: i64) -> bool {
        if self.proved.iter().any(|proved| proved.contract == contract) {
            return false;
        }
        if self.proved.len() >= MOST_PROVED {
            let oldest = self
                .proved
                .iter()
                .enumerate()
                .min_by_key(|(_, it)| (it.at_ms, it.contract));
            if let Some((oldest, _)) = oldest {
                self.proved.remove(oldest);
            }
        }
        self.proved.push(Proved { contract, at_ms });
        true
    }

    /// From when on nothing in it counts any more.
    pub(super) fn ends_ms(&self, rules: &ReputationRules) -> i64 {
        let foreign = self
            .foreign
            .iter()
            .fold(Evidence::NONE, |all, it| all.and(&it.evidence));
        let good = life_ms((self.good + foreign.good).max(self.outcomes), rules.good_half_life_ms);
        let bad = life_ms(self.bad + foreign.bad, rules.bad_half_life_ms);
        let proved = life_ms(self.proved_bad(self.as_of_ms, rules), rules.bad_half_life_ms);
        self.as_of_ms.saturating_add(good.max(bad).max(proved))
    }
}

/// What drifts have left of good evidence that was there after so many of them.
fn kept_since(before: u32, now: u32, rules: &ReputationRules) -> f64 {
    libm::pow(rules.drift.good_kept, f64::from(now.saturating_sub(before)))
}
