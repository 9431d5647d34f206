//! From what is remembered to an opinion.

use casp_identity::AgentId;

use super::agents::Held;
use super::decay::LEAST;
use super::line::Line;
use super::opinion::Evidence;
use super::raters::Rater;
use super::{Opinion, Reputation, Standing};
use crate::Subject;

/// Everything that an opinion of a subject rests on, at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Weighed {
    /// Own experience.
    pub(super) own: Evidence,
    pub(super) outcomes: f64,
    /// What others say, as much of it as counts.
    pub(super) foreign: Evidence,
    /// Bad evidence that comes from the agent's other capabilities.
    pub(super) spilled: f64,
    /// Bad evidence of failed canaries that anyone can make anew.
    pub(super) proved: f64,
    /// Proofs held against the agent.
    pub(super) proofs: u32,
    /// What these weigh.
    pub(super) proofs_bad: f64,
}

impl Weighed {
    pub(super) fn all(&self) -> Evidence {
        let beside = Evidence {
            good: 0.0,
            bad: self.spilled + self.proved + self.proofs_bad,
        };
        self.own.and(&self.foreign).and(&beside)
    }

    fn standing(&self, base_rate: f64) -> Standing {
        let all = self.all();
        Standing {
            opinion: Opinion::of_evidence(&all, base_rate),
            own_outcomes: self.outcomes,
            is_newcomer: all.total() < LEAST && self.proofs == 0,
            is_incriminated: self.proofs > 0,
        }
    }
}

/// What one rater contributes.
pub(super) struct Said<'a> {
    pub(super) rater: &'a Rater,
    pub(super) trust: f64,
    /// What it says of the subject.
    pub(super) says: Evidence,
}

/// What all raters that share a root contribute.
struct OfRoot {
    root: AgentId,
    most: f64,
    evidence: Evidence,
}

impl Reputation {
    /// Where a subject stands at a time. It changes nothing, and takes constant time: what is remembered of one subject is bounded.
    #[must_use]
    pub fn standing(&self, subject: &Subject, now_ms: i64) -> Standing {
        self.weigh(subject, now_ms).standing(self.rules.base_rate)
    }

    pub(super) fn weigh(&self, subject: &Subject, now_ms: i64) -> Weighed {
        let now_ms = now_ms.max(self.latest_ms);
        let rules = &self.rules;
        let mut weighed = Weighed::default();
        if let Some(line) = self.lines.get(&subject.agent, &subject.capability_id) {
            let left = line.remaining(now_ms, rules);
            weighed.own = line.own_of(&subject.behavior_digest, &left, rules);
            weighed.outcomes = line.outcomes * left.good;
            weighed.proved = line.proved_bad(now_ms, rules);
            weighed.foreign = self.foreign(line, &subject.behavior_digest, now_ms, |_| ());
        }
        if let Some(spoilt) = self.agents.get(&subject.agent) {
            let elsewhere = (spoilt.bad_at(now_ms, rules) - weighed.own.bad).max(0.0);
            weighed.spilled = rules.drift.bad_spilled * elsewhere;
            let proofs = spoilt.held(now_ms, rules).count();
            weighed.proofs = u32::try_from(proofs).unwrap_or(u32::MAX);
            weighed.proofs_bad = rules.weights.proof * f64::from(weighed.proofs);
        }
        weighed
    }

    /// Proofs that are held against an agent at a time.
    pub(super) fn held(&self, agent: &AgentId, now_ms: i64) -> impl Iterator<Item = &Held> {
        let spoilt = self.agents.get(agent).into_iter();
        spoilt.flat_map(move |spoilt| spoilt.held(now_ms, &self.rules))
    }

    /// What others say of a line under a digest: each discounted by trust in who says it; all that share a root together at most what the
    /// root could say alone; and all of it at most what own experience allows.
    pub(super) fn foreign<'a>(
        &'a self,
        line: &Line,
        digest: &[u8; 32],
        now_ms: i64,
        mut each: impl FnMut(&Said<'a>),
    ) -> Evidence {
        if line.foreign.is_empty() {
            return Evidence::NONE;
        }
        let (rules, left) = (&self.rules, line.remaining(now_ms, &self.rules));
        let version = line.known_version(digest).map(|version| version.number);
        let mut roots: Vec<OfRoot> = Vec::new();
        for entries in line.foreign.chunk_by(|one, next| one.rater == next.rater) {
            let Some(rater) = entries.first().and_then(|it| self.raters.get(it.rater)) else {
                continue;
            };
            let says = entries.iter().fold(Evidence::NONE, |all, entry| {
                let is_here = version == Some(entry.version);
                let carried = if is_here { 1.0 } else { rules.drift.good_carried };
                all.and(&Evidence {
                    good: entry.evidence.good * carried * left.good,
                    bad: entry.evidence.bad * left.bad,
                })
            });
            let trust = self.trust(rater, now_ms);
            let said = Said { rater, trust, says };
            each(&said);
            let opinion = Opinion::of_evidence(&says, rules.base_rate).discount_by(trust);
            let counts = opinion.evidence().unwrap_or_default();
            let (root, most) = self.raters.most_of_root(rater, rules);
            match roots.iter_mut().find(|it| it.root == root) {
                Some(of_root) => of_root.evidence = of_root.evidence.and(&counts),
                None => roots.push(OfRoot {
                    root,
                    most,
                    evidence: counts,
                }),
            }
        }
        let all = roots
            .iter()
            .fold(Evidence::NONE, |all, it| all.and(&it.evidence.at_most(it.most)));
        let own = line.own(digest, now_ms, rules).total();
        all.at_most(rules.foreign.most.max(rules.foreign.most_per_own * own))
    }

    /// Trust in a rater at a time, 0 to 0.95. Against whom a proof is held is believed nothing.
    pub(super) fn trust(&self, rater: &Rater, now_ms: i64) -> f64 {
        if self.agents.is_incriminated(&rater.agent, now_ms, &self.rules) {
            return 0.0;
        }
        self.raters.trust(rater, now_ms, &self.rules)
    }

    /// Trust in an agent as a rater at a time, 0 to 0.95; 0 for whoever never reported.
    #[must_use]
    pub fn rater_trust(&self, agent: &AgentId, now_ms: i64) -> f64 {
        let now_ms = now_ms.max(self.latest_ms);
        let rater = self.raters.of_agent(agent);
        rater.map_or(0.0, |rater| self.trust(rater, now_ms))
    }
}
