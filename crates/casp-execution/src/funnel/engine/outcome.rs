//! What comes of contracts.

use super::super::message::{Action, DeliveredAs, Ending, Outcome, ProbeVerdict, Ticket};
use super::super::slot::{Delivery, Engaged, Plan, State};
use super::super::stage::Reason;
use super::{Funnel, signed};

impl Funnel {
    pub(super) fn probed(&mut self, ticket: Ticket, verdict: ProbeVerdict) {
        let Some((position, State::Probing(engaged))) = self.engagement(ticket) else {
            return;
        };
        let reason = match verdict {
            ProbeVerdict::Passed => return self.probe_passed(position, ticket),
            ProbeVerdict::Failed => Reason::CanaryFailed,
            ProbeVerdict::Unanswered => Reason::CanaryUnanswered,
            ProbeVerdict::NoResult => Reason::CanaryNoResult,
        };
        self.probe_failed(position, engaged, verdict, reason);
    }

    fn probe_passed(&mut self, position: usize, ticket: Ticket) {
        self.record(position, ticket, Outcome::CanaryPassed);
        let missing = self
            .slots
            .get_mut(position)
            .and_then(|slot| slot.missing_passes.as_mut());
        let is_ready = missing.is_none_or(|missing| {
            *missing = missing.saturating_sub(1);
            *missing == 0
        });
        if is_ready {
            self.pass(position);
        }
        self.set(position, if is_ready { State::Ready } else { State::Waiting });
    }

    pub(super) fn probe_failed(&mut self, position: usize, engaged: Engaged, verdict: ProbeVerdict, reason: Reason) {
        let outcome = match verdict {
            ProbeVerdict::Passed => Outcome::CanaryPassed,
            ProbeVerdict::Failed => Outcome::CanaryFailed,
            ProbeVerdict::Unanswered => Outcome::Failed,
            ProbeVerdict::NoResult => Outcome::NoResult,
        };
        // A contract whose deadline was cut short by what verification may take says nothing of its provider.
        let is_blamed = reason != Reason::BudgetTime && reason != Reason::Deadline;
        if is_blamed {
            self.record(position, engaged.ticket, outcome);
        }
        self.abandon(position, reason, String::new());
    }

    pub(super) fn delivered(&mut self, ticket: Ticket, status: DeliveredAs) {
        let Some((position, State::Working(engaged, _))) = self.engagement(ticket) else {
            return;
        };
        match status {
            DeliveredAs::Completed => self.handed_over(position, engaged, Delivery::Whole),
            DeliveredAs::Partial if self.plan.limits.accepts_partial => {
                self.handed_over(position, engaged, Delivery::Part);
            }
            DeliveredAs::Partial => {
                self.record(position, ticket, Outcome::Partial);
                self.fails(position, ticket, Reason::Partial, "", true);
            }
            DeliveredAs::Failed | DeliveredAs::Cancelled => {
                let reason = if status == DeliveredAs::Failed {
                    Reason::Failed
                } else {
                    Reason::ProviderCancelled
                };
                // One that was asked to stop did as it was asked.
                if !self.is_stopping {
                    self.record(position, ticket, Outcome::Failed);
                }
                self.abandon(position, reason, String::new());
            }
            DeliveredAs::Indeterminate => {
                self.record(position, ticket, Outcome::Indeterminate);
                self.needs_look(position, ticket, Reason::Indeterminate, "");
            }
        }
    }

    fn handed_over(&mut self, position: usize, engaged: Engaged, delivery: Delivery) {
        self.pass(position);
        let by_ms = self.now_ms.saturating_add(signed(self.plan.limits.check_ms));
        self.set(position, State::Checking(Engaged { by_ms, ..engaged }, delivery));
        if self.demands.evidence.is_some() {
            self.act(Action::CheckEvidence { ticket: engaged.ticket });
        } else {
            self.complete(position, engaged.ticket, delivery, false);
        }
    }

    pub(super) fn evidence_holds(&mut self, ticket: Ticket) {
        if let Some((position, State::Checking(_, delivery))) = self.engagement(ticket) {
            self.complete(position, ticket, delivery, true);
        }
    }

    fn complete(&mut self, position: usize, ticket: Ticket, delivery: Delivery, is_verified: bool) {
        self.record(position, ticket, Outcome::Good { is_verified });
        self.pass(position);
        self.set(position, State::Chosen);
        if let Some(by) = self.slots.get(position).map(|slot| slot.agent) {
            let is_partial = delivery == Delivery::Part;
            self.end(Ending::Completed { ticket, by, is_partial });
        }
    }

    pub(super) fn evidence_fails(&mut self, ticket: Ticket, reason: Reason, fault: &str) {
        let Some((position, State::Checking(..))) = self.engagement(ticket) else {
            return;
        };
        // Evidence that nobody looked at in time is no fault of the provider's.
        if reason == Reason::EvidenceFailed {
            let fault = fault.to_owned();
            self.record(position, ticket, Outcome::Bad { fault });
        }
        self.fails(position, ticket, reason, fault, true);
    }

    pub(super) fn no_result(&mut self, position: usize, engaged: Engaged, plan: Plan) {
        self.record(position, engaged.ticket, Outcome::NoResult);
        self.act(Action::Cancel {
            ticket: engaged.ticket,
            why: Reason::NoResult,
        });
        self.fails(position, engaged.ticket, Reason::NoResult, "", plan == Plan::Committed);
    }

    /// The next candidate, if nothing can have happened; else the end.
    fn fails(&mut self, position: usize, ticket: Ticket, reason: Reason, detail: &str, was_committed: bool) {
        if self.is_safe_without_result(was_committed) {
            self.abandon(position, reason, detail.to_owned());
        } else {
            self.needs_look(position, ticket, reason, detail);
        }
    }

    fn needs_look(&mut self, position: usize, ticket: Ticket, why: Reason, detail: &str) {
        self.abandon(position, why, detail.to_owned());
        if let Some(with) = self.slots.get(position).map(|slot| slot.agent) {
            self.end(Ending::NeedsLook { ticket, with, why });
        }
    }

    fn record(&mut self, position: usize, ticket: Ticket, outcome: Outcome) {
        let Some(seat) = self.slots.get(position).and_then(|slot| slot.seat.as_ref()) else {
            return;
        };
        let is_canary = matches!(self.slots.get(position).map(|slot| slot.state), Some(State::Probing(_)));
        let subject = if is_canary { seat.probed() } else { &seat.subject };
        let subject = subject.clone();
        self.act(Action::Record {
            ticket,
            subject,
            outcome,
        });
    }
}
