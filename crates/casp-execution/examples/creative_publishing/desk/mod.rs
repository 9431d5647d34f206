//! The requester: a funnel for each step, joined to the engine that carries engagements out, on a network in virtual time.

use std::collections::BTreeMap;
use std::sync::Arc;

use casp_canary::{CanaryVerdictKind, Judgement};
use casp_discovery::Entry;
use casp_execution::funnel::{
    Action, Advice, DeliveredAs, Ending, Event, Found, Funnel, Job, Memory, Outcome, Plan, ProbeVerdict, Purpose,
    Reason, Report, Seat, Ticket, Wanted,
};
use casp_execution::requester::{Accepting, Acknowledging, Ending as Ended};
use casp_execution::{
    Action as Asked, NoReports, Requester, RequesterEvent, RequesterLimits, Speaker, judge, meets_demand,
};
use casp_identity::{AgentId, HashKey, ObjectId, Signed, Signer as _, SoftwareKey, Verifier};
use casp_task::content::{content_digest, inline, inline_bytes};
use casp_task::draft::Author;
use casp_trust::policy::TieredPolicy;
use casp_trust::probe::{Bank as _, Draws, Item, PassCache, Probe, StockedBank, Visible};
use casp_trust::reputation::{ContractOutcome, Proof, ReputationLimits, ReputationRules, Seen, Taken, danger};
use casp_trust::{Policy as _, Reputation, Standing, Subject, TaskFacts};
use casp_wire::v1::{Content, Intent, Oracle, RiskClass, SideEffect, TaskResult, TaskStatus, oracle::Form};

use crate::NETWORK;
use crate::agent::{Agent, Wish};
use crate::cast::{DRAW, PLAYERS, RENDER, Random, key as cast_key, random};
use crate::market::Market;
use crate::page::page;
use crate::picture::{Brief, draw};

mod act;
mod hear;

const DAY: i64 = 86_400_000;

/// What a step is carried out with.
pub(crate) struct Commission<'a> {
    pub(crate) name: &'a str,
    pub(crate) plan: Plan,
    pub(crate) intent: Intent,
    pub(crate) input: Content,
    pub(crate) output_media_type: String,
}

/// What came of it.
pub(crate) struct Carried {
    pub(crate) ending: Ending,
    pub(crate) output: Option<Content>,
    pub(crate) report: Report,
    /// What was found of the evidence, in the order in which it was looked at.
    pub(crate) evidence: Vec<String>,
    /// Whoever was worked with, and the expectation of each before and after.
    pub(crate) standings: Vec<(AgentId, f64, f64)>,
}

/// An engagement of the funnel's, as the engine knows it.
struct Deal {
    with: Arc<Seat>,
    purpose: Purpose,
    probe: Option<Probe>,
    input: Content,
    offer: ObjectId,
    contract: Option<ObjectId>,
    plan: Option<Content>,
    result: Option<(ObjectId, TaskResult)>,
    is_released: bool,
}

enum Parcel {
    ToAgent { agent: AgentId, bundle: Arc<[u8]> },
    ToRequester { bundle: Arc<[u8]> },
    Wake { agent: AgentId, contract: ObjectId },
    Answer { round: u32, candidates: Arc<[Found]> },
    Evidence { ticket: Ticket, package: Option<Vec<u8>> },
}

/// What the requester thinks of others.
struct Mind(Reputation);

impl Memory for Mind {
    fn standing(&self, subject: &Subject, now_ms: i64) -> Standing {
        self.0.standing(subject, now_ms)
    }
}

pub(crate) struct Desk {
    pub(crate) now_ms: i64,
    pub(crate) agents: BTreeMap<AgentId, Agent>,
    /// Files to be written: names and bytes.
    pub(crate) files: Vec<(String, Vec<u8>)>,
    pub(crate) judged: Vec<String>,
    key: SoftwareKey,
    engine: Requester<SoftwareKey, Random>,
    policy: TieredPolicy,
    mind: Mind,
    passes: PassCache,
    bank: StockedBank,
    draws: Draws,
    market: Market,
    wire: BTreeMap<(i64, u64), Parcel>,
    sent: u64,
    entries: BTreeMap<ObjectId, Entry>,
    deals: BTreeMap<Ticket, Deal>,
    by_offer: BTreeMap<ObjectId, Ticket>,
    evidence: Vec<String>,
    step: String,
    facts: TaskFacts,
}

