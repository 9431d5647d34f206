//! A requester: a funnel for each task, joined to the engine that carries engagements out.

mod act;
mod discover;
mod end;
mod hear;
mod lies;
mod ratings;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use casp_execution::funnel::{Advice, DeliveredAs, Event as Told, Funnel, Memory, Plan, Purpose, Search, Seat, Ticket};
use casp_execution::{Action, Requester as Engine, RequesterLimits, Speaker};
use casp_identity::{HashKey, KnownAgents, ObjectId, Signer as _, Verifier};
use casp_task::content::inline;
use casp_task::draft::Author;
use casp_trust::probe::{Draws as ProbeDraws, PassCache, Probe, StockedBank};
use casp_trust::reputation::{ContractOutcome, ReputationLimits, ReputationRules, Seen, Taken, danger};
use casp_trust::{Policy, Reputation, Standing, Subject, TaskFacts};
use casp_wire::v1::{Content, Intent, RiskClass};

pub(super) use self::discover::intent;
use self::discover::{Asked, Look};
use self::lies::Lies;
use super::config::{Config, Step, Workload, WorldError};
use super::counts::one_more;
use super::stage::{LOOK, NETWORK, Node, Parcel, Stage, TaskId};
use super::work::{LENGTH, MEDIA_TYPE};
use crate::chance::Stream;
use crate::cost::Curve;
use crate::engine::{Span, Time};
use crate::key::AgentKey;

/// Canary passes that are remembered.
const PASSES: usize = 65_536;

/// A task under way.
struct Job {
    funnel: Funnel,
    facts: TaskFacts,
    intent: Intent,
    input: Content,
    began: Time,
    /// Which step of its workflow it is, from 0.
    step: usize,
    /// Whether all steps before it were done rightly.
    was_right: bool,
    /// What registries were asked, by round.
    asked: BTreeMap<u32, Asked>,
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
    /// What it is prepared to do, then what it has done.
    output: Option<Content>,
    is_released: bool,
    /// What its own reputation was told of it.
    seen: Option<Seen>,
}

/// What a policy is shown of what the requester remembers: nothing, where it asks for no reputation.
struct Recollection {
    reputation: Reputation,
    blank: Option<Reputation>,
}

impl Memory for Recollection {
    fn standing(&self, subject: &Subject, now_ms: i64) -> Standing {
        let asked = self.blank.as_ref().unwrap_or(&self.reputation);
        asked.standing(subject, now_ms)
    }
}

type Key = (TaskId, Ticket);

pub(super) struct Requester {
    number: usize,
    key: AgentKey,
    engine: Engine<AgentKey, Stream>,
    memory: Recollection,
    passes: PassCache,
    bank: StockedBank,
    probe_draws: ProbeDraws,
    past: Stream,
    canaries: Stream,
    verifier: Verifier,
    known: KnownAgents,
    workload: Workload,
    matches: (u32, u32),
    /// What it takes to verify an answer, by its candidates.
    verifying: Option<Curve>,
    jobs: BTreeMap<TaskId, Job>,
    /// Jobs whose funnels may want something done.
    touched: BTreeSet<TaskId>,
    looks: BTreeMap<TaskId, Look>,
    deals: BTreeMap<Key, Deal>,
    by_offer: BTreeMap<ObjectId, Key>,
    /// What funnels are to be told.
    told: Vec<(TaskId, Told)>,
    timer: Option<i64>,
    /// Whether it tells the others how its work went.
    shares_outcomes: bool,
    /// What it tells them otherwise, if it lies.
    lies: Option<Lies>,
}

