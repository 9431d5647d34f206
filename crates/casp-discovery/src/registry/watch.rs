//! Watches: who wants to hear which entries come and go.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use casp_identity::{AgentId, ObjectId};
use casp_wire::check;
use casp_wire::v1::Constraint;

use super::Registry;
use super::query::QUERY_STEPS;
use crate::candidate::Entry;
use crate::filter::Filters;
use crate::index::{Scan, Work};
use crate::violation::DiscoveryViolation;

/// Names a watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WatchId(u64);

/// What a watch sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WatchEvent {
    /// An entry that matches is there, or one that is there matches now.
    Arrived {
        /// The agent.
        agent: AgentId,
        /// Its descriptor.
        descriptor: ObjectId,
    },
    /// An entry that matched is over or replaced, or matches no longer.
    Departed {
        /// The agent.
        agent: AgentId,
        /// Its descriptor.
        descriptor: ObjectId,
    },
    /// Events were lost, since they were not taken in time: ask anew.
    Lost,
}

/// Why there is no watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WatchError {
    /// The constraints break a rule: INT-1 to INT-4, or INT-7 when there are none.
    #[error("{0}")]
    Invalid(DiscoveryViolation),
    /// There are as many watches as there may be.
    #[error("there is no room for another watch")]
    Full,
    /// To find what matches now takes more work than a query may.
    #[error("the constraints take too much work")]
    TooBroad,
}

#[derive(Debug, Default)]
pub(super) struct Watches {
    next: u64,
    watches: BTreeMap<WatchId, Watch>,
}

#[derive(Debug)]
struct Watch {
    filters: Filters,
    /// Slots whose entries match.
    matching: BTreeSet<u32>,
    events: VecDeque<WatchEvent>,
    has_lost: bool,
}

impl Watches {
    pub(super) fn open(&mut self, constraints: &[Constraint], most: usize) -> Result<WatchId, WatchError> {
        let filters = Filters::of(constraints).map_err(WatchError::Invalid)?;
        check(!constraints.is_empty(), DiscoveryViolation::IntentEmpty).map_err(WatchError::Invalid)?;
        if self.watches.len() >= most {
            return Err(WatchError::Full);
        }
        let id = WatchId(self.next);
        self.next = self.next.wrapping_add(1);
        self.watches.insert(
            id,
            Watch {
                filters,
                matching: BTreeSet::new(),
                events: VecDeque::new(),
                has_lost: false,
            },
        );
        Ok(id)
    }

    pub(super) fn close(&mut self, id: WatchId) -> bool {
        self.watches.remove(&id).is_some()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.watches.is_empty()
    }

    pub(super) fn take(&mut self, id: WatchId) -> Vec<WatchEvent> {
        let Some(watch) = self.watches.get_mut(&id) else {
            return Vec::new();
        };
        let lost = std::mem::take(&mut watch.has_lost).then_some(WatchEvent::Lost);
        lost.into_iter().chain(std::mem::take(&mut watch.events)).collect()
    }

    pub(super) fn filters(&self, id: WatchId) -> Option<&Filters> {
        self.watches.get(&id).map(|watch| &watch.filters)
    }

    /// An entry matches a watch that has just been opened.
    pub(super) fn begin(&mut self, id: WatchId, slot: u32, agent: AgentId, descriptor: ObjectId, most: usize) {
        if let Some(watch) = self.watches.get_mut(&id) {
            watch.matching.insert(slot);
            watch.say(WatchEvent::Arrived { agent, descriptor }, most);
        }
    }

    /// An entry arrived, or got another refresh.
    pub(super) fn see(&mut self, slot: u32, entry: &Entry, now_ms: i64, most: usize) {
        for watch in self.watches.values_mut() {
            watch.see(slot, entry, now_ms, most);
        }
    }

    /// An entry is over.
    pub(super) fn depart(&mut self, slot: u32, agent: AgentId, descriptor: ObjectId, most: usize) {
        for watch in self.watches.values_mut() {
            if watch.matching.remove(&slot) {
                watch.say(WatchEvent::Departed { agent, descriptor }, most);
            }
        }
    }
}

impl Watch {
    fn see(&mut self, slot: u32, entry: &Entry, now_ms: i64, most: usize) {
        let (agent, descriptor) = (entry.issuer(), entry.descriptor_id());
        let matches = entry
            .candidates()
            .any(|candidate| self.filters.admit(&candidate, now_ms).is_ok());
        if matches && self.matching.insert(slot) {
            self.say(WatchEvent::Arrived { agent, descriptor }, most);
        } else if !matches && self.matching.remove(&slot) {
            self.say(WatchEvent::Departed { agent, descriptor }, most);
        }
    }

    fn say(&mut self, event: WatchEvent, most: usize) {
        if self.events.len() < most {
            self.events.push_back(event);
        } else {
            self.has_lost = true;
        }
    }
}

impl Registry {
    /// Watches for entries of which a capability satisfies all constraints. Those that are there are reported as arrivals. An entry is
    /// looked at when it comes and when it is refreshed; that it comes to match by the passing of time alone (`age-ms`, `life-ms`) is not
    /// seen.
    ///
    /// # Errors
    /// [`WatchError`].
    pub fn watch(&mut self, constraints: &[Constraint], now_ms: i64) -> Result<WatchId, WatchError> {
        let now_ms = self.expire(now_ms);
        let id = self.watches.open(constraints, self.limits.watches)?;
        let held = self
            .watches
            .filters(id)
            .map(|filters| self.index.hold(filters, now_ms, Scan::ALL, &mut Work::of(QUERY_STEPS)));
        let Ok(held) = held.transpose() else {
            self.watches.close(id);
            return Err(WatchError::TooBroad);
        };
        let documents = held.map(|held| held.documents).unwrap_or_default();
        let slots: BTreeSet<u32> = documents
            .iter()
            .filter_map(|document| self.index.place_of(document).map(|(slot, _)| slot))
            .collect();
        for slot in slots {
            if let Some((agent, entry)) = self.store.entry(slot, now_ms) {
                let (agent, descriptor) = (*agent, entry.descriptor);
                self.watches
                    .begin(id, slot, agent, descriptor, self.limits.watch_events);
            }
        }
        Ok(id)
    }

    /// Ends a watch. Gives whether there was one.
    pub fn unwatch(&mut self, id: WatchId) -> bool {
        self.watches.close(id)
    }

    /// What a watch has seen since it was last asked, in order.
    pub fn watched(&mut self, id: WatchId) -> Vec<WatchEvent> {
        self.watches.take(id)
    }
}
