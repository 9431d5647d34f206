//! Nothing here: see `benches/hold.rs`.
