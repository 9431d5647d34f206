//! Archival verification: what held then, whoever it was addressed to and whatever came after.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;

use casp_identity::{IdentityViolation, Signed, Verifier};
use casp_wire::v1::{DescriptorWithdrawal, Header};
use support::{
    ALICE, BOB, DAY, NETWORK, NOW, ProbeKind, SKEW, header, id, key, nothing_known, probe, retirement, seal,
    seal_delegated, sealed_delegation, verified, verifier,
};

fn delegated() -> Signed<ProbeKind> {
    seal_delegated(&probe(1), &sealed_delegation(1))
}

fn for_bob() -> Signed<ProbeKind> {
    let header = Some(Header {
        audience: id(BOB).as_bytes().into(),
        ..header(id(ALICE))
    });
    seal(&DescriptorWithdrawal { header, ..probe(1) }, key(ALICE))
}

#[test]
fn the_living_verdict_regards_what_came_later_and_the_archival_does_not() {
    let mut known = nothing_known();
    known.saw(&verified(sealed_delegation(2)), NOW).unwrap();
    known
        .saw(
            &verified(seal::<casp_identity::RetireKind>(&retirement(), key(ALICE))),
            NOW,
        )
        .unwrap();
    let mut verifier = verifier();
    assert_eq!(
        verifier.verify(delegated(), &known, NOW).unwrap_err(),
        IdentityViolation::EpochSuperseded
    );
    assert_eq!(verifier.verify_archival(delegated(), NOW).map(drop), Ok(()));
    assert_eq!(verifier.verify_as_issued(delegated()).map(drop), Ok(()));
}

#[test]
fn the_record_may_have_been_for_anyone() {
    for mut verifier in [verifier(), Verifier::new(NETWORK, None)] {
        assert_eq!(
            verifier.verify(for_bob(), &nothing_known(), NOW).unwrap_err(),
            IdentityViolation::Audience
        );
        assert_eq!(verifier.verify_archival(for_bob(), NOW).map(drop), Ok(()));
        assert_eq!(verifier.verify_as_issued(for_bob()).map(drop), Ok(()));
    }
    let mut bob = Verifier::new(NETWORK, Some(id(BOB)));
    assert_eq!(bob.verify(for_bob(), &nothing_known(), NOW).map(drop), Ok(()));
}

#[test]
fn the_record_must_have_held_at_its_time() {
    let mut verifier = verifier();
    let mut at = |as_of_ms| verifier.verify_archival(delegated(), as_of_ms).map(drop);
    assert_eq!(at(NOW + DAY + SKEW - 1), Ok(()));
    assert_eq!(at(NOW + DAY + SKEW), Err(IdentityViolation::DelegationNotAlive));
    assert_eq!(at(NOW - SKEW - 1), Err(IdentityViolation::DelegationNotAlive));
}

#[test]
fn as_issued_needs_no_time_at_all() {
    let long_ago = Header {
        issued_at_ms: 1,
        expires_at_ms: 2,
        ..header(id(ALICE))
    };
    let message = DescriptorWithdrawal {
        header: Some(long_ago),
        ..probe(1)
    };
    let statement = || seal::<ProbeKind>(&message, key(ALICE));
    assert_eq!(
        verifier().verify(statement(), &nothing_known(), NOW).unwrap_err(),
        IdentityViolation::Expired
    );
    assert_eq!(verifier().verify_as_issued(statement()).map(drop), Ok(()));
}

#[test]
fn the_record_is_of_this_network_all_the_same() {
    let mut elsewhere = Verifier::new("elsewhere", None);
    assert_eq!(
        elsewhere.verify_archival(delegated(), NOW).unwrap_err(),
        IdentityViolation::Network
    );
    assert_eq!(
        elsewhere.verify_as_issued(delegated()).unwrap_err(),
        IdentityViolation::Network
    );
}
