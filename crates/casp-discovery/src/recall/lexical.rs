//! BM25 over the words of capabilities, in integers.
//!
//! [`Terms`] is what a document's text comes down to; [`Lexical`] holds the postings and knows nothing of text.
//!
//! Postings are bytes in the order in which documents came, so that one more costs no more however long a list is. A document that
//! leaves is struck from the living at once, and counts no more; its postings are worked off later, a few documents at a time
//! ([`Lexical::tidy`]), and leave a list when they are half of it. Only then is its slot given to another.

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, RandomState};

use hashbrown::HashTable;
use rust_stemmers::{Algorithm, Stemmer};

use super::text;
use super::{Document, PPM};
use crate::index::grow;

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
    /// Numbers of lists, by their terms.
    numbers: HashTable<u32>,
    hasher: RandomState,
    lists: Vec<List>,
    /// Numbers of lists that are empty.
    free: Vec<u32>,
    /// Of each slot the terms of its document: numbers of lists, ascending, as differences, each with its occurrences.
    terms: Vec<Box<[u8]>>,
    /// Of each slot the weighted length of its document; 0 where none is living.
    lengths: Vec<u16>,
    /// Of each slot how many postings are still in lists although its document left and is worked off.
    stale: Vec<u16>,
    /// Slots whose documents left and are not worked off.
    leaving: Vec<u32>,
    /// Slots of which no list knows anything.
    vacant: Vec<u32>,
    living: u64,
    /// Of all living documents.
    length: u64,
}

/// Which documents have a term.
#[derive(Clone, Debug, Default)]
struct List {
    term: Box<str>,
    /// Of each posting the difference of its slot to the one before, signed, and the weighted occurrences.
    bytes: Vec<u8>,
    last: u32,
    postings: u32,
    /// Of them those of documents that are worked off.
    stale: u32,
}

/// Lists up to this length are kept free of stale postings.
const SHORT: u32 = 16;

/// Lengths and occurrences below these are looked up when their worth is known.
const MEMO_LENGTHS: usize = 256;
const MEMO_OCCURS: usize = 32;

/// Postings that are read for one phrasing in order to find documents, at the most.
const MOST_POSTINGS: u64 = 4_000_000;

/// A phrasing, as terms that the postings know.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// Ascending by number.
    terms: Vec<Sought>,
    /// The weight of all words, and of those that nobody has.
    whole: u64,
    average: u64,
}

#[derive(Clone, Copy, Debug)]
struct Sought {
    number: u32,
    rarity: u64,
    postings: u32,
}

/// What a document has of a phrasing: its slot, and a sum over the words.
type Part = (u32, u64);

/// What scoring works with, kept from query to query so that it need not be allocated again.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    /// What was summed up, by slot.
    sums: Vec<Part>,
    /// One list, and what comes of both. Lists are read one after another and merged, from end to end: to add into a table of all
    /// documents would wait for memory at each.
    list: Vec<Part>,
    merged: Vec<Part>,
    /// What occurrences are worth, where it was calculated for `average`.
    memo: Vec<u32>,
    average: u64,
}

/// Documents that cover much of a phrasing.
pub(super) struct Near {
    pub(super) slots: Vec<u32>,
    /// Whether these are all that have a word of it.
    pub(super) are_all: bool,
    /// Whether all lists were read, so that the sums are those of [`Lexical::sum_up`].
    pub(super) are_summed: bool,
}

impl Lexical {
    /// Takes a document in. Gives its slot.
    pub(super) fn insert(&mut self, terms: &Terms) -> u32 {
        let slot = self.vacancy();
        let length = terms.0.values().fold(0, |sum: u16, occurs| sum.saturating_add(*occurs));
        let mut numbers: Vec<(u32, u16)> = Vec::with_capacity(terms.0.len());
        for (term, occurs) in &terms.0 {
            let number = self.number(term);
            if let Some(list) = self.lists.get_mut(index(number)) {
                list.push(slot, *occurs);
                numbers.push((number, *occurs));
            }
        }
        numbers.sort_unstable();
        let mut bytes = Vec::with_capacity(numbers.len().saturating_mul(3));
        let mut before = 0;
        for (number, occurs) in numbers {
            write(&mut bytes, number.wrapping_sub(before));
            write(&mut bytes, occurs.into());
            before = number;
        }
        set(&mut self.terms, slot, bytes.into());
        set(&mut self.lengths, slot, length);
        self.living = self.living.saturating_add(1);
        self.length = self.length.saturating_add(length.into());
        slot
    }

