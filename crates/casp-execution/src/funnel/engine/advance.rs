//! Who is next: in the order that was fixed, and through canaries where they are demanded.

use std::sync::Arc;

use casp_trust::probe::ProbeId;

use super::super::message::{Action, Advice, Ending, Probe, Purpose, Seat, Ticket, Wanted};
use super::super::select::bounded;
use super::super::slot::{Engaged, Slot, State};
use super::super::stage::{Reason, Stage};
use super::{Funnel, signed};

impl Funnel {
    /// Begins whatever can begin, until something is waited for.
    pub(super) fn advance(&mut self, advice: &mut Advice<'_>) {
        // Each turn waits, ends, or leaves fewer candidates.
        while !self.is_waiting() {
            self.take_turn(advice);
        }
    }

    const fn is_waiting(&self) -> bool {
        self.is_done() || self.discovering.is_some() || self.probing.is_some() || self.worker.is_some()
    }

    fn take_turn(&mut self, advice: &mut Advice<'_>) {
        if self.is_stopping {
            return self.end(Ending::Stopped);
        }
        while self.slots.get(self.head).is_some_and(Slot::is_out) {
            self.head = self.head.saturating_add(1);
        }
        if let Some(reason) = self.nobody_can_work() {
            self.drop_all(reason);
        }
        self.hold_to_floor(advice);
        let first = self.open_slots().find(|(_, slot)| slot.state == State::Waiting);
        let Some(first) = first.map(|(position, _)| position) else {
            return self.discover_or_end();
        };
        if self.demands.canaries.is_some() {
            self.begin_probing(advice);
        } else {
            self.begin_work(first);
        }
    }

    /// Tier 1, for those that are waiting: before anyone is asked for anything.
    fn hold_to_floor(&mut self, advice: &Advice<'_>) {
        for position in self.head..self.slots.len() {
            let Some(slot) = self.slots.get(position).filter(|slot| slot.state == State::Waiting) else {
                continue;
            };
            let Some(seat) = &slot.seat else { continue };
            if let Err((reason, detail)) = self.meets_floor(seat, advice) {
                if self.stage_of(position) == Stage::Rank {
                    self.pass(position);
                }
                self.abandon(position, reason, detail);
            }
        }
    }

    fn meets_floor(&self, seat: &Seat, advice: &Advice<'_>) -> Result<(), (Reason, String)> {
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

    /// Why no further contract for the work is possible, if none is.
    fn nobody_can_work(&self) -> Option<Reason> {
        if self.now_ms >= self.plan.deadline_ms {
            Some(Reason::Deadline)
        } else if self.spending.attempts >= self.plan.limits.attempts {
            Some(Reason::BudgetAttempts)
        } else if self.plan.facts.price_micros > 0 && self.spending.work_micros_left(&self.plan.limits) == 0 {
            Some(Reason::BudgetPrice)
        } else {
            None
        }
    }

    pub(super) fn can_pay_work(&self) -> bool {
        self.nobody_can_work().is_none()
    }

    /// Offers the work.
    pub(super) fn begin_work(&mut self, position: usize) {
        self.worker = Some(position);
        let left_micros = self.spending.work_micros_left(&self.plan.limits);
        let price_micros = self.plan.facts.price_micros.min(left_micros);
        self.engage(position, None, price_micros);
    }

    /// Offers a canary, or the work; for both the deadline is chosen in the same way.
    pub(super) fn engage(&mut self, position: usize, probe: Option<(ProbeId, Probe)>, price_micros: u64) {
        let Some(seat) = self.seat(position) else { return };
        if self.stage_of(position) == Stage::Rank {
            self.pass(position);
            self.pass(position);
        }
        self.tickets.push(position);
        let ticket = Ticket(u32::try_from(self.tickets.len()).unwrap_or(u32::MAX));
        let limits = &self.plan.limits;
        let latest_ms = self.now_ms.saturating_add(signed(limits.work_ms));
        let deadline_ms = latest_ms.min(self.plan.deadline_ms);
        let quote_by_ms = self.now_ms.saturating_add(signed(limits.quote_ms)).min(deadline_ms);
        let engaged = Engaged {
            ticket,
            probe: probe.map(|(id, _)| id),
            price_micros,
            deadline_ms,
            by_ms: quote_by_ms,
        };
        self.set(position, State::Quoting(engaged));
        let evidence = self.demands.evidence.as_ref();
        let wanted = Wanted {
            price_micros,
            evidence: evidence.map_or_else(Vec::new, |demand| demand.kinds.clone()),
            quote_by_ms,
            deadline_ms,
        };
        self.act(Action::Engage {
            ticket,
            with: seat,
            purpose: probe.map_or(Purpose::Work, |(_, probe)| Purpose::Probe(probe)),
            wanted,
        });
    }

    pub(super) fn seat(&self, position: usize) -> Option<Arc<Seat>> {
        self.slots.get(position)?.seat.clone()
    }
}
