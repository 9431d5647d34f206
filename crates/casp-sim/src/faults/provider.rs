//! A provider: the engine that ships, its disk, a caller that does what its task says, and a descriptor that is kept alive.

use std::collections::BTreeMap;

use casp_descriptor::{
    DescriptorBuilder, DescriptorKind, Origin, Publication, RefreshKind, SequenceCounter, WithdrawalKind,
};
use casp_discovery::registry::Publishes;
use casp_discovery::{DiscoveryViolation, Expression, Registering};
use casp_execution::provider::{Effect, Finish, Quoting, Stop};
use casp_execution::{Action, Provider as Engine, ProviderEvent, ProviderLimits, Speaker, Ticket};
use casp_identity::{Kind, ObjectId, Signed, Verified};
use casp_task::content::{inline, inline_bytes};
use casp_task::draft::Author;
use casp_wire::v1::{
    Capability, Constraint, Content, Price, Provenance, QosMetric, RiskClass, SideEffect, TaskState, TaskStatus,
};
use sha2::{Digest as _, Sha256};

use super::disk::Disk;
use super::evidence::{self, Evidence};
use super::ledger::{Errand, Invariant};
use super::plan::{Conduct, NodeId, REGISTRY, Way, Work};
use super::stage::{Chance, Event, Letter, NETWORK, Parcel, Stage, short};
use crate::key::AgentKey;

/// Media type of inputs and answers.
pub(super) const MEDIA_TYPE: &str = "application/octet-stream";

/// How long a descriptor lives, milliseconds.
pub(super) const TTL_MS: i64 = 45_000;

/// How often it is refreshed, milliseconds.
const REFRESH_MS: i64 = 15_000;

/// How long a quote lives, milliseconds.
const QUOTE_MS: i64 = 20_000;

/// What its caller is about to do.
#[derive(Clone, Copy, Debug)]
pub(super) enum Chore {
    Quote(ObjectId),
    Work(ObjectId),
    Begin(ObjectId),
    Act(ObjectId),
    Finish(ObjectId),
    Inquire(ObjectId),
    Stop(ObjectId),
}

pub(super) struct Provider {
    node: NodeId,
    engine: Option<Engine<AgentKey, Chance>>,
    disk: Disk<Ticket>,
    /// On disk before it is used.
    sequences: SequenceCounter,
    /// What it announced last, while it remembers.
    announced: Option<ObjectId>,
    /// Evidence is on disk before its result is said.
    evidence: BTreeMap<ObjectId, Evidence>,
    inputs: BTreeMap<ObjectId, Content>,
}

impl Provider {
    pub(super) fn new(node: NodeId, stage: &mut Stage) -> Self {
        stage.in_ms(i64::from(node).saturating_mul(37), Event::Publishes(node));
        Self {
            node,
            engine: Some(Engine::new(
                speaker(node, stage),
                stage.engine_chance(node),
                ProviderLimits::default(),
            )),
            disk: Disk::new(stage.options.lying_disks),
            sequences: SequenceCounter::resume(0),
            announced: None,
            evidence: BTreeMap::new(),
            inputs: BTreeMap::new(),
        }
    }

