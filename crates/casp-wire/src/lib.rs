#![doc = include_str!("../README.md")]
#![no_std]

extern crate alloc;
// Only a build that switches rules off (see `rule::fault`) links std.
#[cfg(casp_fault)]
extern crate std;

mod decode;
mod format;
pub mod limits;
pub mod outline;
pub mod rule;
mod scan;
pub mod table;
mod violation;

#[allow(missing_docs, clippy::all, clippy::pedantic)]
mod generated {
    include!("generated/casp.v1.rs");

    pub mod tables {
        include!("generated/tables.rs");
    }
}

/// Message types of package `casp.v1`, generated from `proto/casp/v1`.
///
/// Their fields are what the wire said or will say; that a value of such a type exists proves nothing about it.
pub mod v1 {
    pub use super::generated::*;
}

pub use decode::{decode, decode_unchecked, encode};
pub use rule::{Stage, Verdict, Violation, check};
pub use scan::scan;
pub use violation::{Layer, WireRule, WireViolation};
