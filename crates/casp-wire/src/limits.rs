//! Limits that are not options of a field in the schema.

/// Greatest encoded bundle, bytes: an envelope of 1 MiB with room for its proofs (SIZ-1).
pub const MAX_BUNDLE_BYTES: usize = 1_114_112;

/// Greatest encoded envelope outside a bundle, bytes (SIZ-1).
pub const MAX_ENVELOPE_BYTES: usize = 1_048_576;

/// Greatest encoded equivocation proof, bytes: two bundles of 256 KiB (SIZ-1).
pub const MAX_EQUIVOCATION_PROOF_BYTES: usize = 524_288;

/// Allowance for skew between two honest clocks, milliseconds, on either side (FRS-1, FRS-2).
pub const SKEW_MS: i64 = 5_000;

/// Last admissible time, milliseconds since the Unix epoch: the end of the year 9999.
pub const MAX_TIME_MS: i64 = 253_402_300_799_999;

/// Greatest number that every language can hold exactly: 2^53 − 1.
pub const MAX_INTEGER: u64 = 9_007_199_254_740_991;
