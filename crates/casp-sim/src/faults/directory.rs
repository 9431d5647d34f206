//! The registry that ships, its disk, and a naive model of what it has to serve.

use std::collections::{BTreeMap, BTreeSet};

use casp_canary::verify_case;
use casp_descriptor::{DescriptorKind, RefreshKind, WithdrawalKind};
use casp_discovery::registry::{
    Answered, Identity, KnownAnswer, Origin, Outcome, Persist, Publishes, Refusal, Registry, RegistryLimits, Ticket,
};
use casp_discovery::{DiscoveryQueryKind, DiscoveryResultKind, seal_answer};
use casp_identity::{AgentId, HashKey, Kind, ObjectId, Signed, Signer as _, Verifier};
use casp_wire::limits::SKEW_MS;
use casp_wire::v1::{Bundle, DiscoveryQuery, Header, Intent, Registration};
use casp_wire::{Layer, decode_unchecked};

use super::disk::Disk;
use super::forge::Needs;
use super::ledger::Invariant;
use super::plan::REGISTRY;
use super::provider::every_capability;
use super::read;
use super::stage::{Letter, Mark, NETWORK, Parcel, Stage, short};

/// A publication that was accepted, read by the bed.
#[derive(Clone, Copy, Debug)]
struct Entered {
    id: ObjectId,
    /// While it waits to be written.
    ticket: Option<Ticket>,
    /// Sequence; there is one epoch.
    sequence: u64,
    /// End of life, milliseconds since the Unix epoch.
    ends_ms: i64,
    /// The descriptor that is to be found then; none after a withdrawal.
    descriptor: Option<ObjectId>,
}

pub(super) struct Directory {
    registry: Option<Registry>,
    disk: Disk<Option<Ticket>>,
    snapshot: Option<Vec<u8>>,
    /// The latest time that it was given in this life.
    clock_ms: i64,
    entered: BTreeMap<AgentId, Vec<Entered>>,
    /// Those that were shown to equivocate: nothing is promised of them.
    void: BTreeSet<AgentId>,
    audits: u64,
}

impl Directory {
    pub(super) fn new(stage: &Stage) -> Self {
        Self {
            registry: Some(fresh(stage)),
            disk: Disk::new(stage.options.lying_disks),
            snapshot: None,
            clock_ms: 0,
            entered: BTreeMap::new(),
            void: BTreeSet::new(),
            audits: 0,
        }
    }

    /// Whether something is so, by the bed's model.
    pub(super) fn meets(&self, needs: Needs) -> bool {
        let all = |agent: &AgentId| self.entered.get(agent).map_or(&[][..], Vec::as_slice);
        match needs {
            Needs::Taken(_) => false,
            Needs::Void(agent) => self.void.contains(&agent),
            Needs::Sequence(agent, sequence) => {
                !self.void.contains(&agent) && all(&agent).iter().any(|entered| entered.sequence >= sequence)
            }
            Needs::Living(agent, descriptor) => {
                let latest = all(&agent).iter().max_by_key(|entered| entered.sequence);
                let is_it =
                    |entered: &&Entered| entered.descriptor == Some(descriptor) && entered.ends_ms > self.clock_ms;
                !self.void.contains(&agent) && latest.is_some_and(|latest| is_it(&latest))
            }
        }
    }

    fn now_ms(&mut self, stage: &Stage) -> i64 {
        self.clock_ms = self.clock_ms.max(stage.clock_ms(REGISTRY));
        self.clock_ms
    }

    pub(super) fn receives(&mut self, letter: &Letter, stage: &mut Stage) {
        match &letter.parcel {
            Parcel::Publication(publishes, bytes) => self.registers(letter, *publishes, bytes, stage),
            Parcel::Query { task, round, bytes } => self.answers(letter, (*task, *round), bytes, stage),
            Parcel::Case(bytes) => judges(letter, bytes, stage),
            _ => {}
        }
        self.settle(stage);
    }

