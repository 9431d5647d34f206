//! A writer's state at rest.
//!
//! All of one length for a size, numbers big-endian: session (16), size (8), time of the last event (8), whether it was the
//! last (1), root (32), peaks of the frontier (32 each). Nobody else reads it; it is no part of the wire.

use alloc::vec::Vec;

use super::{TraceVerifier, TraceWriter};
use crate::tree::{Frontier, Hash};

/// The bytes are no state of a writer, or were damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a state of a trace writer")]
pub struct NotAState;

impl<S> TraceWriter<S> {
    /// The state, to be kept: at most 2,113 bytes.
    #[must_use]
    pub fn save(&self) -> Vec<u8> {
        let (tree, last_at_ms, is_over) = self.trace.parts();
        let mut state = Vec::new();
        state.extend_from_slice(&self.session);
        state.extend_from_slice(&tree.size().to_be_bytes());
        state.extend_from_slice(&last_at_ms.to_be_bytes());
        state.push(u8::from(is_over));
        state.extend_from_slice(&tree.root());
        tree.peaks().iter().for_each(|peak| state.extend_from_slice(peak));
        state
    }
}

impl<S: FnMut() -> [u8; 16]> TraceWriter<S> {
    /// Goes on from a state that was kept.
    ///
    /// # Errors
    /// [`NotAState`] for other bytes, as far as can be told from them.
    pub fn resume(state: &[u8], salts: S) -> Result<Self, NotAState> {
        let mut rest = state;
        let session = next(&mut rest)?;
        let size = u64::from_be_bytes(next(&mut rest)?);
        let last_at_ms = i64::from_be_bytes(next(&mut rest)?);
        let [is_over @ (0 | 1)] = next(&mut rest)? else {
            return Err(NotAState);
        };
        let root: Hash = next(&mut rest)?;
        let (peaks, []) = rest.as_chunks() else {
            return Err(NotAState);
        };
        let tree = Frontier::from_parts(size, peaks.to_vec()).map_err(|_| NotAState)?;
        if tree.root() != root || last_at_ms < 0 {
            return Err(NotAState);
        }
        let trace = TraceVerifier::from_parts(tree, last_at_ms, is_over == 1);
        Ok(Self::of(session, trace, salts))
    }
}

fn next<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], NotAState> {
    let (first, after) = rest.split_first_chunk().ok_or(NotAState)?;
    *rest = after;
    Ok(*first)
}
