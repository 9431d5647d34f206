//! Statements that nobody should make, under signatures that hold, so that damage gets past the stage SIGNATURE.

use std::sync::LazyLock;

use casp_identity::{AgentId, ObjectId, Signer as _, SoftwareKey, envelope_object_id, pae};
use casp_wire::v1::{Bundle, Envelope, Header, Signature};
use prost::Message;

/// Test keys, enough that two keys of one statement seldom become the same.
static KEYS: LazyLock<Vec<SoftwareKey>> =
    LazyLock::new(|| (0..=u8::MAX).map(|seed| SoftwareKey::from_seed(&[seed; 32])).collect());

static IDS: LazyLock<Vec<AgentId>> = LazyLock::new(|| KEYS.iter().map(|key| key.agent_id()).collect());

/// A test key.
pub fn key(number: u8) -> &'static SoftwareKey {
    &KEYS[usize::from(number)]
}

/// The agent id of a test key.
pub fn id(number: u8) -> AgentId {
    IDS[usize::from(number)]
}

/// A bundle with this payload, whatever it is, signed.
pub fn signed_as(payload_type: &str, payload: &[u8], signer: &SoftwareKey) -> Vec<u8> {
    let subject = envelope(payload_type, payload, signer);
    Bundle {
        subject: Some(subject),
        proofs: Vec::new(),
    }
    .encode_to_vec()
}

/// An envelope with this payload, whatever it is, signed.
pub fn envelope(payload_type: &str, payload: &[u8], signer: &SoftwareKey) -> Envelope {
    let sig = signer.sign(&pae(payload_type, payload)).unwrap().into();
    Envelope {
        payload: payload.into(),
        payload_type: payload_type.into(),
        signatures: vec![Signature {
            sig,
            keyid: signer.agent_id().to_did_key(),
        }],
    }
}

/// The bundle with every envelope signed anew: each key that signed is replaced by a test key, everywhere, and the subject
/// names its first proof by the object id that this has now. `None` for bytes that are no bundle even to a lenient reader.
pub fn resigned(bytes: &[u8]) -> Option<Vec<u8>> {
    lenient_bundle(bytes).map(|bundle| resign(bundle).encode_to_vec())
}

/// As [`resigned`].
pub fn resign(mut bundle: Bundle) -> Bundle {
    for (old, new) in replacements(&bundle) {
        for envelope in bundle.subject.iter_mut().chain(&mut bundle.proofs) {
            replace(&mut envelope.payload, old.as_bytes(), new.as_bytes());
        }
    }
    bundle.proofs.iter_mut().for_each(sign_again);
    if let Some(subject) = &mut bundle.subject {
        if let Some(proof) = bundle.proofs.first() {
            name_proof(subject, envelope_object_id(proof));
        }
        sign_again(subject);
    }
    bundle
}

/// Decodes what prost can decode, canonical or not.
pub fn lenient_bundle(bytes: &[u8]) -> Option<Bundle> {
    Bundle::decode(bytes).ok()
}

/// The header of a payload of any kind, as far as prost can decode it.
pub fn header_of(payload: &[u8]) -> Option<Header> {
    /// What all payloads have in common.
    #[derive(Clone, PartialEq, Message)]
    struct Headed {
        #[prost(message, optional, tag = "1")]
        header: Option<Header>,
    }
    Headed::decode(payload).ok()?.header
}

/// The network that the subject names, so that damaged statements are not all refused for their network.
pub fn network_of(bundle: &[u8]) -> Option<String> {
    Some(header_of(&lenient_bundle(bundle)?.subject?.payload)?.network_id)
}

fn replacements(bundle: &Bundle) -> Vec<(AgentId, AgentId)> {
    let envelopes = bundle.subject.iter().chain(&bundle.proofs);
    let signers = envelopes
        .flat_map(|envelope| &envelope.signatures)
        .map(|signature| &signature.keyid);
    signers
        .filter_map(|keyid| AgentId::from_did_key(keyid).ok())
        .map(|signer| (signer, ours(&signer)))
        .collect()
}

/// The test key that stands for a key: itself, if it is one.
fn ours(signer: &AgentId) -> AgentId {
    if IDS.contains(signer) {
        *signer
    } else {
        id(signer.public_key()[0])
    }
}

fn sign_again(envelope: &mut Envelope) {
    let signer = envelope
        .signatures
        .first()
        .and_then(|signature| AgentId::from_did_key(&signature.keyid).ok());
    let signer = signer.map_or(id(0), |signer| ours(&signer));
    let index = IDS.iter().position(|id| *id == signer).unwrap();
    let sig = KEYS[index]
        .sign(&pae(&envelope.payload_type, &envelope.payload))
        .unwrap()
        .into();
    envelope.signatures = vec![Signature {
        sig,
        keyid: signer.to_did_key(),
    }];
}

fn name_proof(subject: &mut Envelope, proof: ObjectId) {
    let named = header_of(&subject.payload)
        .map(|header| header.delegation)
        .unwrap_or_default();
    if named.len() == proof.0.len() {
        replace(&mut subject.payload, &named, &proof.0);
    }
}

fn replace(bytes: &mut [u8], old: &[u8], new: &[u8]) {
    assert_eq!(old.len(), new.len());
    for at in 0..(bytes.len() + 1).saturating_sub(old.len()) {
        if &bytes[at..at + old.len()] == old {
            bytes[at..at + old.len()].copy_from_slice(new);
        }
    }
}
