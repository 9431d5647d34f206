//! Own contracts that were counted: each counts once, and again only if it turns out worse.

use std::collections::BTreeSet;

use casp_identity::{HashKey, ObjectId};
use hashbrown::HashMap;

use super::input::Seen;
use super::line::Spot;

/// A contract that was counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Counted {
    pub(super) seen: Seen,
    pub(super) spot: Spot,
}

#[derive(Debug)]
pub(super) struct Contracts {
    most: usize,
    by_id: HashMap<ObjectId, Counted, HashKey>,
    /// The oldest first.
    order: BTreeSet<(i64, ObjectId)>,
    /// Outcomes of this time and before are no longer taken: some contracts of then were forgotten.
    pub(super) horizon_ms: i64,
}

impl Contracts {
    pub(super) fn new(most: usize, hash_key: HashKey) -> Self {
        Self {
            most: most.max(1),
            by_id: HashMap::with_hasher(hash_key),
            order: BTreeSet::new(),
            horizon_ms: i64::MIN,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.by_id.len()
    }

    pub(super) fn get(&self, contract: &ObjectId) -> Option<&Counted> {
        self.by_id.get(contract)
    }

    /// By time, then contract.
    pub(super) fn sorted(&self) -> impl Iterator<Item = (&ObjectId, &Counted)> {
        self.order.iter().filter_map(|(_, id)| self.by_id.get_key_value(id))
    }

    pub(super) fn insert(&mut self, contract: ObjectId, counted: Counted) {
        if let Some(before) = self.by_id.insert(contract, counted) {
            self.order.remove(&(before.spot.at_ms, contract));
        }
        self.order.insert((counted.spot.at_ms, contract));
        while self.by_id.len() > self.most {
            self.forget_oldest();
        }
    }

    fn forget_oldest(&mut self) {
        if let Some((at_ms, id)) = self.order.pop_first() {
            self.by_id.remove(&id);
            self.horizon_ms = self.horizon_ms.max(at_ms);
        }
    }

    /// Forgets contracts of this time and before.
    pub(super) fn expire(&mut self, until_ms: i64) {
        while self.order.first().is_some_and(|(at_ms, _)| *at_ms <= until_ms) {
            self.forget_oldest();
        }
    }

    pub(super) fn first_at_ms(&self) -> Option<i64> {
        self.order.first().map(|(at_ms, _)| *at_ms)
    }
}
