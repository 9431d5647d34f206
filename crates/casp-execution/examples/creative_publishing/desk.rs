//! The requester: a funnel for each step, joined to the engine that carries engagements out, on a network in virtual time.

use std::collections::BTreeMap;
use std::sync::Arc;

use casp_canary::{CanaryVerdictKind, Judgement};
use casp_discovery::Entry;
use casp_execution::funnel::{
    Action, Advice, DeliveredAs, Ending, Event, Found, Funnel, Memory, Outcome, Plan, ProbeVerdict, Purpose, Reason,
    Report, Seat, Ticket, Wanted,
};
use casp_execution::requester::{Accepting, Acknowledging, Ending as Ended, Offering};
use casp_execution::{Action as Asked, Requester, RequesterEvent, RequesterLimits, Speaker, judge};
use casp_identity::{AgentId, HashKey, ObjectId, Signed, Signer as _, SoftwareKey, Verifier};
use casp_task::content::{content_digest, inline, inline_bytes};
use casp_task::draft::Author;
use casp_trust::policy::TieredPolicy;
use casp_trust::probe::{Bank as _, Draws, Item, PassCache, Probe, StockedBank, Visible};
use casp_trust::reputation::{ContractOutcome, Proof, ReputationLimits, ReputationRules, Seen, Taken, danger};
use casp_trust::{Policy as _, Reputation, Standing, Subject, TaskFacts};
use casp_wire::v1::{
    Content, Intent, Money, Oracle, RiskClass, SideEffect, TaskResult, TaskStatus, Terms, oracle::Form,
};

