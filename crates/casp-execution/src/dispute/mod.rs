//! What the statements of one engagement show, to someone who was not there (SPEC.md sections 20.2 to 20.4).

mod build;
mod findings;
mod parts;
mod shown;
mod unresolved;

use casp_identity::{AgentId, IdentityViolation, Verifier};
use casp_wire::check;
use casp_wire::limits::MAX_DISPUTE_BUNDLE_BYTES;

pub use build::DisputeBundleBuilder;
pub use parts::Member;
pub use unresolved::Unresolved;

use crate::violation::DisputeViolation;
use parts::Parts;
use shown::Shown;

/// What a bundle shows, and what it leaves open. There is no winner in it: both parties can have findings, and neither.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// Who broke which rule: by field number, then position, then rule. Each once.
    pub findings: Vec<Finding>,
    /// What nobody can tell, in the order of SPEC.md section 20.4. Each once.
    pub unresolved: Vec<Unresolved>,
}

/// A rule that was broken, shown by a signature of whoever broke it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Who broke it.
    pub party: AgentId,
    /// The field of the bundle that shows it.
    pub member: Member,
    /// The position in it, from 0; 0 for a field that is not repeated.
    pub index: usize,
    /// Id of the rule, such as `CTR-8`.
    pub rule: &'static str,
}

/// Judges an encoded [`casp_wire::v1::DisputeBundle`] of at most 10,485,760 bytes.
///
/// It yields the same for the same bytes in one network: no clock, nothing remembered, no connection. Of the verifier it takes
/// the network, and the bounded cache that saves work.
///
/// # Errors
/// SIZ-1, rules ENC and FMT at the stage ENCODING; then at CHAIN DSP-1 to DSP-4.
pub fn judge(verifier: &mut Verifier, bundle: &[u8]) -> Result<Judgement, DisputeViolation> {
    let limit = MAX_DISPUTE_BUNDLE_BYTES;
    check(bundle.len() <= limit, IdentityViolation::InputSize { limit })?;
    let parts = Parts::read(bundle)?;
    let shown = Shown::open(verifier, &parts)?;
    let findings = shown.findings(verifier, &parts);
    let unresolved = shown.unresolved(verifier, &parts, &findings);
    Ok(Judgement { findings, unresolved })
}
