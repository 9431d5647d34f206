//! Statements: payload, signature, envelope, bundle (SPEC.md section 6).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use casp_wire::table::MessageTable;
use casp_wire::v1::{self, tables};
use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
use prost::Message as _;
use sha2::{Digest as _, Sha256};

use super::key::Key;
use super::points;
use crate::vector::{Bytes, Output};

/// What a statement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Delegation,
    Retire,
    HostBinding,
    Descriptor,
    Refresh,
    Withdrawal,
    Offer,
    Quote,
    Acceptance,
    TaskRequest,
    TaskEvent,
    Prepared,
    Commit,
    Cancel,
    TaskResult,
    DeliveryAck,
    OutcomeReport,
    CanaryVerdict,
    ToolReceipt,
    TraceCheckpoint,
    Query,
    DiscoveryResult,
    RegistrationReceipt,
    Refusal,
}

impl Kind {
    /// Every kind, in the order of SPEC.md section 7.2.
    pub(crate) const ALL: [Self; 24] = [
        Self::Delegation,
        Self::Retire,
        Self::HostBinding,
        Self::Descriptor,
        Self::Refresh,
        Self::Withdrawal,
        Self::Offer,
        Self::Quote,
        Self::Acceptance,
        Self::TaskRequest,
        Self::Prepared,
        Self::Commit,
        Self::TaskEvent,
        Self::Cancel,
        Self::TaskResult,
        Self::DeliveryAck,
        Self::OutcomeReport,
        Self::CanaryVerdict,
        Self::ToolReceipt,
        Self::TraceCheckpoint,
        Self::Query,
        Self::DiscoveryResult,
        Self::RegistrationReceipt,
        Self::Refusal,
    ];

    /// The kind's name, as its payload type has it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Delegation => "delegation",
            Self::Retire => "retire",
            Self::HostBinding => "host-binding",
            Self::Descriptor => "descriptor",
            Self::Refresh => "descriptor-refresh",
            Self::Withdrawal => "descriptor-withdrawal",
            Self::Offer => "offer",
            Self::Quote => "quote",
            Self::Acceptance => "acceptance",
            Self::TaskRequest => "task-request",
            Self::TaskEvent => "task-event",
            Self::Prepared => "prepared",
            Self::Commit => "commit",
            Self::Cancel => "cancel",
            Self::TaskResult => "task-result",
            Self::DeliveryAck => "delivery-ack",
            Self::OutcomeReport => "outcome-report",
            Self::CanaryVerdict => "canary-verdict",
            Self::ToolReceipt => "tool-receipt",
            Self::TraceCheckpoint => "trace-checkpoint",
            Self::Query => "discovery-query",
            Self::DiscoveryResult => "discovery-result",
            Self::RegistrationReceipt => "registration-receipt",
            Self::Refusal => "registry-refusal",
        }
    }

    /// The payload type.
    pub(crate) fn payload_type(self) -> String {
        format!("application/vnd.casp.{}.v1+protobuf", self.name())
    }

    /// The shape of the payload.
    pub(crate) fn table(self) -> &'static MessageTable {
        match self {
            Self::Delegation => &tables::DELEGATION,
            Self::Retire => &tables::RETIRE,
            Self::HostBinding => &tables::HOST_BINDING,
            Self::Descriptor => &tables::CAPABILITY_DESCRIPTOR,
            Self::Refresh => &tables::DESCRIPTOR_REFRESH,
            Self::Withdrawal => &tables::DESCRIPTOR_WITHDRAWAL,
            Self::Offer => &tables::OFFER,
            Self::Quote => &tables::QUOTE,
            Self::Acceptance => &tables::ACCEPTANCE,
            Self::TaskRequest => &tables::TASK_REQUEST,
            Self::TaskEvent => &tables::TASK_EVENT,
            Self::Prepared => &tables::PREPARED,
            Self::Commit => &tables::COMMIT,
            Self::Cancel => &tables::CANCEL,
            Self::TaskResult => &tables::TASK_RESULT,
            Self::DeliveryAck => &tables::DELIVERY_ACK,
            Self::OutcomeReport => &tables::OUTCOME_REPORT,
            Self::CanaryVerdict => &tables::CANARY_VERDICT,
            Self::ToolReceipt => &tables::TOOL_RECEIPT,
            Self::TraceCheckpoint => &tables::TRACE_CHECKPOINT,
            Self::Query => &tables::DISCOVERY_QUERY,
            Self::DiscoveryResult => &tables::DISCOVERY_RESULT,
            Self::RegistrationReceipt => &tables::REGISTRATION_RECEIPT,
            Self::Refusal => &tables::REGISTRY_REFUSAL,
        }
    }

    /// Greatest payload, bytes (SPEC.md section 7.2).
    pub(crate) fn max_payload(self) -> usize {
        match self {
            Self::Descriptor => 65_536,
            Self::Offer | Self::Quote => 16_384,
            Self::TaskRequest | Self::Prepared | Self::TaskResult => 589_824,
            Self::CanaryVerdict | Self::DiscoveryResult => 131_072,
            Self::Query => 32_768,
            Self::ToolReceipt => 8_192,
            _ => 4_096,
        }
    }

    /// The area that its vectors stand in.
    pub(crate) fn area(self) -> &'static str {
        match self {
            Self::Delegation | Self::Retire | Self::HostBinding => "identity",
            Self::Descriptor | Self::Refresh | Self::Withdrawal => "descriptor",
            Self::CanaryVerdict => "canary",
            Self::ToolReceipt | Self::TraceCheckpoint => "evidence",
            Self::Query | Self::DiscoveryResult | Self::RegistrationReceipt | Self::Refusal => "discovery",
            _ => "task",
        }
    }

    /// The scope that an operational key needs (SPEC.md section 7.2).
    pub(crate) fn scope(self) -> &'static str {
        match (self.area(), self) {
            ("identity" | "descriptor", _) => "descriptor",
            ("evidence", _) => "receipt",
            ("discovery", kind) if kind != Self::Query => "registry",
            _ => "task",
        }
    }

    /// Whether the kind is one-shot: nonce and expiry are required (SPEC.md section 7.2).
    pub(crate) fn is_one_shot(self) -> bool {
        matches!(
            self,
            Self::Offer
                | Self::Quote
                | Self::Acceptance
                | Self::TaskRequest
                | Self::Prepared
                | Self::Commit
                | Self::Cancel
                | Self::Query
        )
    }
}

