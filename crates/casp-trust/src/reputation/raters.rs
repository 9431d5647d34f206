//! Whose word counts, and how much: trust in raters as raters, which is not trust in them as providers.
//!
//! It has two sources: anchors that the owner configured, and agreement with what one saw oneself of the same subject. Without either it is
//! 0, and any number of raters at 0 weigh nothing.

use std::collections::{BTreeMap, BTreeSet};

use casp_identity::{AgentId, ObjectId};

use super::decay::{LEAST, remaining};
use super::line::Spot;
use super::opinion::{Evidence, PRIOR_WEIGHT};
use super::rules::{Anchor, MOST_TRUST, ReputationRules};

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rater {
    pub(super) agent: AgentId,
    /// Unlike that of any other rater, whether it is still there or not.
    pub(super) number: u64,
    /// Good: how much it agreed with own experience; bad: how much it did not. As of `as_of_ms`.
    pub(super) agreement: Evidence,
    pub(super) as_of_ms: i64,
    /// When it last reported.
    pub(super) last_ms: i64,
    /// Reports of this time and before are no longer taken: some of them were forgotten.
    pub(super) horizon_ms: i64,
    pub(super) reports: Vec<Report>,
}

/// A report that was counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Report {
    pub(super) contract: ObjectId,
    pub(super) report: ObjectId,
    pub(super) spot: Spot,
    pub(super) weight: f64,
    pub(super) is_good: bool,
}

/// How trust reaches a rater that did not earn it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Path {
    pub(super) trust: f64,
    /// The anchor.
    pub(super) root: AgentId,
}

/// Which raters give way first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Stranger,
    Agreeing,
    Vouched,
}

impl Rater {
    pub(super) fn report_of(&self, contract: &ObjectId) -> Option<&Report> {
        self.reports.iter().find(|report| report.contract == *contract)
    }

    pub(super) fn agreement_at(&self, now_ms: i64, rules: &ReputationRules) -> Evidence {
        let elapsed_ms = now_ms.saturating_sub(self.as_of_ms);
        Evidence {
            good: self.agreement.good * remaining(elapsed_ms, rules.good_half_life_ms),
            bad: self.agreement.bad * remaining(elapsed_ms, rules.bad_half_life_ms),
        }
    }

    fn forget_oldest(&mut self) {
        let oldest = self
            .reports
            .iter()
            .enumerate()
            .min_by_key(|(_, it)| (it.spot.at_ms, it.contract));
        if let Some((oldest, report)) = oldest {
            self.horizon_ms = self.horizon_ms.max(report.spot.at_ms);
            self.reports.remove(oldest);
        }
    }
}

#[derive(Debug)]
pub(super) struct Raters {
    most: usize,
    most_reports: usize,
    by_number: BTreeMap<u64, Rater>,
    by_agent: BTreeMap<AgentId, u64>,
    order: BTreeSet<(Class, i64, u64)>,
    next_number: u64,
    paths: BTreeMap<AgentId, Path>,
}

