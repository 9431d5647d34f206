//! The engine of a registry (SPEC.md sections 18.5 and 18.7): registrations, leases, admission, watches and queries over soft state.
//!
//! It reads no clock, draws no random numbers and writes nothing. Time is an argument and never goes back; secrets are given to it;
//! what has to be written comes out as a value, and nothing is acknowledged before the caller says that it is safe. Whatever strangers
//! send, it takes bounded memory and bounded work.
//!
//! A registration goes through [`Registry::register`]; the caller writes what that gives to disk, calls [`Registry::persisted`], and signs
//! and sends the receipt that comes out. Between times it calls [`Registry::expire`], and now and then it keeps a [`Registry::snapshot`],
//! from which, and from the records written since, [`Registry::restore`] and [`Registry::replay`] make the registry anew.

mod announced;
mod codec;
mod diversity;
mod journal;
mod lease;
mod limits;
mod outcome;
mod query;
mod request;
mod snapshot;
mod watch;
mod wording;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use casp_descriptor::{
    Change, ChangeKind, DescriptorKind, DescriptorStore, DescriptorViolation, LivingEntry, Publication, RefreshKind,
    Refused, WithdrawalKind,
};
use casp_identity::{AgentId, HashKey, Kind, ObjectId, Signed, Verified, Verifier};
use casp_wire::v1::{AdmissionProof, Bundle, Constraint, Header, RegistrationReceipt};
use casp_wire::{Layer, Violation as _};

use self::announced::{Announced, Half};
use self::lease::{Held, Lease, Leases, Promise, Wanted, fits};
use self::request::Request;
use self::watch::Watches;
use self::wording::Words;
use crate::admission::Gate;
use crate::candidate::Entry;
use crate::index::{Index, Scan};
use crate::omission::{Rebuttal, verify_omission};
use crate::violation::DiscoveryViolation;

pub use self::diversity::{choose_drawn, choose_ranked};
pub use self::journal::ReplayError;
pub use self::lease::Origin;
pub use self::limits::{Diversity, Pricing, RegistryLimits, Shares};
pub use self::outcome::{Acknowledged, Answered, Known, KnownAnswer, Outcome, Persist, Reason, Refusal, Ticket};
pub use self::request::Publishes;
pub use self::snapshot::RestoreError;
pub use self::watch::{WatchError, WatchEvent, WatchId};

/// Least life of a receipt, milliseconds (HDR-5).
const MIN_RECEIPT_LIFE_MS: i64 = 1_000;

/// What a refusal says to those whom waiting may help, at the least. Milliseconds.
const MIN_RETRY_MS: u64 = 1_000;

/// Greatest `retry_after_ms`.
const MAX_RETRY_MS: u64 = 86_400_000;

/// What a registry is given by whoever runs it.
#[derive(Clone)]
pub struct Identity {
    /// The network that it serves.
    pub network_id: String,
    /// Its own id.
    pub agent: AgentId,
    /// 32 random bytes, kept secret and kept for good: challenges are known again by them.
    pub challenge_secret: [u8; 32],
    /// Key of its tables: random, or strangers can make them slow.
    pub hash_key: HashKey,
}

/// How much a registry holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Agents with an entry or a mark.
    pub agents: usize,
    /// Bytes that count.
    pub bytes: usize,
    /// Entries that are indexed: those that are living.
    pub entries: usize,
    /// Their capabilities, but of entries with an audience.
    pub capabilities: u64,
    /// Origins.
    pub origins: usize,
    /// Accepted statements that are not yet reported as persisted.
    pub tickets: usize,
}

/// See the module's description.
pub struct Registry {
    identity: Identity,
    limits: RegistryLimits,
    verifier: Verifier,
    gate: Gate,
    store: DescriptorStore,
    index: Index,
    words: Option<Words>,
    leases: Leases,
    announced: Announced,
    watches: Watches,
    tickets: BTreeMap<Ticket, Pending>,
    next_ticket: u64,
    /// When an answer last claimed to be complete. A receipt is of a later time, or it would accuse that answer.
    complete_at_ms: i64,
}

