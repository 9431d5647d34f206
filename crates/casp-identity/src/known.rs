//! What a verifier remembers of agents: the highest epoch seen, and retirement (SPEC.md section 8.2).

use alloc::collections::{BTreeMap, BTreeSet};

use casp_wire::limits::SKEW_MS;

use crate::agent::AgentId;
use crate::envelope::Verified;
use crate::kind::Kind;
use crate::statements::{DELEGATION_MAX_LIFE_MS, RetireKind};

/// How long a highest epoch is kept after it last rose: by then every delegation of a lower one has expired.
const EPOCH_RETENTION_MS: i64 = DELEGATION_MAX_LIFE_MS + 2 * SKEW_MS;

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

#[derive(Clone, Copy, Debug, Default)]
struct Known {
    epoch: u64,
    until_ms: i64,
    retired: bool,
}

/// No room is left to remember another agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no room is left to remember another agent's epoch or retirement")]
pub struct KnownAgentsFull;

impl KnownAgents {
    /// Remembers at most `capacity` agents.
    #[must_use]
    pub const fn new(capacity: usize) -> Self {
        Self { capacity, agents: BTreeMap::new(), expiries: BTreeSet::new() }
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

    /// Remembers the epoch of a verified statement, and of the delegation behind it. Returns whether the agent's epoch rose.
    ///
    /// # Errors
    /// [`KnownAgentsFull`]; then nothing changes.
    pub fn saw<K: Kind>(&mut self, statement: &Verified<K>, now_ms: i64) -> Result<bool, KnownAgentsFull> {
        let epoch = K::epoch(statement.message()).max(statement.delegation_epoch()).unwrap_or(0);
        if epoch <= self.epoch(&statement.issuer()) {
            return Ok(false);
        }
        let known = self.entry(statement.issuer(), now_ms)?;
        self.put(statement.issuer(), Known { epoch, until_ms: now_ms.saturating_add(EPOCH_RETENTION_MS), ..known });
        Ok(true)
    }

    /// Remembers, for good, that the agent retired.
    ///
    /// # Errors
    /// [`KnownAgentsFull`]; then nothing changes.
    pub fn retire(&mut self, retirement: &Verified<RetireKind>, now_ms: i64) -> Result<(), KnownAgentsFull> {
        let known = self.entry(retirement.issuer(), now_ms)?;
        self.put(retirement.issuer(), Known { retired: true, until_ms: i64::MAX, ..known });
        Ok(())
    }

    /// Forgets the epochs whose time is over.
    pub fn expire(&mut self, now_ms: i64) {
        while let Some((until_ms, agent)) = self.expiries.first().copied().filter(|(until_ms, _)| *until_ms <= now_ms) {
            self.expiries.remove(&(until_ms, agent));
            self.agents.remove(&agent);
        }
    }

    fn entry(&mut self, agent: AgentId, now_ms: i64) -> Result<Known, KnownAgentsFull> {
        if let Some(known) = self.agents.get(&agent) {
            return Ok(*known);
        }
        self.expire(now_ms);
        if self.agents.len() < self.capacity { Ok(Known::default()) } else { Err(KnownAgentsFull) }
    }

    fn put(&mut self, agent: AgentId, known: Known) {
        let known = Known { until_ms: if known.retired { i64::MAX } else { known.until_ms }, ..known };
        if let Some(before) = self.agents.insert(agent, known) {
            self.expiries.remove(&(before.until_ms, agent));
        }
        self.expiries.insert((known.until_ms, agent));
    }
}
