//! What can be said of a file without a network, a time and a memory: whether it held at the time that it gives itself.

use std::collections::BTreeMap;
use std::fmt;

use casp_canary::AnswerKey;
use casp_descriptor::{DescriptorKind, verify_equivocation};
use casp_identity::{Signed, Verifier};
use casp_wire::limits::MAX_DISPUTE_BUNDLE_BYTES;
use casp_wire::table::{Kind, MessageTable, Presence};
use casp_wire::v1::{Bundle, CanaryOpening, Envelope, tables};
use casp_wire::{Layer, WireViolation};
use serde::Serialize;

use crate::advice;
use crate::container::{self, Asked, Container, Report};
use crate::failure::Failure;
use crate::index;
use crate::judge::{self, Facts, Judged};
use crate::output::row;
use crate::place::{self, byte_of, is, payload_type, text_of};

/// The greatest CASP file there is, bytes.
pub(crate) const GREATEST_BYTES: usize = MAX_DISPUTE_BUNDLE_BYTES;

/// What is said of a file.
pub(crate) enum Opinion {
    /// A statement of which every rule up to FRESHNESS holds at the time that it gives itself.
    AcceptedAsIssued(Facts),
    /// A proof of equivocation that holds.
    Proven(Proven),
    /// A container that was judged at the times that its statements name.
    Contained(Report),
    /// The encoding is in order, and nothing more can be said, for this reason.
    EncodingOnly(&'static str),
    /// A rule is broken.
    Refused(Failure),
}

impl Opinion {
    /// The opinion in a word.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::AcceptedAsIssued(_) => "accepted-as-issued",
            Self::Proven(_) => "proven",
            Self::Contained(report) if report.failure().is_none() => "accepted",
            Self::Contained(_) => "refused",
            Self::EncodingOnly(_) => "encoding-only",
            Self::Refused(_) => "refused",
        }
    }

    /// The same, with the place in the file where a rule of encoding or shape is broken.
    pub(crate) fn pointing_into(self, table: &'static MessageTable, bytes: &[u8]) -> Self {
        match self {
            Self::Refused(failure) => Self::Refused(pointing_into(failure, table, bytes)),
            Self::Contained(report) => Self::Contained(report.map_failure(|it| pointing_into(it, table, bytes))),
            other => other,
        }
    }

    /// Why it is refused.
    pub(crate) fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Refused(failure) => Some(failure),
            Self::Contained(report) => report.failure(),
            _ => None,
        }
    }

    /// What was found of a container.
    pub(crate) const fn report(&self) -> Option<&Report> {
        match self {
            Self::Contained(report) => Some(report),
            _ => None,
        }
    }

    /// Why it is refused, and nothing else.
    pub(crate) fn into_failure(self) -> Option<Failure> {
        match self {
            Self::Refused(failure) => Some(failure),
            Self::Contained(report) => report.into_failure(),
            _ => None,
        }
    }
}

/// A failure that names the byte of the file, where it has a place.
fn pointing_into(failure: Failure, table: &'static MessageTable, bytes: &[u8]) -> Failure {
    let Some((rule, place)) = failure
        .refusal()
        .and_then(|refusal| Some((refusal.rule, refusal.place?)))
    else {
        return failure;
    };
    let (byte, source) = (byte_of(&place, table, bytes), advice::source(rule));
    failure.with_help(format!(
        "it is byte {byte} of the file, at the line marked `<- {rule}`; {source}"
    ))
}

/// What strikes the eye before any field is read.
pub(crate) fn note(bytes: &[u8]) -> Option<&'static str> {
    let is_print = |letter: char| !letter.is_control() || letter.is_ascii_whitespace();
    let text = std::str::from_utf8(bytes).ok();
    if bytes.is_empty() {
        Some("the file is empty")
    } else if bytes.starts_with(index::MARK) {
        Some("this is an index; `casp index show` lists what is in it")
    } else if text.is_some_and(|text| text.chars().all(is_print)) {
        Some("this looks like text; CASP files are binary")
    } else {
        None
    }
}

