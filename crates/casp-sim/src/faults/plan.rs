//! What a run is: a cast, tasks and faults, all of it data, all of it drawn from one seed.

use core::fmt;
use std::collections::BTreeSet;
use std::str::FromStr;

use casp_wire::v1::SideEffect;

use super::forge::FORGERIES;
use crate::chance::{Stream, Streams};

/// A node of the cast: 0 is the registry, then come providers, then requesters, and last the adversary.
pub type NodeId = u32;

/// The registry's number.
pub const REGISTRY: NodeId = 0;

/// Everything that a run follows from.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The seed.
    pub seed: u64,
    /// Providers; their numbers begin with 1.
    pub providers: u32,
    /// Requesters; their numbers come after those of the providers.
    pub requesters: u32,
    /// Nodes that take no part at all.
    pub absent: BTreeSet<NodeId>,
    /// What is to be done.
    pub tasks: Vec<Task>,
    /// What goes wrong, each under the number that it was drawn with.
    pub faults: Vec<(u16, Fault)>,
}

/// A task.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// The number that it was drawn with.
    pub number: u16,
    /// Whose task.
    pub requester: NodeId,
    /// How whoever does it is found.
    pub way: Way,
    /// What it does to the world.
    pub effect: SideEffect,
    /// When it begins, milliseconds from the start.
    pub at_ms: i64,
    /// From the beginning to the deadline, milliseconds.
    pub life_ms: i64,
    /// The most that one attempt may cost, micro-units.
    pub price_micros: u64,
    /// Whether evidence is asked for.
    pub wants_evidence: bool,
    /// What requester and provider do, where a dialogue leaves it to them.
    pub conduct: Conduct,
}

/// How whoever does a task is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The requester knows this provider.
    Dialogue(NodeId),
    /// By a funnel that asks the registry, and this many canaries have to be passed first.
    Funnel {
        /// None: whoever comes first gets the work.
        canaries: u32,
    },
}

/// What the two sides of an engagement do, each when it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conduct {
    /// Whether the provider quotes.
    pub quotes: bool,
    /// What it makes of the work.
    pub work: Work,
    /// How long that takes, milliseconds.
    pub work_ms: i64,
    /// Whether its tool can be asked whether a call took place.
    pub askable: bool,
    /// Whether the requester takes the quote.
    pub accepts: bool,
    /// What it says to a plan.
    pub plan: PlanAnswer,
    /// When it cancels, milliseconds after the acceptance.
    pub cancels_after_ms: Option<i64>,
    /// Whether it acknowledges the result.
    pub acknowledges: bool,
}

/// What a provider makes of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// It does it.
    Whole,
    /// It says that it did a part.
    Part,
    /// It says that nothing came of it.
    Fails,
    /// It is not heard of again.
    Silent,
}

/// What a requester says to what was prepared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanAnswer {
    /// Let it happen.
    Commits,
    /// Never mind.
    Cancels,
    /// Nothing.
    Silent,
}

/// Something that goes wrong. Times are milliseconds from the start.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// Power goes. Of what the disk has not said to be written, so many records are.
    Crash {
        /// Whose.
        node: NodeId,
        /// When.
        at_ms: i64,
        /// For how long.
        down_ms: i64,
        /// Records that reach the disk nevertheless, modulo what there is.
        written: u16,
    },
    /// Some nodes reach each other and no one else.
    Partition {
        /// Which.
        island: Vec<NodeId>,
        /// From when.
        from_ms: i64,
        /// Until when.
        until_ms: i64,
    },
    /// A clock is wrong from some moment on.
    Skew {
        /// Whose.
        node: NodeId,
        /// From when.
        from_ms: i64,
        /// By how much: ahead, or behind if negative.
        by_ms: i64,
    },
    /// A disk takes its time.
    Stall {
        /// Whose.
        node: NodeId,
        /// From when.
        from_ms: i64,
        /// For how long.
        for_ms: i64,
    },
    /// A journal is replaced by a shorter one.
    Compact {
        /// Whose.
        node: NodeId,
        /// When.
        at_ms: i64,
    },
    /// What the network does to every message.
    Weather {
        /// Probability of loss.
        loss: f64,
        /// Probability of arriving twice.
        doubling: f64,
        /// Probability of one bit turned.
        corruption: f64,
    },
    /// What the network does to the n-th message of a node.
    Message {
        /// Whose.
        from: NodeId,
        /// Which, from 0.
        nth: u32,
        /// What.
        harm: Harm,
    },
    /// Somebody says what he must not say.
    Forge {
        /// Which of [`FORGERIES`].
        forgery: usize,
        /// At which occasion, from 0.
        nth: u32,
    },
}

