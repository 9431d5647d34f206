//! The caller of a requester's engine: it does what its task says.

use casp_execution::RequesterEvent;
use casp_execution::requester::{Accepting, Acknowledging};
use casp_identity::ObjectId;

use super::{Requester, input};
use crate::faults::plan::{NodeId, PlanAnswer};
use crate::faults::provider::conduct_of;
use crate::faults::stage::{Event, Parcel, Stage};

/// How often evidence is asked for.
const MOST_QUESTIONS: u32 = 8;

/// What its caller is about to do.
#[derive(Clone, Copy, Debug)]
pub(in crate::faults) enum Chore {
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

impl Requester {
    pub(in crate::faults) fn does(&mut self, chore: Chore, stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.host.node);
        let Some(engine) = &mut self.host.engine else { return };
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
                        later(self.host.node, after_ms, Chore::Cancel(contract), stage);
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
                    later(self.host.node, 1, Chore::AskEvidence(contract, 0), stage);
                }
            }
            Chore::AskEvidence(contract, times) => self.asks(contract, times, stage),
        }
        self.settle(stage);
    }

    /// Asks for evidence until it comes, or does without.
    fn asks(&mut self, contract: ObjectId, times: u32, stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.host.node);
        let Some(engine) = &mut self.host.engine else { return };
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
            stage.send(self.host.node, provider, Parcel::EvidenceWanted(contract));
            later(
                self.host.node,
                3_000,
                Chore::AskEvidence(contract, times.saturating_add(1)),
                stage,
            );
        }
    }
}

/// A dialogue, or an engagement whose funnel is gone, is left to what its task says.
pub(super) fn decides(node: NodeId, event: RequesterEvent, stage: &mut Stage) {
    match event {
        RequesterEvent::Quoted { offer, .. } => later(node, 50, Chore::Decide(offer), stage),
        RequesterEvent::Prepared { contract, .. } => later(node, 50, Chore::Answer(contract), stage),
        RequesterEvent::Delivered { contract, .. } => later(node, 50, Chore::Weigh(contract), stage),
        _ => {}
    }
}

fn later(node: NodeId, ms: i64, chore: Chore, stage: &mut Stage) {
    let life = stage.life(node);
    stage.in_ms(ms, Event::Requester(node, life, chore));
}
