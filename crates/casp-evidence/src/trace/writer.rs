//! Writing a trace.

use alloc::string::String;
use alloc::vec::Vec;

use casp_identity::ObjectId;
use casp_wire::v1::{Header, TraceCheckpoint, TraceCommitment, TraceEvent};
use casp_wire::{WireViolation, encode};

use super::TraceVerifier;
use crate::tree::TreeHead;
use crate::violation::EvidenceViolation;

/// What is to be written of an event; the writer adds number and salt.
#[derive(Clone, Copy, Debug, Default)]
pub struct Draft<'a> {
    /// When it happened, milliseconds since the Unix epoch; no earlier than the event before.
    pub at_ms: i64,
    /// A registered identifier, such as `tool-call`; at most 64 bytes.
    pub kind: &'a str,
    /// The tool receipt that belongs to it.
    pub receipt: Option<ObjectId>,
    /// Whatever the kind says; at most 4,096 bytes.
    pub data: &'a [u8],
}

/// Writes the events of one session, in memory that grows with the logarithm of their number.
///
/// **Keep each event before you keep the state, and both before you sign a checkpoint over them.** A writer that forgot events
/// writes others in their places, and two checkpoints that contradict each other prove that its signer keeps two histories.
/// After a crash, [`TraceWriter::resume`] from the last state that was kept, then [`TraceWriter::adopt`] the events that were
/// kept after it.
///
/// `S` draws the salt of an event: 16 bytes that nobody can guess, never the same twice. They hide the events that are not
/// disclosed.
#[derive(Clone, Debug)]
pub struct TraceWriter<S> {
    pub(super) session: [u8; 16],
    /// Whatever a verifier would refuse is not written.
    pub(super) trace: TraceVerifier,
    salts: S,
    last_salt: [u8; 16],
}

/// Why an event was not written. The writer is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// The trace has its last event.
    #[error("the trace is over")]
    Over,
    /// The source of salts gave the same twice running, or nothing but zeros: it is broken.
    #[error("the source of salts is broken")]
    Salts,
    /// No verifier would accept the event.
    #[error("the event is invalid: {0}")]
    Invalid(EvidenceViolation),
}

impl From<WireViolation> for WriteError {
    fn from(violation: WireViolation) -> Self {
        Self::Invalid(violation.into())
    }
}

impl<S: FnMut() -> [u8; 16]> TraceWriter<S> {
    /// Begins the trace of a session: 16 random bytes.
    #[must_use]
    pub fn new(session: [u8; 16], salts: S) -> Self {
        Self::of(session, TraceVerifier::new(), salts)
    }

    pub(super) const fn of(session: [u8; 16], trace: TraceVerifier, salts: S) -> Self {
        Self {
            session,
            trace,
            salts,
            last_salt: [0; 16],
        }
    }

    /// Writes an event. Gives its leaf: the canonical encoding, to be kept.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn append(&mut self, draft: &Draft<'_>) -> Result<Vec<u8>, WriteError> {
        self.write(draft, false)
    }

    /// Writes the last event.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn end(&mut self, draft: &Draft<'_>) -> Result<Vec<u8>, WriteError> {
        self.write(draft, true)
    }

    fn write(&mut self, draft: &Draft<'_>, terminal: bool) -> Result<Vec<u8>, WriteError> {
        if self.trace.is_over() {
            return Err(WriteError::Over);
        }
        let salt = (self.salts)();
        if salt == self.last_salt || salt == [0; 16] {
            return Err(WriteError::Salts);
        }
        let leaf = encode(&TraceEvent {
            seq: self.trace.size().saturating_add(1),
            salt: salt.into(),
            at_ms: draft.at_ms,
            kind: String::from(draft.kind),
            receipt: draft.receipt.map(|id| id.0.into()).unwrap_or_default(),
            data: draft.data.into(),
            terminal,
        });
        self.adopt(&leaf)?;
        self.last_salt = salt;
        Ok(leaf)
    }

    /// Takes up an event that was written and kept after the state from which the writer resumed.
    ///
    /// # Errors
    /// [`WriteError::Over`], [`WriteError::Invalid`] for what is not the next event.
    pub fn adopt(&mut self, leaf: &[u8]) -> Result<(), WriteError> {
        if self.trace.is_over() {
            return Err(WriteError::Over);
        }
        self.trace.try_push(leaf).map_err(WriteError::Invalid)
    }
}

impl<S> TraceWriter<S> {
    /// The session.
    #[must_use]
    pub const fn session(&self) -> [u8; 16] {
        self.session
    }

    /// Number of events and root so far.
    #[must_use]
    pub fn head(&self) -> TreeHead {
        self.trace.head()
    }

    /// A checkpoint of the trace as it stands, to be signed; `None` before the first event.
    #[must_use]
    pub fn checkpoint(&self, header: Header, contract: Option<ObjectId>) -> Option<TraceCheckpoint> {
        let head = self.trace.head();
        (head.size > 0).then(|| TraceCheckpoint {
            header: Some(header),
            contract: contract.map(|id| id.0.into()).unwrap_or_default(),
            session: self.session.into(),
            size: head.size,
            root: head.root.into(),
        })
    }

    /// What a result commits to; `None` before the last event.
    #[must_use]
    pub fn commitment(&self) -> Option<TraceCommitment> {
        let head = self.trace.head();
        self.trace.is_over().then(|| TraceCommitment {
            session: self.session.into(),
            size: head.size,
            root: head.root.into(),
        })
    }
}
