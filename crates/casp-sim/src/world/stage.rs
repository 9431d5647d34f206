//! What lies between those who take part: time, and messages on their way.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use casp_discovery::registry::Publishes;
use casp_execution::funnel::Ticket;
use casp_identity::{AdmittedKeys, AgentId, ObjectId, Signer as _};
use casp_wire::v1::AdmissionChallenge;
use sha2::{Digest as _, Sha256};

use super::config::{Behaviour, Config, Group, Ratings, Signatures, Way, WorldError};
use super::counts::{ByGroup, Counts, one_more};
use crate::chance::Streams;
use crate::engine::{Queue, Span, Time};
use crate::key::AgentKey;
use crate::net::{Latency, Network, Quality};
use crate::trace::Trace;

/// The network that everybody speaks in.
pub(super) const NETWORK: &str = "sim";

/// A task of a run, from 0 on; a query of no task's has [`LOOK`] beside its number.
pub(super) type TaskId = u64;

/// See [`TaskId`].
pub(super) const LOOK: TaskId = 1 << 63;

/// Someone who takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Node {
    Registry(usize),
    Provider(usize),
    Requester(usize),
    /// Of a ring: it only speaks.
    Rater(usize),
}

/// What is sent.
#[derive(Clone, Debug)]
pub(super) enum Parcel {
    Publication(Publishes, Arc<[u8]>),
    /// Nobody waits for it.
    Receipt(Vec<u8>),
    /// With what is asked for first, if that is why.
    Refusal(Vec<u8>, Option<Box<AdmissionChallenge>>),
    Query {
        task: TaskId,
        round: u32,
        bytes: Vec<u8>,
    },
    /// None where it could not be made.
    Answer {
        task: TaskId,
        round: u32,
        bytes: Option<Vec<u8>>,
    },
    /// A query that was refused.
    Unanswered {
        task: TaskId,
        round: u32,
        bytes: Vec<u8>,
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
    /// An outcome record: nobody asked for it.
    Outcome(Arc<[u8]>),
}

/// What happens.
#[derive(Clone, Debug)]
pub(super) enum Event {
    Arrives {
        from: Node,
        to: Node,
        parcel: Parcel,
    },
    /// A registry has served it.
    Served {
        registry: usize,
        from: Node,
        parcel: Parcel,
    },
    /// A requester has verified an answer.
    Verified {
        requester: usize,
        registry: usize,
        task: TaskId,
        round: u32,
        bytes: Option<Vec<u8>>,
    },
    /// A requester waits no longer for registries that are silent.
    Enough {
        requester: usize,
        task: TaskId,
        round: u32,
    },
    Timer(Node),
    /// A provider's work on a contract is done.
    Worked {
        provider: usize,
        contract: ObjectId,
    },
    /// A provider has worked for its place.
    Earned {
        provider: usize,
        registry: usize,
        bytes: Arc<[u8]>,
    },
    /// A provider refreshes its descriptor.
    Keeps(usize),
    Drifts(usize),
    /// A host goes down, or comes up.
    Turns(usize),
    Leaves(usize),
    /// A rater of a ring makes up a contract.
    Praises(usize),
    /// The world is warm: the first workflow comes.
    Warm,
    /// The next workflow comes.
    Begins,
    /// The next query of no task's.
    Looks,
    /// Nothing but that it is so late.
    Rests,
}

pub(super) struct Stage {
    pub(super) queue: Queue<Event>,
    pub(super) counts: Counts,
    /// What requesters do who lie, apart from what counts.
    of_liars: Counts,
    pub(super) streams: Streams,
    /// Inputs of canaries, for those who know them.
    pub(super) canaries: HashSet<[u8; 32]>,
    /// Of contracts whose providers drift: whether their answer is right otherwise, and what decides if it is stale.
    pub(super) lots: HashMap<ObjectId, (bool, Option<f64>)>,
    /// What happens, if somebody wants to read it.
    pub(super) trace: Option<Trace>,
    pub(super) is_warm: bool,
    /// Of all who were there at the beginning: each who hears them would find out for itself what holds for all.
    pub(super) keys: Arc<AdmittedKeys>,
    nodes: HashMap<AgentId, Node>,
    /// The present name of each.
    agents: HashMap<Node, AgentId>,
    registries: Vec<AgentId>,
    history: Sha256,
    course: Sha256,
    network: Network,
    least: Span,
    providers: usize,
    requesters: usize,
    /// Of the requesters those who do not lie, who are the first.
    honest: usize,
    /// Where each group ends among the providers.
    ends: Vec<usize>,
    /// Whether it is one of Sybils.
    sybils: Vec<bool>,
    /// When each group joins.
    joins: Vec<Time>,
    /// Providers that have completed a task.
    workers: HashSet<usize>,
    /// When the last message of a pair arrives: the next one does not overtake it.
    links: HashMap<(u32, u32), Time>,
}

impl Stage {
    pub(super) fn new(begins: Time, config: &Config, streams: Streams) -> Result<Self, WorldError> {
        let mut ends = Vec::new();
        let mut providers = 0_usize;
        for group in &config.providers {
            providers = providers.saturating_add(usize::try_from(group.count).unwrap_or(usize::MAX));
            ends.push(providers);
        }
        let requesters = usize::try_from(config.workload.requesters).unwrap_or(usize::MAX);
        let raters = usize::try_from(Ratings::raters(config.ratings)).unwrap_or(usize::MAX);
        let others = config
            .directory
            .registries
            .len()
            .saturating_add(requesters)
            .saturating_add(raters);
        let lying = usize::try_from(Ratings::lying(config.ratings)).unwrap_or(usize::MAX);
        let groups = config.providers.iter().map(|Group { name, .. }| ByGroup {
            name: name.clone(),
            ..ByGroup::default()
        });
        let counts = Counts {
            groups: groups.collect(),
            ..Counts::default()
        };
        let groups = config.providers.iter();
        Ok(Self {
            queue: Queue::new(begins),
            of_liars: counts.clone(),
            counts,
            streams,
            canaries: HashSet::new(),
            lots: HashMap::new(),
            trace: None,
            is_warm: false,
            keys: Arc::default(),
            nodes: HashMap::new(),
            agents: HashMap::new(),
            registries: Vec::new(),
            history: Sha256::new_with_prefix("casp-sim history"),
            course: Sha256::new_with_prefix("casp-sim course"),
            network: network(config.network, others.saturating_add(providers), streams)?,
            least: config.network.least,
            providers,
            requesters,
            honest: requesters.saturating_sub(lying),
            ends,
            sybils: groups.map(|group| group.behaviour == Behaviour::Sybil).collect(),
            joins: config.providers.iter().map(|group| begins.after(group.joins)).collect(),
            workers: HashSet::new(),
            links: HashMap::new(),
        })
    }

