//! What a world is made of.

mod check;
mod ratings;

use casp_execution::funnel::Limits;
use casp_identity::StandIn;
use casp_wire::v1::SideEffect;
use serde::{Serialize, Serializer};
use sha2::{Digest as _, Sha256};

pub use check::WorldError;
pub use ratings::{Liars, Lying, MAX_RATERS, MAX_TOLD, Ratings, Ring};

use crate::cost::Costs;
use crate::engine::Span;

/// Most providers of a world.
pub const MAX_PROVIDERS: u64 = 1_000_000;

/// Most requesters of a world.
pub const MAX_REQUESTERS: u32 = 100_000;

/// Most workflows of a run.
pub const MAX_WORKFLOWS: u32 = 10_000_000;

/// Most steps of a workflow.
pub const MAX_STEPS: usize = 8;

/// Most registries.
pub const MAX_REGISTRIES: usize = 16;

/// Longest time of any kind in a configuration: ten years.
pub const MAX_SPAN: Span = Span(315_360_000_000_000);

/// A world.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Config {
    /// What signs.
    pub signatures: Signatures,
    /// What lies between those who take part.
    pub network: Way,
    /// Where providers are found.
    pub directory: Directory,
    /// Who offers.
    pub providers: Vec<Group>,
    /// How they change.
    pub drift: Option<Drift>,
    /// What is wanted.
    pub workload: Workload,
    /// What requesters are told by others; without it each knows only what it has seen itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ratings: Option<Ratings>,
}

/// What signs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Signatures {
    /// Ed25519, as shipped.
    #[default]
    Real,
    /// A [`casp_identity::StandIn`]: what is accepted and refused, and when, is the same, at a part of the cost.
    StandIn,
}

/// The stand-in's secret: nothing in a simulation is worth keeping.
const SECRET: [u8; 32] = [0x5e; 32];

impl Signatures {
    /// What verifiers take for signatures, where these are not real.
    pub(super) const fn stand_in(self) -> Option<StandIn> {
        match self {
            Self::Real => None,
            Self::StandIn => Some(StandIn::dangerous(SECRET)),
        }
    }
}

/// A range that is drawn from uniformly, ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Between {
    /// The least.
    pub least: u64,
    /// The most.
    pub most: u64,
}

impl Between {
    /// Always this.
    #[must_use]
    pub const fn just(value: u64) -> Self {
        Self {
            least: value,
            most: value,
        }
    }
}

/// A log-normal time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Lasting {
    /// Half of them are below it.
    pub median: Span,
    /// Deviation of the logarithm, 0 to 10. With 0 it is always the median.
    pub sigma: f64,
}

impl Lasting {
    /// Always this.
    #[must_use]
    pub const fn just(span: Span) -> Self {
        Self {
            median: span,
            sigma: 0.0,
        }
    }
}

/// What a message meets on its way. Those of one pair arrive in the order in which they were sent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Way {
    /// How long it takes, one way.
    pub latency: Lasting,
    /// How long it takes at least.
    pub least: Span,
    /// How probable it is that it is lost, 0 to 1.
    pub loss: f64,
}

/// The registries, and how they are used. Providers register at each; requesters ask each, and put the answers together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Directory {
    /// How each of them behaves; 1 to [`MAX_REGISTRIES`].
    pub registries: Vec<Conduct>,
    /// How long one message takes a registry. It serves one after the other, in the order of their arrival.
    pub service: Service,
    /// How long a descriptor lives, milliseconds: 1,000 to 86,400,000.
    pub ttl_ms: u64,
    /// When a descriptor is refreshed, as a share of its life: above 0, below 1.
    pub refresh_at: f64,
    /// By how much that is drawn shorter or longer, as a share of it: 0 to below 1.
    pub refresh_jitter: f64,
    /// Whether a provider that changes says so at once; otherwise with its next refresh.
    pub announces_changes: bool,
    /// Matches that a first query asks for in order of rank by advertised quality, 0 to 100.
    pub limit: u32,
    /// Matches that any query asks for by lot, 0 to 100. With 0 there is no second query.
    pub sample: u32,
    /// What a place costs.
    pub admission: Admission,
}

/// How a registry behaves. None can forge what others sign.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub enum Conduct {
    /// As shipped.
    Honest,
    /// It keeps this share of the providers that are no Sybils out of its answers, always the same ones. With all of them kept out
    /// what it answers is Sybils.
    Withholds(f64),
}

/// What a message takes a registry.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Service {
    /// Drawn, microseconds.
    Drawn(Between),
    /// As measured, by kind of message and number of entries: curves `register`, `refresh`, `withdraw` and `query`, and where they are
    /// there `query-ranked` and `query-sampled` for queries that ask for one of the two alone. A requester takes
    /// `verify-answer` of the number of candidates that it asked for before it goes on.
    Measured(Costs),
}

/// How registries keep places from being taken by whoever makes many names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Admission {
    /// Not at all.
    Off,
    /// As shipped: a price in work, which takes a provider its time, shares of origins, and answers that no origin fills.
    Shipped,
    /// Shares and answers as shipped, without a price.
    WithoutPrice,
}

