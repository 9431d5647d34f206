//! What a restart finds, and what follows (SPEC.md sections 19.3 and 19.5).

#![allow(clippy::restriction, reason = "test code")]

mod scene;

use casp_execution::provider::{Effect, Finish};
use casp_execution::requester::Acknowledging;
use casp_execution::{
    Provider, ProviderEvent, ProviderLimits, Requester, RequesterEvent, RequesterLimits, RestoreError, Statement,
};
use casp_identity::{ObjectId, SoftwareKey};
use casp_task::{EngagementState, content};
use casp_wire::v1::{SideEffect, TaskStatus};
use proptest::prelude::*;
use scene::*;

fn provider_of(records: &[Vec<u8>], now_ms: i64) -> Provider<SoftwareKey, Random> {
    let records = records.iter().map(Vec::as_slice);
    Provider::restore(speaker(BOB), random(77), ProviderLimits::default(), records, now_ms).unwrap()
}

fn requester_of(records: &[Vec<u8>], now_ms: i64) -> Requester<SoftwareKey, Random> {
    let records = records.iter().map(Vec::as_slice);
    Requester::restore(speaker(ALICE), random(77), RequesterLimits::default(), records, now_ms).unwrap()
}

/// What a provider that is made anew from these records wants done, in short.
fn follows(records: &[Vec<u8>], contract: &ObjectId) -> (Vec<&'static str>, Option<TaskStatus>) {
    let mut provider = provider_of(records, NOW);
    let (sent, events, _) = drain_provider(&mut provider);
    let mut short: Vec<_> = events
        .iter()
        .map(|event| match event {
            ProviderEvent::Work { again: true, .. } => "work again",
            ProviderEvent::Committed { .. } => "committed",
            ProviderEvent::Inquire { .. } => "inquire",
            other => panic!("{other:?}"),
        })
        .collect();
    short.extend(sent.iter().map(|outgoing| match outgoing.statement {
        Statement::TaskResult => "result",
        Statement::Prepared => "prepared",
        other => panic!("{other:?}"),
    }));
    let result = provider.engagement(contract).and_then(|it| it.result());
    (
        short,
        result.map(|id| result_of(provider.bundle(&id).unwrap()).status()),
    )
}

fn result_of(bundle: &[u8]) -> casp_wire::v1::TaskResult {
    let bundle: casp_wire::v1::Bundle = casp_wire::decode(bundle, casp_wire::Layer::Envelope).unwrap();
    casp_wire::decode(&bundle.subject.unwrap().payload, casp_wire::Layer::Payload).unwrap()
}

#[test]
fn a_provider_does_what_the_table_says_from_every_prefix() {
    let none = (vec![], None);
    for effect in [Effect::Unknowable, Effect::Askable] {
        let mut pair = Pair::new();
        let contract = pair.contract(SideEffect::Reversible);
        pair.provider.begin(&contract, effect, NOW).unwrap();
        pair.settle();
        pair.finish(&contract);
        let begun = match effect {
            Effect::Unknowable => (vec!["result"], Some(TaskStatus::Indeterminate)),
            Effect::Askable => (vec!["inquire"], None),
        };
        // Nothing; offer and quote; acceptance; taken; begun; ended; said.
        let expected = [
            none.clone(),
            none.clone(),
            none.clone(),
            (vec!["work again"], None),
            begun,
            (vec!["result"], Some(TaskStatus::Completed)),
            (vec!["result"], Some(TaskStatus::Completed)),
        ];
        assert_eq!(pair.provider_journal.len() + 1, expected.len());
        for (length, expected) in expected.iter().enumerate() {
            assert_eq!(
                &follows(&pair.provider_journal[..length], &contract),
                expected,
                "{effect:?}, {length} records"
            );
        }
    }
}

#[test]
fn what_was_prepared_is_done_as_prepared_or_not_at_all() {
    let mut pair = Pair::new();
    let contract = pair.contract(SideEffect::Irreversible);
    let plan = content::inline("text/plain", "send it");
    pair.provider.prepare(&contract, plan, HOUR, NOW).unwrap();
    pair.settle();
    pair.requester.commit(&contract, NOW).unwrap();
    pair.settle();
    pair.begin(&contract);
    pair.finish(&contract);
    let none = (vec![], None);
    let expected = [
        none.clone(),
        none.clone(),
        none,
        (vec!["work again"], None),
        (vec!["prepared"], None),
        (vec!["committed"], None),
        (vec!["result"], Some(TaskStatus::Indeterminate)),
        (vec!["result"], Some(TaskStatus::Completed)),
        (vec!["result"], Some(TaskStatus::Completed)),
    ];
    assert_eq!(pair.provider_journal.len() + 1, expected.len());
    for (length, expected) in expected.iter().enumerate() {
        assert_eq!(
            &follows(&pair.provider_journal[..length], &contract),
            expected,
            "{length} records"
        );
    }
    // INDETERMINATE names the commit: it may have acted.
    let begun = provider_of(&pair.provider_journal[..6], NOW);
    let engagement = begun.engagement(&contract).unwrap();
    let result = result_of(begun.bundle(&engagement.result().unwrap()).unwrap());
    assert_eq!(result.commit, engagement.commit().unwrap().0);
    assert_eq!(result.reason, "interrupted");
}

