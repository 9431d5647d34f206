//! What a hardware report has to hold so that it speaks for a key (SPEC.md section 17.4).

use casp_identity::{AgentId, ObjectId};
use sha2::{Digest as _, Sha256};

use crate::tree::Hash;

/// SHA-256("casp/v1/attestation" ‖ key ‖ contract ‖ root): the key that is vouched for, the acceptance, and the root of the
/// trace that the result commits to, if it commits to one.
///
/// Have the report made over this. That a report is genuine and holds it is for a verifier of its kind to say.
#[must_use]
pub fn attestation_binding(key: &AgentId, contract: &ObjectId, root: Option<&Hash>) -> [u8; 32] {
    Sha256::new_with_prefix("casp/v1/attestation")
        .chain_update(key.as_bytes())
        .chain_update(contract.0)
        .chain_update(root.unwrap_or(&[0; 32]))
        .finalize()
        .into()
}
