//! Disclosures of one event, and proofs that a signer keeps two histories (SPEC.md section 17.3).

use std::fmt;

use casp_evidence::{EvidenceViolation, TraceCheckpointKind, verify_disclosure, verify_fork};
use casp_identity::{Recorded, Verifier};
use casp_task::TaskViolation;
use casp_wire::Violation as _;
use casp_wire::v1::TraceEvent;
use serde::Serialize;

use super::fault::{self, Fault};
use super::{Container, Refused};
use crate::failure::Failure;
use crate::meaning::Value;
use crate::output::row;
use crate::{judge, place, when};

const CHECKPOINT: &str = "application/vnd.casp.trace-checkpoint.v1+protobuf";

/// What a disclosure shows.
#[derive(Serialize)]
pub(super) struct DisclosureFacts {
    checkpoint: CheckpointFacts,
    event: EventFacts,
}

/// What a fork proof proves.
#[derive(Serialize)]
pub(super) struct ForkFacts {
    issuer: String,
    first: CheckpointFacts,
    second: CheckpointFacts,
}

#[derive(Serialize)]
struct CheckpointFacts {
    issuer: String,
    /// Absent for a trace without contract.
    contract: Option<String>,
    session: String,
    size: u64,
    root: String,
    issued_at_ms: i64,
    object_id: String,
}

#[derive(Serialize)]
struct EventFacts {
    seq: u64,
    at_ms: i64,
    kind: String,
    receipt: Option<String>,
    /// In hex.
    data: String,
    #[serde(skip)]
    shown: String,
    terminal: bool,
}

/// Verifies a disclosure.
pub(super) fn judge_disclosure(bytes: &[u8], network: &str) -> Result<DisclosureFacts, Refused> {
    let outcome = verify_disclosure(&mut Verifier::new(network, None), bytes);
    let shown = outcome.map_err(|violation| {
        // PRF-1 is about the path, of which not every event has one.
        let member = match violation {
            EvidenceViolation::Task(TaskViolation::RecordMember { .. }) => "checkpoint",
            _ => "event",
        };
        refused(Container::Disclosure, bytes, network, violation, member)
    })?;
    Ok(DisclosureFacts {
        checkpoint: CheckpointFacts::of(&shown.checkpoint),
        event: EventFacts::of(&shown.event),
    })
}

/// Verifies a proof of two histories.
pub(super) fn judge_fork(bytes: &[u8], network: &str) -> Result<ForkFacts, Refused> {
    let outcome = verify_fork(&mut Verifier::new(network, None), bytes);
    let proven = outcome.map_err(|violation| {
        let broken = ["first", "second"]
            .into_iter()
            .find(|name| cause(Container::Fork, bytes, network, name).is_some());
        let member = match violation {
            EvidenceViolation::Task(TaskViolation::RecordMember { .. }) => broken.unwrap_or("first"),
            _ => "second",
        };
        refused(Container::Fork, bytes, network, violation, member)
    })?;
    Ok(ForkFacts {
        issuer: proven.issuer().to_did_key(),
        first: CheckpointFacts::of(&proven.first),
        second: CheckpointFacts::of(&proven.second),
    })
}

/// Verification stops at the first fault.
fn refused(
    container: Container,
    bytes: &[u8],
    network: &str,
    violation: EvidenceViolation,
    member: &'static str,
) -> Refused {
    if violation.stage() < casp_wire::Stage::Chain {
        return Failure::from(violation).into();
    }
    let is_record = matches!(violation, EvidenceViolation::Task(TaskViolation::RecordMember { .. }));
    let cause = if is_record {
        cause(container, bytes, network, member)
    } else {
        None
    };
    let mut faults = vec![Fault::new(member, None, Failure::from(violation), cause)];
    fault::locate(&mut faults, container, bytes);
    let failure = faults.first().map(|fault| fault.decides(1));
    Refused {
        failure: failure.unwrap_or_else(|| Failure::from(violation)),
        faults,
    }
}

/// Why a checkpoint does not pass REC-1.
fn cause(container: Container, bytes: &[u8], network: &str, name: &str) -> Option<Failure> {
    let member = place::members(container.table(), bytes).find(|member| member.name == name)?;
    (judge::kind(CHECKPOINT)?.as_issued)(member.content, Some(network)).err()
}

impl CheckpointFacts {
    fn of(checkpoint: &Recorded<TraceCheckpointKind>) -> Self {
        let message = checkpoint.message();
        Self {
            issuer: checkpoint.issuer().to_did_key(),
            contract: id(&message.contract),
            session: hex::encode(&message.session),
            size: message.size,
            root: hex::encode(&message.root),
            issued_at_ms: message.header.as_ref().map_or(0, |header| header.issued_at_ms),
            object_id: checkpoint.object_id().to_string(),
        }
    }
}

impl EventFacts {
    fn of(event: &TraceEvent) -> Self {
        Self {
            seq: event.seq,
            at_ms: event.at_ms,
            kind: event.kind.clone(),
            receipt: id(&event.receipt),
            data: hex::encode(&event.data),
            shown: match std::str::from_utf8(&event.data) {
                Ok(text) => Value::Text(text).line(),
                Err(_) => Value::Bytes(&event.data).line(),
            },
            terminal: event.terminal,
        }
    }
}

fn id(bytes: &[u8]) -> Option<String> {
    (!bytes.is_empty()).then(|| hex::encode(bytes))
}

impl fmt::Display for DisclosureFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (checkpoint, event) = (&self.checkpoint, &self.event);
        row(f, "shown", format_args!("event {} of {}", event.seq, checkpoint.size))?;
        row(f, "kind", &event.kind)?;
        row(f, "at", when::words(event.at_ms))?;
        if !event.data.is_empty() {
            row(f, "data", &event.shown)?;
        }
        if let Some(receipt) = &event.receipt {
            row(f, "receipt", receipt)?;
        }
        checkpoint.fmt(f)?;
        row(f, "signed", when::words(checkpoint.issued_at_ms))
    }
}

/// Whose trace it is.
impl fmt::Display for CheckpointFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        row(f, "kept by", &self.issuer)?;
        match &self.contract {
            Some(contract) => row(f, "contract", contract)?,
            None => row(f, "contract", "none")?,
        }
        row(f, "session", &self.session)
    }
}

impl fmt::Display for ForkFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.first.fmt(f)?;
        for checkpoint in [&self.first, &self.second] {
            let time = when::words(checkpoint.issued_at_ms);
            row(
                f,
                "history",
                format_args!("{} events, root {}, signed {time}", checkpoint.size, checkpoint.root),
            )?;
        }
        writeln!(f, "proven: one signer keeps two histories of one session")
    }
}
