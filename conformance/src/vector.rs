//! Vectors as data: the types behind `vectors/<area>/*.json`.
//!
//! A vector is a context, operations that build state, one operation that is judged, and what must come of it. The format is described
//! by `vectors/vector.schema.json`, so that it can be used without this crate.

mod bytes;
mod decimal;

use casp_wire::limits;
use casp_wire::table::MessageTable;
use casp_wire::v1::tables;
use serde::{Deserialize, Serialize};

pub use bytes::Bytes;
pub use decimal::Decimal;

/// The areas, in the order of SPEC.md: the folders below `vectors/`.
pub const AREAS: [&str; 11] = [
    "keys",
    "envelope",
    "identity",
    "descriptor",
    "soft-state",
    "task",
    "canary",
    "evidence",
    "discovery",
    "dialogue",
    "dispute",
];

/// One file of vectors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "SharedFile")]
pub struct VectorFile {
    /// The area, one of [`AREAS`].
    pub area: String,
    /// The part of the area that the file holds: the file is `vectors/<area>/<group>.json`.
    pub group: String,
    /// Version of SPEC.md.
    pub spec: String,
    /// The vectors, in the order of their ids.
    pub vectors: Vec<Vector>,
}

/// A file as it is written: what several of its vectors have in common is there once.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SharedFile {
    area: String,
    group: String,
    spec: String,
    /// Bytes, as hex; a number among the segments of some bytes stands for one of these.
    #[serde(default)]
    pieces: Vec<String>,
    vectors: Vec<serde_json::Value>,
}

impl TryFrom<SharedFile> for VectorFile {
    type Error = serde_json::Error;

    fn try_from(file: SharedFile) -> Result<Self, Self::Error> {
        let whole = |mut vector: serde_json::Value| {
            fill_in(&mut vector, &file.pieces);
            serde_json::from_value(vector)
        };
        Ok(Self {
            vectors: file.vectors.into_iter().map(whole).collect::<Result<_, _>>()?,
            area: file.area,
            group: file.group,
            spec: file.spec,
        })
    }
}

/// Puts pieces in the places of their numbers, which are the only numbers in lists.
fn fill_in(value: &mut serde_json::Value, pieces: &[String]) {
    use serde_json::Value;
    match value {
        Value::Object(fields) => fields.values_mut().for_each(|field| fill_in(field, pieces)),
        Value::Array(items) => {
            for item in items {
                let number = item.as_u64().and_then(|number| usize::try_from(number).ok());
                match number.and_then(|number| pieces.get(number)) {
                    Some(piece) => *item = Value::String(piece.clone()),
                    None => fill_in(item, pieces),
                }
            }
        }
        _ => {}
    }
}

/// One vector.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vector {
    /// Stable id: `area/…`, lower case, digits, `-`, `.` and `/`.
    pub id: String,
    /// What it shows, in a line.
    pub title: String,
    /// Ids of the rules that it obeys (accepted) or breaks (refused; exactly one).
    pub rules: Vec<String>,
    /// BCP 14 level of the rule: `MUST`.
    pub level: String,
    /// The message that the vector is about, such as `CapabilityDescriptor`.
    pub message: String,
    /// The field, as a path, such as `capabilities.version`; empty when it is the whole message.
    pub field: String,
    /// What is wrong, or `none`. No two refused vectors share (rule, message, field, fault).
    pub fault: String,
    /// What is odd about the inputs. Facts, not verdicts; each is tested to be true.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<String>,
    /// The verifier.
    pub begin: Begin,
    /// Operations that build state, all of which are accepted unless they say otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prior: Vec<Step>,
    /// The operation that is judged.
    pub step: Step,
    /// A readable rendering of the operation's input.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rendering: Vec<String>,
    /// What must come of it.
    pub expect: Expect,
    /// For a refused vector: the accepted one from which it differs by its one fault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub twin: Option<String>,
    /// `constructed`, or the published source.
    pub source: String,
    /// Seed of the generator.
    pub seed: u64,
}

