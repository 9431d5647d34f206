//! Dispute bundles, as they are, with their statements signed anew, and sound ones that were tampered with.

#![no_main]

#[path = "../../tests/entry_points/mod.rs"]
mod entry_points;

libfuzzer_sys::fuzz_target!(|data: &[u8]| entry_points::dispute(data));
