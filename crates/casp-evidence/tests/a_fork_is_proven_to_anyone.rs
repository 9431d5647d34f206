//! Two statements of one trace that cannot both be true convict their issuer, and nothing else does (FRK-1 to FRK-3).

#![allow(clippy::restriction, reason = "test code")]

mod support;

use casp_evidence::tree::Hash;
use casp_evidence::{EvidenceViolation, ForkMember, History, TraceCheckpointKind, prove_fork, verify_fork};
use casp_identity::{Signed, Verifier};
use casp_task::{TaskResultKind, TaskViolation};
use casp_wire::limits::MAX_FORK_PROOF_BYTES;
use casp_wire::v1::{ForkProof, TaskResult, TaskStatus, TraceCheckpoint, TraceCommitment};
use casp_wire::{Layer, Stage, Violation as _, decode, encode};
use proptest::prelude::*;
use proptest::sample::Index;
use support::{
    NOW, PROVIDER, SESSION, STRANGER, agent, bundle, checkpoint, events, hashes, header, leaves, object_id, seal,
    signed_checkpoint, verifier,
};

/// Leaf hashes of a trace whose events from `at` on are others.
fn history(count: u64, at: usize, salt: u8) -> Vec<Hash> {
    let mut events = events(count);
    events.iter_mut().skip(at).for_each(|event| event.data.push(salt));
    hashes(&leaves(&events))
}

fn prove(one: &[Hash], other: &[Hash]) -> Result<ForkProof, EvidenceViolation> {
    let (first, second) = (signed_checkpoint(SESSION, one), signed_checkpoint(SESSION, other));
    let bytes = prove_fork(
        History::of_checkpoint(&first, one),
        History::of_checkpoint(&second, other),
    )?;
    Ok(decode(&bytes, Layer::Envelope).unwrap())
}

fn refusal(proof: &ForkProof) -> Option<EvidenceViolation> {
    verify_fork(&mut verifier(), &encode(proof)).err()
}

/// A proof of two checkpoints, without leaves, the lower object id first.
fn pair(one: &Signed<TraceCheckpointKind>, other: &Signed<TraceCheckpointKind>) -> ForkProof {
    let (one, other) = (bundle(one), bundle(other));
    let (first, second) = if object_id(&one) < object_id(&other) {
        (one, other)
    } else {
        (other, one)
    };
    ForkProof {
        first: Some(first),
        second: Some(second),
        ..ForkProof::default()
    }
}

#[test]
fn two_roots_of_one_size_are_a_fork() {
    let proof = prove(&history(5, 0, 0), &history(5, 3, 1)).unwrap();
    assert_eq!((proof.index, &proof.first_leaf, &proof.second_leaf), (0, &None, &None));
    let proven = verify_fork(&mut verifier(), &encode(&proof)).unwrap();
    assert_eq!(proven.issuer(), agent(PROVIDER));
    assert!(proven.first.object_id() < proven.second.object_id());
}

#[test]
fn trees_of_two_sizes_that_differ_anywhere_are_a_fork() {
    for (one, other) in [(1, 2), (3, 8), (8, 9), (5, 17)] {
        for at in 0..one as usize {
            // A trace of one more event at least, so that the terminal events are not all that differs.
            let longer = history(other, at, 1);
            let shorter = history(one + 1, at + 1, 2);
            let proof = prove(&shorter[..one as usize], &longer).unwrap();
            assert_eq!(proof.index, at as u64);
            assert_eq!(refusal(&proof), None, "{one} and {other} at {at}");
        }
    }
}

#[test]
fn a_trace_that_grows_is_no_fork() {
    let whole = history(9, 0, 0);
    for size in 1..9 {
        assert_eq!(prove(&whole[..size], &whole), Err(EvidenceViolation::ForkConsistent));
    }
    // A statement does not contradict itself.
    assert_eq!(prove(&whole, &whole), Err(EvidenceViolation::ForkOrder));
    let proof = pair(
        &signed_checkpoint(SESSION, &whole[..4]),
        &signed_checkpoint(SESSION, &whole),
    );
    assert_eq!(refusal(&proof), Some(EvidenceViolation::ForkConsistent));
}