/// The verifier that a vector is replayed against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Begin {
    /// Network id.
    pub network_id: String,
    /// Multikey bytes of the verifier's agent; empty for none.
    #[serde(default, skip_serializing_if = "Bytes::is_empty")]
    pub verifier: Bytes,
    /// Agents that the store may hold; 0 for the peer's default.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub store_capacity: u32,
    /// Engagements that others' offers may begin in the book; 0 for the peer's default.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub book_capacity: u32,
    /// Engagements of one other requester that the book may hold; 0 for the peer's default.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub book_capacity_per_requester: u32,
    /// Engagements that the verifier's own offers may begin in the book; 0 for the peer's default.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub book_capacity_own: u32,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

fn is_false(value: &bool) -> bool {
    !*value
}

/// One operation at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Virtual time, milliseconds since the Unix epoch.
    pub now_ms: i64,
    /// The operation.
    pub operation: Operation,
    /// For prior operations that are refused: the verdict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// For prior operations that are judged themselves, as those of a dialogue are: what must come of it, in place of a verdict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<Expect>,
}

/// An operation of the driver protocol (`proto/casp/conformance/v1/driver.proto`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[allow(missing_docs)]
pub enum Operation {
    Verify {
        payload_type: String,
        bundle: Bytes,
    },
    Observe {
        payload_type: String,
        bundle: Bytes,
    },
    Apply {
        payload_type: String,
        bundle: Bytes,
        /// Whether the verifier's own agent says this now, for its book.
        #[serde(default, skip_serializing_if = "is_false")]
        own: bool,
    },
    Lookup {
        agent: Bytes,
    },
    CheckEquivocation {
        proof: Bytes,
    },
    Pae {
        payload_type: String,
        payload: Bytes,
    },
    ObjectId {
        envelope: Bytes,
    },
    DsseJson {
        envelope: Bytes,
    },
    AdmitKey {
        public_key: Bytes,
    },
    VerifySignature {
        public_key: Bytes,
        message: Bytes,
        signature: Bytes,
    },
    DidKeyEncode {
        agent: Bytes,
    },
    DidKeyDecode {
        did: String,
    },
    PeerIdEncode {
        agent: Bytes,
    },
    PeerIdDecode {
        peer_id: String,
    },
    Sign {
        secret_seed: Bytes,
        payload_type: String,
        payload: Bytes,
    },
    JudgeAnswer {
        oracle: Bytes,
        answer: Bytes,
    },
    DeriveCanary {
        bank_seed: Bytes,
        provider: Bytes,
        index: u64,
        family: String,
    },
    CheckCanaryCase {
        canary_case: Bytes,
    },
    TreeRoot {
        leaves: Vec<Bytes>,
    },
    CheckInclusion {
        leaf_hash: Bytes,
        index: u64,
        size: u64,
        root: Bytes,
        path: Vec<Bytes>,
    },
    CheckConsistency {
        first_size: u64,
        second_size: u64,
        first_root: Bytes,
        second_root: Bytes,
        path: Vec<Bytes>,
    },
    CheckPackage {
        package: Bytes,
    },
    CheckDisclosure {
        disclosure: Bytes,
    },
    CheckFork {
        proof: Bytes,
    },
    Discover {
        bundle: Bytes,
    },
    Rank {
        objectives: Vec<Bytes>,
        candidates: Vec<RankCandidate>,
        tie_seed: Bytes,
    },
    CheckAnswer {
        query: Bytes,
        answer: Bytes,
    },
    CheckRegistration {
        registration: Bytes,
        payload_type: String,
        secret: Bytes,
    },
    CheckOmission {
        proof: Bytes,
        /// Empty for none.
        #[serde(default, skip_serializing_if = "Bytes::is_empty")]
        rebuttal: Bytes,
        /// Empty for none.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        rebuttal_payload_type: String,
    },
    LookupEngagement {
        statement: Bytes,
    },
    CheckOutcomeRecord {
        record: Bytes,
    },
    Judge {
        bundle: Bytes,
    },
}

