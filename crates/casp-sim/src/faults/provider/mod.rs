//! A provider: the engine that ships, its disk, a caller that does what its task says, and a descriptor that is kept alive.

mod publish;
mod work;

use std::collections::BTreeMap;

use casp_descriptor::SequenceCounter;
use casp_execution::{Action, Provider as Engine, ProviderLimits, Speaker, Ticket};
use casp_identity::ObjectId;
use casp_task::draft::Author;
use casp_wire::v1::Content;
use sha2::{Digest as _, Sha256};

use super::disk::Disk;
use super::evidence::Evidence;
use super::ledger::Invariant;
use super::plan::NodeId;
use super::stage::{Chance, Event, Letter, NETWORK, Parcel, Stage};
use crate::key::AgentKey;

pub(super) use publish::{EFFECTS, TTL_MS, behavior, capability, capability_id, every_capability};
pub(super) use work::{Chore, conduct_of};

/// Media type of inputs and answers.
pub(super) const MEDIA_TYPE: &str = "application/octet-stream";

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
                Action::Event(event) => work::hears(self.node, event, &mut self.inputs, stage),
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
