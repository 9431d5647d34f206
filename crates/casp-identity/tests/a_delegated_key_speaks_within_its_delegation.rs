//! An operational key speaks for its agent exactly as far as its delegation lets it (DEL-1 to DEL-9).

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;

use casp_identity::{DelegationKind, HostBindingKind, IdentityViolation, Kind as _, SealError, Signed};
use casp_wire::v1::{Bundle, Delegation, DescriptorWithdrawal, Envelope, Header};
use entry_points::forge;
use support::{
    ALICE, BOB, DAY, HOUR, Headed as _, NOW, ProbeKind, SKEW, WORKER, broken, delegation, header, host_binding, id,
    key, nothing_known, probe, seal, seal_delegated, sealed_delegation, verified, verifier,
};

fn delegated() -> Signed<DelegationKind> {
    sealed_delegation(1)
}

fn bundle(signed: &Signed<ProbeKind>) -> Bundle {
    casp_wire::decode(signed.as_bytes(), casp_wire::Layer::Envelope).unwrap()
}

/// Alice's probe by her worker, under whatever proofs.
fn with_proofs(proofs: Vec<Envelope>) -> Signed<ProbeKind> {
    let subject = bundle(&seal_delegated(&probe(1), &delegated())).subject;
    Signed::from_bytes(casp_wire::encode(&Bundle { subject, proofs }))
}

/// Alice's probe by her worker, under a proof that was signed without being checked.
fn under(proof: Envelope) -> Signed<ProbeKind> {
    let message = ProbeKind::under(probe(1), casp_identity::envelope_object_id(&proof));
    let payload = casp_wire::encode(&message);
    let subject = forge::envelope(ProbeKind::PROFILE.payload_type, &payload, key(WORKER));
    Signed::from_bytes(casp_wire::encode(&Bundle {
        subject: Some(subject),
        proofs: vec![proof],
    }))
}

fn proof(message: &Delegation, signer: u8) -> Envelope {
    forge::envelope(
        DelegationKind::PROFILE.payload_type,
        &casp_wire::encode(message),
        key(signer),
    )
}

/// Alice's probe by her worker under a delegation with this header.
fn under_header(change: impl FnOnce(&mut Header)) -> Signed<ProbeKind> {
    let mut message = delegation(1);
    change(message.header.as_mut().unwrap());
    under(proof(&message, ALICE))
}

#[test]
fn an_operational_key_signs_for_its_agent() {
    let statement = verified(seal_delegated::<ProbeKind>(&probe(1), &delegated()));
    assert_eq!((statement.issuer(), statement.signer()), (id(ALICE), id(WORKER)));
    assert_eq!(statement.delegation_epoch(), Some(1));
}

#[test]
fn the_root_key_signs_without_delegation() {
    let statement = verified(seal::<ProbeKind>(&probe(9), key(ALICE)));
    assert_eq!((statement.issuer(), statement.signer()), (id(ALICE), id(ALICE)));
    assert_eq!(statement.delegation_epoch(), None);
}

#[test]
fn another_key_does_not_sign_without_delegation() {
    let payload = casp_wire::encode(&probe(1));
    let signed = Signed::from_bytes(forge::signed_as(ProbeKind::PROFILE.payload_type, &payload, key(WORKER)));
    assert_eq!(broken::<ProbeKind>(signed), IdentityViolation::SignerNotIssuer);
    let sealed = Signed::<ProbeKind>::seal(&probe(1), key(WORKER));
    assert_eq!(
        sealed.unwrap_err(),
        SealError::Invalid(IdentityViolation::SignerNotIssuer)
    );
}

#[test]
fn the_delegation_must_come_along() {
    assert_eq!(broken(with_proofs(Vec::new())), IdentityViolation::ProofMissing);
}

#[test]
fn nothing_else_may_come_along() {
    let named = proof(&delegation(1), ALICE);
    let other = proof(&delegation(2), ALICE);
    let unused = |index| IdentityViolation::ProofUnused { index };
    assert_eq!(broken(with_proofs(vec![named.clone(), other.clone()])), unused(1));
    assert_eq!(broken(with_proofs(vec![other, named.clone()])), unused(0));
    assert_eq!(broken(with_proofs(vec![named.clone(), named.clone()])), unused(1));

    let mut by_root = bundle(&seal(&probe(1), key(ALICE)));
    by_root.proofs = vec![named];
    assert_eq!(
        broken(Signed::<ProbeKind>::from_bytes(casp_wire::encode(&by_root))),
        unused(0)
    );
}

#[test]
fn the_delegation_must_itself_be_valid() {
    let invalid = [
        proof(&delegation(1), WORKER),
        proof(
            &Delegation {
                scopes: Vec::new(),
                ..delegation(1)
            },
            ALICE,
        ),
        proof(
            &Delegation {
                delegate: id(ALICE).as_bytes().into(),
                ..delegation(1)
            },
            ALICE,
        ),
        Envelope {
            payload_type: ProbeKind::PROFILE.payload_type.into(),
            ..proof(&delegation(1), ALICE)
        },
        forge::envelope(
            ProbeKind::PROFILE.payload_type,
            &casp_wire::encode(&probe(1)),
            key(ALICE),
        ),
    ];
    for proof in invalid {
        assert_eq!(broken(under(proof)), IdentityViolation::ProofInvalid);
    }
    let mut flipped = proof(&delegation(1), ALICE);
    flipped.signatures[0].sig[40] ^= 1;
    assert_eq!(broken(under(flipped)), IdentityViolation::ProofInvalid);
    for change in [
        (|header| header.network_id = "other".into()) as fn(&mut Header),
        |header| header.audience = id(support::VERIFIER).as_bytes().into(),
        |header| header.delegation = vec![7; 32],
        |header| header.expires_at_ms = 0,
        |header| header.expires_at_ms = header.issued_at_ms + 7 * DAY + 1,
    ] {
        assert_eq!(broken(under_header(change)), IdentityViolation::ProofInvalid);
    }
}

