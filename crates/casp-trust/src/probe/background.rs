//! Canaries apart from any task, at times that nobody can foresee.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::draws::Draws;
use crate::Subject;
use crate::policy::BackgroundPlan;

/// Most subjects that are probed in the background.
pub const MAX_RELIED_UPON: usize = 65_536;

/// Sends canaries to those who are relied upon, work or no work: to each as a Poisson process, whose next event does not depend
/// on the last. A provider that knows all of its canaries until now knows nothing about the next.
///
/// The budget thins the process: a canary that it does not pay for is left out, and not made up for, since what is put off
/// until the next window comes at its beginning. Nothing has to be persisted for the same reason: after a restart the times are
/// drawn anew.
#[derive(Debug)]
pub struct Background {
    plan: BackgroundPlan,
    draws: Draws,
    next_ms: BTreeMap<Subject, i64>,
    by_time: BTreeSet<(i64, Subject)>,
    /// What was spent in the window, oldest first.
    spent: VecDeque<Entry>,
    next_id: u64,
}

/// A canary of the background, to be sent now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// To be named when it is over.
    pub id: DueId,
    /// On whom.
    pub subject: Subject,
}

/// Names a canary of the background.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DueId(u64);

#[derive(Clone, Copy, Debug)]
struct Entry {
    id: DueId,
    at_ms: i64,
    price_micros: u64,
    took_ms: u64,
}

impl Background {
    /// Probes nobody yet.
    #[must_use]
    pub const fn new(plan: BackgroundPlan, draws: Draws) -> Self {
        Self {
            plan,
            draws,
            next_ms: BTreeMap::new(),
            by_time: BTreeSet::new(),
            spent: VecDeque::new(),
            next_id: 0,
        }
    }

    /// The subject is relied upon from now on. Whether there is room for it, or it was there already.
    pub fn rely_upon(&mut self, subject: &Subject, now_ms: i64) -> bool {
        if self.next_ms.contains_key(subject) {
            return true;
        }
        if self.next_ms.len() >= MAX_RELIED_UPON {
            return false;
        }
        self.schedule(subject.clone(), now_ms);
        true
    }

    /// The subject is no longer relied upon.
    pub fn forget(&mut self, subject: &Subject) {
        if let Some(at_ms) = self.next_ms.remove(subject) {
            self.by_time.remove(&(at_ms, subject.clone()));
        }
    }

    /// When to ask next (Unix ms); `None` while nobody is relied upon.
    #[must_use]
    pub fn wakes_ms(&self) -> Option<i64> {
        self.by_time.first().map(|(at_ms, _)| *at_ms)
    }

    /// The canaries that are to be sent now, each offered at most `most_micros`. One for each subject at most, however long
    /// nobody asked.
    pub fn due(&mut self, most_micros: u64, now_ms: i64) -> Vec<Due> {
        self.forget_before(now_ms);
        let (mut late, mut due) = (Vec::new(), Vec::new());
        while self.wakes_ms().is_some_and(|at_ms| at_ms <= now_ms) {
            late.extend(self.by_time.pop_first().map(|(_, subject)| subject));
        }
        for subject in late {
            // From now on, not from when it was due: the process has no memory, and asking late does not make up for lost ones.
            self.schedule(subject.clone(), now_ms);
            if self.pays_for(most_micros) {
                let id = DueId(self.next_id);
                self.next_id = self.next_id.saturating_add(1);
                self.spent.push_back(Entry {
                    id,
                    at_ms: now_ms,
                    price_micros: most_micros,
                    took_ms: 0,
                });
                due.push(Due { id, subject });
            }
        }
        due
    }

    /// A canary is over: what it really cost, and how long it took.
    pub fn concluded(&mut self, id: DueId, paid_micros: u64, took_ms: u64) {
        if let Some(entry) = self.spent.iter_mut().find(|entry| entry.id == id) {
            entry.price_micros = paid_micros.min(entry.price_micros);
            entry.took_ms = took_ms;
        }
    }

    fn schedule(&mut self, subject: Subject, now_ms: i64) {
        let wait_ms = self.draws.wait_ms(self.plan.mean_interval_ms).max(1);
        let at_ms = now_ms.saturating_add(i64::try_from(wait_ms).unwrap_or(i64::MAX));
        self.by_time.insert((at_ms, subject.clone()));
        self.next_ms.insert(subject, at_ms);
    }

    fn pays_for(&self, most_micros: u64) -> bool {
        let budget = &self.plan.budget;
        let probes = u32::try_from(self.spent.len()).unwrap_or(u32::MAX);
        let price = self
            .spent
            .iter()
            .map(|entry| entry.price_micros)
            .fold(most_micros, u64::saturating_add);
        let took = self
            .spent
            .iter()
            .map(|entry| entry.took_ms)
            .fold(0, u64::saturating_add);
        probes < budget.probes && price <= budget.price_micros && took < budget.time_ms
    }

    /// The window slides: no span of its length, wherever it begins, holds more probes and money than the budget has. Time is
    /// known afterwards: when it is used up none is begun.
    fn forget_before(&mut self, now_ms: i64) {
        let window_ms = i64::try_from(self.plan.window_ms).unwrap_or(i64::MAX);
        let is_over = |entry: &&Entry| now_ms.saturating_sub(entry.at_ms) >= window_ms;
        while self.spent.front().filter(is_over).is_some() {
            self.spent.pop_front();
        }
    }
}
