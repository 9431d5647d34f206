//! The checks of a package on its trace and the checkpoints of it.

use alloc::vec::Vec;

use casp_identity::{AgentId, Recorded};
use casp_task::record::Parties;
use casp_wire::check;

use super::chain::{Chain, Window};
use super::faults::Member;
use super::receipts::Receipts;
use crate::container;
use crate::event::Event;
use crate::statements::TraceCheckpointKind;
use crate::tree::{Frontier, Hash, leaf_hash};
use crate::violation::EvidenceViolation;

/// What the checkpoints of a trace have in common.
struct Origin {
    issuer: AgentId,
    contract: Vec<u8>,
    session: Vec<u8>,
    /// Within which they are issued; without contract at any time.
    window: Option<Window>,
}

/// Sizes and roots of the trace as it grew, by size.
type Roots = Vec<(usize, Hash)>;

impl Chain<'_, '_> {
    /// Step 16: TRC-1 to TRC-5.
    pub(super) fn events_stand(&mut self, receipts: &Receipts) {
        let last = self.parts.events.len().saturating_sub(1);
        let mut last_at_ms = 0;
        for (index, leaf) in self.parts.events.iter().enumerate() {
            let event = Event::accepted(leaf);
            let outcome = event_stands(&event, index, last, last_at_ms, receipts);
            self.events_flawed |= !self.faults.note(Member::Events, index, outcome);
            last_at_ms = event.at_ms;
        }
    }

    /// Steps 17 and 18: TRC-6 and TRC-7, CHK-1 to CHK-3, PKG-2.
    pub(super) fn trace_stands(&mut self) {
        let Some(committed) = self.committed().filter(|_| !self.events_flawed) else {
            return;
        };
        let size = u64::try_from(self.parts.events.len()).unwrap_or(u64::MAX);
        let outcome = check(size == committed.size, EvidenceViolation::TraceSize);
        if !self.faults.note(Member::Events, 0, outcome) {
            return;
        }
        let roots = self.grow();
        let whole = roots.last().map(|(_, root)| root.as_slice());
        let is_that = size == 0 || whole == Some(committed.root.as_slice());
        let outcome = check(is_that, EvidenceViolation::TraceRoot);
        if self.faults.note(Member::Events, 0, outcome) {
            self.checkpoints_stand(&roots);
        }
    }

    /// CHK-1 to CHK-3, PKG-2.
    fn checkpoints_stand(&mut self, roots: &Roots) {
        let Some(origin) = self.origin() else { return };
        let events = u64::try_from(self.parts.events.len()).unwrap_or(u64::MAX);
        let mut last_size = 0;
        for (index, slot) in self.checkpoints.iter_mut().enumerate() {
            let Some(checkpoint) = slot else { continue };
            let size = checkpoint.message().size;
            let in_order = last_size < size && size <= events;
            let outcome = check(origin.is_of(checkpoint), EvidenceViolation::CheckpointForeign)
                .and_then(|()| check(in_order, EvidenceViolation::CheckpointSize))
                .and_then(|()| check(is_root(checkpoint, roots), EvidenceViolation::CheckpointRoot))
                .and_then(|()| origin.has_time_of(checkpoint));
            if self.faults.note(Member::Checkpoints, index, outcome) {
                last_size = size;
            } else {
                *slot = None;
            }
        }
    }

    /// Size and root that the trace was committed with, if there is a statement that can say so.
    fn committed(&self) -> Option<Committed> {
        if self.parts.has_contract() {
            let trace = self.result.as_ref()?.message().trace.clone().unwrap_or_default();
            let (size, root) = (trace.size, trace.root);
            return Some(Committed { size, root });
        }
        let last = self.checkpoints.last()?.as_ref()?.message();
        let (size, root) = (last.size, last.root.clone());
        Some(Committed { size, root })
    }

    /// Who may issue checkpoints, and of what, if there are statements that can say so.
    fn origin(&self) -> Option<Origin> {
        if self.parts.has_contract() {
            let (offer, quote) = (self.offer.as_ref()?, self.quote.as_ref()?);
            let (acceptance, result) = (self.acceptance.as_ref()?, self.result.as_ref()?);
            // Without a trace in the result the session is empty, and no checkpoint has that.
            let trace = result.message().trace.clone().unwrap_or_default();
            return Some(Origin {
                issuer: Parties::of(offer).ok()?.provider,
                contract: acceptance.object_id().0.into(),
                session: trace.session,
                window: Some(Window::of(quote, acceptance)),
            });
        }
        let last = self.checkpoints.last()?.as_ref()?;
        Some(Origin {
            issuer: last.issuer(),
            contract: Vec::new(),
            session: last.message().session.clone(),
            window: None,
        })
    }

    /// Hashes the trace, once. Gives its root at the size of each checkpoint, and at its end.
    fn grow(&mut self) -> Roots {
        let sizes = self
            .checkpoints
            .iter()
            .flatten()
            .map(|checkpoint| checkpoint.message().size);
        let mut wanted: Vec<_> = sizes.filter_map(|size| usize::try_from(size).ok()).collect();
        wanted.push(self.parts.events.len());
        wanted.sort_unstable();
        wanted.dedup();
        let mut wanted = wanted.into_iter().peekable();
        let (mut tree, mut roots, mut hashes) = (Frontier::new(), Roots::new(), 0_u64);
        for (index, leaf) in self.parts.events.iter().enumerate() {
            hashes = hashes.saturating_add(1 + u64::from(tree.size().trailing_ones()));
            // A package has no room for more leaves than a tree takes.
            let _ = tree.push(leaf_hash(leaf));
            if let Some(size) = wanted.next_if_eq(&index.saturating_add(1)) {
                hashes = hashes.saturating_add(u64::from(tree.size().count_ones()));
                roots.push((size, tree.root()));
            }
        }
        self.work.hashes = self.work.hashes.saturating_add(hashes);
        roots
    }
}

struct Committed {
    size: u64,
    root: Vec<u8>,
}

impl Origin {
    fn is_of(&self, checkpoint: &Recorded<TraceCheckpointKind>) -> bool {
        let message = checkpoint.message();
        checkpoint.issuer() == self.issuer && message.contract == self.contract && message.session == self.session
    }

    fn has_time_of(&self, checkpoint: &Recorded<TraceCheckpointKind>) -> Result<(), EvidenceViolation> {
        let issued_at_ms = checkpoint.header().issued_at_ms;
        self.window
            .map_or(Ok(()), |window| window.holds(issued_at_ms, issued_at_ms))
    }
}

fn event_stands(
    event: &Event<'_>,
    index: usize,
    last: usize,
    last_at_ms: i64,
    receipts: &Receipts,
) -> Result<(), EvidenceViolation> {
    let position = u64::try_from(index).unwrap_or(u64::MAX).saturating_add(1);
    event.follows(position, last_at_ms)?;
    check(
        event.terminal == (index == last),
        EvidenceViolation::EventTerminal { position },
    )?;
    let has_receipt = event.receipt.is_empty() || receipts.has(event.receipt);
    check(has_receipt, EvidenceViolation::EventReceipt { position })
}

/// CHK-3.
fn is_root(checkpoint: &Recorded<TraceCheckpointKind>, roots: &Roots) -> bool {
    let head = container::head(checkpoint.message());
    head.is_some_and(|head| {
        let size = usize::try_from(head.size).unwrap_or(usize::MAX);
        let at = roots.binary_search_by_key(&size, |(size, _)| *size).ok();
        at.and_then(|at| roots.get(at))
            .is_some_and(|(_, root)| *root == head.root)
    })
}
