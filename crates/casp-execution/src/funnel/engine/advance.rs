//! What is begun: answers, probes and work, in the order that was fixed.

use std::sync::Arc;

use casp_wire::v1::SideEffect;

use super::super::message::{Action, Advice, Ending, Exhaustion, Found, Probe, Purpose, Seat, Ticket, Wanted};
use super::super::select::{Selector, Unfit, drawn};
use super::super::slot::{Engaged, Slot, State};
use super::super::spending::May;
use super::super::stage::{Reason, Stage};
use super::{Discovering, Funnel, signed};

/// What advancing one candidate came to.
enum Step {
    /// It is out, or was.
    Gone,
    /// It holds one of the places of those that are probed at once.
    Held,
    /// It is at work, or waits for money that may come back: nobody after it begins anything.
    Blocks,
}

impl Funnel {
    /// Begins whatever can begin.
    pub(super) fn advance(&mut self, advice: Advice<'_>) {
        if self.is_done() || self.discovering.is_some() {
            return;
        }
        if self.is_stopping {
            if !self.open_slots().any(|(_, slot)| slot.is_at_work()) {
                self.end(Ending::Stopped);
            }
            return;
        }
        let places = self
            .demands
            .canaries
            .as_ref()
            .map_or(1, |demand| demand.parallel.max(1));
        let mut held = 0_u32;
        for position in self.head..self.slots.len() {
            match self.step(position, held == 0, advice) {
                Step::Gone if held == 0 => self.head = position.saturating_add(1),
                Step::Gone => {}
                Step::Held => held = held.saturating_add(1),
                Step::Blocks => return,
            }
            if held >= places {
                return;
            }
        }
        if held == 0 {
            self.discover_or_end();
        }
    }

    fn step(&mut self, position: usize, is_first: bool, advice: Advice<'_>) -> Step {
        let Some(state) = self.slots.get(position).map(|slot| slot.state) else {
            return Step::Gone;
        };
        match state {
            State::Out(_) => Step::Gone,
            State::Chosen | State::Working(..) | State::Checking(..) => Step::Blocks,
            State::Quoting(engaged) if engaged.purpose == Purpose::Work => Step::Blocks,
            State::Quoting(_) | State::Probing(_) => Step::Held,
            State::Ready if is_first => self.begin_work(position),
            State::Ready => Step::Held,
            State::Waiting if self.now_ms >= self.plan.deadline_ms => self.out(position, Reason::Deadline),
            State::Waiting if self.missing_passes(position, advice) > 0 => self.begin_probe(position),
            State::Waiting if is_first => self.begin_work(position),
            State::Waiting => Step::Held,
        }
    }

    /// How many canaries still have to pass. What is remembered is asked once: what passes afterwards is counted here.
    fn missing_passes(&mut self, position: usize, advice: Advice<'_>) -> u32 {
        let Some(demand) = &self.demands.canaries else { return 0 };
        let Some(slot) = self.slots.get_mut(position) else {
            return 0;
        };
        let Some(seat) = &slot.seat else { return 0 };
        *slot.missing_passes.get_or_insert_with(|| {
            let since_ms = self.now_ms.saturating_sub(signed(demand.pass_counts_for_ms));
            demand
                .passes
                .saturating_sub(advice.memory.passes(seat.probed(), since_ms))
        })
    }

    fn begin_probe(&mut self, position: usize) -> Step {
        let budget = self.demands.budget;
        match self.spending.may_probe(&budget, self.now_ms) {
            May::Later => return Step::Blocks,
            May::Never(reason) => return self.out(position, reason),
            May::Now => {}
        }
        let most_micros = self.plan.facts.price_micros;
        let price_micros = self.spending.probe_micros_left(&budget).min(most_micros);
        if price_micros == 0 && most_micros > 0 {
            return self.out(position, Reason::BudgetPrice);
        }
        self.spending.begin_probe(self.now_ms);
        let is_prepare_only = self.plan.facts.side_effect == SideEffect::Irreversible
            && self.seat(position).is_some_and(|seat| seat.sibling.is_none());
        let how = if is_prepare_only {
            Probe::PrepareOnly
        } else {
            Probe::Canary
        };
        let ends_ms = self.spending.verification_ends_ms(&budget).unwrap_or(i64::MAX);
        let latest_ms = ends_ms.min(self.plan.deadline_ms);
        let deadline_ms = latest_ms.min(self.now_ms.saturating_add(signed(self.plan.limits.probe_ms)));
        self.engage(position, Purpose::Probe(how), price_micros, deadline_ms);
        Step::Held
    }

    fn begin_work(&mut self, position: usize) -> Step {
        if self.now_ms >= self.plan.deadline_ms {
            return self.out(position, Reason::Deadline);
        }
        if !self.spending.may_work(&self.plan.limits) {
            return self.out(position, Reason::BudgetAttempts);
        }
        let most_micros = self.plan.facts.price_micros;
        let price_micros = self.spending.work_micros_left(&self.plan.limits).min(most_micros);
        if price_micros == 0 && most_micros > 0 {
            return self.out(position, Reason::BudgetPrice);
        }
        let latest_ms = self.now_ms.saturating_add(signed(self.plan.limits.work_ms));
        let deadline_ms = latest_ms.min(self.plan.deadline_ms);
        self.engage(position, Purpose::Work, price_micros, deadline_ms);
        Step::Blocks
    }