/// An accepted statement that is being persisted.
#[derive(Clone, Copy, Debug)]
struct Pending {
    agent: AgentId,
    /// Descriptor and refresh of the entry, if there is one.
    pair: Option<(ObjectId, Option<ObjectId>)>,
    /// The end of the promise to be made.
    promise_until_ms: Option<i64>,
    /// Whether the record holds the entry's descriptor.
    holds_descriptor: bool,
}

impl Registry {
    /// A registry that knows nothing.
    #[must_use]
    pub fn new(identity: Identity, limits: RegistryLimits) -> Self {
        let mut store = DescriptorStore::with_hash_key(limits.store, identity.hash_key);
        store.report_changes();
        Self {
            verifier: Verifier::with_limits(identity.network_id.as_str(), Some(identity.agent), limits.verifier),
            gate: Gate::new(identity.agent, &identity.challenge_secret),
            store,
            index: Index::new(),
            words: None,
            leases: Leases::default(),
            announced: Announced::new(identity.hash_key),
            watches: Watches::default(),
            tickets: BTreeMap::new(),
            next_ticket: 0,
            complete_at_ms: 0,
            limits,
            identity,
        }
    }

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

    /// Says that what belongs to a ticket is on disk and stays there. Gives what may now be said to whoever registered; `None` for a
    /// ticket that is not waiting.
    pub fn persisted(&mut self, ticket: Ticket, now_ms: i64) -> Option<Acknowledged> {
        let now_ms = self.expire(now_ms);
        let pending = self.tickets.remove(&ticket)?;
        let agent = pending.agent;
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
    /// when it is sent once more, it is to be persisted once more.
    pub fn persist_failed(&mut self, ticket: Ticket) {
        let Some(pending) = self.tickets.remove(&ticket) else {
            return;
        };
        let slot = self.store.slot(&pending.agent);
        let lease = slot.and_then(|slot| self.leases.get_mut(slot));
        if let Some(lease) = lease.filter(|lease| lease.pending == Some(ticket)) {
            lease.pending = None;
        }
    }

    /// Frees the room of what is over. Every other call does so by itself. Gives the time that counts: a clock that goes back stands
    /// still.
    pub fn expire(&mut self, now_ms: i64) -> i64 {
        self.store.expire(now_ms);
        let now_ms = self.store.latest_ms();
        self.absorb(None, now_ms);
        now_ms
    }

    /// When to call [`Registry::expire`] next; it may be that nothing is over then.
    #[must_use]
    pub fn wake_at_ms(&self) -> Option<i64> {
        self.store.wake_at_ms()
    }

    /// Watches for entries of which a capability satisfies all constraints. Those that are there are reported as arrivals. An entry is
    /// looked at when it comes and when it is refreshed; that it comes to match by the passing of time alone (`age-ms`, `life-ms`) is not
    /// seen.
    ///
    /// # Errors
    /// [`WatchError`].
    pub fn watch(&mut self, constraints: &[Constraint], now_ms: i64) -> Result<WatchId, WatchError> {
        let now_ms = self.expire(now_ms);
        let id = self.watches.open(constraints, self.limits.watches)?;
        let held = self
            .watches
            .filters(id)
            .map(|filters| self.index.hold(filters, now_ms, Scan::ALL));
        let documents = held.map(|held| held.documents).unwrap_or_default();
        let slots: BTreeSet<u32> = documents
            .iter()
            .filter_map(|document| self.index.place_of(document).map(|(slot, _)| slot))
            .collect();
        for slot in slots {
            if let Some((agent, entry)) = self.store.entry(slot, now_ms) {
                let (agent, descriptor) = (*agent, entry.descriptor);
                self.watches
                    .begin(id, slot, agent, descriptor, self.limits.watch_events);
            }
        }
        Ok(id)
    }

    /// Ends a watch. Gives whether there was one.
    pub fn unwatch(&mut self, id: WatchId) -> bool {
        self.watches.close(id)
    }

    /// What a watch has seen since it was last asked, in order.
    pub fn watched(&mut self, id: WatchId) -> Vec<WatchEvent> {
        self.watches.take(id)
    }

    /// The store beneath.
    #[must_use]
    pub const fn store(&self) -> &DescriptorStore {
        &self.store
    }

    /// Its bounds.
    #[must_use]
    pub const fn limits(&self) -> &RegistryLimits {
        &self.limits
    }

    /// How much it holds.
    #[must_use]
    pub fn stats(&self) -> Stats {
        Stats {
            agents: self.store.agents(),
            bytes: self.store.bytes(),
            entries: self.index.entries(),
            capabilities: self.index.documents(),
            origins: self.leases.origins(),
            tickets: self.tickets.len(),
        }
    }

    /// Until when an agent needs no further work, milliseconds since the Unix epoch; `None` for a stranger.
    #[must_use]
    pub fn admitted_until_ms(&self, agent: &AgentId) -> Option<i64> {
        let lease = self.leases.get(self.store.slot(agent)?)?;
        Some(lease.admitted_until_ms).filter(|until_ms| *until_ms > 0)
    }

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
        self.persist(slot, now_ms)
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
        let had_entry = before.is_some_and(|record| record.entry.is_some());
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
            policy.has_room_to_keep(prior_mark.as_ref()).map_err(Declined::Policy)?;
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
        judged.settle().map_err(|violation| {
            Declined::Policy(Box::new(Refusal {
                violation: Some(violation.into()),
                ..full
            }))
        })?;
        let nothing_kept = || Declined::Policy(Box::new(Refusal::of(Reason::Full, Some(id), MIN_RETRY_MS)));
        let slot = self.store.slot(&agent).ok_or_else(nothing_kept)?;
        let admission_life_ms = self.limits.pricing.map_or(0, |pricing| pricing.admission_life_ms);
        if let Some(lease) = self.leases.open(slot, origin) {
            lease.take_statement(prior_mark, had_entry, now_ms);
            if let Some(bits) = paid_bits {
                lease.admitted_until_ms = now_ms.saturating_add(admission_life_ms);
                lease.paid_bits = bits;
            }
        }
        self.absorb(entry.as_ref(), now_ms);
        self.persist(slot, now_ms).ok_or_else(nothing_kept)
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
        let persist = refused.proof.is_some().then(|| journal::equivocation(bundle, now_ms));
        Err(Box::new(Refusal {
            equivocation: refused.proof,
            persist,
            ..*refusal
        }))
    }

