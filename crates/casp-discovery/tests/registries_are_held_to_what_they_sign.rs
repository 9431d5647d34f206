//! Answers are checked against their query, put together, and held against receipts.

#![allow(clippy::restriction, clippy::arithmetic_side_effects, reason = "test code")]

mod support;

use casp_discovery::{
    DiscoveryViolation, Filters, Objectives, Ranker, Rebuttal, VerifiedAnswer, merge, seal_omission, verify_answer,
    verify_omission,
};
use casp_identity::{KnownAgents, Signed};
use casp_wire::v1::{DiscoveryResult, Operator};
use support::*;

const HONEST: Answering = Answering {
    registry: REGISTRY,
    at_ms: NOW + 1_000,
};
const OTHER: Answering = Answering {
    registry: OTHER_REGISTRY,
    at_ms: NOW + 2_000,
};

fn verify(
    query: &Signed<casp_discovery::DiscoveryQueryKind>,
    answer: &[u8],
) -> Result<VerifiedAnswer, DiscoveryViolation> {
    verify_answer(
        &mut verifier(REQUESTER),
        query,
        answer,
        &KnownAgents::new(10),
        NOW + 3_000,
    )
}

#[test]
fn an_honest_answer_is_accepted_and_gives_its_entries() {
    let (published, query) = (translators(&[300, 100, 200]), ask(&query(REGISTRY)));
    let answer = verify(&query, &HONEST.answer(&query, &published)).unwrap();
    let result = answer.result.message();
    assert!(result.complete);
    assert_eq!(
        (result.ranked.len(), result.sampled.len(), answer.entries.len()),
        (3, 3, 3)
    );
    let fastest = published[1].descriptor.object_id().unwrap();
    assert_eq!(answer.entries[0].entry.descriptor_id(), fastest);
    assert_eq!(answer.entries[0].descriptor_bundle, published[1].descriptor.as_bytes());
}

#[test]
fn whatever_a_registry_changes_about_the_order_shows() {
    let (published, query) = (translators(&[300, 100, 200]), ask(&query(REGISTRY)));
    type Edit = fn(&mut DiscoveryResult);
    let edits: [(Edit, DiscoveryViolation); 7] = [
        (
            |result| {
                result.ranked.swap(0, 1);
                result.ranked.iter_mut().for_each(|each| each.front = 1);
            },
            DiscoveryViolation::AnswerOrder { index: 1 },
        ),
        (
            // Another front for one that dominates changes nothing about its place.
            |result| result.ranked.iter_mut().for_each(|each| each.front = 1),
            DiscoveryViolation::AnswerOrder { index: 1 },
        ),
        (
            |result| result.sampled.swap(0, 2),
            DiscoveryViolation::AnswerSample { index: 1 },
        ),
        (
            |result| result.ranked[2].relevance_ppm = 1,
            DiscoveryViolation::AnswerEntries,
        ),
        (
            |result| {
                result
                    .ranked
                    .iter_mut()
                    .chain(&mut result.sampled)
                    .for_each(|each| each.skill_ppm = 1)
            },
            DiscoveryViolation::AnswerMatch { index: 0 },
        ),
        (
            |result| {
                let all = result.ranked.iter_mut().chain(&mut result.sampled);
                all.for_each(|each| each.capability_version = "1.2.1".into());
            },
            DiscoveryViolation::AnswerMatch { index: 0 },
        ),
        (|result| result.filters.clear(), DiscoveryViolation::AnswerShape),
    ];
    for (edit, violation) in edits {
        let result = HONEST.result(&query, &published, edit);
        let answer = HONEST.answer_with(&result, &published);
        assert_eq!(verify(&query, &answer).unwrap_err(), violation);
    }
}

#[test]
fn an_answer_to_another_query_is_refused() {
    let published = translators(&[300]);
    let asked = ask(&query(REGISTRY));
    let mut other = query(REGISTRY);
    other.limit = 9;
    let answer = HONEST.answer(&ask(&other), &published);
    assert_eq!(verify(&asked, &answer).unwrap_err(), DiscoveryViolation::AnswerQuery);
}

#[test]
fn one_registry_has_one_voice_and_divergences_name_who_serves_what() {
    let published = translators(&[300, 100, 200]);
    let (query_a, query_b) = (ask(&query(REGISTRY)), ask(&query(OTHER_REGISTRY)));
    let full = verify(&query_a, &HONEST.answer(&query_a, &published)).unwrap();
    let again = verify(&query_a, &HONEST.answer(&query_a, &published)).unwrap();
    let short = verify(&query_b, &OTHER.answer(&query_b, &published[..2])).unwrap();
    let merged = merge([&full, &again, &short]);
    let support: Vec<usize> = merged.agents.iter().map(|agent| agent.registries.len()).collect();
    assert_eq!(support.iter().sum::<usize>(), 5);
    let [divergence] = merged.divergences.as_slice() else {
        panic!("{:?}", merged.divergences)
    };
    assert_eq!(divergence.agent, id(AGENTS + 2));
    assert_eq!(divergence.serve, [id(REGISTRY)]);
    assert_eq!(divergence.deny, [id(OTHER_REGISTRY)]);

    let objectives = Objectives::of(&[objective("trust"), objective("qos/latency-p95")], Ranker::Requester).unwrap();
    let filters = Filters::of(&[text("capability", Operator::Prefix, "org.example/")]).unwrap();
    let trust = |agent: &casp_identity::AgentId| (*agent == id(AGENTS)).then_some(900_000);
    let ranked = merged.rank(&filters, &objectives, trust, &[0; 32], NOW);
    let agents: Vec<_> = ranked
        .iter()
        .map(|each| (merged.agents[each.of].agent, each.front))
        .collect();
    // Trusted and slow, untrusted and fast: neither dominates the other.
    assert_eq!(agents, [(id(AGENTS), 1), (id(AGENTS + 1), 1), (id(AGENTS + 2), 2)]);
}

#[test]
fn what_was_promised_and_left_out_of_a_complete_answer_is_proven() {
    let published = translators(&[300, 100]);
    let query = ask(&query(REGISTRY));
    let result = HONEST.result(&query, &published[..1], |_| {});
    let receipt = receipt(REGISTRY, &published[1], AGENTS + 1, NOW);
    let proof = seal_omission(&query, &result, &receipt, published[1].wire()).unwrap();
    let mut judge = verifier(AGENTS);
    let proven = verify_omission(&mut judge, &proof, None).unwrap();
    assert_eq!((proven.registry, proven.agent), (id(REGISTRY), id(AGENTS + 1)));

    let withdrawn = Rebuttal::Withdrawal(withdrawal(AGENTS + 1, 2, NOW + 500));
    let rebutted = verify_omission(&mut judge, &proof, Some(&withdrawn));
    assert_eq!(rebutted.unwrap_err(), DiscoveryViolation::OmissionRebutted);
    let too_late = Rebuttal::Withdrawal(withdrawal(AGENTS + 1, 2, NOW + 6_001));
    assert!(verify_omission(&mut judge, &proof, Some(&too_late)).is_ok());
    let still_living = Rebuttal::Refresh(refresh(AGENTS + 1, 2, &published[1].descriptor, NOW + 500, MINUTE));
    assert!(verify_omission(&mut judge, &proof, Some(&still_living)).is_ok());

    let listed = HONEST.result(&query, &published, |_| {});
    let proof = seal_omission(&query, &listed, &receipt, published[1].wire()).unwrap();
    let refused = verify_omission(&mut judge, &proof, None);
    assert_eq!(refused.unwrap_err(), DiscoveryViolation::OmissionListed);
}
