//! Breaches of the rules of encoding and shape.

use core::fmt;

use crate::rule::{Stage, Verdict, Violation};

crate::violations! {
    /// The rules of SPEC.md section 4.
    pub enum WireRule {
        "ENC-1" "not-canonical" Encoding Reject NotCanonical = "the input is not the canonical encoding of what it decodes to",
        "ENC-2" "malformed" Encoding Reject Malformed = "a tag, varint, length or value is malformed or runs past its end",
        "ENC-3" "varint-not-minimal" Encoding Reject VarintNotMinimal = "a varint is longer than it needs to be",
        "ENC-4" "field-order" Encoding Reject FieldOrder = "fields do not ascend, or a singular one repeats",
        "ENC-5" "default-present" Encoding Reject DefaultPresent = "a field that has its default value is on the wire",
        "ENC-6" "unknown-field" Encoding Reject UnknownField = "the schema has no such field, or not with this wire type",
        "ENC-7" "value-domain" Encoding Reject ValueDomain = "a boolean, 32-bit number or enum value is outside its domain",
        "ENC-8" "invalid-utf8" Encoding Reject InvalidUtf8 = "a string is not valid UTF-8",
        "ENC-9" "field-missing" Encoding Reject FieldMissing = "a required field is missing",
        "ENC-10" "too-long" Encoding Reject TooLong = "a value is longer than its field allows",
        "ENC-11" "too-short" Encoding Reject TooShort = "a value is shorter than its field allows",
        "ENC-12" "item-count" Encoding Reject ItemCount = "a repeated field has too few or too many items",
        "ENC-13" "out-of-range" Encoding Reject OutOfRange = "a number is outside its field's range",
        "ENC-14" "not-ascending" Encoding Reject NotAscending = "the items of a set do not ascend strictly",
        "FMT-1" "identifier" Encoding Reject Identifier = "a value is not an identifier",
        "FMT-2" "capability-id" Encoding Reject CapabilityId = "a value is not a reverse-DNS capability id",
        "FMT-3" "semver" Encoding Reject Semver = "a value is not a semantic version",
        "FMT-4" "media-type" Encoding Reject MediaType = "a value is not a lower-case media type without parameters",
        "FMT-5" "currency" Encoding Reject Currency = "a value is not three upper-case letters",
        "FMT-6" "country" Encoding Reject Country = "a value is not two upper-case letters",
        "FMT-7" "multiaddr" Encoding Reject Multiaddr = "a value is not a multiaddr",
        "FMT-8" "plain-text" Encoding Reject PlainText = "a text has control or direction characters",
        "FMT-9" "agent-id" Encoding Reject AgentId = "a value is not the multikey bytes of an Ed25519 key",
        "FMT-10" "skill" Encoding Reject Skill = "a value is not the path of a skill",
    }
}

/// What was being decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// A bundle, envelope or equivocation proof: stage ENCODING.
    Envelope,
    /// A payload: stage PAYLOAD_ENCODING.
    Payload,
}

/// A breach of a rule of encoding or shape, and where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WireViolation {
    /// The rule.
    pub rule: WireRule,
    /// What was being decoded.
    pub layer: Layer,
    /// Name of the innermost message.
    pub message: &'static str,
    /// Name of the field; empty where none is known yet.
    pub field: &'static str,
    /// Offset in the decoded bytes.
    pub offset: usize,
}

impl fmt::Display for WireViolation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dot = if self.field.is_empty() { "" } else { "." };
        write!(
            f,
            "{}{dot}{} at byte {}: {}",
            self.message, self.field, self.offset, self.rule
        )
    }
}

impl core::error::Error for WireViolation {}

impl Violation for WireViolation {
    fn rule(&self) -> &'static str {
        self.rule.rule()
    }

    fn code(&self) -> &'static str {
        self.rule.code()
    }

    fn stage(&self) -> Stage {
        match self.layer {
            Layer::Envelope => Stage::Encoding,
            Layer::Payload => Stage::PayloadEncoding,
        }
    }

    fn verdict(&self) -> Verdict {
        self.rule.verdict()
    }
}
