//! What the provider's engine does with requesters that cheat, and what anyone else can be shown of it.

#![allow(clippy::restriction, reason = "test code")]

mod scene;

use casp_canary::{CanaryVerdictKind, Commitment};
use casp_execution::{ActError, Member, Provider, ProviderEvent, ProviderLimits, Statement, Unresolved, judge};
use casp_identity::{ObjectId, Signed, Verifier};
use casp_task::{
    AcceptanceKind, EngagementState, OfferKind, OutcomeReportKind, TaskRequestKind, TaskViolation, content,
};
use casp_wire::v1::oracle::Form;
use casp_wire::v1::{
    Acceptance, CanaryVerdict, Offer, Oracle, Outcome, OutcomeReport, SideEffect, TaskRequest, TaskResult,
};
use casp_wire::{Layer, Stage, Violation as _};
use scene::*;

fn judged(bundle: &[u8]) -> (Vec<(u8, Member, &'static str)>, Vec<Unresolved>) {
    let judgement = judge(&mut Verifier::new(NETWORK, None), bundle).unwrap();
    let short = |finding: &casp_execution::Finding| {
        let who = if finding.party == id(ALICE) { ALICE } else { BOB };
        (who, finding.member, finding.rule)
    };
    (judgement.findings.iter().map(short).collect(), judgement.unresolved)
}

fn shown(pair: &Pair, contract: &ObjectId) -> Vec<u8> {
    pair.provider.dispute_bundle(contract).unwrap().build().unwrap()
}

fn misconduct(pair: &Pair) -> Vec<(&'static str, Statement)> {
    let broke = pair.told.iter().filter_map(|event| match event {
        ProviderEvent::Broke(it) => Some((it.rule, it.statement)),
        _ => None,
    });
    broke.collect()
}

fn works(pair: &Pair) -> usize {
    pair.told
        .iter()
        .filter(|event| matches!(event, ProviderEvent::Work { .. }))
        .count()
}

#[test]
fn who_never_acknowledges_gets_the_result_at_growing_intervals_and_no_longer_than_it_counts() {
    let mut pair = Pair::new();
    let contract = pair.contract(SideEffect::None);
    pair.finish(&contract);
    let deadline_ms = NOW + 2 * HOUR;
    let mut times = vec![];
    let mut sent = pair.passed_of(Statement::TaskResult);
    assert_eq!(sent, 1);
    while let Some(at) = pair.provider.next_timeout_ms().filter(|at| *at <= deadline_ms + HOUR) {
        pair.pass_until(at);
        if pair.passed_of(Statement::TaskResult) > sent {
            sent = pair.passed_of(Statement::TaskResult);
            times.push(at);
        }
    }
    assert!(times.last().unwrap() < &(deadline_ms + SKEW));
    let gaps: Vec<_> = std::iter::once(&NOW)
        .chain(&times)
        .zip(&times)
        .map(|(from, to)| to - from)
        .collect();
    for (n, gap) in gaps.iter().enumerate() {
        let longest = (1_000_i64 << n.min(20)).min(60_000);
        // A look at another instant may fall between.
        assert!((longest / 2..=longest).contains(gap), "{gap} before repeat {n}");
    }
    let unheard = pair.told.iter().any(|event| {
        matches!(
            event,
            ProviderEvent::Ended {
                acknowledged: false,
                ..
            }
        )
    });
    assert!(unheard);
    assert_eq!(
        judged(&shown(&pair, &contract)),
        (vec![], vec![Unresolved::NotAcknowledged])
    );
}

#[test]
fn a_task_id_serves_one_request() {
    let mut pair = Pair::new();
    let contract = pair.contract(SideEffect::None);
    let again = TaskRequest {
        header: Some(speaker(ALICE).author.one_shot(id(BOB), [8; 16], NOW, HOUR)),
        contract: contract.0.to_vec(),
        input: Some(input()),
    };
    let again = by_hand::<TaskRequestKind>(ALICE, &again);
    for _ in 0..3 {
        assert_eq!(pair.provider.receive(&again, NOW), Err(TaskViolation::SecondStatement));
    }
    pair.settle();
    assert_eq!(works(&pair), 1, "the work is asked for once");
    assert_eq!(misconduct(&pair), [("CTR-5", Statement::TaskRequest)]);
    assert_eq!(judged(&shown(&pair, &contract)).0, [(ALICE, Member::Seconds, "CTR-5")]);
    // Nor does one quote make two contracts.
    let quote = pair.provider.engagement(&contract).unwrap().quote().unwrap();
    let second = Acceptance {
        header: Some(speaker(ALICE).author.one_shot(id(BOB), [9; 16], NOW, HOUR)),
        quote: quote.0.to_vec(),
        blind: vec![1; 32],
        input_digest: input().digest,
    };
    let second = by_hand::<AcceptanceKind>(ALICE, &second);
    assert_eq!(pair.provider.receive(&second, NOW), Err(TaskViolation::SecondStatement));
    assert_eq!(judged(&shown(&pair, &contract)).0.len(), 2);
}

#[test]
fn another_input_than_was_agreed_convicts_and_is_not_worked_on() {
    let mut pair = Pair::new();
    let offer = pair.requester.offer(offering(BOB, SideEffect::None), NOW).unwrap();
    pair.settle();
    let quote = pair.provider.quote(&offer, quoting(), NOW).unwrap();
    let acceptance = Acceptance {
        header: Some(speaker(ALICE).author.one_shot(id(BOB), [8; 16], NOW, HOUR)),
        quote: quote.0.to_vec(),
        blind: vec![1; 32],
        input_digest: input().digest,
    };
    let acceptance = by_hand::<AcceptanceKind>(ALICE, &acceptance);
    pair.provider.receive(&acceptance, NOW).unwrap();
    let contract = Signed::<AcceptanceKind>::from_bytes(acceptance).object_id().unwrap();
    let request = TaskRequest {
        header: Some(speaker(ALICE).author.one_shot(id(BOB), [9; 16], NOW, HOUR)),
        contract: contract.0.to_vec(),
        input: Some(content::inline("text/plain", "Guten Abend!")),
    };
    let request = by_hand::<TaskRequestKind>(ALICE, &request);
    assert_eq!(pair.provider.receive(&request, NOW), Err(TaskViolation::InputMismatch));
    pair.settle();
    assert_eq!(works(&pair), 0);
    assert_eq!(judged(&shown(&pair, &contract)).0, [(ALICE, Member::Request, "CTR-8")]);
}

#[test]
fn a_false_canary_convicts_whoever_reveals_it() {
    let mut pair = Pair::new();
    // An ordinary task with a random blind.
    let contract = pair.contract(SideEffect::None);
    pair.finish(&contract);
    let held = pair.provider.engagement(&contract).unwrap().result().unwrap();
    let oracle = Oracle {
        form: Some(Form::Contains("something that was never asked".into())),
    };
    let made_up = Commitment::new(id(BOB), input().digest.try_into().unwrap(), oracle, [5; 32]).unwrap();
    let bundle =
        casp_wire::decode::<casp_wire::v1::Bundle>(pair.provider.bundle(&held).unwrap(), Layer::Envelope).unwrap();
    let result: TaskResult = casp_wire::decode(&bundle.subject.unwrap().payload, Layer::Payload).unwrap();
    let verdict: CanaryVerdict = made_up
        .open(speaker(ALICE).author.lasting(None, NOW), held, &result)
        .unwrap();
    let verdict = Signed::<CanaryVerdictKind>::seal(&verdict, &key(ALICE)).unwrap();
    let bundle = pair
        .provider
        .dispute_bundle(&contract)
        .unwrap()
        .verdict(&verdict)
        .build()
        .unwrap();
    let (findings, open) = judged(&bundle);
    assert_eq!(
        findings,
        [(ALICE, Member::Verdict, "CAN-2")],
        "the blind opens to nothing of the kind"
    );
    assert_eq!(open, [Unresolved::NotAcknowledged]);
}

#[test]
fn a_quote_serves_the_one_it_was_made_for() {
    let mut pair = Pair::new();
    let offer = pair.requester.offer(offering(BOB, SideEffect::None), NOW).unwrap();
    pair.settle();
    let quote = pair.provider.quote(&offer, quoting(), NOW).unwrap();
    pair.settle();
    // Carol caught Alice's quote on its way.
    let hers = Acceptance {
        header: Some(speaker(CAROL).author.one_shot(id(BOB), [8; 16], NOW, HOUR)),
        quote: quote.0.to_vec(),
        blind: vec![1; 32],
        input_digest: input().digest,
    };
    let refused = pair
        .provider
        .receive(&by_hand::<AcceptanceKind>(CAROL, &hers), NOW)
        .unwrap_err();
    assert_eq!(refused, TaskViolation::Party);
    assert_eq!((refused.rule(), refused.stage()), ("CTR-4", Stage::Chain));
    // Nothing is spoilt for Alice.
    assert_eq!(pair.provider.engagement(&offer).unwrap().contract(), None);
    let contract = pair.requester.accept(&offer, accepting(), NOW).unwrap();
    pair.settle();
    assert_eq!(works(&pair), 1);
    assert_eq!(pair.state_of_provider(&contract), EngagementState::Pending);
    assert!(misconduct(&pair).is_empty(), "her word is no word of this engagement");
}

#[test]
fn who_misses_what_it_acknowledged_convicts_itself() {
    let mut pair = Pair::new();
    let contract = pair.contract(SideEffect::None);
    pair.finish(&contract);
    let how = casp_execution::requester::Acknowledging::Checked;
    pair.requester.acknowledge(&contract, how, NOW).unwrap();
    pair.settle();
    let deadline_ms = NOW + 2 * HOUR;
    pair.pass_until(deadline_ms + SKEW + 1);
    let own = pair.requester.report(&contract, Outcome::NoResult, None, pair.now_ms);
    let state = EngagementState::Closed;
    assert_eq!(own, Err(ActError::NotNow { state }), "an honest engine does not say it");
    let missed = OutcomeReport {
        header: Some(speaker(ALICE).author.lasting(None, pair.now_ms)),
        contract: contract.0.to_vec(),
        subject: id(BOB).as_bytes().to_vec(),
        outcome: Outcome::NoResult.into(),
        ..OutcomeReport::default()
    };
    let missed = by_hand::<OutcomeReportKind>(ALICE, &missed);
    assert_eq!(
        pair.provider.receive(&missed, pair.now_ms),
        Err(TaskViolation::NoResultAcknowledged)
    );
    pair.provider.report(&contract, Outcome::Bad, pair.now_ms).unwrap();
    pair.settle();
    let (findings, open) = judged(&shown(&pair, &contract));
    assert_eq!(findings, [(ALICE, Member::Reports, "CTR-20")]);
    assert_eq!(open, [Unresolved::Opinion]);
}

#[test]
fn floods_of_offers_take_bounded_memory_and_no_disk() {
    let limits = ProviderLimits {
        engagements: 10,
        engagements_per_requester: 3,
        places: 2,
        places_per_requester: 1,
        ..ProviderLimits::default()
    };
    let mut provider = Provider::new(speaker(BOB), random(1), limits);
    let offer = |from: u8, nonce: u8| Offer {
        header: Some(speaker(from).author.one_shot(id(BOB), [nonce; 16], NOW, HOUR)),
        descriptor: vec![7; 32],
        terms: Some(terms(SideEffect::None)),
        input_media_type: "text/plain".into(),
        input_bytes: 3,
    };
    let mut held = vec![];
    for from in [1, 3, 4, 5] {
        for nonce in 1..=4 {
            let bundle = by_hand::<OfferKind>(from, &offer(from, nonce));
            if provider.receive(&bundle, NOW).is_ok() {
                held.push((from, Signed::<OfferKind>::from_bytes(bundle).object_id().unwrap()));
            }
        }
    }
    let of = |agent: u8| held.iter().filter(|(from, _)| *from == agent).count();
    assert_eq!([of(1), of(3), of(4), of(5)], [3, 3, 3, 1]);
    let (_, events, records) = drain_provider(&mut provider);
    assert_eq!(
        (events.len(), records.len()),
        (10, 0),
        "nothing is owed, and nothing written"
    );
    // Places are bounded too, in all and of each.
    let quoted: Vec<_> = held
        .iter()
        .map(|(_, offer)| provider.quote(offer, quoting(), NOW).is_ok())
        .collect();
    let expected = [true, false, false, true, false, false, false, false, false, false];
    assert_eq!(quoted, expected);
    assert_eq!(provider.quote(&held[9].1, quoting(), NOW), Err(ActError::NoPlace));
    assert_eq!(
        (provider.places(&id(1)).taken, provider.places(&id(1)).has_room()),
        (2, false)
    );
    // A place is free again when its quote has lapsed.
    provider.handle_timeout(NOW + HOUR + SKEW);
    assert_eq!(provider.engagements().count(), 0);
    assert_eq!(provider.places(&id(1)).taken, 0);
}
