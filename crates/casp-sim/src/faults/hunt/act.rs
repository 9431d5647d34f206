//! What a funnel wants done, done by the engine.

use std::sync::Arc;

use casp_discovery::DiscoveryQueryKind;
use casp_execution::Requester as Engine;
use casp_execution::funnel::{Action, Event as Told, Job, Outcome, Purpose, Seat, Wanted};
use casp_execution::requester::{Accepting, Acknowledging};
use casp_identity::{ObjectId, Signed};
use casp_trust::probe::{Bank as _, Item, Probe, Visible};
use casp_wire::v1::{DiscoveryQuery, Header, Oracle, oracle::Form};

use super::{Deal, DealKey, Hunts};
use crate::faults::ledger::{Errand, Invariant, TaskState};
use crate::faults::plan::REGISTRY;
use crate::faults::provider::{MEDIA_TYPE, truth};
use crate::faults::requester::{Chore, input};
use crate::faults::stage::{Chance, Event, NETWORK, Parcel, Stage};
use crate::key::AgentKey;

impl Hunts {
    pub(super) fn acts(&mut self, task: u16, action: Action, engine: &mut Engine<AgentKey, Chance>, stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.node);
        match action {
            Action::Discover { round, nonce } => self.asks(task, round, nonce, stage),
            Action::Engage {
                ticket,
                with,
                purpose,
                wanted,
            } => {
                self.engages((task, ticket), with, purpose, &wanted, engine, stage);
            }
            Action::Accept { ticket } => self.accepts((task, ticket), engine, now_ms),
            Action::CheckPlan { ticket } => self.told.push((
                task,
                Told::PlanJudged {
                    ticket,
                    is_wanted: true,
                },
            )),
            Action::Commit { ticket } => {
                if let Some(contract) = self.contract((task, ticket)) {
                    let _ = engine.commit(&contract, now_ms);
                }
            }
            Action::Cancel { ticket, why } => {
                if let Some(deal) = self.deals.get(&(task, ticket)) {
                    let _ = match deal.contract {
                        Some(contract) => engine.cancel(&contract, why.code(), now_ms).map(drop),
                        None => engine.decline(&deal.offer, now_ms),
                    };
                }
            }
            Action::CheckEvidence { ticket } => {
                if let Some(contract) = self.contract((task, ticket)) {
                    let life = stage.life(self.node);
                    let chore = Chore::AskEvidence(contract, 0);
                    stage.in_ms(1, Event::Requester(self.node, life, chore));
                }
            }
            Action::Record {
                ticket,
                subject,
                outcome,
            } => {
                let (good, bad) = self.mind.0.entry(subject).or_default();
                if matches!(outcome, Outcome::Good { .. } | Outcome::CanaryPassed) {
                    *good += 1.0;
                } else {
                    *bad += 1.0;
                }
                if let Some(contract) = self.contract((task, ticket)) {
                    let _ = engine.acknowledge(&contract, Acknowledging::Checked, now_ms);
                }
            }
            Action::Done(ending) => {
                stage.note(self.node, || format!("t{task} ended: {ending:?}"));
                let again = stage.ledger.tasks.insert(task, TaskState::Ended);
                stage.holds(again == Some(TaskState::Open), Invariant::End, || {
                    format!("t{task} ended twice")
                });
                self.hunts.remove(&task);
            }
            Action::Release { .. } | Action::OrderFixed { .. } => {}
        }
    }

    fn contract(&self, key: DealKey) -> Option<ObjectId> {
        self.deals.get(&key)?.contract
    }

    fn asks(&mut self, task: u16, round: u32, nonce: [u8; 16], stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.node);
        let Some(hunt) = self.hunts.get_mut(&task) else { return };
        let message = DiscoveryQuery {
            header: Some(Header {
                network_id: NETWORK.into(),
                issuer: stage.agent(self.node).as_bytes().into(),
                audience: stage.agent(REGISTRY).as_bytes().into(),
                nonce: nonce.into(),
                issued_at_ms: now_ms,
                expires_at_ms: now_ms.saturating_add(30_000),
                ..Header::default()
            }),
            intent: Some(hunt.intent.clone()),
            limit: 8,
            sample: 2,
        };
        match Signed::<DiscoveryQueryKind>::seal(&message, &stage.own_key(self.node)) {
            Ok(query) => {
                let bytes = query.as_bytes().to_vec();
                hunt.asked.insert(round, query);
                stage.send(self.node, REGISTRY, Parcel::Query { task, round, bytes });
            }
            Err(_) => self.told.push((task, Told::NotFound { round })),
        }
    }

    fn engages(
        &mut self,
        key: DealKey,
        with: Arc<Seat>,
        purpose: Purpose,
        wanted: &Wanted,
        engine: &mut Engine<AgentKey, Chance>,
        stage: &mut Stage,
    ) {
        let (task, ticket) = key;
        let now_ms = stage.clock_ms(self.node);
        let (Some(provider), Some(hunt)) = (stage.node(&with.agent()), self.hunts.get_mut(&task)) else {
            return self.told.push((task, Told::NoQuote { ticket }));
        };
        let number = hunt.engaged;
        hunt.engaged = number.saturating_add(1);
        let effect = hunt.task.effect;
        let mut probe = None;
        if purpose != Purpose::Work {
            probe = self.canary(&with, wanted);
            if probe.is_none() {
                return self.told.push((task, Told::NoCanary { ticket }));
            }
        }
        let input = probe.as_ref().map_or_else(input, |probe| {
            casp_task::content::inline(probe.input_media_type.clone(), probe.input.clone())
        });
        let job = Job {
            side_effect: effect,
            input: &input,
            output_media_type: MEDIA_TYPE,
            currency: "EUR",
        };
        let offering = wanted.offering(&with, purpose, job, now_ms);
        let Ok(offer) = engine.offer(offering, now_ms) else {
            return self.told.push((task, Told::NoQuote { ticket }));
        };
        stage.ledger.offers(
            offer,
            Errand {
                requester: self.node,
                provider,
                task,
                purpose,
                number,
                price_micros: wanted.price_micros,
            },
        );
        self.by_offer.insert(offer, key);
        let deal = Deal {
            with,
            purpose,
            probe,
            input,
            offer,
            contract: None,
        };
        self.deals.insert(key, deal);
    }

    /// A canary like the work: an input of which the requester knows the answer, new to everybody.
    fn canary(&mut self, with: &Seat, wanted: &Wanted) -> Option<Probe> {
        self.canaries = self.canaries.saturating_add(1);
        let bytes = truth(&self.canaries.to_be_bytes());
        let bytes = bytes.get(..19)?;
        let capability_id = &with.probed().capability_id;
        let item = Item {
            capability_id: capability_id.clone(),
            input_media_type: MEDIA_TYPE.into(),
            input: bytes.to_vec(),
            output_media_type: MEDIA_TYPE.into(),
            oracle: Oracle {
                form: Some(Form::ExactDigest(
                    casp_task::content::content_digest(&truth(bytes)).into(),
                )),
            },
            seen_by: Vec::new(),
        };
        self.bank.stock(item).ok()?;
        let look = Visible {
            input_media_type: MEDIA_TYPE.into(),
            input_bytes: 19,
            price_micros: wanted.price_micros,
        };
        self.bank.take(with.agent(), capability_id, &look, &mut self.draws).ok()
    }

    fn accepts(&mut self, key: DealKey, engine: &mut Engine<AgentKey, Chance>, now_ms: i64) {
        let (task, ticket) = key;
        let Some(deal) = self.deals.get_mut(&key) else { return };
        let accepting = Accepting {
            input: deal.input.clone(),
            blind: deal.probe.as_ref().map(|probe| probe.commitment.blind()),
        };
        match engine.accept(&deal.offer, accepting, now_ms) {
            Ok(contract) => deal.contract = Some(contract),
            Err(_) => self.told.push((task, Told::EngagementEnded { ticket })),
        }
    }
}
