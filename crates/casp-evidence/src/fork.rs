//! Proof that a signer keeps two histories of one session (SPEC.md section 17.3).

use alloc::boxed::Box;

use casp_identity::{AgentId, Recorded, Signed, Verifier, envelope_object_id};
use casp_wire::check;
use casp_wire::limits::MAX_FORK_PROOF_BYTES;
use casp_wire::v1::{Bundle, ForkProof, IncludedLeaf, TraceCheckpoint};

use crate::container;
use crate::statements::TraceCheckpointKind;
use crate::tree::{Hash, inclusion_path, verify_inclusion};
use crate::violation::EvidenceViolation;

/// Two checkpoints that cannot both be of one growing trace.
#[derive(Debug)]
pub struct ProvenFork {
    /// The one with the lower object id.
    pub first: Recorded<TraceCheckpointKind>,
    /// The other.
    pub second: Recorded<TraceCheckpointKind>,
}

impl ProvenFork {
    /// Who keeps two histories.
    #[must_use]
    pub const fn issuer(&self) -> AgentId {
        self.first.issuer()
    }
}

/// Verifies an encoded [`ForkProof`].
///
/// # Errors
/// SIZ-1, rules ENC and FMT at the stage ENCODING, REC-1, FRK-1 to FRK-3.
pub fn verify_fork(verifier: &mut Verifier, proof: &[u8]) -> Result<ProvenFork, EvidenceViolation> {
    let mut proof: ForkProof = container::open(proof, MAX_FORK_PROOF_BYTES)?;
    let first = container::checkpoint(verifier, proof.first.take())?;
    let second = container::checkpoint(verifier, proof.second.take())?;
    check(
        are_of_one_trace(first.message(), second.message()),
        EvidenceViolation::ForkUnrelated,
    )?;
    check(first.object_id() < second.object_id(), EvidenceViolation::ForkOrder)?;
    check(
        contradict(first.message(), second.message(), &proof),
        EvidenceViolation::ForkConsistent,
    )?;
    Ok(ProvenFork { first, second })
}

/// FRK-1.
fn are_of_one_trace(one: &TraceCheckpoint, other: &TraceCheckpoint) -> bool {
    let issuer = |checkpoint: &TraceCheckpoint| checkpoint.header.as_ref().map(|header| header.issuer.clone());
    issuer(one) == issuer(other) && one.contract == other.contract && one.session == other.session
}

/// FRK-3.
fn contradict(first: &TraceCheckpoint, second: &TraceCheckpoint, proof: &ForkProof) -> bool {
    if first.size == second.size {
        let alone = proof.first_leaf.is_none() && proof.second_leaf.is_none() && proof.index == 0;
        return alone && first.root != second.root;
    }
    let (Some(one), Some(other)) = (&proof.first_leaf, &proof.second_leaf) else {
        return false;
    };
    one.leaf_hash != other.leaf_hash && has(first, proof.index, one) && has(second, proof.index, other)
}

fn has(checkpoint: &TraceCheckpoint, index: u64, leaf: &IncludedLeaf) -> bool {
    let hash = leaf.leaf_hash.as_slice().try_into().ok();
    container::head(checkpoint)
        .zip(hash)
        .is_some_and(|(tree, hash)| verify_inclusion(&tree, index, &hash, &leaf.path).is_ok())
}

/// Proves a fork: given two checkpoints, each with the hashes of all leaves that it is of, in their order. For checkpoints of
/// one size no leaves are needed. Their signatures are not verified.
///
/// # Errors
/// FRK-1; FRK-3 when the one extends the other; PRF-1 when a checkpoint is not of its leaves; SIZ-1.
pub fn prove_fork(
    one: (&Signed<TraceCheckpointKind>, &[Hash]),
    other: (&Signed<TraceCheckpointKind>, &[Hash]),
) -> Result<Box<[u8]>, EvidenceViolation> {
    let (one, other) = (Side::of(one.0, one.1)?, Side::of(other.0, other.1)?);
    let (first, second) = if one.id() < other.id() {
        (one, other)
    } else {
        (other, one)
    };
    check(
        are_of_one_trace(&first.message, &second.message),
        EvidenceViolation::ForkUnrelated,
    )?;
    let mut proof = ForkProof {
        first: Some(first.bundle.clone()),
        second: Some(second.bundle.clone()),
        ..ForkProof::default()
    };
    if first.message.size != second.message.size {
        let differ = |(one, other): (&Hash, &Hash)| one != other;
        let at = first.leaves.iter().zip(second.leaves).position(differ);
        check(at.is_some(), EvidenceViolation::ForkConsistent)?;
        let at = at.unwrap_or_default();
        proof.index = u64::try_from(at).unwrap_or(u64::MAX);
        proof.first_leaf = Some(first.leaf(at, proof.index)?);
        proof.second_leaf = Some(second.leaf(at, proof.index)?);
    }
    check(
        contradict(&first.message, &second.message, &proof),
        EvidenceViolation::ForkConsistent,
    )?;
    container::seal(&proof, MAX_FORK_PROOF_BYTES)
}

/// One history.
struct Side<'a> {
    bundle: Bundle,
    message: TraceCheckpoint,
    leaves: &'a [Hash],
}

impl<'a> Side<'a> {
    fn of(checkpoint: &Signed<TraceCheckpointKind>, leaves: &'a [Hash]) -> Result<Self, EvidenceViolation> {
        let (bundle, message) = container::own_checkpoint(checkpoint)?;
        Ok(Self {
            bundle,
            message,
            leaves,
        })
    }

    fn id(&self) -> [u8; 32] {
        self.bundle
            .subject
            .as_ref()
            .map_or([0; 32], |subject| envelope_object_id(subject).0)
    }

    fn leaf(&self, at: usize, index: u64) -> Result<IncludedLeaf, EvidenceViolation> {
        let path = inclusion_path(self.leaves, at).unwrap_or_default();
        let hash = self.leaves.get(at).ok_or(EvidenceViolation::Inclusion)?;
        let tree = container::head(&self.message).ok_or(EvidenceViolation::Inclusion)?;
        verify_inclusion(&tree, index, hash, &path)?;
        Ok(IncludedLeaf {
            leaf_hash: hash.to_vec(),
            path: path.iter().map(|hash| hash.to_vec()).collect(),
        })
    }
}
