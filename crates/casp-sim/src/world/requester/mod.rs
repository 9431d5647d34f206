//! A requester: a funnel for each task, joined to the engine that carries engagements out.

mod act;
mod discover;
mod end;
mod hear;

use std::collections::BTreeMap;
use std::sync::Arc;

use casp_discovery::DiscoveryQueryKind;
use casp_execution::funnel::{Advice, DeliveredAs, Event as Told, Funnel, Memory, Plan, Purpose, Search, Seat, Ticket};
use casp_execution::{Action, Requester as Engine, RequesterLimits, Speaker};
use casp_identity::{HashKey, KnownAgents, ObjectId, Signed, Signer as _, Verifier};
use casp_task::content::inline;
use casp_task::draft::Author;
use casp_trust::probe::{Draws as ProbeDraws, PassCache, Probe, StockedBank};
use casp_trust::reputation::{ContractOutcome, ReputationLimits, ReputationRules, Seen, Taken, danger};
use casp_trust::{Policy, Reputation, Standing, Subject, TaskFacts};
use casp_wire::v1::{Content, Intent, RiskClass, SideEffect};

use super::config::{Config, Workload, WorldError};
use super::counts::one_more;
use super::draws::{Draws, Use};
use super::key::AgentKey;
use super::stage::{NETWORK, Node, Parcel, Stage, TaskId};
use super::work::{GENERATE, LENGTH, MEDIA_TYPE, PUBLISH};
use crate::engine::Time;

/// Canary passes that are remembered.
const PASSES: usize = 65_536;

/// A task under way.
struct Job {
    funnel: Funnel,
    facts: TaskFacts,
    intent: Intent,
    input: Content,
    began: Time,
    /// What the registry was asked, and when, by round.
    asked: BTreeMap<u32, (Signed<DiscoveryQueryKind>, Time)>,
    /// Of a second task: whether the first was right.
    first_was_right: Option<bool>,
}

/// An engagement of a funnel's, as the engine knows it.
struct Deal {
    with: Arc<Seat>,
    purpose: Purpose,
    probe: Option<Probe>,
    input: Content,
    offer: ObjectId,
    price_micros: u64,
    contract: Option<ObjectId>,
    output: Option<Content>,
    is_released: bool,
}

/// What the requester thinks of others; nothing, where its policy asks for neither reputation nor canaries.
struct Mind {
    reputation: Reputation,
    nobody: Option<Reputation>,
}

impl Memory for Mind {
    fn standing(&self, subject: &Subject, now_ms: i64) -> Standing {
        let asked = self.nobody.as_ref().unwrap_or(&self.reputation);
        asked.standing(subject, now_ms)
    }
}

type Key = (TaskId, Ticket);

pub(super) struct Requester {
    number: usize,
    key: AgentKey,
    engine: Engine<AgentKey, Draws>,
    mind: Mind,
    passes: PassCache,
    bank: StockedBank,
    probe_draws: ProbeDraws,
    chance: Draws,
    verifier: Verifier,
    known: KnownAgents,
    workload: Workload,
    matches: (u32, u32),
    jobs: BTreeMap<TaskId, Job>,
    deals: BTreeMap<Key, Deal>,
    by_offer: BTreeMap<ObjectId, Key>,
    /// What funnels are to be told.
    told: Vec<(TaskId, Told)>,
    timer: Option<i64>,
}

