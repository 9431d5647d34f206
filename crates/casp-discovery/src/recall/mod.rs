//! Recall: which capabilities an intent's words may mean. Each registry's own art; nothing here is normative.
//!
//! A [`Recall`] holds documents, one a capability, under numbers that its user chooses. A search scores them by three parts:
//! words shared ([`lexical`](Recalled::lexical_ppm)), meaning ([`semantic`](Recalled::semantic_ppm)), and skills of a common
//! ancestry ([`skill`](Recalled::skill_ppm)). All scores are integers. With an embedder that calculates in integers, as
//! [`embed::WordEmbedder`] does, the same documents give the same answer on every machine, whatever the order in which they came.
//!
//! **What is approximate.** Scores are exact, always. Up to [`EXACT`] documents every document is scored. Among more, those are that
//! seem near: for each phrasing some by rare words, the more of them the more are asked for, some thousands by the signs of their
//! vectors, and of documents with a skill of a group that was asked for as many again by signs. The best of what is scored can then
//! lack one that is neither among the first by words nor by meaning.

mod dense;
mod document;
pub mod embed;
mod fuse;
mod lexical;
mod skills;
pub mod text;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use dense::{Dense, Distances, Probe};
pub use document::Document;
use embed::Embedder;
use lexical::{Asked, Lexical, Sums, Terms};
use roaring::RoaringBitmap;
pub use skills::nearness_ppm as skill_nearness_ppm;
use skills::{Skills, Sought};

use crate::index::grow;

/// One, in parts per million.
pub const PPM: u32 = 1_000_000;

/// Phrasings of an intent beyond this number are not read.
pub const MAX_PHRASINGS: usize = 8;
/// Bytes of a phrasing beyond this number are not read.
pub const MAX_PHRASING_BYTES: usize = 512;
/// Skills of an intent or a document beyond this number are not read.
pub const MAX_SKILLS: usize = 16;

/// Up to this many documents each is scored; among more, those that seem near.
pub const EXACT: u64 = 32_768;
/// Documents that seem near by one token and are scored, at the most: by words, by signs, or by signs and skills.
const NOMINEES: usize = 4_096;
/// The same, at the least, where several phrasings share the number.
const LEAST_NOMINEES: usize = 512;
/// Documents that seem near by words, for each that is asked for.
const NOMINEES_A_RESULT: usize = 8;

/// The best of what was recalled, which is in order: those that are at least half as relevant as the first. What hardly fits must not
/// come first because it is cheap or fast.
#[must_use]
pub fn fitting(recalled: &[Recalled]) -> &[Recalled] {
    let best_ppm = recalled.first().map_or(0, |best| best.relevance_ppm);
    let end = recalled.partition_point(|each| each.relevance_ppm.saturating_mul(2) >= best_ppm);
    recalled.get(..end).unwrap_or(recalled)
}

/// What is looked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// The intent in words; several phrasings say the same in different ones. At most [`MAX_PHRASINGS`] of at most
    /// [`MAX_PHRASING_BYTES`] count.
    pub phrasings: &'a [String],
    /// Skill paths, any of which would do. At most [`MAX_SKILLS`] count.
    pub skills: &'a [String],
}

/// A document that may be meant. All scores are in parts per million.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recalled {
    /// The number it was inserted under.
    pub doc: u32,
    /// The parts together.
    pub relevance_ppm: u32,
    /// How much of the phrasing, by the rarity of its words, the document's words cover.
    pub lexical_ppm: u32,
    /// How near the meanings are.
    pub semantic_ppm: u32,
    /// How near the nearest skills are.
    pub skill_ppm: u32,
}

/// An index of documents.
#[derive(Clone, Debug)]
pub struct Recall<E> {
    embedder: E,
    lexical: Lexical,
    dense: Dense,
    skills: Skills,
    /// Slots by document, and documents by slot. Slots are of the lexical part's choice.
    slots: Vec<Option<Slot>>,
    docs: Vec<Option<u32>>,
    len: u64,
}

/// Where a document's words and vector are: one more than the number, so that nothing takes no room.
type Slot = core::num::NonZeroU32;

