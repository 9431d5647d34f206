//! Signed statements: the pre-authentication encoding, object ids, and the two types that a statement has before and after
//! verification.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use casp_wire::limits::{MAX_BUNDLE_BYTES, MAX_ENVELOPE_BYTES};
use casp_wire::v1::{Bundle, Delegation, Envelope, Header, Signature};
use casp_wire::{Layer, check};
use sha2::{Digest as _, Sha256};

use crate::agent::{AgentId, ObjectId};
use crate::key::{PublicKey, Signer};
use crate::kind::{Kind, check_header, header_of};
use crate::statements::DelegationKind;
use crate::verify::{covers, speaks_for_itself};
use crate::violation::IdentityViolation;

/// DSSE's pre-authentication encoding: the bytes that are signed.
#[must_use]
pub fn pae(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(payload.len().saturating_add(payload_type.len()).saturating_add(64));
    bytes.extend_from_slice(b"DSSEv1");
    for part in [payload_type.as_bytes(), payload] {
        bytes.push(b' ');
        bytes.extend_from_slice(alloc::format!("{}", part.len()).as_bytes());
        bytes.push(b' ');
        bytes.extend_from_slice(part);
    }
    bytes
}

/// The object id of what was signed.
#[must_use]
pub(crate) fn object_id(pae: &[u8]) -> ObjectId {
    ObjectId(
        Sha256::new_with_prefix("casp/v1/object-id")
            .chain_update(pae)
            .finalize()
            .into(),
    )
}

/// Decodes an envelope outside a bundle. Its signature is not looked at.
///
/// # Errors
/// SIZ-1, and rules ENC and FMT at the stage ENCODING.
pub fn decode_envelope(bytes: &[u8]) -> Result<Envelope, IdentityViolation> {
    check(
        bytes.len() <= MAX_ENVELOPE_BYTES,
        IdentityViolation::InputSize {
            limit: MAX_ENVELOPE_BYTES,
        },
    )?;
    Ok(casp_wire::decode(bytes, Layer::Envelope)?)
}

/// The object id of an envelope, whether or not its signature holds.
#[must_use]
pub fn envelope_object_id(envelope: &Envelope) -> ObjectId {
    object_id(&pae(&envelope.payload_type, &envelope.payload))
}

/// The envelope in DSSE's JSON form, for DSSE libraries (SPEC.md section 6.2).
#[must_use]
pub fn dsse_json(envelope: &Envelope) -> String {
    let mut json = String::from("{\"payload\":");
    push_json_string(&mut json, &BASE64.encode(&envelope.payload));
    json.push_str(",\"payloadType\":");
    push_json_string(&mut json, &envelope.payload_type);
    json.push_str(",\"signatures\":[");
    for (index, signature) in envelope.signatures.iter().enumerate() {
        json.push_str(if index == 0 { "{\"keyid\":" } else { ",{\"keyid\":" });
        push_json_string(&mut json, &signature.keyid);
        json.push_str(",\"sig\":");
        push_json_string(&mut json, &BASE64.encode(&signature.sig));
        json.push('}');
    }
    json.push_str("]}");
    json
}

/// RFC 8785 section 3.2.2.2.
fn push_json_string(json: &mut String, text: &str) {
    json.push('"');
    for letter in text.chars() {
        match letter {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\u{8}' => json.push_str("\\b"),
            '\t' => json.push_str("\\t"),
            '\n' => json.push_str("\\n"),
            '\u{c}' => json.push_str("\\f"),
            '\r' => json.push_str("\\r"),
            control if control < ' ' => json.push_str(&alloc::format!("\\u{:04x}", u32::from(control))),
            other => json.push(other),
        }
    }
    json.push('"');
}

/// Bytes that claim to be a bundle with a statement of kind `K`. They give nothing away until they are verified.
pub struct Signed<K> {
    bundle: Vec<u8>,
    kind: PhantomData<fn() -> K>,
}

impl<K> Clone for Signed<K> {
    fn clone(&self) -> Self {
        Self::from_bytes(self.bundle.clone())
    }
}

impl<K> fmt::Debug for Signed<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signed({} bytes, unverified)", self.bundle.len())
    }
}

impl<K> Signed<K> {
    /// Takes an encoded bundle as it came from the wire.
    #[must_use]
    pub fn from_bytes(bundle: impl Into<Vec<u8>>) -> Self {
        Self {
            bundle: bundle.into(),
            kind: PhantomData,
        }
    }

    /// The encoded bundle, ready for the wire.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bundle
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bundle
    }

    /// SIZE and ENCODING.
    pub(crate) fn decode_bundle(&self) -> Result<Bundle, IdentityViolation> {
        check(
            self.bundle.len() <= MAX_BUNDLE_BYTES,
            IdentityViolation::InputSize {
                limit: MAX_BUNDLE_BYTES,
            },
        )?;
        Ok(casp_wire::decode(&self.bundle, Layer::Envelope)?)
    }
}

