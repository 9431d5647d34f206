//! A bounded map that forgets the longest unused: two generations, the older dropped when the younger fills.

use alloc::collections::BTreeMap;
use core::mem;

pub(crate) struct Cache<K, V> {
    generation: usize,
    young: BTreeMap<K, V>,
    old: BTreeMap<K, V>,
}

impl<K: Ord + Copy, V: Copy> Cache<K, V> {
    /// Holds at most `capacity` entries, and the last `capacity / 2` used for certain.
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            generation: capacity / 2,
            young: BTreeMap::new(),
            old: BTreeMap::new(),
        }
    }

    pub(crate) fn get(&mut self, key: &K) -> Option<V> {
        if let Some(value) = self.young.get(key) {
            return Some(*value);
        }
        let value = self.old.get(key).copied()?;
        self.insert(*key, value);
        Some(value)
    }

    pub(crate) fn insert(&mut self, key: K, value: V) {
        if self.generation == 0 {
            return;
        }
        if self.young.len() >= self.generation {
            self.old = mem::take(&mut self.young);
        }
        self.young.insert(key, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cache_stays_within_its_capacity_and_keeps_the_latest() {
        let mut cache = Cache::new(8);
        for key in 0..1_000 {
            cache.insert(key, key);
            assert!(cache.young.len() + cache.old.len() <= 8);
            assert_eq!(cache.get(&key), Some(key));
        }
        assert_eq!(cache.get(&0), None);
        assert!((996..1_000).all(|key| cache.get(&key) == Some(key)));
    }

    #[test]
    fn a_cache_without_capacity_holds_nothing() {
        let mut cache = Cache::new(0);
        cache.insert(1, 1);
        assert_eq!(cache.get(&1), None);
    }
}
