//! Nodes that cannot reach each other for a time.

use std::collections::BTreeMap;

use crate::engine::Time;

/// Islands whose nodes reach each other, but no one else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partition {
    pub(super) from: Time,
    pub(super) until: Time,
    /// Of each node that is on one. All others share one more.
    islands: BTreeMap<u32, usize>,
}

impl Partition {
    /// From the first time up to but not including the second. A node that is named on several islands is on the last of
    /// them; those that are named on none share one.
    #[must_use]
    pub fn new(from: Time, until: Time, islands: &[Vec<u32>]) -> Self {
        let numbered = islands.iter().enumerate();
        let islands = numbered.flat_map(|(number, nodes)| nodes.iter().map(move |node| (*node, number)));
        Self {
            from,
            until,
            islands: islands.collect(),
        }
    }

    /// Whether it holds at some moment of the way, and the two are on different islands.
    pub(super) fn parts(&self, one: u32, other: u32, leaves: Time, arrives: Time) -> bool {
        let holds = self.from <= arrives && leaves < self.until && self.from < self.until;
        holds && self.islands.get(&one) != self.islands.get(&other)
    }
}