impl Requester {
    pub(super) fn new(number: usize, config: &Config, seed: u64, stage: &mut Stage) -> Result<Self, WorldError> {
        let draws = |what| Draws::of(seed, what, (1 << 40) | u64::try_from(number).unwrap_or(u64::MAX));
        let secret = draws(Use::Key).bytes();
        let key = AgentKey::of(&secret, config.signatures);
        stage.enter(Node::Requester(number), key.agent_id());
        let speaker = Speaker {
            author: author(&key),
            signer: AgentKey::of(&secret, config.signatures),
            delegation: None,
        };
        let reputation = || {
            let hash_key = HashKey::new(&draws(Use::Secrets).bytes());
            let (rules, limits) = (ReputationRules::default(), ReputationLimits::default());
            Reputation::new(key.agent_id(), rules, limits, hash_key).map_err(|error| WorldError::Engine {
                engine: "reputation",
                why: error.to_string(),
            })
        };
        let mut verifier = Verifier::new(NETWORK, Some(key.agent_id()));
        verifier.dangerous_take(config.signatures.stand_in());
        Ok(Self {
            number,
            engine: Engine::new(speaker, draws(Use::Engine), RequesterLimits::default()),
            mind: Mind {
                reputation: reputation()?,
                nobody: Some(reputation()?),
            },
            passes: PassCache::new(PASSES),
            bank: StockedBank::default(),
            probe_draws: ProbeDraws::from_seed(&draws(Use::Probes).bytes()),
            chance: draws(Use::Conduct),
            verifier,
            known: KnownAgents::new(PASSES),
            workload: config.workload.clone(),
            matches: (config.directory.limit, config.directory.sample),
            jobs: BTreeMap::new(),
            deals: BTreeMap::new(),
            by_offer: BTreeMap::new(),
            told: Vec::new(),
            timer: None,
            key,
        })
    }

    /// Whether its policy lets it remember anybody.
    pub(super) fn remembers(&mut self, policy: &dyn Policy) {
        let asks = [GENERATE, PUBLISH].into_iter().any(|capability_id| {
            let demands = policy.demands(&facts(capability_id, self.workload.price_micros));
            demands.reputation.is_some() || demands.canaries.is_some()
        });
        if asks {
            self.mind.nobody = None;
        }
    }

    /// Contracts that went well before the run.
    pub(super) fn worked_with(&mut self, subject: &Subject, good: u32, now_ms: i64) {
        for number in 0..good {
            let at_ms = now_ms.saturating_sub(86_400_000).saturating_sub(i64::from(number));
            let outcome = danger::own_outcome(ObjectId(self.chance.bytes()), subject.clone(), Seen::Good, at_ms);
            self.count(outcome, now_ms);
        }
    }

    /// The first task of a workflow.
    pub(super) fn begins(&mut self, task: TaskId, policy: &dyn Policy, stage: &mut Stage) -> Result<(), WorldError> {
        one_more(&mut stage.counts.workflows);
        let input = inline(MEDIA_TYPE, self.chance.bytes::<LENGTH>());
        self.begin(task, GENERATE, input, None, policy, stage)?;
        self.settle(policy, stage)
    }

    fn begin(
        &mut self,
        task: TaskId,
        capability_id: &str,
        input: Content,
        first_was_right: Option<bool>,
        policy: &dyn Policy,
        stage: &mut Stage,
    ) -> Result<(), WorldError> {
        one_more(&mut stage.counts.tasks);
        let facts = facts(capability_id, self.workload.price_micros);
        let intent = discover::intent(capability_id)?;
        let search = Search::of(&intent).map_err(|violation| WorldError::Engine {
            engine: "the funnel",
            why: violation.to_string(),
        })?;
        let mut limits = self.workload.limits.clone();
        if self.matches.1 == 0 {
            limits.rounds = 1;
        }
        let plan = Plan {
            name: capability_id.into(),
            facts: facts.clone(),
            search,
            limits,
            seed: self.chance.bytes(),
            deadline_ms: stage.queue.now().after(self.workload.deadline).ms(),
        };
        let job = Job {
            funnel: Funnel::new(plan, policy, stage.now_ms()),
            facts,
            intent,
            input,
            began: stage.queue.now(),
            asked: BTreeMap::new(),
            first_was_right,
        };
        self.jobs.insert(task, job);
        Ok(())
    }

    /// Tasks that have not ended.
    pub(super) fn open(&self) -> usize {
        self.jobs.len()
    }

    pub(super) fn receives(
        &mut self,
        parcel: Parcel,
        policy: &dyn Policy,
        stage: &mut Stage,
    ) -> Result<(), WorldError> {
        match parcel {
            Parcel::Statement(bundle) => drop(self.engine.receive(&bundle, stage.now_ms())),
            Parcel::Answer { task, round, bytes } => self.answered(task, round, bytes.as_deref(), stage),
            Parcel::Evidence { task, ticket, bytes } => {
                self.looks_at_evidence((task, ticket), bytes.as_deref(), policy, stage.now_ms());
            }
            _ => {}
        }
        self.settle(policy, stage)
    }

