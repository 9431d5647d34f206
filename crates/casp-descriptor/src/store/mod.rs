//! The soft-state store: living descriptors, and the marks that keep the superseded from rising again (SPEC.md section 10).
//!
//! Time comes in with each call. Nothing is forgotten before its time: when the store is full it refuses newcomers.

mod restore;
mod wheel;

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use casp_identity::{
    AgentId, AgentMemory, HashKey, IdentityViolation, Kind, KnownAgents, KnownAgentsFull, ObjectId, Verified,
};
use casp_wire::limits::{MAX_TIME_MS, SKEW_MS};
use casp_wire::v1::{Bundle, EquivocationProof};
use casp_wire::{Layer, check};
use hashbrown::HashTable;
use slab::Slab;

pub use self::restore::{KeptPublication, KeptRecord};
use self::wheel::Wheel;

use crate::statements::{DescriptorKind, MAX_TTL_MS, RefreshKind, WithdrawalKind};
use crate::violation::DescriptorViolation;

/// How long a mark outlives its statement, milliseconds: the greatest time to live and the skew on both sides, after which
/// nothing that the mark refuses can be fresh.
pub const MARK_RETENTION_MS: i64 = MAX_TTL_MS + 2 * SKEW_MS;

/// Bounds of a [`DescriptorStore`].
#[derive(Clone, Copy, Debug)]
pub struct StoreLimits {
    /// Agents with an entry, a mark or a quarantine. Default 65,536.
    pub agents: usize,
    /// Bytes of the bundles that are kept, and for each entry [`REFRESH_RESERVE_BYTES`]. What is around them takes some 400
    /// bytes an agent more. Default 512 MiB.
    pub bytes: usize,
    /// Agents of which the highest epoch or a retirement is remembered. Default 1,048,576; about 150 bytes each.
    pub known_agents: usize,
}

impl Default for StoreLimits {
    fn default() -> Self {
        Self {
            agents: 65_536,
            bytes: 512 << 20,
            known_agents: 1 << 20,
        }
    }
}

/// A statement that a store applies.
#[derive(Clone, Debug)]
pub enum Publication {
    /// Becomes the entry.
    Descriptor(Verified<DescriptorKind>),
    /// Prolongs the entry.
    Refresh(Verified<RefreshKind>),
    /// Removes the entry.
    Withdrawal(Verified<WithdrawalKind>),
}

impl Publication {
    fn still_stands(&self, known: &KnownAgents, now_ms: i64) -> Result<(), IdentityViolation> {
        match self {
            Self::Descriptor(statement) => statement.still_stands(known, now_ms),
            Self::Refresh(statement) => statement.still_stands(known, now_ms),
            Self::Withdrawal(statement) => statement.still_stands(known, now_ms),
        }
    }
}

/// Why a statement was not applied.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{violation}")]
pub struct Refused {
    /// The rule.
    pub violation: DescriptorViolation,
    /// With SST-4: the proof that anyone can check.
    pub proof: Option<Box<EquivocationProof>>,
}

impl From<DescriptorViolation> for Refused {
    fn from(violation: DescriptorViolation) -> Self {
        Self { violation, proof: None }
    }
}

/// A living entry: a descriptor and its latest refresh, served together.
#[derive(Clone, Debug)]
pub struct LivingEntry {
    /// Object id of the descriptor.
    pub descriptor: ObjectId,
    /// The descriptor's bundle, as it was received.
    pub descriptor_bundle: Arc<[u8]>,
    /// Object id and bundle of the refresh.
    pub refresh: Option<(ObjectId, Arc<[u8]>)>,
    /// End of life, without skew, milliseconds since the Unix epoch.
    pub expires_at_ms: i64,
    /// Epoch of the pair.
    pub epoch: u64,
    /// Sequence of the latest statement of the pair.
    pub sequence: u64,
    ttl_ms: i64,
}

