//! What a registry keeps of an agent beside its entry: where it came from, what it paid, what it was promised, and what ended that.
//!
//! A lease lasts as long as the store keeps anything of the agent, which is longer than any admission or promise: a mark is kept for
//! 24 hours and more after the last statement was accepted.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::limits::{RegistryLimits, Shares, share};
use super::outcome::Ticket;

/// Where a registration came from: whatever stands for the network that the node heard it from, such as the first three bytes of an
/// IPv4 address or the first six of an IPv6 one. At most 16 bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    bytes: [u8; 16],
    length: u8,
}

impl Origin {
    /// An origin of these bytes; `None` when they are more than 16.
    #[must_use]
    pub fn new(origin: &[u8]) -> Option<Self> {
        let mut bytes = [0; 16];
        bytes.get_mut(..origin.len())?.copy_from_slice(origin);
        let length = u8::try_from(origin.len()).ok()?;
        Some(Self { bytes, length })
    }

    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or_default()
    }
}

/// See the module's description. Times are milliseconds since the Unix epoch.
#[derive(Clone, Debug, Default)]
pub(super) struct Lease {
    pub(super) origin: Origin,
    /// Until when the agent needs no further work, and what it paid for that.
    pub(super) admitted_until_ms: i64,
    pub(super) paid_bits: u32,
    /// What the store counts for the agent.
    pub(super) bytes: usize,
    /// What its entry takes in the index.
    pub(super) footprint: usize,
    /// What of this and of what is kept is counted.
    pub(super) counted: usize,
    /// The end of the last promise that was made, or is about to be.
    pub(super) promised_until_ms: i64,
    /// The end of the last promise that the mark's statement ended or changed: until then the mark is kept even when it is no more.
    pub(super) mark_needed_until_ms: i64,
    /// The promise for what the store holds now, if one was made.
    pub(super) promise: Option<Promise>,
    /// Whether the mark's statement was persisted; if not, whether that is being done.
    pub(super) is_durable: bool,
    /// Whether the descriptor of the entry was persisted: a record without it would be worth nothing.
    pub(super) is_descriptor_durable: bool,
    pub(super) pending: Option<Ticket>,
    /// Keyed hashes of the entry's descriptor and refresh, by which they are known again.
    pub(super) announced: [Option<u64>; 2],
    /// Statements that ended or changed what was promised, and until when they are kept.
    pub(super) kept: Vec<KeptEnd>,
}

/// A receipt that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Promise {
    pub(super) issued_at_ms: i64,
    pub(super) expires_at_ms: i64,
}

/// A bundle that shows that an entry was ended or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct KeptEnd {
    pub(super) bundle: Arc<[u8]>,
    pub(super) until_ms: i64,
}

impl Lease {
    /// Another statement takes the place of the mark's. It has to be kept only if it ended or changed an entry.
    pub(super) fn take_statement(&mut self, prior_mark: Option<Arc<[u8]>>, had_entry: bool, now_ms: i64) {
        self.prune(now_ms);
        if let Some(mark) = prior_mark {
            self.keep(mark, self.mark_needed_until_ms, now_ms);
        }
        self.mark_needed_until_ms = if had_entry { self.promised_until_ms } else { 0 };
        self.promise = None;
        self.is_durable = false;
        self.pending = None;
    }

    /// Drops kept statements whose time is over.
    pub(super) fn prune(&mut self, now_ms: i64) {
        self.kept.retain(|kept| kept.until_ms > now_ms);
        if self.kept.is_empty() {
            self.kept = Vec::new();
        }
    }

    /// What the mark's statement will count for once another has taken its place.
    pub(super) fn will_keep(&self, mark: &[u8], now_ms: i64) -> usize {
        if self.mark_needed_until_ms > now_ms {
            mark.len().saturating_add(KEPT)
        } else {
            0
        }
    }

    pub(super) fn keep(&mut self, bundle: Arc<[u8]>, until_ms: i64, now_ms: i64) {
        if until_ms > now_ms {
            self.kept.push(KeptEnd { bundle, until_ms });
        }
    }

    /// Whether the mark's statement can be kept when another takes its place; if not, when it can. What stays part of the entry, given as
    /// its descriptor if that stays, takes no room by being kept; nor does the longest: else one long descriptor could keep its agent from
    /// being refreshed.
    pub(super) fn has_room_to_keep(
        &self,
        mark: &Arc<[u8]>,
        descriptor: Option<&Arc<[u8]>>,
        limits: &RegistryLimits,
        now_ms: i64,
    ) -> Result<(), i64> {
        if self.mark_needed_until_ms <= now_ms {
            return Ok(());
        }
        let needed = || self.kept.iter().filter(|kept| kept.until_ms > now_ms);
        let bundles = needed().map(|kept| &kept.bundle).chain([mark]);
        let lengths = bundles.map(|bundle| match descriptor {
            Some(descriptor) if descriptor == bundle => 0,
            _ => bundle.len(),
        });
        let (sum, longest) = lengths.fold((0_usize, 0), |(sum, longest), length| {
            (sum.saturating_add(length), length.max(longest))
        });
        if needed().count() < limits.kept_statements && sum.saturating_sub(longest) <= limits.kept_bytes {
            return Ok(());
        }
        let ends = needed().map(|kept| kept.until_ms);
        Err(ends.chain([self.mark_needed_until_ms]).min().unwrap_or(now_ms))
    }
}

