//! Limits that are not options of a field in the schema.

/// Greatest encoded bundle, bytes: an envelope of 1 MiB with room for its proofs (SIZ-1).
pub const MAX_BUNDLE_BYTES: usize = 1_114_112;

/// Greatest encoded envelope outside a bundle, bytes (SIZ-1).
pub const MAX_ENVELOPE_BYTES: usize = 1_048_576;

/// Greatest encoded equivocation proof, bytes: two bundles of 256 KiB (SIZ-1).
pub const MAX_EQUIVOCATION_PROOF_BYTES: usize = 524_288;

/// Greatest encoded canary case, bytes: a request and a result with their contract and verdict (SIZ-1).
pub const MAX_CANARY_CASE_BYTES: usize = 1_703_936;

/// Greatest encoded evidence package, bytes (SIZ-1).
pub const MAX_EVIDENCE_PACKAGE_BYTES: usize = 8_388_608;

/// Greatest encoded event disclosure, bytes (SIZ-1).
pub const MAX_EVENT_DISCLOSURE_BYTES: usize = 65_536;

/// Greatest encoded fork proof, bytes (SIZ-1).
pub const MAX_FORK_PROOF_BYTES: usize = 1_376_256;

/// Greatest encoded discovery answer, bytes (SIZ-1).
pub const MAX_DISCOVERY_ANSWER_BYTES: usize = 8_388_608;

/// Greatest encoded registration, bytes (SIZ-1).
pub const MAX_REGISTRATION_BYTES: usize = 147_456;

/// Greatest encoded omission proof, bytes (SIZ-1).
pub const MAX_OMISSION_PROOF_BYTES: usize = 524_288;

/// Greatest encoded outcome record, bytes: an outcome report with its contract, request, result and verdict (SIZ-1).
pub const MAX_OUTCOME_RECORD_BYTES: usize = 2_424_832;

/// Greatest encoded dispute bundle, bytes (SIZ-1).
pub const MAX_DISPUTE_BUNDLE_BYTES: usize = 10_485_760;

/// Allowance for skew between two honest clocks, milliseconds, on either side (FRS-1, FRS-2).
pub const SKEW_MS: i64 = 5_000;

/// The same for kinds that are one-shot, milliseconds: they are answered and not kept, and refusing one costs a round trip.
pub const ONE_SHOT_SKEW_MS: i64 = 30_000;

/// Last admissible time, milliseconds since the Unix epoch: the end of the year 9999.
pub const MAX_TIME_MS: i64 = 253_402_300_799_999;

/// Greatest number that every language can hold exactly: 2^53 − 1.
pub const MAX_INTEGER: u64 = 9_007_199_254_740_991;
