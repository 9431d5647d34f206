//! The engine of a registry (SPEC.md sections 18.5 and 18.7): registrations, leases, admission, watches and queries over soft state.
//!
//! It reads no clock, draws no random numbers and writes nothing. Time is an argument and never goes back; secrets are given to it;
//! what has to be written comes out as a value, and nothing is acknowledged before the caller says that it is safe. Whatever strangers
//! send, it takes bounded memory and bounded work.
//!
//! A registration goes through [`Registry::register`]; the caller writes what that gives to disk, calls [`Registry::persisted`], and signs
//! and sends the receipt that comes out. Whatever else gives a [`Persist`] (a delegation, a retirement, an equivocation, a query that shows a
//! higher epoch) is written and reported in the same way: until then no answer says that it is complete. Between times it calls [`Registry::expire`], and now and then it keeps a [`Registry::snapshot`],
//! from which, and from the records written since, [`Registry::restore`] and [`Registry::replay`] make the registry anew.

mod announced;
mod codec;
mod diversity;
mod endings;
mod follow;
mod footprint;
mod journal;
mod lease;
mod limits;
mod outcome;
mod policy;
mod promise;
mod query;
mod rebut;
mod register;
mod request;
mod snapshot;
mod watch;
mod wording;

use std::collections::BTreeMap;
use std::sync::Arc;

use casp_descriptor::DescriptorStore;
use casp_identity::{AdmittedKeys, AgentId, HashKey, Kind, ObjectId, StandIn, Verifier};
use casp_wire::Layer;
use casp_wire::v1::{Bundle, Header};

use self::announced::Announced;
use self::endings::Endings;
use self::lease::Leases;
use self::promise::Pending;
use self::watch::Watches;
use self::wording::Words;
use crate::admission::Gate;
use crate::index::Index;

pub use self::diversity::{choose_drawn, choose_ranked};
pub use self::journal::ReplayError;
pub use self::lease::Origin;
pub use self::limits::{Diversity, Pricing, RegistryLimits, Shares};
pub use self::outcome::{Acknowledged, Answered, Known, KnownAnswer, Outcome, Persist, Reason, Refusal, Ticket};
pub use self::query::QUERY_STEPS;
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
    /// Bytes that these take in the index at the most, and bytes of statements that are kept: what counts towards
    /// [`RegistryLimits::index_bytes`].
    pub index_bytes: usize,
    /// Their capabilities, but of entries with an audience.
    pub capabilities: u64,
    /// Origins.
    pub origins: usize,
    /// Records that are not yet reported as persisted.
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
    endings: Endings,
    /// When an answer last claimed to be complete. A receipt is of a later time, or it would accuse that answer.
    complete_at_ms: i64,
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
            endings: Endings::default(),
            complete_at_ms: 0,
            limits,
            identity,
        }
    }

    /// Knows keys that were admitted before: see [`Verifier::share`].
    pub fn share(&mut self, keys: Arc<AdmittedKeys>) {
        self.verifier.share(keys);
    }

    /// In a simulation: see [`Verifier::dangerous_take`].
    pub fn dangerous_take(&mut self, stand_in: Option<StandIn>) {
        self.verifier.dangerous_take(stand_in);
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
            index_bytes: self.leases.index_bytes(),
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

    fn header(&self, issued_at_ms: i64) -> Header {
        Header {
            network_id: self.identity.network_id.clone(),
            issuer: self.identity.agent.as_bytes().into(),
            issued_at_ms,
            ..Header::default()
        }
    }
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

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Registry({}, {:?})", self.identity.agent, self.stats())
    }
}
