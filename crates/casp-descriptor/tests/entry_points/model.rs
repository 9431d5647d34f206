//! A store as SPEC.md section 10 tells it: a list that is read from end to end, and nothing removed until asked about.

use casp_descriptor::{LivingEntry, Publication, StoreLimits};
use casp_identity::{AgentId, Kind, ObjectId, Verified};

const SKEW: i64 = 5_000;
const MARK_LIFE: i64 = 86_410_000;
const EPOCH_LIFE: i64 = 604_810_000;
const REFRESH_RESERVE: usize = 13_312;

pub struct Model {
    limits: StoreLimits,
    agents: Vec<Agent>,
    now_ms: i64,
}

struct Agent {
    id: AgentId,
    mark: Option<Mark>,
    quarantined: bool,
    entry: Option<Entry>,
    epoch: u64,
    known_until_ms: i64,
    retired: bool,
}

struct Mark {
    epoch: u64,
    sequence: u64,
    id: ObjectId,
    bundle: Vec<u8>,
    until_ms: i64,
}

struct Entry {
    descriptor: ObjectId,
    bundle: Vec<u8>,
    refresh: Option<(ObjectId, Vec<u8>)>,
    end_ms: i64,
    epoch: u64,
    sequence: u64,
    ttl_ms: i64,
}

/// What a model and a store can be compared by.
#[derive(Debug, PartialEq)]
pub struct Shown {
    pub descriptor: ObjectId,
    pub bundle: Vec<u8>,
    pub refresh: Option<(ObjectId, Vec<u8>)>,
    pub end_ms: i64,
    pub epoch: u64,
    pub sequence: u64,
}

impl From<&LivingEntry> for Shown {
    fn from(entry: &LivingEntry) -> Self {
        Self {
            descriptor: entry.descriptor,
            bundle: entry.descriptor_bundle.to_vec(),
            refresh: entry.refresh.as_ref().map(|(id, bundle)| (*id, bundle.to_vec())),
            end_ms: entry.expires_at_ms,
            epoch: entry.epoch,
            sequence: entry.sequence,
        }
    }
}

/// What publications have in common.
struct Statement {
    issuer: AgentId,
    epoch: u64,
    sequence: u64,
    id: ObjectId,
    bundle: Vec<u8>,
    end_ms: Option<i64>,
}

impl Statement {
    fn of<K: Kind>(verified: &Verified<K>, sequence: u64) -> Self {
        Self {
            issuer: verified.issuer(),
            epoch: K::epoch(verified.message()).unwrap(),
            sequence,
            id: verified.object_id(),
            bundle: verified.bundle().to_vec(),
            end_ms: K::end_of_life_ms(verified.message()),
        }
    }
}

impl Model {
    pub fn new(limits: StoreLimits) -> Self {
        Self {
            limits,
            agents: Vec::new(),
            now_ms: i64::MIN,
        }
    }

    /// Lets time come. It does not go back.
    pub fn advance(&mut self, now_ms: i64) {
        self.now_ms = self.now_ms.max(now_ms);
    }