/// Soft state of many agents.
///
/// Applying, refreshing and looking up take constant time, whatever it holds; so does what expires, each.
#[derive(Debug)]
pub struct DescriptorStore {
    limits: StoreLimits,
    hash_key: HashKey,
    records: Slab<Record>,
    /// Slots of records by agent.
    by_agent: HashTable<u32>,
    /// Slots of records with an entry, by its descriptor.
    by_descriptor: HashTable<u32>,
    /// The next instant at which each record changes by itself.
    deadlines: Wheel,
    bytes: usize,
    known: KnownAgents,
    latest_ms: i64,
    changes: Option<Vec<Change>>,
}

#[derive(Debug)]
struct Record {
    agent: AgentId,
    mark: Mark,
    entry: Option<LivingEntry>,
    quarantined: bool,
    until_ms: i64,
}

/// The latest statement accepted of an agent.
#[derive(Debug)]
struct Mark {
    epoch: u64,
    sequence: u64,
    object_id: ObjectId,
    bundle: Arc<[u8]>,
}

/// What happened to what is kept of an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Number of the agent's record: it stays the same while the store keeps an entry or a mark of the agent, and is given to
    /// another after that. Slots are small numbers.
    pub slot: u32,
    /// The agent.
    pub agent: AgentId,
    /// What happened.
    pub kind: ChangeKind,
}

/// See [`Change`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// This descriptor became the agent's entry.
    Arrived(ObjectId),
    /// The entry with this descriptor got another refresh.
    Refreshed(ObjectId),
    /// The entry with this descriptor is over, or was replaced, withdrawn, voided or quarantined.
    Departed(ObjectId),
    /// Nothing is kept of the agent any more, and its slot is free.
    Forgotten,
}

/// What is kept of an agent, to be looked at: see [`DescriptorStore::records`].
#[derive(Clone, Copy, Debug)]
pub struct StoredRecord<'a> {
    /// The agent.
    pub agent: &'a AgentId,
    /// Its entry. It may be over.
    pub entry: Option<&'a LivingEntry>,
    /// Epoch and sequence of the mark.
    pub mark: (u64, u64),
    /// Bundle of the statement that set the mark.
    pub mark_bundle: &'a Arc<[u8]>,
    /// Whether the mark's epoch is quarantined.
    pub quarantined: bool,
    /// Until when the mark is kept, milliseconds since the Unix epoch.
    pub until_ms: i64,
    /// Bytes that it counts for towards [`StoreLimits::bytes`].
    pub bytes: usize,
}

/// What a statement makes of its issuer's entry.
#[derive(Debug)]
enum After {
    Entry(LivingEntry),
    Refreshed,
    Nothing,
}

/// A verified statement that broke no rule before POLICY. Nothing has changed yet, and nothing can change meanwhile.
#[derive(Debug)]
#[must_use = "settle it, or nothing was applied"]
pub struct Judged<'a> {
    store: &'a mut DescriptorStore,
    publication: Publication,
    incoming: Incoming,
    after: After,
    now_ms: i64,
}

impl Judged<'_> {
    /// Whose statement it is.
    #[must_use]
    pub const fn issuer(&self) -> AgentId {
        self.incoming.issuer
    }

    /// Object id of the statement.
    #[must_use]
    pub const fn object_id(&self) -> ObjectId {
        self.incoming.object_id
    }

    /// The statement.
    #[must_use]
    pub const fn publication(&self) -> &Publication {
        &self.publication
    }

    /// The store, as it is before.
    #[must_use]
    pub const fn store(&self) -> &DescriptorStore {
        self.store
    }

    /// Whether the issuer has an entry once this is applied.
    #[must_use]
    pub const fn leaves_entry(&self) -> bool {
        !matches!(self.after, After::Nothing)
    }

    /// Bytes that the issuer counts for once this is applied.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.store.bytes_after(&self.incoming, &self.after)
    }

    /// Applies it.
    ///
    /// # Errors
    /// SST-8; then nothing changes.
    pub fn settle(self) -> Result<(), DescriptorViolation> {
        let Self {
            store,
            publication,
            incoming,
            after,
            now_ms,
        } = self;
        store.room(&incoming, &after)?;
        store.remember(&publication, now_ms)?;
        store.enter(incoming, after, now_ms);
        Ok(())
    }
}

impl DescriptorStore {
    /// An empty store.
    #[must_use]
    pub fn new(limits: StoreLimits) -> Self {
        Self::with_hash_key(limits, HashKey::default())
    }

