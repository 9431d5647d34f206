//! Finds, by probing, who of some candidates a task is given to: one task's tier 2.

mod message;
mod slot;

use std::collections::BTreeMap;

use super::cache::PassCache;
use crate::Subject;
use crate::policy::{CanaryDemand, VerificationBudget};

pub use message::{Abandoned, Action, Ending, Event, ProbeId, Spent};
use slot::{Slot, State};

/// Most candidates of one task. Those beyond are abandoned at once.
pub const MAX_CANDIDATES: usize = 1_024;

/// What one task needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// How many passes, for how long each counts, and how many candidates are probed at once.
    pub demand: CanaryDemand,
    /// What it may cost. Time counts from the beginning.
    pub budget: VerificationBudget,
    /// The most that one probe is offered, in micro-units of the task's currency: what work like it is offered.
    pub most_micros: u64,
    /// How many candidates are to be chosen, 1 at least.
    pub wanted: u32,
}

/// One task's probing, without I/O: events with a time in, actions out.
///
/// The order of the candidates is fixed when it begins. The first [`CanaryDemand::parallel`] of them that are not settled are
/// probed at once, each with one probe at a time; a candidate is chosen when it has its passes and all before it are settled.
/// So the work goes to the first in the order that passes, not to the first that answers. Passes that the cache holds at the
/// beginning count, for none of them a probe is sent; what comes of probes goes into the cache.
///
/// The budget holds at every moment. A candidate is begun only when all of its missing passes can be paid; what is promised to
/// it counts as spent until it is settled. Money that was offered and never settled when the probing ends stays spent.
#[derive(Clone, Debug)]
pub struct Probing {
    need: Need,
    slots: Vec<Slot>,
    /// Probes that are under way, and whose.
    under_way: BTreeMap<ProbeId, usize>,
    next_id: u64,
    spent: Spent,
    began_ms: i64,
    now_ms: i64,
    ending: Option<Ending>,
}

impl Probing {
    /// Begins. `candidates` are the subjects that would be probed: where the demand names a sibling, the siblings.
    #[must_use]
    pub fn begin(need: Need, candidates: Vec<Subject>, cache: &PassCache, now_ms: i64) -> (Self, Vec<Action>) {
        let counted = |subject: &Subject| cache.count(subject, need.demand.pass_counts_for_ms, now_ms);
        let slot = |(at, subject): (usize, Subject)| {
            let missing = need.demand.passes.saturating_sub(counted(&subject));
            let state = match (at < MAX_CANDIDATES, missing) {
                (false, _) => State::Abandoned(Abandoned::TooMany),
                (true, 0) => State::Passed,
                (true, _) => State::Waiting,
            };
            Slot {
                subject,
                missing,
                state,
            }
        };
        let slots = candidates.into_iter().enumerate().map(slot).collect();
        let need = Need {
            wanted: need.wanted.max(1),
            ..need
        };
        let mut probing = Self {
            need,
            slots,
            under_way: BTreeMap::new(),
            next_id: 0,
            spent: Spent::default(),
            began_ms: now_ms,
            now_ms,
            ending: None,
        };
        let actions = probing.go_on();
        (probing, actions)
    }

    /// Something came of a probe. An event of a probe that is not under way, or was settled, changes nothing.
    pub fn on(&mut self, id: ProbeId, event: Event, cache: &mut PassCache, now_ms: i64) -> Vec<Action> {
        self.now_ms = self.now_ms.max(now_ms);
        let Some(at) = self.under_way.remove(&id) else {
            return Vec::new();
        };
        self.settle(&event);
        // What comes too late counts in the cache alone.
        let is_in_time = self.ending.is_none() && self.now_ms < self.ends_ms();
        let Some(slot) = self.slots.get_mut(at) else {
            return Vec::new();
        };
        match &event {
            Event::Passed { .. } => drop(cache.passed(&slot.subject, self.now_ms)),
            Event::Failed { .. } => cache.voided(&slot.subject),
            _ => {}
        }
        if is_in_time {
            slot.apply(event);
        }
        self.go_on()
    }

    /// Time has passed. To be called at [`Probing::ends_ms`], unless it has ended before.
    pub fn tick(&mut self, now_ms: i64) -> Vec<Action> {
        self.now_ms = self.now_ms.max(now_ms);
        self.go_on()
    }

    /// When the budget's time is over (Unix ms).
    #[must_use]
    pub fn ends_ms(&self) -> i64 {
        let time_ms = i64::try_from(self.need.budget.time_ms).unwrap_or(i64::MAX);
        self.began_ms.saturating_add(time_ms)
    }

    /// How it ended, if it has.
    #[must_use]
    pub const fn ending(&self) -> Option<&Ending> {
        self.ending.as_ref()
    }

    /// What it has spent: never more than the budget.
    #[must_use]
    pub const fn spent(&self) -> Spent {
        self.spent
    }

    /// Why a candidate was abandoned, by its place in the order; `None` while it is not, and if it is chosen.
    #[must_use]
    pub fn abandoned(&self, candidate: usize) -> Option<Abandoned> {
        match self.slots.get(candidate)?.state {
            State::Abandoned(reason) => Some(reason),
            _ => None,
        }
    }

