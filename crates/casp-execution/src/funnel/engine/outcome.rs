//! What comes of contracts.

use casp_trust::probe::Event as ProbeEvent;

use super::super::message::{Action, Advice, DeliveredAs, Ending, Outcome, ProbeVerdict, Ticket};
use super::super::slot::{Delivery, Engaged, Plan, State};
use super::super::stage::Reason;
use super::{Funnel, signed};

impl Funnel {
    pub(super) fn probed(&mut self, ticket: Ticket, verdict: ProbeVerdict, advice: &mut Advice<'_>) {
        let Some((position, State::Probing(engaged))) = self.engagement(ticket) else {
            return;
        };
        let paid_micros = engaged.price_micros;
        match verdict {
            ProbeVerdict::Passed => {
                self.record(position, engaged, Outcome::CanaryPassed);
                self.tell_probing(position, engaged, ProbeEvent::Passed { paid_micros }, advice);
            }
            ProbeVerdict::Failed => {
                self.record(position, engaged, Outcome::CanaryFailed);
                self.abandon(position, Reason::CanaryFailed, String::new());
                self.tell_probing(position, engaged, ProbeEvent::Failed { paid_micros }, advice);
            }
            ProbeVerdict::Unanswered => {
                self.record(position, engaged, Outcome::Failed);
                self.probe_failed(position, engaged, Reason::CanaryUnanswered, advice);
            }
            ProbeVerdict::NoResult => {
                self.record(position, engaged, Outcome::NoResult);
                self.probe_failed(position, engaged, Reason::CanaryNoResult, advice);
            }
        }
    }

    /// No verdict came while it was waited for. Before the contract's deadline that is nothing to be held against anyone.
    pub(super) fn no_verdict(&mut self, position: usize, engaged: Engaged, advice: &mut Advice<'_>) {
        if self.now_ms >= engaged.deadline_ms {
            self.record(position, engaged, Outcome::NoResult);
        } else {
            self.let_go(engaged, Reason::CanaryNoResult);
        }
        self.probe_failed(position, engaged, Reason::CanaryNoResult, advice);
    }

    pub(super) fn probe_failed(&mut self, position: usize, engaged: Engaged, reason: Reason, advice: &mut Advice<'_>) {
        let paid_micros = engaged.price_micros;
        self.abandon(position, reason, String::new());
        self.tell_probing(position, engaged, ProbeEvent::NoResult { paid_micros }, advice);
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
                self.record(position, engaged, Outcome::Partial);
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
                    self.record(position, engaged, Outcome::Failed);
                }
                self.abandon(position, reason, String::new());
            }
            DeliveredAs::Indeterminate => {
                self.record(position, engaged, Outcome::Indeterminate);
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
            self.complete(position, engaged, delivery, false);
        }
    }

    pub(super) fn evidence_holds(&mut self, ticket: Ticket) {
        if let Some((position, State::Checking(engaged, delivery))) = self.engagement(ticket) {
            self.complete(position, engaged, delivery, true);
        }
    }

    fn complete(&mut self, position: usize, engaged: Engaged, delivery: Delivery, is_verified: bool) {
        let ticket = engaged.ticket;
        self.record(position, engaged, Outcome::Good { is_verified });
        self.pass(position);
        self.set(position, State::Chosen);
        if let Some(by) = self.slots.get(position).map(|slot| slot.agent) {
            let is_partial = delivery == Delivery::Part;
            self.end(Ending::Completed { ticket, by, is_partial });
        }
    }

    pub(super) fn evidence_fails(&mut self, ticket: Ticket, reason: Reason, fault: &str) {
        let Some((position, State::Checking(engaged, _))) = self.engagement(ticket) else {
            return;
        };
        // Evidence that nobody looked at in time is no fault of the provider's.
        if reason == Reason::EvidenceFailed {
            let fault = fault.to_owned();
            self.record(position, engaged, Outcome::Bad { fault });
        }
        self.fails(position, ticket, reason, fault, true);
    }

    pub(super) fn no_result(&mut self, position: usize, engaged: Engaged, plan: Plan) {
        self.record(position, engaged, Outcome::NoResult);
        self.let_go(engaged, Reason::NoResult);
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

    pub(super) fn record(&mut self, position: usize, engaged: Engaged, outcome: Outcome) {
        if let Some(subject) = self.subject_of(position, engaged) {
            let ticket = engaged.ticket;
            self.act(Action::Record {
                ticket,
                subject,
                outcome,
            });
        }
    }
}
