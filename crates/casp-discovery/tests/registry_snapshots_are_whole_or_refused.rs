//! A registry made anew knows what it knew; from a damaged snapshot none is made.

#![allow(clippy::restriction, clippy::arithmetic_side_effects, reason = "test code")]

mod registry_support;
mod support;

use casp_descriptor::DescriptorViolation;
use casp_discovery::registry::{Outcome, Registry, ReplayError, RestoreError};
use casp_identity::{AgentId, RetireKind, Signed};
use casp_wire::v1::Retire;
use registry_support::*;

const ALICE: u8 = AGENTS;
const BOB: u8 = AGENTS + 1;
const CAROL: u8 = AGENTS + 2;
const DAVE: u8 = AGENTS + 3;

fn retirement(agent: u8) -> Vec<u8> {
    let message = Retire {
        header: Some(header(agent, NOW)),
        ..Retire::default()
    };
    Signed::<RetireKind>::seal(&message, &key(agent))
        .unwrap()
        .as_bytes()
        .to_vec()
}

/// One of everything: a refreshed entry, a withdrawal after a replacement, an equivocation, a retirement. With the journal.
fn eventful() -> (Registry, Vec<Vec<u8>>) {
    let mut registry = registry(cheap_limits());
    let mut journal = Vec::new();
    let alice = translator(ALICE, 1, 5, NOW);
    let said: Vec<(Said, i64)> = vec![
        (alice.clone().into(), 0),
        (translator(BOB, 1, 5, NOW).into(), 1),
        (translator(CAROL, 1, 5, NOW).into(), 2),
        (translator(DAVE, 1, 5, NOW).into(), 3),
        (refresh(ALICE, 2, &alice, NOW + 4, 5 * MINUTE).into(), 4),
        (translator(BOB, 2, 6, NOW + 5).into(), 5),
        (withdrawal(BOB, 3, NOW + 6).into(), 6),
    ];
    for (said, after) in said {
        let persist = accepted(send_working(&mut registry, &said, origin(after as u8), NOW + after));
        journal.push(persist.record);
        registry.persisted(persist.ticket, NOW + after).unwrap();
    }
    let refusal = refused(send(
        &mut registry,
        &translator(CAROL, 1, 9, NOW).into(),
        origin(2),
        NOW + 7,
    ));
    let retired = registry.note_retirement(&retirement(DAVE), NOW + 8).unwrap();
    for persist in refusal.persist.into_iter().chain(retired) {
        registry.persisted(persist.ticket, NOW + 8).unwrap();
        journal.push(persist.record);
    }
    (registry, journal)
}

fn restored(snapshot: &[u8]) -> Result<Registry, RestoreError> {
    Registry::restore(identity(), cheap_limits(), snapshot)
}

#[test]
fn a_restored_registry_is_the_same() {
    let (mut registry, _) = eventful();
    let snapshot = registry.snapshot();
    let mut twin = restored(&snapshot).unwrap();
    assert_eq!(twin.snapshot(), snapshot);
    assert_eq!(twin.stats(), registry.stats());
    assert_eq!(twin.stats().entries, 1);
    // Admission outlives it, and so do receipts, marks, quarantines and retirements.
    let alice: Said = translator(ALICE, 1, 5, NOW).into();
    for said in [
        alice,
        translator(ALICE, 9, 5, NOW + 9).into(),
        translator(CAROL, 2, 5, NOW).into(),
        translator(DAVE, 2, 5, NOW).into(),
    ] {
        let [one, other] = [&mut registry, &mut twin].map(|each| match send(each, &said, origin(1), NOW + 9) {
            Outcome::Accepted(persist) => format!("{:?}", persist.record),
            outcome => format!("{outcome:?}"),
        });
        assert_eq!(one, other);
    }
}

#[test]
fn a_journal_leads_to_the_same_from_any_point() {
    let (registry, journal) = eventful();
    let mut replayed = registry_support::registry(cheap_limits());
    for record in &journal {
        replayed.replay(record, NOW + MINUTE).unwrap();
    }
    assert_eq!(replayed.stats(), registry.stats());
    // From a snapshot that is newer than the first records, or than all.
    for (mut registry, from) in [
        (restored(&replayed.snapshot()).unwrap(), 0),
        (restored(&registry.snapshot()).unwrap(), 3),
    ] {
        let before = registry.snapshot();
        for record in &journal[from..] {
            registry.replay(record, NOW + MINUTE).unwrap();
        }
        assert_eq!(registry.snapshot(), before);
    }
}

#[test]
fn a_snapshot_cut_at_any_byte_is_refused() {
    let snapshot = eventful().0.snapshot();
    for cut in 0..snapshot.len() {
        assert!(restored(&snapshot[..cut]).is_err(), "cut at {cut}");
    }
    let mut longer = snapshot.clone();
    longer.push(0);
    assert!(restored(&longer).is_err());
}

#[test]
fn a_snapshot_changed_in_any_byte_is_refused() {
    let snapshot = eventful().0.snapshot();
    for at in 0..snapshot.len() {
        let mut changed = snapshot.clone();
        changed[at] ^= 1;
        assert!(restored(&changed).is_err(), "changed at {at}");
    }
}

#[test]
fn a_snapshot_that_lies_with_a_good_digest_is_refused_for_its_signatures() {
    use sha2::{Digest as _, Sha256};
    let snapshot = eventful().0.snapshot();
    let body = &snapshot[..snapshot.len() - 32];
    let needle = b"org.example/translate";
    let at = body.windows(needle.len()).position(|window| window == needle).unwrap();
    let mut forged = body.to_vec();
    forged[at] = b'x';
    let digest = Sha256::digest(&forged);
    forged.extend_from_slice(&digest);
    assert!(matches!(restored(&forged), Err(RestoreError::Replay(_))));
}

