//! A store with its agents, and what a query to it yields.

use casp_wire::v1::{self, Capability, CapabilityDescriptor, DiscoveryMatch, DiscoveryQuery};
use prost::Message as _;

use super::super::order::{self, By, Candidate};
use super::super::{intent, plain};
use crate::generate::case::Case;
use crate::generate::forge::{Key, Payload as _, Statement, test_key};
use crate::generate::world::{World, apply, done};
use crate::vector::{Begin, Decimal, Operation, Output, Step, Vector};

/// The first of the test keys that belong to agents in a store.
const FIRST_KEY: u8 = 40;

/// Rules that a query obeys which is answered.
pub(super) const RULES: [&str; 4] = ["INT-1", "INT-2", "INT-3", "INT-7"];

/// The nth agent of a store.
pub(in super::super) fn agent(world: &World, nth: usize) -> Key {
    test_key(world.seed, FIRST_KEY + u8::try_from(nth).expect("a small number"))
}

/// An agent with an entry.
#[derive(Clone)]
pub(super) struct Agent {
    pub(super) descriptor: Statement,
    pub(super) refresh: Option<Statement>,
    pub(super) capabilities: Vec<Capability>,
}

impl Agent {
    pub(super) fn new(descriptor: &CapabilityDescriptor, key: &Key) -> Self {
        Self {
            descriptor: descriptor.signed(key),
            refresh: None,
            capabilities: descriptor.capabilities.clone(),
        }
    }

    pub(super) fn refreshed(self, refresh: Statement) -> Self {
        Self {
            refresh: Some(refresh),
            ..self
        }
    }
}

/// A store, with what has been applied to it.
#[derive(Clone)]
pub(super) struct Store<'a> {
    pub(super) world: &'a World,
    pub(super) agents: Vec<Agent>,
    begin: Begin,
    after: Vec<Step>,
    pub(super) now: i64,
}

/// What is asked, and what is evident of it.
pub(super) struct Asked<'a> {
    pub(super) query: DiscoveryQuery,
    /// By what the query orders; nothing for relevance alone.
    pub(super) by: &'a [By],
    /// Position of each agent that matches, of the capability that stands for it, and its figures.
    pub(super) matching: Vec<(usize, usize, Vec<Option<u64>>)>,
    /// How many capabilities each constraint excludes.
    pub(super) excluded: Vec<u64>,
    /// How many capabilities there are to examine.
    pub(super) examined: usize,
}

impl<'a> Store<'a> {
    pub(super) fn new(world: &'a World, agents: Vec<Agent>) -> Self {
        Self {
            world,
            agents,
            begin: world.begin(),
            after: vec![],
            now: world.now,
        }
    }

    /// One agent for each capability.
    pub(super) fn of(world: &'a World, capabilities: Vec<Capability>) -> Self {
        let descriptors = capabilities.into_iter().map(|capability| vec![capability]);
        Self::of_several(world, descriptors.collect())
    }

    /// One agent for each list of capabilities.
    pub(super) fn of_several(world: &'a World, all: Vec<Vec<Capability>>) -> Self {
        let agent = |(nth, capabilities): (usize, Vec<Capability>)| {
            let key = agent(world, nth);
            let descriptor = CapabilityDescriptor {
                capabilities,
                ..world.descriptor(&key)
            };
            Agent::new(&descriptor, &key)
        };
        Self::new(world, all.into_iter().enumerate().map(agent).collect())
    }

    pub(super) fn at(self, now: i64) -> Self {
        Self { now, ..self }
    }

    /// What happened since the agents came.
    pub(super) fn after(mut self, step: Step) -> Self {
        self.after.push(step);
        self
    }

    pub(super) fn capabilities(&self) -> usize {
        self.agents.iter().map(|agent| agent.capabilities.len()).sum()
    }

    /// The agents are applied when all of them are fresh.
    fn prior(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        for agent in &self.agents {
            let at = self.world.issued.min(self.now);
            steps.push(done(at, apply(&agent.descriptor)));
            steps.extend(agent.refresh.iter().map(|refresh| done(at, apply(refresh))));
        }
        steps.extend(self.after.clone());
        steps
    }

