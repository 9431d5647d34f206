//! did:key, PeerId and multikey; keys and signatures; DSSE's JSON form.

#![no_main]

#[path = "../../tests/entry_points/mod.rs"]
mod entry_points;

libfuzzer_sys::fuzz_target!(|data: &[u8]| entry_points::text(data));