    pub(super) fn timer(&mut self, policy: &dyn Policy, stage: &mut Stage) -> Result<(), WorldError> {
        let now_ms = stage.now_ms();
        self.engine.handle_timeout(now_ms);
        let advice = &mut Advice {
            policy,
            memory: &self.mind,
            passes: &mut self.passes,
        };
        for job in self.jobs.values_mut() {
            if job.funnel.next_timeout_ms().is_some_and(|at_ms| at_ms <= now_ms) {
                job.funnel.tick(advice, now_ms);
            }
        }
        self.settle(policy, stage)
    }

    /// Everything that funnels and engine want done, until they want no more.
    fn settle(&mut self, policy: &dyn Policy, stage: &mut Stage) -> Result<(), WorldError> {
        loop {
            let mut actions = Vec::new();
            for (task, job) in &mut self.jobs {
                while let Some(action) = job.funnel.poll_action() {
                    actions.push((*task, action));
                }
            }
            let is_quiet = actions.is_empty();
            for (task, action) in actions {
                self.acts(task, action, policy, stage)?;
            }
            self.drain(stage);
            if is_quiet && self.told.is_empty() {
                break;
            }
            for (task, event) in std::mem::take(&mut self.told) {
                let advice = &mut Advice {
                    policy,
                    memory: &self.mind,
                    passes: &mut self.passes,
                };
                if let Some(job) = self.jobs.get_mut(&task) {
                    job.funnel.handle(event, advice, stage.now_ms());
                }
            }
        }
        let funnels = self.jobs.values().filter_map(|job| job.funnel.next_timeout_ms());
        let next_ms = funnels.chain(self.engine.next_timeout_ms()).min();
        stage.wake(Node::Requester(self.number), next_ms, &mut self.timer);
        Ok(())
    }

    /// Its disk is memory, and safe at once.
    fn drain(&mut self, stage: &mut Stage) {
        while let Some(action) = self.engine.poll() {
            match action {
                Action::Persist(persist) => self.engine.persisted(persist.ticket),
                Action::Send(outgoing) => {
                    let kind = outgoing.statement.payload_type();
                    stage.send_to_agent(kind, Node::Requester(self.number), &outgoing.to, outgoing.bundle);
                }
                Action::Event(event) => self.hears(event, stage),
            }
        }
    }

    /// Into reputation: only what has a contract in one's own book counts.
    fn saw(&mut self, key: Key, seen: Seen, now_ms: i64) {
        let contract = self.deals.get(&key).and_then(|deal| deal.contract);
        let engagement = contract.and_then(|contract| self.engine.engagement(&contract));
        if let Some(Ok(outcome)) = engagement.map(|engagement| ContractOutcome::of(engagement, seen, now_ms)) {
            self.count(outcome, now_ms);
        }
    }

    fn count(&mut self, outcome: ContractOutcome, now_ms: i64) {
        if let Taken::Counted(persist) = self.mind.reputation.record(outcome, now_ms) {
            self.mind.reputation.persisted(persist.ticket);
        }
    }
}

/// Both tasks have no effect beyond their answer, and touch public data.
fn facts(capability_id: &str, price_micros: u64) -> TaskFacts {
    TaskFacts {
        capability_id: capability_id.into(),
        side_effect: SideEffect::None,
        risk: RiskClass::Public,
        price_micros,
    }
}

fn author(key: &AgentKey) -> Author {
    Author {
        network_id: NETWORK.into(),
        agent: key.agent_id(),
        delegation: None,
    }
}

const fn delivered(status: casp_wire::v1::TaskStatus) -> DeliveredAs {
    use casp_wire::v1::TaskStatus;
    match status {
        TaskStatus::Completed => DeliveredAs::Completed,
        TaskStatus::Partial => DeliveredAs::Partial,
        TaskStatus::Cancelled => DeliveredAs::Cancelled,
        TaskStatus::Indeterminate => DeliveredAs::Indeterminate,
        TaskStatus::Failed | TaskStatus::Unspecified => DeliveredAs::Failed,
    }
}
