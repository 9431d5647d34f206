//! What is wrong with a text: where, and how to mend it.

use core::fmt;

/// Why a text is not what it is to be. It shows as `line:column key: what is wrong and how to mend it`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {fault}")]
pub struct DocumentError {
    /// Where.
    pub place: Place,
    /// What, and how to mend it.
    pub fault: Fault,
}

/// A place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
    /// Path of keys, such as `curve[2].points[1]`, items counted from 1. Empty for the whole text.
    pub key: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)?;
        if self.key.is_empty() {
            return Ok(());
        }
        write!(f, " {}", self.key)
    }
}

/// What is wrong, and how to mend it. What the text says is repeated in 60 characters at most.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// More text than is read.
    #[error("{what} has at most {most} bytes, this one {bytes}. Shorten it")]
    TooLong {
        /// What the text is to be, with its article.
        what: &'static str,
        /// Its length.
        bytes: usize,
        /// The most that is read.
        most: usize,
    },
    /// It is not TOML.
    #[error("this is not TOML: {0}. Texts and durations stand in quotes, numbers and true or false do not")]
    Syntax(String),
    /// A key that nothing reads.
    #[error("nothing reads the key `{key}`. {}", instead(*nearest, known))]
    UnknownKey {
        /// The key.
        key: String,
        /// The known one that it resembles, if any does.
        nearest: Option<&'static str>,
        /// All that are read here.
        known: Vec<&'static str>,
    },
    /// A key that has to be there.
    #[error("`{key}` is missing. {}", add(resembling.as_ref(), wanted))]
    Missing {
        /// The key.
        key: &'static str,
        /// What its value is to be.
        wanted: String,
        /// A key that stands here, is not yet read, and resembles it; with its line.
        resembling: Option<(String, usize)>,
    },
    /// A value of another type.
    #[error("this is {found}. Write {wanted}")]
    Type {
        /// What is there, with its article.
        found: String,
        /// What is to be there.
        wanted: String,
    },
    /// A number, duration, text or list beyond its bounds.
    #[error("{found} is out of range. Write {wanted}")]
    OutOfRange {
        /// What is there.
        found: String,
        /// What is to be there, with its bounds.
        wanted: String,
    },
    /// A text that is none of those known, or not of the form asked for.
    #[error("{found} is not {wanted}.{}", nearest.map(|nearest| format!(" Did you mean \"{nearest}\"?")).unwrap_or_default())]
    Value {
        /// What is there, in quotes.
        found: String,
        /// What is to be there.
        wanted: String,
        /// The known one that it resembles, if any does.
        nearest: Option<&'static str>,
    },
    /// Values that are well written each, and do not fit each other.
    #[error("{what}. {mend}")]
    Contradiction {
        /// Which, in words.
        what: String,
        /// The way out.
        mend: String,
    },
}

fn instead(nearest: Option<&str>, known: &[&str]) -> String {
    match nearest {
        Some(nearest) => format!("Did you mean `{nearest}`?"),
        None if known.is_empty() => "Nothing is read here".into(),
        None => format!("Here are read: {}", known.join(", ")),
    }
}

fn add(resembling: Option<&(String, usize)>, wanted: &str) -> String {
    match resembling {
        Some((key, line)) => format!("Is `{key}` in line {line} meant to be it? It is {wanted}"),
        None => format!("Add it: {wanted}"),
    }
}

pub(super) fn place(text: &str, at: usize, key: String) -> Place {
    let before = text.get(..at).unwrap_or(text);
    let line = before.bytes().filter(|byte| *byte == b'\n').count().saturating_add(1);
    let last = before.rsplit('\n').next().unwrap_or_default();
    let column = last.chars().count().saturating_add(1);
    Place { line, column, key }
}

/// What an error repeats of the text.
pub(super) fn clipped(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut clipped = String::new();
    for letter in text.chars().take(LONGEST) {
        match letter {
            // They harm nobody where they stand.
            '"' | '\'' | '\\' => clipped.push(letter),
            other => clipped.extend(other.escape_debug()),
        }
    }
    if text.chars().nth(LONGEST).is_some() {
        clipped.push('…');
    }
    clipped
}
