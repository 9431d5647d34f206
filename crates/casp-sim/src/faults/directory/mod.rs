//! The registry that ships, its disk, and what it has to serve.

mod audit;
mod model;

use casp_canary::verify_case;
use casp_discovery::registry::{
    Answered, Identity, KnownAnswer, Origin, Outcome, Persist, Publishes, Refusal, Registry, RegistryLimits, Ticket,
};
use casp_discovery::{DiscoveryResultKind, seal_answer};
use casp_identity::{HashKey, Signed, Verifier};

use super::disk::Disk;
use super::forge::Needs;
use super::ledger::Invariant;
use super::node::Node;
use super::plan::REGISTRY;
use super::read;
use super::stage::{Letter, Mark, NETWORK, Parcel, Stage, short};

use model::Model;

pub(super) struct Directory {
    registry: Option<Registry>,
    disk: Disk<Option<Ticket>>,
    snapshot: Option<Vec<u8>>,
    /// The latest time that it was given in this life.
    clock_ms: i64,
    model: Model,
    audits: u64,
}

impl Directory {
    pub(super) fn new(stage: &Stage) -> Self {
        Self {
            registry: Some(fresh(stage)),
            disk: Disk::new(stage.options.lying_disks),
            snapshot: None,
            clock_ms: 0,
            model: Model::default(),
            audits: 0,
        }
    }

    /// Whether something is so, by the bed's model.
    pub(super) fn meets(&self, needs: Needs) -> bool {
        self.model.meets(needs, self.clock_ms)
    }

    fn now_ms(&mut self, stage: &Stage) -> i64 {
        self.clock_ms = self.clock_ms.max(stage.clock_ms(REGISTRY));
        self.clock_ms
    }

    fn registers(&mut self, letter: &Letter, publishes: Publishes, bytes: &[u8], stage: &mut Stage) {
        let now_ms = self.now_ms(stage);
        let origin = Origin::new(&letter.from.to_be_bytes()).unwrap_or_default();
        let Some(registry) = &mut self.registry else { return };
        match registry.register(publishes, bytes, origin, now_ms) {
            Outcome::Accepted(persist) => {
                stage.accepts(REGISTRY, letter, None);
                stage.summary.registrations = stage.summary.registrations.saturating_add(1);
                if let Some(entered) = self.model.takes(persist.agent, publishes, bytes, persist.ticket) {
                    stage.note(REGISTRY, || {
                        format!("takes {} with sequence {}", short(&entered.id), entered.sequence)
                    });
                }
                self.persists(persist, stage);
            }
            Outcome::Known(known) => {
                stage.refuses(REGISTRY, letter, &known.violation.to_string());
                if let KnownAnswer::Safe(Some(receipt)) = known.answer {
                    let latest = if receipt.refresh.is_empty() {
                        &receipt.descriptor
                    } else {
                        &receipt.refresh
                    };
                    stage.send(REGISTRY, letter.from, Parcel::Receipt(read::named(latest)));
                }
            }
            Outcome::Refused(refusal) => self.declines(letter, *refusal, stage),
        }
    }

    fn declines(&mut self, letter: &Letter, refusal: Refusal, stage: &mut Stage) {
        let why = refusal
            .violation
            .map_or_else(|| refusal.reason.name().into(), |violation| violation.to_string());
        stage.refuses(REGISTRY, letter, &why);
        if let Some(persist) = refusal.persist {
            self.model.voids(persist.agent);
            self.persists(persist, stage);
        }
        if letter.mark == Mark::Genuine {
            stage.send(REGISTRY, letter.from, Parcel::Refusal);
        }
    }

    fn persists(&mut self, persist: Persist, stage: &mut Stage) {
        self.disk.give(Some(persist.ticket), persist.record);
        stage.write_later(REGISTRY);
    }

    fn answers(&mut self, letter: &Letter, (task, round): (u16, u32), bytes: &[u8], stage: &mut Stage) {
        let now_ms = self.now_ms(stage);
        let Some(registry) = &mut self.registry else { return };
        match registry.query(bytes, now_ms) {
            Ok(answered) => {
                stage.accepts(REGISTRY, letter, None);
                let Answered {
                    result,
                    entries,
                    persist,
                } = answered;
                if let Some(persist) = persist {
                    self.persists(persist, stage);
                }
                let key = stage.own_key(REGISTRY);
                let sealed = Signed::<DiscoveryResultKind>::seal(&result, &key);
                if let Some(bytes) = sealed.ok().and_then(|result| seal_answer(&result, entries).ok()) {
                    stage.send(REGISTRY, letter.from, Parcel::Answer { task, round, bytes });
                }
            }
            Err(refusal) => self.declines(letter, *refusal, stage),
        }
    }

