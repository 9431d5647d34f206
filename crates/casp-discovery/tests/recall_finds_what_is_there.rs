//! What recall finds does not depend on what came and left before, and stays near what scoring everything finds where there is
//! too much to score everything.

#![allow(clippy::restriction, clippy::arithmetic_side_effects, reason = "test code")]

use std::collections::BTreeMap;

use casp_discovery::recall::embed::{Embedder, Vector, WordEmbedder};
use casp_discovery::recall::{Document, EXACT, Recall, Recalled, Scratch, Wanted};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use roaring::RoaringBitmap;

const WORDS: [&str; 12] = [
    "translate",
    "text",
    "images",
    "weather",
    "forecast",
    "calendar",
    "route",
    "the",
    "music",
    "kick",
    "drum",
    "bass",
];
const SKILLS: [&str; 4] = ["a/b/c", "a/b/d", "a/b/b", "e/f/g"];

#[derive(Clone, Debug)]
struct Written {
    summary: String,
    skills: Vec<String>,
}

impl Written {
    fn document(&self) -> Document<'_> {
        Document::new("org.example/x", &self.summary, &[], &self.skills)
    }
}

fn words(most: usize) -> impl Strategy<Value = String> {
    vec(select(&WORDS[..]), 0..most).prop_map(|words| words.join(" "))
}

fn skills() -> impl Strategy<Value = Vec<String>> {
    vec(select(&SKILLS[..]).prop_map(str::to_owned), 0..3)
}

fn written() -> impl Strategy<Value = Written> {
    (words(9), skills()).prop_map(|(summary, skills)| Written { summary, skills })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn what_came_and_left_before_leaves_no_trace(
        steps in vec((0_u32..30, prop::option::weighted(0.7, written()), 0_usize..3), 1..150),
        phrasings in vec(words(4), 0..3),
        asked_skills in skills(),
        limit in 0_usize..20,
    ) {
        let (mut recall, mut model) = (Recall::new(WordEmbedder), BTreeMap::new());
        for (doc, written, tidied) in &steps {
            match written {
                Some(written) => {
                    recall.insert(*doc, &written.document());
                    model.insert(*doc, written.clone());
                }
                None => {
                    recall.remove(*doc);
                    model.remove(doc);
                }
            }
            recall.tidy(*tidied);
        }
        prop_assert_eq!(recall.len(), model.len());
        // In another order, with nothing else before.
        let mut fresh = Recall::new(WordEmbedder);
        model.iter().rev().for_each(|(doc, written)| fresh.insert(*doc, &written.document()));
        let wanted = Wanted { phrasings: &phrasings, skills: &asked_skills };
        let all = fresh.search(&wanted, usize::MAX, &mut |_| true);
        let place = |it: &Recalled| (std::cmp::Reverse(it.relevance_ppm), it.doc);
        prop_assert!(all.is_sorted_by_key(place) && all.iter().all(|it| it.relevance_ppm > 0));
        prop_assert_eq!(&recall.search(&wanted, usize::MAX, &mut |_| true), &all);

        let mut scratch = Scratch::default();
        let odd: RoaringBitmap = (0..30).filter(|doc| doc % 2 == 1).collect();
        for among in [None, Some(&odd)] {
            let passes = |doc: u32| !doc.is_multiple_of(3);
            let mut asked = Vec::new();
            let found = recall.search_among(among, &wanted, limit, &mut scratch, &mut |doc| {
                asked.push(doc);
                passes(doc)
            });
            let is_among = |it: &&Recalled| among.is_none_or(|among| among.contains(it.doc));
            let expected: Vec<Recalled> = all.iter().filter(is_among).filter(|it| passes(it.doc)).copied().take(limit).collect();
            prop_assert_eq!(&found.best, &expected);
            prop_assert!(found.is_exact);
            let distinct: std::collections::BTreeSet<u32> = asked.iter().copied().collect();
            prop_assert_eq!(distinct.len(), asked.len());
        }
    }
}

/// Meaning that a text's words have at random, the same for the same word.
struct Random;

impl Embedder for Random {
    fn space(&self) -> &str {
        "random"
    }

    fn dimensions(&self) -> usize {
        128
    }

    fn embed_document(&self, _: &str, text: &str) -> Vector {
        self.embed_phrasing(text)
    }

