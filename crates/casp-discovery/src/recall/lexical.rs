//! BM25 over the words of capabilities, in integers.
//!
//! [`Terms`] is what a document's text comes down to; [`Lexical`] holds the postings and knows nothing of text.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rust_stemmers::{Algorithm, Stemmer};

use super::text;
use super::{Document, PPM};

/// How fast further occurrences of a word stop to count (k1 of BM25), in hundredths.
const SATURATION: u64 = 120;
/// How far a longer text is held against a document (b of BM25), in hundredths.
const LENGTH: u64 = 60;

/// What an occurrence weighs in the summary, in the tags, in the id or skills, and in the names of a schema's properties, in
/// quarters.
const SUMMARY: u16 = 4;
const TAG: u16 = 4;
const NAME: u16 = 3;
const PROPERTY: u16 = 2;

/// Words, stemmed, with how much each occurs.
#[derive(Clone, Debug, Default)]
pub(super) struct Terms(BTreeMap<String, u16>);

impl Terms {
    pub(super) fn of(document: &Document<'_>) -> Self {
        let mut terms = Self::default();
        terms.add(document.id(), NAME);
        terms.add(document.summary(), SUMMARY);
        document.tags().for_each(|tag| terms.add(tag, TAG));
        document.skills().iter().for_each(|skill| terms.add(skill, NAME));
        document.properties().for_each(|name| terms.add(name, PROPERTY));
        terms
    }

    pub(super) fn of_phrasing(phrasing: &str) -> Self {
        let mut terms = Self::default();
        terms.add(phrasing, 1);
        terms
    }

    fn add(&mut self, text: &str, weight: u16) {
        let stemmer = Stemmer::create(Algorithm::English);
        for word in text::words(text) {
            for form in core::iter::once(&word.whole).chain(&word.parts) {
                if text::is_stop_word(form) {
                    continue;
                }
                let occurs = self.0.entry(stem(&stemmer, form)).or_default();
                *occurs = occurs.saturating_add(weight);
            }
        }
    }
}

fn stem(stemmer: &Stemmer, word: &str) -> String {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        stemmer.stem(word).into_owned()
    } else {
        word.to_owned()
    }
}

/// The postings.
#[derive(Clone, Debug, Default)]
pub(super) struct Lexical {
    numbers: HashMap<Arc<str>, u32>,
    lists: Vec<List>,
    /// Numbers of lists that are empty.
    free: Vec<u32>,
    /// The terms of each document.
    docs: HashMap<u32, Box<[u32]>>,
    /// Of all documents.
    length: u64,
}

/// Which documents have a term.
#[derive(Clone, Debug)]
struct List {
    term: Arc<str>,
    /// Ascending by document.
    postings: Vec<Posting>,
}

#[derive(Clone, Copy, Debug)]
struct Posting {
    doc: u32,
    /// Weighted occurrences.
    occurs: u16,
    /// Weighted length of the document.
    length: u16,
}

impl Lexical {
    pub(super) fn insert(&mut self, doc: u32, terms: &Terms) {
        let length = terms.0.values().fold(0, |sum: u16, occurs| sum.saturating_add(*occurs));
        let mut numbers = Vec::with_capacity(terms.0.len());
        for (term, occurs) in &terms.0 {
            let number = self.number(term);
            let Some(list) = self.lists.get_mut(index(number)) else {
                continue;
            };
            let place = list.postings.partition_point(|posting| posting.doc < doc);
            let occurs = *occurs;
            list.postings.insert(place, Posting { doc, occurs, length });
            numbers.push(number);
        }
        self.docs.insert(doc, numbers.into());
        self.length = self.length.saturating_add(u64::from(length));
    }

    pub(super) fn remove(&mut self, doc: u32) {
        let mut length = 0;
        for number in self.docs.remove(&doc).unwrap_or_default() {
            let Some(list) = self.lists.get_mut(index(number)) else {
                continue;
            };
            if let Ok(place) = list.postings.binary_search_by_key(&doc, |posting| posting.doc) {
                length = list.postings.remove(place).length;
            }
            if list.postings.is_empty() {
                list.postings = Vec::new();
                self.numbers.remove(&list.term);
                self.free.push(number);
            }
        }
        self.length = self.length.saturating_sub(u64::from(length));
    }