impl Desk {
    pub(crate) fn open(seed: u64, policy: TieredPolicy, now_ms: i64) -> Self {
        let key = cast_key("requester", seed);
        let speaker = Speaker {
            author: author(&key),
            signer: cast_key("requester", seed),
            delegation: None,
        };
        let hash_key = HashKey::new(&[7; 16]);
        let (rules, limits) = (ReputationRules::default(), ReputationLimits::default());
        let reputation = Reputation::new(key.agent_id(), rules, limits, hash_key).expect("valid rules");
        let agents = PLAYERS
            .iter()
            .map(|player| (player.agent(seed), Agent::new(*player, seed)));
        let mut desk = Self {
            now_ms,
            agents: agents.collect(),
            files: Vec::new(),
            judged: Vec::new(),
            engine: Requester::new(speaker, random("requester", seed), RequesterLimits::default()),
            policy,
            mind: Mind(reputation),
            passes: PassCache::new(1_000),
            bank: StockedBank::default(),
            draws: Draws::from_seed(&casp_task::content::content_digest(&seed.to_be_bytes())),
            market: Market::open(seed, now_ms),
            wire: BTreeMap::new(),
            sent: 0,
            entries: BTreeMap::new(),
            deals: BTreeMap::new(),
            by_offer: BTreeMap::new(),
            evidence: Vec::new(),
            step: String::new(),
            facts: TaskFacts {
                capability_id: String::new(),
                side_effect: SideEffect::None,
                risk: RiskClass::Public,
                price_micros: 0,
            },
            key,
        };
        desk.remember(seed);
        desk.stock();
        desk
    }

    /// What went on before: contracts that went well, made up here, under the behaviour that each had then.
    fn remember(&mut self, seed: u64) {
        for player in PLAYERS {
            for number in 0..player.past_good {
                let subject = Subject {
                    agent: player.agent(seed),
                    capability_id: player.offers.into(),
                    behavior_digest: player.past_behavior(),
                };
                let name = content_digest(format!("{} {number}", player.name).as_bytes());
                let at_ms = self.now_ms - DAY - i64::try_from(number).expect("few") * 1_000;
                let outcome = danger::own_outcome(ObjectId(name), subject, Seen::Good, at_ms);
                self.count(outcome);
            }
        }
    }

    /// Own past tasks whose answers are known: small pictures and pages, each given out once.
    fn stock(&mut self) {
        for number in 0..64_u64 {
            let places = ["a harbour", "two birches", "the old road", "a ferry at dusk"];
            let prompt = format!(
                "{}, study {number}",
                places[usize::try_from(number % 4).expect("small")]
            );
            let brief = Brief {
                prompt,
                seed: 1_000 + number,
            };
            let picture = draw(&brief);
            let html = page(&picture);
            let items = [
                (
                    DRAW,
                    "application/json",
                    brief.to_json(),
                    "image/png",
                    content_digest(&picture),
                ),
                (
                    RENDER,
                    "image/png",
                    picture,
                    "text/html",
                    content_digest(html.as_bytes()),
                ),
            ];
            for (capability_id, input_media_type, input, output_media_type, answer) in items {
                let item = Item {
                    capability_id: capability_id.into(),
                    input_media_type: input_media_type.into(),
                    input,
                    output_media_type: output_media_type.into(),
                    oracle: Oracle {
                        form: Some(Form::ExactDigest(answer.into())),
                    },
                    seen_by: Vec::new(),
                };
                self.bank.stock(item).expect("new to the bank");
            }
        }
    }

