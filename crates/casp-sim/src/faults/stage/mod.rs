//! What lies between the nodes: time, clocks that are off, and a network that does its worst.

mod letter;
mod verdict;
mod way;

use std::collections::BTreeMap;

use casp_execution::Randomness;
use casp_identity::{AgentId, Signer as _};

use super::forge::Forger;
use super::history::History;
use super::ledger::Ledger;
use super::plan::{Fault, NodeId, Plan, seconds};
use super::provider::Chore as ProviderChore;
use super::requester::Chore as RequesterChore;
use super::{Breach, Options, Summary};
use crate::chance::{Stream, Streams};
use crate::engine::{Queue, Span, Time};
use crate::key::AgentKey;
use crate::net::Network;

pub(super) use letter::{Letter, Mark, Parcel, short};

/// The network that everybody speaks in.
pub(super) const NETWORK: &str = "faults";

/// When runs start, milliseconds since the Unix epoch.
pub(super) const START_MS: i64 = 1_767_225_600_000;

#[derive(Clone, Debug)]
pub(super) enum Event {
    Arrives(Letter),
    Timer(NodeId),
    /// The disk is done with a record.
    Written(NodeId, u32),
    Crashes(NodeId, i64, u16),
    Restarts(NodeId),
    Compacts(NodeId),
    Begins(u16),
    Publishes(NodeId),
    Provider(NodeId, u32, ProviderChore),
    Requester(NodeId, u32, RequesterChore),
}

/// An engine's own chance.
#[derive(Debug)]
pub(super) struct Chance(pub(super) Stream);

impl Randomness for Chance {
    fn fill(&mut self, bytes: &mut [u8]) {
        self.0.fill(bytes);
    }
}

pub(super) struct Stage {
    pub(super) plan: Plan,
    pub(super) options: Options,
    pub(super) queue: Queue<Event>,
    pub(super) streams: Streams,
    pub(super) ledger: Ledger,
    pub(super) history: History,
    pub(super) summary: Summary,
    pub(super) breach: Option<Breach>,
    pub(super) forger: Forger,
    network: Network,
    chance: Stream,
    keys: Vec<AgentKey>,
    nodes: BTreeMap<AgentId, NodeId>,
    lives: BTreeMap<NodeId, u32>,
    down: BTreeMap<NodeId, bool>,
    sent: BTreeMap<NodeId, u32>,
    timers: BTreeMap<NodeId, Time>,
}

impl Stage {
    pub(super) fn new(plan: Plan, options: Options, history: History) -> Self {
        let streams = Streams::new(plan.seed);
        let start = Time::of_ms(START_MS);
        let keys: Vec<AgentKey> = (0..=plan.adversary())
            .map(|node| {
                let mut secret = [0; 32];
                streams.stream("faults/key", node.into()).fill(&mut secret);
                AgentKey::of(&secret, options.signatures.stand_in())
            })
            .collect();
        let nodes = keys.iter().map(casp_identity::Signer::agent_id).zip(0..).collect();
        let network = way::network(&plan, streams);
        let mut stage = Self {
            queue: Queue::new(start),
            ledger: Ledger::default(),
            summary: Summary::default(),
            breach: None,
            forger: Forger::of(&plan),
            chance: streams.stream("faults/stage", 0),
            lives: BTreeMap::new(),
            down: BTreeMap::new(),
            sent: BTreeMap::new(),
            timers: BTreeMap::new(),
            network,
            history,
            streams,
            keys,
            nodes,
            options,
            plan,
        };
        stage.schedule_faults();
        stage
    }

    fn schedule_faults(&mut self) {
        for (_, fault) in self.plan.faults.clone() {
            match fault {
                Fault::Crash {
                    node,
                    at_ms,
                    down_ms,
                    written,
                } => {
                    self.at_ms(at_ms, Event::Crashes(node, down_ms, written));
                }
                Fault::Compact { node, at_ms } => self.at_ms(at_ms, Event::Compacts(node)),
                Fault::Skew { node, from_ms, .. } => self.at_ms(from_ms, Event::Timer(node)),
                _ => {}
            }
        }
    }

    /// At so many milliseconds from the start.
    pub(super) fn at_ms(&mut self, ms: i64, event: Event) {
        self.queue.schedule(Time::of_ms(START_MS.saturating_add(ms)), event);
    }

    /// In so many milliseconds.
    pub(super) fn in_ms(&mut self, ms: i64, event: Event) {
        self.queue.schedule(self.queue.now().after(Span::of_ms(ms)), event);
    }

    /// Milliseconds from the start.
    pub(super) const fn elapsed_ms(&self) -> i64 {
        self.queue.now().ms().saturating_sub(START_MS)
    }

