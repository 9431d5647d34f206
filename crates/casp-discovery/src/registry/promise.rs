//! What is being written to disk, and what is promised once it is there.

use casp_descriptor::LivingEntry;
use casp_identity::{AgentId, ObjectId};
use casp_wire::v1::{Header, RegistrationReceipt};

use super::endings::Ending;
use super::lease::Promise;
use super::outcome::{Acknowledged, Persist, Ticket};
use super::{MIN_RECEIPT_LIFE_MS, Registry, journal};

/// A record that is being written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pending {
    pub(super) agent: AgentId,
    /// Descriptor and refresh of the entry, if there is one.
    pub(super) pair: Option<(ObjectId, Option<ObjectId>)>,
    /// The end of the promise to be made.
    pub(super) promise_until_ms: Option<i64>,
    /// Whether the record holds the entry's descriptor.
    pub(super) holds_descriptor: bool,
}

impl Registry {
    /// Says that what belongs to a ticket is on disk and stays there. Gives what may now be said to whoever registered; `None` for a
    /// ticket that is not waiting.
    pub fn persisted(&mut self, ticket: Ticket, now_ms: i64) -> Option<Acknowledged> {
        let now_ms = self.expire(now_ms);
        let pending = self.tickets.remove(&ticket)?;
        let agent = pending.agent;
        self.endings.safe(ticket, &agent);
        let silent = Acknowledged { agent, receipt: None };
        let Some(slot) = self.store.slot(&agent) else {
            return Some(silent);
        };
        let is_same = self.pair(slot) == pending.pair;
        let Some(lease) = self.leases.get_mut(slot) else {
            return Some(silent);
        };
        if pending.holds_descriptor && same_descriptor(self.store.entry(slot, now_ms), pending.pair) {
            lease.is_descriptor_durable = true;
        }
        if lease.pending != Some(ticket) {
            return Some(silent);
        }
        lease.pending = None;
        lease.is_durable = true;
        let expires_at_ms = pending.promise_until_ms.filter(|until_ms| {
            is_same && until_ms.saturating_sub(now_ms) > MIN_RECEIPT_LIFE_MS && lease.is_descriptor_durable
        });
        let issued_at_ms = now_ms.max(self.complete_at_ms.saturating_add(1));
        lease.promise = expires_at_ms.map(|expires_at_ms| Promise {
            issued_at_ms,
            expires_at_ms,
        });
        let receipt = self.receipt(slot);
        Some(Acknowledged { agent, receipt })
    }

    /// Says that what belongs to a ticket could not be written. What was accepted stays in memory and is served, but promised to nobody;
    /// when it is sent once more, it is to be persisted once more. If it ended or changed an entry, no answer that may lack the entry says
    /// that it is complete before something later of the agent is persisted, or the last promise for the entry is over.
    pub fn persist_failed(&mut self, ticket: Ticket) {
        let Some(pending) = self.tickets.remove(&ticket) else {
            return;
        };
        self.endings.failed(ticket, self.store.latest_ms());
        let slot = self.store.slot(&pending.agent);
        let lease = slot.and_then(|slot| self.leases.get_mut(slot));
        if let Some(lease) = lease.filter(|lease| lease.pending == Some(ticket)) {
            lease.pending = None;
        }
    }

    /// Gives a record to be written for what the store holds of an agent, and a ticket. `ending` is what the latest statement changed of
    /// what was promised.
    pub(super) fn persist(&mut self, slot: u32, ending: Option<Ending>, now_ms: i64) -> Option<Persist> {
        let promise_until_ms = self.promise_until_ms(slot, now_ms);
        let pair = self.pair(slot);
        let ticket = Ticket(self.next_ticket);
        let lease = self.leases.get_mut(slot)?;
        lease.promised_until_ms = lease.promised_until_ms.max(promise_until_ms.unwrap_or(i64::MIN));
        lease.promise = None;
        lease.pending = Some(ticket);
        let with_descriptor = !lease.is_descriptor_durable;
        let stored = self.store.stored_at(slot)?;
        let (agent, record) = (*stored.agent, journal::record(&stored, lease, with_descriptor, now_ms));
        let is_descriptor = pair.is_some_and(|(_, refresh)| refresh.is_none());
        self.next_ticket = self.next_ticket.wrapping_add(1);
        let pending = Pending {
            agent,
            pair,
            promise_until_ms,
            holds_descriptor: is_descriptor || with_descriptor,
        };
        self.tickets.insert(ticket, pending);
        self.endings.note(ticket, ending);
        Some(Persist { ticket, agent, record })
    }

    /// Gives a record of something else about an agent a ticket.
    pub(super) fn persist_record(&mut self, agent: AgentId, record: Vec<u8>, ending: Option<Ending>) -> Persist {
        let ticket = Ticket(self.next_ticket);
        self.next_ticket = self.next_ticket.wrapping_add(1);
        let pending = Pending {
            agent,
            pair: None,
            promise_until_ms: None,
            holds_descriptor: false,
        };
        self.tickets.insert(ticket, pending);
        self.endings.note(ticket, ending);
        Persist { ticket, agent, record }
    }

    /// The end of the promise that can be made now for the slot's entry.
    pub(super) fn promise_until_ms(&self, slot: u32, now_ms: i64) -> Option<i64> {
        let (_, entry) = self.store.entry(slot, now_ms)?;
        let until_ms = entry
            .expires_at_ms
            .min(now_ms.saturating_add(self.limits.receipt_life_ms));
        Some(until_ms).filter(|until_ms| until_ms.saturating_sub(now_ms) >= MIN_RECEIPT_LIFE_MS)
    }

    pub(super) fn pair(&self, slot: u32) -> Option<(ObjectId, Option<ObjectId>)> {
        let (_, entry) = self.store.entry(slot, i64::MIN)?;
        Some((entry.descriptor, entry.refresh.as_ref().map(|(id, _)| *id)))
    }

    /// The receipt for what a slot holds, if there is a promise.
    pub(super) fn receipt(&self, slot: u32) -> Option<RegistrationReceipt> {
        let lease = self.leases.get(slot)?;
        let promise = lease.promise?;
        let (agent, entry) = self.store.entry(slot, i64::MIN)?;
        let admitted_until_ms = if lease.admitted_until_ms > 0 {
            lease.admitted_until_ms
        } else {
            promise.expires_at_ms
        };
        Some(RegistrationReceipt {
            header: Some(Header {
                expires_at_ms: promise.expires_at_ms,
                ..self.header(promise.issued_at_ms)
            }),
            agent: agent.as_bytes().into(),
            descriptor: entry.descriptor.0.into(),
            refresh: entry.refresh.as_ref().map(|(id, _)| id.0.into()).unwrap_or_default(),
            admitted_until_ms,
        })
    }
}

fn same_descriptor(entry: Option<(&AgentId, &LivingEntry)>, pair: Option<(ObjectId, Option<ObjectId>)>) -> bool {
    entry.is_some_and(|(_, entry)| pair.is_some_and(|(descriptor, _)| descriptor == entry.descriptor))
}
