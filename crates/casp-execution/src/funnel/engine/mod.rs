//! The state machine.

mod advance;
mod discover;
mod outcome;
mod probing;
mod receive;

use std::collections::{BTreeSet, VecDeque};

use casp_identity::AgentId;
use casp_trust::reputation::newcomers_may;
use casp_trust::{Demands, Policy};
use casp_wire::limits::ONE_SHOT_SKEW_MS;
use casp_wire::v1::SideEffect;

use super::count::Counts;
use super::message::{Action, Advice, Ending, Event, Ticket};
use super::plan::Plan;
use super::select::drawn;
use super::slot::{Engaged, Slot, State};
use super::spending::Spending;
use super::stage::{Reason, Stage};
use discover::Discovering;
use probing::UnderProbe;

/// One task on its way through the funnel.
#[derive(Debug)]
pub struct Funnel {
    pub(super) plan: Plan,
    pub(super) demands: Demands,
    pub(super) counts: Counts,
    pub(super) spending: Spending,
    pub(super) slots: Vec<Slot>,
    /// How many each answer named.
    pub(super) rounds: Vec<u64>,
    pub(super) started_ms: i64,
    pub(super) now_ms: i64,
    pub(super) ended: Option<Ending>,
    /// Whether this task is one of those that may go to a newcomer in spite of the floor.
    is_open_to_newcomers: bool,
    seen: BTreeSet<AgentId>,
    /// Before it there is nobody but those who are out.
    head: usize,
    /// Position of the slot that a ticket is for.
    tickets: Vec<usize>,
    discovering: Option<Discovering>,
    probing: Option<UnderProbe>,
    /// Position of whoever is offered the work, or does it.
    worker: Option<usize>,
    is_stopping: bool,
    ran_out_of_budget: bool,
    actions: VecDeque<Action>,
}

impl Funnel {
    /// Begins a task: the policy says what it demands, and the first answer is asked for.
    #[must_use]
    pub fn new(plan: Plan, policy: &dyn Policy, now_ms: i64) -> Self {
        let demands = policy.demands(&plan.facts);
        let share_ppm = demands
            .reputation
            .as_ref()
            .map_or(0, |demand| demand.newcomer_share_ppm);
        let mut funnel = Self {
            is_open_to_newcomers: newcomers_may(share_ppm, lot(&plan.seed)),
            plan,
            demands,
            counts: Counts::default(),
            spending: Spending::default(),
            slots: Vec::new(),
            rounds: Vec::new(),
            started_ms: now_ms,
            now_ms,
            ended: None,
            seen: BTreeSet::new(),
            head: 0,
            tickets: Vec::new(),
            discovering: None,
            probing: None,
            worker: None,
            is_stopping: false,
            ran_out_of_budget: false,
            actions: VecDeque::new(),
        };
        funnel.discover_or_end();
        funnel
    }

    /// Takes an event. Time does not go back: an earlier `now_ms` (milliseconds since the Unix epoch) than before counts as that.
    /// What is late, repeated or of an unknown ticket changes nothing.
    pub fn handle(&mut self, event: Event, advice: &mut Advice<'_>, now_ms: i64) {
        self.expire(advice, now_ms);
        if !self.is_done() {
            self.receive(event, advice);
        }
        self.advance(advice);
    }

    /// Lets time pass.
    pub fn tick(&mut self, advice: &mut Advice<'_>, now_ms: i64) {
        self.expire(advice, now_ms);
        self.advance(advice);
    }

    /// What is to be done next; `None` if nothing is at present. [`Action::Done`] comes once, last.
    pub fn poll_action(&mut self) -> Option<Action> {
        self.actions.pop_front()
    }

    /// When to call [`Funnel::tick`] if nothing happens before, milliseconds since the Unix epoch. `None` once it is done.
    #[must_use]
    pub fn next_timeout_ms(&self) -> Option<i64> {
        if self.is_done() {
            return None;
        }
        let engaged = self.open_slots().filter_map(|(_, slot)| slot.engaged());
        let discovering = self.discovering.map(|each| each.by_ms);
        let probing = self.probing.as_ref().map(UnderProbe::ends_ms);
        engaged.map(|each| each.by_ms).chain(discovering).chain(probing).min()
    }

