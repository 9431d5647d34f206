//! The driver protocol: its messages, its framing, and the loop of a peer.
//!
//! `conformance/README.md` describes framing and life cycle, `proto/casp/conformance/v1/driver.proto` the messages.

mod codec;
mod convert;
mod serve;

pub use codec::{Codec, FrameError, MAX_BINARY_BYTES, MAX_JSON_BYTES, UnknownCodec};
pub use serve::serve;

/// Version of the driver protocol.
pub const DRIVER_VERSION: &str = "1";

/// Version of SPEC.md that the suite tests.
pub const SPEC_VERSION: &str = "1";

/// The capability of a peer that reports the code of the broken rule with each refusal.
pub const CODES: &str = "codes";

/// The operations that a peer may declare: the field names of `Request.operation`, without `hello` and `begin`.
pub const OPERATIONS: [&str; 32] = [
    "verify",
    "observe",
    "apply",
    "lookup",
    "check_equivocation",
    "pae",
    "object_id",
    "dsse_json",
    "admit_key",
    "verify_signature",
    "did_key_encode",
    "did_key_decode",
    "peer_id_encode",
    "peer_id_decode",
    "sign",
    "judge_answer",
    "derive_canary",
    "check_canary_case",
    "tree_root",
    "check_inclusion",
    "check_consistency",
    "check_package",
    "check_disclosure",
    "check_fork",
    "discover",
    "rank",
    "check_answer",
    "check_registration",
    "check_omission",
    "lookup_engagement",
    "check_outcome_record",
    "judge",
];

/// Messages of `casp.conformance.v1`, generated from `proto/casp/conformance/v1`.
#[allow(missing_docs, clippy::all)]
pub mod v1 {
    include!("../generated/casp.conformance.v1.rs");
    include!("../generated/casp.conformance.v1.serde.rs");
}
