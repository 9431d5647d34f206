//! The driver protocol.

/// Messages of `casp.conformance.v1`, generated from `proto/casp/conformance/v1`.
#[allow(missing_docs, clippy::all)]
pub mod v1 {
    include!("../generated/casp.conformance.v1.rs");
    include!("../generated/casp.conformance.v1.serde.rs");
}
