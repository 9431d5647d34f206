//! What a task has spent, and what is left.

use casp_trust::VerificationBudget;
use casp_trust::probe::Spent;

use super::plan::Limits;
use super::stage::Reason;

/// Probes, money and time. An accepted quote counts as spent, whatever comes of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Spending {
    /// Probes that were sent.
    pub(super) probes: u32,
    /// Money for probes.
    pub(super) probe_micros: u64,
    /// Time in which somebody was probed.
    pub(super) probing_ms: u64,
    /// Contracts for the work.
    pub(super) attempts: u32,
    /// Money for the work.
    pub(super) work_micros: u64,
}

impl Spending {
    /// What is left for verification.
    pub(super) const fn left(&self, budget: &VerificationBudget) -> VerificationBudget {
        VerificationBudget {
            time_ms: budget.time_ms.saturating_sub(self.probing_ms),
            price_micros: budget.price_micros.saturating_sub(self.probe_micros),
            probes: budget.probes.saturating_sub(self.probes),
        }
    }

    /// Adds what one probing has spent.
    pub(super) fn probed(&mut self, spent: Spent, took_ms: i64) {
        self.probes = self.probes.saturating_add(spent.probes);
        self.probe_micros = self.probe_micros.saturating_add(spent.price_micros);
        let took_ms = u64::try_from(took_ms).unwrap_or(0);
        self.probing_ms = self.probing_ms.saturating_add(took_ms);
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
