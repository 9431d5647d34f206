//! A disk: what was given to it, what it has written and said so, and what a crash leaves.

use std::collections::{BTreeSet, VecDeque};

use casp_identity::ObjectId;

/// Records with their tickets.
#[derive(Debug)]
pub(super) struct Disk<T> {
    waiting: VecDeque<(T, Vec<u8>)>,
    written: Vec<Vec<u8>>,
    /// Statements that were found to be written.
    safe: BTreeSet<ObjectId>,
    /// It says that records are safe and keeps them in a cache that a crash empties.
    is_liar: bool,
    cached: usize,
}

impl<T> Disk<T> {
    pub(super) const fn new(is_liar: bool) -> Self {
        Self {
            waiting: VecDeque::new(),
            written: Vec::new(),
            safe: BTreeSet::new(),
            is_liar,
            cached: 0,
        }
    }

    pub(super) fn give(&mut self, ticket: T, record: Vec<u8>) {
        self.waiting.push_back((ticket, record));
    }

    pub(super) fn is_idle(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Writes the next record; gives the ticket of what may now be said to be safe.
    pub(super) fn write(&mut self) -> Option<T> {
        let (ticket, record) = self.waiting.pop_front()?;
        self.written.push(record);
        if self.is_liar {
            self.cached = self.cached.saturating_add(1);
        }
        Some(ticket)
    }

    /// Power goes: of what waits so many records are written, modulo what there is. Gives the tickets of those.
    pub(super) fn crash(&mut self, written: u16) -> Vec<T> {
        let count = usize::from(written)
            .checked_rem(self.waiting.len().saturating_add(1))
            .unwrap_or(0);
        let survive: Vec<(T, Vec<u8>)> = self.waiting.drain(..).take(count).collect();
        if self.is_liar {
            // The last of what was in the cache.
            let keep = self.written.len().saturating_sub(self.cached.min(1));
            self.written.truncate(keep);
            self.cached = 0;
        }
        self.safe.clear();
        survive
            .into_iter()
            .map(|(ticket, record)| {
                self.written.push(record);
                ticket
            })
            .collect()
    }

    /// Replaces all that is written.
    pub(super) fn replace(&mut self, records: Vec<Vec<u8>>) {
        self.written = records;
        self.cached = 0;
    }

    pub(super) fn records(&self) -> impl Iterator<Item = &[u8]> {
        self.written.iter().map(Vec::as_slice)
    }

    /// Whether a statement is written.
    pub(super) fn holds(&mut self, id: ObjectId, bundle: &[u8]) -> bool {
        if self.safe.contains(&id) {
            return true;
        }
        let mut records = self.written.iter().rev();
        let holds = records.any(|record| contains(record, bundle));
        if holds {
            self.safe.insert(id);
        }
        holds
    }
}

fn contains(record: &[u8], bundle: &[u8]) -> bool {
    record.windows(bundle.len().max(1)).any(|window| window == bundle)
}
