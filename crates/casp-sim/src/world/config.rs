//! What a world is made of, and what makes no sense.

use casp_execution::funnel::Limits;

use crate::engine::Span;

/// Most providers of a world.
pub const MAX_PROVIDERS: u64 = 1_000_000;

/// Most requesters of a world.
pub const MAX_REQUESTERS: u32 = 100_000;

/// Most workflows of a run.
pub const MAX_WORKFLOWS: u32 = 10_000_000;

/// Longest time of any kind in a configuration: ten years.
pub const MAX_SPAN: Span = Span(315_360_000_000_000);

/// Most matches that a query may ask for of either kind (casp.v1).
const MAX_MATCHES: u32 = 100;

/// A range that is drawn from uniformly, ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// How a provider works.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Behaviour {
    /// Answers rightly, or says FAILED.
    Honest {
        /// How probable the latter is, 0 to 1.
        failure: f64,
    },
    /// Signs a valid descriptor, and answers everything wrongly, canaries too.
    Sybil,
    /// Answers wrongly now and then. It cannot tell canaries from work, so that each engagement is drawn for itself.
    Cheat {
        /// How probable a wrong answer is, 0 to 1.
        wrong: f64,
    },
}

/// How a provider goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaving {
    /// Mean of the exponentially distributed time until then.
    pub mean: Span,
    /// Whether it says nothing; otherwise it signs a withdrawal.
    pub is_silent: bool,
}

/// Providers that are alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    /// How many.
    pub count: u32,
    /// How they work.
    pub behaviour: Behaviour,
    /// The `latency-p95` that each advertises, milliseconds.
    pub latency_ms: Between,
    /// What each charges for a call, micro-units of the euro.
    pub price_micros: Between,
    /// How long a task takes once the provider gets to it, microseconds. It does one after the other.
    pub work: Between,
    /// Contracts that went well before, as every requester remembers, by capability; made up, at most 1,000.
    pub past_good: u32,
    /// Networks that they are spread over, as the registry sees them; 0: each has its own.
    pub origins: u32,
    /// Whether they go.
    pub leaving: Option<Leaving>,
}

/// How providers become other than they say. Sybils do not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drift {
    /// Mean of the exponentially distributed time between two changes of one provider.
    pub mean: Span,
    /// How probable it is that a provider answers wrongly while its descriptor is stale, 0 to 1.
    pub stale_wrong: f64,
}

/// The registry, and how it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Directory {
    /// What one message takes it, microseconds; it serves one after the other, in the order of their arrival.
    pub service: Between,
    /// How long a descriptor lives, milliseconds: 1,000 to 86,400,000.
    pub ttl_ms: u64,
    /// Time between two refreshes of a provider; less than its descriptors live.
    pub refresh: Span,
    /// Matches that a first query asks for in order of rank by advertised quality, 0 to 100.
    pub limit: u32,
    /// Matches that any query asks for by lot, 0 to 100. With 0 there is no second query.
    pub sample: u32,
    /// Whether the registry keeps answers from being filled by one origin, and shares its places among origins. Places cost no work.
    pub guards_origins: bool,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub struct Workload {
    /// Who wants it: each workflow is the next one's.
    pub requesters: u32,
    /// Workflows in all.
    pub workflows: u32,
    /// Mean of the exponentially distributed time between two.
    pub interval: Span,
    /// When the first can come: descriptors need time to arrive.
    pub warm_up: Span,
    /// What one attempt at a task may cost, micro-units of the euro.
    pub price_micros: u64,
    /// What else a task may cost.
    pub limits: Limits,
    /// From the beginning of a task to its deadline.
    pub deadline: Span,
    /// How probable it is that the requester finds out later that a completed task's answer is wrong, 0 to 1: without that reputation
    /// learns of nothing but what canaries and evidence show.
    pub noticed: f64,
}

/// What signs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Signatures {
    /// Ed25519, as shipped.
    #[default]
    Real,
    /// A [`casp_identity::StandIn`]: what is accepted and refused, and when, is the same, at a part of the cost.
    StandIn,
}

/// A world.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// What signs.
    pub signatures: Signatures,
    /// Who offers.
    pub providers: Vec<Group>,
    /// How they change.
    pub drift: Option<Drift>,
    /// Where they are found.
    pub directory: Directory,
    /// What one message takes from any to any, microseconds. Those of one pair arrive in the order in which they were sent.
    pub latency: Between,
    /// What is wanted.
    pub workload: Workload,
}

