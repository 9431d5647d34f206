//! What a word may be an inflection or a slip of.

/// Words that `word` may be an inflection of, in English, the likeliest first. Not all of them are words.
pub(super) fn roots(word: &str) -> impl Iterator<Item = String> {
    const ENDINGS: [(&str, &str); 11] = [
        ("ies", "y"),
        ("s", ""),
        ("es", ""),
        ("ing", ""),
        ("ing", "e"),
        ("ied", "y"),
        ("ed", ""),
        ("ed", "e"),
        ("er", "e"),
        ("ly", ""),
        ("ally", ""),
    ];
    ENDINGS.into_iter().filter_map(move |(ending, instead)| {
        let root = word.strip_suffix(ending)?;
        (root.len() >= 3).then(|| root.to_owned() + instead)
    })
}

/// Whether `a` becomes `b` by at most `most` letters left out, put in, replaced, or two neighbours exchanged.
pub(super) fn is_within(a: &str, b: &str, most: usize) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return false;
    }
    // Three rows of the table of distances between beginnings (optimal string alignment).
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.iter().enumerate() {
        let mut next = vec![i.saturating_add(1)];
        for (j, other) in b.iter().enumerate() {
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX);
            let replaced = at(&row, j).saturating_add(usize::from(letter != other));
            let dropped = at(&row, j.saturating_add(1)).saturating_add(1);
            let added = at(&next, j).saturating_add(1);
            let mut least = replaced.min(dropped).min(added);
            let previous = |letters: &[char], k: usize| k.checked_sub(1).and_then(|k| letters.get(k)).copied();
            if previous(&a, i) == Some(*other) && previous(&b, j) == Some(*letter) {
                let exchanged = at(&before, j.saturating_sub(1)).saturating_add(1);
                least = least.min(exchanged);
            }
            next.push(least);
        }
        if next.iter().min().is_none_or(|least| *least > most) {
            return false;
        }
        before = core::mem::replace(&mut row, next);
    }
    row.last().is_some_and(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        assert!(is_within("pictrue", "picture", 1), "exchanged");
        assert!(is_within("genration", "generation", 1), "left out");
        assert!(is_within("wheather", "weather", 1), "put in");
        assert!(is_within("calander", "calendar", 2) && !is_within("calander", "calendar", 1));
        assert!(!is_within("abcd", "abcdef", 1));
        assert!(is_within("", "", 0));
    }

    #[test]
    fn roots_are_guessed() {
        let roots = |word| roots(word).collect::<Vec<_>>();
        assert!(roots("queries").contains(&"query".to_owned()));
        assert!(roots("caching").contains(&"cache".to_owned()));
        assert!(roots("is").is_empty());
    }
}