    /// An empty store whose tables have a key of their own: for whoever hears strangers.
    #[must_use]
    pub fn with_hash_key(limits: StoreLimits, hash_key: HashKey) -> Self {
        Self {
            limits,
            hash_key,
            records: Slab::new(),
            by_agent: HashTable::new(),
            by_descriptor: HashTable::new(),
            deadlines: Wheel::new(),
            bytes: 0,
            known: KnownAgents::with_hash_key(limits.known_agents, hash_key),
            latest_ms: i64::MIN,
            changes: None,
        }
    }

    /// What is known of agents: for [`casp_identity::Verifier::verify`].
    #[must_use]
    pub const fn known(&self) -> &KnownAgents {
        &self.known
    }

    /// Applies a verified statement.
    ///
    /// # Errors
    /// SST-1 to SST-8; and DEL-9 to DEL-11, FRS-1 and FRS-2 once more, since the statement may have been verified earlier or
    /// with other knowledge. A statement that is refused changes nothing, except that SST-4 quarantines its epoch.
    pub fn apply(&mut self, publication: impl Into<Publication>, now_ms: i64) -> Result<(), Refused> {
        self.judge(publication, now_ms)?.settle().map_err(Refused::from)
    }

    /// Holds a verified statement against the rules up to CHAIN, and leaves it to the caller whether it is applied: for whoever has
    /// rules of its own at POLICY.
    ///
    /// # Errors
    /// As [`DescriptorStore::apply`], but for SST-8. SST-4 quarantines here too.
    pub fn judge(&mut self, publication: impl Into<Publication>, now_ms: i64) -> Result<Judged<'_>, Refused> {
        let publication = publication.into();
        let now_ms = self.advance(now_ms);
        publication
            .still_stands(&self.known, now_ms)
            .map_err(DescriptorViolation::from)?;
        let incoming = Incoming::of(&publication);
        self.replay(&incoming)?;
        let after = self.chain(&publication, &incoming, now_ms)?;
        Ok(Judged {
            store: self,
            publication,
            incoming,
            after,
            now_ms,
        })
    }

    /// Takes note of any other accepted statement. If it raises its issuer's epoch, what the issuer published under lower
    /// ones is void; if it is a retirement, everything is.
    ///
    /// # Errors
    /// SST-8 when nothing more can be remembered.
    pub fn observe<K: Kind>(&mut self, statement: &Verified<K>, now_ms: i64) -> Result<(), DescriptorViolation> {
        self.note(statement, now_ms).or_else(|_| full(()))
    }

    /// The agent's living entry.
    #[must_use]
    pub fn lookup(&self, agent: &AgentId, now_ms: i64) -> Option<&LivingEntry> {
        self.record(self.find(agent)?)?.living(now_ms.max(self.latest_ms))
    }

    /// All living entries, ascending by agent id. Sorts them; [`DescriptorStore::entries`] does not.
    pub fn living(&self, now_ms: i64) -> impl Iterator<Item = (&AgentId, &LivingEntry)> {
        let mut living: Vec<_> = self.entries(now_ms).map(|(_, agent, entry)| (agent, entry)).collect();
        living.sort_unstable_by_key(|(agent, _)| *agent);
        living.into_iter()
    }

    /// All living entries with the slots of their records (see [`Change`]), in no order.
    pub fn entries(&self, now_ms: i64) -> impl Iterator<Item = (u32, &AgentId, &LivingEntry)> {
        let now_ms = now_ms.max(self.latest_ms);
        self.records.iter().filter_map(move |(at, record)| {
            let slot = u32::try_from(at).ok()?;
            Some((slot, &record.agent, record.living(now_ms)?))
        })
    }

    /// The living entry of the record with this slot.
    #[must_use]
    pub fn entry(&self, slot: u32, now_ms: i64) -> Option<(&AgentId, &LivingEntry)> {
        let record = self.record(slot)?;
        Some((&record.agent, record.living(now_ms.max(self.latest_ms))?))
    }

    /// The slot and the agent of the entry with this descriptor, and the entry, if it is living.
    #[must_use]
    pub fn entry_of(&self, descriptor: &ObjectId, now_ms: i64) -> Option<(u32, &AgentId, &LivingEntry)> {
        let slot = self.holder(descriptor)?;
        self.entry(slot, now_ms).map(|(agent, entry)| (slot, agent, entry))
    }

    /// The slot of the agent's record: of its entry or mark.
    #[must_use]
    pub fn slot(&self, agent: &AgentId) -> Option<u32> {
        self.find(agent)
    }

    /// Everything that is kept of an agent.
    #[must_use]
    pub fn stored(&self, agent: &AgentId) -> Option<StoredRecord<'_>> {
        self.record(self.find(agent)?).map(Record::stored)
    }

    /// Everything that is kept in the record with this slot.
    #[must_use]
    pub fn stored_at(&self, slot: u32) -> Option<StoredRecord<'_>> {
        self.record(slot).map(Record::stored)
    }

    /// Everything that is kept, in no order: to be written to disk, and given back to [`DescriptorStore::restore`].
    pub fn records(&self) -> impl ExactSizeIterator<Item = StoredRecord<'_>> {
        self.records.iter().map(|(_, record)| record.stored())
    }

    /// Has changes to entries reported from now on. Take them with [`DescriptorStore::take_changes`] after each call, or they pile up.
    pub fn report_changes(&mut self) {
        self.changes.get_or_insert_default();
    }

    /// What changed since it was last asked, in order; nothing unless [`DescriptorStore::report_changes`] was called.
    pub fn take_changes(&mut self) -> impl Iterator<Item = Change> + use<> {
        self.changes
            .as_mut()
            .map(core::mem::take)
            .unwrap_or_default()
            .into_iter()
    }

    /// Frees the room of what is over. [`DescriptorStore::apply`] and [`DescriptorStore::observe`] do so by themselves.
    pub fn expire(&mut self, now_ms: i64) {
        self.advance(now_ms);
    }

    /// Agents that count towards [`StoreLimits::agents`].
    #[must_use]
    pub fn agents(&self) -> usize {
        self.records.len()
    }

    /// Bytes that count towards [`StoreLimits::bytes`].
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.bytes
    }

    /// Its bounds.
    #[must_use]
    pub const fn limits(&self) -> &StoreLimits {
        &self.limits
    }

    /// The latest time that it was told, milliseconds since the Unix epoch: to it time never goes back.
    #[must_use]
    pub const fn latest_ms(&self) -> i64 {
        self.latest_ms
    }

    /// When an entry or mark is next over, milliseconds since the Unix epoch; [`DescriptorStore::expire`] then frees its room.
    /// It can take time in the number of entries; [`DescriptorStore::wake_at_ms`] does not.
    #[must_use]
    pub fn next_deadline_ms(&self) -> Option<i64> {
        self.deadlines.next_deadline_ms()
    }

    /// When to call [`DescriptorStore::expire`] next, milliseconds since the Unix epoch: never later than
    /// [`DescriptorStore::next_deadline_ms`]. Whoever wakes then and asks again comes to each deadline in at most eight steps.
    #[must_use]
    pub fn wake_at_ms(&self) -> Option<i64> {
        self.deadlines.wake_at_ms()
    }

    /// Removes what is over at `now_ms`; a time before the epoch counts as the epoch. A clock that goes back counts as standing still, and so does every later call after
    /// one with a time far ahead: what that made expire is gone.
    fn advance(&mut self, now_ms: i64) -> i64 {
        // The wheel knows no time before the epoch: what is over then would be due for good, and never over.
        self.latest_ms = self.latest_ms.max(now_ms.clamp(0, MAX_TIME_MS));
        self.known.expire(self.latest_ms);
        while let Some(slot) = self.deadlines.pop_due(self.latest_ms) {
            let Some(record) = self.record(slot) else { continue };
            let is_over = record.until_ms <= self.latest_ms;
            let is_dead = record.living(self.latest_ms).is_none();
            if is_dead || is_over {
                self.end_entry(slot);
            }
            if is_over {
                self.forget(slot);
            } else {
                self.schedule(slot);
            }
        }
        if self.records.is_empty() {
            self.records = Slab::new();
            self.by_agent = HashTable::new();
            self.by_descriptor = HashTable::new();
            self.deadlines.release();
        }
        self.latest_ms
    }

    /// SST-1 to SST-4.
    fn replay(&mut self, incoming: &Incoming) -> Result<(), Refused> {
        let Some(slot) = self.find(&incoming.issuer) else {
            return Ok(());
        };
        let Some(Record { mark, quarantined, .. }) = self.record(slot) else {
            return Ok(());
        };
        if incoming.epoch == mark.epoch {
            check(!*quarantined, DescriptorViolation::EpochQuarantined)?;
            check(incoming.object_id != mark.object_id, DescriptorViolation::Duplicate)?;
        }
        let lower = (incoming.epoch, incoming.sequence) < (mark.epoch, mark.sequence);
        check(!lower, DescriptorViolation::SequenceLower)?;
        let same_place = (incoming.epoch, incoming.sequence) == (mark.epoch, mark.sequence);
        let equivocates = same_place && incoming.object_id != mark.object_id;
        if let Err(violation) = check(!equivocates, DescriptorViolation::Equivocation) {
            let proof = equivocation_proof(mark, incoming);
            self.quarantine(slot);
            return Err(Refused {
                violation,
                proof: Some(Box::new(proof)),
            });
        }
        Ok(())
    }

    /// CHAIN: the issuer's entry once the statement is applied.
    fn chain(&self, publication: &Publication, incoming: &Incoming, now_ms: i64) -> Result<After, DescriptorViolation> {
        match publication {
            Publication::Withdrawal(_) => Ok(After::Nothing),
            Publication::Descriptor(descriptor) => Ok(After::Entry(LivingEntry {
                descriptor: incoming.object_id,
                descriptor_bundle: incoming.bundle.clone(),
                refresh: None,
                expires_at_ms: incoming.end_of_life_ms.unwrap_or(now_ms),
                epoch: incoming.epoch,
                sequence: incoming.sequence,
                ttl_ms: ttl_ms(descriptor),
            })),
            Publication::Refresh(refresh) => self.refreshed(refresh),
        }
    }

    /// SST-5 to SST-7.
    fn refreshed(&self, refresh: &Verified<RefreshKind>) -> Result<After, DescriptorViolation> {
        let message = refresh.message();
        let named = named_by(refresh);
        let holder = self.holder(&named).and_then(|slot| self.record(slot));
        let foreign = holder.is_some_and(|holder| holder.agent != refresh.issuer());
        check(!foreign, DescriptorViolation::RefreshForeign)?;
        let record = self.find(&refresh.issuer()).and_then(|slot| self.record(slot));
        let entry = record.and_then(|record| record.entry.as_ref());
        check(
            entry.is_some_and(|entry| entry.descriptor == named),
            DescriptorViolation::RefreshOfTheDead,
        )?;
        // Without an entry only where SST-5 is switched off.
        let Some(entry) = entry else { return Ok(After::Nothing) };
        let within = message.epoch == entry.epoch && is_within(refresh, entry.ttl_ms);
        check(within, DescriptorViolation::RefreshExceeds)?;
        Ok(After::Refreshed)
    }

    /// SST-8.
    fn room(&self, incoming: &Incoming, after: &After) -> Result<(), DescriptorViolation> {
        let record = self.find(&incoming.issuer).and_then(|slot| self.record(slot));
        let agents = record.is_some() || self.records.len() < self.limits.agents.min(MOST_SLOTS);
        check(agents, DescriptorViolation::StoreFull)?;
        let before = record.map_or(0, Record::bytes);
        let after = self.bytes_after(incoming, after);
        let bytes = self.bytes.saturating_sub(before).saturating_add(after) <= self.limits.bytes;
        check(bytes, DescriptorViolation::StoreFull)
    }

    fn bytes_after(&self, incoming: &Incoming, after: &After) -> usize {
        let entry = match after {
            After::Entry(entry) => Some(entry),
            After::Refreshed => {
                let record = self.find(&incoming.issuer).and_then(|slot| self.record(slot));
                record.and_then(|record| record.entry.as_ref())
            }
            After::Nothing => None,
        };
        bytes_of(&incoming.bundle, entry)
    }

    fn remember(&mut self, publication: &Publication, now_ms: i64) -> Result<(), DescriptorViolation> {
        let seen = match publication {
            Publication::Descriptor(statement) => self.known.saw(statement, now_ms),
            Publication::Refresh(statement) => self.known.saw(statement, now_ms),
            Publication::Withdrawal(statement) => self.known.saw(statement, now_ms),
        };
        seen.map(drop).or_else(|_| full(()))
    }

    /// Puts an accepted statement in its place.
    fn enter(&mut self, incoming: Incoming, after: After, now_ms: i64) {
        let until_ms = incoming
            .end_of_life_ms
            .unwrap_or(now_ms)
            .max(now_ms)
            .saturating_add(MARK_RETENTION_MS);
        let slot = self.slot_for(&incoming);
        if !matches!(after, After::Refreshed) {
            self.end_entry(slot);
        }
        let Some(record) = self.records.get_mut(index(slot)) else {
            return;
        };
        let before = record.bytes();
        record.quarantined = false;
        record.until_ms = until_ms;
        let change = match after {
            After::Entry(entry) => {
                let descriptor = entry.descriptor;
                record.entry = Some(entry);
                Some(ChangeKind::Arrived(descriptor))
            }
            After::Refreshed => record.entry.as_mut().map(|entry| {
                entry.refresh = Some((incoming.object_id, incoming.bundle.clone()));
                entry.expires_at_ms = incoming.end_of_life_ms.unwrap_or(now_ms);
                entry.epoch = incoming.epoch;
                entry.sequence = incoming.sequence;
                ChangeKind::Refreshed(entry.descriptor)
            }),
            After::Nothing => None,
        };
        let agent = incoming.issuer;
        record.mark = Mark::of(incoming);
        let now = record.bytes();
        self.bytes = self.bytes.saturating_sub(before).saturating_add(now);
        self.schedule(slot);
        if let Some(ChangeKind::Arrived(descriptor)) = change {
            self.hold(slot, &descriptor);
        }
        if let Some(change) = change {
            self.report(slot, agent, change);
        }
    }

    /// Removes the agent's entry if its epoch is void, or the agent retired.
    fn void(&mut self, agent: AgentId) {
        let Some(slot) = self.find(&agent) else { return };
        let void_below = if self.known.is_retired(&agent) {
            u64::MAX
        } else {
            self.known.epoch(&agent)
        };
        let entry = self.record(slot).and_then(|record| record.entry.as_ref());
        if entry.is_some_and(|entry| entry.epoch < void_below) {
            self.end_entry(slot);
            self.schedule(slot);
        }
    }

    fn quarantine(&mut self, slot: u32) {
        self.end_entry(slot);
        if let Some(record) = self.records.get_mut(index(slot)) {
            record.quarantined = true;
        }
        self.schedule(slot);
    }

    /// Takes a record's entry away, if it has one. Its deadline is then another.
    fn end_entry(&mut self, slot: u32) {
        let Some(record) = self.records.get_mut(index(slot)) else {
            return;
        };
        let before = record.bytes();
        let Some(entry) = record.entry.take() else { return };
        let (agent, now) = (record.agent, record.bytes());
        self.bytes = self.bytes.saturating_sub(before).saturating_add(now);
        let hash = self.hash_key.hash(&entry.descriptor.0);
        if let Ok(place) = self.by_descriptor.find_entry(hash, |each| *each == slot) {
            place.remove();
        }
        self.report(slot, agent, ChangeKind::Departed(entry.descriptor));
    }

    /// Removes a record without entry.
    fn forget(&mut self, slot: u32) {
        self.deadlines.cancel(slot);
        let Some(record) = self.records.try_remove(index(slot)) else {
            return;
        };
        self.bytes = self.bytes.saturating_sub(record.bytes());
        let hash = self.hash_key.hash(record.agent.as_bytes());
        if let Ok(place) = self.by_agent.find_entry(hash, |each| *each == slot) {
            place.remove();
        }
        self.report(slot, record.agent, ChangeKind::Forgotten);
    }

    /// The slot of the issuer's record, which is made if need be.
    fn slot_for(&mut self, incoming: &Incoming) -> u32 {
        if let Some(slot) = self.find(&incoming.issuer) {
            return slot;
        }
        let mark = Mark {
            epoch: incoming.epoch,
            sequence: incoming.sequence,
            object_id: incoming.object_id,
            bundle: incoming.bundle.clone(),
        };
        self.bytes = self.bytes.saturating_add(mark.bundle.len());
        let at = self.records.insert(Record {
            agent: incoming.issuer,
            mark,
            entry: None,
            quarantined: false,
            until_ms: i64::MIN,
        });
        // SST-8 lets no more in than have a number.
        let slot = u32::try_from(at).unwrap_or(u32::MAX);
        let (records, key) = (&self.records, &self.hash_key);
        let hash_of = |slot: &u32| {
            let record = records.get(index(*slot));
            record.map_or(0, |record| key.hash(record.agent.as_bytes()))
        };
        self.by_agent
            .insert_unique(key.hash(incoming.issuer.as_bytes()), slot, hash_of);
        slot
    }

    fn hold(&mut self, slot: u32, descriptor: &ObjectId) {
        let (records, key) = (&self.records, &self.hash_key);
        let hash_of = |slot: &u32| {
            let entry = records.get(index(*slot)).and_then(|record| record.entry.as_ref());
            entry.map_or(0, |entry| key.hash(&entry.descriptor.0))
        };
        self.by_descriptor.insert_unique(key.hash(&descriptor.0), slot, hash_of);
    }

    fn holder(&self, descriptor: &ObjectId) -> Option<u32> {
        let holds = |slot: &u32| {
            let entry = self.record(*slot).and_then(|record| record.entry.as_ref());
            entry.is_some_and(|entry| entry.descriptor == *descriptor)
        };
        self.by_descriptor
            .find(self.hash_key.hash(&descriptor.0), holds)
            .copied()
    }

    fn find(&self, agent: &AgentId) -> Option<u32> {
        let is_its = |slot: &u32| self.record(*slot).is_some_and(|record| record.agent == *agent);
        self.by_agent
            .find(self.hash_key.hash(agent.as_bytes()), is_its)
            .copied()
    }

    fn record(&self, slot: u32) -> Option<&Record> {
        self.records.get(index(slot))
    }

    fn schedule(&mut self, slot: u32) {
        if let Some(deadline_ms) = self.record(slot).map(Record::deadline_ms) {
            self.deadlines.schedule(slot, deadline_ms);
        }
    }

    fn report(&mut self, slot: u32, agent: AgentId, kind: ChangeKind) {
        if let Some(changes) = &mut self.changes {
            changes.push(Change { slot, agent, kind });
        }
    }
}