#[test]
fn records_cut_or_changed_are_refused_or_change_nothing() {
    let (_, journal) = eventful();
    for record in &journal {
        for cut in 0..record.len() {
            let mut registry = registry_support::registry(cheap_limits());
            let _ = registry.replay(&record[..cut], NOW + MINUTE).unwrap_err();
            assert_eq!(registry.stats().agents, 0);
        }
    }
}

/// A snapshot with other bytes in its body, and a digest that fits them.
fn forged(snapshot: &[u8], at: usize, bytes: &[u8]) -> Vec<u8> {
    use sha2::{Digest as _, Sha256};
    let mut forged = snapshot[..snapshot.len() - 32].to_vec();
    forged[at..at + bytes.len()].copy_from_slice(bytes);
    let digest = Sha256::digest(&forged);
    forged.extend_from_slice(&digest);
    forged
}

#[test]
fn a_snapshot_that_files_a_statement_under_another_agent_is_refused() {
    let mut registry = registry_support::registry(cheap_limits());
    acknowledged(&mut registry, &translator(ALICE, 1, 5, NOW).into(), origin(1), NOW);
    let snapshot = registry.snapshot();
    // Magic, length, time, and what is known of agents with its number before it; then the number of records.
    let known = usize::from(snapshot[39]);
    let at = 40 + known * (AgentId::LENGTH + 17) + 8;
    let filed = snapshot[at..at + AgentId::LENGTH].to_vec();
    assert_eq!(filed, id(ALICE).as_bytes());
    assert!(restored(&forged(&snapshot, at, &filed)).is_ok());
    assert!(restored(&forged(&snapshot, at, id(BOB).as_bytes())).is_err());
}

#[test]
fn a_snapshot_of_any_time_is_refused_or_comes_to_its_end() {
    let snapshot = eventful().0.snapshot();
    // After magic and length.
    for at_ms in [i64::MIN, i64::MIN + NOW, -1, 0, i64::MAX] {
        if let Ok(mut registry) = restored(&forged(&snapshot, 24, &at_ms.to_be_bytes())) {
            registry.expire(NOW + 10 * DAY);
            assert_eq!(registry.stats().agents, 0);
        }
    }
}

/// A record that says that it was made at another time.
fn dated(record: &[u8], at_ms: i64) -> Vec<u8> {
    [&record[..2], &at_ms.to_be_bytes(), &record[10..]].concat()
}

#[test]
fn a_record_of_the_future_moves_no_clock_past_now() {
    let (_, journal) = eventful();
    let mut replayed = registry_support::registry(cheap_limits());
    for record in &journal {
        replayed.replay(&dated(record, i64::MAX), NOW + 10).unwrap();
        assert_eq!(replayed.store().latest_ms(), NOW + 10);
    }
    assert_eq!(replayed.stats().entries, 1);
}

#[test]
fn a_promise_or_admission_of_a_record_ends_within_a_day() {
    let (_, journal) = eventful();
    // Version, kind, time; the origin with its length; then the end of the admission.
    let mut record = journal[0].clone();
    let at = 10 + 8 + usize::from(record[17]);
    record[at..at + 8].copy_from_slice(&i64::MAX.to_be_bytes());
    let mut replayed = registry_support::registry(cheap_limits());
    replayed.replay(&record, NOW).unwrap();
    assert_eq!(replayed.admitted_until_ms(&id(ALICE)), Some(NOW + DAY));
}

#[test]
fn a_record_that_does_not_verify_changes_not_even_the_clock() {
    let (_, journal) = eventful();
    for record in &journal {
        let mut registry = registry_support::registry(cheap_limits());
        let before = registry.snapshot();
        let mut changed = dated(record, NOW + 7);
        let last = changed.len() - 8;
        changed[last] ^= 1;
        assert!(registry.replay(&changed, NOW + MINUTE).is_err());
        assert_eq!(registry.snapshot(), before);
    }
}

#[test]
fn a_journal_for_which_there_is_no_room_is_an_error() {
    let (_, journal) = eventful();
    let mut limits = cheap_limits();
    limits.store.agents = 1;
    let mut replayed = registry_support::registry(limits);
    replayed.replay(&journal[0], NOW + MINUTE).unwrap();
    let full = DescriptorViolation::StoreFull.into();
    assert_eq!(
        replayed.replay(&journal[1], NOW + MINUTE),
        Err(ReplayError::Statement(full))
    );
    let mut limits = cheap_limits();
    limits.store.known_agents = 0;
    let mut forgetful = registry_support::registry(limits);
    let retired = journal.last().unwrap();
    assert_eq!(
        forgetful.replay(retired, NOW + MINUTE),
        Err(ReplayError::Statement(full))
    );
}

#[test]
fn a_refresh_without_its_descriptor_is_an_error_unless_it_is_long_over() {
    let (registry, journal) = eventful();
    let refresh = &journal[4];
    let mut empty = registry_support::registry(cheap_limits());
    assert!(empty.replay(refresh, NOW + MINUTE).is_err());
    // A snapshot from days later knows nothing of it any more.
    let mut later = restored(&registry.snapshot()).unwrap();
    later.expire(NOW + 3 * DAY);
    later.replay(refresh, NOW + 3 * DAY).unwrap();
    assert_eq!(later.stats().agents, 0);
}

#[test]
fn limits_narrower_than_a_snapshot_refuse_it_whole() {
    let snapshot = eventful().0.snapshot();
    let mut limits = cheap_limits();
    limits.store.agents = 2;
    assert!(Registry::restore(identity(), limits, &snapshot).is_err());
}
