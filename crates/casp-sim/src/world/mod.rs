//! A population on the engines that ship, under virtual time: one registry, providers, requesters, and workflows of two tasks.
//!
//! Every message is the signed bytes that would go over a network, delivered after a latency; every engine is called when its timeout
//! comes. What is written to disk is safe at once. The answer to a task is a digest of its input, so that the world knows what was
//! right, whatever a funnel took for an answer.
//!
//! **Bounds.** What a [`Config`] may ask for is bounded ([`MAX_PROVIDERS`], [`MAX_REQUESTERS`], [`MAX_WORKFLOWS`], [`MAX_SPAN`]). A run
//! ends when the last of its tasks has: each does, since its funnel ends at its deadline and what that allows for.

mod config;
mod counts;
mod draws;
mod key;
mod market;
pub mod policies;
mod provider;
mod requester;
mod stage;
mod work;

use casp_discovery::registry::Origin;
use casp_identity::{Signer as _, SoftwareKey};
use casp_trust::{Policy, Subject};

pub use self::config::{
    Behaviour, Between, Config, Directory, Drift, Group, Leaving, MAX_PROVIDERS, MAX_REQUESTERS, MAX_SPAN,
    MAX_WORKFLOWS, Signatures, Workload, WorldError,
};
pub use self::counts::{Counts, Endings, Sent};
pub use self::work::{GENERATE, PUBLISH};

use self::draws::{Draws, Use};
use self::market::Market;
use self::provider::{Provider, behavior};
use self::requester::Requester;
use self::stage::{Event, Node, Stage, TaskId};
use crate::engine::{Span, Time};

/// When every world begins: 1 January 2026, 0:00 UTC.
const BEGINS: Time = Time::of_ms(1_767_225_600_000);

/// See the module's description.
pub struct World {
    config: Config,
    stage: Stage,
    market: Market,
    providers: Vec<Provider>,
    requesters: Vec<Requester>,
    arrivals: Draws,
    begun: u32,
    is_over: bool,
}

impl World {
    /// A world in which nothing has happened. All chance in it follows from the seed.
    ///
    /// # Errors
    /// [`WorldError`]: what makes no sense.
    pub fn new(config: Config, seed: u64) -> Result<Self, WorldError> {
        config.check()?;
        let mut stage = Stage::new(BEGINS, config.latency, Draws::of(seed, Use::Network, 0));
        let market = Market::new(&config, seed, &mut stage);
        let mut providers = Vec::new();
        for group in &config.providers {
            for _ in 0..group.count {
                providers.push(Provider::new(providers.len(), *group, &config, seed, &mut stage));
            }
        }
        let mut requesters = Vec::new();
        for _ in 0..config.workload.requesters {
            let mut requester = Requester::new(requesters.len(), &config, seed, &mut stage)?;
            remember(&mut requester, &config.providers, seed);
            requesters.push(requester);
        }
        let mut world = Self {
            arrivals: Draws::of(seed, Use::Workload, 0),
            config,
            stage,
            market,
            providers,
            requesters,
            begun: 0,
            is_over: false,
        };
        for provider in &mut world.providers {
            provider.enters(world.config.directory.refresh, &mut world.stage);
        }
        let warm_up = world.config.workload.warm_up;
        world.stage.schedule_after(warm_up, Event::Begins);
        Ok(world)
    }

    /// Lets everything happen, under a policy that all requesters have. Once it is over it stays so: the same counts come again.
    ///
    /// # Errors
    /// [`WorldError::Engine`].
    pub fn run(&mut self, policy: &dyn Policy) -> Result<Counts, WorldError> {
        if !self.is_over {
            for requester in &mut self.requesters {
                requester.remembers(policy);
            }
        }
        while !self.is_over {
            let Some(event) = self.stage.queue.next_before(Time(i64::MAX)) else {
                break;
            };
            self.happens(event, policy)?;
            let is_begun = self.begun >= self.config.workload.workflows;
            self.is_over = is_begun && self.requesters.iter().all(|requester| requester.open() == 0);
        }
        let open: usize = self.requesters.iter().map(Requester::open).sum();
        let mut counts = self.stage.counts.clone();
        counts.tasks_open = u64::try_from(open).unwrap_or(u64::MAX);
        counts.lasted = self.stage.queue.now().since(BEGINS);
        (counts.history, counts.course) = self.stage.history();
        Ok(counts)
    }

