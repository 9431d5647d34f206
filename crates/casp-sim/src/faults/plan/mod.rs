//! What a run is: a cast, tasks and faults, all of it data, all of it drawn from one seed.

mod draw;
mod fault;
mod kept;
mod words;

use std::collections::BTreeSet;

use casp_wire::v1::SideEffect;

pub use fault::{Fault, Harm};
pub use kept::{Item, Kept, NotKept};

pub(super) use words::seconds;

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

impl Plan {
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
}
