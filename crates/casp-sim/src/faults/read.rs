//! What statements say, read by the bed itself: no engine is asked, and no signature looked at.

use casp_execution::Statement;
use casp_identity::{Kind, ObjectId, Signer as _, envelope_object_id, pae};
use casp_wire::v1::{Bundle, Envelope, Signature};
use casp_wire::{Layer, decode_unchecked};

use crate::key::AgentKey;

/// The subject of an encoded bundle.
pub(super) fn subject(bundle: &[u8]) -> Option<Envelope> {
    decode_unchecked::<Bundle>(bundle, Layer::Envelope).ok()?.subject
}

/// Object id of what a bundle holds.
pub(super) fn id_of(bundle: &[u8]) -> Option<ObjectId> {
    subject(bundle).map(|subject| envelope_object_id(&subject))
}

/// Which statement a bundle says that it is.
pub(super) fn statement_of(bundle: &[u8]) -> Option<Statement> {
    let subject = subject(bundle)?;
    let mut all = Statement::ALL.iter().copied();
    all.find(|statement| statement.payload_type() == subject.payload_type)
}

/// The message of a bundle, as a kind.
pub(super) fn message<K: Kind>(bundle: &[u8]) -> Option<K::Message> {
    decode_unchecked(&subject(bundle)?.payload, Layer::Payload).ok()
}

/// An object id in a message.
pub(super) fn named(bytes: &[u8]) -> ObjectId {
    ObjectId(bytes.try_into().unwrap_or_default())
}

/// Signs whatever it is, without asking whether it may be said.
pub(super) fn seal<K: Kind>(message: &K::Message, key: &AgentKey) -> Vec<u8> {
    let payload = casp_wire::encode(message);
    let Ok(sig) = key.sign(&pae(K::PROFILE.payload_type, &payload));
    let subject = Envelope {
        payload,
        payload_type: K::PROFILE.payload_type.into(),
        signatures: vec![Signature {
            sig: sig.into(),
            keyid: key.agent_id().to_did_key(),
        }],
    };
    casp_wire::encode(&Bundle {
        subject: Some(subject),
        proofs: Vec::new(),
    })
}