    fn settle(&mut self, event: &Event) {
        // Nobody is paid more than was offered (CTR-6).
        let paid = event.paid_micros().min(self.need.most_micros);
        self.spent.price_micros = self
            .spent
            .price_micros
            .saturating_sub(self.need.most_micros)
            .saturating_add(paid);
    }

    fn go_on(&mut self) -> Vec<Action> {
        let mut actions = Vec::new();
        if self.ending.is_some() {
            return actions;
        }
        if self.has_enough() {
            return self.end();
        }
        if self.now_ms >= self.ends_ms() {
            self.abandon_rest(Abandoned::Time);
            return self.end();
        }
        self.fill(&mut actions);
        if self.has_enough() || self.slots.iter().all(|slot| !slot.is_open()) {
            actions.extend(self.end());
        }
        actions
    }

    /// Whether as many have passed as are wanted, with nobody undecided before the last of them.
    fn has_enough(&self) -> bool {
        let decided = self.slots.iter().take_while(|slot| !slot.is_open());
        self.has_as_many_as_wanted(decided.filter(|slot| slot.state == State::Passed).count())
    }

    fn has_as_many_as_wanted(&self, passed: usize) -> bool {
        u64::try_from(passed).unwrap_or(u64::MAX) >= u64::from(self.need.wanted)
    }

    /// Sends the probes that can be sent.
    fn fill(&mut self, actions: &mut Vec<Action>) {
        let most = usize::try_from(self.need.demand.parallel.max(1)).unwrap_or(usize::MAX);
        let mut begun = self.slots.iter().filter(|slot| slot.is_begun()).count();
        let mut promised = self.promised();
        let mut passed = 0_usize;
        for at in 0..self.slots.len() {
            let can_begin = begun < most && !self.has_as_many_as_wanted(passed);
            let Some(slot) = self.slots.get_mut(at) else {
                break;
            };
            match slot.state {
                State::Passed => {
                    passed = passed.saturating_add(1);
                    continue;
                }
                State::Idle => {}
                State::Waiting if can_begin => match may_begin(&self.need, self.spent, promised, slot.missing) {
                    Ok(()) => {
                        begun = begun.saturating_add(1);
                        promised = promised.saturating_add(slot.missing);
                    }
                    // Somebody who was begun may give back what was promised.
                    Err(_) if begun > 0 => break,
                    Err(reason) => {
                        slot.state = State::Abandoned(reason);
                        continue;
                    }
                },
                State::Waiting | State::Probed | State::Abandoned(_) => continue,
            }
            slot.state = State::Probed;
            promised = promised.saturating_sub(1);
            actions.push(self.send(at));
        }
    }

    fn send(&mut self, candidate: usize) -> Action {
        let id = ProbeId(self.next_id);
        self.next_id = self.next_id.saturating_add(1);
        self.under_way.insert(id, candidate);
        self.spent.probes = self.spent.probes.saturating_add(1);
        self.spent.price_micros = self.spent.price_micros.saturating_add(self.need.most_micros);
        Action::Probe {
            id,
            candidate,
            most_micros: self.need.most_micros,
            until_ms: self.ends_ms(),
        }
    }

    /// Probes that are promised to those that were begun, and not sent yet.
    fn promised(&self) -> u32 {
        self.slots.iter().map(Slot::promised).fold(0, u32::saturating_add)
    }

    fn abandon_rest(&mut self, reason: Abandoned) {
        let open = self.slots.iter_mut().filter(|slot| slot.is_open());
        open.for_each(|slot| slot.state = State::Abandoned(reason));
    }

    /// Chooses, and recalls what is under way.
    fn end(&mut self) -> Vec<Action> {
        let wanted = usize::try_from(self.need.wanted).unwrap_or(usize::MAX);
        let passed = |(at, slot): (usize, &Slot)| (slot.state == State::Passed).then_some(at);
        let chosen: Vec<usize> = self.slots.iter().enumerate().filter_map(passed).take(wanted).collect();
        self.abandon_rest(Abandoned::NotNeeded);
        for (at, slot) in self.slots.iter_mut().enumerate() {
            if slot.state == State::Passed && !chosen.contains(&at) {
                slot.state = State::Abandoned(Abandoned::NotNeeded);
            }
        }
        let mut actions: Vec<Action> = self.under_way.keys().map(|id| Action::Recall { id: *id }).collect();
        let ending = if chosen.is_empty() {
            Ending::Exhausted
        } else {
            Ending::Chosen(chosen)
        };
        actions.push(Action::End(ending.clone()));
        self.ending = Some(ending);
        actions
    }
}

/// Whether a candidate's missing passes can all be paid, beside what is spent and promised.
fn may_begin(need: &Need, spent: Spent, promised: u32, missing: u32) -> Result<(), Abandoned> {
    let ahead = promised.saturating_add(missing);
    if spent.probes.saturating_add(ahead) > need.budget.probes {
        return Err(Abandoned::Probes);
    }
    let cost = u128::from(need.most_micros).saturating_mul(u128::from(ahead));
    if cost.saturating_add(u128::from(spent.price_micros)) > u128::from(need.budget.price_micros) {
        return Err(Abandoned::Money);
    }
    Ok(())
}
