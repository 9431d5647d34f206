//! A provider: the engine that ships, a descriptor that is kept alive, and a behaviour.

mod admission;
mod evidence;
mod fate;
mod job;
mod publish;

use std::collections::BTreeMap;
use std::num::NonZeroU16;

use casp_execution::provider::{Effect, Finish, Quoting};
use casp_execution::{Action, Provider as Engine, ProviderEvent, ProviderLimits, Speaker};
use casp_identity::{AgentId, ObjectId, Signer as _};
use casp_task::draft::Author;
use casp_wire::v1::{Money, Offer};

use self::job::Job;
pub(super) use self::publish::behavior;
use self::publish::{DESCRIPTOR, Notice};
use super::config::{Admission, Behaviour, Config, Drift, Group, Signatures, Step};
use super::ring::Accomplice;
use super::stage::{Event, NETWORK, Node, Parcel, Stage};
use crate::chance::{Stream, Streams};
use crate::engine::{Span, Time};
use crate::key::AgentKey;
use crate::number;
use crate::station::Station;

/// What all providers of a group have in common.
pub(super) struct Trade {
    pub(super) group: Group,
    step: Step,
    drift: Option<Drift>,
    ttl_ms: u64,
    refresh_at: f64,
    refresh_jitter: f64,
    announces_changes: bool,
    works_for_places: bool,
    signatures: Signatures,
}

impl Trade {
    pub(super) fn of(group: &Group, config: &Config) -> Option<Self> {
        let directory = &config.directory;
        Some(Self {
            step: config.workload.steps.get(group.step)?.clone(),
            drift: config.drift.filter(|_| group.behaviour != Behaviour::Sybil),
            ttl_ms: directory.ttl_ms,
            refresh_at: directory.refresh_at,
            refresh_jitter: directory.refresh_jitter,
            announces_changes: directory.announces_changes,
            works_for_places: directory.admission == Admission::Shipped,
            signatures: config.signatures,
            group: group.clone(),
        })
    }
}

type Sides = Engine<AgentKey, Stream>;

pub(super) struct Provider {
    number: usize,
    /// Its place in its group.
    place: u32,
    /// Names that it had before this one.
    names: u64,
    key: AgentKey,
    /// From the first statement on.
    engine: Option<Box<Sides>>,
    conduct: Stream,
    /// How long its tasks take. What else it draws has streams of its own, so that it stays the same under every policy.
    pace: Stream,
    refreshes: Stream,
    host: Stream,
    well: f64,
    price_micros: u64,
    notice: Notice,
    /// Changes of its true behaviour.
    version: u64,
    /// Answers under this name.
    answers: u32,
    /// Whether it takes no more work.
    is_closed: bool,
    /// Whether it is not heard of any more.
    is_gone: bool,
    is_down: bool,
    line: Station,
    /// When it goes cold.
    warm_until: Option<Time>,
    jobs: BTreeMap<ObjectId, Job>,
    timer: Option<i64>,
}

impl Provider {
    pub(super) fn new(number: usize, place: u32, trade: &Trade, stage: &mut Stage) -> Self {
        let secret = secret(stage.streams, number, 0);
        let key = stage.enter(Node::Provider(number), &secret, trade.signatures);
        let group = &trade.group;
        let draws = |what| stream(stage.streams, what, number);
        let mut figures = draws("provider figures");
        let well_ppm = figures.between(group.well_ppm.least, group.well_ppm.most);
        let p95_ms = figures.between(group.says_p95_ms.least, group.says_p95_ms.most);
        let price_micros = figures.between(group.price_micros.least, group.price_micros.most);
        Self {
            number,
            place,
            names: 0,
            notice: Notice::new(key.agent_id(), p95_ms, group.says_ppm.unwrap_or(well_ppm)),
            key,
            engine: None,
            conduct: draws("provider conduct"),
            pace: draws("provider pace"),
            refreshes: draws("provider refreshes"),
            host: draws("provider host"),
            well: number::float(well_ppm) / 1e6,
            price_micros,
            version: 0,
            answers: 0,
            is_closed: false,
            is_gone: false,
            is_down: false,
            line: Station::new(NonZeroU16::MIN, None, stage.queue.now()),
            warm_until: None,
            jobs: BTreeMap::new(),
            timer: None,
        }
    }

    pub(super) fn agent(&self) -> AgentId {
        self.key.agent_id()
    }

    /// Itself as a party to contracts that never were, while it can be found.
    pub(super) fn accomplice<'a>(&'a self, trade: &'a Trade) -> Option<Accomplice<'a>> {
        let descriptor = self.notice.descriptor().filter(|_| !self.is_closed)?;
        Some(Accomplice {
            key: &self.key,
            step: &trade.step,
            descriptor,
            behavior: self.notice.behavior(),
            price_micros: self.price_micros,
        })
    }

