//! A requester's report becomes a record that anyone accepts (SPEC.md section 20.1).

#![allow(clippy::restriction, reason = "test code")]

mod scene;

use casp_canary::{CanaryVerdictKind, Commitment, OutcomeFinding, verify_outcome};
use casp_execution::ActError;
use casp_execution::provider::Finish;
use casp_execution::requester::Accepting;
use casp_identity::{ObjectId, Signed, Verifier};
use casp_task::content;
use casp_wire::v1::{Bundle, Oracle, Outcome, OutcomeRecord, SideEffect, TaskResult, oracle};
use casp_wire::{Layer, decode};
use scene::*;

/// Carol was not there.
fn verified(record: &[u8]) -> OutcomeFinding {
    verify_outcome(&mut Verifier::new(NETWORK, Some(id(CAROL))), record).unwrap()
}

fn members(record: &[u8]) -> OutcomeRecord {
    decode(record, Layer::Envelope).unwrap()
}

/// What was reported, as a record.
fn reported(pair: &mut Pair, contract: &ObjectId, outcome: Outcome) -> (ObjectId, Vec<u8>) {
    let report = pair.requester.report(contract, outcome, None, pair.now_ms).unwrap();
    let record = pair.requester.outcome_record(contract, None).unwrap();
    (report, record)
}

#[test]
fn whatever_is_said_of_a_result_anyone_accepts() {
    for outcome in [Outcome::Good, Outcome::Bad] {
        let mut pair = Pair::new();
        let contract = pair.contract(SideEffect::None);
        assert_eq!(
            pair.requester.outcome_record(&contract, None),
            None,
            "nothing was reported"
        );
        pair.finish(&contract);
        let (report, record) = reported(&mut pair, &contract, outcome);
        let finding = verified(&record);
        assert_eq!((finding.report, finding.contract), (report, contract));
        assert_eq!((finding.issuer, finding.subject), (id(ALICE), id(BOB)));
        assert_eq!((finding.outcome, finding.rederivable), (outcome, false));
        // What the provider says is another record.
        pair.provider.report(&contract, Outcome::Good, pair.now_ms).unwrap();
        pair.settle();
        assert_eq!(pair.requester.outcome_record(&contract, None), Some(record));
    }
}

#[test]
fn a_record_has_prepared_and_commit_where_the_result_names_them() {
    for commits in [true, false] {
        let mut pair = Pair::new();
        let contract = pair.contract(SideEffect::Irreversible);
        let plan = content::inline("text/plain", "send it");
        pair.provider.prepare(&contract, plan, HOUR, NOW).unwrap();
        pair.settle();
        if commits {
            pair.requester.commit(&contract, NOW).unwrap();
            pair.settle();
            pair.begin(&contract);
            pair.finish(&contract);
        } else {
            pair.provider.finish(&contract, Finish::failed("broken"), NOW).unwrap();
            pair.settle();
        }
        let (_, record) = reported(&mut pair, &contract, Outcome::Bad);
        assert_eq!(verified(&record).outcome, Outcome::Bad);
        let members = members(&record);
        assert_eq!(
            (members.prepared.is_some(), members.commit.is_some()),
            (commits, commits)
        );
    }
}

#[test]
fn that_nothing_came_rests_on_the_request() {
    let mut pair = Pair::new();
    let contract = pair.contract(SideEffect::None);
    let early = pair.requester.report(&contract, Outcome::NoResult, None, NOW);
    assert!(matches!(early, Err(ActError::NotNow { .. })));
    pair.now_ms = NOW + 2 * HOUR + SKEW + 1;
    let (_, record) = reported(&mut pair, &contract, Outcome::NoResult);
    assert_eq!(verified(&record).outcome, Outcome::NoResult);
    assert_eq!(members(&record).result, None);
}

#[test]
fn a_report_that_names_a_verdict_is_shown_with_that_one() {
    let answer = content::content_digest(b"Good morning").into();
    let oracle = Oracle {
        form: Some(oracle::Form::ExactDigest(answer)),
    };
    let input_digest = content::content_digest(b"Guten Morgen");
    let [commitment, other] =
        [3, 4].map(|salt| Commitment::new(id(BOB), input_digest, oracle.clone(), [salt; 32]).unwrap());
    let mut pair = Pair::new();
    let offer = pair.requester.offer(offering(BOB, SideEffect::None), NOW).unwrap();
    pair.settle();
    pair.provider.quote(&offer, quoting(), NOW).unwrap();
    pair.settle();
    let blinded = Accepting {
        blind: Some(commitment.blind()),
        ..accepting()
    };
    let contract = pair.requester.accept(&offer, blinded, NOW).unwrap();
    pair.settle();
    pair.finish(&contract);
    let result = pair.requester.engagement(&contract).unwrap().result().unwrap();
    let delivered = message_of(pair.requester.bundle(&result).unwrap());
    let [verdict, stranger] = [commitment, other].map(|commitment| {
        let opened = commitment.open(speaker(ALICE).author.lasting(None, NOW), result, &delivered);
        Signed::<CanaryVerdictKind>::seal(&opened.unwrap(), &key(ALICE)).unwrap()
    });
    let named = verdict.object_id().unwrap();
    pair.requester
        .report(&contract, Outcome::Good, Some(named), NOW)
        .unwrap();
    assert_eq!(pair.requester.outcome_record(&contract, None), None);
    assert_eq!(pair.requester.outcome_record(&contract, Some(&stranger)), None);
    let record = pair.requester.outcome_record(&contract, Some(&verdict)).unwrap();
    assert_eq!(verified(&record).outcome, Outcome::Good);
    assert!(members(&record).verdict.is_some());
}

fn message_of(result: &[u8]) -> TaskResult {
    let bundle: Bundle = decode(result, Layer::Envelope).unwrap();
    decode(&bundle.subject.unwrap().payload, Layer::Payload).unwrap()
}