#[test]
fn the_delegation_must_be_the_issuers_and_for_the_signer() {
    let of_bob = Delegation {
        header: Some(Header {
            expires_at_ms: NOW + DAY,
            ..header(id(BOB))
        }),
        ..delegation(1)
    };
    assert_eq!(broken(under(proof(&of_bob, BOB))), IdentityViolation::ProofForeign);
    let for_bob = Delegation {
        delegate: id(BOB).as_bytes().into(),
        ..delegation(1)
    };
    assert_eq!(broken(under(proof(&for_bob, ALICE))), IdentityViolation::ProofForeign);
}

#[test]
fn the_delegation_must_have_the_scope() {
    let narrow = Delegation {
        scopes: vec!["descriptor".into()],
        ..delegation(1)
    };
    assert_eq!(broken(under(proof(&narrow, ALICE))), IdentityViolation::Scope);
}

#[test]
fn kinds_without_scope_are_the_root_keys_alone() {
    let message = DelegationKind::under(delegation(1), delegated().object_id().unwrap());
    let error = Signed::<DelegationKind>::seal_delegated(&message, key(WORKER), &delegated()).unwrap_err();
    let forbidden = IdentityViolation::HeaderFieldForbidden { field: "delegation" };
    assert_eq!(error, casp_identity::SealError::Invalid(forbidden));
}

#[test]
fn the_statement_must_lie_within_the_delegation() {
    let within = |issued, expires| {
        under_header(move |header| (header.issued_at_ms, header.expires_at_ms) = (NOW + issued, NOW + expires))
    };
    verified(within(0, 1));
    verified(within(-1, 0));
    assert_eq!(broken(within(1, 2)), IdentityViolation::OutsideDelegation);
    assert_eq!(broken(within(-2, -1)), IdentityViolation::OutsideDelegation);
}

#[test]
fn the_statement_must_not_outlive_the_delegation() {
    let ends = |after: i64| {
        let header = Some(Header {
            expires_at_ms: NOW + DAY + after,
            ..header(id(ALICE))
        });
        seal_delegated::<HostBindingKind>(
            &casp_wire::v1::HostBinding {
                header,
                ..host_binding()
            },
            &delegated(),
        )
    };
    verified(ends(0));
    assert_eq!(broken(ends(1)), IdentityViolation::OutsideDelegation);
}

#[test]
fn the_statement_must_state_the_delegations_epoch() {
    for epoch in [1, 3] {
        let statement: Signed<ProbeKind> = seal_delegated(&probe(epoch), &sealed_delegation(2));
        assert_eq!(broken(statement), IdentityViolation::EpochMismatch);
    }
    verified(seal_delegated::<ProbeKind>(&probe(2), &sealed_delegation(2)));
}

#[test]
fn the_delegation_must_be_alive_to_the_millisecond() {
    let statement: Signed<ProbeKind> = seal_delegated(&probe(1), &delegated());
    let at = |now_ms| verifier().verify(statement.clone(), &nothing_known(), now_ms).map(drop);
    assert_eq!(at(NOW + DAY + SKEW - 1), Ok(()));
    assert_eq!(at(NOW + DAY + SKEW), Err(IdentityViolation::DelegationNotAlive));
    assert_eq!(at(NOW - SKEW), Ok(()));
    assert_eq!(at(NOW - SKEW - 1), Err(IdentityViolation::DelegationNotAlive));
}

/// DEL-1 to DEL-8, which blame, go before DEL-9 to DEL-11, which do not.
#[test]
fn what_is_wrong_for_good_is_reported_before_what_is_wrong_now() {
    let statement: Signed<ProbeKind> = seal_delegated(&probe(2), &delegated());
    let late = verifier()
        .verify(statement, &nothing_known(), NOW + 2 * DAY)
        .unwrap_err();
    assert_eq!(late, IdentityViolation::EpochMismatch);
}

#[test]
fn a_delegation_for_descriptors_lets_a_key_bind_hosts() {
    let binding = verified(seal_delegated::<HostBindingKind>(&host_binding(), &delegated()));
    assert_eq!(binding.signer(), id(WORKER));
    assert_eq!(binding.message().header.as_ref().unwrap().expires_at_ms, NOW + HOUR);
}

#[test]
fn a_statement_keeps_its_bundle_as_it_came() {
    let signed: Signed<ProbeKind> = seal_delegated(&probe(1), &delegated());
    let (message, bytes) = verified(signed.clone()).into_parts();
    assert_eq!(bytes, signed.as_bytes());
    assert_eq!(
        message,
        DescriptorWithdrawal {
            header: message.header.clone(),
            ..probe(1)
        }
    );
}
