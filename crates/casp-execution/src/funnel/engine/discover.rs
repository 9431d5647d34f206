//! Answers: asked for, and taken apart.

use std::sync::Arc;

use super::super::message::{Action, Advice, Ending, Exhaustion, Found, Seat};
use super::super::plan::MAX_ROUNDS;
use super::super::select::{Selector, Unfit, drawn};
use super::super::slot::{Slot, State};
use super::super::stage::{Reason, Stage};
use super::{Funnel, signed};

/// An answer that is waited for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Discovering {
    pub(super) round: u32,
    pub(super) by_ms: i64,
}

impl Funnel {
    /// Nobody is left: another answer, if there may be one.
    pub(super) fn discover_or_end(&mut self) {
        // Those of the first answer may have passed canaries before.
        let can_verify = self.rounds.is_empty() || self.can_probe();
        let why = if self.now_ms >= self.plan.deadline_ms {
            Exhaustion::Deadline
        } else if !self.can_pay_work() || !can_verify {
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

    fn may_ask_again(&self) -> bool {
        let asked = u32::try_from(self.rounds.len()).unwrap_or(u32::MAX);
        asked < self.plan.limits.rounds.clamp(1, MAX_ROUNDS)
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

    /// An answer came; an empty one if nothing did.
    pub(super) fn found(&mut self, round: u32, candidates: &[Found], advice: &Advice<'_>) {
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
        let selection = selector.select(candidates, &mut self.seen, advice.memory);
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
        }
    }
}
