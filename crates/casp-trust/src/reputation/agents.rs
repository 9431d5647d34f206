//! What is held against agents, whatever the capability: their own bad outcomes in all of them, and proofs.

use std::collections::BTreeSet;

use casp_identity::{AgentId, HashKey};
use hashbrown::HashMap;

use super::decay::{life_ms, remaining};
use super::input::Proof;
use super::rules::ReputationRules;

/// The most proofs that are remembered of an agent. More change nothing.
pub(super) const MOST_PROOFS: usize = 8;

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Spoilt {
    /// Own bad evidence of all its capabilities.
    pub(super) bad: f64,
    pub(super) as_of_ms: i64,
    pub(super) proofs: Vec<Held>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Held {
    pub(super) proof: Proof,
    pub(super) at_ms: i64,
}

impl Spoilt {
    pub(super) fn bad_at(&self, now_ms: i64, rules: &ReputationRules) -> f64 {
        self.bad * remaining(now_ms.saturating_sub(self.as_of_ms), rules.bad_half_life_ms)
    }

    /// Proofs that are still held.
    pub(super) fn held(&self, now_ms: i64, rules: &ReputationRules) -> impl Iterator<Item = &Held> {
        let ends_ms = |held: &Held| held.at_ms.saturating_add_unsigned(rules.proof_held_for_ms);
        self.proofs.iter().filter(move |held| ends_ms(held) > now_ms)
    }

    fn ends_ms(&self, rules: &ReputationRules) -> i64 {
        let bad_ms = self.as_of_ms.saturating_add(life_ms(self.bad, rules.bad_half_life_ms));
        let last = self.proofs.iter().map(|held| held.at_ms).max();
        last.map_or(bad_ms, |last_ms| {
            bad_ms.max(last_ms.saturating_add_unsigned(rules.proof_held_for_ms))
        })
    }

    /// Strangers can make proofs against agents of their own by the thousand; nobody but ourselves can make own bad experience.
    fn is_own(&self) -> bool {
        self.bad > 0.0
    }
}

#[derive(Debug)]
pub(super) struct Agents {
    most: usize,
    by_agent: HashMap<AgentId, (Spoilt, i64), HashKey>,
    /// Who gives way first: without own bad experience, then what is over first.
    order: BTreeSet<(bool, i64, AgentId)>,
}

impl Agents {
    pub(super) fn new(most: usize, hash_key: HashKey) -> Self {
        Self {
            most,
            by_agent: HashMap::with_hasher(hash_key),
            order: BTreeSet::new(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.by_agent.len()
    }

    pub(super) fn get(&self, agent: &AgentId) -> Option<&Spoilt> {
        self.by_agent.get(agent).map(|(spoilt, _)| spoilt)
    }

    pub(super) fn sorted(&self) -> Vec<(&AgentId, &Spoilt)> {
        let mut all: Vec<_> = self
            .by_agent
            .iter()
            .map(|(agent, (spoilt, _))| (agent, spoilt))
            .collect();
        all.sort_unstable_by_key(|(agent, _)| **agent);
        all
    }

    pub(super) fn is_incriminated(&self, agent: &AgentId, now_ms: i64, rules: &ReputationRules) -> bool {
        let spoilt = self.get(agent);
        spoilt.is_some_and(|spoilt| spoilt.held(now_ms, rules).next().is_some())
    }

    /// Adds own bad evidence, or takes it away.
    pub(super) fn add_bad(&mut self, agent: &AgentId, amount: f64, now_ms: i64, rules: &ReputationRules) {
        let is_known = self.by_agent.contains_key(agent);
        if amount > 0.0 || is_known {
            self.change(agent, true, now_ms, rules, |spoilt| {
                spoilt.bad = (spoilt.bad + amount).max(0.0)
            });
        }
    }

    /// Whether the proof was not held yet, and there is room for it.
    pub(super) fn hold(&mut self, proof: &Proof, now_ms: i64, rules: &ReputationRules) -> bool {
        let is_known = |spoilt: &Spoilt| spoilt.held(now_ms, rules).any(|held| held.proof == *proof);
        if self.get(&proof.agent).is_some_and(is_known) {
            return false;
        }
        let held = Held {
            proof: proof.clone(),
            at_ms: now_ms,
        };
        self.change(&proof.agent, false, now_ms, rules, |spoilt| {
            spoilt
                .proofs
                .retain(|it| it.at_ms.saturating_add_unsigned(rules.proof_held_for_ms) > now_ms);
            if spoilt.proofs.len() >= MOST_PROOFS {
                spoilt.proofs.remove(0);
            }
            spoilt.proofs.push(held);
        })
    }

    /// Whether there is room for a record that begins with own bad experience, or without.
    fn has_room(&self, is_own: bool) -> bool {
        let gives_way = || self.order.first().is_some_and(|(own, ..)| *own <= is_own);
        self.by_agent.len() < self.most || (self.most > 0 && gives_way())
    }

    fn change(
        &mut self,
        agent: &AgentId,
        is_own: bool,
        now_ms: i64,
        rules: &ReputationRules,
        change: impl FnOnce(&mut Spoilt),
    ) -> bool {
        let mut spoilt = if let Some((spoilt, ends_ms)) = self.by_agent.remove(agent) {
            self.order.remove(&(spoilt.is_own(), ends_ms, *agent));
            spoilt
        } else {
            if !self.has_room(is_own) {
                return false;
            }
            while self.by_agent.len() >= self.most {
                let Some((_, _, first)) = self.order.pop_first() else {
                    break;
                };
                self.by_agent.remove(&first);
            }
            Spoilt::default()
        };
        spoilt.bad = spoilt.bad_at(now_ms, rules);
        spoilt.as_of_ms = spoilt.as_of_ms.max(now_ms);
        change(&mut spoilt);
        self.insert(*agent, spoilt, rules);
        true
    }

    pub(super) fn insert(&mut self, agent: AgentId, spoilt: Spoilt, rules: &ReputationRules) {
        let ends_ms = spoilt.ends_ms(rules);
        self.order.insert((spoilt.is_own(), ends_ms, agent));
        self.by_agent.insert(agent, (spoilt, ends_ms));
    }

    /// Forgets what is over.
    pub(super) fn expire(&mut self, now_ms: i64) {
        for is_own in [false, true] {
            while let Some(first) = self.first(is_own).filter(|(_, ends_ms, _)| *ends_ms <= now_ms) {
                self.order.remove(&first);
                self.by_agent.remove(&first.2);
            }
        }
    }

    pub(super) fn wake_at_ms(&self) -> Option<i64> {
        let firsts = [false, true].into_iter().filter_map(|is_own| self.first(is_own));
        firsts.map(|(_, ends_ms, _)| ends_ms).min()
    }

    fn first(&self, is_own: bool) -> Option<(bool, i64, AgentId)> {
        let least = AgentId::from_public_key(&[0; 32]);
        let found = self.order.range((is_own, i64::MIN, least)..).next().copied();
        found.filter(|(own, ..)| *own == is_own)
    }
}
