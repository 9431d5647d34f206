//! The state machine.

mod advance;
mod outcome;
mod receive;

use std::collections::{BTreeSet, VecDeque};

use casp_identity::AgentId;
use casp_trust::{Demands, Policy};
use casp_wire::limits::ONE_SHOT_SKEW_MS;
use casp_wire::v1::SideEffect;

use super::count::Counts;
use super::message::{Action, Advice, Ending, Event, Purpose, Ticket};
use super::plan::{MAX_ROUNDS, Plan};
use super::select::drawn;
use super::slot::{Engaged, Slot, State};
use super::spending::Spending;
use super::stage::{Reason, Stage};

/// One task on its way through the funnel.
#[derive(Debug)]
pub struct Funnel {
    pub(super) plan: Plan,
    pub(super) demands: Demands,
    /// Whether this task is one of those that may go to a newcomer in spite of the floor.
    pub(super) is_open_to_newcomers: bool,
    pub(super) counts: Counts,
    pub(super) spending: Spending,
    pub(super) slots: Vec<Slot>,
    /// How many each answer named.
    pub(super) rounds: Vec<u64>,
    pub(super) started_ms: i64,
    pub(super) now_ms: i64,
    pub(super) ended: Option<Ending>,
    seen: BTreeSet<AgentId>,
    /// Before it there is nobody but those who are out.
    head: usize,
    /// Position of the slot that a ticket is for.
    tickets: Vec<usize>,
    discovering: Option<Discovering>,
    is_stopping: bool,
    ran_out_of_budget: bool,
    actions: VecDeque<Action>,
}

/// An answer that is waited for.
#[derive(Clone, Copy, Debug)]
struct Discovering {
    round: u32,
    by_ms: i64,
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
            is_open_to_newcomers: draw_ppm(&plan.seed) < share_ppm,
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
            is_stopping: false,
            ran_out_of_budget: false,
            actions: VecDeque::new(),
        };
        funnel.discover_or_end();
        funnel
    }

    /// Takes an event. Time does not go back: an earlier `now_ms` (milliseconds since the Unix epoch) than before counts as that.
    /// What is late, repeated or of an unknown ticket changes nothing.
    pub fn handle(&mut self, event: Event, advice: Advice<'_>, now_ms: i64) {
        if self.is_done() {
            return;
        }
        self.expire(now_ms);
        if !self.is_done() {
            self.receive(event, advice);
        }
        self.advance(advice);
    }

    /// Lets time pass.
    pub fn tick(&mut self, advice: Advice<'_>, now_ms: i64) {
        self.expire(now_ms);
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
        engaged.map(|each| each.by_ms).chain(discovering).min()
    }

    /// Whether [`Action::Done`] was said.
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
        if let Some(slot) = self.slots.get_mut(position).filter(|slot| !slot.is_out()) {
            self.counts.abandon(slot.stage, reason, 1);
            // A probe that came to no contract was not spent.
            if matches!(slot.state, State::Quoting(engaged) if engaged.purpose != Purpose::Work) {
                self.spending.give_back();
            }
            slot.state = State::Out(reason);
            slot.detail = detail;
            self.ran_out_of_budget |= matches!(
                reason,
                Reason::BudgetProbes | Reason::BudgetPrice | Reason::BudgetTime | Reason::BudgetAttempts
            );
        }
    }

    /// Out, and its engagement with it.
    fn drop_engaged(&mut self, position: usize, engaged: Engaged, reason: Reason, detail: String) {
        let ticket = engaged.ticket;
        self.act(Action::Cancel { ticket, why: reason });
        self.abandon(position, reason, detail);
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
        for position in self.head..self.slots.len() {
            let Some(slot) = self.slots.get(position) else { continue };
            match (slot.state, slot.engaged()) {
                (State::Out(_) | State::Chosen, _) => {}
                (_, Some(engaged)) => self.drop_engaged(position, engaged, reason, String::new()),
                (_, None) => self.abandon(position, reason, String::new()),
            }
        }
        self.discovering = None;
        self.ended = Some(ending.clone());
        self.act(Action::Done(ending));
    }

    /// Whether nothing can have happened in the world, given whether a commit was said.
    fn is_safe_without_result(&self, was_committed: bool) -> bool {
        match self.plan.facts.side_effect {
            SideEffect::None => true,
            SideEffect::Irreversible => !was_committed,
            SideEffect::Reversible | SideEffect::Unspecified => false,
        }
    }

    fn may_ask_again(&self) -> bool {
        let asked = u32::try_from(self.rounds.len()).unwrap_or(u32::MAX);
        asked < self.plan.limits.rounds.clamp(1, MAX_ROUNDS)
    }
}

/// Uniform in 0 to 999,999, but for one part in 4,000.
fn draw_ppm(seed: &[u8; 32]) -> u32 {
    let [a, b, c, d, ..] = drawn(seed, b"newcomer", 0);
    u32::from_be_bytes([a, b, c, d]).checked_rem(1_000_000).unwrap_or(0)
}

/// A duration as a difference of times.
fn signed(duration_ms: u64) -> i64 {
    i64::try_from(duration_ms).unwrap_or(i64::MAX)
}