/// What the agents of an origin hold together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) agents: usize,
    pub(super) bytes: usize,
}

/// The leases, by the slot of the agent's record in the store, and what they come to for each origin.
#[derive(Debug, Default)]
pub(super) struct Leases {
    by_slot: Vec<Option<Box<Lease>>>,
    origins: BTreeMap<Origin, Held>,
    index_bytes: usize,
}

/// What a kept statement takes beside its bundle, bytes.
const KEPT: usize = 64;

impl Leases {
    pub(super) fn get(&self, slot: u32) -> Option<&Lease> {
        self.by_slot.get(index(slot))?.as_deref()
    }

    /// A lease to be changed, but for its origin and bytes.
    pub(super) fn get_mut(&mut self, slot: u32) -> Option<&mut Lease> {
        self.by_slot.get_mut(index(slot))?.as_deref_mut()
    }

    pub(super) fn held_by(&self, origin: &Origin) -> Held {
        self.origins.get(origin).copied().unwrap_or_default()
    }

    pub(super) fn origins(&self) -> usize {
        self.origins.len()
    }

    /// The slot's lease, a new one of this origin if there is none.
    pub(super) fn open(&mut self, slot: u32, origin: Origin) -> Option<&mut Lease> {
        let at = index(slot);
        if self.by_slot.len() <= at {
            self.by_slot.resize(at.checked_add(1)?, None);
        }
        let place = self.by_slot.get_mut(at)?;
        if place.is_none() {
            let held = self.origins.entry(origin).or_default();
            held.agents = held.agents.saturating_add(1);
        }
        Some(place.get_or_insert_with(|| {
            Box::new(Lease {
                origin,
                ..Lease::default()
            })
        }))
    }

    /// States what the store counts for the agent now.
    pub(super) fn weigh(&mut self, slot: u32, bytes: usize) {
        let Some(lease) = self.by_slot.get_mut(index(slot)).and_then(Option::as_mut) else {
            return;
        };
        let before = std::mem::replace(&mut lease.bytes, bytes);
        if let Some(held) = self.origins.get_mut(&lease.origin) {
            held.bytes = held.bytes.saturating_sub(before).saturating_add(bytes);
        }
    }

    /// Bytes of all entries in the index, and of all that is kept.
    pub(super) const fn index_bytes(&self) -> usize {
        self.index_bytes
    }

    /// Notes what the slot's entry takes in the index.
    pub(super) fn note_footprint(&mut self, slot: u32, bytes: usize) {
        if let Some(lease) = self.get_mut(slot) {
            lease.footprint = bytes;
            self.recount(slot);
        }
    }

    /// To be called when something else is kept.
    pub(super) fn recount(&mut self, slot: u32) {
        let Some(lease) = self.by_slot.get_mut(index(slot)).and_then(Option::as_mut) else {
            return;
        };
        let kept = lease.kept.iter().map(|kept| kept.bundle.len().saturating_add(KEPT));
        let now = kept.fold(lease.footprint, usize::saturating_add);
        let before = std::mem::replace(&mut lease.counted, now);
        self.index_bytes = self.index_bytes.saturating_sub(before).saturating_add(now);
    }

    pub(super) fn close(&mut self, slot: u32) {
        let Some(lease) = self.by_slot.get_mut(index(slot)).and_then(Option::take) else {
            return;
        };
        self.index_bytes = self.index_bytes.saturating_sub(lease.counted);
        if let Some(held) = self.origins.get_mut(&lease.origin) {
            held.agents = held.agents.saturating_sub(1);
            held.bytes = held.bytes.saturating_sub(lease.bytes);
            if held.agents == 0 {
                self.origins.remove(&lease.origin);
            }
        }
        if self.origins.is_empty() {
            self.by_slot = Vec::new();
        }
    }
}

/// What a registration would add to what is held.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    /// Whether a place is taken.
    pub(super) is_new: bool,
    /// Bytes before and after.
    pub(super) before: usize,
    pub(super) after: usize,
}

/// Whether the shares leave room: the last part is for those that hold little, and nobody holds more than its own. Who has a place asks
/// for bytes alone, and for none if what it sends is no longer than what it replaces.
pub(super) fn fits(shares: &Shares, limits: &RegistryLimits, all: Held, of_origin: Held, wanted: Wanted) -> bool {
    let grown = |held: Held| Held {
        agents: held.agents.saturating_add(usize::from(wanted.is_new)),
        bytes: held.bytes.saturating_sub(wanted.before).saturating_add(wanted.after),
    };
    let (all, of_origin) = (grown(all), grown(of_origin));
    let within = |held: Held, ppm: u32| {
        let agents = !wanted.is_new || held.agents <= share(limits.store.agents, ppm);
        let bytes = wanted.after <= wanted.before || held.bytes <= share(limits.store.bytes, ppm);
        agents && bytes
    };
    // A share that is less than a whole agent is one.
    let has_its_part = within(of_origin, shares.origin_ppm) || of_origin.agents <= 1;
    let is_small = of_origin.agents <= shares.small_origin;
    has_its_part && (is_small || within(all, 1_000_000_u32.saturating_sub(shares.reserved_ppm)))
}

fn index(slot: u32) -> usize {
    usize::try_from(slot).unwrap_or(usize::MAX)
}
