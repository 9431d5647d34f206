//! What lies between those who take part: time, and messages on their way.

use std::collections::BTreeMap;
use std::sync::Arc;

use casp_discovery::registry::Publishes;
use casp_execution::funnel::Ticket;
use casp_identity::{AgentId, ObjectId};
use sha2::{Digest as _, Sha256};

use super::config::Between;
use super::counts::Counts;
use super::draws::Draws;
use crate::engine::{Queue, Span, Time};

/// The network that everybody speaks in.
pub(super) const NETWORK: &str = "sim";

/// A task of a run, from 0 on.
pub(super) type TaskId = u64;

/// Someone who takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Node {
    Registry,
    Provider(usize),
    Requester(usize),
}

/// What is sent.
#[derive(Clone, Debug)]
pub(super) enum Parcel {
    Publication(Publishes, Vec<u8>),
    /// Nobody waits for it.
    Receipt(Vec<u8>),
    Refusal(Vec<u8>),
    Query {
        task: TaskId,
        round: u32,
        bytes: Vec<u8>,
    },
    /// None where the registry refused.
    Answer {
        task: TaskId,
        round: u32,
        bytes: Option<Vec<u8>>,
    },
    Statement(Arc<[u8]>),
    /// The evidence of a contract is asked for.
    EvidenceWanted {
        task: TaskId,
        ticket: Ticket,
        contract: ObjectId,
    },
    /// And handed over, if there is any.
    Evidence {
        task: TaskId,
        ticket: Ticket,
        bytes: Option<Vec<u8>>,
    },
}

/// What happens.
#[derive(Clone, Debug)]
pub(super) enum Event {
    Arrives {
        from: Node,
        to: Node,
        parcel: Parcel,
    },
    /// The registry gets to it.
    Served {
        from: Node,
        parcel: Parcel,
    },
    Timer(Node),
    /// A provider's work on a contract is done.
    Worked {
        provider: usize,
        contract: ObjectId,
    },
    /// A provider refreshes its descriptor.
    Keeps(usize),
    Drifts(usize),
    Leaves(usize),
    /// The next workflow comes.
    Begins,
}

pub(super) struct Stage {
    pub(super) queue: Queue<Event>,
    pub(super) counts: Counts,
    nodes: BTreeMap<AgentId, Node>,
    agents: BTreeMap<Node, AgentId>,
    history: Sha256,
    course: Sha256,
    latency: Between,
    chance: Draws,
    /// When the last message of a pair arrives: the next one does not overtake it.
    links: BTreeMap<(Node, Node), Time>,
}

impl Stage {
    pub(super) fn new(begins: Time, latency: Between, chance: Draws) -> Self {
        Self {
            queue: Queue::new(begins),
            counts: Counts::default(),
            nodes: BTreeMap::new(),
            agents: BTreeMap::new(),
            history: Sha256::new_with_prefix("casp-sim history"),
            course: Sha256::new_with_prefix("casp-sim course"),
            latency,
            chance,
            links: BTreeMap::new(),
        }
    }

    /// Someone takes part under this name.
    pub(super) fn enter(&mut self, node: Node, agent: AgentId) {
        self.nodes.insert(agent, node);
        self.agents.insert(node, agent);
    }

    /// The name of someone who takes part.
    pub(super) fn agent(&self, node: Node) -> Option<&AgentId> {
        self.agents.get(&node)
    }

    pub(super) fn node(&self, agent: &AgentId) -> Option<Node> {
        self.nodes.get(agent).copied()
    }

    pub(super) const fn now_ms(&self) -> i64 {
        self.queue.now().ms()
    }

    /// Sends and counts.
    pub(super) fn send(&mut self, kind: &'static str, from: Node, to: Node, parcel: Parcel) {
        self.counts.count(kind, parcel.bytes().len());
        let latency = Span(i64::try_from(self.chance.between(self.latency)).unwrap_or(i64::MAX));
        let now = self.queue.now();
        let last = self.links.entry((from, to)).or_insert(now);
        *last = now.after(latency).max(*last);
        let at = *last;
        self.queue.schedule(at, Event::Arrives { from, to, parcel });
    }

    pub(super) fn send_to_agent(&mut self, kind: &'static str, from: Node, to: &AgentId, bundle: Arc<[u8]>) {
        if let Some(to) = self.node(to) {
            self.send(kind, from, to, Parcel::Statement(bundle));
        }
    }

    pub(super) fn schedule_after(&mut self, span: Span, event: Event) {
        self.queue.schedule(self.queue.now().after(span), event);
    }

    /// Sees to it that a node is called when its engines want it, and not more often than each millisecond.
    pub(super) fn wake(&mut self, node: Node, next_ms: Option<i64>, timer: &mut Option<i64>) {
        let Some(next_ms) = next_ms.map(|next_ms| next_ms.max(self.now_ms().saturating_add(1))) else {
            return;
        };
        if timer.is_none_or(|at_ms| next_ms < at_ms || at_ms <= self.now_ms()) {
            *timer = Some(next_ms);
            self.queue.schedule(Time::of_ms(next_ms), Event::Timer(node));
        }
    }

    /// Enters a delivery into the history.
    pub(super) fn remember(&mut self, to: Node, parcel: &Parcel) {
        let (side, number) = match to {
            Node::Registry => (0_u8, 0),
            Node::Provider(number) => (1, number),
            Node::Requester(number) => (2, number),
        };
        let bytes = parcel.bytes();
        let size = |number: usize| u64::try_from(number).unwrap_or(u64::MAX).to_be_bytes();
        let mut met = Vec::with_capacity(25);
        met.extend(self.queue.now().0.to_be_bytes());
        met.push(side);
        met.extend(size(number));
        met.extend(size(bytes.len()));
        self.course.update(&met);
        self.history.update(&met);
        self.history.update(bytes);
    }

    /// The digests of everything that was delivered: with its bytes, and without.
    pub(super) fn history(&self) -> ([u8; 32], [u8; 32]) {
        let [history, course] = [&self.history, &self.course].map(|digest| digest.clone().finalize().into());
        (history, course)
    }
}

impl Parcel {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Publication(_, bytes) | Self::Receipt(bytes) | Self::Refusal(bytes) | Self::Query { bytes, .. } => {
                bytes
            }
            Self::Answer { bytes, .. } | Self::Evidence { bytes, .. } => bytes.as_deref().unwrap_or_default(),
            Self::Statement(bytes) => bytes,
            Self::EvidenceWanted { contract, .. } => &contract.0,
        }
    }
}