impl Raters {
    pub(super) const fn new(most: usize, most_reports: usize) -> Self {
        Self {
            most,
            most_reports,
            by_number: BTreeMap::new(),
            by_agent: BTreeMap::new(),
            order: BTreeSet::new(),
            next_number: 0,
            paths: BTreeMap::new(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.by_number.len()
    }

    pub(super) const fn next_number(&self) -> u64 {
        self.next_number
    }

    pub(super) const fn set_next_number(&mut self, number: u64) {
        self.next_number = number;
    }

    /// By agent.
    pub(super) fn sorted(&self) -> impl ExactSizeIterator<Item = &Rater> {
        let numbers: Vec<u64> = self.by_agent.values().copied().collect();
        let raters: Vec<&Rater> = numbers.iter().filter_map(|number| self.by_number.get(number)).collect();
        raters.into_iter()
    }

    /// The best path to each agent. Two paths are not more than the better one.
    pub(super) fn set_anchors(&mut self, anchors: &[Anchor]) {
        self.paths.clear();
        for anchor in anchors {
            let root = anchor.agent;
            self.offer_path(root, anchor.trust, root);
            for (agent, trust) in &anchor.vouches_for {
                self.offer_path(*agent, anchor.trust * trust, root);
            }
        }
        self.order = self
            .by_number
            .values()
            .map(|rater| (self.class(rater), rater.last_ms, rater.number))
            .collect();
    }

    fn offer_path(&mut self, agent: AgentId, trust: f64, root: AgentId) {
        let path = Path {
            trust: trust.min(MOST_TRUST),
            root,
        };
        let is_better = |held: &Path| path.trust > held.trust;
        if path.trust > 0.0 && self.paths.get(&agent).is_none_or(is_better) {
            self.paths.insert(agent, path);
        }
    }

    fn class(&self, rater: &Rater) -> Class {
        if self.paths.contains_key(&rater.agent) {
            Class::Vouched
        } else if rater.agreement.good > LEAST {
            Class::Agreeing
        } else {
            Class::Stranger
        }
    }

    pub(super) fn get(&self, number: u64) -> Option<&Rater> {
        self.by_number.get(&number)
    }

    pub(super) fn of_agent(&self, agent: &AgentId) -> Option<&Rater> {
        self.get(*self.by_agent.get(agent)?)
    }

    /// Trust in a rater, 0 to 0.95: the belief that it reports what one would have seen oneself. A path counts as that much agreement as
    /// gives its trust.
    pub(super) fn trust(&self, rater: &Rater, now_ms: i64, rules: &ReputationRules) -> f64 {
        let path = self.paths.get(&rater.agent).map_or(0.0, |path| path.trust);
        let seed = PRIOR_WEIGHT * path / (1.0 - path);
        let agreement = rater.agreement_at(now_ms, rules);
        let all = seed + agreement.total() + PRIOR_WEIGHT;
        ((seed + agreement.good) / all).min(path.max(rules.foreign.earned_trust))
    }

    /// Whether there is a path to an agent, or it has earned trust.
    pub(super) fn is_trusted(&self, agent: &AgentId) -> bool {
        self.paths.contains_key(agent) || self.of_agent(agent).is_some_and(|it| it.agreement.good > LEAST)
    }

    /// What all that share a root may contribute at most: what the root could alone, if it had seen everything.
    pub(super) fn most_of_root(&self, rater: &Rater, rules: &ReputationRules) -> (AgentId, f64) {
        let Some(path) = self.paths.get(&rater.agent) else {
            let trust = rules.foreign.earned_trust;
            return (rater.agent, PRIOR_WEIGHT * trust / (1.0 - trust));
        };
        let trust = self.paths.get(&path.root).map_or(path.trust, |root| root.trust);
        (path.root, PRIOR_WEIGHT * trust / (1.0 - trust))
    }

    pub(super) fn root(&self, rater: &Rater) -> AgentId {
        self.paths.get(&rater.agent).map_or(rater.agent, |path| path.root)
    }

    /// Whether an agent is a rater, or there is room for it as one.
    pub(super) fn has_room(&self, agent: &AgentId) -> bool {
        let class = if self.paths.contains_key(agent) {
            Class::Vouched
        } else {
            Class::Stranger
        };
        let gives_way = || self.order.first().is_some_and(|(lowest, ..)| *lowest <= class);
        self.by_agent.contains_key(agent) || self.by_number.len() < self.most || (self.most > 0 && gives_way())
    }

    /// The number of a rater, which is made if there is room.
    pub(super) fn open(&mut self, agent: &AgentId, now_ms: i64) -> Option<u64> {
        if let Some(number) = self.by_agent.get(agent) {
            return Some(*number);
        }
        if !self.has_room(agent) {
            return None;
        }
        while self.by_number.len() >= self.most {
            let (_, _, first) = self.order.pop_first()?;
            self.remove(first);
        }
        let number = self.next_number;
        self.next_number = number.saturating_add(1);
        self.insert(Rater {
            agent: *agent,
            number,
            agreement: Evidence::NONE,
            as_of_ms: now_ms,
            last_ms: now_ms,
            horizon_ms: i64::MIN,
            reports: Vec::new(),
        });
        Some(number)
    }

    pub(super) fn insert(&mut self, rater: Rater) {
        self.order.insert((self.class(&rater), rater.last_ms, rater.number));
        self.by_agent.insert(rater.agent, rater.number);
        self.by_number.insert(rater.number, rater);
    }

    fn remove(&mut self, number: u64) {
        if let Some(rater) = self.by_number.remove(&number) {
            self.by_agent.remove(&rater.agent);
        }
    }

    fn change(&mut self, number: u64, change: impl FnOnce(&mut Rater)) {
        if let Some(mut rater) = self.by_number.remove(&number) {
            self.order.remove(&(self.class(&rater), rater.last_ms, number));
            change(&mut rater);
            self.insert(rater);
        }
    }

    /// Remembers that a report was counted. The oldest gives way.
    pub(super) fn remember(&mut self, number: u64, report: Report, now_ms: i64) {
        let most = self.most_reports.max(1);
        self.change(number, |rater| {
            rater.last_ms = rater.last_ms.max(now_ms);
            while rater.reports.len() >= most {
                rater.forget_oldest();
            }
            rater.reports.push(report);
        });
    }

    /// Lets a report count for nothing. That it was made is remembered.
    pub(super) fn annul(&mut self, number: u64, contract: &ObjectId) {
        self.change(number, |rater| {
            let of_contract = rater.reports.iter_mut().filter(|report| report.contract == *contract);
            of_contract.for_each(|report| report.weight = 0.0);
        });
    }

    /// Compares what a rater says of a subject, `theirs`, with what one saw oneself, `own`. Each comparison weighs as much as both are sure.
    pub(super) fn compare(
        &mut self,
        number: u64,
        own: &Evidence,
        theirs: &Evidence,
        now_ms: i64,
        rules: &ReputationRules,
    ) {
        let (Some(seen), Some(said)) = (own.frequency(), theirs.frequency()) else {
            return;
        };
        let tolerance = rules.foreign.tolerance;
        let apart = ((seen - said).abs() - tolerance).max(0.0) / (1.0 - tolerance);
        let weight = own.confidence() * theirs.confidence();
        self.change(number, |rater| {
            rater.agreement = rater.agreement_at(now_ms, rules);
            rater.as_of_ms = rater.as_of_ms.max(now_ms);
            if apart > 0.0 {
                rater.agreement.bad += rules.foreign.disagreement * weight * apart;
            } else {
                rater.agreement.good += weight;
            }
        });
    }
}