    /// Documents that share a word with `terms`, each with the part of the phrasing's weight that it covers, in parts per
    /// million. A word weighs as much as it is rare here; one that no document has, as much as the rarest.
    pub(super) fn score(&self, terms: &Terms) -> HashMap<u32, u32> {
        let documents = u64::try_from(self.docs.len()).unwrap_or(u64::MAX);
        let average = self.length.checked_div(documents).unwrap_or_default().max(1);
        let mut sums: HashMap<u32, u64> = HashMap::new();
        let mut whole = 0_u64;
        for term in terms.0.keys() {
            let postings = self.postings(term);
            let rarity = rarity(documents, u64::try_from(postings.len()).unwrap_or(u64::MAX));
            whole = whole.saturating_add(rarity);
            for posting in postings {
                let part = rarity.saturating_mul(posting.saturated_ppm(average));
                let sum = sums.entry(posting.doc).or_default();
                *sum = sum.saturating_add(part);
            }
        }
        let ppm = |sum: u64| sum.checked_div(whole).unwrap_or_default().min(u64::from(PPM));
        sums.into_iter()
            .map(|(doc, sum)| (doc, u32::try_from(ppm(sum)).unwrap_or_default()))
            .collect()
    }

    fn postings(&self, term: &str) -> &[Posting] {
        let list = self.numbers.get(term).and_then(|number| self.lists.get(index(*number)));
        list.map(|list| &*list.postings).unwrap_or_default()
    }

    fn number(&mut self, term: &str) -> u32 {
        if let Some(number) = self.numbers.get(term) {
            return *number;
        }
        let term: Arc<str> = term.into();
        let list = List {
            term: Arc::clone(&term),
            postings: Vec::new(),
        };
        let number = self
            .free
            .pop()
            .unwrap_or_else(|| u32::try_from(self.lists.len()).unwrap_or(u32::MAX));
        match self.lists.get_mut(index(number)) {
            Some(free) => *free = list,
            None => self.lists.push(list),
        }
        self.numbers.insert(term, number);
        number
    }
}

impl Posting {
    /// What the occurrences are worth of the most that any number of them could be.
    fn saturated_ppm(self, average: u64) -> u64 {
        let occurs = u64::from(self.occurs).saturating_mul(100);
        let relative = u64::from(self.length)
            .saturating_mul(LENGTH)
            .checked_div(average)
            .unwrap_or_default();
        let norm = 100_u64.saturating_sub(LENGTH).saturating_add(relative);
        // Occurrences count in quarters.
        let half = SATURATION
            .saturating_mul(norm)
            .saturating_mul(u64::from(SUMMARY))
            .saturating_div(100);
        occurs
            .saturating_mul(u64::from(PPM))
            .checked_div(occurs.saturating_add(half))
            .unwrap_or_default()
    }
}

/// The inverse document frequency of BM25, in 1/65536 of a bit: log2((documents + 1) / (having + 1/2)).
fn rarity(documents: u64, having: u64) -> u64 {
    let all = documents.saturating_add(1).saturating_mul(2);
    log2(all).saturating_sub(log2(having.saturating_mul(2).saturating_add(1)))
}

/// The binary logarithm of a number of at least 1, in 1/65536, rounded down; the same on every machine.
fn log2(number: u64) -> u64 {
    let whole = number.max(1).ilog2();
    // The mantissa in 1..2, in 2^-31.
    let mut mantissa = number
        .max(1)
        .checked_shl(63_u32.saturating_sub(whole))
        .unwrap_or_default()
        >> 32;
    let mut log = u64::from(whole);
    for _ in 0..16 {
        mantissa = mantissa.saturating_mul(mantissa) >> 31;
        log <<= 1;
        if mantissa >= 1 << 32 {
            mantissa >>= 1;
            log |= 1;
        }
    }
    log
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(summary: &str) -> Document<'_> {
        Document::new("", summary, &[], &[])
    }

    #[test]
    fn logarithms_are_those_of_mathematics() {
        assert_eq!((log2(1), log2(2), log2(1 << 40)), (0, 65_536, 40 * 65_536));
        assert_eq!((log2(3), log2(1_000_000)), (103_872, 1_306_235));
    }

    #[test]
    fn what_is_removed_leaves_nothing() {
        let mut index = Lexical::default();
        index.insert(1, &Terms::of(&document("translates text")));
        let before = index.score(&Terms::of_phrasing("translate text"));
        for round in 0..100 {
            index.insert(2, &Terms::of(&document(&format!("speaks text{round}"))));
            index.remove(2);
        }
        assert_eq!(index.score(&Terms::of_phrasing("translate text")), before);
        assert!(index.lists.len() < 10, "numbers are used again");
        index.remove(1);
        assert!(index.numbers.is_empty() && index.docs.is_empty() && index.length == 0);
    }
}