    /// Strikes a slot's document, which is there, from the living.
    pub(super) fn remove(&mut self, slot: u32) {
        let length = self.lengths.get_mut(index(slot)).map(core::mem::take);
        self.length = self.length.saturating_sub(length.unwrap_or_default().into());
        self.living = self.living.saturating_sub(1);
        self.leaving.push(slot);
    }

    /// Works off documents that left, at most as many as said.
    pub(super) fn tidy(&mut self, at_most: usize) {
        for _ in 0..at_most {
            let Some(slot) = self.leaving.pop() else { break };
            let terms = self.terms.get_mut(index(slot)).map(core::mem::take).unwrap_or_default();
            let count = u16::try_from(pairs(&terms).count()).unwrap_or(u16::MAX);
            set(&mut self.stale, slot, count);
            if count == 0 {
                self.vacant.push(slot);
            }
            for (number, _) in numbered(&terms) {
                if let Some(list) = self.lists.get_mut(index(number)) {
                    list.stale = list.stale.saturating_add(1);
                    if list.postings <= SHORT || list.stale > list.postings >> 1 {
                        self.sweep(number);
                    }
                }
            }
        }
    }

    /// Rids a list of stale postings.
    fn sweep(&mut self, number: u32) {
        let Some(list) = self.lists.get_mut(index(number)) else {
            return;
        };
        let mut swept = List {
            term: core::mem::take(&mut list.term),
            ..List::default()
        };
        for (slot, occurs) in list.postings() {
            match self.stale.get_mut(index(slot)).filter(|stale| **stale > 0) {
                None => swept.push(slot, occurs),
                Some(stale) => {
                    *stale = stale.saturating_sub(1);
                    if *stale == 0 {
                        self.vacant.push(slot);
                    }
                }
            }
        }
        *list = swept;
        if list.postings == 0 {
            let hash = self.hasher.hash_one(&*list.term);
            if let Ok(entry) = self.numbers.find_entry(hash, |other| *other == number) {
                entry.remove();
            }
            *list = List::default();
            self.free.push(number);
        }
    }

    /// What a phrasing asks for. A word weighs as much as it is rare here; one that no document has, as much as the rarest.
    pub(super) fn ask(&self, terms: &Terms) -> Asked {
        let mut having: BTreeMap<u32, u32> = BTreeMap::new();
        let mut strangers = 0_u64;
        for term in terms.0.keys() {
            match self
                .find(term)
                .and_then(|number| Some((number, self.lists.get(index(number))?)))
            {
                Some((number, list)) => {
                    having.insert(number, list.postings.saturating_sub(list.stale));
                }
                None => strangers = strangers.saturating_add(1),
            }
        }
        if !having.is_empty() {
            for slot in &self.leaving {
                for (number, _) in numbered(self.terms_of(*slot)) {
                    if let Some(count) = having.get_mut(&number) {
                        *count = count.saturating_sub(1);
                    }
                }
            }
        }
        let mut whole = rarity(self.living, 0).saturating_mul(strangers);
        let terms = having.into_iter().map(|(number, having)| {
            let rarity = rarity(self.living, having.into());
            whole = whole.saturating_add(rarity);
            Sought {
                number,
                rarity,
                postings: self.lists.get(index(number)).map_or(0, |list| list.postings),
            }
        });
        Asked {
            terms: terms.collect(),
            whole,
            average: self.length.checked_div(self.living).unwrap_or_default().max(1),
        }
    }

    /// The part of the phrasing's weight that a slot's document covers, in parts per million.
    pub(super) fn score_ppm(&self, slot: u32, asked: &Asked, sums: &mut Sums) -> u32 {
        sums.know(asked.average);
        let length = self.lengths.get(index(slot)).copied().unwrap_or_default();
        let (mut sought, mut sum) = (asked.terms.iter().peekable(), 0_u64);
        for (number, occurs) in numbered(self.terms_of(slot)) {
            while sought.next_if(|term| term.number < number).is_some() {}
            match sought.peek() {
                None => break,
                Some(term) if term.number == number => {
                    sum = sum.saturating_add(term.rarity.saturating_mul(sums.saturated_ppm(occurs, length)));
                }
                Some(_) => {}
            }
        }
        asked.ppm(sum)
    }