/// What searches work with. Kept from one to the next it saves allocations; it has no part in what they find.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    sums: Sums,
    distances: Distances,
    /// Documents that are scored, with their slots.
    documents: Vec<(u32, u32)>,
    scored: Vec<Placed>,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The most relevant first, and among equals the one of the lower number.
    pub best: Vec<Recalled>,
    /// Whether every document was scored, so that these are the most relevant of all.
    pub is_exact: bool,
}

impl<E: Embedder> Recall<E> {
    /// An empty index.
    #[must_use]
    pub fn new(embedder: E) -> Self {
        let dense = Dense::new(embedder.dimensions());
        Self {
            embedder,
            lexical: Lexical::default(),
            dense,
            skills: Skills::default(),
            slots: Vec::new(),
            docs: Vec::new(),
            len: 0,
        }
    }

    /// The embedding space in which meanings are compared.
    pub fn space(&self) -> &str {
        self.embedder.space()
    }

    /// What computes the vectors.
    pub const fn embedder(&self) -> &E {
        &self.embedder
    }

    /// Documents in the index.
    #[must_use]
    pub fn len(&self) -> usize {
        usize::try_from(self.len).unwrap_or(usize::MAX)
    }

    /// Whether there is no document.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Puts `document` under the number `doc`, in place of the one that was there. Numbers should be small: the index takes some
    /// bytes for each number up to the greatest.
    pub fn insert(&mut self, doc: u32, document: &Document<'_>) {
        self.remove(doc);
        // Twice as many are worked off as can come.
        self.tidy(2);
        let slot = self.lexical.insert(&Terms::of(document));
        let vector = self.embedder.embed_document(&document.name(), &document.gist());
        self.dense.put(slot, &vector);
        self.skills.insert(doc, document.skills());
        put(&mut self.slots, doc, slot.checked_add(1).and_then(Slot::new));
        put(&mut self.docs, slot, Some(doc));
        self.len = self.len.saturating_add(1);
    }

    /// Removes the document under the number `doc`; afterwards every score is as if it had never been there. The work that this
    /// leaves behind is for [`Recall::tidy`].
    pub fn remove(&mut self, doc: u32) {
        let Some(slot) = self.slot_of(doc) else { return };
        put(&mut self.slots, doc, None);
        put(&mut self.docs, slot, None);
        self.lexical.remove(slot);
        self.skills.remove(doc);
        self.len = self.len.saturating_sub(1);
        if self.len == 0 {
            (self.slots, self.docs) = (Vec::new(), Vec::new());
            (self.lexical, self.dense) = (Lexical::default(), Dense::new(self.embedder.dimensions()));
        }
    }

    /// Frees the room of documents that were removed, at most `at_most` of them. Insertions do so by themselves; it makes searches
    /// faster after many removals.
    pub fn tidy(&mut self, at_most: usize) {
        self.lexical.tidy(at_most);
    }

    /// The `limit` most relevant documents that `accept` does not refuse, the most relevant first and among equals the one of
    /// the lower number. Documents with nothing in common with what is wanted are left out.
    ///
    /// `accept` is asked of the most relevant first, once a document, and no more once there are enough.
    pub fn search(&self, wanted: &Wanted<'_>, limit: usize, accept: &mut dyn FnMut(u32) -> bool) -> Vec<Recalled> {
        self.search_among(None, wanted, limit, &mut Scratch::default(), accept)
            .best
    }

    /// The same among some documents; `None` stands for all.
    pub fn search_among(
        &self,
        among: Option<&RoaringBitmap>,
        wanted: &Wanted<'_>,
        limit: usize,
        scratch: &mut Scratch,
        accept: &mut dyn FnMut(u32) -> bool,
    ) -> Found {
        let mut search = Search {
            recall: self,
            among,
            phrasings: first(wanted.phrasings, MAX_PHRASINGS)
                .iter()
                .map(|phrasing| self.phrasing(text::cut(phrasing, MAX_PHRASING_BYTES)))
                .collect(),
            skills: Sought::new(first(wanted.skills, MAX_SKILLS)),
            are_summed: false,
            scratch: &mut *scratch,
        };
        let mut is_exact = search.phrasings.is_empty() || among.map_or(self.len, RoaringBitmap::len) <= EXACT;
        let mut documents = core::mem::take(&mut search.scratch.documents);
        documents.clear();
        if search.phrasings.is_empty() {
            search.by_skills(&mut documents);
        } else if is_exact {
            search.everything(&mut documents);
        } else {
            is_exact = search.nominate(limit, &mut documents);
        }
        documents.sort_unstable_by_key(|(_, slot)| *slot);
        search.score(&documents);
        scratch.documents = documents;
        let mut heap = BinaryHeap::from(core::mem::take(&mut scratch.scored));
        let mut best = Vec::new();
        while best.len() < limit
            && let Some(Placed(recalled)) = heap.pop()
        {
            if accept(recalled.doc) {
                best.push(recalled);
            }
        }
        scratch.scored = heap.into_vec();
        Found { best, is_exact }
    }