/// A message that can be the payload of a statement.
pub(crate) trait Payload: prost::Message + Clone {
    /// Its kind.
    const KIND: Kind;

    /// Its header.
    fn header(&mut self) -> &mut v1::Header;

    /// Signs the payload with a key, for whoever its header names as issuer.
    fn signed(&self, signer: &Key) -> Statement {
        let issuer = self.clone().header().issuer.clone();
        Statement::new(Self::KIND, self.encode_to_vec(), issuer, signer)
    }

    /// Signs the payload with an operational key, under a delegation.
    fn delegated(&self, signer: &Key, delegation: &Statement) -> Statement {
        let mut message = self.clone();
        message.header().delegation = delegation.object_id();
        let mut statement = message.signed(signer);
        statement.proofs = vec![delegation.envelope()];
        statement
    }
}

macro_rules! payloads {
    ($($message:ident $kind:ident,)*) => {
        $(impl Payload for v1::$message {
            const KIND: Kind = Kind::$kind;

            fn header(&mut self) -> &mut v1::Header {
                self.header.get_or_insert_default()
            }
        })*
    };
}

payloads! {
    Delegation Delegation,
    Retire Retire,
    HostBinding HostBinding,
    CapabilityDescriptor Descriptor,
    DescriptorRefresh Refresh,
    DescriptorWithdrawal Withdrawal,
    Offer Offer,
    Quote Quote,
    Acceptance Acceptance,
    TaskRequest TaskRequest,
    TaskEvent TaskEvent,
    Prepared Prepared,
    Commit Commit,
    Cancel Cancel,
    TaskResult TaskResult,
    DeliveryAck DeliveryAck,
    OutcomeReport OutcomeReport,
    CanaryVerdict CanaryVerdict,
    ToolReceipt ToolReceipt,
    TraceCheckpoint TraceCheckpoint,
    DiscoveryQuery Query,
    DiscoveryResult DiscoveryResult,
    RegistrationReceipt RegistrationReceipt,
    RegistryRefusal Refusal,
}

/// A payload with all that is needed to send it. Its parts may be altered after signing.
#[derive(Clone)]
pub(crate) struct Statement {
    /// The kind that it is meant to be verified as.
    pub(crate) kind: Kind,
    /// The payload type that the envelope states.
    pub(crate) payload_type: String,
    /// The payload.
    pub(crate) payload: Vec<u8>,
    /// The signature.
    pub(crate) sig: Vec<u8>,
    /// The signer as the envelope names it.
    pub(crate) keyid: String,
    /// The issuer, multikey bytes.
    pub(crate) issuer: Vec<u8>,
    /// The signer, multikey bytes.
    pub(crate) signer: Vec<u8>,
    /// The proofs in the bundle.
    pub(crate) proofs: Vec<v1::Envelope>,
}

