//! A requester: the engine that ships, its disk, dialogues whose conduct the task says, and funnels that a crash takes.

mod decide;
mod offer;

use std::collections::BTreeMap;

use casp_execution::requester::{Acknowledging, Ended};
use casp_execution::{Action, Requester as Engine, RequesterEvent, RequesterLimits, RestoreError, Speaker, Ticket};
use casp_identity::ObjectId;

use super::host::{self, Host};
use super::hunt::Hunts;
use super::ledger::{Invariant, TaskState};
use super::node::Node;
use super::plan::{NodeId, Task, Way};
use super::stage::{Chance, Letter, Parcel, Stage, short};
use crate::key::AgentKey;

pub(super) use decide::Chore;
pub(super) use offer::input;

pub(super) struct Requester {
    host: Host<Engine<AgentKey, Chance>>,
    hunts: Hunts,
    /// Offers of dialogues, which a crash may take.
    dialogues: BTreeMap<u16, ObjectId>,
}

impl Requester {
    pub(super) fn new(node: NodeId, stage: &Stage) -> Self {
        Self {
            host: Host::new(node, stage),
            hunts: Hunts::new(node, stage),
            dialogues: BTreeMap::new(),
        }
    }

    pub(super) fn begins(&mut self, task: &Task, stage: &mut Stage) {
        if self.host.engine.is_none() {
            // Nobody asked: there is nothing to end.
            stage.ledger.tasks.insert(task.number, TaskState::Lost);
            return;
        }
        stage.ledger.tasks.insert(task.number, TaskState::Open);
        stage.note(self.host.node, || {
            format!("begins task t{} ({:?}, {:?})", task.number, task.effect, task.way)
        });
        match task.way {
            Way::Dialogue(provider) => self.offers(task, provider, stage),
            Way::Funnel { canaries } => self.hunts.begins(task, canaries, stage),
        }
        self.settle(stage);
    }

    fn checks(&mut self, letter: &Letter, contract: &ObjectId, package: &[u8], stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.host.node);
        let Some(engine) = &mut self.host.engine else { return };
        let is_acknowledged = engine.engagement(contract).is_none_or(|it| it.ack().is_some());
        match engine.check_evidence(contract, package) {
            Ok(_) => {
                stage.accepts(self.host.node, letter, None);
                if !is_acknowledged {
                    let _ = engine.acknowledge(contract, Acknowledging::Checked, now_ms);
                }
                self.hunts.evidence(contract, None);
            }
            Err(failure) => {
                let rule = failure.rule().unwrap_or("none");
                stage.refuses(self.host.node, letter, rule);
            }
        }
    }

    /// Everything that funnels and engine want done, until they want no more.
    fn settle(&mut self, stage: &mut Stage) {
        if self.host.engine.is_none() {
            return;
        }
        while self.acts(stage) || self.hunts.hear(stage) {}
        self.host.audit(stage);
        let engine_ms = self.host.engine.as_ref().and_then(Engine::next_timeout_ms);
        let next_ms = [engine_ms, self.hunts.next_timeout_ms()].into_iter().flatten().min();
        stage.wake(self.host.node, next_ms);
    }

    /// Does what funnels and engine want now; gives whether funnels wanted anything.
    fn acts(&mut self, stage: &mut Stage) -> bool {
        let Some(engine) = &mut self.host.engine else {
            return false;
        };
        let any = self.hunts.act(engine, stage);
        while let Some(event) = self.host.next_event(stage) {
            self.hears(event, stage);
        }
        any
    }

    fn hears(&mut self, event: RequesterEvent, stage: &mut Stage) {
        let (node, Some(engine)) = (self.host.node, &mut self.host.engine) else {
            return;
        };
        match event {
            RequesterEvent::Ended(ended) => ends(node, &ended, &mut self.hunts, stage),
            RequesterEvent::Broke(misconduct) => stage.accused(node, &misconduct),
            event => {
                if !self.hunts.hears(&event, engine, stage) {
                    decide::decides(node, event, stage);
                }
            }
        }
    }

    /// An offer that a crash took was never said: its task is lost.
    fn forgets_offers(&self, stage: &mut Stage) {
        let Some(engine) = &self.host.engine else { return };
        for (task, offer) in &self.dialogues {
            let is_open = stage.ledger.tasks.get(task) == Some(&TaskState::Open);
            if is_open && engine.bundle(offer).is_none() && !stage.ledger.is_offered(offer) {
                loses(*task, stage);
            }
        }
    }

    /// The end of the run.
    pub(super) fn is_over(&self, stage: &mut Stage) {
        if self.host.engine.is_none() {
            stage.breaks(Invariant::End, || format!("n{} is still down", self.host.node));
        }
        for (task, offer) in &self.dialogues {
            let state = stage.ledger.tasks.get(task).copied();
            let is_over = state != Some(TaskState::Open) || stage.ledger.ended.contains(offer);
            stage.holds(is_over, Invariant::End, || format!("nobody was told how t{task} ended"));
        }
        for task in self.hunts.open() {
            stage.breaks(Invariant::End, || format!("the funnel of t{task} does not end"));
        }
    }
}