    fn phrasing(&self, phrasing: &str) -> Phrasing {
        Phrasing {
            asked: self.lexical.ask(&Terms::of_phrasing(phrasing)),
            probe: self.dense.probe(&self.embedder.embed_phrasing(phrasing)),
        }
    }

    fn slot_of(&self, doc: u32) -> Option<u32> {
        let slot = (*self.slots.get(index(doc))?)?;
        Some(slot.get().saturating_sub(1))
    }

    fn doc_of(&self, slot: u32) -> Option<u32> {
        *self.docs.get(index(slot))?
    }
}

/// What is known of one phrasing before documents are looked at.
struct Phrasing {
    asked: Asked,
    probe: Probe,
}

/// One search.
struct Search<'a, E> {
    recall: &'a Recall<E>,
    among: Option<&'a RoaringBitmap>,
    phrasings: Vec<Phrasing>,
    skills: Sought<'a>,
    /// Whether the scratch holds the sums of the only phrasing.
    are_summed: bool,
    scratch: &'a mut Scratch,
}

impl<E: Embedder> Search<'_, E> {
    /// Every document with a skill near those asked for.
    fn by_skills(&self, documents: &mut Vec<(u32, u32)>) {
        let recall = self.recall;
        let mut candidates = recall.skills.candidates(&self.skills);
        if let Some(among) = self.among {
            candidates &= among;
        }
        documents.extend(candidates.iter().filter_map(|doc| Some((doc, recall.slot_of(doc)?))));
    }

    /// Every document.
    fn everything(&self, documents: &mut Vec<(u32, u32)>) {
        let recall = self.recall;
        match self.among {
            Some(among) => documents.extend(among.iter().filter_map(|doc| Some((doc, recall.slot_of(doc)?)))),
            None => {
                let by_slot = recall.docs.iter().zip(0_u32..);
                documents.extend(by_slot.filter_map(|(doc, slot)| Some(((*doc)?, slot))));
            }
        }
    }

    /// Documents that seem near. Gives whether all others have nothing in common with what is wanted.
    fn nominate(&mut self, limit: usize, documents: &mut Vec<(u32, u32)>) -> bool {
        let recall = self.recall;
        let share = NOMINEES.checked_div(self.phrasings.len()).unwrap_or(NOMINEES);
        let share = share.max(LEAST_NOMINEES);
        let by_words = limit.saturating_mul(NOMINEES_A_RESULT).clamp(LEAST_NOMINEES, share);
        let passes = |slot: u32, among: Option<&RoaringBitmap>| {
            let doc = recall.doc_of(slot)?;
            among.is_none_or(|among| among.contains(doc)).then_some(doc)
        };
        let mut skilled = (!self.skills.is_empty()).then(|| recall.skills.candidates(&self.skills));
        if let (Some(skilled), Some(among)) = (&mut skilled, self.among) {
            *skilled &= among;
        }
        let mut slots: Vec<u32> = Vec::new();
        let mut are_all = self.skills.is_empty();
        for phrasing in &self.phrasings {
            let Scratch { sums, distances, .. } = &mut *self.scratch;
            let mut nearest = |among: Option<&RoaringBitmap>| {
                let passes = |slot: u32| passes(slot, among);
                recall.dense.nearest(&phrasing.probe, share, distances, &passes)
            };
            slots.extend(nearest(self.among));
            if let Some(skilled) = skilled.as_ref().filter(|skilled| !skilled.is_empty()) {
                slots.extend(nearest(Some(skilled)));
            }
            let near = recall.lexical.best(&phrasing.asked, by_words, sums);
            slots.extend(near.slots);
            are_all &= near.are_all && phrasing.probe.says_nothing();
            self.are_summed = near.are_summed && self.phrasings.len() == 1;
        }
        slots.sort_unstable();
        slots.dedup();
        documents.extend(
            slots
                .into_iter()
                .filter_map(|slot| Some((passes(slot, self.among)?, slot))),
        );
        are_all
    }

    /// Scores documents, given with their slots and ascending by them, and keeps those that have anything in common with what is wanted.
    fn score(&mut self, documents: &[(u32, u32)]) {
        let recall = self.recall;
        let Scratch { sums, scored, .. } = &mut *self.scratch;
        scored.clear();
        scored.extend(documents.iter().map(|(doc, _)| Placed(Recalled::nothing(*doc))));
        let many = u64::try_from(documents.len()).unwrap_or(u64::MAX);
        for phrasing in &self.phrasings {
            let score = |slot: u32, lexical_ppm: u32, place: &mut Recalled| {
                let semantic_ppm = recall.dense.similarity_ppm(slot, &phrasing.probe);
                *place = place.better(Recalled::of(place.doc, lexical_ppm, semantic_ppm));
            };
            // Either all postings of the words are read, or all words of the documents, whichever are fewer.
            if self.are_summed || phrasing.asked.postings() <= many.saturating_mul(16) {
                if !self.are_summed {
                    recall.lexical.sum_up(&phrasing.asked, sums);
                }
                let mut summed = sums.summed().iter().peekable();
                for ((_, slot), Placed(place)) in documents.iter().zip(scored.iter_mut()) {
                    while summed.next_if(|(other, _)| other < slot).is_some() {}
                    let sum = summed.next_if(|(other, _)| other == slot).map_or(0, |(_, sum)| *sum);
                    score(*slot, phrasing.asked.ppm(sum), place);
                }
            } else {
                for ((_, slot), Placed(place)) in documents.iter().zip(scored.iter_mut()) {
                    let lexical_ppm = recall.lexical.score_ppm(*slot, &phrasing.asked, sums);
                    score(*slot, lexical_ppm, place);
                }
            }
        }
        if !self.skills.is_empty() {
            for Placed(recalled) in scored.iter_mut() {
                recalled.skill_ppm = recall.skills.score_ppm(recalled.doc, &mut self.skills);
                recalled.relevance_ppm = fuse::with_skill(recalled.relevance_ppm, recalled.skill_ppm);
            }
        }
        scored.retain(|Placed(recalled)| recalled.relevance_ppm > 0);
    }
}

