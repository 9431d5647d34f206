//! Events, and what time brings by itself.

use casp_wire::limits::ONE_SHOT_SKEW_MS;
use casp_wire::v1::SideEffect;

use super::super::message::{Action, Advice, Event, ProbeVerdict, Purpose, Ticket};
use super::super::select::bounded;
use super::super::slot::{Engaged, Plan, Slot, State};
use super::super::stage::{Reason, Stage};
use super::Funnel;

impl Funnel {
    pub(super) fn receive(&mut self, event: Event, advice: Advice<'_>) {
        match event {
            Event::Found { round, candidates } => self.found(round, &candidates, advice),
            Event::NotFound { round } => self.found(round, &[], advice),
            Event::Quoted { ticket, price_micros } => self.quoted(ticket, price_micros, advice),
            Event::QuoteRefused { ticket } => self.not_quoted(ticket, Reason::QuoteRefused),
            Event::NoQuote { ticket } => self.not_quoted(ticket, Reason::NoQuote),
            Event::ProbeEnded { ticket, verdict } => self.probed(ticket, verdict),
            Event::Prepared { ticket } => self.prepared(ticket),
            Event::PlanJudged { ticket, is_wanted } => self.plan_judged(ticket, is_wanted),
            Event::Delivered { ticket, status } => self.delivered(ticket, status),
            Event::EvidenceVerified { ticket } => self.evidence_holds(ticket),
            Event::EvidenceFailed { ticket, fault } => {
                self.evidence_fails(ticket, Reason::EvidenceFailed, &bounded(&fault));
            }
            Event::EngagementEnded { ticket } => self.engagement_ended(ticket),
            Event::Stop => self.stop(),
        }
    }

    /// Ends what was waited for long enough.
    pub(super) fn expire(&mut self, now_ms: i64) {
        self.now_ms = self.now_ms.max(now_ms);
        let now_ms = self.now_ms;
        self.discovering = self.discovering.filter(|awaited| awaited.by_ms > now_ms);
        for position in self.head..self.slots.len() {
            let engaged = self.slots.get(position).and_then(Slot::engaged);
            let Some(engaged) = engaged.filter(|engaged| engaged.by_ms <= now_ms) else {
                continue;
            };
            self.timed_out(position, engaged);
            if self.is_done() {
                return;
            }
        }
    }

    fn timed_out(&mut self, position: usize, engaged: Engaged) {
        let Some(state) = self.slots.get(position).map(|slot| slot.state) else {
            return;
        };
        let reason = |usual: Reason| self.reason_for_end(engaged, usual);
        match state {
            State::Quoting(_) => self.drop_engaged(position, engaged, reason(Reason::NoQuote), String::new()),
            State::Probing(_) => {
                let reason = reason(Reason::CanaryNoResult);
                self.act(Action::Cancel {
                    ticket: engaged.ticket,
                    why: reason,
                });
                self.probe_failed(position, engaged, ProbeVerdict::NoResult, reason);
            }
            State::Working(_, plan) => self.no_result(position, engaged, plan),
            State::Checking(..) => self.evidence_fails(engaged.ticket, Reason::EvidenceMissing, ""),
            State::Waiting | State::Ready | State::Out(_) | State::Chosen => {}
        }
    }

    /// Why a wait ended: the candidate's own time, or everybody's.
    fn reason_for_end(&self, engaged: Engaged, usual: Reason) -> Reason {
        let ends_ms = self.spending.verification_ends_ms(&self.demands.budget);
        let is_probe = engaged.purpose != Purpose::Work;
        if is_probe && ends_ms.is_some_and(|ends_ms| self.now_ms >= ends_ms) {
            Reason::BudgetTime
        } else if self.now_ms >= self.plan.deadline_ms {
            Reason::Deadline
        } else {
            usual
        }
    }

    fn not_quoted(&mut self, ticket: Ticket, reason: Reason) {
        if let Some((position, State::Quoting(_))) = self.engagement(ticket) {
            self.abandon(position, reason, String::new());
        }
    }

