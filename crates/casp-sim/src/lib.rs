#![doc = include_str!("../README.md")]

pub mod chance;
pub mod engine;
mod number;
pub mod run;
pub mod station;
pub mod stats;
