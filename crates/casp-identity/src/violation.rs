//! Breaches of the rules of keys, signatures, envelopes, headers, identity and freshness.

use casp_wire::WireViolation;

casp_wire::violations! {
    /// The rules of SPEC.md sections 5 to 8 and 11.
    pub enum IdentityViolation {
        "KEY-1" "did-key" Key Reject DidKey = "not exactly the did:key of an Ed25519 key",
        "KEY-2" "key-encoding" Key Reject KeyEncoding = "a key does not canonically encode a point of the curve",
        "KEY-3" "key-identity" Key Reject KeyIdentity = "a key is the identity",
        "KEY-4" "key-torsion" Key Reject KeyTorsion = "a key has a component of small order",
        "KEY-5" "peer-id" Key Reject PeerId = "not exactly the PeerId of an Ed25519 key",
        "SIG-1" "signature-scalar" Signature Reject SignatureScalar = "a signature is not 64 bytes with a reduced scalar",
        "SIG-2" "signature-identity" Signature Reject SignatureIdentity = "a signature's R is the identity",
        "SIG-3" "signature-mismatch" Signature Reject SignatureMismatch = "a signature is not one of this key over this message",
        "TYP-1" "payload-type" Type Reject PayloadType = "the payload type is not the one asked for",
        "SIZ-1" "input-size" Size Reject InputSize { limit: usize } = "the input exceeds {limit} bytes",
        "SIZ-2" "payload-size" PayloadSize Reject PayloadSize { limit: usize } = "the payload exceeds {limit} bytes",
        "HDR-1" "network" Semantic Reject Network = "the statement is for another network",
        "HDR-2" "audience" Semantic Reject Audience = "the statement is for another agent, or an own one by another",
        "HDR-3" "header-field-forbidden" Semantic Reject HeaderFieldForbidden { field: &'static str } = "the header has {field}, which this kind forbids",
        "HDR-4" "header-field-required" Semantic Reject HeaderFieldRequired { field: &'static str } = "the header lacks {field}, which this kind requires",
        "HDR-5" "lifetime" Semantic Reject Lifetime = "the lifetime is outside what this kind allows",
        "HDR-6" "extension-order" Semantic Reject ExtensionOrder = "extensions do not ascend strictly by id",
        "HDR-7" "extension-critical" Semantic Reject ExtensionCritical = "a critical extension is not known",
        "DLG-1" "delegate-is-issuer" Semantic Reject DelegateIsIssuer = "a delegation names its own issuer as delegate",
        "RET-1" "successor-is-issuer" Semantic Reject SuccessorIsIssuer = "a retirement names its own issuer as successor",
        "HST-1" "host-is-agent" Semantic Reject HostIsAgent = "a host binding names the key of its issuer or signer",
        "DEL-1" "signer-not-issuer" Delegation Reject SignerNotIssuer = "the signer is not the issuer, and no delegation is named",
        "DEL-2" "proof-missing" Delegation Reject ProofMissing = "the delegation named by the header is not in the bundle",
        "DEL-3" "proof-unused" Delegation Reject ProofUnused { index: usize } = "proof {index} is not named by the header, or is there twice",
        "DEL-4" "proof-invalid" Delegation Reject ProofInvalid = "the proof is not a valid delegation",
        "DEL-5" "proof-foreign" Delegation Reject ProofForeign = "the delegation is by another issuer or for another key",
        "DEL-6" "scope" Delegation Reject Scope = "the delegation does not cover this kind",
        "DEL-7" "outside-delegation" Delegation Reject OutsideDelegation = "the statement begins before its delegation or outlives it",
        "DEL-8" "epoch-mismatch" Delegation Reject EpochMismatch = "the statement's epoch is not its delegation's",
        "DEL-9" "delegation-not-alive" Delegation Ignore DelegationNotAlive = "the delegation is not yet valid or has expired",
        "DEL-10" "epoch-superseded" Delegation Ignore EpochSuperseded = "a higher epoch of the issuer was seen",
        "DEL-11" "issuer-retired" Delegation Ignore IssuerRetired = "the issuer has retired",
        "FRS-1" "not-yet-valid" Freshness Ignore NotYetValid = "the statement is from the future",
        "FRS-2" "expired" Freshness Ignore Expired = "the statement's life is over",
    }
    wraps /// Encoding or shape.
    Wire(WireViolation)
}
