//! Proof that an issuer said two things of one contract or session that cannot both be so (SPEC.md section 17.3).

use alloc::boxed::Box;
use core::cmp::Ordering;

use casp_identity::{AgentId, ObjectId, Recorded, Signed, Verifier, envelope_object_id};
use casp_task::{TaskResultKind, TaskViolation};
use casp_wire::check;
use casp_wire::limits::MAX_FORK_PROOF_BYTES;
use casp_wire::v1::{Bundle, ForkProof, Header, IncludedLeaf, TaskResult, TraceCheckpoint};

use crate::container;
use crate::statements::TraceCheckpointKind;
use crate::tree::{Hash, TreeHead, inclusion_path, verify_inclusion};
use crate::violation::EvidenceViolation;

/// Two statements that cannot both be so: of one growing trace, or as the one result of a contract.
#[derive(Debug)]
pub struct ProvenFork {
    /// The one with the lower object id.
    pub first: ForkMember,
    /// The other.
    pub second: ForkMember,
}

impl ProvenFork {
    /// Who keeps two histories.
    #[must_use]
    pub const fn issuer(&self) -> AgentId {
        self.first.issuer()
    }

    /// The contract that both are of: object id of the acceptance. `None` for a trace without contract.
    #[must_use]
    pub fn contract(&self) -> Option<ObjectId> {
        self.first.contract().try_into().ok().map(ObjectId)
    }
}

/// A statement that says how a trace stands.
#[derive(Debug)]
pub enum ForkMember {
    /// How it stood at some size.
    Checkpoint(Recorded<TraceCheckpointKind>),
    /// How it stood in the end.
    Result(Recorded<TaskResultKind>),
}

impl ForkMember {
    /// Who says so.
    #[must_use]
    pub const fn issuer(&self) -> AgentId {
        match self {
            Self::Checkpoint(checkpoint) => checkpoint.issuer(),
            Self::Result(result) => result.issuer(),
        }
    }

    /// The statement's name.
    #[must_use]
    pub const fn object_id(&self) -> ObjectId {
        match self {
            Self::Checkpoint(checkpoint) => checkpoint.object_id(),
            Self::Result(result) => result.object_id(),
        }
    }

    fn contract(&self) -> &[u8] {
        match self {
            Self::Checkpoint(checkpoint) => &checkpoint.message().contract,
            Self::Result(result) => &result.message().contract,
        }
    }

    fn claim(&self) -> Claim<'_> {
        match self {
            Self::Checkpoint(checkpoint) => Claim::of_checkpoint(self.issuer(), checkpoint.message()),
            Self::Result(result) => Claim::of_result(self.issuer(), result.message()),
        }
    }
}

/// Verifies an encoded [`ForkProof`].
///
/// # Errors
/// SIZ-1, rules ENC and FMT at the stage ENCODING, REC-1, FRK-1 to FRK-3.
pub fn verify_fork(verifier: &mut Verifier, proof: &[u8]) -> Result<ProvenFork, EvidenceViolation> {
    let mut proof: ForkProof = container::open(proof, MAX_FORK_PROOF_BYTES)?;
    let first = member(verifier, proof.first.take(), "first statement")?;
    let second = member(verifier, proof.second.take(), "second statement")?;
    let (one, other) = (first.claim(), second.claim());
    check(one.is_related_to(&other), EvidenceViolation::ForkUnrelated)?;
    check(first.object_id() < second.object_id(), EvidenceViolation::ForkOrder)?;
    check(one.contradicts(&other, &proof), EvidenceViolation::ForkConsistent)?;
    Ok(ProvenFork { first, second })
}

/// REC-1: each kind asks for its own payload type, so that one can pass at most.
fn member(
    verifier: &mut Verifier,
    bundle: Option<Bundle>,
    member: &'static str,
) -> Result<ForkMember, EvidenceViolation> {
    let bytes = casp_wire::encode(&bundle.unwrap_or_default());
    let checkpoint = verifier.verify_as_issued(Signed::from_bytes(bytes.as_slice()));
    let found = match checkpoint {
        Ok(checkpoint) => Ok(ForkMember::Checkpoint(checkpoint)),
        Err(_) => verifier
            .verify_as_issued(Signed::from_bytes(bytes))
            .map(ForkMember::Result),
    };
    check(found.is_ok(), TaskViolation::RecordMember { member })?;
    // Reached with a violation only when REC-1 is switched off: the code is another then, and a suite notices.
    found.map_err(EvidenceViolation::from)
}