/// What happens to one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Harm {
    /// It is lost.
    Lose,
    /// It arrives once more, this many milliseconds later.
    Double(i64),
    /// One bit is turned, modulo its length.
    Corrupt(u64),
    /// It takes this many milliseconds longer, and others overtake it.
    Delay(i64),
}

impl Plan {
    /// The plan of a seed.
    #[must_use]
    pub fn of(seed: u64) -> Self {
        let streams = Streams::new(seed);
        let mut chance = streams.stream("faults/cast", 0);
        let providers = 2_u32.saturating_add(small(&mut chance, 3));
        let requesters = 1_u32.saturating_add(small(&mut chance, 2));
        let mut plan = Self {
            seed,
            providers,
            requesters,
            absent: BTreeSet::new(),
            tasks: Vec::new(),
            faults: Vec::new(),
        };
        let tasks = 2_u16.saturating_add(tiny(&mut chance, 5));
        let faults = 2_u16.saturating_add(tiny(&mut chance, 13));
        plan.tasks = (0..tasks)
            .map(|number| plan.task(number, &mut streams.stream("faults/task", number.into())))
            .collect();
        plan.faults = (0..faults)
            .map(|number| (number, plan.fault(&mut streams.stream("faults/fault", number.into()))))
            .collect();
        plan
    }

    /// What is left of it when only these items are kept. A node that is not kept takes no part.
    #[must_use]
    pub fn keeping(mut self, kept: &Kept) -> Self {
        self.absent = self
            .nodes()
            .filter(|node| !kept.0.contains(&Item::Node(*node)))
            .collect();
        self.tasks.retain(|task| kept.0.contains(&Item::Task(task.number)));
        self.faults.retain(|(number, _)| kept.0.contains(&Item::Fault(*number)));
        self
    }

    /// All that can be left out of it.
    #[must_use]
    pub fn items(&self) -> Kept {
        let faults = self.faults.iter().map(|(number, _)| Item::Fault(*number));
        let tasks = self.tasks.iter().map(|task| Item::Task(task.number));
        let nodes = self.nodes().filter(|node| !self.absent.contains(node));
        Kept(faults.chain(tasks).chain(nodes.map(Item::Node)).collect())
    }

    /// A line for each item.
    pub(super) fn describe(&self) -> Vec<String> {
        let faults = self.faults.iter();
        let faults = faults.map(|(number, fault)| format!("f{number}: {}", fault.describe(self)));
        let tasks = self.tasks.iter().map(|task| {
            let (at, life) = (seconds(task.at_ms), seconds(task.life_ms));
            let who = self.name(task.requester);
            let (number, effect, way) = (task.number, task.effect, task.way);
            format!(
                "t{number}: {who}, {effect:?}, {way:?}, at {at} for {life}, {:?}",
                task.conduct
            )
        });
        faults.chain(tasks).collect()
    }

    /// Providers and requesters.
    pub(super) fn nodes(&self) -> impl Iterator<Item = NodeId> + use<> {
        1..=self.providers.saturating_add(self.requesters)
    }

    /// Whether a node is a provider.
    pub(super) const fn is_provider(&self, node: NodeId) -> bool {
        node >= 1 && node <= self.providers
    }

    /// The adversary's number.
    pub(super) const fn adversary(&self) -> NodeId {
        self.providers.saturating_add(self.requesters).saturating_add(1)
    }

    /// A name that a person can read.
    pub(super) fn name(&self, node: NodeId) -> String {
        if node == REGISTRY {
            "registry".into()
        } else if self.is_provider(node) {
            format!("provider n{node}")
        } else if node == self.adversary() {
            "adversary".into()
        } else {
            format!("requester n{node}")
        }
    }

    /// When nothing of it can go on any more, milliseconds from the start.
    pub(super) fn ends_ms(&self) -> i64 {
        let tasks = self.tasks.iter().map(|task| task.at_ms.saturating_add(task.life_ms));
        let faults = self.faults.iter().map(|(_, fault)| fault.ends_ms());
        let skew = self.faults.iter().map(|(_, fault)| match fault {
            Fault::Skew { by_ms, .. } => by_ms.saturating_abs(),
            _ => 0,
        });
        let last = tasks.chain(faults).max().unwrap_or(0);
        last.saturating_add(skew.fold(0, i64::saturating_add).saturating_mul(2))
            .saturating_add(150_000)
    }

