//! Passes that were earned before, so that nobody is probed for every task.

use std::collections::{BTreeMap, BTreeSet};

use casp_identity::AgentId;
use casp_wire::table::Format;

use crate::Subject;

/// Most passes that are kept of a subject: the last ones, as many as any policy asks for.
pub const MAX_PASSES: usize = 32;

const MAX_CAPABILITY_ID_BYTES: usize = 128;

/// First byte of a record.
const VERSION: u8 = 1;

/// Passes in a row, of each subject that was probed. A failure voids them all; so does drift, since another behaviour is
/// another subject.
///
/// The subject is the one that was probed: for a sibling's pass, the sibling. It holds a stated number of subjects; the one
/// whose last pass is oldest goes first, of equals the lesser subject.
#[derive(Clone, Debug)]
pub struct PassCache {
    capacity: usize,
    passes: BTreeMap<Subject, Vec<i64>>,
    /// Subjects by their last pass, to find the oldest.
    by_age: BTreeSet<(i64, Subject)>,
}

/// Bytes that are not a record of passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("these bytes are not a record of passes")]
pub struct NotARecord;

impl PassCache {
    /// Holds passes of at most `capacity` subjects, each some 600 bytes at most.
    #[must_use]
    pub const fn new(capacity: usize) -> Self {
        Self {
            capacity,
            passes: BTreeMap::new(),
            by_age: BTreeSet::new(),
        }
    }

    /// How many subjects it holds passes of.
    #[must_use]
    pub fn len(&self) -> usize {
        self.passes.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.passes.is_empty()
    }

    /// A canary of the subject has passed, at this time (Unix ms). Returns whom there is no more room for, whose record is to
    /// be removed.
    pub fn passed(&mut self, subject: &Subject, at_ms: i64) -> Option<Subject> {
        let mut times = self.take(subject);
        times.push(at_ms);
        times.sort_unstable();
        let surplus = times.len().saturating_sub(MAX_PASSES);
        times.drain(..surplus);
        self.put(subject.clone(), times)
    }

    /// A canary of the subject has failed, or its behaviour is found to have changed: no pass counts any more.
    pub fn voided(&mut self, subject: &Subject) {
        self.take(subject);
    }

    /// The agent's capability behaves otherwise now. Passes of its former behaviours are dropped; their subjects are returned,
    /// ascending.
    pub fn drifted(&mut self, agent: &AgentId, capability_id: &str, behavior_digest: &[u8; 32]) -> Vec<Subject> {
        let first = Subject {
            agent: *agent,
            capability_id: capability_id.into(),
            behavior_digest: [0; 32],
        };
        let of_capability = self.passes.range(first..).map(|(subject, _)| subject);
        let same =
            of_capability.take_while(|subject| subject.agent == *agent && subject.capability_id == capability_id);
        let former: Vec<_> = same
            .filter(|subject| subject.behavior_digest != *behavior_digest)
            .cloned()
            .collect();
        former.iter().for_each(|subject| self.voided(subject));
        former
    }

    /// How many passes of the subject count now, if each counts for this long. One from the future counts for nothing.
    #[must_use]
    pub fn count(&self, subject: &Subject, counts_for_ms: u64, now_ms: i64) -> u32 {
        let age = |at_ms: i64| u64::try_from(now_ms.checked_sub(at_ms)?).ok();
        let counts = |at_ms: &&i64| age(**at_ms).is_some_and(|age| age < counts_for_ms);
        let times = self.passes.get(subject).into_iter().flatten();
        u32::try_from(times.filter(counts).count()).unwrap_or(u32::MAX)
    }

    /// The record of a subject, to be kept under its name; `None` when there is none to keep. Read it after each change.
    #[must_use]
    pub fn record(&self, subject: &Subject) -> Option<Vec<u8>> {
        let times = self.passes.get(subject)?;
        let mut record = vec![VERSION];
        record.extend(subject.agent.as_bytes());
        record.extend(subject.behavior_digest);
        record.push(u8::try_from(times.len()).ok()?);
        times.iter().for_each(|at_ms| record.extend(at_ms.to_be_bytes()));
        record.extend(subject.capability_id.as_bytes());
        Some(record)
    }

    /// The subjects that there are records of, ascending.
    pub fn subjects(&self) -> impl Iterator<Item = &Subject> {
        self.passes.keys()
    }

    /// Takes a record back in, in place of what is held of its subject. Returns whom there is no more room for.
    ///
    /// # Errors
    /// [`NotARecord`] for anything that [`PassCache::record`] does not make.
    pub fn restore(&mut self, record: &[u8]) -> Result<Option<Subject>, NotARecord> {
        let (subject, times) = read(record).ok_or(NotARecord)?;
        self.take(&subject);
        Ok(self.put(subject, times))
    }

    fn take(&mut self, subject: &Subject) -> Vec<i64> {
        let times = self.passes.remove(subject).unwrap_or_default();
        if let Some(last_ms) = times.last() {
            self.by_age.remove(&(*last_ms, subject.clone()));
        }
        times
    }

    /// `times` ascend. The subject is not held.
    fn put(&mut self, subject: Subject, times: Vec<i64>) -> Option<Subject> {
        let last_ms = *times.last()?;
        self.by_age.insert((last_ms, subject.clone()));
        self.passes.insert(subject, times);
        if self.passes.len() <= self.capacity {
            return None;
        }
        let (_, oldest) = self.by_age.pop_first()?;
        self.passes.remove(&oldest);
        Some(oldest)
    }
}

fn read(record: &[u8]) -> Option<(Subject, Vec<i64>)> {
    let (version, rest) = record.split_first()?;
    let (agent, rest) = rest.split_at_checked(34)?;
    let (behavior_digest, rest) = rest.split_first_chunk::<32>()?;
    let (count, rest) = rest.split_first()?;
    let count = usize::from(*count);
    let (times, capability_id) = rest.split_at_checked(count.checked_mul(8)?)?;
    let times: Vec<i64> = times
        .as_chunks::<8>()
        .0
        .iter()
        .map(|bytes| i64::from_be_bytes(*bytes))
        .collect();
    let capability_id = core::str::from_utf8(capability_id).ok()?;
    let is_in_form = *version == VERSION
        && (1..=MAX_PASSES).contains(&count)
        && times.is_sorted()
        && capability_id.len() <= MAX_CAPABILITY_ID_BYTES
        && Format::CapabilityId.matches(capability_id);
    let subject = Subject {
        agent: AgentId::from_multikey(agent).ok()?,
        capability_id: capability_id.into(),
        behavior_digest: *behavior_digest,
    };
    is_in_form.then_some((subject, times))
}
