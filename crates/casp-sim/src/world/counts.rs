//! What came of a run.

use std::collections::BTreeMap;

use casp_descriptor::{DescriptorKind, RefreshKind, WithdrawalKind};
use casp_discovery::{DiscoveryQueryKind, DiscoveryResultKind, RegistrationReceiptKind, RegistryRefusalKind};
use casp_identity::Kind as _;

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

/// What the providers of one group did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ByGroup {
    /// The group's name.
    pub name: String,
    /// Tasks that completed with their answer, and it was right.
    pub right: u64,
    /// And it was wrong.
    pub wrong: u64,
    /// Canaries that they were sent.
    pub probes: u64,
    /// What was agreed for their work, canaries too, micro-units.
    pub earned_micros: u64,
    /// From the joining of each provider of the group to the end of its first completed task, in the order of these ends.
    pub first_work: Vec<Span>,
}

/// A task that completed, where providers drift.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drifted {
    /// Its number: workflow by workflow, step by step.
    pub task: u64,
    /// Whether its answer would have been right, had its provider not changed.
    pub right_otherwise: bool,
    /// If it had: what was drawn, 0 to below 1. The answer is wrong where that is below the probability of it.
    pub stale: Option<f64>,
}

/// Outcome records, and what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reports {
    /// Those that requesters made of their work and that say what they saw.
    pub true_ones: u64,
    /// Those that they made of their work and that say something else.
    pub lies: u64,
    /// Those that a ring made of contracts that never were.
    pub made_up: u64,
    /// Copies that were sent, each to one requester, of whom those who lie read none.
    pub sent: u64,
    /// Copies that verified and that a reputation counted: as much as their issuer is trusted, so perhaps for nothing.
    pub counted: u64,
    /// Copies that verified and were known before.
    pub known: u64,
    /// Copies that verified and that a reputation does not count.
    pub ignored: u64,
    /// Copies that did not verify.
    pub refused: u64,
    /// Mean trust, at the end, of an honest requester in another as a rater, 0 to 0.95; `None` where there are no others.
    pub trust_in_requesters: Option<f64>,
    /// The same in a rater of the ring.
    pub trust_in_ring: Option<f64>,
    /// The same in a requester who lies.
    pub trust_in_liars: Option<f64>,
}

/// Everything that is counted of a run. Tasks, workflows, canaries, money, queries and what groups did of them are those of honest
/// requesters; effects, messages and what registries did are everybody's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counts {
    /// Tasks that were begun. A workflow of which a task did not complete goes no further.
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
    /// Workflows all of whose tasks succeeded.
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
    /// Effects that providers carried out.
    pub effects: u64,
    /// Queries to registries: of tasks, round by round, and beside them. One that goes to several registries is one.
    pub queries: u64,
    /// Registrations that a registry did not accept. Those that are only to be paid for first are none of them.
    pub registrations_refused: u64,
    /// Hashes of the work that places cost.
    pub admission_hashes: u64,
    /// Messages that could not be made or signed: where there are any, the world itself is wrong.
    pub unsaid: u64,
    /// What requesters were told by others.
    pub reports: Reports,
    /// By group of providers.
    pub groups: Vec<ByGroup>,
    /// From the beginning of each task that completed to its end, in the order of their ends.
    pub completion: Vec<Span>,
    /// From each query to its verified answer, in the order of the answers; the last of them, where several registries were asked.
    pub discovery: Vec<Span>,
    /// Tasks that completed, where providers drift, in the order of their ends.
    pub drifted: Vec<Drifted>,
    /// Messages that were sent since the world was warm, by payload type; registrations by that of their publication.
    pub sent: BTreeMap<&'static str, Sent>,
    /// Messages that were lost on the way since then.
    pub lost: u64,
    /// What all registries' messages since then take to serve.
    pub service: Span,
    /// From when the world was warm to the end of the run.
    pub measured: Span,
    /// From the beginning of the run to its end.
    pub lasted: Span,
    /// What happened, one after the other, all in all.
    pub events: u64,
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

    /// Messages that keep descriptors alive, and what registries say to them.
    #[must_use]
    pub fn maintenance(&self) -> u64 {
        self.of_kinds(&[
            DescriptorKind::PROFILE.payload_type,
            RefreshKind::PROFILE.payload_type,
            WithdrawalKind::PROFILE.payload_type,
            RegistrationReceiptKind::PROFILE.payload_type,
            RegistryRefusalKind::PROFILE.payload_type,
        ])
    }

    /// Queries and their answers.
    #[must_use]
    pub fn lookups(&self) -> u64 {
        self.of_kinds(&[
            DiscoveryQueryKind::PROFILE.payload_type,
            DiscoveryResultKind::PROFILE.payload_type,
        ])
    }

    fn of_kinds(&self, kinds: &[&str]) -> u64 {
        let sent = kinds.iter().filter_map(|kind| self.sent.get(kind));
        sent.map(|sent| sent.messages).sum()
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
