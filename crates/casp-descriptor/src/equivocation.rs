//! Proof that an issuer made two statements with one sequence (SPEC.md section 10.3).

use casp_identity::{AgentId, IdentityViolation, Kind, ObjectId, Signed, Verifier};
use casp_wire::limits::MAX_EQUIVOCATION_PROOF_BYTES;
use casp_wire::v1::{Bundle, EquivocationProof};
use casp_wire::{Layer, check};

use crate::statements::{DescriptorKind, RefreshKind, WithdrawalKind};
use crate::violation::DescriptorViolation;

/// What a valid proof proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProvenEquivocation {
    /// Who equivocated.
    pub issuer: AgentId,
    /// In which epoch.
    pub epoch: u64,
    /// With which sequence.
    pub sequence: u64,
    /// When it made the later of the two statements, by its own word. Milliseconds since the Unix epoch.
    pub latest_ms: i64,
}

/// Verifies an encoded [`EquivocationProof`].
///
/// # Errors
/// SIZ-1, rules ENC and FMT at the stage ENCODING, EQV-1 to EQV-4.
pub fn verify_equivocation(verifier: &mut Verifier, proof: &[u8]) -> Result<ProvenEquivocation, DescriptorViolation> {
    let limit = MAX_EQUIVOCATION_PROOF_BYTES;
    check(proof.len() <= limit, IdentityViolation::InputSize { limit })?;
    let proof: EquivocationProof = casp_wire::decode(proof, Layer::Envelope).map_err(IdentityViolation::from)?;
    let members = [proof.first, proof.second].map(|bundle| open_member(verifier, &bundle.unwrap_or_default()));
    for (index, member) in members.iter().enumerate() {
        check(member.is_some(), DescriptorViolation::MemberInvalid { index })?;
    }
    let (first, second) = match members {
        [Some(first), Some(second)] => (first, second),
        // With EQV-1 switched off a proof with one member must come out otherwise, or no suite could notice.
        #[cfg(casp_fault)]
        [Some(only), None] | [None, Some(only)] => return Ok(only.proves()),
        _ => return Err(DescriptorViolation::MemberInvalid { index: 0 }),
    };
    check(
        first.issuer == second.issuer,
        DescriptorViolation::MembersDifferInIssuer,
    )?;
    let same_sequence = (first.epoch, first.sequence) == (second.epoch, second.sequence);
    check(same_sequence, DescriptorViolation::MembersDifferInSequence)?;
    check(first.object_id < second.object_id, DescriptorViolation::MemberOrder)?;
    Ok(ProvenEquivocation {
        latest_ms: first.issued_at_ms.max(second.issued_at_ms),
        ..first.proves()
    })
}

struct Member {
    issuer: AgentId,
    epoch: u64,
    sequence: u64,
    object_id: ObjectId,
    issued_at_ms: i64,
}

impl Member {
    const fn proves(&self) -> ProvenEquivocation {
        ProvenEquivocation {
            issuer: self.issuer,
            epoch: self.epoch,
            sequence: self.sequence,
            latest_ms: self.issued_at_ms,
        }
    }
}

/// Opens a member as each kind that has a sequence; at most one can pass, since each asks for its own payload type.
fn open_member(verifier: &mut Verifier, bundle: &Bundle) -> Option<Member> {
    open_as::<DescriptorKind>(verifier, bundle, |message| message.sequence)
        .or_else(|| open_as::<RefreshKind>(verifier, bundle, |message| message.sequence))
        .or_else(|| open_as::<WithdrawalKind>(verifier, bundle, |message| message.sequence))
}

fn open_as<K: Kind>(verifier: &mut Verifier, bundle: &Bundle, sequence: impl Fn(&K::Message) -> u64) -> Option<Member> {
    let signed = Signed::from_bytes(casp_wire::encode(bundle));
    let verified = verifier.verify_as_issued::<K>(signed).ok()?;
    Some(Member {
        issuer: verified.issuer(),
        epoch: K::epoch(verified.message())?,
        sequence: sequence(verified.message()),
        object_id: verified.object_id(),
        issued_at_ms: verified.header().issued_at_ms,
    })
}