    fn registers(&mut self, letter: &Letter, publishes: Publishes, bytes: &[u8], stage: &mut Stage) {
        let now_ms = self.now_ms(stage);
        let origin = Origin::new(&letter.from.to_be_bytes()).unwrap_or_default();
        let Some(registry) = &mut self.registry else { return };
        match registry.register(publishes, bytes, origin, now_ms) {
            Outcome::Accepted(persist) => {
                stage.accepts(REGISTRY, letter, None);
                stage.summary.registrations = stage.summary.registrations.saturating_add(1);
                if let Some(entered) = entered(publishes, bytes, persist.ticket) {
                    stage.note(REGISTRY, || {
                        format!("takes {} with sequence {}", short(&entered.id), entered.sequence)
                    });
                    self.entered.entry(persist.agent).or_default().push(entered);
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
            self.void.insert(persist.agent);
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

    /// The disk is done with a record: what it is of is acknowledged.
    pub(super) fn written(&mut self, stage: &mut Stage) {
        let now_ms = self.now_ms(stage);
        let (Some(registry), Some(Some(ticket))) = (&mut self.registry, self.disk.write()) else {
            return;
        };
        let acknowledged = registry.persisted(ticket, now_ms);
        let waiting = self
            .entered
            .values_mut()
            .flatten()
            .find(|entered| entered.ticket == Some(ticket));
        if let Some(entered) = waiting {
            entered.ticket = None;
            let id = entered.id;
            stage.note(REGISTRY, || format!("{} is on disk", short(&id)));
            if let Some(node) = acknowledged.and_then(|acknowledged| stage.node(&acknowledged.agent)) {
                stage.summary.acknowledged = stage.summary.acknowledged.saturating_add(1);
                stage.send(REGISTRY, node, Parcel::Receipt(id));
            }
        }
        self.settle(stage);
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

    pub(super) fn timer(&mut self, stage: &mut Stage) {
        let now_ms = self.now_ms(stage);
        if let Some(registry) = &mut self.registry {
            registry.expire(now_ms);
        }
        self.settle(stage);
    }

    /// Snapshots are verified before a stand-in can be given: they are for real signatures alone.
    pub(super) fn compacts(&mut self, stage: &mut Stage) {
        let is_real = stage.options.signatures.stand_in().is_none();
        if let Some(registry) = self.registry.as_ref().filter(|_| is_real && self.disk.is_idle()) {
            self.snapshot = Some(registry.snapshot());
            self.disk.replace(Vec::new());
            stage.note(REGISTRY, || "keeps a snapshot in place of its journal".into());
        }
    }

    pub(super) fn crashes(&mut self, written: u16) {
        let survive = self.disk.crash(written);
        self.registry = None;
        self.clock_ms = 0;
        for all in self.entered.values_mut() {
            all.retain_mut(|entered| {
                let is_there = entered.ticket.is_none() || survive.contains(&entered.ticket);
                entered.ticket = None;
                is_there
            });
        }
    }

    pub(super) fn restarts(&mut self, stage: &mut Stage) {
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

    fn settle(&mut self, stage: &mut Stage) {
        self.audit(stage);
        let wake_ms = self.registry.as_ref().and_then(Registry::wake_at_ms);
        stage.wake(REGISTRY, wake_ms);
    }

    /// Asks for everything, and holds the answer against what was accepted.
    fn audit(&mut self, stage: &mut Stage) {
        let now_ms = self.now_ms(stage);
        let Some(registry) = &mut self.registry else { return };
        self.audits = self.audits.saturating_add(1);
        let auditor = stage.own_key(stage.plan.adversary());
        let query = everything(stage, auditor.agent_id(), self.audits, now_ms);
        let bytes = read::seal::<DiscoveryQueryKind>(&query, &auditor);
        let answered = match registry.query(&bytes, now_ms) {
            Ok(answered) => answered,
            Err(refusal) => {
                stage.breaks(Invariant::Registration, || {
                    format!("the registry refuses an honest query: {refusal:?}")
                });
                return;
            }
        };
        let matches = &answered.result.ranked;
        let found = |descriptor: &ObjectId| matches.iter().find(|each| each.descriptor == descriptor.0);
        for (agent, all) in &self.entered {
            if self.void.contains(agent) {
                continue;
            }
            let name = stage.node(agent).map_or_else(String::new, |node| stage.plan.name(node));
            let latest = all.iter().max_by_key(|entered| entered.sequence);
            let living = latest.and_then(|latest| Some((latest, latest.descriptor?)));
            let living = living.filter(|(latest, _)| latest.ends_ms > now_ms);
            if let Some((latest, descriptor)) = living {
                let is_served = found(&descriptor).is_some_and(|each| {
                    let shown = if each.refresh.is_empty() {
                        &each.descriptor
                    } else {
                        &each.refresh
                    };
                    *shown == latest.id.0
                });
                stage.holds(is_served, Invariant::Registration, || {
                    let ticket = if latest.ticket.is_some() {
                        "accepted"
                    } else {
                        "acknowledged"
                    };
                    format!("{} of {name} was {ticket}, lives, and is not found", short(&latest.id))
                });
            }
            // A clock that is behind may still find alive what has just ended.
            let lingers = latest.filter(|latest| latest.ends_ms.saturating_add(SKEW_MS) > now_ms);
            let living = lingers.and_then(|latest| latest.descriptor);
            let over = all
                .iter()
                .filter_map(|entered| entered.descriptor)
                .find(|descriptor| living.as_ref() != Some(descriptor) && found(descriptor).is_some());
            if let Some(descriptor) = over {
                stage.breaks(Invariant::Registration, || {
                    format!(
                        "{} of {name} is over, replaced or withdrawn, and is served",
                        short(&descriptor)
                    )
                });
            }
        }
        if let Some(persist) = answered.persist {
            self.persists(persist, stage);
        }
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

/// A query for every entry.
fn everything(stage: &Stage, auditor: AgentId, number: u64, now_ms: i64) -> DiscoveryQuery {
    let mut nonce = [0; 16];
    stage.streams.stream("faults/audit", number).fill(&mut nonce);
    DiscoveryQuery {
        header: Some(Header {
            network_id: NETWORK.into(),
            issuer: auditor.as_bytes().into(),
            audience: stage.agent(REGISTRY).as_bytes().into(),
            nonce: nonce.into(),
            issued_at_ms: now_ms,
            expires_at_ms: now_ms.saturating_add(60_000),
            ..Header::default()
        }),
        intent: Some(Intent {
            constraints: every_capability(),
            ..Intent::default()
        }),
        limit: 64,
        sample: 0,
    }
}

/// What a registration says, read by the bed.
fn entered(publishes: Publishes, registration: &[u8], ticket: Ticket) -> Option<Entered> {
    let registration: Registration = decode_unchecked(registration, Layer::Envelope).ok()?;
    let bundle = casp_wire::encode::<Bundle>(&registration.publication?);
    let id = read::id_of(&bundle)?;
    let (sequence, ends_ms, descriptor) = match publishes {
        Publishes::Descriptor => {
            let message = read::message::<DescriptorKind>(&bundle)?;
            (message.sequence, DescriptorKind::end_of_life_ms(&message)?, Some(id))
        }
        Publishes::Refresh => {
            let message = read::message::<RefreshKind>(&bundle)?;
            let descriptor = read::named(&message.descriptor);
            (
                message.sequence,
                RefreshKind::end_of_life_ms(&message)?,
                Some(descriptor),
            )
        }
        Publishes::Withdrawal => (read::message::<WithdrawalKind>(&bundle)?.sequence, 0, None),
    };
    Some(Entered {
        id,
        ticket: Some(ticket),
        sequence,
        ends_ms,
        descriptor,
    })
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
