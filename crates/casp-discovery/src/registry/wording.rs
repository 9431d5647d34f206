//! What entries say in words: recall, kept in step with the index.
//!
//! To read a descriptor's words and to compute vectors takes longer than to verify its signature. So an entry is served by its
//! constraints as soon as it is accepted, and is *pending* until its words are read: by [`Registry::index_pending`], and a few entries at
//! a time by each query with phrasings or skills.

use std::collections::VecDeque;

use roaring::RoaringBitmap;

use super::Registry;
use super::footprint::footprint;
use crate::candidate::Entry;
use crate::find::Relevance;
use crate::index::DocumentId;
use crate::recall::embed::Embedder;
use crate::recall::{Document, Found, Recall, Recalled, Scratch, Wanted};

/// Entries whose words are read before a query is answered, at the most.
const PENDING_A_QUERY: usize = 32;

/// Text of these that is read, bytes: what exceeds it waits for the next query, unless it is a single entry. An entry has up to 256
/// capabilities in 128 KiB, so that entries alone are no measure.
const PENDING_BYTES: usize = 65_536;

/// What a capability counts for beside its text, bytes: it has a vector however little it says.
const CAPABILITY_BYTES: usize = 256;

/// Documents that left and are worked off for each entry whose words are read.
const LEFT_AT_A_TIME: usize = 64;

/// The same for each query.
const LEFT_A_QUERY: usize = 256;

/// Recall in the embedding space of whoever runs the registry.
pub(super) struct Words {
    recall: Recall<Box<dyn Embedder + Send + Sync>>,
    /// Slots of entries whose words are not read yet, in the order in which they came, each once.
    pending: VecDeque<u32>,
    is_pending: RoaringBitmap,
    scratch: Scratch,
}

impl Words {
    pub(super) fn space(&self) -> &str {
        self.recall.space()
    }

    /// See [`Recall::search_among`].
    pub(super) fn search(
        &mut self,
        among: Option<&RoaringBitmap>,
        wanted: &Wanted<'_>,
        limit: usize,
        accept: &mut dyn FnMut(DocumentId) -> bool,
    ) -> Found {
        self.recall
            .search_among(among, wanted, limit, &mut self.scratch, accept)
    }

    /// Of the vectors.
    pub(super) fn dimensions(&self) -> usize {
        self.recall.embedder().dimensions()
    }

    fn await_reading(&mut self, slot: u32) {
        if self.is_pending.insert(slot) {
            self.pending.push_back(slot);
        }
    }

    fn next_pending(&self) -> Option<u32> {
        self.pending.front().copied()
    }

    fn take_pending(&mut self) {
        if let Some(slot) = self.pending.pop_front() {
            self.is_pending.remove(slot);
        }
    }
}

impl Registry {
    /// The same registry, which also answers queries with phrasings and skills. It computes every vector itself; what providers
    /// send of that kind is never looked at. Without this, such queries are refused as `unsupported`. Entries count for more with it: those
    /// that are there already stay, even if [`super::RegistryLimits::index_bytes`] is exceeded.
    #[must_use]
    pub fn with_recall(mut self, embedder: Box<dyn Embedder + Send + Sync>) -> Self {
        let mut words = Words {
            recall: Recall::new(embedder),
            pending: VecDeque::new(),
            is_pending: RoaringBitmap::new(),
            scratch: Scratch::default(),
        };
        for (_, slot, _) in self.index.places() {
            words.await_reading(slot);
        }
        let dimensions = words.dimensions();
        for slot in &words.pending {
            let entry = self.store.entry(*slot, i64::MIN);
            if let Some(entry) = entry.and_then(|(agent, living)| Entry::of_store(agent, living)) {
                self.leases.note_footprint(*slot, footprint(&entry, Some(dimensions)));
            }
        }
        self.words = Some(words);
        self.index_pending(usize::MAX);
        self
    }

    /// The name of the embedding space, if phrasings are looked at.
    #[must_use]
    pub fn embedding_space(&self) -> Option<&str> {
        self.words.as_ref().map(Words::space)
    }

    /// Entries that are served by their constraints, but not yet found by words and skills.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.words.as_ref().map_or(0, |words| words.pending.len())
    }

    /// Reads the words of entries that are pending, of at most `at_most`; of what left, frees the room in the same measure. Gives how
    /// many are pending still. To be called whenever there is time: an entry takes some 100 µs.
    pub fn index_pending(&mut self, at_most: usize) -> usize {
        if let Some(words) = &mut self.words {
            words.recall.tidy(LEFT_AT_A_TIME.saturating_mul(at_most));
        }
        self.read_words(at_most, usize::MAX)
    }

    /// Reads the words of entries that are pending, of at most so many with at most so much text, but of one whatever its length.
    fn read_words(&mut self, at_most: usize, most_bytes: usize) -> usize {
        let Some(words) = &mut self.words else { return 0 };
        let (mut bytes, mut has_read) = (0_usize, false);
        for _ in 0..at_most {
            let Some(slot) = words.next_pending() else { break };
            let living = self.store.entry(slot, i64::MIN);
            let documents = self.index.documents_of(slot);
            bytes = bytes
                .saturating_add(living.map_or(0, |(_, living)| living.descriptor_bundle.len()))
                .saturating_add(documents.len().saturating_mul(CAPABILITY_BYTES));
            if bytes > most_bytes && has_read {
                break;
            }
            has_read = true;
            words.take_pending();
            let Some(entry) = living.and_then(|(agent, living)| Entry::of_store(agent, living)) else {
                continue;
            };
            for (document, candidate) in documents.iter().zip(entry.candidates()) {
                words.recall.insert(*document, &Document::of(candidate.capability()));
            }
        }
        words.pending.len()
    }

    /// Does what is due before a query with phrasings or skills is answered.
    pub(super) fn index_for_a_query(&mut self) {
        if let Some(words) = &mut self.words {
            words.recall.tidy(LEFT_A_QUERY);
        }
        self.read_words(PENDING_A_QUERY, PENDING_BYTES);
    }

    /// Takes an entry into the index, in place of what the slot held.
    pub(super) fn put_in_index(&mut self, slot: u32, entry: &Entry) {
        self.take_from_index(slot);
        self.index.insert(slot, entry);
        let dimensions = self.words.as_ref().map(Words::dimensions);
        self.leases.note_footprint(slot, footprint(entry, dimensions));
        if let Some(words) = &mut self.words {
            words.await_reading(slot);
        }
    }

    pub(super) fn take_from_index(&mut self, slot: u32) {
        self.leases.note_footprint(slot, 0);
        for document in self.index.remove(slot) {
            if let Some(words) = &mut self.words {
                words.recall.remove(document);
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
