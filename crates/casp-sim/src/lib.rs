#![doc = include_str!("../README.md")]

pub mod chance;
pub mod compare;
pub mod cost;
pub mod document;
pub mod engine;
pub mod experiment;
pub mod faults;
pub mod figure5;
mod key;
pub mod measure;
pub mod net;
pub mod number;
pub mod plot;
mod remembered;
pub mod run;
pub mod scenario;
pub mod station;
pub mod stats;
pub mod table;
pub mod trace;
pub mod world;
