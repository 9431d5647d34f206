//! What the property tests and the fuzz targets `package`, `proofs` and `trace` both hold this crate to.

#![allow(
    clippy::restriction,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each user takes a part"
)]

#[path = "../support/mod.rs"]
pub mod support;

mod package;
mod proofs;
mod trace;

pub use package::package;
pub use proofs::proofs;
pub use trace::trace;

/// Bytes that choose what happens; when they are used up, they are zero.
pub struct Input<'a>(pub &'a [u8]);

impl<'a> Input<'a> {
    pub fn byte(&mut self) -> u8 {
        self.number(1) as u8
    }

    /// A big-endian number of so many bytes.
    pub fn number(&mut self, length: usize) -> u64 {
        (0..length).fold(0, |number, _| {
            let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
            self.0 = rest;
            number << 8 | u64::from(*first)
        })
    }

    /// An index into so many.
    pub fn index(&mut self, count: usize) -> usize {
        self.number(2) as usize % count.max(1)
    }

    pub fn bytes(&mut self, length: usize) -> &'a [u8] {
        let (bytes, rest) = self.0.split_at(length.min(self.0.len()));
        self.0 = rest;
        bytes
    }
}
