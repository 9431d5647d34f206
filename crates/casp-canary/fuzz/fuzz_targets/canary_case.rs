//! Canary cases, as they are and with their statements spoilt before they are signed.

#![no_main]

#[path = "../../tests/entry_points/mod.rs"]
mod entry_points;

libfuzzer_sys::fuzz_target!(|data: &[u8]| entry_points::canary_case(data));
