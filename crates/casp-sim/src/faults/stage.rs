//! What lies between the nodes: time, clocks that are off, and a network that does its worst.

use std::collections::BTreeMap;
use std::sync::Arc;

use casp_discovery::registry::Publishes;
use casp_execution::{Randomness, Received, Statement};
use casp_identity::{AgentId, ObjectId, Signer as _};

use super::forge::{Forger, Needs};
use super::history::History;
use super::ledger::{Invariant, Ledger};
use super::plan::{Fault, Harm, NodeId, Plan, seconds};
use super::provider::Chore as ProviderChore;
use super::read;
use super::requester::Chore as RequesterChore;
use super::{Breach, Options, Summary};
use crate::chance::{Stream, Streams};
use crate::engine::{Queue, Span, Time};
use crate::key::AgentKey;
use crate::net::{Arrival, Latency, Network, Partition, Place, Quality};

/// The network that everybody speaks in.
pub(super) const NETWORK: &str = "faults";

/// When runs start, milliseconds since the Unix epoch.
pub(super) const START_MS: i64 = 1_767_225_600_000;

/// What is sent.
#[derive(Clone, Debug)]
pub(super) enum Parcel {
    Publication(Publishes, Vec<u8>),
    /// Of a registration: its object id, and whether it is safe.
    Receipt(ObjectId),
    Refusal,
    Query {
        task: u16,
        round: u32,
        bytes: Vec<u8>,
    },
    Answer {
        task: u16,
        round: u32,
        bytes: Vec<u8>,
    },
    Statement(Arc<[u8]>),
    EvidenceWanted(ObjectId),
    Evidence(ObjectId, Vec<u8>),
    /// A canary that its requester has opened, for whoever reads such cases.
    Case(Vec<u8>),
}

/// What the bed knows of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// As an honest engine made it.
    Genuine,
    /// A bit was turned on the way.
    Damaged,
    /// The adversary made it, and this rule refuses it.
    Forged { name: &'static str, rule: &'static str },
}