    fn engage(&mut self, position: usize, purpose: Purpose, price_micros: u64, deadline_ms: i64) {
        let Some(seat) = self.seat(position) else { return };
        if self.stage_of(position) == Stage::Rank {
            self.pass(position);
        }
        self.tickets.push(position);
        let ticket = Ticket(u32::try_from(self.tickets.len()).unwrap_or(u32::MAX));
        let quote_by_ms = self
            .now_ms
            .saturating_add(signed(self.plan.limits.quote_ms))
            .min(deadline_ms);
        let engaged = Engaged {
            ticket,
            purpose,
            price_micros,
            deadline_ms,
            by_ms: quote_by_ms,
        };
        self.set(position, State::Quoting(engaged));
        let evidence = self.demands.evidence.as_ref();
        self.act(Action::Engage {
            ticket,
            with: seat,
            purpose,
            wanted: Wanted {
                price_micros,
                evidence: evidence.map_or_else(Vec::new, |demand| demand.kinds.clone()),
                quote_by_ms,
                deadline_ms,
            },
        });
    }

    fn seat(&self, position: usize) -> Option<Arc<Seat>> {
        self.slots.get(position)?.seat.clone()
    }

    fn out(&mut self, position: usize, reason: Reason) -> Step {
        self.abandon(position, reason, String::new());
        Step::Gone
    }

    /// Nobody is left: another answer, if there may be one.
    pub(super) fn discover_or_end(&mut self) {
        let budget = &self.demands.budget;
        // Those of the first answer may have passed before.
        let is_first = self.rounds.is_empty();
        let needs_probes = self.demands.canaries.is_some() && !is_first;
        let can_probe = !needs_probes || self.spending.may_probe(budget, self.now_ms) == May::Now;
        let can_work = self.spending.may_work(&self.plan.limits);
        let why = if self.now_ms >= self.plan.deadline_ms {
            Exhaustion::Deadline
        } else if !can_work || !can_probe {
            Exhaustion::Budget
        } else if self.may_ask_again() {
            return self.discover();
        } else if self.ran_out_of_budget {
            Exhaustion::Budget
        } else if self.slots.iter().all(|slot| slot.seat.is_none()) {
            Exhaustion::NoCandidates
        } else {
            Exhaustion::AllAbandoned
        };
        self.end(Ending::Exhausted { why });
    }

    fn discover(&mut self) {
        let round = u32::try_from(self.rounds.len()).unwrap_or(u32::MAX);
        self.rounds.push(0);
        let latest_ms = self.now_ms.saturating_add(signed(self.plan.limits.discover_ms));
        self.discovering = Some(Discovering {
            round,
            by_ms: latest_ms.min(self.plan.deadline_ms),
        });
        let mut nonce = [0; 16];
        for (to, from) in nonce.iter_mut().zip(drawn(&self.plan.seed, b"nonce", round)) {
            *to = from;
        }
        self.act(Action::Discover { round, nonce });
    }

    /// An answer came, or nothing did.
    pub(super) fn found(&mut self, round: u32, candidates: &[Found], advice: Advice<'_>) {
        if self.discovering.is_none_or(|awaited| awaited.round != round) {
            return;
        }
        self.discovering = None;
        let selector = Selector {
            plan: &self.plan,
            demands: &self.demands,
            round,
            now_ms: self.now_ms,
        };
        let selection = selector.select(candidates, &mut self.seen, advice);
        let found = u64::try_from(candidates.len()).unwrap_or(u64::MAX);
        if let Some(named) = self.rounds.last_mut() {
            *named = found;
        }
        let once = selection.unfit.len().saturating_add(selection.order.len());
        self.counts.enter(Stage::Discover, found);
        self.counts
            .abandon(Stage::Discover, Reason::BeyondLimit, selection.beyond_limit);
        self.counts
            .abandon(Stage::Discover, Reason::SeenBefore, selection.seen_before);
        self.counts
            .pass(Stage::Discover, u64::try_from(once).unwrap_or(u64::MAX));
        for unfit in selection.unfit {
            self.counts.abandon(Stage::Filter, unfit.reason, 1);
            self.slots.push(Slot::unfit(unfit, round));
        }
        let order = selection.order.iter().map(|seat| seat.agent()).collect();
        for seat in selection.order {
            self.counts.pass(Stage::Filter, 1);
            self.slots.push(Slot::seated(seat));
        }
        self.act(Action::OrderFixed { round, order });
    }
}

impl Slot {
    fn unfit(unfit: Unfit, round: u32) -> Self {
        Self {
            agent: unfit.agent,
            round,
            seat: None,
            stage: Stage::Filter,
            state: State::Out(unfit.reason),
            detail: unfit.detail,
            missing_passes: None,
        }
    }

    fn seated(seat: Arc<Seat>) -> Self {
        Self {
            agent: seat.agent(),
            round: seat.round,
            seat: Some(seat),
            stage: Stage::Rank,
            state: State::Waiting,
            detail: String::new(),
            missing_passes: None,
        }
    }
}
