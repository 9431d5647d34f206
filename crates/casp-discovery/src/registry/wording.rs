//! What entries say in words: recall, kept in step with the index.

use super::Registry;
use crate::candidate::Entry;
use crate::find::Relevance;
use crate::index::DocumentId;
use crate::recall::embed::Embedder;
use crate::recall::{Document, Recall, Recalled};

/// Recall in the embedding space of whoever runs the registry.
pub(super) type Words = Recall<Box<dyn Embedder + Send + Sync>>;

impl Registry {
    /// The same registry, which also answers queries with phrasings and skills. It computes every vector itself; what providers
    /// send of that kind is never looked at. Without this, such queries are refused as `unsupported`.
    #[must_use]
    pub fn with_recall(mut self, embedder: Box<dyn Embedder + Send + Sync>) -> Self {
        let mut words = Recall::new(embedder);
        for (document, slot, capability) in self.index.places() {
            let entry = self.store.entry(slot, i64::MIN);
            let entry = entry.and_then(|(agent, living)| Entry::of_store(agent, living));
            if let Some(candidate) = entry
                .as_ref()
                .and_then(|entry| entry.candidates().nth(capability.into()))
            {
                words.insert(document, &Document::of(candidate.capability()));
            }
        }
        self.words = Some(words);
        self
    }

    /// The name of the embedding space, if phrasings are looked at.
    #[must_use]
    pub fn embedding_space(&self) -> Option<&str> {
        self.words.as_ref().map(Recall::space)
    }

    /// Takes an entry into the index, in place of what the slot held.
    pub(super) fn put_in_index(&mut self, slot: u32, entry: &Entry) {
        self.take_from_index(slot);
        let documents = self.index.insert(slot, entry);
        if let Some(words) = &mut self.words {
            for (document, candidate) in documents.iter().zip(entry.candidates()) {
                words.insert(*document, &Document::of(candidate.capability()));
            }
        }
    }

    pub(super) fn take_from_index(&mut self, slot: u32) {
        for document in self.index.remove(slot) {
            if let Some(words) = &mut self.words {
                words.remove(document);
            }
        }
    }
}

/// A document that was recalled, as ranking takes it.
pub(super) fn relevance(recalled: &Recalled) -> (DocumentId, Relevance) {
    let relevance = Relevance {
        relevance_ppm: recalled.relevance_ppm,
        lexical_ppm: recalled.lexical_ppm,
        semantic_ppm: recalled.semantic_ppm,
        skill_ppm: recalled.skill_ppm,
    };
    (recalled.doc, relevance)
}