impl Statement {
    /// Signs a payload.
    pub(crate) fn new(kind: Kind, payload: Vec<u8>, issuer: Vec<u8>, signer: &Key) -> Self {
        let payload_type = kind.payload_type();
        let sig = signer.sign(&pae(&payload_type, &payload));
        Self {
            kind,
            payload_type,
            payload,
            sig,
            keyid: signer.did(),
            issuer,
            signer: signer.multikey(),
            proofs: vec![],
        }
    }

    /// The same statement with another payload, signed anew.
    pub(crate) fn with_payload(&self, payload: Vec<u8>, signer: &Key) -> Self {
        Self {
            proofs: self.proofs.clone(),
            ..Self::new(self.kind, payload, self.issuer.clone(), signer)
        }
    }

    /// The same statement with another, equally good signature, which only its signer can make.
    pub(crate) fn resigned(&self, signer: &Key, random: &[u8]) -> Self {
        let nonce = points::scalar(random);
        let r = points::encode(&(ED25519_BASEPOINT_POINT * nonce));
        let k = points::challenge(&r, &signer.public(), &self.signed_bytes());
        let s = nonce + k * signer.secret_scalar();
        Self {
            sig: [r, s.to_bytes()].concat(),
            ..self.clone()
        }
    }

    /// What the signature is made over.
    pub(crate) fn signed_bytes(&self) -> Vec<u8> {
        pae(&self.payload_type, &self.payload)
    }

    /// The object id.
    pub(crate) fn object_id(&self) -> Vec<u8> {
        object_id(&self.payload_type, &self.payload)
    }

    /// The envelope.
    pub(crate) fn envelope(&self) -> v1::Envelope {
        v1::Envelope {
            payload: self.payload.clone(),
            payload_type: self.payload_type.clone(),
            signatures: vec![v1::Signature {
                sig: self.sig.clone(),
                keyid: self.keyid.clone(),
            }],
        }
    }

    /// The bundle.
    pub(crate) fn bundle(&self) -> v1::Bundle {
        v1::Bundle {
            subject: Some(self.envelope()),
            proofs: self.proofs.clone(),
        }
    }

    /// The encoded bundle.
    pub(crate) fn bundle_bytes(&self) -> Bytes {
        self.bundle().encode_to_vec().into()
    }

    /// What a verifier says of it when it accepts.
    pub(crate) fn verified(&self) -> Option<Output> {
        Some(Output::Verified {
            object_id: self.object_id().into(),
            issuer: self.issuer.clone().into(),
            signer: self.signer.clone().into(),
        })
    }
}

/// DSSE's pre-authentication encoding (SPEC.md section 6.1).
pub(crate) fn pae(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let head = format!("DSSEv1 {} {payload_type} {} ", payload_type.len(), payload.len());
    [head.as_bytes(), payload].concat()
}

/// The object id (SPEC.md section 6.3).
pub(crate) fn object_id(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    Sha256::new()
        .chain_update("casp/v1/object-id")
        .chain_update(pae(payload_type, payload))
        .finalize()
        .to_vec()
}

/// DSSE's JSON form (SPEC.md section 6.2).
pub(crate) fn dsse_json(envelope: &v1::Envelope) -> String {
    let signature = &envelope.signatures[0];
    format!(
        r#"{{"payload":"{}","payloadType":{},"signatures":[{{"keyid":{},"sig":"{}"}}]}}"#,
        STANDARD.encode(&envelope.payload),
        json_string(&envelope.payload_type),
        json_string(&signature.keyid),
        STANDARD.encode(&signature.sig),
    )
}

/// A string as RFC 8785 section 3.2.2.2 serialises it.
fn json_string(text: &str) -> String {
    let escaped = text.chars().map(|letter| match letter {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\u{8}' => "\\b".to_owned(),
        '\t' => "\\t".to_owned(),
        '\n' => "\\n".to_owned(),
        '\u{c}' => "\\f".to_owned(),
        '\r' => "\\r".to_owned(),
        '\0'..='\u{1f}' => format!("\\u{:04x}", u32::from(letter)),
        _ => letter.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}
