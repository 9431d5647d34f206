//! A population on the engines that ship, under virtual time: registries, providers, requesters, and workflows of some steps.
//!
//! Every message is the signed bytes that would go over a network, delivered after a latency; every engine is called when its timeout
//! comes. What is written to disk is safe at once. The answer to a task is a digest of its input, so that the world knows what was
//! right, whatever a funnel took for an answer.
//!
//! **Bounds.** What a [`Config`] may ask for is bounded ([`MAX_PROVIDERS`], [`MAX_REQUESTERS`], [`MAX_WORKFLOWS`], [`MAX_SPAN`]). A run
//! ends when the last of its tasks has: each does, since its funnel ends at its deadline and what that allows for.

mod config;
mod counts;
mod market;
pub mod policies;
mod provider;
mod requester;
mod ring;
mod stage;
mod telling;
mod trust;
mod work;

use casp_execution::Randomness;
use casp_trust::{Policy, Subject};

pub use self::config::{
    Admission, Arrivals, Behaviour, Between, Churn, Conduct, Config, Directory, Drift, Group, Lasting, Leaving, Liars,
    Lying, MAX_PROVIDERS, MAX_RATERS, MAX_REGISTRIES, MAX_REQUESTERS, MAX_SPAN, MAX_STEPS, MAX_TOLD, MAX_WORKFLOWS,
    Queries, Ratings, Ring, Service, Signatures, Step, Warmth, Way, Workload, WorldError,
};
pub use self::counts::{ByGroup, Counts, Drifted, Endings, Reports, Sent};

use self::counts::one_more;
use self::market::Market;
use self::provider::{Provider, Trade, behavior};
use self::requester::Requester;
use self::ring::Rater;
use self::stage::{Event, Node, Parcel, Stage, TaskId};
use crate::chance::{Stream, Streams};
use crate::engine::{Span, Time};
use crate::number;
use crate::trace::Trace;

/// When every world begins: 1 January 2026, 0:00 UTC.
const BEGINS: Time = Time::of_ms(1_767_225_600_000);

/// See the module's description.
pub struct World {
    config: Config,
    stage: Stage,
    markets: Vec<Market>,
    trades: Vec<Trade>,
    providers: Vec<Provider>,
    /// The trade of each provider.
    trade_of: Vec<usize>,
    requesters: Vec<Requester>,
    raters: Vec<Rater>,
    /// Whom they praise.
    sybils: Vec<usize>,
    arrivals: Stream,
    looking: Stream,
    begun: u32,
    looks: u64,
    /// When it was warm.
    warm: Time,
    /// Until when queries of no task's come.
    looks_until: Time,
    is_over: bool,
}

impl World {
    /// A world in which nothing has happened. All chance in it follows from the seed.
    ///
    /// # Errors
    /// [`WorldError`]: what makes no sense.
    pub fn new(config: Config, seed: u64) -> Result<Self, WorldError> {
        config.check()?;
        let streams = Streams::new(seed);
        let mut stage = Stage::new(BEGINS, &config, streams)?;
        let conducts = config.directory.registries.iter().enumerate();
        let mut markets: Vec<Market> = conducts
            .map(|(number, conduct)| Market::new(number, *conduct, &config, &mut stage))
            .collect();
        let trades: Vec<Trade> = config
            .providers
            .iter()
            .filter_map(|group| Trade::of(group, &config))
            .collect();
        let (mut providers, mut trade_of) = (Vec::new(), Vec::new());
        for (number, trade) in trades.iter().enumerate() {
            for place in 0..trade.group.count {
                providers.push(Provider::new(providers.len(), place, trade, &mut stage));
                trade_of.push(number);
            }
        }
        let mut requesters = Vec::new();
        let is_anybody_known = config.providers.iter().any(|group| group.past_good > 0);
        for _ in 0..config.workload.requesters {
            let mut requester = Requester::new(requesters.len(), &config, &mut stage)?;
            let known = if is_anybody_known { providers.as_slice() } else { &[] };
            for (provider, trade) in known.iter().zip(&trade_of) {
                if let Some(trade) = trades.get(*trade) {
                    remember(&mut requester, provider, trade, &config);
                }
            }
            requesters.push(requester);
        }
        let (raters, sybils) = (ring::raters(&config, &mut stage), ring::sybils(&config));
        markets.iter_mut().for_each(|market| market.share(&stage));
        requesters.iter_mut().for_each(|requester| requester.share(&stage));
        trust::configure(&config, &mut requesters, &raters)?;
        let warm = BEGINS.after(config.workload.warm_up);
        let mut world = Self {
            arrivals: streams.stream("arrivals", 0),
            looking: streams.stream("looking", 0),
            config,
            stage,
            markets,
            trades,
            providers,
            trade_of,
            requesters,
            raters,
            sybils,
            begun: 0,
            looks: 0,
            warm,
            looks_until: warm,
            is_over: false,
        };
        for (provider, trade) in world.providers.iter_mut().zip(&world.trade_of) {
            if let Some(trade) = world.trades.get(*trade) {
                provider.enters(trade, &mut world.stage);
            }
        }
        world.stage.queue.schedule(warm, Event::Warm);
        Ok(world)
    }

