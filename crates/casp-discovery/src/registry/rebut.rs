//! What a registry can say to those who accuse it of an omission, and what it keeps for that.

use std::sync::Arc;

use casp_identity::{AgentId, ObjectId};

use super::Registry;
use super::endings::{Change, Ending};
use crate::omission::{Rebuttal, verify_omission};
use crate::violation::DiscoveryViolation;

impl Registry {
    /// What the registry can say to an [`casp_wire::v1::OmissionProof`] against it: what ended or replaced the entry. `None` when it can
    /// say nothing, and the proof stands.
    ///
    /// # Errors
    /// What is wrong with the proof itself.
    pub fn rebut(&mut self, proof: &[u8]) -> Result<Option<Rebuttal>, DiscoveryViolation> {
        let proven = verify_omission(&mut self.verifier, proof, None)?;
        let kept = self.ends_of(&proven.agent);
        let rebuttals = kept.iter().filter_map(|bundle| Rebuttal::of_bundle(bundle));
        for rebuttal in rebuttals {
            let outcome = verify_omission(&mut self.verifier, proof, Some(&rebuttal));
            if outcome == Err(DiscoveryViolation::OmissionRebutted) {
                return Ok(Some(rebuttal));
            }
        }
        // Two that each leave the entry living may show together that its agent has equivocated.
        for (position, one) in kept.iter().enumerate() {
            for other in kept.iter().skip(position.saturating_add(1)) {
                let Some(rebuttal) = Rebuttal::of_equivocation(one, other) else {
                    continue;
                };
                let outcome = verify_omission(&mut self.verifier, proof, Some(&rebuttal));
                if outcome == Err(DiscoveryViolation::OmissionRebutted) {
                    return Ok(Some(rebuttal));
                }
            }
        }
        Ok(None)
    }

    /// Everything that is kept of an agent and may have ended or replaced what was promised.
    fn ends_of(&self, agent: &AgentId) -> Vec<Arc<[u8]>> {
        let Some(slot) = self.store.slot(agent) else {
            return Vec::new();
        };
        let record = self.store.stored_at(slot);
        let mark = record.map(|record| record.mark_bundle.clone());
        let entry = record.and_then(|record| record.entry);
        let descriptor = entry.map(|entry| entry.descriptor_bundle.clone());
        let lease = self.leases.get(slot);
        let kept = lease.map(|lease| lease.kept.as_slice()).unwrap_or_default();
        let kept = kept.iter().map(|kept| kept.bundle.clone());
        mark.into_iter().chain(descriptor).chain(kept).collect()
    }

    /// Keeps what ended an entry for which there may be a promise.
    pub(super) fn keep_end(&mut self, slot: u32, bundle: Arc<[u8]>, now_ms: i64) {
        if let Some(lease) = self.leases.get_mut(slot) {
            lease.prune(now_ms);
            lease.keep(bundle, lease.promised_until_ms, now_ms);
        }
        self.leases.recount(slot);
    }

    /// The ending of a slot's entry, for which there may be a promise.
    pub(super) fn gone(&self, slot: u32) -> Option<Ending> {
        let agent = *self.store.stored_at(slot)?.agent;
        let until_ms = self.leases.get(slot)?.promised_until_ms;
        Some(Ending {
            agent,
            until_ms,
            change: Change::Gone,
        })
    }

    /// What became of a slot's entry, which was of this descriptor and lived until then.
    pub(super) fn change_since(&self, slot: u32, (descriptor, end_ms): (ObjectId, i64)) -> Change {
        let is_served = self.index.descriptor(slot) == Some(descriptor);
        let lives_on = self.store.entry(slot, i64::MIN);
        if is_served && lives_on.is_some_and(|(_, entry)| entry.expires_at_ms >= end_ms) {
            Change::Times
        } else {
            Change::Gone
        }
    }

    pub(super) fn has_entry(&self, agent: &AgentId) -> bool {
        let slot = self.store.slot(agent);
        slot.is_some_and(|slot| self.store.entry(slot, i64::MIN).is_some())
    }

    /// Keeps what has just ended an agent's entry, if it has. Gives the ending.
    pub(super) fn keep_if_ended(
        &mut self,
        agent: &AgentId,
        had_entry: bool,
        bundle: Arc<[u8]>,
        now_ms: i64,
    ) -> Option<Ending> {
        if !had_entry || self.has_entry(agent) {
            return None;
        }
        let slot = self.store.slot(agent)?;
        self.keep_end(slot, bundle, now_ms);
        self.gone(slot)
    }
}