    /// Sums up for every document that has a word of the phrasing: [`Sums::summed`].
    pub(super) fn sum_up(&self, asked: &Asked, sums: &mut Sums) {
        sums.begin(asked.average);
        asked.terms.iter().for_each(|term| self.add_up(term, sums));
    }

    /// About `most` documents that cover the most of a phrasing. Lists of common words are left out once enough documents have words
    /// that are worth more than all common ones together.
    pub(super) fn best(&self, asked: &Asked, most: usize, sums: &mut Sums) -> Near {
        let mut rarest_first: Vec<&Sought> = asked.terms.iter().collect();
        rarest_first.sort_by_key(|term| (core::cmp::Reverse(term.rarity), term.number));
        let mut left = rarest_first
            .iter()
            .fold(0_u64, |sum, term| sum.saturating_add(term.rarity));
        let (mut read, mut are_summed) = (0_u64, true);
        sums.begin(asked.average);
        for term in rarest_first {
            read = read.saturating_add(term.postings.into());
            if sums.sums.len() >= most
                && (read > MOST_POSTINGS || usize::try_from(term.postings).is_ok_and(|it| it > most))
            {
                // What all words that are left are worth at the most.
                let rest = left.saturating_mul(u64::from(PPM));
                let enough = |sums: &Sums| sums.sums.iter().filter(|(_, sum)| *sum >= rest).count() >= most;
                if read > MOST_POSTINGS || enough(sums) {
                    are_summed = false;
                    break;
                }
            }
            left = left.saturating_sub(term.rarity);
            self.add_up(term, sums);
        }
        Near {
            are_all: are_summed && sums.sums.len() <= most,
            are_summed,
            slots: sums.greatest(most, asked.whole.saturating_mul(u64::from(PPM))),
        }
    }

    fn add_up(&self, term: &Sought, sums: &mut Sums) {
        let Some(list) = self.lists.get(index(term.number)) else {
            return;
        };
        let mut parts = core::mem::take(&mut sums.list);
        parts.clear();
        let (mut last, mut is_ascending) = (0, true);
        for (slot, occurs) in list.postings() {
            let length = self.lengths.get(index(slot)).copied().unwrap_or_default();
            if length > 0 {
                let part = term.rarity.saturating_mul(sums.saturated_ppm(occurs, length));
                // Nothing that is there counts for nothing.
                parts.push((slot, part.max(1)));
                is_ascending &= last <= slot;
                last = slot;
            }
        }
        if !is_ascending {
            // Slots are given away again; what they lie between is in order.
            parts.sort_by_key(|(slot, _)| *slot);
        }
        sums.list = parts;
        sums.merge();
    }

    fn terms_of(&self, slot: u32) -> &[u8] {
        self.terms.get(index(slot)).map(|terms| &**terms).unwrap_or_default()
    }

    fn find(&self, term: &str) -> Option<u32> {
        let is_it = |number: &u32| self.lists.get(index(*number)).is_some_and(|list| &*list.term == term);
        self.numbers.find(self.hasher.hash_one(term), is_it).copied()
    }

    fn number(&mut self, term: &str) -> u32 {
        if let Some(number) = self.find(term) {
            return number;
        }
        let list = List {
            term: term.into(),
            ..List::default()
        };
        let number = self
            .free
            .pop()
            .unwrap_or_else(|| u32::try_from(self.lists.len()).unwrap_or(u32::MAX));
        match self.lists.get_mut(index(number)) {
            Some(free) => *free = list,
            None => self.lists.push(list),
        }
        let (lists, hasher) = (&self.lists, &self.hasher);
        let rehash = |number: &u32| hasher.hash_one(lists.get(index(*number)).map_or("", |list| &*list.term));
        self.numbers.insert_unique(hasher.hash_one(term), number, rehash);
        number
    }

    fn vacancy(&mut self) -> u32 {
        self.vacant.pop().unwrap_or_else(|| {
            let slot = u32::try_from(self.lengths.len()).unwrap_or(u32::MAX);
            grow(&mut self.terms, Box::default());
            grow(&mut self.lengths, 0);
            grow(&mut self.stale, 0);
            slot
        })
    }
}

