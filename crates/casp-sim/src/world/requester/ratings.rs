//! What requesters tell one another of work, and what they make of what they are told.

use std::sync::Arc;

use casp_canary::verify_outcome;
use casp_execution::funnel::Purpose;
use casp_identity::{AgentId, ObjectId, Signer as _};
use casp_task::Engagement;
use casp_trust::reputation::{Anchor, Seen, Taken};
use casp_wire::v1::{Bundle, Outcome, OutcomeRecord, TaskResult};
use casp_wire::{Layer, decode, encode};

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
        let outcome = match deal.seen {
            Some(Seen::Good) => Outcome::Good,
            Some(Seen::NoResult) => Outcome::NoResult,
            Some(Seen::Bad | Seen::EvidenceFailed) => Outcome::Bad,
            Some(Seen::CanaryPassed | Seen::CanaryFailed) | None => return,
        };
        let Some(contract) = deal.contract else { return };
        // That no result came cannot be said of one that came too late for the funnel.
        let Ok(report) = self.engine.report(&contract, outcome, None, stage.now_ms()) else {
            return;
        };
        let Some(record) = self.record(&contract, &report) else {
            return one_more(&mut stage.counts.unsaid);
        };
        one_more(&mut stage.counts.reports.true_ones);
        stage.sends_outcome(Node::Requester(self.number), &record.into());
    }

    /// A report beside everything that it rests on.
    fn record(&self, contract: &ObjectId, report: &ObjectId) -> Option<Vec<u8>> {
        let engagement: &Engagement = self.engine.engagement(contract)?;
        let held = |id: Option<ObjectId>| -> Option<Bundle> {
            let bundle = self.engine.bundle(&id?)?;
            decode(bundle, Layer::Envelope).ok()
        };
        let result = held(engagement.result());
        let commit = held(engagement.commit()).filter(|_| result.as_ref().is_some_and(names_commit));
        let prepared = held(engagement.prepared()).filter(|_| commit.is_some());
        let record = OutcomeRecord {
            offer: held(Some(engagement.offer())),
            quote: held(engagement.quote()),
            acceptance: held(engagement.contract()),
            request: held(engagement.request()),
            prepared,
            commit,
            result,
            report: Some(held(Some(*report))?),
            verdict: None,
        };
        Some(encode(&record))
    }

    /// Somebody says how work of somebody's went.
    pub(super) fn is_told(&mut self, record: &[u8], stage: &mut Stage) {
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

fn names_commit(result: &Bundle) -> bool {
    let payload = result.subject.as_ref().map(|envelope| envelope.payload.as_slice());
    let result: Option<TaskResult> = payload.and_then(|payload| decode(payload, Layer::Payload).ok());
    result.is_some_and(|result| !result.commit.is_empty())
}
