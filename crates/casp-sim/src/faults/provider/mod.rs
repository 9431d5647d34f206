//! A provider: the engine that ships, its disk, a caller that does what its task says, and a descriptor that is kept alive.

mod publish;
mod work;

use std::collections::BTreeMap;

use casp_descriptor::SequenceCounter;
use casp_execution::{Action, Provider as Engine, ProviderEvent, ProviderLimits, RestoreError, Speaker, Ticket};
use casp_identity::ObjectId;
use casp_wire::v1::Content;
use sha2::{Digest as _, Sha256};

use super::evidence::Evidence;
use super::host::{self, Host};
use super::ledger::Invariant;
use super::node::Node;
use super::plan::NodeId;
use super::stage::{Chance, Event, Letter, Parcel, Stage};
use crate::key::AgentKey;

pub(super) use publish::{EFFECTS, TTL_MS, behavior, capability, capability_id, every_capability};
pub(super) use work::{Chore, conduct_of};

/// Media type of inputs and answers.
pub(super) const MEDIA_TYPE: &str = "application/octet-stream";

pub(super) struct Provider {
    host: Host<Engine<AgentKey, Chance>>,
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
            host: Host::new(node, stage),
            sequences: SequenceCounter::resume(0),
            announced: None,
            evidence: BTreeMap::new(),
            inputs: BTreeMap::new(),
        }
    }

    fn shows(&self, to: NodeId, contract: &ObjectId, stage: &mut Stage) {
        let package = self
            .host
            .engine
            .as_ref()
            .and_then(|engine| engine.evidence_package(contract).ok());
        let evidence = self.evidence.get(contract);
        if let Some(bytes) = package
            .zip(evidence)
            .and_then(|(package, evidence)| evidence.package(package))
        {
            stage.send(self.host.node, to, Parcel::Evidence(*contract, bytes));
        }
    }

    /// What the engine wants done.
    fn settle(&mut self, stage: &mut Stage) {
        while let Some(event) = self.host.next_event(stage) {
            work::hears(self.host.node, event, &mut self.inputs, stage);
        }
        self.host.audit(stage);
        if let Some(engine) = &self.host.engine {
            stage.wake(self.host.node, engine.next_timeout_ms());
        }
    }

    /// The end of the run.
    pub(super) fn is_over(&self, stage: &mut Stage) {
        let Some(engine) = &self.host.engine else {
            stage.breaks(Invariant::End, || format!("n{} is still down", self.host.node));
            return;
        };
        let plan = &stage.plan;
        let requesters: Vec<NodeId> = plan.nodes().filter(|node| !plan.is_provider(*node)).collect();
        for requester in requesters {
            let taken = engine.places(&stage.agent(requester)).taken_by_requester;
            stage.holds(taken == 0, Invariant::End, || {
                format!("n{} keeps a place for n{requester} for nothing", self.host.node)
            });
        }
    }
}

impl Node for Provider {
    fn receives(&mut self, letter: &Letter, stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.host.node);
        match &letter.parcel {
            Parcel::Statement(bundle) => {
                let Some(engine) = &mut self.host.engine else { return };
                let outcome = engine.receive(bundle, now_ms);
                stage.received(self.host.node, letter, bundle, outcome);
            }
            Parcel::Refusal => self.announced = None,
            Parcel::EvidenceWanted(contract) => self.shows(letter.from, contract, stage),
            _ => {}
        }
        self.settle(stage);
    }

    fn timer(&mut self, stage: &mut Stage) {
        if let Some(engine) = &mut self.host.engine {
            engine.handle_timeout(stage.clock_ms(self.host.node));
        }
        self.settle(stage);
    }

    fn written(&mut self, stage: &mut Stage) {
        self.host.written();
        self.settle(stage);
    }

    fn compacts(&mut self, stage: &mut Stage) {
        self.host.compacts(stage);
    }

    fn crashes(&mut self, written: u16, _: &mut Stage) {
        self.host.crashes(written);
        self.announced = None;
        self.inputs.clear();
    }

    fn restarts(&mut self, stage: &mut Stage) {
        self.host.restarts(stage);
        self.settle(stage);
    }
}

impl host::Engine for Engine<AgentKey, Chance> {
    type Event = ProviderEvent;

    const OTHERS: &'static str = "requester";

    fn fresh(speaker: Speaker<AgentKey>, chance: Chance) -> Self {
        Self::new(speaker, chance, ProviderLimits::default())
    }

    fn restored<'a>(
        speaker: Speaker<AgentKey>,
        chance: Chance,
        records: impl Iterator<Item = &'a [u8]>,
        now_ms: i64,
    ) -> Result<Self, RestoreError> {
        Self::restore(speaker, chance, ProviderLimits::default(), records, now_ms)
    }

    fn poll(&mut self) -> Option<Action<ProviderEvent>> {
        self.poll()
    }

    fn persisted(&mut self, ticket: Ticket) {
        self.persisted(ticket);
    }

    fn compacted(&self) -> Vec<Vec<u8>> {
        self.compacted()
    }

    fn holds(&self, statement: &ObjectId) -> bool {
        self.bundle(statement).is_some()
    }

    fn taken(&self) -> impl Iterator<Item = ObjectId> {
        let all = self.engagements().flat_map(|it| {
            [
                Some(it.offer()),
                it.contract(),
                it.request(),
                it.commit(),
                it.cancel(),
                it.ack(),
            ]
        });
        all.flatten()
    }
}

/// The right answer.
pub(super) fn truth(input: &[u8]) -> [u8; 32] {
    Sha256::new_with_prefix("casp-sim faults")
        .chain_update(input)
        .finalize()
        .into()
}
