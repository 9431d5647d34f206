//! Vectors, compared exactly.

use std::collections::HashMap;

use super::embed::Vector;

/// The vectors of documents, side by side.
#[derive(Clone, Debug)]
pub(super) struct Dense {
    dimensions: usize,
    components: Vec<i8>,
    docs: Vec<u32>,
    slots: HashMap<u32, usize>,
}

impl Dense {
    pub(super) fn new(dimensions: usize) -> Self {
        Self {
            dimensions: dimensions.max(1),
            components: Vec::new(),
            docs: Vec::new(),
            slots: HashMap::new(),
        }
    }

    /// Adds a vector; one of other dimensions counts as zero there.
    pub(super) fn insert(&mut self, doc: u32, vector: &Vector) {
        let fitted = vector.components().iter().copied().chain(core::iter::repeat(0));
        self.slots.insert(doc, self.docs.len());
        self.docs.push(doc);
        self.components.extend(fitted.take(self.dimensions));
    }

    /// The last document takes the place of the one that leaves.
    pub(super) fn remove(&mut self, doc: u32) {
        let Some(slot) = self.slots.remove(&doc) else { return };
        let last = self.docs.len().saturating_sub(1);
        let from = last.saturating_mul(self.dimensions);
        self.components
            .copy_within(from.., slot.saturating_mul(self.dimensions));
        self.components.truncate(from);
        self.docs.swap_remove(slot);
        if let Some(moved) = self.docs.get(slot) {
            self.slots.insert(*moved, slot);
        }
    }

    /// Every document and its similarity to `query`, in parts per million, in no particular order.
    pub(super) fn scan<'a>(&'a self, query: &'a Vector) -> impl Iterator<Item = (u32, u32)> + 'a {
        self.components
            .chunks_exact(self.dimensions)
            .zip(&self.docs)
            .map(|(vector, doc)| (*doc, query.similarity_ppm(vector)))
    }

    pub(super) fn similarity_ppm(&self, doc: u32, query: &Vector) -> u32 {
        let vector = self.slots.get(&doc).and_then(|slot| {
            let from = slot.saturating_mul(self.dimensions);
            self.components.get(from..from.saturating_add(self.dimensions))
        });
        vector.map_or(0, |vector| query.similarity_ppm(vector))
    }
}