impl Recalled {
    fn nothing(doc: u32) -> Self {
        Self {
            doc,
            relevance_ppm: 0,
            lexical_ppm: 0,
            semantic_ppm: 0,
            skill_ppm: 0,
        }
    }

    fn of(doc: u32, lexical_ppm: u32, semantic_ppm: u32) -> Self {
        Self {
            doc,
            relevance_ppm: fuse::words_and_meaning(lexical_ppm, semantic_ppm),
            lexical_ppm,
            semantic_ppm,
            skill_ppm: 0,
        }
    }

    fn better(self, other: Self) -> Self {
        if other.relevance_ppm > self.relevance_ppm {
            other
        } else {
            self
        }
    }
}

/// In the order in which the best is the greatest.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Placed(Recalled);

impl Placed {
    fn place(&self) -> (u32, Reverse<u32>) {
        (self.0.relevance_ppm, Reverse(self.0.doc))
    }
}

impl Ord for Placed {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        self.place().cmp(&other.place())
    }
}

impl PartialOrd for Placed {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Puts something in its place, after as many of nothing as are missing before it.
fn put<T: Clone>(all: &mut Vec<Option<T>>, at: u32, to: Option<T>) {
    if to.is_some() {
        while all.len() <= index(at) {
            grow(all, None);
        }
    }
    if let Some(place) = all.get_mut(index(at)) {
        *place = to;
    }
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn first<T>(items: &[T], number: usize) -> &[T] {
    items.get(..number).unwrap_or(items)
}
