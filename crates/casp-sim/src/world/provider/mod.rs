//! A provider: the engine that ships, a descriptor that is kept alive, and a behaviour.

mod evidence;
mod publish;

use std::collections::BTreeMap;

use casp_execution::provider::{Finish, Quoting};
use casp_execution::{Action, Provider as Engine, ProviderEvent, ProviderLimits, Speaker};
use casp_identity::{ObjectId, Signer as _};
use casp_task::content::{inline, inline_bytes};
use casp_task::draft::Author;
use casp_wire::v1::{Money, Offer, TaskRequest};

use self::evidence::Evidence;
use self::publish::Notice;
pub(super) use self::publish::behavior;
use super::config::{Behaviour, Config, Drift, Group};
use super::draws::{Draws, Use};
use super::key::AgentKey;
use super::stage::{Event, NETWORK, Node, Parcel, Stage};
use super::work::{MEDIA_TYPE, truth, untruth};
use crate::engine::{Span, Time};

/// What becomes of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Right,
    Wrong,
    Fails,
}

pub(super) struct Provider {
    number: usize,
    key: AgentKey,
    author: Author,
    engine: Engine<AgentKey, Draws>,
    group: Group,
    drift: Option<Drift>,
    chance: Draws,
    price_micros: u64,
    notice: Notice,
    /// Changes of its true behaviour.
    version: u64,
    /// Whether it takes no more work.
    is_closed: bool,
    /// Whether it is not heard of any more.
    is_gone: bool,
    /// When it has done what it has taken so far.
    free: Time,
    jobs: BTreeMap<ObjectId, Job>,
    timer: Option<i64>,
}

/// What it has to do, and what shows that it did.
struct Job {
    began_ms: i64,
    request: TaskRequest,
    evidence: Option<Evidence>,
}

impl Provider {
    pub(super) fn new(number: usize, group: Group, config: &Config, seed: u64, stage: &mut Stage) -> Self {
        let (drift, ttl_ms) = (config.drift, config.directory.ttl_ms);
        let draws = |what| Draws::of(seed, what, u64::try_from(number).unwrap_or(u64::MAX));
        let secret = draws(Use::Key).bytes();
        let key = AgentKey::of(&secret, config.signatures);
        stage.enter(Node::Provider(number), key.agent_id());
        let author = Author {
            network_id: NETWORK.into(),
            agent: key.agent_id(),
            delegation: None,
        };
        let speaker = Speaker {
            author: author.clone(),
            signer: AgentKey::of(&secret, config.signatures),
            delegation: None,
        };
        let mut chance = draws(Use::Conduct);
        let latency_ms = chance.between(group.latency_ms);
        let price_micros = chance.between(group.price_micros);
        Self {
            number,
            notice: Notice::new(key.agent_id(), latency_ms, ttl_ms),
            key,
            author,
            engine: Engine::new(speaker, draws(Use::Engine), ProviderLimits::default()),
            group,
            drift: drift.filter(|_| group.behaviour != Behaviour::Sybil),
            chance,
            price_micros,
            version: 0,
            is_closed: false,
            is_gone: false,
            free: stage.queue.now(),
            jobs: BTreeMap::new(),
            timer: None,
        }
    }

    /// Announces itself within a refresh's time, and lets what will happen to it happen.
    pub(super) fn enters(&mut self, refresh: Span, stage: &mut Stage) {
        let most = u64::try_from(refresh.0).unwrap_or_default().min(1_000_000);
        let after = self.chance.between(super::config::Between { least: 0, most });
        let after = Span(i64::try_from(after).unwrap_or_default());
        stage.schedule_after(after, Event::Keeps(self.number));
        self.schedule_drift(stage);
        if let Some(leaving) = self.group.leaving {
            let after = self.chance.wait(leaving.mean);
            stage.schedule_after(after, Event::Leaves(self.number));
        }
    }

    fn schedule_drift(&mut self, stage: &mut Stage) {
        if let Some(drift) = self.drift {
            let after = self.chance.wait(drift.mean);
            stage.schedule_after(after, Event::Drifts(self.number));
        }
    }

    /// Its true behaviour changes.
    pub(super) fn drifts(&mut self, stage: &mut Stage) {
        self.version = self.version.saturating_add(1);
        self.schedule_drift(stage);
    }

    /// Refreshes its descriptor, or announces a new one if it has changed.
    pub(super) fn keeps(&mut self, refresh: Span, stage: &mut Stage) {
        if self.is_closed {
            return;
        }
        self.publish(stage);
        stage.schedule_after(refresh, Event::Keeps(self.number));
    }

    pub(super) fn leaves(&mut self, stage: &mut Stage) {
        self.is_closed = true;
        self.is_gone = self.group.leaving.is_some_and(|leaving| leaving.is_silent);
        if !self.is_gone {
            self.withdraw(stage);
        }
    }

