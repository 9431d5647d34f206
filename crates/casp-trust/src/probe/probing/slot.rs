//! One candidate of a task.

use super::message::{Abandoned, Event};
use crate::Subject;

#[derive(Clone, Debug)]
pub(super) struct Slot {
    pub(super) subject: Subject,
    /// Passes that it still needs.
    pub(super) missing: u32,
    pub(super) state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Not begun.
    Waiting,
    /// Begun, with no probe under way.
    Idle,
    /// Begun, with a probe under way.
    Probed,
    Passed,
    Abandoned(Abandoned),
}

impl Slot {
    /// Neither passed nor abandoned.
    pub(super) const fn is_open(&self) -> bool {
        matches!(self.state, State::Waiting | State::Idle | State::Probed)
    }

    pub(super) const fn is_begun(&self) -> bool {
        matches!(self.state, State::Idle | State::Probed)
    }

    /// Probes that it was promised and that are not sent.
    pub(super) const fn promised(&self) -> u32 {
        match self.state {
            State::Idle => self.missing,
            State::Probed => self.missing.saturating_sub(1),
            State::Waiting | State::Passed | State::Abandoned(_) => 0,
        }
    }

    pub(super) const fn apply(&mut self, event: Event) {
        self.state = match event {
            Event::Passed { .. } => {
                self.missing = self.missing.saturating_sub(1);
                if self.missing == 0 { State::Passed } else { State::Idle }
            }
            Event::Failed { .. } => State::Abandoned(Abandoned::Failed),
            Event::Refused => State::Abandoned(Abandoned::Refused),
            Event::NoResult { .. } => State::Abandoned(Abandoned::NoResult),
            Event::TooDear => State::Abandoned(Abandoned::TooDear),
            Event::Dry => State::Abandoned(Abandoned::NothingToAsk),
        };
    }
}
