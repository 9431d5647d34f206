//! What the property tests and the fuzz target `decode` both hold the decoder to.
//!
//! The oracle is prost, which shares no code with the scan: bytes are canonical for it when it decodes them and encodes
//! the same bytes again.

#![allow(
    clippy::restriction,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each user takes a part"
)]

use std::fmt;

use casp_wire::table::{Described, Kind, MessageTable};
use casp_wire::{Layer, WireRule, WireViolation, decode, encode, scan, v1};
use prost::Message as _;

/// A message of the schema.
#[derive(Clone, Copy)]
pub struct Message {
    pub table: &'static MessageTable,
    /// Encodes again what prost decodes.
    pub through_prost: fn(&[u8]) -> Option<Vec<u8>>,
    /// Encodes again what this crate decodes.
    pub through_casp: fn(&[u8], Layer) -> Result<Vec<u8>, WireViolation>,
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.table.name)
    }
}

macro_rules! messages {
    ($($name:ident)*) => {
        /// Every message of the schema, in the order of `generated/tables.rs`.
        pub static MESSAGES: &[Message] = &[$(Message {
            table: <v1::$name as Described>::TABLE,
            through_prost: |bytes| v1::$name::decode(bytes).ok().map(|message| message.encode_to_vec()),
            through_casp: |bytes, layer| decode::<v1::$name>(bytes, layer).map(|message| encode(&message)),
        },)*];
    };
}

messages! {
    Acceptance AdmissionChallenge AdmissionProof AttestationEvidence AttributeValue Bundle Canary
    CanaryCase CanaryOpening CanaryVerdict Cancel Capability CapabilityDescriptor ChunkList
    Commit Constraint Content DataPolicy DecimalOracle Delegation DeliveryAck DescriptorRefresh
    DescriptorWithdrawal DiscoveryAnswer DiscoveryEntry DiscoveryMatch DiscoveryQuery
    DiscoveryResult DisputeBundle Envelope EquivocationProof EventDisclosure EvidencePackage Extension
    FilterReport ForkProof Generator Header HostBinding IncludedLeaf Intent Money Objective Offer
    OmissionProof Oracle OutcomeRecord OutcomeReport Prepared Price QosMetric Quote Registration RegistrationReceipt
    RegistryRefusal ResourceState Retire Schema Signature TaskEvent TaskRequest TaskResult Terms
    TextSet ToolReceipt TraceCheckpoint TraceCommitment TraceEvent
}

/// Target `decode`: the first byte selects the message and, by its highest bit, the layer; the rest is decoded.
pub fn decode_any(data: &[u8]) {
    let Some((&choice, bytes)) = data.split_first() else {
        return;
    };
    let layer = if choice & 0x80 == 0 {
        Layer::Envelope
    } else {
        Layer::Payload
    };
    scan_and_prost_agree(MESSAGES[usize::from(choice & 0x7f) % MESSAGES.len()], layer, bytes);
}

/// The scan accepts nothing that prost would encode otherwise, and refuses what is canonical for prost at most for its
/// shape. Decoding does what the scan says.
pub fn scan_and_prost_agree(message: Message, layer: Layer, bytes: &[u8]) {
    let canonical = (message.through_prost)(bytes).is_some_and(|again| again == bytes);
    let scanned = scan(message.table, bytes, layer);
    match scanned {
        Ok(()) => assert!(canonical, "accepted, yet not canonical"),
        Err(violation) => {
            assert!(
                !canonical || concerns_shape(&violation),
                "canonical, yet refused: {violation}"
            );
            assert!(
                violation.layer == layer && violation.offset <= bytes.len(),
                "{violation:?}"
            );
        }
    }
    assert_eq!((message.through_casp)(bytes, layer), scanned.map(|()| bytes.to_vec()));
}

/// Whether the rule is one that a canonical encoding can break: ENC-9 to ENC-14, FMT-1 to FMT-10, and for an enum ENC-7,
/// since prost keeps numbers that the schema does not name.
fn concerns_shape(violation: &WireViolation) -> bool {
    match violation.rule {
        WireRule::NotCanonical
        | WireRule::Malformed
        | WireRule::VarintNotMinimal
        | WireRule::FieldOrder
        | WireRule::DefaultPresent
        | WireRule::UnknownField
        | WireRule::InvalidUtf8 => false,
        WireRule::ValueDomain => is_enum(violation.message, violation.field),
        _ => true,
    }
}

fn is_enum(message: &str, field: &str) -> bool {
    let table = MESSAGES.iter().map(|it| it.table).find(|table| table.name == message);
    let field = table.and_then(|table| table.fields.iter().find(|each| each.name == field));
    field.is_some_and(|field| matches!(field.kind, Kind::Enum { .. }))
}
