//! Tier 2: canaries, when they are sent, and how long a pass counts.

mod target;

pub use target::ProbeTarget;