    fn settle(&mut self, stage: &mut Stage) {
        self.audit(stage);
        let wake_ms = self.registry.as_ref().and_then(Registry::wake_at_ms);
        stage.wake(REGISTRY, wake_ms);
    }
}

impl Node for Directory {
    fn receives(&mut self, letter: &Letter, stage: &mut Stage) {
        match &letter.parcel {
            Parcel::Publication(publishes, bytes) => self.registers(letter, *publishes, bytes, stage),
            Parcel::Query { task, round, bytes } => self.answers(letter, (*task, *round), bytes, stage),
            Parcel::Case(bytes) => judges(letter, bytes, stage),
            _ => {}
        }
        self.settle(stage);
    }

    fn timer(&mut self, stage: &mut Stage) {
        let now_ms = self.now_ms(stage);
        if let Some(registry) = &mut self.registry {
            registry.expire(now_ms);
        }
        self.settle(stage);
    }

    /// What is written is acknowledged.
    fn written(&mut self, stage: &mut Stage) {
        let now_ms = self.now_ms(stage);
        let (Some(registry), Some(Some(ticket))) = (&mut self.registry, self.disk.write()) else {
            return;
        };
        let acknowledged = registry.persisted(ticket, now_ms);
        if let Some(id) = self.model.written(ticket) {
            stage.note(REGISTRY, || format!("{} is on disk", short(&id)));
            if let Some(node) = acknowledged.and_then(|acknowledged| stage.node(&acknowledged.agent)) {
                stage.summary.acknowledged = stage.summary.acknowledged.saturating_add(1);
                stage.send(REGISTRY, node, Parcel::Receipt(id));
            }
        }
        self.settle(stage);
    }

    /// Snapshots are verified before a stand-in can be given: they are for real signatures alone.
    fn compacts(&mut self, stage: &mut Stage) {
        let is_real = stage.options.signatures.stand_in().is_none();
        if let Some(registry) = self.registry.as_ref().filter(|_| is_real && self.disk.is_idle()) {
            self.snapshot = Some(registry.snapshot());
            self.disk.replace(Vec::new());
            stage.note(REGISTRY, || "keeps a snapshot in place of its journal".into());
        }
    }

    fn crashes(&mut self, written: u16, _: &mut Stage) {
        let survive = self.disk.crash(written);
        self.registry = None;
        self.clock_ms = 0;
        self.model.crashes(&survive);
    }

    fn restarts(&mut self, stage: &mut Stage) {
        let now_ms = self.now_ms(stage);
        let mut registry = match &self.snapshot {
            None => fresh(stage),
            Some(snapshot) => match Registry::restore(identity(stage), limits(), snapshot) {
                Ok(registry) => registry,
                Err(error) => {
                    stage.breaks(Invariant::Disk, || {
                        format!("the registry cannot read its snapshot: {error}")
                    });
                    fresh(stage)
                }
            },
        };
        for record in self.disk.records() {
            if let Err(error) = registry.replay(record, now_ms) {
                stage.breaks(Invariant::Disk, || {
                    format!("the registry cannot read its journal: {error}")
                });
            }
        }
        self.registry = Some(registry);
        self.settle(stage);
    }
}

fn identity(stage: &Stage) -> Identity {
    Identity {
        network_id: NETWORK.into(),
        agent: stage.agent(REGISTRY),
        challenge_secret: [42; 32],
        hash_key: HashKey::new(&[7; 16]),
    }
}

/// Nothing is asked of newcomers, and nothing is passed over: what is accepted is to be found.
fn limits() -> RegistryLimits {
    RegistryLimits {
        pricing: None,
        shares: None,
        diversity: None,
        ..RegistryLimits::default()
    }
}

fn fresh(stage: &Stage) -> Registry {
    let mut registry = Registry::new(identity(stage), limits());
    registry.dangerous_take(stage.options.signatures.stand_in());
    registry
}

/// Whoever runs the registry also reads the canary cases that requesters publish.
fn judges(letter: &Letter, case: &[u8], stage: &mut Stage) {
    let mut verifier = Verifier::new(NETWORK, Some(stage.agent(REGISTRY)));
    verifier.dangerous_take(stage.options.signatures.stand_in());
    match verify_case(&mut verifier, case) {
        Ok(_) => stage.accepts(REGISTRY, letter, None),
        Err(violation) => {
            stage.refuses(REGISTRY, letter, &violation.to_string());
            stage.holds(letter.mark != Mark::Genuine, Invariant::Refused, || {
                format!("an honest canary case is refused: {violation}")
            });
        }
    }
}