impl List {
    fn push(&mut self, slot: u32, occurs: u16) {
        let step = i64::from(slot).wrapping_sub(self.last.into());
        let zigzag = (step << 1) ^ (step >> 63);
        if self.bytes.capacity().saturating_sub(self.bytes.len()) < 8 {
            // A quarter more at a time: there are many lists, and memory is dearer than moving.
            self.bytes.reserve_exact((self.bytes.len() >> 2).saturating_add(8));
        }
        // A step has at most 33 bits with its sign.
        write_long(&mut self.bytes, u64::try_from(zigzag).unwrap_or_default());
        write(&mut self.bytes, occurs.into());
        self.last = slot;
        self.postings = self.postings.saturating_add(1);
    }

    fn postings(&self) -> impl Iterator<Item = (u32, u16)> {
        let mut slot = 0_u32;
        pairs(&self.bytes).map(move |(zigzag, occurs)| {
            let step = (zigzag >> 1) ^ 0_u64.wrapping_sub(zigzag & 1);
            let [a, b, c, d, ..] = step.to_le_bytes();
            slot = slot.wrapping_add(u32::from_le_bytes([a, b, c, d]));
            (slot, occurs)
        })
    }
}

impl Asked {
    /// Postings of all terms together.
    pub(super) fn postings(&self) -> u64 {
        self.terms
            .iter()
            .fold(0, |sum, term| sum.saturating_add(term.postings.into()))
    }

    pub(super) fn ppm(&self, sum: u64) -> u32 {
        let ppm = sum.checked_div(self.whole).unwrap_or_default().min(u64::from(PPM));
        u32::try_from(ppm).unwrap_or_default()
    }
}

/// Steps into which sums are sorted before the greatest are chosen.
const STEPS: usize = 1_024;

impl Sums {
    fn begin(&mut self, average: u64) {
        self.know(average);
        self.sums.clear();
    }

    /// What was summed up, ascending by slot.
    pub(super) fn summed(&self) -> &[Part] {
        &self.sums
    }

    /// Adds the list to the sums.
    fn merge(&mut self) {
        let Self { sums, list, merged, .. } = self;
        if sums.is_empty() {
            core::mem::swap(sums, list);
            return;
        }
        merged.clear();
        merged.reserve(sums.len().saturating_add(list.len()));
        let (mut some, mut others) = (sums.as_slice(), list.as_slice());
        while let (Some((one, later)), Some((other, others_later))) = (some.split_first(), others.split_first()) {
            match one.0.cmp(&other.0) {
                core::cmp::Ordering::Less => {
                    merged.push(*one);
                    some = later;
                }
                core::cmp::Ordering::Greater => {
                    merged.push(*other);
                    others = others_later;
                }
                core::cmp::Ordering::Equal => {
                    merged.push((one.0, one.1.saturating_add(other.1)));
                    (some, others) = (later, others_later);
                }
            }
        }
        merged.extend_from_slice(some);
        merged.extend_from_slice(others);
        core::mem::swap(sums, merged);
    }

    /// The slots of the greatest sums, of which none is above `highest`; of equals the lowest.
    fn greatest(&self, most: usize, highest: u64) -> Vec<u32> {
        if self.sums.len() <= most {
            return self.sums.iter().map(|(slot, _)| *slot).collect();
        }
        // How many are in each of some steps shows what is not among the greatest; only the rest has to be put in order.
        let steps = u64::try_from(STEPS).unwrap_or(u64::MAX);
        let step = highest.checked_div(steps).unwrap_or_default().max(1);
        let step_of = |sum: u64| {
            let step = usize::try_from(sum.checked_div(step).unwrap_or_default());
            step.unwrap_or(STEPS).min(STEPS.saturating_sub(1))
        };
        let mut counts = [0_usize; STEPS];
        for (_, sum) in &self.sums {
            if let Some(count) = counts.get_mut(step_of(*sum)) {
                *count = count.saturating_add(1);
            }
        }
        let (mut least, mut above) = (STEPS, 0_usize);
        for count in counts.iter().rev() {
            least = least.saturating_sub(1);
            above = above.saturating_add(*count);
            if above >= most {
                break;
            }
        }
        let near = self.sums.iter().filter(|(_, sum)| step_of(*sum) >= least);
        let mut near: Vec<_> = near.map(|(slot, sum)| (core::cmp::Reverse(*sum), *slot)).collect();
        if near.len() > most {
            near.select_nth_unstable(most);
            near.truncate(most);
        }
        near.into_iter().map(|(_, slot)| slot).collect()
    }

