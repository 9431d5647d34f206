// Generated from proto/ by the test `generated_code_is_current`. Do not edit.

use crate::table::{Field, Format, Kind, MessageTable, Presence, Described};

/// Shape of `casp.v1.Acceptance`.
pub static ACCEPTANCE: MessageTable = MessageTable {
    name: "Acceptance",
    fields: &[
        Field { number: 1, name: "header", kind: Kind::Message(&HEADER), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "quote", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "blind", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 4, name: "input_digest", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::Acceptance {
    const TABLE: &'static MessageTable = &ACCEPTANCE;
}

/// Shape of `casp.v1.AdmissionChallenge`.
pub static ADMISSION_CHALLENGE: MessageTable = MessageTable {
    name: "AdmissionChallenge",
    fields: &[
        Field { number: 1, name: "registry", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 34, max_bytes: 34, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::AgentId },
        Field { number: 2, name: "agent", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 34, max_bytes: 34, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::AgentId },
        Field { number: 3, name: "difficulty_bits", kind: Kind::Uint32, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: 24, ascending: false, format: Format::Any },
        Field { number: 4, name: "issued_at_ms", kind: Kind::Integer, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 1, max: 253402300799999, ascending: false, format: Format::Any },
        Field { number: 5, name: "expires_at_ms", kind: Kind::Integer, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 1, max: 253402300799999, ascending: false, format: Format::Any },
        Field { number: 6, name: "mac", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::AdmissionChallenge {
    const TABLE: &'static MessageTable = &ADMISSION_CHALLENGE;
}

/// Shape of `casp.v1.AdmissionProof`.
pub static ADMISSION_PROOF: MessageTable = MessageTable {
    name: "AdmissionProof",
    fields: &[
        Field { number: 1, name: "challenge", kind: Kind::Message(&ADMISSION_CHALLENGE), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "solution", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 8, max_bytes: 8, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::AdmissionProof {
    const TABLE: &'static MessageTable = &ADMISSION_PROOF;
}

/// Shape of `casp.v1.AttestationEvidence`.
pub static ATTESTATION_EVIDENCE: MessageTable = MessageTable {
    name: "AttestationEvidence",
    fields: &[
        Field { number: 1, name: "kind", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 64, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Identifier },
        Field { number: 2, name: "key", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 34, max_bytes: 34, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::AgentId },
        Field { number: 3, name: "binding", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 4, name: "report", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 65536, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::AttestationEvidence {
    const TABLE: &'static MessageTable = &ATTESTATION_EVIDENCE;
}

/// Shape of `casp.v1.AttributeValue`.
pub static ATTRIBUTE_VALUE: MessageTable = MessageTable {
    name: "AttributeValue",
    fields: &[
        Field { number: 1, name: "text", kind: Kind::String, presence: Presence::OneOf, required: false, min_bytes: 0, max_bytes: 256, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::PlainText },
        Field { number: 2, name: "number", kind: Kind::Integer, presence: Presence::OneOf, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: 9007199254740991, ascending: false, format: Format::Any },
        Field { number: 3, name: "flag", kind: Kind::Bool, presence: Presence::OneOf, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::AttributeValue {
    const TABLE: &'static MessageTable = &ATTRIBUTE_VALUE;
}

/// Shape of `casp.v1.Bundle`.
pub static BUNDLE: MessageTable = MessageTable {
    name: "Bundle",
    fields: &[
        Field { number: 1, name: "subject", kind: Kind::Message(&ENVELOPE), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: 1048576, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "proofs", kind: Kind::Message(&ENVELOPE), presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: 8192, min_items: 0, max_items: 4, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::Bundle {
    const TABLE: &'static MessageTable = &BUNDLE;
}

/// Shape of `casp.v1.Canary`.
pub static CANARY: MessageTable = MessageTable {
    name: "Canary",
    fields: &[
        Field { number: 1, name: "provider", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 34, max_bytes: 34, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::AgentId },
        Field { number: 2, name: "input_digest", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "oracle", kind: Kind::Message(&ORACLE), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 4, name: "generator", kind: Kind::Message(&GENERATOR), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::Canary {
    const TABLE: &'static MessageTable = &CANARY;
}

/// Shape of `casp.v1.CanaryCase`.
pub static CANARY_CASE: MessageTable = MessageTable {
    name: "CanaryCase",
    fields: &[
        Field { number: 1, name: "offer", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: 32768, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "quote", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: 32768, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "acceptance", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: 32768, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 4, name: "request", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: 655360, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 5, name: "result", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: 655360, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 6, name: "verdict", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: 262144, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::CanaryCase {
    const TABLE: &'static MessageTable = &CANARY_CASE;
}

/// Shape of `casp.v1.CanaryOpening`.
pub static CANARY_OPENING: MessageTable = MessageTable {
    name: "CanaryOpening",
    fields: &[
        Field { number: 1, name: "salt", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "canary", kind: Kind::Message(&CANARY), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::CanaryOpening {
    const TABLE: &'static MessageTable = &CANARY_OPENING;
}

/// Shape of `casp.v1.CanaryVerdict`.
pub static CANARY_VERDICT: MessageTable = MessageTable {
    name: "CanaryVerdict",
    fields: &[
        Field { number: 1, name: "header", kind: Kind::Message(&HEADER), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "contract", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "result", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 4, name: "opening", kind: Kind::Message(&CANARY_OPENING), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 5, name: "outcome", kind: Kind::Enum { last: 2 }, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::CanaryVerdict {
    const TABLE: &'static MessageTable = &CANARY_VERDICT;
}

/// Shape of `casp.v1.Cancel`.
pub static CANCEL: MessageTable = MessageTable {
    name: "Cancel",
    fields: &[
        Field { number: 1, name: "header", kind: Kind::Message(&HEADER), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "contract", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "reason", kind: Kind::String, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: 64, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Identifier },
    ],
};

impl Described for super::Cancel {
    const TABLE: &'static MessageTable = &CANCEL;
}

/// Shape of `casp.v1.Capability`.
pub static CAPABILITY: MessageTable = MessageTable {
    name: "Capability",
    fields: &[
        Field { number: 1, name: "id", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 128, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::CapabilityId },
        Field { number: 2, name: "version", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 64, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Semver },
        Field { number: 3, name: "summary", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 1024, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::PlainText },
        Field { number: 4, name: "tags", kind: Kind::String, presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: 128, min_items: 0, max_items: 64, min: 0, max: u64::MAX, ascending: true, format: Format::Identifier },
        Field { number: 5, name: "skills", kind: Kind::String, presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: 128, min_items: 0, max_items: 32, min: 0, max: u64::MAX, ascending: true, format: Format::Skill },
        Field { number: 6, name: "input", kind: Kind::Message(&SCHEMA), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 7, name: "output", kind: Kind::Message(&SCHEMA), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 8, name: "side_effect", kind: Kind::Enum { last: 3 }, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 9, name: "risk", kind: Kind::Enum { last: 3 }, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 10, name: "qos", kind: Kind::Message(&QOS_METRIC), presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 64, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 11, name: "price", kind: Kind::Message(&PRICE), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 12, name: "data_policy", kind: Kind::Message(&DATA_POLICY), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 13, name: "evidence", kind: Kind::String, presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: 64, min_items: 0, max_items: 16, min: 0, max: u64::MAX, ascending: true, format: Format::Identifier },
        Field { number: 14, name: "behavior_digest", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::Capability {
    const TABLE: &'static MessageTable = &CAPABILITY;
}

/// Shape of `casp.v1.CapabilityDescriptor`.
pub static CAPABILITY_DESCRIPTOR: MessageTable = MessageTable {
    name: "CapabilityDescriptor",
    fields: &[
        Field { number: 1, name: "header", kind: Kind::Message(&HEADER), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "epoch", kind: Kind::Integer, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 1, max: 9007199254740991, ascending: false, format: Format::Any },
        Field { number: 3, name: "sequence", kind: Kind::Integer, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 1, max: 9007199254740991, ascending: false, format: Format::Any },
        Field { number: 4, name: "ttl_ms", kind: Kind::Integer, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 1000, max: 86400000, ascending: false, format: Format::Any },
        Field { number: 5, name: "endpoints", kind: Kind::String, presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: 256, min_items: 0, max_items: 16, min: 0, max: u64::MAX, ascending: true, format: Format::Multiaddr },
        Field { number: 6, name: "resource_state", kind: Kind::Message(&RESOURCE_STATE), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 7, name: "capabilities", kind: Kind::Message(&CAPABILITY), presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 1, max_items: 256, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::CapabilityDescriptor {
    const TABLE: &'static MessageTable = &CAPABILITY_DESCRIPTOR;
}

/// Shape of `casp.v1.ChunkList`.
pub static CHUNK_LIST: MessageTable = MessageTable {
    name: "ChunkList",
    fields: &[
        Field { number: 1, name: "chunk_bytes", kind: Kind::Integer, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 1024, max: 1048576, ascending: false, format: Format::Any },
        Field { number: 2, name: "digests", kind: Kind::Bytes, presence: Presence::Repeated, required: false, min_bytes: 32, max_bytes: 32, min_items: 1, max_items: 4096, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::ChunkList {
    const TABLE: &'static MessageTable = &CHUNK_LIST;
}

/// Shape of `casp.v1.Commit`.
pub static COMMIT: MessageTable = MessageTable {
    name: "Commit",
    fields: &[
        Field { number: 1, name: "header", kind: Kind::Message(&HEADER), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "contract", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "prepared", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::Commit {
    const TABLE: &'static MessageTable = &COMMIT;
}

/// Shape of `casp.v1.Constraint`.
pub static CONSTRAINT: MessageTable = MessageTable {
    name: "Constraint",
    fields: &[
        Field { number: 1, name: "attribute", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 128, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Identifier },
        Field { number: 2, name: "operator", kind: Kind::Enum { last: 10 }, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "provenance", kind: Kind::Enum { last: 3 }, presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 4, name: "min_samples", kind: Kind::Uint32, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 5, name: "values", kind: Kind::Message(&ATTRIBUTE_VALUE), presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 1, max_items: 64, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::Constraint {
    const TABLE: &'static MessageTable = &CONSTRAINT;
}

/// Shape of `casp.v1.Content`.
pub static CONTENT: MessageTable = MessageTable {
    name: "Content",
    fields: &[
        Field { number: 1, name: "media_type", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 128, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::MediaType },
        Field { number: 2, name: "size_bytes", kind: Kind::Integer, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: 9007199254740991, ascending: false, format: Format::Any },
        Field { number: 3, name: "digest", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 4, name: "inline", kind: Kind::Bytes, presence: Presence::OneOf, required: false, min_bytes: 0, max_bytes: 524288, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 5, name: "chunks", kind: Kind::Message(&CHUNK_LIST), presence: Presence::OneOf, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::Content {
    const TABLE: &'static MessageTable = &CONTENT;
}

/// Shape of `casp.v1.DataPolicy`.
pub static DATA_POLICY: MessageTable = MessageTable {
    name: "DataPolicy",
    fields: &[
        Field { number: 1, name: "retention_ms", kind: Kind::Integer, presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: 9007199254740991, ascending: false, format: Format::Any },
        Field { number: 2, name: "jurisdictions", kind: Kind::String, presence: Presence::Repeated, required: false, min_bytes: 2, max_bytes: 2, min_items: 0, max_items: 64, min: 0, max: u64::MAX, ascending: true, format: Format::Country },
        Field { number: 3, name: "callers", kind: Kind::Enum { last: 3 }, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 4, name: "listed_callers", kind: Kind::Bytes, presence: Presence::Repeated, required: false, min_bytes: 34, max_bytes: 34, min_items: 0, max_items: 256, min: 0, max: u64::MAX, ascending: true, format: Format::AgentId },
        Field { number: 5, name: "training_use", kind: Kind::Bool, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::DataPolicy {
    const TABLE: &'static MessageTable = &DATA_POLICY;
}

/// Shape of `casp.v1.DecimalOracle`.
pub static DECIMAL_ORACLE: MessageTable = MessageTable {
    name: "DecimalOracle",
    fields: &[
        Field { number: 1, name: "expected", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 38, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "tolerance", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 38, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::DecimalOracle {
    const TABLE: &'static MessageTable = &DECIMAL_ORACLE;
}

/// Shape of `casp.v1.Delegation`.
pub static DELEGATION: MessageTable = MessageTable {
    name: "Delegation",
    fields: &[
        Field { number: 1, name: "header", kind: Kind::Message(&HEADER), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "delegate", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 34, max_bytes: 34, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::AgentId },
        Field { number: 3, name: "scopes", kind: Kind::String, presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: 64, min_items: 1, max_items: 16, min: 0, max: u64::MAX, ascending: true, format: Format::Identifier },
        Field { number: 4, name: "epoch", kind: Kind::Integer, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 1, max: 9007199254740991, ascending: false, format: Format::Any },
    ],
};

impl Described for super::Delegation {
    const TABLE: &'static MessageTable = &DELEGATION;
}

/// Shape of `casp.v1.DeliveryAck`.
pub static DELIVERY_ACK: MessageTable = MessageTable {
    name: "DeliveryAck",
    fields: &[
        Field { number: 1, name: "header", kind: Kind::Message(&HEADER), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "contract", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "result", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::DeliveryAck {
    const TABLE: &'static MessageTable = &DELIVERY_ACK;
}

/// Shape of `casp.v1.DescriptorRefresh`.
pub static DESCRIPTOR_REFRESH: MessageTable = MessageTable {
    name: "DescriptorRefresh",
    fields: &[
        Field { number: 1, name: "header", kind: Kind::Message(&HEADER), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "epoch", kind: Kind::Integer, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 1, max: 9007199254740991, ascending: false, format: Format::Any },
        Field { number: 3, name: "sequence", kind: Kind::Integer, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 1, max: 9007199254740991, ascending: false, format: Format::Any },
        Field { number: 4, name: "descriptor", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::DescriptorRefresh {
    const TABLE: &'static MessageTable = &DESCRIPTOR_REFRESH;
}

/// Shape of `casp.v1.DescriptorWithdrawal`.
pub static DESCRIPTOR_WITHDRAWAL: MessageTable = MessageTable {
    name: "DescriptorWithdrawal",
    fields: &[
        Field { number: 1, name: "header", kind: Kind::Message(&HEADER), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "epoch", kind: Kind::Integer, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 1, max: 9007199254740991, ascending: false, format: Format::Any },
        Field { number: 3, name: "sequence", kind: Kind::Integer, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 1, max: 9007199254740991, ascending: false, format: Format::Any },
    ],
};

impl Described for super::DescriptorWithdrawal {
    const TABLE: &'static MessageTable = &DESCRIPTOR_WITHDRAWAL;
}

/// Shape of `casp.v1.DiscoveryAnswer`.
pub static DISCOVERY_ANSWER: MessageTable = MessageTable {
    name: "DiscoveryAnswer",
    fields: &[
        Field { number: 1, name: "result", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: 262144, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "entries", kind: Kind::Message(&DISCOVERY_ENTRY), presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 200, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::DiscoveryAnswer {
    const TABLE: &'static MessageTable = &DISCOVERY_ANSWER;
}

/// Shape of `casp.v1.DiscoveryEntry`.
pub static DISCOVERY_ENTRY: MessageTable = MessageTable {
    name: "DiscoveryEntry",
    fields: &[
        Field { number: 1, name: "descriptor", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: 131072, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "refresh", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: 49152, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::DiscoveryEntry {
    const TABLE: &'static MessageTable = &DISCOVERY_ENTRY;
}

/// Shape of `casp.v1.DiscoveryMatch`.
pub static DISCOVERY_MATCH: MessageTable = MessageTable {
    name: "DiscoveryMatch",
    fields: &[
        Field { number: 1, name: "descriptor", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "refresh", kind: Kind::Bytes, presence: Presence::Implicit, required: false, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "capability_id", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 128, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::CapabilityId },
        Field { number: 4, name: "capability_version", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 64, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Semver },
        Field { number: 5, name: "front", kind: Kind::Uint32, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 6, name: "relevance_ppm", kind: Kind::Uint32, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: 1000000, ascending: false, format: Format::Any },
        Field { number: 7, name: "lexical_ppm", kind: Kind::Uint32, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: 1000000, ascending: false, format: Format::Any },
        Field { number: 8, name: "semantic_ppm", kind: Kind::Uint32, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: 1000000, ascending: false, format: Format::Any },
        Field { number: 9, name: "skill_ppm", kind: Kind::Uint32, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: 1000000, ascending: false, format: Format::Any },
    ],
};

impl Described for super::DiscoveryMatch {
    const TABLE: &'static MessageTable = &DISCOVERY_MATCH;
}

/// Shape of `casp.v1.DiscoveryQuery`.
pub static DISCOVERY_QUERY: MessageTable = MessageTable {
    name: "DiscoveryQuery",
    fields: &[
        Field { number: 1, name: "header", kind: Kind::Message(&HEADER), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "intent", kind: Kind::Message(&INTENT), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "limit", kind: Kind::Uint32, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: 100, ascending: false, format: Format::Any },
        Field { number: 4, name: "sample", kind: Kind::Uint32, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: 100, ascending: false, format: Format::Any },
    ],
};

impl Described for super::DiscoveryQuery {
    const TABLE: &'static MessageTable = &DISCOVERY_QUERY;
}

/// Shape of `casp.v1.DiscoveryResult`.
pub static DISCOVERY_RESULT: MessageTable = MessageTable {
    name: "DiscoveryResult",
    fields: &[
        Field { number: 1, name: "header", kind: Kind::Message(&HEADER), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "query", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "ranked", kind: Kind::Message(&DISCOVERY_MATCH), presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 100, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 4, name: "sampled", kind: Kind::Message(&DISCOVERY_MATCH), presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 100, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 5, name: "filters", kind: Kind::Message(&FILTER_REPORT), presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 32, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 6, name: "examined", kind: Kind::Integer, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: 9007199254740991, ascending: false, format: Format::Any },
        Field { number: 7, name: "matched", kind: Kind::Integer, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: 9007199254740991, ascending: false, format: Format::Any },
        Field { number: 8, name: "complete", kind: Kind::Bool, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 9, name: "diversified", kind: Kind::Bool, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 10, name: "embedding_space", kind: Kind::String, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: 64, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Identifier },
    ],
};

impl Described for super::DiscoveryResult {
    const TABLE: &'static MessageTable = &DISCOVERY_RESULT;
}

/// Shape of `casp.v1.DisputeBundle`.
pub static DISPUTE_BUNDLE: MessageTable = MessageTable {
    name: "DisputeBundle",
    fields: &[
        Field { number: 1, name: "offer", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: 32768, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "quote", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: 32768, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "acceptance", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: 32768, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 4, name: "request", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: 655360, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 5, name: "prepared", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: 655360, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 6, name: "commit", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: 32768, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 7, name: "cancel", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: 32768, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 8, name: "result", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: 655360, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 9, name: "ack", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: 32768, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 10, name: "verdict", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: 262144, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 11, name: "events", kind: Kind::Message(&BUNDLE), presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: 32768, min_items: 0, max_items: 64, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 12, name: "reports", kind: Kind::Message(&BUNDLE), presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: 32768, min_items: 0, max_items: 2, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 13, name: "seconds", kind: Kind::Message(&BUNDLE), presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: 655360, min_items: 0, max_items: 16, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 14, name: "receipts", kind: Kind::Message(&BUNDLE), presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: 32768, min_items: 0, max_items: 256, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 15, name: "trace", kind: Kind::Message(&TRACE_EVENT), presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 65536, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 16, name: "checkpoints", kind: Kind::Message(&BUNDLE), presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: 32768, min_items: 0, max_items: 64, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 17, name: "attestations", kind: Kind::Message(&ATTESTATION_EVIDENCE), presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 8, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 18, name: "forks", kind: Kind::Message(&FORK_PROOF), presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: 1376256, min_items: 0, max_items: 4, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 19, name: "equivocations", kind: Kind::Message(&EQUIVOCATION_PROOF), presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: 524288, min_items: 0, max_items: 4, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::DisputeBundle {
    const TABLE: &'static MessageTable = &DISPUTE_BUNDLE;
}

/// Shape of `casp.v1.Envelope`.
pub static ENVELOPE: MessageTable = MessageTable {
    name: "Envelope",
    fields: &[
        Field { number: 1, name: "payload", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "payload_type", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 128, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "signatures", kind: Kind::Message(&SIGNATURE), presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 1, max_items: 1, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::Envelope {
    const TABLE: &'static MessageTable = &ENVELOPE;
}

/// Shape of `casp.v1.EquivocationProof`.
pub static EQUIVOCATION_PROOF: MessageTable = MessageTable {
    name: "EquivocationProof",
    fields: &[
        Field { number: 1, name: "first", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: 262144, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "second", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: 262144, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::EquivocationProof {
    const TABLE: &'static MessageTable = &EQUIVOCATION_PROOF;
}

/// Shape of `casp.v1.EventDisclosure`.
pub static EVENT_DISCLOSURE: MessageTable = MessageTable {
    name: "EventDisclosure",
    fields: &[
        Field { number: 1, name: "checkpoint", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: 32768, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "event", kind: Kind::Message(&TRACE_EVENT), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "path", kind: Kind::Bytes, presence: Presence::Repeated, required: false, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 64, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::EventDisclosure {
    const TABLE: &'static MessageTable = &EVENT_DISCLOSURE;
}

/// Shape of `casp.v1.EvidencePackage`.
pub static EVIDENCE_PACKAGE: MessageTable = MessageTable {
    name: "EvidencePackage",
    fields: &[
        Field { number: 1, name: "offer", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: 32768, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "quote", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: 32768, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "acceptance", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: 32768, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 4, name: "request", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: 655360, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 5, name: "result", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: 655360, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 6, name: "ack", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: 32768, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 7, name: "receipts", kind: Kind::Message(&BUNDLE), presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: 32768, min_items: 0, max_items: 256, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 8, name: "events", kind: Kind::Message(&TRACE_EVENT), presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 65536, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 9, name: "checkpoints", kind: Kind::Message(&BUNDLE), presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: 32768, min_items: 0, max_items: 64, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 10, name: "attestations", kind: Kind::Message(&ATTESTATION_EVIDENCE), presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 8, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 11, name: "prepared", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: 655360, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 12, name: "commit", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: 32768, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::EvidencePackage {
    const TABLE: &'static MessageTable = &EVIDENCE_PACKAGE;
}

/// Shape of `casp.v1.Extension`.
pub static EXTENSION: MessageTable = MessageTable {
    name: "Extension",
    fields: &[
        Field { number: 1, name: "id", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 128, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Identifier },
        Field { number: 2, name: "critical", kind: Kind::Bool, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "value", kind: Kind::Bytes, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: 4096, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::Extension {
    const TABLE: &'static MessageTable = &EXTENSION;
}

/// Shape of `casp.v1.FilterReport`.
pub static FILTER_REPORT: MessageTable = MessageTable {
    name: "FilterReport",
    fields: &[
        Field { number: 1, name: "attribute", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 128, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Identifier },
        Field { number: 2, name: "excluded", kind: Kind::Integer, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: 9007199254740991, ascending: false, format: Format::Any },
    ],
};

impl Described for super::FilterReport {
    const TABLE: &'static MessageTable = &FILTER_REPORT;
}

/// Shape of `casp.v1.ForkProof`.
pub static FORK_PROOF: MessageTable = MessageTable {
    name: "ForkProof",
    fields: &[
        Field { number: 1, name: "first", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: 655360, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "second", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: 655360, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "index", kind: Kind::Integer, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: 9007199254740991, ascending: false, format: Format::Any },
        Field { number: 4, name: "first_leaf", kind: Kind::Message(&INCLUDED_LEAF), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 5, name: "second_leaf", kind: Kind::Message(&INCLUDED_LEAF), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::ForkProof {
    const TABLE: &'static MessageTable = &FORK_PROOF;
}

/// Shape of `casp.v1.Generator`.
pub static GENERATOR: MessageTable = MessageTable {
    name: "Generator",
    fields: &[
        Field { number: 1, name: "family", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 64, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Identifier },
        Field { number: 2, name: "seed", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::Generator {
    const TABLE: &'static MessageTable = &GENERATOR;
}

/// Shape of `casp.v1.Header`.
pub static HEADER: MessageTable = MessageTable {
    name: "Header",
    fields: &[
        Field { number: 1, name: "network_id", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 64, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Identifier },
        Field { number: 2, name: "issuer", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 34, max_bytes: 34, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::AgentId },
        Field { number: 3, name: "delegation", kind: Kind::Bytes, presence: Presence::Implicit, required: false, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 4, name: "audience", kind: Kind::Bytes, presence: Presence::Implicit, required: false, min_bytes: 34, max_bytes: 34, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::AgentId },
        Field { number: 5, name: "nonce", kind: Kind::Bytes, presence: Presence::Implicit, required: false, min_bytes: 16, max_bytes: 16, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 6, name: "issued_at_ms", kind: Kind::Integer, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 1, max: 253402300799999, ascending: false, format: Format::Any },
        Field { number: 7, name: "expires_at_ms", kind: Kind::Integer, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 1, max: 253402300799999, ascending: false, format: Format::Any },
        Field { number: 8, name: "extensions", kind: Kind::Message(&EXTENSION), presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 16, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::Header {
    const TABLE: &'static MessageTable = &HEADER;
}

/// Shape of `casp.v1.HostBinding`.
pub static HOST_BINDING: MessageTable = MessageTable {
    name: "HostBinding",
    fields: &[
        Field { number: 1, name: "header", kind: Kind::Message(&HEADER), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "host", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 34, max_bytes: 34, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::AgentId },
    ],
};

impl Described for super::HostBinding {
    const TABLE: &'static MessageTable = &HOST_BINDING;
}

/// Shape of `casp.v1.IncludedLeaf`.
pub static INCLUDED_LEAF: MessageTable = MessageTable {
    name: "IncludedLeaf",
    fields: &[
        Field { number: 1, name: "leaf_hash", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "path", kind: Kind::Bytes, presence: Presence::Repeated, required: false, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 64, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::IncludedLeaf {
    const TABLE: &'static MessageTable = &INCLUDED_LEAF;
}

/// Shape of `casp.v1.Intent`.
pub static INTENT: MessageTable = MessageTable {
    name: "Intent",
    fields: &[
        Field { number: 1, name: "phrasings", kind: Kind::String, presence: Presence::Repeated, required: false, min_bytes: 1, max_bytes: 512, min_items: 0, max_items: 8, min: 0, max: u64::MAX, ascending: false, format: Format::PlainText },
        Field { number: 2, name: "skills", kind: Kind::String, presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: 128, min_items: 0, max_items: 16, min: 0, max: u64::MAX, ascending: true, format: Format::Skill },
        Field { number: 3, name: "constraints", kind: Kind::Message(&CONSTRAINT), presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 32, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 4, name: "objectives", kind: Kind::Message(&OBJECTIVE), presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 8, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::Intent {
    const TABLE: &'static MessageTable = &INTENT;
}

/// Shape of `casp.v1.Money`.
pub static MONEY: MessageTable = MessageTable {
    name: "Money",
    fields: &[
        Field { number: 1, name: "currency", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 3, max_bytes: 3, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Currency },
        Field { number: 2, name: "amount_micros", kind: Kind::Integer, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: 9007199254740991, ascending: false, format: Format::Any },
    ],
};

impl Described for super::Money {
    const TABLE: &'static MessageTable = &MONEY;
}

/// Shape of `casp.v1.Objective`.
pub static OBJECTIVE: MessageTable = MessageTable {
    name: "Objective",
    fields: &[
        Field { number: 1, name: "name", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 128, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Identifier },
        Field { number: 2, name: "grain", kind: Kind::Integer, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: 9007199254740991, ascending: false, format: Format::Any },
    ],
};

impl Described for super::Objective {
    const TABLE: &'static MessageTable = &OBJECTIVE;
}

/// Shape of `casp.v1.Offer`.
pub static OFFER: MessageTable = MessageTable {
    name: "Offer",
    fields: &[
        Field { number: 1, name: "header", kind: Kind::Message(&HEADER), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "descriptor", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "terms", kind: Kind::Message(&TERMS), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 4, name: "input_media_type", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 128, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::MediaType },
        Field { number: 5, name: "input_bytes", kind: Kind::Integer, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: 9007199254740991, ascending: false, format: Format::Any },
    ],
};

impl Described for super::Offer {
    const TABLE: &'static MessageTable = &OFFER;
}

/// Shape of `casp.v1.OmissionProof`.
pub static OMISSION_PROOF: MessageTable = MessageTable {
    name: "OmissionProof",
    fields: &[
        Field { number: 1, name: "query", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: 81920, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "result", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: 229376, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "receipt", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: 40960, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 4, name: "entry", kind: Kind::Message(&DISCOVERY_ENTRY), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::OmissionProof {
    const TABLE: &'static MessageTable = &OMISSION_PROOF;
}

/// Shape of `casp.v1.Oracle`.
pub static ORACLE: MessageTable = MessageTable {
    name: "Oracle",
    fields: &[
        Field { number: 1, name: "exact_digest", kind: Kind::Bytes, presence: Presence::OneOf, required: false, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "json", kind: Kind::String, presence: Presence::OneOf, required: false, min_bytes: 1, max_bytes: 65536, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "decimal", kind: Kind::Message(&DECIMAL_ORACLE), presence: Presence::OneOf, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 4, name: "one_of", kind: Kind::Message(&TEXT_SET), presence: Presence::OneOf, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 5, name: "contains", kind: Kind::String, presence: Presence::OneOf, required: false, min_bytes: 1, max_bytes: 4096, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 6, name: "prefix", kind: Kind::String, presence: Presence::OneOf, required: false, min_bytes: 1, max_bytes: 4096, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::Oracle {
    const TABLE: &'static MessageTable = &ORACLE;
}

/// Shape of `casp.v1.OutcomeRecord`.
pub static OUTCOME_RECORD: MessageTable = MessageTable {
    name: "OutcomeRecord",
    fields: &[
        Field { number: 1, name: "offer", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: 32768, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "quote", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: 32768, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "acceptance", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: 32768, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 4, name: "request", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: 655360, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 5, name: "prepared", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: 655360, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 6, name: "commit", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: 32768, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 7, name: "result", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: 655360, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 8, name: "report", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: 32768, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 9, name: "verdict", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: 262144, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::OutcomeRecord {
    const TABLE: &'static MessageTable = &OUTCOME_RECORD;
}

/// Shape of `casp.v1.OutcomeReport`.
pub static OUTCOME_REPORT: MessageTable = MessageTable {
    name: "OutcomeReport",
    fields: &[
        Field { number: 1, name: "header", kind: Kind::Message(&HEADER), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "contract", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "subject", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 34, max_bytes: 34, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::AgentId },
        Field { number: 4, name: "outcome", kind: Kind::Enum { last: 3 }, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 5, name: "result", kind: Kind::Bytes, presence: Presence::Implicit, required: false, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 6, name: "verdict", kind: Kind::Bytes, presence: Presence::Implicit, required: false, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::OutcomeReport {
    const TABLE: &'static MessageTable = &OUTCOME_REPORT;
}

/// Shape of `casp.v1.Prepared`.
pub static PREPARED: MessageTable = MessageTable {
    name: "Prepared",
    fields: &[
        Field { number: 1, name: "header", kind: Kind::Message(&HEADER), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "contract", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "request", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 4, name: "plan", kind: Kind::Message(&CONTENT), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::Prepared {
    const TABLE: &'static MessageTable = &PREPARED;
}

/// Shape of `casp.v1.Price`.
pub static PRICE: MessageTable = MessageTable {
    name: "Price",
    fields: &[
        Field { number: 1, name: "currency", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 3, max_bytes: 3, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Currency },
        Field { number: 2, name: "amount_micros", kind: Kind::Integer, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: 9007199254740991, ascending: false, format: Format::Any },
        Field { number: 3, name: "per", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Identifier },
    ],
};

impl Described for super::Price {
    const TABLE: &'static MessageTable = &PRICE;
}

/// Shape of `casp.v1.QosMetric`.
pub static QOS_METRIC: MessageTable = MessageTable {
    name: "QosMetric",
    fields: &[
        Field { number: 1, name: "name", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 64, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Identifier },
        Field { number: 2, name: "value", kind: Kind::Integer, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: 9007199254740991, ascending: false, format: Format::Any },
        Field { number: 3, name: "unit", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Identifier },
        Field { number: 4, name: "provenance", kind: Kind::Enum { last: 3 }, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 5, name: "sample_count", kind: Kind::Uint32, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 6, name: "window_ms", kind: Kind::Integer, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: 9007199254740991, ascending: false, format: Format::Any },
        Field { number: 7, name: "evidence_digest", kind: Kind::Bytes, presence: Presence::Implicit, required: false, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::QosMetric {
    const TABLE: &'static MessageTable = &QOS_METRIC;
}

/// Shape of `casp.v1.Quote`.
pub static QUOTE: MessageTable = MessageTable {
    name: "Quote",
    fields: &[
        Field { number: 1, name: "header", kind: Kind::Message(&HEADER), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "offer", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "terms", kind: Kind::Message(&TERMS), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::Quote {
    const TABLE: &'static MessageTable = &QUOTE;
}

/// Shape of `casp.v1.Registration`.
pub static REGISTRATION: MessageTable = MessageTable {
    name: "Registration",
    fields: &[
        Field { number: 1, name: "publication", kind: Kind::Message(&BUNDLE), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: 131072, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "admission", kind: Kind::Message(&ADMISSION_PROOF), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::Registration {
    const TABLE: &'static MessageTable = &REGISTRATION;
}

/// Shape of `casp.v1.RegistrationReceipt`.
pub static REGISTRATION_RECEIPT: MessageTable = MessageTable {
    name: "RegistrationReceipt",
    fields: &[
        Field { number: 1, name: "header", kind: Kind::Message(&HEADER), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "agent", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 34, max_bytes: 34, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::AgentId },
        Field { number: 3, name: "descriptor", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 4, name: "refresh", kind: Kind::Bytes, presence: Presence::Implicit, required: false, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 5, name: "admitted_until_ms", kind: Kind::Integer, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 1, max: 253402300799999, ascending: false, format: Format::Any },
    ],
};

impl Described for super::RegistrationReceipt {
    const TABLE: &'static MessageTable = &REGISTRATION_RECEIPT;
}

/// Shape of `casp.v1.RegistryRefusal`.
pub static REGISTRY_REFUSAL: MessageTable = MessageTable {
    name: "RegistryRefusal",
    fields: &[
        Field { number: 1, name: "header", kind: Kind::Message(&HEADER), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "subject", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "reason", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 64, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Identifier },
        Field { number: 4, name: "retry_after_ms", kind: Kind::Integer, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: 86400000, ascending: false, format: Format::Any },
        Field { number: 5, name: "challenge", kind: Kind::Message(&ADMISSION_CHALLENGE), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::RegistryRefusal {
    const TABLE: &'static MessageTable = &REGISTRY_REFUSAL;
}

/// Shape of `casp.v1.ResourceState`.
pub static RESOURCE_STATE: MessageTable = MessageTable {
    name: "ResourceState",
    fields: &[
        Field { number: 1, name: "load", kind: Kind::Enum { last: 4 }, presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "queue", kind: Kind::Enum { last: 4 }, presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "power", kind: Kind::Enum { last: 3 }, presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 4, name: "locality", kind: Kind::String, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: 64, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Identifier },
    ],
};

impl Described for super::ResourceState {
    const TABLE: &'static MessageTable = &RESOURCE_STATE;
}

/// Shape of `casp.v1.Retire`.
pub static RETIRE: MessageTable = MessageTable {
    name: "Retire",
    fields: &[
        Field { number: 1, name: "header", kind: Kind::Message(&HEADER), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "successor", kind: Kind::Bytes, presence: Presence::Implicit, required: false, min_bytes: 34, max_bytes: 34, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::AgentId },
    ],
};

impl Described for super::Retire {
    const TABLE: &'static MessageTable = &RETIRE;
}

/// Shape of `casp.v1.Schema`.
pub static SCHEMA: MessageTable = MessageTable {
    name: "Schema",
    fields: &[
        Field { number: 1, name: "media_type", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 128, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::MediaType },
        Field { number: 2, name: "digest", kind: Kind::Bytes, presence: Presence::OneOf, required: false, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "inline", kind: Kind::String, presence: Presence::OneOf, required: false, min_bytes: 1, max_bytes: 8192, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::Schema {
    const TABLE: &'static MessageTable = &SCHEMA;
}

/// Shape of `casp.v1.Signature`.
pub static SIGNATURE: MessageTable = MessageTable {
    name: "Signature",
    fields: &[
        Field { number: 1, name: "sig", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 64, max_bytes: 64, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "keyid", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 128, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::Signature {
    const TABLE: &'static MessageTable = &SIGNATURE;
}

/// Shape of `casp.v1.TaskEvent`.
pub static TASK_EVENT: MessageTable = MessageTable {
    name: "TaskEvent",
    fields: &[
        Field { number: 1, name: "header", kind: Kind::Message(&HEADER), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "contract", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "seq", kind: Kind::Integer, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 1, max: 1024, ascending: false, format: Format::Any },
        Field { number: 4, name: "state", kind: Kind::Enum { last: 3 }, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 5, name: "progress_ppm", kind: Kind::Uint32, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: 1000000, ascending: false, format: Format::Any },
        Field { number: 6, name: "note", kind: Kind::String, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: 256, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::PlainText },
    ],
};

impl Described for super::TaskEvent {
    const TABLE: &'static MessageTable = &TASK_EVENT;
}

/// Shape of `casp.v1.TaskRequest`.
pub static TASK_REQUEST: MessageTable = MessageTable {
    name: "TaskRequest",
    fields: &[
        Field { number: 1, name: "header", kind: Kind::Message(&HEADER), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "contract", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "input", kind: Kind::Message(&CONTENT), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::TaskRequest {
    const TABLE: &'static MessageTable = &TASK_REQUEST;
}

/// Shape of `casp.v1.TaskResult`.
pub static TASK_RESULT: MessageTable = MessageTable {
    name: "TaskResult",
    fields: &[
        Field { number: 1, name: "header", kind: Kind::Message(&HEADER), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "contract", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "request", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 4, name: "status", kind: Kind::Enum { last: 5 }, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 5, name: "output", kind: Kind::Message(&CONTENT), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 6, name: "trace", kind: Kind::Message(&TRACE_COMMITMENT), presence: Presence::Explicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 7, name: "receipts", kind: Kind::Bytes, presence: Presence::Repeated, required: false, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 256, min: 0, max: u64::MAX, ascending: true, format: Format::Any },
        Field { number: 8, name: "reason", kind: Kind::String, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: 64, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Identifier },
        Field { number: 9, name: "commit", kind: Kind::Bytes, presence: Presence::Implicit, required: false, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::TaskResult {
    const TABLE: &'static MessageTable = &TASK_RESULT;
}

/// Shape of `casp.v1.Terms`.
pub static TERMS: MessageTable = MessageTable {
    name: "Terms",
    fields: &[
        Field { number: 1, name: "capability_id", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 128, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::CapabilityId },
        Field { number: 2, name: "capability_version", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 64, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Semver },
        Field { number: 3, name: "behavior_digest", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 4, name: "side_effect", kind: Kind::Enum { last: 3 }, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 5, name: "price", kind: Kind::Message(&MONEY), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 6, name: "deadline_ms", kind: Kind::Integer, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 1, max: 253402300799999, ascending: false, format: Format::Any },
        Field { number: 7, name: "output_media_type", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 128, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::MediaType },
        Field { number: 8, name: "evidence", kind: Kind::String, presence: Presence::Repeated, required: false, min_bytes: 0, max_bytes: 64, min_items: 0, max_items: 16, min: 0, max: u64::MAX, ascending: true, format: Format::Identifier },
        Field { number: 9, name: "receipt_signers", kind: Kind::Bytes, presence: Presence::Repeated, required: false, min_bytes: 34, max_bytes: 34, min_items: 0, max_items: 16, min: 0, max: u64::MAX, ascending: true, format: Format::AgentId },
    ],
};

impl Described for super::Terms {
    const TABLE: &'static MessageTable = &TERMS;
}

/// Shape of `casp.v1.TextSet`.
pub static TEXT_SET: MessageTable = MessageTable {
    name: "TextSet",
    fields: &[
        Field { number: 1, name: "values", kind: Kind::String, presence: Presence::Repeated, required: false, min_bytes: 1, max_bytes: 1024, min_items: 1, max_items: 64, min: 0, max: u64::MAX, ascending: true, format: Format::Any },
    ],
};

impl Described for super::TextSet {
    const TABLE: &'static MessageTable = &TEXT_SET;
}

/// Shape of `casp.v1.ToolReceipt`.
pub static TOOL_RECEIPT: MessageTable = MessageTable {
    name: "ToolReceipt",
    fields: &[
        Field { number: 1, name: "header", kind: Kind::Message(&HEADER), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "contract", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "seq", kind: Kind::Uint32, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 1, max: 256, ascending: false, format: Format::Any },
        Field { number: 4, name: "tool", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 128, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Identifier },
        Field { number: 5, name: "tool_version", kind: Kind::String, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: 64, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::PlainText },
        Field { number: 6, name: "input_digest", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 7, name: "output_digest", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 8, name: "started_at_ms", kind: Kind::Integer, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 1, max: 253402300799999, ascending: false, format: Format::Any },
        Field { number: 9, name: "ended_at_ms", kind: Kind::Integer, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 1, max: 253402300799999, ascending: false, format: Format::Any },
        Field { number: 10, name: "previous", kind: Kind::Bytes, presence: Presence::Repeated, required: false, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 16, min: 0, max: u64::MAX, ascending: true, format: Format::Any },
        Field { number: 11, name: "signer_class", kind: Kind::Enum { last: 3 }, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::ToolReceipt {
    const TABLE: &'static MessageTable = &TOOL_RECEIPT;
}

/// Shape of `casp.v1.TraceCheckpoint`.
pub static TRACE_CHECKPOINT: MessageTable = MessageTable {
    name: "TraceCheckpoint",
    fields: &[
        Field { number: 1, name: "header", kind: Kind::Message(&HEADER), presence: Presence::Explicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "contract", kind: Kind::Bytes, presence: Presence::Implicit, required: false, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "session", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 16, max_bytes: 16, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 4, name: "size", kind: Kind::Integer, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 1, max: 9007199254740991, ascending: false, format: Format::Any },
        Field { number: 5, name: "root", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::TraceCheckpoint {
    const TABLE: &'static MessageTable = &TRACE_CHECKPOINT;
}

/// Shape of `casp.v1.TraceCommitment`.
pub static TRACE_COMMITMENT: MessageTable = MessageTable {
    name: "TraceCommitment",
    fields: &[
        Field { number: 1, name: "session", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 16, max_bytes: 16, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 2, name: "size", kind: Kind::Integer, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 1, max: 9007199254740991, ascending: false, format: Format::Any },
        Field { number: 3, name: "root", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::TraceCommitment {
    const TABLE: &'static MessageTable = &TRACE_COMMITMENT;
}

/// Shape of `casp.v1.TraceEvent`.
pub static TRACE_EVENT: MessageTable = MessageTable {
    name: "TraceEvent",
    fields: &[
        Field { number: 1, name: "seq", kind: Kind::Integer, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 1, max: 9007199254740991, ascending: false, format: Format::Any },
        Field { number: 2, name: "salt", kind: Kind::Bytes, presence: Presence::Implicit, required: true, min_bytes: 16, max_bytes: 16, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 3, name: "at_ms", kind: Kind::Integer, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 1, max: 253402300799999, ascending: false, format: Format::Any },
        Field { number: 4, name: "kind", kind: Kind::String, presence: Presence::Implicit, required: true, min_bytes: 0, max_bytes: 64, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Identifier },
        Field { number: 5, name: "receipt", kind: Kind::Bytes, presence: Presence::Implicit, required: false, min_bytes: 32, max_bytes: 32, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 6, name: "data", kind: Kind::Bytes, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: 4096, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
        Field { number: 7, name: "terminal", kind: Kind::Bool, presence: Presence::Implicit, required: false, min_bytes: 0, max_bytes: u32::MAX, min_items: 0, max_items: 0, min: 0, max: u64::MAX, ascending: false, format: Format::Any },
    ],
};

impl Described for super::TraceEvent {
    const TABLE: &'static MessageTable = &TRACE_EVENT;
}

/// Every message, in the order of names.
pub static MESSAGES: &[&MessageTable] = &[
    &ACCEPTANCE,
    &ADMISSION_CHALLENGE,
    &ADMISSION_PROOF,
    &ATTESTATION_EVIDENCE,
    &ATTRIBUTE_VALUE,
    &BUNDLE,
    &CANARY,
    &CANARY_CASE,
    &CANARY_OPENING,
    &CANARY_VERDICT,
    &CANCEL,
    &CAPABILITY,
    &CAPABILITY_DESCRIPTOR,
    &CHUNK_LIST,
    &COMMIT,
    &CONSTRAINT,
    &CONTENT,
    &DATA_POLICY,
    &DECIMAL_ORACLE,
    &DELEGATION,
    &DELIVERY_ACK,
    &DESCRIPTOR_REFRESH,
    &DESCRIPTOR_WITHDRAWAL,
    &DISCOVERY_ANSWER,
    &DISCOVERY_ENTRY,
    &DISCOVERY_MATCH,
    &DISCOVERY_QUERY,
    &DISCOVERY_RESULT,
    &DISPUTE_BUNDLE,
    &ENVELOPE,
    &EQUIVOCATION_PROOF,
    &EVENT_DISCLOSURE,
    &EVIDENCE_PACKAGE,
    &EXTENSION,
    &FILTER_REPORT,
    &FORK_PROOF,
    &GENERATOR,
    &HEADER,
    &HOST_BINDING,
    &INCLUDED_LEAF,
    &INTENT,
    &MONEY,
    &OBJECTIVE,
    &OFFER,
    &OMISSION_PROOF,
    &ORACLE,
    &OUTCOME_RECORD,
    &OUTCOME_REPORT,
    &PREPARED,
    &PRICE,
    &QOS_METRIC,
    &QUOTE,
    &REGISTRATION,
    &REGISTRATION_RECEIPT,
    &REGISTRY_REFUSAL,
    &RESOURCE_STATE,
    &RETIRE,
    &SCHEMA,
    &SIGNATURE,
    &TASK_EVENT,
    &TASK_REQUEST,
    &TASK_RESULT,
    &TERMS,
    &TEXT_SET,
    &TOOL_RECEIPT,
    &TRACE_CHECKPOINT,
    &TRACE_COMMITMENT,
    &TRACE_EVENT,
];

/// Payload type and shape of every message that is signed.
pub static PAYLOADS: &[(&str, &MessageTable)] = &[
    ("application/vnd.casp.acceptance.v1+protobuf", &ACCEPTANCE),
    ("application/vnd.casp.canary-verdict.v1+protobuf", &CANARY_VERDICT),
    ("application/vnd.casp.cancel.v1+protobuf", &CANCEL),
    ("application/vnd.casp.descriptor.v1+protobuf", &CAPABILITY_DESCRIPTOR),
    ("application/vnd.casp.commit.v1+protobuf", &COMMIT),
    ("application/vnd.casp.delegation.v1+protobuf", &DELEGATION),
    ("application/vnd.casp.delivery-ack.v1+protobuf", &DELIVERY_ACK),
    ("application/vnd.casp.descriptor-refresh.v1+protobuf", &DESCRIPTOR_REFRESH),
    ("application/vnd.casp.descriptor-withdrawal.v1+protobuf", &DESCRIPTOR_WITHDRAWAL),
    ("application/vnd.casp.discovery-query.v1+protobuf", &DISCOVERY_QUERY),
    ("application/vnd.casp.discovery-result.v1+protobuf", &DISCOVERY_RESULT),
    ("application/vnd.casp.host-binding.v1+protobuf", &HOST_BINDING),
    ("application/vnd.casp.offer.v1+protobuf", &OFFER),
    ("application/vnd.casp.outcome-report.v1+protobuf", &OUTCOME_REPORT),
    ("application/vnd.casp.prepared.v1+protobuf", &PREPARED),
    ("application/vnd.casp.quote.v1+protobuf", &QUOTE),
    ("application/vnd.casp.registration-receipt.v1+protobuf", &REGISTRATION_RECEIPT),
    ("application/vnd.casp.registry-refusal.v1+protobuf", &REGISTRY_REFUSAL),
    ("application/vnd.casp.retire.v1+protobuf", &RETIRE),
    ("application/vnd.casp.task-event.v1+protobuf", &TASK_EVENT),
    ("application/vnd.casp.task-request.v1+protobuf", &TASK_REQUEST),
    ("application/vnd.casp.task-result.v1+protobuf", &TASK_RESULT),
    ("application/vnd.casp.tool-receipt.v1+protobuf", &TOOL_RECEIPT),
    ("application/vnd.casp.trace-checkpoint.v1+protobuf", &TRACE_CHECKPOINT),
];
