//! The paper's Figure 5.

mod base;

pub use base::{Base, Candidates};
