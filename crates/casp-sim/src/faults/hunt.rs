//! Tasks that go through a funnel: the funnel that ships, with reputation, canaries and a registry, beside the engine.

use std::collections::BTreeMap;
use std::sync::Arc;

use casp_canary::{CanaryVerdictKind, Judgement};
use casp_discovery::{DiscoveryQueryKind, Expression, verify_answer};
use casp_execution::funnel::{
    Action, Advice, DeliveredAs, Event as Told, Found, Funnel, Job, Limits, Memory, Outcome, Plan, ProbeVerdict,
    Purpose, Search, Seat, Ticket, Wanted,
};
use casp_execution::requester::{Accepting, Acknowledging, Ended, Ending};
use casp_execution::{Requester as Engine, RequesterEvent};
use casp_identity::{KnownAgents, ObjectId, Signed, Verifier};
use casp_trust::policy::TieredPolicy;
use casp_trust::probe::{Bank as _, Draws, Item, PassCache, Probe, StockedBank, Visible};
use casp_trust::{Opinion, Standing, Subject, TaskFacts};
use casp_wire::v1::{
    Bundle, CanaryCase, Content, DiscoveryQuery, Header, Intent, Objective, Oracle, RiskClass, TaskResult, TaskStatus,
    oracle::Form,
};

use casp_wire::{Layer, decode_unchecked};

use super::ledger::{Account, Errand, Granted, TaskState};
use super::plan::{NodeId, REGISTRY, Task};
use super::provider::{MEDIA_TYPE, author, capability_id, truth};
use super::read;
use super::requester::{Chore, input};
use super::stage::{Chance, Event, Letter, NETWORK, Parcel, Stage};
use crate::key::AgentKey;

/// What canaries of one task may cost.
const PROBE_MICROS: u64 = 100_000;

/// How many there may be.
const MOST_PROBES: u32 = 6;

/// Canary passes and agents that are remembered.
const REMEMBERED: usize = 1_024;

/// What is thought of others: how often their work was good and bad, as this requester remembers.
#[derive(Debug, Default)]
struct Mind(BTreeMap<Subject, (f64, f64)>);

impl Memory for Mind {
    fn standing(&self, subject: &Subject, _now_ms: i64) -> Standing {
        let (good, bad) = self.0.get(subject).copied().unwrap_or_default();
        let all = good + bad + 2.0;
        let opinion = Opinion {
            belief: good / all,
            disbelief: bad / all,
            uncertainty: 2.0 / all,
            base_rate: 0.5,
        };
        Standing {
            opinion,
            own_outcomes: good + bad,
            is_newcomer: all < 3.0,
            is_incriminated: false,
        }
    }
}

/// A task under way.
struct Hunt {
    funnel: Funnel,
    policy: TieredPolicy,
    task: Task,
    intent: Intent,
    asked: BTreeMap<u32, Signed<DiscoveryQueryKind>>,
    engaged: u32,
}

/// An engagement of a funnel's.
struct Deal {
    with: Arc<Seat>,
    purpose: Purpose,
    probe: Option<Probe>,
    input: Content,
    offer: ObjectId,
    contract: Option<ObjectId>,
}

type DealKey = (u16, Ticket);

pub(super) struct Hunts {
    node: NodeId,
    hunts: BTreeMap<u16, Hunt>,
    deals: BTreeMap<DealKey, Deal>,
    by_offer: BTreeMap<ObjectId, DealKey>,
    told: Vec<(u16, Told)>,
    mind: Mind,
    passes: PassCache,
    bank: StockedBank,
    draws: Draws,
    verifier: Verifier,
    known: KnownAgents,
    canaries: u64,
}

