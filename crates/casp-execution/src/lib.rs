#![doc = include_str!("../README.md")]

pub mod dispute;
mod violation;

pub use dispute::{Finding, Judgement, Member, Unresolved, judge};
pub use violation::DisputeViolation;
