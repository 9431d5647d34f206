//! Text into words, the same on every machine.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Text beyond this many bytes is not read.
pub const MAX_TEXT_BYTES: usize = 16 * 1024;

/// Words beyond this number are not read.
pub const MAX_WORDS: usize = 1024;

/// Characters of a word beyond this number are dropped.
pub const MAX_WORD_CHARS: usize = 32;

/// A run of letters and digits, in lower case and without accents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The run as one word: `github` of `GitHub`.
    pub whole: String,
    /// What it is made of where case or digits change: `git`, `hub`. Empty if it is of one piece.
    pub parts: Vec<String>,
}

/// The words of `text`, at most [`MAX_WORDS`]. What is neither a letter nor a digit separates them.
#[must_use]
pub fn words(text: &str) -> Vec<Word> {
    cut(text, MAX_TEXT_BYTES)
        .split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c))
        .filter(|run| !run.is_empty())
        .take(MAX_WORDS)
        .filter_map(word)
        .collect()
}

/// `text` without what does not fit into `bytes` bytes of whole characters.
#[must_use]
pub fn cut(text: &str, bytes: usize) -> &str {
    if text.len() <= bytes {
        return text;
    }
    let end = (0..=bytes)
        .rev()
        .find(|end| text.is_char_boundary(*end))
        .unwrap_or_default();
    text.get(..end).unwrap_or_default()
}

/// Whether a word says too little to be looked for: articles, pronouns, prepositions, auxiliaries.
#[must_use]
pub fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.binary_search(&word).is_ok()
}

/// Whether a word stands in the description of nearly every tool an agent can call, so that it tells none from another.
#[must_use]
pub fn is_boilerplate(word: &str) -> bool {
    BOILERPLATE.binary_search(&word).is_ok()
}

fn word(run: &str) -> Option<Word> {
    let mut parts: Vec<String> = Vec::new();
    let mut current = String::new();
    let mut before = Class::None;
    for c in run.nfd().filter(|c| !is_combining_mark(*c)).take(MAX_WORD_CHARS) {
        let class = Class::of(c);
        if class.begins_a_part_after(before) && !current.is_empty() {
            parts.push(core::mem::take(&mut current));
        }
        current.extend(c.to_lowercase());
        before = class;
    }
    if !current.is_empty() {
        parts.push(current);
    }
    let whole = parts.concat();
    // `k8s`, `s3`, `mp3` are words; their letters alone mean nothing.
    let is_short = whole.chars().count() <= 4;
    if parts.len() < 2 || is_short {
        parts.clear();
    }
    (!whole.is_empty()).then_some(Word { whole, parts })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    None,
    Lower,
    Upper,
    Digit,
}

impl Class {
    fn of(c: char) -> Self {
        if c.is_numeric() {
            Self::Digit
        } else if c.is_uppercase() {
            Self::Upper
        } else {
            Self::Lower
        }
    }

    fn begins_a_part_after(self, before: Self) -> bool {
        match (before, self) {
            (Self::None, _) => false,
            (Self::Digit, Self::Digit) | (Self::Lower, Self::Lower) => false,
            // `APIs`, `URLs`: capitals run on into what follows.
            (Self::Upper, Self::Upper | Self::Lower) => false,
            _ => true,
        }
    }
}

/// Sorted, for the binary search.
const STOP_WORDS: &[&str] = &[
    "a", "about", "again", "all", "am", "an", "and", "any", "are", "as", "at", "be", "been", "between", "both", "but",
    "by", "can", "could", "did", "do", "does", "each", "few", "for", "from", "had", "has", "have", "he", "her", "his",
    "how", "i", "if", "in", "into", "is", "it", "its", "just", "me", "more", "most", "my", "no", "not", "of", "off",
    "on", "once", "only", "or", "other", "our", "out", "over", "own", "per", "s", "same", "she", "should", "so",
    "some", "such", "t", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those",
    "to", "too", "up", "us", "very", "was", "we", "were", "what", "when", "where", "which", "who", "whom", "whose",
    "why", "will", "with", "would", "you", "your",
];

/// Sorted. Words of protocols, of their users and of advertising; nothing that a tool could be about.
const BOILERPLATE: &[&str] = &[
    "access",
    "agent",
    "agents",
    "ai",
    "allow",
    "allowing",
    "allows",
    "anthropic",
    "api",
    "apis",
    "assistant",
    "assistants",
    "based",
    "claude",
    "client",
    "clients",
    "context",
    "cursor",
    "desktop",
    "enable",
    "enables",
    "enabling",
    "implementation",
    "integrate",
    "integrates",
    "integration",
    "interact",
    "interacting",
    "interaction",
    "interface",
    "interfaces",
    "io",
    "language",
    "llm",
    "llms",
    "mcp",
    "model",
    "modelcontextprotocol",
    "natural",
    "official",
    "protocol",
    "provide",
    "provides",
    "providing",
    "py",
    "server",
    "servers",
    "simple",
    "standardized",
    "through",
    "tool",
    "tools",
    "use",
    "using",
    "via",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn wholes(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.whole).collect()
    }

    #[test]
    fn words_are_lower_case_without_accents() {
        assert_eq!(wholes("Café-Müller, ΣΊΣΥΦΟΣ"), ["cafe", "muller", "σισυφοσ"]);
    }

    #[test]
    fn camel_case_is_one_word_and_its_parts() {
        let of = |text: &str| words(text).pop().map(|word| (word.whole, word.parts));
        let both =
            |whole: &str, parts: &[&str]| Some((whole.to_owned(), parts.iter().map(|p| p.to_string()).collect()));
        assert_eq!(of("GitHub"), both("github", &["git", "hub"]));
        assert_eq!(of("aranet4"), both("aranet4", &["aranet", "4"]));
        assert_eq!(of("APIs"), both("apis", &[]));
        assert_eq!(of("k8s"), both("k8s", &[]));
    }

    #[test]
    fn stop_words_are_sorted() {
        assert!(STOP_WORDS.is_sorted() && BOILERPLATE.is_sorted());
        assert!(is_stop_word("the") && !is_stop_word("translate"));
    }

    #[test]
    fn a_cut_leaves_whole_characters() {
        assert_eq!(cut("añb", 2), "a");
        assert_eq!(cut("añb", 3), "añ");
        assert_eq!(cut("añb", 9), "añb");
    }
}
