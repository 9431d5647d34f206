//! What providers and requesters have in common: the engine of one side, on a host whose disk alone outlasts a crash.

use casp_execution::{Action, RestoreError, Speaker, Ticket};
use casp_identity::ObjectId;
use casp_task::draft::Author;

use super::disk::Disk;
use super::ledger::Invariant;
use super::plan::NodeId;
use super::stage::{Chance, NETWORK, Stage};
use crate::key::AgentKey;

/// The engine of either side.
pub(super) trait Engine: Sized {
    type Event;

    /// Who says what it takes.
    const OTHERS: &'static str;

    fn fresh(speaker: Speaker<AgentKey>, chance: Chance) -> Self;

    fn restored<'a>(
        speaker: Speaker<AgentKey>,
        chance: Chance,
        records: impl Iterator<Item = &'a [u8]>,
        now_ms: i64,
    ) -> Result<Self, RestoreError>;

    fn poll(&mut self) -> Option<Action<Self::Event>>;

    fn persisted(&mut self, ticket: Ticket);

    fn compacted(&self) -> Vec<Vec<u8>>;

    /// Whether it could still give this statement out.
    fn holds(&self, statement: &ObjectId) -> bool;

    /// The statements of others that its engagements hold.
    fn taken(&self) -> impl Iterator<Item = ObjectId>;
}

pub(super) struct Host<E> {
    pub(super) node: NodeId,
    /// None while it is down.
    pub(super) engine: Option<E>,
    disk: Disk<Ticket>,
}

impl<E: Engine> Host<E> {
    pub(super) fn new(node: NodeId, stage: &Stage) -> Self {
        Self {
            node,
            engine: Some(E::fresh(speaker(node, stage), stage.engine_chance(node))),
            disk: Disk::new(stage.options.lying_disks),
        }
    }

    pub(super) fn written(&mut self) {
        if let (Some(engine), Some(ticket)) = (&mut self.engine, self.disk.write()) {
            engine.persisted(ticket);
        }
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
    }

    pub(super) fn restarts(&mut self, stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.node);
        let (speaker, chance) = (speaker(self.node, stage), stage.engine_chance(self.node));
        match E::restored(speaker, chance, self.disk.records(), now_ms) {
            Ok(engine) => self.engine = Some(engine),
            Err(error) => stage.breaks(Invariant::Disk, || {
                format!("n{} cannot read its journal: {error}", self.node)
            }),
        }
    }

    /// Does what the engine wants done, until there is something that its caller has to hear. Nothing is sent that is not on disk.
    pub(super) fn next_event(&mut self, stage: &mut Stage) -> Option<E::Event> {
        let engine = self.engine.as_mut()?;
        loop {
            match engine.poll()? {
                Action::Persist(persist) => {
                    self.disk.give(persist.ticket, persist.record);
                    stage.write_later(self.node);
                }
                Action::Send(outgoing) => {
                    let is_safe = self.disk.holds(outgoing.id, &outgoing.bundle);
                    stage.gives_out(self.node, &outgoing, is_safe);
                }
                Action::Event(event) => return Some(event),
            }
        }
    }

    /// It holds what it owes to others, and of others nothing that they did not say.
    pub(super) fn audit(&self, stage: &mut Stage) {
        let Some(engine) = &self.engine else { return };
        for owed in stage.owed_by(self.node) {
            stage.is_held(self.node, &owed, engine.holds(&owed.id));
        }
        let strange = engine.taken().find(|id| !stage.ledger.said.contains_key(id));
        if let Some(id) = strange {
            stage.breaks(Invariant::Refused, || {
                format!("n{} holds {id}, which no {} said", self.node, E::OTHERS)
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

fn speaker(node: NodeId, stage: &Stage) -> Speaker<AgentKey> {
    Speaker {
        author: author(node, stage),
        signer: stage.own_key(node),
        delegation: None,
    }
}