    /// Keeps a trace from now on: see [`World::trace`].
    pub fn keep_trace(&mut self) {
        self.stage.trace.get_or_insert_with(|| Trace::new(BEGINS));
    }

    /// What happened so far, if it was to be kept.
    #[must_use]
    pub const fn trace(&self) -> Option<&Trace> {
        self.stage.trace.as_ref()
    }

    /// Lets everything happen, under a policy that all requesters have. Once it is over it stays so: the same counts come again.
    ///
    /// # Errors
    /// [`WorldError::Engine`].
    pub fn run(&mut self, policy: &dyn Policy) -> Result<Counts, WorldError> {
        self.run_and_tell(policy, &mut |_| {})
    }

    /// The same, and says now and then how much virtual time has passed: for a display, and for nothing that decides.
    ///
    /// # Errors
    /// [`WorldError::Engine`].
    pub fn run_and_tell(&mut self, policy: &dyn Policy, tell: &mut dyn FnMut(Span)) -> Result<Counts, WorldError> {
        if !self.is_over {
            for requester in &mut self.requesters {
                requester.remembers(policy);
            }
        }
        while !self.is_over {
            let Some(event) = self.stage.queue.next_before(Time(i64::MAX)) else {
                break;
            };
            one_more(&mut self.stage.counts.events);
            if self.stage.counts.events.is_multiple_of(65_536) {
                tell(self.stage.queue.now().since(BEGINS));
            }
            self.happens(event, policy)?;
            let now = self.stage.queue.now();
            let is_begun =
                self.stage.is_warm && self.begun >= self.config.workload.workflows && now >= self.looks_until;
            self.is_over = is_begun && self.requesters.iter().all(|requester| requester.open() == 0);
        }
        let honest = self.requesters.iter().filter(|requester| !requester.is_liar());
        let open: usize = honest.map(Requester::open).sum();
        let mut counts = self.stage.counts.clone();
        counts.tasks_open = u64::try_from(open).unwrap_or(u64::MAX);
        self.trust_at_the_end(&mut counts);
        counts.lasted = self.stage.queue.now().since(BEGINS);
        counts.measured = self.stage.queue.now().since(self.warm);
        (counts.history, counts.course) = self.stage.history();
        Ok(counts)
    }

    fn happens(&mut self, event: Event, policy: &dyn Policy) -> Result<(), WorldError> {
        match event {
            Event::Arrives { from, to, parcel } => return self.arrives(from, to, parcel, policy),
            Event::Served { registry, from, parcel } => {
                if let Some(market) = self.markets.get_mut(registry) {
                    market.serves(from, parcel, &mut self.stage);
                }
            }
            Event::Verified {
                requester,
                registry,
                task,
                round,
                bytes,
            } => {
                if let Some(requester) = self.requesters.get_mut(requester) {
                    return requester.answered(registry, task, round, bytes, policy, &mut self.stage);
                }
            }
            Event::Enough { requester, task, round } => {
                if let Some(requester) = self.requesters.get_mut(requester) {
                    requester.has_enough(task, round, &mut self.stage);
                    return requester.settle(policy, &mut self.stage);
                }
            }
            Event::Timer(node) => return self.timer(node, policy),
            Event::Worked { provider, contract } => {
                self.with(provider, |provider, trade, stage| {
                    provider.worked(&contract, trade, stage);
                });
            }
            Event::Earned {
                provider,
                registry,
                bytes,
            } => {
                self.with(provider, |provider, _, stage| provider.earned(registry, bytes, stage));
            }
            Event::Keeps(number) => self.with(number, Provider::keeps),
            Event::Drifts(number) => self.with(number, Provider::drifts),
            Event::Turns(number) => self.with(number, Provider::turns),
            Event::Leaves(number) => self.with(number, Provider::leaves),
            Event::Praises(number) => self.praises(number),
            Event::Warm => return self.is_warm(policy),
            Event::Begins => return self.begins(policy),
            Event::Looks => return self.looks(),
            Event::Rests => {}
        }
        Ok(())
    }

    fn with(&mut self, provider: usize, act: impl FnOnce(&mut Provider, &Trade, &mut Stage)) {
        let trade = self.trade_of.get(provider).and_then(|trade| self.trades.get(*trade));
        if let (Some(provider), Some(trade)) = (self.providers.get_mut(provider), trade) {
            act(provider, trade, &mut self.stage);
        }
    }

