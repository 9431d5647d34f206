//! What a verifier remembers of agents: the highest epoch seen, and retirement (SPEC.md section 8.2).

use alloc::collections::{BTreeMap, BTreeSet};

use casp_wire::limits::SKEW_MS;

use crate::agent::AgentId;
use crate::envelope::Verified;
use crate::kind::Kind;
use crate::statements::DELEGATION_MAX_LIFE_MS;

/// How long a highest epoch is kept after a statement last showed it: by then every delegation that had begun under a lower
/// one has expired.
const EPOCH_RETENTION_MS: i64 = DELEGATION_MAX_LIFE_MS + 2 * SKEW_MS;

const FOR_GOOD: i64 = i64::MAX;

/// Highest epochs and retirements, bounded in number.
///
/// Nothing is dropped to make room: what is forgotten too early lets a stolen key back in. When it is full, new agents
/// are refused and the caller must not act on their statements.
#[derive(Debug)]
pub struct KnownAgents {
    capacity: usize,
    agents: BTreeMap<AgentId, Known>,
    expiries: BTreeSet<(i64, AgentId)>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Known {
    epoch: u64,
    until_ms: i64,
    retired: bool,
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
    pub const fn new(capacity: usize) -> Self {
        Self {
            capacity,
            agents: BTreeMap::new(),
            expiries: BTreeSet::new(),
        }
    }

    /// The highest epoch seen of the agent; 0 when none was.
    #[must_use]
    pub fn epoch(&self, agent: &AgentId) -> u64 {
        self.agents.get(agent).map_or(0, |known| known.epoch)
    }

    /// Whether the agent is known to have retired.
    #[must_use]
    pub fn is_retired(&self, agent: &AgentId) -> bool {
        self.agents.get(agent).is_some_and(|known| known.retired)
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
        let is_known = self.agents.contains_key(&statement.issuer());
        if !is_known && stated == 0 && !K::PROFILE.is_retirement {
            return Ok(false);
        }
        let before = self.known(statement.issuer(), now_ms)?;
        let (epoch, retired) = (before.epoch.max(stated), before.retired || K::PROFILE.is_retirement);
        // A retirement is kept for good, but not that of a stranger: anyone can make those by the million.
        let until_ms = if retired && epoch > 0 {
            FOR_GOOD
        } else {
            now_ms.saturating_add(EPOCH_RETENTION_MS)
        };
        let after = Known {
            epoch,
            retired,
            until_ms: until_ms.max(before.until_ms),
        };
        self.put(statement.issuer(), after);
        Ok(after.epoch > before.epoch || after.retired != before.retired)
    }

    /// Forgets what is over.
    pub fn expire(&mut self, now_ms: i64) {
        let is_over = |until_ms: i64| until_ms <= now_ms && until_ms != FOR_GOOD;
        while let Some((until_ms, agent)) = self
            .expiries
            .first()
            .copied()
            .filter(|(until_ms, _)| is_over(*until_ms))
        {
            self.expiries.remove(&(until_ms, agent));
            self.agents.remove(&agent);
        }
    }

    fn known(&mut self, agent: AgentId, now_ms: i64) -> Result<Known, KnownAgentsFull> {
        if let Some(known) = self.agents.get(&agent) {
            return Ok(*known);
        }
        self.expire(now_ms);
        if self.agents.len() < self.capacity {
            Ok(Known::default())
        } else {
            Err(KnownAgentsFull)
        }
    }

    fn put(&mut self, agent: AgentId, known: Known) {
        if let Some(before) = self.agents.insert(agent, known) {
            self.expiries.remove(&(before.until_ms, agent));
        }
        self.expiries.insert((known.until_ms, agent));
    }
}
