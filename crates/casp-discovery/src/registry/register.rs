//! Registrations: what becomes of a publication that someone sends.

use casp_descriptor::{DescriptorKind, DescriptorViolation, Publication, RefreshKind, Refused, WithdrawalKind};
use casp_identity::{AgentId, Kind, ObjectId, Signed, Verified};
use casp_wire::v1::AdmissionProof;

use super::announced::Half;
use super::endings::Ending;
use super::footprint::footprint;
use super::lease::{Origin, Wanted};
use super::outcome::{Known, KnownAnswer, Outcome, Persist, Reason, Refusal};
use super::policy::Policy;
use super::request::{Publishes, Request};
use super::wording::Words;
use super::{MIN_RECEIPT_LIFE_MS, MIN_RETRY_MS, Registry, journal, subject_of};
use crate::candidate::Entry;
use crate::violation::DiscoveryViolation;

impl Registry {
    /// Takes an encoded `Registration` that holds what the sender says that it `publishes`, heard from `origin`.
    ///
    /// In the order of SPEC.md section 18.7: SIZE and ENCODING, the statement's verification, REPLAY and CHAIN, the admission proof, then
    /// room, then the demand for admission. What is held already is known again by its bytes, before any of that but SIZE and ENCODING.
    pub fn register(&mut self, publishes: Publishes, registration: &[u8], origin: Origin, now_ms: i64) -> Outcome {
        let now_ms = self.expire(now_ms);
        let request = match Request::open(registration, publishes) {
            Ok(request) => request,
            Err(violation) => return Outcome::Refused(Refusal::invalid(violation, None)),
        };
        if let Some(outcome) = self.known_again(publishes, &request.bundle, now_ms) {
            return outcome;
        }
        let outcome = match publishes {
            Publishes::Descriptor => self.publish::<DescriptorKind>(request, origin, now_ms),
            Publishes::Refresh => self.publish::<RefreshKind>(request, origin, now_ms),
            Publishes::Withdrawal => self.publish::<WithdrawalKind>(request, origin, now_ms),
        };
        outcome.unwrap_or_else(Outcome::Refused)
    }

    /// A publication that is part of a living entry already.
    fn known_again(&mut self, publishes: Publishes, bundle: &[u8], now_ms: i64) -> Option<Outcome> {
        let half = match publishes {
            Publishes::Descriptor => Half::Descriptor,
            Publishes::Refresh => Half::Refresh,
            Publishes::Withdrawal => return None,
        };
        let slot = self.announced.find(bundle, half, &self.store)?;
        let (_, entry) = self.store.entry(slot, now_ms)?;
        let is_superseded = half == Half::Descriptor && entry.refresh.is_some();
        let violation = if is_superseded {
            DescriptorViolation::SequenceLower
        } else {
            DescriptorViolation::Duplicate
        };
        Some(self.again(slot, violation, now_ms))
    }

    /// What to say to a statement that is held already.
    fn again(&mut self, slot: u32, violation: DescriptorViolation, now_ms: i64) -> Outcome {
        let agent = self.store.stored_at(slot).map(|record| *record.agent);
        let (Some(agent), Some(lease)) = (agent, self.leases.get(slot)) else {
            return Outcome::Refused(Refusal::invalid(violation.into(), None));
        };
        let known = |answer| {
            Outcome::Known(Known {
                agent,
                violation,
                answer,
            })
        };
        if let Some(ticket) = lease.pending {
            return known(KnownAnswer::Pending(ticket));
        }
        let is_promised = lease
            .promise
            .is_some_and(|promise| promise.expires_at_ms.saturating_sub(now_ms) >= MIN_RECEIPT_LIFE_MS);
        let until_ms = self.promise_until_ms(slot, now_ms);
        if lease.is_durable && (is_promised || until_ms.is_none()) {
            return known(KnownAnswer::Safe(self.receipt(slot).map(Box::new)));
        }
        if self.tickets.len() >= self.limits.tickets {
            return Outcome::Refused(Box::new(Refusal::of(Reason::RateLimited, None, MIN_RETRY_MS)));
        }
        self.persist(slot, None, now_ms)
            .map_or_else(|| known(KnownAnswer::Safe(None)), Outcome::Accepted)
    }

