//! What requesters tell one another of work, and what they make of what they are told.

use std::sync::Arc;

use casp_canary::verify_outcome;
use casp_execution::funnel::Purpose;
use casp_identity::{AgentId, ObjectId, Signer as _};
use casp_trust::reputation::{Anchor, Seen, Taken};
use casp_wire::v1::Outcome;

use super::lies::Work;
use super::{Deal, Requester};
use crate::world::config::WorldError;
use crate::world::counts::one_more;
use crate::world::ring::OUTCOME;
use crate::world::stage::{Node, Parcel, Stage};

impl Requester {
    pub(in crate::world) fn agent(&self) -> AgentId {
        self.key.agent_id()
    }

    /// Whose word it believes without experience of them.
    pub(in crate::world) fn believes(&mut self, anchors: &[Anchor]) -> Result<(), WorldError> {
        let set = self.memory.reputation.set_anchors(anchors);
        set.map_err(|error| WorldError::Engine {
            engine: "reputation",
            why: error.to_string(),
        })
    }

    /// How far it trusts somebody as a rater.
    pub(in crate::world) fn trusts(&self, rater: &AgentId, now_ms: i64) -> f64 {
        self.memory.reputation.rater_trust(rater, now_ms)
    }

    /// Nothing more will be learnt of an engagement: the others are told how it went. Only work is told of. A canary that is told of is none
    /// any more, and as an opinion it would weigh like work.
    pub(super) fn tells_others(&mut self, deal: &Deal, stage: &mut Stage) {
        if !self.shares_outcomes || deal.purpose != Purpose::Work {
            return;
        }
        let Some(contract) = deal.contract else { return };
        let seen = match deal.seen {
            Some(Seen::Good) => Some(Outcome::Good),
            Some(Seen::NoResult) => Some(Outcome::NoResult),
            Some(Seen::Bad | Seen::EvidenceFailed) => Some(Outcome::Bad),
            Some(Seen::CanaryPassed | Seen::CanaryFailed) | None => None,
        };
        let Some(said) = self.says(&contract, deal, seen, stage) else {
            return;
        };
        // That no result came cannot be said of one that came too late for the funnel.
        if self.engine.report(&contract, said, None, stage.now_ms()).is_err() {
            return;
        }
        let Some(record) = self.engine.outcome_record(&contract, None) else {
            return one_more(&mut stage.counts.unsaid);
        };
        let reports = &mut stage.counts.reports;
        one_more(if Some(said) == seen {
            &mut reports.true_ones
        } else {
            &mut reports.lies
        });
        stage.sends_outcome(Node::Requester(self.number), &record.into());
    }

    /// What it says of work: what it saw, unless it lies.
    fn says(&self, contract: &ObjectId, deal: &Deal, seen: Option<Outcome>, stage: &Stage) -> Option<Outcome> {
        let Some(lies) = &self.lies else { return seen };
        let engagement = self.engine.engagement(contract)?;
        let work = Work {
            seen,
            has_result: engagement.result().is_some(),
            is_of_sybil: stage.is_sybil(&deal.with.agent()),
        };
        lies.says(&work, stage.queue.now())
    }

    /// Somebody says how work of somebody's went.
    pub(super) fn is_told(&mut self, record: &[u8], stage: &mut Stage) {
        // Who lies is not misled.
        if self.is_liar() {
            return;
        }
        let now_ms = stage.now_ms();
        let reports = &mut stage.counts.reports;
        let Ok(finding) = verify_outcome(&mut self.verifier, record) else {
            return one_more(&mut reports.refused);
        };
        let reputation = &mut self.memory.reputation;
        one_more(match reputation.report(finding.into(), now_ms) {
            Taken::Counted(persist) => {
                reputation.persisted(persist.ticket);
                &mut reports.counted
            }
            Taken::Known => &mut reports.known,
            Taken::Ignored(_) => &mut reports.ignored,
        });
    }
}

impl Stage {
    /// To every requester but whoever sends it.
    pub(in crate::world) fn sends_outcome(&mut self, from: Node, record: &Arc<[u8]>) {
        for number in 0..self.requesters() {
            let to = Node::Requester(number);
            if to != from {
                one_more(&mut self.counts.reports.sent);
                self.send(OUTCOME, from, to, Parcel::Outcome(record.clone()));
            }
        }
    }
}