    /// Whether it has ended. [`Action::Done`] may still have to be polled.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        self.ended.is_some()
    }

    /// How it ended.
    #[must_use]
    pub const fn ending(&self) -> Option<&Ending> {
        self.ended.as_ref()
    }

    /// What the task demands.
    #[must_use]
    pub const fn demands(&self) -> &Demands {
        &self.demands
    }

    /// When it has ended at the latest if the clock is kept, whatever others do: the deadline, the time in which a result may still
    /// come, and the time for a look at the evidence. Milliseconds since the Unix epoch.
    #[must_use]
    pub fn ends_by_ms(&self) -> i64 {
        let late_ms = self.plan.deadline_ms.saturating_add(ONE_SHOT_SKEW_MS);
        late_ms.saturating_add(signed(self.plan.limits.check_ms))
    }

    /// Those that are not known to be out, with their positions.
    fn open_slots(&self) -> impl Iterator<Item = (usize, &Slot)> {
        self.slots.iter().enumerate().skip(self.head)
    }

    /// The slot of a ticket, and its engagement, while that is under way.
    fn engagement(&self, ticket: Ticket) -> Option<(usize, State)> {
        let number = usize::try_from(ticket.0).ok()?.checked_sub(1)?;
        let position = *self.tickets.get(number)?;
        let slot = self.slots.get(position)?;
        let is_under_way = slot.engaged().is_some_and(|engaged| engaged.ticket == ticket);
        is_under_way.then_some((position, slot.state))
    }

    fn act(&mut self, action: Action) {
        self.actions.push_back(action);
    }

    fn set(&mut self, position: usize, state: State) {
        if let Some(slot) = self.slots.get_mut(position) {
            slot.state = state;
        }
    }

    fn stage_of(&self, position: usize) -> Stage {
        self.slots.get(position).map_or(Stage::Discover, |slot| slot.stage)
    }

    /// Into the next stage.
    fn pass(&mut self, position: usize) {
        if let Some(slot) = self.slots.get_mut(position) {
            self.counts.pass(slot.stage, 1);
            slot.stage = slot.stage.next().unwrap_or(slot.stage);
        }
    }

    /// Out, for a reason.
    fn abandon(&mut self, position: usize, reason: Reason, detail: String) {
        let Some(slot) = self.slots.get_mut(position).filter(|slot| !slot.is_out()) else {
            return;
        };
        self.counts.abandon(slot.stage, reason, 1);
        slot.state = State::Out(reason);
        slot.detail = detail;
        self.ran_out_of_budget |= reason.is_of_budget();
        if self.worker == Some(position) {
            self.worker = None;
        }
    }

    /// Nothing more is wanted of an engagement. An offer lapses; a canary goes on, as work would; the work is cancelled.
    fn let_go(&mut self, engaged: Engaged, why: Reason) {
        let ticket = engaged.ticket;
        self.act(match engaged.probe {
            Some(_) => Action::Release { ticket },
            None => Action::Cancel { ticket, why },
        });
    }

    /// The end, for everyone.
    fn end(&mut self, ending: Ending) {
        if self.is_done() {
            return;
        }
        let reason = if matches!(ending, Ending::Stopped) {
            Reason::Stopped
        } else {
            Reason::NotNeeded
        };
        self.drop_all(reason);
        self.ended = Some(ending.clone());
        self.act(Action::Done(ending));
    }

    /// Everybody but whoever did the work.
    fn drop_all(&mut self, reason: Reason) {
        self.discovering = None;
        self.close_probing();
        for position in self.head..self.slots.len() {
            let Some(slot) = self.slots.get(position) else { continue };
            if matches!(slot.state, State::Out(_) | State::Chosen) {
                continue;
            }
            if let Some(engaged) = slot.engaged() {
                self.let_go(engaged, reason);
            }
            self.abandon(position, reason, String::new());
        }
    }

    /// Whether nothing can have happened in the world, given whether a commit was said.
    const fn is_safe_without_result(&self, was_committed: bool) -> bool {
        match self.plan.facts.side_effect {
            SideEffect::None => true,
            SideEffect::Irreversible => !was_committed,
            SideEffect::Reversible | SideEffect::Unspecified => false,
        }
    }
}

/// Whether newcomers may have this task.
fn lot(seed: &[u8; 32]) -> u64 {
    let [a, b, c, d, e, f, g, h, ..] = drawn(seed, b"newcomer", 0);
    u64::from_be_bytes([a, b, c, d, e, f, g, h])
}

/// A duration as a difference of times.
fn signed(duration_ms: u64) -> i64 {
    i64::try_from(duration_ms).unwrap_or(i64::MAX)
}
