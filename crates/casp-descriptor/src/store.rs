//! The soft-state store: living descriptors, and the marks that keep the superseded from rising again (SPEC.md section 10).
//!
//! Time comes in with each call. Nothing is forgotten before its time: when the store is full it refuses newcomers.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::sync::Arc;

use casp_identity::{AgentId, AgentMemory, IdentityViolation, Kind, KnownAgents, KnownAgentsFull, ObjectId, Verified};
use casp_wire::limits::{MAX_TIME_MS, SKEW_MS};
use casp_wire::v1::{Bundle, EquivocationProof};
use casp_wire::{Layer, check};

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
    /// Bytes of the bundles that are kept, and for each entry [`REFRESH_RESERVE_BYTES`]. What is around them takes some 600
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
#[derive(Debug)]
pub struct DescriptorStore {
    limits: StoreLimits,
    records: BTreeMap<AgentId, Record>,
    /// The next instant at which each record changes by itself.
    deadlines: BTreeSet<(i64, AgentId)>,
    holders: BTreeMap<ObjectId, AgentId>,
    bytes: usize,
    known: KnownAgents,
    latest_ms: i64,
}

#[derive(Debug)]
struct Record {
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

impl DescriptorStore {
    /// An empty store.
    #[must_use]
    pub const fn new(limits: StoreLimits) -> Self {
        Self {
            limits,
            records: BTreeMap::new(),
            deadlines: BTreeSet::new(),
            holders: BTreeMap::new(),
            bytes: 0,
            known: KnownAgents::new(limits.known_agents),
            latest_ms: i64::MIN,
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
        let publication = publication.into();
        let now_ms = self.advance(now_ms);
        publication
            .still_stands(&self.known, now_ms)
            .map_err(DescriptorViolation::from)?;
        let incoming = Incoming::of(&publication);
        self.replay(&incoming)?;
        let entry = self.entry_after(&publication, &incoming, now_ms)?;
        self.room(&incoming, entry.as_ref())?;
        self.remember(&publication, now_ms)?;
        let until_ms = incoming
            .end_of_life_ms
            .unwrap_or(now_ms)
            .max(now_ms)
            .saturating_add(MARK_RETENTION_MS);
        let Incoming {
            issuer,
            epoch,
            sequence,
            object_id,
            bundle,
            ..
        } = incoming;
        let mark = Mark {
            epoch,
            sequence,
            object_id,
            bundle,
        };
        self.put(
            issuer,
            Record {
                mark,
                entry,
                quarantined: false,
                until_ms,
            },
        );
        Ok(())
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
        self.records.get(agent)?.living(now_ms.max(self.latest_ms))
    }

    /// All living entries, ascending by agent id.
    pub fn living(&self, now_ms: i64) -> impl Iterator<Item = (&AgentId, &LivingEntry)> {
        let now_ms = now_ms.max(self.latest_ms);
        self.records
            .iter()
            .filter_map(move |(agent, record)| Some((agent, record.living(now_ms)?)))
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

    /// When an entry or mark is next over, milliseconds since the Unix epoch; [`DescriptorStore::expire`] then frees its room.
    #[must_use]
    pub fn next_deadline_ms(&self) -> Option<i64> {
        self.deadlines.first().map(|(deadline_ms, _)| *deadline_ms)
    }

    /// Removes what is over at `now_ms`. A clock that goes back counts as standing still, and so does every later call after
    /// one with a time far ahead: what that made expire is gone.
    fn advance(&mut self, now_ms: i64) -> i64 {
        self.latest_ms = self.latest_ms.max(now_ms.min(MAX_TIME_MS));
        self.known.expire(self.latest_ms);
        while let Some((_, agent)) = self
            .deadlines
            .first()
            .copied()
            .filter(|(due, _)| *due <= self.latest_ms)
        {
            let Some(mut record) = self.take(&agent) else { break };
            if record.until_ms > self.latest_ms {
                record.entry = record.entry.filter(|entry| death_ms(entry) > self.latest_ms);
                self.put(agent, record);
            }
        }
        self.latest_ms
    }

    /// SST-1 to SST-4.
    fn replay(&mut self, incoming: &Incoming) -> Result<(), Refused> {
        let Some(Record { mark, quarantined, .. }) = self.records.get(&incoming.issuer) else {
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
            self.quarantine(incoming.issuer);
            return Err(Refused {
                violation,
                proof: Some(Box::new(proof)),
            });
        }
        Ok(())
    }

    /// CHAIN: the issuer's entry once the statement is applied.
    fn entry_after(
        &self,
        publication: &Publication,
        incoming: &Incoming,
        now_ms: i64,
    ) -> Result<Option<LivingEntry>, DescriptorViolation> {
        let expires_at_ms = incoming.end_of_life_ms.unwrap_or(now_ms);
        match publication {
            Publication::Withdrawal(_) => Ok(None),
            Publication::Descriptor(descriptor) => Ok(Some(LivingEntry {
                descriptor: incoming.object_id,
                descriptor_bundle: incoming.bundle.clone(),
                refresh: None,
                expires_at_ms,
                epoch: incoming.epoch,
                sequence: incoming.sequence,
                ttl_ms: i64::try_from(descriptor.message().ttl_ms).unwrap_or(MAX_TTL_MS),
            })),
            Publication::Refresh(refresh) => {
                let Some(entry) = self.refreshed(refresh)? else {
                    return Ok(None);
                };
                Ok(Some(LivingEntry {
                    refresh: Some((incoming.object_id, incoming.bundle.clone())),
                    expires_at_ms,
                    epoch: incoming.epoch,
                    sequence: incoming.sequence,
                    ..entry.clone()
                }))
            }
        }
    }

    /// SST-5 to SST-7: the living entry that a refresh prolongs.
    fn refreshed(&self, refresh: &Verified<RefreshKind>) -> Result<Option<&LivingEntry>, DescriptorViolation> {
        let message = refresh.message();
        let named = message
            .descriptor
            .as_slice()
            .try_into()
            .map(ObjectId)
            .unwrap_or(ObjectId([0; 32]));
        let foreign = self
            .holders
            .get(&named)
            .is_some_and(|holder| *holder != refresh.issuer());
        check(!foreign, DescriptorViolation::RefreshForeign)?;
        let entry = self
            .records
            .get(&refresh.issuer())
            .and_then(|record| record.entry.as_ref());
        check(
            entry.is_some_and(|entry| entry.descriptor == named),
            DescriptorViolation::RefreshOfTheDead,
        )?;
        let Some(entry) = entry else { return Ok(None) };
        let issued_at_ms = message.header.as_ref().map_or(0, |header| header.issued_at_ms);
        let within = message.epoch == entry.epoch
            && RefreshKind::end_of_life_ms(message)
                .is_none_or(|end_ms| end_ms <= issued_at_ms.saturating_add(entry.ttl_ms));
        check(within, DescriptorViolation::RefreshExceeds)?;
        Ok(Some(entry))
    }

    /// SST-8.
    fn room(&self, incoming: &Incoming, entry: Option<&LivingEntry>) -> Result<(), DescriptorViolation> {
        let record = self.records.get(&incoming.issuer);
        let agents = record.is_some() || self.records.len() < self.limits.agents;
        check(agents, DescriptorViolation::StoreFull)?;
        let before = record.map_or(0, Record::bytes);
        let after = bytes_of(&incoming.bundle, entry);
        let bytes = self.bytes.saturating_sub(before).saturating_add(after) <= self.limits.bytes;
        check(bytes, DescriptorViolation::StoreFull)
    }

    fn remember(&mut self, publication: &Publication, now_ms: i64) -> Result<(), DescriptorViolation> {
        let seen = match publication {
            Publication::Descriptor(statement) => self.known.saw(statement, now_ms),
            Publication::Refresh(statement) => self.known.saw(statement, now_ms),
            Publication::Withdrawal(statement) => self.known.saw(statement, now_ms),
        };
        seen.map(drop).or_else(|_| full(()))
    }

    /// Removes the agent's entry if its epoch is void, or the agent retired.
    fn void(&mut self, agent: AgentId) {
        let Some(mut record) = self.take(&agent) else { return };
        let void_below = if self.known.is_retired(&agent) {
            u64::MAX
        } else {
            self.known.epoch(&agent)
        };
        record.entry = record.entry.filter(|entry| entry.epoch >= void_below);
        self.put(agent, record);
    }

    fn quarantine(&mut self, agent: AgentId) {
        let Some(record) = self.take(&agent) else { return };
        self.put(
            agent,
            Record {
                entry: None,
                quarantined: true,
                ..record
            },
        );
    }

    fn take(&mut self, agent: &AgentId) -> Option<Record> {
        let record = self.records.remove(agent)?;
        self.bytes = self.bytes.saturating_sub(record.bytes());
        self.deadlines.remove(&(record.deadline_ms(), *agent));
        if let Some(entry) = &record.entry {
            self.holders.remove(&entry.descriptor);
        }
        Some(record)
    }

    fn put(&mut self, agent: AgentId, record: Record) {
        self.take(&agent);
        self.bytes = self.bytes.saturating_add(record.bytes());
        self.deadlines.insert((record.deadline_ms(), agent));
        if let Some(entry) = &record.entry {
            self.holders.insert(entry.descriptor, agent);
        }
        self.records.insert(agent, record);
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
}

/// The instant from which an entry is no longer living.
fn death_ms(entry: &LivingEntry) -> i64 {
    entry.expires_at_ms.saturating_add(SKEW_MS)
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
