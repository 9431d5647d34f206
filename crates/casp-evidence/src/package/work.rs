//! How much work a package made, so that tests can show what it grows with.

use alloc::vec::Vec;
use core::cell::Cell;
use core::cmp::Ordering;

/// Counts of work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Statements that were verified; each takes at most two signature checks.
    pub statements: u64,
    /// Leaves and nodes that were hashed.
    pub hashes: u64,
    /// Comparisons in sorted lists.
    pub comparisons: u64,
}

/// A sorted list that counts comparisons.
#[derive(Debug)]
pub(super) struct Sorted<T> {
    items: Vec<T>,
    comparisons: Cell<u64>,
}

impl<T: Ord> Sorted<T> {
    pub(super) fn new(mut items: Vec<T>) -> Self {
        let comparisons = Cell::new(0);
        items.sort_unstable_by(|one, other| counted(&comparisons, one.cmp(other)));
        Self { items, comparisons }
    }

    /// The first item that is not less.
    pub(super) fn first_from(&self, at_least: &T) -> Option<&T> {
        let below = |item: &T| counted(&self.comparisons, item.cmp(at_least)) == Ordering::Less;
        self.items.get(self.items.partition_point(below))
    }
}

impl<T> Sorted<T> {
    pub(super) fn comparisons(&self) -> u64 {
        self.comparisons.get()
    }
}

pub(super) fn counted(count: &Cell<u64>, ordering: Ordering) -> Ordering {
    count.set(count.get().saturating_add(1));
    ordering
}