/// Providers that are alike.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// What reports call it.
    pub name: String,
    /// How many.
    pub count: u32,
    /// Which step of a workflow each carries out, from 0.
    pub step: usize,
    /// How they work.
    pub behaviour: Behaviour,
    /// The share of tasks that a provider does well where its behaviour does not say otherwise, drawn for each, parts per million.
    pub well_ppm: Between,
    /// The `success-rate` that it advertises, parts per million; `None`: its true share.
    pub says_ppm: Option<u64>,
    /// The `latency-p95` that each advertises, milliseconds.
    pub says_p95_ms: Between,
    /// What each charges for a call, micro-units of the euro.
    pub price_micros: Between,
    /// How many times longer than the step says a task takes it; above 0, 1,000 at most. It does one after the other.
    pub slowness: f64,
    /// Contracts that went well before, as every requester remembers; made up, at most 1,000.
    pub past_good: u32,
    /// How many of them share a network, as registries see it; 0: each has its own.
    pub per_origin: u32,
    /// How long after the beginning they come.
    pub joins: Span,
    /// After how many answers a provider takes a new name, once what was agreed under the old one is over. It withdraws nothing.
    pub renames_after: Option<u32>,
    /// Whether they go for good.
    pub leaving: Option<Leaving>,
    /// Whether their hosts go down and up.
    pub churn: Option<Churn>,
    /// Whether they need to warm up.
    pub warmth: Option<Warmth>,
}

/// How a provider works. What is said of tasks holds for canaries too: nobody can tell them apart, but where it says so.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub enum Behaviour {
    /// As well as it can.
    Honest,
    /// Signs a valid descriptor, and answers everything wrongly.
    Sybil,
    /// Answers wrongly when it likes to, each task drawn for itself.
    Cheat {
        /// How probable that is, 0 to 1.
        wrong: f64,
        /// How probable it is that it knows a canary for one, and answers that rightly, 0 to 1.
        spots_canaries: f64,
    },
    /// The members of the group take turns at answering wrongly.
    TakesTurns {
        /// How many turns there are, 1 to 1,000.
        turns: u32,
        /// How long one is.
        each: Span,
    },
    /// Wrong about the same inputs as the others of its kind, and sure of it; right about all others as often as it does well.
    ConfidentlyWrong {
        /// The share of inputs, 0 to 1.
        share: f64,
    },
}

/// How a provider goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Leaving {
    /// Mean of the exponentially distributed time from its joining until then.
    pub mean: Span,
    /// Whether it says nothing, as whoever is down then; otherwise it signs a withdrawal.
    pub is_silent: bool,
}

/// How a host goes down and comes up again. What it was working on is lost, and said to have failed; what it has signed is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Churn {
    /// Mean of the exponentially distributed time that it is up.
    pub up: Span,
    /// And down.
    pub down: Span,
}

/// How an agent on a host that is up goes cold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Warmth {
    /// How long it stays warm after its last task.
    pub stays: Span,
    /// What a task takes longer otherwise.
    pub start: Lasting,
}

/// How providers become other than they say. Sybils do not.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Drift {
    /// Mean of the exponentially distributed time between two changes of one provider.
    pub mean: Span,
    /// How probable it is that a provider answers wrongly because it has changed since it signed what the requester holds, 0 to 1.
    pub stale_wrong: f64,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Workload {
    /// Who wants it: each workflow is the next one's, whether or not it is one of [`Liars`].
    pub requesters: u32,
    /// The steps of a workflow, each on what the one before gave; 1 to [`MAX_STEPS`].
    pub steps: Vec<Step>,
    /// Workflows in all.
    pub workflows: u32,
    /// When they come.
    pub arrivals: Arrivals,
    /// When the first can come: descriptors need time to arrive. What is counted of messages is counted from then on.
    pub warm_up: Span,
    /// What else a task may cost.
    pub limits: Limits,
    /// From the beginning of a task to its deadline.
    pub deadline: Span,
    /// How probable it is that a requester finds out, when a task has completed, whether its answer was right, 0 to 1.
    pub learns: f64,
    /// Queries beside those of tasks.
    pub queries: Option<Queries>,
}

/// A step of a workflow.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// The capability that it needs.
    pub capability_id: String,
    /// What it does to the world. A sibling without effect is none of this world's: an irreversible step is probed in its prepare phase.
    #[serde(serialize_with = "by_number")]
    pub side_effect: SideEffect,
    /// What it takes a provider.
    pub work: Lasting,
    /// What one attempt may cost, micro-units of the euro.
    pub most_micros: u64,
}

/// When workflows come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Arrivals {
    /// A Poisson process.
    Poisson {
        /// Mean time between two.
        interval: Span,
    },
    /// So many at once, again and again.
    Bursts {
        /// Mean of the exponentially distributed time between two bursts.
        interval: Span,
        /// Workflows of one, 1 to 10,000.
        size: u32,
    },
}

/// Queries for the workflow's capabilities in turn, of whose answers nothing is made.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Queries {
    /// How many a second and provider; a Poisson process over all requesters.
    pub per_provider: f64,
    /// For how long after warming up. The run lasts that long at least.
    pub lasts: Span,
}

impl Directory {
    /// What it takes a requester to verify an answer, by its candidates.
    pub(super) fn verifying(&self) -> Option<crate::cost::Curve> {
        match &self.service {
            Service::Measured(costs) => costs.curve("verify-answer").cloned(),
            Service::Drawn(_) => None,
        }
    }
}

impl Config {
    /// SHA-256 of the whole of it, as JSON: worlds are told apart by it, and a table says by it what was run. A part that came to the
    /// configuration later and is not there is left out, so that worlds without it keep the digest that they had.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        // There is no map in it with keys that are no strings: nothing else can go wrong.
        let written = serde_json::to_vec(self);
        debug_assert!(written.is_ok(), "{written:?}");
        let digest = Sha256::new_with_prefix("casp-sim world 1");
        digest.chain_update(written.unwrap_or_default()).finalize().into()
    }
}

fn by_number<S: Serializer>(side_effect: &SideEffect, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_i32(i32::from(*side_effect))
}
