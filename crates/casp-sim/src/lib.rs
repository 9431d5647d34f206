#![doc = include_str!("../README.md")]

pub mod chance;
pub mod cost;
pub mod engine;
pub mod faults;
pub mod net;
mod number;
pub mod plot;
pub mod run;
pub mod station;
pub mod stats;
pub mod table;
pub mod world;