impl<K: Kind> Signed<K> {
    /// Signs a message with the issuer's root key.
    ///
    /// # Errors
    /// [`SealError::Invalid`] with the rule that every verifier would name, [`SealError::Signer`] when the signer fails or
    /// gives a signature that is not its key's.
    pub fn seal<S: Signer>(message: &K::Message, signer: &S) -> Result<Self, SealError<K::Violation, S::Error>> {
        Self::seal_with(message, signer, None)
    }

    /// Signs a message with an operational key under the delegation that `message.header.delegation` names.
    ///
    /// # Errors
    /// As [`Signed::seal`]. The delegation is not verified, but that it covers the statement is checked.
    pub fn seal_delegated<S: Signer>(
        message: &K::Message,
        signer: &S,
        delegation: &Signed<DelegationKind>,
    ) -> Result<Self, SealError<K::Violation, S::Error>> {
        Self::seal_with(message, signer, Some(delegation))
    }

    /// Checks a message that is not signed yet: everything that concerns neither its signature nor its verifier.
    ///
    /// # Errors
    /// The rule of PAYLOAD_SIZE, PAYLOAD_ENCODING or SEMANTIC that it breaks.
    pub fn check(message: &K::Message, signer: &AgentId) -> Result<(), K::Violation> {
        check_statement::<K>(&casp_wire::encode(message), signer).map(drop)
    }

    /// The object id of the statement, whether or not it holds.
    ///
    /// # Errors
    /// SIZE and ENCODING.
    pub fn object_id(&self) -> Result<ObjectId, IdentityViolation> {
        Ok(envelope_object_id(&self.decode_bundle()?.subject.unwrap_or_default()))
    }

    fn seal_with<S: Signer>(
        message: &K::Message,
        signer: &S,
        delegation: Option<&Signed<DelegationKind>>,
    ) -> Result<Self, SealError<K::Violation, S::Error>> {
        let keyid = signer.agent_id();
        let did_key = signer.did_key().filter(|did_key| did_key.agent() == keyid);
        let payload = casp_wire::encode(message);
        check_statement::<K>(&payload, &keyid).map_err(SealError::Invalid)?;
        let proofs = proofs_for::<K>(message, &keyid, delegation).map_err(|it| SealError::Invalid(it.into()))?;
        let to_be_signed = pae(K::PROFILE.payload_type, &payload);
        let sig = signer.sign(&to_be_signed).map_err(SealError::Signer)?;
        let checked = match signer.stand_in() {
            Some(stand_in) => stand_in.verify(&keyid, &to_be_signed, &sig),
            None => signer
                .admitted()
                .filter(|key| key.agent_id() == keyid)
                .map_or_else(|| PublicKey::admit(&keyid.public_key()), Ok)
                .and_then(|key| key.verify(&to_be_signed, &sig)),
        };
        checked.map_err(|_| SealError::BadSignature)?;
        let subject = Envelope {
            payload,
            payload_type: K::PROFILE.payload_type.into(),
            signatures: alloc::vec![Signature {
                sig: sig.into(),
                keyid: did_key.map_or_else(|| keyid.to_did_key(), |did_key| did_key.as_str().into())
            }],
        };
        Ok(Self::from_bytes(casp_wire::encode(&Bundle {
            subject: Some(subject),
            proofs,
        })))
    }
}

/// DEL-1, DEL-2 and DEL-5 to DEL-8: what has to travel with a statement so that the signer may make it.
fn proofs_for<K: Kind>(
    message: &K::Message,
    signer: &AgentId,
    delegation: Option<&Signed<DelegationKind>>,
) -> Result<Vec<Envelope>, IdentityViolation> {
    let header = header_of::<K>(message);
    let Some(delegation) = delegation else {
        check(header.delegation.is_empty(), IdentityViolation::ProofMissing)?;
        speaks_for_itself(signer, header)?;
        return Ok(Vec::new());
    };
    let proof = delegation.decode_bundle()?.subject.unwrap_or_default();
    let named = envelope_object_id(&proof).0 == header.delegation.as_slice();
    check(named, IdentityViolation::ProofMissing)?;
    let root: Delegation = casp_wire::decode(&proof.payload, Layer::Payload)?;
    covers::<K>(&root, message, signer)?;
    Ok(alloc::vec![proof])
}