    pub(super) fn receives(&mut self, letter: &Letter, stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.node);
        match &letter.parcel {
            Parcel::Statement(bundle) => {
                let Some(engine) = &mut self.engine else { return };
                let outcome = engine.receive(bundle, now_ms);
                stage.received(self.node, letter, bundle, outcome);
            }
            Parcel::Refusal => self.announced = None,
            Parcel::EvidenceWanted(contract) => self.shows(letter.from, contract, stage),
            _ => {}
        }
        self.settle(stage);
    }

    fn shows(&self, to: NodeId, contract: &ObjectId, stage: &mut Stage) {
        let package = self
            .engine
            .as_ref()
            .and_then(|engine| engine.evidence_package(contract).ok());
        let evidence = self.evidence.get(contract);
        if let Some(bytes) = package
            .zip(evidence)
            .and_then(|(package, evidence)| evidence.package(package))
        {
            stage.send(self.node, to, Parcel::Evidence(*contract, bytes));
        }
    }

    pub(super) fn timer(&mut self, stage: &mut Stage) {
        if let Some(engine) = &mut self.engine {
            engine.handle_timeout(stage.clock_ms(self.node));
        }
        self.settle(stage);
    }

    pub(super) fn written(&mut self, stage: &mut Stage) {
        if let (Some(engine), Some(ticket)) = (&mut self.engine, self.disk.write()) {
            engine.persisted(ticket);
        }
        self.settle(stage);
    }

    pub(super) fn compacts(&mut self, stage: &mut Stage) {
        if let Some(engine) = self.engine.as_ref().filter(|_| self.disk.is_idle()) {
            self.disk.replace(engine.compacted());
            stage.note(self.node, || "shortens its journal".into());
        }
    }

    pub(super) fn crashes(&mut self, written: u16) {
        self.disk.crash(written);
        self.engine = None;
        self.announced = None;
        self.inputs.clear();
    }

    pub(super) fn restarts(&mut self, stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.node);
        let (speaker, chance) = (speaker(self.node, stage), stage.engine_chance(self.node));
        let restored = Engine::restore(speaker, chance, ProviderLimits::default(), self.disk.records(), now_ms);
        match restored {
            Ok(engine) => self.engine = Some(engine),
            Err(error) => stage.breaks(Invariant::Disk, || {
                format!("n{} cannot read its journal: {error}", self.node)
            }),
        }
        self.settle(stage);
    }

    /// What the engine wants done. Nothing is sent that is not on disk.
    fn settle(&mut self, stage: &mut Stage) {
        let Some(engine) = &mut self.engine else { return };
        while let Some(action) = engine.poll() {
            match action {
                Action::Persist(persist) => {
                    self.disk.give(persist.ticket, persist.record);
                    stage.write_later(self.node);
                }
                Action::Send(outgoing) => {
                    let is_safe = self.disk.holds(outgoing.id, &outgoing.bundle);
                    stage.gives_out(self.node, &outgoing, is_safe);
                }
                Action::Event(event) => hears(self.node, event, &mut self.inputs, stage),
            }
        }
        for owed in stage.owed_by(self.node) {
            let is_held = engine.bundle(&owed.id).is_some();
            stage.is_held(self.node, &owed, is_held);
        }
        let held = engine.engagements().flat_map(|it| {
            [
                Some(it.offer()),
                it.contract(),
                it.request(),
                it.commit(),
                it.cancel(),
                it.ack(),
            ]
        });
        let strange = held.flatten().find(|id| !stage.ledger.said.contains_key(id));
        if let Some(id) = strange {
            stage.breaks(Invariant::Refused, || {
                format!("n{} holds {id}, which no requester said", self.node)
            });
        }
        stage.wake(self.node, engine.next_timeout_ms());
    }

    /// The end of the run.
    pub(super) fn is_over(&self, stage: &mut Stage) {
        let Some(engine) = &self.engine else {
            stage.breaks(Invariant::End, || format!("n{} is still down", self.node));
            return;
        };
        let plan = &stage.plan;
        let requesters: Vec<NodeId> = plan.nodes().filter(|node| !plan.is_provider(*node)).collect();
        for requester in requesters {
            let taken = engine.places(&stage.agent(requester)).taken_by_requester;
            stage.holds(taken == 0, Invariant::End, || {
                format!("n{} keeps a place for n{requester} for nothing", self.node)
            });
        }
    }

    pub(super) fn does(&mut self, chore: Chore, stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.node);
        let Some(engine) = &mut self.engine else { return };
        // What comes too late, or was cancelled meanwhile, is refused by the engine: nothing follows from it then.
        match chore {
            Chore::Quote(offer) => {
                let terms = None;
                let quoting = Quoting {
                    terms,
                    life_ms: QUOTE_MS,
                };
                let _ = engine.quote(&offer, quoting, now_ms);
            }
            Chore::Work(contract) => self.works(&contract, stage),
            Chore::Begin(contract) => self.begins(&contract, stage),
            Chore::Act(contract) => {
                stage.note(self.node, || format!("the tool acts for {}", short(&contract)));
                stage.summary.effects = stage.summary.effects.saturating_add(1);
                if let Err((invariant, what)) = stage.ledger.acts(contract) {
                    stage.breaks(invariant, || what);
                }
                self.later(1_000, Chore::Finish(contract), stage);
            }
            Chore::Finish(contract) => self.finishes(&contract, stage),
            Chore::Inquire(contract) => {
                let did = stage.ledger.effects.contains_key(&contract);
                let finish = if did {
                    Finish::completed(inline(MEDIA_TYPE, "done"))
                } else {
                    Finish::failed("not-done")
                };
                let finish = self.with_evidence(&contract, finish, stage);
                if let Some(engine) = &mut self.engine {
                    let _ = engine.finish(&contract, finish, now_ms);
                }
            }
            Chore::Stop(contract) => {
                let effect = engine.engagement(&contract).map(|it| it.terms().side_effect());
                if effect == Some(SideEffect::None) {
                    let _ = engine.finish(&contract, Finish::without_output(TaskStatus::Cancelled), now_ms);
                }
            }
        }
        self.settle(stage);
    }

    fn later(&self, ms: i64, chore: Chore, stage: &mut Stage) {
        later(self.node, ms, chore, stage);
    }

    fn works(&mut self, contract: &ObjectId, stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.node);
        let (Some(conduct), Some(engine)) = (conduct(stage, contract), &mut self.engine) else {
            return;
        };
        let Some(effect) = engine.engagement(contract).map(|it| it.terms().side_effect()) else {
            return;
        };
        let _ = engine.progress(contract, TaskState::Running, 0, "", now_ms);
        match (conduct.work, effect) {
            (Work::Silent, _) => {}
            (Work::Fails, _) => {
                let _ = engine.finish(contract, Finish::failed("too-hard"), now_ms);
            }
            (_, SideEffect::Irreversible) => {
                let plan = inline(MEDIA_TYPE, "do it");
                let _ = engine.prepare(contract, plan, QUOTE_MS, now_ms);
            }
            (_, SideEffect::Reversible) => self.begins(contract, stage),
            _ => later(self.node, conduct.work_ms, Chore::Finish(*contract), stage),
        }
    }

    fn begins(&mut self, contract: &ObjectId, stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.node);
        let (Some(conduct), Some(engine)) = (conduct(stage, contract), &mut self.engine) else {
            return;
        };
        let effect = if conduct.askable {
            Effect::Askable
        } else {
            Effect::Unknowable
        };
        let _ = engine.begin(contract, effect, now_ms);
    }

    fn finishes(&mut self, contract: &ObjectId, stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.node);
        let Some(conduct) = conduct(stage, contract) else {
            return;
        };
        let input = self.inputs.get(contract).and_then(inline_bytes).unwrap_or_default();
        if let Some(engine) = &mut self.engine {
            let _ = engine.progress(contract, TaskState::Running, 900_000, "", now_ms);
        }
        let finish = Finish::completed(inline(MEDIA_TYPE, truth(input)));
        let mut finish = self.with_evidence(contract, finish, stage);
        if conduct.work == Work::Part {
            finish.status = TaskStatus::Partial;
        }
        if let Some(engine) = &mut self.engine {
            let _ = engine.finish(contract, finish, now_ms);
        }
    }

    /// Writes evidence, where it is owed.
    fn with_evidence(&mut self, contract: &ObjectId, mut finish: Finish, stage: &Stage) -> Finish {
        let terms = self
            .engine
            .as_ref()
            .and_then(|engine| engine.engagement(contract))
            .map(|it| it.terms());
        let is_owed = terms.is_some_and(|terms| !terms.evidence.is_empty()) && finish.output.is_some();
        if is_owed {
            let author = author(self.node, stage);
            let input = self.inputs.get(contract);
            let evidence = evidence::write(
                &author,
                &stage.own_key(self.node),
                contract,
                input,
                &mut finish,
                stage.clock_ms(self.node),
            );
            if let Some(evidence) = evidence {
                self.evidence.insert(*contract, evidence);
            }
        }
        finish
    }

    /// Announces itself, prolongs what it announced, or takes it back.
    pub(super) fn publishes(&mut self, stage: &mut Stage) {
        stage.in_ms(REFRESH_MS, Event::Publishes(self.node));
        if stage.is_down(self.node) {
            return;
        }
        let now_ms = stage.clock_ms(self.node);
        let sequence = self.sequences.reserve(now_ms).persisted();
        let origin = Origin::root(NETWORK, stage.agent(self.node), 1);
        let key = stage.own_key(self.node);
        let turn = stage
            .streams
            .stream(
                "faults/publish",
                u64::from(self.node) << 32 | sequence.value() & 0xffff_ffff,
            )
            .below(8);
        match self.announced {
            Some(_) if turn == 0 => {
                self.announced = None;
                let message = origin.withdrawal(sequence, now_ms);
                self.registers::<WithdrawalKind>(Publishes::Withdrawal, &message, &key, stage);
            }
            Some(descriptor) if turn < 6 => {
                let message = origin.refresh(descriptor, sequence, now_ms, now_ms.saturating_add(TTL_MS));
                self.registers::<RefreshKind>(Publishes::Refresh, &message, &key, stage);
            }
            _ => {
                let ttl_ms = u64::try_from(TTL_MS).unwrap_or_default();
                let mut builder = DescriptorBuilder::new(origin, ttl_ms);
                for effect in EFFECTS {
                    builder = builder.capability(capability(self.node, effect));
                }
                if let Ok(message) = builder.build(sequence, now_ms) {
                    self.announced = self.registers::<DescriptorKind>(Publishes::Descriptor, &message, &key, stage);
                }
            }
        }
    }

    fn registers<K: Kind>(
        &self,
        publishes: Publishes,
        message: &K::Message,
        key: &AgentKey,
        stage: &mut Stage,
    ) -> Option<ObjectId>
    where
        Publication: From<Verified<K>>,
        DiscoveryViolation: From<K::Violation>,
    {
        let signed = Signed::<K>::seal(message, key).ok()?;
        let bytes = Registering::seal(&signed, None).ok()?;
        stage.send(self.node, REGISTRY, Parcel::Publication(publishes, bytes));
        signed.object_id().ok()
    }
}

