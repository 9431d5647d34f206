//! What came of a run.

use std::collections::BTreeMap;

use crate::engine::Span;

/// Messages of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// How many.
    pub messages: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// How tasks ended, as their funnels saw it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Endings {
    /// An answer was taken.
    pub completed: u64,
    /// Nobody could do it.
    pub exhausted: u64,
    /// Somebody has to find out what happened.
    pub needs_look: u64,
    /// It was stopped.
    pub stopped: u64,
}

/// Everything that is counted of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tasks that were begun. A workflow whose first task did not complete begins no second.
    pub tasks: u64,
    /// Tasks that completed with the right answer, as the world knows it.
    pub tasks_succeeded: u64,
    /// Tasks that completed with a wrong answer.
    pub tasks_wrong: u64,
    /// Tasks that had not ended when the run did.
    pub tasks_open: u64,
    /// How they ended.
    pub endings: Endings,
    /// Workflows that were begun.
    pub workflows: u64,
    /// Workflows both of whose tasks succeeded.
    pub workflows_succeeded: u64,
    /// Canaries that were offered.
    pub probes: u64,
    /// Canaries that were answered rightly.
    pub probes_passed: u64,
    /// Canaries that were answered wrongly.
    pub probes_failed: u64,
    /// What was agreed for work, micro-units.
    pub work_micros: u64,
    /// What was agreed for canaries, micro-units.
    pub probes_micros: u64,
    /// Registrations that the registry did not accept.
    pub registrations_refused: u64,
    /// From the beginning of each task that completed to its end, in the order of their ends.
    pub completion: Vec<Span>,
    /// From each query to its verified answer, in the order of the answers.
    pub discovery: Vec<Span>,
    /// Messages that were sent, by payload type; registrations by that of their publication.
    pub sent: BTreeMap<&'static str, Sent>,
    /// From the beginning of the run to its end.
    pub lasted: Span,
    /// SHA-256 over every delivery: its time, its receiver and its bytes.
    pub history: [u8; 32],
    /// A digest over when each message arrived, where, and how long it was: the same for real signatures and their stand-ins.
    pub course: [u8; 32],
}

impl Counts {
    /// Messages of all kinds.
    #[must_use]
    pub fn messages(&self) -> u64 {
        self.sent.values().map(|sent| sent.messages).sum()
    }

    pub(super) fn count(&mut self, kind: &'static str, bytes: usize) {
        let sent = self.sent.entry(kind).or_default();
        sent.messages = sent.messages.saturating_add(1);
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        sent.bytes = sent.bytes.saturating_add(bytes);
    }
}

/// One more.
pub(super) const fn one_more(count: &mut u64) {
    *count = count.saturating_add(1);
}