    fn quoted(&mut self, ticket: Ticket, price_micros: u64, advice: Advice<'_>) {
        let Some((position, State::Quoting(engaged))) = self.engagement(ticket) else {
            return;
        };
        if let Err((reason, detail)) = self.accepts_quote(position, engaged, price_micros, advice) {
            return self.drop_engaged(position, engaged, reason, detail);
        }
        // Whoever waits longer for a result than the deadline: what may have happened in the world is worth it.
        let waits_longer = engaged.purpose == Purpose::Work && self.plan.facts.side_effect != SideEffect::None;
        let late_ms = if waits_longer { ONE_SHOT_SKEW_MS } else { 0 };
        let engaged = Engaged {
            by_ms: engaged.deadline_ms.saturating_add(late_ms),
            ..engaged
        };
        self.act(Action::Accept { ticket });
        self.set(
            position,
            match engaged.purpose {
                Purpose::Work => State::Working(engaged, Plan::None),
                Purpose::Probe(_) => State::Probing(engaged),
            },
        );
    }

    /// Price, tier 1, and the budget that the purpose is paid from.
    fn accepts_quote(
        &mut self,
        position: usize,
        engaged: Engaged,
        price_micros: u64,
        advice: Advice<'_>,
    ) -> Result<(), (Reason, String)> {
        let plain = |reason: Reason| (reason, String::new());
        if price_micros > engaged.price_micros {
            return Err(plain(Reason::PriceTooHigh));
        }
        if self.stage_of(position) == Stage::Negotiate {
            self.pass(position);
            self.meets_floor(position, advice)?;
            self.pass(position);
        }
        let budget = self.demands.budget;
        match engaged.purpose {
            Purpose::Probe(_) => self.spending.contract_probe(&budget, price_micros).map_err(plain),
            Purpose::Work => {
                if self.stage_of(position) == Stage::Canary {
                    self.pass(position);
                }
                self.spending
                    .contract_work(&self.plan.limits, price_micros)
                    .map_err(plain)
            }
        }
    }

    /// Tier 1.
    fn meets_floor(&self, position: usize, advice: Advice<'_>) -> Result<(), (Reason, String)> {
        let Some(seat) = self.slots.get(position).and_then(|slot| slot.seat.as_ref()) else {
            return Ok(());
        };
        let standing = advice.memory.standing(&seat.subject, self.now_ms);
        if standing.is_incriminated {
            return Err((Reason::Incriminated, String::new()));
        }
        if standing.is_newcomer && self.is_open_to_newcomers {
            return Ok(());
        }
        let admitted = advice.policy.admits(&self.demands, &standing);
        admitted.map_err(|why| (Reason::Reputation, bounded(&why)))
    }

    fn prepared(&mut self, ticket: Ticket) {
        // In other contracts there is nothing to commit to (CTR-19).
        if self.plan.facts.side_effect != SideEffect::Irreversible {
            return;
        }
        if let Some((position, State::Working(engaged, Plan::None))) = self.engagement(ticket) {
            self.set(position, State::Working(engaged, Plan::Shown));
            self.act(Action::CheckPlan { ticket });
        }
    }

    fn plan_judged(&mut self, ticket: Ticket, is_wanted: bool) {
        let Some((position, State::Working(engaged, Plan::Shown))) = self.engagement(ticket) else {
            return;
        };
        if self.is_stopping {
            self.drop_engaged(position, engaged, Reason::Stopped, String::new());
        } else if is_wanted {
            self.set(position, State::Working(engaged, Plan::Committed));
            self.act(Action::Commit { ticket });
        } else {
            self.drop_engaged(position, engaged, Reason::PlanRefused, String::new());
        }
    }

    fn engagement_ended(&mut self, ticket: Ticket) {
        match self.engagement(ticket) {
            Some((_, State::Quoting(_))) => self.not_quoted(ticket, Reason::NoQuote),
            Some((_, State::Probing(_))) => self.probed(ticket, ProbeVerdict::NoResult),
            Some((position, State::Working(engaged, plan))) => self.no_result(position, engaged, plan),
            _ => {}
        }
    }

    /// Whatever has no contract for the work is dropped; that is asked to stop, and waited for.
    fn stop(&mut self) {
        self.is_stopping = true;
        self.discovering = None;
        for position in self.head..self.slots.len() {
            let Some(slot) = self.slots.get(position) else { continue };
            match (slot.state, slot.engaged()) {
                (State::Out(_) | State::Chosen | State::Checking(..), _) => {}
                (State::Working(engaged, _), _) => self.act(Action::Cancel {
                    ticket: engaged.ticket,
                    why: Reason::Stopped,
                }),
                (_, Some(engaged)) => self.drop_engaged(position, engaged, Reason::Stopped, String::new()),
                (_, None) => self.abandon(position, Reason::Stopped, String::new()),
            }
        }
    }
}