/// What is to be put in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RankCandidate {
    /// Object id.
    pub id: Bytes,
    /// One figure for each objective, or none where there is none.
    pub figures: Vec<Option<Decimal>>,
}

impl Operation {
    /// The capability that a peer declares for it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Verify { .. } => "verify",
            Self::Observe { .. } => "observe",
            Self::Apply { .. } => "apply",
            Self::Lookup { .. } => "lookup",
            Self::CheckEquivocation { .. } => "check_equivocation",
            Self::Pae { .. } => "pae",
            Self::ObjectId { .. } => "object_id",
            Self::DsseJson { .. } => "dsse_json",
            Self::AdmitKey { .. } => "admit_key",
            Self::VerifySignature { .. } => "verify_signature",
            Self::DidKeyEncode { .. } => "did_key_encode",
            Self::DidKeyDecode { .. } => "did_key_decode",
            Self::PeerIdEncode { .. } => "peer_id_encode",
            Self::PeerIdDecode { .. } => "peer_id_decode",
            Self::Sign { .. } => "sign",
            Self::JudgeAnswer { .. } => "judge_answer",
            Self::DeriveCanary { .. } => "derive_canary",
            Self::CheckCanaryCase { .. } => "check_canary_case",
            Self::TreeRoot { .. } => "tree_root",
            Self::CheckInclusion { .. } => "check_inclusion",
            Self::CheckConsistency { .. } => "check_consistency",
            Self::CheckPackage { .. } => "check_package",
            Self::CheckDisclosure { .. } => "check_disclosure",
            Self::CheckFork { .. } => "check_fork",
            Self::Discover { .. } => "discover",
            Self::Rank { .. } => "rank",
            Self::CheckAnswer { .. } => "check_answer",
            Self::CheckRegistration { .. } => "check_registration",
            Self::CheckOmission { .. } => "check_omission",
            Self::LookupEngagement { .. } => "lookup_engagement",
            Self::CheckOutcomeRecord { .. } => "check_outcome_record",
            Self::Judge { .. } => "judge",
        }
    }
}

impl Operation {
    /// The encoded message that the operation is about, with its shape; `None` where the input is none.
    pub fn main_input(&self) -> Option<(&'static MessageTable, &[u8])> {
        Some(match self {
            Self::Verify { bundle, .. }
            | Self::Observe { bundle, .. }
            | Self::Apply { bundle, .. }
            | Self::Discover { bundle } => (&tables::BUNDLE, bundle.as_slice()),
            Self::CheckEquivocation { proof } => (&tables::EQUIVOCATION_PROOF, proof.as_slice()),
            Self::ObjectId { envelope } | Self::DsseJson { envelope } => (&tables::ENVELOPE, envelope.as_slice()),
            Self::JudgeAnswer { oracle, .. } => (&tables::ORACLE, oracle.as_slice()),
            Self::CheckCanaryCase { canary_case } => (&tables::CANARY_CASE, canary_case.as_slice()),
            Self::CheckPackage { package } => (&tables::EVIDENCE_PACKAGE, package.as_slice()),
            Self::CheckDisclosure { disclosure } => (&tables::EVENT_DISCLOSURE, disclosure.as_slice()),
            Self::CheckFork { proof } => (&tables::FORK_PROOF, proof.as_slice()),
            Self::CheckAnswer { answer, .. } => (&tables::DISCOVERY_ANSWER, answer.as_slice()),
            Self::CheckRegistration { registration, .. } => (&tables::REGISTRATION, registration.as_slice()),
            Self::CheckOmission { proof, .. } => (&tables::OMISSION_PROOF, proof.as_slice()),
            Self::CheckOutcomeRecord { record } => (&tables::OUTCOME_RECORD, record.as_slice()),
            Self::Judge { bundle } => (&tables::DISPUTE_BUNDLE, bundle.as_slice()),
            _ => return None,
        })
    }

