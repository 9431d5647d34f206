//! What the property tests and the fuzz targets `verify` and `text` both hold this crate to.

#![allow(
    clippy::restriction,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each user takes a part"
)]

pub mod forge;
pub mod verdict;

use casp_identity::{
    AgentId, DelegationKind, HostBindingKind, Kind as _, PublicKey, RetireKind, decode_envelope, dsse_json,
};
use casp_wire::v1::Envelope;
use serde_json::json;

use forge::{key, resigned, signed_as};
use verdict::verdict_stands;

/// Target `verify`. One byte selects the kind and what is done to the input, six give the time, the rest is a bundle or a
/// payload.
pub fn verify(data: &[u8]) {
    let Some((&[choice], rest)) = data.split_first_chunk() else {
        return;
    };
    let Some((time, input)) = rest.split_first_chunk::<6>() else {
        return;
    };
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
