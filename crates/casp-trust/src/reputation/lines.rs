//! All lines: found by agent and capability, forgotten when they are over, and in bounded number.

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, Hash as _, Hasher as _};
use std::sync::Arc;

use casp_identity::{AgentId, HashKey};
use hashbrown::{HashSet, HashTable};
use slab::Slab;

use super::line::{Class, Line};
use super::rules::ReputationRules;

#[derive(Debug)]
pub(super) struct Lines {
    most: usize,
    hash_key: HashKey,
    rows: Slab<Row>,
    by_name: HashTable<u32>,
    /// Who gives way first: class, end, number.
    order: BTreeMap<(Class, i64, u64), u32>,
    names: HashSet<Arc<str>, HashKey>,
    next_number: u64,
}

#[derive(Debug)]
struct Row {
    line: Line,
    ends_ms: i64,
}

impl Row {
    const fn place(&self) -> (Class, i64, u64) {
        (self.line.class, self.ends_ms, self.line.number)
    }

    fn is(&self, agent: &AgentId, capability: &str) -> bool {
        self.line.agent == *agent && *self.line.capability == *capability
    }
}

impl Lines {
    pub(super) fn new(most: usize, hash_key: HashKey) -> Self {
        Self {
            most,
            hash_key,
            rows: Slab::new(),
            by_name: HashTable::new(),
            order: BTreeMap::new(),
            names: HashSet::with_hasher(hash_key),
            next_number: 0,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) const fn next_number(&self) -> u64 {
        self.next_number
    }

    pub(super) const fn set_next_number(&mut self, number: u64) {
        self.next_number = number;
    }

    fn hash(&self, agent: &AgentId, capability: &str) -> u64 {
        let mut hasher = self.hash_key.build_hasher();
        hasher.write(agent.as_bytes());
        capability.hash(&mut hasher);
        hasher.finish()
    }

    fn slot(&self, agent: &AgentId, capability: &str) -> Option<u32> {
        let is = |slot: &u32| self.row(*slot).is_some_and(|row| row.is(agent, capability));
        self.by_name.find(self.hash(agent, capability), is).copied()
    }

    fn row(&self, slot: u32) -> Option<&Row> {
        self.rows.get(usize::try_from(slot).ok()?)
    }

    pub(super) fn get(&self, agent: &AgentId, capability: &str) -> Option<&Line> {
        self.row(self.slot(agent, capability)?).map(|row| &row.line)
    }

    /// By agent, then capability.
    pub(super) fn sorted(&self) -> Vec<&Line> {
        let mut lines: Vec<&Line> = self.rows.iter().map(|(_, row)| &row.line).collect();
        lines.sort_unstable_by_key(|line| (line.agent, Arc::clone(&line.capability)));
        lines
    }

    /// Whether there is a line, or room for one of this class.
    pub(super) fn has_room(&self, agent: &AgentId, capability: &str, class: Class) -> bool {
        let gives_way = || {
            self.order
                .first_key_value()
                .is_some_and(|((lowest, ..), _)| *lowest <= class)
        };
        self.rows.len() < self.most || self.slot(agent, capability).is_some() || (self.most > 0 && gives_way())
    }

    /// Changes a line, which is made if there is none, and moved up to the class if it is of a lower one. `None` where
    /// [`Lines::has_room`] is false.
    pub(super) fn change<T>(
        &mut self,
        (agent, capability): (&AgentId, &str),
        class: Class,
        now_ms: i64,
        rules: &ReputationRules,
        change: impl FnOnce(&mut Line) -> T,
    ) -> Option<T> {
        let slot = match self.slot(agent, capability) {
            Some(slot) => slot,
            None if self.has_room(agent, capability, class) => {
                while self.rows.len() >= self.most && self.remove_first() {}
                let number = self.next_number;
                self.next_number = number.saturating_add(1);
                let capability = self.name(capability);
                self.insert(Line::new(*agent, capability, number, class, now_ms), rules)?
            }
            None => return None,
        };
        let row = self.rows.get_mut(usize::try_from(slot).ok()?)?;
        self.order.remove(&row.place());
        row.line.advance(now_ms, rules);
        row.line.class = row.line.class.max(class);
        let outcome = change(&mut row.line);
        row.ends_ms = row.line.ends_ms(rules);
        self.order.insert(row.place(), slot);
        Some(outcome)
    }

    /// Takes in a line that is not there yet; `None` for a number that is.
    pub(super) fn insert(&mut self, line: Line, rules: &ReputationRules) -> Option<u32> {
        let hash = self.hash(&line.agent, &line.capability);
        let ends_ms = line.ends_ms(rules);
        let entry = self.rows.vacant_entry();
        let slot = u32::try_from(entry.key()).ok()?;
        let row = entry.insert(Row { line, ends_ms });
        let has_own_number = self.order.insert(row.place(), slot).is_none();
        let (rows, hash_key) = (&self.rows, self.hash_key);
        self.by_name.insert_unique(hash, slot, |slot| {
            let row = usize::try_from(*slot).ok().and_then(|slot| rows.get(slot));
            row.map_or(0, |row| {
                let mut hasher = hash_key.build_hasher();
                hasher.write(row.line.agent.as_bytes());
                row.line.capability.hash(&mut hasher);
                hasher.finish()
            })
        });
        has_own_number.then_some(slot)
    }

    /// One copy of a capability's id, however many agents have it.
    pub(super) fn name(&mut self, capability: &str) -> Arc<str> {
        if let Some(name) = self.names.get(capability) {
            return Arc::clone(name);
        }
        let name: Arc<str> = capability.into();
        self.names.insert(Arc::clone(&name));
        name
    }

    fn remove_first(&mut self) -> bool {
        let first = self.order.pop_first();
        first.map(|(_, slot)| self.remove(slot)).is_some()
    }

    fn remove(&mut self, slot: u32) {
        let Some(row) = usize::try_from(slot).ok().and_then(|slot| self.rows.try_remove(slot)) else {
            return;
        };
        self.order.remove(&row.place());
        let hash = self.hash(&row.line.agent, &row.line.capability);
        if let Ok(entry) = self.by_name.find_entry(hash, |it| *it == slot) {
            entry.remove();
        }
        let name = Arc::clone(&row.line.capability);
        drop(row);
        // The set's and this one.
        if Arc::strong_count(&name) <= 2 {
            self.names.remove(&name);
        }
    }

    /// Forgets what is over.
    pub(super) fn expire(&mut self, now_ms: i64) {
        for class in CLASSES {
            while let Some(slot) = self.first(class).filter(|(ends_ms, _)| *ends_ms <= now_ms) {
                self.remove(slot.1);
            }
        }
    }

    /// When the next one is over.
    pub(super) fn wake_at_ms(&self) -> Option<i64> {
        CLASSES
            .iter()
            .filter_map(|class| self.first(*class))
            .map(|(ends_ms, _)| ends_ms)
            .min()
    }

    fn first(&self, class: Class) -> Option<(i64, u32)> {
        let range = (class, i64::MIN, 0)..=(class, i64::MAX, u64::MAX);
        let ((_, ends_ms, _), slot) = self.order.range(range).next()?;
        Some((*ends_ms, *slot))
    }
}

const CLASSES: [Class; 4] = [Class::Strangers, Class::Trusted, Class::OwnGood, Class::OwnBad];