    /// Greatest main input, bytes (SIZ-1).
    pub fn max_input(&self) -> usize {
        match self {
            Self::ObjectId { .. } | Self::DsseJson { .. } => limits::MAX_ENVELOPE_BYTES,
            Self::CheckEquivocation { .. } => limits::MAX_EQUIVOCATION_PROOF_BYTES,
            Self::CheckCanaryCase { .. } => limits::MAX_CANARY_CASE_BYTES,
            Self::CheckPackage { .. } => limits::MAX_EVIDENCE_PACKAGE_BYTES,
            Self::CheckDisclosure { .. } => limits::MAX_EVENT_DISCLOSURE_BYTES,
            Self::CheckFork { .. } => limits::MAX_FORK_PROOF_BYTES,
            Self::CheckAnswer { .. } => limits::MAX_DISCOVERY_ANSWER_BYTES,
            Self::CheckRegistration { .. } => limits::MAX_REGISTRATION_BYTES,
            Self::CheckOmission { .. } => limits::MAX_OMISSION_PROOF_BYTES,
            Self::CheckOutcomeRecord { .. } => limits::MAX_OUTCOME_RECORD_BYTES,
            Self::Judge { .. } => limits::MAX_DISPUTE_BUNDLE_BYTES,
            _ => limits::MAX_BUNDLE_BYTES,
        }
    }
}

/// What must come of the judged operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// The verdict.
    pub verdict: Verdict,
    /// The stage, as SPEC.md names it; absent with ACCEPT.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// Codes that a peer may report: that of the broken rule, and those of rules of the same stage that the same fault breaks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    /// The exact output, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<Output>,
}

/// A verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs)]
pub enum Verdict {
    Accept,
    Ignore,
    Reject,
}

/// The exact output of an operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[allow(missing_docs)]
pub enum Output {
    Data(Bytes),
    Text(String),
    Verified {
        object_id: Bytes,
        issuer: Bytes,
        signer: Bytes,
    },
    Entry {
        living: bool,
        descriptor: Bytes,
        refresh: Bytes,
        expires_at_ms: i64,
        epoch: u64,
        sequence: u64,
    },
    Derived {
        seed: Bytes,
        salt: Bytes,
        input: Bytes,
        canary: Bytes,
        blind: Bytes,
        input_media_type: String,
        output_media_type: String,
    },
    CanaryCase {
        passed: bool,
        rederivable: bool,
    },
    Package {
        faults: Vec<PackageFault>,
        bilateral: bool,
    },
    Discovery {
        ranked: Vec<Bytes>,
        sampled: Vec<Bytes>,
        excluded: Vec<Decimal>,
        examined: u64,
        matched: u64,
        complete: bool,
    },
    Ranked {
        candidates: Vec<RankedCandidate>,
    },
    Engagement {
        state: String,
        repeated_now: Vec<Bytes>,
    },
    OutcomeRecord {
        issuer: Bytes,
        subject: Bytes,
        contract: Bytes,
        rederivable: bool,
    },
    Judgement {
        findings: Vec<DisputeFinding>,
        unresolved: Vec<String>,
    },
}

/// A rule that was broken, as a dispute bundle shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisputeFinding {
    /// Who broke it.
    pub party: Bytes,
    /// Name of the field of `casp.v1.DisputeBundle` that shows it.
    pub member: String,
    /// Position in the field.
    pub index: u32,
    /// Id of the rule.
    pub rule: String,
}

/// Where a candidate stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RankedCandidate {
    /// Object id.
    pub id: Bytes,
    /// Pareto front, from 1.
    pub front: u32,
}

/// A member of a package with a fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackageFault {
    /// Name of the field of `casp.v1.EvidencePackage`.
    pub member: String,
    /// Position in the field.
    pub index: u32,
}