    /// Someone takes part under the name of this secret seed. Whoever had another before is still reached by it.
    pub(super) fn enter(&mut self, node: Node, secret: &[u8; 32], signatures: Signatures) -> AgentKey {
        let (key, public_key) = AgentKey::with_public_key(secret, signatures.stand_in());
        let agent = key.agent_id();
        self.nodes.insert(agent, node);
        self.agents.insert(node, agent);
        if let Node::Registry(_) = node {
            self.registries.push(agent);
        }
        // Once they are shared, those who come later are admitted by each who hears them.
        if let Some(keys) = Arc::get_mut(&mut self.keys) {
            keys.insert(public_key);
        }
        key
    }

    pub(super) fn node(&self, agent: &AgentId) -> Option<Node> {
        self.nodes.get(agent).copied()
    }

    /// The present name of someone.
    pub(super) fn agent(&self, node: Node) -> Option<&AgentId> {
        self.agents.get(&node)
    }

    pub(super) fn registries(&self) -> &[AgentId] {
        &self.registries
    }

    pub(super) const fn requesters(&self) -> usize {
        self.requesters
    }

    /// Where it is counted what a requester does.
    pub(super) const fn counts_of(&mut self, requester: usize) -> &mut Counts {
        if requester < self.honest {
            &mut self.counts
        } else {
            &mut self.of_liars
        }
    }

    pub(super) const fn now_ms(&self) -> i64 {
        self.queue.now().ms()
    }

    /// The input of a canary.
    pub(super) fn knows_canary(&mut self, input: &[u8]) {
        if let Ok(input) = input.try_into() {
            self.canaries.insert(input);
        }
    }

    /// An engagement is over, and so is what the world knew of it.
    pub(super) fn forgets(&mut self, contract: Option<&ObjectId>, canary: Option<&[u8]>) {
        if let Some(contract) = contract {
            self.lots.remove(contract);
        }
        if let Some(canary) = canary {
            self.canaries.remove(canary);
        }
    }

    /// Where it is counted what a requester has of the group that an agent is of, if it is a provider.
    pub(super) fn group_of(&mut self, requester: usize, agent: &AgentId) -> Option<&mut ByGroup> {
        let Some(Node::Provider(number)) = self.node(agent) else {
            return None;
        };
        let group = self.group(number);
        self.counts_of(requester).groups.get_mut(group)
    }

    /// Whether an agent is a Sybil, or was one under this name.
    pub(super) fn is_sybil(&self, agent: &AgentId) -> bool {
        let Some(Node::Provider(number)) = self.node(agent) else {
            return false;
        };
        self.sybils.get(self.group(number)).copied().unwrap_or(false)
    }