#[test]
fn one_root_said_twice_is_no_fork() {
    let leaves = history(5, 0, 0);
    let later = TraceCheckpoint {
        header: Some(header(PROVIDER, NOW + 1)),
        ..checkpoint(SESSION, &leaves)
    };
    let proof = pair(&signed_checkpoint(SESSION, &leaves), &seal(PROVIDER, &later));
    assert_eq!(refusal(&proof), Some(EvidenceViolation::ForkConsistent));
}

#[test]
fn what_does_not_belong_to_a_proof_of_one_size_makes_it_none() {
    let sound = prove(&history(5, 0, 0), &history(5, 3, 1)).unwrap();
    let leaf = prove(&history(4, 0, 0)[..3], &history(5, 0, 1)).unwrap().first_leaf;
    let alter = |alter: &dyn Fn(&mut ForkProof)| {
        let mut proof = sound.clone();
        alter(&mut proof);
        refusal(&proof)
    };
    let refused = Some(EvidenceViolation::ForkConsistent);
    assert_eq!(alter(&|proof| proof.index = 1), refused);
    assert_eq!(alter(&|proof| proof.first_leaf = leaf.clone()), refused);
    assert_eq!(alter(&|proof| proof.second_leaf = leaf.clone()), refused);
    assert_eq!(alter(&|_| {}), None);
}

#[test]
fn a_proof_of_two_sizes_shows_both_leaves_in_their_trees() {
    let sound = prove(&history(4, 3, 0)[..3], &history(8, 1, 1)).unwrap();
    let alter = |alter: &dyn Fn(&mut ForkProof)| {
        let mut proof = sound.clone();
        alter(&mut proof);
        refusal(&proof)
    };
    let refused = Some(EvidenceViolation::ForkConsistent);
    assert_eq!(alter(&|_| {}), None);
    assert_eq!(alter(&|proof| proof.first_leaf = None), refused);
    assert_eq!(alter(&|proof| proof.second_leaf = None), refused);
    assert_eq!(alter(&|proof| proof.index = 0), refused);
    assert_eq!(alter(&|proof| proof.second_leaf = proof.first_leaf.clone()), refused);
    assert_eq!(
        alter(&|proof| proof.first_leaf.as_mut().unwrap().leaf_hash[0] ^= 1),
        refused
    );
    assert_eq!(
        alter(&|proof| drop(proof.second_leaf.as_mut().unwrap().path.pop())),
        refused
    );
    assert_eq!(
        alter(&|proof| core::mem::swap(&mut proof.first_leaf, &mut proof.second_leaf)),
        refused
    );
}

#[test]
fn a_leaf_that_both_trees_have_shows_no_fork() {
    let whole = history(8, 0, 0);
    let shared = |size: usize| {
        let leaves = &whole[..size];
        casp_wire::v1::IncludedLeaf {
            leaf_hash: whole[0].into(),
            path: casp_evidence::tree::inclusion_path(leaves, 0)
                .unwrap()
                .iter()
                .map(|hash| hash.to_vec())
                .collect(),
        }
    };
    let (small, large) = (
        signed_checkpoint(SESSION, &whole[..3]),
        signed_checkpoint(SESSION, &whole),
    );
    let small_first = object_id(&bundle(&small)) < object_id(&bundle(&large));
    let (first, second) = if small_first { (3, 8) } else { (8, 3) };
    let proof = ForkProof {
        first_leaf: Some(shared(first)),
        second_leaf: Some(shared(second)),
        ..pair(&small, &large)
    };
    assert_eq!(refusal(&proof), Some(EvidenceViolation::ForkConsistent));
}