use crate::NETWORK;
use crate::agent::{Agent, Wish};
use crate::cast::{DRAW, PLAYERS, RENDER, Random, key as cast_key, random};
use crate::market::Market;
use crate::page::page;
use crate::picture::{Brief, draw};

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

    /// What the engine tells, as the funnel hears it.
    fn heard(&mut self, event: RequesterEvent, events: &mut Vec<Event>) {
        match event {
            RequesterEvent::Quoted { offer, terms, .. } => {
                if let Some(ticket) = self.by_offer.get(&offer).copied() {
                    let price_micros = terms.price.map_or(0, |price| price.amount_micros);
                    events.push(Event::Quoted { ticket, price_micros });
                }
            }
            RequesterEvent::Prepared { contract, plan, .. } => {
                if let Some((ticket, deal)) = self.deal_of(&contract) {
                    deal.plan = Some(*plan);
                    events.push(Event::Prepared { ticket });
                }
            }
            RequesterEvent::Delivered { contract, result } => self.delivered(&contract, *result, events),
            RequesterEvent::Ended(ended) => {
                let Some(ticket) = self.by_offer.get(&ended.offer).copied() else {
                    return;
                };
                match ended.ending {
                    Ended::NoQuote | Ended::Lapsed => events.push(Event::NoQuote { ticket }),
                    Ended::NoResult { .. } => {
                        if self.deals.get(&ticket).is_some_and(|deal| deal.is_released) {
                            self.saw(ticket, Seen::NoResult);
                        }
                        events.push(Event::EngagementEnded { ticket });
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn delivered(&mut self, contract: &ObjectId, result: TaskResult, events: &mut Vec<Event>) {
        let id = self
            .engine
            .engagement(contract)
            .and_then(|engagement| engagement.result());
        let Some((ticket, deal)) = self.deal_of(contract) else {
            return;
        };
        deal.result = id.map(|id| (id, result.clone()));
        let Some(probe) = &deal.probe else {
            let status = match result.status() {
                TaskStatus::Completed => DeliveredAs::Completed,
                TaskStatus::Partial => DeliveredAs::Partial,
                TaskStatus::Cancelled => DeliveredAs::Cancelled,
                TaskStatus::Indeterminate => DeliveredAs::Indeterminate,
                TaskStatus::Failed | TaskStatus::Unspecified => DeliveredAs::Failed,
            };
            return events.push(Event::Delivered { ticket, status });
        };
        let verdict = match (result.status(), probe.commitment.judge(&result)) {
            (TaskStatus::Completed, Judgement::Passed) => ProbeVerdict::Passed,
            (TaskStatus::Completed, Judgement::Failed) => ProbeVerdict::Failed,
            _ => ProbeVerdict::Unanswered,
        };
        let is_released = deal.is_released;
        let _ = self
            .engine
            .acknowledge(contract, Acknowledging::Regardless, self.now_ms);
        if verdict == ProbeVerdict::Failed {
            self.open_canary(ticket);
        }
        if is_released {
            self.late_verdict(ticket, verdict);
        }
        events.push(Event::ProbeEnded { ticket, verdict });
    }

    /// The funnel waits for it no more; memory does.
    fn late_verdict(&mut self, ticket: Ticket, verdict: ProbeVerdict) {
        let Some(subject) = self.deals.get(&ticket).map(|deal| deal.with.probed().clone()) else {
            return;
        };
        match verdict {
            ProbeVerdict::Passed => {
                self.passes.passed(&subject, self.now_ms);
                self.saw(ticket, Seen::CanaryPassed);
            }
            ProbeVerdict::Failed => {
                self.passes.voided(&subject);
                self.saw(ticket, Seen::CanaryFailed);
            }
            ProbeVerdict::Unanswered | ProbeVerdict::NoResult => self.saw(ticket, Seen::Bad),
        }
    }

    /// Opens a failed canary, so that others can see it.
    fn open_canary(&mut self, ticket: Ticket) {
        let Some(deal) = self.deals.get(&ticket) else { return };
        let (Some(probe), Some((id, result)), Some(contract)) = (&deal.probe, &deal.result, deal.contract) else {
            return;
        };
        let issued = result.header.as_ref().map_or(0, |header| header.issued_at_ms);
        let header = author(&self.key).lasting(None, self.now_ms.max(issued));
        let Ok(verdict) = probe.commitment.open(header, *id, result) else {
            return;
        };
        let signed: Signed<CanaryVerdictKind> = Signed::seal(&verdict, &self.key).expect("a valid verdict");
        let bundle = self
            .engine
            .dispute_bundle(&contract)
            .map(|bundle| bundle.verdict(&signed).build());
        let name = self.name_of(deal.with.agent());
        if let Ok(Ok(bundle)) = bundle {
            self.show(format!("dispute-{}-{name}-canary.bundle", self.step), bundle, contract);
        }
    }

    /// Writes a dispute bundle, and what anyone finds in it. Findings are held against whoever they name.
    fn show(&mut self, file: String, bundle: Vec<u8>, contract: ObjectId) {
        let judgement =
            judge(&mut Verifier::new(NETWORK, None), &bundle).expect("the engine's bundles are of one engagement");
        for finding in &judgement.findings {
            let proof = Proof::of_finding(finding.party, finding.rule, contract);
            let taken = self.mind.0.hold(proof, self.now_ms);
            self.persist(taken);
        }
        let findings = judgement
            .findings
            .iter()
            .map(|finding| format!("{} broke {}", self.name_of(finding.party), finding.rule));
        let open = judgement.unresolved.iter().map(|reason| format!("open: {reason}"));
        let said: Vec<String> = findings.chain(open).collect();
        self.judged.push(format!(
            "{file}: {}",
            if said.is_empty() {
                "nothing".into()
            } else {
                said.join("; ")
            }
        ));
        self.files.push((file, bundle));
    }

    fn look_at_evidence(&mut self, ticket: Ticket, package: Option<&[u8]>, events: &mut Vec<Event>) {
        let Some(deal) = self.deals.get(&ticket) else { return };
        let (Some(contract), agent) = (deal.contract, deal.with.agent()) else {
            return;
        };
        let name = self.name_of(agent);
        let Some(package) = package else {
            self.evidence.push(format!("{name}: hands over no package"));
            let fault = "no-package".into();
            return events.push(Event::EvidenceFailed { ticket, fault });
        };
        self.files
            .push((format!("evidence-{}-{name}.pkg", self.step), package.to_vec()));
        let demands = self.policy.demands(&self.facts);
        let demanded = demands.evidence.as_ref();
        let failure = match self.engine.check_evidence(&contract, package) {
            Ok(verified) => {
                let counts = |class| demanded.is_some_and(|evidence| evidence.signer_classes.contains(&class));
                let is_of_class = verified
                    .receipts
                    .iter()
                    .all(|receipt| counts(receipt.message().signer_class()));
                let (receipts, shown) = (verified.receipts.len(), verified.events().len());
                let verdict = if is_of_class {
                    "sound"
                } else {
                    "its receipts are of signers that do not count"
                };
                self.evidence
                    .push(format!("{name}: {verdict}, {receipts} receipt, {shown} events"));
                let fault = "signer-class".into();
                return events.push(if is_of_class {
                    Event::EvidenceVerified { ticket }
                } else {
                    Event::EvidenceFailed { ticket, fault }
                });
            }
            Err(failure) => failure,
        };
        let rule = failure.rule().unwrap_or("none");
        let faults: Vec<String> = failure
            .faults
            .iter()
            .map(|fault| format!("{} {}: {}", fault.member.name(), fault.index, fault.violation))
            .collect();
        self.evidence.push(format!("{name}: {rule} ({})", faults.join("; ")));
        let _ = self.engine.withhold(&contract, self.now_ms);
        let fault = rule.into();
        if let Some(proof) = failure.proof {
            self.show(format!("dispute-{}-{name}-evidence.bundle", self.step), proof, contract);
        }
        events.push(Event::EvidenceFailed { ticket, fault });
    }

    /// What the funnel wants done.
    fn act(&mut self, action: Action, commission: &Commission<'_>, events: &mut Vec<Event>) {
        let now_ms = self.now_ms;
        match action {
            Action::Discover { round, nonce } => {
                let found = self.market.ask(&self.key, &commission.intent, nonce, round > 0, now_ms);
                self.entries.extend(
                    found
                        .iter()
                        .map(|each| (each.entry.descriptor_id(), each.entry.clone())),
                );
                let candidates = found.into();
                self.send(40, Parcel::Answer { round, candidates });
            }
            Action::Engage {
                ticket,
                with,
                purpose,
                wanted,
            } => self.engage(ticket, with, purpose, &wanted, commission, events),
            Action::Accept { ticket } => self.accept(ticket, events),
            Action::CheckPlan { ticket } => {
                let deal = self.deals.get(&ticket);
                let is_wanted =
                    deal.is_some_and(|deal| deal.plan.as_ref().is_some_and(|plan| is_page_of(plan, &deal.input)));
                events.push(Event::PlanJudged { ticket, is_wanted });
            }
            Action::Commit { ticket } => {
                if let Some(contract) = self.deals.get(&ticket).and_then(|deal| deal.contract) {
                    let _ = self.engine.commit(&contract, now_ms);
                }
            }
            Action::Release { ticket } => {
                if let Some(deal) = self.deals.get_mut(&ticket) {
                    deal.is_released = true;
                }
            }
            Action::Cancel { ticket, why } => self.cancel(ticket, why),
            Action::CheckEvidence { ticket } => {
                let Some(deal) = self.deals.get(&ticket) else { return };
                let agent = self.agents.get(&deal.with.agent());
                let package = agent
                    .zip(deal.contract)
                    .and_then(|(agent, contract)| agent.package(&contract));
                let after_ms = agent.map_or(0, Agent::distance_ms) * 2;
                self.send(after_ms, Parcel::Evidence { ticket, package });
            }
            Action::Record { ticket, outcome, .. } => self.record(ticket, &outcome),
            Action::OrderFixed { .. } | Action::Done(_) => {}
        }
    }

    fn engage(
        &mut self,
        ticket: Ticket,
        with: Arc<Seat>,
        purpose: Purpose,
        wanted: &Wanted,
        commission: &Commission<'_>,
        events: &mut Vec<Event>,
    ) {
        let (subject, version) = match (&with.sibling, purpose) {
            (Some((subject, version)), Purpose::Probe(_)) => (subject, version),
            _ => (&with.subject, &with.version),
        };
        let mut probe = None;
        if purpose != Purpose::Work {
            let look = Visible {
                input_media_type: commission.input.media_type.clone(),
                input_bytes: commission.input.size_bytes,
                price_micros: wanted.price_micros,
            };
            match self
                .bank
                .take(with.agent(), &subject.capability_id, &look, &mut self.draws)
            {
                Ok(taken) => probe = Some(taken),
                Err(_) => return events.push(Event::NoCanary { ticket }),
            }
        }
        let input = probe.as_ref().map_or_else(
            || commission.input.clone(),
            |probe| inline(probe.input_media_type.clone(), probe.input.clone()),
        );
        let side_effect = if probe.is_some() {
            SideEffect::None
        } else {
            commission.plan.facts.side_effect
        };
        let output_media_type = probe
            .as_ref()
            .map_or(&commission.output_media_type, |probe| &probe.output_media_type);
        let offering = Offering {
            provider: with.agent(),
            descriptor: with.descriptor,
            terms: Terms {
                capability_id: subject.capability_id.clone(),
                capability_version: version.clone(),
                behavior_digest: subject.behavior_digest.into(),
                side_effect: side_effect.into(),
                price: Some(Money {
                    currency: "EUR".into(),
                    amount_micros: wanted.price_micros,
                }),
                deadline_ms: wanted.deadline_ms,
                output_media_type: output_media_type.clone(),
                evidence: wanted.evidence.clone(),
                receipt_signers: Vec::new(),
            },
            input_media_type: input.media_type.clone(),
            input_bytes: input.size_bytes,
            life_ms: (wanted.quote_by_ms - self.now_ms).max(1_000),
        };
        let Ok(offer) = self.engine.offer(offering, self.now_ms) else {
            return events.push(Event::NoQuote { ticket });
        };
        self.by_offer.insert(offer, ticket);
        self.deals.insert(
            ticket,
            Deal {
                with,
                purpose,
                probe,
                input,
                offer,
                contract: None,
                plan: None,
                result: None,
                is_released: false,
            },
        );
    }

    fn accept(&mut self, ticket: Ticket, events: &mut Vec<Event>) {
        let Some(deal) = self.deals.get_mut(&ticket) else {
            return;
        };
        let accepting = Accepting {
            input: deal.input.clone(),
            blind: deal.probe.as_ref().map(|probe| probe.commitment.blind()),
        };
        match self.engine.accept(&deal.offer, accepting, self.now_ms) {
            Ok(contract) => deal.contract = Some(contract),
            Err(_) => events.push(Event::EngagementEnded { ticket }),
        }
    }

    fn cancel(&mut self, ticket: Ticket, why: Reason) {
        let Some(deal) = self.deals.get(&ticket) else { return };
        // What is over already cannot be cancelled, and need not.
        let _ = match deal.contract {
            Some(contract) => self.engine.cancel(&contract, why.code(), self.now_ms).map(drop),
            None => self.engine.decline(&deal.offer, self.now_ms),
        };
    }

    fn record(&mut self, ticket: Ticket, outcome: &Outcome) {
        let seen = match outcome {
            Outcome::CanaryPassed => Seen::CanaryPassed,
            Outcome::CanaryFailed => Seen::CanaryFailed,
            Outcome::Good { .. } => Seen::Good,
            Outcome::Bad { .. } => Seen::EvidenceFailed,
            Outcome::NoResult => Seen::NoResult,
            Outcome::Failed | Outcome::Partial => Seen::Bad,
            // Nobody knows: nobody is blamed.
            Outcome::Indeterminate => return,
        };
        self.saw(ticket, seen);
        let contract = self
            .deals
            .get(&ticket)
            .filter(|deal| deal.purpose == Purpose::Work)
            .and_then(|deal| deal.contract);
        if let (Seen::Good, Some(contract)) = (seen, contract) {
            let _ = self.engine.acknowledge(&contract, Acknowledging::Checked, self.now_ms);
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

/// Whether a plan is the page for this picture, byte for byte.
fn is_page_of(plan: &Content, picture: &Content) -> bool {
    let html = page(inline_bytes(picture).unwrap_or_default());
    plan.digest == content_digest(html.as_bytes())
}

fn author(key: &SoftwareKey) -> Author {
    Author {
        network_id: NETWORK.into(),
        agent: key.agent_id(),
        delegation: None,
    }
}
