//! The caller of a provider's engine: it does what its task says.

use std::collections::BTreeMap;

use casp_execution::ProviderEvent;
use casp_execution::provider::{Effect, Finish, Quoting, Stop};
use casp_identity::ObjectId;
use casp_task::content::{inline, inline_bytes};
use casp_wire::v1::{Content, SideEffect, TaskState, TaskStatus};

use super::{MEDIA_TYPE, Provider, truth};
use crate::faults::evidence;
use crate::faults::host::author;
use crate::faults::ledger::Errand;
use crate::faults::plan::{Conduct, NodeId, Way, Work};
use crate::faults::stage::{Event, Stage, short};

/// How long a quote lives, milliseconds.
const QUOTE_MS: i64 = 20_000;

/// What its caller is about to do.
#[derive(Clone, Copy, Debug)]
pub(in crate::faults) enum Chore {
    Quote(ObjectId),
    Work(ObjectId),
    Begin(ObjectId),
    Act(ObjectId),
    Finish(ObjectId),
    Inquire(ObjectId),
    Stop(ObjectId),
}

impl Provider {
    pub(in crate::faults) fn does(&mut self, chore: Chore, stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.host.node);
        let Some(engine) = &mut self.host.engine else { return };
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
                stage.note(self.host.node, || format!("the tool acts for {}", short(&contract)));
                stage.summary.effects = stage.summary.effects.saturating_add(1);
                if let Err((invariant, what)) = stage.ledger.acts(contract) {
                    stage.breaks(invariant, || what);
                }
                later(self.host.node, 1_000, Chore::Finish(contract), stage);
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
                if let Some(engine) = &mut self.host.engine {
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

    fn works(&mut self, contract: &ObjectId, stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.host.node);
        let (Some(conduct), Some(engine)) = (conduct(stage, contract), &mut self.host.engine) else {
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
            _ => later(self.host.node, conduct.work_ms, Chore::Finish(*contract), stage),
        }
    }

    fn begins(&mut self, contract: &ObjectId, stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.host.node);
        let (Some(conduct), Some(engine)) = (conduct(stage, contract), &mut self.host.engine) else {
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
        let now_ms = stage.clock_ms(self.host.node);
        let Some(conduct) = conduct(stage, contract) else {
            return;
        };
        let input = self.inputs.get(contract).and_then(inline_bytes).unwrap_or_default();
        if let Some(engine) = &mut self.host.engine {
            let _ = engine.progress(contract, TaskState::Running, 900_000, "", now_ms);
        }
        let finish = Finish::completed(inline(MEDIA_TYPE, truth(input)));
        let mut finish = self.with_evidence(contract, finish, stage);
        if conduct.work == Work::Part {
            finish.status = TaskStatus::Partial;
        }
        if let Some(engine) = &mut self.host.engine {
            let _ = engine.finish(contract, finish, now_ms);
        }
    }

    /// Writes evidence, where it is owed.
    fn with_evidence(&mut self, contract: &ObjectId, mut finish: Finish, stage: &Stage) -> Finish {
        let terms = self
            .host
            .engine
            .as_ref()
            .and_then(|engine| engine.engagement(contract))
            .map(|it| it.terms());
        let is_owed = terms.is_some_and(|terms| !terms.evidence.is_empty()) && finish.output.is_some();
        if is_owed {
            let author = author(self.host.node, stage);
            let input = self.inputs.get(contract);
            let evidence = evidence::write(
                &author,
                &stage.own_key(self.host.node),
                contract,
                input,
                &mut finish,
                stage.clock_ms(self.host.node),
            );
            if let Some(evidence) = evidence {
                self.evidence.insert(*contract, evidence);
            }
        }
        finish
    }
}

pub(super) fn hears(node: NodeId, event: ProviderEvent, inputs: &mut BTreeMap<ObjectId, Content>, stage: &mut Stage) {
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
pub(in crate::faults) fn conduct_of(stage: &Stage, errand: Errand) -> Conduct {
    let task = stage.plan.tasks.iter().find(|task| task.number == errand.task);
    match task {
        Some(task) if matches!(task.way, Way::Dialogue(_)) => task.conduct,
        _ => {
            let index = u64::from(errand.task) << 32 | u64::from(errand.number);
            Conduct::draw(&mut stage.streams.stream("faults/errand", index))
        }
    }
}