    pub(super) fn receives(&mut self, from: Node, parcel: Parcel, stage: &mut Stage) {
        if self.is_gone {
            return;
        }
        match parcel {
            // A refused statement is refused; a remote peer is told no more.
            Parcel::Statement(bundle) => drop(self.engine.receive(&bundle, stage.now_ms())),
            Parcel::Refusal(_) => self.notice.refused(),
            Parcel::EvidenceWanted { task, ticket, contract } => {
                let bytes = self.package(&contract);
                let parcel = Parcel::Evidence { task, ticket, bytes };
                stage.send("evidence-package", Node::Provider(self.number), from, parcel);
            }
            _ => {}
        }
        self.settle(stage);
    }

    pub(super) fn timer(&mut self, stage: &mut Stage) {
        if self.is_gone {
            return;
        }
        self.engine.handle_timeout(stage.now_ms());
        self.settle(stage);
    }

    /// Everything that the engine wants done. Its disk is memory, and safe at once.
    fn settle(&mut self, stage: &mut Stage) {
        while let Some(action) = self.engine.poll() {
            match action {
                Action::Persist(persist) => self.engine.persisted(persist.ticket),
                Action::Send(outgoing) => {
                    let kind = outgoing.statement.payload_type();
                    stage.send_to_agent(kind, Node::Provider(self.number), &outgoing.to, outgoing.bundle);
                }
                Action::Event(event) => self.hears(event, stage),
            }
        }
        let next_ms = self.engine.next_timeout_ms();
        stage.wake(Node::Provider(self.number), next_ms, &mut self.timer);
    }

    fn hears(&mut self, event: ProviderEvent, stage: &mut Stage) {
        match event {
            ProviderEvent::Offered { offer, message, .. } => self.quotes(&offer, &message, stage.now_ms()),
            ProviderEvent::Work { contract, request, .. } => self.takes(contract, *request, stage),
            ProviderEvent::Ended { contract, .. } => drop(self.jobs.remove(&contract)),
            _ => {}
        }
    }

    /// Quotes its price for what it announces now, and for nothing that it announced before.
    fn quotes(&mut self, offer: &ObjectId, message: &Offer, now_ms: i64) {
        let mut terms = message.terms.clone().unwrap_or_default();
        if self.is_closed || terms.behavior_digest != self.notice.behavior() {
            return;
        }
        let most = terms.price.as_ref().map_or(0, |price| price.amount_micros);
        terms.price = Some(Money {
            currency: "EUR".into(),
            amount_micros: self.price_micros.min(most),
        });
        let quoting = Quoting {
            terms: Some(terms),
            life_ms: 60_000,
        };
        // Without room there is no quote.
        let _ = self.engine.quote(offer, quoting, now_ms);
    }

    /// Takes a task: it is done after those that were taken before.
    fn takes(&mut self, contract: ObjectId, request: TaskRequest, stage: &mut Stage) {
        let now = stage.queue.now();
        let began = self.free.max(now);
        let work = self.chance.between(self.group.work);
        self.free = began.after(Span(i64::try_from(work).unwrap_or(i64::MAX)));
        let job = Job {
            began_ms: began.ms(),
            request,
            evidence: None,
        };
        self.jobs.insert(contract, job);
        let provider = self.number;
        stage.queue.schedule(self.free, Event::Worked { provider, contract });
    }

    /// Its work is done.
    pub(super) fn worked(&mut self, contract: &ObjectId, stage: &mut Stage) {
        if self.is_gone {
            return;
        }
        if let Some(finish) = self.finished(contract, stage.now_ms()) {
            // Nobody may want it any more.
            let _ = self.engine.finish(contract, finish, stage.now_ms());
        }
        self.settle(stage);
    }

    fn finished(&mut self, contract: &ObjectId, now_ms: i64) -> Option<Finish> {
        let fate = self.fate();
        let terms = self.engine.engagement(contract)?.terms();
        let (capability_id, owes_evidence) = (terms.capability_id.clone(), !terms.evidence.is_empty());
        let input = self.jobs.get(contract)?.request.input.clone()?;
        let bytes = inline_bytes(&input)?;
        let answer = match fate {
            Fate::Right => truth(&capability_id, bytes),
            Fate::Wrong => untruth(&capability_id, bytes),
            Fate::Fails => return Some(Finish::failed("failed")),
        };
        let output = inline(MEDIA_TYPE, answer);
        let mut finish = Finish::completed(output);
        if owes_evidence {
            self.write_evidence(contract, &input, &mut finish, now_ms);
        }
        Some(finish)
    }

    fn fate(&mut self) -> Fate {
        let stale_wrong = self.drift.map_or(0.0, |drift| drift.stale_wrong);
        if self.version != self.notice.version() && self.chance.happens(stale_wrong) {
            return Fate::Wrong;
        }
        match self.group.behaviour {
            Behaviour::Sybil => Fate::Wrong,
            Behaviour::Cheat { wrong } if self.chance.happens(wrong) => Fate::Wrong,
            Behaviour::Honest { failure } if self.chance.happens(failure) => Fate::Fails,
            _ => Fate::Right,
        }
    }
}