fn hears(node: NodeId, event: ProviderEvent, inputs: &mut BTreeMap<ObjectId, Content>, stage: &mut Stage) {
    match event {
        ProviderEvent::Offered { offer, .. } => {
            let errand = stage.ledger.errands.get(&offer).copied();
            if errand.is_some_and(|errand| conduct_of(stage, errand).quotes) {
                later(node, 20, Chore::Quote(offer), stage);
            }
        }
        ProviderEvent::Work { contract, request, .. } => {
            if let Some(input) = request.input {
                inputs.insert(contract, input);
            }
            later(node, 50, Chore::Work(contract), stage);
        }
        ProviderEvent::Committed { contract } => later(node, 50, Chore::Begin(contract), stage),
        ProviderEvent::Act { contract } => later(node, 200, Chore::Act(contract), stage),
        ProviderEvent::Inquire { contract } => later(node, 200, Chore::Inquire(contract), stage),
        ProviderEvent::Stop {
            contract,
            why: Stop::Cancelled,
        } => later(node, 20, Chore::Stop(contract), stage),
        ProviderEvent::Broke(misconduct) => stage.accused(node, &misconduct),
        _ => {}
    }
}

fn later(node: NodeId, ms: i64, chore: Chore, stage: &mut Stage) {
    let life = stage.life(node);
    stage.in_ms(ms, Event::Provider(node, life, chore));
}