impl Hunts {
    pub(super) fn new(node: NodeId, stage: &Stage) -> Self {
        let mut verifier = Verifier::new(NETWORK, Some(stage.agent(node)));
        verifier.dangerous_take(stage.options.signatures.stand_in());
        let mut seed = [0; 32];
        stage
            .streams
            .stream("faults/probes", u64::from(node) << 32 | u64::from(stage.life(node)))
            .fill(&mut seed);
        Self {
            node,
            hunts: BTreeMap::new(),
            deals: BTreeMap::new(),
            by_offer: BTreeMap::new(),
            told: Vec::new(),
            mind: Mind::default(),
            passes: PassCache::new(REMEMBERED),
            bank: StockedBank::default(),
            draws: Draws::from_seed(&seed),
            verifier,
            known: KnownAgents::new(REMEMBERED),
            canaries: 0,
        }
    }

    /// A crash takes everything. Gives the tasks that were under way.
    pub(super) fn forget(&mut self, stage: &Stage) -> Vec<u16> {
        let lost = self.hunts.keys().copied().collect();
        *self = Self::new(self.node, stage);
        lost
    }

    pub(super) fn open(&self) -> Vec<u16> {
        self.hunts.keys().copied().collect()
    }

    pub(super) fn begins(&mut self, task: &Task, canaries: u32, stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.node);
        let intent = intent(task);
        let (Some(policy), Ok(search)) = (policy(canaries, task.wants_evidence), Search::of(&intent)) else {
            stage.ledger.tasks.insert(task.number, TaskState::Ended);
            return;
        };
        let limits = Limits {
            discover_ms: 4_000,
            quote_ms: 6_000,
            probe_ms: 20_000,
            work_ms: 45_000,
            check_ms: 30_000,
            accepts_partial: true,
            ..Limits::for_price(task.price_micros)
        };
        let most = Granted {
            work_micros: limits.spend_micros,
            attempts: limits.attempts,
            probe_micros: PROBE_MICROS,
            probes: MOST_PROBES,
        };
        stage.ledger.accounts.insert(
            task.number,
            Account {
                most,
                ..Account::default()
            },
        );
        let mut seed = [0; 32];
        stage
            .streams
            .stream("faults/funnel", task.number.into())
            .fill(&mut seed);
        let plan = Plan {
            name: format!("t{}", task.number),
            facts: TaskFacts {
                capability_id: capability_id(task.effect).into(),
                side_effect: task.effect,
                risk: RiskClass::Public,
                price_micros: task.price_micros,
            },
            search,
            limits,
            seed,
            deadline_ms: now_ms.saturating_add(task.life_ms),
        };
        let hunt = Hunt {
            funnel: Funnel::new(plan, &policy, now_ms),
            policy,
            task: task.clone(),
            intent,
            asked: BTreeMap::new(),
            engaged: 0,
        };
        self.hunts.insert(task.number, hunt);
    }

    pub(super) fn next_timeout_ms(&self) -> Option<i64> {
        self.hunts
            .values()
            .filter_map(|hunt| hunt.funnel.next_timeout_ms())
            .min()
    }

    pub(super) fn tick(&mut self, now_ms: i64) {
        for hunt in self.hunts.values_mut() {
            if hunt.funnel.next_timeout_ms().is_some_and(|at_ms| at_ms <= now_ms) {
                let advice = &mut Advice {
                    policy: &hunt.policy,
                    memory: &self.mind,
                    passes: &mut self.passes,
                };
                hunt.funnel.tick(advice, now_ms);
            }
        }
    }

    /// Tells the funnels what happened; gives whether anything did.
    pub(super) fn hear(&mut self, stage: &Stage) -> bool {
        let told = std::mem::take(&mut self.told);
        let any = !told.is_empty();
        for (task, event) in told {
            if let Some(hunt) = self.hunts.get_mut(&task) {
                let advice = &mut Advice {
                    policy: &hunt.policy,
                    memory: &self.mind,
                    passes: &mut self.passes,
                };
                hunt.funnel.handle(event, advice, stage.clock_ms(self.node));
            }
        }
        any
    }

    /// Does what the funnels want; gives whether they wanted anything.
    pub(super) fn act(&mut self, engine: &mut Engine<AgentKey, Chance>, stage: &mut Stage) -> bool {
        let mut actions = Vec::new();
        for (task, hunt) in &mut self.hunts {
            while let Some(action) = hunt.funnel.poll_action() {
                actions.push((*task, action));
            }
        }
        let any = !actions.is_empty();
        for (task, action) in actions {
            self.acts(task, action, engine, stage);
        }
        any
    }

    fn acts(&mut self, task: u16, action: Action, engine: &mut Engine<AgentKey, Chance>, stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.node);
        match action {
            Action::Discover { round, nonce } => self.asks(task, round, nonce, stage),
            Action::Engage {
                ticket,
                with,
                purpose,
                wanted,
            } => {
                self.engages((task, ticket), with, purpose, &wanted, engine, stage);
            }
            Action::Accept { ticket } => self.accepts((task, ticket), engine, now_ms),
            Action::CheckPlan { ticket } => self.told.push((
                task,
                Told::PlanJudged {
                    ticket,
                    is_wanted: true,
                },
            )),
            Action::Commit { ticket } => {
                if let Some(contract) = self.contract((task, ticket)) {
                    let _ = engine.commit(&contract, now_ms);
                }
            }
            Action::Cancel { ticket, why } => {
                if let Some(deal) = self.deals.get(&(task, ticket)) {
                    let _ = match deal.contract {
                        Some(contract) => engine.cancel(&contract, why.code(), now_ms).map(drop),
                        None => engine.decline(&deal.offer, now_ms),
                    };
                }
            }
            Action::CheckEvidence { ticket } => {
                if let Some(contract) = self.contract((task, ticket)) {
                    let life = stage.life(self.node);
                    let chore = Chore::AskEvidence(contract, 0);
                    stage.in_ms(1, Event::Requester(self.node, life, chore));
                }
            }
            Action::Record {
                ticket,
                subject,
                outcome,
            } => {
                let (good, bad) = self.mind.0.entry(subject).or_default();
                if matches!(outcome, Outcome::Good { .. } | Outcome::CanaryPassed) {
                    *good += 1.0;
                } else {
                    *bad += 1.0;
                }
                if let Some(contract) = self.contract((task, ticket)) {
                    let _ = engine.acknowledge(&contract, Acknowledging::Checked, now_ms);
                }
            }
            Action::Done(ending) => {
                stage.note(self.node, || format!("t{task} ended: {ending:?}"));
                let again = stage.ledger.tasks.insert(task, TaskState::Ended);
                stage.holds(again == Some(TaskState::Open), super::Invariant::End, || {
                    format!("t{task} ended twice")
                });
                self.hunts.remove(&task);
            }
            Action::Release { .. } | Action::OrderFixed { .. } => {}
        }
    }

    fn contract(&self, key: DealKey) -> Option<ObjectId> {
        self.deals.get(&key)?.contract
    }

    fn asks(&mut self, task: u16, round: u32, nonce: [u8; 16], stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.node);
        let Some(hunt) = self.hunts.get_mut(&task) else { return };
        let message = DiscoveryQuery {
            header: Some(Header {
                network_id: NETWORK.into(),
                issuer: stage.agent(self.node).as_bytes().into(),
                audience: stage.agent(REGISTRY).as_bytes().into(),
                nonce: nonce.into(),
                issued_at_ms: now_ms,
                expires_at_ms: now_ms.saturating_add(30_000),
                ..Header::default()
            }),
            intent: Some(hunt.intent.clone()),
            limit: 8,
            sample: 2,
        };
        match Signed::<DiscoveryQueryKind>::seal(&message, &stage.own_key(self.node)) {
            Ok(query) => {
                let bytes = query.as_bytes().to_vec();
                hunt.asked.insert(round, query);
                stage.send(self.node, REGISTRY, Parcel::Query { task, round, bytes });
            }
            Err(_) => self.told.push((task, Told::NotFound { round })),
        }
    }

    /// Takes an answer that holds.
    pub(super) fn answered(&mut self, task: u16, round: u32, letter: &Letter, answer: &[u8], stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.node);
        let Some(query) = self.hunts.get(&task).and_then(|hunt| hunt.asked.get(&round)) else {
            return;
        };
        match verify_answer(&mut self.verifier, query, answer, &self.known, now_ms) {
            Ok(verified) => {
                stage.accepts(self.node, letter, None);
                let candidates = verified.entries.into_iter().map(|entry| Found {
                    entry: entry.entry,
                    relevance_ppm: 0,
                });
                let candidates = candidates.collect();
                self.told.push((task, Told::Found { round, candidates }));
            }
            Err(violation) => stage.refuses(self.node, letter, &violation.to_string()),
        }
    }

    fn engages(
        &mut self,
        key: DealKey,
        with: Arc<Seat>,
        purpose: Purpose,
        wanted: &Wanted,
        engine: &mut Engine<AgentKey, Chance>,
        stage: &mut Stage,
    ) {
        let (task, ticket) = key;
        let now_ms = stage.clock_ms(self.node);
        let (Some(provider), Some(hunt)) = (stage.node(&with.agent()), self.hunts.get_mut(&task)) else {
            return self.told.push((task, Told::NoQuote { ticket }));
        };
        let number = hunt.engaged;
        hunt.engaged = number.saturating_add(1);
        let effect = hunt.task.effect;
        let mut probe = None;
        if purpose != Purpose::Work {
            probe = self.canary(&with, wanted);
            if probe.is_none() {
                return self.told.push((task, Told::NoCanary { ticket }));
            }
        }
        let input = probe.as_ref().map_or_else(input, |probe| {
            casp_task::content::inline(probe.input_media_type.clone(), probe.input.clone())
        });
        let job = Job {
            side_effect: effect,
            input: &input,
            output_media_type: MEDIA_TYPE,
            currency: "EUR",
        };
        let offering = wanted.offering(&with, purpose, job, now_ms);
        let Ok(offer) = engine.offer(offering, now_ms) else {
            return self.told.push((task, Told::NoQuote { ticket }));
        };
        stage.ledger.offers(
            offer,
            Errand {
                requester: self.node,
                provider,
                task,
                purpose,
                number,
                price_micros: wanted.price_micros,
            },
        );
        self.by_offer.insert(offer, key);
        let deal = Deal {
            with,
            purpose,
            probe,
            input,
            offer,
            contract: None,
        };
        self.deals.insert(key, deal);
    }

    /// A canary like the work: an input of which the requester knows the answer, new to everybody.
    fn canary(&mut self, with: &Seat, wanted: &Wanted) -> Option<Probe> {
        self.canaries = self.canaries.saturating_add(1);
        let bytes = truth(&self.canaries.to_be_bytes());
        let bytes = bytes.get(..19)?;
        let capability_id = &with.probed().capability_id;
        let item = Item {
            capability_id: capability_id.clone(),
            input_media_type: MEDIA_TYPE.into(),
            input: bytes.to_vec(),
            output_media_type: MEDIA_TYPE.into(),
            oracle: Oracle {
                form: Some(Form::ExactDigest(
                    casp_task::content::content_digest(&truth(bytes)).into(),
                )),
            },
            seen_by: Vec::new(),
        };
        self.bank.stock(item).ok()?;
        let look = Visible {
            input_media_type: MEDIA_TYPE.into(),
            input_bytes: 19,
            price_micros: wanted.price_micros,
        };
        self.bank.take(with.agent(), capability_id, &look, &mut self.draws).ok()
    }

    fn accepts(&mut self, key: DealKey, engine: &mut Engine<AgentKey, Chance>, now_ms: i64) {
        let (task, ticket) = key;
        let Some(deal) = self.deals.get_mut(&key) else { return };
        let accepting = Accepting {
            input: deal.input.clone(),
            blind: deal.probe.as_ref().map(|probe| probe.commitment.blind()),
        };
        match engine.accept(&deal.offer, accepting, now_ms) {
            Ok(contract) => deal.contract = Some(contract),
            Err(_) => self.told.push((task, Told::EngagementEnded { ticket })),
        }
    }

    /// What the engine tells; gives whether it is of a funnel's engagement.
    pub(super) fn hears(
        &mut self,
        event: &RequesterEvent,
        engine: &mut Engine<AgentKey, Chance>,
        stage: &mut Stage,
    ) -> bool {
        let now_ms = stage.clock_ms(self.node);
        let key = |offer: &ObjectId| self.by_offer.get(offer).copied();
        let of = |contract: &ObjectId| {
            engine
                .engagement(contract)
                .map(|it| it.offer())
                .and_then(|offer| key(&offer))
        };
        match event {
            RequesterEvent::Quoted { offer, terms, .. } => {
                let Some((task, ticket)) = key(offer) else { return false };
                let price_micros = terms.price.as_ref().map_or(0, |price| price.amount_micros);
                self.told.push((task, Told::Quoted { ticket, price_micros }));
                true
            }
            RequesterEvent::Prepared { contract, .. } => {
                let Some((task, ticket)) = of(contract) else {
                    return false;
                };
                let is_probe = self
                    .deals
                    .get(&(task, ticket))
                    .is_some_and(|deal| deal.purpose != Purpose::Work);
                if is_probe {
                    // The plan was what was asked for: the commit is never said.
                    let _ = engine.cancel(contract, "changed-mind", now_ms);
                    self.told.push((
                        task,
                        Told::ProbeEnded {
                            ticket,
                            verdict: ProbeVerdict::Passed,
                        },
                    ));
                } else {
                    self.told.push((task, Told::Prepared { ticket }));
                }
                true
            }
            RequesterEvent::Delivered { contract, result } => {
                let Some(key) = of(contract) else { return false };
                self.delivers(key, contract, result, engine, now_ms);
                if let Some(bytes) = self.case(key, result, engine, stage) {
                    stage.send(self.node, REGISTRY, Parcel::Case(bytes));
                }
                true
            }
            _ => false,
        }
    }

    fn delivers(
        &mut self,
        key: DealKey,
        contract: &ObjectId,
        result: &TaskResult,
        engine: &mut Engine<AgentKey, Chance>,
        now_ms: i64,
    ) {
        let (task, ticket) = key;
        let Some(deal) = self.deals.get(&key) else { return };
        let Some(probe) = &deal.probe else {
            let status = delivered(result.status());
            if !self.hunts.contains_key(&task) || status != DeliveredAs::Completed {
                let _ = engine.withhold(contract, now_ms);
            }
            return self.told.push((task, Told::Delivered { ticket, status }));
        };
        let verdict = match (result.status(), probe.commitment.judge(result)) {
            (TaskStatus::Completed, Judgement::Passed) => ProbeVerdict::Passed,
            (TaskStatus::Completed, Judgement::Failed) => ProbeVerdict::Failed,
            _ => ProbeVerdict::Unanswered,
        };
        if verdict == ProbeVerdict::Failed {
            self.passes.voided(deal.with.probed());
        }
        let _ = engine.acknowledge(contract, Acknowledging::Regardless, now_ms);
        self.told.push((task, Told::ProbeEnded { ticket, verdict }));
    }

    /// What everybody is shown of a canary that was answered.
    fn case(
        &self,
        key: DealKey,
        result: &TaskResult,
        engine: &Engine<AgentKey, Chance>,
        stage: &Stage,
    ) -> Option<Vec<u8>> {
        let deal = self.deals.get(&key)?;
        let engagement = engine.engagement(&deal.contract?)?;
        let name = engagement.result()?;
        let at_ms = stage.clock_ms(self.node).max(result.header.as_ref()?.issued_at_ms);
        let header = author(self.node, stage).lasting(None, at_ms);
        let verdict = deal.probe.as_ref()?.commitment.open(header, name, result).ok()?;
        let verdict = read::seal::<CanaryVerdictKind>(&verdict, stage.key(self.node)?);
        let bundle = |id: Option<ObjectId>| decode_unchecked::<Bundle>(engine.bundle(&id?)?, Layer::Envelope).ok();
        Some(casp_wire::encode(&CanaryCase {
            offer: bundle(Some(engagement.offer())),
            quote: bundle(engagement.quote()),
            acceptance: bundle(engagement.contract()),
            request: bundle(engagement.request()),
            result: bundle(Some(name)),
            verdict: decode_unchecked(&verdict, Layer::Envelope).ok(),
        }))
    }

    /// An engagement is over.
    pub(super) fn is_over(&mut self, ended: &Ended) {
        let Some((task, ticket)) = self.by_offer.remove(&ended.offer) else {
            return;
        };
        match ended.ending {
            Ending::NoQuote | Ending::Lapsed => self.told.push((task, Told::NoQuote { ticket })),
            Ending::NoResult { .. } => self.told.push((task, Told::EngagementEnded { ticket })),
            _ => {}
        }
    }

    /// The evidence of a contract was looked at.
    pub(super) fn evidence(&mut self, contract: &ObjectId, fault: Option<&str>) {
        let deal = self.deals.iter().find(|(_, deal)| deal.contract == Some(*contract));
        let Some((task, ticket)) = deal.map(|(key, _)| *key) else {
            return;
        };
        let event = match fault {
            None => Told::EvidenceVerified { ticket },
            Some(fault) => Told::EvidenceFailed {
                ticket,
                fault: fault.into(),
            },
        };
        self.told.push((task, event));
    }
}

