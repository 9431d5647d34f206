//! What ended or changed a promised entry and is not known to be on disk.
//!
//! If the registry stopped now, it would come back with the entry, and without what it could say to whoever accuses it of an omission. So
//! while there is such an ending, no answer that may lack the entry says that it is complete.

use std::collections::BTreeMap;

use casp_identity::AgentId;

use super::outcome::Ticket;
use crate::attribute::{Attribute, NumberAttribute};
use crate::filter::Filters;

/// How an entry is served since a statement came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// No more, or another in its place, or not as long.
    Gone,
    /// As before, but with other times.
    Times,
}

/// A statement that changed what was promised.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ending {
    pub(super) agent: AgentId,
    /// When the last promise that it changed is over: nobody can accuse after that. Milliseconds since the Unix epoch.
    pub(super) until_ms: i64,
    pub(super) change: Change,
}

#[derive(Debug, Default)]
pub(super) struct Endings {
    waiting: BTreeMap<Ticket, Ending>,
    /// Those that could not be written.
    lost: BTreeMap<AgentId, Ending>,
}

impl Endings {
    pub(super) fn note(&mut self, ticket: Ticket, ending: Option<Ending>) {
        if let Some(ending) = ending {
            self.waiting.insert(ticket, ending);
        }
    }

    /// A record about an agent is safe. It is of all that came before it, since whatever the agent is accepted with later is higher than
    /// what was lost, and rebuts as well.
    pub(super) fn safe(&mut self, ticket: Ticket, agent: &AgentId) {
        self.waiting.remove(&ticket);
        self.lost.remove(agent);
    }

    /// A record could not be written.
    pub(super) fn failed(&mut self, ticket: Ticket, now_ms: i64) {
        self.lost.retain(|_, lost| lost.until_ms > now_ms);
        let Some(mut ending) = self.waiting.remove(&ticket) else {
            return;
        };
        if let Some(lost) = self.lost.get(&ending.agent) {
            ending.until_ms = ending.until_ms.max(lost.until_ms);
            if lost.change == Change::Gone {
                ending.change = Change::Gone;
            }
        }
        self.lost.insert(ending.agent, ending);
    }

    /// Whether an answer to a question with these constraints may lack a promised entry for a reason that is not safe.
    pub(super) fn may_hide(&self, filters: &Filters, now_ms: i64) -> bool {
        let is_of_times = filters.as_slice().iter().any(|filter| {
            matches!(
                filter.attribute(),
                Some(Attribute::Number(NumberAttribute::AgeMs | NumberAttribute::LifeMs))
            )
        });
        let mut unsafe_endings = self.waiting.values().chain(self.lost.values());
        unsafe_endings.any(|ending| ending.until_ms > now_ms && (ending.change == Change::Gone || is_of_times))
    }
}
