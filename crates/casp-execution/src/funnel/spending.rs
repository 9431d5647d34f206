//! What a task has spent, and what is left.

use casp_trust::VerificationBudget;

use super::plan::Limits;
use super::stage::Reason;

/// Probes and money. What is promised counts as spent until it is given back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Spending {
    /// Probes that have a contract, or are on their way to one.
    pub(super) probes: u32,
    /// Of them, those without contract.
    pub(super) promised: u32,
    /// Money for probes.
    pub(super) probe_micros: u64,
    /// Contracts for the work.
    pub(super) attempts: u32,
    /// Money for the work.
    pub(super) work_micros: u64,
    /// When the first probe began.
    pub(super) first_probe_ms: Option<i64>,
}

/// Whether a probe may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum May {
    Now,
    /// One that was begun may come to nothing, and be given back.
    Later,
    Never(Reason),
}

impl Spending {
    /// When verification's time is over; never before the first probe.
    pub(super) fn verification_ends_ms(&self, budget: &VerificationBudget) -> Option<i64> {
        let time_ms = i64::try_from(budget.time_ms).unwrap_or(i64::MAX);
        self.first_probe_ms.map(|first_ms| first_ms.saturating_add(time_ms))
    }

    pub(super) fn may_probe(&self, budget: &VerificationBudget, now_ms: i64) -> May {
        let is_over = budget.time_ms == 0
            || self
                .verification_ends_ms(budget)
                .is_some_and(|ends_ms| now_ms >= ends_ms);
        if is_over {
            May::Never(Reason::BudgetTime)
        } else if self.probes < budget.probes {
            May::Now
        } else if self.promised > 0 {
            May::Later
        } else {
            May::Never(Reason::BudgetProbes)
        }
    }

    /// The most that a probe may be offered.
    pub(super) const fn probe_micros_left(&self, budget: &VerificationBudget) -> u64 {
        budget.price_micros.saturating_sub(self.probe_micros)
    }

    pub(super) fn begin_probe(&mut self, now_ms: i64) {
        self.first_probe_ms.get_or_insert(now_ms);
        self.probes = self.probes.saturating_add(1);
        self.promised = self.promised.saturating_add(1);
    }

    /// A probe came to no contract.
    pub(super) const fn give_back(&mut self) {
        self.probes = self.probes.saturating_sub(1);
        self.promised = self.promised.saturating_sub(1);
    }

    /// # Errors
    /// The money does not reach; nothing is spent.
    pub(super) fn contract_probe(&mut self, budget: &VerificationBudget, price_micros: u64) -> Result<(), Reason> {
        if price_micros > self.probe_micros_left(budget) {
            return Err(Reason::BudgetPrice);
        }
        self.promised = self.promised.saturating_sub(1);
        self.probe_micros = self.probe_micros.saturating_add(price_micros);
        Ok(())
    }

    pub(super) const fn may_work(&self, limits: &Limits) -> bool {
        self.attempts < limits.attempts
    }

    pub(super) const fn work_micros_left(&self, limits: &Limits) -> u64 {
        limits.spend_micros.saturating_sub(self.work_micros)
    }

    /// # Errors
    /// The money does not reach; nothing is spent.
    pub(super) const fn contract_work(&mut self, limits: &Limits, price_micros: u64) -> Result<(), Reason> {
        if price_micros > self.work_micros_left(limits) {
            return Err(Reason::BudgetPrice);
        }
        self.attempts = self.attempts.saturating_add(1);
        self.work_micros = self.work_micros.saturating_add(price_micros);
        Ok(())
    }
}
