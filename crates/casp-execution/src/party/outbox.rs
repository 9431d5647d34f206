//! What goes out, and what it waits for.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use casp_identity::{AgentId, ObjectId};

use super::Statement;

/// Names a record of the journal. Later records have greater tickets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(u64);

/// A record to be appended to the journal, in the order in which records are given out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "nothing goes out before it is on disk"]
pub struct Persist {
    /// What to call it when it is on disk and stays there.
    pub ticket: Ticket,
    /// What to write.
    pub record: Vec<u8>,
}

/// A statement to be sent. It may get lost: what has to arrive is repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// To whom.
    pub to: AgentId,
    /// What it is.
    pub statement: Statement,
    /// Its name.
    pub id: ObjectId,
    /// The encoded bundle.
    pub bundle: Arc<[u8]>,
}

/// What an engine wants done.
#[derive(Clone, Debug, PartialEq)]
#[must_use = "it is asked for once"]
pub enum Action<E> {
    /// Append this to the journal, then say that it is safe. That of one record may stand for all before it.
    Persist(Persist),
    /// Send this.
    Send(Outgoing),
    /// Something happened, or has to be decided.
    Event(E),
}

/// Gives out records at once, and everything else when all records that were made before it are safe.
#[derive(Debug)]
pub(crate) struct Outbox<E> {
    records: VecDeque<Persist>,
    waiting: VecDeque<(Ticket, Waiting<E>)>,
    /// Statements that wait: one that is asked for again while it does is sent once.
    sends: BTreeSet<(ObjectId, AgentId)>,
    last: Ticket,
    safe: Ticket,
}

#[derive(Debug)]
enum Waiting<E> {
    Send(Outgoing),
    Event(E),
}

impl<E> Default for Outbox<E> {
    fn default() -> Self {
        Self {
            records: VecDeque::new(),
            waiting: VecDeque::new(),
            sends: BTreeSet::new(),
            last: Ticket::default(),
            safe: Ticket::default(),
        }
    }
}

impl<E> Outbox<E> {
    pub(crate) fn persist(&mut self, record: Vec<u8>) {
        self.last = Ticket(self.last.0.saturating_add(1));
        self.records.push_back(Persist {
            ticket: self.last,
            record,
        });
    }

    pub(crate) fn send(&mut self, outgoing: Outgoing) {
        if self.sends.insert((outgoing.id, outgoing.to)) {
            self.waiting.push_back((self.last, Waiting::Send(outgoing)));
        }
    }

    pub(crate) fn event(&mut self, event: E) {
        self.waiting.push_back((self.last, Waiting::Event(event)));
    }

    /// A ticket that was never given out counts as the last that was.
    pub(crate) fn persisted(&mut self, ticket: Ticket) {
        let given_out = self
            .records
            .front()
            .map_or(self.last, |next| Ticket(next.ticket.0.saturating_sub(1)));
        self.safe = self.safe.max(ticket.min(given_out));
    }

    pub(crate) fn poll(&mut self) -> Option<Action<E>> {
        if let Some(record) = self.records.pop_front() {
            return Some(Action::Persist(record));
        }
        if self.waiting.front()?.0 > self.safe {
            return None;
        }
        let (_, waiting) = self.waiting.pop_front()?;
        Some(match waiting {
            Waiting::Send(outgoing) => {
                self.sends.remove(&(outgoing.id, outgoing.to));
                Action::Send(outgoing)
            }
            Waiting::Event(event) => Action::Event(event),
        })
    }
}
