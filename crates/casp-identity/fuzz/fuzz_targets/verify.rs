//! Verification of bundles and payloads, as they are and signed anew so that they get past the signature.

#![no_main]

#[path = "../../tests/entry_points/mod.rs"]
mod entry_points;

libfuzzer_sys::fuzz_target!(|data: &[u8]| entry_points::verify(data));
