//! Leases, index and watches follow what changes in the store.

use casp_descriptor::{Change, ChangeKind, RefreshKind};

use super::announced::Half;
use super::{Registry, header_of};
use crate::candidate::Entry;

impl Registry {
    /// Follows what changed in the store. `fresh` is the entry that has just come, if one has and is at hand.
    pub(super) fn absorb(&mut self, fresh: Option<&Entry>, now_ms: i64) {
        for Change { slot, agent, kind } in self.store.take_changes() {
            match kind {
                ChangeKind::Arrived(descriptor) => {
                    self.announced
                        .note(slot, Half::Descriptor, &self.store, &mut self.leases);
                    let stored = self.store.entry(slot, i64::MIN);
                    let read = || stored.and_then(|(agent, entry)| Entry::of_store(agent, entry));
                    let is_it = |entry: &&Entry| entry.descriptor_id() == descriptor && entry.refresh_id().is_none();
                    match fresh.filter(is_it) {
                        Some(entry) => self.arrive(slot, entry, now_ms),
                        None => {
                            if let Some(entry) = read() {
                                self.arrive(slot, &entry, now_ms);
                            }
                        }
                    }
                }
                ChangeKind::Refreshed(_) => {
                    self.announced.note(slot, Half::Refresh, &self.store, &mut self.leases);
                    self.refreshed(slot, now_ms);
                }
                ChangeKind::Departed(descriptor) => {
                    self.announced.forget(slot, Half::Descriptor, &mut self.leases);
                    self.announced.forget(slot, Half::Refresh, &mut self.leases);
                    self.take_from_index(slot);
                    self.watches.depart(slot, agent, descriptor, self.limits.watch_events);
                    if let Some(lease) = self.leases.get_mut(slot) {
                        lease.promise = None;
                        lease.is_descriptor_durable = false;
                    }
                }
                ChangeKind::Forgotten => self.leases.close(slot),
            }
            if let Some(record) = self.store.stored_at(slot) {
                self.leases.weigh(slot, record.bytes);
            }
        }
    }

    fn arrive(&mut self, slot: u32, entry: &Entry, now_ms: i64) {
        self.put_in_index(slot, entry);
        self.watches.see(slot, entry, now_ms, self.limits.watch_events);
    }

    fn refreshed(&mut self, slot: u32, now_ms: i64) {
        let Some((agent, living)) = self.store.entry(slot, i64::MIN) else {
            return;
        };
        let ends_ms = living.expires_at_ms;
        let refresh = living
            .refresh
            .as_ref()
            .and_then(|(_, bundle)| header_of::<RefreshKind>(bundle));
        if !self.watches.is_empty()
            && let Some(entry) = Entry::of_store(agent, living)
        {
            self.watches.see(slot, &entry, now_ms, self.limits.watch_events);
        }
        match refresh {
            // A refresh for one addressee alone: the entry is served to nobody.
            Some(header) if !header.audience.is_empty() => self.take_from_index(slot),
            Some(header) if self.index.descriptor(slot).is_some() => {
                self.index.refresh(slot, header.issued_at_ms, ends_ms);
            }
            _ => {
                if let Some(entry) = self
                    .store
                    .entry(slot, i64::MIN)
                    .and_then(|(agent, it)| Entry::of_store(agent, it))
                {
                    self.put_in_index(slot, &entry);
                }
            }
        }
    }
}