impl Node for Requester {
    fn receives(&mut self, letter: &Letter, stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.host.node);
        let Some(engine) = &mut self.host.engine else { return };
        match &letter.parcel {
            Parcel::Statement(bundle) => {
                let outcome = engine.receive(bundle, now_ms);
                stage.received(self.host.node, letter, bundle, outcome);
            }
            Parcel::Answer { task, round, bytes } => self.hunts.answered(*task, *round, letter, bytes, stage),
            Parcel::Evidence(contract, bytes) => self.checks(letter, contract, bytes, stage),
            _ => {}
        }
        self.settle(stage);
    }

    fn timer(&mut self, stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.host.node);
        if let Some(engine) = &mut self.host.engine {
            engine.handle_timeout(now_ms);
            self.hunts.tick(now_ms);
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

    /// Funnel and memory have no journal: tasks that they were at are lost with them. What was said in their name goes on.
    fn crashes(&mut self, written: u16, stage: &mut Stage) {
        self.host.crashes(written);
        for task in self.hunts.forget(stage) {
            loses(task, stage);
        }
    }

    fn restarts(&mut self, stage: &mut Stage) {
        self.host.restarts(stage);
        self.forgets_offers(stage);
        self.settle(stage);
    }
}

impl host::Engine for Engine<AgentKey, Chance> {
    type Event = RequesterEvent;

    const OTHERS: &'static str = "provider";

    fn fresh(speaker: Speaker<AgentKey>, chance: Chance) -> Self {
        Self::new(speaker, chance, RequesterLimits::default())
    }

    fn restored<'a>(
        speaker: Speaker<AgentKey>,
        chance: Chance,
        records: impl Iterator<Item = &'a [u8]>,
        now_ms: i64,
    ) -> Result<Self, RestoreError> {
        Self::restore(speaker, chance, RequesterLimits::default(), records, now_ms)
    }

    fn poll(&mut self) -> Option<Action<RequesterEvent>> {
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
        let all = self
            .engagements()
            .flat_map(|it| [it.quote(), it.prepared(), it.result()]);
        all.flatten()
    }
}

fn loses(task: u16, stage: &mut Stage) {
    stage.ledger.tasks.insert(task, TaskState::Lost);
    stage.summary.lost = stage.summary.lost.saturating_add(1);
}

fn ends(node: NodeId, ended: &Ended, hunts: &mut Hunts, stage: &mut Stage) {
    stage.ledger.ended.insert(ended.offer);
    stage.note(node, || {
        format!("is told that {} ended: {:?}", short(&ended.offer), ended.ending)
    });
    hunts.is_over(ended);
}
