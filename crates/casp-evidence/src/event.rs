//! Events of a trace, read without copying.

use casp_wire::limits::{MAX_INTEGER, MAX_TIME_MS};
use casp_wire::table::Described as _;
use casp_wire::v1::TraceEvent;
use casp_wire::{Layer, WireViolation, check, scan};

use crate::fields::{Fields, Reader};
use crate::violation::EvidenceViolation;

/// An event as it stands in its canonical encoding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Event<'a> {
    /// Position in the trace, from 1.
    pub seq: u64,
    /// 16 bytes.
    pub salt: &'a [u8],
    /// When it happened, milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// A registered identifier.
    pub kind: &'a str,
    /// Object id of the tool receipt that belongs to it; empty where there is none.
    pub receipt: &'a [u8],
    /// Whatever the kind says.
    pub data: &'a [u8],
    /// Whether it ends the trace.
    pub terminal: bool,
}

impl<'a> Event<'a> {
    /// Reads an event from its canonical encoding, which is its leaf in the tree.
    ///
    /// # Errors
    /// Rules ENC and FMT, at the stage ENCODING.
    #[inline]
    pub fn read(leaf: &'a [u8]) -> Result<Self, WireViolation> {
        // A trace has millions of events, and the scan knows every schema: what is canonical beyond doubt is read at once,
        // and about everything else the scan decides.
        plain(leaf).map_or_else(|| Self::scanned(leaf), Ok)
    }

    /// Reads an event that was accepted before.
    pub(crate) fn accepted(leaf: &'a [u8]) -> Self {
        plain(leaf).unwrap_or_else(|| Self::lenient(leaf))
    }

    /// Whether this is an event beyond doubt; if not, the scan has to say.
    pub(crate) fn is_plain(leaf: &[u8]) -> bool {
        plain(leaf).is_some()
    }

    #[cold]
    fn scanned(leaf: &'a [u8]) -> Result<Self, WireViolation> {
        scan(TraceEvent::TABLE, leaf, Layer::Envelope)?;
        Ok(Self::lenient(leaf))
    }

    fn lenient(leaf: &'a [u8]) -> Self {
        let mut event = Self::default();
        for (number, value) in Fields::of(leaf) {
            match number {
                1 => event.seq = value.number(),
                2 => event.salt = value.bytes(),
                3 => event.at_ms = value.number().cast_signed(),
                4 => event.kind = core::str::from_utf8(value.bytes()).unwrap_or_default(),
                5 => event.receipt = value.bytes(),
                6 => event.data = value.bytes(),
                7 => event.terminal = value.number() != 0,
                _ => {}
            }
        }
        event
    }

    /// TRC-1 to TRC-3: what an event at this position owes to the one before it.
    pub(crate) fn follows(&self, position: u64, last_at_ms: i64) -> Result<(), EvidenceViolation> {
        check(self.seq == position, EvidenceViolation::EventSeq { position })?;
        salted(self.salt, position)?;
        check(self.at_ms >= last_at_ms, EvidenceViolation::EventTime { position })
    }
}

/// TRC-2.
pub(crate) fn salted(salt: &[u8], position: u64) -> Result<(), EvidenceViolation> {
    let random = salt.iter().any(|byte| *byte != 0);
    check(random, EvidenceViolation::EventSalt { position })
}

/// Reads what is certain to be canonical: field after field, as the schema gives them. `None` says nothing about the bytes.
#[inline]
fn plain(leaf: &[u8]) -> Option<Event<'_>> {
    const VARINT: u8 = 0;
    const DELIMITED: u8 = 2;
    const fn tag(number: u8, wire_type: u8) -> u8 {
        number << 3 | wire_type
    }
    let mut rest = Reader(leaf);
    rest.skip(tag(1, VARINT))?;
    let seq = rest.varint().filter(|seq| (1..=MAX_INTEGER).contains(seq))?;
    rest.skip(tag(2, DELIMITED))?;
    let salt = rest.delimited().filter(|salt| salt.len() == 16)?;
    rest.skip(tag(3, VARINT))?;
    let at_ms = rest.varint()?.cast_signed();
    if !(1..=MAX_TIME_MS).contains(&at_ms) {
        return None;
    }
    rest.skip(tag(4, DELIMITED))?;
    let kind = rest.delimited().and_then(identifier)?;
    let mut event = Event {
        seq,
        salt,
        at_ms,
        kind,
        ..Event::default()
    };
    if rest.skip(tag(5, DELIMITED)).is_some() {
        event.receipt = rest.delimited().filter(|receipt| receipt.len() == 32)?;
    }
    if rest.skip(tag(6, DELIMITED)).is_some() {
        event.data = rest.delimited().filter(|data| (1..=4_096).contains(&data.len()))?;
    }
    if rest.skip(tag(7, VARINT)).is_some() {
        rest.skip(1)?;
        event.terminal = true;
    }
    rest.0.is_empty().then_some(event)
}

/// FMT-1, within 64 bytes.
#[inline]
fn identifier(bytes: &[u8]) -> Option<&str> {
    let is_alnum = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let is_inner = |byte: &u8| is_alnum(byte) || matches!(byte, b'.' | b'_' | b'-' | b':' | b'/');
    let ends = bytes.first().is_some_and(is_alnum) && bytes.last().is_some_and(is_alnum);
    let shaped = ends && bytes.len() <= 64 && bytes.iter().all(is_inner);
    shaped.then(|| core::str::from_utf8(bytes).ok()).flatten()
}