    /// Forgets what occurrences were worth at another average length.
    fn know(&mut self, average: u64) {
        if self.average != average || self.memo.is_empty() {
            self.average = average;
            self.memo.clear();
            self.memo.resize(MEMO_LENGTHS.saturating_mul(MEMO_OCCURS), 0);
        }
    }

    /// What occurrences are worth of the most that any number of them could be.
    fn saturated_ppm(&mut self, occurs: u16, length: u16) -> u64 {
        let (at, within) = (usize::from(length), usize::from(occurs));
        let place = at.saturating_mul(MEMO_OCCURS).saturating_add(within);
        let average = self.average;
        match self
            .memo
            .get_mut(place)
            .filter(|_| at < MEMO_LENGTHS && within < MEMO_OCCURS)
        {
            Some(known) if *known > 0 => u64::from(*known),
            Some(unknown) => {
                let worth = saturated_ppm(occurs, length, average);
                *unknown = u32::try_from(worth).unwrap_or_default();
                worth
            }
            None => saturated_ppm(occurs, length, average),
        }
    }
}

fn saturated_ppm(occurs: u16, length: u16, average: u64) -> u64 {
    let occurs = u64::from(occurs).saturating_mul(100);
    let relative = u64::from(length)
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

/// Numbers with their occurrences, of differences.
fn numbered(bytes: &[u8]) -> impl Iterator<Item = (u32, u16)> {
    let mut number = 0_u32;
    pairs(bytes).map(move |(step, occurs)| {
        number = number.wrapping_add(u32::try_from(step).unwrap_or_default());
        (number, occurs)
    })
}

fn pairs(bytes: &[u8]) -> impl Iterator<Item = (u64, u16)> {
    let mut rest = bytes;
    core::iter::from_fn(move || {
        let first = read(&mut rest)?;
        let second = read(&mut rest)?;
        Some((first, u16::try_from(second).unwrap_or(u16::MAX)))
    })
}

fn write(bytes: &mut Vec<u8>, number: u32) {
    write_long(bytes, number.into());
}

/// Seven bits a byte, the lowest first; all but the last byte have their highest bit set.
fn write_long(bytes: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        let [low, ..] = number.to_le_bytes();
        bytes.push(low | 0x80);
        number >>= 7;
    }
    let [low, ..] = number.to_le_bytes();
    bytes.push(low);
}

#[inline]
fn read(bytes: &mut &[u8]) -> Option<u64> {
    let (first, rest) = bytes.split_first()?;
    *bytes = rest;
    if *first < 0x80 {
        return Some(u64::from(*first));
    }
    read_on(bytes, u64::from(first & 0x7f))
}

fn read_on(bytes: &mut &[u8], mut number: u64) -> Option<u64> {
    let mut shift = 7_u32;
    loop {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or_default();
        if *byte < 0x80 {
            return Some(number);
        }
        shift = shift.saturating_add(7);
    }
}

