//! Pairs of texts: what is I-JSON, and which values are the same.

#![no_main]

#[path = "../../tests/entry_points/mod.rs"]
mod entry_points;

libfuzzer_sys::fuzz_target!(|data: &[u8]| entry_points::json(data));