/// What a statement says of a trace.
struct Claim<'a> {
    issuer: AgentId,
    /// Empty for a trace without contract.
    contract: &'a [u8],
    /// Whether it ends the trace.
    is_result: bool,
    /// Absent for a result that commits to none.
    trace: Option<(&'a [u8], TreeHead)>,
}

impl<'a> Claim<'a> {
    fn of_checkpoint(issuer: AgentId, message: &'a TraceCheckpoint) -> Self {
        Self {
            issuer,
            contract: &message.contract,
            is_result: false,
            trace: container::head(message).map(|head| (message.session.as_slice(), head)),
        }
    }

    fn of_result(issuer: AgentId, message: &'a TaskResult) -> Self {
        let trace = message.trace.as_ref();
        let head = trace.and_then(|trace| {
            let root: Hash = trace.root.as_slice().try_into().ok()?;
            let size = trace.size;
            Some((trace.session.as_slice(), TreeHead { size, root }))
        });
        Self {
            issuer,
            contract: &message.contract,
            is_result: true,
            trace: head,
        }
    }

    /// FRK-1.
    fn is_related_to(&self, other: &Self) -> bool {
        let session = |claim: &Self| claim.trace.map_or(&[][..], |(session, _)| session);
        let of_one_trace = !self.contract.is_empty() || session(self) == session(other);
        self.issuer == other.issuer && self.contract == other.contract && of_one_trace
    }

    /// FRK-3.
    fn contradicts(&self, other: &Self, proof: &ForkProof) -> bool {
        let without_leaves = proof.first_leaf.is_none() && proof.second_leaf.is_none() && proof.index == 0;
        if without_leaves {
            return self.contradicts_at_sight(other);
        }
        let (Some((_, one)), Some((_, another))) = (self.trace, other.trace) else {
            return false;
        };
        let (Some(leaf), Some(other_leaf)) = (&proof.first_leaf, &proof.second_leaf) else {
            return false;
        };
        one.size != another.size
            && leaf.leaf_hash != other_leaf.leaf_hash
            && has(&one, proof.index, leaf)
            && has(&another, proof.index, other_leaf)
    }

    /// FRK-3 (a) to (d).
    fn contradicts_at_sight(&self, other: &Self) -> bool {
        if self.is_result && other.is_result {
            return true;
        }
        let (Some((session, one)), Some((of_other, another))) = (self.trace, other.trace) else {
            return false;
        };
        let outgrown = match one.size.cmp(&another.size) {
            Ordering::Equal => one.root != another.root,
            Ordering::Less => self.is_result,
            Ordering::Greater => other.is_result,
        };
        session != of_other || outgrown
    }
}

fn has(tree: &TreeHead, index: u64, leaf: &IncludedLeaf) -> bool {
    let hash = leaf.leaf_hash.as_slice().try_into().ok();
    hash.is_some_and(|hash| verify_inclusion(tree, index, &hash, &leaf.path).is_ok())
}

/// One history: a statement of it, and the hashes of all leaves that it is of, in their order.
#[derive(Clone, Copy, Debug)]
pub struct History<'a> {
    statement: Statement<'a>,
    leaves: &'a [Hash],
}

