//! Breaches of the rules of dispute bundles.

use casp_identity::IdentityViolation;

casp_wire::violations! {
    /// The rules of SPEC.md section 20.2. An `index` counts from 0.
    pub enum DisputeViolation {
        "DSP-1" "dispute-contract" Chain Reject DisputeContract = "offer, quote and acceptance are no contract",
        "DSP-2" "dispute-member" Chain Reject DisputeMember { member: &'static str, index: usize } = "{member} {index} is no statement of this contract in its place",
        "DSP-3" "dispute-second" Chain Reject DisputeSecond { index: usize } = "second statement {index} takes no other's place, or not in order",
        "DSP-4" "dispute-proof" Chain Reject DisputeProof { member: &'static str, index: usize } = "{member} {index} proves nothing against the provider of this contract",
    }
    wraps /// SIZE and ENCODING.
    Identity(IdentityViolation)
}