#[derive(Clone, Debug)]
pub(super) struct Letter {
    pub(super) from: NodeId,
    pub(super) to: NodeId,
    pub(super) parcel: Parcel,
    pub(super) mark: Mark,
    /// Of a forgery: what has to be so when it arrives.
    pub(super) needs: Option<Needs>,
}

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
        let network = network(&plan, streams);
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

    /// What a node sends goes through the network, and past the adversary.
    pub(super) fn send(&mut self, from: NodeId, to: NodeId, parcel: Parcel) {
        let letter = Letter {
            from,
            to,
            parcel,
            mark: Mark::Genuine,
            needs: None,
        };
        let forged = super::forge::occasion(self, &letter);
        for letter in forged {
            self.queue.schedule(self.queue.now(), Event::Arrives(letter));
        }
        self.post(letter);
    }

    fn post(&mut self, letter: Letter) {
        self.summary.messages = self.summary.messages.saturating_add(1);
        let now = self.queue.now();
        let bytes = u64::try_from(letter.parcel.bytes().len()).unwrap_or(0);
        let arrival = self.network.send(letter.from, letter.to, bytes, now);
        let sent = self.sent.entry(letter.from).or_default();
        let number = *sent;
        *sent = number.saturating_add(1);
        let (from, to) = (letter.from, letter.to);
        let harms: Vec<Harm> = self
            .plan
            .faults
            .iter()
            .filter_map(|(_, fault)| match fault {
                Fault::Message { from: whose, nth, harm } if *whose == from && *nth == number => Some(*harm),
                _ => None,
            })
            .collect();
        self.history.note(now, || {
            format!(
                "{} → {}: {} (message {number})",
                self.plan.name(from),
                self.plan.name(to),
                letter.parcel.describe()
            )
        });
        let mut letter = letter;
        let mut arrivals = match arrival {
            Arrival::Whole(at) => vec![at],
            Arrival::Twice(first, second) => vec![first, second],
            Arrival::Corrupted { at, bit } => {
                letter = letter.damaged(bit);
                vec![at]
            }
            _ => vec![],
        };
        for harm in harms {
            match harm {
                Harm::Lose => arrivals.clear(),
                Harm::Double(ms) => {
                    let again: Vec<Time> = arrivals.iter().map(|at| at.after(Span::of_ms(ms))).collect();
                    arrivals.extend(again);
                }
                Harm::Corrupt(bit) => letter = letter.damaged(bit),
                Harm::Delay(ms) => arrivals.iter_mut().for_each(|at| *at = at.after(Span::of_ms(ms))),
            }
        }
        if arrivals.is_empty() || letter.mark != Mark::Genuine || arrivals.len() > 1 {
            self.summary.harmed = self.summary.harmed.saturating_add(1);
            self.history.note(now, || {
                let what = if arrivals.is_empty() {
                    "is lost"
                } else if letter.mark == Mark::Genuine {
                    "arrives twice"
                } else {
                    "is corrupted"
                };
                format!("    message {number} of {} {what}", self.plan.name(from))
            });
        }
        for at in arrivals {
            self.queue.schedule(at, Event::Arrives(letter.clone()));
        }
    }

    /// What became of a statement that arrived: what is accepted has to be what an engine of the other side gave out.
    pub(super) fn received<E: core::fmt::Display>(
        &mut self,
        node: NodeId,
        letter: &Letter,
        bundle: &[u8],
        outcome: Result<Received, E>,
    ) {
        match outcome {
            Ok(Received::Taken { offer, .. }) => {
                let Some(id) = read::id_of(bundle) else { return };
                self.accepts(node, letter, Some(id));
                let life = self.life(node);
                self.ledger.takes(node, life, id, offer);
                let due = self.forger.taken(node, id);
                for letter in due {
                    self.queue.schedule(self.queue.now(), Event::Arrives(letter));
                }
            }
            Ok(Received::Again { .. }) => self.accepts(node, letter, read::id_of(bundle)),
            Err(violation) => self.refuses(node, letter, &violation.to_string()),
        }
    }

    /// Something was accepted: it has to be genuine.
    pub(super) fn accepts(&mut self, node: NodeId, letter: &Letter, id: Option<ObjectId>) {
        let name = self.plan.name(node);
        let what = letter.parcel.describe();
        match letter.mark {
            Mark::Genuine => {}
            Mark::Damaged => {
                self.breaks(Invariant::Refused, || {
                    format!("{name} accepts a {what} of which a bit was turned")
                });
            }
            Mark::Forged { name: forgery, rule } => {
                self.breaks(Invariant::Refused, || {
                    format!("{name} accepts a {what} that {rule} refuses: {forgery}")
                });
            }
        }
        if let (Some(id), Parcel::Statement(_)) = (id, &letter.parcel)
            && !self.ledger.said.contains_key(&id)
        {
            self.breaks(Invariant::Refused, || {
                format!("{name} accepts {id}, which no engine gave out")
            });
        }
    }

    /// Something was refused.
    pub(super) fn refuses(&mut self, node: NodeId, letter: &Letter, why: &str) {
        match letter.mark {
            Mark::Genuine => {}
            Mark::Damaged => self.summary.damaged_refused = self.summary.damaged_refused.saturating_add(1),
            Mark::Forged { .. } => self.summary.forged_refused = self.summary.forged_refused.saturating_add(1),
        }
        let now = self.queue.now();
        self.history.note(now, || {
            format!(
                "{} refuses a {} from {}: {why}",
                self.plan.name(node),
                letter.parcel.describe(),
                self.plan.name(letter.from)
            )
        });
    }

    /// A promise is broken. The first counts.
    pub(super) fn breaks(&mut self, invariant: Invariant, what: impl FnOnce() -> String) {
        if self.breach.is_none() {
            let breach = Breach {
                invariant,
                at_ms: self.elapsed_ms(),
                what: what(),
            };
            let now = self.queue.now();
            self.history
                .note(now, || format!("BROKEN: {}: {}", breach.invariant.name(), breach.what));
            self.breach = Some(breach);
        }
    }

    pub(super) fn holds(&mut self, holds: bool, invariant: Invariant, what: impl FnOnce() -> String) {
        if !holds {
            self.breaks(invariant, what);
        }
    }

    pub(super) fn note(&mut self, node: NodeId, what: impl FnOnce() -> String) {
        let now = self.queue.now();
        self.history
            .note(now, || format!("{}: {}", self.plan.name(node), what()));
    }
}

