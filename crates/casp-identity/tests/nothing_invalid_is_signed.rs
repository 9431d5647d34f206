//! What no verifier would accept is not signed, and what a faulty signer signs is not given away.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;

use std::convert::Infallible;
use std::fmt;

use casp_identity::{
    AgentId, DelegationKind, DidKey, HostBindingKind, IdentityViolation, PublicKey, RetireKind, SealError, Signed,
    Signer, SoftwareKey,
};
use casp_wire::v1::{Delegation, Extension, Header, HostBinding, Retire};
use casp_wire::{Stage, Violation as _};
use support::{ALICE, BOB, DAY, NOW, WORKER, delegation, host_binding, id, key, retirement};

fn refused(message: &HostBinding, signer: &SoftwareKey) -> IdentityViolation {
    match Signed::<HostBindingKind>::seal(message, signer) {
        Err(SealError::Invalid(violation)) => violation,
        other => panic!("{other:?}"),
    }
}

fn with_header(change: impl FnOnce(&mut Header)) -> HostBinding {
    let mut message = host_binding();
    change(message.header.as_mut().unwrap());
    message
}

fn extension(id: &str, critical: bool) -> Extension {
    Extension {
        id: id.into(),
        critical,
        value: Vec::new(),
    }
}

#[test]
fn a_header_that_its_kind_does_not_allow_is_not_signed() {
    let refused = |change: fn(&mut Header)| refused(&with_header(change), key(ALICE));
    assert_eq!(
        refused(|header| header.nonce = vec![1; 16]),
        IdentityViolation::HeaderFieldForbidden { field: "nonce" }
    );
    let required = IdentityViolation::HeaderFieldRequired { field: "expires_at_ms" };
    assert_eq!(refused(|header| header.expires_at_ms = 0), required);
    assert_eq!(
        refused(|header| header.expires_at_ms = NOW),
        IdentityViolation::Lifetime
    );
    assert_eq!(
        refused(|header| header.expires_at_ms = NOW + 7 * DAY + 1),
        IdentityViolation::Lifetime
    );
    assert_eq!(
        refused(|header| header.extensions = vec![extension("a.b", true)]),
        IdentityViolation::ExtensionCritical
    );
    let twice = |header: &mut Header| header.extensions = vec![extension("a.b", false), extension("a.b", false)];
    assert_eq!(refused(twice), IdentityViolation::ExtensionOrder);
}

#[test]
fn a_key_is_not_called_what_it_cannot_be() {
    let host = |agent| HostBinding {
        host: id(agent).as_bytes().into(),
        ..host_binding()
    };
    assert_eq!(refused(&host(ALICE), key(ALICE)), IdentityViolation::HostIsAgent);
    assert_eq!(refused(&host(WORKER), key(WORKER)), IdentityViolation::HostIsAgent);

    let own = Delegation {
        delegate: id(ALICE).as_bytes().into(),
        ..delegation(1)
    };
    let error = Signed::<DelegationKind>::seal(&own, key(ALICE)).unwrap_err();
    assert_eq!(error, SealError::Invalid(IdentityViolation::DelegateIsIssuer));

    let own = Retire {
        successor: id(ALICE).as_bytes().into(),
        ..retirement()
    };
    let error = Signed::<RetireKind>::seal(&own, key(ALICE)).unwrap_err();
    assert_eq!(error, SealError::Invalid(IdentityViolation::SuccessorIsIssuer));
}

#[test]
fn a_message_out_of_shape_is_not_signed() {
    let misshapen = refused(
        &with_header(|header| header.network_id = "No Such Network".into()),
        key(ALICE),
    );
    assert_eq!((misshapen.rule(), misshapen.stage()), ("FMT-1", Stage::PayloadEncoding));
    let headless = refused(
        &HostBinding {
            header: None,
            ..host_binding()
        },
        key(ALICE),
    );
    assert_eq!(headless.rule(), "ENC-9");
}

#[test]
fn a_payload_too_long_for_its_kind_is_not_signed() {
    let long = |length| {
        vec![Extension {
            value: vec![0; length],
            ..extension("a.b", false)
        }]
    };
    let length = |message: &HostBinding| casp_wire::encode(message).len();
    let probe = with_header(|header| header.extensions = long(3_900));
    let rest = 3_900 + (4_096 - length(&probe));
    assert!(Signed::<HostBindingKind>::seal(&with_header(|header| header.extensions = long(rest)), key(ALICE)).is_ok());
    let violation = refused(&with_header(|header| header.extensions = long(rest + 1)), key(ALICE));
    assert_eq!(violation, IdentityViolation::PayloadSize { limit: 4_096 });
}

/// A signer that names one key and signs with another, or not at all.
struct Faulty {
    named: AgentId,
    signs_with: Option<&'static SoftwareKey>,
}

#[derive(Debug, PartialEq)]
struct OutOfOrder;

impl fmt::Display for OutOfOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("out of order")
    }
}

impl std::error::Error for OutOfOrder {}

impl Signer for Faulty {
    type Error = OutOfOrder;

    fn agent_id(&self) -> AgentId {
        self.named
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], OutOfOrder> {
        let signature: Result<_, Infallible> = self.signs_with.ok_or(OutOfOrder)?.sign(message);
        Ok(signature.unwrap())
    }
}

#[test]
fn a_signature_that_is_not_the_keys_is_not_given_away() {
    let faulty = Faulty {
        named: id(ALICE),
        signs_with: Some(key(BOB)),
    };
    assert_eq!(
        Signed::<HostBindingKind>::seal(&host_binding(), &faulty).unwrap_err(),
        SealError::BadSignature
    );
    let inadmissible = Faulty {
        named: AgentId::from_public_key(&[0xff; 32]),
        signs_with: Some(key(BOB)),
    };
    let mut binding = host_binding();
    binding.header.as_mut().unwrap().issuer = inadmissible.named.as_bytes().into();
    assert_eq!(
        Signed::<HostBindingKind>::seal(&binding, &inadmissible).unwrap_err(),
        SealError::BadSignature
    );
}

/// A signer that has another agent's name and key at hand.
struct Misnamed {
    key: &'static SoftwareKey,
    at_hand: &'static SoftwareKey,
}

impl Signer for Misnamed {
    type Error = Infallible;

    fn agent_id(&self) -> AgentId {
        self.key.agent_id()
    }

    fn did_key(&self) -> Option<&DidKey> {
        self.at_hand.did_key()
    }

    fn admitted(&self) -> Option<PublicKey> {
        self.at_hand.admitted()
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], Infallible> {
        self.key.sign(message)
    }
}

#[test]
fn a_name_and_a_key_at_hand_are_taken_if_they_are_the_signers() {
    let sealed = |at_hand| {
        let signer = Misnamed {
            key: key(ALICE),
            at_hand,
        };
        let signed = Signed::<HostBindingKind>::seal(&host_binding(), &signer).unwrap();
        signed.as_bytes().to_vec()
    };
    let plain = Signed::<HostBindingKind>::seal(&host_binding(), key(ALICE)).unwrap();
    assert_eq!(sealed(key(ALICE)), plain.as_bytes());
    assert_eq!(sealed(key(BOB)), plain.as_bytes());
}

#[test]
fn a_signer_that_fails_says_why() {
    let failing = Faulty {
        named: id(ALICE),
        signs_with: None,
    };
    let error = Signed::<HostBindingKind>::seal(&host_binding(), &failing).unwrap_err();
    assert_eq!(error, SealError::Signer(OutOfOrder));
}