impl Record {
    fn living(&self, now_ms: i64) -> Option<&LivingEntry> {
        self.entry.as_ref().filter(|entry| death_ms(entry) > now_ms)
    }

    fn deadline_ms(&self) -> i64 {
        self.entry
            .as_ref()
            .map_or(self.until_ms, |entry| death_ms(entry).min(self.until_ms))
    }

    fn bytes(&self) -> usize {
        bytes_of(&self.mark.bundle, self.entry.as_ref())
    }

    fn stored(&self) -> StoredRecord<'_> {
        StoredRecord {
            agent: &self.agent,
            entry: self.entry.as_ref(),
            mark: (self.mark.epoch, self.mark.sequence),
            mark_bundle: &self.mark.bundle,
            quarantined: self.quarantined,
            until_ms: self.until_ms,
            bytes: self.bytes(),
        }
    }
}

impl Mark {
    fn of(incoming: Incoming) -> Self {
        Self {
            epoch: incoming.epoch,
            sequence: incoming.sequence,
            object_id: incoming.object_id,
            bundle: incoming.bundle,
        }
    }
}

/// The instant from which an entry is no longer living.
fn death_ms(entry: &LivingEntry) -> i64 {
    entry.expires_at_ms.saturating_add(SKEW_MS)
}

fn ttl_ms(descriptor: &Verified<DescriptorKind>) -> i64 {
    i64::try_from(descriptor.message().ttl_ms).unwrap_or(MAX_TTL_MS)
}

