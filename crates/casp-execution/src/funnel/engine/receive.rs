//! Events, and what time brings by itself.

use casp_trust::probe::{Event as ProbeEvent, ProbeId};
use casp_wire::limits::ONE_SHOT_SKEW_MS;
use casp_wire::v1::SideEffect;

use super::super::message::{Action, Advice, Event, Outcome, Ticket};
use super::super::select::bounded;
use super::super::slot::{Engaged, Plan, Slot, State};
use super::super::stage::{Reason, Stage};
use super::{Funnel, signed};

impl Funnel {
    pub(super) fn receive(&mut self, event: Event, advice: &mut Advice<'_>) {
        match event {
            Event::Found { round, candidates } => self.found(round, &candidates, advice),
            Event::NotFound { round } => self.found(round, &[], advice),
            Event::Quoted { ticket, price_micros } => self.quoted(ticket, price_micros, advice),
            Event::QuoteRefused { ticket } => self.not_quoted(ticket, Reason::QuoteRefused, advice),
            Event::NoQuote { ticket } => self.not_quoted(ticket, Reason::NoQuote, advice),
            Event::NoCanary { ticket } => self.no_canary(ticket, advice),
            Event::ProbeEnded { ticket, verdict } => self.probed(ticket, verdict, advice),
            Event::Prepared { ticket } => self.prepared(ticket),
            Event::PlanJudged { ticket, is_wanted } => self.plan_judged(ticket, is_wanted),
            Event::Delivered { ticket, status } => self.delivered(ticket, status),
            Event::EvidenceVerified { ticket } => self.evidence_holds(ticket),
            Event::EvidenceFailed { ticket, fault } => {
                self.evidence_fails(ticket, Reason::EvidenceFailed, &bounded(&fault));
            }
            Event::EngagementEnded { ticket } => self.engagement_ended(ticket, advice),
            Event::Stop => self.stop(),
        }
    }

    /// Ends what was waited for long enough.
    pub(super) fn expire(&mut self, advice: &mut Advice<'_>, now_ms: i64) {
        if self.is_done() {
            return;
        }
        self.now_ms = self.now_ms.max(now_ms);
        self.discovering = self.discovering.filter(|awaited| awaited.by_ms > self.now_ms);
        self.tick_probing();
        for position in self.head..self.slots.len() {
            let engaged = self.slots.get(position).and_then(Slot::engaged);
            if let Some(engaged) = engaged.filter(|engaged| engaged.by_ms <= self.now_ms) {
                self.timed_out(position, engaged, advice);
            }
            if self.is_done() {
                return;
            }
        }
    }

    fn timed_out(&mut self, position: usize, engaged: Engaged, advice: &mut Advice<'_>) {
        let Some(state) = self.slots.get(position).map(|slot| slot.state) else {
            return;
        };
        match state {
            State::Quoting(_) => {
                let is_over = self.now_ms >= self.plan.deadline_ms;
                let reason = if is_over { Reason::Deadline } else { Reason::NoQuote };
                self.not_wanted(position, engaged, reason, ProbeEvent::Refused, advice);
            }
            State::Probing(_) => self.no_verdict(position, engaged, advice),
            State::Working(_, plan) => self.no_result(position, engaged, plan),
            State::Checking(..) => self.evidence_fails(engaged.ticket, Reason::EvidenceMissing, ""),
            State::Waiting | State::Out(_) | State::Chosen => {}
        }
    }

    fn not_quoted(&mut self, ticket: Ticket, reason: Reason, advice: &mut Advice<'_>) {
        if let Some((position, State::Quoting(engaged))) = self.engagement(ticket) {
            self.abandon(position, reason, String::new());
            self.tell_probing(position, engaged, ProbeEvent::Refused, advice);
        }
    }

    fn no_canary(&mut self, ticket: Ticket, advice: &mut Advice<'_>) {
        let Some((position, State::Quoting(engaged))) = self.engagement(ticket) else {
            return;
        };
        if engaged.probe.is_some() {
            self.abandon(position, Reason::NoCanary, String::new());
            self.tell_probing(position, engaged, ProbeEvent::Dry, advice);
        }
    }