const fn delivered(status: TaskStatus) -> DeliveredAs {
    match status {
        TaskStatus::Completed => DeliveredAs::Completed,
        TaskStatus::Partial => DeliveredAs::Partial,
        TaskStatus::Cancelled => DeliveredAs::Cancelled,
        TaskStatus::Indeterminate => DeliveredAs::Indeterminate,
        TaskStatus::Failed | TaskStatus::Unspecified => DeliveredAs::Failed,
    }
}

fn intent(task: &Task) -> Intent {
    let constraint: Result<Expression, _> = format!("capability = {}", capability_id(task.effect)).parse();
    Intent {
        constraints: constraint.into_iter().map(Into::into).collect(),
        objectives: vec![Objective {
            name: "qos/latency-p95".into(),
            grain: 1,
        }],
        ..Intent::default()
    }
}

fn policy(canaries: u32, wants_evidence: bool) -> Option<TieredPolicy> {
    let canaries = match canaries {
        0 => String::new(),
        passes => format!(
            "canaries = {{ passes = {passes}, pass_counts_for = \"1 h\", parallel = 2, prepare_phase = true }}\n\
             budget = {{ time = \"90 s\", price_micros = {PROBE_MICROS}, probes = {MOST_PROBES} }}\n"
        ),
    };
    let evidence = if wants_evidence {
        "evidence = { kinds = [\"tool-receipt\", \"trace\"], signer_classes = [\"host_proxy\"] }\n"
    } else {
        ""
    };
    let text = format!(
        "version = 1\nname = \"run\"\n\n[[row]]\nname = \"anything\"\n\
         side_effects = [\"none\", \"reversible\", \"irreversible\"]\n\
         risks = [\"public\", \"private\", \"regulated\"]\n{canaries}{evidence}"
    );
    TieredPolicy::parse(&text).ok()
}
