// Generated from proto/ by the test `generated_code_is_current`. Do not edit.

use crate::table::{Field, Format, Kind, MessageTable, Presence, Described};

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

/// Every message, in the order of names.
pub static MESSAGES: &[&MessageTable] = &[
    &BUNDLE,
    &CAPABILITY,
    &CAPABILITY_DESCRIPTOR,
    &DATA_POLICY,
    &DELEGATION,
    &DESCRIPTOR_REFRESH,
    &DESCRIPTOR_WITHDRAWAL,
    &ENVELOPE,
    &EQUIVOCATION_PROOF,
    &EXTENSION,
    &HEADER,
    &HOST_BINDING,
    &PRICE,
    &QOS_METRIC,
    &RESOURCE_STATE,
    &RETIRE,
    &SCHEMA,
    &SIGNATURE,
];

/// Payload type and shape of every message that is signed.
pub static PAYLOADS: &[(&str, &MessageTable)] = &[
    ("application/vnd.casp.descriptor.v1+protobuf", &CAPABILITY_DESCRIPTOR),
    ("application/vnd.casp.delegation.v1+protobuf", &DELEGATION),
    ("application/vnd.casp.descriptor-refresh.v1+protobuf", &DESCRIPTOR_REFRESH),
    ("application/vnd.casp.descriptor-withdrawal.v1+protobuf", &DESCRIPTOR_WITHDRAWAL),
    ("application/vnd.casp.host-binding.v1+protobuf", &HOST_BINDING),
    ("application/vnd.casp.retire.v1+protobuf", &RETIRE),
];
