//! What a peer writes to standard output that is not the answer that was due, and what it looks like.

use std::fmt;

use crate::driver::{Codec, FrameError};

/// Bytes of undecodable output that are shown.
pub(super) const SHOWN_BYTES: usize = 64;

/// Not the answer that was due.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Garbage {
    /// Bytes that are no response in the agreed codec.
    Undecodable {
        /// Why they are not.
        reason: String,
        /// The first of them.
        start: Vec<u8>,
        /// What they look like.
        looks: Looks,
    },
    /// A response whose token no request bore.
    UnknownToken {
        /// The token, shortened.
        token: String,
    },
    /// A response to a request that had been answered before.
    AnsweredTwice,
    /// A response to a request whose turn has not come.
    OutOfTurn,
    /// A response without outcome, or a `hello` to something else.
    NoAnswer,
    /// A response with VERDICT_UNSPECIFIED or a verdict that is none.
    NoVerdict {
        /// Its number.
        number: i32,
    },
    /// A response with a stage that is none.
    NoStage {
        /// Its number.
        number: i32,
    },
}

impl Garbage {
    /// Diagnoses what could not be read as a frame or decoded as a response.
    pub(super) fn undecodable(codec: Codec, error: &FrameError, start: &[u8]) -> Self {
        let start = start[..start.len().min(SHOWN_BYTES)].to_vec();
        Self::Undecodable {
            reason: error.to_string(),
            looks: Looks::of(codec, &start),
            start,
        }
    }

    /// A response whose token is not the due one and was never given out.
    pub(super) fn unknown_token(token: &str) -> Self {
        Self::UnknownToken {
            token: token.chars().take(SHOWN_BYTES).collect(),
        }
    }
}

impl fmt::Display for Garbage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undecodable { reason, start, looks } => {
                write!(
                    f,
                    "no response on standard output: {reason}; it begins {}{looks}",
                    quoted(start)
                )
            }
            Self::UnknownToken { token } => {
                write!(
                    f,
                    "a response with the token \"{}\", which no request bore",
                    token.escape_debug()
                )
            }
            Self::AnsweredTwice => f.write_str("a second response to a request that had been answered"),
            Self::OutOfTurn => f.write_str("a response to a later request before that of an earlier one"),
            Self::NoAnswer => f.write_str("a response that neither answers the request nor says `unsupported`"),
            Self::NoVerdict { number } => write!(f, "an answer with verdict number {number}, which is never sent"),
            Self::NoStage { number } => write!(f, "an answer with stage number {number}, which is none"),
        }
    }
}

/// What undecodable output looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    /// Text, most likely meant for a log.
    Text,
    /// The other codec.
    Other(Codec),
    /// Nothing known.
    Unknown,
}

impl Looks {
    fn of(codec: Codec, start: &[u8]) -> Self {
        let text = !text_at_start(start).is_empty();
        match codec {
            Codec::Binary if text && start.starts_with(b"{") => Self::Other(Codec::Json),
            // A frame of less than 16 MiB begins with a zero byte, which text and JSON never contain.
            Codec::Json if start.starts_with(&[0]) => Self::Other(Codec::Binary),
            _ if text => Self::Text,
            _ => Self::Unknown,
        }
    }
}

impl fmt::Display for Looks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => f.write_str("; this looks like text: logs belong on standard error"),
            Self::Other(codec) => write!(
                f,
                "; this looks like the {codec} codec: {} says which to use",
                Codec::VARIABLE
            ),
            Self::Unknown => Ok(()),
        }
    }
}

/// Bytes that must be text for what begins with them to be taken for text: a response may follow a log line at once.
const TEXT_BYTES: usize = 4;

/// The text that bytes begin with; empty when they are something else.
fn text_at_start(bytes: &[u8]) -> &str {
    let valid = bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    let end = valid
        .find(|c: char| c.is_control() && !matches!(c, '\t' | '\r' | '\n'))
        .unwrap_or(valid.len());
    if end == bytes.len() || end >= TEXT_BYTES {
        &valid[..end]
    } else {
        ""
    }
}

/// Bytes as text as far as they are, as hex otherwise.
fn quoted(bytes: &[u8]) -> String {
    match text_at_start(bytes) {
        "" if bytes.is_empty() => "with an empty line".to_owned(),
        "" => hex::encode(bytes),
        text => format!("\"{}\"", text.escape_debug()),
    }
}
