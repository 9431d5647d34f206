//! Traces that a verifier and its model judge alike, and writers that crash.

#![no_main]

#[path = "../../tests/entry_points/mod.rs"]
mod entry_points;

libfuzzer_sys::fuzz_target!(|data: &[u8]| entry_points::trace(data));