    /// Announces itself at some moment of its first refresh interval, and lets what will happen to it happen.
    pub(super) fn enters(&mut self, trade: &Trade, stage: &mut Stage) {
        let joins = trade.group.joins;
        let most = trade.refresh_interval(0.0).0;
        let most = u64::try_from(most).unwrap_or_default();
        let after = self.refreshes.between(0, most);
        let after = Span(i64::try_from(after).unwrap_or_default());
        let joined = |after: Span| Span(joins.0.saturating_add(after.0));
        stage.schedule_after(joined(after), Event::Keeps(self.number));
        self.schedule_drift(trade, stage);
        if let Some(leaving) = trade.group.leaving {
            let after = stream(stage.streams, "provider leaves", self.number).exponential(leaving.mean);
            stage.schedule_after(joined(after), Event::Leaves(self.number));
        }
        if let Some(churn) = trade.group.churn {
            let after = self.host.exponential(churn.up);
            stage.schedule_after(joined(after), Event::Turns(self.number));
        }
    }

    fn schedule_drift(&mut self, trade: &Trade, stage: &mut Stage) {
        if let Some(drift) = trade.drift {
            // A stream for each change: whatever else a provider draws, it changes at the same times.
            let index = (self.version << 32) | u64::try_from(self.number).unwrap_or(u64::MAX);
            let after = stage.streams.stream("provider drift", index).exponential(drift.mean);
            stage.schedule_after(after, Event::Drifts(self.number));
        }
    }

    /// Its true behaviour changes.
    pub(super) fn drifts(&mut self, trade: &Trade, stage: &mut Stage) {
        self.version = self.version.saturating_add(1);
        self.schedule_drift(trade, stage);
        if trade.announces_changes && self.speaks() && self.notice.is_announced() {
            self.publish(trade, stage);
        }
    }

    /// Refreshes its descriptor, or announces a new one if it has changed.
    pub(super) fn keeps(&mut self, trade: &Trade, stage: &mut Stage) {
        if self.is_closed {
            return;
        }
        if self.speaks() {
            self.publish(trade, stage);
        }
        let jitter = trade.refresh_jitter * (2.0 * self.refreshes.unit() - 1.0);
        let after = trade.refresh_interval(jitter);
        stage.schedule_after(after, Event::Keeps(self.number));
    }

    /// Its host goes down, or comes up again.
    pub(super) fn turns(&mut self, trade: &Trade, stage: &mut Stage) {
        let Some(churn) = trade.group.churn.filter(|_| !self.is_gone) else {
            return;
        };
        self.is_down = !self.is_down;
        let mean = if self.is_down { churn.down } else { churn.up };
        let after = self.host.exponential(mean);
        stage.schedule_after(after, Event::Turns(self.number));
        if self.is_down {
            self.jobs.values_mut().for_each(|job| job.is_lost = !job.is_done);
            return;
        }
        // It is cold, and nothing waits.
        self.warm_until = None;
        self.line = Station::new(NonZeroU16::MIN, None, stage.queue.now());
        let now_ms = stage.now_ms();
        let lost: Vec<ObjectId> = self
            .jobs
            .iter()
            .filter(|(_, job)| job.is_lost)
            .map(|(id, _)| *id)
            .collect();
        if let Some(engine) = &mut self.engine {
            for contract in lost {
                // Nobody may want it any more.
                let _ = engine.finish(&contract, Finish::failed("restarted"), now_ms);
            }
            engine.handle_timeout(now_ms);
        }
        self.settle(trade, stage);
        if !self.is_closed {
            self.publish(trade, stage);
        }
    }

    pub(super) fn leaves(&mut self, trade: &Trade, stage: &mut Stage) {
        self.is_closed = true;
        self.is_gone = self.is_down || trade.group.leaving.is_some_and(|leaving| leaving.is_silent);
        if self.speaks() {
            self.withdraw(stage);
        }
    }

    /// Whether anything comes from it now.
    const fn speaks(&self) -> bool {
        !self.is_gone && !self.is_down
    }

    pub(super) fn receives(&mut self, from: Node, parcel: Parcel, trade: &Trade, stage: &mut Stage) {
        if !self.speaks() {
            return;
        }
        match parcel {
            // A refused statement is refused; a remote peer is told no more.
            Parcel::Statement(bundle) => {
                let now_ms = stage.now_ms();
                let _ = self.sides(trade, stage).receive(&bundle, now_ms);
            }
            Parcel::Refusal(_, Some(challenge)) => self.works_for_place(from, &challenge, stage),
            Parcel::Refusal(_, None) => self.notice.refused(),
            Parcel::EvidenceWanted { task, ticket, contract } => {
                let bytes = self.package(&contract);
                let parcel = Parcel::Evidence { task, ticket, bytes };
                stage.send("evidence-package", Node::Provider(self.number), from, parcel);
            }
            _ => {}
        }
        self.settle(trade, stage);
    }