/// What a proof of equivocation proves.
#[derive(Serialize)]
pub(crate) struct Proven {
    issuer: String,
    epoch: u64,
    sequence: u64,
}

impl fmt::Display for Opinion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AcceptedAsIssued(facts) => {
                facts.fmt(f)?;
                writeln!(
                    f,
                    "accepted as issued: every rule up to FRESHNESS held then; whether it holds now, `verify` says"
                )
            }
            Self::Proven(proven) => {
                row(f, "agent", &proven.issuer)?;
                row(f, "epoch", proven.epoch)?;
                row(f, "sequence", proven.sequence)?;
                writeln!(f, "proven: the agent made both statements under one sequence")
            }
            Self::Contained(report) => report.fmt(f),
            Self::EncodingOnly(reason) => writeln!(f, "the encoding is in order; {reason}"),
            Self::Refused(failure) => match failure.refusal() {
                Some(refusal) => writeln!(f, "refused: {} {}, {}", refusal.rule, refusal.code, refusal.stage),
                None => writeln!(f, "refused"),
            },
        }
    }
}

/// Judges a file as this message; `wanted` is the kind that it should have.
pub(crate) fn of(table: &'static MessageTable, bytes: &[u8], wanted: Option<&'static Judged>) -> Opinion {
    judge(table, bytes, wanted).unwrap_or_else(Opinion::Refused)
}

const OPENING: &str = "the oracle is valid; whether an answer satisfies it, `casp canary judge` says";

/// What of discovery cannot be judged from the file alone although its statements hold, and who can.
static UNSAID: [(&MessageTable, &str); 3] = [
    (
        &tables::DISCOVERY_ANSWER,
        "its statements held when they were made; whether they answer a query, whoever keeps the query can tell",
    ),
    (
        &tables::REGISTRATION,
        "its statement held when it was made; whether it is admitted, the registry decides",
    ),
    (
        &tables::DISCOVERY_ENTRY,
        "its statements held when they were made; in an index they are held against each other, too",
    ),
];

fn judge(table: &'static MessageTable, bytes: &[u8], wanted: Option<&'static Judged>) -> Result<Opinion, Failure> {
    const UNKNOWN: Opinion = Opinion::EncodingOnly("this program does not know the payload type");
    if let Some(wanted) = wanted {
        return statement(bytes, wanted);
    }
    if is(table, &tables::BUNDLE) || bytes.len() > GREATEST_BYTES {
        // SIZE, and then ENCODING, go before everything.
        Signed::<DescriptorKind>::from_bytes(bytes).object_id()?;
        let kind = payload_type(table, bytes).and_then(judge::kind);
        return kind.map_or(Ok(UNKNOWN), |kind| statement(bytes, kind));
    }
    if is(table, &tables::ENVELOPE) {
        let subject = casp_identity::decode_envelope(bytes)?;
        return judge::kind(&subject.payload_type).map_or(Ok(UNKNOWN), |kind| envelope(subject, kind));
    }
    if is(table, &tables::EQUIVOCATION_PROOF) {
        return equivocation(bytes);
    }
    if let Some(container) = Container::of(table) {
        return Ok(Opinion::Contained(container::judge(container, bytes, Asked::default())));
    }
    if is(table, &tables::CANARY_OPENING) {
        let opening: CanaryOpening = casp_wire::decode(bytes, Layer::Envelope)?;
        AnswerKey::of(&opening.canary.unwrap_or_default().oracle.unwrap_or_default())?;
        return Ok(Opinion::EncodingOnly(OPENING));
    }
    if tables::PAYLOADS.iter().any(|(_, payload)| is(table, payload)) {
        casp_wire::scan(table, bytes, Layer::Payload)?;
        return Ok(Opinion::EncodingOnly("this is a payload alone, and nobody's word"));
    }
    casp_wire::scan(table, bytes, Layer::Envelope)?;
    if UNSAID.iter().any(|(message, _)| is(message, table)) {
        members_hold(table, bytes, 0, "")?;
    }
    let unsaid = UNSAID.iter().find(|(message, _)| is(message, table));
    Ok(Opinion::EncodingOnly(unsaid.map_or(
        "what it proves, this command does not judge",
        |(_, reason)| reason,
    )))
}

