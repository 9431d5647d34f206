//! Verifying a trace as its events come in.

use alloc::collections::VecDeque;

use casp_wire::check;
use casp_wire::v1::TraceCommitment;

use crate::event::Event;
use crate::tree::{Frontier, TreeHead, leaf_hash};
use crate::violation::EvidenceViolation;

/// Verifies the events of one session, from the first on. Keeps the frontier of their tree and the checkpoints that it was
/// told to expect, and nothing of the events.
///
/// After a violation it accepts nothing more: every later call gives the same violation.
#[derive(Clone, Debug, Default)]
pub struct TraceVerifier {
    tree: Frontier,
    last_at_ms: i64,
    is_over: bool,
    expected: VecDeque<TreeHead>,
    violation: Option<EvidenceViolation>,
}

impl TraceVerifier {
    /// A verifier that has seen no event.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Expects the trace to stand so when it has come to this size. Checkpoints are expected by size, and before the trace
    /// has outgrown them.
    ///
    /// # Errors
    /// CHK-2.
    pub fn expect(&mut self, checkpoint: TreeHead) -> Result<(), EvidenceViolation> {
        self.unless_broken(|it| {
            let before = it.expected.back().map_or(it.tree.size(), |last| last.size);
            check(checkpoint.size > before, EvidenceViolation::CheckpointSize)?;
            it.expected.push_back(checkpoint);
            Ok(())
        })
    }

    /// Takes the next event in its canonical encoding.
    ///
    /// # Errors
    /// Rules ENC and FMT, TRC-1 to TRC-4, and CHK-3 if a checkpoint was expected at this size.
    #[inline]
    pub fn push(&mut self, leaf: &[u8]) -> Result<(), EvidenceViolation> {
        self.unless_broken(|it| {
            it.try_push(leaf)?;
            it.meet()
        })
    }

    /// Ends: the trace is complete, and the one that was committed to.
    ///
    /// # Errors
    /// TRC-4 when the last event is not terminal, CHK-2 when a checkpoint is of a longer trace, TRC-6, TRC-7.
    pub fn finish(mut self, committed: &TraceCommitment) -> Result<TreeHead, EvidenceViolation> {
        let head = self.tree.head();
        self.unless_broken(|it| {
            let position = head.size;
            check(
                it.is_over || position == 0,
                EvidenceViolation::EventTerminal { position },
            )?;
            check(it.expected.is_empty(), EvidenceViolation::CheckpointSize)?;
            check(head.size == committed.size, EvidenceViolation::TraceSize)?;
            check(head.root == committed.root.as_slice(), EvidenceViolation::TraceRoot)
        })?;
        Ok(head)
    }

    /// Number of events so far.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.tree.size()
    }

    /// Size and root so far.
    #[must_use]
    pub fn head(&self) -> TreeHead {
        self.tree.head()
    }

    /// Whether the last event was terminal.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.is_over
    }

    /// Takes the next event, or changes nothing.
    #[inline]
    pub(super) fn try_push(&mut self, leaf: &[u8]) -> Result<(), EvidenceViolation> {
        let event = Event::read(leaf)?;
        let last = self.tree.size();
        let position = last.saturating_add(1);
        check(!self.is_over, EvidenceViolation::EventTerminal { position: last })?;
        event.follows(position, self.last_at_ms)?;
        let pushed = self.tree.push(leaf_hash(leaf));
        pushed.map_err(|_| EvidenceViolation::TraceSize)?;
        (self.last_at_ms, self.is_over) = (event.at_ms, event.terminal);
        Ok(())
    }

    pub(super) const fn parts(&self) -> (&Frontier, i64, bool) {
        (&self.tree, self.last_at_ms, self.is_over)
    }

    pub(super) fn from_parts(tree: Frontier, last_at_ms: i64, is_over: bool) -> Self {
        Self {
            tree,
            last_at_ms,
            is_over,
            ..Self::default()
        }
    }

    /// CHK-3, if the trace has come to the next checkpoint.
    fn meet(&mut self) -> Result<(), EvidenceViolation> {
        let size = self.tree.size();
        let Some(next) = self.expected.front().filter(|next| next.size == size) else {
            return Ok(());
        };
        check(next.root == self.tree.root(), EvidenceViolation::CheckpointRoot)?;
        self.expected.pop_front();
        Ok(())
    }

    #[inline]
    fn unless_broken(
        &mut self,
        step: impl FnOnce(&mut Self) -> Result<(), EvidenceViolation>,
    ) -> Result<(), EvidenceViolation> {
        if let Some(violation) = self.violation {
            return Err(violation);
        }
        let outcome = step(self);
        self.violation = outcome.err();
        outcome
    }
}
