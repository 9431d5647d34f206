//! What a funnel wants done, done by the engine.

use std::sync::Arc;

use casp_execution::funnel::{Action, Ending, Event as Told, Job, Outcome, Purpose, Reason, Seat, Ticket, Wanted};
use casp_execution::requester::{Accepting, Acknowledging};
use casp_task::content::inline;
use casp_trust::Policy;
use casp_trust::probe::{Bank as _, Item, Probe, Visible};
use casp_trust::reputation::Seen;
use casp_wire::v1::{Oracle, SideEffect, oracle::Form};

use super::{Deal, Key, Requester};
use crate::world::config::WorldError;
use crate::world::counts::one_more;
use crate::world::stage::{Node, Parcel, Stage, TaskId};
use crate::world::work::{LENGTH, MEDIA_TYPE, truth};

impl Requester {
    pub(super) fn acts(
        &mut self,
        task: TaskId,
        action: Action,
        policy: &dyn Policy,
        stage: &mut Stage,
    ) -> Result<(), WorldError> {
        let now_ms = stage.now_ms();
        stage.tells(Node::Requester(self.number), Some(task), || told(&action));
        match action {
            Action::Discover { round, nonce } => self.asks(task, round, nonce, stage),
            Action::Engage {
                ticket,
                with,
                purpose,
                wanted,
            } => self.engages((task, ticket), with, purpose, &wanted, stage),
            Action::Accept { ticket } => self.accepts((task, ticket), stage),
            // It is work, of which it does not know the answer: that a plan is there is all that it can see.
            Action::CheckPlan { ticket } => {
                let is_wanted = true;
                self.told.push((task, Told::PlanJudged { ticket, is_wanted }));
            }
            Action::Commit { ticket } => {
                let deal = self.deals.get(&(task, ticket));
                if let Some(contract) = deal.and_then(|deal| deal.contract) {
                    // Too late is too late: no result will come.
                    let _ = self.engine.commit(&contract, now_ms);
                }
            }
            Action::Release { ticket } => {
                if let Some(deal) = self.deals.get_mut(&(task, ticket)) {
                    deal.is_released = true;
                }
            }
            Action::Cancel { ticket, why } => self.cancels((task, ticket), why, now_ms),
            Action::CheckEvidence { ticket } => self.wants_evidence(task, ticket, stage),
            Action::Record { ticket, outcome, .. } => self.records((task, ticket), &outcome, now_ms),
            Action::OrderFixed { .. } => {}
            Action::Done(ending) => return self.ends(task, &ending, policy, stage),
        }
        Ok(())
    }

    fn engages(&mut self, key: Key, with: Arc<Seat>, purpose: Purpose, wanted: &Wanted, stage: &mut Stage) {
        let (task, ticket) = key;
        let now_ms = stage.now_ms();
        let Some(input) = self.jobs.get(&task).map(|job| job.input.clone()) else {
            return;
        };
        let side_effect = self
            .jobs
            .get(&task)
            .map_or(SideEffect::None, |job| job.facts.side_effect);
        let mut probe = None;
        if purpose != Purpose::Work {
            probe = self.canary(&with, wanted);
            let Some(probe) = &probe else {
                return self.told.push((task, Told::NoCanary { ticket }));
            };
            stage.knows_canary(&probe.input);
            one_more(&mut stage.counts_of(self.number).probes);
            if let Some(group) = stage.group_of(self.number, &with.agent()) {
                one_more(&mut group.probes);
            }
        }
        let input = probe.as_ref().map_or(input, |probe| {
            inline(probe.input_media_type.clone(), probe.input.clone())
        });
        let job = Job {
            side_effect,
            input: &input,
            output_media_type: MEDIA_TYPE,
            currency: "EUR",
        };
        let offering = wanted.offering(&with, purpose, job, now_ms);
        let Ok(offer) = self.engine.offer(offering, now_ms) else {
            return self.told.push((task, Told::NoQuote { ticket }));
        };
        self.by_offer.insert(offer, key);
        let agent = with.agent();
        let called = stage.called(&agent);
        stage.tells(Node::Requester(self.number), Some(task), || {
            format!("engagement {} is with {called}", ticket.0)
        });
        let deal = Deal {
            with,
            purpose,
            probe,
            input,
            offer,
            price_micros: 0,
            contract: None,
            output: None,
            is_released: false,
            seen: None,
        };
        self.deals.insert(key, deal);
    }

    /// A canary like the work: an input of which the requester knows the answer, new to everybody.
    fn canary(&mut self, with: &Seat, wanted: &Wanted) -> Option<Probe> {
        let capability_id = &with.probed().capability_id;
        let input = self.canaries.bytes::<LENGTH>();
        let answer = casp_task::content::content_digest(&truth(capability_id, &input));
        let item = Item {
            capability_id: capability_id.clone(),
            input_media_type: MEDIA_TYPE.into(),
            input: input.into(),
            output_media_type: MEDIA_TYPE.into(),
            oracle: Oracle {
                form: Some(Form::ExactDigest(answer.into())),
            },
            seen_by: Vec::new(),
        };
        self.bank.stock(item).ok()?;
        let look = Visible {
            input_media_type: MEDIA_TYPE.into(),
            input_bytes: u64::try_from(LENGTH).unwrap_or_default(),
            price_micros: wanted.price_micros,
        };
        let (agent, draws) = (with.agent(), &mut self.probe_draws);
        self.bank.take(agent, capability_id, &look, draws).ok()
    }

