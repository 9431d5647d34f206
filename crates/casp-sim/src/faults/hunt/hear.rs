//! What happened, told to the funnel that it concerns.

use casp_canary::{CanaryVerdictKind, Judgement};
use casp_discovery::verify_answer;
use casp_execution::funnel::{DeliveredAs, Event as Told, Found, ProbeVerdict, Purpose};
use casp_execution::requester::{Acknowledging, Ended, Ending};
use casp_execution::{Requester as Engine, RequesterEvent};
use casp_identity::ObjectId;
use casp_wire::v1::{Bundle, CanaryCase, TaskResult, TaskStatus};
use casp_wire::{Layer, decode_unchecked};

use super::{DealKey, Hunts};
use crate::faults::host::author;
use crate::faults::plan::REGISTRY;
use crate::faults::read;
use crate::faults::stage::{Chance, Letter, Parcel, Stage};
use crate::key::AgentKey;

impl Hunts {
    /// Takes an answer that holds.
    pub(in crate::faults) fn answered(
        &mut self,
        task: u16,
        round: u32,
        letter: &Letter,
        answer: &[u8],
        stage: &mut Stage,
    ) {
        let now_ms = stage.clock_ms(self.node);
        let Some(query) = self.hunts.get(&task).and_then(|hunt| hunt.asked.get(&round)) else {
            return;
        };
        match verify_answer(&mut self.verifier, query, answer, &self.known, now_ms) {
            Ok(verified) => {
                stage.accepts(self.node, letter, None);
                let candidates = verified.entries.into_iter().map(|entry| Found {
                    entry: entry.entry,
                    relevance_ppm: 0,
                });
                let candidates = candidates.collect();
                self.told.push((task, Told::Found { round, candidates }));
            }
            Err(violation) => stage.refuses(self.node, letter, &violation.to_string()),
        }
    }

    /// What the engine tells; gives whether it is of a funnel's engagement.
    pub(in crate::faults) fn hears(
        &mut self,
        event: &RequesterEvent,
        engine: &mut Engine<AgentKey, Chance>,
        stage: &mut Stage,
    ) -> bool {
        let now_ms = stage.clock_ms(self.node);
        let key = |offer: &ObjectId| self.by_offer.get(offer).copied();
        let of = |contract: &ObjectId| {
            engine
                .engagement(contract)
                .map(|it| it.offer())
                .and_then(|offer| key(&offer))
        };
        match event {
            RequesterEvent::Quoted { offer, terms, .. } => {
                let Some((task, ticket)) = key(offer) else { return false };
                let price_micros = terms.price.as_ref().map_or(0, |price| price.amount_micros);
                self.told.push((task, Told::Quoted { ticket, price_micros }));
                true
            }
            RequesterEvent::Prepared { contract, .. } => {
                let Some((task, ticket)) = of(contract) else {
                    return false;
                };
                let is_probe = self
                    .deals
                    .get(&(task, ticket))
                    .is_some_and(|deal| deal.purpose != Purpose::Work);
                if is_probe {
                    // The plan was what was asked for: the commit is never said.
                    let _ = engine.cancel(contract, "changed-mind", now_ms);
                    self.told.push((
                        task,
                        Told::ProbeEnded {
                            ticket,
                            verdict: ProbeVerdict::Passed,
                        },
                    ));
                } else {
                    self.told.push((task, Told::Prepared { ticket }));
                }
                true
            }
            RequesterEvent::Delivered { contract, result } => {
                let Some(key) = of(contract) else { return false };
                self.delivers(key, contract, result, engine, now_ms);
                if let Some(bytes) = self.case(key, result, engine, stage) {
                    stage.send(self.node, REGISTRY, Parcel::Case(bytes));
                }
                true
            }
            _ => false,
        }
    }

    fn delivers(
        &mut self,
        key: DealKey,
        contract: &ObjectId,
        result: &TaskResult,
        engine: &mut Engine<AgentKey, Chance>,
        now_ms: i64,
    ) {
        let (task, ticket) = key;
        let Some(deal) = self.deals.get(&key) else { return };
        let Some(probe) = &deal.probe else {
            let status = delivered(result.status());
            if !self.hunts.contains_key(&task) || status != DeliveredAs::Completed {
                let _ = engine.withhold(contract, now_ms);
            }
            return self.told.push((task, Told::Delivered { ticket, status }));
        };
        let verdict = match (result.status(), probe.commitment.judge(result)) {
            (TaskStatus::Completed, Judgement::Passed) => ProbeVerdict::Passed,
            (TaskStatus::Completed, Judgement::Failed) => ProbeVerdict::Failed,
            _ => ProbeVerdict::Unanswered,
        };
        if verdict == ProbeVerdict::Failed {
            self.passes.voided(deal.with.probed());
        }
        let _ = engine.acknowledge(contract, Acknowledging::Regardless, now_ms);
        self.told.push((task, Told::ProbeEnded { ticket, verdict }));
    }

    /// What everybody is shown of a canary that was answered.
    fn case(
        &self,
        key: DealKey,
        result: &TaskResult,
        engine: &Engine<AgentKey, Chance>,
        stage: &Stage,
    ) -> Option<Vec<u8>> {
        let deal = self.deals.get(&key)?;
        let engagement = engine.engagement(&deal.contract?)?;
        let name = engagement.result()?;
        let at_ms = stage.clock_ms(self.node).max(result.header.as_ref()?.issued_at_ms);
        let header = author(self.node, stage).lasting(None, at_ms);
        let verdict = deal.probe.as_ref()?.commitment.open(header, name, result).ok()?;
        let verdict = read::seal::<CanaryVerdictKind>(&verdict, stage.key(self.node)?);
        let bundle = |id: Option<ObjectId>| decode_unchecked::<Bundle>(engine.bundle(&id?)?, Layer::Envelope).ok();
        Some(casp_wire::encode(&CanaryCase {
            offer: bundle(Some(engagement.offer())),
            quote: bundle(engagement.quote()),
            acceptance: bundle(engagement.contract()),
            request: bundle(engagement.request()),
            result: bundle(Some(name)),
            verdict: decode_unchecked(&verdict, Layer::Envelope).ok(),
        }))
    }

    /// An engagement is over.
    pub(in crate::faults) fn is_over(&mut self, ended: &Ended) {
        let Some((task, ticket)) = self.by_offer.remove(&ended.offer) else {
            return;
        };
        match ended.ending {
            Ending::NoQuote | Ending::Lapsed => self.told.push((task, Told::NoQuote { ticket })),
            Ending::NoResult { .. } => self.told.push((task, Told::EngagementEnded { ticket })),
            _ => {}
        }
    }

    /// The evidence of a contract was looked at.
    pub(in crate::faults) fn evidence(&mut self, contract: &ObjectId, fault: Option<&str>) {
        let deal = self.deals.iter().find(|(_, deal)| deal.contract == Some(*contract));
        let Some((task, ticket)) = deal.map(|(key, _)| *key) else {
            return;
        };
        let event = match fault {
            None => Told::EvidenceVerified { ticket },
            Some(fault) => Told::EvidenceFailed {
                ticket,
                fault: fault.into(),
            },
        };
        self.told.push((task, event));
    }
}

const fn delivered(status: TaskStatus) -> DeliveredAs {
    match status {
        TaskStatus::Completed => DeliveredAs::Completed,
        TaskStatus::Partial => DeliveredAs::Partial,
        TaskStatus::Cancelled => DeliveredAs::Cancelled,
        TaskStatus::Indeterminate => DeliveredAs::Indeterminate,
        TaskStatus::Failed | TaskStatus::Unspecified => DeliveredAs::Failed,
    }
}