    pub(super) fn timer(&mut self, trade: &Trade, stage: &mut Stage) {
        if !self.speaks() {
            return;
        }
        if let Some(engine) = &mut self.engine {
            engine.handle_timeout(stage.now_ms());
        }
        self.settle(trade, stage);
    }

    /// The engine of its present name.
    fn sides(&mut self, trade: &Trade, stage: &Stage) -> &mut Sides {
        let (number, names, streams) = (self.number, self.names, stage.streams);
        self.engine.get_or_insert_with(|| {
            let signer = AgentKey::of(&secret(streams, number, names), trade.signatures.stand_in());
            let speaker = Speaker {
                author: author(&signer),
                signer,
                delegation: None,
            };
            let random = named(streams, "provider engine", number, names);
            let mut engine = Engine::new(speaker, random, ProviderLimits::default());
            engine.share(stage.keys.clone());
            Box::new(engine)
        })
    }

    /// Everything that the engine wants done. Its disk is memory, and safe at once.
    fn settle(&mut self, trade: &Trade, stage: &mut Stage) {
        while let Some(action) = self.engine.as_mut().and_then(|engine| engine.poll()) {
            match action {
                Action::Persist(persist) => {
                    if let Some(engine) = &mut self.engine {
                        engine.persisted(persist.ticket);
                    }
                }
                Action::Send(outgoing) => {
                    let kind = outgoing.statement.payload_type();
                    stage.send_to_agent(kind, Node::Provider(self.number), &outgoing.to, outgoing.bundle);
                }
                Action::Event(event) => self.hears(event, trade, stage),
            }
        }
        self.renews(trade, stage);
        let next_ms = self.engine.as_ref().and_then(|engine| engine.next_timeout_ms());
        stage.wake(Node::Provider(self.number), next_ms, &mut self.timer);
    }

    fn hears(&mut self, event: ProviderEvent, trade: &Trade, stage: &mut Stage) {
        let now_ms = stage.now_ms();
        match event {
            ProviderEvent::Offered { offer, message, .. } => self.quotes(&offer, &message, trade, now_ms),
            ProviderEvent::Work { contract, request, .. } => self.takes(contract, *request, trade, stage),
            ProviderEvent::Committed { contract } => {
                if let Some(engine) = &mut self.engine {
                    // Too late is too late.
                    let _ = engine.begin(&contract, Effect::Unknowable, now_ms);
                }
            }
            ProviderEvent::Act { contract } => self.publishes(&contract, stage),
            ProviderEvent::Ended { contract, .. } => drop(self.jobs.remove(&contract)),
            _ => {}
        }
    }

    /// Quotes its price for what it announces now, and for nothing that it announced before.
    fn quotes(&mut self, offer: &ObjectId, message: &Offer, trade: &Trade, now_ms: i64) {
        let mut terms = message.terms.clone().unwrap_or_default();
        if self.is_closed || self.is_spoilt(trade) || terms.behavior_digest != self.notice.behavior() {
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
        if let Some(engine) = &mut self.engine {
            // Without room there is no quote.
            let _ = engine.quote(offer, quoting, now_ms);
        }
    }

    /// Whether its name has answered so often that it takes another.
    fn is_spoilt(&self, trade: &Trade) -> bool {
        trade.group.renames_after.is_some_and(|most| self.answers >= most)
    }

    /// Takes a new name when this one is spoilt, and nothing is left that was agreed under it.
    fn renews(&mut self, trade: &Trade, stage: &mut Stage) {
        if !self.is_spoilt(trade) || !self.jobs.is_empty() || self.is_closed {
            return;
        }
        self.names = self.names.saturating_add(1);
        self.answers = 0;
        let secret = secret(stage.streams, self.number, self.names);
        self.key = stage.enter(Node::Provider(self.number), &secret, trade.signatures);
        self.engine = None;
        self.notice = self.notice.under(self.key.agent_id());
        self.publish(trade, stage);
    }
}

impl Trade {
    /// From one refresh to the next.
    fn refresh_interval(&self, jitter: f64) -> Span {
        let ttl_us = number::float(self.ttl_ms) * 1_000.0;
        Span(number::whole(ttl_us * self.refresh_at * (1.0 + jitter)).max(1_000))
    }
}

fn stream(streams: Streams, what: &str, number: usize) -> Stream {
    named(streams, what, number, 0)
}

/// A stream of a provider under one of its names.
fn named(streams: Streams, what: &str, number: usize, names: u64) -> Stream {
    streams.stream(what, (names << 32) | u64::try_from(number).unwrap_or(u64::MAX))
}

/// What its key under one of its names is made of.
pub(super) fn secret(streams: Streams, number: usize, names: u64) -> [u8; 32] {
    named(streams, "provider key", number, names).bytes()
}

fn author(key: &AgentKey) -> Author {
    Author {
        network_id: NETWORK.into(),
        agent: key.agent_id(),
        delegation: None,
    }
}
