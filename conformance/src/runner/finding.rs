//! What is wrong with a peer besides its answers to vectors.

use std::fmt;

/// Something that no single vector stands for. Each makes the peer nonconformant.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Finding {
    /// It was started, and gave no valid hello.
    NoHello {
        /// Why not.
        why: String,
        /// The end of its standard error.
        stderr: String,
    },
    /// A later process said something else of itself than the first.
    HelloChanged,
    /// It declares what driver protocol 1 does not have.
    UnknownCapability {
        /// The name.
        name: String,
    },
    /// It serves an operation that its hello does not declare.
    Underclaim {
        /// The operation.
        operation: &'static str,
        /// The vector that showed it.
        vector: String,
    },
    /// It did not say `unsupported` to an operation that its hello does not declare.
    BadRefusal {
        /// The operation.
        operation: &'static str,
        /// The vector that showed it.
        vector: String,
        /// What it did instead.
        why: String,
    },
    /// It did not end as it must once its input was closed.
    BadEnd {
        /// What it did instead.
        why: String,
        /// The end of its standard error.
        stderr: String,
    },
}

impl Finding {
    /// The name in reports.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::NoHello { .. } => "no-hello",
            Self::HelloChanged => "hello-changed",
            Self::UnknownCapability { .. } => "unknown-capability",
            Self::Underclaim { .. } => "underclaim",
            Self::BadRefusal { .. } => "bad-refusal",
            Self::BadEnd { .. } => "bad-end",
        }
    }

    /// The end of the peer's standard error, where that may tell more.
    pub fn stderr(&self) -> &str {
        match self {
            Self::NoHello { stderr, .. } | Self::BadEnd { stderr, .. } => stderr,
            _ => "",
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoHello { why, .. } => write!(f, "the peer gave no valid hello: {why}"),
            Self::HelloChanged => f.write_str("the peer's hello differs from one process to the next"),
            Self::UnknownCapability { name } => {
                write!(
                    f,
                    "hello declares `{}`, which driver protocol 1 does not have",
                    name.escape_debug()
                )
            }
            Self::Underclaim { operation, vector } => {
                write!(
                    f,
                    "hello does not declare `{operation}`, yet the peer serves it (shown by {vector})"
                )
            }
            Self::BadRefusal { operation, vector, why } => {
                write!(
                    f,
                    "hello does not declare `{operation}`, yet the peer did not say `unsupported`"
                )?;
                write!(f, " (shown by {vector}): {why}")
            }
            Self::BadEnd { why, .. } => write!(f, "the peer {why}"),
        }
    }
}
