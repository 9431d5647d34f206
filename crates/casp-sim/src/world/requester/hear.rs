//! What the engine tells, as the funnels hear it; canaries judged, evidence looked at.

use casp_canary::Judgement;
use casp_execution::RequesterEvent;
use casp_execution::funnel::{Event as Told, Probe as How, ProbeVerdict, Purpose};
use casp_execution::requester::{Acknowledging, Ended, Ending};
use casp_identity::ObjectId;
use casp_trust::Policy;
use casp_trust::reputation::Seen;
use casp_wire::v1::{Content, TaskResult, TaskStatus};

use super::{Key, Requester, delivered};
use crate::world::counts::one_more;
use crate::world::stage::Stage;

impl Requester {
    pub(super) fn hears(&mut self, event: RequesterEvent, stage: &mut Stage) {
        match event {
            RequesterEvent::Quoted { offer, terms, .. } => {
                let Some(key) = self.by_offer.get(&offer).copied() else {
                    return;
                };
                let price_micros = terms.price.map_or(0, |price| price.amount_micros);
                if let Some(deal) = self.deals.get_mut(&key) {
                    deal.price_micros = price_micros;
                }
                let (task, ticket) = key;
                self.told.push((task, Told::Quoted { ticket, price_micros }));
            }
            RequesterEvent::Prepared { contract, plan, .. } => self.is_prepared(&contract, *plan, stage),
            RequesterEvent::Delivered { contract, result } => self.delivers(&contract, &result, stage),
            RequesterEvent::Ended(ended) => self.is_over(&ended, stage),
            _ => {}
        }
    }

    /// An engagement is over: nothing of it is needed any more.
    fn is_over(&mut self, ended: &Ended, stage: &mut Stage) {
        let Some(key) = self.by_offer.remove(&ended.offer) else {
            return;
        };
        let (task, ticket) = key;
        match ended.ending {
            Ending::NoQuote | Ending::Lapsed => self.told.push((task, Told::NoQuote { ticket })),
            Ending::NoResult { .. } => {
                if self.deals.get(&key).is_some_and(|deal| deal.is_released) {
                    self.saw(key, Seen::NoResult, stage.now_ms());
                }
                self.told.push((task, Told::EngagementEnded { ticket }));
            }
            _ => {}
        }
        // Of a task that is under way the outcome may still be recorded.
        if !self.jobs.contains_key(&task) {
            self.drops(key, stage);
        }
    }

    fn delivers(&mut self, contract: &ObjectId, result: &TaskResult, stage: &mut Stage) {
        let now_ms = stage.now_ms();
        let Some(key) = self.key_of(contract) else { return };
        let (task, ticket) = key;
        let Some(deal) = self.deals.get_mut(&key) else { return };
        let is_prepare_only = deal.purpose == Purpose::Probe(How::PrepareOnly);
        if result.output.is_some() {
            deal.output.clone_from(&result.output);
        }
        let Some(probe) = &deal.probe else {
            let status = delivered(result.status());
            return self.told.push((task, Told::Delivered { ticket, status }));
        };
        let verdict = match (result.status(), probe.commitment.judge(result)) {
            (TaskStatus::Completed, Judgement::Passed) => ProbeVerdict::Passed,
            (TaskStatus::Completed, Judgement::Failed) => ProbeVerdict::Failed,
            _ => ProbeVerdict::Unanswered,
        };
        let is_released = deal.is_released;
        let _ = self.engine.acknowledge(contract, Acknowledging::Regardless, now_ms);
        // Its plan was judged before it was cancelled.
        if is_prepare_only && result.status() == TaskStatus::Cancelled {
            return;
        }
        self.judged(key, verdict, is_released, stage);
    }

    /// Of a canary the plan is the answer: nothing more is to happen. Of work it is looked at.
    fn is_prepared(&mut self, contract: &ObjectId, plan: Content, stage: &mut Stage) {
        let Some(key) = self.key_of(contract) else { return };
        let (task, ticket) = key;
        let Some(deal) = self.deals.get_mut(&key) else { return };
        let Some(probe) = &deal.probe else {
            return self.told.push((task, Told::Prepared { ticket }));
        };
        let answer = TaskResult {
            status: TaskStatus::Completed.into(),
            output: Some(plan),
            ..TaskResult::default()
        };
        let verdict = match probe.commitment.judge(&answer) {
            Judgement::Passed => ProbeVerdict::Passed,
            Judgement::Failed => ProbeVerdict::Failed,
        };
        let is_released = deal.is_released;
        let now_ms = stage.now_ms();
        let _ = self.engine.cancel(contract, "plan-not-wanted", now_ms);
        self.judged(key, verdict, is_released, stage);
    }

    fn key_of(&self, contract: &ObjectId) -> Option<Key> {
        let offer = self.engine.engagement(contract).map(|engagement| engagement.offer());
        offer.and_then(|offer| self.by_offer.get(&offer).copied())
    }

    fn judged(&mut self, key: Key, verdict: ProbeVerdict, is_released: bool, stage: &mut Stage) {
        match verdict {
            ProbeVerdict::Passed => one_more(&mut stage.counts_of(self.number).probes_passed),
            ProbeVerdict::Failed => one_more(&mut stage.counts_of(self.number).probes_failed),
            ProbeVerdict::Unanswered | ProbeVerdict::NoResult => {}
        }
        if is_released {
            self.late_verdict(key, verdict, stage.now_ms());
        }
        let (task, ticket) = key;
        self.told.push((task, Told::ProbeEnded { ticket, verdict }));
    }

    /// The funnel waits for it no more; memory does.
    fn late_verdict(&mut self, key: Key, verdict: ProbeVerdict, now_ms: i64) {
        let Some(subject) = self.deals.get(&key).map(|deal| deal.with.probed().clone()) else {
            return;
        };
        match verdict {
            ProbeVerdict::Passed => {
                self.passes.passed(&subject, now_ms);
                self.saw(key, Seen::CanaryPassed, now_ms);
            }
            ProbeVerdict::Failed => {
                self.passes.voided(&subject);
                self.saw(key, Seen::CanaryFailed, now_ms);
            }
            ProbeVerdict::Unanswered | ProbeVerdict::NoResult => self.saw(key, Seen::Bad, now_ms),
        }
    }

    /// Whether the evidence holds, and its receipts are of signers that count.
    pub(super) fn looks_at_evidence(&mut self, key: Key, package: Option<&[u8]>, policy: &dyn Policy, now_ms: i64) {
        let (task, ticket) = key;
        let deal = self.deals.get(&key);
        let (Some(contract), Some(job)) = (deal.and_then(|deal| deal.contract), self.jobs.get(&task)) else {
            return;
        };
        let demanded = policy.demands(&job.facts).evidence.unwrap_or_default();
        let checked = package.map(|package| self.engine.check_evidence(&contract, package));
        let fault = match checked {
            None => Some("no-package".to_owned()),
            Some(Err(failure)) => Some(failure.rule().unwrap_or("none").to_owned()),
            Some(Ok(verified)) => {
                let counts = |class| demanded.signer_classes.contains(&class);
                let mut classes = verified.receipts.iter().map(|receipt| receipt.message().signer_class());
                (!classes.all(counts)).then(|| "signer-class".to_owned())
            }
        };
        let event = match fault {
            None => Told::EvidenceVerified { ticket },
            Some(fault) => {
                let _ = self.engine.withhold(&contract, now_ms);
                Told::EvidenceFailed { ticket, fault }
            }
        };
        self.told.push((task, event));
    }
}