    fn task(&self, number: u16, chance: &mut Stream) -> Task {
        let requester = self
            .providers
            .saturating_add(1)
            .saturating_add(small(chance, self.requesters));
        let provider = 1_u32.saturating_add(small(chance, self.providers));
        let way = match chance.below(10) {
            0..=5 => Way::Dialogue(provider),
            6..=7 => Way::Funnel { canaries: 0 },
            _ => Way::Funnel {
                canaries: 1_u32.saturating_add(small(chance, 2)),
            },
        };
        let effect = match chance.below(5) {
            0..=1 => SideEffect::None,
            2 => SideEffect::Reversible,
            _ => SideEffect::Irreversible,
        };
        let draw = |chance: &mut Stream, least, most| between(chance, least, most);
        Task {
            number,
            requester,
            way,
            effect,
            at_ms: draw(chance, 1_000, 60_000),
            life_ms: draw(chance, 20_000, 150_000),
            price_micros: 20_000,
            wants_evidence: chance.falls(0.3),
            conduct: Conduct::draw(chance),
        }
    }

    fn fault(&self, chance: &mut Stream) -> Fault {
        let everyone = self.providers.saturating_add(self.requesters).saturating_add(1);
        let node = small(chance, everyone);
        let from_ms = between(chance, 0, 150_000);
        match chance.below(24) {
            0..=3 => Fault::Crash {
                node,
                at_ms: from_ms,
                down_ms: between(chance, 10, 40_000),
                written: tiny(chance, 64),
            },
            4..=5 => {
                let nodes: Vec<NodeId> = (0..everyone).filter(|_| chance.falls(0.4)).collect();
                Fault::Partition {
                    island: if nodes.is_empty() { vec![node] } else { nodes },
                    from_ms,
                    until_ms: from_ms.saturating_add(between(chance, 100, 60_000)),
                }
            }
            6..=7 => Fault::Skew {
                node,
                from_ms,
                by_ms: match chance.below(4) {
                    0 => between(chance, -300_000, 300_000),
                    _ => between(chance, -20_000, 20_000),
                },
            },
            8 => Fault::Stall {
                node,
                from_ms,
                for_ms: between(chance, 100, 20_000),
            },
            9 => Fault::Compact { node, at_ms: from_ms },
            10 => Fault::Weather {
                loss: chance.unit() * 0.4,
                doubling: chance.unit() * 0.2,
                corruption: chance.unit() * 0.1,
            },
            11..=15 => Fault::Message {
                from: node,
                nth: small(chance, 60),
                harm: match chance.below(4) {
                    0 => Harm::Lose,
                    1 => Harm::Double(between(chance, 1, 60_000)),
                    2 => Harm::Corrupt(chance.next_u64()),
                    _ => Harm::Delay(between(chance, 100, 30_000)),
                },
            },
            _ => Fault::Forge {
                forgery: usize::try_from(chance.below(u64::try_from(FORGERIES.len()).unwrap_or(1))).unwrap_or(0),
                nth: small(chance, 3),
            },
        }
    }
}

impl Conduct {
    /// What the two sides of an engagement do.
    pub(super) fn draw(chance: &mut Stream) -> Self {
        Self {
            quotes: !chance.falls(0.05),
            work: match chance.below(16) {
                0 => Work::Fails,
                1 => Work::Silent,
                2 => Work::Part,
                _ => Work::Whole,
            },
            work_ms: between(chance, 1, 15_000),
            askable: chance.falls(0.5),
            accepts: !chance.falls(0.05),
            plan: match chance.below(12) {
                0 => PlanAnswer::Cancels,
                1 => PlanAnswer::Silent,
                _ => PlanAnswer::Commits,
            },
            cancels_after_ms: {
                let after_ms = between(chance, 0, 30_000);
                chance.falls(0.1).then_some(after_ms)
            },
            acknowledges: !chance.falls(0.1),
        }
    }
}

