//! Which known word a mistyped one was meant to be.

/// Longer words than these are no slip of the finger.
const LONGEST: usize = 64;

/// The word with the fewest edits, of several the one that begins alike; if the edits are at most two, or a third of the length.
pub(super) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST {
        return None;
    }
    let length = word.chars().count();
    let most = length.checked_div(3).unwrap_or_default().max(2);
    let begins_otherwise = |candidate: &str| candidate.chars().next() != word.chars().next();
    let short = known.into_iter().filter(|candidate| candidate.len() <= LONGEST);
    let near = short.map(|candidate| (strsim::osa_distance(word, candidate), candidate));
    let (least, candidate) = near.min_by_key(|(edits, candidate)| (*edits, begins_otherwise(candidate)))?;
    (least <= most && least < length).then_some(candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_nonsense_finds_none() {
        let known = ["passes", "parallel", "pass_counts_for"];
        assert_eq!(nearest("pases", known), Some("passes"));
        assert_eq!(nearest("paralell", known), Some("parallel"));
        assert_eq!(
            nearest("ireversible", ["reversible", "irreversible"]),
            Some("irreversible")
        );
        assert_eq!(nearest("xyzzy", known), None);
        assert_eq!(nearest("", known), None);
        assert_eq!(nearest("ab", ["xy"]), None);
        assert_eq!(nearest(&"p".repeat(10_000), known), None);
    }
}
