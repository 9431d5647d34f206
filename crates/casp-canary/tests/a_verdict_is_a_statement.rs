//! A canary verdict is signed, delegated and refused as its row in the table of kinds says (SPEC.md section 7.2,
//! CAN-1).

#![allow(clippy::restriction, reason = "test code")]

mod support;

use casp_canary::{CanaryVerdictKind, CanaryViolation};
use casp_identity::{DelegationKind, Kind as _, KnownAgents, SealError, Signed, Verifier};
use casp_wire::v1::oracle::Form;
use casp_wire::v1::{CanaryOpening, CanaryOutcome, CanaryVerdict, Delegation, Header, Oracle};
use casp_wire::{Stage, Verdict, Violation as _};
use support::{MINUTE, NETWORK, NOW, PROVIDER, REQUESTER, STRANGER, author, derived, id, key};

const OPERATIONAL: u8 = 200;

fn verdict() -> CanaryVerdict {
    let commitment = derived(PROVIDER, 0, "arithmetic-json").commitment;
    CanaryVerdict {
        header: Some(author(REQUESTER).lasting(None, NOW)),
        contract: vec![1; 32],
        result: vec![2; 32],
        opening: Some(CanaryOpening {
            salt: commitment.salt().into(),
            canary: Some(commitment.canary().clone()),
        }),
        outcome: CanaryOutcome::Passed.into(),
    }
}

/// What a verifier says of a verdict that its issuer's root key signed unseen.
fn refusal(verdict: &CanaryVerdict) -> Option<CanaryViolation> {
    let payload = casp_wire::encode(verdict);
    let bundle = support::forge::signed_as(CanaryVerdictKind::PROFILE.payload_type, &payload, key(REQUESTER));
    let signed = Signed::<CanaryVerdictKind>::from_bytes(bundle);
    let outcome = Verifier::new(NETWORK, Some(id(STRANGER))).verify(signed, &KnownAgents::new(10), NOW);
    outcome.err()
}

/// A verdict that is padded to this length by its oracle.
fn of_length(length: usize) -> CanaryVerdict {
    let mut padded = verdict();
    let canary = padded.opening.as_mut().unwrap().canary.as_mut().unwrap();
    let missing = length - casp_wire::encode(&verdict()).len();
    canary
        .generator
        .as_mut()
        .unwrap()
        .family
        .push_str(&"a".repeat(missing - 6));
    padded
}

#[test]
fn it_is_accepted_with_and_without_audience() {
    assert_eq!(refusal(&verdict()), None);
    let mut addressed = verdict();
    addressed.header = Some(author(REQUESTER).lasting(Some(id(STRANGER)), NOW));
    assert_eq!(refusal(&addressed), None);
    addressed.header = Some(author(REQUESTER).lasting(Some(id(PROVIDER)), NOW));
    assert_eq!(refusal(&addressed).unwrap().rule(), "HDR-2");
}

#[test]
fn it_has_neither_nonce_nor_end() {
    let with = |edit: fn(&mut Header)| {
        let mut verdict = verdict();
        edit(verdict.header.as_mut().unwrap());
        refusal(&verdict).map(|violation| violation.rule())
    };
    assert_eq!(with(|header| header.nonce = vec![1; 16]), Some("HDR-3"));
    assert_eq!(
        with(|header| header.expires_at_ms = header.issued_at_ms + MINUTE),
        Some("HDR-3")
    );
    assert_eq!(with(|header| header.issued_at_ms += 5_000), None);
    assert_eq!(with(|header| header.issued_at_ms += 5_001), Some("FRS-1"));
    assert_eq!(with(|header| header.issued_at_ms = 1), None);
}

#[test]
fn it_is_at_most_128_kib() {
    let length = |verdict: &CanaryVerdict| casp_wire::encode(verdict).len();
    let (most, past) = (of_length(131_072), of_length(131_073));
    assert_eq!((length(&most), length(&past)), (131_072, 131_073));
    // Its family is far too long, which is seen only once the whole is not.
    assert_eq!(refusal(&most).unwrap().stage(), Stage::PayloadEncoding);
    assert_eq!(refusal(&past).unwrap().rule(), "SIZ-2");
}

#[test]
fn its_oracle_is_checked_before_it_is_signed_and_when_it_is_read() {
    for form in [None, Some(Form::Json("[".into()))] {
        let mut verdict = verdict();
        verdict.opening.as_mut().unwrap().canary.as_mut().unwrap().oracle = Some(Oracle { form });
        let violation = refusal(&verdict).unwrap();
        assert_eq!(violation, CanaryViolation::OracleForm);
        assert_eq!(
            (violation.stage(), violation.verdict()),
            (Stage::Semantic, Verdict::Reject)
        );
        let sealed = Signed::<CanaryVerdictKind>::seal(&verdict, key(REQUESTER));
        assert!(matches!(sealed, Err(SealError::Invalid(CanaryViolation::OracleForm))));
    }
}

#[test]
fn an_operational_key_signs_it_with_the_scope_of_tasks() {
    for (scope, accepted) in [("task", true), ("receipt", false), ("descriptor", false)] {
        let delegation = Delegation {
            header: Some(Header {
                expires_at_ms: NOW + MINUTE,
                ..author(REQUESTER).lasting(None, NOW)
            }),
            delegate: id(OPERATIONAL).as_bytes().into(),
            scopes: vec![scope.into()],
            epoch: 1,
        };
        let delegation = Signed::<DelegationKind>::seal(&delegation, key(REQUESTER)).unwrap();
        let mut verdict = verdict();
        verdict.header.as_mut().unwrap().delegation = delegation.object_id().unwrap().0.into();
        let sealed = Signed::<CanaryVerdictKind>::seal_delegated(&verdict, key(OPERATIONAL), &delegation);
        assert_eq!(sealed.is_ok(), accepted, "{scope}");
        if let Ok(sealed) = sealed {
            let verified = Verifier::new(NETWORK, None)
                .verify(sealed, &KnownAgents::new(10), NOW)
                .unwrap();
            assert_eq!((verified.issuer(), verified.signer()), (id(REQUESTER), id(OPERATIONAL)));
        }
    }
}