impl Fault {
    fn ends_ms(&self) -> i64 {
        match self {
            Self::Crash { at_ms, down_ms, .. } => at_ms.saturating_add(*down_ms),
            Self::Partition { until_ms, .. } => *until_ms,
            Self::Skew { from_ms, .. } => *from_ms,
            Self::Stall { from_ms, for_ms, .. } => from_ms.saturating_add(*for_ms),
            Self::Compact { at_ms, .. } => *at_ms,
            Self::Weather { .. } | Self::Message { .. } | Self::Forge { .. } => 0,
        }
    }

    /// What it is, for people.
    pub(super) fn describe(&self, plan: &Plan) -> String {
        let name = |node: &NodeId| plan.name(*node);
        let s = |ms: &i64| seconds(*ms);
        match self {
            Self::Crash {
                node, at_ms, down_ms, ..
            } => {
                format!("{} crashes at {} for {}", name(node), s(at_ms), s(down_ms))
            }
            Self::Partition {
                island,
                from_ms,
                until_ms,
            } => {
                let island: Vec<String> = island.iter().map(name).collect();
                format!("cut off from {} to {}: {}", s(from_ms), s(until_ms), island.join(", "))
            }
            Self::Skew { node, from_ms, by_ms } => {
                format!("the clock of {} is off by {} from {}", name(node), s(by_ms), s(from_ms))
            }
            Self::Stall { node, from_ms, for_ms } => {
                format!("the disk of {} stalls at {} for {}", name(node), s(from_ms), s(for_ms))
            }
            Self::Compact { node, at_ms } => format!("{} shortens its journal at {}", name(node), s(at_ms)),
            Self::Weather {
                loss,
                doubling,
                corruption,
            } => {
                format!("weather: {loss:.2} lost, {doubling:.2} doubled, {corruption:.2} corrupted")
            }
            Self::Message { from, nth, harm } => format!("message {nth} of {}: {harm:?}", name(from)),
            Self::Forge { forgery, nth } => {
                let forgery = FORGERIES.get(*forgery);
                let (name, rule) = forgery.map_or(("nothing", ""), |forgery| (forgery.name, forgery.rule));
                format!("the adversary, at occasion {nth}: {name} ({rule})")
            }
        }
    }
}

/// Milliseconds as seconds.
pub(super) fn seconds(ms: i64) -> String {
    let sign = if ms < 0 { "-" } else { "" };
    let ms = ms.unsigned_abs();
    format!("{sign}{}.{:03} s", ms / 1_000, ms % 1_000)
}

/// Something that can be left out of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// A fault, `f3`.
    Fault(u16),
    /// A task, `t0`.
    Task(u16),
    /// A provider or requester, `n2`.
    Node(NodeId),
}

/// What is kept of a plan: `f3,f9,t0,n1,n4`, or `-` for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept(pub BTreeSet<Item>);

/// This is no list of what is kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is neither a fault (f3), nor a task (t0), nor a node (n2)")]
pub struct NotKept(pub String);

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fault(number) => write!(f, "f{number}"),
            Self::Task(number) => write!(f, "t{number}"),
            Self::Node(number) => write!(f, "n{number}"),
        }
    }
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("-");
        }
        for (place, item) in self.0.iter().enumerate() {
            let comma = if place == 0 { "" } else { "," };
            write!(f, "{comma}{item}")?;
        }
        Ok(())
    }
}

impl FromStr for Kept {
    type Err = NotKept;

    fn from_str(text: &str) -> Result<Self, NotKept> {
        if text == "-" {
            return Ok(Self::default());
        }
        let item = |text: &str| {
            let error = || NotKept(text.into());
            let (kind, number) = text.split_at_checked(1).ok_or_else(error)?;
            let small = number.parse().map_err(|_| error());
            match kind {
                "f" => Ok(Item::Fault(small?)),
                "t" => Ok(Item::Task(small?)),
                "n" => Ok(Item::Node(small?.into())),
                _ => Err(error()),
            }
        };
        text.split(',').map(item).collect::<Result<_, _>>().map(Self)
    }
}

fn small(chance: &mut Stream, end: u32) -> u32 {
    u32::try_from(chance.below(end.into())).unwrap_or(0)
}

fn tiny(chance: &mut Stream, end: u16) -> u16 {
    u16::try_from(chance.below(end.into())).unwrap_or(0)
}

/// Both ends included.
pub(super) fn between(chance: &mut Stream, least: i64, most: i64) -> i64 {
    let width = most.saturating_sub(least).saturating_add(1);
    let drawn = chance.below(u64::try_from(width).unwrap_or(1));
    least.saturating_add(i64::try_from(drawn).unwrap_or(0))
}