/// What both sides do in the engagement of a contract.
fn conduct(stage: &Stage, contract: &ObjectId) -> Option<Conduct> {
    Some(conduct_of(stage, stage.ledger.errand_of(contract)?))
}

/// What both sides do on an errand: in a dialogue as its task says, in a funnel as it is drawn for each engagement.
pub(super) fn conduct_of(stage: &Stage, errand: Errand) -> Conduct {
    let task = stage.plan.tasks.iter().find(|task| task.number == errand.task);
    match task {
        Some(task) if matches!(task.way, Way::Dialogue(_)) => task.conduct,
        _ => {
            let index = u64::from(errand.task) << 32 | u64::from(errand.number);
            Conduct::draw(&mut stage.streams.stream("faults/errand", index))
        }
    }
}

pub(super) fn author(node: NodeId, stage: &Stage) -> Author {
    Author {
        network_id: NETWORK.into(),
        agent: stage.agent(node),
        delegation: None,
    }
}

pub(super) fn speaker(node: NodeId, stage: &Stage) -> Speaker<AgentKey> {
    Speaker {
        author: author(node, stage),
        signer: stage.own_key(node),
        delegation: None,
    }
}

/// The right answer.
pub(super) fn truth(input: &[u8]) -> [u8; 32] {
    Sha256::new_with_prefix("casp-sim faults")
        .chain_update(input)
        .finalize()
        .into()
}

/// Each has a capability of its own.
pub(super) const EFFECTS: [SideEffect; 3] = [SideEffect::None, SideEffect::Reversible, SideEffect::Irreversible];

/// The capability whose tasks have this effect.
pub(super) const fn capability_id(effect: SideEffect) -> &'static str {
    match effect {
        SideEffect::Reversible => "org.example/book",
        SideEffect::Irreversible => "org.example/send",
        _ => "org.example/compute",
    }
}

/// What matches every descriptor of a run.
pub(super) fn every_capability() -> Vec<Constraint> {
    let expression: Result<Expression, _> = "capability = org.example/compute".parse();
    expression.into_iter().map(Into::into).collect()
}

/// The digest of the behaviour of a provider.
pub(super) fn behavior(node: NodeId) -> [u8; 32] {
    Sha256::new_with_prefix("casp-sim faults behaviour")
        .chain_update(node.to_be_bytes())
        .finalize()
        .into()
}

pub(super) fn capability(node: NodeId, effect: SideEffect) -> Capability {
    Capability {
        id: capability_id(effect).into(),
        version: "1.0.0".into(),
        summary: "Part of a run".into(),
        side_effect: effect.into(),
        risk: RiskClass::Public.into(),
        behavior_digest: behavior(node).into(),
        evidence: vec!["tool-receipt".into(), "trace".into()],
        price: Some(Price {
            currency: "EUR".into(),
            amount_micros: 10_000,
            per: "call".into(),
        }),
        qos: vec![QosMetric {
            name: "latency-p95".into(),
            value: u64::from(node).saturating_mul(100),
            unit: "ms".into(),
            provenance: Provenance::Observed.into(),
            sample_count: 100,
            window_ms: 3_600_000,
            evidence_digest: Vec::new(),
        }],
        ..Capability::default()
    }
}
