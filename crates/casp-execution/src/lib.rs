#![doc = include_str!("../README.md")]

pub mod dispute;
pub mod funnel;
mod violation;
pub mod workflow;

pub use dispute::{Finding, Judgement, Member, Unresolved, judge};
pub use violation::DisputeViolation;