    fn embed_phrasing(&self, text: &str) -> Vector {
        let mut sums = vec![0_i64; 128];
        for word in text.split([' ', ':']).filter(|word| !word.is_empty()) {
            let mut state = word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
            for sum in &mut sums {
                state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
                let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                *sum += (mixed >> 40) as i64 - (1 << 23);
            }
        }
        Vector::along(&sums)
    }
}

/// More documents than are scored one by one: 40 topics, each of its own words, and each document with some of others.
fn many() -> (Recall<Random>, u32) {
    let count = u32::try_from(EXACT).unwrap() + 5_000;
    let mut recall = Recall::new(Random);
    for doc in 0..count {
        let topic = doc % 40;
        let word = |n: u32| format!("topic{topic}x{}", (doc / 40).wrapping_mul(7 * n + 1) % 30);
        let summary = format!("common {} {} {} other{}", word(1), word(2), word(3), doc % 977);
        recall.insert(doc, &Document::new("", &summary, &[], &[]));
    }
    (recall, count)
}

#[test]
fn where_not_everything_is_scored_the_best_are_found_all_the_same() {
    let (mut recall, count) = many();
    let mut scratch = Scratch::default();
    let every_second: RoaringBitmap = (0..count).filter(|doc| doc.is_multiple_of(2)).collect();
    let mut hits = 0;
    let questions: Vec<[String; 1]> = (0..20)
        .map(|n| [format!("common topic{}x{} topic{}x{}", 2 * n, n, 2 * n, n + 3)])
        .collect();
    for phrasings in &questions {
        let wanted = Wanted { phrasings, skills: &[] };
        let found = recall.search_among(None, &wanted, 10, &mut scratch, &mut |_| true);
        assert!(!found.is_exact && found.best.len() == 10);
        assert_eq!(
            found,
            recall.search_among(None, &wanted, 10, &mut Scratch::default(), &mut |_| true)
        );
        // All documents are even or odd, and either half is scored one by one.
        let odd: RoaringBitmap = (0..count).filter(|doc| doc % 2 == 1).collect();
        let mut exact = Vec::new();
        for half in [&every_second, &odd] {
            let half = recall.search_among(Some(half), &wanted, 10, &mut scratch, &mut |_| true);
            assert!(half.is_exact);
            exact.extend(half.best);
        }
        exact.sort_by_key(|it| (std::cmp::Reverse(it.relevance_ppm), it.doc));
        let least = exact[9].relevance_ppm;
        hits += found.best.iter().filter(|it| it.relevance_ppm >= least).count();
        // Scores are exact even here.
        for it in &found.best {
            let alone: RoaringBitmap = [it.doc].into_iter().collect();
            let alone = recall.search_among(Some(&alone), &wanted, 1, &mut scratch, &mut |_| true);
            assert_eq!(alone.best, [*it]);
        }
    }
    assert!(hits >= 195, "{hits} of 200");

    // Half of them leave at once; nobody is found that left, and what stays is scored as if they had never been there.
    let before = recall.len();
    every_second.iter().for_each(|doc| recall.remove(doc));
    assert_eq!(recall.len(), before - every_second.len() as usize);
    let wanted = Wanted {
        phrasings: &questions[3],
        skills: &[],
    };
    let found = recall.search_among(None, &wanted, 50, &mut scratch, &mut |_| true);
    assert!(found.is_exact && found.best.iter().all(|it| it.doc % 2 == 1));
    // To tidy up changes nothing that is found.
    recall.tidy(1_000);
    assert_eq!(
        recall.search_among(None, &wanted, 50, &mut scratch, &mut |_| true),
        found
    );
    recall.tidy(usize::MAX);
    assert_eq!(
        recall.search_among(None, &wanted, 50, &mut scratch, &mut |_| true),
        found
    );
}

#[test]
fn nothing_is_asked_nothing_is_found() {
    let mut recall = Recall::new(WordEmbedder);
    recall.insert(3, &Document::new("org.example/x", "translates", &[], &[]));
    let nothing = [String::new(), "the of".to_owned()];
    for phrasings in [&nothing[..], &[]] {
        let wanted = Wanted { phrasings, skills: &[] };
        assert!(recall.search(&wanted, usize::MAX, &mut |_| true).is_empty());
    }
    recall.remove(4);
    recall.remove(3);
    assert!(recall.is_empty());
}
