//! A higher epoch and a retirement, once seen, void what was said before (DEL-10, DEL-11), and are forgotten neither early
//! nor for want of room.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;

use casp_identity::{
    DELEGATION_MAX_LIFE_MS, DelegationKind, HostBindingKind, IdentityViolation, Kind, KnownAgents, KnownAgentsFull,
    RetireKind, Signed, Verified,
};
use casp_wire::v1::{Delegation, DescriptorWithdrawal, Header, Retire};
use support::{
    ALICE, DAY, NOW, ProbeKind, SKEW, WORKER, delegation, header, host_binding, id, key, nothing_known, probe,
    retirement, seal, seal_delegated, sealed_delegation, verified, verifier,
};

const RETENTION: i64 = DELEGATION_MAX_LIFE_MS + 2 * SKEW;

fn delegated_probe(epoch: u64) -> Signed<ProbeKind> {
    seal_delegated(&probe(epoch), &sealed_delegation(epoch))
}

fn verdict<K: Kind>(signed: Signed<K>, known: &KnownAgents) -> Result<(), K::Violation> {
    verifier().verify(signed, known, NOW).map(drop)
}

/// A probe by the agent with this test key.
fn probe_of(agent: u8, epoch: u64) -> Verified<ProbeKind> {
    let message = DescriptorWithdrawal {
        header: Some(header(id(agent))),
        ..probe(epoch)
    };
    verified(seal(&message, key(agent)))
}

fn retirement_of(agent: u8) -> Verified<RetireKind> {
    verified(seal(
        &Retire {
            header: Some(header(id(agent))),
            successor: Vec::new(),
        },
        key(agent),
    ))
}

#[test]
fn a_higher_epoch_voids_the_lower_whoever_signed() {
    let mut known = nothing_known();
    assert_eq!(known.saw(&verified(sealed_delegation(2)), NOW), Ok(true));
    assert_eq!(
        verdict(delegated_probe(1), &known),
        Err(IdentityViolation::EpochSuperseded)
    );
    assert_eq!(
        verdict(seal::<ProbeKind>(&probe(1), key(ALICE)), &known),
        Err(IdentityViolation::EpochSuperseded)
    );
    let lower = sealed_delegation(1);
    assert_eq!(verdict(lower, &known), Err(IdentityViolation::EpochSuperseded));
    assert_eq!(verdict(delegated_probe(2), &known), Ok(()));
    assert_eq!(verdict(delegated_probe(3), &known), Ok(()));
}

#[test]
fn the_epoch_of_the_delegation_behind_a_statement_counts_as_seen() {
    let binding = || seal_delegated(&host_binding(), &sealed_delegation(2));
    let mut known = nothing_known();
    assert_eq!(known.saw::<HostBindingKind>(&verified(binding()), NOW), Ok(true));
    assert_eq!(known.epoch(&id(ALICE)), 2);
    assert_eq!(
        verdict(delegated_probe(1), &known),
        Err(IdentityViolation::EpochSuperseded)
    );
}

#[test]
fn a_statement_without_epoch_outlives_a_rise_only_under_the_root_key() {
    let mut known = nothing_known();
    known.saw(&verified(delegated_probe(2)), NOW).unwrap();
    let delegated = seal_delegated::<HostBindingKind>(&host_binding(), &sealed_delegation(1));
    assert_eq!(verdict(delegated, &known), Err(IdentityViolation::EpochSuperseded));
    assert_eq!(
        verdict(seal::<HostBindingKind>(&host_binding(), key(ALICE)), &known),
        Ok(())
    );
}

#[test]
fn epochs_rise_and_never_fall() {
    let mut known = nothing_known();
    for (epoch, rises) in [(3, true), (3, false), (2, false), (4, true), (1, false)] {
        assert_eq!(known.saw(&probe_of(ALICE, epoch), NOW), Ok(rises));
    }
    assert_eq!(known.epoch(&id(ALICE)), 4);
    assert_eq!(known.epoch(&id(WORKER)), 0);
}

#[test]
fn the_retired_are_silent_but_for_their_retirement() {
    let mut known = nothing_known();
    known.saw(&retirement_of(ALICE), NOW).unwrap();
    assert_eq!(
        verdict(delegated_probe(9), &known),
        Err(IdentityViolation::IssuerRetired)
    );
    assert_eq!(
        verdict(seal::<ProbeKind>(&probe(9), key(ALICE)), &known),
        Err(IdentityViolation::IssuerRetired)
    );
    let delegation = sealed_delegation(9);
    assert_eq!(verdict(delegation, &known), Err(IdentityViolation::IssuerRetired));
    assert_eq!(verdict(seal::<RetireKind>(&retirement(), key(ALICE)), &known), Ok(()));
}