    /// Runs a funnel to its end, and the world until nothing of it is under way.
    pub(crate) fn carry_out(&mut self, commission: &Commission<'_>) -> Carried {
        self.step = commission.name.into();
        self.facts = commission.plan.facts.clone();
        self.deals.clear();
        self.by_offer.clear();
        self.evidence.clear();
        let before = self.expectations(&commission.plan.facts.capability_id);
        let mut funnel = Funnel::new(commission.plan.clone(), &self.policy, self.now_ms);
        let mut events = Vec::new();
        // What was let go of goes on: its outcome belongs into reputation too.
        let mut until_ms = i64::MAX;
        loop {
            let mut is_quiet = true;
            while let Some(action) = funnel.poll_action() {
                is_quiet = false;
                self.act(action, commission, &mut events);
            }
            self.drain(&mut events);
            for event in events.drain(..) {
                is_quiet = false;
                self.tell(&mut funnel, Some(event));
            }
            if funnel.is_done() && until_ms == i64::MAX {
                until_ms = self.now_ms + 180_000;
            }
            if is_quiet && !self.pass_time(&mut funnel, until_ms, &mut events) {
                break;
            }
        }
        let work = self
            .deals
            .values()
            .find(|deal| Some(deal.with.agent()) == done_by(&funnel) && deal.purpose == Purpose::Work);
        let output = work.and_then(|deal| deal.result.as_ref()?.1.output.clone());
        let after = self.expectations(&commission.plan.facts.capability_id);
        let standings = before
            .into_iter()
            .zip(after)
            .map(|((agent, before), (_, after))| (agent, before, after));
        Carried {
            ending: funnel.ending().cloned().expect("it has ended"),
            output,
            report: funnel.report(),
            evidence: std::mem::take(&mut self.evidence),
            standings: standings
                .filter(|(_, before, after)| (before - after).abs() > 5e-4)
                .collect(),
        }
    }

    /// Tells the funnel something, or that time has passed.
    fn tell(&mut self, funnel: &mut Funnel, event: Option<Event>) {
        let advice = &mut Advice {
            policy: &self.policy,
            memory: &self.mind,
            passes: &mut self.passes,
        };
        match event {
            Some(event) => funnel.handle(event, advice, self.now_ms),
            None => funnel.tick(advice, self.now_ms),
        }
    }

    /// On to whatever happens next; false if that is after a time.
    fn pass_time(&mut self, funnel: &mut Funnel, until_ms: i64, events: &mut Vec<Event>) -> bool {
        let parcels = self.wire.keys().next().map(|(at_ms, _)| *at_ms);
        let agents = self.agents.values().filter_map(Agent::next_timeout_ms).min();
        let next = [parcels, agents, self.engine.next_timeout_ms(), funnel.next_timeout_ms()];
        let Some(next_ms) = next.into_iter().flatten().min().filter(|next_ms| *next_ms <= until_ms) else {
            return false;
        };
        self.now_ms = self.now_ms.max(next_ms);
        while let Some(entry) = self.wire.first_entry().filter(|entry| entry.key().0 <= self.now_ms) {
            let parcel = entry.remove();
            self.arrived(parcel, events);
        }
        let now_ms = self.now_ms;
        self.engine.handle_timeout(now_ms);
        self.agents.values_mut().for_each(|agent| agent.tick(now_ms));
        self.tell(funnel, None);
        true
    }

    fn send(&mut self, after_ms: i64, parcel: Parcel) {
        self.sent += 1;
        self.wire.insert((self.now_ms + after_ms, self.sent), parcel);
    }

    fn arrived(&mut self, parcel: Parcel, events: &mut Vec<Event>) {
        let now_ms = self.now_ms;
        match parcel {
            Parcel::ToAgent { agent, bundle } => {
                if let Some(agent) = self.agents.get_mut(&agent) {
                    agent.receive(&bundle, now_ms);
                }
            }
            Parcel::ToRequester { bundle } => {
                let _ = self.engine.receive(&bundle, now_ms);
            }
            Parcel::Wake { agent, contract } => {
                if let Some(agent) = self.agents.get_mut(&agent) {
                    agent.done(&contract, now_ms);
                }
            }
            Parcel::Answer { round, candidates } => events.push(Event::Found { round, candidates }),
            Parcel::Evidence { ticket, package } => self.look_at_evidence(ticket, package.as_deref(), events),
        }
    }

