//! Knowing a publication again by its bytes, before any signature is checked.

use casp_descriptor::DescriptorStore;
use casp_identity::HashKey;
use hashbrown::HashTable;

use super::lease::Leases;

/// Bytes from the end of a bundle that are hashed. They hold the name of a key and its signature; what has the same end is compared whole.
const TAIL: usize = 160;

/// Which statement of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
    Descriptor,
    Refresh,
}

/// Slots by the hashes of the bundles that their entries consist of.
#[derive(Debug)]
pub(super) struct Announced {
    key: HashKey,
    table: HashTable<(u64, u32, Half)>,
}

impl Announced {
    pub(super) const fn new(key: HashKey) -> Self {
        Self {
            key,
            table: HashTable::new(),
        }
    }

    /// The slot whose entry has exactly this bundle.
    pub(super) fn find(&self, bundle: &[u8], half: Half, store: &DescriptorStore) -> Option<u32> {
        let hash = self.hash(bundle);
        let is_it = |(other, slot, of): &(u64, u32, Half)| {
            *other == hash && *of == half && bundle_of(store, *slot, half).is_some_and(|held| held == bundle)
        };
        self.table.find(hash, is_it).map(|(_, slot, _)| *slot)
    }

    /// Notes the bundle that a slot's entry has now, in place of the one that it had.
    pub(super) fn note(&mut self, slot: u32, half: Half, store: &DescriptorStore, leases: &mut Leases) {
        self.forget(slot, half, leases);
        let (Some(lease), Some(bundle)) = (leases.get_mut(slot), bundle_of(store, slot, half)) else {
            return;
        };
        let hash = self.hash(bundle);
        place(&mut lease.announced, half, Some(hash));
        self.table.insert_unique(hash, (hash, slot, half), |(hash, ..)| *hash);
    }

    /// Forgets what was noted.
    pub(super) fn forget(&mut self, slot: u32, half: Half, leases: &mut Leases) {
        let Some(lease) = leases.get_mut(slot) else { return };
        let Some(hash) = place(&mut lease.announced, half, None) else {
            return;
        };
        if let Ok(entry) = self.table.find_entry(hash, |(_, at, of)| *at == slot && *of == half) {
            entry.remove();
        }
        if self.table.is_empty() {
            self.table = HashTable::new();
        }
    }

    fn hash(&self, bundle: &[u8]) -> u64 {
        let tail = bundle.len().saturating_sub(TAIL);
        self.key.hash(bundle.get(tail..).unwrap_or_default())
    }
}

/// Puts a hash in its place, and gives the one that was there.
fn place(announced: &mut [Option<u64>; 2], half: Half, hash: Option<u64>) -> Option<u64> {
    let [descriptor, refresh] = announced;
    let place = match half {
        Half::Descriptor => descriptor,
        Half::Refresh => refresh,
    };
    std::mem::replace(place, hash)
}

fn bundle_of(store: &DescriptorStore, slot: u32, half: Half) -> Option<&[u8]> {
    let (_, entry) = store.entry(slot, i64::MIN)?;
    match half {
        Half::Descriptor => Some(&entry.descriptor_bundle),
        Half::Refresh => entry.refresh.as_ref().map(|(_, bundle)| bundle.as_ref()),
    }
}
