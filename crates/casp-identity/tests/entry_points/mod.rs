//! What the property tests and the fuzz targets `verify` and `text` both hold this crate to.

#![allow(clippy::restriction, dead_code, unreachable_pub, reason = "test code, of which each user takes a part")]

pub mod forge;

use casp_identity::{
    AgentId, DelegationKind, HostBindingKind, Kind, KnownAgents, PublicKey, RetireKind, Signed, Verified, Verifier,
    VerifierLimits, decode_envelope, dsse_json,
};
use casp_wire::v1::{Bundle, Envelope};
use casp_wire::{Layer, Stage, Violation as _};
use serde_json::json;

use forge::{key, resigned, signed_as};

/// Target `verify`. One byte selects the kind and what is done to the input, six give the time, the rest is a bundle or a
/// payload.
pub fn verify(data: &[u8]) {
    let Some((&[choice], rest)) = data.split_first_chunk() else { return };
    let Some((time, input)) = rest.split_first_chunk::<6>() else { return };
    let now_ms = time.iter().fold(0, |time, byte| time << 8 | i64::from(*byte));
    let input = match choice >> 6 {
        0 => input.to_vec(),
        1 => signed_as(payload_type(choice), input, key(choice)),
        _ => resigned(input).unwrap_or_else(|| input.to_vec()),
    };
    match choice & 3 {
        0 => drop(verdict_stands::<DelegationKind>(&input, now_ms)),
        1 => drop(verdict_stands::<RetireKind>(&input, now_ms)),
        _ => drop(verdict_stands::<HostBindingKind>(&input, now_ms)),
    }
}

fn payload_type(choice: u8) -> &'static str {
    match choice & 3 {
        0 => DelegationKind::PROFILE.payload_type,
        1 => RetireKind::PROFILE.payload_type,
        _ => HostBindingKind::PROFILE.payload_type,
    }
}

/// The verdict on a statement is the same however often and with whatever caches it is asked for, and what it says holds.
/// Gives the statement, if it is accepted.
pub fn verdict_stands<K: Kind>(bundle: &[u8], now_ms: i64) -> Option<Verified<K>> {
    let network = network_of(bundle);
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
        Err(violation) => {
            Err(format!("{} {violation} {} {}", violation.rule(), violation.stage(), violation.verdict()))
        }
    }
}

/// The network that the subject names, so that mutated statements are not all refused for their network.
pub fn network_of(bundle: &[u8]) -> String {
    let network = || Some(forge::header_of(&forge::lenient_bundle(bundle)?.subject?.payload)?.network_id);
    network().unwrap_or_default()
}

/// Target `text`: names, keys and signatures of any form.
pub fn text(data: &[u8]) {
    if let Ok(text) = str::from_utf8(data) {
        names_are_lossless(text);
    }
    if let Ok(agent) = AgentId::from_multikey(data) {
        assert_eq!(agent.as_bytes().as_slice(), data);
        assert_eq!(AgentId::from_did_key(&agent.to_did_key()), Ok(agent));
        assert_eq!(AgentId::from_peer_id(&agent.to_peer_id()), Ok(agent));
    }
    if let Some((public, rest)) = data.split_first_chunk::<32>() {
        admitted_keys_verify_calmly(public, rest);
    }
    if let Ok(envelope) = decode_envelope(data) {
        dsse_json_is_what_another_library_writes(&envelope);
    }
}

fn names_are_lossless(text: &str) {
    if let Ok(agent) = AgentId::from_did_key(text) {
        assert_eq!(agent.to_did_key(), text);
    }
    if let Ok(agent) = AgentId::from_peer_id(text) {
        assert_eq!(agent.to_peer_id(), text);
    }
}

fn admitted_keys_verify_calmly(public: &[u8; 32], rest: &[u8]) {
    let Ok(admitted) = PublicKey::admit(public) else { return };
    assert_eq!(admitted.agent_id().public_key(), *public);
    let (signature, message) = rest.split_at(rest.len().min(64));
    let verdict = admitted.verify(message, signature);
    assert!(signature.len() == 64 || verdict.is_err());
}

fn dsse_json_is_what_another_library_writes(envelope: &Envelope) {
    let base64 = |bytes: &[u8]| base64::Engine::encode(&base64::engine::general_purpose::STANDARD, bytes);
    let signature = &envelope.signatures[0];
    let expected = json!({
        "payload": base64(&envelope.payload),
        "payloadType": envelope.payload_type,
        "signatures": [{ "keyid": signature.keyid, "sig": base64(&signature.sig) }],
    });
    assert_eq!(dsse_json(envelope), expected.to_string());
}
