//! A requester: the engine that ships, its disk, dialogues whose conduct the task says, and funnels that a crash takes.

use std::collections::BTreeMap;

use casp_execution::funnel::Purpose;
use casp_execution::requester::{Accepting, Acknowledging, Ended, Offering};
use casp_execution::{Action, Requester as Engine, RequesterEvent, RequesterLimits, Ticket};
use casp_identity::ObjectId;
use casp_task::content::inline;
use casp_wire::v1::{Money, SideEffect, Terms};

use super::disk::Disk;
use super::hunt::Hunts;
use super::ledger::{Account, Errand, Granted, Invariant, TaskState};
use super::plan::{NodeId, PlanAnswer, Task, Way};
use super::provider::{MEDIA_TYPE, behavior, capability_id, conduct_of, speaker};
use super::stage::{Chance, Event, Letter, Parcel, Stage};
use crate::key::AgentKey;

/// How long an offer waits for a quote, milliseconds.
const OFFER_MS: i64 = 20_000;

/// How often evidence is asked for.
const MOST_QUESTIONS: u32 = 8;

/// What its caller is about to do.
#[derive(Clone, Copy, Debug)]
pub(super) enum Chore {
    /// A quote came: take it, or do not.
    Decide(ObjectId),
    /// A plan was shown.
    Answer(ObjectId),
    Cancel(ObjectId),
    /// A result came.
    Weigh(ObjectId),
    /// Its evidence is asked for, so many times before.
    AskEvidence(ObjectId, u32),
}

pub(super) struct Requester {
    node: NodeId,
    engine: Option<Engine<AgentKey, Chance>>,
    disk: Disk<Ticket>,
    hunts: Hunts,
    /// Offers of dialogues, which a crash may take.
    dialogues: BTreeMap<u16, ObjectId>,
}

impl Requester {
    pub(super) fn new(node: NodeId, stage: &Stage) -> Self {
        Self {
            node,
            engine: Some(Engine::new(
                speaker(node, stage),
                stage.engine_chance(node),
                RequesterLimits::default(),
            )),
            disk: Disk::new(stage.options.lying_disks),
            hunts: Hunts::new(node, stage),
            dialogues: BTreeMap::new(),
        }
    }

    pub(super) fn begins(&mut self, task: &Task, stage: &mut Stage) {
        let Some(engine) = &mut self.engine else {
            // Nobody asked: there is nothing to end.
            stage.ledger.tasks.insert(task.number, TaskState::Lost);
            return;
        };
        stage.ledger.tasks.insert(task.number, TaskState::Open);
        stage.note(self.node, || {
            format!("begins task t{} ({:?}, {:?})", task.number, task.effect, task.way)
        });
        match task.way {
            Way::Dialogue(provider) => {
                let now_ms = stage.clock_ms(self.node);
                let most = Granted {
                    work_micros: task.price_micros,
                    attempts: 1,
                    ..Granted::default()
                };
                stage.ledger.accounts.insert(
                    task.number,
                    Account {
                        most,
                        ..Account::default()
                    },
                );
                let terms = terms(task, now_ms);
                let offering = offering(stage, provider, terms);
                match engine.offer(offering, now_ms) {
                    Ok(offer) => {
                        self.dialogues.insert(task.number, offer);
                        stage.ledger.offers(
                            offer,
                            Errand {
                                requester: self.node,
                                provider,
                                task: task.number,
                                purpose: Purpose::Work,
                                number: 0,
                                price_micros: task.price_micros,
                            },
                        );
                    }
                    Err(error) => {
                        stage.note(self.node, || format!("cannot offer: {error}"));
                        stage.ledger.tasks.insert(task.number, TaskState::Ended);
                    }
                }
            }
            Way::Funnel { canaries } => self.hunts.begins(task, canaries, stage),
        }
        self.settle(stage);
    }