fn set<T>(all: &mut [T], slot: u32, to: T) {
    if let Some(place) = all.get_mut(index(slot)) {
        *place = to;
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
#[allow(clippy::as_conversions, clippy::arithmetic_side_effects, reason = "test code")]
mod tests {
    use super::*;

    fn document(summary: &str) -> Document<'_> {
        Document::new("", summary, &[], &[])
    }

    fn scores(index: &Lexical, phrasing: &str) -> Vec<(u32, u32)> {
        let (asked, mut sums) = (index.ask(&Terms::of_phrasing(phrasing)), Sums::default());
        let slots = 0..u32::try_from(index.lengths.len()).unwrap();
        let living = slots.filter(|slot| index.lengths[*slot as usize] > 0);
        let by_document: Vec<_> = living
            .map(|slot| (slot, index.score_ppm(slot, &asked, &mut sums)))
            .collect();
        index.sum_up(&asked, &mut sums);
        for (slot, score) in &by_document {
            let summed = sums.summed().iter().find(|(summed, _)| summed == slot);
            assert_eq!(
                asked.ppm(summed.map_or(0, |(_, sum)| *sum)),
                *score,
                "both ways are one"
            );
        }
        by_document
    }

    #[test]
    fn logarithms_are_those_of_mathematics() {
        assert_eq!((log2(1), log2(2), log2(1 << 40)), (0, 65_536, 40 * 65_536));
        assert_eq!((log2(3), log2(1_000_000)), (103_872, 1_306_235));
    }

    #[test]
    fn numbers_are_read_as_they_were_written() {
        let numbers = [0, 1, 127, 128, 16_383, 16_384, u64::from(u32::MAX), 1 << 33];
        let mut bytes = Vec::new();
        numbers.iter().for_each(|number| write_long(&mut bytes, *number));
        let mut rest = bytes.as_slice();
        assert!(numbers.iter().all(|number| read(&mut rest) == Some(*number)));
        let mut list = List::default();
        let postings = [(5, 1), (u32::MAX, 300), (0, 7), (70_000, u16::MAX)];
        postings.iter().for_each(|(slot, occurs)| list.push(*slot, *occurs));
        assert_eq!(list.postings().collect::<Vec<_>>(), postings);
    }

    #[test]
    fn what_is_removed_leaves_nothing() {
        let mut index = Lexical::default();
        let first = index.insert(&Terms::of(&document("translates text")));
        let before = scores(&index, "translate text");
        for round in 0..100 {
            let slot = index.insert(&Terms::of(&document(&format!("speaks text{round}"))));
            index.remove(slot);
            assert_eq!(scores(&index, "translate text"), before);
            if round % 3 == 0 {
                index.tidy(4);
            }
            assert_eq!(scores(&index, "translate text"), before);
        }
        index.tidy(usize::MAX);
        assert!(index.lengths.len() < 10, "slots are used again");
        assert!(index.lists.len() < 20, "numbers are used again");
        index.remove(first);
        index.tidy(usize::MAX);
        assert!(index.numbers.is_empty() && index.living == 0 && index.length == 0);
        assert!(index.lists.iter().all(|list| list.bytes.capacity() == 0));
    }

    #[test]
    fn a_long_list_loses_its_dead_when_they_are_half_of_it() {
        let mut index = Lexical::default();
        let text = |number: u32| format!("shared own{number}");
        let slots: Vec<u32> = (0..200)
            .map(|n| index.insert(&Terms::of(&document(&text(n)))))
            .collect();
        let shared = index.find("share").unwrap() as usize;
        for (gone, slot) in slots.iter().enumerate().take(150) {
            index.remove(*slot);
            index.tidy(1);
            let list = &index.lists[shared];
            assert_eq!(list.postings - list.stale, 199 - gone as u32);
            assert!(list.stale <= list.postings / 2);
        }
        assert!(!index.vacant.is_empty());
        let fresh: Vec<u32> = (0..150)
            .map(|n| index.insert(&Terms::of(&document(&text(n)))))
            .collect();
        assert!(fresh.iter().any(|slot| slots.contains(slot)), "slots are used again");
        let rebuilt = {
            let mut index = Lexical::default();
            for n in 0..200 {
                index.insert(&Terms::of(&document(&text(n))));
            }
            index
        };
        let sorted = |index: &Lexical| {
            let mut scores: Vec<u32> = scores(index, "shared own7 unknown").iter().map(|(_, it)| *it).collect();
            scores.sort_unstable();
            scores
        };
        assert_eq!(sorted(&index), sorted(&rebuilt));
    }

    #[test]
    fn the_best_are_found_without_reading_common_words() {
        let mut index = Lexical::default();
        for number in 0..3_000 {
            let rare = if number % 100 == 0 { " marmot" } else { "" };
            index.insert(&Terms::of(&document(&format!("common word{rare} {}", number % 7))));
        }
        let asked = index.ask(&Terms::of_phrasing("common marmot"));
        let mut sums = Sums::default();
        let mut best = index.best(&asked, 20, &mut sums).slots;
        best.sort_unstable();
        assert!(best.len() == 20 && best.iter().all(|slot| slot % 100 == 0), "{best:?}");
    }
}