    /// A requester's task completed with this agent's answer. A liar's is nobody's first work.
    pub(super) fn worked(&mut self, requester: usize, agent: &AgentId, is_right: bool) {
        let Some(Node::Provider(number)) = self.node(agent).filter(|_| requester < self.honest) else {
            return;
        };
        let joined = self.joins.get(self.group(number)).copied().unwrap_or_default();
        let since = self.queue.now().since(joined);
        let is_first = self.workers.insert(number);
        let group = self.group(number);
        if let Some(group) = self.counts.groups.get_mut(group) {
            one_more(if is_right { &mut group.right } else { &mut group.wrong });
            if is_first {
                group.first_work.push(since);
            }
        }
    }

    fn group(&self, provider: usize) -> usize {
        self.ends.partition_point(|end| *end <= provider)
    }

    /// From now on messages are counted.
    pub(super) const fn warm_up(&mut self) {
        self.is_warm = true;
    }

    /// A registry will work for so long.
    pub(super) const fn serves_for(&mut self, service: Span) {
        if self.is_warm {
            self.counts.service = Span(self.counts.service.0.saturating_add(service.0));
        }
    }

    fn place(&self, node: Node) -> u32 {
        let number = match node {
            Node::Provider(number) => number,
            Node::Registry(number) => self.providers.saturating_add(number),
            Node::Requester(number) => self
                .providers
                .saturating_add(self.registries.len())
                .saturating_add(number),
            // After all others, so that nobody's messages meet another chance because of a ring.
            Node::Rater(number) => self
                .providers
                .saturating_add(self.registries.len())
                .saturating_add(self.requesters)
                .saturating_add(number),
        };
        u32::try_from(number).unwrap_or(u32::MAX)
    }

    /// Sends and counts.
    pub(super) fn send(&mut self, kind: &'static str, from: Node, to: Node, parcel: Parcel) {
        let bytes = parcel.bytes().len();
        if self.is_warm {
            self.counts.count(kind, bytes);
        }
        let (sender, receiver) = (self.place(from), self.place(to));
        let now = self.queue.now();
        let length = u64::try_from(bytes).unwrap_or(u64::MAX);
        let Some(at) = self.network.transit(sender, receiver, length, now) else {
            self.traces_message(kind, from, to, now, None);
            if self.is_warm {
                one_more(&mut self.counts.lost);
            }
            return;
        };
        let last = self.links.entry((sender, receiver)).or_insert(now);
        *last = at.max(now.after(self.least)).max(*last);
        let at = *last;
        self.traces_message(kind, from, to, now, Some(at));
        self.queue.schedule(at, Event::Arrives { from, to, parcel });
    }

    /// What could be made; what could not is counted.
    pub(super) fn made<T, E>(&mut self, made: Result<T, E>) -> Option<T> {
        if made.is_err() {
            one_more(&mut self.counts.unsaid);
        }
        made.ok()
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
            Node::Registry(number) => (0_u8, number),
            Node::Provider(number) => (1, number),
            Node::Requester(number) => (2, number),
            Node::Rater(number) => (3, number),
        };
        let bytes = parcel.bytes();
        let size = |number: usize| u64::try_from(number).unwrap_or(u64::MAX).to_be_bytes();
        let mut met = [0; 25];
        let parts = self
            .queue
            .now()
            .0
            .to_be_bytes()
            .into_iter()
            .chain([side])
            .chain(size(number))
            .chain(size(bytes.len()));
        met.iter_mut().zip(parts).for_each(|(place, byte)| *place = byte);
        self.course.update(met);
        self.history.update(met);
        self.history.update(bytes);
    }

    /// The digests of everything that was delivered: with its bytes, and without.
    pub(super) fn history(&self) -> ([u8; 32], [u8; 32]) {
        let [history, course] = [&self.history, &self.course].map(|digest| digest.clone().finalize().into());
        (history, course)
    }
}

/// All nodes are of one class, and what a way takes is drawn.
fn network(way: Way, nodes: usize, streams: Streams) -> Result<Network, WorldError> {
    let latency = Latency::Classes {
        of: vec![0; nodes],
        table: vec![vec![Span(0)]],
    };
    let quality = Quality {
        jitter: way.latency.median,
        sigma: way.latency.sigma,
        loss: way.loss,
        ..Quality::default()
    };
    Network::new(latency, quality, streams).map_err(|error| WorldError::Engine {
        engine: "the network",
        why: error.to_string(),
    })
}

impl Parcel {
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::Receipt(bytes) | Self::Refusal(bytes, _) => bytes,
            Self::Query { bytes, .. } | Self::Unanswered { bytes, .. } => bytes,
            Self::Answer { bytes, .. } | Self::Evidence { bytes, .. } => bytes.as_deref().unwrap_or_default(),
            Self::Publication(_, bytes) | Self::Statement(bytes) | Self::Outcome(bytes) => bytes,
            Self::EvidenceWanted { contract, .. } => &contract.0,
        }
    }
}
