//! What follows from a seed and is dear: runs of one seed would work it out again.
//!
//! It changes how long a run takes, and nothing else.

use std::collections::BTreeMap;
use std::sync::Mutex;

/// Values by what they follow from, for all threads.
pub(crate) struct Remembered<V> {
    most: usize,
    known: Mutex<BTreeMap<[u8; 32], V>>,
}

impl<V: Clone> Remembered<V> {
    /// Of these many. Experiments go seed by seed, so when it is full all are forgotten: what comes next seldom asks for them.
    pub(crate) const fn new(most: usize) -> Self {
        Self {
            most,
            known: Mutex::new(BTreeMap::new()),
        }
    }

    /// The value that follows from this. Two threads that ask at once may both work it out.
    pub(crate) fn of(&self, origin: [u8; 32], make: impl FnOnce() -> V) -> V {
        // A thread that panicked while it held the lock left a whole map behind.
        let known = || self.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(value) = known().get(&origin) {
            return value.clone();
        }
        let value = make();
        let mut known = known();
        if known.len() >= self.most {
            known.clear();
        }
        known.insert(origin, value.clone());
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_worked_out_is_not_worked_out_again_until_it_was_forgotten() {
        let remembered = Remembered::new(2);
        assert_eq!(remembered.of([1; 32], || 1), 1);
        assert_eq!(remembered.of([2; 32], || 2), 2);
        assert_eq!(remembered.of([1; 32], || unreachable!()), 1);
        assert_eq!(remembered.of([3; 32], || 3), 3);
        assert_eq!(remembered.of([1; 32], || 11), 11);
    }
}
