//! Admission by proof of work.

#![allow(clippy::restriction, clippy::arithmetic_side_effects, reason = "test code")]

mod support;

use casp_descriptor::DescriptorKind;
use casp_discovery::{DiscoveryViolation, Gate, MAX_DIFFICULTY_BITS, Registering, Work};
use casp_identity::KnownAgents;
use casp_wire::v1::{AdmissionChallenge, AdmissionProof};
use support::*;

const SECRET: [u8; 32] = [42; 32];

fn solve(challenge: AdmissionChallenge) -> AdmissionProof {
    let solution = Work::of(&challenge).try_from_number(0, 1 << 16).unwrap();
    AdmissionProof {
        challenge: Some(challenge),
        solution: solution.into(),
    }
}

#[test]
fn work_counts_for_whom_and_where_and_when_it_was_asked() {
    let gate = Gate::new(id(REGISTRY), &SECRET);
    let proof = solve(gate.challenge(id(AGENTS), 8, NOW, MINUTE));
    assert_eq!(gate.verify(&proof, id(AGENTS), NOW), Ok(()));
    assert_eq!(gate.verify(&proof, id(AGENTS), NOW + MINUTE - 1), Ok(()));
    let refusals = [
        (
            gate.verify(&proof, id(AGENTS + 1), NOW),
            DiscoveryViolation::ChallengeForeign,
        ),
        (
            Gate::new(id(OTHER_REGISTRY), &SECRET).verify(&proof, id(AGENTS), NOW),
            DiscoveryViolation::ChallengeForeign,
        ),
        (
            Gate::new(id(REGISTRY), &[43; 32]).verify(&proof, id(AGENTS), NOW),
            DiscoveryViolation::ChallengeForged,
        ),
        (
            gate.verify(&proof, id(AGENTS), NOW + MINUTE),
            DiscoveryViolation::ChallengeExpired,
        ),
        (
            gate.verify(&proof, id(AGENTS), NOW - 1),
            DiscoveryViolation::ChallengeExpired,
        ),
    ];
    for (refused, violation) in refusals {
        assert_eq!(refused, Err(violation));
    }
}

#[test]
fn a_challenge_made_easier_is_forged() {
    let gate = Gate::new(id(REGISTRY), &SECRET);
    let mut challenge = gate.challenge(id(AGENTS), 20, NOW, MINUTE);
    challenge.difficulty_bits = 4;
    assert_eq!(
        gate.verify(&solve(challenge), id(AGENTS), NOW),
        Err(DiscoveryViolation::ChallengeForged)
    );
}

#[test]
fn no_challenge_asks_for_more_than_a_phone_can_pay() {
    let challenge = Gate::new(id(REGISTRY), &SECRET).challenge(id(AGENTS), 99, NOW, MINUTE);
    assert_eq!(challenge.difficulty_bits, MAX_DIFFICULTY_BITS);
}

#[test]
fn a_registration_is_refused_for_its_statement_before_its_work() {
    let gate = Gate::new(id(REGISTRY), &SECRET);
    let mut proof = solve(gate.challenge(id(AGENTS), 8, NOW, MINUTE));
    proof.solution = vec![0; 8];
    let signed = descriptor(AGENTS, 1, vec![capability("org.example/translate", 1)]);
    let register = |admission, now_ms| {
        let bytes = Registering::<DescriptorKind>::seal(&signed, admission).unwrap();
        let registering = Registering::<DescriptorKind>::open(&bytes).unwrap();
        registering.verify(&mut verifier(REGISTRY), &gate, &KnownAgents::new(10), now_ms)
    };
    assert!(register(None, NOW).is_ok());
    assert_eq!(
        register(Some(proof.clone()), NOW).unwrap_err(),
        DiscoveryViolation::WorkMissing
    );
    let expired = register(Some(proof), NOW + 11 * MINUTE).unwrap_err();
    assert_eq!(casp_wire::Violation::stage(&expired), casp_wire::Stage::Freshness);
}