impl Letter {
    /// With one bit turned, if there is any.
    fn damaged(mut self, bit: u64) -> Self {
        let bytes: &mut [u8] = match &mut self.parcel {
            Parcel::Publication(_, bytes)
            | Parcel::Query { bytes, .. }
            | Parcel::Answer { bytes, .. }
            | Parcel::Evidence(_, bytes)
            | Parcel::Case(bytes) => bytes,
            Parcel::Statement(bundle) => Arc::make_mut(bundle),
            // What the bed says in short lies in signed statements elsewhere: they would be refused, as if lost.
            Parcel::Receipt(_) | Parcel::Refusal | Parcel::EvidenceWanted(_) => &mut [],
        };
        let length = u64::try_from(bytes.len()).unwrap_or(0);
        let bit = bit.checked_rem(length.saturating_mul(8)).unwrap_or(0);
        let place = usize::try_from(bit >> 3).unwrap_or(0);
        if let Some(byte) = bytes.get_mut(place) {
            *byte ^= 1 << (bit & 7);
        }
        self.mark = Mark::Damaged;
        self
    }
}

impl Mark {
    /// What it is, for people; nothing of what is as it should be.
    pub(super) fn describe(self) -> String {
        match self {
            Self::Genuine => String::new(),
            Self::Damaged => "(damaged)".into(),
            Self::Forged { name, rule } => format!("(forged: {name}, {rule})"),
        }
    }
}

impl Parcel {
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::Publication(_, bytes)
            | Self::Query { bytes, .. }
            | Self::Answer { bytes, .. }
            | Self::Evidence(_, bytes)
            | Self::Case(bytes) => bytes,
            Self::Statement(bundle) => bundle,
            Self::Receipt(id) | Self::EvidenceWanted(id) => &id.0,
            Self::Refusal => &[],
        }
    }

    /// What it is, for people.
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Publication(publishes, _) => format!("registration ({publishes:?})"),
            Self::Receipt(id) => format!("receipt of {}", short(id)),
            Self::Refusal => "refusal".into(),
            Self::Query { task, round, .. } => format!("query of t{task}, round {round}"),
            Self::Answer { task, round, .. } => format!("answer to t{task}, round {round}"),
            Self::Statement(bundle) => {
                let statement = read::statement_of(bundle).map_or("statement", Statement::short);
                let id = read::id_of(bundle).map_or_else(|| "?".into(), |id| short(&id));
                format!("{statement} {id}")
            }
            Self::EvidenceWanted(contract) => format!("question for the evidence of {}", short(contract)),
            Self::Evidence(contract, _) => format!("evidence package of {}", short(contract)),
            Self::Case(_) => "canary case".into(),
        }
    }
}

trait Short {
    fn short(self) -> &'static str;
}

impl Short for Statement {
    fn short(self) -> &'static str {
        match self {
            Self::Offer => "offer",
            Self::Quote => "quote",
            Self::Acceptance => "acceptance",
            Self::TaskRequest => "request",
            Self::TaskEvent => "event",
            Self::Prepared => "prepared",
            Self::Commit => "commit",
            Self::Cancel => "cancel",
            Self::TaskResult => "result",
            Self::DeliveryAck => "ack",
            Self::OutcomeReport => "report",
        }
    }
}

/// The first digits of an object id.
pub(super) fn short(id: &ObjectId) -> String {
    id.0.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

/// What the plan makes of the network. Its figures are within their ranges, or it has none of them.
fn network(plan: &Plan, streams: Streams) -> Network {
    let mut quality = Quality {
        jitter: Span::of_ms(8),
        sigma: 0.8,
        ..Quality::default()
    };
    for (_, fault) in &plan.faults {
        if let Fault::Weather {
            loss,
            doubling,
            corruption,
        } = fault
        {
            quality.loss = quality.loss.max(*loss);
            quality.doubling = quality.doubling.max(*doubling);
            quality.corruption = quality.corruption.max(*corruption);
        }
    }
    let nodes = usize::try_from(plan.adversary()).unwrap_or(0).saturating_add(1);
    // From one to another: 15 ms.
    let place = Place {
        height: 7_500,
        ..Place::default()
    };
    let places = vec![place; nodes];
    let mut network = Network::new(Latency::Places(places.clone()), quality, streams)
        .unwrap_or_else(|_| Network::faultless(places, streams));
    for (_, fault) in &plan.faults {
        if let Fault::Partition {
            island,
            from_ms,
            until_ms,
        } = fault
        {
            let at = |ms: i64| Time::of_ms(START_MS.saturating_add(ms));
            let partition = Partition::new(at(*from_ms), at(*until_ms), std::slice::from_ref(island));
            // There are far fewer than a network may have.
            let _ = network.part(partition);
        }
    }
    network
}

impl core::fmt::Debug for Stage {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Stage({})", seconds(self.elapsed_ms()))
    }
}
