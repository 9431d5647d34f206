//! The keyed hash by which tables of names find their places.

use core::fmt;
use core::hash::{BuildHasher, Hasher};

use siphasher::sip::SipHasher13;

/// Key of a table of agent ids or object ids.
///
/// Whoever makes names can make many that a known hash puts in one place, until every look-up reads them all; a key that they do not
/// know keeps their names apart. Draw one at random for a table that strangers fill. The default is a fixed key, for tables that
/// have to behave the same in every run.
#[derive(Clone, Copy, Default)]
pub struct HashKey(SipHasher13);

impl HashKey {
    /// A table key from 16 bytes, secret and drawn at random.
    #[must_use]
    pub fn new(key: &[u8; 16]) -> Self {
        Self(SipHasher13::new_with_key(key))
    }

    /// SipHash-1-3 of a name.
    #[must_use]
    pub fn hash(&self, name: &[u8]) -> u64 {
        self.0.hash(name)
    }
}

/// For maps whose keys are more than one name.
impl BuildHasher for HashKey {
    type Hasher = NameHasher;

    fn build_hasher(&self) -> NameHasher {
        NameHasher(self.0)
    }
}

/// SipHash-1-3 under a [`HashKey`], fed piece by piece.
pub struct NameHasher(SipHasher13);

impl Hasher for NameHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
    }

    fn finish(&self) -> u64 {
        self.0.finish()
    }
}

impl fmt::Debug for NameHasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NameHasher(secret)")
    }
}

impl fmt::Debug for HashKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HashKey(secret)")
    }
}