    pub(super) fn receives(&mut self, letter: &Letter, stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.node);
        let Some(engine) = &mut self.engine else { return };
        match &letter.parcel {
            Parcel::Statement(bundle) => {
                let outcome = engine.receive(bundle, now_ms);
                stage.received(self.node, letter, bundle, outcome);
            }
            Parcel::Answer { task, round, bytes } => self.hunts.answered(*task, *round, letter, bytes, stage),
            Parcel::Evidence(contract, bytes) => self.checks(letter, contract, bytes, stage),
            _ => {}
        }
        self.settle(stage);
    }

    fn checks(&mut self, letter: &Letter, contract: &ObjectId, package: &[u8], stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.node);
        let Some(engine) = &mut self.engine else { return };
        let is_acknowledged = engine.engagement(contract).is_none_or(|it| it.ack().is_some());
        match engine.check_evidence(contract, package) {
            Ok(_) => {
                stage.accepts(self.node, letter, None);
                if !is_acknowledged {
                    let _ = engine.acknowledge(contract, Acknowledging::Checked, now_ms);
                }
                self.hunts.evidence(contract, None);
            }
            Err(failure) => {
                let rule = failure.rule().unwrap_or("none");
                stage.refuses(self.node, letter, rule);
            }
        }
    }

    pub(super) fn timer(&mut self, stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.node);
        if let Some(engine) = &mut self.engine {
            engine.handle_timeout(now_ms);
            self.hunts.tick(now_ms);
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

    /// Funnel and memory have no journal: tasks that they were at are lost with them. What was said in their name goes on.
    pub(super) fn crashes(&mut self, written: u16, stage: &mut Stage) {
        self.disk.crash(written);
        self.engine = None;
        for task in self.hunts.forget(stage) {
            stage.ledger.tasks.insert(task, TaskState::Lost);
            stage.summary.lost = stage.summary.lost.saturating_add(1);
        }
        // An offer that was not on disk was never said, and its task is lost, unless it is in what survives: see below.
    }

    pub(super) fn restarts(&mut self, stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.node);
        let (speaker, chance) = (speaker(self.node, stage), stage.engine_chance(self.node));
        let restored = Engine::restore(speaker, chance, RequesterLimits::default(), self.disk.records(), now_ms);
        match restored {
            Ok(engine) => {
                for (task, offer) in &self.dialogues {
                    let is_open = stage.ledger.tasks.get(task) == Some(&TaskState::Open);
                    if is_open && engine.bundle(offer).is_none() && !stage.ledger.is_offered(offer) {
                        stage.ledger.tasks.insert(*task, TaskState::Lost);
                        stage.summary.lost = stage.summary.lost.saturating_add(1);
                    }
                }
                self.engine = Some(engine);
            }
            Err(error) => stage.breaks(Invariant::Disk, || {
                format!("n{} cannot read its journal: {error}", self.node)
            }),
        }
        self.settle(stage);
    }

    /// Everything that funnels and engine want done, until they want no more.
    fn settle(&mut self, stage: &mut Stage) {
        let Some(engine) = &mut self.engine else { return };
        loop {
            let is_quiet = !self.hunts.act(engine, stage);
            drain(self.node, engine, &mut self.disk, &mut self.hunts, stage);
            if is_quiet && !self.hunts.hear(stage) {
                break;
            }
        }
        for owed in stage.owed_by(self.node) {
            let is_held = engine.bundle(&owed.id).is_some();
            stage.is_held(self.node, &owed, is_held);
        }
        let held = engine
            .engagements()
            .flat_map(|it| [it.quote(), it.prepared(), it.result()]);
        let strange = held.flatten().find(|id| !stage.ledger.said.contains_key(id));
        if let Some(id) = strange {
            stage.breaks(Invariant::Refused, || {
                format!("n{} holds {id}, which no provider said", self.node)
            });
        }
        let next_ms = [engine.next_timeout_ms(), self.hunts.next_timeout_ms()]
            .into_iter()
            .flatten()
            .min();
        stage.wake(self.node, next_ms);
    }

    pub(super) fn does(&mut self, chore: Chore, stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.node);
        let Some(engine) = &mut self.engine else { return };
        // What comes too late is refused by the engine: nothing follows from it then.
        match chore {
            Chore::Decide(offer) => {
                let errand = stage.ledger.errands.get(&offer).copied();
                let Some(conduct) = errand.map(|errand| conduct_of(stage, errand)) else {
                    return;
                };
                if conduct.accepts {
                    let accepting = Accepting {
                        input: input(),
                        blind: None,
                    };
                    let contract = engine.accept(&offer, accepting, now_ms);
                    if let (Ok(contract), Some(after_ms)) = (contract, conduct.cancels_after_ms) {
                        later(self.node, after_ms, Chore::Cancel(contract), stage);
                    }
                } else {
                    let _ = engine.decline(&offer, now_ms);
                }
            }
            Chore::Answer(contract) => {
                let errand = stage.ledger.errand_of(&contract);
                let answer = errand.map(|errand| conduct_of(stage, errand).plan);
                match answer {
                    Some(PlanAnswer::Commits) => drop(engine.commit(&contract, now_ms)),
                    Some(PlanAnswer::Cancels) => drop(engine.cancel(&contract, "changed-mind", now_ms)),
                    _ => {}
                }
            }
            Chore::Cancel(contract) => drop(engine.cancel(&contract, "changed-mind", now_ms)),
            Chore::Weigh(contract) => {
                let errand = stage.ledger.errand_of(&contract);
                let acknowledges = errand.is_none_or(|errand| conduct_of(stage, errand).acknowledges);
                if !acknowledges {
                    let _ = engine.withhold(&contract, now_ms);
                } else if engine.acknowledge(&contract, Acknowledging::Checked, now_ms).is_err() {
                    later(self.node, 1, Chore::AskEvidence(contract, 0), stage);
                }
            }
            Chore::AskEvidence(contract, times) => self.asks(contract, times, stage),
        }
        self.settle(stage);
    }

    /// Asks for evidence until it comes, or does without.
    fn asks(&mut self, contract: ObjectId, times: u32, stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.node);
        let Some(engine) = &mut self.engine else { return };
        let Some(engagement) = engine.engagement(&contract) else {
            return;
        };
        if engagement.ack().is_some() {
            return;
        }
        let provider = stage.node(&engagement.parties().provider);
        if times >= MOST_QUESTIONS {
            let _ = engine.withhold(&contract, now_ms);
            self.hunts.evidence(&contract, Some("no-package"));
        } else if let Some(provider) = provider {
            stage.send(self.node, provider, Parcel::EvidenceWanted(contract));
            later(
                self.node,
                3_000,
                Chore::AskEvidence(contract, times.saturating_add(1)),
                stage,
            );
        }
    }

    /// The end of the run.
    pub(super) fn is_over(&self, stage: &mut Stage) {
        if self.engine.is_none() {
            stage.breaks(Invariant::End, || format!("n{} is still down", self.node));
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

fn drain(
    node: NodeId,
    engine: &mut Engine<AgentKey, Chance>,
    disk: &mut Disk<Ticket>,
    hunts: &mut Hunts,
    stage: &mut Stage,
) {
    while let Some(action) = engine.poll() {
        match action {
            Action::Persist(persist) => {
                disk.give(persist.ticket, persist.record);
                stage.write_later(node);
            }
            Action::Send(outgoing) => {
                let is_safe = disk.holds(outgoing.id, &outgoing.bundle);
                stage.gives_out(node, &outgoing, is_safe);
            }
            Action::Event(RequesterEvent::Ended(ended)) => ends(node, &ended, hunts, stage),
            Action::Event(RequesterEvent::Broke(misconduct)) => stage.accused(node, &misconduct),
            Action::Event(event) => {
                if !hunts.hears(&event, engine, stage) {
                    decides(node, event, stage);
                }
            }
        }
    }
}

/// A dialogue, or an engagement whose funnel is gone, is left to what its task says.
fn decides(node: NodeId, event: RequesterEvent, stage: &mut Stage) {
    match event {
        RequesterEvent::Quoted { offer, .. } => later(node, 50, Chore::Decide(offer), stage),
        RequesterEvent::Prepared { contract, .. } => later(node, 50, Chore::Answer(contract), stage),
        RequesterEvent::Delivered { contract, .. } => later(node, 50, Chore::Weigh(contract), stage),
        _ => {}
    }
}

fn ends(node: NodeId, ended: &Ended, hunts: &mut Hunts, stage: &mut Stage) {
    stage.ledger.ended.insert(ended.offer);
    stage.note(node, || {
        format!(
            "is told that {} ended: {:?}",
            super::stage::short(&ended.offer),
            ended.ending
        )
    });
    hunts.is_over(ended);
}

fn later(node: NodeId, ms: i64, chore: Chore, stage: &mut Stage) {
    let life = stage.life(node);
    stage.in_ms(ms, Event::Requester(node, life, chore));
}

/// What every task is given.
pub(super) fn input() -> casp_wire::v1::Content {
    inline(MEDIA_TYPE, "the input of a task")
}

fn terms(task: &Task, now_ms: i64) -> Terms {
    let Way::Dialogue(provider) = task.way else {
        return Terms::default();
    };
    let evidence: &[&str] = if task.wants_evidence {
        &["tool-receipt", "trace"]
    } else {
        &[]
    };
    Terms {
        capability_id: capability_id(task.effect).into(),
        capability_version: "1.0.0".into(),
        behavior_digest: behavior(provider).into(),
        side_effect: SideEffect::into(task.effect),
        price: Some(Money {
            currency: "EUR".into(),
            amount_micros: task.price_micros,
        }),
        deadline_ms: now_ms.saturating_add(task.life_ms),
        output_media_type: MEDIA_TYPE.into(),
        evidence: evidence.iter().map(|kind| (*kind).into()).collect(),
        receipt_signers: Vec::new(),
    }
}

fn offering(stage: &Stage, provider: NodeId, terms: Terms) -> Offering {
    let input = input();
    Offering {
        provider: stage.agent(provider),
        descriptor: ObjectId([7; 32]),
        terms,
        input_media_type: input.media_type,
        input_bytes: input.size_bytes,
        life_ms: OFFER_MS,
    }
}
