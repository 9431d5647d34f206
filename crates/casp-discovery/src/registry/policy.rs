//! The stage POLICY: admission, shares, and room for what has to be kept.

use std::sync::Arc;

use casp_descriptor::DescriptorStore;
use casp_identity::{AgentId, ObjectId};
use casp_wire::v1::AdmissionProof;

use super::lease::{Held, Leases, Origin, Wanted, fits};
use super::limits::RegistryLimits;
use super::outcome::{Reason, Refusal};
use super::{MAX_RETRY_MS, MIN_RETRY_MS};
use crate::admission::Gate;

/// The stage POLICY for one statement.
pub(super) struct Policy<'a> {
    pub(super) limits: &'a RegistryLimits,
    pub(super) gate: &'a Gate,
    pub(super) store: &'a DescriptorStore,
    pub(super) leases: &'a Leases,
    pub(super) agent: AgentId,
    pub(super) id: ObjectId,
    pub(super) origin: Origin,
    pub(super) now_ms: i64,
}

impl Policy<'_> {
    /// ADM-1 to ADM-4, then room, then whether admission is needed. Gives the bits that were paid, if some were.
    pub(super) fn admit(
        &self,
        admission: Option<&AdmissionProof>,
        wanted: Wanted,
        asks_for_place: bool,
    ) -> Result<Option<u32>, Box<Refusal>> {
        if let Some(proof) = admission {
            let verdict = self.gate.verify(proof, self.agent, self.now_ms);
            verdict.map_err(|violation| Refusal::invalid(violation, Some(self.id)))?;
        }
        let lease = self.store.slot(&self.agent).and_then(|slot| self.leases.get(slot));
        let origin = lease.map_or(self.origin, |lease| lease.origin);
        let of_origin = self.leases.held_by(&origin);
        let all = Held {
            agents: self.store.agents(),
            bytes: self.store.bytes(),
        };
        if let Some(shares) = &self.limits.shares
            && !fits(shares, self.limits, all, of_origin, wanted)
        {
            return Err(Box::new(self.full()));
        }
        if wanted.is_new && all.agents >= self.limits.store.agents {
            return Err(Box::new(self.full()));
        }
        let Some(pricing) = &self.limits.pricing else {
            return Ok(None);
        };
        // Its own place is not counted against it.
        let own = usize::from(!wanted.is_new);
        let others = |held: usize| held.saturating_sub(own);
        let places = self.limits.store.agents;
        let price = pricing.price_bits(others(of_origin.agents), others(all.agents), places);
        let paid = admission
            .and_then(|proof| proof.challenge.as_ref())
            .map(|challenge| challenge.difficulty_bits)
            .filter(|bits| bits.saturating_add(pricing.slack_bits) >= price);
        let is_admitted = lease.is_some_and(|lease| lease.admitted_until_ms > self.now_ms);
        if paid.is_some() || is_admitted || !asks_for_place {
            return Ok(paid);
        }
        let life_ms = pricing.challenge_life_ms;
        let challenge = self.gate.challenge(self.agent, price, self.now_ms, life_ms);
        let reason = Reason::AdmissionRequired(challenge);
        Err(Box::new(Refusal::of(reason, Some(self.id), 0)))
    }

    /// Whether what ended or changed a promise can be kept when something else takes its place, beside the descriptor if that stays.
    pub(super) fn has_room_to_keep(
        &self,
        mark: Option<&Arc<[u8]>>,
        descriptor: Option<&Arc<[u8]>>,
    ) -> Result<(), Box<Refusal>> {
        let lease = self.store.slot(&self.agent).and_then(|slot| self.leases.get(slot));
        let (Some(lease), Some(mark)) = (lease, mark) else {
            return Ok(());
        };
        lease
            .has_room_to_keep(mark, descriptor, self.limits, self.now_ms)
            .map_err(|until_ms| {
                let retry_after_ms = retry_after(until_ms, self.now_ms);
                Box::new(Refusal::of(Reason::RateLimited, Some(self.id), retry_after_ms))
            })
    }

    /// Whether there is room in the index for an entry that takes so many bytes in place of the agent's, and for what is kept of it then.
    pub(super) fn has_room_in_index(&self, footprint: usize, mark: Option<&Arc<[u8]>>) -> Result<(), Box<Refusal>> {
        let lease = self.store.slot(&self.agent).and_then(|slot| self.leases.get(slot));
        let before = lease.map_or(0, |lease| lease.footprint);
        let kept = lease
            .zip(mark)
            .map_or(0, |(lease, mark)| lease.will_keep(mark, self.now_ms));
        let all = self.leases.index_bytes().saturating_sub(before);
        let after = all.saturating_add(footprint).saturating_add(kept);
        if footprint.saturating_add(kept) <= before || after <= self.limits.index_bytes {
            return Ok(());
        }
        Err(Box::new(self.full()))
    }

    /// There is no room; some may come when something next is over.
    pub(super) fn full(&self) -> Refusal {
        let next_ms = self.store.wake_at_ms().unwrap_or(self.now_ms);
        Refusal::of(Reason::Full, Some(self.id), retry_after(next_ms, self.now_ms))
    }
}

fn retry_after(at_ms: i64, now_ms: i64) -> u64 {
    u64::try_from(at_ms.saturating_sub(now_ms))
        .unwrap_or(0)
        .clamp(MIN_RETRY_MS, MAX_RETRY_MS)
}