#[test]
fn checkpoints_of_two_issuers_contracts_or_sessions_are_unrelated() {
    let (one, other) = (history(5, 0, 0), history(5, 3, 1));
    let base = checkpoint(SESSION, &other);
    let unrelated = [
        (
            STRANGER,
            TraceCheckpoint {
                header: Some(header(STRANGER, NOW)),
                ..base.clone()
            },
        ),
        (
            PROVIDER,
            TraceCheckpoint {
                contract: vec![1; 32],
                ..base.clone()
            },
        ),
        (
            PROVIDER,
            TraceCheckpoint {
                session: vec![1; 16],
                ..base
            },
        ),
    ];
    for (by, second) in unrelated {
        let (first, second) = (signed_checkpoint(SESSION, &one), seal(by, &second));
        assert_eq!(refusal(&pair(&first, &second)), Some(EvidenceViolation::ForkUnrelated));
        let proven = prove_fork(
            History::of_checkpoint(&first, &one),
            History::of_checkpoint(&second, &other),
        );
        assert_eq!(proven, Err(EvidenceViolation::ForkUnrelated));
    }
}

/// A result of a contract that commits to this trace.
fn result(session: [u8; 16], leaves: Option<&[Hash]>, at: i64) -> Signed<TaskResultKind> {
    let trace = leaves.map(|leaves| TraceCommitment {
        session: session.into(),
        size: leaves.len() as u64,
        root: casp_evidence::tree::root(leaves).into(),
    });
    let message = TaskResult {
        header: Some(support::scene::to(PROVIDER, STRANGER, NOW + at)),
        contract: CONTRACT.into(),
        request: vec![2; 32],
        status: TaskStatus::Failed.into(),
        trace,
        ..TaskResult::default()
    };
    seal(PROVIDER, &message)
}

const CONTRACT: [u8; 32] = [8; 32];

/// A checkpoint of that contract.
fn of_contract(session: [u8; 16], leaves: &[Hash]) -> Signed<TraceCheckpointKind> {
    let message = TraceCheckpoint {
        contract: CONTRACT.into(),
        ..checkpoint(session, leaves)
    };
    seal(PROVIDER, &message)
}

/// Proves, verifies, and gives what the members are.
fn proven(one: History<'_>, other: History<'_>) -> Result<usize, EvidenceViolation> {
    let proof = prove_fork(one, other)?;
    let fork = verify_fork(&mut verifier(), &proof)?;
    let members = [fork.first, fork.second];
    Ok(members.iter().filter(|it| matches!(it, ForkMember::Result(_))).count())
}

#[test]
fn a_contract_has_one_result() {
    let whole = history(5, 0, 0);
    for leaves in [None, Some(&whole[..])] {
        let (one, other) = (result(SESSION, leaves, 0), result(SESSION, leaves, 1));
        let of = |result| History::of_result(result, leaves.unwrap_or_default());
        assert_eq!(proven(of(&one), of(&other)), Ok(2));
        let itself = prove_fork(of(&one), of(&one)).map(drop);
        assert_eq!(itself, Err(EvidenceViolation::ForkOrder));
    }
}

#[test]
fn a_contract_has_one_session() {
    let whole = history(5, 0, 0);
    let (one, other) = (of_contract(SESSION, &whole), of_contract([1; 16], &whole));
    let of = |checkpoint| History::of_checkpoint(checkpoint, &whole);
    assert_eq!(proven(of(&one), of(&other)), Ok(0));
    let result = result([1; 16], Some(&whole), 0);
    assert_eq!(proven(of(&one), History::of_result(&result, &whole)), Ok(1));
}