    /// An engagement is let go of, and its candidate abandoned.
    fn not_wanted(
        &mut self,
        position: usize,
        engaged: Engaged,
        reason: Reason,
        event: ProbeEvent,
        advice: &mut Advice<'_>,
    ) {
        self.let_go(engaged, reason);
        self.abandon(position, reason, String::new());
        self.tell_probing(position, engaged, event, advice);
    }

    pub(super) fn tell_probing(
        &mut self,
        position: usize,
        engaged: Engaged,
        event: ProbeEvent,
        advice: &mut Advice<'_>,
    ) {
        let id: Option<ProbeId> = engaged.probe;
        if let Some(id) = id {
            self.probe_over(position, id, event, advice);
        }
    }

    fn quoted(&mut self, ticket: Ticket, price_micros: u64, advice: &mut Advice<'_>) {
        let Some((position, State::Quoting(engaged))) = self.engagement(ticket) else {
            return;
        };
        if let Err(reason) = self.accepts_quote(position, engaged, price_micros) {
            let event = if reason == Reason::PriceTooHigh {
                ProbeEvent::TooDear
            } else {
                ProbeEvent::Refused
            };
            return self.not_wanted(position, engaged, reason, event, advice);
        }
        let by_ms = self.waits_until_ms(engaged);
        let engaged = Engaged {
            by_ms,
            price_micros,
            ..engaged
        };
        self.act(Action::Accept { ticket });
        let state = match engaged.probe {
            None => State::Working(engaged, Plan::None),
            Some(_) => State::Probing(engaged),
        };
        self.set(position, state);
    }

    /// How long a result is waited for. Of work that has an effect one may come until 30 s after the deadline, and it matters.
    fn waits_until_ms(&self, engaged: Engaged) -> i64 {
        if engaged.probe.is_some() {
            let patience_ms = signed(self.plan.limits.probe_ms);
            self.now_ms.saturating_add(patience_ms).min(engaged.deadline_ms)
        } else if self.plan.facts.side_effect == SideEffect::None {
            engaged.deadline_ms
        } else {
            engaged.deadline_ms.saturating_add(ONE_SHOT_SKEW_MS)
        }
    }

    /// Price, and the money for the work; that for probes was put aside before they were sent.
    fn accepts_quote(&mut self, position: usize, engaged: Engaged, price_micros: u64) -> Result<(), Reason> {
        if price_micros > engaged.price_micros {
            return Err(Reason::PriceTooHigh);
        }
        if self.stage_of(position) == Stage::Negotiate {
            self.pass(position);
        }
        if engaged.probe.is_some() {
            return Ok(());
        }
        if self.stage_of(position) == Stage::Canary {
            self.pass(position);
        }
        self.spending.contract_work(&self.plan.limits, price_micros)
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
        if is_wanted && !self.is_stopping {
            self.set(position, State::Working(engaged, Plan::Committed));
            return self.act(Action::Commit { ticket });
        }
        let reason = if self.is_stopping {
            Reason::Stopped
        } else {
            Reason::PlanRefused
        };
        self.let_go(engaged, reason);
        self.abandon(position, reason, String::new());
    }

    fn engagement_ended(&mut self, ticket: Ticket, advice: &mut Advice<'_>) {
        match self.engagement(ticket) {
            Some((_, State::Quoting(_))) => self.not_quoted(ticket, Reason::NoQuote, advice),
            Some((position, State::Probing(engaged))) => {
                self.record(position, engaged, Outcome::NoResult);
                self.probe_failed(position, engaged, Reason::CanaryNoResult, advice);
            }
            Some((position, State::Working(engaged, plan))) => self.no_result(position, engaged, plan),
            _ => {}
        }
    }

    /// Whatever has no contract for the work is dropped; that is asked to stop, and waited for.
    fn stop(&mut self) {
        self.is_stopping = true;
        let worker = self
            .worker
            .and_then(|position| Some((position, self.slots.get(position)?)));
        match worker
            .filter(|(_, slot)| slot.is_at_work())
            .map(|(position, slot)| (position, slot.state))
        {
            None => self.drop_all(Reason::Stopped),
            Some((position, state)) => {
                if let State::Working(engaged, _) = state {
                    self.let_go(engaged, Reason::Stopped);
                }
                let others = self.head..self.slots.len();
                for other in others.filter(|other| *other != position) {
                    self.abandon(other, Reason::Stopped, String::new());
                }
            }
        }
    }
}