    fn happens(&mut self, event: Event, policy: &dyn Policy) -> Result<(), WorldError> {
        let refresh = self.config.directory.refresh;
        let stage = &mut self.stage;
        match event {
            Event::Arrives { from, to, parcel } => {
                stage.remember(to, &parcel);
                match to {
                    Node::Registry => self.market.arrives(from, parcel, stage),
                    Node::Provider(number) => {
                        if let Some(provider) = self.providers.get_mut(number) {
                            provider.receives(from, parcel, stage);
                        }
                    }
                    Node::Requester(number) => {
                        if let Some(requester) = self.requesters.get_mut(number) {
                            return requester.receives(parcel, policy, stage);
                        }
                    }
                }
            }
            Event::Served { from, parcel } => self.market.serves(from, parcel, stage),
            Event::Timer(node) => return self.timer(node, policy),
            Event::Worked { provider, contract } => {
                if let Some(provider) = self.providers.get_mut(provider) {
                    provider.worked(&contract, stage);
                }
            }
            Event::Keeps(number) => {
                if let Some(provider) = self.providers.get_mut(number) {
                    provider.keeps(refresh, stage);
                }
            }
            Event::Drifts(number) => {
                if let Some(provider) = self.providers.get_mut(number) {
                    provider.drifts(stage);
                }
            }
            Event::Leaves(number) => {
                if let Some(provider) = self.providers.get_mut(number) {
                    provider.leaves(stage);
                }
            }
            Event::Begins => return self.begins(policy),
        }
        Ok(())
    }

    fn timer(&mut self, node: Node, policy: &dyn Policy) -> Result<(), WorldError> {
        let stage = &mut self.stage;
        match node {
            Node::Registry => self.market.timer(stage),
            Node::Provider(number) => {
                if let Some(provider) = self.providers.get_mut(number) {
                    provider.timer(stage);
                }
            }
            Node::Requester(number) => {
                if let Some(requester) = self.requesters.get_mut(number) {
                    return requester.timer(policy, stage);
                }
            }
        }
        Ok(())
    }

    /// The next workflow, and the time of the one after it.
    fn begins(&mut self, policy: &dyn Policy) -> Result<(), WorldError> {
        if self.begun >= self.config.workload.workflows {
            return Ok(());
        }
        // Its second task has the number after that.
        let task = TaskId::from(self.begun).saturating_mul(2);
        let number = self.begun.checked_rem(self.config.workload.requesters).unwrap_or(0);
        self.begun = self.begun.saturating_add(1);
        if self.begun < self.config.workload.workflows {
            let after: Span = self.arrivals.wait(self.config.workload.interval);
            self.stage.schedule_after(after, Event::Begins);
        }
        let requester = usize::try_from(number)
            .ok()
            .and_then(|number| self.requesters.get_mut(number));
        requester.map_or(Ok(()), |requester| requester.begins(task, policy, &mut self.stage))
    }
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (providers, requesters) = (self.providers.len(), self.requesters.len());
        write!(f, "World({providers} providers, {requesters} requesters)")
    }
}

/// Where each provider comes from: its own network, or one of its group's.
fn origins(groups: &[Group]) -> Vec<Origin> {
    let mut origins = Vec::new();
    for (group, of) in (0_u32..).zip(groups) {
        for number in 0..of.count {
            let network = number.checked_rem(of.origins).unwrap_or(number);
            let [a, b, c, d] = group.to_be_bytes();
            let [e, f, g, h] = network.to_be_bytes();
            origins.push(Origin::new(&[a, b, c, d, e, f, g, h]).unwrap_or_default());
        }
    }
    origins
}

/// What went well before, with what every provider was then.
fn remember(requester: &mut Requester, groups: &[Group], seed: u64) {
    let all = groups
        .iter()
        .flat_map(|group| (0..group.count).map(move |_| group.past_good));
    for (number, good) in (0_u64..).zip(all) {
        if good == 0 {
            continue;
        }
        let agent = SoftwareKey::from_seed(&Draws::of(seed, Use::Key, number).bytes()).agent_id();
        for capability_id in [GENERATE, PUBLISH] {
            let subject = Subject {
                agent,
                capability_id: capability_id.into(),
                behavior_digest: behavior(&agent, 0),
            };
            requester.worked_with(&subject, good, BEGINS.ms());
        }
    }
}