/// PAYLOAD_SIZE, PAYLOAD_ENCODING and SEMANTIC, except for the rules that depend on the verifier.
pub(crate) fn check_statement<K: Kind>(payload: &[u8], signer: &AgentId) -> Result<K::Message, K::Violation> {
    check_payload_size::<K>(payload)?;
    let message: K::Message = casp_wire::decode(payload, Layer::Payload).map_err(IdentityViolation::from)?;
    let header = K::header(&message).ok_or(IdentityViolation::HeaderFieldRequired { field: "header" })?;
    check_header(K::PROFILE, header)?;
    K::check(&message, signer)?;
    Ok(message)
}

pub(crate) fn check_payload_size<K: Kind>(payload: &[u8]) -> Result<(), IdentityViolation> {
    let limit = K::PROFILE.max_payload_bytes;
    check(payload.len() <= limit, IdentityViolation::PayloadSize { limit })
}

/// Why a statement was not signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError<V, E> {
    /// No verifier would accept the message.
    #[error("the message is invalid: {0}")]
    Invalid(V),
    /// The signer failed.
    #[error("the signer failed: {0}")]
    Signer(E),
    /// The signer gave a signature that does not verify under the key it names.
    #[error("the signer gave a signature that is not its key's")]
    BadSignature,
}

/// A statement that passed verification. Nothing else makes one.
pub struct Verified<K: Kind> {
    pub(crate) message: K::Message,
    pub(crate) issuer: AgentId,
    pub(crate) signer: AgentId,
    pub(crate) object_id: ObjectId,
    pub(crate) delegation_epoch: Option<u64>,
    pub(crate) delegation_ends_ms: Option<i64>,
    pub(crate) bundle: Vec<u8>,
}

/// A statement that this agent accepted before and has read back from its own journal. It stands for what was accepted then;
/// only what is restored from a journal takes it.
#[derive(Debug)]
pub struct Kept<K: Kind>(pub(crate) Verified<K>);

impl<K: Kind> Kept<K> {
    /// The agent that the statement spoke for.
    #[must_use]
    pub const fn issuer(&self) -> AgentId {
        self.0.issuer
    }

    /// The statement as it was when it was accepted. It was not asked for whom it is (HDR-2), nor whether it has been voided since
    /// (DEL-10, DEL-11): only a memory that is restored from its journal may take it so.
    #[must_use]
    pub fn dangerous_into_verified(self) -> Verified<K> {
        self.0
    }
}

/// A statement that held at a time in the past, whatever came after: evidence, not something to act on. No store takes it.
pub struct Recorded<K: Kind>(pub(crate) Verified<K>);

impl<K: Kind> Recorded<K> {
    /// The message.
    #[must_use]
    pub const fn message(&self) -> &K::Message {
        &self.0.message
    }

    /// The message's header.
    #[must_use]
    pub fn header(&self) -> &Header {
        self.0.header()
    }

    /// The agent that the statement spoke for.
    #[must_use]
    pub const fn issuer(&self) -> AgentId {
        self.0.issuer
    }

    /// The key that signed.
    #[must_use]
    pub const fn signer(&self) -> AgentId {
        self.0.signer
    }

    /// The statement's name.
    #[must_use]
    pub const fn object_id(&self) -> ObjectId {
        self.0.object_id
    }
}

impl<K: Kind> fmt::Debug for Recorded<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Recorded({} {} by {})",
            K::PROFILE.payload_type,
            self.0.object_id,
            self.0.issuer
        )
    }
}

impl<K: Kind> Clone for Verified<K> {
    fn clone(&self) -> Self {
        Self {
            message: self.message.clone(),
            bundle: self.bundle.clone(),
            ..*self
        }
    }
}

impl<K: Kind> fmt::Debug for Verified<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Verified({} {} by {})",
            K::PROFILE.payload_type,
            self.object_id,
            self.issuer
        )
    }
}

impl<K: Kind> Verified<K> {
    /// The message.
    #[must_use]
    pub const fn message(&self) -> &K::Message {
        &self.message
    }

    /// The message's header.
    #[must_use]
    pub fn header(&self) -> &Header {
        header_of::<K>(&self.message)
    }

    /// The agent that the statement speaks for.
    #[must_use]
    pub const fn issuer(&self) -> AgentId {
        self.issuer
    }

    /// The key that signed: the issuer's own, or an operational one.
    #[must_use]
    pub const fn signer(&self) -> AgentId {
        self.signer
    }

    /// The statement's name.
    #[must_use]
    pub const fn object_id(&self) -> ObjectId {
        self.object_id
    }

    /// The epoch of the delegation under which an operational key signed.
    #[must_use]
    pub const fn delegation_epoch(&self) -> Option<u64> {
        self.delegation_epoch
    }

    /// The bundle as it was received.
    #[must_use]
    pub fn bundle(&self) -> &[u8] {
        &self.bundle
    }

    /// The message and the bundle as it was received.
    #[must_use]
    pub fn into_parts(self) -> (K::Message, Vec<u8>) {
        (self.message, self.bundle)
    }
}
