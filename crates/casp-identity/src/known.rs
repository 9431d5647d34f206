//! What a verifier remembers of agents: the highest epoch seen, and retirement (SPEC.md section 8.2).

use alloc::vec::Vec;

use casp_wire::limits::{MAX_TIME_MS, SKEW_MS};
use hashbrown::HashTable;
use slab::Slab;

use crate::agent::AgentId;
use crate::envelope::Verified;
use crate::hash::HashKey;
use crate::kind::Kind;
use crate::statements::DELEGATION_MAX_LIFE_MS;

/// How long a highest epoch is kept after a statement last showed it: by then every delegation that had begun under a lower
/// one has expired.
const EPOCH_RETENTION_MS: i64 = DELEGATION_MAX_LIFE_MS + 2 * SKEW_MS;

const FOR_GOOD: i64 = i64::MAX;

/// Highest epochs and retirements, bounded in number.
///
/// Nothing is dropped to make room: what is forgotten too early lets a stolen key back in. When it is full, new agents
/// are refused and the caller must not act on their statements. Every call takes constant time, but for [`KnownAgents::expire`],
/// whose time is that of what it forgets. Time never goes back: an earlier one counts as the latest.
#[derive(Debug)]
pub struct KnownAgents {
    capacity: usize,
    hash_key: HashKey,
    slots: Slab<Slot>,
    by_agent: HashTable<u32>,
    /// Ends of a list through the slots of those that will be forgotten, soonest first. Every time that it is shown a statement an
    /// agent goes to the end, since all are kept for equally long.
    soonest: Option<u32>,
    last: Option<u32>,
    latest_ms: i64,
}

/// What is remembered of one agent, and its neighbours in the list.
#[derive(Debug)]
struct Slot {
    known: Remembered,
    before: Option<u32>,
    after: Option<u32>,
}

/// What is remembered of an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// The agent.
    pub agent: AgentId,
    /// The highest epoch seen, 0 when none was.
    pub epoch: u64,
    /// Until when it is remembered, milliseconds since the Unix epoch; `i64::MAX` for good.
    pub until_ms: i64,
    /// Whether it retired.
    pub retired: bool,
}

/// No room is left to remember another agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no room is left to remember another agent's epoch or retirement")]
pub struct KnownAgentsFull;

/// Whatever is shown the statements that were accepted: [`KnownAgents`], or a store that also drops what they void.
pub trait AgentMemory {
    /// What is known of agents so far.
    fn known(&self) -> &KnownAgents;

    /// Takes note of an accepted statement.
    ///
    /// # Errors
    /// [`KnownAgentsFull`]; then nothing changes, and the statement must not be acted upon.
    fn note<K: Kind>(&mut self, statement: &Verified<K>, now_ms: i64) -> Result<(), KnownAgentsFull>;
}

impl AgentMemory for KnownAgents {
    fn known(&self) -> &KnownAgents {
        self
    }

    fn note<K: Kind>(&mut self, statement: &Verified<K>, now_ms: i64) -> Result<(), KnownAgentsFull> {
        self.saw(statement, now_ms).map(drop)
    }
}