    /// What a node's clock shows, milliseconds since the Unix epoch.
    pub(super) fn clock_ms(&self, node: NodeId) -> i64 {
        self.queue.now().ms().saturating_add(self.skew_ms(node))
    }

    fn skew_ms(&self, node: NodeId) -> i64 {
        let elapsed = self.elapsed_ms();
        let skews = self.plan.faults.iter().map(|(_, fault)| match fault {
            Fault::Skew {
                node: whose,
                from_ms,
                by_ms,
            } if *whose == node && *from_ms <= elapsed => *by_ms,
            _ => 0,
        });
        skews.fold(0, i64::saturating_add)
    }

    /// Whether a clock was ever so wrong that honest statements may look impossible.
    pub(super) fn has_wild_clocks(&self) -> bool {
        let skews = self.plan.faults.iter().filter_map(|(_, fault)| match fault {
            Fault::Skew { by_ms, .. } => Some(by_ms.saturating_abs()),
            _ => None,
        });
        skews.fold(0, i64::saturating_add) > 25_000
    }

    /// Has a node called when its clock shows this.
    pub(super) fn wake(&mut self, node: NodeId, clock_ms: Option<i64>) {
        let Some(clock_ms) = clock_ms else { return };
        let at = Time::of_ms(clock_ms.saturating_sub(self.skew_ms(node)));
        let at = at.max(self.queue.now().after(Span::of_ms(1)));
        let now = self.queue.now();
        let next = self.timers.get(&node).copied().filter(|next| *next > now);
        if next.is_none_or(|next| at < next) {
            self.timers.insert(node, at);
            self.queue.schedule(at, Event::Timer(node));
        }
    }

    /// When the disk of a node is done with what it is given now.
    pub(super) fn write_later(&mut self, node: NodeId) {
        let elapsed = self.elapsed_ms();
        let took_ms = 1_i64.saturating_add(i64::try_from(self.chance.below(20)).unwrap_or(0));
        let stalled = self.plan.faults.iter().filter_map(|(_, fault)| match fault {
            Fault::Stall {
                node: whose,
                from_ms,
                for_ms,
            } if *whose == node => {
                let until_ms = from_ms.saturating_add(*for_ms);
                (*from_ms <= elapsed && elapsed < until_ms).then(|| until_ms.saturating_sub(elapsed))
            }
            _ => None,
        });
        let wait_ms = stalled.max().unwrap_or(0).saturating_add(took_ms);
        let life = self.life(node);
        self.in_ms(wait_ms, Event::Written(node, life));
    }

    pub(super) fn life(&self, node: NodeId) -> u32 {
        self.lives.get(&node).copied().unwrap_or(0)
    }

    pub(super) fn is_down(&self, node: NodeId) -> bool {
        self.down.get(&node).copied().unwrap_or(false)
    }

    pub(super) fn goes_down(&mut self, node: NodeId) {
        self.down.insert(node, true);
        let life = self.lives.entry(node).or_default();
        *life = life.saturating_add(1);
    }

    pub(super) fn comes_up(&mut self, node: NodeId) {
        self.down.insert(node, false);
        self.timers.remove(&node);
    }

    /// The key of a node. There is one for each.
    pub(super) fn key(&self, node: NodeId) -> Option<&AgentKey> {
        self.keys.get(usize::try_from(node).ok()?)
    }

    /// A second copy of it, for an engine.
    pub(super) fn own_key(&self, node: NodeId) -> AgentKey {
        let mut secret = [0; 32];
        self.streams.stream("faults/key", node.into()).fill(&mut secret);
        AgentKey::of(&secret, self.options.signatures.stand_in())
    }

    pub(super) fn agent(&self, node: NodeId) -> AgentId {
        self.key(node)
            .map_or_else(|| self.own_key(node).agent_id(), casp_identity::Signer::agent_id)
    }

    pub(super) fn node(&self, agent: &AgentId) -> Option<NodeId> {
        self.nodes.get(agent).copied()
    }

    /// Chance for an engine in its present life.
    pub(super) fn engine_chance(&self, node: NodeId) -> Chance {
        let index = u64::from(node) << 32 | u64::from(self.life(node));
        Chance(self.streams.stream("faults/engine", index))
    }

    pub(super) fn note(&mut self, node: NodeId, what: impl FnOnce() -> String) {
        let now = self.queue.now();
        self.history
            .note(now, || format!("{}: {}", self.plan.name(node), what()));
    }
}

impl core::fmt::Debug for Stage {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Stage({})", seconds(self.elapsed_ms()))
    }
}