    /// Keeps what ended an entry for which there may be a promise.
    fn keep_end(&mut self, slot: u32, bundle: Arc<[u8]>, now_ms: i64) {
        if let Some(lease) = self.leases.get_mut(slot) {
            lease.keep(bundle, lease.promised_until_ms, now_ms);
        }
    }

    /// Gives a record to be written for what the store holds of an agent, and a ticket.
    fn persist(&mut self, slot: u32, now_ms: i64) -> Option<Persist> {
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
        self.tickets.insert(
            ticket,
            Pending {
                agent,
                pair,
                promise_until_ms,
                holds_descriptor: is_descriptor || with_descriptor,
            },
        );
        Some(Persist { ticket, agent, record })
    }

    /// The end of the promise that can be made now for the slot's entry.
    fn promise_until_ms(&self, slot: u32, now_ms: i64) -> Option<i64> {
        let (_, entry) = self.store.entry(slot, now_ms)?;
        let until_ms = entry
            .expires_at_ms
            .min(now_ms.saturating_add(self.limits.receipt_life_ms));
        Some(until_ms).filter(|until_ms| until_ms.saturating_sub(now_ms) >= MIN_RECEIPT_LIFE_MS)
    }

    fn pair(&self, slot: u32) -> Option<(ObjectId, Option<ObjectId>)> {
        let (_, entry) = self.store.entry(slot, i64::MIN)?;
        Some((entry.descriptor, entry.refresh.as_ref().map(|(id, _)| *id)))
    }