    /// Everything that the engines want done. Disks are memory, and safe at once.
    fn drain(&mut self, events: &mut Vec<Event>) {
        while let Some(action) = self.engine.poll() {
            match action {
                Asked::Persist(persist) => self.engine.persisted(persist.ticket),
                Asked::Send(outgoing) => {
                    let after_ms = self.agents.get(&outgoing.to).map_or(0, Agent::distance_ms);
                    let (agent, bundle) = (outgoing.to, outgoing.bundle);
                    self.send(after_ms, Parcel::ToAgent { agent, bundle });
                }
                Asked::Event(event) => self.heard(event, events),
            }
        }
        let now_ms = self.now_ms;
        let wishes: Vec<_> = self
            .agents
            .iter_mut()
            .map(|(id, agent)| (*id, agent.distance_ms(), agent.drain(now_ms)))
            .collect();
        for (agent, distance_ms, wishes) in wishes {
            for wish in wishes {
                match wish {
                    Wish::Send(outgoing) => self.send(
                        distance_ms,
                        Parcel::ToRequester {
                            bundle: outgoing.bundle,
                        },
                    ),
                    Wish::Wake { contract, at_ms } => self.send(at_ms - now_ms, Parcel::Wake { agent, contract }),
                }
            }
        }
    }

    /// Into reputation: only what has a contract in one's own book counts.
    fn saw(&mut self, ticket: Ticket, seen: Seen) {
        let contract = self.deals.get(&ticket).and_then(|deal| deal.contract);
        let engagement = contract.and_then(|contract| self.engine.engagement(&contract));
        if let Some(Ok(outcome)) = engagement.map(|engagement| ContractOutcome::of(engagement, seen, self.now_ms)) {
            self.count(outcome);
        }
    }

    fn count(&mut self, outcome: ContractOutcome) {
        let taken = self.mind.0.record(outcome, self.now_ms);
        self.persist(taken);
    }

    fn persist(&mut self, taken: Taken) {
        if let Taken::Counted(persist) = taken {
            self.mind.0.persisted(persist.ticket);
        }
    }

    fn deal_of(&mut self, contract: &ObjectId) -> Option<(Ticket, &mut Deal)> {
        let offer = self.engine.engagement(contract)?.offer();
        let ticket = *self.by_offer.get(&offer)?;
        Some((ticket, self.deals.get_mut(&ticket)?))
    }

    fn expectations(&self, capability_id: &str) -> Vec<(AgentId, f64)> {
        let offering = self
            .agents
            .iter()
            .filter(|(_, agent)| agent.player.offers == capability_id);
        let expectation = |(id, agent): (&AgentId, &Agent)| {
            let subject = Subject {
                agent: *id,
                capability_id: capability_id.into(),
                behavior_digest: agent.player.behavior(),
            };
            (*id, self.mind.0.standing(&subject, self.now_ms).opinion.expectation())
        };
        offering.map(expectation).collect()
    }

    pub(crate) fn name_of(&self, agent: AgentId) -> String {
        if agent == self.key.agent_id() {
            return "requester".into();
        }
        self.agents
            .get(&agent)
            .map_or_else(|| agent.to_did_key(), |agent| agent.player.name.into())
    }
}

fn done_by(funnel: &Funnel) -> Option<AgentId> {
    match funnel.ending() {
        Some(Ending::Completed { by, .. }) => Some(*by),
        _ => None,
    }
}

fn author(key: &SoftwareKey) -> Author {
    Author {
        network_id: NETWORK.into(),
        agent: key.agent_id(),
        delegation: None,
    }
}
