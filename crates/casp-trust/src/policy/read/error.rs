//! What is wrong with the text of a policy: where, and how to mend it.

use core::fmt;

use super::{MAX_LIST, MAX_POLICY_BYTES};

/// Why a text is not a policy. It shows as `line:column key: what is wrong and how to mend it`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {fault}")]
pub struct PolicyError {
    /// Where.
    pub place: Place,
    /// What, and how to mend it.
    pub fault: Fault,
}

/// A place in the text of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
    /// Path of keys, such as `row[2].canaries.passes`, items of lists counted from 1. Empty for the whole text.
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
    #[error("a policy has at most {MAX_POLICY_BYTES} bytes, this one {bytes}. Move what is not read out of it")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// It is not TOML.
    #[error("this is not TOML: {message}. Texts and durations stand in quotes, numbers and true or false do not")]
    Syntax {
        /// What the parser says.
        message: String,
    },
    /// A key that nothing reads.
    #[error("nothing reads the key `{key}`. {}", instead(*nearest, known))]
    UnknownKey {
        /// The key.
        key: String,
        /// The known one that it resembles, if any does.
        nearest: Option<&'static str>,
        /// All that are read here.
        known: &'static [&'static str],
    },
    /// A key that has to be there.
    #[error("`{key}` is missing. Add it, such as `{key} = {example}`")]
    Missing {
        /// The key.
        key: &'static str,
        /// A value for it.
        example: &'static str,
    },
    /// A value of another type.
    #[error("this is {found}. Write {wanted}")]
    Type {
        /// What is there, with its article.
        found: String,
        /// What is to be there.
        wanted: &'static str,
    },
    /// A number, duration or length beyond its bounds.
    #[error("{found} is out of range. Write {least} to {most}")]
    OutOfRange {
        /// What is there.
        found: String,
        /// The least that is taken.
        least: String,
        /// The most.
        most: String,
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
    /// An item that is there already.
    #[error("{found} is here twice. Remove one")]
    Repeated {
        /// The item.
        found: String,
    },
    /// A list with nothing in it, or with more than is read.
    #[error("this list has {found} items. Write 1 to {MAX_LIST}")]
    Items {
        /// How many there are.
        found: usize,
    },
    /// Rules that cannot all be kept.
    #[error("{what}. {mend}")]
    Contradiction {
        /// Which.
        what: String,
        /// The way out.
        mend: String,
    },
}

fn instead(nearest: Option<&str>, known: &[&str]) -> String {
    nearest.map_or_else(
        || format!("Here are read: {}", known.join(", ")),
        |nearest| format!("Did you mean `{nearest}`?"),
    )
}