    fn arrives(&mut self, from: Node, to: Node, parcel: Parcel, policy: &dyn Policy) -> Result<(), WorldError> {
        self.stage.remember(to, &parcel);
        match to {
            Node::Registry(number) => {
                if let Some(market) = self.markets.get_mut(number) {
                    market.arrives(from, parcel, &mut self.stage);
                }
            }
            Node::Provider(number) => self.with(number, |provider, trade, stage| {
                provider.receives(from, parcel, trade, stage);
            }),
            Node::Requester(number) => {
                if let Some(requester) = self.requesters.get_mut(number) {
                    return requester.receives(from, parcel, policy, &mut self.stage);
                }
            }
            Node::Rater(_) => {}
        }
        Ok(())
    }

    fn timer(&mut self, node: Node, policy: &dyn Policy) -> Result<(), WorldError> {
        match node {
            Node::Registry(number) => {
                if let Some(market) = self.markets.get_mut(number) {
                    market.timer(&mut self.stage);
                }
            }
            Node::Provider(number) => self.with(number, Provider::timer),
            Node::Requester(number) => {
                if let Some(requester) = self.requesters.get_mut(number) {
                    return requester.timer(policy, &mut self.stage);
                }
            }
            Node::Rater(_) => {}
        }
        Ok(())
    }

    /// What is counted of messages begins, and so does what is wanted.
    fn is_warm(&mut self, policy: &dyn Policy) -> Result<(), WorldError> {
        self.stage.warm_up();
        if let Some(queries) = self.config.workload.queries {
            self.looks_until = self.warm.after(queries.lasts);
            self.schedule_look();
            // The run lasts that long, though nobody may ask.
            self.stage.queue.schedule(self.looks_until, Event::Rests);
        }
        self.begins(policy)
    }

    /// The next workflow or burst of them, and the time of the one after it.
    fn begins(&mut self, policy: &dyn Policy) -> Result<(), WorldError> {
        let (interval, size) = match self.config.workload.arrivals {
            Arrivals::Poisson { interval } => (interval, 1),
            Arrivals::Bursts { interval, size } => (interval, size),
        };
        for _ in 0..size {
            if self.begun >= self.config.workload.workflows {
                return Ok(());
            }
            self.begins_one(policy)?;
        }
        if self.begun < self.config.workload.workflows {
            let after = self.arrivals.exponential(interval);
            self.stage.schedule_after(after, Event::Begins);
        }
        Ok(())
    }

    fn begins_one(&mut self, policy: &dyn Policy) -> Result<(), WorldError> {
        // Its other tasks have the numbers after that.
        let steps = TaskId::try_from(self.config.workload.steps.len()).unwrap_or(1);
        let task = TaskId::from(self.begun).saturating_mul(steps);
        let number = self.begun.checked_rem(self.config.workload.requesters).unwrap_or(0);
        self.begun = self.begun.saturating_add(1);
        let requester = usize::try_from(number)
            .ok()
            .and_then(|number| self.requesters.get_mut(number));
        requester.map_or(Ok(()), |requester| requester.begins(task, policy, &mut self.stage))
    }

    fn schedule_look(&mut self) {
        let Some(queries) = self.config.workload.queries else {
            return;
        };
        let rate = queries.per_provider * number::count(self.providers.len());
        if rate > 0.0 {
            let mean = Span(number::whole(1e6 / rate).max(1));
            let at = self.stage.queue.now().after(self.looking.exponential(mean));
            if at < self.looks_until {
                self.stage.queue.schedule(at, Event::Looks);
            }
        }
    }

    fn looks(&mut self) -> Result<(), WorldError> {
        let number = self.looks;
        self.looks = number.saturating_add(1);
        let requesters = u64::from(self.config.workload.requesters);
        let requester = usize::try_from(number.checked_rem(requesters).unwrap_or_default()).unwrap_or_default();
        if let Some(requester) = self.requesters.get_mut(requester) {
            requester.looks(number, &mut self.stage)?;
        }
        self.schedule_look();
        Ok(())
    }
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (providers, requesters) = (self.providers.len(), self.requesters.len());
        write!(f, "World({providers} providers, {requesters} requesters)")
    }
}

/// A simulation's chance, never a secret.
impl Randomness for Stream {
    fn fill(&mut self, bytes: &mut [u8]) {
        Self::fill(self, bytes);
    }
}

/// What went well before, with what a provider was then.
fn remember(requester: &mut Requester, provider: &Provider, trade: &Trade, config: &Config) {
    let good = trade.group.past_good;
    let step = config.workload.steps.get(trade.group.step);
    if let Some(step) = step.filter(|_| good > 0) {
        let subject = Subject {
            agent: provider.agent(),
            capability_id: step.capability_id.clone(),
            behavior_digest: behavior(&provider.agent(), 0),
        };
        requester.worked_with(&subject, good, BEGINS.ms());
    }
}