/// The descriptor that a refresh prolongs.
fn named_by(refresh: &Verified<RefreshKind>) -> ObjectId {
    let named = refresh.message().descriptor.as_slice().try_into();
    named.map_or(ObjectId([0; 32]), ObjectId)
}

/// Whether a refresh gives no more than the descriptor's time to live.
fn is_within(refresh: &Verified<RefreshKind>, ttl_ms: i64) -> bool {
    let latest_ms = refresh.header().issued_at_ms.saturating_add(ttl_ms);
    RefreshKind::end_of_life_ms(refresh.message()).is_none_or(|end_ms| end_ms <= latest_ms)
}

/// Slots have 32 bits, and one number stands for none.
const MOST_SLOTS: usize = 0xffff_fffe;

/// An index that no list has, where an index is narrower than a slot.
fn index(slot: u32) -> usize {
    usize::try_from(slot).unwrap_or(usize::MAX)
}

/// Bytes: room for the greatest refresh or withdrawal of an agent that has an entry: a payload of 4 KiB and a proof of 8 KiB with
/// what is around them. It is taken when the entry comes, so that a flood cannot keep the living from being refreshed.
pub const REFRESH_RESERVE_BYTES: usize = 13_312;

/// Bytes that a record counts for: its bundles, and with an entry the room for the next refresh.
fn bytes_of(mark: &Arc<[u8]>, entry: Option<&LivingEntry>) -> usize {
    entry.map_or(mark.len(), |entry| {
        entry.descriptor_bundle.len().saturating_add(REFRESH_RESERVE_BYTES)
    })
}

