//! One's own statements and received ones: each passes where it belongs, and what was kept passes as of its time.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;

use casp_identity::{IdentityViolation, KnownAgents, RetireKind, Signed, Verifier};
use casp_wire::v1::{DescriptorWithdrawal, Header};
use support::{
    ALICE, BOB, DAY, NETWORK, NOW, ProbeKind, SKEW, VERIFIER, header, id, key, nothing_known, probe, retirement, seal,
    seal_delegated, sealed_delegation, verified, verifier,
};

fn from_to(issuer: u8, audience: Option<u8>) -> Signed<ProbeKind> {
    let audience = audience.map(|agent| id(agent).as_bytes().to_vec()).unwrap_or_default();
    let header = Some(Header {
        audience,
        ..header(id(issuer))
    });
    seal(&DescriptorWithdrawal { header, ..probe(1) }, key(issuer))
}

type Outcome = Result<(), IdentityViolation>;

fn received(signed: Signed<ProbeKind>) -> Outcome {
    verifier().verify(signed, &nothing_known(), NOW).map(drop)
}

fn own(signed: Signed<ProbeKind>) -> Outcome {
    verifier().verify_own(signed, &nothing_known(), NOW).map(drop)
}

#[test]
fn what_comes_back_is_not_said_anew() {
    let statement = from_to(VERIFIER, Some(BOB));
    assert_eq!(own(statement.clone()), Ok(()));
    assert_eq!(received(statement), Err(IdentityViolation::Audience));
}

#[test]
fn what_another_says_is_not_ones_own() {
    for audience in [None, Some(VERIFIER), Some(BOB)] {
        let statement = from_to(ALICE, audience);
        assert_eq!(own(statement), Err(IdentityViolation::Audience));
    }
    assert_eq!(received(from_to(ALICE, Some(VERIFIER))), Ok(()));
}

#[test]
fn what_is_for_nobody_in_particular_is_for_all_and_ones_own() {
    assert_eq!(own(from_to(VERIFIER, None)), Ok(()));
    assert_eq!(received(from_to(VERIFIER, None)), Ok(()));
}

#[test]
fn who_acts_for_no_agent_says_nothing() {
    let mut nobody = Verifier::new(NETWORK, None);
    let outcome = nobody.verify_own(from_to(VERIFIER, None), &nothing_known(), NOW);
    assert_eq!(outcome.map(drop), Err(IdentityViolation::Audience));
}

#[test]
fn what_was_kept_stands_as_of_when_it_was_accepted() {
    let statement = || -> Signed<ProbeKind> { seal_delegated(&probe(1), &sealed_delegation(1)) };
    let mut known = KnownAgents::new(10);
    known.saw(&verified(sealed_delegation(2)), NOW).unwrap();
    known
        .saw(&verified(seal::<RetireKind>(&retirement(), key(ALICE))), NOW)
        .unwrap();
    let mut verifier = verifier();
    assert!(verifier.verify(statement(), &known, NOW).is_err());
    assert_eq!(verifier.verify_kept(statement(), NOW).map(drop), Ok(()));
    assert_eq!(
        verifier.verify_kept(from_to(VERIFIER, Some(BOB)), NOW).map(drop),
        Ok(())
    );
    let later = verifier.verify_kept(statement(), NOW + 2 * DAY + SKEW);
    assert!(later.is_err(), "as of then, and no other time");
    let mut bytes = statement().as_bytes().to_vec();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    assert!(
        verifier
            .verify_kept(Signed::<ProbeKind>::from_bytes(bytes), NOW)
            .is_err()
    );
}
