//! What the requester's engine does with providers that cheat, and what anyone else can be shown of it.

#![allow(clippy::restriction, reason = "test code")]

mod scene;

use casp_canary::{CanaryVerdictKind, Commitment};
use casp_evidence::tree::leaf_hash;
use casp_evidence::{Draft, History, TraceCheckpointKind, TraceWriter, prove_fork};
use casp_execution::provider::{Finish, Stop};
use casp_execution::requester::{Acknowledging, Ending, EvidenceVerdict};
use casp_execution::{ActError, EvidenceFault, Member, ProviderEvent, RequesterEvent, Statement, Unresolved, judge};
use casp_identity::{Kind, ObjectId, Signed, Verifier};
use casp_task::{EngagementState, PreparedKind, TaskEventKind, TaskResultKind, TaskViolation, content};
use casp_wire::v1::oracle::Form;
use casp_wire::v1::{
    Content, Oracle, Outcome, Prepared, SideEffect, TaskEvent, TaskResult, TaskState, TaskStatus, TraceCommitment,
};
use scene::*;

/// Findings in short, and what stays open.
fn judged(bundle: &[u8]) -> (Vec<(u8, Member, &'static str)>, Vec<Unresolved>) {
    let judgement = judge(&mut Verifier::new(NETWORK, None), bundle).unwrap();
    let short = |finding: &casp_execution::Finding| {
        let who = if finding.party == id(ALICE) { ALICE } else { BOB };
        (who, finding.member, finding.rule)
    };
    (judgement.findings.iter().map(short).collect(), judgement.unresolved)
}

fn shown(pair: &Pair, contract: &ObjectId) -> Vec<u8> {
    pair.requester.dispute_bundle(contract).unwrap().build().unwrap()
}

fn ending(pair: &Pair) -> Ending {
    let ended = pair.asked.iter().rev().find_map(|event| match event {
        RequesterEvent::Ended(ended) => Some(ended.ending.clone()),
        _ => None,
    });
    ended.expect("it has not ended")
}

fn misconduct(pair: &Pair) -> Vec<(&'static str, Statement)> {
    let broke = pair.asked.iter().filter_map(|event| match event {
        RequesterEvent::Broke(it) => Some((it.rule, it.statement)),
        _ => None,
    });
    broke.collect()
}

/// A completed result, as Bob signs it by hand.
fn result(pair: &Pair, contract: &ObjectId, text: &str, trace: Option<TraceCommitment>) -> TaskResult {
    let request = pair.requester.engagement(contract).unwrap().request().unwrap();
    TaskResult {
        header: Some(speaker(BOB).author.lasting(Some(id(ALICE)), pair.now_ms)),
        contract: contract.0.to_vec(),
        request: request.0.to_vec(),
        status: TaskStatus::Completed.into(),
        output: Some(content::inline("text/plain", text)),
        trace,
        ..TaskResult::default()
    }
}

fn traced() -> casp_execution::requester::Offering {
    let mut offering = offering(BOB, SideEffect::None);
    offering.terms.evidence = vec!["trace".into()];
    offering
}

/// A trace of so many events, the last terminal: its leaves and what a result commits to.
fn trace(session: u8, events: usize) -> (Vec<Vec<u8>>, TraceCommitment) {
    let mut drawn = u128::from(session);
    let mut writer = TraceWriter::new([session; 16], || {
        drawn += 1;
        drawn.to_be_bytes()
    });
    let draft = Draft {
        at_ms: NOW,
        kind: "tool-call",
        receipt: None,
        data: b"fetch",
    };
    let mut leaves: Vec<_> = (1..events).map(|_| writer.append(&draft).unwrap()).collect();
    leaves.push(writer.end(&draft).unwrap());
    (leaves, writer.commitment().unwrap())
}

/// A task that promised a trace, delivered with one; gives the leaves.
fn delivered_with_trace(pair: &mut Pair, session: u8) -> (ObjectId, Vec<Vec<u8>>) {
    let mut offering = traced();
    offering.descriptor = ObjectId([session; 32]);
    let contract = pair.contract_on(offering);
    let (leaves, commitment) = trace(session, 5);
    let finish = Finish {
        trace: Some(commitment),
        ..Finish::completed(output())
    };
    pair.provider.finish(&contract, finish, pair.now_ms).unwrap();
    pair.settle();
    (contract, leaves)
}

fn package(pair: &Pair, contract: &ObjectId, leaves: &[Vec<u8>]) -> Vec<u8> {
    let package = pair.provider.evidence_package(contract).unwrap();
    let package = leaves.iter().fold(package, |package, leaf| package.event(leaf));
    package.build().unwrap()
}

#[test]
fn who_answers_canaries_rightly_and_cheats_on_work_breaks_no_rule_and_is_reported() {
    let mut pair = Pair::new();
    // The canary looks like any task.
    let oracle = Oracle {
        form: Some(Form::ExactDigest(output().digest)),
    };
    let digest = input().digest.try_into().unwrap();
    let canary = Commitment::new(id(BOB), digest, oracle, [5; 32]).unwrap();
    let offer = pair.requester.offer(offering(BOB, SideEffect::None), NOW).unwrap();
    pair.settle();
    pair.provider.quote(&offer, quoting(), NOW).unwrap();
    pair.settle();
    let mut accepting = accepting();
    accepting.blind = Some(canary.blind());
    let probe = pair.requester.accept(&offer, accepting, NOW).unwrap();
    pair.settle();
    pair.finish(&probe);
    pair.requester.acknowledge(&probe, Acknowledging::Checked, NOW).unwrap();
    let held = pair.requester.engagement(&probe).unwrap().result().unwrap();
    let answer = result(&pair, &probe, "Good morning", None);
    let opened = canary
        .open(speaker(ALICE).author.lasting(None, NOW), held, &answer)
        .unwrap();
    let opened = Signed::<CanaryVerdictKind>::seal(&opened, &key(ALICE)).unwrap();
    let bundle = pair
        .requester
        .dispute_bundle(&probe)
        .unwrap()
        .verdict(&opened)
        .build()
        .unwrap();
    assert_eq!(judged(&bundle), (vec![], vec![]));

    let work = pair.contract(SideEffect::None);
    let lazy = Finish::completed(content::inline("text/plain", "lorem ipsum"));
    pair.provider.finish(&work, lazy, NOW).unwrap();
    pair.settle();
    pair.requester.acknowledge(&work, Acknowledging::Checked, NOW).unwrap();
    pair.requester.report(&work, Outcome::Bad, None, NOW).unwrap();
    pair.settle();
    // It says so, with a contract behind it; nobody can tell whether it is so.
    assert_eq!(judged(&shown(&pair, &work)), (vec![], vec![Unresolved::Opinion]));
    assert!(misconduct(&pair).is_empty());
}

#[test]
fn somebody_elses_evidence_is_foreign_and_incriminates_nobody() {
    let mut pair = Pair::new();
    let (first, leaves) = delivered_with_trace(&mut pair, 1);
    let (second, _) = delivered_with_trace(&mut pair, 2);
    let replayed = package(&pair, &first, &leaves);
    let checked = pair.requester.check_evidence(&second, &replayed);
    let failure = checked.unwrap_err();
    assert_eq!((failure.fault, failure.rule()), (EvidenceFault::Foreign, Some("CTR-9")));
    assert_eq!(judged(failure.proof.as_ref().unwrap()).0, []);
    // No ack is said on that ground.
    let refused = pair.requester.acknowledge(&second, Acknowledging::Checked, NOW);
    assert_eq!(refused, Err(ActError::EvidenceUnchecked));
    pair.requester.withhold(&second, NOW).unwrap();
    pair.settle();
    let Ending::Answered {
        evidence, acknowledged, ..
    } = ending(&pair)
    else {
        panic!("no answer")
    };
    assert_eq!(
        (evidence, acknowledged),
        (EvidenceVerdict::Faulty { rule: "CTR-9".into() }, false)
    );
    // Its own is sound.
    assert!(pair.requester.check_evidence(&first, &replayed).is_ok());
    pair.requester.acknowledge(&first, Acknowledging::Checked, NOW).unwrap();
}

#[test]
fn a_withheld_end_of_a_trace_is_missing_and_stays_open() {
    let mut pair = Pair::new();
    let (contract, leaves) = delivered_with_trace(&mut pair, 1);
    for kept in [0, 2, 4] {
        let cut = package(&pair, &contract, &leaves[..kept]);
        let failure = pair.requester.check_evidence(&contract, &cut).unwrap_err();
        assert!(
            matches!(failure.fault, EvidenceFault::Missing(_)),
            "{kept}: {:?}",
            failure.fault
        );
        assert!(!failure.faults.is_empty());
        // Whoever shows a package chooses what to show: nothing follows from what is missing.
        assert_eq!(
            judged(failure.proof.as_ref().unwrap()),
            (vec![], vec![Unresolved::NotAcknowledged, Unresolved::EvidenceNotShown])
        );
    }
    let mut more = leaves.clone();
    more.push(leaves[4].clone());
    let long = package(&pair, &contract, &more);
    let failure = pair.requester.check_evidence(&contract, &long).unwrap_err();
    assert!(matches!(failure.fault, EvidenceFault::Extra(_)), "{:?}", failure.fault);
    let mut other = leaves;
    other[1] = other[2].clone();
    let bent = package(&pair, &contract, &other);
    let failure = pair.requester.check_evidence(&contract, &bent).unwrap_err();
    assert!(
        matches!(failure.fault, EvidenceFault::Inconsistent(_)),
        "{:?}",
        failure.fault
    );
}

#[test]
fn two_results_convict_whoever_signed_them() {
    let mut pair = Pair::new();
    let contract = pair.contract(SideEffect::None);
    pair.finish(&contract);
    let second = by_hand::<TaskResultKind>(BOB, &result(&pair, &contract, "Guten Tag", None));
    for _ in 0..3 {
        let refused = pair.requester.receive(&second, NOW).unwrap_err();
        assert_eq!(refused, TaskViolation::SecondStatement);
    }
    pair.settle();
    assert_eq!(misconduct(&pair), [("CTR-5", Statement::TaskResult)], "told once");
    assert_eq!(judged(&shown(&pair, &contract)).0, [(BOB, Member::Seconds, "CTR-5")]);
    // A restart still has the proof.
    let records = pair.requester_journal.iter().map(Vec::as_slice);
    let limits = casp_execution::RequesterLimits::default();
    let restored = casp_execution::Requester::restore(speaker(ALICE), random(9), limits, records, NOW).unwrap();
    let bundle = restored.dispute_bundle(&contract).unwrap().build().unwrap();
    assert_eq!(judged(&bundle).0, [(BOB, Member::Seconds, "CTR-5")]);
}

#[test]
fn a_package_with_another_result_convicts_too() {
    let mut pair = Pair::new();
    let (contract, leaves) = delivered_with_trace(&mut pair, 1);
    // A provider that lost its result and made another shows that one.
    let (_, commitment) = trace(1, 5);
    let other = by_hand::<TaskResultKind>(BOB, &result(&pair, &contract, "Guten Tag", Some(commitment)));
    let engagement = pair.requester.engagement(&contract).unwrap();
    let bytes = |id: ObjectId| pair.requester.bundle(&id).unwrap().to_vec();
    let builder = casp_evidence::PackageBuilder::of_contract(
        &Signed::from_bytes(bytes(engagement.offer())),
        &Signed::from_bytes(bytes(engagement.quote().unwrap())),
        &Signed::from_bytes(bytes(contract)),
        &Signed::from_bytes(bytes(engagement.request().unwrap())),
        &Signed::from_bytes(other),
    );
    let package = leaves
        .iter()
        .fold(builder, |package, leaf| package.event(leaf))
        .build()
        .unwrap();
    let failure = pair.requester.check_evidence(&contract, &package).unwrap_err();
    assert_eq!(
        (failure.fault, failure.rule()),
        (EvidenceFault::OtherResult, Some("CTR-5"))
    );
    assert_eq!(
        judged(failure.proof.as_ref().unwrap()).0,
        [(BOB, Member::Seconds, "CTR-5")]
    );
}

#[test]
fn two_histories_convict_whoever_signed_them() {
    let mut pair = Pair::new();
    let (contract, leaves) = delivered_with_trace(&mut pair, 1);
    // The result commits to one history, a checkpoint to another of the same session.
    let mut salts = 1_000_u128;
    let mut writer = TraceWriter::new([1; 16], || {
        salts += 1;
        salts.to_be_bytes()
    });
    let draft = Draft {
        at_ms: NOW,
        kind: "tool-call",
        receipt: None,
        data: b"something else",
    };
    let other_leaf = writer.append(&draft).unwrap();
    let header = speaker(BOB).author.lasting(None, NOW);
    let checkpoint = writer.checkpoint(header, Some(contract)).unwrap();
    let checkpoint = Signed::<TraceCheckpointKind>::seal(&checkpoint, &key(BOB)).unwrap();
    let held = pair.requester.engagement(&contract).unwrap().result().unwrap();
    let held = Signed::<TaskResultKind>::from_bytes(pair.requester.bundle(&held).unwrap());
    let hashes: Vec<_> = leaves.iter().map(|leaf| leaf_hash(leaf)).collect();
    let other_hashes = [leaf_hash(&other_leaf)];
    let fork = prove_fork(
        History::of_result(&held, &hashes),
        History::of_checkpoint(&checkpoint, &other_hashes),
    )
    .unwrap();
    let bundle = pair
        .requester
        .dispute_bundle(&contract)
        .unwrap()
        .with(Member::Forks, &fork);
    let (findings, _) = judged(&bundle.build().unwrap());
    assert_eq!(findings, [(BOB, Member::Forks, "FRK-3")]);
    // A package that holds both is inconsistent.
    let builder = pair
        .provider
        .evidence_package(&contract)
        .unwrap()
        .checkpoint(&checkpoint);
    let package = leaves
        .iter()
        .fold(builder, |package, leaf| package.event(leaf))
        .build()
        .unwrap();
    let failure = pair.requester.check_evidence(&contract, &package).unwrap_err();
    assert!(
        matches!(failure.fault, EvidenceFault::Inconsistent(_)),
        "{:?}",
        failure.fault
    );
    assert_eq!(failure.rule(), Some("CHK-3"));
}

#[test]
fn who_quotes_and_never_answers_is_missed_after_the_deadline() {
    let mut pair = Pair::new();
    let contract = pair.contract(SideEffect::None);
    let deadline_ms = NOW + 2 * HOUR;
    pair.pass_until(deadline_ms + SKEW - 1);
    let early = pair.requester.report(&contract, Outcome::NoResult, None, pair.now_ms);
    let state = EngagementState::Pending;
    assert_eq!(early, Err(ActError::NotNow { state }), "a result may still come");
    // Acceptance and request were repeated while someone could still take them, at growing intervals.
    let requests = pair.passed_of(Statement::TaskRequest);
    assert!((60..=130).contains(&requests), "{requests} times in an hour");
    pair.pass_until(deadline_ms + SKEW);
    let missed = Ending::NoResult {
        committed: false,
        cancelled: false,
    };
    assert_eq!(ending(&pair), missed);
    assert_eq!(pair.state_of_provider(&contract), EngagementState::Unanswered);
    let stop = ProviderEvent::Stop {
        contract,
        why: Stop::TooLate,
    };
    assert_eq!(pair.told.iter().filter(|event| **event == stop).count(), 1);
    assert_eq!(pair.provider.places(&id(ALICE)).taken, 0);
    pair.requester
        .report(&contract, Outcome::NoResult, None, pair.now_ms)
        .unwrap();
    pair.settle();
    assert_eq!(
        judged(&shown(&pair, &contract)),
        (vec![], vec![Unresolved::NotDelivered])
    );
    // What comes later is not taken, and counts as what it is when it says so itself.
    pair.now_ms += 1;
    let late = by_hand::<TaskResultKind>(BOB, &result(&pair, &contract, "Good morning", None));
    let refused = pair.requester.receive(&late, pair.now_ms);
    assert_eq!(refused, Err(TaskViolation::DeadlinePassed));
    pair.settle();
    assert_eq!(misconduct(&pair), [("REC-3", Statement::TaskResult)]);
    let (findings, open) = judged(&shown(&pair, &contract));
    assert_eq!(findings, [(BOB, Member::Result, "REC-3")]);
    assert_eq!(open, [Unresolved::NotAcknowledged, Unresolved::DeliveryDisputed]);
}

#[test]
fn who_never_quotes_ends_with_the_offer() {
    let mut pair = Pair::new();
    let offer = pair.requester.offer(offering(BOB, SideEffect::None), NOW).unwrap();
    pair.pass_until(NOW + HOUR - 1);
    assert!(pair.asked.is_empty());
    pair.pass_until(NOW + HOUR);
    assert_eq!(ending(&pair), Ending::NoQuote);
    let late = pair.provider.quote(&offer, quoting(), pair.now_ms);
    assert_eq!(late, Err(ActError::Task(TaskViolation::AntecedentLapsed)));
}

#[test]
fn floods_of_progress_end_at_a_thousand_and_fill_no_disk() {
    let mut pair = Pair::new();
    let contract = pair.contract(SideEffect::None);
    let records = pair.requester_journal.len();
    let event = |seq: u64, state: TaskState| TaskEvent {
        header: Some(speaker(BOB).author.lasting(Some(id(ALICE)), NOW)),
        contract: contract.0.to_vec(),
        seq,
        state: state.into(),
        ..TaskEvent::default()
    };
    for seq in 1..=1_024 {
        let bundle = by_hand::<TaskEventKind>(BOB, &event(seq, TaskState::Running));
        pair.requester.receive(&bundle, NOW).unwrap();
        // Each once more, and an older one.
        assert!(pair.requester.receive(&bundle, NOW).is_ok());
        let older = by_hand::<TaskEventKind>(BOB, &event(1, TaskState::Queued));
        assert!(pair.requester.receive(&older, NOW).is_err());
    }
    let header = speaker(BOB).author.lasting(Some(id(ALICE)), NOW);
    let beyond = Signed::<TaskEventKind>::seal(
        &TaskEvent {
            header: Some(header),
            ..event(1_025, TaskState::Running)
        },
        &key(BOB),
    );
    assert!(beyond.is_err(), "no verifier takes number 1,025");
    pair.settle();
    let told = pair
        .asked
        .iter()
        .filter(|event| matches!(event, RequesterEvent::Progress { .. }));
    assert_eq!(told.count(), 1_024);
    // Two records: the second event with number 1, and the first that it contradicts.
    assert_eq!(pair.requester_journal.len(), records + 2);
    assert_eq!(misconduct(&pair), [("CTR-5", Statement::TaskEvent)]);
    assert_eq!(judged(&shown(&pair, &contract)).0, [(BOB, Member::Seconds, "CTR-5")]);
    assert_eq!(pair.passed_of(Statement::DeliveryAck), 0);
    // An honest engine stops there.
    for seq in 1..=1_024 {
        assert_eq!(
            pair.provider.progress(&contract, TaskState::Running, 0, "", NOW),
            Ok(seq)
        );
    }
    let beyond = pair.provider.progress(&contract, TaskState::Running, 0, "", NOW);
    assert_eq!(beyond, Err(ActError::TooMuchProgress));
}

#[test]
fn evidence_that_was_promised_and_is_not_named_convicts() {
    let mut pair = Pair::new();
    let contract = pair.contract_on(traced());
    let bare = by_hand::<TaskResultKind>(BOB, &result(&pair, &contract, "Good morning", None));
    let refused = pair.requester.receive(&bare, NOW);
    assert_eq!(refused, Err(TaskViolation::EvidenceMissing { kind: "trace" }));
    pair.settle();
    assert_eq!(misconduct(&pair), [("CTR-13", Statement::TaskResult)]);
    assert_eq!(judged(&shown(&pair, &contract)).0, [(BOB, Member::Result, "CTR-13")]);
    // An honest engine does not say it.
    let refused = pair.provider.finish(&contract, Finish::completed(output()), NOW);
    assert_eq!(
        refused,
        Err(ActError::Task(TaskViolation::EvidenceMissing { kind: "trace" }))
    );
}

#[test]
fn an_irreversible_effect_without_a_commit_convicts() {
    let mut pair = Pair::new();
    let contract = pair.contract(SideEffect::Irreversible);
    let acted = by_hand::<TaskResultKind>(BOB, &result(&pair, &contract, "sent", None));
    assert_eq!(pair.requester.receive(&acted, NOW), Err(TaskViolation::CommitMissing));
    pair.settle();
    assert_eq!(judged(&shown(&pair, &contract)).0, [(BOB, Member::Result, "CTR-18")]);
    let begun = pair
        .provider
        .begin(&contract, casp_execution::provider::Effect::Unknowable, NOW);
    assert_eq!(begun, Err(ActError::NotCommitted));
}

#[test]
fn a_plan_where_nothing_is_prepared_convicts() {
    let mut pair = Pair::new();
    let contract = pair.contract(SideEffect::Reversible);
    let request = pair.requester.engagement(&contract).unwrap().request().unwrap();
    let plan: Content = content::inline("text/plain", "send it");
    let prepared = Prepared {
        header: Some(speaker(BOB).author.one_shot(id(ALICE), [3; 16], NOW, HOUR)),
        contract: contract.0.to_vec(),
        request: request.0.to_vec(),
        plan: Some(plan.clone()),
    };
    let bundle = by_hand::<PreparedKind>(BOB, &prepared);
    assert_eq!(
        pair.requester.receive(&bundle, NOW),
        Err(TaskViolation::PreparedNeedless)
    );
    pair.settle();
    assert_eq!(judged(&shown(&pair, &contract)).0, [(BOB, Member::Prepared, "CTR-19")]);
    let refused = pair.provider.prepare(&contract, plan, HOUR, NOW);
    assert_eq!(refused, Err(ActError::NoEffect));
}

#[test]
fn what_is_no_statement_of_a_provider_is_not_even_read() {
    let mut pair = Pair::new();
    let contract = pair.contract(SideEffect::None);
    let own_acceptance = pair.requester.bundle(&contract).unwrap().to_vec();
    let refused = pair.requester.receive(&own_acceptance, NOW).unwrap_err();
    assert_eq!(casp_wire::Violation::rule(&refused), "TYP-1");
    let mut bent = by_hand::<TaskResultKind>(BOB, &result(&pair, &contract, "Good morning", None));
    let last = bent.len() - 60;
    bent[last] ^= 1;
    assert!(pair.requester.receive(&bent, NOW).is_err());
    // Carol's word is not Bob's.
    let mut hers = result(&pair, &contract, "Good morning", None);
    hers.header = Some(speaker(CAROL).author.lasting(Some(id(ALICE)), NOW));
    let hers = by_hand::<TaskResultKind>(CAROL, &hers);
    assert_eq!(pair.requester.receive(&hers, NOW), Err(TaskViolation::Party));
    pair.settle();
    assert!(misconduct(&pair).is_empty());
    assert_eq!(
        TaskResultKind::PROFILE.payload_type,
        Statement::TaskResult.payload_type()
    );
}
