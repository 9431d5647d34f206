//! The CASP conformance suite: vectors, the generator that makes them, the runner that replays them against a peer in any
//! language, and the reference peer.

pub mod annotate;
pub mod coverage;
pub mod driver;
pub mod explain;
pub mod generate;
pub mod reference;
pub mod report;
pub mod runner;
pub mod vector;

/// The workspace's README, whose code is a test.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
mod readme {}
