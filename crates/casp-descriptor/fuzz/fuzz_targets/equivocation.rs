//! Equivocation proofs, as they are and with their members signed anew.

#![no_main]

#[path = "../../tests/entry_points/mod.rs"]
mod entry_points;

libfuzzer_sys::fuzz_target!(|data: &[u8]| entry_points::equivocation(data));
