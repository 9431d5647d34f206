//! Inclusion and consistency proofs beside the RFC, disclosures and fork proofs.

#![no_main]

#[path = "../../tests/entry_points/mod.rs"]
mod entry_points;

libfuzzer_sys::fuzz_target!(|data: &[u8]| entry_points::proofs(data));