#[test]
fn the_same_bytes_are_said_again() {
    let mut pair = Pair::new();
    let contract = pair.contract(SideEffect::None);
    pair.finish(&contract);
    let said: Vec<_> = pair
        .passed
        .iter()
        .filter(|it| it.statement == Statement::TaskResult)
        .collect();
    let mut restored = provider_of(&pair.provider_journal, NOW + MINUTE);
    let (sent, _, _) = drain_provider(&mut restored);
    assert_eq!(sent.iter().collect::<Vec<_>>(), said);
}

#[test]
fn a_requester_decides_again_what_it_had_not_and_never_what_it_had() {
    let mut pair = Pair::new();
    let contract = pair.contract(SideEffect::Irreversible);
    let plan = content::inline("text/plain", "send it");
    pair.provider.prepare(&contract, plan, HOUR, NOW).unwrap();
    pair.settle();
    pair.requester.commit(&contract, NOW).unwrap();
    pair.settle();
    pair.begin(&contract);
    pair.finish(&contract);
    pair.requester
        .acknowledge(&contract, Acknowledging::Checked, NOW)
        .unwrap();
    pair.settle();
    let expected: [(&[&str], EngagementState); 8] = [
        (&[], EngagementState::Lapsed),
        (&["offer"], EngagementState::Offered),
        (&["quoted"], EngagementState::Quoted),
        (&["acceptance", "request"], EngagementState::Pending),
        (&["prepared"], EngagementState::Prepared),
        (&["commit"], EngagementState::Committed),
        (&["delivered"], EngagementState::Delivered),
        (&["ended"], EngagementState::Closed),
    ];
    let offer = pair.requester.engagement(&contract).unwrap().offer();
    assert_eq!(pair.requester_journal.len() + 1, expected.len());
    for (length, (wanted, state)) in expected.iter().enumerate() {
        let mut restored = requester_of(&pair.requester_journal[..length], NOW);
        let (sent, events, _) = drain_requester(&mut restored);
        let said = sent.iter().map(|outgoing| match outgoing.statement {
            Statement::Offer => "offer",
            Statement::Acceptance => "acceptance",
            Statement::TaskRequest => "request",
            Statement::Commit => "commit",
            other => panic!("{other:?}"),
        });
        let told = events.iter().map(|event| match event {
            RequesterEvent::Quoted { .. } => "quoted",
            RequesterEvent::Prepared { .. } => "prepared",
            RequesterEvent::Delivered { .. } => "delivered",
            RequesterEvent::Ended(_) => "ended",
            other => panic!("{other:?}"),
        });
        let all: Vec<_> = told.chain(said).collect();
        assert_eq!(&all, wanted, "{length} records");
        if let Some(engagement) = restored.engagement(&offer) {
            assert_eq!(engagement.state_at(NOW), *state);
        }
        if length > 3 {
            assert!(
                restored.accept(&offer, accepting(), NOW).is_err(),
                "there is no second acceptance"
            );
        }
    }
}

