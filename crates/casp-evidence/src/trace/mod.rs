//! Traces: written event by event, and verified event by event, in memory that grows with the logarithm of their length.

mod state;
mod verifier;
mod writer;

pub use state::NotAState;
pub use verifier::TraceVerifier;
pub use writer::{Draft, TraceWriter, WriteError};