impl KnownAgents {
    /// Remembers at most `capacity` agents.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self::with_hash_key(capacity, HashKey::default())
    }

    /// Remembers at most `capacity` agents, in a table with a key of its own: for whoever hears strangers.
    #[must_use]
    pub const fn with_hash_key(capacity: usize, hash_key: HashKey) -> Self {
        Self {
            capacity,
            hash_key,
            slots: Slab::new(),
            by_agent: HashTable::new(),
            soonest: None,
            last: None,
            latest_ms: i64::MIN,
        }
    }

    /// The highest epoch seen of the agent; 0 when none was.
    #[must_use]
    pub fn epoch(&self, agent: &AgentId) -> u64 {
        self.get(agent).map_or(0, |known| known.epoch)
    }

    /// Whether the agent is known to have retired.
    #[must_use]
    pub fn is_retired(&self, agent: &AgentId) -> bool {
        self.get(agent).is_some_and(|known| known.retired)
    }

    /// All that is remembered, in no order: to be kept on disk and given back to [`KnownAgents::recall`].
    pub fn remembered(&self) -> impl ExactSizeIterator<Item = &Remembered> {
        self.slots.iter().map(|(_, slot)| &slot.known)
    }

    /// Remembers once more what was remembered at `now_ms`, on top of what it knows.
    ///
    /// # Errors
    /// [`KnownAgentsFull`] when that is more than it may; then it remembers a part.
    pub fn recall(
        &mut self,
        remembered: impl IntoIterator<Item = Remembered>,
        now_ms: i64,
    ) -> Result<(), KnownAgentsFull> {
        self.expire(now_ms);
        let latest_ms = self.latest_ms.saturating_add(EPOCH_RETENTION_MS);
        let mut remembered: Vec<_> = remembered.into_iter().collect();
        remembered.sort_unstable_by_key(|known| known.until_ms);
        for known in remembered {
            let slot = self.slot(known.agent)?;
            let before = self.place(slot).map_or(known, |slot| slot.known);
            let for_good = known.retired && known.epoch > 0;
            let until_ms = if for_good {
                FOR_GOOD
            } else {
                known.until_ms.min(latest_ms)
            };
            self.put(
                slot,
                Remembered {
                    epoch: known.epoch.max(before.epoch),
                    retired: known.retired || before.retired,
                    until_ms: until_ms.max(before.until_ms),
                    ..known
                },
            );
        }
        Ok(())
    }

    /// Remembers what an accepted statement says of its issuer: the epoch that it states or was signed under, or that the
    /// agent retired. Show it every statement that you accept: what it was not shown, it cannot refuse.
    ///
    /// Returns whether that makes void what the agent said before.
    ///
    /// # Errors
    /// [`KnownAgentsFull`]; then nothing changes.
    pub fn saw<K: Kind>(&mut self, statement: &Verified<K>, now_ms: i64) -> Result<bool, KnownAgentsFull> {
        let stated = K::epoch(statement.message())
            .max(statement.delegation_epoch())
            .unwrap_or(0);
        let agent = statement.issuer();
        self.advance(now_ms);
        if stated == 0 && !K::PROFILE.is_retirement && self.get(&agent).is_none() {
            return Ok(false);
        }
        let slot = self.slot(agent)?;
        let before = self.place(slot).map_or(nothing_of(agent), |slot| slot.known);
        let (epoch, retired) = (before.epoch.max(stated), before.retired || K::PROFILE.is_retirement);
        // A retirement is kept for good, but not that of a stranger: anyone can make those by the million.
        let until_ms = if retired && epoch > 0 {
            FOR_GOOD
        } else {
            self.latest_ms.saturating_add(EPOCH_RETENTION_MS)
        };
        let after = Remembered {
            agent,
            epoch,
            retired,
            until_ms: until_ms.max(before.until_ms),
        };
        self.put(slot, after);
        Ok(after.epoch > before.epoch || after.retired != before.retired)
    }

    /// Forgets what is over.
    pub fn expire(&mut self, now_ms: i64) {
        self.advance(now_ms);
        while let Some(slot) = self.soonest {
            let is_over = self
                .place(slot)
                .is_some_and(|place| place.known.until_ms <= self.latest_ms);
            if !is_over {
                break;
            }
            self.unlink(slot);
            self.forget(slot);
        }
        if self.slots.is_empty() {
            self.slots = Slab::new();
            self.by_agent = HashTable::new();
        }
    }

    fn advance(&mut self, now_ms: i64) {
        self.latest_ms = self.latest_ms.max(now_ms.min(MAX_TIME_MS));
    }

    fn get(&self, agent: &AgentId) -> Option<&Remembered> {
        let slot = self.find(agent)?;
        self.place(slot).map(|slot| &slot.known)
    }

    fn find(&self, agent: &AgentId) -> Option<u32> {
        let hash = self.hash_key.hash(agent.as_bytes());
        let is_it = |slot: &u32| self.place(*slot).is_some_and(|slot| slot.known.agent == *agent);
        self.by_agent.find(hash, is_it).copied()
    }

    /// The agent's slot, a new one if need be.
    fn slot(&mut self, agent: AgentId) -> Result<u32, KnownAgentsFull> {
        if let Some(slot) = self.find(&agent) {
            return Ok(slot);
        }
        self.expire(self.latest_ms);
        let free = self.slots.vacant_key();
        let slot = u32::try_from(free).map_err(|_| KnownAgentsFull)?;
        if self.slots.len() >= self.capacity {
            return Err(KnownAgentsFull);
        }
        self.slots.insert(Slot {
            known: nothing_of(agent),
            before: None,
            after: None,
        });
        let (slots, key) = (&self.slots, &self.hash_key);
        let hash_of = |slot: &u32| slot_of(slots, *slot).map_or(0, |slot| key.hash(slot.known.agent.as_bytes()));
        self.by_agent.insert_unique(key.hash(agent.as_bytes()), slot, hash_of);
        Ok(slot)
    }

    fn forget(&mut self, slot: u32) {
        let Some(agent) = self.place(slot).map(|slot| slot.known.agent) else {
            return;
        };
        let hash = self.hash_key.hash(agent.as_bytes());
        if let Ok(place) = self.by_agent.find_entry(hash, |each| *each == slot) {
            place.remove();
        }
        self.slots.try_remove(index(slot));
    }

    fn put(&mut self, slot: u32, known: Remembered) {
        self.unlink(slot);
        let last = self.last;
        let Some(place) = self.slots.get_mut(index(slot)) else {
            return;
        };
        place.known = known;
        if known.until_ms == FOR_GOOD {
            return;
        }
        place.before = last;
        self.last = Some(slot);
        match last.and_then(|last| self.slots.get_mut(index(last))) {
            Some(last) => last.after = Some(slot),
            None => self.soonest = Some(slot),
        }
    }

    /// Takes a slot out of the list, if it is in it.
    fn unlink(&mut self, slot: u32) {
        let Some(place) = self.slots.get_mut(index(slot)) else {
            return;
        };
        let (before, after) = (place.before.take(), place.after.take());
        match before.and_then(|before| self.slots.get_mut(index(before))) {
            Some(before) => before.after = after,
            None if self.soonest == Some(slot) => self.soonest = after,
            None => {}
        }
        match after.and_then(|after| self.slots.get_mut(index(after))) {
            Some(after) => after.before = before,
            None if self.last == Some(slot) => self.last = before,
            None => {}
        }
    }

    fn place(&self, slot: u32) -> Option<&Slot> {
        slot_of(&self.slots, slot)
    }
}

fn slot_of(slots: &Slab<Slot>, slot: u32) -> Option<&Slot> {
    slots.get(index(slot))
}

/// A slot that no slab has, where an index is narrower than a slot.
fn index(slot: u32) -> usize {
    usize::try_from(slot).unwrap_or(usize::MAX)
}

const fn nothing_of(agent: AgentId) -> Remembered {
    Remembered {
        agent,
        epoch: 0,
        until_ms: i64::MIN,
        retired: false,
    }
}