#[test]
fn a_shorter_journal_restores_the_same() {
    let mut pair = Pair::new();
    let contract = pair.contract(SideEffect::Reversible);
    let lapsed = pair.requester.offer(offering(CAROL, SideEffect::None), NOW).unwrap();
    for _ in 0..20 {
        let running = casp_wire::v1::TaskState::Running;
        pair.provider.progress(&contract, running, 0, "", NOW).unwrap();
        pair.settle();
    }
    pair.begin(&contract);
    pair.finish(&contract);
    pair.requester.decline(&lapsed, NOW).unwrap();
    pair.settle();
    let short = pair.provider.compacted();
    assert!(short.len() < pair.provider_journal.len());
    let restored = provider_of(&short, NOW);
    assert_eq!(restored.compacted(), short, "once more it is the same");
    let same = |one: &casp_task::Engagement, other: &casp_task::Engagement| {
        assert_eq!(
            (one.quote(), one.contract(), one.request()),
            (other.quote(), other.contract(), other.request())
        );
        assert_eq!(
            (one.result(), one.latest_event()),
            (other.result(), other.latest_event())
        );
    };
    same(
        restored.engagement(&contract).unwrap(),
        pair.provider.engagement(&contract).unwrap(),
    );
    let again = requester_of(&pair.requester.compacted(), NOW);
    assert_eq!(again.compacted(), pair.requester.compacted());
    let engagement = pair.requester.engagement(&contract).unwrap();
    assert_eq!(again.engagement(&contract).unwrap().result(), engagement.result());
    // What was forgotten is in no journal any more.
    pair.pass_until(NOW + 40 * HOUR);
    assert_eq!(
        (pair.provider.compacted().len(), pair.requester.compacted().len()),
        (0, 0)
    );
}

#[test]
fn a_journal_is_of_its_side_its_order_and_its_version() {
    let mut pair = Pair::new();
    let contract = pair.contract(SideEffect::None);
    pair.finish(&contract);
    let restore = |records: &[Vec<u8>]| {
        let records = records.iter().map(Vec::as_slice);
        Provider::restore(speaker(BOB), random(7), ProviderLimits::default(), records, NOW).map(drop)
    };
    let whole = &pair.provider_journal;
    assert_eq!(restore(whole), Ok(()));
    let without_first = restore(&whole[1..]).unwrap_err();
    assert!(
        matches!(without_first, RestoreError::Statement { record: 0, .. }),
        "{without_first}"
    );
    let mut later = whole.clone();
    later[2][0] = 2;
    assert_eq!(restore(&later), Err(RestoreError::Malformed { record: 2 }));
    let mut cut = whole.clone();
    let length = cut[1].len();
    cut[1].truncate(length - 1);
    assert_eq!(restore(&cut), Err(RestoreError::Malformed { record: 1 }));
    let mut bent = whole.clone();
    let middle = bent[1].len() / 2;
    bent[1][middle] ^= 1;
    assert!(restore(&bent).is_err());
    assert_eq!(
        restore(&pair.requester_journal),
        Err(RestoreError::Malformed { record: 0 })
    );
    let of_another = whole.iter().map(Vec::as_slice);
    let restored = Provider::restore(speaker(CAROL), random(7), ProviderLimits::default(), of_another, NOW);
    assert_eq!(restored.map(drop), Err(RestoreError::Malformed { record: 0 }));
}

fn journals() -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let mut pair = Pair::new();
    let contract = pair.contract(SideEffect::Irreversible);
    let plan = content::inline("text/plain", "send it");
    pair.provider.prepare(&contract, plan, HOUR, NOW).unwrap();
    pair.settle();
    pair.requester.commit(&contract, NOW).unwrap();
    pair.settle();
    pair.begin(&contract);
    pair.provider
        .finish(&contract, Finish::completed(output()), NOW)
        .unwrap();
    pair.settle();
    (pair.requester_journal, pair.provider_journal)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_a_restore_panic(
        records in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..64), 0..4),
        version in any::<bool>(),
    ) {
        let mut records = records;
        for record in records.iter_mut().filter(|_| version) {
            record.splice(..record.len().min(2), [1, 1]);
        }
        let slices = || records.iter().map(Vec::as_slice);
        let _ = Provider::restore(speaker(BOB), random(7), ProviderLimits::default(), slices(), NOW);
        let _ = Requester::restore(speaker(ALICE), random(7), RequesterLimits::default(), slices(), NOW);
    }

    #[test]
    fn no_bent_journal_makes_a_restore_panic(record in any::<usize>(), at in any::<usize>(), by in 1..=255_u8, now in any::<i64>()) {
        let (requester, provider) = journals();
        for (mut records, is_provider) in [(requester, false), (provider, true)] {
            let record = record % records.len();
            let at = at % records[record].len();
            records[record][at] ^= by;
            let slices = records.iter().map(Vec::as_slice);
            if is_provider {
                if let Ok(mut provider) = Provider::restore(speaker(BOB), random(7), ProviderLimits::default(), slices, now) {
                    let _ = drain_provider(&mut provider);
                    provider.handle_timeout(now);
                }
            } else if let Ok(mut requester) = Requester::restore(speaker(ALICE), random(7), RequesterLimits::default(), slices, now) {
                let _ = drain_requester(&mut requester);
                requester.handle_timeout(now);
            }
        }
    }
}
