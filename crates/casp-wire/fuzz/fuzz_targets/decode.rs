//! Decoding of any message: the scan and prost agree. The first byte selects the message and the layer.

#![no_main]

#[path = "../../tests/entry_points/mod.rs"]
mod entry_points;

libfuzzer_sys::fuzz_target!(|data: &[u8]| entry_points::decode_any(data));