    /// The receipt for what a slot holds, if there is a promise.
    fn receipt(&self, slot: u32) -> Option<RegistrationReceipt> {
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

    fn header(&self, issued_at_ms: i64) -> Header {
        Header {
            network_id: self.identity.network_id.clone(),
            issuer: self.identity.agent.as_bytes().into(),
            issued_at_ms,
            ..Header::default()
        }
    }

    /// Follows what changed in the store. `fresh` is the entry that has just come, if one has and is at hand.
    fn absorb(&mut self, fresh: Option<&Entry>, now_ms: i64) {
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

impl Lease {
    /// Another statement takes the place of the mark's. It has to be kept only if it ended or changed an entry.
    fn take_statement(&mut self, prior_mark: Option<Arc<[u8]>>, had_entry: bool, now_ms: i64) {
        self.prune(now_ms);
        if let Some(mark) = prior_mark {
            self.keep(mark, self.mark_needed_until_ms, now_ms);
        }
        self.mark_needed_until_ms = if had_entry { self.promised_until_ms } else { 0 };
        self.promise = None;
        self.is_durable = false;
        self.pending = None;
    }
}

/// Why a statement was not applied.
enum Declined {
    Store(Refused),
    Policy(Box<Refusal>),
}

/// The stage POLICY for one statement.
struct Policy<'a> {
    limits: &'a RegistryLimits,
    gate: &'a Gate,
    store: &'a DescriptorStore,
    leases: &'a Leases,
    agent: AgentId,
    id: ObjectId,
    origin: Origin,
    now_ms: i64,
}

impl Policy<'_> {
    /// ADM-1 to ADM-4, then room, then whether admission is needed. Gives the bits that were paid, if some were.
    fn admit(
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

    /// Whether what ended or changed a promise can be kept when something else takes its place.
    fn has_room_to_keep(&self, mark: Option<&Arc<[u8]>>) -> Result<(), Box<Refusal>> {
        let lease = self.store.slot(&self.agent).and_then(|slot| self.leases.get(slot));
        let (Some(lease), Some(mark)) = (lease, mark) else {
            return Ok(());
        };
        lease
            .has_room_to_keep(mark.len(), self.limits, self.now_ms)
            .map_err(|until_ms| {
                let retry_after_ms = retry_after(until_ms, self.now_ms);
                Box::new(Refusal::of(Reason::RateLimited, Some(self.id), retry_after_ms))
            })
    }

    /// There is no room; some may come when something next is over.
    fn full(&self) -> Refusal {
        let next_ms = self.store.wake_at_ms().unwrap_or(self.now_ms);
        Refusal::of(Reason::Full, Some(self.id), retry_after(next_ms, self.now_ms))
    }
}

fn retry_after(at_ms: i64, now_ms: i64) -> u64 {
    u64::try_from(at_ms.saturating_sub(now_ms))
        .unwrap_or(0)
        .clamp(MIN_RETRY_MS, MAX_RETRY_MS)
}

fn same_descriptor(entry: Option<(&AgentId, &LivingEntry)>, pair: Option<(ObjectId, Option<ObjectId>)>) -> bool {
    entry.is_some_and(|(_, entry)| pair.is_some_and(|(descriptor, _)| descriptor == entry.descriptor))
}

/// The object id of what was refused, so that the refusal can name it; none where nothing can be read.
fn subject_of(bundle: &[u8]) -> Option<ObjectId> {
    let bundle: Bundle = casp_wire::decode(bundle, Layer::Envelope).ok()?;
    Some(casp_identity::envelope_object_id(&bundle.subject?))
}

/// The header of a statement that is held.
fn header_of<K: Kind>(bundle: &[u8]) -> Option<Header> {
    let bundle: Bundle = casp_wire::decode_unchecked(bundle, Layer::Envelope).ok()?;
    let message: K::Message = casp_wire::decode_unchecked(&bundle.subject?.payload, Layer::Payload).ok()?;
    K::header(&message).cloned()
}

impl Rebuttal {
    /// A rebuttal of the kind that a bundle says it is.
    fn of_bundle(bytes: &[u8]) -> Option<Self> {
        let bundle: Bundle = casp_wire::decode_unchecked(bytes, Layer::Envelope).ok()?;
        Self::of_type(&bundle.subject?.payload_type, bytes)
    }
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Registry({}, {:?})", self.identity.agent, self.stats())
    }
}

impl Refusal {
    /// The verdict and the stage, which are all that a remote peer is told of a broken rule.
    #[must_use]
    pub fn verdict(&self) -> Option<(casp_wire::Verdict, casp_wire::Stage)> {
        self.violation.map(|violation| (violation.verdict(), violation.stage()))
    }
}