fn full<T>(value: T) -> Result<T, DescriptorViolation> {
    check(false, DescriptorViolation::StoreFull).map(|()| value)
}

impl AgentMemory for DescriptorStore {
    fn known(&self) -> &KnownAgents {
        &self.known
    }

    fn note<K: Kind>(&mut self, statement: &Verified<K>, now_ms: i64) -> Result<(), KnownAgentsFull> {
        let now_ms = self.advance(now_ms);
        if self.known.saw(statement, now_ms)? {
            self.void(statement.issuer());
        }
        Ok(())
    }
}

/// What all publications have in common.
#[derive(Debug)]
struct Incoming {
    issuer: AgentId,
    epoch: u64,
    sequence: u64,
    object_id: ObjectId,
    bundle: Arc<[u8]>,
    end_of_life_ms: Option<i64>,
}

impl Incoming {
    fn of(publication: &Publication) -> Self {
        match publication {
            Publication::Descriptor(statement) => Self::from_statement(statement, statement.message().sequence),
            Publication::Refresh(statement) => Self::from_statement(statement, statement.message().sequence),
            Publication::Withdrawal(statement) => Self::from_statement(statement, statement.message().sequence),
        }
    }

    fn from_statement<K: Kind>(statement: &Verified<K>, sequence: u64) -> Self {
        Self {
            issuer: statement.issuer(),
            epoch: K::epoch(statement.message()).unwrap_or(0),
            sequence,
            object_id: statement.object_id(),
            bundle: statement.bundle().into(),
            end_of_life_ms: K::end_of_life_ms(statement.message()),
        }
    }
}

fn equivocation_proof(mark: &Mark, incoming: &Incoming) -> EquivocationProof {
    let bundle = |bytes: &[u8]| casp_wire::decode_unchecked::<Bundle>(bytes, Layer::Envelope).ok();
    let (mut first, mut second) = (bundle(&mark.bundle), bundle(&incoming.bundle));
    if incoming.object_id < mark.object_id {
        core::mem::swap(&mut first, &mut second);
    }
    EquivocationProof { first, second }
}

impl From<Verified<DescriptorKind>> for Publication {
    fn from(statement: Verified<DescriptorKind>) -> Self {
        Self::Descriptor(statement)
    }
}

impl From<Verified<RefreshKind>> for Publication {
    fn from(statement: Verified<RefreshKind>) -> Self {
        Self::Refresh(statement)
    }
}

impl From<Verified<WithdrawalKind>> for Publication {
    fn from(statement: Verified<WithdrawalKind>) -> Self {
        Self::Withdrawal(statement)
    }
}
