//! Records: what is written to disk for each input that was counted, and how a reputation is led through them again.
//!
//! A record is a version, its number, the time that counted, and the input. An own disk is believed: the statements that an input rests on
//! were verified when it was counted and are not kept. Records are numbered, so that what a snapshot holds already is not counted twice.

use super::codec::{Reader, Writer};
use super::count::Input;
use super::{Persist, Reputation, Ticket};

const VERSION: u8 = 1;

/// A record or snapshot is not what a reputation of this version wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a record of this version, or cut")]
pub struct Malformed;

impl Reputation {
    pub(super) fn persist(&mut self, input: &Input, now_ms: i64) -> Persist {
        let ticket = Ticket(self.next_ticket);
        let mut writer = Writer::default();
        writer.byte(VERSION);
        writer.number(self.next_ticket);
        writer.time(now_ms);
        writer.input(input);
        self.next_ticket = self.next_ticket.saturating_add(1);
        self.tickets.insert(ticket);
        let record = writer.finish();
        Persist { ticket, record }
    }

    /// Says that a record is on disk and stays there: now what it is of may be acknowledged. False for a ticket that is not waiting.
    pub fn persisted(&mut self, ticket: Ticket) -> bool {
        self.tickets.remove(&ticket)
    }

    /// Says that a record could not be written. What it is of counts until the engine is restored, and is then as if it had never been:
    /// count it again then. False for a ticket that is not waiting.
    pub fn persist_failed(&mut self, ticket: Ticket) -> bool {
        self.tickets.remove(&ticket)
    }

    /// Takes in what [`Persist`] gave before, in the order in which it was given: after [`Reputation::restore`], or from nothing, with the
    /// rules, limits and anchors that it was counted by. What a snapshot holds already changes nothing. Then it is what it was.
    ///
    /// The clock goes to the time at which the record was made, but never past `now_ms` (milliseconds since the Unix epoch): a record of the
    /// future, written while a clock was wrong, counts as of now.
    ///
    /// # Errors
    /// [`Malformed`]; then nothing changes.
    pub fn replay(&mut self, record: &[u8], now_ms: i64) -> Result<(), Malformed> {
        let mut reader = Reader::new(record);
        let (number, counted_at_ms, input) = read(&mut reader).ok_or(Malformed)?;
        if number < self.next_ticket {
            return Ok(());
        }
        let now_ms = self.expire(counted_at_ms.min(now_ms));
        self.next_ticket = number.saturating_add(1);
        // Under other rules or limits it may not be taken now; then it does not count.
        let _ = self.apply(&input, now_ms);
        Ok(())
    }
}

fn read(reader: &mut Reader<'_>) -> Option<(u64, i64, Input)> {
    if reader.byte()? != VERSION {
        return None;
    }
    let (number, counted_at_ms, input) = (reader.number()?, reader.time()?, reader.input()?);
    reader.end()?;
    // The last number has no next one.
    (number < u64::MAX).then_some((number, counted_at_ms, input))
}
