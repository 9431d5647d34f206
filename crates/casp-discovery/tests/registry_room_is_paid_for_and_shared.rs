//! Admission, its price, and how room is shared.

#![allow(clippy::restriction, clippy::arithmetic_side_effects, reason = "test code")]

mod registry_support;
mod support;

use casp_descriptor::DescriptorKind;
use casp_discovery::DiscoveryViolation;
use casp_discovery::registry::{Reason, Registry, RegistryLimits, Shares};
use casp_identity::Signed;
use registry_support::*;

const ALICE: u8 = AGENTS;

fn bits(registry: &mut Registry, said: &Said, from: u8, now_ms: i64) -> u32 {
    match refused(send(registry, said, origin(from), now_ms)).reason {
        Reason::AdmissionRequired(challenge) => challenge.difficulty_bits,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_newcomer_works_once_a_day() {
    let mut registry = registry(cheap_limits());
    let first = translator(ALICE, 1, 5, NOW);
    assert_eq!(bits(&mut registry, &first.clone().into(), 1, NOW), 4);
    assert_eq!(registry.stats().agents, 0);
    acknowledged(&mut registry, &first.clone().into(), origin(1), NOW);
    assert_eq!(registry.admitted_until_ms(&id(ALICE)), Some(NOW + DAY));
    // Refreshes, other descriptors and withdrawals are free; so is what comes after a withdrawal.
    let refresh = refresh(ALICE, 2, &first, NOW + MINUTE, 5 * MINUTE).into();
    let _ = accepted(send(&mut registry, &refresh, origin(2), NOW + MINUTE));
    let withdrawal = withdrawal(ALICE, 3, NOW + MINUTE).into();
    let _ = accepted(send(&mut registry, &withdrawal, origin(2), NOW + MINUTE));
    let last = NOW + DAY - 1;
    let _ = accepted(send(
        &mut registry,
        &translator(ALICE, 4, 5, last).into(),
        origin(1),
        last,
    ));
    // Then it is asked again; not to withdraw.
    let over = NOW + DAY;
    assert_eq!(bits(&mut registry, &translator(ALICE, 5, 5, over).into(), 1, over), 4);
    let _ = accepted(send(
        &mut registry,
        &support::withdrawal(ALICE, 6, over).into(),
        origin(1),
        over,
    ));
}

#[test]
fn strangers_work_to_withdraw_too_since_a_mark_takes_room() {
    let mut registry = registry(cheap_limits());
    assert_eq!(bits(&mut registry, &withdrawal(ALICE, 1, NOW).into(), 1, NOW), 4);
}

#[test]
fn challenges_hoarded_while_places_were_cheap_do_not_pay_for_dear_ones() {
    let mut registry = registry(cheap_limits());
    let hoarded: Vec<_> = (0..8)
        .map(|n| {
            let said: Said = translator(ALICE + n, 1, 5, NOW).into();
            match refused(send(&mut registry, &said, origin(1), NOW)).reason {
                Reason::AdmissionRequired(challenge) => (said, challenge),
                other => panic!("{other:?}"),
            }
        })
        .collect();
    let outcomes = hoarded.into_iter().map(|(said, challenge)| {
        let registration = said.registration(Some(solve(challenge)));
        registry.register(said.publishes(), &registration, origin(1), NOW)
    });
    let accepted = outcomes
        .filter(|outcome| matches!(outcome, casp_discovery::registry::Outcome::Accepted(_)))
        .count();
    // One bit may be missing: the price had doubled once after one agent, twice after three.
    assert_eq!(accepted, 3);
    assert_eq!(bits(&mut registry, &translator(ALICE + 9, 1, 5, NOW).into(), 1, NOW), 6);
    assert_eq!(bits(&mut registry, &translator(ALICE + 9, 1, 5, NOW).into(), 2, NOW), 4);
}

#[test]
fn false_work_is_refused_at_policy_and_named() {
    let mut registry = registry(cheap_limits());
    let said: Said = translator(ALICE, 1, 5, NOW).into();
    let Reason::AdmissionRequired(challenge) = refused(send(&mut registry, &said, origin(1), NOW)).reason else {
        panic!("no challenge")
    };
    let mut proof = solve(challenge);
    proof.challenge.as_mut().unwrap().difficulty_bits = 0;
    let outcome = registry.register(said.publishes(), &said.registration(Some(proof)), origin(1), NOW);
    assert_eq!(refused(outcome).violation, Some(DiscoveryViolation::ChallengeForged));
}

fn small(agents: usize, shares: Option<Shares>) -> RegistryLimits {
    let mut limits = open_limits();
    limits.store.agents = agents;
    limits.shares = shares;
    limits
}

#[test]
fn a_full_registry_says_so_and_drops_no_one() {
    let mut registry = registry(small(2, None));
    for n in 0..2 {
        acknowledged(&mut registry, &translator(ALICE + n, 1, 5, NOW).into(), origin(n), NOW);
    }
    let refusal = refused(send(
        &mut registry,
        &translator(ALICE + 2, 1, 5, NOW).into(),
        origin(9),
        NOW,
    ));
    assert_eq!(refusal.reason, Reason::Full);
    assert!(refusal.retry_after_ms >= 1_000 && refusal.retry_after_ms <= DAY as u64);
    assert_eq!(registry.stats().entries, 2);
    let refreshed = translator(ALICE, 2, 7, NOW + 1);
    let _ = accepted(send(&mut registry, &refreshed.into(), origin(1), NOW + 1));
}

#[test]
fn the_first_to_come_leave_room_for_those_from_elsewhere() {
    let shares = Shares {
        reserved_ppm: 500_000,
        small_origin: 2,
        origin_ppm: 400_000,
    };
    let mut registry = registry(small(20, Some(shares)));
    let mut came = [0; 12];
    // Three networks flood, then nine come with one agent each.
    for n in 0..60_u8 {
        let from = n % 3;
        if matches!(
            send(
                &mut registry,
                &translator(ALICE + n, 1, 5, NOW).into(),
                origin(from),
                NOW
            ),
            casp_discovery::registry::Outcome::Accepted(_)
        ) {
            came[usize::from(from)] += 1;
        }
    }
    assert_eq!(came[..3].iter().sum::<usize>(), 10);
    assert!(came[..3].iter().all(|each| *each <= 8));
    for n in 0..9_u8 {
        let _ = accepted(send(
            &mut registry,
            &translator(100 + n, 1, 5, NOW).into(),
            origin(100 + n),
            NOW,
        ));
    }
    assert_eq!(registry.stats().agents, 19);
    // When places are given back, their origin has them no more.
    registry.expire(NOW + 3 * DAY);
    assert_eq!((registry.stats().agents, registry.stats().origins), (0, 0));
}

#[test]
fn no_origin_holds_more_than_its_part() {
    let shares = Shares {
        reserved_ppm: 0,
        small_origin: 1,
        origin_ppm: 250_000,
    };
    let mut registry = registry(small(20, Some(shares)));
    let accepted = (0..20_u8)
        .filter(|n| {
            let outcome = send(&mut registry, &translator(ALICE + n, 1, 5, NOW).into(), origin(1), NOW);
            matches!(outcome, casp_discovery::registry::Outcome::Accepted(_))
        })
        .count();
    assert_eq!(accepted, 5);
}

#[test]
fn who_changes_faster_than_promises_end_waits() {
    let mut limits = open_limits();
    limits.kept_statements = 3;
    let mut registry = registry(limits);
    let mut refusals = 0;
    for n in 0..8 {
        let outcome = send(&mut registry, &translator(ALICE, n + 1, 5, NOW).into(), origin(1), NOW);
        match outcome {
            casp_discovery::registry::Outcome::Accepted(persist) => {
                registry.persisted(persist.ticket, NOW).unwrap();
            }
            casp_discovery::registry::Outcome::Refused(refusal) => {
                assert_eq!(refusal.reason, Reason::RateLimited);
                assert_eq!(refusal.retry_after_ms, 10 * MINUTE as u64);
                refusals += 1;
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(refusals, 3);
    // It can always withdraw.
    let _ = accepted(send(&mut registry, &withdrawal(ALICE, 20, NOW).into(), origin(1), NOW));
}

/// A descriptor of more bytes than may be kept.
fn long(sequence: u64) -> Signed<DescriptorKind> {
    let capabilities = (0..40).map(|n| {
        let mut capability = capability(&format!("org.example/translate-{n:02}"), 5);
        capability.summary = "x".repeat(1_000);
        capability
    });
    descriptor_with(ALICE, sequence, capabilities.collect(), |_| {})
}

#[test]
fn a_long_descriptor_does_not_keep_its_agent_from_being_refreshed() {
    let mut registry = registry(open_limits());
    assert!(long(1).as_bytes().len() > registry.limits().kept_bytes);
    for sequence in 1..4 {
        acknowledged(&mut registry, &long(sequence).into(), origin(1), NOW);
    }
    for sequence in 4..8 {
        let refresh = refresh(ALICE, sequence, &long(3), NOW, MINUTE);
        acknowledged(&mut registry, &refresh.into(), origin(1), NOW);
    }
    // Another long one beside two that are kept is too much, and the refreshes go on.
    let fourth = long(8).into();
    assert_eq!(
        refused(send(&mut registry, &fourth, origin(1), NOW)).reason,
        Reason::RateLimited
    );
    let refresh = refresh(ALICE, 9, &long(3), NOW, MINUTE);
    acknowledged(&mut registry, &refresh.into(), origin(1), NOW);
}