/// Whether the statements in a container, which begins at this byte of the file, held when they were made, each for itself.
fn members_hold(table: &'static MessageTable, bytes: &[u8], begin: usize, within: &str) -> Result<(), Failure> {
    let mut counts = BTreeMap::new();
    for member in place::members(table, bytes) {
        let field = table.fields.iter().find(|field| field.name == member.name);
        let Some(Kind::Message(inner)) = field.map(|field| field.kind) else {
            continue;
        };
        let count = counts.entry(member.name).or_insert(0_usize);
        let name = if field.is_some_and(|field| field.presence == Presence::Repeated) {
            format!("{within}{}[{count}]", member.name)
        } else {
            format!("{within}{}", member.name)
        };
        *count = count.saturating_add(1);
        let begin = begin.saturating_add(member.begin);
        if is(inner, &tables::DISCOVERY_ENTRY) {
            members_hold(inner, member.content, begin, &format!("{name}."))?;
        } else if is(inner, &tables::BUNDLE) {
            let kind = payload_type(inner, member.content).and_then(judge::kind);
            let judged = kind.map(|kind| statement(member.content, kind)).transpose();
            judged.map_err(|failure| {
                failure
                    .within(|place| begin.saturating_add(byte_of(place, inner, member.content)))
                    .about(name)
            })?;
        }
    }
    Ok(())
}

fn statement(bytes: &[u8], kind: &Judged) -> Result<Opinion, Failure> {
    (kind.as_issued)(bytes, None)
        .map(Opinion::AcceptedAsIssued)
        .map_err(|failure| because_of_proof(failure, bytes))
}

/// An envelope is judged as the subject of a bundle. What it lacks there is a proof.
fn envelope(subject: Envelope, kind: &Judged) -> Result<Opinion, Failure> {
    let bundle = casp_wire::encode(&Bundle {
        subject: Some(subject),
        proofs: Vec::new(),
    });
    match (kind.as_issued)(&bundle, None) {
        Err(failure) if failure.refusal().is_some_and(|refusal| refusal.rule == "DEL-2") => Ok(Opinion::EncodingOnly(
            "the signature holds, and the delegation that it stands on is not in this file",
        )),
        outcome => outcome.map(Opinion::AcceptedAsIssued),
    }
}

fn equivocation(bytes: &[u8]) -> Result<Opinion, Failure> {
    let network = text_of(&tables::EQUIVOCATION_PROOF, bytes, &tables::HEADER, "network_id").unwrap_or_default();
    let proven = verify_equivocation(&mut Verifier::new(network, None), bytes)?;
    Ok(Opinion::Proven(Proven {
        issuer: proven.issuer.to_did_key(),
        epoch: proven.epoch,
        sequence: proven.sequence,
    }))
}

/// DEL-4 says that a proof is no valid delegation. Which rule it breaks is told, too.
pub(crate) fn because_of_proof(failure: Failure, bytes: &[u8]) -> Failure {
    if failure.refusal().is_none_or(|refusal| refusal.rule != "DEL-4") {
        return failure;
    }
    let bundle: Result<Bundle, WireViolation> = casp_wire::decode(bytes, Layer::Envelope);
    let proofs = bundle.map(|bundle| bundle.proofs).unwrap_or_default();
    let reason = proofs.into_iter().find_map(|proof| {
        let alone = casp_wire::encode(&Bundle {
            subject: Some(proof),
            proofs: Vec::new(),
        });
        let kind = judge::kind("application/vnd.casp.delegation.v1+protobuf")?;
        let inner = (kind.as_issued)(&alone, None).err()?;
        inner.refusal().map(|refusal| (refusal.rule, refusal.code))
    });
    match reason {
        Some((rule, code)) => failure.about(format_args!("{rule} {code} in a proof")),
        None => failure,
    }
}