    /// Applies a verified statement, or gives the rule that it breaks.
    pub fn apply(&mut self, publication: &Publication, now_ms: i64) -> Result<(), &'static str> {
        self.advance(now_ms);
        let statement = match publication {
            Publication::Descriptor(it) => Statement::of(it, it.message().sequence),
            Publication::Refresh(it) => Statement::of(it, it.message().sequence),
            Publication::Withdrawal(it) => Statement::of(it, it.message().sequence),
        };
        if statement.end_ms.is_some_and(|end_ms| self.now_ms >= end_ms + SKEW) {
            return Err("FRS-2");
        }
        self.replay(&statement)?;
        let entry = self.chain(publication, &statement)?;
        self.room(&statement, entry.as_ref())?;
        self.see(statement.issuer, statement.epoch)?;
        let until_ms = statement.end_ms.unwrap_or(self.now_ms).max(self.now_ms) + MARK_LIFE;
        let Statement {
            issuer,
            epoch,
            sequence,
            id,
            bundle,
            ..
        } = statement;
        let agent = self.agent(issuer);
        agent.mark = Some(Mark {
            epoch,
            sequence,
            id,
            bundle,
            until_ms,
        });
        agent.entry = entry;
        agent.quarantined = false;
        Ok(())
    }

    /// A delegation, or another statement accepted under one, of this epoch was seen.
    pub fn observe(&mut self, issuer: AgentId, epoch: u64, now_ms: i64) -> Result<(), &'static str> {
        self.advance(now_ms);
        self.see(issuer, epoch)
    }

    pub fn retire(&mut self, issuer: AgentId, now_ms: i64) -> Result<(), &'static str> {
        self.advance(now_ms);
        self.room_to_know(&issuer)?;
        let epoch = self.epoch(&issuer);
        let until_ms = if epoch > 0 { i64::MAX } else { self.now_ms + EPOCH_LIFE };
        let agent = self.agent(issuer);
        agent.epoch = epoch;
        agent.known_until_ms = agent.known_until_ms.max(until_ms);
        agent.retired = true;
        agent.entry = None;
        Ok(())
    }

    pub fn lookup(&self, id: &AgentId) -> Option<Shown> {
        let entry = self.find(id)?.living(self.now_ms)?;
        Some(Shown {
            descriptor: entry.descriptor,
            bundle: entry.bundle.clone(),
            refresh: entry.refresh.clone(),
            end_ms: entry.end_ms,
            epoch: entry.epoch,
            sequence: entry.sequence,
        })
    }

    pub fn ids(&self) -> Vec<AgentId> {
        let mut ids: Vec<_> = self.agents.iter().map(|agent| agent.id).collect();
        ids.sort();
        ids
    }

    pub fn epoch(&self, id: &AgentId) -> u64 {
        self.find(id)
            .filter(|agent| agent.known(self.now_ms))
            .map_or(0, |agent| agent.epoch)
    }

    pub fn is_retired(&self, id: &AgentId) -> bool {
        self.find(id)
            .is_some_and(|agent| agent.retired && agent.known(self.now_ms))
    }

    /// Agents that count towards the bound.
    pub fn count(&self) -> usize {
        self.agents
            .iter()
            .filter(|agent| agent.mark(self.now_ms).is_some())
            .count()
    }

    pub fn bytes(&self) -> usize {
        self.agents.iter().map(|agent| agent.bytes(self.now_ms)).sum()
    }

    /// When a living entry dies or a mark is over next.
    pub fn next_deadline_ms(&self) -> Option<i64> {
        let deaths = self
            .agents
            .iter()
            .filter_map(|agent| Some(agent.living(self.now_ms)?.end_ms + SKEW));
        let ends = self
            .agents
            .iter()
            .filter_map(|agent| Some(agent.mark(self.now_ms)?.until_ms));
        deaths.chain(ends).min()
    }

    fn replay(&mut self, statement: &Statement) -> Result<(), &'static str> {
        let now_ms = self.now_ms;
        let agent = self.agent(statement.issuer);
        let quarantined = agent.quarantined;
        let Some(mark) = agent.mark(now_ms) else { return Ok(()) };
        if quarantined && statement.epoch == mark.epoch {
            return Err("SST-1");
        }
        if statement.id == mark.id {
            return Err("SST-2");
        }
        // A lower epoch gets here only when the memory of the higher one ended before the mark did.
        if (statement.epoch, statement.sequence) < (mark.epoch, mark.sequence) {
            return Err("SST-3");
        }
        if (statement.epoch, statement.sequence) == (mark.epoch, mark.sequence) {
            agent.quarantined = true;
            agent.entry = None;
            return Err("SST-4");
        }
        Ok(())
    }

    /// The entry that the statement leads to.
    fn chain(&self, publication: &Publication, statement: &Statement) -> Result<Option<Entry>, &'static str> {
        match publication {
            Publication::Withdrawal(_) => Ok(None),
            Publication::Descriptor(descriptor) => Ok(Some(Entry {
                descriptor: statement.id,
                bundle: statement.bundle.clone(),
                refresh: None,
                end_ms: statement.end_ms.unwrap(),
                epoch: statement.epoch,
                sequence: statement.sequence,
                ttl_ms: descriptor.message().ttl_ms as i64,
            })),
            Publication::Refresh(refresh) => {
                let message = refresh.message();
                let names = |entry: &&Entry| message.descriptor == entry.descriptor.0;
                let others = self.agents.iter().filter(|agent| agent.id != statement.issuer);
                if others
                    .filter_map(|agent| agent.living(self.now_ms))
                    .any(|entry| names(&entry))
                {
                    return Err("SST-6");
                }
                let own = self
                    .find(&statement.issuer)
                    .and_then(|agent| agent.living(self.now_ms))
                    .filter(names);
                let Some(own) = own else { return Err("SST-5") };
                let end_ms = statement.end_ms.unwrap();
                let issued_ms = message.header.as_ref().unwrap().issued_at_ms;
                if statement.epoch != own.epoch || end_ms > issued_ms + own.ttl_ms {
                    return Err("SST-7");
                }
                Ok(Some(Entry {
                    descriptor: own.descriptor,
                    bundle: own.bundle.clone(),
                    refresh: Some((statement.id, statement.bundle.clone())),
                    end_ms,
                    epoch: statement.epoch,
                    sequence: statement.sequence,
                    ttl_ms: own.ttl_ms,
                }))
            }
        }
    }

    fn room(&self, statement: &Statement, entry: Option<&Entry>) -> Result<(), &'static str> {
        let before = self.find(&statement.issuer);
        let newcomer = before.is_none_or(|agent| agent.mark(self.now_ms).is_none());
        let kept = entry.map_or(statement.bundle.len(), |entry| entry.bundle.len() + REFRESH_RESERVE);
        let bytes = self.bytes() - before.map_or(0, |agent| agent.bytes(self.now_ms)) + kept;
        let full = newcomer && self.count() >= self.limits.agents || bytes > self.limits.bytes;
        if full { Err("SST-8") } else { Ok(()) }
    }

    fn see(&mut self, issuer: AgentId, epoch: u64) -> Result<(), &'static str> {
        self.room_to_know(&issuer)?;
        let (before, until_ms) = (self.epoch(&issuer), self.now_ms + EPOCH_LIFE);
        let known = self.find(&issuer).is_some_and(|agent| agent.known(self.now_ms));
        if epoch == 0 && !known {
            return Ok(());
        }
        let agent = self.agent(issuer);
        agent.retired &= known;
        agent.epoch = before.max(epoch);
        let for_good = agent.retired && agent.epoch > 0;
        agent.known_until_ms = if for_good {
            i64::MAX
        } else {
            agent.known_until_ms.max(until_ms)
        };
        agent.entry = agent.entry.take().filter(|entry| entry.epoch >= epoch);
        Ok(())
    }

    fn room_to_know(&self, issuer: &AgentId) -> Result<(), &'static str> {
        let known = self.agents.iter().filter(|agent| agent.known(self.now_ms));
        let newcomer = known.clone().all(|agent| agent.id != *issuer);
        if newcomer && known.count() >= self.limits.known_agents {
            Err("SST-8")
        } else {
            Ok(())
        }
    }

    fn find(&self, id: &AgentId) -> Option<&Agent> {
        self.agents.iter().find(|agent| agent.id == *id)
    }

    fn agent(&mut self, id: AgentId) -> &mut Agent {
        let at = self.agents.iter().position(|agent| agent.id == id).unwrap_or_else(|| {
            self.agents.push(Agent {
                id,
                mark: None,
                quarantined: false,
                entry: None,
                epoch: 0,
                known_until_ms: i64::MIN,
                retired: false,
            });
            self.agents.len() - 1
        });
        &mut self.agents[at]
    }
}

impl Agent {
    fn mark(&self, now_ms: i64) -> Option<&Mark> {
        self.mark.as_ref().filter(|mark| now_ms < mark.until_ms)
    }

    fn living(&self, now_ms: i64) -> Option<&Entry> {
        self.entry.as_ref().filter(|entry| now_ms < entry.end_ms + SKEW)
    }

    fn known(&self, now_ms: i64) -> bool {
        now_ms < self.known_until_ms
    }

    /// The descriptor and room for a refresh while there is an entry, else the bundle of the mark.
    fn bytes(&self, now_ms: i64) -> usize {
        let marked = || self.mark(now_ms).map_or(0, |mark| mark.bundle.len());
        self.living(now_ms)
            .map_or_else(marked, |entry| entry.bundle.len() + REFRESH_RESERVE)
    }
}