#[derive(Clone, Copy, Debug)]
enum Statement<'a> {
    Checkpoint(&'a Signed<TraceCheckpointKind>),
    Result(&'a Signed<TaskResultKind>),
}

impl<'a> History<'a> {
    /// As a checkpoint gives it.
    #[must_use]
    pub const fn of_checkpoint(checkpoint: &'a Signed<TraceCheckpointKind>, leaves: &'a [Hash]) -> Self {
        Self {
            statement: Statement::Checkpoint(checkpoint),
            leaves,
        }
    }

    /// As a result commits to it.
    #[must_use]
    pub const fn of_result(result: &'a Signed<TaskResultKind>, leaves: &'a [Hash]) -> Self {
        Self {
            statement: Statement::Result(result),
            leaves,
        }
    }
}

/// Proves a fork. Leaves are needed only where the statements do not contradict each other at sight: where their sizes differ.
/// Their signatures are not verified.
///
/// # Errors
/// FRK-1; FRK-2 for one statement said twice; FRK-3 when the one extends the other; PRF-1 when a statement is not of its leaves;
/// SIZ-1.
pub fn prove_fork(one: History<'_>, other: History<'_>) -> Result<Box<[u8]>, EvidenceViolation> {
    let (one, other) = (Side::of(one)?, Side::of(other)?);
    let (first, second) = if one.id() < other.id() {
        (one, other)
    } else {
        (other, one)
    };
    check(first.id() < second.id(), EvidenceViolation::ForkOrder)?;
    let (claim, other_claim) = (first.claim()?, second.claim()?);
    check(claim.is_related_to(&other_claim), EvidenceViolation::ForkUnrelated)?;
    let mut proof = ForkProof {
        first: Some(first.bundle.clone()),
        second: Some(second.bundle.clone()),
        ..ForkProof::default()
    };
    if !claim.contradicts_at_sight(&other_claim) {
        let differ = |(one, other): (&Hash, &Hash)| one != other;
        let at = first.leaves.iter().zip(second.leaves).position(differ);
        check(at.is_some(), EvidenceViolation::ForkConsistent)?;
        let at = at.unwrap_or_default();
        proof.index = u64::try_from(at).unwrap_or(u64::MAX);
        proof.first_leaf = Some(included(&claim, first.leaves, at)?);
        proof.second_leaf = Some(included(&other_claim, second.leaves, at)?);
    }
    let holds = claim.contradicts(&other_claim, &proof);
    check(holds, EvidenceViolation::ForkConsistent)?;
    container::seal(&proof, MAX_FORK_PROOF_BYTES)
}

/// One history, decoded.
struct Side<'a> {
    bundle: Bundle,
    message: Message,
    leaves: &'a [Hash],
}

enum Message {
    Checkpoint(TraceCheckpoint),
    Result(TaskResult),
}

impl<'a> Side<'a> {
    fn of(history: History<'a>) -> Result<Self, EvidenceViolation> {
        let (bundle, message) = match history.statement {
            Statement::Checkpoint(signed) => {
                let (bundle, message) = container::own(signed)?;
                (bundle, Message::Checkpoint(message))
            }
            Statement::Result(signed) => {
                let (bundle, message) = container::own(signed)?;
                (bundle, Message::Result(message))
            }
        };
        let leaves = history.leaves;
        Ok(Self {
            bundle,
            message,
            leaves,
        })
    }

    fn id(&self) -> Option<ObjectId> {
        self.bundle.subject.as_ref().map(envelope_object_id)
    }

    fn claim(&self) -> Result<Claim<'_>, EvidenceViolation> {
        Ok(match &self.message {
            Message::Checkpoint(message) => Claim::of_checkpoint(issuer(message.header.as_ref())?, message),
            Message::Result(message) => Claim::of_result(issuer(message.header.as_ref())?, message),
        })
    }
}

fn issuer(header: Option<&Header>) -> Result<AgentId, EvidenceViolation> {
    Ok(AgentId::from_multikey(header.map_or(&[][..], |header| &header.issuer))?)
}

fn included(claim: &Claim<'_>, leaves: &[Hash], at: usize) -> Result<IncludedLeaf, EvidenceViolation> {
    let path = inclusion_path(leaves, at).unwrap_or_default();
    let hash = leaves.get(at).ok_or(EvidenceViolation::Inclusion)?;
    let (_, tree) = claim.trace.ok_or(EvidenceViolation::Inclusion)?;
    let index = u64::try_from(at).unwrap_or(u64::MAX);
    verify_inclusion(&tree, index, hash, &path)?;
    Ok(IncludedLeaf {
        leaf_hash: hash.to_vec(),
        path: path.iter().map(|hash| hash.to_vec()).collect(),
    })
}