/// Why there is no such world.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WorldError {
    /// A figure is out of its range.
    #[error("{what} is out of its range: {range}")]
    OutOfRange {
        /// Which.
        what: &'static str,
        /// What it has to be.
        range: &'static str,
    },
    /// A range ends before it begins.
    #[error("{what} ends before it begins")]
    Reversed {
        /// Which.
        what: &'static str,
    },
    /// A query would ask for nothing.
    #[error("neither limit nor sample lets a query find anything")]
    FindsNobody,
    /// A descriptor would end before it is refreshed.
    #[error("providers refresh after their descriptors have ended")]
    RefreshesTooLate,
    /// An engine that ships refuses what it is given.
    #[error("{engine} refuses: {why}")]
    Engine {
        /// Which.
        engine: &'static str,
        /// Why.
        why: String,
    },
}

impl Config {
    pub(super) fn check(&self) -> Result<(), WorldError> {
        let providers: u64 = self.providers.iter().map(|group| u64::from(group.count)).sum();
        within(providers <= MAX_PROVIDERS, "the number of providers", "0 to 1,000,000")?;
        self.providers.iter().try_for_each(Group::check)?;
        if let Some(drift) = &self.drift {
            positive(drift.mean, "the mean time between changes")?;
            probability(drift.stale_wrong, "the probability of a stale provider's wrong answer")?;
        }
        ordered(self.latency, "latency")?;
        self.directory.check()?;
        self.workload.check()
    }
}

impl Group {
    fn check(&self) -> Result<(), WorldError> {
        match self.behaviour {
            Behaviour::Honest { failure } => probability(failure, "the probability of failure")?,
            Behaviour::Cheat { wrong } => probability(wrong, "the probability of cheating")?,
            Behaviour::Sybil => {}
        }
        figures(self.latency_ms, "an advertised latency")?;
        figures(self.price_micros, "a price")?;
        ordered(self.work, "the time of work")?;
        within(self.past_good <= 1_000, "what went well before", "0 to 1,000")?;
        self.leaving.map_or(Ok(()), |leaving| {
            positive(leaving.mean, "the time until a provider goes")
        })
    }
}

impl Directory {
    fn check(&self) -> Result<(), WorldError> {
        ordered(self.service, "the registry's time of service")?;
        let is_ttl = (1_000..=86_400_000).contains(&self.ttl_ms);
        within(is_ttl, "the time to live", "1,000 to 86,400,000 ms")?;
        positive(self.refresh, "the time between refreshes")?;
        let ttl = Span::of_ms(i64::try_from(self.ttl_ms).unwrap_or(i64::MAX));
        if self.refresh >= ttl {
            return Err(WorldError::RefreshesTooLate);
        }
        let most = self.limit.max(self.sample);
        within(most <= MAX_MATCHES, "the matches of a query", "0 to 100")?;
        if most == 0 {
            return Err(WorldError::FindsNobody);
        }
        Ok(())
    }
}

impl Workload {
    fn check(&self) -> Result<(), WorldError> {
        let is_number = (1..=MAX_REQUESTERS).contains(&self.requesters);
        within(is_number, "the number of requesters", "1 to 100,000")?;
        let is_number = self.workflows <= MAX_WORKFLOWS;
        within(is_number, "the number of workflows", "0 to 10,000,000")?;
        positive(self.interval, "the time between workflows")?;
        let is_time = (Span(0)..=MAX_SPAN).contains(&self.warm_up);
        within(is_time, "the time of warming up", "0 to ten years")?;
        positive(self.deadline, "the time of a task")?;
        let is_price = (1..=1_000_000_000_000).contains(&self.price_micros);
        within(is_price, "the price of a task", "1 to 10^12 micro-units")?;
        probability(self.noticed, "the probability of finding out")
    }
}

fn probability(value: f64, what: &'static str) -> Result<(), WorldError> {
    within((0.0..=1.0).contains(&value), what, "0 to 1")
}

fn positive(span: Span, what: &'static str) -> Result<(), WorldError> {
    let is_positive = span > Span(0) && span <= MAX_SPAN;
    within(is_positive, what, "more than nothing, and ten years at most")
}

/// A range of times, in microseconds.
fn ordered(range: Between, what: &'static str) -> Result<(), WorldError> {
    if range.least > range.most {
        return Err(WorldError::Reversed { what });
    }
    let longest = u64::try_from(MAX_SPAN.0).unwrap_or_default();
    within(range.most <= longest, what, "ten years at most")
}

/// A range of what a descriptor says.
fn figures(range: Between, what: &'static str) -> Result<(), WorldError> {
    if range.least > range.most {
        return Err(WorldError::Reversed { what });
    }
    within(range.most <= 1_000_000_000_000, what, "10^12 at most")
}

fn within(is_within: bool, what: &'static str, range: &'static str) -> Result<(), WorldError> {
    if is_within {
        return Ok(());
    }
    Err(WorldError::OutOfRange { what, range })
}