#[test]
fn a_result_ends_the_history_that_its_checkpoints_tell() {
    let (whole, other) = (history(5, 0, 0), history(9, 3, 1));
    let result = result(SESSION, Some(&whole), 0);
    let against = |leaves: &[Hash]| {
        let checkpoint = of_contract(SESSION, leaves);
        proven(
            History::of_checkpoint(&checkpoint, leaves),
            History::of_result(&result, &whole),
        )
    };
    for size in 1..=5 {
        assert_eq!(
            against(&whole[..size]),
            Err(EvidenceViolation::ForkConsistent),
            "{size}"
        );
    }
    assert_eq!(against(&other[..4]), Ok(1), "another event");
    assert_eq!(against(&other[..5]), Ok(1), "another root");
    assert_eq!(against(&other), Ok(1), "it went on");
}

#[test]
fn a_result_without_trace_contradicts_no_checkpoint() {
    let whole = history(5, 0, 0);
    let (result, checkpoint) = (result(SESSION, None, 0), of_contract(SESSION, &whole));
    let outcome = proven(
        History::of_result(&result, &[]),
        History::of_checkpoint(&checkpoint, &whole),
    );
    assert_eq!(outcome, Err(EvidenceViolation::ForkConsistent));
}

#[test]
fn the_checkpoints_stand_in_order() {
    let proof = prove(&history(5, 0, 0), &history(5, 3, 1)).unwrap();
    let swapped = ForkProof {
        first: proof.second,
        second: proof.first,
        ..proof
    };
    assert_eq!(refusal(&swapped), Some(EvidenceViolation::ForkOrder));
}

#[test]
fn a_checkpoint_that_does_not_verify_convicts_nobody() {
    let sound = prove(&history(5, 0, 0), &history(5, 3, 1)).unwrap();
    let refused = |member| Some(EvidenceViolation::Task(TaskViolation::RecordMember { member }));
    let mut proof = sound.clone();
    support::scene::spoil(proof.second.as_mut().unwrap());
    assert_eq!(refusal(&proof), refused("second statement"));
    let elsewhere = verify_fork(&mut Verifier::new("elsewhere", None), &encode(&sound));
    assert_eq!(elsewhere.err(), refused("first statement"));
}

#[test]
fn no_proof_is_made_of_leaves_that_a_checkpoint_is_not_of() {
    let (one, other) = (history(4, 0, 0), history(8, 1, 1));
    let (first, second) = (signed_checkpoint(SESSION, &one), signed_checkpoint(SESSION, &other));
    let outcome = prove_fork(
        History::of_checkpoint(&first, &one[..3]),
        History::of_checkpoint(&second, &other),
    );
    assert_eq!(outcome, Err(EvidenceViolation::Inclusion));
}

#[test]
fn a_proof_beyond_its_size_is_not_looked_at() {
    let stage = |length| verify_fork(&mut verifier(), &vec![0; length]).unwrap_err().stage();
    assert_eq!(stage(MAX_FORK_PROOF_BYTES), Stage::Encoding);
    assert_eq!(stage(MAX_FORK_PROOF_BYTES + 1), Stage::Size);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn an_altered_proof_convicts_nobody(sizes in (1..9_u64, 9..20_u64), fork: Index, at: Index, bits in 1..=u8::MAX) {
        let fork = fork.index(sizes.0 as usize);
        let shorter = history(sizes.0 + 1, fork + 1, 2);
        let proof = prove(&shorter[..sizes.0 as usize], &history(sizes.1, fork, 1)).unwrap();
        prop_assert_eq!(refusal(&proof), None);
        let mut bytes = encode(&proof);
        let at = at.index(bytes.len());
        bytes[at] ^= bits;
        prop_assert!(verify_fork(&mut verifier(), &bytes).is_err());
    }

    #[test]
    fn honest_histories_are_never_forks(count in 2..40_u64, sizes: (Index, Index)) {
        let whole = history(count, 0, 0);
        let (one, other) = (1 + sizes.0.index(count as usize), 1 + sizes.1.index(count as usize));
        prop_assert!(prove(&whole[..one], &whole[..other]).is_err());
    }
}