    fn accepts(&mut self, key: Key, stage: &mut Stage) {
        let Some(deal) = self.deals.get_mut(&key) else { return };
        let accepting = Accepting {
            input: deal.input.clone(),
            blind: deal.probe.as_ref().map(|probe| probe.commitment.blind()),
        };
        match self.engine.accept(&deal.offer, accepting, stage.now_ms()) {
            Ok(contract) => {
                deal.contract = Some(contract);
                let counts = stage.counts_of(self.number);
                let spent = match deal.purpose {
                    Purpose::Work => &mut counts.work_micros,
                    Purpose::Probe(_) => &mut counts.probes_micros,
                };
                *spent = spent.saturating_add(deal.price_micros);
                let (agent, price) = (deal.with.agent(), deal.price_micros);
                if let Some(group) = stage.group_of(self.number, &agent) {
                    group.earned_micros = group.earned_micros.saturating_add(price);
                }
            }
            Err(_) => {
                let (task, ticket) = key;
                self.told.push((task, Told::EngagementEnded { ticket }));
            }
        }
    }

    fn cancels(&mut self, key: Key, why: Reason, now_ms: i64) {
        let Some(deal) = self.deals.get(&key) else { return };
        // What is over already cannot be cancelled, and need not.
        let _ = match deal.contract {
            Some(contract) => self.engine.cancel(&contract, why.code(), now_ms).map(drop),
            None => self.engine.decline(&deal.offer, now_ms),
        };
    }

    fn wants_evidence(&mut self, task: TaskId, ticket: Ticket, stage: &mut Stage) {
        let Some(deal) = self.deals.get(&(task, ticket)) else {
            return;
        };
        if let (Some(contract), Some(provider)) = (deal.contract, stage.node(&deal.with.agent())) {
            let parcel = Parcel::EvidenceWanted { task, ticket, contract };
            stage.send("evidence-wanted", Node::Requester(self.number), provider, parcel);
        }
    }

    fn records(&mut self, key: Key, outcome: &Outcome, now_ms: i64) {
        let seen = match outcome {
            Outcome::CanaryPassed => Seen::CanaryPassed,
            Outcome::CanaryFailed => Seen::CanaryFailed,
            Outcome::Good { .. } => Seen::Good,
            Outcome::Bad { .. } => Seen::EvidenceFailed,
            Outcome::NoResult => Seen::NoResult,
            Outcome::Failed | Outcome::Partial => Seen::Bad,
            // Nobody knows: nobody is blamed.
            Outcome::Indeterminate => return,
        };
        self.saw(key, seen, now_ms);
        let work = self.deals.get(&key).filter(|deal| deal.purpose == Purpose::Work);
        if let Some(contract) = work.and_then(|deal| deal.contract) {
            let how = match seen {
                Seen::Good => Acknowledging::Checked,
                Seen::EvidenceFailed | Seen::NoResult => return,
                _ => Acknowledging::Regardless,
            };
            let _ = self.engine.acknowledge(&contract, how, now_ms);
        }
    }
}

/// For a trace.
fn told(action: &Action) -> String {
    let of = |ticket: &Ticket| format!("engagement {}", ticket.0);
    match action {
        Action::Discover { round, .. } => format!("asks for candidates, round {round}"),
        Action::OrderFixed { order, .. } => format!("has an order of {} candidates", order.len()),
        Action::Engage { ticket, purpose, .. } => {
            let what = if *purpose == Purpose::Work { "work" } else { "a canary" };
            format!("offers {what}, {}", of(ticket))
        }
        Action::Accept { ticket } => format!("accepts the quote, {}", of(ticket)),
        Action::CheckPlan { ticket } => format!("looks at the plan, {}", of(ticket)),
        Action::Commit { ticket } => format!("commits, {}", of(ticket)),
        Action::Release { ticket } => format!("waits no more, {}", of(ticket)),
        Action::Cancel { ticket, why } => format!("cancels: {}, {}", why.code(), of(ticket)),
        Action::CheckEvidence { ticket } => format!("asks for evidence, {}", of(ticket)),
        Action::Record { ticket, outcome, .. } => format!("remembers: {}, {}", outcome.code(), of(ticket)),
        Action::Done(ending) => format!("is done: {}", ended(ending)),
    }
}

fn ended(ending: &Ending) -> String {
    match ending {
        Ending::Completed { ticket, .. } => format!("completed by engagement {}", ticket.0),
        Ending::Exhausted { why } => format!("nobody is left ({})", why.code()),
        Ending::NeedsLook { .. } => "somebody has to look".to_owned(),
        Ending::Stopped => "stopped".to_owned(),
    }
}