#[test]
fn a_retirement_holds_for_ever() {
    let mut known = KnownAgents::new(1);
    known.saw(&retirement_of(ALICE), NOW).unwrap();
    known.saw(&probe_of(ALICE, 5), NOW).unwrap();
    known.expire(i64::MAX - 1);
    assert!(known.is_retired(&id(ALICE)));
    assert_eq!(known.saw(&probe_of(WORKER, 1), NOW + 1_000 * DAY), Err(KnownAgentsFull));
    let retired = verifier().verify(seal::<RetireKind>(&retirement(), key(ALICE)), &known, NOW + 1_000 * DAY);
    assert_eq!(retired.unwrap().issuer(), id(ALICE));
}

#[test]
fn an_epoch_is_kept_until_every_lower_delegation_has_expired() {
    let mut known = nothing_known();
    known.saw(&probe_of(ALICE, 2), NOW).unwrap();
    known.expire(NOW + RETENTION - 1);
    assert_eq!(known.epoch(&id(ALICE)), 2);
    known.expire(NOW + RETENTION);
    assert_eq!(known.epoch(&id(ALICE)), 0);

    // A lower delegation as young as can be when the higher epoch was seen: from the future, for the longest life.
    let youngest = Header {
        issued_at_ms: NOW + SKEW,
        expires_at_ms: NOW + SKEW + DELEGATION_MAX_LIFE_MS,
        ..header(id(ALICE))
    };
    let youngest = seal(
        &Delegation {
            header: Some(youngest),
            ..delegation(1)
        },
        key(ALICE),
    );
    let verdict = verifier().verify::<DelegationKind>(youngest, &known, NOW + RETENTION);
    assert_eq!(verdict.unwrap_err(), IdentityViolation::Expired);
}

#[test]
fn an_agent_that_goes_on_speaking_is_not_forgotten() {
    let mut known = nothing_known();
    known.saw(&probe_of(ALICE, 2), NOW).unwrap();
    known.saw(&probe_of(ALICE, 2), NOW + DAY).unwrap();
    known.expire(NOW + DAY + RETENTION - 1);
    assert_eq!(known.epoch(&id(ALICE)), 2);
    known.expire(NOW + DAY + RETENTION);
    assert_eq!(known.epoch(&id(ALICE)), 0);
}

#[test]
fn retirements_of_strangers_do_not_fill_the_memory_for_ever() {
    let mut known = KnownAgents::new(1);
    assert_eq!(known.saw(&retirement_of(10), NOW), Ok(true));
    assert_eq!(known.saw(&retirement_of(11), NOW + RETENTION - 1), Err(KnownAgentsFull));
    assert_eq!(known.saw(&retirement_of(11), NOW + RETENTION), Ok(true));
    assert!(!known.is_retired(&id(10)) && known.is_retired(&id(11)));
}

#[test]
fn a_full_memory_refuses_newcomers_and_forgets_no_one() {
    let mut known = KnownAgents::new(2);
    known.saw(&probe_of(10, 1), NOW).unwrap();
    known.saw(&probe_of(11, 1), NOW + 1).unwrap();
    assert_eq!(known.saw(&probe_of(12, 1), NOW + 2), Err(KnownAgentsFull));
    assert_eq!(known.saw(&retirement_of(12), NOW + 2), Err(KnownAgentsFull));
    assert_eq!((known.epoch(&id(12)), known.is_retired(&id(12))), (0, false));
    // Those who are in may rise and retire.
    assert_eq!(known.saw(&probe_of(10, 2), NOW + 3), Ok(true));
    assert_eq!(known.saw(&retirement_of(11), NOW + 3), Ok(true));
    assert_eq!((known.epoch(&id(10)), known.epoch(&id(11))), (2, 1));
}

#[test]
fn expiry_makes_room_at_the_very_millisecond() {
    let mut known = KnownAgents::new(1);
    known.saw(&probe_of(10, 1), NOW).unwrap();
    assert_eq!(known.saw(&probe_of(11, 1), NOW + RETENTION - 1), Err(KnownAgentsFull));
    assert_eq!(known.saw(&probe_of(11, 1), NOW + RETENTION), Ok(true));
    assert_eq!((known.epoch(&id(10)), known.epoch(&id(11))), (0, 1));
}

#[test]
fn a_memory_without_room_remembers_nothing() {
    let mut known = KnownAgents::new(0);
    assert_eq!(known.saw(&probe_of(10, 1), NOW), Err(KnownAgentsFull));
    assert_eq!(known.saw(&retirement_of(10), NOW), Err(KnownAgentsFull));
}