    /// Alice's query for an intent.
    pub(super) fn query(&self, intent: v1::Intent) -> DiscoveryQuery {
        plain::query_for(self.world, &self.world.alice, &self.world.verifier, intent)
    }

    pub(super) fn case(&self, id: &str, query: &Statement) -> Case {
        let name = id.rsplit('/').next().unwrap_or(id).replace('-', " ");
        let operation = Operation::Discover {
            bundle: query.bundle_bytes(),
        };
        let prior = self.prior();
        let flags: &[&str] = if prior.is_empty() { &[] } else { &["has-prior"] };
        let flags_of_query: &[&str] = if query.proofs.is_empty() { &[] } else { &["has-proofs"] };
        Case::new(
            format!("discovery/{id}"),
            format!("found: {name}"),
            &self.begin,
            self.now,
            operation,
        )
        .about("DiscoveryQuery", "intent")
        .after(prior)
        .flags(flags)
        .flags(flags_of_query)
    }

    /// Constraints alone, of which it is said which agents' first and only capabilities match.
    pub(super) fn finds(&self, id: &str, constraint: v1::Constraint, matching: &[usize]) -> Vector {
        let query = self.query(intent::asks(vec![constraint]));
        let excluded = vec![self.capabilities() as u64 - matching.len() as u64];
        self.answers(
            id,
            &Asked {
                query,
                by: &[],
                matching: matching.iter().map(|agent| (*agent, 0, vec![])).collect(),
                excluded,
                examined: self.capabilities(),
            },
        )
    }

    pub(super) fn answers(&self, id: &str, asked: &Asked<'_>) -> Vector {
        let query = asked.query.signed(&self.world.alice);
        self.case(id, &query).accepted(&RULES, Some(self.output(asked, &query)))
    }

    pub(super) fn output(&self, asked: &Asked<'_>, query: &Statement) -> Output {
        let query_id = query.object_id();
        let candidate = |(agent, _, figures): &(usize, usize, Vec<Option<u64>>)| Candidate {
            id: self.agents[*agent].descriptor.object_id(),
            costs: order::costs(asked.by, figures),
        };
        let candidates: Vec<Candidate> = asked.matching.iter().map(candidate).collect();
        let ids: Vec<Vec<u8>> = candidates.iter().map(|candidate| candidate.id.clone()).collect();
        let [limit, sample] = [asked.query.limit, asked.query.sample].map(|most| most as usize);
        let found = |at: usize, front: u32| {
            let (agent, capability, _) = &asked.matching[at];
            self.found(*agent, *capability, front).encode_to_vec().into()
        };
        let places = order::ranked(&candidates, &query_id);
        let drawn = order::drawn(&query_id, &ids, 0, sample);
        Output::Discovery {
            ranked: places
                .iter()
                .take(limit)
                .map(|(at, front)| found(*at, *front))
                .collect(),
            sampled: drawn.into_iter().map(|at| found(at, 0)).collect(),
            excluded: asked.excluded.iter().copied().map(Decimal).collect(),
            examined: asked.examined as u64,
            matched: asked.matching.len() as u64,
            complete: asked.matching.len() <= limit,
        }
    }

    fn found(&self, agent: usize, capability: usize, front: u32) -> DiscoveryMatch {
        let agent = &self.agents[agent];
        let capability = &agent.capabilities[capability];
        DiscoveryMatch {
            descriptor: agent.descriptor.object_id(),
            refresh: agent.refresh.as_ref().map(Statement::object_id).unwrap_or_default(),
            capability_id: capability.id.clone(),
            capability_version: capability.version.clone(),
            front,
            ..DiscoveryMatch::default()
        }
    }
}

/// A capability without anything optional, altered.
pub(super) fn capability(world: &World, edit: impl FnOnce(&mut Capability)) -> Capability {
    let mut capability = world.capability("to be found");
    edit(&mut capability);
    capability
}