impl Requester {
    pub(super) fn new(number: usize, config: &Config, stage: &mut Stage) -> Result<Self, WorldError> {
        let streams = stage.streams;
        let draws = |what| streams.stream(what, u64::try_from(number).unwrap_or(u64::MAX));
        let secret = draws("requester key").bytes();
        let key = stage.enter(Node::Requester(number), &secret, config.signatures);
        let speaker = Speaker {
            author: author(&key),
            signer: AgentKey::of(&secret, config.signatures.stand_in()),
            delegation: None,
        };
        let reputation = || {
            let hash_key = HashKey::new(&draws("requester secrets").bytes());
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
            engine: Engine::new(speaker, draws("requester engine"), RequesterLimits::default()),
            memory: Recollection {
                reputation: reputation()?,
                blank: Some(reputation()?),
            },
            passes: PassCache::new(PASSES),
            bank: StockedBank::default(),
            probe_draws: ProbeDraws::from_seed(&draws("requester probes").bytes()),
            past: draws("requester past"),
            canaries: draws("requester canaries"),
            verifier,
            known: KnownAgents::new(PASSES),
            workload: config.workload.clone(),
            matches: (config.directory.limit, config.directory.sample),
            verifying: config.directory.verifying(),
            jobs: BTreeMap::new(),
            touched: BTreeSet::new(),
            looks: BTreeMap::new(),
            deals: BTreeMap::new(),
            by_offer: BTreeMap::new(),
            told: Vec::new(),
            timer: None,
            shares_outcomes: config.ratings.is_some_and(|ratings| ratings.shares_outcomes),
            lies: Lies::of(number, config, stage.queue.now()),
            key,
        })
    }

    /// Takes the keys that were admitted for all.
    pub(super) fn share(&mut self, stage: &Stage) {
        self.engine.share(stage.keys.clone());
        self.verifier.share(stage.keys.clone());
    }

    /// Whether its policy lets it remember anybody.
    pub(super) fn remembers(&mut self, policy: &dyn Policy) {
        let mut steps = self.workload.steps.iter();
        if steps.any(|step| policy.demands(&facts(step)).reputation.is_some()) {
            self.memory.blank = None;
        }
    }

    /// Contracts that went well before the run.
    pub(super) fn worked_with(&mut self, subject: &Subject, good: u32, now_ms: i64) {
        for number in 0..good {
            let at_ms = now_ms.saturating_sub(86_400_000).saturating_sub(i64::from(number));
            let outcome = danger::own_outcome(ObjectId(self.past.bytes()), subject.clone(), Seen::Good, at_ms);
            self.count(outcome, now_ms);
        }
    }

    /// The first task of a workflow.
    pub(super) fn begins(&mut self, task: TaskId, policy: &dyn Policy, stage: &mut Stage) -> Result<(), WorldError> {
        one_more(&mut stage.counts_of(self.number).workflows);
        let input = stage.streams.stream("input", task).bytes::<LENGTH>();
        self.begin(task, 0, inline(MEDIA_TYPE, input), true, policy, stage)?;
        self.settle(policy, stage)
    }

    /// A task has drawn nothing that depends on what came before it: two policies meet the same.
    fn begin(
        &mut self,
        task: TaskId,
        step: usize,
        input: Content,
        was_right: bool,
        policy: &dyn Policy,
        stage: &mut Stage,
    ) -> Result<(), WorldError> {
        let Some(of) = self.workload.steps.get(step) else {
            return Ok(());
        };
        one_more(&mut stage.counts_of(self.number).tasks);
        let facts = facts(of);
        let intent = intent(&of.capability_id)?;
        let search = Search::of(&intent).map_err(|violation| WorldError::Engine {
            engine: "the funnel",
            why: violation.to_string(),
        })?;
        let mut limits = self.workload.limits.clone();
        if self.matches.1 == 0 {
            limits.rounds = limits.rounds.min(1);
        }
        let plan = Plan {
            name: of.capability_id.clone(),
            facts: facts.clone(),
            search,
            limits,
            seed: stage.streams.stream("funnel", task).bytes(),
            deadline_ms: stage.queue.now().after(self.workload.deadline).ms(),
        };
        let job = Job {
            funnel: Funnel::new(plan, policy, stage.now_ms()),
            facts,
            intent,
            input,
            began: stage.queue.now(),
            step,
            was_right,
            asked: BTreeMap::new(),
        };
        self.jobs.insert(task, job);
        self.touched.insert(task);
        Ok(())
    }

    pub(super) const fn is_liar(&self) -> bool {
        self.lies.is_some()
    }

    /// Tasks that have not ended.
    pub(super) fn open(&self) -> usize {
        self.jobs.len()
    }

    pub(super) fn receives(
        &mut self,
        from: Node,
        parcel: Parcel,
        policy: &dyn Policy,
        stage: &mut Stage,
    ) -> Result<(), WorldError> {
        match parcel {
            Parcel::Statement(bundle) => drop(self.engine.receive(&bundle, stage.now_ms())),
            // It takes its time to verify.
            Parcel::Answer { task, round, bytes } => {
                let Node::Registry(registry) = from else { return Ok(()) };
                let (limit, sample) = self.asks_for(round);
                let takes = self
                    .verifying
                    .as_ref()
                    .map_or(Span(0), |curve| curve.at(limit.saturating_add(sample).max(1).into()));
                let verified = super::stage::Event::Verified {
                    requester: self.number,
                    registry,
                    task,
                    round,
                    bytes,
                };
                stage.schedule_after(takes, verified);
                return Ok(());
            }
            Parcel::Unanswered { task, round, .. } => {
                if let Node::Registry(registry) = from {
                    return self.answered(registry, task, round, None, policy, stage);
                }
            }
            Parcel::Evidence { task, ticket, bytes } => {
                self.looks_at_evidence((task, ticket), bytes.as_deref(), policy, stage.now_ms());
            }
            Parcel::Outcome(record) => self.is_told(&record, stage),
            _ => {}
        }
        self.settle(policy, stage)
    }

    pub(super) fn timer(&mut self, policy: &dyn Policy, stage: &mut Stage) -> Result<(), WorldError> {
        let now_ms = stage.now_ms();
        self.engine.handle_timeout(now_ms);
        let advice = &mut Advice {
            policy,
            memory: &self.memory,
            passes: &mut self.passes,
        };
        for (task, job) in &mut self.jobs {
            if job.funnel.next_timeout_ms().is_some_and(|at_ms| at_ms <= now_ms) {
                job.funnel.tick(advice, now_ms);
                self.touched.insert(*task);
            }
        }
        self.settle(policy, stage)
    }

    /// Everything that funnels and engine want done, until they want no more.
    pub(super) fn settle(&mut self, policy: &dyn Policy, stage: &mut Stage) -> Result<(), WorldError> {
        loop {
            while let Some(task) = self.touched.pop_first() {
                while let Some(action) = self.jobs.get_mut(&task).and_then(|job| job.funnel.poll_action()) {
                    self.acts(task, action, policy, stage)?;
                }
            }
            self.drain(stage);
            if self.told.is_empty() {
                break;
            }
            for (task, event) in std::mem::take(&mut self.told) {
                let advice = &mut Advice {
                    policy,
                    memory: &self.memory,
                    passes: &mut self.passes,
                };
                if let Some(job) = self.jobs.get_mut(&task) {
                    job.funnel.handle(event, advice, stage.now_ms());
                    self.touched.insert(task);
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
            if let Some(deal) = self.deals.get_mut(&key) {
                // Of what speaks against a provider the worst counts.
                deal.seen = deal.seen.max(Some(seen));
            }
        }
    }

    fn count(&mut self, outcome: ContractOutcome, now_ms: i64) {
        if let Taken::Counted(persist) = self.memory.reputation.record(outcome, now_ms) {
            self.memory.reputation.persisted(persist.ticket);
        }
    }
}

/// All tasks touch public data.
fn facts(step: &Step) -> TaskFacts {
    TaskFacts {
        capability_id: step.capability_id.clone(),
        side_effect: step.side_effect,
        risk: RiskClass::Public,
        price_micros: step.most_micros,
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
