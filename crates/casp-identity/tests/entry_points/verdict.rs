//! What holds of every verdict.

use casp_identity::{Kind, KnownAgents, Signed, Verified, Verifier, VerifierLimits};
use casp_wire::v1::Bundle;
use casp_wire::{Layer, Stage, Violation as _};

use super::forge;

/// The verdict on a statement is the same however often and with whatever caches it is asked for, and what it says holds.
/// Gives the statement, if it is accepted.
pub fn verdict_stands<K: Kind>(bundle: &[u8], now_ms: i64) -> Option<Verified<K>> {
    let network = forge::network_of(bundle).unwrap_or_default();
    let known = KnownAgents::new(0);
    let signed = || Signed::<K>::from_bytes(bundle);
    let none = VerifierLimits { keys: 0, envelopes: 0 };
    let first = Verifier::with_limits(network.as_str(), None, none).verify(signed(), &known, now_ms);
    let mut caching = Verifier::new(network, None);
    for _ in 0..2 {
        assert_eq!(summary(&caching.verify(signed(), &known, now_ms)), summary(&first));
    }
    match &first {
        Ok(verified) => is_what_was_signed(verified, bundle),
        Err(violation) => assert!(violation.stage() <= Stage::Freshness, "{violation}"),
    }
    // With nothing known and no audience, the record and the living are judged alike.
    if first.is_ok() {
        assert!(caching.verify_archival(signed(), now_ms).is_ok());
        assert!(caching.verify_as_issued(signed()).is_ok());
    }
    first.ok()
}

fn is_what_was_signed<K: Kind>(verified: &Verified<K>, bundle: &[u8]) {
    let decoded: Bundle = casp_wire::decode(bundle, Layer::Envelope).unwrap();
    let subject = decoded.subject.unwrap();
    assert_eq!(casp_wire::encode(verified.message()), subject.payload);
    assert_eq!(verified.signer().to_did_key(), subject.signatures[0].keyid);
    assert_eq!(Ok(verified.object_id()), Signed::<K>::from_bytes(bundle).object_id());
    assert_eq!(verified.bundle(), bundle);
    assert!(Signed::<K>::check(verified.message(), &verified.signer()).is_ok());
    let delegated = verified.signer() != verified.issuer();
    assert_eq!(verified.delegation_epoch().is_some(), delegated);
}

/// What can be compared of a verdict: object id, issuer and signer, or everything that the violation says.
pub fn summary<K: Kind>(verdict: &Result<Verified<K>, K::Violation>) -> Result<String, String> {
    match verdict {
        Ok(verified) => Ok(format!("{verified:?} signed by {}", verified.signer())),
        Err(violation) => Err(format!(
            "{} {violation} {} {}",
            violation.rule(),
            violation.stage(),
            violation.verdict()
        )),
    }
}
