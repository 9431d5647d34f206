//! Recall: which capabilities an intent's words may mean. Each registry's own art; nothing here is normative.
//!
//! A [`Recall`] holds documents, one a capability, under numbers that its user chooses. A search scores them by three parts:
//! words shared ([`lexical`](Recalled::lexical_ppm)), meaning ([`semantic`](Recalled::semantic_ppm)), and skills of a common
//! ancestry ([`skill`](Recalled::skill_ppm)). All scores are integers. With an embedder that calculates in integers, as
//! [`embed::WordEmbedder`] does, the same documents give the same answer on every machine, whatever the order in which they came.

mod dense;
mod document;
pub mod embed;
mod fuse;
mod lexical;
mod skills;
pub mod text;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use dense::Dense;
pub use document::Document;
use embed::{Embedder, Vector};
use lexical::{Lexical, Terms};
use skills::Skills;
pub use skills::nearness_ppm as skill_nearness_ppm;

/// One, in parts per million.
pub const PPM: u32 = 1_000_000;

/// Phrasings of an intent beyond this number are not read.
pub const MAX_PHRASINGS: usize = 8;
/// Bytes of a phrasing beyond this number are not read.
pub const MAX_PHRASING_BYTES: usize = 512;
/// Skills of an intent or a document beyond this number are not read.
pub const MAX_SKILLS: usize = 16;

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
    docs: BTreeSet<u32>,
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
            docs: BTreeSet::new(),
        }
    }

    /// The embedding space in which meanings are compared.
    pub fn space(&self) -> &str {
        self.embedder.space()
    }

    /// Documents in the index.
    #[must_use]
    pub fn len(&self) -> usize {
        self.docs.len()
    }

    /// Whether there is no document.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.docs.is_empty()
    }

    /// Puts `document` under the number `doc`, in place of the one that was there.
    pub fn insert(&mut self, doc: u32, document: &Document<'_>) {
        self.remove(doc);
        self.docs.insert(doc);
        self.lexical.insert(doc, &Terms::of(document));
        self.dense.insert(doc, &self.embedder.embed(&document.gist()));
        self.skills.insert(doc, document.skills());
    }

    /// Removes the document under the number `doc`; afterwards every score is as if it had never been there.
    pub fn remove(&mut self, doc: u32) {
        if self.docs.remove(&doc) {
            self.lexical.remove(doc);
            self.dense.remove(doc);
            self.skills.remove(doc);
        }
    }

    /// The `limit` most relevant documents that `accept` does not refuse, the most relevant first and among equals the one of
    /// the lower number. Documents with nothing in common with what is wanted are left out.
    ///
    /// `accept` is asked only of documents that would be among the first, and once a document.
    pub fn search(&self, wanted: &Wanted<'_>, limit: usize, accept: &mut dyn FnMut(u32) -> bool) -> Vec<Recalled> {
        let mut best = Best::new(limit);
        self.each(wanted, &mut |recalled| best.offer(recalled, accept));
        best.into_vec()
    }

    /// Scores every document that has anything in common with what is wanted.
    fn each(&self, wanted: &Wanted<'_>, found: &mut dyn FnMut(Recalled)) {
        let skills = first(wanted.skills, MAX_SKILLS);
        let phrasings: Vec<Phrasing> = first(wanted.phrasings, MAX_PHRASINGS)
            .iter()
            .map(|phrasing| self.phrasing(text::cut(phrasing, MAX_PHRASING_BYTES)))
            .collect();
        if let Some((first, others)) = phrasings.split_first() {
            for (doc, semantic_ppm) in self.dense.scan(&first.vector) {
                let mut recalled = first.recalled(doc, semantic_ppm);
                for other in others {
                    let alternative = other.recalled(doc, self.dense.similarity_ppm(doc, &other.vector));
                    recalled = recalled.better(alternative);
                }
                found(self.with_skills(recalled, skills));
            }
        } else {
            let candidates: BTreeSet<u32> = self.skills.candidates(skills).collect();
            for doc in candidates {
                found(self.with_skills(Recalled::nothing(doc), skills));
            }
        }
    }

    fn phrasing(&self, phrasing: &str) -> Phrasing {
        Phrasing {
            lexical: self.lexical.score(&Terms::of_phrasing(phrasing)),
            vector: self.embedder.embed(phrasing),
        }
    }

    fn with_skills(&self, recalled: Recalled, asked: &[String]) -> Recalled {
        if asked.is_empty() {
            return recalled;
        }
        let skill_ppm = self.skills.score_ppm(recalled.doc, asked);
        Recalled {
            relevance_ppm: fuse::with_skill(recalled.relevance_ppm, skill_ppm),
            skill_ppm,
            ..recalled
        }
    }
}

/// What is known of one phrasing before documents are looked at.
struct Phrasing {
    lexical: HashMap<u32, u32>,
    vector: Vector,
}

impl Phrasing {
    fn recalled(&self, doc: u32, semantic_ppm: u32) -> Recalled {
        let lexical_ppm = self.lexical.get(&doc).copied().unwrap_or_default();
        Recalled {
            doc,
            relevance_ppm: fuse::words_and_meaning(lexical_ppm, semantic_ppm),
            lexical_ppm,
            semantic_ppm,
            skill_ppm: 0,
        }
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

    fn better(self, other: Self) -> Self {
        if other.relevance_ppm > self.relevance_ppm {
            other
        } else {
            self
        }
    }
}

/// The best of what is offered.
struct Best {
    limit: usize,
    kept: BTreeMap<(core::cmp::Reverse<u32>, u32), Recalled>,
}

impl Best {
    fn new(limit: usize) -> Self {
        Self {
            limit,
            kept: BTreeMap::new(),
        }
    }

    fn offer(&mut self, recalled: Recalled, accept: &mut dyn FnMut(u32) -> bool) {
        let place = (core::cmp::Reverse(recalled.relevance_ppm), recalled.doc);
        let is_full = self.kept.len() >= self.limit;
        let is_among_the_last = || self.kept.last_key_value().is_none_or(|(last, _)| place > *last);
        if recalled.relevance_ppm == 0 || (is_full && is_among_the_last()) || !accept(recalled.doc) {
            return;
        }
        self.kept.insert(place, recalled);
        if self.kept.len() > self.limit {
            self.kept.pop_last();
        }
    }

    fn into_vec(self) -> Vec<Recalled> {
        self.kept.into_values().collect()
    }
}

fn first<T>(items: &[T], number: usize) -> &[T] {
    items.get(..number).unwrap_or(items)
}
