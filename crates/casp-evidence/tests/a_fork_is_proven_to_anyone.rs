//! Two checkpoints of one session that cannot both be true convict their signer, and nothing else does (FRK-1 to FRK-3).

#![allow(clippy::restriction, reason = "test code")]

mod support;

use casp_evidence::tree::Hash;
use casp_evidence::{EvidenceViolation, TraceCheckpointKind, prove_fork, verify_fork};
use casp_identity::{Signed, Verifier};
use casp_task::TaskViolation;
use casp_wire::limits::MAX_FORK_PROOF_BYTES;
use casp_wire::v1::{ForkProof, TraceCheckpoint};
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
    let bytes = prove_fork((&first, one), (&second, other))?;
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
    assert_eq!(prove(&whole, &whole), Err(EvidenceViolation::ForkConsistent));
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
        let proven = prove_fork((&first, &one), (&second, &other));
        assert_eq!(proven, Err(EvidenceViolation::ForkUnrelated));
    }
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
    let refused = Some(EvidenceViolation::Task(TaskViolation::RecordMember {
        member: "checkpoint",
    }));
    let mut proof = sound.clone();
    support::scene::spoil(proof.second.as_mut().unwrap());
    assert_eq!(refusal(&proof), refused);
    let elsewhere = verify_fork(&mut Verifier::new("elsewhere", None), &encode(&sound));
    assert_eq!(elsewhere.err(), refused);
}

#[test]
fn no_proof_is_made_of_leaves_that_a_checkpoint_is_not_of() {
    let (one, other) = (history(4, 0, 0), history(8, 1, 1));
    let (first, second) = (signed_checkpoint(SESSION, &one), signed_checkpoint(SESSION, &other));
    let outcome = prove_fork((&first, &one[..3]), (&second, &other));
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
