//! Which known word a mistyped one was meant to be.

use core::mem;

/// Longer words than these are no slip of the finger.
const LONGEST: usize = 64;

/// The known word with the fewest edits, of several the one that begins alike; if the edits are at most two, or a third of the
/// word's length.
pub(super) fn nearest(word: &str, known: &[&'static str]) -> Option<&'static str> {
    let word: Vec<char> = word.chars().take(LONGEST.saturating_add(1)).collect();
    if word.len() > LONGEST {
        return None;
    }
    let most = word.len().checked_div(3).unwrap_or_default().max(2);
    let near = known.iter().map(|candidate| (edits(&word, candidate), *candidate));
    let begins_otherwise = |candidate: &str| candidate.chars().next() != word.first().copied();
    let (least, candidate) = near.min_by_key(|(edits, candidate)| (*edits, begins_otherwise(candidate)))?;
    (least <= most && least < word.len()).then_some(candidate)
}

/// Letters to insert, remove or replace (Levenshtein 1966), row by row.
fn edits(word: &[char], other: &str) -> usize {
    let mut above: Vec<usize> = (0..=word.len()).collect();
    let mut row = above.clone();
    for (number, letter) in (1_usize..).zip(other.chars()) {
        row.clear();
        row.push(number);
        let mut left = number;
        for ((one, diagonal), over) in word.iter().zip(&above).zip(above.iter().skip(1)) {
            let replaced = diagonal.saturating_add(usize::from(*one != letter));
            left = replaced.min(left.saturating_add(1)).min(over.saturating_add(1));
            row.push(left);
        }
        mem::swap(&mut above, &mut row);
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        let count = |a: &str, b| edits(&a.chars().collect::<Vec<_>>(), b);
        assert_eq!(
            [
                count("kitten", "sitting"),
                count("", "abc"),
                count("abc", ""),
                count("flaw", "lawn")
            ],
            [3, 3, 3, 2]
        );
    }

    #[test]
    fn a_slip_finds_its_word_and_nonsense_finds_none() {
        let known = ["passes", "parallel", "pass_counts_for"];
        assert_eq!(nearest("pases", &known), Some("passes"));
        assert_eq!(nearest("paralel", &known), Some("parallel"));
        assert_eq!(
            nearest("ireversible", &["reversible", "irreversible"]),
            Some("irreversible")
        );
        assert_eq!(nearest("xyzzy", &known), None);
        assert_eq!(nearest("", &known), None);
        assert_eq!(nearest(&"p".repeat(10_000), &known), None);
    }
}