    fn publish<K: Kind>(&mut self, request: Request<'_>, origin: Origin, now_ms: i64) -> Result<Outcome, Box<Refusal>>
    where
        Publication: From<Verified<K>>,
        DiscoveryViolation: From<K::Violation>,
    {
        let signed = Signed::<K>::from_bytes(request.bundle.as_ref());
        let verified = self
            .verifier
            .verify(signed, self.store.known(), now_ms)
            .map_err(|violation| {
                let violation = DiscoveryViolation::from(violation);
                Refusal::invalid(violation, subject_of(&request.bundle))
            })?;
        let (agent, id) = (verified.issuer(), verified.object_id());
        match self.apply(verified.into(), request.admission.as_ref(), origin, now_ms) {
            Ok(persist) => Ok(Outcome::Accepted(persist)),
            Err(Declined::Policy(refusal)) => Err(refusal),
            Err(Declined::Store(refused)) => self.declined(agent, id, &request.bundle, refused, now_ms),
        }
    }

    /// REPLAY to POLICY.
    fn apply(
        &mut self,
        publication: Publication,
        admission: Option<&AdmissionProof>,
        origin: Origin,
        now_ms: i64,
    ) -> Result<Persist, Declined> {
        let judged = self.store.judge(publication, now_ms).map_err(Declined::Store)?;
        let (agent, id) = (judged.issuer(), judged.object_id());
        let before = judged.store().stored(&agent);
        let prior_mark = before.map(|record| record.mark_bundle.clone());
        let bytes_before = before.map_or(0, |record| record.bytes);
        let entry_before = before.and_then(|record| record.entry);
        let had_entry = entry_before.is_some();
        let served_before = entry_before.map(|entry| (entry.descriptor, entry.expires_at_ms));
        let policy = Policy {
            limits: &self.limits,
            gate: &self.gate,
            store: judged.store(),
            leases: &self.leases,
            agent,
            id,
            origin,
            now_ms,
        };
        let wanted = Wanted {
            is_new: before.is_none(),
            before: bytes_before,
            after: judged.bytes(),
        };
        let asks_for_place = before.is_none() || judged.leaves_entry();
        let paid_bits = policy
            .admit(admission, wanted, asks_for_place)
            .map_err(Declined::Policy)?;
        if judged.leaves_entry() {
            let is_refresh = matches!(judged.publication(), Publication::Refresh(_));
            let stays = entry_before
                .filter(|_| is_refresh)
                .map(|entry| &entry.descriptor_bundle);
            let kept = policy.has_room_to_keep(prior_mark.as_ref(), stays);
            kept.map_err(Declined::Policy)?;
        }
        if self.tickets.len() >= self.limits.tickets {
            let refusal = Refusal::of(Reason::RateLimited, Some(id), MIN_RETRY_MS);
            return Err(Declined::Policy(Box::new(refusal)));
        }
        let full = policy.full();
        let entry = match judged.publication() {
            Publication::Descriptor(descriptor) => Some(Entry::new(descriptor)),
            Publication::Refresh(_) | Publication::Withdrawal(_) => None,
        };
        if let Some(entry) = &entry {
            let footprint = footprint(entry, self.words.as_ref().map(Words::dimensions));
            let room = policy.has_room_in_index(footprint, prior_mark.as_ref());
            room.map_err(Declined::Policy)?;
        }
        judged.settle().map_err(|violation| {
            Declined::Policy(Box::new(Refusal {
                violation: Some(violation.into()),
                ..full
            }))
        })?;
        let nothing_kept = || Declined::Policy(Box::new(Refusal::of(Reason::Full, Some(id), MIN_RETRY_MS)));
        let slot = self.store.slot(&agent).ok_or_else(nothing_kept)?;
        let admission_life_ms = self.limits.pricing.map_or(0, |pricing| pricing.admission_life_ms);
        let mut promised_until_ms = 0;
        if let Some(lease) = self.leases.open(slot, origin) {
            promised_until_ms = lease.promised_until_ms;
            lease.take_statement(prior_mark, had_entry, now_ms);
            if let Some(bits) = paid_bits {
                lease.admitted_until_ms = now_ms.saturating_add(admission_life_ms);
                lease.paid_bits = bits;
            }
        }
        self.leases.recount(slot);
        self.absorb(entry.as_ref(), now_ms);
        let change = served_before.map(|before| self.change_since(slot, before));
        let ending = change.map(|change| Ending {
            agent,
            until_ms: promised_until_ms,
            change,
        });
        self.persist(slot, ending, now_ms).ok_or_else(nothing_kept)
    }

    /// A statement that the store refused: it may be one that is held, or one that shows that another is void.
    fn declined(
        &mut self,
        agent: AgentId,
        id: ObjectId,
        bundle: &[u8],
        refused: Refused,
        now_ms: i64,
    ) -> Result<Outcome, Box<Refusal>> {
        self.absorb(None, now_ms);
        let slot = self.store.slot(&agent);
        if let Some(slot) = slot {
            let entry = self.store.entry(slot, now_ms).map(|(_, entry)| entry.descriptor);
            let is_held = match refused.violation {
                DescriptorViolation::Duplicate => true,
                DescriptorViolation::SequenceLower => entry == Some(id),
                _ => false,
            };
            if is_held {
                return Ok(self.again(slot, refused.violation, now_ms));
            }
            if refused.proof.is_some() {
                self.keep_end(slot, bundle.into(), now_ms);
            }
        }
        let refusal = Refusal::invalid(refused.violation.into(), Some(id));
        let persist = refused.proof.is_some().then(|| {
            let ending = slot.and_then(|slot| self.gone(slot));
            self.persist_record(agent, journal::equivocation(bundle, now_ms), ending)
        });
        Err(Box::new(Refusal {
            equivocation: refused.proof,
            persist,
            ..*refusal
        }))
    }
}

/// Why a statement was not applied.
enum Declined {
    Store(Refused),
    Policy(Box<Refusal>),
}
